package collect

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

// What a probe takes at most when its options say nothing.
const (
	probeDeadline = 3 * time.Minute
	probeCalls    = 2000
)

// ProbeResult says what can be read, as far as a sample shows.
type ProbeResult struct{ Providers []ProbedProvider }

// ProbedProvider is one provider as a probe met it.
type ProbedProvider struct {
	Name, Title string
	Connected   bool
	Identity    string
	// Reason says why it is not connected.
	Reason string
	Calls  int64
	Scopes []ProbedScope
	// Reads are all reads of the scopes that were sampled.
	Reads []ProbedRead
	// Gaps are those of Reads that left something unknown, grouped.
	Gaps []Gap
	// MissingPermissions are those of refused reads, sorted, each once.
	MissingPermissions []string
	// KindsAffected are the kinds of all gaps, sorted, each once.
	KindsAffected []string
	// Drift is how what was read differs from the schemas of the kinds.
	Drift []evidence.Drift
}

// ProbedScope is a scope that a scan would be expected to reach.
type ProbedScope struct {
	Scope evidence.Scope
	// Skip is why it would be left out; Outcome and Reason are why it could not be entered.
	Skip    string
	Outcome evidence.Outcome
	Reason  string
	// Sampled scopes were really read.
	Sampled bool
}

// ProbedRead is one read in one scope.
type ProbedRead struct {
	Scope     string
	Collector string
	evidence.Read
}

// Probe connects to all targets, lists their scopes, and makes the reads of all collectors in a sample of them: the organization, the
// first boundary that can be entered, and one region of it. It writes nothing. It ends within three minutes, or a deadline of the context that comes
// first; what was not read by then is a gap.
func Probe(ctx context.Context, o Options) (*ProbeResult, error) {
	o.MaxCalls = cmp.Or(o.MaxCalls, probeCalls)
	r, err := newRun(o)
	if err != nil {
		return nil, err
	}
	defer r.pacer.close()
	r.end = time.Now().Add(probeDeadline)
	if d, ok := ctx.Deadline(); ok {
		// A little before, so that what was seen is still told.
		if d = d.Add(-min(time.Second, time.Until(d)/10)); d.Before(r.end) {
			r.end = d
		}
	}
	r.sink, r.allReads = probeSink{r.o.Redactor}, true
	r.connectAll(ctx)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	sampled := map[string]bool{}
	for _, p := range r.providers {
		for _, e := range sample(p.expected) {
			sampled[e.Scope.ID] = true
		}
	}
	r.plan(func(e collectors.Expected) bool { return sampled[e.Scope.ID] })
	if err := r.performAll(ctx); err != nil {
		return nil, err
	}
	result := &ProbeResult{}
	for _, p := range r.providers {
		result.Providers = append(result.Providers, r.probed(p, sampled))
	}
	return result, nil
}

// sample chooses the scopes that stand for the others.
func sample(expected []collectors.Expected) []collectors.Expected {
	var chosen []collectors.Expected
	first := func(fits func(evidence.Scope) bool) *evidence.Scope {
		for _, e := range expected {
			if e.Skip == "" && e.Outcome == "" && fits(e.Scope) {
				chosen = append(chosen, e)
				return &e.Scope
			}
		}
		return nil
	}
	first(func(s evidence.Scope) bool { return s.Level == evidence.Organization })
	boundary := first(func(s evidence.Scope) bool { return s.Level == evidence.Boundary })
	first(func(s evidence.Scope) bool {
		return s.Level == evidence.Region && (boundary == nil || s.Account == boundary.Account)
	})
	return chosen
}

func (r *run) probed(p *provider, sampled map[string]bool) ProbedProvider {
	out := ProbedProvider{Name: p.name(), Title: p.Provider.Title, Connected: p.err == nil, Identity: p.identity, Calls: p.calls.Load()}
	if p.err != nil {
		out.Reason = r.reason(p.err)
	}
	var tasks []*task
	for _, s := range r.sites {
		if s.provider != p {
			continue
		}
		out.Scopes = append(out.Scopes, ProbedScope{Scope: s.scope(), Skip: s.expected.Skip, Outcome: s.expected.Outcome, Reason: s.expected.Reason,
			Sampled: sampled[s.scope().ID] && s.err == nil})
		for _, t := range s.tasks {
			if t.result == nil {
				continue
			}
			tasks = append(tasks, t)
			for _, read := range t.result.reads {
				out.Reads = append(out.Reads, ProbedRead{Scope: s.scope().ID, Collector: t.collector.Name, Read: read})
			}
		}
	}
	out.Gaps = gapsOf(tasks)
	for _, t := range tasks {
		out.Drift = evidence.MergeDrift(out.Drift, t.result.drift)
	}
	for _, g := range out.Gaps {
		out.KindsAffected = append(out.KindsAffected, g.Kinds...)
		if g.Outcome == evidence.Denied && g.Permission != "" {
			out.MissingPermissions = append(out.MissingPermissions, strings.Split(g.Permission, ", ")...)
		}
	}
	slices.Sort(out.KindsAffected)
	out.KindsAffected = slices.Compact(out.KindsAffected)
	slices.Sort(out.MissingPermissions)
	out.MissingPermissions = slices.Compact(out.MissingPermissions)
	return out
}
