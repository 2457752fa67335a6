package collectors

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/aismm/aismm/internal/evidence"
)

// Finish closes the account and returns the reads and resources in a fixed order. Declared operations that were never made are accounted for too: as
// holding, when what they follow (After, From) was read and named nothing to ask about; as skipped otherwise. What is said to
// the recorder afterwards is lost.
func (r *Recorder) Finish() ([]evidence.Read, map[string][]*evidence.Resource) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.closed = true
	r.carryUnlisted()
	r.carryAfter()
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
	for _, k := range r.collector.Kinds {
		list := r.resources[k.Name]
		if list == nil {
			list = []*evidence.Resource{}
		}
		slices.SortStableFunc(list, func(a, b *evidence.Resource) int { return strings.Compare(a.ID, b.ID) })
		for _, res := range list {
			slices.Sort(res.Missing)
		}
		r.resources[k.Name] = list
	}
	slices.SortStableFunc(reads, func(a, b evidence.Read) int {
		return cmp.Or(strings.Compare(a.Operation, b.Operation), strings.Compare(a.Resource, b.Resource),
			strings.Compare(string(a.Outcome), string(b.Outcome)), strings.Compare(a.Message, b.Message))
	})
	return reads, r.resources
}

// Cut accounts for a collector that was stopped before its end: every declared list that was not made, and every declared detail
// of a resource that was not asked for, becomes a gap with this outcome and message. Finish follows it.
func (r *Recorder) Cut(outcome evidence.Outcome, message string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	message = tidy(message)
	for i := range r.collector.Operations {
		o := &r.collector.Operations[i]
		if o.Form == evidence.Detail {
			r.cutDetails(o, outcome, message)
		} else if !r.tried[o.Name] {
			r.fail(o, "", outcome, message)
		}
	}
}

// cutDetails makes a gap of an operation about every resource that it was not asked about.
func (r *Recorder) cutDetails(o *Operation, outcome evidence.Outcome, message string) {
	for _, kind := range o.Kinds {
		for _, res := range r.resources[kind] {
			if !r.detailed[detailOf{o.Name, res}] {
				r.fail(o, res.ID, outcome, message)
				r.missing(res, o.Name, outcome)
			}
		}
	}
}

// failed reports an operation that is a gap already.
func (r *Recorder) failed(operation string) bool {
	return slices.ContainsFunc(r.failures, func(f evidence.Read) bool { return f.Operation == operation && f.Outcome.Gap() })
}

func (r *Recorder) fail(o *Operation, resource string, outcome evidence.Outcome, message string) {
	r.tried[o.Name] = true
	r.failures = append(r.failures, evidence.Read{Operation: o.Name, Kinds: o.Kinds, Form: o.Form, Outcome: outcome,
		Permission: o.permission(), Resource: resource, Message: message})
}

// carryUnlisted makes gaps of the operations whose things are named by kinds that could not be listed.
func (r *Recorder) carryUnlisted() {
	for _, kind := range slices.Sorted(maps.Keys(r.unlisted)) {
		message := fmt.Sprintf("not known to be complete, because %s was not: %s", kind, r.unlisted[kind])
		named := slices.ContainsFunc(r.collector.Operations, func(o Operation) bool { return slices.Contains(o.From, kind) })
		for i := range r.collector.Operations {
			o := &r.collector.Operations[i]
			switch {
			case named && !slices.Contains(o.From, kind), !named && (o.Form == evidence.Detail || o.After != ""):
			case o.Form == evidence.Detail:
				r.cutDetails(o, evidence.Skipped, tidy(message))
			default:
				r.fail(o, "", evidence.Skipped, tidy(message))
			}
		}
	}
}

// carryAfter makes gaps of the operations that come after one which did not succeed: of a list that was made for those things that were
// seen, and of a detail that was not asked about a thing because its detail before that failed.
func (r *Recorder) carryAfter() {
	for i := range r.collector.Operations {
		o := &r.collector.Operations[i]
		if o.After == "" {
			continue
		}
		if o.Form == evidence.List {
			if outcome, _ := r.standing(o.After, map[string]bool{o.Name: true}); r.tried[o.Name] && outcome.Gap() && !r.failed(o.Name) {
				r.fail(o, "", evidence.Skipped, fmt.Sprintf("not attempted for all, because %s did not succeed", o.After))
			}
			continue
		}
		for _, kind := range o.Kinds {
			for _, res := range r.resources[kind] {
				if slices.Contains(res.Missing, o.After) && !slices.Contains(res.Missing, o.Name) && !r.detailed[detailOf{o.Name, res}] {
					r.fail(o, res.ID, evidence.Skipped, fmt.Sprintf("not attempted, because %s did not succeed", o.After))
					r.missing(res, o.Name, evidence.Skipped)
				}
			}
		}
	}
}

// unmade accounts for a list operation that was never called.
func (r *Recorder) unmade(o *Operation) evidence.Read {
	read := evidence.Read{Operation: o.Name, Kinds: o.Kinds, Form: o.Form, Outcome: evidence.Skipped, Permission: o.permission()}
	switch {
	case o.After == "" && len(o.From) > 0: // what is needed was listed completely (else carryUnlisted spoke), and named nothing
		read.Outcome, read.Permission = evidence.OK, ""
		return read
	case o.After == "":
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
	before := r.before(operation)
	if r.tried[operation] {
		for _, b := range before { // what was made for the things of half a list is half of it
			if visited[b] {
				continue
			}
			if outcome, message := r.standing(b, visited); outcome.Gap() {
				return outcome, message
			}
		}
		return evidence.OK, ""
	}
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
			return names
		}
		for _, l := range r.collector.Operations {
			if l.Form == evidence.List && slices.ContainsFunc(o.Kinds, func(k string) bool { return slices.Contains(l.Kinds, k) }) {
				names = append(names, l.Name)
			}
		}
	}
	return names
}
