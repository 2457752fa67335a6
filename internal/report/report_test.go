package report

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/aismm/aismm/internal/assess"
	"github.com/aismm/aismm/internal/verdict"
	"github.com/aismm/aismm/model"
)

func sample(t testing.TB) *assess.Assessment {
	t.Helper()
	data, err := os.ReadFile("../assess/testdata/assessment.json")
	if err != nil {
		t.Fatal(err)
	}
	a, err := assess.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func render(t testing.TB, a *assess.Assessment) map[string]string {
	t.Helper()
	out := map[string]string{}
	for name, write := range map[string]func(*bytes.Buffer) error{
		"terminal": func(b *bytes.Buffer) error { return Terminal(b, a, TerminalOptions{Width: 100}) },
		"html":     func(b *bytes.Buffer) error { return HTML(b, a, HTMLOptions{}) },
		"json":     func(b *bytes.Buffer) error { return JSON(b, a) },
		"score":    func(b *bytes.Buffer) error { return Score(b, a, TerminalOptions{Width: 100}) },
		"plan":     func(b *bytes.Buffer) error { return Plan(b, a, a.Plan(false), TerminalOptions{Width: 100}) },
	} {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		out[name] = b.String()
	}
	return out
}

// Every form shows the same levels, counts, unknowns and waivers, because each is drawn from the one assessment.
func TestFormsAgree(t *testing.T) {
	a := sample(t)
	out := render(t, a)
	n := counts(a)
	if want := fmt.Sprintf("%d met, %d not met, %d unknown", n[model.Met], n[model.NotMet], n[model.Unknown]); !strings.Contains(plain(out["terminal"]), want) {
		t.Errorf("the terminal does not say %q:\n%s", want, out["terminal"])
	}
	for _, s := range []model.Status{model.Met, model.NotMet, model.Unknown} {
		if want := fmt.Sprintf(`<b class="%s">%d</b>`, s, n[s]); n[s] > 0 && !strings.Contains(out["html"], want) {
			t.Errorf("the page does not say %s", want)
		}
	}
	for _, c := range a.Score.Categories {
		if !c.Assessed {
			continue
		}
		level := levelRange(c.Gross.Interval)
		if !strings.Contains(out["html"], fmt.Sprintf("%s %s: level %s", c.Category, c.Name, level)) {
			t.Errorf("the page lacks the level %s of %s", level, c.Category)
		}
		if !strings.Contains(out["score"], c.Name+"  level "+level) {
			t.Errorf("the score lacks the level %s of %s:\n%s", level, c.Category, out["score"])
		}
	}
	for _, o := range a.Objectives {
		if assessed(a, o.Category) && !strings.Contains(out["html"], `id="`+o.ID.String()+`" data-status="`+string(o.Status)+`"`) {
			t.Errorf("the page lacks %s as %s", o.ID, o.Status)
		}
	}
	for _, w := range a.Waivers {
		for _, form := range []string{"terminal", "html", "json"} {
			if !strings.Contains(out[form], w.ID) {
				t.Errorf("%s lacks waiver %s", form, w.ID)
			}
		}
	}
	for _, w := range a.Attestations {
		for _, form := range []string{"terminal", "html", "json"} {
			if !strings.Contains(out[form], w.ID) {
				t.Errorf("%s lacks attestation %s", form, w.ID)
			}
		}
	}
}

// plain joins lines that were broken for the terminal.
func plain(s string) string { return strings.Join(strings.Fields(s), " ") }

func TestHostileNames(t *testing.T) {
	a := sample(t)
	const script = `<script>alert(1)</script>`
	evil := script + "\x1b[2J\u202e"
	a.Organization = evil + strings.Repeat("A", 10<<20)
	for i := range a.Checks {
		for j := range a.Checks[i].Subjects {
			s := &a.Checks[i].Subjects[j]
			s.Name = evil
			for k := range s.Conditions {
				s.Conditions[k].Evidence = []verdict.Evidence{{Document: "d", Pointer: "/x", Value: evil}}
			}
		}
	}
	for name, text := range render(t, a) {
		if name == "json" {
			continue // the assessment keeps values as they are
		}
		if strings.Contains(text, script) && name == "html" {
			t.Errorf("%s lets a script through", name)
		}
		if strings.ContainsAny(text, "\x1b\u202e") {
			t.Errorf("%s lets control characters through", name)
		}
		if len(text) > 5<<20 {
			t.Errorf("%s has %d bytes: long names are not bounded", name, len(text))
		}
	}
}

func TestPageNeedsNothingElse(t *testing.T) {
	page := render(t, sample(t))["html"]
	for _, outside := range []string{"src=", "<link", "@import", "url("} {
		if strings.Contains(page, outside) {
			t.Errorf("the page has %q", outside)
		}
	}
	if !strings.Contains(page, "default-src 'none'") {
		t.Error("the page lacks its content security policy")
	}
}

func TestLinesFitTheTerminal(t *testing.T) {
	a := sample(t)
	for _, width := range []int{80, 140} {
		var b bytes.Buffer
		if err := Terminal(&b, a, TerminalOptions{Width: width}); err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(b.String(), "\n") {
			if columns(line) > width && len(strings.Fields(line)) > 3 {
				t.Errorf("at %d columns, a line has %d: %q", width, columns(line), line)
			}
		}
	}
}

func TestExplain(t *testing.T) {
	a := sample(t)
	for _, c := range a.Checks {
		if len(c.Subjects) == 0 {
			continue
		}
		var b bytes.Buffer
		found, err := Explain(&b, a, ExplainOptions{Objective: c.Objective, Subject: c.Subjects[0].ID, Result: "out/assessment.json",
			Source: func(string) string { return "met.x if {\n\ttrue\n}\n" }})
		if err != nil || !found {
			t.Fatalf("explain %s: found %v, %v", c.Objective, found, err)
		}
		for _, want := range []string{c.Objective, c.Policy, c.Subjects[0].ID, "aismm check out/bundle"} {
			if !strings.Contains(b.String(), want) {
				t.Errorf("explaining %s lacks %q", c.Objective, want)
			}
		}
	}
	var b bytes.Buffer
	if found, _ := Explain(&b, a, ExplainOptions{Objective: a.Objectives[0].ID.String(), Subject: "no such subject"}); found {
		t.Error("a subject that is not there was found")
	}
	if _, err := Explain(&b, a, ExplainOptions{Objective: "GOV-L9-9"}); err == nil {
		t.Error("an objective that is not there was explained")
	}
}

// Colours take no room, and wide characters take two columns.
func TestColumns(t *testing.T) {
	for text, want := range map[string]int{"abc": 3, "\x1b[31m✗\x1b[0m IAM": 5, "銀行": 4, "é": 1} {
		if got := columns(text); got != want {
			t.Errorf("%q is %d columns wide, not %d", text, got, want)
		}
	}
	for text, want := range map[string]string{"abc": "abc  ", "abcdefg": "abcd…", "銀行銀行": "銀行…"} {
		if got := cell(text, 5); got != want {
			t.Errorf("cell(%q) is %q, not %q", text, got, want)
		}
	}
}

func TestWordsOfNumbers(t *testing.T) {
	for want, got := range map[string]string{
		"1 scope": Plural(1, "scope"), "2 scopes": Plural(2, "scope"), "0 policies": Plural(0, "policy"), "4 days": Plural(4, "day"),
		"2–3": levelRange(model.Interval{Confirmed: 2, Possible: 3}), "2": levelRange(model.Interval{Confirmed: 2, Possible: 2}), "–": levelRange(model.Interval{}),
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
