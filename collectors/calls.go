package collectors

import (
	"context"
	"sync/atomic"
)

type callsKey struct{}

// CountCalls returns a context in which every request on the wire is counted.
func CountCalls(ctx context.Context) (context.Context, *atomic.Int64) {
	n := new(atomic.Int64)
	return context.WithValue(ctx, callsKey{}, n), n
}

// Called counts one request on the wire; the paced transport calls it.
func Called(ctx context.Context) {
	if n, ok := ctx.Value(callsKey{}).(*atomic.Int64); ok {
		n.Add(1)
	}
}
