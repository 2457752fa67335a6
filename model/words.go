package model

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Domain is one of a model's domains, by its word: "foundational". What it is called is in the model's Structure.
type Domain string

// ParseDomain reads a domain's word. Whether a model has it, its Structure tells.
func ParseDomain(s string) (Domain, error) {
	if !slugForm.MatchString(s) {
		return "", fmt.Errorf("parse domain %q: want lower-case words joined by underscores, like foundational", s)
	}
	return Domain(s), nil
}

// String is the domain's word.
func (d Domain) String() string { return string(d) }

// MarshalText writes the domain's word.
func (d Domain) MarshalText() ([]byte, error) { return marshalWord(ParseDomain, d) }

// UnmarshalText reads what MarshalText writes.
func (d *Domain) UnmarshalText(text []byte) error { return unmarshalWord(ParseDomain, d, text) }

// Deployment is a deployment type of the model, or Program for subjects that belong to the programme as a whole.
type Deployment string

// The deployment types: SaaS is CSA's "API/SaaS". Subjects of Program count in every cut; objectives never carry it.
const (
	SelfHosted Deployment = "self_hosted"
	PaaS       Deployment = "paas"
	SaaS       Deployment = "saas"
	Program    Deployment = "program"
)

// Deployments lists the three deployment types of the model, without Program.
func Deployments() []Deployment { return []Deployment{SelfHosted, PaaS, SaaS} }

// ParseDeployment reads a deployment type, or "program".
func ParseDeployment(s string) (Deployment, error) {
	return parseWord("deployment type", s, append(Deployments(), Program))
}

// Name is the deployment type for display.
func (d Deployment) Name() string {
	switch d {
	case SelfHosted:
		return "Self-hosted"
	case PaaS:
		return "PaaS"
	case SaaS:
		return "API/SaaS"
	case Program:
		return "Programme"
	}
	return string(d)
}

// String is the deployment type's word.
func (d Deployment) String() string { return string(d) }

// MarshalText writes the deployment type's word.
func (d Deployment) MarshalText() ([]byte, error) { return marshalWord(ParseDeployment, d) }

// UnmarshalText reads what MarshalText writes.
func (d *Deployment) UnmarshalText(text []byte) error { return unmarshalWord(ParseDeployment, d, text) }

// Mode says who can decide an objective: policies, people, or either.
type Mode string

// The modes. Either defaults to the automated check.
const (
	Automated Mode = "automated"
	Either    Mode = "either"
	Manual    Mode = "manual"
)

// Modes lists the modes.
func Modes() []Mode { return []Mode{Automated, Either, Manual} }

// ParseMode reads a mode.
func ParseMode(s string) (Mode, error) { return parseWord("mode", s, Modes()) }

// String is the mode's word.
func (m Mode) String() string { return string(m) }

// MarshalText writes the mode's word.
func (m Mode) MarshalText() ([]byte, error) { return marshalWord(ParseMode, m) }

// UnmarshalText reads what MarshalText writes.
func (m *Mode) UnmarshalText(text []byte) error { return unmarshalWord(ParseMode, m, text) }

// Slug names an objective within its category, as the directory of its policies: "admin_audit_trail".
type Slug string

var slugForm = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)

// ParseSlug reads a slug: lower-case words and digits joined by single underscores, a letter first.
func ParseSlug(s string) (Slug, error) {
	if !slugForm.MatchString(s) {
		return "", fmt.Errorf("parse slug %q: want lower-case words joined by underscores, like admin_audit_trail", s)
	}
	return Slug(s), nil
}

// String is the slug itself.
func (s Slug) String() string { return string(s) }

// MarshalText writes the slug.
func (s Slug) MarshalText() ([]byte, error) { return marshalWord(ParseSlug, s) }

// UnmarshalText reads what MarshalText writes.
func (s *Slug) UnmarshalText(text []byte) error { return unmarshalWord(ParseSlug, s, text) }

func parseWord[T ~string](what, s string, known []T) (T, error) {
	if slices.Contains(known, T(s)) {
		return T(s), nil
	}
	return "", fmt.Errorf("parse %s %q: want one of %s", what, s, joinStrings(known))
}

func marshalWord[T ~string](parse func(string) (T, error), v T) ([]byte, error) {
	if _, err := parse(string(v)); err != nil {
		return nil, err
	}
	return []byte(v), nil
}

func unmarshalWord[T ~string](parse func(string) (T, error), into *T, text []byte) (err error) {
	*into, err = parse(string(text))
	return err
}

func joinStrings[T ~string](list []T) string {
	words := make([]string, len(list))
	for i, w := range list {
		words[i] = string(w)
	}
	return strings.Join(words, ", ")
}
