package engine

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/aismm/aismm/internal/evidence"
	"github.com/aismm/aismm/internal/verdict"
)

const (
	// valueShown is the size in bytes up to which an observed value is given whole.
	valueShown = 2048
	// absencesShown is how many reads are named as the proof that something is not there.
	absencesShown = 8
	manifestPath  = "manifest.json"
)

// absentPath is a field whose absence has a documented meaning.
type absentPath struct {
	field string
	steps []string
	value any
}

func absentPaths(defaults map[string]any) []absentPath {
	var all []absentPath
	for _, field := range sortedKeys(defaults) {
		all = append(all, absentPath{field, strings.Split(field, "."), defaults[field]})
	}
	return all
}

// observed is the evidence of one row. A pass by a field that is not there needs a documented default; without one it is unknown.
func (j *judge) observed(c *Condition, r *evidenceRow, pass bool) ([]verdict.Evidence, *gap) {
	if r.at.resource == nil {
		return []verdict.Evidence{j.inManifest(r.at, r.path)}, nil
	}
	e, value := at(r.at.resource, r.path)
	pattern := names(r.path)
	if value == nil {
		for _, a := range c.absentPaths {
			if slices.Equal(pattern, a.steps) || len(pattern) > len(a.steps) && slices.Equal(pattern[:len(a.steps)], a.steps) {
				e.Default = a.value
				return []verdict.Evidence{e}, nil
			}
		}
		if !pass {
			return []verdict.Evidence{e}, nil
		}
		field := pathText(r.path)
		return []verdict.Evidence{e}, &gap{scope: r.at.resource.doc.header.Scope, resource: r.at.resource, Gap: verdict.Gap{Type: gapIncomplete, Kind: r.at.kind,
			Scope: r.at.resource.doc.header.Scope.ID, Resource: r.at.id, Message: field + " is missing, and the policy documents no default for it",
			Settle: fmt.Sprintf("document the provider's default of %s under custom.absent of condition %s, or judge a field that is there", field, c.ID)}}
	}
	all := []verdict.Evidence{e}
	for _, a := range c.absentPaths {
		if len(a.steps) > len(pattern) && slices.Equal(a.steps[:len(pattern)], pattern) {
			all = append(all, absentBelow(e, value, a.steps[len(pattern):], a.value)...)
		}
	}
	return all, nil
}

// absentBelow finds where, below a deciding value, fields with documented defaults are left out.
func absentBelow(e verdict.Evidence, value *ast.Term, rest []string, standard any) []verdict.Evidence {
	pointer := e.Pointer
	for i, step := range rest {
		if list, ok := value.Value.(*ast.Array); ok {
			var all []verdict.Evidence
			for n := range min(list.Len(), absencesShown) {
				below := e
				below.Pointer = pointer + "/" + strconv.Itoa(n)
				all = append(all, absentBelow(below, list.Elem(n), rest[i:], standard)...)
			}
			return all
		}
		o, ok := value.Value.(ast.Object)
		if !ok {
			return nil
		}
		pointer += "/" + escape(step)
		if value = o.Get(ast.StringTerm(step)); value == nil {
			return []verdict.Evidence{{Document: e.Document, SHA256: e.SHA256, Pointer: pointer + strings.Join(escaped(rest[i+1:]), ""), Absent: true, Default: standard}}
		}
	}
	return nil
}

func escaped(steps []string) []string {
	all := make([]string, len(steps))
	for i, s := range steps {
		all[i] = "/" + escape(s)
	}
	return all
}

// at points into a document, and gives what is there; nil when nothing is.
func at(r *resource, path []*ast.Term) (verdict.Evidence, *ast.Term) {
	e := verdict.Evidence{Document: r.doc.path, SHA256: r.doc.sha256}
	value := r.value
	switch first := stepText(path[0]); first {
	case "kind", "ref": // the engine's own words for a thing that the document knows by its id
		path = []*ast.Term{ast.StringTerm("id")}
	case "region":
		e.Pointer = "/scope/region"
	case "boundary":
		e.Pointer = "/scope/account"
		e.Value = r.doc.header.Scope.Account
		return e, ast.StringTerm(r.doc.header.Scope.Account)
	}
	if e.Pointer == "" {
		e.Pointer = pointer(r, path)
	}
	for _, step := range path {
		if value = child(value, step); value == nil {
			e.Absent = true
			return e, nil
		}
	}
	e.Value = shownValue(value)
	return e, value
}

func pointer(r *resource, path []*ast.Term) string {
	var b strings.Builder
	b.WriteString("/resources/")
	b.WriteString(escape(r.kind))
	b.WriteByte('/')
	b.WriteString(strconv.Itoa(r.index))
	for _, step := range path {
		b.WriteByte('/')
		b.WriteString(escape(stepText(step)))
	}
	return b.String()
}

func child(t *ast.Term, step *ast.Term) *ast.Term {
	switch v := t.Value.(type) {
	case ast.Object:
		return v.Get(step)
	case *ast.Array:
		if n, ok := step.Value.(ast.Number); ok {
			if i, ok := n.Int(); ok && i >= 0 && i < v.Len() {
				return v.Elem(i)
			}
		}
	}
	return nil
}

// shownValue is an observed value for an assessment: whole when it is small, and its size when it is not.
func shownValue(t *ast.Term) any {
	if size := sizeOf(t); size > valueShown {
		return fmt.Sprintf("(%d bytes of JSON, to be read in the document)", size)
	}
	switch v := t.Value.(type) {
	case ast.String:
		return string(v)
	case ast.Boolean:
		return bool(v)
	}
	v, err := ast.JSON(t.Value)
	if err != nil {
		return t.String()
	}
	return v
}

// sizeOf is how many bytes a value takes as compact JSON, escapes aside.
func sizeOf(t *ast.Term) int {
	switch v := t.Value.(type) {
	case ast.String:
		return len(v) + 2
	case ast.Number:
		return len(v)
	case *ast.Array:
		size := 1 + max(v.Len(), 1)
		v.Foreach(func(e *ast.Term) { size += sizeOf(e) })
		return size
	case ast.Object:
		size := 1 + max(v.Len(), 1)
		v.Foreach(func(k, e *ast.Term) { size += sizeOf(k) + 1 + sizeOf(e) })
		return size
	}
	return 5
}

// names are the steps of a path without the indexes of lists.
func names(path []*ast.Term) []string {
	var all []string
	for _, step := range path {
		if s, ok := step.Value.(ast.String); ok {
			all = append(all, string(s))
		}
	}
	return all
}

func escape(step string) string {
	if !strings.ContainsAny(step, "~/") {
		return step
	}
	return pointerEscapes.Replace(step)
}

// pointerEscapes are those of RFC 6901.
var pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1")

// inManifest points at the ledger's entry of a region, boundary or organization, which says that it is there.
func (j *judge) inManifest(t *thing, path []*ast.Term) verdict.Evidence {
	e := verdict.Evidence{Document: manifestPath, SHA256: j.run.manifestSHA256}
	member := stepText(path[0])
	for i, l := range j.run.estate.manifest.Ledger {
		if l.Scope.ID != t.scope.ID || l.Scope.Level != t.scope.Level {
			continue
		}
		values := map[string]string{"id": l.Scope.ID, "provider": l.Scope.Provider, "account": l.Scope.Account, "region": l.Scope.Region,
			"name": l.Scope.Name, "organization": l.Scope.Organization}
		if values[member] == "" {
			member = "id"
		}
		e.Pointer, e.Value = "/ledger/"+strconv.Itoa(i)+"/scope/"+member, values[member]
		return e
	}
	e.Pointer, e.Absent = "/ledger", true
	return e
}

// shown is the evidence where no row decides: the field that the condition names, of the subject or of where it was seen.
func (j *judge) shown(c *Condition, s *subjectRow) []verdict.Evidence {
	things := s.seen
	if len(things) == 0 {
		things = []*thing{&s.thing}
	}
	var path []*ast.Term
	for step := range strings.SplitSeq(c.Field, ".") {
		path = append(path, ast.StringTerm(step))
	}
	var all []verdict.Evidence
	for _, t := range things[:min(len(things), absencesShown)] {
		if t.resource == nil {
			all = append(all, j.inManifest(t, path))
			continue
		}
		e, _ := at(t.resource, untilList(t.resource.value, path))
		all = append(all, e)
	}
	return all
}

// untilList cuts a path off at the first list: a field of its elements is shown with all of them.
func untilList(value *ast.Term, path []*ast.Term) []*ast.Term {
	for i, step := range path {
		if _, ok := value.Value.(*ast.Array); ok {
			return path[:i]
		}
		if value = child(value, step); value == nil {
			return path
		}
	}
	return path
}

// absences are the reads that prove that nothing else is there: those that listed the kinds which the condition joins with.
func (j *judge) absences(c *Condition, s *subjectRow) []verdict.Evidence {
	var all []verdict.Evidence
	for _, kind := range c.Kinds {
		if c.judges(kind) || slices.ContainsFunc(s.seen, func(t *thing) bool { return t.kind == kind }) {
			continue
		}
		for _, h := range j.holders(&c.reads, kind) {
			for _, l := range h.scopes {
				if s.region != "" && l.Scope.Region != "" && l.Scope.Region != s.region && (c.Within != "" || s.kind == kindScope) {
					continue
				}
				for _, r := range j.run.estate.lists(l.Scope, kind) {
					if len(all) == absencesShown {
						return all
					}
					all = append(all, verdict.Evidence{Document: r.doc.path, SHA256: r.doc.sha256, Pointer: "/reads/" + strconv.Itoa(r.index),
						Value: readValue(r.Read), Read: r.Operation})
				}
			}
		}
	}
	return all
}

func readValue(r evidence.Read) any {
	v, err := plainJSON(r)
	if err != nil {
		return r.Operation
	}
	return v
}
