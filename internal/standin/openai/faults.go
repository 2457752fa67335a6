package openai

import (
	"bytes"
	"net/http"
	"path"
	"strconv"
	"sync"
	"time"
)

// FaultKind is what goes wrong.
type FaultKind string

// The kinds of fault.
const (
	// Throttle answers 429, with Retry-After.
	Throttle FaultKind = "throttle"
	// Refuse answers 403, as for a key without the scope.
	Refuse FaultKind = "refuse"
	// Slow answers after Delay.
	Slow FaultKind = "slow"
	// Hang never answers.
	Hang FaultKind = "hang"
	// HTML answers with a web page instead of JSON.
	HTML FaultKind = "html"
	// Half breaks off in the middle of the reply.
	Half FaultKind = "half"
	// ServerError answers 500.
	ServerError FaultKind = "server_error"
	// Reset closes the connection without an answer.
	Reset FaultKind = "reset"
)

// Fault is something that goes wrong on some paths.
type Fault struct {
	// Path is a pattern of path.Match for the whole path, such as "/v1/organization/projects/*/api_keys".
	Path string
	Kind FaultKind
	// Times is how often it happens, counted over all paths that match; 0 is always.
	Times int
	// Delay is that of Slow, and the Retry-After of Throttle, in whole seconds.
	Delay time.Duration
}

type faults struct {
	mu   sync.Mutex
	list []Fault
	left []int
}

func newFaults(list []Fault) *faults {
	f := &faults{list: list, left: make([]int, len(list))}
	for i := range list {
		f.left[i] = list[i].Times
	}
	return f
}

// next takes the first fault that matches and has not been used up.
func (f *faults) next(p string) (Fault, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i, x := range f.list {
		ok, err := path.Match(x.Path, p)
		if err != nil || !ok || (x.Times > 0 && f.left[i] == 0) {
			continue
		}
		f.left[i]--
		return x, true
	}
	return Fault{}, false
}

// answer reports whether a fault has answered; ordinary is how the request is answered otherwise.
func (f *faults) answer(w http.ResponseWriter, r *http.Request, ordinary http.HandlerFunc) bool {
	x, ok := f.next(r.URL.Path)
	if !ok {
		return false
	}
	switch x.Kind {
	case Throttle:
		w.Header().Set("Retry-After", strconv.Itoa(int(x.Delay/time.Second)))
		fail(w, http.StatusTooManyRequests, "rate_limit_exceeded", "Rate limit reached for this organization. Please try again later.")
	case Refuse:
		fail(w, http.StatusForbidden, "missing_scope", "You have insufficient permissions for this operation. Missing scopes: api.management.read.")
	case Slow:
		return !wait(r, x.Delay)
	case Hang:
		<-r.Context().Done()
	case HTML:
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte("<!DOCTYPE html><title>Sign in</title>")) // the client has gone
	case Half:
		whole := &kept{header: http.Header{}, code: http.StatusOK}
		ordinary(whole, r)
		body := whole.body.Bytes()
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		w.WriteHeader(whole.code)
		_, _ = w.Write(body[:len(body)/2])
		panic(http.ErrAbortHandler)
	case ServerError:
		fail(w, http.StatusInternalServerError, "server_error", "The server had an error while processing your request.")
	case Reset:
		panic(http.ErrAbortHandler)
	}
	return true
}

// wait lets time pass, and reports whether the client is still there.
func wait(r *http.Request, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-r.Context().Done():
		return false
	}
}

// kept is a reply that is looked at before it is sent.
type kept struct {
	header http.Header
	code   int
	body   bytes.Buffer
}

func (k *kept) Header() http.Header         { return k.header }
func (k *kept) WriteHeader(code int)        { k.code = code }
func (k *kept) Write(b []byte) (int, error) { return k.body.Write(b) }
