package config

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

const pin = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

const overlays = `overlays:
- name: acme-controls
  path: controls
- {name: acme-shared, url: "https://policies.example.com/acme.tar.gz", digest: "` + pin + `", token_env: ACME_TOKEN,
   verify: {key: keys/policy.pem, key_id: acme, scope: aismm}}
- name: acme-registry
  oci: registry.example.com/acme/aismm:1.2
  digest: ` + pin + `
- name: here
  url: http://localhost:8080/acme.zip
  digest: ` + pin + `
- {name: there, oci: "127.0.0.1:5000/acme", digest: "` + pin + `"}
`

func TestOverlays(t *testing.T) {
	c, err := Parse("x/aismm.yaml", []byte(overlays))
	if err != nil {
		t.Fatal(err)
	}
	want := []Overlay{
		{Name: "acme-controls", Path: "controls", Line: 2},
		{Name: "acme-shared", URL: "https://policies.example.com/acme.tar.gz", Digest: pin, TokenEnv: "ACME_TOKEN", Verify: &Verify{Key: "keys/policy.pem", KeyID: "acme", Scope: "aismm"}, Line: 4},
		{Name: "acme-registry", OCI: "registry.example.com/acme/aismm:1.2", Digest: pin, Line: 6},
		{Name: "here", URL: "http://localhost:8080/acme.zip", Digest: pin, Line: 9},
		{Name: "there", OCI: "127.0.0.1:5000/acme", Digest: pin, Line: 12},
	}
	if !reflect.DeepEqual(c.Overlays, want) {
		t.Errorf("got  %+v\nwant %+v", c.Overlays, want)
	}
}

// What is wrong with overlays, each with its line and the way out. The schema refuses the same, as far as a schema can.
func TestOverlaysThatAreRefused(t *testing.T) {
	raw, err := Schema(SchemaOptions{})
	if err != nil {
		t.Fatal(err)
	}
	schema, err := jsonschema.UnmarshalJSON(strings.NewReader(string(raw)))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("mem:///aismm.json", schema); err != nil {
		t.Fatal(err)
	}
	valid, err := compiler.Compile("mem:///aismm.json")
	if err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		json, want string
		unseen     bool // by the schema
	}{
		"nothing wrong":  {`{"name": "a", "path": "b"}`, "", false},
		"no name":        {`{"path": "b"}`, `overlay number 1: its name is ""; want lower-case letters, digits and dashes, such as acme-controls`, false},
		"name":           {`{"name": "Acme controls", "path": "b"}`, `overlay Acme controls: its name is "Acme controls"; want lower-case letters, digits and dashes, such as acme-controls`, false},
		"name of ours":   {`{"name": "aismm", "path": "b"}`, `overlay aismm: "aismm" is the name of what ships; choose another`, true},
		"nowhere":        {`{"name": "a"}`, "overlay a: it has none of them; want one of path, url and oci", false},
		"in two places":  {`{"name": "a", "path": "b", "oci": "x.example.com/y:1", "digest": "` + pin + `"}`, "overlay a: it has path and oci; want one of path, url and oci", false},
		"unknown key":    {`{"name": "a", "pth": "b"}`, `unknown key "pth" under overlays[0]; did you mean "path"?`, false},
		"url, no digest": {`{"name": "a", "url": "https://x.example.com/y"}`, "overlay a: a url needs the digest of the archive, so that nobody can change it unseen: sha256sum says it", true},
		"oci, no digest": {`{"name": "a", "oci": "x.example.com/y:1"}`, "overlay a: oci needs the digest of the manifest, so that nobody can change it unseen: `oras resolve x.example.com/y:1` says it", true},
		"digest":         {`{"name": "a", "path": "b.zip", "digest": "0123"}`, `overlay a: digest is "0123"; want sha256: and 64 hexadecimal digits in lower case`, false},
		"in the clear":   {`{"name": "a", "url": "http://x.example.com/y", "digest": "` + pin + `"}`, "overlay a: url begins with http://; want https, or http on this machine itself", true},
		"other scheme":   {`{"name": "a", "url": "s3://bucket/y", "digest": "` + pin + `"}`, "overlay a: url begins with s3://; want https, or http on this machine itself", false},
		"no address":     {`{"name": "a", "url": "https:", "digest": "` + pin + `"}`, "overlay a: url is no address; write it as https://policies.example.com/acme.tar.gz", false},
		"credentials":    {`{"name": "a", "url": "https://me:word@x.example.com/y", "digest": "` + pin + `"}`, "overlay a: url holds credentials; put a token into the environment, and name the variable with token_env", true},
		"reference":      {`{"name": "a", "oci": "https://x.example.com/y:1", "digest": "` + pin + `"}`, `overlay a: oci is "https://x.example.com/y:1"; write it as registry.example.com/team/name:tag, and the digest under digest`, true},
		"a token itself": {`{"name": "a", "url": "https://x.example.com/y", "digest": "` + pin + `", "token_env": "abc.def-ghi"}`, "overlay a: token_env is the name of an environment variable, such as ACME_TOKEN; a token itself does not belong here", true},
		"token of oci":   {`{"name": "a", "oci": "x.example.com/y", "digest": "` + pin + `", "token_env": "T"}`, "overlay a: token_env is for url; a registry's credentials are those of `docker login`", true},
		"no key":         {`{"name": "a", "path": "b", "verify": {"key_id": "x"}}`, "overlay a: verify needs key: the file of the public key", true},
	} {
		t.Run(name, func(t *testing.T) {
			got := ""
			if _, err := Parse("aismm.yaml", []byte("overlays:\n- "+tc.json+"\n")); err != nil {
				got = err.Error()
			}
			want := tc.want
			switch {
			case strings.HasPrefix(want, "overlay"):
				want = "aismm.yaml:2: " + want
			case want != "":
				want = "aismm.yaml:2:17: " + want
			}
			if got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
			var doc any
			if err := json.Unmarshal([]byte(`{"overlays": [`+tc.json+`]}`), &doc); err != nil {
				t.Fatal(err)
			}
			if err := valid.Validate(doc); (err == nil) != (tc.want == "" || tc.unseen) {
				t.Errorf("the schema says %v", err)
			}
		})
	}
	_, err = Parse("aismm.yaml", []byte("version: 1\noverlays:\n- {name: a, path: b}\n- {name: a, path: c}\n- {name: d}\n"))
	if want := "aismm.yaml:4: overlay a: line 3 has an overlay of this name already\naismm.yaml:5: overlay d: it has none of them; want one of path, url and oci"; err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}
