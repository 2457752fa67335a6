package report

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/aismm/aismm/internal/assess"
	"github.com/aismm/aismm/model"
)

// judgedObjective is one of the sample that has a policy.
func judgedObjective(t *testing.T, a *assess.Assessment) *assess.Objective {
	t.Helper()
	i := slices.IndexFunc(a.Objectives, func(o assess.Objective) bool { return o.ID.String() == a.Checks[0].Objective })
	if i < 0 {
		t.Fatal("the sample has no judged objective")
	}
	return &a.Objectives[i]
}

func explained(t *testing.T, a *assess.Assessment, o *assess.Objective, became ...assess.Became) string {
	t.Helper()
	var b bytes.Buffer
	if _, err := Explain(&b, a, ExplainOptions{TerminalOptions: TerminalOptions{Width: 100, Became: became}, Objective: o.ID.String()}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// What does not count yet is told apart everywhere, and is in no number.
func TestUpcomingObjectivesAreWarnings(t *testing.T) {
	a := sample(t)
	before := counts(a)
	o := judgedObjective(t, a)
	o.Upcoming, o.Effective, o.Status = true, "2027-01-01", model.NotMet
	o.History = []model.Change{{Date: "2026-10-01", Change: "it was announced"}}
	after := counts(a)
	total := func(n map[model.Status]int) (sum int) {
		for _, s := range model.Statuses() {
			sum += n[s]
		}
		return sum
	}
	if total(after) != total(before)-1 {
		t.Errorf("before %v, after %v", before, after)
	}
	out := render(t, a)
	id := o.ID.String()
	for form, want := range map[string]string{
		"terminal": "Takes effect later: 1 objective, counted in no level yet ! " + id + " " + o.Title + ": from 2027-01-01 on; now not met",
		"html":     `<li><span>` + o.Title + `: from 2027-01-01 on; now not met</span><span class="who"><a href="#` + id + `">` + id + `</a></span></li>`,
	} {
		if !strings.Contains(plain(out[form]), want) {
			t.Errorf("%s lacks %q", form, want)
		}
	}
	if strings.Contains(plain(out["terminal"]), "✗ "+id) {
		t.Error("the terminal lists it among those not met")
	}
	if !strings.Contains(out["html"], `id="`+id+`" data-status="upcoming"`) {
		t.Error("the page does not let it be chosen")
	}
	want := "           takes effect on 2027-01-01; until then it warns, and counts in no level\n           2026-10-01: it was announced\n"
	if got := explained(t, a, o); !strings.Contains(got, want) {
		t.Errorf("explained:\n%s", got)
	}
}

func TestWhatTheModelSaysOfAnObjective(t *testing.T) {
	for _, tc := range []struct {
		o    assess.Objective
		want []string
	}{
		{assess.Objective{}, nil},
		{assess.Objective{SupersededBy: "MON-L2-9"}, []string{"MON-L2-9 is to take its place"}},
		{assess.Objective{Removed: "2027-01-01"}, []string{"ends on 2027-01-01"}},
		{assess.Objective{Removed: "2027-01-01", SupersededBy: "MON-L2-9"}, []string{"ends on 2027-01-01; MON-L2-9 takes its place"}},
		{assess.Objective{Overlay: &model.Overlay{Position: model.Position{File: "own/mon.yaml", Line: 3}, Keys: []string{"target", "title"}}},
			[]string{"an overlay changes its target, title: own/mon.yaml:3"}},
	} {
		if got := lifeOf(&tc.o); !slices.Equal(got, tc.want) {
			t.Errorf("got %q, want %q", got, tc.want)
		}
	}
}

// The organization's own copy stands beside our objective, whole, in every form, and with its notice.
func TestOwnCopyIsShown(t *testing.T) {
	a := sample(t)
	o := judgedObjective(t, a)
	text := strings.TrimSpace(strings.Repeat("Every rule is signed. ", 40)) + " The end."
	o.Bound = []assess.Bound{{ID: "X-02.1", Text: text}}
	a.Model.Copy = &assess.Copy{Name: "workbook.xlsx", Notice: "For our own use."}
	out := render(t, a)
	if !strings.Contains(out["html"], "<dt>Your copy</dt><dd><b>X-02.1</b> "+text+"</dd>") || !strings.Contains(out["html"], "come from workbook.xlsx: For our own use.</footer>") {
		t.Error("the page lacks the copy or its notice")
	}
	if !strings.Contains(out["json"], text) {
		t.Error("the assessment lacks it")
	}
	if got := explained(t, a, o); !strings.Contains(plain(got), "your copy X-02.1: "+text) {
		t.Errorf("explained:\n%s", got)
	}
}

func TestWhatBecameSince(t *testing.T) {
	a := sample(t)
	o := judgedObjective(t, a)
	became := assess.Became{Objective: o.ID, What: "withdrawn on 2027-01-01; nothing takes its place"}
	if got := explained(t, a, o, became); !strings.Contains(got, "since then withdrawn on 2027-01-01; nothing takes its place\n") {
		t.Errorf("explained:\n%s", got)
	}
	var terminal, html bytes.Buffer
	if err := Terminal(&terminal, a, TerminalOptions{Width: 100, Became: []assess.Became{became}}); err != nil {
		t.Fatal(err)
	}
	if want := "Since then the model has changed: 1 objective\n  • " + o.ID.String() + "  withdrawn on 2027-01-01"; !strings.Contains(terminal.String(), want) {
		t.Errorf("terminal:\n%s", terminal.String())
	}
	if err := HTML(&html, a, HTMLOptions{Became: []assess.Became{became}}); err != nil {
		t.Fatal(err)
	}
	if want := `<li><span>withdrawn on 2027-01-01; nothing takes its place</span><span class="who"><a href="#` + o.ID.String(); !strings.Contains(html.String(), want) {
		t.Errorf("the page lacks %q", want)
	}
}

// Reports show the levels, domains and names of the model that was used.
func TestReportsNameTheModel(t *testing.T) {
	a := sample(t)
	a.Model.Name, a.Model.Title, a.Model.Notice, a.Model.Version = "House rules", "the rules of our house", "Ours.", "7"
	a.Model.Levels = append(slices.Clone(a.Model.Levels), model.LevelFacts{Level: 6, Name: "Sixth", Meaning: "beyond"})
	a.Model.Overlays = []model.Layer{{Name: "finance", Version: "3"}, {Name: "local", Version: model.Unversioned}}
	out := render(t, a)
	for form, wants := range map[string][]string{
		"terminal": {"on House rules\n", "objectives 7 with finance 3, local", " ■■···· 2 "},
		"html":     {" on House rules</title>", "on the rules of our house, assessed", `<th scope="col">6 <span class="name">Sixth</span></th><th scope="col" class="sum">`, `colspan="8"`, "from assessment.json alone. Ours.</footer>"},
	} {
		for _, want := range wants {
			if !strings.Contains(out[form], want) {
				t.Errorf("%s lacks %q:\n%.3000s", form, want, out[form])
			}
		}
	}
}
