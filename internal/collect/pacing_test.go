package collect_test

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aismm/aismm/internal/collect"
	"github.com/aismm/aismm/internal/evidence"
)

// A pause that an API asks for holds all its calls, and nothing is lost.
func TestRetryAfterIsHonoured(t *testing.T) {
	for name, value := range map[string]func() string{
		"seconds":  func() string { return "1" },
		"fraction": func() string { return "0.6" },
		"date":     func() string { return time.Now().Add(2 * time.Second).UTC().Format(http.TimeFormat) },
	} {
		t.Run(name, func(t *testing.T) {
			var mu sync.Mutex
			var first, second time.Time
			e := newEstate(t, func(w http.ResponseWriter, r *http.Request) {
				mu.Lock()
				defer mu.Unlock()
				switch {
				case first.IsZero():
					first = time.Now()
					w.Header().Set("Retry-After", value())
					w.WriteHeader(http.StatusTooManyRequests)
					return
				case second.IsZero():
					second = time.Now()
				}
				twoThings(w, r)
			}, []string{"one"}, "east")
			o := options(t, e, lister("disk"))
			var waited time.Duration
			o.Progress = func(e collect.Event) {
				if e.Kind == collect.Waiting {
					waited += e.Duration
				}
			}
			if r := run(t, o); r.Incomplete {
				t.Errorf("gaps: %+v", r.Gaps)
			}
			if pause := second.Sub(first); pause < 550*time.Millisecond || waited < 500*time.Millisecond {
				t.Errorf("paused %s, told %s", pause, waited)
			}
		})
	}
}

// A pause beyond the task's time ends the wait at once, as throttling.
func TestPauseBeyondTheDeadline(t *testing.T) {
	e := newEstate(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", "3600")
		w.WriteHeader(http.StatusServiceUnavailable)
	}, []string{"one"}, "east")
	o := options(t, e, lister("disk"), lister("net"))
	o.Concurrency, o.TaskDeadline = 1, 20*time.Second
	start := time.Now()
	r := run(t, o)
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("waited %s", took)
	}
	if len(r.Gaps) != 2 || r.Gaps[1].Outcome != evidence.Throttled || !strings.Contains(r.Gaps[1].Message, "asked for a pause, which lasts 2m0s more") {
		t.Errorf("gaps: %+v", r.Gaps)
	}
}

func TestBudget(t *testing.T) {
	e := newEstate(t, twoThings, []string{"one", "two"}, "east", "west")
	o := options(t, e, lister("disk"))
	o.MaxCalls, o.Concurrency = 5, 1
	r := run(t, o)
	if r.Manifest.Providers[0].Calls != 5 {
		t.Errorf("%d calls", r.Manifest.Providers[0].Calls)
	}
	want := map[string]string{"toy:one": "collected gaps=0", "toy:two": "collected gaps=0", "toy:one/east": "collected gaps=0", "toy:one/west": "partial gaps=1",
		"toy:two/east": "partial gaps=1", "toy:two/west": "partial gaps=1"}
	if got := ledgerOf(r.Manifest); !maps.Equal(got, want) {
		t.Errorf("ledger: %v", got)
	}
	for _, g := range r.Gaps {
		if g.Outcome != evidence.Skipped || g.Message != "the budget of 5 calls is spent; raise it with --max-calls or scan.max_calls" {
			t.Errorf("gap: %+v", g)
		}
	}
	if d := document(t, o.Dir, "documents/toy/one/west/disk.json"); len(d.Resources["toy_disk"]) != 2 || len(d.Resources["toy_disk"][1].Missing) != 1 {
		t.Errorf("what was read before the budget was spent is lost: %+v", d)
	}
}

func TestRates(t *testing.T) {
	e := newEstate(t, twoThings, []string{"one"}, "east")
	o := options(t, e, lister("disk"), lister("net")) // six calls
	o.Rates = map[string]float64{"toy": 4}
	start := time.Now()
	run(t, o)
	if took := time.Since(start); took < 450*time.Millisecond {
		t.Errorf("six calls at four per second took %s", took)
	}
	// A rate that cannot be kept within the task's time ends the task, and says so.
	o = options(t, e, lister("disk"))
	o.Rates, o.TaskDeadline = map[string]float64{"toy": 0.01}, time.Second
	r := run(t, o)
	if len(r.Gaps) != 1 || r.Gaps[0].Operation != "disk:Get" || r.Gaps[0].Message != "the time allowed for the task ran out; raise scan.task_deadline if it needs more" {
		t.Errorf("gaps: %+v", r.Gaps)
	}
}

func TestReplyWithoutEnd(t *testing.T) {
	big := bytes.Repeat([]byte(" "), 1<<20)
	e := newEstate(t, func(w http.ResponseWriter, r *http.Request) {
		for range 4 {
			_, _ = w.Write(big)
		}
	}, []string{"one"}, "east")
	for name, limit := range map[string]int64{"shorter": 3 << 20, "one byte too many": 4<<20 - 1} {
		client := collect.ClientForTest(limit)
		var into any
		scope := evidence.NewScope("toy", "one", "east")
		err := getWith(t.Context(), client, e.server.URL, scope, &into)
		if err == nil || !strings.Contains(err.Error(), "larger than") {
			t.Errorf("%s: %v", name, err)
		}
	}
	var into any
	if err := getWith(t.Context(), collect.ClientForTest(4<<20), e.server.URL, evidence.NewScope("toy", "one", "east"), &into); err == nil || strings.Contains(err.Error(), "larger than") {
		t.Errorf("a reply of just the limit: %v", err)
	}
}

func getWith(ctx context.Context, h *http.Client, base string, s evidence.Scope, into any) error {
	return (&client{h, base, s}).get(ctx, "/disk", into)
}

func TestUserAgent(t *testing.T) {
	agents := make(chan string, 10)
	e := newEstate(t, func(w http.ResponseWriter, r *http.Request) {
		agents <- r.Header.Get("User-Agent")
		fmt.Fprint(w, `[]`)
	}, []string{"one"}, "east")
	run(t, options(t, e, lister("disk")))
	if got := <-agents; got != "aismm/test" {
		t.Errorf("User-Agent: %s", got)
	}
}
