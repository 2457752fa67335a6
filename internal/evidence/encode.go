package evidence

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// EncodeDocument checks a document, redacts it, and renders it in the one form in which it is hashed and written. Times
// are brought to UTC with whole seconds. The document given is left as it is.
func EncodeDocument(doc *Document, r *Redactor) ([]byte, error) {
	d := *doc
	if d.Schema == "" {
		d.Schema = DocumentSchema
	}
	d.CollectedAt = plainTime(d.CollectedAt)
	if d.Source != nil {
		source := *d.Source
		source.ExportedAt = plainTime(source.ExportedAt)
		d.Source = &source
	}
	if d.Reads == nil {
		d.Reads = []Read{}
	}
	d.Reads = slices.Clone(d.Reads)
	for i := range d.Reads {
		if d.Reads[i].Kinds == nil {
			d.Reads[i].Kinds = []string{}
		}
	}
	resources := make(map[string][]*Resource, len(d.Resources))
	for kind, list := range d.Resources {
		if list == nil {
			list = []*Resource{}
		}
		resources[kind] = list
	}
	d.Resources = resources
	if faults := d.check(); len(faults) > 0 {
		return nil, &DocumentError{d.Collector, d.Scope.ID, strings.Join(faults, "; ")}
	}
	tree, err := jsonTree(d)
	if err != nil {
		return nil, &DocumentError{d.Collector, d.Scope.ID, err.Error()}
	}
	root := tree.(map[string]any)
	keepEmpty(&d, root)
	r.document(root)
	return encodeTree(root)
}

// DocumentError says that a document cannot be written because of what it holds: a programming error of its collector.
type DocumentError struct {
	Collector string
	// Scope is the scope's id.
	Scope   string
	Message string
}

// Error names the collector and the scope with everything that is wrong.
func (e *DocumentError) Error() string {
	return fmt.Sprintf("encode document %s of %s: %s", e.Collector, e.Scope, e.Message)
}

// keepEmpty puts back what omitempty took away and what means something: tags that were read and are none, and a config that is empty.
func keepEmpty(d *Document, root map[string]any) {
	kinds := root["resources"].(map[string]any)
	for kind, list := range d.Resources {
		rendered := kinds[kind].([]any)
		for i, res := range list {
			m := rendered[i].(map[string]any)
			if res.Tags != nil && len(res.Tags) == 0 {
				m["tags"] = map[string]any{}
			}
			if res.Config == nil {
				m["config"] = map[string]any{}
			}
		}
	}
}

func plainTime(t time.Time) time.Time { return t.UTC().Truncate(time.Second) }

// check reports everything about a document's content that contradicts itself.
func (d *Document) check() []string {
	var faults []string
	add := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	if d.Schema != DocumentSchema {
		add("%s", otherSchema(d.Schema, DocumentSchema))
	}
	if d.Collector == "" {
		add("collector is empty")
	}
	if err := d.Scope.Validate(); err != nil {
		add("%v", err)
	}
	if d.CollectedAt.IsZero() {
		add("collected_at is missing")
	}
	for i, r := range d.Reads {
		if r.Operation == "" {
			add("reads[%d]: operation is empty", i)
		}
		switch r.Form {
		case List, Detail:
		default:
			add("reads[%d]: unknown form %q (list or detail)", i, r.Form)
		}
		switch r.Outcome {
		case OK, Denied, Throttled, Unsupported, Failed, Skipped:
		default:
			add("reads[%d]: unknown outcome %q (ok, denied, throttled, unsupported, error or skipped)", i, r.Outcome)
		}
		if r.Form == Detail && r.Outcome.Gap() && r.Resource == "" {
			add("reads[%d]: a detail that failed names its resource", i)
		}
		if r.Calls < 0 || r.Resources < 0 {
			add("reads[%d]: calls and resources are never negative", i)
		}
	}
	for i, f := range d.Drift {
		if f.Change != DriftAdded && f.Change != DriftMissing {
			add("drift[%d]: unknown change %q (added or missing)", i, f.Change)
		}
		if f.Kind == "" || f.Field == "" || f.Count < 1 {
			add("drift[%d]: kind and field are needed, and a count that is positive", i)
		}
	}
	for _, kind := range sortedKeys(d.Resources) {
		seen := make(map[string]bool, len(d.Resources[kind]))
		for i, res := range d.Resources[kind] {
			switch {
			case res == nil:
				add("resources.%s[%d] is null", kind, i)
			case res.ID == "":
				add("resources.%s[%d] has no id", kind, i)
			case seen[res.ID]:
				add("resources.%s[%d]: id %q is used twice", kind, i, res.ID)
			default:
				seen[res.ID] = true
			}
		}
	}
	return faults
}

// Gaps counts the reads that leave something unknown.
func (d *Document) Gaps() int {
	n := 0
	for _, r := range d.Reads {
		if r.Outcome.Gap() {
			n++
		}
	}
	return n
}

// Calls counts the requests of all reads on the wire.
func (d *Document) Calls() int {
	n := 0
	for _, r := range d.Reads {
		n += r.Calls
	}
	return n
}

// entry describes a document, given with the bytes it was written as, for the manifest.
func (d *Document) entry(raw []byte) DocumentEntry {
	counts := make(map[string]int, len(d.Resources))
	for kind, list := range d.Resources {
		counts[kind] = len(list)
	}
	return DocumentEntry{Path: DocumentPath(d.Collector, d.Scope), SHA256: SHA256Hex(raw), Size: int64(len(raw)), Collector: d.Collector,
		Scope: d.Scope, CollectedAt: plainTime(d.CollectedAt), Resources: counts, Gaps: d.Gaps(), Calls: d.Calls(), Drift: d.Drift}
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
