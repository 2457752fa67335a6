package collect

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

// ErrInterrupted is what a run ends with whose context was cancelled. What is complete stays, and the run can be resumed.
var ErrInterrupted = errors.New("the scan was interrupted")

// run is one run over all targets.
type run struct {
	o         Options
	log       *slog.Logger
	pacer     *pacer
	sink      sink
	started   time.Time
	end       time.Time // when everything has to be over; zero is never
	providers []*provider
	sites     []*site
	tasks     []*task
	needed    map[string]bool // kinds that some collector needs from others
	allReads  bool            // keep every read in memory, not only those that are gaps

	mu       sync.Mutex
	done     int // tasks that have ended
	complete int // documents
	seen     map[boundaryKind][]*evidence.Resource
	unlisted map[boundaryKind]string

	telling sync.Mutex // events are told one at a time
}

// Result is what a run left behind.
type Result struct {
	Dir      string
	Manifest *evidence.Manifest
	// Digest is the bundle's identity.
	Digest string
	// Gaps are the reads that left something unknown, grouped.
	Gaps []Gap
	// Kept is how many documents were kept from an interrupted run.
	Kept int
	// Incomplete is set when anything that was expected was not read: a provider, a scope, a read.
	Incomplete bool
}

// Run collects from all targets into a bundle. An error means that there is no finished bundle; what is complete is kept for a run
// with Resume. Providers, scopes and reads that fail are no errors: the ledger and the gaps account for them.
func Run(ctx context.Context, o Options) (*Result, error) {
	r, err := newRun(o)
	if err != nil {
		return nil, err
	}
	defer r.pacer.close()
	w, err := r.open()
	// A bundle is replaced only once the providers have answered: until then it may be the best there is.
	replace := r.o.Force && (errors.Is(err, evidence.ErrFinished) || errors.Is(err, evidence.ErrInterrupted))
	if err != nil && !replace {
		return nil, err
	}
	r.connectAll(ctx)
	if ctx.Err() != nil {
		return nil, r.interrupted(ctx)
	}
	if err := r.anyConnected(); err != nil && (replace || r.o.Resume) {
		return nil, err
	}
	if replace {
		if w, err = r.replace(); err != nil {
			return nil, err
		}
	}
	r.sink = bundleSink{w}
	r.plan(func(collectors.Expected) bool { return true })
	if err := w.Plan(r.ledger(w.Planned())); err != nil {
		return nil, r.stopped(err)
	}
	if err := r.performAll(ctx); err != nil {
		if ctx.Err() != nil {
			return nil, r.interrupted(ctx)
		}
		return nil, r.stopped(err)
	}
	m, digest, err := w.Finish(evidence.Closing{EndedAt: r.o.Now(), Providers: r.entries(), Ledger: r.ledger(w.Planned())})
	if err != nil {
		return nil, r.stopped(err)
	}
	result := &Result{Dir: r.o.Dir, Manifest: m, Digest: digest, Gaps: r.gaps(), Incomplete: incomplete(m)}
	resources, calls := 0, 0
	for _, t := range r.tasks {
		if t.result != nil {
			resources += t.result.resources
			if t.result.kept {
				result.Kept++
			}
		}
	}
	for _, p := range m.Providers {
		calls += int(p.Calls)
	}
	r.emit(Event{Kind: Finished, Done: r.done, Total: len(r.tasks), Resources: resources, Calls: calls})
	return result, nil
}

func newRun(o Options) (*run, error) {
	o, err := o.complete()
	if err != nil {
		return nil, err
	}
	r := &run{o: o, log: o.Log, pacer: newPacer(o), started: o.Now(), needed: map[string]bool{}, seen: map[boundaryKind][]*evidence.Resource{},
		unlisted: map[boundaryKind]string{}}
	r.pacer.waiting = func(provider, api string, d time.Duration) {
		r.log.Info("an API asked for a pause", "provider", provider, "api", api, "pause", d)
		r.emit(Event{Kind: Waiting, Provider: provider, API: api, Duration: d})
	}
	for _, t := range o.Targets {
		p := &provider{Target: t, chosen: choose(t.Collectors, o.Kinds)}
		if err := checkNeeds(p.chosen); err != nil {
			return nil, err
		}
		p.client, p.calls = r.pacer.client(t.Provider.Name)
		r.providers = append(r.providers, p)
	}
	return r, nil
}

// open begins or resumes the bundle.
func (r *run) open() (*evidence.Writer, error) {
	if r.o.Force && r.o.Resume {
		return nil, misused("collect: a bundle is either resumed or replaced; drop --force or --resume")
	}
	m, err := r.meta()
	if err != nil {
		return nil, err
	}
	if r.o.Resume {
		return evidence.Resume(r.o.Dir, m)
	}
	return evidence.Create(r.o.Dir, m)
}

// anyConnected reports that no provider at all could be signed in to, and why.
func (r *run) anyConnected() error {
	var errs []error
	for _, p := range r.providers {
		if p.err == nil {
			return nil
		}
		errs = append(errs, fmt.Errorf("%s: %s", p.name(), r.reason(p.err)))
	}
	return fmt.Errorf("collect: nothing can be read, so the bundle in %s stays as it is\n%w", r.o.Dir, errors.Join(errs...))
}

func (r *run) replace() (*evidence.Writer, error) {
	m, err := r.meta()
	if err != nil {
		return nil, err
	}
	if err := evidence.Discard(r.o.Dir); err != nil {
		return nil, err
	}
	return evidence.Create(r.o.Dir, m)
}

func (r *run) meta() (evidence.Meta, error) {
	digest, err := r.o.digest()
	return evidence.Meta{Tool: r.o.Tool, Options: digest, Model: r.o.Model, Policies: r.o.Policies, StartedAt: r.started, Invented: r.o.Invented,
		Notes: r.o.Notes, Redactor: r.o.Redactor, Files: r.o.Files}, err
}

// InterruptedError is what ErrInterrupted comes in: it says what was complete.
type InterruptedError struct {
	Dir                 string
	Complete, Documents int
	// Cause is why the context ended.
	Cause error
}

// Error says what is kept, and where.
func (e *InterruptedError) Error() string {
	if e.Documents == 0 {
		return fmt.Sprintf("%v before anything was read (%v)", ErrInterrupted, e.Cause)
	}
	return fmt.Sprintf("%v with %d of %d documents complete, which are kept in %s (%v)", ErrInterrupted, e.Complete, e.Documents, e.Dir, e.Cause)
}

func (e *InterruptedError) Unwrap() []error { return []error{ErrInterrupted, e.Cause} }

func (r *run) interrupted(ctx context.Context) error {
	return &InterruptedError{r.o.Dir, r.complete, len(r.tasks), context.Cause(ctx)}
}

func (r *run) stopped(err error) error {
	return fmt.Errorf("collect: %w; %d of %d documents are complete and kept in %s: continue with --resume", err, r.complete, len(r.tasks), r.o.Dir)
}

// before is the end of something that may take d.
func (r *run) before(d time.Duration) time.Time {
	end := time.Now().Add(d)
	if !r.end.IsZero() && r.end.Before(end) {
		return r.end
	}
	return end
}

// keep takes a document over from an interrupted run.
func (r *run) keep(t *task, raw []byte) error {
	doc, err := evidence.ParseDocument(raw)
	if err != nil {
		return fmt.Errorf("take over the document of %s about %s: %w", t.collector.Name, t.site.scope().ID, err)
	}
	if err := r.take(t, doc, raw); err != nil {
		return err
	}
	t.result.kept = true
	r.done++
	r.complete++
	return nil
}

func (r *run) finished(t *task, outcomes map[evidence.Outcome]int, took time.Duration) {
	r.mu.Lock()
	r.done++
	r.complete++
	done := r.done
	r.mu.Unlock()
	r.log.Debug("document written", "collector", t.collector.Name, "scope", t.site.scope().ID, "resources", t.result.resources, "calls", t.result.calls, "took", took)
	r.emit(Event{Kind: TaskFinished, Provider: t.site.provider.name(), Scope: t.site.scope(), Collector: t.collector.Name, Done: done, Total: len(r.tasks),
		Outcomes: outcomes, Resources: t.result.resources, Calls: t.result.calls, Duration: took})
}

// passedOver counts a task whose scope could not be entered.
func (r *run) passedOver(t *task) {
	r.mu.Lock()
	r.done++
	done := r.done
	r.mu.Unlock()
	r.emit(Event{Kind: TaskFinished, Provider: t.site.provider.name(), Scope: t.site.scope(), Collector: t.collector.Name, Done: done, Total: len(r.tasks),
		Message: t.site.expected.Reason})
}

func (r *run) emit(e Event) {
	r.telling.Lock()
	defer r.telling.Unlock()
	r.o.Progress(e)
}
