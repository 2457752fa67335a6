package collect_test

import (
	"context"
	"errors"
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
		r, err := collect.Run(t.Context(), o)
		if err == nil || err.Error() != tt.want || r != nil {
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
	if _, err := collect.Run(t.Context(), o); !errors.Is(err, evidence.ErrOccupied) {
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
