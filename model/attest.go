package model

// MaxAttestationDays is the longest that any attestation may last: a year, and a leap day.
const MaxAttestationDays = 366

// attestationDays reads how long attestations may last; 0 stands for what otherwise holds.
func (e *entry) attestationDays(days, otherwise int) int {
	switch {
	case days == 0:
		return otherwise
	case days < 0 || days > MaxAttestationDays:
		e.fail("attestation_days", "is %d; an attestation lasts 1 to %d days", days, MaxAttestationDays)
	}
	return days
}

// ownAttestationDays is what an objective says beside its level; 0 where it says nothing of its own.
func (c *Catalog) ownAttestationDays(o *Objective) int {
	if o.AttestationDays == c.structure.Level(o.Level).AttestationDays {
		return 0
	}
	return o.AttestationDays
}
