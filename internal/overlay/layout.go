package overlay

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/aismm/aismm/internal/config"
	"github.com/aismm/aismm/internal/engine"
)

// take keeps of the files what is read, by the one layout that every overlay has, and reports what lies in a wrong place.
func (o *Overlay) take(files tree) error {
	files, wrapped := unwrapped(files)
	o.place = path.Join(o.place, wrapped)
	kept, errs := o.sorted(files)
	if len(kept) == 0 && len(errs) == 0 {
		return fmt.Errorf("there is nothing in it that is read: it holds none of %s/", strings.Join(rooms, "/, "))
	}
	if err := o.manifest(files, kept); err != nil {
		errs = append(errs, err)
	}
	if len(errs) > 0 {
		return errors.Join(errs...)
	}
	digest := sha256.New()
	for _, f := range kept {
		o.names = append(o.names, f.name)
		sum := sha256.Sum256(f.data)
		fmt.Fprintf(digest, "%s %s\n", hex.EncodeToString(sum[:]), f.name)
	}
	if o.Digest == "" {
		o.Digest = "sha256:" + hex.EncodeToString(digest.Sum(nil))
	}
	var err error
	o.tree, err = stored(kept)
	return err
}

// unwrapped looks through one folder around everything, as archives of repositories and `opa build controls` have it.
func unwrapped(files tree) (tree, string) {
	around := ""
	for _, f := range files {
		if inRoom(f.name) {
			return files, ""
		}
		first, rest, deeper := strings.Cut(f.name, "/")
		switch {
		case !deeper || !inRoom(rest):
		case around == "":
			around = first
		case around != first:
			return files, ""
		}
	}
	if around == "" {
		return files, ""
	}
	inside := make(tree, 0, len(files))
	for _, f := range files {
		f.name = strings.TrimPrefix(f.name, around+"/")
		inside = append(inside, f)
	}
	return inside, around
}

var (
	policyForm = regexp.MustCompile(`^policies/(lib/[a-z][a-z0-9_]*|[a-z][a-z0-9]*/[a-z][a-z0-9_]*/[a-z][a-z0-9_]*)\.rego$`)
	testForm   = regexp.MustCompile(`^policies/.+_test\.rego$`)
	yamlForms  = []*regexp.Regexp{
		regexp.MustCompile(`^policies/settings/[a-z][a-z0-9_]*\.ya?ml$`),
		regexp.MustCompile(`^model/[^/]+\.yaml$`),
		regexp.MustCompile(`^kinds/[a-z][a-z0-9_]*\.ya?ml$`),
		regexp.MustCompile(`^records/[^/]+\.ya?ml$`),
	}
)

// sorted keeps the files of the rooms, by name, and reports Rego and YAML that lies where nobody looks.
func (o *Overlay) sorted(files tree) (kept tree, errs []error) {
	// A folder that has an aismm.yaml is somebody's working folder: what else lies beside that is theirs.
	working := slices.ContainsFunc(files, func(f file) bool { return f.name == config.FileName })
	wrong := func(f file, format string, args ...any) {
		errs = append(errs, &fileError{o.Place(f.name), fmt.Sprintf(format, args...)})
	}
	slices.SortFunc(files, func(a, b file) int { return strings.Compare(a.name, b.name) })
	for _, f := range files {
		if slices.ContainsFunc(strings.Split(f.name, "/"), hidden) {
			continue
		}
		switch ext := path.Ext(f.name); {
		case ext == ".rego" && !policyForm.MatchString(f.name) && !testForm.MatchString(f.name):
			wrong(f, "no policy is looked for here; a policy lies at policies/<category>/<slug>/<provider>.rego, a library at policies/lib/<name>.rego, "+
				"in lower case with underscores")
		case ext == ".yaml" || ext == ".yml":
			matches := slices.ContainsFunc(yamlForms, func(r *regexp.Regexp) bool { return r.MatchString(f.name) })
			switch {
			case matches:
				kept = append(kept, f)
			case working && !inRoom(f.name):
			default:
				wrong(f, "nothing is looked for here; a setting lies at policies/settings/<name>.yaml, objectives at model/<name>.yaml, a kind of record at "+
					"kinds/<kind>.yaml, its export at records/<kind>.yaml; what is none of these belongs outside of the overlay, or into a hidden folder")
			}
		case f.name == "data.json" && !bytes.Equal(bytes.TrimSpace(f.data), []byte("{}")):
			wrong(f, "documents of a bundle are not read: `opa build` put the YAML of the folder in here; build the policies alone (`opa build --bundle`), or pack the "+
				"whole folder with tar, and sign it with `opa sign`")
		case inRoom(f.name):
			kept = append(kept, f)
		}
	}
	return kept, errs
}

// about reports whether a file says something of the bundle as a whole.
func about(name string) bool {
	return name == engine.BundleManifestName || name == engine.BundleSignaturesName || name == "data.json"
}

// manifest reads what an OPA bundle says of itself, and holds it to that: its modules lie below its roots.
func (o *Overlay) manifest(files, kept tree) error {
	i := slices.IndexFunc(files, func(f file) bool { return f.name == engine.BundleManifestName })
	if i < 0 {
		return nil
	}
	m, err := engine.ReadBundleManifest(files[i].data)
	if err != nil {
		return &fileError{o.Place(files[i].name), err.Error()}
	}
	o.Revision, o.owns = m.Revision, m.Roots
	var errs []error
	for _, f := range kept {
		if path.Ext(f.name) != ".rego" {
			continue
		}
		if pkg, ok := m.Owns(o.Place(f.name), f.data); !ok {
			roots, _ := json.Marshal(m.Roots)
			errs = append(errs, &fileError{o.Place(f.name), fmt.Sprintf("the package %s lies outside of the bundle's roots %s; correct the roots in %s, or move the policy",
				pkg, roots, o.Place(engine.BundleManifestName))})
		}
	}
	return errors.Join(errs...)
}
