package model

import (
	"reflect"
	"strings"
	"testing"
	"testing/fstest"
)

func files(pairs ...string) fstest.MapFS {
	f := fstest.MapFS{}
	for i := 0; i < len(pairs); i += 2 {
		f[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return f
}

// A model of other levels, domains and categories is loaded and scored as the one that ships is.
func TestAModelOfOnesOwn(t *testing.T) {
	own := "name: House rules\ntitle: the rules of our house\nnotice: Ours.\nversion: 2026.10\n" + levelsAndDomains +
		"targets: {mon: 3}\nobjectives:\n" + strings.NewReplacer("MON-L2-1", "IAM-L3-1", "level: 2", "level: 3", "slug: trail", "slug: known").Replace(goodObjective)
	c, err := load(files("model.yaml", own, "mon.yaml", goodObjective))
	if err != nil {
		t.Fatal(err)
	}
	want := &Structure{Name: "House rules", Title: "the rules of our house", Notice: "Ours.",
		Levels:     []LevelFacts{{1, "None", "nothing", 366}, {2, "Some", "something", 366}, {3, "All", "everything", 366}},
		Domains:    []DomainFacts{{"watch", "Watching"}, {"people", "People"}},
		Categories: []CategoryFacts{{"MON", "Monitoring", "watch", "what is seen"}, {"IAM", "Identities", "people", ""}}}
	if !reflect.DeepEqual(c.Structure(), want) {
		t.Errorf("got  %+v\nwant %+v", c.Structure(), want)
	}
	if c.Version() != "2026.10" || !reflect.DeepEqual(c.Targets(), map[Category]Level{"MON": 3}) || len(c.Overlays()) != 0 {
		t.Errorf("version %s, targets %v, overlays %v", c.Version(), c.Targets(), c.Overlays())
	}
	var outcomes []Outcome
	for _, o := range c.All() {
		outcomes = append(outcomes, OutcomeOf(o, Tally{Passed: 2}))
	}
	s := c.Structure().Score(outcomes, c.Targets())
	levels := map[Category]Interval{}
	for _, k := range s.Categories {
		levels[k.Category] = k.Gross.Interval
	}
	// The highest level is 3; a level without objectives is passed through on the way to one that has some, and holds nothing by itself.
	if want := map[Category]Interval{"MON": {2, 2}, "IAM": {3, 3}}; !reflect.DeepEqual(levels, want) || s.Programme.TargetsMissed != 1 {
		t.Errorf("levels %v, %+v", levels, s.Programme)
	}
	if p := c.Structure().Plan(outcomes, nil, false); len(p.Categories) != 0 {
		t.Errorf("a plan beyond the highest level: %+v", p)
	}
}

// How long an attestation may last is said by the objective, else by its level, else it is a year.
func TestAttestationDays(t *testing.T) {
	levels := strings.Replace("name: Own\nversion: \"1\"\n"+levelsAndDomains, "meaning: something", "meaning: something, attestation_days: 180", 1)
	second := strings.NewReplacer("MON-L2-1", "MON-L3-1", "level: 2", "level: 3", "slug: trail", "slug: other").Replace(goodObjective)
	third := strings.NewReplacer("MON-L2-1", "MON-L2-2", "slug: trail", "slug: third").Replace(goodObjective) + "  attestation_days: 30\n"
	c, err := load(files("model.yaml", levels, "mon.yaml", goodObjective+second+third))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]int{}
	for _, o := range c.All() {
		got[o.ID.String()] = o.AttestationDays
	}
	if want := map[string]int{"MON-L2-1": 180, "MON-L2-2": 30, "MON-L3-1": 366}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	_, err = load(files("model.yaml", levels, "mon.yaml", goodObjective+"  attestation_days: 400\n"))
	if err == nil || !strings.Contains(err.Error(), "attestation_days: is 400; an attestation lasts 1 to 366 days") {
		t.Errorf("got %v", err)
	}
}

func TestModelFileSaysWhatIsWrong(t *testing.T) {
	edit := func(pairs ...string) string {
		return strings.NewReplacer(pairs...).Replace("name: Own\nversion: \"1\"\n" + levelsAndDomains)
	}
	for name, tc := range map[string]struct{ in, want string }{
		"unknown key":       {edit("version:", "verzion:"), `model.yaml:2:1: unknown key "verzion"; did you mean "version"?`},
		"no name":           {edit("name: Own\n", ""), `model.yaml:1:1: name: is empty`},
		"one level":         {edit("- {name: Some, meaning: something}\n- {name: All, meaning: everything}\n", ""), `model.yaml:3:1: levels: there are 1; a model has 2 to 9, of which the first holds by definition`},
		"a level's meaning": {edit(", meaning: something", ""), `model.yaml:5:4: meaning: is empty`},
		"a code":            {edit("id: IAM", "id: Iam"), `model.yaml:15:6: id: is "Iam"; codes are written in capitals`},
		"no code":           {edit("id: IAM", "id: I-M"), `model.yaml:15:6: id: parse category "I-M": want a code of 2 to 6 letters and digits, a letter first, like MON`},
		"category twice":    {edit("id: IAM", "id: MON"), `model.yaml:15:6: id: MON is there twice`},
		"domain twice":      {edit("id: people", "id: watch"), `model.yaml:12:3: id: watch is there twice`},
		"domain":            {edit("id: people", "id: The People"), `model.yaml:12:3: id: parse domain "The People": want lower-case words joined by underscores, like foundational`},
		"no categories":     {edit("  - {id: IAM, name: Identities}\n", "  []\n"), `model.yaml:14:3: categories: domain people has none`},
		"no mapping":        {"- id: MON-L2-1\n", `model.yaml:1:1: the file is a list; a mapping is expected`},
		"target's category": {edit() + "targets: {GOV: 2}\n", `model.yaml:16:11: GOV: unknown category "GOV": want one of MON, IAM`},
		"target's level":    {edit() + "targets: {MON: 4}\n", `model.yaml:16:11: MON: is 4; a level lies between 1 and 3`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := load(files("model.yaml", tc.in, "mon.yaml", goodObjective))
			if err == nil || err.Error() != tc.want {
				t.Errorf("got  %v\nwant %s", err, tc.want)
			}
		})
	}
	above := strings.NewReplacer("MON-L2-1", "MON-L4-1", "level: 2", "level: 4").Replace(goodObjective)
	if _, err := load(files("model.yaml", edit(), "mon.yaml", above)); err == nil || err.Error() != "mon.yaml:4:3: MON-L4-1: level: is 4; objectives have the levels 2 to 3" {
		t.Errorf("above the top: %v", err)
	}
}

const patch = "- id: MON-L2-1\n  target: 0.5\n  checks:\n  - {provider: gcp, kinds: [gcp_x], subject: s, passes_when: p}\n"

func TestOverlaysAddAndChange(t *testing.T) {
	added := strings.NewReplacer("MON-L2-1", "MON-L2-2", "slug: trail", "slug: other").Replace(goodObjective)
	base := files("mon.yaml", goodObjective)
	c, err := load(base, files("own.yaml", patch, "model.yaml", "name: House\nversion: 3\ntargets: {MON: 4, GOV: 2}\n"), files("own.yaml", added))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := load(base)
	if err != nil {
		t.Fatal(err)
	}
	want := *plain.All()[0]
	want.Target = 5000
	want.Checks = []Check{{Provider: "gcp", Kinds: []string{"gcp_x"}, Subject: "s", PassesWhen: "p", Covers: []string{}, Source: Position{File: "over1/own.yaml", Line: 4}}}
	want.Overlay = &Overlay{Position{File: "over1/own.yaml", Line: 1}, []string{"target", "checks"}}
	got := c.All()
	if len(got) != 2 || !reflect.DeepEqual(*got[0], want) {
		t.Errorf("got  %+v\nwant %+v", got[0], want)
	}
	if got[1].ID.String() != "MON-L2-2" || got[1].Source != (Position{"over2/own.yaml", 1}) || got[1].Overlay != nil {
		t.Errorf("got %+v", got[1])
	}
	var layers []string
	for _, l := range c.Overlays() {
		layers = append(layers, l.Name+" "+l.Version)
	}
	if want := []string{"House 3", "over2 unversioned"}; !reflect.DeepEqual(layers, want) || !reflect.DeepEqual(c.Targets(), map[Category]Level{"MON": 4, "GOV": 2}) {
		t.Errorf("layers %v, targets %v", layers, c.Targets())
	}
	if c.Digest() == plain.Digest() || c.Overlays()[0].Digest == c.Overlays()[1].Digest {
		t.Error("digests do not tell catalogs apart")
	}
}

func TestOverlaysThatDoNotFit(t *testing.T) {
	other := strings.NewReplacer("MON-L2-1", "MON-L2-2", "slug: trail", "slug: other").Replace(goodObjective)
	for name, tc := range map[string]struct {
		one, two fstest.MapFS
		want     string
	}{
		"both change one":    {files("a.yaml", patch), files("b.yaml", patch), `over2/b.yaml:1:3: MON-L2-1: id: the objective is changed already, at over1/a.yaml:1; say it in one of the overlays`},
		"both add one":       {files("a.yaml", other), files("b.yaml", "\n"+other), `over2/b.yaml:2:3: MON-L2-2: id: the objective is there already, at over1/a.yaml:1; say it in one of the overlays`},
		"both use a slug":    {files("a.yaml", other), files("b.yaml", strings.ReplaceAll(other, "L2-2", "L2-3")), `over2/b.yaml:2:3: MON-L2-3: slug: other is used already in the category, at over1/a.yaml:1`},
		"targets":            {files("model.yaml", "targets:\n  MON: 3\n"), files("model.yaml", "targets: {GOV: 2, MON: 4}\n"), `over2/model.yaml:1:19: MON: is 4 here, and 3 at over1/model.yaml:2; say it in one of the overlays`},
		"nothing to change":  {files("a.yaml", "- id: MON-L3-9\n  target: 0.5\n"), files("b.yaml", other), `over1/a.yaml:1:3: MON-L3-9: id: there is no such objective to change; a new one needs every key, slug and title first`},
		"a slug":             {files("a.yaml", "- id: MON-L2-1\n  slug: new\n"), files("b.yaml", other), `over1/a.yaml:2:3: MON-L2-1: slug: is another one at mon.yaml:2; an overlay does not change it, and ids are never used again`},
		"a level":            {files("a.yaml", "- id: MON-L2-1\n  level: 3\n"), files("b.yaml", other), `over1/a.yaml:2:3: MON-L2-1: level: is another one at mon.yaml:4; an overlay does not change it, and ids are never used again`},
		"a value":            {files("a.yaml", "- id: MON-L2-1\n  target: 2\n"), files("b.yaml", other), `over1/a.yaml:2:3: MON-L2-1: target: read share 2: want more than 0 and at most 1`},
		"a value of a check": {files("a.yaml", strings.Replace(patch, "gcp_x", "gcp", 1)), files("b.yaml", other), `over1/a.yaml:4:21: MON-L2-1 (gcp): kinds: has "gcp"; want a kind of evidence, such as aws_bedrock_guardrail`},
		"domains":            {files("model.yaml", "domains: []\n"), files("b.yaml", other), `over1/model.yaml:1:1: domains: belongs to the catalog; an overlay has objectives, targets, a name and a version`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := load(files("mon.yaml", goodObjective), tc.one, tc.two)
			if err == nil || err.Error() != tc.want {
				t.Errorf("got  %v\nwant %s", err, tc.want)
			}
		})
	}
	if _, err := load(files("mon.yaml", goodObjective), files("equal.yaml", "[]", "model.yaml", "targets: {MON: 3}"), files("model.yaml", "targets: {MON: 3}")); err != nil {
		t.Errorf("equal targets: %v", err)
	}
	if _, err := load(files("model.yaml", "name: [", "mon.yaml", goodObjective), files("model.yaml", "targets: {MON: 3}")); err == nil {
		t.Error("a broken model loads")
	}
}

func FuzzLoad(f *testing.F) {
	f.Add("name: Own\n"+levelsAndDomains, goodObjective, patch)
	f.Add("targets: {MON: 3}", "- id: MON-L2-1\n  effective: 2027-01-01\n  history: [{date: x}]\n", "- id: MON-L2-1\n  removed: 1\n")
	f.Fuzz(func(t *testing.T, model, base, over string) {
		c, err := load(files("model.yaml", model, "a.yaml", base), files("b.yaml", over))
		if (c == nil) == (err == nil) {
			t.Fatalf("got %v and %v", c, err)
		}
	})
}
