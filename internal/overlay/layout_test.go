package overlay

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/aismm/aismm/internal/config"
)

func TestMisplacedFilesAreErrors(t *testing.T) {
	const rego = "no policy is looked for here; a policy lies at policies/<category>/<slug>/<provider>.rego, a library at policies/lib/<name>.rego, " +
		"in lower case with underscores (overlay acme)"
	const yaml = "nothing is looked for here; a setting lies at policies/settings/<name>.yaml, objectives at model/<name>.yaml, a kind of record at " +
		"kinds/<kind>.yaml, its export at records/<kind>.yaml; what is none of these belongs outside of the overlay, or into a hidden folder (overlay acme)"
	files := map[string]string{policy: controls[policy], "policies/gov/tickets/records_test.rego": "", "policies/gov/tickets/testdata/x.yaml": "", "policies/lib/acme.rego": "package aismm.lib.acme",
		"tickets.rego": "", "policies/gov/records.rego": "", "policies/Gov/tickets/records.rego": "", "gov/tickets/records.rego": "",
		"days.yaml": "", "policies/days.yaml": "", "kinds/deep/ticket.yml": "", "model/gov.yml": "", "policies/notes.txt": ""}
	_, err := openIn(t, write(t, files), config.Overlay{Path: "."})
	var want []string
	for _, name := range names(files) {
		switch name {
		case "tickets.rego", "policies/gov/records.rego", "policies/Gov/tickets/records.rego", "gov/tickets/records.rego":
			want = append(want, name+": "+rego)
		case "days.yaml", "policies/days.yaml", "kinds/deep/ticket.yml", "model/gov.yml":
			want = append(want, name+": "+yaml)
		}
	}
	wantError(t, err, strings.Join(want, "\n"))

	// Beside an aismm.yaml, other files are the working folder's. Those of the rooms are held to the layout all the same.
	_, err = openIn(t, write(t, map[string]string{policy: "package p", "aismm.yaml": "", "waivers.yaml": "", "kinds/deep/ticket.yaml": ""}), config.Overlay{Path: "."})
	wantError(t, err, "kinds/deep/ticket.yaml: "+yaml)
}

func TestBundlesAreHeldToTheirManifest(t *testing.T) {
	bundle := func(manifest, data string) map[string]string {
		return map[string]string{"/" + policy: controls[policy], "/.manifest": manifest, "/data.json": data}
	}
	for name, tc := range map[string]struct {
		files map[string]string
		want  string
	}{
		"other roots": {bundle(`{"revision": "r7", "roots": ["aismm/app", "aismm/gov/other"]}`, "{}"), "acme/policies/gov/tickets/records.rego: the package aismm.gov.tickets.records lies " +
			`outside of the bundle's roots ["aismm/app","aismm/gov/other"]; correct the roots in acme/.manifest, or move the policy (overlay acme)`},
		"rego v0": {bundle(`{"rego_version": 0}`, "{}"),
			"acme/.manifest: the bundle is written in Rego v0; bring it to v1 with `opa fmt --write --v0-v1`, and build it again (overlay acme)"},
		"wasm": {bundle(`{"wasm": [{"entrypoint": "x"}]}`, "{}"),
			"acme/.manifest: the bundle was built for Wasm, which is not run here; build it for Rego (`opa build --target rego`) (overlay acme)"},
		"no json": {bundle(`revision: r7`, "{}"), "acme/.manifest: read the manifest of the bundle: invalid character 'r' looking for beginning of value (overlay acme)"},
		"data": {bundle(`{}`, `{"policies": {"settings": {}}}`), "acme/data.json: documents of a bundle are not read: `opa build` put the YAML of the folder in here; build the policies alone " +
			"(`opa build --bundle`), or pack the whole folder with tar, and sign it with `opa sign` (overlay acme)"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := openTar(t, "acme", tc.files)
			wantError(t, err, tc.want)
		})
	}
	o, err := openTar(t, "acme", bundle(`{"revision": "r7", "roots": ["aismm/gov"]}`, "{}\n"))
	if err != nil || o.Revision != "r7" || o.Signed {
		t.Errorf("%+v, %v", o, err)
	}
}

func openTar(t *testing.T, name string, files map[string]string) (*Overlay, error) {
	t.Helper()
	return openIn(t, write(t, map[string]string{name + ".tar": string(tarred(t, files))}), config.Overlay{Name: name, Path: name + ".tar"})
}

func TestConflicts(t *testing.T) {
	shipped := fstest.MapFS{"lib/when.rego": {Data: []byte("# Ours.\npackage aismm.lib.when\n\nnow := input.as_of\n")}, "gov/tickets/records.rego": {}, "settings/days.yaml": {}}
	for name, tc := range map[string]struct {
		a, b map[string]string
		want string
	}{
		"none, and what ships is replaced": {map[string]string{policy: "", "policies/settings/days.yaml": ""}, map[string]string{"policies/gov/other/records.rego": "", "kinds/person.yaml": ""}, ""},
		"policy, told once without its test": {map[string]string{policy: "", "policies/gov/tickets/records_test.rego": ""}, map[string]string{policy: "", "policies/gov/tickets/records_test.rego": ""},
			"b/policies/gov/tickets/records.rego: the policy gov.tickets.records is also given by a/policies/gov/tickets/records.rego; overlays a and b have no order, so keep one of them"},
		"test alone": {map[string]string{"policies/lib/x_test.rego": ""}, map[string]string{"policies/lib/x_test.rego": ""},
			"b/policies/lib/x_test.rego: the test is also given by a/policies/lib/x_test.rego; overlays a and b have no order, so keep one of them"},
		"library": {map[string]string{"policies/lib/acme.rego": ""}, map[string]string{"policies/lib/acme.rego": ""},
			"b/policies/lib/acme.rego: the library acme is also given by a/policies/lib/acme.rego; overlays a and b have no order, so keep one of them"},
		"library that ships, as it is": {map[string]string{"policies/lib/when.rego": "package aismm.lib.when\nnow  := input.as_of"},
			map[string]string{"policies/lib/when.rego": "package aismm.lib.when\nnow := input.as_of"}, ""},
		"library that ships": {map[string]string{"policies/lib/when.rego": "package aismm.lib.when\nnow := \"2020-01-01T00:00:00Z\""}, map[string]string{policy: ""},
			"a/policies/lib/when.rego: it would take the place of the library embedded/lib/when.rego, which the policies that ship rely on; give it another name"},
		"setting, by another ending": {map[string]string{"policies/settings/days.yaml": ""}, map[string]string{"policies/settings/days.yml": ""},
			"b/policies/settings/days.yml: the setting days is also given by a/policies/settings/days.yaml; overlays a and b have no order, so keep one of them"},
		"kind, by its long name": {map[string]string{"kinds/ticket.yaml": ""}, map[string]string{"kinds/record_ticket.yaml": ""},
			"b/kinds/record_ticket.yaml: the kind record_ticket is also given by a/kinds/ticket.yaml; overlays a and b have no order, so keep one of them"},
		"export, in another form": {map[string]string{"records/ticket.csv": ""}, map[string]string{"records/ticket.json": ""},
			"b/records/ticket.json: the export of record_ticket is also given by a/records/ticket.csv; overlays a and b have no order, so keep one of them"},
		"export, twice in one": {map[string]string{"records/ticket.csv": "", "records/ticket.json": ""}, map[string]string{policy: ""},
			"a/records/ticket.json: the export of record_ticket is also given by a/records/ticket.csv; there can only be one, so keep one of them"},
		"roots": {map[string]string{".manifest": `{"roots": ["aismm/gov"]}`, "policies/gov/other/aws.rego": "package aismm.gov.other.aws"}, map[string]string{policy: "", "policies/app/x/aws.rego": ""},
			"b/policies/gov/tickets/records.rego: the bundle of overlay a owns everything below aismm/gov, by the roots in a/.manifest; narrow them, or move the policy"},
	} {
		t.Run(name, func(t *testing.T) {
			a, err := openTar(t, "a", tc.a)
			must(t, err)
			b, err := openTar(t, "b", tc.b)
			must(t, err)
			err = Conflicts([]*Overlay{a, b}, shipped)
			wantError(t, err, tc.want)
		})
	}
}

// Sources are opened all, and everything that is wrong with them is told at once; their order does not matter.
func TestOpenReportsEverything(t *testing.T) {
	dir := write(t, map[string]string{"one/" + policy: "package p", "two/x.rego": ""})
	list, err := Open(context.Background(), []config.Overlay{{Name: "z", Path: "one", Line: 2}, {Name: "b", Path: "two", Line: 4}, {Name: "c", Path: "three", Line: 6}, {Name: "a", Path: "one", Line: 8}},
		Options{Dir: dir, File: "aismm.yaml"})
	wantError(t, err, "two/x.rego: no policy is looked for here; a policy lies at policies/<category>/<slug>/<provider>.rego, a library at policies/lib/<name>.rego, "+
		"in lower case with underscores (overlay b)\naismm.yaml:6: overlay c: there is no three; name a directory or an archive, relative to the configuration file")
	if len(list) != 2 || list[0].Name != "a" || list[1].Name != "z" {
		t.Errorf("opened %v", list)
	}
}
