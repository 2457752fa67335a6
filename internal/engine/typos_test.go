package engine_test

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/aismm/aismm/collectors"
	_ "github.com/aismm/aismm/collectors/all"
	"github.com/aismm/aismm/internal/engine"
	"github.com/aismm/aismm/internal/evidence"
)

// place is one object of a kind's schema whose members are listed: the path to it in Rego, and a member.
type place struct{ path, member string }

// places finds all objects below a schema.
func places(schema map[string]any, path string) []place {
	if items, ok := schema["items"].(map[string]any); ok {
		return places(items, path+"[_]")
	}
	properties, _ := schema["properties"].(map[string]any)
	if len(properties) == 0 {
		return nil
	}
	var names []string
	for name := range properties {
		names = append(names, name)
	}
	slices.Sort(names)
	found := []place{{path, names[0]}}
	for _, name := range names {
		if below, ok := properties[name].(map[string]any); ok {
			found = append(found, places(below, path+member(name))...)
		}
	}
	return found
}

var word = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

func member(name string) string {
	if word.MatchString(name) && name != "default" && name != "some" && name != "not" && name != "with" && name != "as" && name != "if" && name != "in" {
		return "." + name
	}
	return fmt.Sprintf("[%q]", name)
}

// reading is a policy that reads one member of each object of a kind, one rule in each line.
func reading(k evidence.Kind, all []place, misspelt string) (path, text string) {
	from := "input.resources." + k.Name
	switch {
	case k.Provider == engine.RecordsProvider:
		from = "input.records." + k.Name
	case k.Level == evidence.Organization:
		from = "input.enclosing.resources." + k.Name
	}
	var b strings.Builder
	fmt.Fprintf(&b, "package aismm.app.%s.%s\n", k.Name, k.Provider)
	for i, p := range all {
		fmt.Fprintf(&b, "r%d := [x | some r in %s; x := %s%s]\n", i, from, p.path, member(p.member+misspelt))
	}
	return "app/" + k.Name + "/" + k.Provider + ".rego", b.String()
}

// schemaProblems loads a policy for each kind, and gives what the schemas refuse, by file and line.
func schemaProblems(t *testing.T, misspelt string) (problems map[string]string, all map[string][]place) {
	t.Helper()
	files, all := fstest.MapFS{}, map[string][]place{}
	for _, k := range collectors.Kinds() {
		found := places(k.Schema, "r")
		path, text := reading(k, found, misspelt)
		files[path] = &fstest.MapFile{Data: []byte(text)}
		all[path] = found
	}
	set, err := engine.Load(context.Background(), engine.LoadOptions{Sources: []engine.Source{{Name: "own", FS: files}}, Kinds: collectors.Kinds()})
	if err != nil {
		t.Fatal(err)
	}
	problems = map[string]string{}
	for _, p := range set.Problems() {
		switch p.Code {
		case engine.CodeSchema:
			problems[fmt.Sprintf("%s:%d", strings.TrimPrefix(p.File, "own/"), p.Line)] = p.Message
		case engine.CodeParse, engine.CodeCompile:
			t.Fatal(p)
		}
	}
	return problems, all
}

// A misspelt member is an error that names the right one, at every depth of every kind: of the resource, its config, its parts and what was derived.
func TestEveryTypoIsFound(t *testing.T) {
	problems, all := schemaProblems(t, "x")
	for path, found := range all {
		below := map[string]bool{}
		for i, p := range found {
			below[strings.SplitN(p.path+".", ".", 3)[1]] = true
			got := problems[fmt.Sprintf("%s:%d", path, i+2)]
			if want := fmt.Sprintf(`: there is no %q; did you mean %q?`, p.member+"x", p.member); !strings.HasSuffix(got, want) {
				t.Errorf("%s: %s%s gives %q, which does not say %q", path, p.path, member(p.member+"x"), got, want)
			}
		}
		if !below["config"] {
			t.Errorf("%s: the schema lists no member of config, so that no typo in it is found", path)
		}
	}
	if len(all) < 100 {
		t.Errorf("only %d kinds were tried", len(all))
	}
}

func TestRightMembersAreFound(t *testing.T) {
	problems, _ := schemaProblems(t, "")
	for at, message := range problems {
		t.Errorf("%s: %s", at, message)
	}
}
