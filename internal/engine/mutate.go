package engine

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/aismm/aismm/internal/evidence"
	"github.com/aismm/aismm/internal/verdict"
)

// MutateOptions says which policies are to be proven.
type MutateOptions struct {
	Sources []Source
	// Of are the names of the sources whose policies are proven; empty means all.
	Of []string
	// Kinds are all kinds of evidence, and Objectives all objectives.
	Kinds      []evidence.Kind
	Objectives []ObjectiveRef
	// Only chooses policies; nil means all.
	Only func(*Policy) bool
	// Parallel is how many policies are proven at once; 0 means one for each processor.
	Parallel int
	// Timeout bounds one test and one evaluation; 0 means DefaultTimeout.
	Timeout time.Duration
	// Progress is told of each policy that is done; nil tells nobody. It is not called twice at a time.
	Progress func(done, total int, policy string)
}

// Operation is what a mutant does to the evidence.
type Operation string

// The operations.
const (
	// Delete takes a field away. It must never make a pass, nor make a failing subject vanish.
	Delete Operation = "delete"
	// Change gives a field, a setting or the clock other values. One of them must change the verdict, in some example.
	Change Operation = "change"
	// Remove takes a whole resource away. It must matter in some example, and only to what reads its kind.
	Remove Operation = "remove"
	// Refuse lets a read fail, or leaves a setting unset. What rests on it must be unknown.
	Refuse Operation = "refuse"
	// Show asks for an example: one in which a condition passes, and one in which it fails.
	Show Operation = "show"
)

// Population is the owner of the mutants of what subjects there are. All others belong to a condition.
const Population = "subjects"

// MutationReport says how well the policies stand mutation of the evidence.
type MutationReport struct {
	// Score is the share of mutants that were killed, in percent, rounded down to two decimals. Accepted survivors do not count.
	Score float64 `json:"score"`
	MutationCount
	// Judged is how many times a policy was asked.
	Judged   int              `json:"judged"`
	Policies []PolicyMutation `json:"policies"`
	// Survivors are all survivors of all policies, those that a policy accepts included.
	Survivors []Survivor `json:"survivors"`
}

// MutationCount counts mutants. A mutant is one way of changing one thing that a condition reads; it is tried on every example.
type MutationCount struct {
	Mutants int `json:"mutants"`
	Killed  int `json:"killed"`
	// Accepted are survivors that the policy accepts, with a reason, in its METADATA.
	Accepted int `json:"accepted"`
}

// Survived is how many mutants neither died nor were accepted.
func (c MutationCount) Survived() int { return c.Mutants - c.Killed - c.Accepted }

// score is the share that was killed, in percent.
func (c MutationCount) score() float64 {
	switch c.Mutants {
	case 0:
		return 0 // nothing was proven
	case c.Accepted:
		return 100
	}
	return math.Floor(1e4*float64(c.Killed)/float64(c.Mutants-c.Accepted)) / 100
}

func (c *MutationCount) add(o MutationCount) {
	c.Mutants += o.Mutants
	c.Killed += o.Killed
	c.Accepted += o.Accepted
}

// PolicyMutation is how one policy stands.
type PolicyMutation struct {
	Policy    string  `json:"policy"`
	Objective string  `json:"objective,omitempty"`
	File      string  `json:"file"`
	Score     float64 `json:"score"`
	MutationCount
	// Examples are the inputs of tests that give the policy something to judge.
	Examples int `json:"examples"`
	Judged   int `json:"judged"`
	// Conditions are sorted; what concerns which subjects there are stands under Population.
	Conditions []ConditionMutation `json:"conditions"`
	// Fault says why the policy could not be proven at all; its score is then 0.
	Fault string `json:"fault,omitempty"`
	// Notes are examples that no evidence can give, and acceptances that nothing needs.
	Notes []string `json:"notes,omitempty"`

	survivors []Survivor
}

// ConditionMutation is how one condition stands.
type ConditionMutation struct {
	Condition string  `json:"condition"`
	Score     float64 `json:"score"`
	MutationCount
}

// Survivor is a mutant to which the policy did not react as it must.
type Survivor struct {
	Policy string `json:"policy"`
	// Condition is a condition's id, or Population.
	Condition string    `json:"condition"`
	Operation Operation `json:"operation"`
	// Target is what was changed: "<kind> <field>", a kind, "setting <name>", "clock".
	Target string `json:"target"`
	// Mutant says in words what was done and what came of it; Kill what would kill it.
	Mutant string `json:"mutant"`
	Kill   string `json:"kill"`
	// File and Line are where the condition stands.
	File string `json:"file"`
	Line int    `json:"line"`
	// Subject is whose verdict it is about, Before and After the verdicts; empty where no one subject shows it.
	Subject string          `json:"subject,omitempty"`
	Before  verdict.Verdict `json:"before,omitempty"`
	After   verdict.Verdict `json:"after,omitempty"`
	// Example is the first example that shows it, as "<test>: <case>", and TestFile and TestLine where the test stands; Examples counts them.
	Example  string `json:"example,omitempty"`
	TestFile string `json:"test_file,omitempty"`
	TestLine int    `json:"test_line,omitempty"`
	Examples int    `json:"examples"`
	// Accepted is the reason for which the policy accepts it.
	Accepted string `json:"accepted,omitempty"`
}

// ErrNoPolicies means that there is nothing to prove, which is never a success.
var ErrNoPolicies = errors.New("prove policies by mutation: there is none of that name; `aismm policy list` shows them")

// Mutate proves policies by mutation. From the inputs that a policy's own tests give it, it builds the evidence that would lead to them, changes
// one thing at a time, and lets the engine judge: nothing that is taken away may pass, what decides must be able to change the verdict, and
// what was not read must stay unknown. The error is for what leaves nothing to prove; a policy whose tests fail is a fault of that one.
func Mutate(ctx context.Context, o MutateOptions) (*MutationReport, error) {
	set, err := Load(ctx, LoadOptions{Sources: o.Sources, Kinds: o.Kinds, Objectives: o.Objectives})
	if err != nil {
		return nil, err
	}
	var chosen []*Policy
	for _, p := range set.policies {
		if (len(o.Of) == 0 || slices.Contains(o.Of, p.Source)) && (o.Only == nil || o.Only(p)) {
			chosen = append(chosen, p)
		}
	}
	if len(chosen) == 0 {
		return nil, ErrNoPolicies
	}
	tests, err := newTestBench(ctx, o.Sources, o.Kinds, chosen)
	if err != nil {
		return nil, err
	}
	timeout := cmp.Or(o.Timeout, DefaultTimeout)
	report := &MutationReport{Policies: make([]PolicyMutation, len(chosen)), Survivors: []Survivor{}}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(cmp.Or(o.Parallel, runtime.GOMAXPROCS(0)))
	var progress sync.Mutex
	done := 0
	for i, p := range chosen {
		group.Go(func() error {
			report.Policies[i] = set.mutate(ctx, p, tests, timeout)
			progress.Lock()
			defer progress.Unlock()
			if done++; o.Progress != nil {
				o.Progress(done, len(chosen), p.Path)
			}
			return ctx.Err()
		})
	}
	if err := group.Wait(); err != nil {
		return nil, fmt.Errorf("prove policies by mutation: %w", err)
	}
	for i := range report.Policies {
		p := &report.Policies[i]
		report.add(p.MutationCount)
		report.Judged += p.Judged
		report.Survivors = append(report.Survivors, p.survivors...)
	}
	report.Score = report.score()
	return report, nil
}

// mutate proves one policy.
func (s *Set) mutate(ctx context.Context, p *Policy, tests *testBench, timeout time.Duration) PolicyMutation {
	m := PolicyMutation{Policy: p.Path, Objective: p.Objective, File: p.File, Conditions: []ConditionMutation{}}
	if p.Broken {
		m.Fault = brokenFault(p).Message
		return m
	}
	examples, err := tests.examples(ctx, p, timeout)
	if err != nil {
		m.Fault = fmt.Sprintf("%v: see `aismm policy test --run '%s'`", err, testPackage(p))
		return m
	}
	pr, err := newProof(ctx, s, p, timeout, examples)
	if err == nil {
		err = pr.all(ctx)
	}
	if err != nil {
		m.Fault = err.Error()
		return m
	}
	pr.report(&m)
	return m
}

func testPackage(p *Policy) string { return "data." + p.Path + "_test" }

// report counts the mutants, and lists those that survive in a fixed order.
func (pr *proof) report(m *PolicyMutation) {
	m.Examples, m.Judged, m.Notes = len(pr.trials), pr.judged, pr.notes
	counts := map[string]*MutationCount{}
	used := map[*Survival]bool{}
	for _, key := range pr.sorted() {
		c := counts[key.owner]
		if c == nil {
			c = &MutationCount{}
			counts[key.owner] = c
		}
		c.Mutants++
		s := pr.mutants[key].survivor(pr, key)
		if s == nil {
			c.Killed++
			continue
		}
		if a := pr.policy.accepts(key); a != nil {
			used[a] = true
			s.Accepted = a.Reason
			c.Accepted++
		}
		m.survivors = append(m.survivors, *s)
	}
	for _, owner := range sortedKeys(counts) {
		m.Conditions = append(m.Conditions, ConditionMutation{owner, counts[owner].score(), *counts[owner]})
		m.add(*counts[owner])
	}
	m.Score = m.score()
	pr.policy.eachSurvival(func(owner string, a *Survival) {
		if !used[a] {
			m.Notes = append(m.Notes, fmt.Sprintf("%s accepts survivors of %s, and there are none: take the entry of custom.survives away", owner, a.Path))
		}
	})
	slices.Sort(m.Notes)
}
