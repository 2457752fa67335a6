package collectors

import (
	"context"
	"fmt"
	"slices"
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
	resources map[string][]*evidence.Resource
	reads     map[string]*evidence.Read // merged reads, by operation
	failures  []evidence.Read           // failed reads, one each
	tried     map[string]bool
	detailed  map[detailOf]bool // details that were asked for, whatever came of it
}

type detailOf struct {
	operation string
	resource  *evidence.Resource
}

// NewRecorder prepares a recorder. Seen gives the resources of kinds that the collector needs from others; it may be nil.
func NewRecorder(c *Collector, s evidence.Scope, classify func(error) (evidence.Outcome, string), seen func(kind string) []*evidence.Resource) *Recorder {
	return &Recorder{collector: c, scope: s, classify: classify, seen: seen,
		resources: map[string][]*evidence.Resource{}, reads: map[string]*evidence.Read{}, tried: map[string]bool{}, detailed: map[detailOf]bool{}}
}

// Scope is where the collector runs.
func (r *Recorder) Scope() evidence.Scope { return r.scope }

// Seen gives the resources of a kind that the collector declared in Needs.
func (r *Recorder) Seen(kind string) []*evidence.Resource {
	if !slices.Contains(r.collector.Needs, kind) {
		panic(fmt.Sprintf("collectors: %s asks for %s without declaring it in Needs", r.collector.Name, kind))
	}
	if r.seen == nil {
		return nil
	}
	return r.seen(kind)
}

// Add records a resource. Its id must be unique within its kind and bundle.
func (r *Recorder) Add(kind string, res *evidence.Resource) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.resources[kind] = append(r.resources[kind], res)
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
	n, err := read(ctx)
	r.mu.Lock()
	defer r.mu.Unlock()
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
	entry.Outcome, entry.Message = r.classify(err)
	if entry.Outcome == evidence.OK {
		entry.Outcome = evidence.Failed // an error is never a success, whatever a provider says
	}
	entry.Permission = op.permission()
	if res != nil {
		entry.Resource, entry.Resources = res.ID, 0
		if entry.Outcome.Gap() && !slices.Contains(res.Missing, operation) {
			res.Missing = append(res.Missing, operation)
		}
	}
	r.failures = append(r.failures, entry)
	return false
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

// Finish closes the account and returns the reads and resources in a fixed order. Declared operations that were never made are accounted for too: as
// holding, when the operation that they follow succeeded and yielded nothing to ask about; as skipped otherwise.
func (r *Recorder) Finish() ([]evidence.Read, map[string][]*evidence.Resource) {
	r.mu.Lock()
	defer r.mu.Unlock()
	var reads []evidence.Read
	for i := range r.collector.Operations {
		o := &r.collector.Operations[i]
		if m := r.reads[o.Name]; m != nil {
			reads = append(reads, *m)
		}
		for _, f := range r.failures {
			if f.Operation == o.Name {
				reads = append(reads, f)
			}
		}
		if !r.tried[o.Name] && o.Form == evidence.List {
			reads = append(reads, r.unmade(o))
		}
	}
	for kind, list := range r.resources {
		slices.SortFunc(list, func(a, b *evidence.Resource) int {
			if a.ID < b.ID {
				return -1
			} else if a.ID > b.ID {
				return 1
			}
			return 0
		})
		for _, res := range list {
			slices.Sort(res.Missing)
		}
		r.resources[kind] = list
	}
	for _, k := range r.collector.Kinds {
		if r.resources[k.Name] == nil {
			r.resources[k.Name] = []*evidence.Resource{}
		}
	}
	slices.SortStableFunc(reads, func(a, b evidence.Read) int {
		if a.Operation != b.Operation {
			if a.Operation < b.Operation {
				return -1
			}
			return 1
		}
		if a.Resource < b.Resource {
			return -1
		} else if a.Resource > b.Resource {
			return 1
		}
		return 0
	})
	return reads, r.resources
}

// Cut accounts for a collector that was stopped before its end: every declared list that was not made, and every declared detail
// of a resource that was not asked for, becomes a gap with this outcome and message. Finish follows it.
func (r *Recorder) Cut(outcome evidence.Outcome, message string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i := range r.collector.Operations {
		o := &r.collector.Operations[i]
		gap := evidence.Read{Operation: o.Name, Kinds: o.Kinds, Form: o.Form, Outcome: outcome, Permission: o.permission(), Message: message}
		if o.Form == evidence.List {
			if !r.tried[o.Name] {
				r.tried[o.Name] = true
				r.failures = append(r.failures, gap)
			}
			continue
		}
		for _, kind := range o.Kinds {
			for _, res := range r.resources[kind] {
				if r.detailed[detailOf{o.Name, res}] {
					continue
				}
				r.tried[o.Name] = true
				gap.Resource = res.ID
				r.failures = append(r.failures, gap)
				if outcome.Gap() && !slices.Contains(res.Missing, o.Name) {
					res.Missing = append(res.Missing, o.Name)
				}
			}
		}
	}
}

// unmade accounts for a list operation that was never called.
func (r *Recorder) unmade(o *Operation) evidence.Read {
	read := evidence.Read{Operation: o.Name, Kinds: o.Kinds, Form: o.Form, Outcome: evidence.Skipped, Permission: o.permission()}
	if o.After == "" {
		read.Message = "the collector ended before this read"
		return read
	}
	outcome, message := r.standing(o.After, map[string]bool{o.Name: true})
	switch {
	case outcome == evidence.OK:
		read.Outcome, read.Permission = evidence.OK, ""
	case !outcome.Gap():
		read.Outcome, read.Message = outcome, message
	default:
		read.Message = fmt.Sprintf("not attempted, because %s did not succeed", o.After)
	}
	return read
}

// standing says what has become of an operation. One that was never made holds as far as the one that it comes after; a detail
// that names none comes after the lists of its kinds.
func (r *Recorder) standing(operation string, visited map[string]bool) (evidence.Outcome, string) {
	if visited[operation] {
		return evidence.Skipped, ""
	}
	visited[operation] = true
	var worst *evidence.Read
	for i := range r.failures {
		if f := &r.failures[i]; f.Operation == operation && (worst == nil || f.Outcome.Gap()) {
			worst = f
		}
	}
	if worst != nil {
		return worst.Outcome, worst.Message
	}
	if r.tried[operation] {
		return evidence.OK, ""
	}
	before := r.before(operation)
	if len(before) == 0 {
		return evidence.Skipped, ""
	}
	for _, b := range before {
		if outcome, message := r.standing(b, visited); outcome != evidence.OK {
			return outcome, message
		}
	}
	return evidence.OK, ""
}

// before names the operations that an operation comes after.
func (r *Recorder) before(operation string) []string {
	var names []string
	for i := range r.collector.Operations {
		o := &r.collector.Operations[i]
		if o.Name != operation {
			continue
		}
		if o.After != "" {
			return []string{o.After}
		}
		if o.Form != evidence.Detail {
			return nil
		}
		for _, l := range r.collector.Operations {
			if l.Form == evidence.List && slices.ContainsFunc(o.Kinds, func(k string) bool { return slices.Contains(l.Kinds, k) }) {
				names = append(names, l.Name)
			}
		}
	}
	return names
}
