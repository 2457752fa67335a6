package cli

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"io/fs"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"
)

// pack makes an archive of a folder: "pack FILE FOLDER".
func pack(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: pack FILE FOLDER")
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), archiveOf(ts, args[1]), 0o600))
}

func archiveOf(ts *testscript.TestScript, folder string) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	w := tar.NewWriter(z)
	dir := os.DirFS(ts.MkAbs(folder))
	ts.Check(fs.WalkDir(dir, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(dir, name)
		if err == nil {
			err = w.WriteHeader(&tar.Header{Name: name, Typeflag: tar.TypeReg, Size: int64(len(data)), Mode: 0o644})
		}
		if err == nil {
			_, err = w.Write(data)
		}
		return err
	}))
	ts.Check(w.Close())
	ts.Check(z.Close())
	return b.Bytes()
}

func digestOf(data []byte) string {
	sum := sha256.Sum256(data)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// published are the servers of each story that runs, by its working directory.
var published sync.Map

// publish offers the archive of a folder on this machine until the story ends: "publish FOLDER". A web server that the certificates in
// $SSL_CERT_FILE vouch for gives it, to those with the token t-1, at $URL with the digest $DIGEST, and a registry at $OCI with $OCI_DIGEST.
// "publish stop" ends both.
func publish(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: publish FOLDER|stop")
	}
	if args[0] == "stop" {
		if servers, ok := published.Load(ts.Getenv("WORK")); ok {
			for _, s := range servers.([]*httptest.Server) {
				s.Close()
			}
		}
		return
	}
	archive := archiveOf(ts, args[0])
	web := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer t-1" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		w.Write(archive)
	}))
	web.Config.ErrorLog = log.New(io.Discard, "", 0)
	web.StartTLS()
	manifest, err := json.Marshal(map[string]any{"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
		"layers": []any{map[string]any{"mediaType": "application/vnd.oci.image.layer.v1.tar+gzip", "digest": digestOf(archive), "size": len(archive)}}})
	ts.Check(err)
	registry := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		content := map[string][]byte{"/v2/acme/aismm/manifests/" + digestOf(manifest): manifest, "/v2/acme/aismm/blobs/" + digestOf(archive): archive}[r.URL.Path]
		if content == nil {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		w.Header().Set("Content-Type", "application/vnd.oci.image.manifest.v1+json")
		w.Header().Set("Docker-Content-Digest", path.Base(r.URL.Path))
		w.Header().Set("Content-Length", fmt.Sprint(len(content)))
		w.Write(content)
	}))
	published.Store(ts.Getenv("WORK"), []*httptest.Server{web, registry})
	ts.Defer(func() { web.Close(); registry.Close() })
	certificate := filepath.Join(ts.Getenv("WORK"), "authority.pem")
	ts.Check(os.WriteFile(certificate, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: web.Certificate().Raw}), 0o600))
	ts.Setenv("SSL_CERT_FILE", certificate)
	ts.Setenv("URL", web.URL+"/acme.tar.gz")
	ts.Setenv("DIGEST", digestOf(archive))
	ts.Setenv("OCI", strings.TrimPrefix(registry.URL, "http://")+"/acme/aismm:1.2")
	ts.Setenv("OCI_DIGEST", digestOf(manifest))
}
