package engine

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/bundle"
)

// The names of what an OPA bundle says of itself, at its root.
const (
	BundleManifestName   = bundle.ManifestExt
	BundleSignaturesName = ".signatures.json"
)

// BundleManifest is what an OPA bundle says of itself in .manifest.
type BundleManifest struct {
	// Revision is the author's word for this version; it may be empty.
	Revision string
	// Roots are the paths ("aismm/gov") below which the bundle owns everything; a single empty one is the default, and owns all.
	Roots []string
}

// ReadBundleManifest reads a .manifest. A bundle that asks for what a policy here cannot be is refused.
func ReadBundleManifest(data []byte) (BundleManifest, error) {
	var m bundle.Manifest
	dec := json.NewDecoder(bytes.NewReader(data))
	if err := dec.Decode(&m); err != nil {
		return BundleManifest{}, fmt.Errorf("read the manifest of the bundle: %w", err)
	}
	m.Init()
	if m.RegoVersion != nil && *m.RegoVersion == 0 {
		return BundleManifest{}, errors.New("the bundle is written in Rego v0; bring it to v1 with `opa fmt --write --v0-v1`, and build it again")
	}
	if len(m.WasmResolvers) > 0 {
		return BundleManifest{}, errors.New("the bundle was built for Wasm, which is not run here; build it for Rego (`opa build --target rego`)")
	}
	roots := make([]string, len(*m.Roots))
	for i, r := range *m.Roots {
		roots[i] = strings.Trim(r, "/")
	}
	return BundleManifest{Revision: m.Revision, Roots: roots}, nil
}

// Owns reports whether a module may lie in the bundle, and names the module's package. A module that does not parse is left for loading to
// report.
func (m BundleManifest) Owns(file string, module []byte) (pkg string, ok bool) {
	parsed, err := ast.ParseModuleWithOpts(file, string(module), ast.ParserOptions{})
	if err != nil || parsed == nil {
		return "", true
	}
	pkg = dotted(parsed.Package.Path)
	return pkg, bundle.RootPathsContain(m.Roots, strings.ReplaceAll(pkg, ".", "/"))
}

// SameModule reports whether two modules say the same, whatever their comments and layout.
func SameModule(a, b []byte) bool {
	x, errX := ast.ParseModuleWithOpts("a.rego", string(a), ast.ParserOptions{})
	y, errY := ast.ParseModuleWithOpts("b.rego", string(b), ast.ParserOptions{})
	return errX == nil && errY == nil && x != nil && y != nil && x.Equal(y)
}

// BundleKey is the key that a bundle has to be signed with.
type BundleKey struct {
	// PEM is a public key or a certificate; ID the name under which signers know it, which a signature may leave out; Scope the scope that
	// the signature has to be for, as `opa sign --claims-file` sets it.
	PEM       []byte
	ID, Scope string
}

// VerifyBundle checks the signature of an OPA bundle over all its files, which are by name, without a leading slash: each must be signed
// as it is, and none that was signed may be missing. Only hidden files, which nothing reads, need not be signed, but for the manifest.
func VerifyBundle(files map[string][]byte, key BundleKey) error {
	at, signed := signaturesOf(files)
	if !signed {
		return fmt.Errorf("it is not signed: there is no %s, which `opa sign` and `opa build --signing-key` write", BundleSignaturesName)
	}
	var signatures bundle.SignaturesConfig
	if err := json.Unmarshal(files[at], &signatures); err != nil {
		return fmt.Errorf("read %s: %w", at, err)
	}
	algorithm, err := algorithmOf(key.PEM, signatures)
	if err != nil {
		return err
	}
	id := key.ID
	if id == "" {
		id = "default" // as OPA calls the only key
	}
	keys := map[string]*bundle.KeyConfig{id: {Key: string(key.PEM), Algorithm: algorithm}}
	found, err := bundle.VerifyBundleSignature(signatures, bundle.NewVerificationConfig(keys, id, key.Scope, nil))
	if err != nil {
		return fmt.Errorf("its signature does not hold: %w", err)
	}
	for _, name := range sortedKeys(files) {
		known := signedName(name, found)
		_, ok := found[known]
		if name == at || !ok && hiddenFile(name) && path.Base(name) != BundleManifestName {
			continue
		}
		if !ok {
			return fmt.Errorf("%s is not part of what was signed; sign the whole folder from inside it: `opa sign --bundle .`", name)
		}
		if err := bundle.VerifyBundleFile(known, *bytes.NewBuffer(files[name]), found); err != nil {
			return fmt.Errorf("%s is not what was signed: %w", name, err)
		}
		delete(found, known)
	}
	if left := sortedKeys(found); len(left) > 0 {
		return fmt.Errorf("%s was signed, and is missing (a folder with hidden files cannot be signed with `opa sign --bundle .`, which loses their dots)", strings.Join(left, ", "))
	}
	return nil
}

// signedName is the name under which a file was signed. `opa sign --bundle .` loses the dot of the manifest with that of the folder.
func signedName(name string, signed map[string]bundle.FileInfo) string {
	if _, ok := signed[name]; !ok && name == BundleManifestName {
		return strings.TrimPrefix(name, ".")
	}
	return name
}

func hiddenFile(name string) bool {
	return slices.ContainsFunc(strings.Split(name, "/"), func(part string) bool { return strings.HasPrefix(part, ".") })
}

// signaturesOf finds the signatures: at the root, or in the one folder that is around everything.
func signaturesOf(files map[string][]byte) (string, bool) {
	for _, name := range sortedKeys(files) {
		if path.Base(name) == BundleSignaturesName && strings.Count(name, "/") < 2 {
			return name, true
		}
	}
	return "", false
}

// algorithmOf is the algorithm of a signature, as far as the key allows it. It is the key that decides, so that nobody can pass a public key
// off as a shared secret.
func algorithmOf(key []byte, s bundle.SignaturesConfig) (string, error) {
	allowed, err := algorithmsFor(key)
	if err != nil {
		return "", err
	}
	if len(s.Signatures) != 1 {
		return "", fmt.Errorf("it has %d signatures in %s; one is expected", len(s.Signatures), BundleSignaturesName)
	}
	head, _, _ := strings.Cut(s.Signatures[0], ".")
	var header struct {
		Algorithm string `json:"alg"`
	}
	raw, err := base64.RawURLEncoding.DecodeString(head)
	if err == nil {
		err = json.Unmarshal(raw, &header)
	}
	if err != nil {
		return "", fmt.Errorf("read the header of its signature: %w", err)
	}
	if !slices.Contains(allowed, header.Algorithm) {
		return "", fmt.Errorf("its signature was made with %q, but the key is for %s", header.Algorithm, strings.Join(allowed, ", "))
	}
	return header.Algorithm, nil
}

// CheckBundleKey reports why a file holds no key that bundles can be verified with.
func CheckBundleKey(key []byte) error {
	_, err := algorithmsFor(key)
	return err
}

func algorithmsFor(key []byte) ([]string, error) {
	block, _ := pem.Decode(key)
	if block == nil {
		return nil, errors.New("it holds no PEM block; a public key begins with -----BEGIN PUBLIC KEY-----")
	}
	var public any
	var err error
	switch block.Type {
	case "PUBLIC KEY":
		public, err = x509.ParsePKIXPublicKey(block.Bytes)
	case "RSA PUBLIC KEY":
		public, err = x509.ParsePKCS1PublicKey(block.Bytes)
	case "CERTIFICATE":
		var c *x509.Certificate
		if c, err = x509.ParseCertificate(block.Bytes); err == nil {
			public = c.PublicKey
		}
	default:
		return nil, fmt.Errorf("it holds a %s; the public key is enough, and the private one should not lie here", strings.ToLower(block.Type))
	}
	if err != nil {
		return nil, fmt.Errorf("read the key: %w", err)
	}
	switch k := public.(type) {
	case *rsa.PublicKey:
		return []string{"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"}, nil
	case *ecdsa.PublicKey:
		if names, ok := map[string]string{"P-256": "ES256", "P-384": "ES384", "P-521": "ES512"}[k.Curve.Params().Name]; ok {
			return []string{names}, nil
		}
	}
	return nil, fmt.Errorf("it holds a %T, which OPA does not sign bundles with; use RSA, or ECDSA on P-256, P-384 or P-521", public)
}
