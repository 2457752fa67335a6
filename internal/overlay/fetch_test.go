package overlay

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/aismm/aismm/internal/config"
)

// server answers over TLS, and is trusted by the client of trusting.
func server(t testing.TB, answer http.HandlerFunc) *httptest.Server {
	t.Helper()
	s := httptest.NewUnstartedServer(answer)
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	t.Cleanup(s.Close)
	return s
}

func trusting(s *httptest.Server, cache string, env map[string]string) func(*Options) {
	return func(o *Options) {
		o.HTTP, o.CacheDir, o.Env = s.Client(), cache, func(name string) string { return env[name] }
	}
}

func TestFetchedArchivesAreKept(t *testing.T) {
	archive := gzipped(t, tarred(t, controls))
	var asked atomic.Int32
	s := server(t, func(w http.ResponseWriter, r *http.Request) {
		switch n := asked.Add(1); {
		case r.Header.Get("Authorization") != "Bearer t-1":
			w.WriteHeader(http.StatusUnauthorized)
		case r.Header.Get("Accept-Encoding") != "identity":
			t.Errorf("asks for %s: the digest is of the bytes as they are stored", r.Header.Get("Accept-Encoding"))
		case n == 1:
			w.Header().Set("Retry-After", "0")
			w.WriteHeader(http.StatusServiceUnavailable)
		default:
			w.Write(archive)
		}
	})
	cache := filepath.Join(t.TempDir(), "cache")
	source := config.Overlay{URL: s.URL + "/acme.tar.gz?signature=secret", Digest: digestOf(archive), TokenEnv: "ACME_TOKEN"}
	token := map[string]string{"ACME_TOKEN": "t-1"}
	o, err := openIn(t, ".", source, trusting(s, cache, token))
	if err != nil || o.Digest != source.Digest || o.Origin != s.URL+"/acme.tar.gz" || asked.Load() != 2 {
		t.Fatalf("%+v after %d requests: %v", o, asked.Load(), err)
	}
	// Once it is there, nobody is asked, and no token is needed.
	s.CloseClientConnections()
	if o, err := openIn(t, ".", source, trusting(s, cache, nil)); err != nil || read(t, o, Kinds)["ticket.yaml"] == "" || asked.Load() != 2 {
		t.Errorf("offline: %d requests, %v", asked.Load(), err)
	}
	// Who can write to the cache changes nothing: the archive is fetched again.
	kept, err := filepath.Glob(filepath.Join(cache, "*"))
	if err != nil || len(kept) != 1 {
		t.Fatalf("kept %v, %v", kept, err)
	}
	must(t, os.WriteFile(kept[0], gzipped(t, tarred(t, map[string]string{policy: "package evil"})), 0o600))
	if o, err = openIn(t, ".", source, trusting(s, cache, token)); err != nil || read(t, o, Policies)["gov/tickets/records.rego"] != controls[policy] || asked.Load() != 3 {
		t.Errorf("after the cache was written to: %d requests, %v", asked.Load(), err)
	}
	// A user without a cache fetches each time.
	if _, err = openIn(t, ".", source, trusting(s, "", token)); err != nil || asked.Load() != 4 {
		t.Errorf("without a cache: %d requests, %v", asked.Load(), err)
	}
}

func TestFetchesThatFail(t *testing.T) {
	archive := gzipped(t, tarred(t, controls))
	clear := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write(archive) }))
	defer clear.Close()
	pinned := digestOf(archive)
	other := "sha256:" + strings.Repeat("0", 64)
	for name, tc := range map[string]struct {
		answer http.HandlerFunc
		digest string
		env    string // the variable that holds the token
		want   string // URL stands for the address
		again  bool   // may succeed the next time
	}{
		"other bytes": {func(w http.ResponseWriter, _ *http.Request) { w.Write(archive) }, other, "",
			"the digest of URL is " + pinned + ", but the configuration pins " + other + "; if the change is wanted, look at what changed, and pin the new digest", false},
		"a page to sign in": {func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "<html>") }, digestOf([]byte("<html>")), "",
			"it is no archive that can be read: want .tar.gz, .tgz, .tar or .zip", false},
		"cut off": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", fmt.Sprint(len(archive)))
			w.Write(archive[:100])
		}, pinned, "", "fetch URL: the answer was cut off after 100 bytes; try again", true},
		"an expired token": {func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(401) }, pinned, "TOKEN",
			"fetch URL: the server answers 401 Unauthorized; the token in TOKEN is not accepted, or has expired", true},
		"no token":       {func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(403) }, pinned, "", "fetch URL: the server answers 403 Forbidden; name a variable that holds a token with token_env", true},
		"an empty token": {nil, pinned, "EMPTY", "fetch URL: the environment variable EMPTY, which token_env names, is empty", false},
		"gone":           {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(404) }, pinned, "", "fetch URL: the server answers 404 Not Found; correct the address", true},
		"a fault":        {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(406) }, pinned, "", "fetch URL: the server answers 406 Not Acceptable", true},
		"in the clear": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://policies.example.com/a.tar.gz", 302)
		}, pinned, "", "fetch URL: the server redirects to http://policies.example.com, which is not protected", true},
		"to this machine": {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, clear.URL, 302) }, pinned, "", "fetch URL: the server redirects to " + clear.URL + ", which is not protected", true},
		"for ever":        {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path+"x", 302) }, pinned, "", "fetch URL: the server redirects more than 5 times", true},
		"too large": {func(w http.ResponseWriter, _ *http.Request) {
			for range 65 {
				if _, err := w.Write(make([]byte, 1<<20)); err != nil {
					return
				}
			}
		}, pinned, "", "fetch URL: it is larger than 64 MiB", true},
	} {
		t.Run(name, func(t *testing.T) {
			s := server(t, tc.answer)
			source := config.Overlay{URL: s.URL + "/a.tar.gz", Digest: tc.digest, TokenEnv: tc.env}
			cache := t.TempDir()
			_, err := openIn(t, ".", source, trusting(s, cache, map[string]string{"TOKEN": "t-1"}))
			wantError(t, err, "aismm.yaml:7: overlay acme: "+strings.ReplaceAll(tc.want, "URL", s.URL+"/a.tar.gz"))
			if got := isFetch(err); got != tc.again {
				t.Errorf("may succeed the next time: %v", got)
			}
			if kept, _ := filepath.Glob(filepath.Join(cache, "*")); tc.again && len(kept) > 0 {
				t.Errorf("kept %v", kept)
			}
		})
	}
	s := server(t, func(w http.ResponseWriter, _ *http.Request) { w.Write(archive) })
	_, err := openIn(t, ".", config.Overlay{URL: s.URL + "/a", Digest: pinned})
	if err == nil || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("a server that nobody vouches for: %v", err)
	}
}

// A token goes to the server that it is for, and to nobody that this one sends to.
func TestTokensStayWithTheirServer(t *testing.T) {
	archive := gzipped(t, tarred(t, controls))
	var got string
	other := server(t, func(w http.ResponseWriter, r *http.Request) {
		got = r.Header.Get("Authorization")
		w.Write(archive)
	})
	s := server(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, strings.Replace(other.URL, "127.0.0.1", "example.com", 1), http.StatusFound)
	})
	// Both servers have the same certificate, which is also for example.com.
	client := s.Client()
	direct := client.Transport
	client.Transport = roundTrip(func(r *http.Request) (*http.Response, error) {
		if host := strings.Split(r.URL.Host, ":")[0]; host == "example.com" {
			r = r.Clone(r.Context())
			r.URL.Host = strings.Replace(r.URL.Host, "example.com", "127.0.0.1", 1)
		}
		return direct.RoundTrip(r)
	})
	_, err := openIn(t, ".", config.Overlay{URL: s.URL + "/a", Digest: digestOf(archive), TokenEnv: "TOKEN"}, func(o *Options) {
		o.HTTP, o.Env = client, func(string) string { return "t-1" }
	})
	if err != nil || got != "" {
		t.Errorf("the other server saw %q, %v", got, err)
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// registry is as much of the OCI distribution API as pulling needs.
type registry struct {
	manifests, blobs map[string][]byte
	user, realm      string // "name:password" that it wants, and how it asks for another way
	asked            []string
}

func (g *registry) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g.asked = append(g.asked, r.Method+" "+r.URL.Path)
	if g.realm != "" {
		w.Header().Set("WWW-Authenticate", g.realm)
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	if g.user != "" && r.Header.Get("Authorization") != "Basic "+base64.StdEncoding.EncodeToString([]byte(g.user)) {
		w.Header().Set("WWW-Authenticate", `Basic realm="registry"`)
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	parts := strings.Split(r.URL.Path, "/")
	digest := parts[len(parts)-1]
	data, ok := g.blobs[digest]
	w.Header().Set("Content-Type", "application/octet-stream")
	if strings.Contains(r.URL.Path, "/manifests/") {
		data, ok = g.manifests[digest]
		var m struct{ MediaType string }
		_ = json.Unmarshal(data, &m)
		w.Header().Set("Content-Type", m.MediaType)
	}
	if !ok {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	w.Header().Set("Docker-Content-Digest", digest)
	w.Header().Set("Content-Length", fmt.Sprint(len(data)))
	w.Write(data)
}

// push stores a manifest with layers of a media type, and returns its digest.
func (g *registry) push(mediaType string, layers ...[]byte) string {
	type descriptor struct {
		MediaType string `json:"mediaType"`
		Digest    string `json:"digest"`
		Size      int    `json:"size"`
	}
	list := []descriptor{}
	for _, l := range layers {
		g.blobs[digestOf(l)] = l
		list = append(list, descriptor{mediaType, digestOf(l), len(l)})
	}
	raw, _ := json.Marshal(map[string]any{"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
		"config": descriptor{"application/vnd.oci.image.config.v1+json", digestOf([]byte("{}")), 2}, "layers": list})
	g.manifests[digestOf(raw)] = raw
	return digestOf(raw)
}

const layerType = "application/vnd.oci.image.layer.v1.tar+gzip"

func TestBundlesOfRegistries(t *testing.T) {
	t.Setenv("DOCKER_CONFIG", write(t, map[string]string{"config.json": `{}`}))
	g := &registry{manifests: map[string][]byte{}, blobs: map[string][]byte{}}
	s := httptest.NewServer(g)
	defer s.Close()
	host := strings.TrimPrefix(s.URL, "http://")
	archive := gzipped(t, tarred(t, controls))
	pinned := g.push(layerType, archive)
	index := []byte(`{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[]}`)
	g.manifests[digestOf(index)] = index
	changed := g.push(layerType, []byte("what was pushed"))
	g.blobs[digestOf([]byte("what was pushed"))] = []byte("what is now there")
	empty := "sha256:" + strings.Repeat("0", 64)
	reference := host + "/acme/aismm:1.2"
	at := "aismm.yaml:7: overlay acme: pull " + reference + ": "
	for name, tc := range map[string]struct{ digest, want string }{
		"an index": {digestOf(index), "the manifest: it is an index of several manifests; pin the digest of the one that is meant"},
		"no layer": {g.push("text/plain", archive), "the manifest: it has 0 layers of type " + layerType + "; a bundle is one (oras push REFERENCE " +
			"--config config.json:application/vnd.oci.image.config.v1+json bundle.tar.gz:" + layerType + ")"},
		"two layers": {g.push(layerType, archive, []byte("x")), "the manifest: it has 2 layers of type " + layerType + "; a bundle is one (oras push REFERENCE " +
			"--config config.json:application/vnd.oci.image.config.v1+json bundle.tar.gz:" + layerType + ")"},
		"another layer": {changed, "the layer " + digestOf([]byte("what was pushed")) + ": its digest is " + digestOf([]byte("what is now there")) + ", not " + digestOf([]byte("what was pushed"))},
	} {
		_, err := openIn(t, ".", config.Overlay{OCI: reference, Digest: tc.digest})
		if err == nil || !strings.HasPrefix(err.Error(), at+tc.want) && name != "another layer" || !strings.HasPrefix(err.Error(), at) {
			t.Errorf("%s: got %v\nwant %s", name, err, at+tc.want)
		}
		if !isFetch(err) {
			t.Errorf("%s: it is no failure to fetch", name)
		}
	}
	_, err := openIn(t, ".", config.Overlay{OCI: reference, Digest: empty})
	if err == nil || !strings.HasPrefix(err.Error(), at+"the manifest: ") || !strings.HasSuffix(err.Error(), "; correct the reference or the digest") {
		t.Errorf("missing: %v", err)
	}

	// A registry that has tokens fetched in the clear gets no credentials.
	g.realm = `Bearer realm="http://auth.example.com/token"`
	_, err = openIn(t, ".", config.Overlay{OCI: reference, Digest: pinned})
	if err == nil || !strings.Contains(err.Error(), "auth.example.com is asked for in the clear (http); only https is spoken to other machines") {
		t.Errorf("tokens in the clear: %v", err)
	}
	g.realm = ""

	// With a registry that wants credentials, those of docker login are used; once pulled, nobody is asked.
	g.user = "puller:pass-phrase"
	_, err = openIn(t, ".", config.Overlay{OCI: reference, Digest: pinned})
	if err == nil || !strings.HasSuffix(err.Error(), "; sign in to the registry with `docker login` or `oras login`") {
		t.Errorf("without credentials: %v", err)
	}
	t.Setenv("DOCKER_CONFIG", write(t, map[string]string{"config.json": `{"auths": {"` + host + `": {"auth": "` + base64.StdEncoding.EncodeToString([]byte(g.user)) + `"}}}`}))
	dir := t.TempDir()
	cache := func(o *Options) { o.CacheDir = dir }
	o, err := openIn(t, ".", config.Overlay{OCI: reference, Digest: pinned}, cache)
	if err != nil || o.Digest != pinned || o.Origin != reference || read(t, o, Kinds)["ticket.yaml"] == "" {
		t.Fatalf("%+v, %v", o, err)
	}
	g.asked = nil
	if o, err = openIn(t, ".", config.Overlay{OCI: reference, Digest: pinned}, cache); err != nil || len(g.asked) > 0 {
		t.Errorf("offline: %v, %v", g.asked, err)
	}
}
