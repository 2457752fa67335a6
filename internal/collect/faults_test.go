package collect_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/collect"
	"github.com/aismm/aismm/internal/evidence"
)

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
	if len(r.Gaps) != 1 || r.Gaps[0].Message != "the time allowed for the task ran out; raise scan.task_deadline if it needs more" || r.Gaps[0].Outcome != evidence.Failed {
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
