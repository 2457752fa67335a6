package cli

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

// Interruptible is a context that the first interrupt or SIGTERM ends, so that what is complete is kept and said. The second one ends the
// program at once. A limit on the size of files (ulimit -f) becomes an error of the write that meets it, where there are such limits.
func Interruptible(parent context.Context) (context.Context, context.CancelFunc) {
	ignoreFileLimit()
	ctx, stop := signal.NotifyContext(parent, os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // from here on, a signal has its usual effect
	return ctx, stop
}
