package engine

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"

	"github.com/aismm/aismm/internal/verdict"
)

// proof is the mutation of one policy.
type proof struct {
	court
	trials  []*trial
	mutants map[mutantKey]*mutant
	// pool are the values that a pattern has anywhere, and those that the rules compare it with, by their text.
	pool  map[string]map[string]*ast.Term
	notes []string
	// absent are the patterns that are read and lie in no example, by owner; leaves those behind which nothing else is read.
	absent, leaves map[string]map[string]bool
}

// trial is one example with what the engine makes of it.
type trial struct {
	*example
	world *world
	base  *outcome
	// touched is what each condition reads, and Population what finding the subjects reads.
	touched map[string]*touches
	memo    map[node][]changed
	alike   map[int]bool
}

// changed is a world in which a node has another value.
type changed struct {
	value *ast.Term // nil: an element of the list is gone
	what  string
	*outcome
}

// mutantKey names a mutant.
type mutantKey struct {
	owner  string
	op     Operation
	target string
}

// mutant is one way of changing one thing, over all examples.
type mutant struct {
	tried int
	// effect is set when the verdicts of its owner changed in some example; loose when only taking it away changed them.
	effect, loose bool
	// wants is set for mutants that must have an effect.
	wants bool
	// wrong is the first reaction that must not be; times counts the examples with one.
	wrong *reaction
	times int
	last  *trial
}

// reaction is what a policy must not do.
type reaction struct {
	trial         *trial
	subject       string
	before, after verdict.Verdict
	mutant, kill  string
}

func newProof(ctx context.Context, s *Set, p *Policy, timeout time.Duration, examples []*example) (*proof, error) {
	pr := &proof{court: court{set: s, policy: p, timeout: timeout}, mutants: map[mutantKey]*mutant{}, pool: map[string]map[string]*ast.Term{},
		absent: map[string]map[string]bool{}, leaves: map[string]map[string]bool{}}
	queries, popular, err := pr.queries()
	if err != nil {
		return nil, err
	}
	worlds := make([]*world, len(examples))
	for i, e := range examples {
		if worlds[i], err = newWorld(p, s.kinds, e.input); err != nil {
			pr.note(e, "%v", err)
			worlds[i] = nil
			continue
		}
		pr.seen(worlds[i])
	}
	for i, e := range examples {
		w := worlds[i]
		if w == nil {
			continue
		}
		t := &trial{example: e, world: w, base: pr.judge(ctx, w), touched: map[string]*touches{}, memo: map[node][]changed{}, alike: w.alike()}
		if t.base.fault != nil {
			pr.note(e, "the policy fails on it: %s", t.base.fault.Message)
			continue
		}
		if !pr.agrees(ctx, t) {
			continue
		}
		for owner, query := range queries {
			found, err := pr.trace(ctx, w, query, popular)
			if err != nil {
				return nil, fmt.Errorf("evaluate %s of %s: %w", owner, p.Path, err)
			}
			t.touched[owner] = found
			for where, constants := range found.compared {
				for text, c := range constants {
					pr.pooled(where)[text] = c
				}
			}
		}
		pr.trials = append(pr.trials, t)
	}
	pr.plan()
	return pr, ctx.Err()
}

func (pr *proof) note(e *example, format string, args ...any) {
	pr.notes = append(pr.notes, fmt.Sprintf("%s:%d: %s: ", e.file, e.line, e)+fmt.Sprintf(format, args...))
}

// queries are one for each condition and one for the subjects, so that it can be told what each of them reads; popular are the rules by
// which subjects are found.
func (pr *proof) queries() (map[string]*rego.PreparedEvalQuery, map[*ast.Rule]bool, error) {
	queries := map[string]*rego.PreparedEvalQuery{}
	prepare := func(owner, text string) error {
		q, err := rego.New(rego.Compiler(pr.set.compiler), rego.Query(text)).PrepareForEval(context.Background())
		if err != nil {
			return fmt.Errorf("prepare %s of %s: %w", owner, pr.policy.Path, err)
		}
		queries[owner] = &q
		return nil
	}
	for _, c := range pr.policy.Conditions {
		text := fmt.Sprintf("[data.%s.met[%q]]", pr.policy.Path, c.ID)
		if c.hasUnclear {
			text = fmt.Sprintf("[data.%s.met[%q], data.%s.unclear[%q]]", pr.policy.Path, c.ID, pr.policy.Path, c.ID)
		}
		if err := prepare(c.ID, text); err != nil {
			return nil, nil, err
		}
	}
	popular := map[*ast.Rule]bool{}
	d := &reader{compiler: pr.set.compiler, direct: map[*ast.Rule]*directReads{}, fault: func(*ast.Location, string, string, ...any) {}}
	for _, r := range pr.set.compiler.GetRules(ast.MustParseRef("data." + pr.policy.Path + "." + ruleSubjects)) {
		d.rules([]*ast.Rule{r})
	}
	for r := range d.direct {
		popular[r] = true
	}
	return queries, popular, prepare(Population, "data."+pr.policy.Path+"."+ruleSubjects)
}

func (pr *proof) pooled(where string) map[string]*ast.Term {
	if pr.pool[where] == nil {
		pr.pool[where] = map[string]*ast.Term{}
	}
	return pr.pool[where]
}

// seen takes down which values there are, and where.
func (pr *proof) seen(w *world) {
	var visit func(n node, m *ast.Term)
	visit = func(n node, m *ast.Term) {
		pr.pooled(pattern(w, n))[m.String()] = m
		switch v := m.Value.(type) {
		case *ast.Array:
			for i := range v.Len() {
				visit(n.child(indexStep(i)), v.Elem(i))
			}
		case ast.Object:
			v.Foreach(func(k, e *ast.Term) {
				if step, ok := textStep(k); ok {
					visit(n.child(step), e)
				}
			})
		}
	}
	for i, t := range w.things {
		for _, name := range mutableMembers {
			if m := t.members[name]; m != nil {
				visit(node{i, name}, m)
			}
		}
	}
	for name, m := range w.settings {
		eachPlace(m, func(steps []string, at *ast.Term) { pr.pooled(settingPlace(name, steps))[at.String()] = at })
	}
}

// agrees holds what the engine makes of an example beside what the test got from the policy alone. Where they differ, the test gives the
// policy what no evidence leads to, and the example proves nothing.
func (pr *proof) agrees(ctx context.Context, t *trial) bool {
	rows, err := pr.policy.prepared.Eval(ctx, rego.EvalParsedInput(t.input))
	if err != nil || len(rows) != 1 || len(rows[0].Expressions) != 1 {
		return false
	}
	term, _ := rows[0].Expressions[0].Value.(*ast.Term)
	a, fault := readAnswer(term)
	if fault != nil {
		return false
	}
	byRef, ours := map[string]string{}, map[string]bool{}
	for _, s := range a.subjects {
		byRef[textAt(s, "ref")] = textAt(s, "kind") + " " + textAt(s, "id")
	}
	for k := range t.base.subjects {
		ours[k.String()] = true
	}
	theirs := map[string]bool{}
	for _, name := range byRef {
		theirs[name] = true
	}
	const where = "with the evidence that would lead to this input"
	for _, name := range sortedKeys(theirs) {
		if !ours[name] {
			pr.note(t.example, "%s is a subject for the test, and none %s", name, where)
			return false
		}
	}
	for _, name := range sortedKeys(ours) {
		if !theirs[name] {
			pr.note(t.example, "%s is no subject for the test, and one %s", name, where)
			return false
		}
	}
	for _, c := range pr.policy.Conditions {
		met := map[string]bool{}
		for _, row := range a.met[c.ID] {
			met[byRef[textAt(row, "of")]] = true
		}
		for _, k := range t.base.keys() {
			if v := t.base.of(k, c.ID); decided(v) && (v == verdict.Pass) != met[k.String()] {
				pr.note(t.example, "%s of %s is %s for the test, and %s %s", c.ID, k, map[bool]string{true: "met", false: "not met"}[met[k.String()]], v, where)
				return false
			}
		}
	}
	return true
}

// plan makes the mutants that there are to kill.
func (pr *proof) plan() {
	deeper := map[string]map[string]bool{} // by owner: patterns behind which something is read
	for _, t := range pr.trials {
		for owner, touched := range t.touched {
			for n, how := range touched.nodes {
				of := owner
				if !how.own {
					of = Population
				}
				pr.planned(t, of, n, how, deeper)
			}
			if touched.clock {
				pr.mutant(mutantKey{owner, Change, clockTarget}).wants = true
			}
			if touched.ai {
				pr.mutant(mutantKey{owner, Change, useTarget}).wants = true
				pr.mutant(mutantKey{owner, Refuse, useTarget})
			}
		}
	}
	for owner, patterns := range pr.leaves {
		for where := range patterns {
			if !deeper[owner][where] {
				pr.mutant(mutantKey{owner, Change, where}).wants = true
			}
		}
	}
	for owner, patterns := range pr.absent {
		for where := range patterns {
			if !pr.leaves[owner][where] && !deeper[owner][where] && pr.mayBe(where) {
				pr.mutant(mutantKey{owner, Change, where}).wants = true
			}
		}
	}
	p := pr.policy
	for i := range p.Conditions {
		c := &p.Conditions[i]
		pr.mutant(mutantKey{c.ID, Show, passes})
		pr.mutant(mutantKey{c.ID, Show, fails})
		pr.planReads(c.ID, &c.reads)
	}
	pr.planReads(Population, &p.subjects)
}

func (pr *proof) planned(t *trial, owner string, n node, how touch, deeper map[string]map[string]bool) {
	steps := n.steps()
	where := pattern(t.world, n)
	if len(steps) == 1 && steps[0] == "config" {
		return
	}
	set := func(all map[string]map[string]bool, where string) {
		if all[owner] == nil {
			all[owner] = map[string]bool{}
		}
		all[owner][where] = true
	}
	if !how.present {
		set(pr.absent, where)
		return
	}
	if pr.mayLack(t.world.things[n.thing].kind, steps) {
		pr.mutant(mutantKey{owner, Delete, where})
	}
	if how.whole {
		return
	}
	set(pr.leaves, where)
	for i := 1; i < len(steps); i++ {
		set(deeper, patternOf(t.world.things[n.thing].kind, steps[:i]))
	}
}

// mayBe reports whether a field that no example has may exist at all.
func (pr *proof) mayBe(where string) bool {
	kind, field, _ := strings.Cut(where, " ")
	k, ok := pr.set.kinds[kind]
	return kind == anyKind || ok && hasField(stamped(k), strings.Split(strings.ReplaceAll(field, "[*]", ""), "."))
}

// mayLack reports whether a field can be missing from what was read. The members of what the schema leaves open, such as labels and the policies
// and patterns that customers write, are what was said: one of them less is another document, not a gap. So is an element of a list.
func (pr *proof) mayLack(kind string, steps []string) bool {
	if isIndex(steps[len(steps)-1]) || steps[0] == "tags" {
		return false
	}
	schema := pr.set.kinds[kind].Schema
	for i, step := range steps {
		for schema["type"] == "array" {
			schema, _ = schema["items"].(map[string]any)
		}
		if isIndex(step) {
			continue
		}
		properties, _ := schema["properties"].(map[string]any)
		if len(properties) == 0 {
			return schema == nil || i < 2 // a kind that says nothing of its fields promises them all
		}
		schema, _ = properties[step].(map[string]any)
	}
	return true
}

// listed reports whether a thing of which a detail was refused still has a field: the list has told what every thing of the kind has.
func (pr *proof) listed(t *worldThing, steps []string) bool {
	return len(t.missing) > 0 && steps[0] == "config" && slices.Contains(pr.set.kinds[t.kind].Required, strings.Join(steps, "."))
}

func (pr *proof) planReads(owner string, r *reads) {
	for _, kind := range r.kinds() {
		pr.mutant(mutantKey{owner, Remove, kind}).wants = true
		pr.mutant(mutantKey{owner, Refuse, kind})
	}
	for name := range r.settings {
		pr.mutant(mutantKey{owner, Change, settingTarget(name)}).wants = true
		pr.mutant(mutantKey{owner, Refuse, settingTarget(name)})
	}
	if r.ledger {
		pr.mutant(mutantKey{owner, Remove, ledgerTarget}).wants = true
	}
}

// The targets that are no fields.
const (
	clockTarget  = "clock"
	useTarget    = "use of AI"
	ledgerTarget = "ledger"
	passes       = "pass"
	fails        = "fail"
)

func settingTarget(name string) string { return "setting " + name }

func (pr *proof) mutant(key mutantKey) *mutant {
	m := pr.mutants[key]
	if m == nil {
		m = &mutant{}
		pr.mutants[key] = m
	}
	return m
}

func (pr *proof) sorted() []mutantKey {
	keys := make([]mutantKey, 0, len(pr.mutants))
	for k := range pr.mutants {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b mutantKey) int {
		return cmp.Or(cmp.Compare(a.owner, b.owner), cmp.Compare(a.op, b.op), cmp.Compare(a.target, b.target))
	})
	return keys
}
