package attestation

import (
	"slices"
	"strings"
	"time"

	"github.com/aismm/aismm/internal/statement"
	"github.com/aismm/aismm/internal/strictyaml"
	"github.com/aismm/aismm/model"
)

// LintOptions is what attestations are checked against.
type LintOptions struct {
	AsOf time.Time
	// Objective finds an objective of the model; nil knows none, and accepts every id.
	Objective func(model.ObjectiveID) (*model.Objective, bool)
	// Providers are the names of providers that are known; none accepts every name.
	Providers []string
	// Dir is the folder that the attestations' own files are relative to.
	Dir string
}

// soon is how long before its end an attestation is reported.
const soon = 30 * 24 * time.Hour

// Lint finds what is wrong with attestations of any number of files, sorted by file and line. Errors refuse the attestation:
// "duplicate_id", "unknown_objective", "own_review", "order", "too_long", "future", "file" (it cannot be read) and "changed". Warnings
// are "expired", "expires_soon", "automated", "unknown_provider", "no_measure", "below_target", "no_files" and "unpinned".
func Lint(attestations []*Attestation, o LintOptions) []statement.Finding {
	l := statement.NewLinter(noun)
	for _, a := range attestations {
		c := checker{l, a}
		objective, known := (*model.Objective)(nil), true
		if o.Objective != nil {
			objective, known = o.Objective(a.Objective)
		}
		l.Identity(a.ID, a.Source, a.Objective, known)
		days := 0
		if objective != nil {
			days = objective.AttestationDays
		}
		for _, f := range a.Faults(days) {
			c.fail(f.Code, "%s", f.Message)
		}
		c.dates(o.AsOf)
		if objective != nil {
			c.fits(objective)
		}
		c.provider(o.Providers)
		c.files(o.Dir)
	}
	return l.Findings()
}

// checker checks one attestation.
type checker struct {
	*statement.Linter
	*Attestation
}

func (c checker) fail(code, format string, args ...any) {
	c.Add(c.ID, c.Source, statement.Error, code, format, args...)
}

func (c checker) warn(code, format string, args ...any) {
	c.Add(c.ID, c.Source, statement.Warning, code, format, args...)
}

func (c checker) dates(asOf time.Time) {
	switch state, message := c.State(asOf); {
	case state == Future:
		c.fail("future", "%s", message)
	case state == Expired:
		c.warn("expired", "%s", message)
	case c.Expires().Before(asOf.Add(soon)):
		c.warn("expires_soon", "it expires at %s; have it reviewed and signed again before", c.ExpiresAt)
	}
}

// fits checks that the attestation can say something about its objective.
func (c checker) fits(o *model.Objective) {
	if deciding := c.deciders(o); o.Mode == model.Automated && len(deciding) > 0 {
		c.warn("automated", "%s is automated: in scans whose policies decide it from %s, the attestation is refused", o.ID, strings.Join(deciding, ", "))
	}
	switch m := c.Measured; {
	case m == nil:
		c.warn("no_measure", "measured is missing: it claims all that it speaks of; say what was counted (%s)", o.Indicator)
	case !o.Target.ReachedBy(m.Passed, m.Of):
		c.warn("below_target", "measured is %d of %d, less than the target %s: by it, the objective is not met", m.Passed, m.Of, o.Target)
	}
}

// deciders are the providers from which the objective can be decided, among those that the attestation speaks of.
func (c checker) deciders(o *model.Objective) []string {
	return slices.DeleteFunc(o.Providers(), func(p string) bool {
		if c.Provider != "" {
			return p != c.Provider
		}
		return len(c.Boundaries) > 0 && !slices.ContainsFunc(c.Boundaries, func(b string) bool { return strings.HasPrefix(b, p+":") })
	})
}

func (c checker) provider(known []string) {
	named := []string{}
	if c.Provider != "" {
		named = append(named, c.Provider)
	}
	for _, b := range c.Boundaries {
		p, _, _ := strings.Cut(b, ":")
		named = append(named, p)
	}
	slices.Sort(named)
	for _, p := range slices.Compact(named) {
		if len(known) > 0 && !slices.Contains(known, p) {
			c.warn("unknown_provider", "nothing is known of a provider %q%s", p, strictyaml.Nearest(p, known))
		}
	}
}

func (c checker) files(dir string) {
	if len(c.Files) == 0 {
		c.warn("no_files", "no file stands behind it; name what the reviewer looked at")
	}
	for _, ref := range c.Files {
		f, err := Digest(c.folder(dir), ref)
		switch {
		case err != nil:
			c.fail("file", "%v", err)
		case f.Changed():
			c.fail("changed", "%s", ChangedMessage(f.Path, f.Signed, f.SHA256))
		case f.Signed == "":
			c.warn("unpinned", "the file %s can change unnoticed; write it as {path: %s, sha256: %s}", f.Path, f.Path, f.SHA256)
		}
	}
}
