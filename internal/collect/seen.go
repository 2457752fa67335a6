package collect

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aismm/aismm/internal/evidence"
)

// take notes what a document says: for the collectors that need its kinds, and for the summary. What others see are the bytes on
// disk, so that a resumed run gives them the same.
func (r *run) take(t *task, doc *evidence.Document, raw []byte) error {
	res := &result{calls: doc.Calls(), drift: doc.Drift}
	for _, list := range doc.Resources {
		res.resources += len(list)
	}
	for _, read := range doc.Reads {
		if r.allReads || read.Outcome.Gap() {
			read.Message = r.o.Redactor.Text(read.Message)
			res.reads = append(res.reads, read)
		}
	}
	t.result = res
	needed := map[string]bool{}
	for kind := range doc.Resources {
		needed[kind] = r.needed[kind]
	}
	if !slices.ContainsFunc(t.collector.Kinds, func(k evidence.Kind) bool { return needed[k.Name] }) {
		return nil
	}
	written, err := evidence.ParseDocument(raw)
	if err != nil {
		return fmt.Errorf("read back the document of %s about %s: %w", t.collector.Name, t.site.scope().ID, err)
	}
	boundary := t.site.scope().Boundary()
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, k := range t.collector.Kinds {
		if needed[k.Name] {
			key := boundaryKind{boundary, k.Name}
			r.seen[key] = append(r.seen[key], written.Resources[k.Name]...)
		}
	}
	for _, read := range written.Reads {
		if read.Form != evidence.List || !read.Outcome.Gap() {
			continue
		}
		for _, kind := range read.Kinds {
			r.noteUnlisted(boundary, kind, fmt.Sprintf("%s in %s: %s", read.Operation, t.site.scope().ID, orElse(read.Message, string(read.Outcome))))
		}
	}
	return nil
}

type boundaryKind struct{ boundary, kind string }

// seenOf gives the resources of a kind in all regions of a boundary.
func (r *run) seenOf(boundary, kind string) []*evidence.Resource {
	r.mu.Lock()
	defer r.mu.Unlock()
	list := slices.Clone(r.seen[boundaryKind{boundary, kind}])
	slices.SortStableFunc(list, func(a, b *evidence.Resource) int { return strings.Compare(a.ID, b.ID) })
	return list
}

func (r *run) unlistedOf(boundary, kind string) (string, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	reason, ok := r.unlisted[boundaryKind{boundary, kind}]
	return reason, ok
}

// unlistedSite notes that nothing is known about the kinds of a scope that cannot be entered.
func (r *run) unlistedSite(s *site, reason string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, t := range s.tasks {
		for _, k := range t.collector.Kinds {
			r.noteUnlisted(s.scope().Boundary(), k.Name, fmt.Sprintf("%s was not read: %s", s.scope().ID, reason))
		}
	}
}

// noteUnlisted keeps the first reason by the alphabet, so that the order in which tasks end does not show.
func (r *run) noteUnlisted(boundary, kind, reason string) {
	key := boundaryKind{boundary, kind}
	if before, ok := r.unlisted[key]; !ok || reason < before {
		r.unlisted[key] = reason
	}
}

func orElse(text, other string) string {
	if text == "" {
		return other
	}
	return text
}
