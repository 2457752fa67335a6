package config

import (
	"fmt"
	"net"
	"net/url"
	"regexp"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// Shipped is the name of what ships with the program, where reports say whose policy decided.
const Shipped = "aismm"

// Overlay names one source that is laid over what ships: a directory, an archive, or an OPA bundle. It has one of path, url and oci.
type Overlay struct {
	Name     string  `yaml:"name" doc:"How reports call it."`
	Path     string  `yaml:"path,omitempty" doc:"A directory or an archive (.tar.gz, .tgz, .tar, .zip), relative to this file. Like every source it has one or more of the folders policies, model, kinds and records."`
	URL      string  `yaml:"url,omitempty" doc:"The address of an archive or OPA bundle, by https."`
	OCI      string  `yaml:"oci,omitempty" doc:"An OPA bundle in a registry: registry.example.com/team/name:tag. Credentials are those of docker login."`
	Digest   string  `yaml:"digest,omitempty" doc:"sha256:<hex>: of the archive's bytes or, in a registry, of the manifest. Needed with url and oci."`
	TokenEnv string  `yaml:"token_env,omitempty" doc:"The environment variable that holds a bearer token for url."`
	Verify   *Verify `yaml:"verify,omitempty" doc:"The signature that it must have, as opa sign and opa build make it. Without one, it is an error."`

	// Line is where the configuration names it; 0 when it comes from elsewhere. At is where Path is then found; it is empty where that is
	// relative to the configuration.
	Line int    `yaml:"-"`
	At   string `yaml:"-"`
}

// Verify says how a bundle must be signed.
type Verify struct {
	Key   string `yaml:"key" doc:"The file of the public key or certificate (PEM), relative to this file."`
	KeyID string `yaml:"key_id,omitempty" doc:"The name of the key, where the signers use one."`
	Scope string `yaml:"scope,omitempty" doc:"The scope that the signature must be for, where the signers use one."`
}

var (
	overlayName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)
	digestForm  = regexp.MustCompile(`^sha256:[0-9a-f]{64}$`)
	envForm     = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
	ociForm     = regexp.MustCompile(`^[a-zA-Z0-9.-]+(:[0-9]+)?(/[a-z0-9]+([._-]+[a-z0-9]+)*)+(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?$`)
)

// locateOverlays notes the line of each overlay. The file has been decoded, so that it can be parsed.
func (c *Config) locateOverlays(data []byte) {
	f, err := parser.ParseBytes(data, 0)
	if err != nil || len(f.Docs) == 0 {
		return
	}
	root, ok := f.Docs[0].Body.(*ast.MappingNode)
	if !ok {
		return
	}
	for _, v := range root.Values {
		list, ok := v.Value.(*ast.SequenceNode)
		if v.Key.GetToken().Value != "overlays" || !ok {
			continue
		}
		for i, n := range list.Values {
			if m, ok := n.(*ast.MappingNode); ok && len(m.Values) > 0 {
				n = m.Values[0].Key
			}
			if i < len(c.Overlays) && n.GetToken() != nil {
				c.Overlays[i].Line = n.GetToken().Position.Line
			}
		}
	}
}

func (c *Config) checkOverlays(report func(error)) {
	names := map[string]int{}
	for i := range c.Overlays {
		o := &c.Overlays[i]
		bad := func(format string, args ...any) {
			what := o.Name
			if what == "" {
				what = fmt.Sprintf("number %d", i+1)
			}
			report(fmt.Errorf("%s:%d: overlay %s: %s", c.Path, o.Line, what, fmt.Sprintf(format, args...)))
		}
		switch first, taken := names[o.Name]; {
		case !overlayName.MatchString(o.Name):
			bad("its name is %q; want lower-case letters, digits and dashes, such as acme-controls", o.Name)
		case o.Name == Shipped:
			bad("%q is the name of what ships; choose another", Shipped)
		case taken:
			bad("line %d has an overlay of this name already", first)
		default:
			names[o.Name] = o.Line
		}
		for _, fault := range o.faults() {
			bad("%s", fault)
		}
	}
}

// faults are what is wrong with one overlay, apart from its name.
func (o *Overlay) faults() []string {
	var list []string
	bad := func(format string, args ...any) { list = append(list, fmt.Sprintf(format, args...)) }
	var given []string
	for _, s := range []struct{ key, value string }{{"path", o.Path}, {"url", o.URL}, {"oci", o.OCI}} {
		if s.value != "" {
			given = append(given, s.key)
		}
	}
	if len(given) != 1 {
		has := "none of them"
		if len(given) > 0 {
			has = strings.Join(given, " and ")
		}
		bad("it has %s; want one of path, url and oci", has)
	}
	if o.URL != "" {
		list = append(list, urlFaults(o.URL)...)
	}
	if o.OCI != "" && !ociForm.MatchString(o.OCI) {
		bad("oci is %q; write it as registry.example.com/team/name:tag, and the digest under digest", o.OCI)
	}
	switch {
	case o.Digest != "" && !digestForm.MatchString(o.Digest):
		bad("digest is %q; want sha256: and 64 hexadecimal digits in lower case", o.Digest)
	case o.Digest == "" && o.URL != "":
		bad("a url needs the digest of the archive, so that nobody can change it unseen: sha256sum says it")
	case o.Digest == "" && o.OCI != "":
		bad("oci needs the digest of the manifest, so that nobody can change it unseen: `oras resolve %s` says it", o.OCI)
	}
	switch {
	case o.TokenEnv == "":
	case o.URL == "":
		bad("token_env is for url; a registry's credentials are those of `docker login`")
	case !envForm.MatchString(o.TokenEnv):
		bad("token_env is the name of an environment variable, such as ACME_TOKEN; a token itself does not belong here")
	}
	if o.Verify != nil && o.Verify.Key == "" {
		bad("verify needs key: the file of the public key")
	}
	return list
}

func urlFaults(address string) []string {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Host == "":
		return []string{"url is no address; write it as https://policies.example.com/acme.tar.gz"}
	case u.User != nil:
		return []string{"url holds credentials; put a token into the environment, and name the variable with token_env"}
	case u.Scheme == "https":
		return nil
	}
	if u.Scheme == "http" && Loopback(u.Host) {
		return nil
	}
	return []string{fmt.Sprintf("url begins with %s://; want https, or http on this machine itself", u.Scheme)}
}

// Loopback reports whether a host, with or without a port, is this machine itself: what is said to it needs no protection on the way.
func Loopback(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = strings.Trim(host, "[]")
	}
	ip := net.ParseIP(name)
	return name == "localhost" || ip != nil && ip.IsLoopback()
}
