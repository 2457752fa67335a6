package aws

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

// badAnswers are servers that give every request the same bad answer, with the outcome that a read of it has.
var badAnswers = map[string]struct {
	serve http.HandlerFunc
	want  evidence.Outcome
}{
	"refused": {func(rw http.ResponseWriter, r *http.Request) {
		failIn(rw, r, http.StatusForbidden, "AccessDeniedException")
	}, evidence.Denied},
	"throttled": {func(rw http.ResponseWriter, r *http.Request) {
		failIn(rw, r, http.StatusTooManyRequests, "ThrottlingException")
	}, evidence.Throttled},
	"expired": {func(rw http.ResponseWriter, r *http.Request) {
		failIn(rw, r, http.StatusForbidden, "ExpiredTokenException")
	}, evidence.Failed},
	"throttled by a gateway": {func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", "text/plain")
		rw.WriteHeader(http.StatusTooManyRequests)
		fmt.Fprint(rw, `Too many requests`)
	}, evidence.Throttled},
	"refused by a proxy": {func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", "text/html")
		rw.WriteHeader(http.StatusForbidden)
		fmt.Fprint(rw, `<html><body>Blocked by policy</body></html>`)
	}, evidence.Failed},
	"a web page": {func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(rw, `<html><body>Sign in to the network</body></html>`)
	}, evidence.Failed},
	"half a reply": {func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Content-Type", map[bool]string{true: "application/cbor", false: "application/x-amz-json-1.1"}[strings.Contains(r.URL.Path, "/operation/")])
		rw.Header().Set("Content-Length", "1000")
		fmt.Fprint(rw, `{"Accounts": [{"Id": "44`)
	}, evidence.Failed},
	"a server error": {func(rw http.ResponseWriter, r *http.Request) {
		failIn(rw, r, http.StatusInternalServerError, "InternalFailure")
	}, evidence.Failed},
	"a connection that is closed": {func(http.ResponseWriter, *http.Request) {
		panic(http.ErrAbortHandler)
	}, evidence.Failed},
}

// TestNothingIsSeenWhereNothingIsRead gives every request of every collector a bad answer: no list may hold, and nothing may be found.
func TestNothingIsSeenWhereNothingIsRead(t *testing.T) {
	for name, tc := range badAnswers {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(tc.serve)
			defer server.Close()
			w := &wire{t: t, Server: server}
			for _, c := range allCollectors() {
				got := w.collect(c, nil)
				for _, r := range got.Reads {
					if asksAboutOthers(c, r.Operation) {
						continue
					}
					if r.Form != evidence.List {
						t.Errorf("%s: a detail read %s of nothing", c.Name, r.Operation)
					}
					if r.Outcome != tc.want && r.Outcome != evidence.Skipped {
						t.Errorf("%s: %s is %s (%s), want %s", c.Name, r.Operation, r.Outcome, r.Message, tc.want)
					}
				}
				for _, k := range c.Kinds {
					if !slices.ContainsFunc(c.Operations, func(o collectors.Operation) bool {
						return o.Form == evidence.List && slices.Contains(o.Kinds, k.Name) && !asksAboutOthers(c, o.Name)
					}) {
						continue
					}
					if n := len(got.Resources[k.Name]); n > 0 {
						t.Errorf("%s: %d resources of %s out of nothing", c.Name, n, k.Name)
					}
					if !slices.ContainsFunc(got.Reads, func(r evidence.Read) bool { return r.Outcome.Gap() && slices.Contains(r.Kinds, k.Name) }) {
						t.Errorf("%s: no gap accounts for %s", c.Name, k.Name)
					}
				}
			}
		})
	}
}

// asksAboutOthers reports the lists that ask about nothing but what others name, and those that come after them.
func asksAboutOthers(c *collectors.Collector, operation string) bool {
	return slices.ContainsFunc(c.Operations, func(o collectors.Operation) bool {
		return o.Name == operation && (len(o.From) > 0 || o.After != "" && asksAboutOthers(c, o.After))
	})
}
