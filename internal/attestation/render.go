package attestation

import "github.com/aismm/aismm/internal/statement"

// written is an attestation in the order in which it is written.
type written struct {
	ID         string    `yaml:"id"`
	Objective  string    `yaml:"objective"`
	Statement  string    `yaml:"statement"`
	Owner      string    `yaml:"owner"`
	Reviewer   string    `yaml:"reviewer"`
	SignedAt   string    `yaml:"signed_at"`
	ExpiresAt  string    `yaml:"expires_at"`
	Provider   string    `yaml:"provider,omitempty"`
	Boundaries []string  `yaml:"boundaries,omitempty"`
	Measured   *Measured `yaml:"measured,omitempty"`
	Files      []FileRef `yaml:"files,omitempty"`
}

func (a *Attestation) written() written {
	return written{ID: a.ID, Objective: a.Objective.String(), Statement: a.Statement, Owner: a.Owner, Reviewer: a.Reviewer, SignedAt: a.SignedAt,
		ExpiresAt: a.ExpiresAt, Provider: a.Provider, Boundaries: a.Boundaries, Measured: a.Measured, Files: a.Files}
}

// Render writes attestations as a file that Parse reads.
func Render(attestations ...*Attestation) ([]byte, error) {
	list := make([]written, len(attestations))
	for i, a := range attestations {
		list[i] = a.written()
	}
	return statement.Render(key, list...)
}

// Add puts an attestation into the text of a file, and leaves all else as it is. With replace set, it takes the place of the one
// that has its id; otherwise an id that is used already is an error.
func Add(file string, text []byte, a *Attestation, replace bool) ([]byte, error) {
	return statement.Add(file, text, key, a.ID, a.written(), replace)
}
