package engine

import (
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/aismm/aismm/internal/evidence"
	"github.com/aismm/aismm/internal/verdict"
)

// populationGaps are the holes behind which subjects may be that nobody saw.
func (j *judge) populationGaps() []gap {
	p := j.policy
	var gaps []gap
	for _, kind := range p.subjects.kinds() {
		judged := slices.Contains(p.Judged, kind)
		for _, h := range j.holders(&p.subjects, kind) {
			gaps = append(gaps, j.run.estate.listGaps(h, kind)...)
			for _, r := range h.flawed[kind] {
				for _, g := range j.run.estate.resourceGaps(r) {
					// A detail of a judged thing leaves that thing unknown. Elsewhere it may hide subjects.
					if g.Type == gapIncomplete || !judged && j.matters(&p.subjects, g) {
						gaps = append(gaps, g)
					}
				}
			}
		}
		gaps = append(gaps, j.unheld(&p.subjects, kind)...)
	}
	for _, name := range p.subjects.unset(j.run.settings) {
		gaps = append(gaps, settingGap(name))
	}
	if p.subjects.inventory {
		gaps = append(gaps, j.inventoryGaps()...)
	}
	if p.subjects.ai() {
		if p.subjects.scopes {
			for _, s := range j.group.regions() {
				gaps = append(gaps, j.aiGaps(s.Region)...)
			}
		}
		if p.subjects.boundary {
			gaps = append(gaps, j.aiGaps("")...)
		}
	}
	return gaps
}

func (j *judge) aiGaps(region string) []gap {
	u := j.run.estate.useIn(j.group, region)
	if u.state != "unknown" {
		return nil
	}
	return u.gaps
}

// inventoryGaps are the holes in the inventory of AI resources, anywhere.
func (j *judge) inventoryGaps() []gap {
	e := j.run.estate
	var gaps []gap
	for _, id := range e.order {
		g := e.groups[id]
		for _, kind := range sortedKeys(e.kinds) {
			k := e.kinds[kind]
			if k.Inventory && k.Provider == g.provider && (k.Level == evidence.Organization) == (g.level == evidence.Organization) {
				gaps = append(gaps, e.listGaps(g, kind)...)
			}
		}
	}
	return gaps
}

// holders are the groups in which a kind is found, by the place where it is read.
func (j *judge) holders(r *reads, kind string) []*group {
	e := j.run.estate
	if r.enclosing[kind] {
		return e.enclosingGroups(j.group)
	}
	return e.holders(j.group, kind)
}

// unheld is the gap of a kind for which there is nowhere to look: no export at all, no organization.
func (j *judge) unheld(r *reads, kind string) []gap {
	if len(j.holders(r, kind)) > 0 {
		return nil
	}
	if isRecord(kind) {
		return []gap{{Gap: verdict.Gap{Type: gapExport, Kind: kind, Scope: ProgrammeScope, Message: "no records were collected", Settle: settleExport(kind)}}}
	}
	provider := j.policy.Provider
	if k, ok := j.run.estate.kinds[kind]; ok {
		provider = k.Provider
	}
	return []gap{j.run.estate.noOrganization(kind, provider)}
}

// matters reports whether what a resource lacks may be among what is read.
func (j *judge) matters(r *reads, g gap) bool { return g.part == "" || r.part(g.part) }

// unknown lists what keeps a subject's condition from being judged. Deciding are the rows by which it would be judged.
func (j *judge) unknown(c *Condition, s *subjectRow, deciding, unclear []*evidenceRow) []gap {
	var gaps []gap
	for _, name := range c.reads.unset(j.run.settings) {
		gaps = append(gaps, settingGap(name))
	}
	for _, r := range unclear {
		gaps = append(gaps, j.unclear(r)...)
	}
	own := map[string]bool{s.kind: true}
	for _, t := range append([]*thing{&s.thing}, s.seen...) {
		own[t.kind] = true
		if t.resource == nil || !flawed(t.resource) {
			continue
		}
		for _, g := range j.run.estate.resourceGaps(t.resource) {
			if j.matters(&c.reads, g) {
				gaps = append(gaps, g)
			}
		}
	}
	for _, kind := range c.Kinds {
		if !own[kind] && !c.judges(kind) {
			gaps = append(gaps, j.standing(c, s, kind, j.gapsOf(c, kind), deciding)...)
		}
	}
	if c.Compares {
		for _, kind := range c.Kinds {
			if c.judges(kind) {
				gaps = append(gaps, j.compared(c, s, kind, deciding)...)
			}
		}
	}
	if c.reads.inventory {
		byKind := map[string][]gap{}
		for _, g := range j.inventoryGaps() {
			byKind[g.Kind] = append(byKind[g.Kind], g)
		}
		for _, kind := range sortedKeys(byKind) {
			if !own[kind] && !c.judges(kind) {
				gaps = append(gaps, j.standing(c, s, kind, byKind[kind], deciding)...)
			}
		}
	}
	if c.reads.ai() && s.scope != nil {
		gaps = append(gaps, j.aiGaps(s.region)...)
	}
	return gaps
}

// gapsOf are the holes in a kind that a condition reads and does not judge.
func (j *judge) gapsOf(c *Condition, kind string) []gap {
	key := kindOf{c.ID, kind}
	if gaps, ok := j.kindGaps[key]; ok {
		return gaps
	}
	gaps := slices.Clone(j.unheld(&c.reads, kind))
	for _, h := range j.holders(&c.reads, kind) {
		gaps = append(gaps, j.run.estate.listGaps(h, kind)...)
		for _, r := range h.flawed[kind] {
			for _, g := range j.run.estate.resourceGaps(r) {
				// Where there is unclear, the policy says itself which subjects an unreadable thing touches. What a thing lacks, it cannot see.
				if (g.Type == gapIncomplete || !c.hasUnclear) && j.matters(&c.reads, g) {
					gaps = append(gaps, g)
				}
			}
		}
	}
	j.kindGaps[key] = gaps
	return gaps
}

// standing gives the gaps before which a verdict does not stand. It stands where the deciding field lies in a resource of the kind that has
// the gaps, and that resource is whole.
func (j *judge) standing(c *Condition, s *subjectRow, kind string, gaps []gap, deciding []*evidenceRow) []gap {
	if c.Within != "" && s.region != "" {
		gaps = slices.DeleteFunc(slices.Clone(gaps), func(g gap) bool { return g.scope.Region != "" && g.scope.Region != s.region })
	}
	for _, r := range deciding {
		if r.at.kind == kind && !slices.ContainsFunc(gaps, func(g gap) bool { return g.resource != nil && g.resource == r.at.resource }) {
			return nil
		}
	}
	return gaps
}

// compared gives the gaps of a judged kind before which a comparison does not stand. It stands where another thing than the subject
// decides: that one was seen.
func (j *judge) compared(c *Condition, s *subjectRow, kind string, deciding []*evidenceRow) []gap {
	others := slices.DeleteFunc(slices.Clone(deciding), func(r *evidenceRow) bool { return r.at.ref == s.ref })
	if len(others) > 0 {
		return nil
	}
	own := func(g gap) bool { return g.resource != nil && s.resource == g.resource } // has spoken for itself
	return j.standing(c, s, kind, slices.DeleteFunc(slices.Clone(j.gapsOf(c, kind)), own), nil)
}

// unclear says why a policy cannot judge a subject: what is missing of the thing that it points at, or just that.
func (j *judge) unclear(r *evidenceRow) []gap {
	if t := r.at; t.resource != nil && flawed(t.resource) {
		return j.run.estate.resourceGaps(t.resource)
	}
	field := pathText(r.path)
	return []gap{{Gap: verdict.Gap{Type: gapUnclear, Kind: r.at.kind, Resource: r.at.id, Message: fmt.Sprintf("%s of %s does not tell", field, r.at.ref),
		Settle: fmt.Sprintf("find out %s of %s: the policy cannot judge from what was collected", field, r.at.ref)}}}
}

func flawed(r *resource) bool { return len(r.missing) > 0 || len(r.lacks) > 0 }

// pathText writes a path for people: "config.filters.0".
func pathText(path []*ast.Term) string {
	steps := make([]string, len(path))
	for i, step := range path {
		steps[i] = stepText(step)
	}
	return strings.Join(steps, ".")
}

func stepText(t *ast.Term) string {
	if s, ok := t.Value.(ast.String); ok {
		return string(s)
	}
	return t.Value.String()
}
