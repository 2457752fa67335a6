package engine

import (
	"slices"
	"strconv"

	"github.com/aismm/aismm/internal/evidence"
	"github.com/aismm/aismm/internal/verdict"
)

// proof sums up where a policy that found nothing to judge has looked: the reads of the kinds that decide which subjects there are, and where
// that depends on whether AI is in use, of those that show it.
func (j *judge) proof() []verdict.Look {
	var looks []verdict.Look
	for _, kind := range j.policy.subjects.kinds() {
		first := len(looks)
		for _, h := range j.holders(&j.policy.subjects, kind) {
			for _, l := range h.scopes {
				for _, r := range j.run.estate.lists(l.Scope, kind) {
					i := slices.IndexFunc(looks[first:], func(k verdict.Look) bool { return k.Operation == r.Operation })
					if i < 0 {
						i = len(looks) - first
						looks = append(looks, verdict.Look{Kind: kind, Operation: r.Operation, Document: r.doc.path, SHA256: r.doc.sha256,
							Pointer: "/reads/" + strconv.Itoa(r.index)})
					}
					count(&looks[first+i], r.Read)
				}
			}
		}
	}
	if p := &j.policy.subjects; p.ai() && (p.scopes || p.boundary) {
		looks = append(looks, j.lookedForAI())
	}
	return looks
}

// lookedForAI counts the reads that would have shown that AI is in use.
func (j *judge) lookedForAI() verdict.Look {
	e, look := j.run.estate, verdict.Look{Kind: kindScope}
	for _, l := range j.group.scopes {
		for _, kind := range e.showsUse(j.group.provider, l.Scope.Level) {
			for _, r := range e.lists(l.Scope, kind) {
				count(&look, r.Read)
			}
		}
	}
	return look
}

func count(look *verdict.Look, r evidence.Read) {
	look.Reads++
	look.Resources += r.Resources
	if r.Outcome == evidence.Unsupported {
		look.Unsupported++
	}
}
