package engine

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/aismm/aismm/internal/verdict"
)

// all tries every mutant on every example.
func (pr *proof) all(ctx context.Context) error {
	for _, t := range pr.trials {
		pr.shown(t)
		for _, n := range t.nodes() {
			if err := ctx.Err(); err != nil {
				return err
			}
			pr.field(ctx, t, n)
		}
		pr.things(ctx, t)
		pr.refusals(ctx, t)
		pr.settings(ctx, t)
		pr.use(ctx, t)
		pr.clock(ctx, t)
	}
	return ctx.Err()
}

// shown notes which verdicts the examples have.
func (pr *proof) shown(t *trial) {
	for _, conditions := range t.base.subjects {
		for id, v := range conditions {
			switch v {
			case verdict.Pass:
				pr.mutant(mutantKey{id, Show, passes}).effect = true
			case verdict.Fail:
				pr.mutant(mutantKey{id, Show, fails}).effect = true
			}
		}
	}
}

// nodes are all that anything of the policy reads in an example, in order.
func (t *trial) nodes() []node {
	found := map[node]bool{}
	for _, touched := range t.touched {
		for n, how := range touched.nodes {
			if how.present && n.path != "config" && !t.alike[n.thing] {
				found[n] = true
			}
		}
	}
	return slices.SortedFunc(maps.Keys(found), func(a, b node) int {
		if a.thing != b.thing {
			return a.thing - b.thing
		}
		return strings.Compare(a.path, b.path)
	})
}

// field takes one field away, and gives it other values.
func (pr *proof) field(ctx context.Context, t *trial, n node) {
	steps, where, thing := n.steps(), pattern(t.world, n), t.world.things[n.thing]
	owners := t.owners(n)
	var open []suspect
	if !isIndex(steps[len(steps)-1]) {
		without, _ := thing.put(steps, nil)
		gone := pr.judge(ctx, t.world.with(n.thing, without))
		lacks := pr.mayLack(thing.kind, steps) && !pr.listed(thing, steps)
		if lacks {
			open = pr.deleted(ctx, t, n, where, gone)
		}
		_, container := thing.get(steps).Value.(ast.Object)
		for _, owner := range owners {
			if m := pr.mutants[mutantKey{owner, Change, where}]; m != nil && pr.differs(owner, t.base, gone) {
				// That it is there is all that an object can tell, and what an open document can tell of a member.
				m.effect = m.effect || container || !lacks
				m.loose = true
			}
		}
		pr.apart(t, Delete, where, thing.kind, gone, "without "+where)
	}
	wanting := func() bool {
		return len(open) > 0 || slices.ContainsFunc(owners, func(owner string) bool {
			m := pr.mutants[mutantKey{owner, Change, where}]
			return m != nil && m.wants && !m.effect
		})
	}
	for _, owner := range owners {
		if m := pr.mutants[mutantKey{owner, Change, where}]; m != nil {
			m.tried++
		}
	}
	if !wanting() {
		return
	}
	for _, c := range pr.changes(ctx, t, n) {
		for _, owner := range owners {
			if c.fault == nil && pr.differs(owner, t.base, c.outcome) {
				pr.mutant(mutantKey{owner, Change, where}).effect = true
			}
		}
		pr.apart(t, Change, where, thing.kind, c.outcome, "with another "+where)
		open = slices.DeleteFunc(open, func(s suspect) bool {
			if c.fault != nil || c.of(s.subject, s.condition) != verdict.Fail {
				return false
			}
			pr.wrong(mutantKey{s.condition, Delete, where}, t, reaction{subject: s.subject.String(), before: verdict.Pass, after: verdict.Pass,
				mutant: fmt.Sprintf("delete %s: still pass, although %s makes it fail", inWords(where), c.what),
				kill:   killAbsence(s.condition, where)})
			return true
		})
	}
}

// owners are those who read a node, sorted; the population where it is read to find the subjects.
func (t *trial) owners(n node) []string {
	found := map[string]bool{}
	for owner, touched := range t.touched {
		if how, ok := touched.nodes[n]; ok {
			if !how.own {
				owner = Population
			}
			found[owner] = true
		}
	}
	return sortedKeys(found)
}

// reads reports whether an owner reads a node in any way.
func (t *trial) reads(owner string, n node) bool {
	_, ok := t.touched[owner].nodes[n]
	return ok
}

// changes are the outcomes of all values that are tried in the place of one.
func (pr *proof) changes(ctx context.Context, t *trial, n node) []changed {
	if all, ok := t.memo[n]; ok {
		return all
	}
	steps, where, thing := n.steps(), pattern(t.world, n), t.world.things[n.thing]
	value := thing.get(steps)
	var all []changed
	for _, other := range pr.others(where, value) {
		put, ok := thing.put(steps, other)
		if ok {
			all = append(all, changed{other, fieldPattern(steps) + " = " + brief(other), pr.judge(ctx, t.world.with(n.thing, put))})
		}
	}
	if list, ok := value.Value.(*ast.Array); ok && list.Len() > 1 {
		for i := range min(list.Len(), mostCut) {
			put, _ := thing.put(append(slices.Clone(steps), indexStep(i)), nil)
			all = append(all, changed{nil, fmt.Sprintf("%s without its element %d", fieldPattern(steps), i), pr.judge(ctx, t.world.with(n.thing, put))})
		}
	}
	t.memo[n] = all
	return all
}

// differs reports whether an owner's verdicts differ: which subjects there are, or what a condition says of them. That one is unknown is no
// judgement.
func (pr *proof) differs(owner string, a, b *outcome) bool {
	if b.fault != nil {
		return false
	}
	if owner == Population {
		return !maps.EqualFunc(a.subjects, b.subjects, maps.Equal)
	}
	differ := func(a, b *outcome) bool {
		for k := range a.subjects {
			if x, y := a.of(k, owner), b.of(k, owner); x != y && (decided(x) || decided(y)) {
				return true
			}
		}
		return false
	}
	return differ(a, b) || differ(b, a)
}

// suspect is a pass that stayed although a field is gone.
type suspect struct {
	subject   subjectKey
	condition string
}

// deleted judges what came of taking a field away, and gives the passes that stayed with those who read it.
func (pr *proof) deleted(ctx context.Context, t *trial, n node, where string, gone *outcome) []suspect {
	var open []suspect
	for _, owner := range t.owners(n) {
		pr.mutant(mutantKey{owner, Delete, where}).tried++
	}
	if gone.fault != nil {
		return nil
	}
	for _, k := range t.base.keys() {
		if _, there := gone.subjects[k]; !there && !gone.open && t.base.verdict(k) == verdict.Fail {
			pr.wrong(mutantKey{Population, Delete, where}, t, reaction{subject: k.String(), before: verdict.Fail,
				mutant: fmt.Sprintf("delete %s: a failing subject is gone, and nothing says that one is missing", inWords(where)), kill: killVanish(where)})
		}
		for i := range pr.policy.Conditions {
			c := &pr.policy.Conditions[i]
			before, after := t.base.of(k, c.ID), gone.of(k, c.ID)
			if after != verdict.Pass || before == "" {
				continue
			}
			if standard, documented := pr.documented(ctx, t, n, c, gone); documented {
				if with := standard.of(k, c.ID); with != after {
					pr.wrong(mutantKey{c.ID, Delete, where}, t, reaction{subject: k.String(), before: before, after: after,
						mutant: fmt.Sprintf("delete %s: %s, but %s with the default that custom.absent documents", inWords(where), after, orGone(with)),
						kill:   fmt.Sprintf("let the rule judge the absent field as it judges the default, or correct custom.absent of %s", c.ID)})
				}
				continue
			}
			if before != verdict.Pass {
				pr.wrong(mutantKey{c.ID, Delete, where}, t, reaction{subject: k.String(), before: before, after: after,
					mutant: fmt.Sprintf("delete %s: pass, was %s", inWords(where), before), kill: killAbsence(c.ID, where)})
			} else if t.reads(c.ID, n) {
				open = append(open, suspect{k, c.ID})
			}
		}
	}
	return open
}

// documented is the outcome with the default that a condition documents for a field written out. A default of null is nothing, which no
// provider writes out: left out is the one form that it has.
func (pr *proof) documented(ctx context.Context, t *trial, n node, c *Condition, gone *outcome) (*outcome, bool) {
	steps := n.steps()
	var own []string
	for _, step := range steps {
		if !isIndex(step) {
			own = append(own, step)
		}
	}
	for _, a := range c.absentPaths {
		if len(a.steps) < len(own) || !slices.Equal(a.steps[:len(own)], own) {
			continue
		}
		if a.value == nil {
			return gone, true
		}
		value, err := toTerm(a.value)
		if err != nil {
			continue
		}
		without, _ := t.world.things[n.thing].put(steps, nil)
		if written, ok := without.put(append(slices.Clone(steps), a.steps[len(own):]...), value); ok {
			return pr.judge(ctx, t.world.with(n.thing, written)), true
		}
	}
	return nil, false
}

func orGone(v verdict.Verdict) string {
	if v == "" {
		return "no subject"
	}
	return string(v)
}

// apart holds everything still that does not read the kind that was touched.
func (pr *proof) apart(t *trial, op Operation, target, kind string, o *outcome, what string) {
	if o.fault != nil || slices.Contains(pr.policy.subjects.kinds(), kind) || pr.policy.all.inventory {
		return
	}
	for i := range pr.policy.Conditions {
		c := &pr.policy.Conditions[i]
		if slices.Contains(c.Kinds, kind) {
			continue
		}
		for _, k := range t.base.keys() {
			if before, after := t.base.of(k, c.ID), o.of(k, c.ID); before != after && k.kind != kind {
				pr.wrong(mutantKey{c.ID, op, target}, t, reaction{subject: k.String(), before: before, after: after,
					mutant: fmt.Sprintf("%s: %s, was %s, although %s does not read %s", what, orGone(after), orGone(before), c.ID, kind),
					kill:   fmt.Sprintf("name %s literally where %s reads it, so that the engine knows what the verdict rests on", kind, c.ID)})
			}
		}
	}
}

// wrong notes a reaction that must not be.
func (pr *proof) wrong(key mutantKey, t *trial, r reaction) {
	m := pr.mutant(key)
	if m.wrong == nil {
		r.trial = t
		m.wrong = &r
	}
	if m.last != t {
		m.last = t
		m.times++
	}
}
