package assess

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aismm/aismm/internal/verdict"
	"github.com/aismm/aismm/model"
)

// Subject is one subject of an objective, with everything that judged it: policies, and boundaries from which it is seen.
type Subject struct {
	Kind string
	ID   string
	Name string
	// Verdict is the worst of the judgements. Waived is set when every failure is covered by a waiver.
	Verdict    verdict.Verdict
	Waived     bool
	Judgements []Judgement
}

// Judgement is what one policy in one boundary said about a subject.
type Judgement struct {
	Check   *verdict.Check
	Subject *verdict.Subject
}

// Objective finds an objective's result.
func (a *Assessment) Objective(id model.ObjectiveID) (*Objective, bool) {
	for i := range a.Objectives {
		if a.Objectives[i].ID == id {
			return &a.Objectives[i], true
		}
	}
	return nil, false
}

// Find finds an objective by its id in either case, by its name, or by its slug where only one has it.
func (a *Assessment) Find(word string) (*Objective, error) {
	var found []*Objective
	for i := range a.Objectives {
		o := &a.Objectives[i]
		if strings.EqualFold(o.ID.String(), word) || strings.EqualFold(o.Category.Dir()+"."+string(o.Slug), word) {
			return o, nil
		}
		if strings.EqualFold(string(o.Slug), word) {
			found = append(found, o)
		}
	}
	if len(found) != 1 {
		return nil, fmt.Errorf("the assessment of %s has no objective %q", a.AsOf.UTC().Format(time.DateOnly), word)
	}
	return found[0], nil
}

// Policy finds the description of a policy by its package.
func (a *Assessment) Policy(id string) (*Policy, bool) {
	for i := range a.Policies.Used {
		if a.Policies.Used[i].ID == id {
			return &a.Policies.Used[i], true
		}
	}
	return nil, false
}

// Condition finds the description of a policy's condition.
func (p *Policy) Condition(id string) (*Condition, bool) {
	for i := range p.Conditions {
		if p.Conditions[i].ID == id {
			return &p.Conditions[i], true
		}
	}
	return nil, false
}

// ChecksOf lists the checks of an objective.
func (a *Assessment) ChecksOf(id model.ObjectiveID) []*verdict.Check {
	var checks []*verdict.Check
	for i := range a.Checks {
		if a.Checks[i].Objective == id.String() {
			checks = append(checks, &a.Checks[i])
		}
	}
	return checks
}

// SubjectsOf lists the subjects of an objective as they were counted, each once: failed ones first, then unknown ones, then
// passed ones, waived ones last among the failed. What an attestation says about a subject is not laid over it.
func (a *Assessment) SubjectsOf(id model.ObjectiveID) []Subject {
	var list []*Subject
	byKey := map[[2]string]*Subject{}
	for _, c := range a.ChecksOf(id) {
		for i := range c.Subjects {
			s := &c.Subjects[i]
			key := [2]string{s.Kind, s.ID}
			m := byKey[key]
			if m == nil {
				m = &Subject{Kind: s.Kind, ID: s.ID, Verdict: verdict.Pass, Waived: true}
				byKey[key] = m
				list = append(list, m)
			}
			m.Name = cmp.Or(m.Name, s.Name)
			if rank(s.Verdict) > rank(m.Verdict) {
				m.Verdict = s.Verdict
			}
			if s.Verdict == verdict.Fail && s.Waiver == nil {
				m.Waived = false
			}
			m.Judgements = append(m.Judgements, Judgement{c, s})
		}
	}
	out := make([]Subject, len(list))
	for i, m := range list {
		m.Waived = m.Waived && m.Verdict == verdict.Fail
		out[i] = *m
	}
	slices.SortFunc(out, func(a, b Subject) int {
		return cmp.Or(cmp.Compare(rank(b.Verdict), rank(a.Verdict)), compareBools(a.Waived, b.Waived), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID))
	})
	return out
}

func compareBools(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// Outcomes gives back what the score was drawn from.
func (a *Assessment) Outcomes() []model.Outcome {
	outcomes := make([]model.Outcome, len(a.Objectives))
	for i, o := range a.Objectives {
		outcomes[i] = model.Outcome{Objective: o.defined(), Tally: o.Tally, Gross: o.Standing, Net: o.Net, Upcoming: o.Upcoming}
	}
	return outcomes
}

// defined is the objective as the assessment carries it.
func (o *Objective) defined() *model.Objective {
	return &model.Objective{ID: o.ID, Slug: o.Slug, Title: o.Title, Level: o.Level, Deployment: o.Deployment, Mode: o.Mode, Indicator: o.Indicator, Target: o.Target,
		AlwaysApplies: o.AlwaysApplies, Rationale: o.Rationale, Evidence: o.Evidence, AICM: o.AICM, Mappings: o.Mappings, Remediation: o.Remediation,
		Effective: o.Effective, Removed: o.Removed, SupersededBy: o.SupersededBy, History: o.History, Source: o.Source, Overlay: o.Overlay}
}

// Became is what has become of an objective since it was assessed.
type Became struct {
	Objective model.ObjectiveID
	What      string
}

// Became compares the objectives with those of the model at hand, which may be a later version. Of another model there is nothing to say.
func (a *Assessment) Became(now *model.Catalog) []Became {
	var list []Became
	if now.Digest() == a.Model.Digest || now.Structure().Name != a.Model.Name {
		return list
	}
	for i := range a.Objectives {
		if what := now.Became(a.Objectives[i].defined()); what != "" {
			list = append(list, Became{a.Objectives[i].ID, what})
		}
	}
	return list
}

// TargetLevels are the chosen targets by category.
func (a *Assessment) TargetLevels() map[model.Category]model.Level {
	targets := map[model.Category]model.Level{}
	for _, t := range a.Targets {
		targets[t.Category] = t.Level
	}
	return targets
}

// Plan is the way to the next level of every assessed category; with net set, waived subjects do not stand in the way.
func (a *Assessment) Plan(net bool) model.Plan {
	return a.Model.Structure.Plan(a.Outcomes(), a.TargetLevels(), net)
}
