package collectors

import (
	"context"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"sync"

	"github.com/aismm/aismm/internal/evidence"
)

// Recorder takes down what one collector sees in one scope, and accounts for every read. It is safe for concurrent use.
type Recorder struct {
	collector *Collector
	scope     evidence.Scope
	classify  func(error) (evidence.Outcome, string)
	seen      func(kind string) []*evidence.Resource

	mu        sync.Mutex
	closed    bool
	source    *evidence.Source
	resources map[string][]*evidence.Resource
	reads     map[string]*evidence.Read // merged reads, by operation
	failures  []evidence.Read           // failed reads, one each
	tried     map[string]bool
	detailed  map[detailOf]bool // details that were asked for, whatever came of it
	unlisted  map[string]string // needed kinds that could not be listed, with the reason
	panics    []Panic
}

type detailOf struct {
	operation string
	resource  *evidence.Resource
}

// Panic is a programming error that stopped a read or a goroutine of a collector.
type Panic struct {
	Value any
	Stack []byte
}

// Error says that it is the program's fault. Of a value with more than one line, such as one that was passed on with a stack, it
// has the first: the rest is for the log.
func (p *Panic) Error() string {
	text, _, _ := strings.Cut(fmt.Sprint(p.Value), "\n")
	return "internal error: " + text
}

// NewRecorder prepares a recorder. Seen gives the resources of kinds that the collector needs from others; it may be nil.
func NewRecorder(c *Collector, s evidence.Scope, classify func(error) (evidence.Outcome, string), seen func(kind string) []*evidence.Resource) *Recorder {
	return &Recorder{collector: c, scope: s, classify: classify, seen: seen,
		resources: map[string][]*evidence.Resource{}, reads: map[string]*evidence.Read{}, tried: map[string]bool{},
		detailed: map[detailOf]bool{}, unlisted: map[string]string{}}
}

// Scope is where the collector runs.
func (r *Recorder) Scope() evidence.Scope { return r.scope }

// Seen gives the resources of a kind that the collector declared in Needs, from all regions of the boundary, as they were
// written: redacted, and with every number a json.Number. They belong to all who need them and are not to be changed.
func (r *Recorder) Seen(kind string) []*evidence.Resource {
	if !slices.Contains(r.collector.Needs, kind) {
		panic(fmt.Sprintf("collectors: %s asks for %s without declaring it in Needs", r.collector.Name, kind))
	}
	if r.seen == nil {
		return nil
	}
	return r.seen(kind)
}

// Unlisted notes that a needed kind could not be listed completely, and why. What is made from it becomes a gap (Operation.From).
func (r *Recorder) Unlisted(kind, reason string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.unlisted[kind] = reason
}

// SetSource notes where the records of this document were exported from.
func (r *Recorder) SetSource(s evidence.Source) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.source = &s
}

// Source is what SetSource noted, or nil.
func (r *Recorder) Source() *evidence.Source {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.source
}

// Note adds a remark to a list that succeeded, such as the columns of an export that were left out. A list that failed says why already.
func (r *Recorder) Note(operation, message string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if m := r.reads[operation]; m != nil {
		m.Message = tidy(message)
	}
}

// Add records a resource. Its id must be unique within its kind and bundle.
func (r *Recorder) Add(kind string, res *evidence.Resource) {
	if !slices.ContainsFunc(r.collector.Kinds, func(k evidence.Kind) bool { return k.Name == kind }) {
		panic(fmt.Sprintf("collectors: %s adds a %s without declaring the kind", r.collector.Name, kind))
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.closed {
		r.resources[kind] = append(r.resources[kind], res)
	}
}

// List makes a read that establishes which things exist. Read returns how many things it yielded, also when it failed
// half way: those stay, and the read is a gap. List reports whether it succeeded.
func (r *Recorder) List(ctx context.Context, operation string, read func(context.Context) (int, error)) bool {
	return r.do(ctx, operation, evidence.List, nil, read)
}

// Detail makes a read about one thing. When it fails, the thing is marked as missing the operation, and the other things
// are left alone. Detail reports whether it succeeded.
func (r *Recorder) Detail(ctx context.Context, operation string, res *evidence.Resource, read func(context.Context) error) bool {
	return r.do(ctx, operation, evidence.Detail, res, func(ctx context.Context) (int, error) { return 1, read(ctx) })
}

func (r *Recorder) do(ctx context.Context, operation string, form evidence.Form, res *evidence.Resource, read func(context.Context) (int, error)) bool {
	op := r.operation(operation, form)
	ctx, calls := CountCalls(ctx)
	n, err := r.guarded(ctx, read)
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return false // the account was closed without waiting for this read
	}
	r.tried[operation] = true
	if res != nil {
		r.detailed[detailOf{operation, res}] = true
	}
	entry := evidence.Read{Operation: operation, Kinds: op.Kinds, Form: form, Outcome: evidence.OK, Calls: int(calls.Load()), Resources: n}
	if err == nil {
		if m := r.reads[operation]; m != nil {
			m.Calls += entry.Calls
			m.Resources += n
		} else {
			r.reads[operation] = &entry
		}
		return true
	}
	entry.Outcome, entry.Message = judge(err, r.classify)
	entry.Permission = op.permission()
	if res != nil {
		entry.Resource, entry.Resources = res.ID, 0
		r.missing(res, operation, entry.Outcome)
	}
	r.failures = append(r.failures, entry)
	return false
}

// guarded turns a panic of one read into its failure, so that the other reads go on.
func (r *Recorder) guarded(ctx context.Context, read func(context.Context) (int, error)) (n int, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = r.panicked(v)
		}
	}()
	return read(ctx)
}

// Guard is deferred by every goroutine that a collector starts: a panic in it then costs this collector's account, not the run.
func (r *Recorder) Guard() {
	if v := recover(); v != nil {
		r.panicked(v)
	}
}

func (r *Recorder) panicked(v any) *Panic {
	p := Panic{Value: v, Stack: debug.Stack()}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.panics = append(r.panics, p)
	return &p
}

// Panics are the programming errors that stopped reads or goroutines of the collector.
func (r *Recorder) Panics() []Panic {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.panics)
}

func (r *Recorder) missing(res *evidence.Resource, operation string, outcome evidence.Outcome) {
	if outcome.Gap() && !slices.Contains(res.Missing, operation) {
		res.Missing = append(res.Missing, operation)
	}
}

func (r *Recorder) operation(name string, form evidence.Form) *Operation {
	for i := range r.collector.Operations {
		if o := &r.collector.Operations[i]; o.Name == name {
			if o.Form != form {
				panic(fmt.Sprintf("collectors: %s makes %s as a %s read, but declares a %s", r.collector.Name, name, form, o.Form))
			}
			return o
		}
	}
	panic(fmt.Sprintf("collectors: %s makes %s without declaring it", r.collector.Name, name))
}

func (o *Operation) permission() string {
	if len(o.Permissions) == 0 {
		return o.Name
	}
	s := o.Permissions[0]
	for _, p := range o.Permissions[1:] {
		s += ", " + p
	}
	return s
}
