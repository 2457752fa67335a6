// Package aws stands in for Amazon Web Services on this machine: one HTTP handler that speaks the wire protocols of the services
// that aismm reads, so that the real SDK clients run against it through AWS_ENDPOINT_URL. What it answers is the data of an
// estate (package testdata/providers), loaded once and never changed.
package aws

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"sync"
	"time"
)

// maxBody is more than any request of a reader needs.
const maxBody = 1 << 20

// Options are what a test or the demo asks of the stand-in beyond its data.
type Options struct {
	// Latency delays every answer.
	Latency time.Duration
	// PageSize is the most items of a page, whatever the request asks; 0 leaves it to the request (at most 100 items).
	PageSize int
	// Faults come before those of the estate. The first that matches a request is the one that it meets.
	Faults []Fault
}

// Handler answers for the whole estate. It is safe for use by many requests at once.
type Handler struct {
	estate   *estate
	routes   *routes
	options  Options
	now      time.Time
	throttle throttling
}

// New loads the estate below root (estate.yaml, and <account>/<region or global>/<service>.yaml), with its dates counted back from now.
// The error joins everything that is wrong with the data, each with its file and line.
func New(root fs.FS, now time.Time, o Options) (*Handler, error) {
	all, err := services()
	if err != nil {
		return nil, err
	}
	e, err := loadEstate(root, now, all)
	if err != nil {
		return nil, err
	}
	h := &Handler{estate: e, routes: newRoutes(all), options: o, now: now.UTC().Truncate(time.Second)}
	h.options.Faults = append(append([]Fault{}, o.Faults...), e.faults...)
	for _, f := range h.options.Faults {
		if err := f.check(all); err != nil {
			return nil, err
		}
	}
	return h, nil
}

// ServeHTTP answers one API call.
func (h *Handler) ServeHTTP(w http.ResponseWriter, in *http.Request) {
	if !sleep(in.Context(), h.options.Latency) {
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, in.Body, maxBody))
	if err != nil {
		http.Error(w, "the request's body cannot be read", http.StatusBadRequest)
		return
	}
	r, refused := h.routes.parse(in, body)
	if refused == nil {
		refused = h.authenticate(r)
	}
	if refused == nil {
		if f, index := h.fault(r); f != nil && h.suffer(w, r, f, index) {
			return
		}
		var reply any
		if reply, err = h.answer(r); err == nil {
			write(w, r, http.StatusOK, encode(r, reply))
			return
		}
		if !errors.As(err, &refused) {
			refused = &apiError{Status: http.StatusInternalServerError, Code: "InternalFailure", Message: err.Error()}
		}
	}
	writeError(w, r, refused)
}

// apiError is an error as an API gives it.
type apiError struct {
	Status        int
	Code, Message string
	// region goes into a header of S3, which says where a bucket is.
	region string
}

func (e *apiError) Error() string { return e.Code + ": " + e.Message }

// nothing stands for an empty answer where the data says nothing.
var nothing = &apiError{}

func refusal(code, format string, args ...any) *apiError {
	return &apiError{Status: http.StatusBadRequest, Code: code, Message: fmt.Sprintf(format, args...)}
}

// sleep waits, and reports whether the caller is still there.
func sleep(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return true
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// throttling counts how often each fault has throttled.
type throttling struct {
	mu    sync.Mutex
	count map[int]int
}

// spend reports whether the fault of this index has an answer left, of so many.
func (t *throttling) spend(index, of int) bool {
	if of == 0 {
		return true
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.count == nil {
		t.count = map[int]int{}
	}
	t.count[index]++
	return t.count[index] <= of
}
