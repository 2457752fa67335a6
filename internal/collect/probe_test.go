package collect_test

import (
	"context"
	"errors"
	"net/http"
	"os"
	"reflect"
	"testing"
	"time"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/collect"
	"github.com/aismm/aismm/internal/evidence"
)

func TestProbeReadsASample(t *testing.T) {
	noLeaks(t)
	e := newEstate(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/two/east/disk":
			status(403, "not authorized")(w, r)
		case "/two/east/net", "/two/east/net/a", "/two/east/net/b":
			twoThings(w, r)
		default:
			t.Errorf("unexpected read of %s", r.URL.Path)
		}
	}, []string{"one", "two"}, "east", "west")
	for i := range 3 {
		e.expected[i].Outcome, e.expected[i].Reason = evidence.Denied, "no role"
	}
	e.expected[5].Skip = "left out"
	o := options(t, e, lister("disk"), lister("net"))
	o.Targets = append(o.Targets, collect.Target{Provider: absent(e), Collectors: []*collectors.Collector{}})
	r, err := collect.Probe(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	refused := evidence.Read{Operation: "disk:List", Kinds: []string{"toy_disk"}, Form: evidence.List, Outcome: evidence.Denied, Permission: "disk:List", Message: "not authorized", Calls: 1}
	scope := func(i int) evidence.Scope { return e.expected[i].Scope }
	want := &collect.ProbeResult{Providers: []collect.ProbedProvider{
		{Name: "absent", Title: "Toy", Reason: "no key", Gaps: []collect.Gap{}},
		{Name: "toy", Title: "Toy", Connected: true, Identity: "user/scanner", Calls: 4,
			Scopes: []collect.ProbedScope{{Scope: scope(0), Outcome: evidence.Denied, Reason: "no role"}, {Scope: scope(1), Outcome: evidence.Denied, Reason: "no role"},
				{Scope: scope(2), Outcome: evidence.Denied, Reason: "no role"}, {Scope: scope(3), Sampled: true}, {Scope: scope(4), Sampled: true}, {Scope: scope(5), Skip: "left out"}},
			Reads: []collect.ProbedRead{{Scope: "toy:two/east", Collector: "toy/disk", Read: refused},
				{Scope: "toy:two/east", Collector: "toy/net", Read: evidence.Read{Operation: "net:Get", Kinds: []string{"toy_net"}, Form: evidence.Detail, Outcome: evidence.OK, Calls: 2, Resources: 2}},
				{Scope: "toy:two/east", Collector: "toy/net", Read: evidence.Read{Operation: "net:List", Kinds: []string{"toy_net"}, Form: evidence.List, Outcome: evidence.OK, Calls: 1, Resources: 2}}},
			Gaps: []collect.Gap{{Provider: "toy", Collector: "toy/disk", Operation: "disk:List", Kinds: []string{"toy_disk"}, Outcome: evidence.Denied, Permission: "disk:List",
				Message: "not authorized", Scopes: []string{"toy:two/east"}, Reads: 1}},
			MissingPermissions: []string{"disk:List"}, KindsAffected: []string{"toy_disk"}},
	}}
	if !reflect.DeepEqual(r, want) {
		t.Errorf("got\n%+v\nwant\n%+v", r, want)
	}
	if _, err := os.Stat(o.Dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a probe wrote into %s", o.Dir)
	}
}

func absent(e *estate) *collectors.Provider {
	gone := &estate{server: e.server, connectErr: errors.New("no key")}
	p := gone.provider()
	p.Name = "absent"
	return p
}

// A provider that hangs costs a probe its time, not its answer.
func TestProbeEndsInTime(t *testing.T) {
	noLeaks(t)
	e := newEstate(t, func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, []string{"one"}, "east")
	o := options(t, e, lister("disk"))
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	r, err := collect.Probe(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	if p := r.Providers[0]; len(p.Gaps) != 1 || p.Gaps[0].Message != "the time allowed for the task ran out; raise scan.task_deadline if it needs more" {
		t.Errorf("%+v", p)
	}
}
