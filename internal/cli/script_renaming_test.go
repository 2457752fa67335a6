package cli

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strconv"

	"github.com/rogpeppe/go-internal/testscript"
)

// renaming puts a proxy before the server that a variable names, which replaces a text in every reply: "renaming OPENAI_BASE_URL OLD NEW". So a
// provider looks that has changed its API since the program was built.
func renaming(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: renaming VARIABLE OLD NEW")
	}
	behind, err := url.Parse(ts.Getenv(args[0]))
	ts.Check(err)
	server := httptest.NewServer(&httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(&url.URL{Scheme: behind.Scheme, Host: behind.Host}) },
		ModifyResponse: func(r *http.Response) error {
			body, err := io.ReadAll(r.Body)
			if err != nil {
				return err
			}
			body = bytes.ReplaceAll(body, []byte(args[1]), []byte(args[2]))
			r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
			r.Header.Set("Content-Length", strconv.Itoa(len(body)))
			return nil
		},
	})
	ts.Defer(server.Close)
	front, err := url.Parse(server.URL)
	ts.Check(err)
	front.Path = behind.Path
	ts.Setenv(args[0], front.String())
}
