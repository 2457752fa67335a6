// Package arch holds the direction of imports: cli → (collectors, engine, assess, report, …) → evidence → model.
package arch

import (
	"encoding/json"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/aismm/aismm/"

// rooms says which rooms of the house each room may look into. A room is the longest prefix that matches a package.
var rooms = map[string][]string{
	"cmd/aismm":            {"internal/cli"},
	"model":                {"internal/strictyaml"},
	"policies":             {},
	"collectors":           {"internal/evidence"},
	"collectors/all":       {"collectors/aws", "collectors/openai", "collectors/records"},
	"collectors/aws":       {"collectors", "internal/evidence"},
	"collectors/openai":    {"collectors", "internal/evidence"},
	"collectors/records":   {"collectors", "internal/evidence", "internal/attestation", "internal/strictyaml"},
	"internal/strictyaml":  {},
	"internal/version":     {},
	"internal/jsonschema":  {},
	"internal/findings":    {},
	"internal/scaffold":    {"internal/evidence", "model"},
	"internal/overlay":     {"internal/config", "internal/engine"},
	"internal/arch":        {},
	"internal/verdict":     {},
	"internal/evidence":    {"internal/jsonschema"},
	"internal/config":      {"internal/strictyaml", "internal/jsonschema"},
	"internal/statement":   {"internal/strictyaml", "model"},
	"internal/waiver":      {"internal/statement", "internal/strictyaml", "internal/verdict", "model"},
	"internal/attestation": {"internal/statement", "internal/strictyaml", "model"},
	"internal/collect":     {"collectors", "internal/evidence", "internal/version"},
	"internal/engine":      {"internal/evidence", "internal/verdict", "internal/strictyaml", "policies"},
	"internal/assess":      {"model", "internal/verdict", "internal/evidence", "internal/statement", "internal/waiver", "internal/attestation", "internal/jsonschema"},
	"internal/workbook":    {"internal/strictyaml", "model"},
	"internal/report":      {"internal/assess", "internal/verdict", "internal/evidence", "model"},
	"internal/standin":     {"internal/standin", "internal/strictyaml", "testdata/providers"},
	"testdata/providers":   {},
	"internal/cli":         {"*"},
}

type listed struct {
	ImportPath string
	Imports    []string
}

func TestImportsRunOneWay(t *testing.T) {
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", module+"...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	seen := 0
	for dec := json.NewDecoder(strings.NewReader(string(out))); dec.More(); {
		var p listed
		if err := dec.Decode(&p); err != nil {
			t.Fatal(err)
		}
		seen++
		name := strings.TrimPrefix(p.ImportPath, module)
		room := roomOf(name)
		if room == "" {
			t.Errorf("%s belongs to no room; give it one here", name)
			continue
		}
		for _, i := range p.Imports {
			if other, ours := strings.CutPrefix(i, module); ours && !allowed(room, other) {
				t.Errorf("%s imports %s, which %s may not look into", name, other, room)
			}
			if strings.HasPrefix(i, "github.com/open-policy-agent/") && room != "internal/engine" {
				t.Errorf("%s imports %s; only internal/engine may", name, i)
			}
		}
	}
	if seen < 10 {
		t.Fatalf("saw only %d packages", seen)
	}
}

func roomOf(name string) string {
	best := ""
	for r := range rooms {
		if (name == r || strings.HasPrefix(name, r+"/")) && len(r) > len(best) {
			best = r
		}
	}
	return best
}

func allowed(room, other string) bool {
	to := roomOf(other)
	return to == room || slices.Contains(rooms[room], "*") || slices.Contains(rooms[room], to)
}
