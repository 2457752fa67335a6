package enterprise_test

import (
	"bytes"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/aismm/aismm/internal/assess"
	"github.com/aismm/aismm/internal/cli"
	"github.com/aismm/aismm/internal/evidence"
	"github.com/aismm/aismm/internal/standin/enterprise"
	"github.com/aismm/aismm/internal/verdict"
	"github.com/aismm/aismm/model"
)

// side is a verdict of a condition that is seen only on one side, and why no tenant could show the other.
type side struct {
	seen verdict.Verdict
	why  string
}

// oneSided are the conditions that no tenant can show both met and not met, by objective, provider and condition.
var oneSided = map[string]side{
	"IAM-L2-3 aws runtime":   {verdict.Pass, "the API has no runtime that anybody may call: it has an issuer of tokens, which is required, or signatures of IAM"},
	"RSK-L2-1 records named": {verdict.Fail, "what names its provider is no subject; the provider is"},
	"MON-L5-1 records tried": {verdict.Fail, "a week is a subject only where nobody tried the technique in it"},
}

const (
	allOfThem = "every policy must hold, and with one that does not the demonstration would lose the level that it shows as confirmed"
	oneCloud  = "what it compares with is the organization's, and one for all of its subjects"
)

// elsewhere are the conditions whose subject is not the tenant itself, and whose other side the enterprise still leaves to another tenant.
var elsewhere = map[string]string{
	"GOV-L2-2 records approved":        allOfThem,
	"GOV-L2-2 records owned":           allOfThem,
	"GOV-L2-2 records reviewed":        allOfThem,
	"GOV-L2-2 records versioned":       allOfThem,
	"GOV-L5-2 records resources_found": "it compares with all that exists, and one account of the enterprise hides its agents",
	"IAM-L2-1 aws active":              oneCloud,
	"IAM-L5-1 aws workflow":            oneCloud,
	"CMP-L4-2 records fresh":           "the results of one assessment are equally old",
}

// demo runs the demonstration as a newcomer does, and reads what it leaves.
func demo(t *testing.T) *assess.Assessment {
	t.Helper()
	// The command sets these for its own process, and this one goes on.
	for _, v := range os.Environ() {
		if name, value, _ := strings.Cut(v, "="); strings.HasPrefix(name, "AWS_") || strings.HasPrefix(name, "OPENAI_") {
			t.Setenv(name, value)
		}
	}
	t.Cleanup(func() {
		for _, v := range os.Environ() {
			if name, _, _ := strings.Cut(v, "="); strings.HasPrefix(name, "AWS_") || strings.HasPrefix(name, "OPENAI_") {
				if err := os.Unsetenv(name); err != nil {
					t.Error(err)
				}
			}
		}
	})
	dir := filepath.Join(t.TempDir(), "demo")
	return run(t, dir, "demo", "--quiet", "--output", dir)
}

// tenant scans another enterprise with the ordinary command.
func tenant(t *testing.T, name string) *assess.Assessment {
	t.Helper()
	e, err := enterprise.Start(t.Context(), enterprise.Options{Files: os.DirFS(filepath.Join("..", "..", "..", "testdata", "providers", name))})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	for name, value := range e.Env() {
		t.Setenv(name, value)
	}
	dir := filepath.Join(t.TempDir(), name)
	return run(t, dir, "scan", "--quiet", "--config", e.ConfigPath(), "--dir", dir)
}

// run runs a command that leaves an assessment in dir, of which something should hold and does not.
func run(t *testing.T, dir string, args ...string) *assess.Assessment {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if code := cli.Run(t.Context(), args, strings.NewReader(""), &stdout, &stderr); code != 1 {
		t.Fatalf("%s ends with %d, want 1\n%s", args[0], code, stderr.String())
	}
	raw, err := os.ReadFile(filepath.Join(dir, "assessment.json"))
	if err != nil {
		t.Fatal(err)
	}
	a, err := assess.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestDemonstration scans the enterprise once, and looks at the assessment. Where a programme or an organization is the subject itself, the
// other side is that of a second tenant, and of a third that has nothing yet.
func TestDemonstration(t *testing.T) {
	a := demo(t)
	t.Run("both sides of every condition", func(t *testing.T) { bothSides(t, a, tenant(t, "northbay"), tenant(t, "skerry")) })
	t.Run("a picture that teaches", func(t *testing.T) { picture(t, a) })
}

// tally says what became of a condition, and whether its subject is always a tenant: a programme, or an organization of software as a service.
type tally struct {
	verdicts map[verdict.Verdict]int
	ofTenant bool
}

func (c *tally) both() bool { return c.verdicts[verdict.Pass] > 0 && c.verdicts[verdict.Fail] > 0 }

// tallies counts the verdicts of every condition of the policies that ship.
func tallies(tenants ...*assess.Assessment) map[string]*tally {
	seen := map[string]*tally{}
	for _, p := range tenants[0].Policies.Used {
		for _, c := range p.Conditions {
			seen[p.Objective+" "+p.Provider+" "+c.ID] = &tally{verdicts: map[verdict.Verdict]int{}, ofTenant: p.Provider != "aws"}
		}
	}
	for _, a := range tenants {
		for _, check := range a.Checks {
			for _, s := range check.Subjects {
				for _, c := range s.Conditions {
					condition := seen[check.Objective+" "+check.Provider+" "+c.ID]
					condition.verdicts[c.Verdict]++
					condition.ofTenant = condition.ofTenant && s.Kind == "boundary"
				}
			}
		}
	}
	return seen
}

// bothSides: each condition of each policy that ships is met by a subject and not met by another. Both are the enterprise's own, unless it
// cannot have both.
func bothSides(t *testing.T, enterprise, northbay, skerry *assess.Assessment) {
	own, all := tallies(enterprise), tallies(enterprise, northbay, skerry)
	if len(all) < 150 {
		t.Fatalf("the assessment knows only %d conditions", len(all))
	}
	for _, key := range slices.Sorted(maps.Keys(all)) {
		verdicts := all[key].verdicts
		only, excused := oneSided[key]
		switch _, left := elsewhere[key]; {
		case excused && all[key].both():
			t.Errorf("%s is shown both ways now; its exception is not needed any more", key)
		case excused && verdicts[only.seen] == 0:
			t.Errorf("%s should at least be seen as %s: %v", key, only.seen, verdicts)
		case excused:
		case !all[key].both():
			t.Errorf("%s is not shown both ways: %v", key, verdicts)
		case left && own[key].both():
			t.Errorf("%s is shown both ways by the enterprise now; it need not be left to another tenant any more", key)
		case !left && !own[key].both() && !all[key].ofTenant:
			t.Errorf("%s is shown both ways only with the other tenants, and its subject is not the tenant itself: the enterprise has %v", key, own[key].verdicts)
		}
	}
	for _, key := range slices.Concat(slices.Sorted(maps.Keys(oneSided)), slices.Sorted(maps.Keys(elsewhere))) {
		if all[key] == nil {
			t.Errorf("there is no condition %s any more", key)
		}
		if oneSided[key].why == "" && elsewhere[key] == "" {
			t.Errorf("%s is an exception without a reason", key)
		}
	}
}

// picture: the first report that a newcomer sees has something of everything, and two thirds of it are decided.
func picture(t *testing.T, a *assess.Assessment) {
	statuses := map[model.Status]int{}
	for _, o := range a.Objectives {
		statuses[o.Status]++
		if o.Status == model.Unknown && len(o.Settle) == 0 {
			t.Errorf("%s is unknown, and nothing would settle it", o.ID)
		}
	}
	if statuses[model.Met] < 20 || statuses[model.NotMet] < 40 || statuses[model.Unknown] < 10 {
		t.Errorf("objectives by status: %v", statuses)
	}
	if c := a.Score.Programme.Coverage; 3*c.Part < 2*c.Whole {
		t.Errorf("only %d of %d objectives are decided", c.Part, c.Whole)
	}
	confirmed, open := 0, false
	for _, c := range a.Score.Categories {
		if c.Gross.Confirmed > 1 {
			confirmed++
		}
		open = open || c.Gross.Possible > c.Gross.Confirmed
	}
	if confirmed < 3 || !open {
		t.Errorf("want three categories above level 1, and one whose level is an interval: %d, %v", confirmed, open)
	}

	scopes := map[string]evidence.ScopeStatus{}
	for _, s := range a.Ledger.Incomplete {
		scopes[s.ID] = s.Status
	}
	for id, want := range map[string]evidence.ScopeStatus{
		"aws:222233334444":              evidence.ScopeSkipped, // suspended
		"aws:888899990000":              evidence.ScopeSkipped, // not entered yet
		"aws:999900001111/us-east-1":    evidence.Partial,      // refused by an organization policy
		"aws:999900001111/eu-central-1": evidence.Partial,
		"records:programme":             evidence.Partial, // a date that is none
	} {
		if scopes[id] != want {
			t.Errorf("%s is %q in the ledger, want %q", id, scopes[id], want)
		}
	}
	used := map[string]string{}
	for _, w := range a.Waivers {
		used[w.ID] = string(w.State)
	}
	for _, s := range a.Attestations {
		used[s.ID] = string(s.State)
	}
	for id, want := range map[string]string{"quoting-batch-key": "used", "retired-preview": "expired", "acquired-detection": "used", "prompts-kept": "expired",
		"lapse-reserves": "used", "prohibited-uses": "used", "reviewed-changes": "used", "build-provenance": "used"} {
		if used[id] != want {
			t.Errorf("%s is %q, want %q", id, used[id], want)
		}
	}
}
