package collectors

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/aismm/aismm/internal/evidence"
)

var (
	errDenied      = errors.New("denied")
	errUnsupported = errors.New("unsupported")
	errTwisted     = errors.New("twisted")
)

func toyClassify(err error) (evidence.Outcome, string) {
	switch {
	case errors.Is(err, errDenied):
		return evidence.Denied, "not allowed"
	case errors.Is(err, errUnsupported):
		return evidence.Unsupported, "not here"
	case errors.Is(err, errTwisted):
		return evidence.OK, "all is well"
	}
	return evidence.Failed, err.Error()
}

func recorderOf(c *Collector) *Recorder {
	return NewRecorder(c, evidence.NewScope("toy", "one", "east"), toyClassify, nil)
}

// list makes a list read with so many calls and things.
func list(r *Recorder, operation string, calls, n int, err error) bool {
	return r.List(context.Background(), operation, func(ctx context.Context) (int, error) {
		for range calls {
			Called(ctx)
		}
		return n, err
	})
}

func disk(r *Recorder, id string) *evidence.Resource {
	res := &evidence.Resource{ID: id, Config: map[string]any{}}
	r.Add("toy_disk", res)
	return res
}

func detail(r *Recorder, res *evidence.Resource, err error) bool {
	return r.Detail(context.Background(), "disk:Get", res, func(ctx context.Context) error {
		Called(ctx)
		return err
	})
}

// read writes a read in one line.
func read(r evidence.Read) string {
	return strings.Join(strings.Fields(fmt.Sprintf("%s %s %s %s %s calls=%d n=%d [%s] %s", r.Operation, r.Form, r.Outcome, strings.Join(r.Kinds, ","), r.Resource,
		r.Calls, r.Resources, r.Permission, r.Message)), " ")
}

func TestAccounts(t *testing.T) {
	const (
		listed     = "disk:List list ok toy_disk calls=2 n=2 []"
		notAllowed = "disk:List list denied toy_disk calls=1 n=0 [disk:List] not allowed"
		rulesHold  = "disk:ListRules list ok toy_rule calls=0 n=0 []"
		rulesNot   = "disk:ListRules list skipped toy_rule calls=0 n=0 [disk:ListRules] not attempted, because disk:List did not succeed"
	)
	for name, tt := range map[string]struct {
		collect func(r *Recorder)
		want    []string
	}{
		"nothing was done": {func(r *Recorder) {}, []string{"disk:List list skipped toy_disk calls=0 n=0 [disk:List] the collector ended before this read", rulesNot}},
		"nothing is there": {func(r *Recorder) { list(r, "disk:List", 1, 0, nil) }, []string{"disk:List list ok toy_disk calls=1 n=0 []", rulesHold}},
		"merged successes": {func(r *Recorder) {
			list(r, "disk:List", 2, 2, nil)
			detail(r, disk(r, "b"), nil)
			detail(r, disk(r, "a"), nil)
			list(r, "disk:ListRules", 1, 3, nil)
			list(r, "disk:ListRules", 1, 4, nil)
		}, []string{"disk:Get detail ok toy_disk calls=2 n=2 []", listed, "disk:ListRules list ok toy_rule calls=2 n=7 []"}},
		"list refused":     {func(r *Recorder) { list(r, "disk:List", 1, 0, errDenied) }, []string{notAllowed, rulesNot}},
		"half way refused": {func(r *Recorder) { disk(r, "a"); list(r, "disk:List", 2, 1, errDenied) }, []string{"disk:List list denied toy_disk calls=2 n=1 [disk:List] not allowed", rulesNot}},
		"not in this region": {func(r *Recorder) { list(r, "disk:List", 1, 0, errUnsupported) },
			[]string{"disk:List list unsupported toy_disk calls=1 n=0 [disk:List] not here", "disk:ListRules list unsupported toy_rule calls=0 n=0 [disk:ListRules] not here"}},
		"one detail refused": {func(r *Recorder) {
			list(r, "disk:List", 2, 2, nil)
			detail(r, disk(r, "b"), errDenied)
			detail(r, disk(r, "a"), nil)
		}, []string{"disk:Get detail ok toy_disk calls=1 n=1 []", "disk:Get detail denied toy_disk b calls=1 n=0 [disk:Get, key:Use] not allowed", listed, rulesHold}},
		"one of several lists refused": {func(r *Recorder) {
			list(r, "disk:List", 2, 2, nil)
			list(r, "disk:ListRules", 1, 3, nil)
			list(r, "disk:ListRules", 1, 0, errDenied)
		}, []string{listed, "disk:ListRules list denied toy_rule calls=1 n=0 [disk:ListRules] not allowed", "disk:ListRules list ok toy_rule calls=1 n=3 []"}},
		"an error that is called a success": {func(r *Recorder) { list(r, "disk:List", 1, 0, errTwisted) },
			[]string{"disk:List list error toy_disk calls=1 n=0 [disk:List] all is well", rulesNot}},
		"cut at the start": {func(r *Recorder) { r.Cut(evidence.Failed, "out of time") },
			[]string{"disk:List list error toy_disk calls=0 n=0 [disk:List] out of time", "disk:ListRules list error toy_rule calls=0 n=0 [disk:ListRules] out of time"}},
		"cut among the details": {func(r *Recorder) {
			list(r, "disk:List", 2, 2, nil)
			detail(r, disk(r, "a"), nil)
			disk(r, "b")
			r.Cut(evidence.Skipped, "out of calls")
		}, []string{"disk:Get detail ok toy_disk calls=1 n=1 []", "disk:Get detail skipped toy_disk b calls=0 n=0 [disk:Get, key:Use] out of calls", listed,
			"disk:ListRules list skipped toy_rule calls=0 n=0 [disk:ListRules] out of calls"}},
		"cut at the end": {func(r *Recorder) {
			list(r, "disk:List", 2, 2, nil)
			list(r, "disk:ListRules", 0, 0, nil)
			r.Cut(evidence.Failed, "out of time")
		}, []string{listed, rulesHold}},
	} {
		t.Run(name, func(t *testing.T) {
			r := recorderOf(toy())
			tt.collect(r)
			reads, resources := r.Finish()
			var got []string
			for _, x := range reads {
				got = append(got, read(x))
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(tt.want, "\n"))
			}
			if len(resources) != 2 || resources["toy_disk"] == nil || resources["toy_rule"] == nil {
				t.Errorf("resources: %v", resources)
			}
			if !slices.IsSortedFunc(resources["toy_disk"], func(a, b *evidence.Resource) int { return strings.Compare(a.ID, b.ID) }) {
				t.Error("resources are not in order")
			}
			for _, res := range resources["toy_disk"] {
				failed := slices.ContainsFunc(reads, func(x evidence.Read) bool { return x.Resource == res.ID && x.Outcome.Gap() })
				if failed != slices.Equal(res.Missing, []string{"disk:Get"}) {
					t.Errorf("%s: missing %v", res.ID, res.Missing)
				}
			}
		})
	}
}

// An operation may follow another that was itself never made, over any number of steps.
func TestAfterOverSeveralSteps(t *testing.T) {
	c := toy()
	c.Operations = append(c.Operations, Operation{Name: "rule:List", Form: evidence.List, Kinds: []string{"toy_rule"}, After: "disk:ListRules"},
		Operation{Name: "rule:ListOfDisk", Form: evidence.List, Kinds: []string{"toy_rule"}, After: "disk:Get"},
		Operation{Name: "loop:A", Form: evidence.List, Kinds: []string{"toy_rule"}, After: "loop:B"}, Operation{Name: "loop:B", Form: evidence.List, Kinds: []string{"toy_rule"}, After: "loop:A"})
	for name, tt := range map[string]struct {
		err  error
		want evidence.Outcome
	}{"ok": {nil, evidence.OK}, "denied": {errDenied, evidence.Skipped}, "unsupported": {errUnsupported, evidence.Unsupported}} {
		r := recorderOf(c)
		list(r, "disk:List", 1, 0, tt.err)
		reads, _ := r.Finish()
		for _, x := range reads {
			want := tt.want
			if strings.HasPrefix(x.Operation, "loop:") {
				want = evidence.Skipped
			}
			if x.Operation != "disk:List" && x.Outcome != want {
				t.Errorf("%s: %s", name, read(x))
			}
		}
	}
}

// What was made for the things of half a list is half of it, over any number of steps and in whatever order the steps are declared.
func TestAfterHalfAList(t *testing.T) {
	c := toy()
	c.Operations = append([]Operation{{Name: "rule:List", Form: evidence.List, Kinds: []string{"toy_rule"}, After: "disk:ListRules"}}, c.Operations...)
	r := recorderOf(c)
	detail(r, disk(r, "a"), nil)
	list(r, "disk:List", 2, 1, errDenied)
	list(r, "disk:ListRules", 1, 3, nil)
	list(r, "rule:List", 1, 1, nil)
	want := []string{
		"disk:Get detail ok toy_disk calls=1 n=1 []",
		"disk:List list denied toy_disk calls=2 n=1 [disk:List] not allowed",
		"disk:ListRules list ok toy_rule calls=1 n=3 []",
		"disk:ListRules list skipped toy_rule calls=0 n=0 [disk:ListRules] not attempted for all, because disk:List did not succeed",
		"rule:List list ok toy_rule calls=1 n=1 []",
		"rule:List list skipped toy_rule calls=0 n=0 [rule:List] not attempted for all, because disk:ListRules did not succeed",
	}
	for range 2 { // the account stays what it is
		var got []string
		reads, _ := r.Finish()
		for _, x := range reads {
			got = append(got, read(x))
		}
		if !slices.Equal(got, want) {
			t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

// A detail that starts from another detail of the same thing is missing where that one is, and only there.
func TestDetailAfterADetail(t *testing.T) {
	c := toy()
	c.Operations = append(c.Operations, Operation{Name: "disk:GetPart", Form: evidence.Detail, Kinds: []string{"toy_disk"}, After: "disk:Get"})
	r := recorderOf(c)
	list(r, "disk:List", 1, 3, nil)
	part := func(res *evidence.Resource, err error) {
		r.Detail(context.Background(), "disk:GetPart", res, func(context.Context) error { return err })
	}
	a, b, none := disk(r, "a"), disk(r, "b"), disk(r, "none")
	detail(r, a, errDenied)
	detail(r, b, nil)
	part(b, nil)
	detail(r, none, nil) // the detail says that there are no parts to ask for
	reads, _ := r.Finish()
	var got []string
	for _, x := range reads {
		if x.Operation == "disk:GetPart" {
			got = append(got, read(x))
		}
	}
	want := []string{"disk:GetPart detail ok toy_disk calls=0 n=1 []",
		"disk:GetPart detail skipped toy_disk a calls=0 n=0 [disk:GetPart] not attempted, because disk:Get did not succeed"}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if !slices.Equal(a.Missing, []string{"disk:Get", "disk:GetPart"}) || len(b.Missing)+len(none.Missing) > 0 {
		t.Errorf("missing: %v, %v, %v", a.Missing, b.Missing, none.Missing)
	}
}

type marked struct {
	skipped, throttled bool
}

func (marked) Error() string     { return "the budget is spent" }
func (m marked) Skipped() bool   { return m.skipped }
func (m marked) Throttled() bool { return m.throttled }

func TestErrorsThatAreTheSameForAllProviders(t *testing.T) {
	long := strings.Repeat("é", 400)
	for name, tt := range map[string]struct {
		err     error
		outcome evidence.Outcome
		message string
	}{
		"budget":      {fmt.Errorf("Get: %w", marked{skipped: true}), evidence.Skipped, "the budget is spent"},
		"pause":       {fmt.Errorf("Get: %w", marked{throttled: true}), evidence.Throttled, "the budget is spent"},
		"neither":     {fmt.Errorf("Get: %w", marked{}), evidence.Failed, "Get: the budget is spent"},
		"deadline":    {fmt.Errorf("Get: %w", context.DeadlineExceeded), evidence.Failed, "the time allowed for the task ran out; raise scan.task_deadline if it needs more"},
		"interrupted": {fmt.Errorf("Get: %w", context.Canceled), evidence.Failed, "the scan was interrupted"},
		"many lines":  {errors.New("<html>\n\t<p>no\xff"), evidence.Failed, "<html> <p>no\uFFFD"},
		"too long":    {errors.New(long), evidence.Failed, long[:600] + "…"},
	} {
		if outcome, message := judge(tt.err, toyClassify); outcome != tt.outcome || message != tt.message {
			t.Errorf("%s: %s %q", name, outcome, message)
		}
	}
}

func TestPanicsAreFailedReads(t *testing.T) {
	r := recorderOf(toy())
	ok := r.List(context.Background(), "disk:List", func(context.Context) (int, error) { panic("boom") })
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer r.Guard()
		panic("bang")
	}()
	<-done
	reads, _ := r.Finish()
	if ok || read(reads[0]) != "disk:List list error toy_disk calls=0 n=0 [disk:List] internal error: boom" {
		t.Errorf("reads: %v", reads)
	}
	if p := r.Panics(); len(p) != 2 || p[0].Value != "boom" || p[1].Value != "bang" || !strings.Contains(string(p[1].Stack), "recorder_test.go") {
		t.Errorf("panics: %v", p)
	}
}

func TestMisusePanics(t *testing.T) {
	r := recorderOf(toy())
	for want, do := range map[string]func(){
		"collectors: toy/disk makes disk:Lst without declaring it":                  func() { list(r, "disk:Lst", 0, 0, nil) },
		"collectors: toy/disk makes disk:Get as a list read, but declares a detail": func() { list(r, "disk:Get", 0, 0, nil) },
		"collectors: toy/disk asks for toy_net without declaring it in Needs":       func() { r.Seen("toy_net") },
		"collectors: toy/disk adds a toy_net without declaring the kind":            func() { r.Add("toy_net", &evidence.Resource{}) },
	} {
		if got := panicOf(do); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// What is said after the account was closed is lost, and harms nobody.
func TestClosedAccount(t *testing.T) {
	r := recorderOf(toy())
	list(r, "disk:List", 1, 0, nil)
	before, resources := r.Finish()
	disk(r, "late")
	if list(r, "disk:ListRules", 1, 1, nil) {
		t.Error("a late read is taken for a success")
	}
	if after, _ := r.Finish(); !reflect.DeepEqual(before, after) || len(resources["toy_disk"]) != 0 {
		t.Errorf("before %v, after %v", before, after)
	}
}

func TestSource(t *testing.T) {
	r := recorderOf(toy())
	if r.Source() != nil {
		t.Error("a source out of nowhere")
	}
	r.SetSource(evidence.Source{System: "HR"})
	if s := r.Source(); s == nil || s.System != "HR" {
		t.Errorf("source: %v", s)
	}
}

func TestRecorderIsSafeForConcurrentUse(t *testing.T) {
	r := recorderOf(toy())
	var wait sync.WaitGroup
	for i := range 50 {
		wait.Go(func() {
			res := disk(r, fmt.Sprintf("d%02d", i))
			list(r, "disk:List", 1, 1, nil)
			detail(r, res, nil)
		})
	}
	wait.Wait()
	reads, resources := r.Finish()
	if len(resources["toy_disk"]) != 50 || reads[0].Calls != 50 || reads[1].Resources != 50 {
		t.Errorf("reads: %v", reads)
	}
}
