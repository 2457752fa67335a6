package collect_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/collect"
	"github.com/aismm/aismm/internal/evidence"
)

const (
	latency       = 50 * time.Millisecond
	benchScopes   = 20
	benchServices = 5
	benchReads    = 4 // a list and three details
)

func benchServer(b *testing.B) *httptest.Server {
	b.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(latency)
		if strings.Count(r.URL.Path, "/") == 3 {
			fmt.Fprint(w, `["a","b","c"]`)
			return
		}
		fmt.Fprint(w, `{"encrypted":true}`)
	}))
	b.Cleanup(server.Close)
	return server
}

// BenchmarkRun collects 20 scopes × 5 collectors × 4 reads from a server that takes 50 ms for each.
func BenchmarkRun(b *testing.B) {
	server := benchServer(b)
	e := &estate{server: server}
	for i := range benchScopes {
		e.expected = append(e.expected, collectors.Expected{Scope: evidence.NewScope("toy", fmt.Sprintf("account%02d", i/4), fmt.Sprintf("region%d", i%4))})
	}
	var cs []*collectors.Collector
	for i := range benchServices {
		cs = append(cs, lister(fmt.Sprintf("service%d", i)))
	}
	for _, concurrency := range []int{1, 8, 16, 32} {
		b.Run(fmt.Sprintf("concurrency=%d", concurrency), func(b *testing.B) {
			for b.Loop() {
				o := collect.Options{Dir: filepath.Join(b.TempDir(), "bundle"), Targets: []collect.Target{{Provider: e.provider(), Collectors: cs}}, Env: os.Getenv,
					Tool: "test", Rates: map[string]float64{"toy": 100000}, Concurrency: concurrency}
				r, err := collect.Run(b.Context(), o)
				if err != nil || r.Incomplete {
					b.Fatal(err, r)
				}
			}
			b.ReportMetric(float64(benchScopes*benchServices*benchReads), "calls/op")
		})
	}
}

// BenchmarkSequential is the same number of calls one after the other, with nothing else around them.
func BenchmarkSequential(b *testing.B) {
	server := benchServer(b)
	for b.Loop() {
		for range benchScopes * benchServices * benchReads {
			reply, err := http.Get(server.URL + "/a/b/c")
			if err != nil {
				b.Fatal(err)
			}
			_, _ = io.Copy(io.Discard, reply.Body)
			reply.Body.Close()
		}
	}
}
