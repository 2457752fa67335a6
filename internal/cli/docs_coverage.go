package cli

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/engine"
	"github.com/aismm/aismm/model"
)

// coveragePage says which objectives policies decide, by provider and deployment type, which people decide, and what is missing.
func (a *app) coveragePage(pages map[string][]byte) error {
	set, err := a.policies()
	if err != nil {
		return err
	}
	catalog, err := a.catalog()
	if err != nil {
		return err
	}
	decided := map[string][]*engine.Policy{}
	for _, p := range set.Policies() {
		decided[p.Objective] = append(decided[p.Objective], p)
	}
	objectives := catalog.All()
	var b bytes.Buffer
	fmt.Fprintf(&b, "# Coverage\n\n%d policies decide %d of %d objectives. The others people attest, with a name, a reviewer, evidence and an end; "+
		"what nobody attests is shown as not assessed, never as met.\n", len(set.Policies()), len(decided), len(objectives))
	b.WriteString("\n## By provider\n\n| provider | policies | conditions | objectives | could decide |\n|---|--:|--:|--:|--:|\n")
	for _, provider := range shippedProviders() {
		policies, conditions, could := 0, 0, 0
		for _, p := range set.Policies() {
			if p.Provider == provider {
				policies++
				conditions += len(p.Conditions)
			}
		}
		for _, o := range objectives {
			if slices.Contains(o.Providers(), provider) {
				could++
			}
		}
		fmt.Fprintf(&b, "| %s | %d | %d | %d | %d |\n", provider, policies, conditions, policies, could)
	}
	b.WriteString("\n## By deployment type and category\n\nObjectives that policies decide, of those that concern the deployment type.\n\n| category |")
	for _, d := range model.Deployments() {
		fmt.Fprintf(&b, " %s |", d.Name())
	}
	b.WriteString(" all |\n|---|--:|--:|--:|--:|\n")
	for _, c := range catalog.Structure().Categories {
		list := catalog.ByCategory(c.ID)
		fmt.Fprintf(&b, "| %s %s |", c.ID, c.Name)
		for _, d := range model.Deployments() {
			fmt.Fprintf(&b, " %s |", shareDecided(list, decided, func(o *model.Objective) bool { return o.AppliesTo(d) }))
		}
		fmt.Fprintf(&b, " %s |\n", shareDecided(list, decided, func(*model.Objective) bool { return true }))
	}
	b.WriteString("\n## By objective\n\n| objective | mode | deployment | decided by policies for | otherwise |\n|---|---|---|---|---|\n")
	for _, o := range objectives {
		var links []string
		for _, p := range decided[o.ID.String()] {
			links = append(links, fmt.Sprintf("[%s](objectives/%s)", p.Provider, pagePath(p)))
		}
		fmt.Fprintf(&b, "| %s %s | %s | %s | %s | %s |\n", o.ID, o.Slug, o.Mode, joined(o.Deployment), strings.Join(links, ", "), otherwise(o, len(links) > 0))
	}
	pages["coverage.md"] = b.Bytes()
	return nil
}

// shippedProviders are the providers that can be read, sorted.
func shippedProviders() []string {
	var names []string
	for _, p := range collectors.Providers() {
		names = append(names, p.Name)
	}
	slices.Sort(names)
	return names
}

func shareDecided(list []*model.Objective, decided map[string][]*engine.Policy, counts func(*model.Objective) bool) string {
	part, whole := 0, 0
	for _, o := range list {
		if counts(o) {
			whole++
			if len(decided[o.ID.String()]) > 0 {
				part++
			}
		}
	}
	return fmt.Sprintf("%d/%d", part, whole)
}

func joined(list []model.Deployment) string {
	words := make([]string, len(list))
	for i, d := range list {
		words[i] = d.Name()
	}
	return strings.Join(words, ", ")
}

// otherwise says how an objective is decided where no policy does, and why none can.
func otherwise(o *model.Objective, decided bool) string {
	unread := slices.DeleteFunc(o.Providers(), func(p string) bool { return slices.Contains(shippedProviders(), p) })
	var parts []string
	switch {
	case o.Mode == model.Manual:
		parts = append(parts, "people alone can tell: attested")
	case !decided:
		parts = append(parts, "attested")
	case o.Mode == model.Either:
		parts = append(parts, "attested where policies leave it unknown")
	}
	if len(unread) > 0 {
		parts = append(parts, "not read yet: "+strings.Join(unread, ", "))
	}
	return strings.Join(parts, "; ")
}
