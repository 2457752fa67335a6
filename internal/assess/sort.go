package assess

import (
	"cmp"
	"slices"

	"github.com/aismm/aismm/internal/verdict"
	"github.com/aismm/aismm/model"
)

// list makes a list that may be nil one that is written as [].
func list[T any](l []T) []T {
	if l == nil {
		return []T{}
	}
	return slices.Clone(l)
}

// copyChecks copies checks as far as an assessment changes them, and brings everything into one order.
func copyChecks(m *model.Structure, checks []verdict.Check) []verdict.Check {
	out := list(checks)
	for i := range out {
		c := &out[i]
		c.Gaps, c.Subjects = list(c.Gaps), list(c.Subjects)
		slices.SortFunc(c.Gaps, compareGaps)
		for j := range c.Subjects {
			s := &c.Subjects[j]
			s.Boundary = cmp.Or(s.Boundary, c.Boundary)
			s.Waiver = nil
			s.Conditions = list(s.Conditions)
			for k := range s.Conditions {
				copyCondition(&s.Conditions[k])
			}
		}
		slices.SortStableFunc(c.Subjects, func(a, b verdict.Subject) int {
			return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Boundary, b.Boundary), cmp.Compare(a.Region, b.Region))
		})
	}
	slices.SortStableFunc(out, func(a, b verdict.Check) int {
		return cmp.Or(compareIDs(m, a.Objective, b.Objective), cmp.Compare(a.Policy, b.Policy), cmp.Compare(a.Boundary, b.Boundary))
	})
	return out
}

func copyCondition(c *verdict.Condition) {
	c.Covers, c.Evidence, c.Unknown = list(c.Covers), list(c.Evidence), slices.Clone(c.Unknown)
	slices.Sort(c.Covers)
	slices.SortFunc(c.Unknown, compareGaps)
	slices.SortStableFunc(c.Evidence, func(a, b verdict.Evidence) int {
		return cmp.Or(cmp.Compare(a.Document, b.Document), cmp.Compare(a.Pointer, b.Pointer), cmp.Compare(a.Read, b.Read))
	})
}

func compareIDs(m *model.Structure, a, b string) int {
	x, _ := model.ParseObjectiveID(a) // checked before
	y, _ := model.ParseObjectiveID(b)
	return m.CompareIDs(x, y)
}

// visibleChecks are the checks inside the run's cut, with the subjects inside it.
func (r *run) visibleChecks() []verdict.Check {
	out := []verdict.Check{}
	for _, c := range r.checks {
		if o, ok := lookup(r.input.Catalog, c.Objective); !ok || !within(r.view.providers, c.Provider) || !within(r.cut.Categories, o.Category()) ||
			(len(r.view.deployments) > 0 && !slices.ContainsFunc(r.view.deployments, o.AppliesTo)) {
			continue
		}
		all := len(c.Subjects)
		c.Subjects = slices.DeleteFunc(slices.Clone(c.Subjects), func(s verdict.Subject) bool {
			return !r.view.part(part{provider: c.Provider, boundary: s.Boundary, deployment: model.Deployment(s.Deployment)})
		})
		here := within(r.view.boundaries, c.Boundary) || slices.Contains(r.view.organizations, c.Boundary)
		if !here && (all == 0 || len(c.Subjects) == 0) {
			continue
		}
		c.Subjects = list(c.Subjects)
		out = append(out, c)
	}
	return out
}

func policiesOf(policies []Policy) []Policy {
	out := list(policies)
	for i := range out {
		p := &out[i]
		p.Reads, p.Settings, p.Conditions = sortedSet(list(p.Reads)), sortedSet(list(p.Settings)), list(p.Conditions)
		for j := range p.Conditions {
			p.Conditions[j].Of, p.Conditions[j].Covers = list(p.Conditions[j].Of), list(p.Conditions[j].Covers)
		}
	}
	slices.SortStableFunc(out, func(a, b Policy) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

func problemsOf(problems []Problem) []Problem {
	out := list(problems)
	slices.SortStableFunc(out, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Policy, b.Policy), cmp.Compare(a.Message, b.Message))
	})
	return out
}

func settingsOf(settings []Setting) []Setting {
	out := list(settings)
	slices.SortStableFunc(out, func(a, b Setting) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

func targetsOf(m *model.Structure, targets map[model.Category]model.Level) []Target {
	out := []Target{}
	for _, c := range m.Categories {
		if l, ok := targets[c.ID]; ok && l != model.NoLevel {
			out = append(out, Target{c.ID, l})
		}
	}
	return out
}
