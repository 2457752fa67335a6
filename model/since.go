package model

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/aismm/aismm/internal/strictyaml"
)

// Became says what became of an objective as an earlier catalog had it; "" when it is what it was.
func (c *Catalog) Became(was *Objective) string {
	now, ok := c.Lookup(was.ID)
	if !ok {
		return fmt.Sprintf("model %s has no such objective", c.Version())
	}
	var parts []string
	add := func(format string, args ...any) { parts = append(parts, fmt.Sprintf(format, args...)) }
	if fate := now.Fate(); fate != "" && (now.Removed != was.Removed || now.SupersededBy != was.SupersededBy) {
		add("%s", fate)
	}
	if now.Removed == "" && was.Removed != "" {
		add("not to be withdrawn any more")
	}
	if now.Effective != was.Effective {
		if now.Effective == "" {
			add("in effect now")
		} else {
			add("takes effect on %s", now.Effective)
		}
	}
	if now.Target != was.Target {
		add("the target is now %s, and was %s", now.Target, was.Target)
	}
	if now.Indicator != was.Indicator {
		add("the indicator is now: %s", now.Indicator)
	}
	if now.Title != was.Title {
		add("the title is now: %s", now.Title)
	}
	if now.Mode != was.Mode {
		add("the mode is now %s, and was %s", now.Mode, was.Mode)
	}
	for _, h := range now.History {
		if !slices.Contains(was.History, h) {
			add("%s: %s", h.Date, h.Change)
		}
	}
	return strings.Join(parts, "; ")
}

// CheckAgainst reports what a catalog may not do to an earlier version of itself: let ids or slugs go or use them again, bring back what
// was withdrawn, or change what an objective counts without an entry in its history.
func (c *Catalog) CheckAgainst(old *Catalog) error {
	var errs []error
	for _, was := range old.objectives {
		now, ok := c.Lookup(was.ID)
		if !ok {
			errs = append(errs, &strictyaml.Error{File: was.Source.File, Line: was.Source.Line, Column: 1,
				Message: fmt.Sprintf("%s is gone from the new catalog; keep it there with removed: DATE, because ids are never used again", was.ID)})
			continue
		}
		bad := func(format string, args ...any) {
			errs = append(errs, &strictyaml.Error{File: now.Source.File, Line: now.Source.Line, Column: 1,
				Message: now.ID.String() + ": " + fmt.Sprintf(format, args...) + fmt.Sprintf(" (%s)", was.Source)})
		}
		if now.Slug != was.Slug {
			bad("the slug was %s and is %s; slugs do not change, and ids are never used again", was.Slug, now.Slug)
			continue
		}
		if was.Removed != "" && now.Removed == "" {
			bad("it was withdrawn on %s; what is withdrawn does not come back", was.Removed)
		}
		if changed := was.substance(now); len(changed) > 0 && len(now.History) <= len(was.History) {
			bad("%s changed; say so in its history, as {date: 2027-01-01, change: what changed}", strings.Join(changed, ", "))
		}
	}
	return errors.Join(errs...)
}

// substance lists the keys that decide what is counted, and that differ.
func (o *Objective) substance(other *Objective) []string {
	var keys []string
	for _, k := range []struct {
		name string
		same bool
	}{
		{"indicator", o.Indicator == other.Indicator},
		{"target", o.Target == other.Target},
		{"mode", o.Mode == other.Mode},
		{"always_applies", o.AlwaysApplies == other.AlwaysApplies},
		{"deployment", slices.Equal(o.Deployment, other.Deployment)},
		{"checks", slices.EqualFunc(o.Checks, other.Checks, func(a, b Check) bool {
			return a.Provider == b.Provider && a.Subject == b.Subject && a.PassesWhen == b.PassesWhen && slices.Equal(a.Kinds, b.Kinds)
		})},
	} {
		if !k.same {
			keys = append(keys, k.name)
		}
	}
	return keys
}
