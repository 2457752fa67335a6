package collect

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

// result is what became of a task, in short.
type result struct {
	reads     []evidence.Read // those that are gaps, or all of a probe; redacted
	drift     []evidence.Drift
	resources int
	calls     int
	kept      bool // from an interrupted run
}

// perform runs one task to its document on disk. An error means that the run cannot go on: it was interrupted, or nothing can be written.
func (r *run) perform(ctx context.Context, t *task) error {
	s := t.site
	s.once.Do(func() { r.enter(ctx, s) })
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if s.err != nil {
		r.passedOver(t)
		return nil
	}
	start := time.Now()
	r.emit(Event{Kind: TaskStarted, Provider: s.provider.name(), Scope: s.scope(), Collector: t.collector.Name})
	doc := r.read(ctx, t)
	if ctx.Err() != nil {
		return ctx.Err() // the document would hold what the interruption broke
	}
	raw, err := r.sink.write(doc)
	if bad, ok := errors.AsType[*evidence.DocumentError](err); ok {
		r.log.Error("document refused", "collector", t.collector.Name, "scope", s.scope().ID, "error", bad)
		doc = r.document(t, r.cut(t, "internal error: "+bad.Error()))
		raw, err = r.sink.write(doc)
	}
	if err != nil {
		return err
	}
	if err := r.take(t, doc, raw); err != nil {
		return err
	}
	outcomes := map[evidence.Outcome]int{}
	for _, read := range doc.Reads {
		outcomes[read.Outcome]++
	}
	r.finished(t, outcomes, time.Since(start))
	return nil
}

// enter opens the session of a scope.
func (r *run) enter(ctx context.Context, s *site) {
	ctx, cancel := context.WithDeadline(ctx, r.before(r.o.TaskDeadline))
	defer cancel()
	var session any
	err := r.bounded(ctx, func() error {
		return safely(r.log, "provider "+s.provider.name(), func() (err error) {
			session, err = s.provider.conn.Session(ctx, s.scope())
			return err
		})
	})
	if err == nil {
		s.session = session
		return
	}
	outcome, message := r.classify(s, err)
	s.err, s.expected.Outcome, s.expected.Reason = err, outcome, r.reason(errors.New(message))
	r.unlistedSite(s, s.expected.Reason)
	r.log.Warn("scope not entered", "scope", s.scope().ID, "outcome", outcome, "reason", message)
	r.emit(Event{Kind: ScopeFailed, Provider: s.provider.name(), Scope: s.scope(), Message: s.expected.Reason})
}

// classify asks the provider about an error that is no read's; what it takes for a success or an absence is a failure all the same.
func (r *run) classify(s *site, err error) (outcome evidence.Outcome, message string) {
	outcome, message = evidence.Failed, err.Error()
	failed := safely(r.log, "provider "+s.provider.name(), func() error {
		outcome, message = s.provider.conn.Classify(err)
		return nil
	})
	if failed != nil || !outcome.Gap() || outcome == "" {
		return evidence.Failed, err.Error()
	}
	return outcome, message
}

// read lets a collector read, and accounts for whatever becomes of it.
func (r *run) read(ctx context.Context, t *task) *evidence.Document {
	ctx, cancel := context.WithDeadline(ctx, r.before(r.o.TaskDeadline))
	defer cancel()
	rec := r.recorder(t)
	err := r.bounded(ctx, func() error {
		return safely(r.log, "collector "+t.collector.Name, func() error {
			t.collector.Collect(ctx, t.site.session, rec)
			return nil
		})
	})
	panics := rec.Panics()
	for _, p := range panics {
		r.log.Error("panic", "in", "collector "+t.collector.Name, "scope", t.site.scope().ID, "value", fmt.Sprint(p.Value), "stack", string(p.Stack))
	}
	switch {
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		// It goes on somewhere, and may still change what it has given: nothing of that is used.
		r.log.Error("collector left behind", "collector", t.collector.Name, "scope", t.site.scope().ID)
		return r.document(t, r.cut(t, fmt.Sprintf("the collector did not end when its time (%s) was up", r.o.TaskDeadline)))
	case err != nil:
		rec.Cut(evidence.Failed, err.Error())
	case len(panics) > 0:
		rec.Cut(evidence.Failed, panics[0].Error())
	case ctx.Err() != nil:
		rec.Cut(evidence.Failed, fmt.Sprintf("the time allowed for the task (%s) ran out; raise scan.task_deadline", r.o.TaskDeadline))
	}
	return r.document(t, rec)
}

func (r *run) recorder(t *task) *collectors.Recorder {
	boundary := t.site.scope().Boundary()
	classify := func(err error) (evidence.Outcome, string) { return r.classifyRead(t.site, err) }
	rec := collectors.NewRecorder(t.collector, t.site.scope(), classify, func(kind string) []*evidence.Resource { return r.seenOf(boundary, kind) })
	for _, kind := range t.collector.Needs {
		if reason, ok := r.unlistedOf(boundary, kind); ok {
			rec.Unlisted(kind, reason)
		}
	}
	return rec
}

// classifyRead asks the provider about the error of a read, which may well prove an absence.
func (r *run) classifyRead(s *site, err error) (outcome evidence.Outcome, message string) {
	failed := safely(r.log, "provider "+s.provider.name(), func() error {
		outcome, message = s.provider.conn.Classify(err)
		return nil
	})
	if failed != nil || outcome == "" {
		return evidence.Failed, err.Error()
	}
	return outcome, message
}

// cut is the account of a task of which nothing can be used.
func (r *run) cut(t *task, message string) *collectors.Recorder {
	rec := collectors.NewRecorder(t.collector, t.site.scope(), nil, nil)
	rec.Cut(evidence.Failed, message)
	return rec
}

func (r *run) document(t *task, rec *collectors.Recorder) *evidence.Document {
	reads, resources := rec.Finish()
	return &evidence.Document{Collector: t.collector.Name, Scope: t.site.scope(), CollectedAt: r.o.Now(), Identity: t.site.identity(),
		Source: rec.Source(), Reads: reads, Drift: evidence.FindDrift(t.collector.Kinds, resources), Resources: resources}
}
