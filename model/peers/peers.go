// Package peers knows the checks of other tools that concern AI platforms, by id, and why some of them are judged by no condition of ours, or
// by several. Which conditions judge a check is said by the conditions themselves (custom.covers); the package joins the two.
package peers

import (
	"bytes"
	"cmp"
	_ "embed"
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strings"
)

var (
	//go:embed checks.csv
	checksFile []byte
	//go:embed reasons.csv
	reasonsFile []byte
)

// Check is one check of another tool.
type Check struct {
	// ID is "tool:check", as conditions claim it.
	ID string `json:"id"`
	// Provider is what the check looks at; Service the part of it, as the tool calls it.
	Provider string `json:"provider"`
	Service  string `json:"service"`
}

// Tool is the tool that the check is of.
func (c Check) Tool() string {
	tool, _, _ := strings.Cut(c.ID, ":")
	return tool
}

// Standing says why a check is not claimed by just one condition.
type Standing string

// The standings.
const (
	// NotCovered: no condition judges the same fact.
	NotCovered Standing = "not_covered"
	// Shared: several conditions together, or each for its own kind, judge what the check judges.
	Shared Standing = "shared"
)

// Reason is why a check has its standing.
type Reason struct {
	Check    string   `json:"check"`
	Standing Standing `json:"standing"`
	Text     string   `json:"text"`
}

// List holds checks by id, with the reasons.
type List struct {
	Checks  []Check
	reasons map[string]Reason
}

// Load reads the list that ships.
func Load() (*List, error) { return parse(checksFile, reasonsFile) }

func parse(checks, reasons []byte) (*List, error) {
	l := &List{reasons: map[string]Reason{}}
	known := map[string]bool{}
	errs := each("checks.csv", checks, []string{"check", "provider", "service"}, func(row []string) error {
		if _, _, ok := strings.Cut(row[0], ":"); !ok || row[1] == "" {
			return fmt.Errorf("want tool:check and a provider, have %q", strings.Join(row, ","))
		}
		if known[row[0]] {
			return fmt.Errorf("%s is there twice", row[0])
		}
		known[row[0]] = true
		l.Checks = append(l.Checks, Check{row[0], row[1], row[2]})
		return nil
	})
	errs = append(errs, each("reasons.csv", reasons, []string{"check", "standing", "reason"}, func(row []string) error {
		r := Reason{row[0], Standing(row[1]), strings.TrimSpace(row[2])}
		_, twice := l.reasons[r.Check]
		switch {
		case !known[r.Check]:
			return fmt.Errorf("%s is no check that is known", r.Check)
		case twice:
			return fmt.Errorf("%s is there twice", r.Check)
		case r.Standing != NotCovered && r.Standing != Shared:
			return fmt.Errorf("%s: the standing is %q; it is %s or %s", r.Check, r.Standing, NotCovered, Shared)
		case r.Text == "":
			return fmt.Errorf("%s has no reason", r.Check)
		}
		l.reasons[r.Check] = r
		return nil
	})...)
	slices.SortFunc(l.Checks, func(a, b Check) int { return cmp.Compare(a.ID, b.ID) })
	return l, errors.Join(errs...)
}

// each reads the rows of a table with these columns, and says what is wrong with each by its line.
func each(name string, data []byte, columns []string, take func(row []string) error) []error {
	r := csv.NewReader(bytes.NewReader(data))
	r.FieldsPerRecord = len(columns)
	rows, err := r.ReadAll()
	if err != nil {
		return []error{fmt.Errorf("read %s: %w", name, err)}
	}
	if len(rows) == 0 || !slices.Equal(rows[0], columns) {
		return []error{fmt.Errorf("read %s: the columns are %s", name, strings.Join(columns, ","))}
	}
	var errs []error
	for i, row := range rows[1:] {
		if err := take(row); err != nil {
			errs = append(errs, fmt.Errorf("%s:%d: %w", name, i+2, err))
		}
	}
	return errs
}

// Claim is one condition that says it judges just what a check of another tool judges.
type Claim struct {
	Check     string `json:"check"`
	Objective string `json:"objective"`
	// Policy is the policy's package, Condition its condition.
	Policy    string `json:"policy"`
	Condition string `json:"condition"`
	Provider  string `json:"provider"`
}

// Row is one check with everything that is known about it.
type Row struct {
	Check
	Claims []Claim `json:"claims"`
	// Reason is nil where the check is claimed once, or where its provider is not judged yet.
	Reason *Reason `json:"reason"`
}

// Join puts claims beside the checks.
func (l *List) Join(claims []Claim) []Row {
	by := map[string][]Claim{}
	for _, c := range claims {
		by[c.Check] = append(by[c.Check], c)
	}
	rows := make([]Row, 0, len(l.Checks))
	for _, c := range l.Checks {
		row := Row{Check: c, Claims: append([]Claim{}, by[c.ID]...)}
		slices.SortFunc(row.Claims, func(a, b Claim) int {
			return cmp.Or(cmp.Compare(a.Policy, b.Policy), cmp.Compare(a.Condition, b.Condition))
		})
		if r, ok := l.reasons[c.ID]; ok {
			row.Reason = &r
		}
		rows = append(rows, row)
	}
	return rows
}

// recordsProvider is what an organization says about itself: what another tool advises to look up by hand, its records may answer whatever the
// platform.
const recordsProvider = "records"

// Judges reports whether policies of a provider can judge a check: what looks at people's devices is judged from the records about them.
func Judges(provider string, c Check) bool {
	if c.Provider == "endpoint" {
		return provider == recordsProvider
	}
	return provider == c.Provider
}

// Faults says where the table is not honest: a claim of a check that nobody knows, or that looks at another provider; a check that nobody
// claims and that has no reason, of the providers given; one that is claimed several times without saying why; a reason that does not
// hold any more.
func (l *List) Faults(claims []Claim, providers []string) []string {
	var faults []string
	known := map[string]Check{}
	for _, c := range l.Checks {
		known[c.ID] = c
	}
	for _, c := range claims {
		check, ok := known[c.Check]
		switch {
		case !ok:
			faults = append(faults, fmt.Sprintf("%s.%s covers %s, which is no check that is known", c.Policy, c.Condition, c.Check))
		case c.Provider != recordsProvider && !Judges(c.Provider, check):
			faults = append(faults, fmt.Sprintf("%s.%s covers %s, which looks at %s", c.Policy, c.Condition, c.Check, check.Provider))
		}
	}
	for _, row := range l.Join(claims) {
		judged := slices.ContainsFunc(providers, func(p string) bool { return Judges(p, row.Check) })
		standing := Standing("")
		if row.Reason != nil {
			standing = row.Reason.Standing
		}
		switch n := len(row.Claims); {
		case n == 0 && judged && standing != NotCovered:
			faults = append(faults, fmt.Sprintf("%s is covered by no condition, and reasons.csv does not say why", row.ID))
		case n > 1 && standing != Shared:
			faults = append(faults, fmt.Sprintf("%s is claimed by %s, and reasons.csv does not say why", row.ID, named(row.Claims)))
		case n > 0 && standing == NotCovered:
			faults = append(faults, fmt.Sprintf("reasons.csv says that %s is not covered; %s claims it", row.ID, named(row.Claims)))
		case n == 1 && standing == Shared:
			faults = append(faults, fmt.Sprintf("reasons.csv says that %s is shared; only %s claims it", row.ID, named(row.Claims)))
		}
	}
	return faults
}

func named(claims []Claim) string {
	names := make([]string, len(claims))
	for i, c := range claims {
		names[i] = c.Policy + "." + c.Condition
	}
	return strings.Join(names, " and ")
}
