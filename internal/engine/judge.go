package engine

import (
	"cmp"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/aismm/aismm/internal/evidence"
	"github.com/aismm/aismm/internal/verdict"
)

// unknownsShown is how many gaps a condition names; the check names all.
const unknownsShown = 20

// judge turns the rows of one policy in one boundary into verdicts.
type judge struct {
	run    *run
	policy *Policy
	group  *group
	check  verdict.Check

	subjects []*subjectRow
	byRef    map[string]*subjectRow
	gaps     map[verdict.Gap]bool
	rows     map[string]*conditionRows
	kindGaps map[kindOf][]gap
}

type kindOf struct{ condition, kind string }

// conditionRows are the rows of one condition by subject.
type conditionRows struct {
	met, violations, unclear map[string][]*evidenceRow
}

func (j *judge) all(a *answer) *verdict.Fault {
	j.byRef, j.gaps, j.rows, j.kindGaps = map[string]*subjectRow{}, map[verdict.Gap]bool{}, map[string]*conditionRows{}, map[kindOf][]gap{}
	if fault := j.readSubjects(a.subjects); fault != nil {
		return fault
	}
	for i := range j.policy.Conditions {
		if fault := j.readRows(&j.policy.Conditions[i], a); fault != nil {
			return fault
		}
	}
	for _, g := range j.populationGaps() {
		j.check.Open = true
		j.gaps[g.Gap] = true
	}
	for _, s := range j.subjects {
		judged := verdict.Subject{ID: s.id, Kind: s.kind, Name: s.name, Deployment: j.deployment(s), Region: s.region,
			Boundary: cmp.Or(s.counts, j.boundaryOf(s)), Conditions: []verdict.Condition{}}
		for i := range j.policy.Conditions {
			if c := &j.policy.Conditions[i]; c.judges(s.kind) {
				judged.Conditions = append(judged.Conditions, j.condition(c, s))
			}
		}
		if len(judged.Conditions) == 0 {
			return shapeFault(faultSubject, "subject %s is judged by no condition: none has %s in custom.of", s.ref, s.kind)
		}
		j.check.Subjects = append(j.check.Subjects, judged)
	}
	j.check.Subjects = mergeSubjects(j.check.Subjects)
	j.conclude()
	return nil
}

// boundaryOf is the boundary that a subject counts for: where it was found, as long as that is not an organization around this one.
func (j *judge) boundaryOf(s *subjectRow) string {
	if g := j.run.estate.groups[s.boundary]; g != nil && g.level == evidence.Boundary {
		return s.boundary
	}
	return j.group.id
}

func (j *judge) readSubjects(rows []*ast.Term) *verdict.Fault {
	for _, row := range rows {
		s, fault := j.subject(row)
		if fault != nil {
			return fault
		}
		if have := j.byRef[s.ref]; have != nil && have.counts == s.counts && len(s.seen) > 0 {
			have.seen = append(have.seen, s.seen...) // the same name, seen once more
			continue
		}
		j.byRef[s.ref] = s
		j.subjects = append(j.subjects, s)
	}
	return nil
}

func (j *judge) readRows(c *Condition, a *answer) *verdict.Fault {
	rows := &conditionRows{}
	for _, part := range []struct {
		rule string
		from []*ast.Term
		into *map[string][]*evidenceRow
	}{{ruleMet, a.met[c.ID], &rows.met}, {ruleViolations, a.violations[c.ID], &rows.violations}, {ruleUnclear, a.unclear[c.ID], &rows.unclear}} {
		*part.into = map[string][]*evidenceRow{}
		for _, t := range part.from {
			r, fault := j.row(part.rule+"."+c.ID, t)
			if fault != nil {
				return fault
			}
			kind := ""
			if s := j.byRef[r.of]; s != nil {
				kind = s.kind
			} else if k, ok := j.exists(r.of, c); ok {
				kind = k // left out of the population: its rows mean nothing
			} else {
				return shapeFault(faultRow, "%s.%s is about %q, which is not there", part.rule, c.ID, r.of)
			}
			if !c.judges(kind) {
				return shapeFault(faultRow, "%s.%s has a row about %s, but custom.of does not name %s", part.rule, c.ID, r.of, kind)
			}
			(*part.into)[r.of] = append((*part.into)[r.of], r)
		}
	}
	for _, s := range j.subjects {
		if len(rows.met[s.ref]) > 0 && len(rows.violations[s.ref]) > 0 {
			return shapeFault(faultBoth, "%s is met by %s and violated by it at once", c.ID, s.ref)
		}
	}
	j.rows[c.ID] = rows
	return nil
}

// condition judges one subject by one condition.
func (j *judge) condition(c *Condition, s *subjectRow) verdict.Condition {
	rows := j.rows[c.ID]
	met, violations := rows.met[s.ref], rows.violations[s.ref]
	result := verdict.Condition{ID: c.ID, Verdict: verdict.Fail, Message: c.Title, Covers: c.Covers, Evidence: []verdict.Evidence{}}
	deciding := violations
	if len(met) > 0 {
		result.Verdict, deciding = verdict.Pass, met
	}
	unknown := j.unknown(c, s, deciding, rows.unclear[s.ref])
	for _, r := range deciding {
		found, undocumented := j.observed(c, r, result.Verdict == verdict.Pass)
		result.Evidence = append(result.Evidence, found...)
		if undocumented != nil {
			unknown = append(unknown, *undocumented)
		}
	}
	if len(deciding) == 0 {
		result.Evidence = append(result.Evidence, j.shown(c, s)...)
	}
	if len(unknown) > 0 {
		result.Verdict = verdict.Unknown
		for _, g := range unknown {
			j.gaps[g.Gap] = true
			if len(result.Unknown) < unknownsShown {
				result.Unknown = append(result.Unknown, g.Gap)
			}
		}
		return result
	}
	if len(deciding) == 0 {
		result.Evidence = append(result.Evidence, j.absences(c, s)...)
	}
	return result
}

// conclude sums the check up.
func (j *judge) conclude() {
	j.check.Gaps = sortedGaps(j.gaps)
	j.check.Status = verdict.Pass
	for i := range j.check.Subjects {
		s := &j.check.Subjects[i]
		slices.SortStableFunc(s.Conditions, func(a, b verdict.Condition) int { return cmp.Compare(a.ID, b.ID) })
		s.Verdict = verdict.Pass
		for _, c := range s.Conditions {
			s.Verdict = worse(s.Verdict, c.Verdict)
		}
		j.check.Status = worse(j.check.Status, s.Verdict)
	}
	switch {
	case j.check.Open && j.check.Status != verdict.Fail:
		j.check.Status = verdict.Unknown
	case len(j.check.Subjects) == 0:
		j.check.Status = verdict.NotApplicable
		j.check.Proof = j.proof()
	}
}

// worse is the verdict that counts: a failure before what is unknown, before a pass.
func worse(a, b verdict.Verdict) verdict.Verdict {
	rank := func(v verdict.Verdict) int {
		return slices.Index([]verdict.Verdict{verdict.Pass, verdict.Unknown, verdict.Fail}, v)
	}
	if rank(b) > rank(a) {
		return b
	}
	return a
}

// mergeSubjects makes one of subjects of equal kind, id and boundary. The worst verdict wins, condition by condition, and all evidence stays.
func mergeSubjects(all []verdict.Subject) []verdict.Subject {
	type key struct{ kind, id, boundary string }
	at := map[key]int{}
	merged := []verdict.Subject{}
	for _, s := range all {
		k := key{s.Kind, s.ID, s.Boundary}
		i, ok := at[k]
		if !ok {
			at[k] = len(merged)
			merged = append(merged, s)
			continue
		}
		have := &merged[i]
		for _, c := range s.Conditions {
			n := slices.IndexFunc(have.Conditions, func(o verdict.Condition) bool { return o.ID == c.ID })
			if n < 0 {
				have.Conditions = append(have.Conditions, c)
				continue
			}
			o := &have.Conditions[n]
			o.Verdict = worse(o.Verdict, c.Verdict)
			o.Evidence = append(o.Evidence, c.Evidence...)
			o.Unknown = append(o.Unknown, c.Unknown...)
		}
		if have.Region != s.Region {
			have.Region = ""
		}
	}
	for i := range merged {
		for n := range merged[i].Conditions {
			if c := &merged[i].Conditions[n]; c.Verdict != verdict.Unknown {
				c.Unknown = nil
			}
		}
	}
	slices.SortStableFunc(merged, func(a, b verdict.Subject) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Boundary, b.Boundary))
	})
	return merged
}

func sortedGaps(set map[verdict.Gap]bool) []verdict.Gap {
	all := make([]verdict.Gap, 0, len(set))
	for g := range set {
		all = append(all, g)
	}
	slices.SortFunc(all, func(a, b verdict.Gap) int {
		return cmp.Or(cmp.Compare(a.Type, b.Type), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Scope, b.Scope), cmp.Compare(a.Operation, b.Operation),
			cmp.Compare(a.Resource, b.Resource), cmp.Compare(a.Setting, b.Setting), cmp.Compare(a.Message, b.Message), cmp.Compare(a.Settle, b.Settle),
			cmp.Compare(a.Outcome, b.Outcome), cmp.Compare(a.Permission, b.Permission))
	})
	return all
}

// deployment is the deployment type of a subject: its kind's; for what is only named, that of the thing where it was seen; for regions and
// boundaries, the one type of all kinds that judge it, if there is just one.
func (j *judge) deployment(s *subjectRow) string {
	kinds := j.run.estate.kinds
	if k, ok := kinds[s.kind]; ok {
		return string(k.Deployment)
	}
	types := map[evidence.DeploymentType]bool{}
	for _, seen := range s.seen {
		types[kinds[seen.kind].Deployment] = true
	}
	if len(s.seen) == 0 {
		for i := range j.policy.Conditions {
			c := &j.policy.Conditions[i]
			if !c.judges(s.kind) {
				continue
			}
			for _, kind := range c.Kinds {
				if k, ok := kinds[kind]; ok {
					types[k.Deployment] = true
				}
			}
		}
	}
	delete(types, "")
	if len(types) == 1 {
		for t := range types {
			return string(t)
		}
	}
	return string(evidence.Program)
}
