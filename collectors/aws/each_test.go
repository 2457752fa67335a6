package aws

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
)

func TestEachPassesAPanicOnAfterTheOthersHaveEnded(t *testing.T) {
	var ended atomic.Int64
	defer func() {
		v, _ := recover().(string)
		if !strings.HasPrefix(v, "broken\n") || !strings.Contains(v, "each_test.go") {
			t.Errorf("recovered %q, want the panic with its stack", v)
		}
		if n := ended.Load(); n != 19 {
			t.Errorf("%d of 19 others ended", n)
		}
	}()
	items := make([]int, 20)
	for i := range items {
		items[i] = i
	}
	each(t.Context(), items, func(_ context.Context, i int) {
		if i == 3 {
			panic("broken")
		}
		ended.Add(1)
	})
	t.Error("each returned although one of its calls panicked")
}

func TestOnceReadsOnceAndRemembersTheError(t *testing.T) {
	calls := 0
	read := once(func(context.Context) (int, error) { calls++; return calls, context.Canceled })
	for range 3 {
		if v, err := read(t.Context()); v != 1 || err != context.Canceled {
			t.Errorf("got %d, %v", v, err)
		}
	}
}
