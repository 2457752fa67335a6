package aws

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Fault is one thing that goes wrong, on demand. Empty selectors match everything.
type Fault struct {
	Service   string `yaml:"service"`
	Operation string `yaml:"operation"`
	Account   string `yaml:"account"`
	Region    string `yaml:"region"`
	Kind      Kind   `yaml:"kind"`
	// Times is how often Throttle, ServerError and Reset happen before the calls get through; 0 is always.
	Times int `yaml:"times"`
	// Delay is how long Slow waits.
	Delay time.Duration `yaml:"-"`
}

// Kind is a way in which a call goes wrong.
type Kind string

// The kinds of fault.
const (
	Deny        Kind = "deny"         // the identity lacks the permission
	Forbid      Kind = "forbid"       // a service control policy of the organization refuses it
	Throttle    Kind = "throttle"     // too many calls
	Slow        Kind = "slow"         // the right answer, late
	Hang        Kind = "hang"         // no answer, until the caller gives up
	HTML        Kind = "html"         // a web page with status 200, as from a proxy's sign-in page
	Half        Kind = "half"         // the connection ends half way through the right answer
	Reset       Kind = "reset"        // the connection ends before any answer
	ServerError Kind = "server_error" // status 500
	Expired     Kind = "expired"      // the session's token has run out
)

var kinds = []Kind{Deny, Forbid, Throttle, Slow, Hang, HTML, Half, Reset, ServerError, Expired}

func (f Fault) check(all map[string]*service) error {
	s := all[f.Service]
	switch {
	case !slices.Contains(kinds, f.Kind):
		return fmt.Errorf("fault on %s:%s: unknown kind %q; known: %v", f.Service, f.Operation, f.Kind, kinds)
	case f.Service == "" && f.Operation != "":
		return fmt.Errorf("fault on operation %s names no service", f.Operation)
	case f.Service == "":
	case s == nil:
		return fmt.Errorf("fault on unknown service %q", f.Service)
	case f.Operation != "" && s.byName[f.Operation] == nil:
		return fmt.Errorf("fault on unknown operation %s:%s", f.Service, f.Operation)
	}
	return nil
}

func (f Fault) matches(r *request) bool {
	is := func(selector, value string) bool { return selector == "" || selector == value }
	return is(f.Service, r.service.name) && is(f.Operation, r.op.name) && is(f.Account, r.account) && is(f.Region, r.region)
}

// fault is the first fault that the request meets, with its index.
func (h *Handler) fault(r *request) (*Fault, int) {
	for i := range h.options.Faults {
		if h.options.Faults[i].matches(r) {
			return &h.options.Faults[i], i
		}
	}
	return &Fault{}, -1
}

// suffer answers as the fault has it, and reports whether that was the answer.
func (h *Handler) suffer(w http.ResponseWriter, r *request, f *Fault, index int) bool {
	if index < 0 || !h.throttle.spend(index, f.Times) {
		return false
	}
	switch f.Kind {
	case Deny:
		writeError(w, r, denied(r, "because no identity-based policy allows the "+r.action()+" action"))
	case Forbid:
		writeError(w, r, denied(r, "with an explicit deny in a service control policy"))
	case Throttle:
		writeError(w, r, throttled(r))
	case Expired:
		writeError(w, r, &apiError{Status: http.StatusForbidden, Code: expiredCode(r), Message: "The security token included in the request is expired"})
	case ServerError:
		writeError(w, r, &apiError{Status: http.StatusInternalServerError, Code: "InternalFailure", Message: "The request processing has failed because of an unknown error."})
	case Slow:
		return !sleep(r.http.Context(), f.Delay)
	case Hang:
		<-r.http.Context().Done()
	case HTML:
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, "<!doctype html><html><head><title>Sign in</title></head><body><p>Sign in to reach the network.</p></body></html>")
	case Half:
		h.half(w, r)
	case Reset:
		reset(w)
	}
	return true
}

// half sends the first half of the right answer under the length of the whole.
func (h *Handler) half(w http.ResponseWriter, r *request) {
	reply, err := h.answer(r)
	var refused *apiError
	if errors.As(err, &refused) {
		writeError(w, r, refused)
		return
	}
	whole := encode(r, reply)
	write(w, r, http.StatusOK, encoded{whole.contentType, whole.body[:len(whole.body)/2], len(whole.body), whole.header})
	_ = http.NewResponseController(w).Flush() // what cannot be flushed is lost with the connection anyway
	panic(http.ErrAbortHandler)
}

// reset ends the connection without an answer.
func reset(w http.ResponseWriter) {
	c, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := c.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // without it the end is a polite one, which serves as well
	}
	_ = c.Close() // it is to be broken
}

// denied says what the services say of a call that is not allowed (IAM user guide, "Troubleshoot access denied error messages").
func denied(r *request, why string) *apiError {
	e := &apiError{Status: http.StatusForbidden, Code: "AccessDeniedException",
		Message: fmt.Sprintf("User: %s is not authorized to perform: %s %s", r.caller, r.action(), why)}
	switch r.service.protocol {
	case query, restXML:
		e.Code = "AccessDenied"
	case ec2Query:
		e.Code = "UnauthorizedOperation"
	case jsonRPC, cborRPC:
		e.Status = http.StatusBadRequest
	}
	return e
}

func throttled(r *request) *apiError {
	switch {
	case r.service.protocol == query:
		return refusal("Throttling", "Rate exceeded")
	case r.service.protocol == ec2Query:
		return &apiError{Status: http.StatusServiceUnavailable, Code: "RequestLimitExceeded", Message: "Request limit exceeded."}
	case r.service.name == "s3":
		return &apiError{Status: http.StatusServiceUnavailable, Code: "SlowDown", Message: "Please reduce your request rate."}
	case r.service.protocol == restJSON:
		return &apiError{Status: http.StatusTooManyRequests, Code: "ThrottlingException", Message: "Rate exceeded"}
	}
	return refusal("ThrottlingException", "Rate exceeded")
}

func expiredCode(r *request) string {
	switch r.service.protocol {
	case query, restXML:
		return "ExpiredToken"
	case ec2Query:
		return "RequestExpired"
	}
	return "ExpiredTokenException"
}

// action is the call as IAM writes it.
func (r *request) action() string { return r.service.permissionPrefix() + ":" + r.op.name }

// permissionPrefix is how IAM writes the service in an action.
func (s *service) permissionPrefix() string {
	switch s.name {
	case "sso-admin":
		return "sso"
	case "bedrock-agent":
		return "bedrock"
	case "s3control":
		return "s3"
	}
	return strings.TrimSuffix(s.name, "-control")
}
