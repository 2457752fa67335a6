package findings

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"
)

// Case is one test.
type Case struct {
	Suite, Name string
	File        string
	Line        int
	Duration    time.Duration
	// Status is what came of it; Message one line about it, Detail the rest.
	Status          Status
	Message, Detail string
	Output          string
}

// Status is how a test ended.
type Status string

// The statuses of JUnit.
const (
	Passed  Status = "passed"
	Failed  Status = "failed"
	Errored Status = "error"
	Skipped Status = "skipped"
)

type junitSuites struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Errors   int          `xml:"errors,attr"`
	Skipped  int          `xml:"skipped,attr"`
	Time     string       `xml:"time,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Time     string      `xml:"time,attr"`
	Cases    []junitCase `xml:"testcase"`

	took time.Duration
}

type junitCase struct {
	Class   string       `xml:"classname,attr"`
	Name    string       `xml:"name,attr"`
	File    string       `xml:"file,attr,omitempty"`
	Line    int          `xml:"line,attr,omitempty"`
	Time    string       `xml:"time,attr"`
	Failure *junitDetail `xml:"failure,omitempty"`
	Error   *junitDetail `xml:"error,omitempty"`
	Skipped *junitDetail `xml:"skipped,omitempty"`
	Output  *junitText   `xml:"system-out,omitempty"`
}

type junitDetail struct {
	Message string `xml:"message,attr,omitempty"`
	Text    string `xml:",chardata"`
}

type junitText struct {
	Text string `xml:",chardata"`
}

// JUnit writes tests as JUnit's XML, which every CI reads. Cases of one suite should stand together.
func JUnit(w io.Writer, name string, cases []Case) error {
	all := junitSuites{Name: name}
	var took time.Duration
	for _, c := range cases {
		if n := len(all.Suites); n == 0 || all.Suites[n-1].Name != c.Suite {
			all.Suites = append(all.Suites, junitSuite{Name: c.Suite})
		}
		s := &all.Suites[len(all.Suites)-1]
		out := junitCase{Class: printable(c.Suite), Name: printable(c.Name), File: c.File, Line: c.Line, Time: seconds(c.Duration)}
		detail := &junitDetail{Message: printable(c.Message), Text: printable(c.Detail)}
		s.Tests++
		switch c.Status {
		case Failed:
			out.Failure = detail
			s.Failures++
		case Errored:
			out.Error = detail
			s.Errors++
		case Skipped:
			out.Skipped = detail
			s.Skipped++
		}
		if c.Output != "" {
			out.Output = &junitText{printable(c.Output)}
		}
		s.took += c.Duration
		took += c.Duration
		s.Cases = append(s.Cases, out)
	}
	for i := range all.Suites {
		s := &all.Suites[i]
		s.Time = seconds(s.took)
		all.Tests, all.Failures, all.Errors, all.Skipped = all.Tests+s.Tests, all.Failures+s.Failures, all.Errors+s.Errors, all.Skipped+s.Skipped
	}
	all.Time = seconds(took)
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return fmt.Errorf("write tests as JUnit: %w", err)
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", "  ")
	if err := enc.Encode(all); err != nil {
		return fmt.Errorf("write tests as JUnit: %w", err)
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.3f", d.Seconds()) }

// printable leaves out what XML 1.0 has no form for.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\t' || r == '\n' || r == '\r' || r >= 0x20 && r != 0xfffe && r != 0xffff {
			return r
		}
		return -1
	}, s)
}
