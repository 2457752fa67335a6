package workbook

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"github.com/aismm/aismm/model"
)

// few objectives: two of GOV at level 2, one at level 3, one of MON at level 2 that is alone, one withdrawn beside it.
func small(t testing.TB) *model.Catalog {
	t.Helper()
	var b strings.Builder
	for _, o := range []string{"GOV-L2-1 one", "GOV-L2-2 two", "GOV-L3-1 three", "MON-L2-1 four", "MON-L2-2 gone"} {
		id, slug, _ := strings.Cut(o, " ")
		fmt.Fprintf(&b, "- {id: %s, slug: %s, title: t, level: %s, deployment: [saas], mode: manual, indicator: i, target: 1, rationale: r, evidence: e, aicm: {version: \"1.1.0\"}, remediation: m", id, slug, id[5:6])
		if slug == "gone" {
			b.WriteString(", removed: 2026-01-01")
		}
		b.WriteString("}\n")
	}
	c, err := model.Load(model.Source{FS: fstest.MapFS{"a.yaml": {Data: []byte(b.String())}}})
	must(t, err)
	return c
}

func rows(list ...Row) []Table {
	for i := range list {
		list[i].Sheet, list[i].Row, list[i].Text = "KPIs", i+2, "text of "+list[i].ID
	}
	return []Table{{Sheet: "KPIs", Rows: list}}
}

// how writes what entries are bound to: "K1 = GOV-L2-1 (mapping)", "K2 ? GOV-L2-2".
func how(entries []Entry) []string {
	var list []string
	for _, e := range entries {
		s := e.ID
		if len(e.Objectives) > 0 || e.By != ByNothing {
			s += " = " + names(e.Objectives, " ") + " (" + string(e.By) + ")"
		}
		if len(e.Candidates) > 0 {
			s += " ? " + names(e.Candidates, " ")
		}
		list = append(list, s)
	}
	return list
}

func TestBind(t *testing.T) {
	c := small(t)
	found := rows(Row{ID: "K1", Category: "GOV", Level: 2}, Row{ID: "K2", Category: "GOV", Level: 2, Objective: "gov-l2-2; three"}, Row{ID: "K3", Category: "GOV", Level: 3},
		Row{ID: "K4", Category: "MON", Level: 2}, Row{ID: "K5"}, Row{ID: "K6", Category: "IR", Level: 5})
	for name, tc := range map[string]struct {
		pairs  []Pair
		before *File
		want   []string
	}{
		// K3's place is taken by K2, which says so; MON-L2-1 is alone, because MON-L2-2 is withdrawn.
		"by the column": {nil, nil, []string{"K1 ? GOV-L2-1", "K2 = GOV-L2-2 GOV-L3-1 (mapping)", "K3", "K4 = MON-L2-1 (category_and_level)", "K5", "K6"}},
		"by pairs": {[]Pair{{"GOV-L2-1", "K1", ""}, {"MON-L2-1", "K1", ""}, {"MON-L2-1", "K5", ""}, {"GOV-L2-2", "K2", ""}}, nil,
			[]string{"K1 = GOV-L2-1 MON-L2-1 (mapping)", "K2 = GOV-L2-2 GOV-L3-1 (mapping)", "K3", "K4", "K5 = MON-L2-1 (mapping)", "K6"}},
		"by hand, before": {nil, &File{Entries: []Entry{{ID: "K1", Objectives: ids(t, "GOV-L2-1"), By: ByHand}, {ID: "K2", Objectives: ids(t, "MON-L2-1"), By: ByHand},
			{ID: "K4", Objectives: ids(t), By: ByHand}, {ID: "K5", Objectives: ids(t, "GOV-L3-1")}, {ID: "K6", Objectives: ids(t, "GOV-L2-1"), By: ByPosition}, {ID: "K9", By: ByHand}}},
			[]string{"K1 = GOV-L2-1 (hand)", "K2 = GOV-L2-2 GOV-L3-1 (mapping)", "K3", "K4 =  (hand)", "K5 = GOV-L3-1 (hand)", "K6"}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Bind(found, tc.pairs, tc.before, c)
			if err != nil || !reflect.DeepEqual(how(got), tc.want) {
				t.Errorf("got  %q, %v\nwant %q", how(got), err, tc.want)
			}
		})
	}
	_, err := Bind(rows(Row{ID: "K1", Objective: "GOV-L2-9"}), []Pair{{"two", "K7", "pairs.csv:3"}, {"tow", "K1", "pairs.csv:4"}}, nil, c)
	want := `pairs.csv:3: the workbook has no entry "K7"; did you mean "K1"?
pairs.csv:4: find objective "tow": there is none; did you mean "two"?
sheet "KPIs", row 2: find objective "GOV-L2-9": there is none; did you mean "GOV-L2-1"?`
	if err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
}

func ids(t testing.TB, list ...string) []model.ObjectiveID {
	t.Helper()
	out := []model.ObjectiveID{}
	for _, s := range list {
		id, err := model.ParseObjectiveID(s)
		must(t, err)
		out = append(out, id)
	}
	return out
}

func TestReadPairs(t *testing.T) {
	got, err := ReadPairs("p.csv", strings.NewReader("\uFEFFCSA_ID, Objective,note\nK1,GOV-L2-1,x\n\nK2 K3, GOV-L2-2,\n,GOV-L3-1,\n"))
	if want := []Pair{{"GOV-L2-1", "K1", "p.csv:2"}, {"GOV-L2-2", "K2", "p.csv:4"}, {"GOV-L2-2", "K3", "p.csv:4"}}; err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, %v", got, err)
	}
	for in, want := range map[string]string{
		"":                             "p.csv is empty; its first line is objective,csa_id",
		"objective;csa_id\n":           `p.csv:1: the first line is "objective;csa_id"; it must name the columns objective and csa_id, separated by commas`,
		"objective,csa_id\nGOV-L2-1\n": "p.csv: record on line 2: wrong number of fields",
	} {
		if _, err := ReadPairs("p.csv", strings.NewReader(in)); err == nil || err.Error() != want {
			t.Errorf("%q: %v", in, err)
		}
	}
}

func TestTheFileAsItIsWritten(t *testing.T) {
	f := &File{Workbook: "invented.xlsx", SHA256: "ab", Sheets: []string{"KPIs"}, Entries: []Entry{
		{ID: "GOV-02.1", Text: "Rules: \"signed\",\nand kept.", Category: "GOV", Level: 2, Objectives: ids(t, "GOV-L2-1", "GOV-L3-1"), By: ByMapping},
		{ID: "K2", Text: "Two.", Objectives: ids(t), Candidates: ids(t, "GOV-L2-2")}}}
	want := head + `workbook: "invented.xlsx"
sha256: "ab"
sheets: ["KPIs"]
entries:
- id: "GOV-02.1"
  category: GOV
  level: 2
  objectives: [GOV-L2-1, GOV-L3-1]
  by: mapping
  text: "Rules: \"signed\",\nand kept."
- id: "K2"
  objectives: [] # perhaps GOV-L2-2
  text: "Two."
`
	if got := string(Render(f)); got != want {
		t.Errorf("got\n%s", got)
	}
	got, err := Parse("csa.yaml", Render(f), small(t))
	f.Entries[1].Candidates = nil
	if err != nil || !reflect.DeepEqual(got, f) {
		t.Errorf("got %+v, %v", got, err)
	}
}

// Whatever text a cell holds, what is written is read again.
func TestEveryTextSurvives(t *testing.T) {
	c := small(t)
	rapid.Check(t, func(t *rapid.T) {
		text := tidy(rapid.String().Draw(t, "text"))
		if text == "" {
			return
		}
		got, err := Parse("csa.yaml", Render(&File{Entries: []Entry{{ID: "K1", Text: text}}}), c)
		if err != nil || len(got.Entries) != 1 || got.Entries[0].Text != text {
			t.Fatalf("%q became %+v, %v", text, got, err)
		}
	})
}

func TestParseSaysWhatIsWrong(t *testing.T) {
	c := small(t)
	for in, want := range map[string]string{
		"entires: []\n":          `csa.yaml:1:1: unknown key "entires"; did you mean "entries"?`,
		"entries:\n- K1\n":       `csa.yaml:2:3: want a mapping with id, objectives and text`,
		"entries:\n- {id: K1}\n": `csa.yaml:2:4: an entry needs an id and a text`,
		"entries:\n- {id: K1, text: a}\n- {id: K1, text: b}\n":    `csa.yaml:3:4: entry K1 is there already, in line 2`,
		"entries:\n- {id: K1, text: a, objectives: [GOV-L2-7]}\n": `csa.yaml:2:21: find objective "GOV-L2-7": there is none; did you mean "GOV-L2-1"?`,
		"entries:\n- {id: K1, text: a, by: hnad}\n":               `csa.yaml:2:21: by is "hnad"; did you mean "hand"?`,
		"entries:\n- {id: K1, text: a, category: XX, level: 7}\n": "csa.yaml:2:21: unknown category \"XX\": want one of GOV, ORG, IAM, MON, INF, MOD, APP, DAT, RSK, DEV, CMP, IR\ncsa.yaml:2:35: level is 7; a level lies between 1 and 5",
	} {
		if _, err := Parse("csa.yaml", []byte(in), c); err == nil || err.Error() != want {
			t.Errorf("%q: got %v", in, err)
		}
	}
}
