package collect_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"path/filepath"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/collect"
	"github.com/aismm/aismm/internal/evidence"
)

func TestRunWritesEveryScopeAndCollector(t *testing.T) {
	noLeaks(t)
	e := newEstate(t, twoThings, []string{"one", "two"}, "east", "west")
	e.expected[5].Skip = "left out by exclude_regions"
	e.expected[1].Identity = "role/other"
	o := options(t, e, lister("disk"), lister("net"))
	var events []collect.Event
	o.Progress = func(e collect.Event) { events = append(events, e) }
	r := run(t, o)

	wantLedger := map[string]string{"toy:one": "collected gaps=0", "toy:one/east": "collected gaps=0", "toy:one/west": "collected gaps=0",
		"toy:two": "collected gaps=0", "toy:two/east": "collected gaps=0", "toy:two/west": "skipped gaps=0 : left out by exclude_regions"}
	if got := ledgerOf(r.Manifest); !maps.Equal(got, wantLedger) {
		t.Errorf("ledger: %v", got)
	}
	if want := []evidence.ProviderEntry{{Name: "toy", Connected: true, Identity: "user/scanner", Calls: 18}}; !reflect.DeepEqual(r.Manifest.Providers, want) {
		t.Errorf("providers: %+v", r.Manifest.Providers)
	}
	if r.Incomplete || len(r.Gaps) != 0 || r.Kept != 0 || !strings.HasPrefix(r.Digest, "sha256:") {
		t.Errorf("result: %+v", r)
	}
	want := &evidence.Document{Schema: evidence.DocumentSchema, Collector: "toy/disk", Scope: evidence.NewScope("toy", "one", "east"), CollectedAt: noon,
		Identity: "role/other",
		Reads: []evidence.Read{{Operation: "disk:Get", Kinds: []string{"toy_disk"}, Form: evidence.Detail, Outcome: evidence.OK, Calls: 2, Resources: 2},
			{Operation: "disk:List", Kinds: []string{"toy_disk"}, Form: evidence.List, Outcome: evidence.OK, Calls: 1, Resources: 2}},
		Resources: map[string][]*evidence.Resource{"toy_disk": {
			{ID: "toy:one/east/a", Config: map[string]any{"id": "a"}, Parts: map[string]any{"Get": map[string]any{"encrypted": true}}},
			{ID: "toy:one/east/b", Config: map[string]any{"id": "b"}, Parts: map[string]any{"Get": map[string]any{"encrypted": true}}}}}}
	if got := document(t, o.Dir, "documents/toy/one/east/disk.json"); !reflect.DeepEqual(got, want) {
		t.Errorf("document:\n%+v\nwant:\n%+v", got, want)
	}
	if n := len(documents(t, o.Dir)); n != 6 {
		t.Errorf("%d documents", n)
	}
	checkEvents(t, events, 6)
}

func checkEvents(t *testing.T, events []collect.Event, tasks int) {
	t.Helper()
	counts := map[collect.EventKind]int{}
	for _, e := range events {
		counts[e.Kind]++
		if e.Kind == collect.TaskFinished && (e.Total != tasks || e.Done < 1 || e.Done > tasks || e.Outcomes[evidence.OK] != 2 || e.Resources != 2 || e.Calls != 3) {
			t.Errorf("event: %+v", e)
		}
	}
	want := map[collect.EventKind]int{collect.Connecting: 1, collect.Connected: 1, collect.Planned: 1, collect.TaskStarted: tasks, collect.TaskFinished: tasks, collect.Finished: 1}
	if !maps.Equal(counts, want) {
		t.Errorf("events: %v", counts)
	}
	if last := events[len(events)-1]; last.Kind != collect.Finished || last.Done != tasks || last.Resources != 2*tasks || last.Calls != 3*tasks {
		t.Errorf("last event: %+v", last)
	}
}

// What goes wrong on the wire is a gap of just what it touches.
func TestFaultsAreGapsWhereTheyHappen(t *testing.T) {
	faults := map[string]struct {
		path    string
		fault   http.HandlerFunc
		outcome evidence.Outcome
		message string
	}{
		"list refused": {"/one/east/disk", status(403, "not authorized"), evidence.Denied, "not authorized"},
		"HTML":         {"/one/east/disk", status(200, "<html>sign in</html>"), evidence.Failed, "decode the reply: invalid character '<' looking for beginning of value"},
		"half a reply": {"/one/east/disk", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "100")
			fmt.Fprint(w, `["a"`)
		}, evidence.Failed, "read the reply: unexpected EOF"},
		"always throttled": {"/one/east/disk", status(429, "slow down"), evidence.Throttled, "slow down"},
		"server error":     {"/one/east/disk", status(500, "oops"), evidence.Failed, "HTTP 500: oops"},
		"redirect elsewhere": {"/one/east/disk", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/login", http.StatusFound)
		}, evidence.Failed, `HTTP 302: <a href="/login">Found</a>.`},
	}
	for name, f := range faults {
		t.Run(name, func(t *testing.T) {
			noLeaks(t)
			e := newEstate(t, func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == f.path {
					f.fault(w, r)
					return
				}
				twoThings(w, r)
			}, []string{"one"}, "east", "west")
			o := options(t, e, lister("disk"))
			r := run(t, o)
			want := map[string]string{"toy:one": "collected gaps=0", "toy:one/east": "partial gaps=1", "toy:one/west": "collected gaps=0"}
			if got := ledgerOf(r.Manifest); !maps.Equal(got, want) {
				t.Errorf("ledger: %v", got)
			}
			gap := []collect.Gap{{Provider: "toy", Collector: "toy/disk", Operation: "disk:List", Kinds: []string{"toy_disk"}, Outcome: f.outcome,
				Permission: "disk:List", Message: f.message, Scopes: []string{"toy:one/east"}, Reads: 1}}
			if !reflect.DeepEqual(r.Gaps, gap) || !r.Incomplete {
				t.Errorf("gaps: %+v", r.Gaps)
			}
		})
	}
}

func status(code int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(code)
		fmt.Fprint(w, body)
	}
}

func TestFailedDetailNamesItsThing(t *testing.T) {
	e := newEstate(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/one/east/disk/b" {
			status(403, "no")(w, r)
			return
		}
		twoThings(w, r)
	}, []string{"one"}, "east")
	o := options(t, e, lister("disk"))
	run(t, o)
	d := document(t, o.Dir, "documents/toy/one/east/disk.json")
	if got := d.Resources["toy_disk"][1].Missing; !reflect.DeepEqual(got, []string{"disk:Get"}) || d.Resources["toy_disk"][0].Missing != nil {
		t.Errorf("missing: %v", got)
	}
	want := evidence.Read{Operation: "disk:Get", Kinds: []string{"toy_disk"}, Form: evidence.Detail, Outcome: evidence.Denied, Permission: "disk:Get",
		Resource: "toy:one/east/b", Message: "no", Calls: 1}
	if !reflect.DeepEqual(d.Reads[1], want) {
		t.Errorf("reads: %+v", d.Reads)
	}
}

func TestScopesThatCannotBeEntered(t *testing.T) {
	e := newEstate(t, twoThings, []string{"one", "two", "three"}, "east")
	e.expected[1].Outcome, e.expected[1].Reason = evidence.Denied, "assume role/aismm: not authorized"
	e.sessionErrs["toy:two/east"] = &statusError{403, "no session"}
	o := options(t, e, lister("disk"), lister("net"))
	var done, total int
	o.Progress = func(e collect.Event) {
		if e.Kind == collect.TaskFinished {
			done, total = e.Done, e.Total
		}
	}
	r := run(t, o)
	want := map[string]string{"toy:one": "collected gaps=0", "toy:one/east": "failed gaps=2 denied: assume role/aismm: not authorized", "toy:two": "collected gaps=0",
		"toy:two/east": "failed gaps=2 denied: no session", "toy:three": "collected gaps=0", "toy:three/east": "collected gaps=0"}
	if got := ledgerOf(r.Manifest); !maps.Equal(got, want) {
		t.Errorf("ledger: %v", got)
	}
	if !r.Incomplete || len(r.Manifest.Documents) != 2 || done != 4 || total != 4 {
		t.Errorf("incomplete %v, %d documents, %d of %d tasks", r.Incomplete, len(r.Manifest.Documents), done, total)
	}
}

func TestOneProviderThatCannotBeReachedLeavesTheOthers(t *testing.T) {
	e := newEstate(t, twoThings, []string{"one"}, "east")
	for name, connect := range map[string]func(context.Context, collectors.ConnectOptions) (collectors.Connection, error){
		"error": func(context.Context, collectors.ConnectOptions) (collectors.Connection, error) {
			return nil, errors.New("sign in: the key was refused;\n  use another")
		},
		"panic": func(context.Context, collectors.ConnectOptions) (collectors.Connection, error) { panic("boom") },
		"no scopes": func(context.Context, collectors.ConnectOptions) (collectors.Connection, error) {
			return connection{estate: &estate{}}, nil
		},
		"other scope": func(context.Context, collectors.ConnectOptions) (collectors.Connection, error) {
			return connection{estate: e}, nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := options(t, e, lister("disk"))
			other := e.provider()
			other.Name, other.Connect = "absent", connect
			c := lister("disk")
			c.Name, c.Provider = "absent/disk", "absent"
			c.Kinds[0].Provider = "absent"
			o.Targets = append(o.Targets, collect.Target{Provider: other, Collectors: []*collectors.Collector{c}})
			r := run(t, o)
			reason := map[string]string{"error": "sign in: the key was refused; use another", "panic": "provider absent: internal error: boom",
				"no scopes": "the provider lists nothing to read", "other scope": `list the scopes: toy:one belongs to provider "toy"`}[name]
			want := map[string]string{"toy:one": "collected gaps=0", "toy:one/east": "collected gaps=0",
				"absent:*": "failed gaps=0 error: " + reason, "absent:*/*": "failed gaps=1 error: " + reason}
			if got := ledgerOf(r.Manifest); !maps.Equal(got, want) {
				t.Errorf("ledger: %v", got)
			}
			if p := r.Manifest.Providers[0]; p.Name != "absent" || p.Connected || p.Reason != reason || !r.Incomplete {
				t.Errorf("provider: %+v", p)
			}
		})
	}
}

func TestPanicsCostOneDocument(t *testing.T) {
	e := newEstate(t, twoThings, []string{"one"}, "east")
	for name, bad := range map[string]func(context.Context, *collectors.Recorder){
		"in Collect": func(context.Context, *collectors.Recorder) { panic("boom\nand its stack") },
		"in a read": func(ctx context.Context, r *collectors.Recorder) {
			r.List(ctx, "net:List", func(context.Context) (int, error) { panic("boom") })
		},
		"in a goroutine": func(_ context.Context, r *collectors.Recorder) { wait(func() { defer r.Guard(); panic("boom") }) },
	} {
		t.Run(name, func(t *testing.T) {
			c := lister("net")
			c.Collect = func(ctx context.Context, _ any, r *collectors.Recorder) { bad(ctx, r) }
			o := options(t, e, lister("disk"), c)
			r := run(t, o)
			if want := map[string]string{"toy:one": "collected gaps=0", "toy:one/east": "partial gaps=1"}; !maps.Equal(ledgerOf(r.Manifest), want) {
				t.Errorf("ledger: %v", ledgerOf(r.Manifest))
			}
			if len(r.Gaps) != 1 || r.Gaps[0].Outcome != evidence.Failed || !strings.Contains(r.Gaps[0].Message, "internal error: ") || !strings.HasSuffix(r.Gaps[0].Message, "boom") {
				t.Errorf("gaps: %+v", r.Gaps)
			}
		})
	}
}

func wait(do func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		do()
	}()
	<-done
}

// A document that contradicts itself is the collector's fault, and no reason to lose the others.
func TestTwiceTheSameIDIsAFailedDocument(t *testing.T) {
	e := newEstate(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/one/east/net" {
			fmt.Fprint(w, `["a","a"]`)
			return
		}
		twoThings(w, r)
	}, []string{"one"}, "east")
	o := options(t, e, lister("disk"), lister("net"))
	r := run(t, o)
	d := document(t, o.Dir, "documents/toy/one/east/net.json")
	if len(d.Reads) != 1 || d.Reads[0].Outcome != evidence.Failed || len(d.Resources["toy_net"]) != 0 ||
		!strings.Contains(d.Reads[0].Message, `id "toy:one/east/a" is used twice`) || !r.Incomplete {
		t.Errorf("document: %+v", d)
	}
}

func TestTaskDeadline(t *testing.T) {
	noLeaks(t)
	release := make(chan struct{})
	e := newEstate(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/one/east/net") {
			select {
			case <-release:
			case <-r.Context().Done():
			}
			return
		}
		twoThings(w, r)
	}, []string{"one"}, "east")
	t.Cleanup(func() { close(release) })
	o := options(t, e, lister("disk"), lister("net"))
	o.TaskDeadline = 150 * time.Millisecond
	r := run(t, o)
	if want := map[string]string{"toy:one": "collected gaps=0", "toy:one/east": "partial gaps=1"}; !maps.Equal(ledgerOf(r.Manifest), want) {
		t.Errorf("ledger: %v", ledgerOf(r.Manifest))
	}
	if len(r.Gaps) != 1 || r.Gaps[0].Message != "the time allowed for the task ran out" || r.Gaps[0].Outcome != evidence.Failed {
		t.Errorf("gaps: %+v", r.Gaps)
	}
}

func TestCollectorThatHeedsNoDeadlineIsLeftBehind(t *testing.T) {
	e := newEstate(t, twoThings, []string{"one"}, "east")
	release := make(chan struct{})
	defer close(release)
	c := lister("net")
	collectAll := c.Collect
	c.Collect = func(ctx context.Context, s any, r *collectors.Recorder) {
		collectAll(ctx, s, r)
		<-release
	}
	o := options(t, e, lister("disk"), c)
	o.TaskDeadline = 100 * time.Millisecond
	o = o.WithGrace(50 * time.Millisecond)
	r := run(t, o)
	if len(r.Gaps) != 1 || r.Gaps[0].Message != "the collector did not end when its time (100ms) was up" {
		t.Errorf("gaps: %+v", r.Gaps)
	}
	if d := document(t, o.Dir, "documents/toy/one/east/net.json"); len(d.Resources["toy_net"]) != 0 {
		t.Errorf("what a running collector may still change was used: %+v", d)
	}
}

func TestKindsChooseCollectors(t *testing.T) {
	e := newEstate(t, twoThings, []string{"one"}, "east")
	net := lister("net")
	net.Needs = []string{"toy_disk"}
	for _, c := range []struct {
		kinds []string
		want  []string
	}{{nil, []string{"toy/cpu", "toy/disk", "toy/net"}}, {[]string{"toy_net"}, []string{"toy/disk", "toy/net"}}, {[]string{"toy_cpu"}, []string{"toy/cpu"}}, {[]string{}, []string{}}} {
		o := options(t, e, lister("disk"), lister("cpu"), net)
		o.Kinds = c.kinds
		r := run(t, o)
		for _, l := range r.Manifest.Ledger {
			if l.Scope.ID == "toy:one/east" && !reflect.DeepEqual(l.Expected, c.want) {
				t.Errorf("kinds %v: expected %v, want %v", c.kinds, l.Expected, c.want)
			}
		}
		if len(r.Manifest.Documents) != len(c.want) {
			t.Errorf("kinds %v: %d documents", c.kinds, len(r.Manifest.Documents))
		}
	}
}

func TestWrongUse(t *testing.T) {
	e := newEstate(t, twoThings, []string{"one"}, "east")
	a, b, c := lister("a"), lister("b"), lister("c")
	a.Needs, b.Needs, c.Needs = []string{"toy_b"}, []string{"toy_a"}, []string{"toy_unknown"}
	for name, tt := range map[string]struct {
		change func(*collect.Options)
		want   string
	}{
		"no targets": {func(o *collect.Options) { o.Targets = nil }, "collect: no provider to read; name one with --provider or in aismm.yaml, or put credentials into the environment"},
		"twice":      {func(o *collect.Options) { o.Targets = append(o.Targets, o.Targets[0]) }, "collect: provider toy is given twice"},
		"cycle":      {func(o *collect.Options) { o.Targets[0].Collectors = []*collectors.Collector{a, b} }, "collect: collectors need each other's kinds: toy/a → toy/b → toy/a"},
		"unknown":    {func(o *collect.Options) { o.Targets[0].Collectors = []*collectors.Collector{c} }, "collect: collector toy/c needs kind toy_unknown, which no collector of the same boundary yields"},
		"rate":       {func(o *collect.Options) { o.Rates = map[string]float64{"toy": 0} }, "collect: rate toy is 0 calls per second; it must be more than 0"},
		"both":       {func(o *collect.Options) { o.Force, o.Resume = true, true }, "collect: a bundle is either resumed or replaced; drop --force or --resume"},
	} {
		o := options(t, e, lister("disk"))
		tt.change(&o)
		if r, err := collect.Run(t.Context(), o); err == nil || err.Error() != tt.want || r != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestForceReplacesOnlyBundles(t *testing.T) {
	e := newEstate(t, twoThings, []string{"one"}, "east")
	o := options(t, e, lister("disk"))
	first := run(t, o)
	if _, err := collect.Run(t.Context(), o); !errors.Is(err, evidence.ErrFinished) {
		t.Fatalf("not refused: %v", err)
	}
	o.Force, o.Tool = true, "test2"
	if second := run(t, o); second.Digest == first.Digest {
		t.Error("the bundle was not replaced")
	}
	// Interrupted while signing in, the old bundle stays.
	ctx, cancel := context.WithCancel(t.Context())
	o.Progress = func(collect.Event) { cancel() }
	before := documents(t, o.Dir)
	if _, err := collect.Run(ctx, o); !errors.Is(err, collect.ErrInterrupted) {
		t.Fatalf("not interrupted: %v", err)
	}
	if _, err := evidence.Open(o.Dir); err != nil || !maps.Equal(before, documents(t, o.Dir)) {
		t.Errorf("the old bundle is gone: %v", err)
	}
	o.Progress = nil
	o.Dir = filepath.Dir(o.Dir)
	if _, err := collect.Run(t.Context(), o); err == nil || !strings.Contains(err.Error(), "not empty") {
		t.Errorf("a directory that holds other things was not refused: %v", err)
	}
}

func TestConcurrencyIsBounded(t *testing.T) {
	var now, most atomic.Int64
	e := newEstate(t, func(w http.ResponseWriter, r *http.Request) {
		n := now.Add(1)
		for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
		}
		time.Sleep(5 * time.Millisecond)
		now.Add(-1)
		twoThings(w, r)
	}, []string{"one", "two", "three", "four"}, "east", "west")
	o := options(t, e, lister("disk"), lister("net"))
	o.Concurrency = 3
	run(t, o)
	if m := most.Load(); m > 3 || m < 2 {
		t.Errorf("%d at once, want 3", m)
	}
}
