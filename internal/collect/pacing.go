package collect

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/aismm/aismm/collectors"
)

const (
	// maxReply is the largest reply that is read, in bytes after decompression.
	maxReply = 256 << 20
	// replyTimeout is how long a server may take to begin its reply. The end is bounded by the task's deadline.
	replyTimeout = 60 * time.Second
)

// pacer keeps the calls of all providers within their rates and the run's budget. It refuses nothing else.
type pacer struct {
	base     http.RoundTripper
	agent    string
	rates    map[string]float64
	max      int64 // 0 is no limit
	maxReply int64
	waiting  func(provider, api string, d time.Duration)

	made    atomic.Int64
	mu      sync.Mutex
	buckets map[string]*bucket
}

func newPacer(o Options) *pacer {
	// The clone honours the proxy variables of the environment.
	base := http.DefaultTransport.(*http.Transport).Clone()
	base.ResponseHeaderTimeout = replyTimeout
	base.MaxIdleConns, base.MaxIdleConnsPerHost = 256, 64
	return &pacer{base: base, agent: "aismm/" + o.Tool, rates: o.Rates, max: int64(o.MaxCalls), maxReply: maxReply,
		waiting: func(string, string, time.Duration) {}, buckets: map[string]*bucket{}}
}

// close lets go of the connections that are kept open.
func (p *pacer) close() {
	if t, ok := p.base.(*http.Transport); ok {
		t.CloseIdleConnections()
	}
}

// client is what a provider makes its calls through, with the count of them.
func (p *pacer) client(provider string) (*http.Client, *atomic.Int64) {
	t := &transport{pacer: p, provider: provider}
	// An API that redirects is answered by its client, which knows whether to follow; credentials never travel on by themselves.
	return &http.Client{Transport: t, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}, &t.calls
}

// transport is one provider's way through the pacer.
type transport struct {
	*pacer
	provider string
	calls    atomic.Int64
}

// RoundTrip waits for the call's turn, makes it, and heeds a pause that the reply asks for.
func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	if n := t.made.Add(1); t.max > 0 && n > t.max {
		t.made.Add(-1)
		return nil, refuse(r, &budgetError{t.max})
	}
	b := t.bucketOf(r)
	if err := b.wait(r.Context()); err != nil {
		t.made.Add(-1)
		return nil, refuse(r, err)
	}
	r = r.Clone(r.Context())
	if agent := r.Header.Get("User-Agent"); agent != "" {
		r.Header.Set("User-Agent", agent+" "+t.agent)
	} else {
		r.Header.Set("User-Agent", t.agent)
	}
	t.calls.Add(1)
	collectors.Called(r.Context())
	reply, err := t.base.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	if pause := pauseOf(reply, time.Now()); pause > 0 && b.hold(pause) {
		t.waiting(t.provider, b.api, pause)
	}
	if reply.ContentLength > t.maxReply {
		reply.Body.Close()
		return nil, tooLarge(t.maxReply)
	}
	reply.Body = &boundedBody{ReadCloser: reply.Body, left: t.maxReply, max: t.maxReply}
	return reply, nil
}

// refuse ends a request that is not made; a RoundTripper has to close its body.
func refuse(r *http.Request, err error) error {
	if r.Body != nil {
		r.Body.Close()
	}
	return err
}

func (t *transport) bucketOf(r *http.Request) *bucket {
	key, api := apiOf(r)
	key = t.provider + " " + key
	t.mu.Lock()
	defer t.mu.Unlock()
	b := t.buckets[key]
	if b == nil {
		b = newBucket(api, rateOf(t.rates, t.provider, api))
		t.buckets[key] = b
	}
	return b
}

// apiOf tells APIs apart that providers count separately, and names the API. AWS counts by account, region and service, which the
// signature of a request names ("Credential=<key>/<date>/<region>/<service>/aws4_request"; one that is signed for all regions has
// no region); elsewhere the host and the first segment of the path stand for an API.
func apiOf(r *http.Request) (key, api string) {
	if _, credential, ok := strings.Cut(r.Header.Get("Authorization"), "Credential="); ok {
		credential, _, _ = strings.Cut(credential, ",")
		parts := strings.Split(strings.TrimSpace(credential), "/")
		if n := len(parts); n >= 4 && parts[n-1] == "aws4_request" {
			// The date is left out: it changes at midnight.
			return strings.Join(slices.Concat(parts[:1], parts[2:n-1]), " "), parts[n-2]
		}
	}
	first, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	return r.URL.Host + "/" + first, r.URL.Hostname()
}

// budgetError stops a call that goes beyond the budget. The provider was not asked.
type budgetError struct{ max int64 }

// Error says how to raise the budget.
func (e *budgetError) Error() string {
	return fmt.Sprintf("the budget of %d calls is spent; raise it with --max-calls or scan.max_calls", e.max)
}

// Skipped marks calls that were not made.
func (e *budgetError) Skipped() bool { return true }

func tooLarge(limit int64) error {
	return fmt.Errorf("the reply is larger than %d MiB, which is more than any that is read", limit>>20)
}

// boundedBody turns a reply without end into an error.
type boundedBody struct {
	io.ReadCloser
	left, max int64
}

// Read reads on until the bound.
func (b *boundedBody) Read(p []byte) (int, error) {
	if b.left < 0 {
		return 0, tooLarge(b.max)
	}
	// One byte more than the bound tells a reply of just that size from a larger one.
	if int64(len(p)) > b.left+1 {
		p = p[:b.left+1]
	}
	n, err := b.ReadCloser.Read(p)
	b.left -= int64(n)
	if b.left < 0 {
		return n - 1, tooLarge(b.max)
	}
	return n, err
}

// sleep waits, or returns the context's error.
func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
