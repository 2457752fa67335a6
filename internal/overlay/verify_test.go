package overlay

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"maps"
	"os"
	"path/filepath"
	"testing"

	"github.com/aismm/aismm/internal/config"
)

// sign signs plain files as `opa sign --bundle .` does, and returns the signatures and the public key.
func sign(t testing.TB, files map[string]string) (signatures, public string) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	must(t, err)
	type info struct {
		Name      string `json:"name"`
		Hash      string `json:"hash"`
		Algorithm string `json:"algorithm"`
	}
	list := []info{}
	for _, name := range names(files) {
		sum := sha256.Sum256([]byte(files[name]))
		list = append(list, info{name, hex.EncodeToString(sum[:]), "SHA-256"})
	}
	payload, err := json.Marshal(map[string]any{"files": list})
	must(t, err)
	text := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"RS256"}`)) + "." + base64.RawURLEncoding.EncodeToString(payload)
	sum := sha256.Sum256([]byte(text))
	signature, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
	must(t, err)
	raw, err := json.Marshal(map[string]any{"signatures": []string{text + "." + base64.RawURLEncoding.EncodeToString(signature)}})
	must(t, err)
	der, err := x509.MarshalPKIXPublicKey(key.Public())
	must(t, err)
	return string(raw), string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
}

func TestSignedArchives(t *testing.T) {
	signatures, public := sign(t, controls)
	_, other := sign(t, controls)
	whole := maps.Clone(controls)
	whole[".signatures.json"] = signatures
	changed := maps.Clone(whole)
	changed["README.md"] = "# Other controls\n"
	dir := write(t, map[string]string{"signed.tar": string(tarred(t, whole)), "unsigned.tar": string(tarred(t, controls)), "changed.tar": string(tarred(t, changed)),
		"keys/acme.pem": public, "keys/other.pem": other, "keys/none.pem": "x"})
	for name, tc := range map[string]struct{ file, key, want string }{
		"signed":         {"signed.tar", "keys/acme.pem", ""},
		"unsigned":       {"unsigned.tar", "keys/acme.pem", "verify with the key keys/acme.pem: it is not signed: there is no .signatures.json, which `opa sign` and `opa build --signing-key` write"},
		"by another key": {"signed.tar", "keys/other.pem", "verify with the key keys/other.pem: its signature does not hold: failed to verify JWT signature: crypto/rsa: verification error"},
		"changed, where nothing is read": {"changed.tar", "keys/acme.pem", "verify with the key keys/acme.pem: README.md is not what was signed: README.md: digest mismatch (want: " +
			hexOf(controls["README.md"]) + ", got: " + hexOf(changed["README.md"]) + ")"},
		"no key":      {"signed.tar", "keys/none.pem", "the key keys/none.pem: it holds no PEM block; a public key begins with -----BEGIN PUBLIC KEY-----"},
		"missing key": {"signed.tar", "keys/absent.pem", "read the key keys/absent.pem: no such file or directory"},
	} {
		t.Run(name, func(t *testing.T) {
			o, err := openIn(t, dir, config.Overlay{Path: tc.file, Verify: &config.Verify{Key: tc.key}})
			if tc.want != "" {
				wantError(t, err, "aismm.yaml:7: overlay acme: "+tc.want)
			} else if err != nil || !o.Signed {
				t.Errorf("%+v, %v", o, err)
			}
		})
	}
	// Without a key, nobody says that a signature was verified.
	if o, err := openIn(t, dir, config.Overlay{Path: "signed.tar"}); err != nil || o.Signed {
		t.Errorf("%+v, %v", o, err)
	}
	// A directory is signed as it lies there, apart from what is hidden.
	read := maps.Clone(controls)
	read["policies/gov/tickets/testdata/x.json"] = "{}"
	delete(read, ".github/workflows/check.yaml")
	signatures, public = sign(t, read)
	read[".signatures.json"] = signatures
	at := write(t, read)
	key := filepath.Join(write(t, map[string]string{"acme.pem": public}), "acme.pem")
	if o, err := openIn(t, at, config.Overlay{Path: ".", Verify: &config.Verify{Key: key}}); err != nil || !o.Signed {
		t.Errorf("%+v, %v", o, err)
	}
	must(t, os.WriteFile(filepath.Join(at, "kinds", "other.yaml"), []byte("title: Other\n"), 0o644))
	_, err := openIn(t, at, config.Overlay{Path: ".", Verify: &config.Verify{Key: key}})
	wantError(t, err, "aismm.yaml:7: overlay acme: verify with the key "+key+": kinds/other.yaml is not part of what was signed; sign the whole folder from inside it: `opa sign --bundle .`")
}

func hexOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
