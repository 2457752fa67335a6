package report

import (
	"slices"
	"strings"

	"github.com/aismm/aismm/internal/assess"
)

// laidOver describes the overlays, each with what pins it.
func laidOver(a *assess.Assessment) []string {
	var out []string
	for _, o := range a.Overlays {
		parts := []string{clean(o.Origin), short(o.Digest)}
		if o.Revision != "" {
			parts = append(parts, "revision "+clean(o.Revision))
		}
		if o.Signed {
			parts = append(parts, "signature verified")
		}
		out = append(out, clean(o.Name)+" ("+strings.Join(parts, ", ")+")")
	}
	return out
}

// overlayOf is the overlay that a policy comes from; nil when it ships, or came from elsewhere.
func overlayOf(a *assess.Assessment, policy *assess.Policy) *assess.Overlay {
	if policy == nil {
		return nil
	}
	i := slices.IndexFunc(a.Overlays, func(o assess.Overlay) bool { return o.Name == policy.Source })
	if i < 0 {
		return nil
	}
	return &a.Overlays[i]
}

// deciders name the overlays whose policies judged an objective, sorted.
func deciders(a *assess.Assessment, o *assess.Objective) []string {
	var names []string
	for _, id := range o.Checks {
		if l := overlayOf(a, policyOf(a, id)); l != nil && !slices.Contains(names, l.Name) {
			names = append(names, l.Name)
		}
	}
	slices.Sort(names)
	return names
}

// judgedBy is the tail of a line about an objective that policies of overlays judged.
func judgedBy(a *assess.Assessment, o *assess.Objective) string {
	if names := deciders(a, o); len(names) > 0 {
		return "; judged by overlay " + clean(strings.Join(names, ", "))
	}
	return ""
}
