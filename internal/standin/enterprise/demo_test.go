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
	"github.com/aismm/aismm/internal/verdict"
	"github.com/aismm/aismm/model"
)

// side is a verdict of a condition that the demonstration has only on one side, and why it cannot have the other.
type side struct {
	seen verdict.Verdict
	why  string
}

const (
	oneTenant    = "the subject is the one OpenAI organization"
	oneProgramme = "the subject is the one programme"
	allOfThem    = "every policy must hold, and with one that does not the demonstration would lose the level that it shows as confirmed"
)

// oneSided are the conditions that the demonstration cannot show both met and not met, by objective, provider and condition.
var oneSided = map[string]side{
	"GOV-L2-2 records approved":  {verdict.Pass, allOfThem},
	"GOV-L2-2 records owned":     {verdict.Pass, allOfThem},
	"GOV-L2-2 records reviewed":  {verdict.Pass, allOfThem},
	"GOV-L2-2 records versioned": {verdict.Pass, allOfThem},

	"GOV-L2-2 records exists":             {verdict.Pass, oneProgramme},
	"GOV-L2-3 records exists":             {verdict.Pass, oneProgramme},
	"GOV-L3-2 records roles_assigned":     {verdict.Pass, oneProgramme},
	"GOV-L5-1 records mostly_enforceable": {verdict.Pass, oneProgramme},
	"GOV-L5-2 records resources_found":    {verdict.Unknown, "it compares with all that exists, and one account hides its agents"},

	"IAM-L2-1 aws active":                    {verdict.Pass, "the organization has one Identity Center, which serves all of its accounts"},
	"IAM-L2-2 openai at_least_two":           {verdict.Pass, oneTenant},
	"IAM-L2-2 openai at_most":                {verdict.Fail, oneTenant},
	"IAM-L2-2 openai no_machine_owner":       {verdict.Pass, oneTenant},
	"IAM-L2-2 openai no_owner_account":       {verdict.Fail, oneTenant},
	"IAM-L2-2 openai no_pending_owner":       {verdict.Fail, oneTenant},
	"IAM-L2-3 aws runtime":                   {verdict.Pass, "the API has no runtime that anybody may call: it has an issuer of tokens, which is required, or signatures of IAM"},
	"IAM-L5-1 aws workflow":                  {verdict.Pass, "assignments are logged in one account, and their callers judge all permission sets together"},
	"MON-L2-1 openai available":              {verdict.Pass, oneTenant},
	"MON-L2-1 openai recent":                 {verdict.Pass, oneTenant},
	"ORG-L2-3 openai organization_retention": {verdict.Unknown, oneTenant + ", for which nobody has set what should hold"},
	"MON-L5-1 records tried":                 {verdict.Fail, "a week is a subject only where nobody tried the technique in it"},
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
	var stdout, stderr bytes.Buffer
	if code := cli.Run(t.Context(), []string{"demo", "--quiet", "--output", dir}, strings.NewReader(""), &stdout, &stderr); code != 1 {
		t.Fatalf("the demonstration ends with %d, want 1\n%s", code, stderr.String())
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

// TestDemonstration scans the enterprise once, and looks at the assessment.
func TestDemonstration(t *testing.T) {
	a := demo(t)
	t.Run("both sides of every condition", func(t *testing.T) { bothSides(t, a) })
	t.Run("a picture that teaches", func(t *testing.T) { picture(t, a) })
}

// bothSides: each condition of each policy that ships is met by a subject and not met by another.
func bothSides(t *testing.T, a *assess.Assessment) {
	seen := map[string]map[verdict.Verdict]int{}
	for _, p := range a.Policies.Used {
		for _, c := range p.Conditions {
			seen[p.Objective+" "+p.Provider+" "+c.ID] = map[verdict.Verdict]int{}
		}
	}
	if len(seen) < 150 {
		t.Fatalf("the assessment knows only %d conditions", len(seen))
	}
	for _, check := range a.Checks {
		for _, s := range check.Subjects {
			for _, c := range s.Conditions {
				seen[check.Objective+" "+check.Provider+" "+c.ID][c.Verdict]++
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(seen)) {
		verdicts := seen[key]
		only, excused := oneSided[key]
		switch both := verdicts[verdict.Pass] > 0 && verdicts[verdict.Fail] > 0; {
		case both && excused:
			t.Errorf("%s is shown both ways now; its exception is not needed any more", key)
		case !both && !excused:
			t.Errorf("%s is not shown both ways: %v", key, verdicts)
		case excused && verdicts[only.seen] == 0:
			t.Errorf("%s should at least be seen as %s: %v", key, only.seen, verdicts)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(oneSided)) {
		if seen[key] == nil {
			t.Errorf("there is no condition %s any more", key)
		}
		if oneSided[key].why == "" {
			t.Errorf("%s is an exception without a reason", key)
		}
	}
}

// picture: the first report that a newcomer sees has something of everything, and more that is decided than not.
func picture(t *testing.T, a *assess.Assessment) {
	statuses := map[model.Status]int{}
	for _, o := range a.Objectives {
		statuses[o.Status]++
		if o.Status == model.Unknown && len(o.Settle) == 0 {
			t.Errorf("%s is unknown, and nothing would settle it", o.ID)
		}
	}
	if statuses[model.Met] < 7 || statuses[model.NotMet] < 10 || statuses[model.Unknown] < 10 {
		t.Errorf("objectives by status: %v", statuses)
	}
	if c := a.Score.Programme.Coverage; 2*c.Part <= c.Whole {
		t.Errorf("only %d of %d objectives are decided", c.Part, c.Whole)
	}
	confirmed, open := false, false
	for _, c := range a.Score.Categories {
		confirmed = confirmed || c.Gross.Confirmed > 1
		open = open || c.Gross.Possible > c.Gross.Confirmed
	}
	if !confirmed || !open {
		t.Error("want a category above level 1, and one whose level is an interval")
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
	for id, want := range map[string]string{"quoting-batch-key": "used", "retired-preview": "expired", "acquired-detection": "used", "prompts-kept": "expired"} {
		if used[id] != want {
			t.Errorf("%s is %q, want %q", id, used[id], want)
		}
	}
}
