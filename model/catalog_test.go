package model

import (
	"reflect"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

func TestDefaultCatalog(t *testing.T) {
	c, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	perCategory := map[Category]int{}
	for i, o := range c.All() {
		perCategory[o.Category()]++
		if i > 0 && c.Structure().CompareIDs(c.All()[i-1].ID, o.ID) >= 0 {
			t.Errorf("%s comes after %s", o.ID, c.All()[i-1].ID)
		}
		if got, ok := c.Lookup(o.ID); !ok || got != o {
			t.Errorf("Lookup(%s) = %v, %v", o.ID, got, ok)
		}
		if got, ok := c.ByName(o.Name()); !ok || got != o {
			t.Errorf("ByName(%s) = %v, %v", o.Name(), got, ok)
		}
	}
	want := map[Category]int{"GOV": 11, "ORG": 12, "IAM": 12, "MON": 12, "INF": 12, "MOD": 11, "APP": 12, "DAT": 12, "RSK": 11, "DEV": 12, "CMP": 12, "IR": 11}
	if !reflect.DeepEqual(perCategory, want) {
		t.Errorf("objectives by category: got %v, want %v", perCategory, want)
	}
	if len(c.ByCategory("MON")) != 12 || c.ByCategory("MON")[0].ID.String() != "MON-L2-1" {
		t.Errorf("ByCategory(MON) = %v", c.ByCategory("MON"))
	}
	if !strings.HasPrefix(c.Digest(), "sha256:") || len(c.Digest()) != 71 || c.Version() == Unversioned {
		t.Errorf("digest %q, version %q", c.Digest(), c.Version())
	}
}

func TestEveryLevelOfEveryCategoryHasObjectives(t *testing.T) {
	c, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, category := range c.Structure().Categories {
		has := map[Level]bool{}
		for _, o := range c.ByCategory(category.ID) {
			has[o.Level] = true
		}
		for _, l := range c.Structure().Climb() {
			if !has[l.Level] {
				t.Errorf("%s has no objective at level %s", category.ID, l.Level)
			}
		}
	}
}

func TestWhatAlwaysApplies(t *testing.T) {
	c, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	got := []string{}
	for _, o := range c.All() {
		if o.AlwaysApplies {
			got = append(got, o.ID.String())
		}
	}
	want := strings.Fields("GOV-L2-1 GOV-L2-2 GOV-L2-3 GOV-L5-1 ORG-L2-2 ORG-L5-1 MON-L4-3 MON-L5-1 CMP-L4-1 CMP-L4-2 CMP-L5-2 IR-L2-1 IR-L2-3 IR-L3-1 IR-L5-2")
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

func TestFind(t *testing.T) {
	c, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"MON-L2-1", "mon-l2-1", "mon.admin_audit_trail", "admin_audit_trail"} {
		if o, err := c.Find(word); err != nil || o.ID.String() != "MON-L2-1" {
			t.Errorf("Find(%q) = %v, %v", word, o, err)
		}
	}
	if _, err := c.Find("mon.admin_audit_trial"); err == nil || !strings.HasSuffix(err.Error(), `did you mean "mon.admin_audit_trail"?`) {
		t.Errorf("got %v", err)
	}
	_, err = c.Find("admin_audit_trial")
	if err == nil || err.Error() != `find objective "admin_audit_trial": there is none; did you mean "admin_audit_trail"?` {
		t.Errorf("got %v", err)
	}
}

const levelsAndDomains = `levels:
- {name: None, meaning: nothing}
- {name: Some, meaning: something}
- {name: All, meaning: everything}
domains:
- id: watch
  name: Watching
  categories:
  - {id: MON, name: Monitoring, covers: what is seen}
- id: people
  name: People
  categories:
  - {id: IAM, name: Identities}
`

const goodObjective = `- id: MON-L2-1
  slug: trail
  title: Trails exist
  level: 2
  deployment: [paas, saas]
  mode: automated
  indicator: Accounts with a trail / accounts
  target: 0.95
  always_applies: true
  rationale: A trail is the least.
  evidence: The trails.
  scope_notes: None.
  aicm: {version: "1.1.0", ids: [LOG-01]}
  mappings:
    nist_ai_rmf: [GOVERN 1.2]
  checks:
  - provider: aws
    kinds: [aws_cloudtrail_trail]
    subject: the account
    passes_when: a trail logs
  remediation: Create a trail.
`

// load reads a catalog, and lays overlays over it, which are named over1, over2.
func load(base fstest.MapFS, overlays ...fstest.MapFS) (*Catalog, error) {
	var list []Source
	for i, o := range overlays {
		list = append(list, Source{Name: "over" + strconv.Itoa(i+1), FS: o})
	}
	return Load(Source{FS: base}, list...)
}

func TestLoadAnotherCatalog(t *testing.T) {
	c, err := load(fstest.MapFS{"own.yaml": {Data: []byte(goodObjective)}, "README.md": {Data: []byte("x")}})
	if err != nil {
		t.Fatal(err)
	}
	id, err := ParseObjectiveID("MON-L2-1")
	if err != nil {
		t.Fatal(err)
	}
	want := &Objective{ID: id, Slug: "trail", Title: "Trails exist", Level: 2, Deployment: []Deployment{PaaS, SaaS}, Mode: Automated,
		Indicator: "Accounts with a trail / accounts", Target: 9500, AlwaysApplies: true, Rationale: "A trail is the least.", Evidence: "The trails.", ScopeNotes: "None.",
		AICM:     AICM{Version: "1.1.0", IDs: []string{"LOG-01"}},
		Mappings: Mappings{NISTAIRMF: []string{"GOVERN 1.2"}, ISO42001: []string{}, OWASPLLM2025: []string{}, OWASPAgentic: []string{}, MITREATLAS: []string{}, EUAIAct: []string{}},
		Checks: []Check{{Provider: "aws", Kinds: []string{"aws_cloudtrail_trail"}, Subject: "the account", PassesWhen: "a trail logs", Covers: []string{},
			Source: Position{File: "own.yaml", Line: 17}}},
		Remediation: "Create a trail.", AttestationDays: 365, History: []Change{}, Source: Position{File: "own.yaml", Line: 1}}
	if got := c.All(); len(got) != 1 || !reflect.DeepEqual(got[0], want) {
		t.Errorf("got  %+v\nwant %+v", got[0], want)
	}
	if c.Version() != Unversioned {
		t.Errorf("version %q", c.Version())
	}
}

func TestLoadSaysWhatIsWrong(t *testing.T) {
	edit := func(pairs ...string) string { return strings.NewReplacer(pairs...).Replace(goodObjective) }
	for name, tc := range map[string]struct{ in, want string }{
		"unknown key":            {edit("slug:", "slugg:"), `a.yaml:2:3: unknown key "slugg"; did you mean "slug"?`},
		"id":                     {edit("MON-L2-1", "MON-2-1"), `a.yaml:1:3: id: parse objective id "MON-2-1": want <category>-L<level from 2>-<number>, like MON-L2-1`},
		"category":               {edit("MON-L2-1", "XYZ-L2-1"), `a.yaml:1:3: XYZ-L2-1: id: there is no category XYZ in CSA AISMM; it has GOV, ORG, IAM, MON, INF, MOD, APP, DAT, RSK, DEV, CMP, IR`},
		"level and id":           {edit("level: 2", "level: 3"), `a.yaml:4:3: MON-L2-1: level: is 3, but the id says level 2`},
		"level":                  {edit("level: 2", "level: 1"), `a.yaml:4:3: MON-L2-1: level: is 1; objectives have the levels 2 to 5`},
		"slug":                   {edit("slug: trail", "slug: Trail"), `a.yaml:2:3: MON-L2-1: slug: parse slug "Trail": want lower-case words joined by underscores, like admin_audit_trail`},
		"target above":           {edit("0.95", "1.5"), `a.yaml:8:3: MON-L2-1: target: read share 1.5: want more than 0 and at most 1`},
		"target places":          {edit("0.95", "0.12345"), `a.yaml:8:3: MON-L2-1: target: read share 0.12345: want at most four decimal places`},
		"no target":              {edit("  target: 0.95\n", ""), `a.yaml:1:3: MON-L2-1: target: read share 0: want more than 0 and at most 1`},
		"deployment":             {edit("saas]", "sass]"), `a.yaml:5:3: MON-L2-1: deployment: parse deployment type "sass": want one of self_hosted, paas, saas, program`},
		"deployment twice":       {edit("saas]", "paas]"), `a.yaml:5:3: MON-L2-1: deployment: paas is listed twice`},
		"deployment of subjects": {edit("saas]", "program]"), `a.yaml:5:3: MON-L2-1: deployment: objectives concern self_hosted, paas or saas; program is for subjects`},
		"no deployment":          {edit("[paas, saas]", "[]"), `a.yaml:5:3: MON-L2-1: deployment: want at least one of self_hosted, paas, saas`},
		"mode":                   {edit("mode: automated", "mode: auto"), `a.yaml:6:3: MON-L2-1: mode: parse mode "auto": want one of automated, either, manual`},
		"manual with checks":     {edit("mode: automated", "mode: manual"), `a.yaml:16:3: MON-L2-1: checks: an objective of mode manual has no checks; its mode is either or automated when policies can decide it`},
		"empty text":             {edit("title: Trails exist", "title: ' '"), `a.yaml:3:3: MON-L2-1: title: is empty`},
		"aicm version":           {edit(`"1.1.0"`, `"1.2.0"`), `a.yaml:13:3: MON-L2-1: aicm: version is "1.2.0"; want 1.1.0 or 1.0.3, because ids changed their meaning between them`},
		"aicm id":                {edit("LOG-01", "LOG-99"), `a.yaml:13:3: MON-L2-1: aicm: AICM 1.1.0 has no control "LOG-99"; did you mean "LOG-09"?`},
		"mapping":                {edit("GOVERN 1.2", "GOVERN-1.2"), `a.yaml:14:3: MON-L2-1: mappings: nist_ai_rmf has "GOVERN-1.2"; want a subcategory of NIST AI RMF 1.0, such as GOVERN 1.2`},
		"kind":                   {edit("aws_cloudtrail_trail", "trail"), `a.yaml:18:5: MON-L2-1 (aws): kinds: has "trail"; want a kind of evidence, such as aws_bedrock_guardrail`},
		"wrong type":             {edit("level: 2", "level: two"), `a.yaml:4:10: level is the text "two"; a number is expected`},
		"no mapping":             {"- word\n", `a.yaml:1:3: want a mapping of keys and values`},
		"same id":                {goodObjective + edit("slug: trail", "slug: other"), `a.yaml:22:3: MON-L2-1: id: is used already at a.yaml:1; ids are never used again`},
		"same slug":              {goodObjective + edit("MON-L2-1", "MON-L2-2"), `a.yaml:23:3: MON-L2-2: slug: trail is used already in the category, at a.yaml:1`},
		"same provider": {goodObjective[:strings.Index(goodObjective, "  remediation")] + "  - provider: aws\n    kinds: [aws_x]\n    subject: s\n    passes_when: p\n  remediation: r\n",
			`a.yaml:21:5: MON-L2-1 (aws): provider: the objective has a check of aws already, at a.yaml:17`},
		"all at once": {edit("level: 2", "level: 3", "0.95", "2", "slug: trail", "slug: a-b"),
			"a.yaml:2:3: MON-L2-1: slug: parse slug \"a-b\": want lower-case words joined by underscores, like admin_audit_trail\n" +
				"a.yaml:4:3: MON-L2-1: level: is 3, but the id says level 2\n" +
				"a.yaml:8:3: MON-L2-1: target: read share 2: want more than 0 and at most 1"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := load(fstest.MapFS{"a.yaml": {Data: []byte(tc.in)}})
			if err == nil || err.Error() != tc.want {
				t.Errorf("got  %v\nwant %s", err, tc.want)
			}
		})
	}
	if _, err := load(fstest.MapFS{}); err == nil {
		t.Error("an empty folder loads")
	}
	if _, err := load(fstest.MapFS{"a.yaml": {Data: nil}}); err == nil {
		t.Error("an empty file makes a catalog")
	}
}

func TestSlugsMayRepeatBetweenCategories(t *testing.T) {
	other := strings.ReplaceAll(goodObjective, "MON-L2-1", "IAM-L2-1")
	c, err := load(fstest.MapFS{"a.yaml": {Data: []byte(goodObjective)}, "b.yaml": {Data: []byte(other)}, "model.yaml": {Data: []byte("name: Own\nversion: 2026.10\n" + levelsAndDomains)}})
	if err != nil {
		t.Fatal(err)
	}
	if c.Version() != "2026.10" {
		t.Errorf("version %q", c.Version())
	}
	if _, err := c.Find("trail"); err == nil || err.Error() != `find objective "trail": several have this slug: mon.trail, iam.trail` {
		t.Errorf("got %v", err)
	}
}
