package assess

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/aismm/aismm/internal/verdict"
	"github.com/aismm/aismm/model"
)

// settle lists what would close the holes of a population and decide its unknown subjects: each thing once, those that keep the
// population open first, then those that decide the most subjects.
func (p *population) settle(v view, status model.Status, claims []*claim, outside []string) []Settle {
	type entry struct {
		Settle
		opens bool
	}
	byKey := map[string]*entry{}
	add := func(g verdict.Gap, boundary string, opens bool, subjects int) {
		e := byKey[gapKey(g)]
		if e == nil {
			e = &entry{Settle: Settle{Gap: g, Scopes: []string{}}}
			byKey[gapKey(g)] = e
		}
		e.opens = e.opens || opens
		e.Subjects += subjects
		if where := cmp.Or(g.Scope, boundary); where != "" {
			e.Scopes = append(e.Scopes, where)
		}
	}
	for _, h := range p.holes {
		if h.closed || !v.hole(h) {
			continue
		}
		for _, g := range h.gaps {
			add(g, h.boundary, true, 0)
		}
	}
	for _, u := range p.units {
		if worst, _, _, seen := u.verdict(v); !seen || worst != verdict.Unknown {
			continue
		}
		counted := map[string]bool{}
		for _, part := range u.parts {
			for _, g := range part.unknown {
				if v.part(part) && !counted[gapKey(g)] {
					counted[gapKey(g)] = true
					add(g, part.boundary, false, u.count)
				}
			}
		}
	}
	if status == model.Unknown || status == model.NotAssessed {
		for _, g := range p.unspoken(claims, outside, len(byKey) == 0) {
			add(g, "", true, 0)
		}
	}
	list := make([]*entry, 0, len(byKey))
	for _, e := range byKey {
		slices.Sort(e.Scopes)
		e.Scopes = slices.Compact(e.Scopes)
		list = append(list, e)
	}
	slices.SortFunc(list, func(a, b *entry) int {
		if a.opens != b.opens {
			if a.opens {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(b.Subjects, a.Subjects), compareGaps(a.Gap, b.Gap))
	})
	settle := make([]Settle, len(list))
	for i, e := range list {
		settle[i] = e.Settle
	}
	return settle
}

// gapKey brings gaps together that one act closes, wherever they occur.
func gapKey(g verdict.Gap) string {
	if g.Operation == "" && g.Permission == "" && g.Setting == "" {
		return strings.Join([]string{g.Type, g.Kind, g.Outcome, g.Settle}, "\x00")
	}
	return strings.Join([]string{g.Type, g.Kind, g.Outcome, g.Operation, g.Permission, g.Setting}, "\x00")
}

func compareGaps(a, b verdict.Gap) int {
	return cmp.Or(cmp.Compare(a.Type, b.Type), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Scope, b.Scope), cmp.Compare(a.Operation, b.Operation),
		cmp.Compare(a.Outcome, b.Outcome), cmp.Compare(a.Permission, b.Permission), cmp.Compare(a.Resource, b.Resource),
		cmp.Compare(a.Setting, b.Setting), cmp.Compare(a.Message, b.Message), cmp.Compare(a.Settle, b.Settle))
}

// unspoken says what people can do where no gap of a read does: renew or correct an attestation, connect a provider, sign one. Its
// gaps have the types "attestation", "provider" and "empty", which policies never have.
func (p *population) unspoken(claims []*claim, outside []string, nothingElse bool) []verdict.Gap {
	var gaps []verdict.Gap
	for _, c := range claims {
		switch c.State {
		case AttestationExpired, AttestationFuture, AttestationRefused:
			gaps = append(gaps, c.gap())
		}
	}
	if !nothingElse {
		return gaps
	}
	if len(p.checks) > 0 && p.objective.AlwaysApplies {
		gaps = append(gaps, verdict.Gap{Type: "empty", Message: "policies looked and found nothing to judge, but the objective always applies",
			Settle: "create or export what the objective counts: " + p.objective.Evidence})
	}
	if len(p.checks) == 0 && len(outside) > 0 {
		gaps = append(gaps, verdict.Gap{Type: "provider", Message: "no provider that a policy can judge it from was read",
			Settle: "connect " + orList(outside)})
	}
	if len(p.checks) == 0 && len(gaps) == 0 {
		message := "there is no policy for it yet"
		if p.objective.Mode == model.Manual {
			message = "people decide it"
		}
		gaps = append(gaps, verdict.Gap{Type: "attestation", Message: message, Settle: fmt.Sprintf("sign a dated statement with the evidence behind it: aismm attest new --objective %s", p.objective.ID)})
	}
	return gaps
}

func orList(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}
