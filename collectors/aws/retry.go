package aws

import (
	"context"
	"errors"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/ratelimit"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
)

const (
	maxAttempts = 6
	// maxBackoff keeps a read's waits within a minute in all; every wait ends with the context.
	maxBackoff = 10 * time.Second
)

// skipping is what the paced transport's errors are when a call was not made at all.
type skipping interface{ Skipped() bool }

func skipped(err error) bool {
	var s skipping
	return errors.As(err, &s) && s.Skipped()
}

// newRetryer retries throttling, server errors and lost connections, and never a call that the budget or the deadline stopped.
// The SDK's quota of retries is off: it is shared by all reads of a client, so that one throttled API would fail the others.
func newRetryer() aws.Retryer {
	return retry.NewStandard(func(o *retry.StandardOptions) {
		o.MaxAttempts = maxAttempts
		o.MaxBackoff = maxBackoff
		o.RateLimiter = ratelimit.None
		final := retry.IsErrorRetryableFunc(func(err error) aws.Ternary {
			if skipped(err) || noSuchHost(err) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
				return aws.FalseTernary
			}
			return aws.UnknownTernary
		})
		o.Retryables = append([]retry.IsErrorRetryable{final}, o.Retryables...)
	})
}
