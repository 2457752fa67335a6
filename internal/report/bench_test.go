package report

import (
	"fmt"
	"io"
	"slices"
	"testing"

	"github.com/aismm/aismm/internal/assess"
)

// manySubjects gives every check of the sample so many subjects, a third of which fail.
func manySubjects(b *testing.B, n int) *assess.Assessment {
	a := sample(b)
	var judged []int
	for i := range a.Checks {
		if len(a.Checks[i].Subjects) > 0 {
			judged = append(judged, i)
		}
	}
	for _, i := range judged {
		c := &a.Checks[i]
		first := c.Subjects[0]
		c.Subjects = c.Subjects[:0]
		for j := range n / len(judged) {
			s := first
			s.ID, s.Name = fmt.Sprintf("arn:aws:bedrock:us-east-1:111122223333:agent/%d", j), fmt.Sprintf("agent-%d", j)
			s.Conditions = slices.Clone(s.Conditions)
			if j%3 == 0 {
				s.Verdict = "fail"
				s.Conditions[0].Verdict = "fail"
			}
			c.Subjects = append(c.Subjects, s)
		}
	}
	return a
}

// BenchmarkHTML writes the page of 20,000 subjects. What it leaves out is counted on it, so that a browser still opens it at once.
func BenchmarkHTML(b *testing.B) {
	a := manySubjects(b, 20_000)
	var size counter
	for b.Loop() {
		size = 0
		if err := HTML(&size, a, HTMLOptions{}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(size)/1e6, "MB")
}

// BenchmarkTerminal writes the same for a terminal.
func BenchmarkTerminal(b *testing.B) {
	a := manySubjects(b, 20_000)
	for b.Loop() {
		if err := Terminal(io.Discard, a, TerminalOptions{Width: 100}); err != nil {
			b.Fatal(err)
		}
	}
}

type counter int

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
