// Package attestation reads dated, signed-off human statements about objectives, with the files behind them. An attestation
// fills what automation left unknown and runs out; it never overrides a verdict.
package attestation

import (
	"time"

	"github.com/aismm/aismm/model"
)

// MaxDays is the longest that an attestation may speak for: a year, and a leap day.
const MaxDays = 366

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
	// Files are the paths of the files behind it, relative to the attestation's own file.
	Files  []string
	Source model.Position
}

// Measured are the numbers of an attestation: how many passed, of how many.
type Measured struct {
	Passed int `yaml:"passed" json:"passed"`
	Of     int `yaml:"of" json:"of"`
}

// Signed is the moment from which on the attestation holds.
func (a *Attestation) Signed() time.Time { t, _ := moment(a.SignedAt, false); return t }

// Expires is the first moment at which it no longer holds: a date alone holds to its end, in UTC.
func (a *Attestation) Expires() time.Time { t, _ := moment(a.ExpiresAt, true); return t }

// moment reads a date or a time. A date stands for its first moment or, as an end, for the first moment after it.
func moment(s string, end bool) (time.Time, error) {
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		if end {
			t = t.AddDate(0, 0, 1)
		}
		return t, nil
	}
	t, err := time.Parse(time.RFC3339, s)
	return t.UTC(), err
}
