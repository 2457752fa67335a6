package collect_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/collect"
	"github.com/aismm/aismm/internal/evidence"
)

// Interrupted after any number of calls and resumed, a run leaves the same bundle as one that was not interrupted.
func TestInterruptAndResume(t *testing.T) {
	noLeaks(t)
	var calls, stopAt atomic.Int64
	var stop context.CancelFunc
	e := newEstate(t, func(w http.ResponseWriter, r *http.Request) {
		if n := calls.Add(1); n == stopAt.Load() {
			stop()
			<-r.Context().Done()
			return
		}
		twoThings(w, r)
	}, []string{"one", "two"}, "east", "west")
	cs := []*collectors.Collector{follower(true), lister("disk"), lister("net")}
	whole := options(t, e, cs...)
	whole.Concurrency = 2
	want := run(t, whole)
	total := calls.Load()
	kept := 0
	for at := int64(1); at <= total; at += 2 {
		o := whole
		o.Dir = filepath.Join(t.TempDir(), "bundle")
		calls.Store(0)
		stopAt.Store(at)
		ctx, cancel := context.WithCancel(t.Context())
		stop = cancel
		r, err := collect.Run(ctx, o)
		cancel()
		if !errors.Is(err, collect.ErrInterrupted) || !errors.Is(err, context.Canceled) || r != nil {
			t.Fatalf("stopped at call %d: %v", at, err)
		}
		if _, err := evidence.Open(o.Dir); !errors.Is(err, evidence.ErrInterrupted) {
			t.Fatalf("stopped at call %d: %v", at, err)
		}
		stopAt.Store(0)
		o.Resume = true
		got := run(t, o)
		kept += got.Kept
		if !maps.Equal(documents(t, whole.Dir), documents(t, o.Dir)) {
			t.Errorf("stopped at call %d: other documents", at)
		}
		if !maps.Equal(ledgerOf(got.Manifest), ledgerOf(want.Manifest)) {
			t.Errorf("stopped at call %d: ledger %v", at, ledgerOf(got.Manifest))
		}
		if got.Kept == 0 && got.Digest != want.Digest {
			t.Errorf("stopped at call %d, with nothing kept: another bundle", at)
		}
	}
	if kept < int(total)/2 {
		t.Errorf("only %d documents were kept over %d interruptions", kept, total)
	}
}

func TestResumeNeedsTheSameOptions(t *testing.T) {
	e := newEstate(t, twoThings, []string{"one"}, "east")
	o := options(t, e, lister("disk"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := collect.Run(ctx, o); !errors.Is(err, collect.ErrInterrupted) {
		t.Fatal(err)
	}
	o.Resume, o.Regions = true, []string{"east"}
	if _, err := collect.Run(t.Context(), o); !errors.Is(err, evidence.ErrOtherOptions) {
		t.Errorf("not refused: %v", err)
	}
	o.Regions, o.Concurrency, o.MaxCalls = nil, 3, 100 // these do not decide what is collected
	run(t, o)
	if _, err := collect.Run(t.Context(), o); !errors.Is(err, evidence.ErrFinished) {
		t.Errorf("a finished bundle was resumed: %v", err)
	}
	o.Dir = t.TempDir()
	if _, err := collect.Run(t.Context(), o); !errors.Is(err, evidence.ErrNoBundle) {
		t.Errorf("no bundle was resumed: %v", err)
	}
}

// What an interrupted run had read of a provider that is gone when it is resumed stays, and what is missing is accounted for.
func TestResumeWithoutTheProvider(t *testing.T) {
	e := newEstate(t, twoThings, []string{"one"}, "east", "west")
	o := options(t, e, lister("disk"))
	o.Concurrency = 1
	elsewhere := newEstate(t, twoThings, nil)
	elsewhere.expected = []collectors.Expected{{Scope: evidence.NewScope("zoo", "one", "east")}}
	other, c := elsewhere.provider(), lister("disk")
	other.Name, c.Name, c.Provider, c.Kinds[0].Provider = "zoo", "zoo/disk", "zoo", "zoo"
	o.Targets = append(o.Targets, collect.Target{Provider: other, Collectors: []*collectors.Collector{c}})
	ctx, cancel := context.WithCancel(t.Context())
	o.Progress = func(e collect.Event) {
		if e.Kind == collect.TaskFinished && e.Provider == "toy" {
			cancel()
		}
	}
	if _, err := collect.Run(ctx, o); !errors.Is(err, collect.ErrInterrupted) {
		t.Fatal(err)
	}
	e.connectErr = errors.New("the key has expired")
	o.Progress, o.Resume = nil, true
	r := run(t, o)
	gone := "error: the key has expired"
	want := map[string]string{"toy:*": "failed gaps=0 " + gone, "toy:*/*": "failed gaps=1 " + gone, "toy:one": "failed gaps=0 " + gone,
		"toy:one/east": "collected gaps=0", "toy:one/west": "failed gaps=1 " + gone, "zoo:one/east": "collected gaps=0"}
	if got := ledgerOf(r.Manifest); !maps.Equal(got, want) {
		t.Errorf("ledger: %v", got)
	}
}

// Where no provider can be signed in to, neither resuming nor replacing touches the bundle that there is.
func TestNothingIsLostWhereNothingCanBeRead(t *testing.T) {
	e := newEstate(t, twoThings, []string{"one"}, "east", "west")
	o := options(t, e, lister("disk"))
	o.Concurrency = 1
	ctx, cancel := context.WithCancel(t.Context())
	o.Progress = func(e collect.Event) {
		if e.Kind == collect.TaskFinished {
			cancel()
		}
	}
	if _, err := collect.Run(ctx, o); !errors.Is(err, collect.ErrInterrupted) {
		t.Fatal(err)
	}
	o.Progress, o.Resume = nil, true
	want := "collect: nothing can be read, so the bundle in " + o.Dir + " stays as it is\ntoy: the key has expired"
	refused := func() {
		t.Helper()
		e.connectErr = errors.New("the key has expired")
		before := documents(t, o.Dir)
		if r, err := collect.Run(t.Context(), o); err == nil || err.Error() != want || r != nil || !maps.Equal(before, documents(t, o.Dir)) {
			t.Fatalf("error: %v", err)
		}
		e.connectErr = nil
	}
	refused()
	if r := run(t, o); r.Kept == 0 || r.Incomplete {
		t.Errorf("resumed: %+v", r)
	}
	o.Resume, o.Force = false, true
	refused()
	if _, err := evidence.Open(o.Dir); err != nil {
		t.Error(err)
	}
}

// fullDisk refuses to write more than so many files.
type fullDisk struct {
	evidence.Files
	left atomic.Int64
}

func (f *fullDisk) CreateTemp(dir, pattern string) (evidence.File, error) {
	if f.left.Add(-1) < 0 {
		return nil, &fs.PathError{Op: "write", Path: dir, Err: errors.New("no space left on device")}
	}
	return f.Files.CreateTemp(dir, pattern)
}

func TestDiskFull(t *testing.T) {
	noLeaks(t)
	e := newEstate(t, twoThings, []string{"one", "two"}, "east", "west")
	whole := options(t, e, lister("disk"))
	want := run(t, whole)
	for room := int64(1); room < 7; room++ { // one file is the state, one the plan, four are documents, one is the manifest
		o := whole
		o.Dir = filepath.Join(t.TempDir(), "bundle")
		disk := &fullDisk{Files: evidence.OSFiles()}
		disk.left.Store(room)
		o.Files = disk
		_, err := collect.Run(t.Context(), o)
		if err == nil || !strings.Contains(err.Error(), "no space left on device") || !strings.Contains(err.Error(), "--resume") {
			t.Fatalf("room for %d files: %v", room, err)
		}
		disk.left.Store(1000)
		o.Resume = true
		run(t, o)
		if got := documents(t, o.Dir); !maps.Equal(got, documents(t, whole.Dir)) {
			t.Errorf("room for %d files: other documents", room)
		}
	}
	if len(want.Manifest.Documents) != 4 {
		t.Errorf("%d documents", len(want.Manifest.Documents))
	}
}

// Unwritable directories are an error before anything is read.
func TestDirectoryThatCannotBeMade(t *testing.T) {
	e := newEstate(t, func(http.ResponseWriter, *http.Request) { t.Error("the provider was asked") }, []string{"one"}, "east")
	o := options(t, e, lister("disk"))
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	o.Dir = filepath.Join(file, "bundle")
	if _, err := collect.Run(t.Context(), o); err == nil || !strings.Contains(err.Error(), fmt.Sprint(file)) {
		t.Errorf("error: %v", err)
	}
}
