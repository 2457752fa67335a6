package collect

import (
	"fmt"
	"log/slog"
	"runtime/debug"

	"github.com/aismm/aismm/collectors"
)

// safely turns a panic of a provider's code into an error, so that the other providers go on.
func safely(log *slog.Logger, what string, do func() error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			log.Error("panic", "in", what, "value", fmt.Sprint(v), "stack", string(debug.Stack()))
			err = fmt.Errorf("%s: %w", what, &collectors.Panic{Value: v})
		}
	}()
	return do()
}
