package collect

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// defaultRate is for providers of which nothing is known, in calls per second.
const defaultRate = 5

// defaultRates are gentle: a scan shares an account's quotas with what runs there.
var defaultRates = map[string]float64{
	// Most control planes of AWS allow ten and more calls per second, account and region.
	"aws": 10,
	// "The rate of lookup requests is limited to two per second, per account, per Region" (CloudTrail API reference, LookupEvents).
	"aws/cloudtrail": 2,
	"openai":         5,
}

// rateOf chooses the rate of an API. What was given for just this API counts first; else the general rate, but no more than an
// API is known to allow.
func rateOf(given map[string]float64, provider, api string) float64 {
	if r, ok := given[provider+"/"+api]; ok {
		return r
	}
	r, ok := given[provider]
	if !ok {
		if r, ok = defaultRates[provider]; !ok {
			r = defaultRate
		}
	}
	if known, ok := defaultRates[provider+"/"+api]; ok {
		r = min(r, known)
	}
	return r
}

// bucket paces the calls to one API.
type bucket struct {
	api     string
	limiter *rate.Limiter

	mu    sync.Mutex
	until time.Time // the end of the pause that the API asked for
}

func newBucket(api string, perSecond float64) *bucket {
	return &bucket{api: api, limiter: rate.NewLimiter(rate.Limit(perSecond), max(1, int(perSecond)))}
}

// wait returns when it is the caller's turn, or at once when that would come too late for the context.
func (b *bucket) wait(ctx context.Context) error {
	for {
		if err := b.pause(ctx); err != nil {
			return err
		}
		if err := b.limiter.Wait(ctx); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return fmt.Errorf("wait for a turn at %s (%g calls per second): %w", b.api, float64(b.limiter.Limit()), context.DeadlineExceeded)
		}
		// An API may have asked for a pause meanwhile.
		if b.held() <= 0 {
			return ctx.Err()
		}
	}
}

func (b *bucket) pause(ctx context.Context) error {
	for {
		left := b.held()
		if left <= 0 {
			return nil
		}
		if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < left {
			return &heldError{b.api, left}
		}
		if err := sleep(ctx, left); err != nil {
			return err
		}
	}
}

func (b *bucket) held() time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	return time.Until(b.until)
}

// hold keeps calls back for d, and reports whether that is news.
func (b *bucket) hold(d time.Duration) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	until := time.Now().Add(d)
	news := until.After(b.until.Add(time.Second))
	if until.After(b.until) {
		b.until = until
	}
	return news
}

// maxPause bounds the pause that an API may ask for: after it, the API is asked again.
const maxPause = 2 * time.Minute

// pauseOf is the pause that a reply asks for (Retry-After, RFC 9110, section 10.2.3: seconds or a date), bounded.
func pauseOf(reply *http.Response, now time.Time) time.Duration {
	if reply.StatusCode < 400 {
		return 0
	}
	value := strings.TrimSpace(reply.Header.Get("Retry-After"))
	if value == "" {
		return 0
	}
	var pause time.Duration
	// Some APIs write fractions of seconds.
	if seconds, err := strconv.ParseFloat(value, 64); err == nil && seconds >= 0 {
		pause = time.Duration(math.Min(seconds, maxPause.Seconds()) * float64(time.Second))
	} else if at, err := http.ParseTime(value); err == nil {
		pause = at.Sub(now)
	}
	return max(0, min(pause, maxPause))
}

// heldError ends a call whose turn comes after its deadline, because the API asked for a pause.
type heldError struct {
	api  string
	left time.Duration
}

// Error says how long the pause still is.
func (e *heldError) Error() string {
	return fmt.Sprintf("%s asked for a pause, which lasts %s more and so beyond the time allowed for the task", e.api, e.left.Round(time.Second))
}

// Throttled marks calls that the API's own limit kept back.
func (e *heldError) Throttled() bool { return true }

// Unwrap keeps clients from trying again.
func (e *heldError) Unwrap() error { return context.DeadlineExceeded }
