package aws

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

// reader makes the reads that most kinds consist of: a list of summaries, then for each thing its configuration, further replies and
// tags.
type reader struct {
	rec *collectors.Recorder
	c   nameCase
}

// list makes a list read, and adds a resource for every summary that it gave, also when it failed half way. A thing that several
// pages name is one.
func (r reader) list(ctx context.Context, operation, kind string, read func(context.Context) ([]map[string]any, error),
	make func(summary map[string]any) *evidence.Resource,
) []*evidence.Resource {
	found, _ := r.listOrGap(ctx, operation, kind, read, make)
	return found
}

// listOrGap is list for those that have to know as well whether it left anything unknown.
func (r reader) listOrGap(ctx context.Context, operation, kind string, read func(context.Context) ([]map[string]any, error),
	make func(summary map[string]any) *evidence.Resource,
) (found []*evidence.Resource, gap bool) {
	found = []*evidence.Resource{}
	var failure error
	ok := r.rec.List(ctx, operation, func(ctx context.Context) (int, error) {
		summaries, err := read(ctx)
		known := map[string]bool{}
		for _, summary := range summaries {
			res := make(summary)
			if res.ID == "" {
				err = errors.Join(err, fmt.Errorf("the reply lists a thing without its id"))
				continue
			}
			if !known[res.ID] {
				known[res.ID] = true
				found = append(found, res)
				r.rec.Add(kind, res)
			}
		}
		failure = err
		return len(found), err
	})
	outcome, _ := classify(failure)
	return found, !ok && (failure == nil || outcome.Gap()) // without an error, it is a panic that stopped the list
}

// main makes the detail read whose reply is the configuration.
func (r reader) main(ctx context.Context, operation string, res *evidence.Resource, read func(context.Context) (map[string]any, error)) bool {
	return r.rec.Detail(ctx, operation, res, func(ctx context.Context) error {
		config, err := read(ctx)
		if err == nil {
			res.Config = config
		}
		return err
	})
}

// part makes a detail read whose reply is kept beside the configuration, under a name.
func (r reader) part(ctx context.Context, operation, name string, res *evidence.Resource, read func(context.Context) (any, error)) bool {
	return r.rec.Detail(ctx, operation, res, func(ctx context.Context) error {
		value, err := read(ctx)
		if err == nil {
			if res.Parts == nil {
				res.Parts = map[string]any{}
			}
			res.Parts[name] = value
		}
		return err
	})
}

// tags makes the detail read of a thing's tags.
func (r reader) tags(ctx context.Context, operation string, res *evidence.Resource, read func(context.Context) (map[string]string, error)) {
	r.rec.Detail(ctx, operation, res, func(ctx context.Context) error {
		tags, err := read(ctx)
		if err == nil && len(tags) > 0 {
			res.Tags = tags
		}
		return err
	})
}

// get makes one call and gives its reply as JSON.
func get[I, O, F any](ctx context.Context, call func(context.Context, *I, ...func(*F)) (*O, error), in *I, c nameCase) (map[string]any, error) {
	out, err := call(ctx, in)
	if err != nil {
		return nil, err
	}
	return reply(out, c), nil
}

// inside gives the member that wraps the thing in a reply. Without it there is no configuration, which is an error and not an empty one.
func inside(wrapped map[string]any, err error, member string) (map[string]any, error) {
	if err != nil {
		return nil, err
	}
	thing, ok := wrapped[member].(map[string]any)
	if !ok {
		return nil, fmt.Errorf("the reply has no %s", member)
	}
	return thing, nil
}

// partial is what a list says about a thing, as far as the main reply T has it too. It stands where the main read is refused.
// Renamed maps names of the list to those of the main reply.
func partial[T any](summary map[string]any, c nameCase, renamed map[string]string) map[string]any {
	out := map[string]any{}
	t := reflect.TypeFor[T]()
	for _, name := range slices.Sorted(maps.Keys(summary)) {
		to := name
		if other, ok := renamed[name]; ok {
			to = other
		}
		if _, ok := t.FieldByNameFunc(func(field string) bool { return c.member(field) == to }); ok {
			out[to] = summary[name]
		}
	}
	return out
}

// incomplete is the error of a read that was not made because what it starts from is not known.
type incomplete struct{ reason string }

func (e incomplete) Error() string { return e.reason }

// Skipped marks the read as not attempted.
func (e incomplete) Skipped() bool { return true }

// unnamed makes gaps of lists whose things the resources of a kind name: one for each of their reads that failed and in whose reply, as
// names tells, they would have named them.
func unnamed(ctx context.Context, rec *collectors.Recorder, kind string, resources []*evidence.Resource,
	names func(res *evidence.Resource, operation string) bool, things string, lists ...string,
) {
	failed := map[string]int{}
	for _, res := range resources {
		for _, operation := range res.Missing {
			if names(res, operation) {
				failed[operation]++
			}
		}
	}
	for _, operation := range slices.Sorted(maps.Keys(failed)) {
		for _, list := range lists {
			rec.List(ctx, list, func(context.Context) (int, error) {
				return 0, incomplete{fmt.Sprintf("which %s are named by %d of %s is not known, because %s did not succeed", things, failed[operation], kind, operation)}
			})
		}
	}
}

// pairs turns a list of objects with a key and a value into tags.
func pairs(list []map[string]any, key, value string) map[string]string {
	tags := make(map[string]string, len(list))
	for _, pair := range list {
		tags[text(pair, key)] = text(pair, value)
	}
	return tags
}
