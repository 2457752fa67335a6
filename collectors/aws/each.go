package aws

import (
	"context"

	"golang.org/x/sync/errgroup"
)

// width is how many details one collector reads at a time. Pacing per provider is the HTTP client's business.
const width = 6

// each calls do for every item, a few at a time, and returns when all have ended.
func each[T any](ctx context.Context, items []T, do func(context.Context, T)) {
	var g errgroup.Group
	g.SetLimit(width)
	for _, item := range items {
		g.Go(func() error {
			do(ctx, item)
			return nil
		})
	}
	_ = g.Wait() // the functions return no errors: every read goes through the recorder
}

// pager is what every paginator of the SDK looks like.
type pager[O, F any] interface {
	HasMorePages() bool
	NextPage(ctx context.Context, options ...func(*F)) (*O, error)
}

// pages calls take with every page. On an error the pages so far have been taken.
func pages[O, F any](ctx context.Context, p pager[O, F], take func(*O)) error {
	for p.HasMorePages() {
		page, err := p.NextPage(ctx)
		if err != nil {
			return err
		}
		take(page)
	}
	return nil
}

// follow makes calls by hand where the SDK has no paginator: call gets the token and returns the next one.
func follow(call func(token *string) (next *string, err error)) error {
	var token *string
	for {
		next, err := call(token)
		if err != nil {
			return err
		}
		if next == nil || *next == "" || (token != nil && *next == *token) {
			return nil
		}
		token = next
	}
}
