package cli

import (
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/aismm/aismm/internal/collect"
	"github.com/aismm/aismm/internal/report"
)

// progress shows a run on standard error: on a terminal one line that is rewritten, elsewhere only what went wrong and the end.
type progress struct {
	w     io.Writer
	width int // 0: no terminal
	now   func() time.Time

	mu       sync.Mutex
	drawn    time.Time
	shown    bool
	last     collect.Event
	denied   int
	started  time.Time
	resource int
}

// showsProgress reports whether people are told what happens: not with --quiet, nor beside JSON logs.
func (a *app) showsProgress() bool { return !a.quiet && a.logFormat != "json" }

// progress tells people what happens in a run, where it is shown.
func (a *app) progress() func(collect.Event) {
	if !a.showsProgress() {
		return func(collect.Event) {}
	}
	width, _ := terminal(a.stderr)
	p := &progress{w: a.stderr, width: width, now: a.now, started: a.now()}
	return p.event
}

func (p *progress) event(e collect.Event) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch e.Kind {
	case collect.Connected:
		p.line("%s: signed in as %s, %s to read", e.Provider, e.Identity, plural(e.Scopes, "scope"))
	case collect.NotConnected:
		p.line("%s: not connected: %s", e.Provider, e.Message)
	case collect.ScopeFailed:
		p.line("%s: cannot be entered: %s", e.Scope.ID, e.Message)
	case collect.Planned:
		if e.Done > 0 {
			p.line("%d of %d documents are kept from the interrupted run", e.Done, e.Total)
		}
	case collect.TaskFinished:
		p.resource += e.Resources
		for o, n := range e.Outcomes {
			if o.Gap() {
				p.denied += n
			}
		}
		p.last = e
		p.redraw(false)
	case collect.Finished:
		p.clear()
		p.line("read %s in %s: %s, %s, %s", plural(e.Total, "document"), p.now().Sub(p.started).Round(100*time.Millisecond),
			plural(p.resource, "resource"), plural(e.Calls, "call"), plural(p.denied, "gap"))
	}
}

// line writes a line that stays.
func (p *progress) line(format string, args ...any) {
	p.clear()
	fmt.Fprintf(p.w, format+"\n", args...)
}

func (p *progress) clear() {
	if p.shown {
		fmt.Fprint(p.w, "\r\x1b[K")
		p.shown = false
	}
}

// redraw rewrites the moving line, not more than ten times a second.
func (p *progress) redraw(force bool) {
	if p.width == 0 || !force && p.now().Sub(p.drawn) < 100*time.Millisecond {
		return
	}
	p.drawn, p.shown = p.now(), true
	text := fmt.Sprintf("reading %d/%d  %s  %s", p.last.Done, p.last.Total, p.last.Scope.ID, p.last.Collector)
	if r := []rune(text); len(r) >= p.width {
		text = string(r[:p.width-1])
	}
	fmt.Fprintf(p.w, "\r\x1b[K%s", text)
}

// plural writes a number with its noun.
func plural(n int, noun string) string { return report.Plural(n, noun) }

// passing shows on a terminal what takes a moment, and gives what takes it away again.
func (a *app) passing(text string) func() {
	if _, ok := terminal(a.stderr); !ok || !a.showsProgress() {
		return func() {}
	}
	fmt.Fprint(a.stderr, text)
	return func() { fmt.Fprint(a.stderr, "\r\x1b[K") }
}
