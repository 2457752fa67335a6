package engine

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/aismm/aismm/internal/verdict"
)

// things takes every resource away, one at a time.
func (pr *proof) things(ctx context.Context, t *trial) {
	for i, thing := range t.world.things {
		if t.alike[i] {
			continue
		}
		gone := pr.judge(ctx, t.world.with(i, nil))
		pr.influences(t, Remove, thing.kind, gone)
		pr.apart(t, Remove, thing.kind, thing.kind, gone, "without a "+thing.kind)
	}
	if list, ok := t.world.ledger.Value.(*ast.Array); ok {
		for i := range list.Len() {
			w := t.world.copy()
			w.ledger, _ = putIn(t.world.ledger, []string{indexStep(i)}, nil)
			pr.influences(t, Remove, ledgerTarget, pr.judge(ctx, w))
		}
	}
}

// influences notes whose verdicts a mutant changed.
func (pr *proof) influences(t *trial, op Operation, target string, o *outcome) {
	for key, m := range pr.mutants {
		if key.op == op && key.target == target {
			m.tried++
			m.effect = m.effect || pr.differs(key.owner, t.base, o)
		}
	}
}

// refusals lets every read fail.
func (pr *proof) refusals(ctx context.Context, t *trial) {
	for _, kind := range pr.policy.Kinds {
		all := t.world.copy()
		all.refused = map[string]bool{kind: true}
		all.things = slices.DeleteFunc(all.things, func(o *worldThing) bool { return o.kind == kind })
		pr.unlisted(t, kind, pr.judge(ctx, all), true)
		if len(t.world.things)-len(all.things) < 2 {
			continue
		}
		for i, thing := range t.world.things {
			if thing.kind != kind || t.alike[i] {
				continue
			}
			one := t.world.with(i, nil)
			one.refused = all.refused
			pr.unlisted(t, kind, pr.judge(ctx, one), false)
		}
	}
	for i, thing := range t.world.things {
		if !slices.Contains(pr.policy.Kinds, thing.kind) || t.world.twin(i) || t.alike[i] {
			continue
		}
		for _, gap := range pr.unread(t, i) {
			pr.undetailed(ctx, t, i, gap)
		}
	}
}

// unlisted judges what came of a refused list: all of a kind is out of sight, or one thing of it.
func (pr *proof) unlisted(t *trial, kind string, o *outcome, all bool) {
	what := "the list of " + kind + " is refused"
	if !all {
		what += " halfway"
	}
	key := func(owner string) mutantKey { return mutantKey{owner, Refuse, kind} }
	if slices.Contains(pr.policy.subjects.kinds(), kind) {
		pr.mutant(key(Population)).tried++
		if !o.open {
			pr.wrong(key(Population), t, reaction{after: o.status, mutant: what + ": the check is closed, as if all had been seen",
				kill: "let the rule of the subjects read " + kind + " by its literal name"})
		}
	}
	for i := range pr.policy.Conditions {
		c := &pr.policy.Conditions[i]
		if !slices.Contains(c.Kinds, kind) {
			continue
		}
		pr.mutant(key(c.ID)).tried++
		for _, k := range o.keys() {
			before, after := t.base.of(k, c.ID), o.of(k, c.ID)
			if !decided(after) || after == before && (c.judges(kind) || !all) {
				continue
			}
			pr.wrong(key(c.ID), t, reaction{subject: k.String(), before: before, after: after,
				mutant: fmt.Sprintf("%s: %s, was %s", what, after, orGone(before)), kill: killRefused(c, kind)})
		}
	}
}

func decided(v verdict.Verdict) bool { return v == verdict.Pass || v == verdict.Fail }

// hole is one thing of which something could not be read.
type hole struct {
	what  string
	thing *worldThing
	under string // the member whose nodes are gone: "parts\x00GetPolicy", "config"
}

// unread lists what may be missing of a thing: a reply, everything that its own reply says, one field of a row.
func (pr *proof) unread(t *trial, i int) []hole {
	thing := t.world.things[i]
	var holes []hole
	if len(thing.missing) > 0 {
		return nil
	}
	lacking := func(operation string, member []string) *worldThing {
		without, _ := thing.put(member, nil)
		without.missing = []string{operation}
		return without
	}
	if isRecord(thing.kind) {
		operation := "records:" + strings.TrimPrefix(thing.kind, "record_") + "/row"
		for _, n := range t.nodes() {
			if steps := n.steps(); n.thing == i && len(steps) == 2 && steps[0] == "config" {
				holes = append(holes, hole{fmt.Sprintf("%s of a %s cannot be read", steps[1], thing.kind), lacking(operation, steps), n.path})
			}
		}
		return holes
	}
	read := map[string]bool{}
	for _, n := range t.nodes() {
		if steps := n.steps(); n.thing == i && len(steps) >= 2 && steps[0] == "parts" {
			read[steps[1]] = true
		}
	}
	for _, part := range sortedKeys(read) {
		if k := pr.set.kinds[thing.kind]; k.Name == "" || hasPart(k, part) {
			holes = append(holes, hole{part + " of a " + thing.kind + " is refused", lacking("service:"+part, []string{"parts", part}), "parts" + nodeStep + part})
		}
	}
	// Whatever else fails, the list has told what every thing of the kind has.
	bare, _ := thing.put([]string{"config"}, ast.ObjectTerm())
	for _, required := range pr.set.kinds[thing.kind].Required {
		if steps := untilArray(thing, strings.Split(required, ".")); steps[0] == "config" {
			if value := thing.get(steps); value != nil {
				bare, _ = bare.put(steps, value)
			}
		}
	}
	bare.missing = []string{"service:the details of it"}
	return append(holes, hole{"the details of a " + thing.kind + " are refused", bare, "config"})
}

// untilArray cuts a path off at the first list.
func untilArray(t *worldThing, path []string) []string {
	for i := range path[1:] {
		if at := t.get(path[:i+1]); at != nil {
			if _, ok := at.Value.(*ast.Array); ok {
				return path[:i+1]
			}
		}
	}
	return path
}

// undetailed judges what came of a refused detail.
func (pr *proof) undetailed(ctx context.Context, t *trial, i int, h hole) {
	o := pr.judge(ctx, t.world.with(i, h.thing))
	if o.fault != nil {
		return
	}
	kind := h.thing.kind
	for _, k := range t.base.keys() {
		if _, there := o.subjects[k]; !there && !o.open && t.base.verdict(k) == verdict.Fail {
			pr.wrong(mutantKey{Population, Refuse, kind}, t, reaction{subject: k.String(), before: verdict.Fail,
				mutant: h.what + ": a failing subject is gone, and nothing says that one is missing", kill: "leave things out by what they say, never by what is missing"})
		}
	}
	for n := range pr.policy.Conditions {
		c := &pr.policy.Conditions[n]
		if !slices.Contains(c.Kinds, kind) {
			continue
		}
		for _, k := range o.keys() {
			before, after := t.base.of(k, c.ID), o.of(k, c.ID)
			if !decided(after) {
				continue
			}
			how := ""
			switch {
			case after != before:
				how = fmt.Sprintf("%s: %s, was %s", h.what, after, orGone(before))
			default:
				if other := pr.swayed(ctx, t, i, h, k, c.ID, after); other != "" {
					how = fmt.Sprintf("%s: still %s, although %s", h.what, after, other)
				}
			}
			if how != "" {
				pr.wrong(mutantKey{c.ID, Refuse, kind}, t, reaction{subject: k.String(), before: before, after: after, mutant: how, kill: killRefused(c, kind)})
			}
		}
	}
}

// swayed finds a value among what could not be read that would have decided otherwise.
func (pr *proof) swayed(ctx context.Context, t *trial, i int, h hole, k subjectKey, condition string, stands verdict.Verdict) string {
	for _, n := range t.nodes() {
		if n.thing != i || n.path != h.under && !strings.HasPrefix(n.path, h.under+nodeStep) || !t.reads(condition, n) {
			continue
		}
		if told := h.thing.get(n.steps()); told != nil && told.Equal(t.world.things[i].get(n.steps())) {
			continue
		}
		for _, c := range pr.changes(ctx, t, n) {
			if v := c.of(k, condition); c.fault == nil && decided(v) && v != stands {
				return fmt.Sprintf("%s makes it %s", c.what, v)
			}
		}
	}
	return ""
}

// settings unsets what the organization decided, and decides it otherwise.
func (pr *proof) settings(ctx context.Context, t *trial) {
	for _, name := range sortedKeys(t.world.settings) {
		if !slices.Contains(pr.policy.SettingsRead, name) {
			continue
		}
		target := settingTarget(name)
		without := func(value *ast.Term) *outcome {
			w := t.world.copy()
			w.settings = make(map[string]*ast.Term, len(t.world.settings))
			for other, v := range t.world.settings {
				if other != name {
					w.settings[other] = v
				}
			}
			if value != nil {
				w.settings[name] = value
			}
			return pr.judge(ctx, w)
		}
		unset := without(nil)
		pr.undecided(t, target, name+" is not set", unset, func(c *Condition, _ subjectKey) bool { return c.reads.settings[name] }, pr.policy.subjects.settings[name])
		eachPlace(t.world.settings[name], func(steps []string, at *ast.Term) {
			others := pr.others(settingPlace(name, steps), at)
			if choices, ok := pr.set.settings[name].Schema["enum"].([]any); ok && len(steps) == 0 {
				for _, choice := range choices {
					if term, err := toTerm(choice); err == nil && !term.Equal(at) {
						others = append(others, term)
					}
				}
			}
			for _, other := range others {
				value := other
				if len(steps) > 0 {
					value, _ = putIn(t.world.settings[name], steps, other)
				}
				if !pr.effective(Change, target) && pr.set.settings[name].allows(value) {
					pr.influences(t, Change, target, without(value))
				}
			}
		})
	}
}

func settingPlace(name string, steps []string) string {
	return settingTarget(name) + " " + fieldPattern(steps)
}

// allows reports whether somebody may set a setting to a value.
func (s Setting) allows(value *ast.Term) bool {
	if s.check == nil {
		return true
	}
	plain, err := ast.JSON(value.Value)
	if err == nil {
		plain, err = plainJSON(plain)
	}
	return err == nil && s.check.Validate(plain) == nil
}

// effective reports whether a mutant has had all the effects that it can have.
func (pr *proof) effective(op Operation, target string) bool {
	for key, m := range pr.mutants {
		if key.op == op && key.target == target && !m.effect {
			return false
		}
	}
	return true
}

// undecided holds conditions and the population to be unknown.
func (pr *proof) undecided(t *trial, target, what string, o *outcome, rests func(*Condition, subjectKey) bool, population bool) {
	if o.fault != nil {
		return
	}
	if population {
		key := mutantKey{Population, Refuse, target}
		pr.mutant(key).tried++
		if !o.open {
			pr.wrong(key, t, reaction{after: o.status, mutant: what + ": the check is closed", kill: "name it literally in the rule of the subjects"})
		}
	}
	for i := range pr.policy.Conditions {
		c := &pr.policy.Conditions[i]
		key := mutantKey{c.ID, Refuse, target}
		if m := pr.mutants[key]; m != nil {
			m.tried++
		}
		for _, k := range o.keys() {
			if after := o.of(k, c.ID); decided(after) && rests(c, k) {
				pr.wrong(key, t, reaction{subject: k.String(), before: t.base.of(k, c.ID), after: after,
					mutant: fmt.Sprintf("%s: %s, was %s", what, after, orGone(t.base.of(k, c.ID))), kill: "name it literally in met." + c.ID})
			}
		}
	}
}

// use says otherwise where AI is in use.
func (pr *proof) use(ctx context.Context, t *trial) {
	try := func(of subjectKey, ai string, set func(w *world, ai string)) {
		for _, other := range []string{"yes", "no", "unknown"} {
			if other == ai {
				continue
			}
			w := t.world.copy()
			set(w, other)
			o := pr.judge(ctx, w)
			if other != "unknown" {
				pr.influences(t, Change, useTarget, o)
				continue
			}
			p := &pr.policy.subjects
			population := p.ai() && (of.kind == kindScope && p.scopes || of.kind == kindBoundary && p.boundary)
			pr.undecided(t, useTarget, "whether AI is used in "+of.id+" is unknown", o, func(c *Condition, k subjectKey) bool {
				return c.reads.ai() && (k.kind == of.kind && k.id == of.id || o.of(k, c.ID) != t.base.of(k, c.ID))
			}, population)
		}
	}
	for i, r := range t.world.regions {
		if r.ai != "" {
			try(subjectKey{kind: kindScope, id: r.scope.ID}, r.ai, func(w *world, ai string) { w.regions[i].ai = ai })
		}
	}
	if t.world.ai != "" {
		try(subjectKey{kind: kindBoundary, id: t.world.group.ID}, t.world.ai, func(w *world, ai string) { w.ai = ai })
	}
}

// clock judges long before and long after.
func (pr *proof) clock(ctx context.Context, t *trial) {
	for _, at := range []string{longAgo, farAhead} {
		w := t.world.copy()
		w.asOf = ast.StringTerm(at)
		pr.influences(t, Change, clockTarget, pr.judge(ctx, w))
	}
}
