// Package attestation reads dated, signed-off human statements about objectives, with the files behind them. An attestation
// fills what automation left unknown and runs out; it never overrides a verdict.
package attestation

import (
	"fmt"
	"strings"
	"time"

	"github.com/aismm/aismm/internal/statement"
	"github.com/aismm/aismm/model"
)

// Attestation is one statement about one objective.
type Attestation struct {
	ID        string
	Objective model.ObjectiveID
	Statement string
	// Owner answers for the statement; Reviewer, somebody else, has checked it.
	Owner, Reviewer string
	// SignedAt and ExpiresAt are kept as they were written: a date or an RFC 3339 time. Signed and Expires say what they mean.
	SignedAt, ExpiresAt string
	// Provider and Boundaries limit what it speaks of; empty is all.
	Provider   string
	Boundaries []string
	// Measured is what was counted, if something was.
	Measured *Measured
	// Files are the files behind it.
	Files  []FileRef
	Source model.Position
}

// Measured are the numbers of an attestation: how many passed, of how many.
type Measured struct {
	Passed int `yaml:"passed" json:"passed"`
	Of     int `yaml:"of" json:"of"`
}

// Signed is the moment from which on the attestation holds.
func (a *Attestation) Signed() time.Time { t, _ := statement.ParseMoment(a.SignedAt, false); return t }

// Expires is the first moment at which it no longer holds: a date alone holds to its end, in UTC.
func (a *Attestation) Expires() time.Time { t, _ := statement.ParseMoment(a.ExpiresAt, true); return t }

// State says whether an attestation holds at a moment.
type State string

// The states of an attestation.
const (
	InForce State = "in_force"
	Expired State = "expired"
	// Future: it is signed for a date that has not come.
	Future State = "future"
)

// State judges the attestation's dates at asOf. The message says what to do about it; it is empty for one in force.
func (a *Attestation) State(asOf time.Time) (State, string) {
	switch {
	case asOf.Before(a.Signed()):
		return Future, "it is signed for a date that has not come: " + a.SignedAt
	case !asOf.Before(a.Expires()):
		return Expired, "it expired at " + a.ExpiresAt + "; have it reviewed and signed again"
	}
	return InForce, ""
}

// Fault is a rule that an attestation breaks, whatever the day. It is refused for it, and the assessment says so.
type Fault struct {
	// Code is "own_review", "order" or "too_long".
	Code, Message string
}

// Faults checks who signed, and for how long. days is the longest that the objective lets an attestation last; 0 where it is not known, so
// that only what no attestation may exceed counts.
func (a *Attestation) Faults(days int) []Fault {
	limit := "the longest is"
	if days == 0 {
		days = model.MaxAttestationDays
	} else if days < model.MaxAttestationDays {
		limit = a.Objective.String() + " allows"
	}
	faults := []Fault{}
	if owner := strings.TrimSpace(a.Owner); owner != "" && strings.EqualFold(owner, strings.TrimSpace(a.Reviewer)) {
		faults = append(faults, Fault{"own_review", fmt.Sprintf("owner and reviewer are both %q; somebody else has to review it", owner)})
	}
	signed, expires := a.Signed(), a.Expires()
	switch {
	case signed.IsZero() || expires.IsZero():
	case !expires.After(signed):
		faults = append(faults, Fault{"order", fmt.Sprintf("it expires at %s, not after it was signed at %s", a.ExpiresAt, a.SignedAt)})
	case expires.After(signed.AddDate(0, 0, days+1)): // a date's own last day comes on top
		faults = append(faults, Fault{"too_long", fmt.Sprintf("it speaks for %d days; %s %d", int(expires.Sub(signed).Hours()/24), limit, days)})
	}
	return faults
}
