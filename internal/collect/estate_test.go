package collect_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/collect"
	"github.com/aismm/aismm/internal/evidence"
)

// noon is the clock of all tests.
var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// statusError is how the estate's client reports a reply that is not a success.
type statusError struct {
	status int
	body   string
}

func (e *statusError) Error() string { return fmt.Sprintf("HTTP %d: %s", e.status, e.body) }

// estate is an invented provider: accounts with regions behind an HTTP API.
type estate struct {
	server   *httptest.Server
	expected []collectors.Expected
	// refuse makes Connect or the session of a scope fail.
	connectErr  error
	sessionErrs map[string]error
}

type client struct {
	http  *http.Client
	base  string
	scope evidence.Scope
}

// get reads JSON, and retries twice what is throttled, as the providers' clients do.
func (c *client) get(ctx context.Context, path string, into any) error {
	for attempt := 0; ; attempt++ {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+"/"+c.scope.Account+"/"+c.scope.Region+path, nil)
		if err != nil {
			return err
		}
		reply, err := c.http.Do(req)
		if err != nil {
			return err
		}
		body, err := io.ReadAll(reply.Body)
		reply.Body.Close()
		if err != nil {
			return fmt.Errorf("read the reply: %w", err)
		}
		if reply.StatusCode == http.StatusTooManyRequests && attempt < 2 {
			continue
		}
		if reply.StatusCode != http.StatusOK {
			return &statusError{reply.StatusCode, string(body)}
		}
		d := json.NewDecoder(bytes.NewReader(body))
		d.UseNumber()
		if err := d.Decode(into); err != nil {
			return fmt.Errorf("decode the reply: %w", err)
		}
		return nil
	}
}

type connection struct {
	*estate
	http *http.Client
}

func (c connection) Identity() string              { return "user/scanner" }
func (c connection) Scopes() []collectors.Expected { return c.expected }
func (c connection) Session(_ context.Context, s evidence.Scope) (any, error) {
	if err := c.sessionErrs[s.ID]; err != nil {
		return nil, err
	}
	return &client{c.http, c.server.URL, s}, nil
}

func (c connection) Classify(err error) (evidence.Outcome, string) {
	var status *statusError
	if !errors.As(err, &status) {
		return evidence.Failed, err.Error()
	}
	switch status.status {
	case http.StatusForbidden:
		return evidence.Denied, status.body
	case http.StatusTooManyRequests:
		return evidence.Throttled, status.body
	case http.StatusNotImplemented:
		return evidence.Unsupported, status.body
	}
	return evidence.Failed, status.Error()
}

func newEstate(t *testing.T, handler http.HandlerFunc, accounts []string, regions ...string) *estate {
	t.Helper()
	e := &estate{server: httptest.NewServer(handler), sessionErrs: map[string]error{}}
	t.Cleanup(e.server.Close)
	for _, a := range accounts {
		e.expected = append(e.expected, collectors.Expected{Scope: evidence.NewScope("toy", a, "")})
		for _, r := range regions {
			e.expected = append(e.expected, collectors.Expected{Scope: evidence.NewScope("toy", a, r)})
		}
	}
	return e
}

// provider is the estate under a name of its own.
func (e *estate) provider() *collectors.Provider {
	return &collectors.Provider{
		Name: "toy", Title: "Toy", NewSettings: func() any { return &struct{ Colour string }{} },
		Detect: func(func(string) string) (string, bool) { return "", false },
		Connect: func(ctx context.Context, o collectors.ConnectOptions) (collectors.Connection, error) {
			if e.connectErr != nil {
				return nil, e.connectErr
			}
			return connection{e, o.HTTP}, nil
		},
	}
}

// lister reads things and then each one's settings, in every region.
func lister(name string) *collectors.Collector {
	kind := "toy_" + name
	list, get := name+":List", name+":Get"
	return &collectors.Collector{
		Name: "toy/" + name, Provider: "toy", Level: evidence.Region,
		Kinds:      []evidence.Kind{{Name: kind, Title: name, Provider: "toy", Deployment: evidence.PaaS, Level: evidence.Region}},
		Operations: []collectors.Operation{{Name: list, Form: evidence.List, Kinds: []string{kind}}, {Name: get, Form: evidence.Detail, Kinds: []string{kind}}},
		Collect: func(ctx context.Context, session any, rec *collectors.Recorder) {
			c := session.(*client)
			var ids []string
			rec.List(ctx, list, func(ctx context.Context) (int, error) {
				err := c.get(ctx, "/"+name, &ids)
				return len(ids), err
			})
			for _, id := range ids {
				res := &evidence.Resource{ID: c.scope.ID + "/" + id, Config: map[string]any{"id": id}}
				rec.Add(kind, res)
				rec.Detail(ctx, get, res, func(ctx context.Context) error {
					part := map[string]any{}
					if err := c.get(ctx, "/"+name+"/"+id, &part); err != nil {
						return err
					}
					res.Parts = map[string]any{"Get": part}
					return nil
				})
			}
		},
	}
}

// twoThings is a server on which every region has the things a and b.
func twoThings(w http.ResponseWriter, r *http.Request) {
	if strings.Count(r.URL.Path, "/") == 3 {
		fmt.Fprint(w, `["a","b"]`)
		return
	}
	fmt.Fprint(w, `{"encrypted":true}`)
}

func options(t *testing.T, e *estate, cs ...*collectors.Collector) collect.Options {
	t.Helper()
	return collect.Options{
		Dir: filepath.Join(t.TempDir(), "bundle"), Targets: []collect.Target{{Provider: e.provider(), Collectors: cs}},
		Env: func(string) string { return "" }, Now: func() time.Time { return noon }, Tool: "test",
		Rates: map[string]float64{"toy": 10000}, Redactor: evidence.NewRedactor([]byte("0123456789abcdef"), nil),
	}
}

func run(t *testing.T, o collect.Options) *collect.Result {
	t.Helper()
	r, err := collect.Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := evidence.Open(o.Dir); err != nil {
		t.Fatalf("the bundle does not hold: %v", err)
	}
	return r
}

// documents gives the files of a bundle by their paths.
func documents(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(filepath.Join(dir, "documents"), func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(name)
		rel, _ := filepath.Rel(dir, name)
		files[filepath.ToSlash(rel)] = string(raw)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func document(t *testing.T, dir, path string) *evidence.Document {
	t.Helper()
	d, err := evidence.ParseDocument([]byte(documents(t, dir)[path]))
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return d
}

// noLeaks fails the test when goroutines outlive it.
func noLeaks(t *testing.T) {
	t.Helper()
	before := runtime.NumGoroutine()
	t.Cleanup(func() {
		for range 100 {
			if runtime.NumGoroutine() <= before {
				return
			}
			time.Sleep(20 * time.Millisecond)
		}
		stacks := make([]byte, 1<<16)
		t.Errorf("%d goroutines before, %d after:\n%s", before, runtime.NumGoroutine(), stacks[:runtime.Stack(stacks, true)])
	})
}

func ledgerOf(m *evidence.Manifest) map[string]string {
	out := map[string]string{}
	for _, l := range m.Ledger {
		s := fmt.Sprintf("%s gaps=%d", l.Status, l.Gaps)
		if l.Reason != "" {
			s += fmt.Sprintf(" %s: %s", l.Outcome, l.Reason)
		}
		out[l.Scope.ID] = s
	}
	return out
}
