package engine

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"
	"runtime"
	"slices"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"

	"github.com/aismm/aismm/internal/evidence"
)

// BenchOptions says what to measure.
type BenchOptions struct {
	// Run chooses policies by their paths; nil means all.
	Run *regexp.Regexp
	// Of names the sources whose policies are measured; none means all.
	Of []string
	// Time is how long each policy is measured at least; 0 means DefaultBenchTime. Count is how many times it is measured; 0 means once.
	Time  time.Duration
	Count int
}

// DefaultBenchTime is how long one policy is measured.
const DefaultBenchTime = 200 * time.Millisecond

// Measurement is how long a policy takes for all of its inputs, once each.
type Measurement struct {
	Policy string `json:"policy"`
	// Inputs counts the inputs of one operation; Operations how often that was done.
	Inputs      int   `json:"inputs"`
	Operations  int   `json:"operations"`
	Nanoseconds int64 `json:"ns_per_op"`
	Bytes       int64 `json:"bytes_per_op"`
	Allocations int64 `json:"allocs_per_op"`
}

// ErrNoInputs means that there is nothing to measure with.
var ErrNoInputs = errors.New("no policy was given an input")

// BenchBundle measures policies over the boundaries of a bundle.
func (s *Set) BenchBundle(ctx context.Context, b *evidence.Bundle, settings map[string]any, o BenchOptions) ([]Measurement, error) {
	r, err := s.newRun(ctx, b, EvalOptions{Settings: settings, Only: o.chosen})
	if err != nil {
		return nil, err
	}
	inputs := map[string][]ast.Value{}
	shared := map[string]ast.Value{} // an input serves all policies of a boundary
	for _, j := range r.jobs() {
		if j.group == nil || j.policy.Broken || j.group.account == evidence.AnyAccount {
			continue
		}
		if shared[j.group.id] == nil {
			shared[j.group.id] = r.inputs.of(j.group)
		}
		inputs[j.policy.Path] = append(inputs[j.policy.Path], shared[j.group.id])
	}
	return s.bench(ctx, inputs, o)
}

// BenchExamples measures policies over the inputs that their tests give them.
func (s *Set) BenchExamples(ctx context.Context, examples []Example, o BenchOptions) ([]Measurement, error) {
	inputs := map[string][]ast.Value{}
	for _, e := range examples {
		inputs[e.Policy] = append(inputs[e.Policy], e.input)
	}
	return s.bench(ctx, inputs, o)
}

func (o BenchOptions) chosen(p *Policy) bool {
	return (o.Run == nil || o.Run.MatchString(p.Path)) && (len(o.Of) == 0 || slices.Contains(o.Of, p.Source))
}

func (s *Set) bench(ctx context.Context, inputs map[string][]ast.Value, o BenchOptions) ([]Measurement, error) {
	all := []Measurement{}
	for _, p := range s.policies {
		if p.Broken || len(inputs[p.Path]) == 0 || !o.chosen(p) {
			continue
		}
		for range max(o.Count, 1) {
			m, err := p.measure(ctx, inputs[p.Path], cmp.Or(o.Time, DefaultBenchTime))
			if err != nil {
				return nil, err
			}
			all = append(all, m)
		}
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("measure the policies: %w", ErrNoInputs)
	}
	return all, nil
}

// measure repeats the evaluation of all inputs until it has taken long enough, as Go's benchmarks do.
func (p *Policy) measure(ctx context.Context, inputs []ast.Value, least time.Duration) (Measurement, error) {
	once := func() error {
		for _, input := range inputs {
			if _, err := p.prepared.Eval(ctx, rego.EvalParsedInput(input)); err != nil {
				return fmt.Errorf("measure %s: %w", p.Path, err)
			}
		}
		return nil
	}
	if err := once(); err != nil { // what is made once is made now
		return Measurement{}, err
	}
	var before, after runtime.MemStats
	for n := 1; ; {
		runtime.GC()
		runtime.ReadMemStats(&before)
		started := time.Now()
		for range n {
			if err := once(); err != nil {
				return Measurement{}, err
			}
		}
		took := time.Since(started)
		runtime.ReadMemStats(&after)
		if took >= least || n >= 1e6 {
			return Measurement{Policy: p.Path, Inputs: len(inputs), Operations: n, Nanoseconds: took.Nanoseconds() / int64(n),
				Bytes: int64(after.TotalAlloc-before.TotalAlloc) / int64(n), Allocations: int64(after.Mallocs-before.Mallocs) / int64(n)}, nil
		}
		n = min(100*n, max(n+1, int(1.2*float64(n)*float64(least)/float64(max(took, time.Microsecond)))))
	}
}
