package aws

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"runtime/debug"
	"sync"

	"golang.org/x/sync/errgroup"
)

// width is how many details one collector reads at a time. Pacing per provider is the HTTP client's business.
const width = 6

// each calls do for every item, a few at a time, and returns when all have ended. A panic of one is that of the caller, after the
// others have ended.
func each[T any](ctx context.Context, items []T, do func(context.Context, T)) {
	var (
		g        errgroup.Group
		first    sync.Once
		panicked any
	)
	g.SetLimit(width)
	for _, item := range items {
		g.Go(func() error {
			defer func() {
				if v := recover(); v != nil {
					first.Do(func() { panicked = fmt.Sprintf("%v\n%s", v, debug.Stack()) })
				}
			}()
			do(ctx, item)
			return nil
		})
	}
	_ = g.Wait() // the functions return no errors: every read goes through the recorder
	if panicked != nil {
		panic(panicked)
	}
}

// pager is what every paginator of the SDK looks like.
type pager[O, F any] interface {
	HasMorePages() bool
	NextPage(ctx context.Context, options ...func(*F)) (*O, error)
}

// A list that cannot be followed to its end is an error: what is not seen must not pass for absent.
var (
	errSameToken = errors.New("the reply says that more follows, but gives the token that was asked with; the list cannot be read to its end")
	errNoToken   = errors.New("the reply is cut off: it says that more follows, and gives no token for it")
)

// pages calls take with every page. On an error the pages so far have been taken.
func pages[O, F any](ctx context.Context, p pager[O, F], take func(*O)) error {
	last := ""
	for p.HasMorePages() {
		page, err := p.NextPage(ctx)
		if err != nil {
			return err
		}
		take(page)
		token, truncated := continuation(page)
		switch {
		case token != "" && token == last && p.HasMorePages():
			return errSameToken
		case truncated && !p.HasMorePages():
			return errNoToken
		}
		last = token
	}
	return nil
}

// continuation reads from a page how the list goes on: the token, and whether the page says that it is not the last. The SDK's paginators
// take a page without a token for the last one, whatever it says.
func continuation(page any) (token string, truncated bool) {
	v := reflect.Indirect(reflect.ValueOf(page))
	for _, name := range []string{"NextToken", "NextMarker", "Marker", "ContinuationToken"} {
		if f := v.FieldByName(name); f.IsValid() && f.Kind() == reflect.Pointer && !f.IsNil() && f.Elem().Kind() == reflect.String {
			token = f.Elem().String()
		}
	}
	if f := v.FieldByName("IsTruncated"); f.IsValid() && f.Kind() == reflect.Bool {
		truncated = f.Bool()
	}
	return token, truncated
}

// follow makes calls by hand where the SDK has no paginator: call gets the token and returns the next one.
func follow(call func(token *string) (next *string, err error)) error {
	var token *string
	for {
		next, err := call(token)
		if err != nil {
			return err
		}
		if next == nil || *next == "" {
			return nil
		}
		if token != nil && *next == *token {
			return errSameToken
		}
		token = next
	}
}

// once makes a read that serves many things only the first time that one of them asks, and gives all of them its result.
func once[T any](read func(context.Context) (T, error)) func(context.Context) (T, error) {
	var (
		done  sync.Once
		value T
		err   error
	)
	return func(ctx context.Context) (T, error) {
		done.Do(func() {
			err = errors.New("internal error: the read that this one shares did not end") // stands where read panics
			value, err = read(ctx)
		})
		return value, err
	}
}

// items gathers the objects of one list member over all pages, as JSON. On an error it gives those of the pages so far.
func items[O, F any](ctx context.Context, p pager[O, F], c nameCase, member string) ([]map[string]any, error) {
	all := []map[string]any{}
	misnamed := false
	err := pages(ctx, p, func(page *O) {
		r := reply(page, c)
		_, listed := r[member].([]any) // a reply has all lists of its type, be they empty
		misnamed = misnamed || !listed
		all = append(all, objects(r, member)...)
	})
	if misnamed {
		return all, errors.Join(err, fmt.Errorf("internal error: the reply has no list %s", member))
	}
	return all, err
}

// listOf is the same list as a value of JSON.
func listOf(objects []map[string]any) []any {
	out := make([]any, 0, len(objects))
	for _, o := range objects {
		out = append(out, o)
	}
	return out
}

// listed is a reply whose list has been read to its last page.
func listed[O, F any](ctx context.Context, p pager[O, F], c nameCase, member string) (map[string]any, error) {
	all, err := items(ctx, p, c, member)
	return map[string]any{member: listOf(all)}, err
}

// by indexes objects by a member.
func by(objects []map[string]any, member string) map[string]map[string]any {
	index := make(map[string]map[string]any, len(objects))
	for _, o := range objects {
		index[text(o, member)] = o
	}
	return index
}

// entry finds what must be there: the provider gave one reply that names the thing, and another that should hold it.
func entry(index map[string]map[string]any, name string) (map[string]any, error) {
	if o, ok := index[name]; ok {
		return o, nil
	}
	return nil, fmt.Errorf("the reply has nothing on %q", name)
}

// tagMap reads tags that come as a map.
func tagMap(o map[string]any, member string) map[string]string {
	tags := map[string]string{}
	for k, v := range object(o, member) {
		if s, ok := v.(string); ok {
			tags[k] = s
		}
	}
	return tags
}
