package engine

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/bundle"
)

func pemOf(t *testing.T, kind string, der []byte, err error) string {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}

// signed signs files as OPA does, with claims, and adds the signatures to them.
func signed(t *testing.T, files map[string][]byte, key, algorithm, kid string, claims map[string]any) map[string][]byte {
	t.Helper()
	var infos []bundle.FileInfo
	for _, name := range sortedKeys(files) {
		h, err := bundle.NewSignatureHasher(bundle.HashingAlgorithm("SHA-256"))
		if err != nil {
			t.Fatal(err)
		}
		var v any = files[name]
		if bundle.IsStructuredDoc(name) {
			if err := json.Unmarshal(files[name], &v); err != nil {
				t.Fatal(err)
			}
		}
		sum, err := h.HashFile(v)
		if err != nil {
			t.Fatal(err)
		}
		infos = append(infos, bundle.NewFile(name, hex.EncodeToString(sum), "SHA-256"))
	}
	at := ""
	if claims != nil {
		raw, err := json.Marshal(claims)
		if err != nil {
			t.Fatal(err)
		}
		at = filepath.Join(t.TempDir(), "claims.json")
		if err := os.WriteFile(at, raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	token, err := bundle.GenerateSignedToken(infos, bundle.NewSigningConfig(key, algorithm, at), kid)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(bundle.SignaturesConfig{Signatures: []string{token}})
	if err != nil {
		t.Fatal(err)
	}
	out := maps.Clone(files)
	out[BundleSignaturesName] = raw
	return out
}

func TestVerifyBundle(t *testing.T) {
	first, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	second, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	private := pemOf(t, "RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(first), nil)
	der, err := x509.MarshalPKIXPublicKey(first.Public())
	public := []byte(pemOf(t, "PUBLIC KEY", der, err))
	der, err = x509.MarshalECPrivateKey(second)
	privateEC := pemOf(t, "EC PRIVATE KEY", der, err)
	der, err = x509.MarshalPKIXPublicKey(second.Public())
	publicEC := []byte(pemOf(t, "PUBLIC KEY", der, err))

	files := map[string][]byte{"policies/gov/x/aws.rego": []byte("package aismm.gov.x.aws\n"), "kinds/ticket.yaml": []byte("title: T\n"), ".manifest": []byte(`{"roots": ["aismm"], "revision": "r7"}`),
		"data.json": []byte("{}")}
	whole := signed(t, files, private, "RS256", "acme", map[string]any{"scope": "aismm"})
	change := func(edit func(map[string][]byte)) map[string][]byte {
		out := maps.Clone(whole)
		edit(out)
		return out
	}
	forged := signed(t, files, string(public), "HS256", "acme", map[string]any{"scope": "aismm"})
	key := BundleKey{PEM: public, ID: "acme", Scope: "aismm"}
	for name, tc := range map[string]struct {
		files map[string][]byte
		key   BundleKey
		want  string
	}{
		"as it was signed":      {whole, key, ""},
		"by an elliptic curve":  {signed(t, files, privateEC, "ES256", "", nil), BundleKey{PEM: publicEC}, ""},
		"whatever the key's id": {signed(t, files, private, "PS384", "other", nil), BundleKey{PEM: public}, ""},
		"spaces of a document":  {change(func(f map[string][]byte) { f[".manifest"] = []byte(`{"revision":"r7","roots":["aismm"]}`) }), key, ""},
		"hidden files":          {change(func(f map[string][]byte) { f[".github/x.yaml"] = nil; f["policies/.x.rego"] = nil }), key, ""},
		"a policy hidden": {change(func(f map[string][]byte) {
			f[".policies/gov/x/aws.rego"] = f["policies/gov/x/aws.rego"]
			delete(f, "policies/gov/x/aws.rego")
		}), key, "policies/gov/x/aws.rego was signed, and is missing"},
		"manifest without its dot": {func() map[string][]byte {
			f := signed(t, map[string][]byte{"manifest": files[".manifest"]}, private, "RS256", "", nil)
			f[".manifest"] = f["manifest"]
			delete(f, "manifest")
			return f
		}(), BundleKey{PEM: public}, ""},
		"not signed":       {files, key, "it is not signed: there is no .signatures.json, which `opa sign` and `opa build --signing-key` write"},
		"changed policy":   {change(func(f map[string][]byte) { f["policies/gov/x/aws.rego"] = []byte("package aismm.gov.x.aws") }), key, "policies/gov/x/aws.rego is not what was signed: "},
		"changed kind":     {change(func(f map[string][]byte) { f["kinds/ticket.yaml"] = []byte("title: U\n") }), key, "kinds/ticket.yaml is not what was signed: "},
		"changed manifest": {change(func(f map[string][]byte) { f[".manifest"] = []byte(`{"roots": [""], "revision": "r7"}`) }), key, ".manifest is not what was signed: "},
		"added file": {change(func(f map[string][]byte) { f["policies/gov/y/aws.rego"] = nil }), key,
			"policies/gov/y/aws.rego is not part of what was signed; sign the whole folder from inside it: `opa sign --bundle .`"},
		"file left out":  {change(func(f map[string][]byte) { delete(f, "kinds/ticket.yaml") }), key, "kinds/ticket.yaml was signed, and is missing (a folder with hidden files cannot be signed with `opa sign --bundle .`, which loses their dots)"},
		"another key":    {whole, BundleKey{PEM: publicEC, Scope: "aismm"}, `its signature was made with "RS256", but the key is for ES256`},
		"another scope":  {whole, BundleKey{PEM: public, Scope: "others"}, "its signature does not hold: scope mismatch"},
		"forged by HMAC": {forged, key, `its signature was made with "HS256", but the key is for RS256, RS384, RS512, PS256, PS384, PS512`},
		"no algorithm": {change(func(f map[string][]byte) {
			f[BundleSignaturesName] = []byte(`{"signatures": ["eyJhbGciOiJub25lIn0.e30."]}`)
		}), key, `its signature was made with "none"`},
		"two signatures": {change(func(f map[string][]byte) { f[BundleSignaturesName] = []byte(`{"signatures": ["a", "b"]}`) }), key, "it has 2 signatures in .signatures.json; one is expected"},
		"no JWT":         {change(func(f map[string][]byte) { f[BundleSignaturesName] = []byte(`{"signatures": ["a"]}`) }), key, "read the header of its signature: "},
		"no JSON":        {change(func(f map[string][]byte) { f[BundleSignaturesName] = []byte("x") }), key, "read .signatures.json: invalid character"},
		"unknown plugin": {change(func(f map[string][]byte) {
			f[BundleSignaturesName] = []byte(strings.Replace(string(whole[BundleSignaturesName]), "{", `{"plugin": "mine", `, 1))
		}), key, "its signature does not hold: "},
		"the private key": {whole, BundleKey{PEM: []byte(private)}, "it holds a rsa private key; the public key is enough, and the private one should not lie here"},
		"no key":          {whole, BundleKey{PEM: []byte("ssh-rsa AAAA")}, "it holds no PEM block; a public key begins with -----BEGIN PUBLIC KEY-----"},
	} {
		t.Run(name, func(t *testing.T) {
			err := VerifyBundle(tc.files, tc.key)
			if (err == nil) != (tc.want == "") || err != nil && !strings.HasPrefix(err.Error(), tc.want) {
				t.Errorf("got  %v\nwant %s", err, tc.want)
			}
		})
	}
	// Another key of the same kind.
	third, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	der, err = x509.MarshalPKIXPublicKey(third.Public())
	if err := VerifyBundle(whole, BundleKey{PEM: []byte(pemOf(t, "PUBLIC KEY", der, err)), Scope: "aismm"}); err == nil || !strings.HasPrefix(err.Error(), "its signature does not hold: ") {
		t.Errorf("another key: %v", err)
	}
}

func TestBundlesOwnTheirRoots(t *testing.T) {
	m, err := ReadBundleManifest([]byte(`{"revision": "r7", "roots": ["/aismm/gov/", "aismm/lib/acme"]}`))
	if err != nil || m.Revision != "r7" {
		t.Fatalf("%+v, %v", m, err)
	}
	for module, want := range map[string]bool{"package aismm.gov.x.aws": true, "package aismm.lib.acme": true, "package aismm.lib.acmes": false, "package aismm.app.x.aws": false,
		"package aismm.governance": false, "this is no Rego": true} {
		if _, got := m.Owns("x.rego", []byte(module)); got != want {
			t.Errorf("%s: %v", module, got)
		}
	}
}
