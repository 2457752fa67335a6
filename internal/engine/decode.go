package engine

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/aismm/aismm/internal/evidence"
)

// document is a decoded evidence document: its header, and its resources as policies see them.
type document struct {
	path   string
	sha256 string
	header *evidence.Document // Resources has the right lengths and no content
	// resources are by kind, in the order of the document.
	resources map[string][]*resource
	// lists are the indexes of the list reads of a kind; details those of failed reads about one resource.
	lists   map[string][]int
	details map[detailOf]int
}

type detailOf struct{ operation, resource string }

// resource is one resource of a document.
type resource struct {
	kind, id, name string
	doc            *document
	index          int // in its kind's list
	pairs          [][2]*ast.Term
	value          *ast.Term // with kind, ref, region and boundary; set once refs are known
	ref            string
	missing        []string // operations
	lacks          []string // required fields
}

// decoder turns documents into OPA's values without any step between. Keys and short strings are shared: estates repeat them.
type decoder struct {
	dec    *jsontext.Decoder
	terms  map[string]*ast.Term
	buffer []byte
}

// Strings up to this length are shared, as long as the table has room.
const (
	sharedLength = 40
	sharedTerms  = 1 << 16
)

func newDecoder() *decoder {
	return &decoder{terms: map[string]*ast.Term{}, dec: jsontext.NewDecoder(bytes.NewReader(nil))}
}

// document decodes one document whose bytes were checked against the manifest, and checks its content.
func (d *decoder) document(raw []byte, entry evidence.DocumentEntry) (*document, error) {
	doc, err := d.decode(raw, entry)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w; the bundle cannot be trusted as it is: restore it from its origin, or collect again", entry.Path, err)
	}
	return doc, nil
}

func (d *decoder) decode(raw []byte, entry evidence.DocumentEntry) (*document, error) {
	doc := &document{path: entry.Path, sha256: entry.SHA256, resources: map[string][]*resource{}}
	d.dec.Reset(bytes.NewBuffer(raw))
	if err := d.open('{', "a document"); err != nil {
		return nil, err
	}
	header := []byte{'{'}
	found := false
	for d.dec.PeekKind() != '}' {
		name, err := d.key()
		if err != nil {
			return nil, err
		}
		if name == "resources" {
			found = true
			if err := d.kinds(doc); err != nil {
				return nil, err
			}
			continue
		}
		value, err := d.dec.ReadValue()
		if err != nil {
			return nil, d.fault(err)
		}
		header, err = jsontext.AppendQuote(header, name)
		if err != nil {
			return nil, d.fault(err)
		}
		header = append(append(append(header, ':'), value...), ',')
	}
	if _, err := d.dec.ReadToken(); err != nil {
		return nil, d.fault(err)
	}
	if _, err := d.dec.ReadToken(); !errors.Is(err, io.EOF) {
		return nil, errors.New("there is something after the end of the document")
	}
	if !found {
		return nil, errors.New("the member \"resources\" is missing")
	}
	return doc, d.finish(doc, append(header, `"resources":{}}`...), entry)
}

// finish reads the header by the rules of evidence, and compares all with the manifest.
func (d *decoder) finish(doc *document, header []byte, entry evidence.DocumentEntry) error {
	var err error
	if doc.header, err = evidence.ParseDocument(header); err != nil {
		return err
	}
	doc.header.Resources = make(map[string][]*evidence.Resource, len(doc.resources))
	for kind, list := range doc.resources {
		doc.header.Resources[kind] = make([]*evidence.Resource, len(list))
	}
	doc.lists, doc.details = map[string][]int{}, map[detailOf]int{}
	for i, r := range doc.header.Reads {
		if r.Form == evidence.List {
			for _, kind := range r.Kinds {
				doc.lists[kind] = append(doc.lists[kind], i)
			}
		} else if r.Outcome != evidence.OK {
			doc.details[detailOf{r.Operation, r.Resource}] = i
		}
	}
	return evidence.CheckDocument(doc.header, entry)
}

func (d *decoder) kinds(doc *document) error {
	if err := d.open('{', "resources"); err != nil {
		return err
	}
	for d.dec.PeekKind() != '}' {
		kind, err := d.key()
		if err != nil {
			return err
		}
		if err := d.open('[', "the list of "+kind); err != nil {
			return err
		}
		all := []*resource{}
		seen := map[string]bool{}
		for d.dec.PeekKind() != ']' {
			r, err := d.resource(kind)
			if err != nil {
				return err
			}
			if seen[r.id] {
				return fmt.Errorf("resources.%s: the id %q is used twice", kind, r.id)
			}
			seen[r.id] = true
			r.doc, r.index = doc, len(all)
			all = append(all, r)
		}
		if _, err := d.dec.ReadToken(); err != nil {
			return d.fault(err)
		}
		doc.resources[kind] = all
	}
	_, err := d.dec.ReadToken()
	return d.fault(err)
}

// resource decodes one resource, and holds its members to their types.
func (d *decoder) resource(kind string) (*resource, error) {
	if err := d.open('{', "a resource of "+kind); err != nil {
		return nil, err
	}
	r := &resource{kind: kind, pairs: make([][2]*ast.Term, 0, 10)}
	for d.dec.PeekKind() != '}' {
		name, err := d.key()
		if err != nil {
			return nil, err
		}
		value, err := d.term()
		if err != nil {
			return nil, err
		}
		ok := true
		switch name {
		case "id", "name":
			var s ast.String
			if s, ok = value.Value.(ast.String); ok && name == "id" {
				r.id = string(s)
			} else if ok {
				r.name = string(s)
			}
		case "config", "parts", "derived":
			_, ok = value.Value.(ast.Object)
		case "tags":
			ok = textsOnly(value)
		case "missing":
			r.missing, ok = stringsOf(value)
		default:
			return nil, fmt.Errorf("resources.%s: a resource has no member %q", kind, name)
		}
		if !ok {
			return nil, fmt.Errorf("resources.%s: %s of %q has the wrong type", kind, name, r.id)
		}
		r.pairs = append(r.pairs, [2]*ast.Term{d.shared(name), value})
	}
	if _, err := d.dec.ReadToken(); err != nil {
		return nil, d.fault(err)
	}
	if r.id == "" {
		return nil, fmt.Errorf("resources.%s: a resource has no id", kind)
	}
	return r, nil
}

func textsOnly(t *ast.Term) bool {
	o, ok := t.Value.(ast.Object)
	if !ok {
		return false
	}
	o.Foreach(func(_, v *ast.Term) {
		if _, isText := v.Value.(ast.String); !isText {
			ok = false
		}
	})
	return ok
}

func stringsOf(t *ast.Term) ([]string, bool) {
	a, ok := t.Value.(*ast.Array)
	if !ok {
		return nil, false
	}
	var all []string
	for i := range a.Len() {
		s, ok := a.Elem(i).Value.(ast.String)
		if !ok {
			return nil, false
		}
		all = append(all, string(s))
	}
	return all, true
}
