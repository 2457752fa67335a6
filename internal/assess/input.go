package assess

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/aismm/aismm/internal/evidence"
	"github.com/aismm/aismm/internal/verdict"
	"github.com/aismm/aismm/internal/waiver"
	"github.com/aismm/aismm/model"
)

// Input is everything that an assessment is drawn from. It is left as it is.
type Input struct {
	// Bundle is the digest of the bundle, Manifest its manifest.
	Bundle   string
	Manifest *evidence.Manifest
	Catalog  *model.Catalog
	// PoliciesDigest pins the policies. Policies are all that were to be evaluated: one whose provider was read and that has no
	// check leaves its objective open.
	PoliciesDigest string
	Policies       []Policy
	// Overlays are what the policies, kinds and objectives were laid over with.
	Overlays []Overlay
	Problems []Problem
	Checks   []verdict.Check
	// Attestations are the bundle's resources of kind record_attestation; AttestationsOf finds them.
	Attestations []AttestationSource
	Waivers      []*waiver.Waiver
	// MaxWaiverDays is the longest that a waiver may last.
	MaxWaiverDays int
	// Targets are the levels that the organization chose.
	Targets map[model.Category]model.Level
	// Copy and Bound are the organization's own copy of the model's texts.
	Copy     *Copy
	Bound    map[model.ObjectiveID][]Bound
	Settings []Setting
	// Kinds say which deployment type a kind has: a failed list of a kind then leaves other deployment types alone.
	Kinds        []evidence.Kind
	Organization string
	// AsOf is the clock; when it is zero, the end of the scan.
	AsOf time.Time
	Cut  Cut
	// kept is the whole assessment that a cut of it is drawn from.
	kept *Assessment
}

func (in *Input) check() error {
	if in.Manifest == nil || in.Catalog == nil {
		return errors.New("assess: a manifest and a catalog are needed")
	}
	errs := in.checkCut()
	for _, c := range in.Checks {
		bad := func(format string, args ...any) {
			errs = append(errs, fmt.Errorf("assess policy %s in %s: "+format, append([]any{c.Policy, c.Boundary}, args...)...))
		}
		if _, ok := lookup(in.Catalog, c.Objective); !ok {
			bad("the model has no objective %q", c.Objective)
		}
		if !slices.Contains([]verdict.Verdict{verdict.Pass, verdict.Fail, verdict.Unknown, verdict.NotApplicable, verdict.Error}, c.Status) {
			bad("unknown status %q", c.Status)
		}
		for _, s := range c.Subjects {
			if !slices.Contains([]verdict.Verdict{verdict.Pass, verdict.Fail, verdict.Unknown}, s.Verdict) {
				bad("subject %s %s has the unknown verdict %q", s.Kind, s.ID, s.Verdict)
			}
			if _, err := model.ParseDeployment(s.Deployment); err != nil {
				bad("subject %s %s: %w", s.Kind, s.ID, err)
			}
		}
	}
	return errors.Join(errs...)
}

// CutError is a cut by something that the bundle does not have.
type CutError struct{ message string }

func (e *CutError) Error() string { return e.message }

// checkCut reports providers and boundaries of the cut that the bundle does not have: a cut by a misspelt name would show nothing.
func (in *Input) checkCut() []error {
	var errs []error
	for _, c := range in.Cut.Categories {
		if _, err := in.Catalog.Structure().FindCategory(string(c)); err != nil {
			errs = append(errs, &CutError{"cut by category: " + err.Error()})
		}
	}
	providers, boundaries := placesOf(in.Manifest)
	for _, p := range in.Cut.Providers {
		if !slices.Contains(providers, p) {
			errs = append(errs, &CutError{fmt.Sprintf("cut by provider %q: the bundle has %s", p, strings.Join(providers, ", "))})
		}
	}
	for _, b := range in.Cut.Boundaries {
		if !slices.Contains(boundaries, b) {
			errs = append(errs, &CutError{fmt.Sprintf("cut by boundary %q: the bundle has no such boundary; `aismm bundle show` lists them", b)})
		}
	}
	return errs
}

// placesOf lists the providers and boundaries that a scan was to read.
func placesOf(m *evidence.Manifest) (providers, boundaries []string) {
	for _, p := range m.Providers {
		providers = append(providers, p.Name)
	}
	for _, l := range m.Ledger {
		boundaries = append(boundaries, l.Scope.Boundary())
	}
	return sortedSet(providers), sortedSet(boundaries)
}

func lookup(c *model.Catalog, id string) (*model.Objective, bool) {
	parsed, err := model.ParseObjectiveID(id)
	if err != nil {
		return nil, false
	}
	return c.Lookup(parsed)
}

// everything reports whether a list of a cut names all that there is, so that it cuts nothing.
func everything[T comparable](list, all []T) bool {
	return !slices.ContainsFunc(all, func(v T) bool { return !slices.Contains(list, v) })
}

// normal is the cut without lists that cut nothing, sorted.
func (c Cut) normal(m *evidence.Manifest, structure *model.Structure) Cut {
	n := Cut{Deployments: []model.Deployment{}, Providers: []string{}, Boundaries: []string{}, Categories: []model.Category{}}
	for _, f := range structure.Categories {
		if slices.ContainsFunc(c.Categories, func(named model.Category) bool { return strings.EqualFold(string(named), string(f.ID)) }) {
			n.Categories = append(n.Categories, f.ID)
		}
	}
	if len(n.Categories) == len(structure.Categories) {
		n.Categories = []model.Category{}
	}
	for _, d := range model.Deployments() {
		if slices.Contains(c.Deployments, d) {
			n.Deployments = append(n.Deployments, d)
		}
	}
	if everything(n.Deployments, model.Deployments()) {
		n.Deployments = []model.Deployment{}
	}
	providers, boundaries := placesOf(m)
	if len(c.Providers) > 0 && !everything(c.Providers, providers) {
		n.Providers = sortedSet(c.Providers)
	}
	if len(c.Boundaries) > 0 && !everything(c.Boundaries, boundaries) {
		n.Boundaries = sortedSet(c.Boundaries)
	}
	return n
}

func sortedSet(list []string) []string {
	s := slices.Clone(list)
	slices.Sort(s)
	return slices.Compact(s)
}

// Targets are the target levels of a configuration, by category code; where it asks for none, those of the model.
func Targets(catalog *model.Catalog, levels map[string]int) (map[model.Category]model.Level, error) {
	targets := catalog.Targets()
	named := map[model.Category]bool{}
	var errs []error
	for _, code := range slices.Sorted(maps.Keys(levels)) {
		c, err := catalog.Structure().FindCategory(code)
		fault := catalog.Structure().CheckLevel(levels[code])
		switch {
		case err != nil:
			errs = append(errs, fmt.Errorf("targets: %w", err))
		case fault != nil:
			errs = append(errs, fmt.Errorf("targets.%s %w", code, fault))
		case named[c]:
			errs = append(errs, fmt.Errorf("targets: %s is there twice", c))
		}
		targets[c], named[c] = model.Level(levels[code]), true
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	return targets, nil
}
