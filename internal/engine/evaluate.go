package engine

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"golang.org/x/sync/errgroup"

	"github.com/aismm/aismm/internal/evidence"
	"github.com/aismm/aismm/internal/verdict"
)

// DefaultTimeout is how long one policy may take in one boundary.
const DefaultTimeout = 30 * time.Second

// EvalOptions says how a bundle is judged.
type EvalOptions struct {
	// Settings are what the organization decided, by name; what is missing has its declared default, or none.
	Settings map[string]any
	// AsOf is the only clock that policies see. Zero means the end of the scan.
	AsOf time.Time
	// Parallel is how many policies are evaluated at once; 0 means one for each processor.
	Parallel int
	// Timeout bounds one policy in one boundary; 0 means DefaultTimeout.
	Timeout time.Duration
	// Only chooses policies; nil means all.
	Only func(*Policy) bool
	// Print receives what policies print, one line each, with its place; nil drops it.
	Print io.Writer
}

// Result is the judgement of a bundle.
type Result struct {
	// Checks are sorted by policy and boundary.
	Checks []verdict.Check
	// Policies are those that were asked, by path.
	Policies []*Policy
	// Durations say how long each policy took over all boundaries. They are for logs, and never part of an assessment.
	Durations map[string]time.Duration
	// Decoding is how long the bundle took to read.
	Decoding time.Duration
}

// Evaluate judges a bundle, which should have been opened with evidence.OpenRaw. A policy that fails is an error of its checks alone. The
// error is for settings that do not fit, a bundle that does not hold, and a context that ends.
func (s *Set) Evaluate(ctx context.Context, b *evidence.Bundle, o EvalOptions) (*Result, error) {
	r, err := s.newRun(ctx, b, o)
	if err != nil {
		return nil, err
	}
	jobs := r.jobs()
	checks := make([]verdict.Check, len(jobs))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(cmp.Or(o.Parallel, runtime.GOMAXPROCS(0)))
	for i, j := range jobs {
		group.Go(func() error {
			started := time.Now()
			checks[i] = r.check(ctx, j)
			r.took(j.policy, time.Since(started))
			return ctx.Err()
		})
	}
	if err := group.Wait(); err != nil {
		return nil, fmt.Errorf("evaluate the policies: %w", err)
	}
	slices.SortStableFunc(checks, func(a, b verdict.Check) int {
		return cmp.Or(cmp.Compare(a.Policy, b.Policy), cmp.Compare(a.Boundary, b.Boundary))
	})
	return &Result{Checks: checks, Policies: r.policies, Durations: r.durations, Decoding: r.decoding}, nil
}

// run is one judgement of one bundle.
type run struct {
	set      *Set
	estate   *estate
	inputs   *inputs
	policies []*Policy
	settings map[string]any
	options  EvalOptions
	decoding time.Duration
	// manifestSHA256 is the digest of the manifest, in hex.
	manifestSHA256 string

	mu        sync.Mutex
	durations map[string]time.Duration
	waiting   map[string]*sharedInput // by group
	printing  sync.Mutex
}

// sharedInput is the input of one group, made when it is first needed and let go after its last policy.
type sharedInput struct {
	once  sync.Once
	value ast.Value
	left  int
}

// job is one policy in one boundary. The group is nil where there is nothing to judge in at all.
type job struct {
	policy   *Policy
	group    *group
	boundary string
}

func (s *Set) newRun(ctx context.Context, b *evidence.Bundle, o EvalOptions) (*run, error) {
	values, err := settingValues(s.settings, o.Settings)
	if err != nil {
		return nil, err
	}
	if o.AsOf.IsZero() {
		o.AsOf = b.Manifest.EndedAt
	}
	o.Timeout = cmp.Or(o.Timeout, DefaultTimeout)
	r := &run{set: s, settings: values, options: o, durations: map[string]time.Duration{}, waiting: map[string]*sharedInput{}}
	for _, p := range s.policies {
		if o.Only == nil || o.Only(p) {
			r.policies = append(r.policies, p)
		}
	}
	r.manifestSHA256 = strings.TrimPrefix(b.Digest(), "sha256:")
	started := time.Now()
	if r.estate, err = newEstate(ctx, b, s.kinds); err != nil {
		return nil, err
	}
	r.decoding = time.Since(started)
	r.inputs, err = newInputs(r.estate, values, o.AsOf, r.policies)
	return r, err
}

// jobs pairs policies with boundaries, boundary by boundary, so that few inputs are needed at a time.
func (r *run) jobs() []*job {
	var jobs []*job
	for _, id := range r.estate.order {
		g := r.estate.groups[id]
		for _, p := range r.policies {
			level := evidence.Boundary
			if p.Judges == JudgesOrganization {
				level = evidence.Organization
			}
			if p.Provider == g.provider && level == g.level {
				jobs = append(jobs, &job{p, g, g.id})
			}
		}
	}
	for _, p := range r.policies {
		if p.Provider == RecordsProvider && r.estate.programme() == nil {
			jobs = append(jobs, &job{p, r.emptyProgramme(), ProgrammeScope})
		} else if p.Judges == JudgesOrganization && r.connected(p.Provider) && len(r.estate.provided(evidence.Organization, p.Provider)) == 0 {
			jobs = append(jobs, &job{policy: p, boundary: p.Provider + ":" + evidence.AnyAccount})
		}
	}
	for _, j := range jobs {
		if j.group != nil {
			if r.waiting[j.group.id] == nil {
				r.waiting[j.group.id] = &sharedInput{}
			}
			r.waiting[j.group.id].left++
		}
	}
	return jobs
}

// emptyProgramme stands for the records where none were collected, so that each kind is a gap.
func (r *run) emptyProgramme() *group {
	return &group{id: ProgrammeScope, provider: RecordsProvider, account: "programme", level: evidence.Boundary,
		resources: map[string][]*resource{}, lists: map[string]*ast.Term{}, ai: map[string]use{}}
}

func (r *run) connected(provider string) bool {
	return slices.ContainsFunc(r.estate.order, func(id string) bool { return r.estate.groups[id].provider == provider })
}

func (r *run) took(p *Policy, d time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.durations[p.Path] += d
}

// input gives the input of a group's policies, and forgets it after the last one.
func (r *run) input(g *group) ast.Value {
	r.mu.Lock()
	shared := r.waiting[g.id]
	r.mu.Unlock()
	shared.once.Do(func() { shared.value = r.inputs.of(g) })
	value := shared.value
	r.mu.Lock()
	defer r.mu.Unlock()
	if shared.left--; shared.left == 0 {
		shared.value = nil
	}
	return value
}

// check judges one policy in one boundary, whatever happens inside it.
func (r *run) check(ctx context.Context, j *job) (c verdict.Check) {
	base := verdict.Check{Policy: j.policy.Path, Objective: j.policy.Objective, Provider: j.policy.Provider, Boundary: j.boundary,
		Gaps: []verdict.Gap{}, Subjects: []verdict.Subject{}}
	defer func() {
		if p := recover(); p != nil {
			c = errored(base, j.policy, &verdict.Fault{Code: faultPanic, Message: fmt.Sprint(p), Location: j.policy.File})
		}
	}()
	if j.policy.Broken {
		return errored(base, j.policy, brokenFault(j.policy))
	}
	if j.group == nil || j.group.account == evidence.AnyAccount {
		base.Status, base.Open, base.Gaps = verdict.Unknown, true, r.nowhere(j)
		return base
	}
	answer, fault := r.ask(ctx, j)
	if fault == nil {
		judge := &judge{run: r, policy: j.policy, group: j.group, check: base}
		if fault = judge.all(answer); fault == nil {
			return judge.check
		}
	}
	return errored(base, j.policy, fault)
}

// nowhere are the gaps of a policy where nothing can be judged: no organization was read, or the boundaries are not known.
func (r *run) nowhere(j *job) []verdict.Gap {
	found := map[verdict.Gap]bool{}
	for _, kind := range j.policy.Kinds {
		k, known := r.estate.kinds[kind]
		switch {
		case isRecord(kind) || known && k.Provider != j.policy.Provider:
		case j.group == nil:
			found[r.estate.noOrganization(kind, j.policy.Provider).Gap] = true
		default:
			for _, g := range r.estate.listGaps(j.group, kind) {
				found[g.Gap] = true
			}
		}
	}
	if len(found) == 0 {
		g := r.estate.noOrganization("", j.policy.Provider).Gap
		if j.group != nil {
			g = r.estate.unread("", j.group.scopes[0]).Gap
		}
		found[g] = true
	}
	return sortedGaps(found)
}

// The codes of faults, beside those of OPA.
const (
	faultPanic   = "panic"
	faultTimeout = "timeout"
	faultRaised  = "raised"
	faultShape   = "shape"
	faultRow     = "row"
	faultSubject = "subject"
	faultBoth    = "contradiction"
)

func errored(c verdict.Check, p *Policy, f *verdict.Fault) verdict.Check {
	f.Location = cmp.Or(f.Location, p.File)
	c.Status, c.Open, c.Error = verdict.Error, true, f
	c.Gaps = []verdict.Gap{policyGap(p, f).Gap}
	c.Subjects = []verdict.Subject{}
	return c
}

func brokenFault(p *Policy) *verdict.Fault {
	f := &verdict.Fault{Code: CodeCompile, Message: "the policy does not hold", Location: p.File}
	if p.fault != nil {
		f.Code, f.Message, f.Location = p.fault.Code, p.fault.Message, p.fault.File
		if p.fault.Line > 0 {
			f.Location = fmt.Sprintf("%s:%d", p.fault.File, p.fault.Line)
		}
	}
	return f
}

var errNoAnswer = errors.New("the policy gave no answer")
