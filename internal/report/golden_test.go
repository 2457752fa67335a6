package report

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/aismm/aismm/internal/assess"
)

var update = flag.Bool("update", false, "write testdata/golden/report anew")

// What people read, byte by byte. A change of wording or layout shows here as a difference to look at; `go test ./internal/report -update`
// accepts it.
func TestGolden(t *testing.T) {
	a := sample(t)
	source := func(string) string {
		return "met.enabled contains evidence.at(r, path) if {\n\tsome r in input.resources.kind\n}\n"
	}
	for name, write := range map[string]func(*bytes.Buffer) error{
		"report_80.txt":    func(b *bytes.Buffer) error { return Terminal(b, a, TerminalOptions{Width: 80}) },
		"report_140.txt":   func(b *bytes.Buffer) error { return Terminal(b, a, TerminalOptions{Width: 140}) },
		"report_color.txt": func(b *bytes.Buffer) error { return Terminal(b, a, TerminalOptions{Width: 60, Color: true}) },
		"report.html":      func(b *bytes.Buffer) error { return HTML(b, a, HTMLOptions{Passing: 3}) },
		"score.txt":        func(b *bytes.Buffer) error { return Score(b, a, TerminalOptions{Width: 80}) },
		"plan.txt":         func(b *bytes.Buffer) error { return Plan(b, a, a.Plan(false), TerminalOptions{Width: 80}) },
		"explain.txt":      func(b *bytes.Buffer) error { return explainAll(b, a, "", nil) },
		"explain_one.txt":  func(b *bytes.Buffer) error { return explainAll(b, a, a.Checks[0].Subjects[0].ID, source) },
	} {
		t.Run(name, func(t *testing.T) {
			var got bytes.Buffer
			if err := write(&got); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join("..", "..", "testdata", "golden", "report", name)
			if *update {
				if err := os.WriteFile(path, got.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got.Bytes(), want) {
				t.Errorf("%s differs from %s at %s", name, path, firstDifference(want, got.Bytes()))
			}
		})
	}
}

func explainAll(b *bytes.Buffer, a *assess.Assessment, subject string, source func(string) string) error {
	_, err := Explain(b, a, ExplainOptions{Objective: a.Checks[0].Objective, Subject: subject, Result: "out/assessment.json", Source: source})
	return err
}

// firstDifference names the first line that is not the same.
func firstDifference(want, got []byte) string {
	w, g := bytes.Split(want, []byte("\n")), bytes.Split(got, []byte("\n"))
	for i := range max(len(w), len(g)) {
		if i >= len(w) || i >= len(g) || !bytes.Equal(w[i], g[i]) {
			return fmt.Sprintf("line %d:\n  want %q\n  got  %q", i+1, lineAt(w, i), lineAt(g, i))
		}
	}
	return "no line"
}

func lineAt(lines [][]byte, i int) string {
	if i >= len(lines) {
		return "(no such line)"
	}
	return string(lines[i])
}
