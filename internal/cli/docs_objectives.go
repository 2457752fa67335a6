package cli

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/aismm/aismm/internal/engine"
)

// pagePath is where the page of a policy belongs below the folder of pages.
func pagePath(p *engine.Policy) string {
	return strings.Join([]string{p.Category, p.Slug, p.Provider}, "/") + ".md"
}

// objectivePages draws the page of every policy that ships, and their index.
func (a *app) objectivePages(pages map[string][]byte) error {
	list, err := a.policyPages(a.ctx, nil, "")
	if err != nil {
		return err
	}
	byObjective := map[string][]string{}
	for _, p := range list {
		pages["objectives/"+p.path] = p.text
		byObjective[p.policy.Objective] = append(byObjective[p.policy.Objective], fmt.Sprintf("[%s](%s)", p.policy.Provider, p.path))
	}
	catalog, err := a.catalog()
	if err != nil {
		return err
	}
	var b bytes.Buffer
	b.WriteString("# Objectives\n\nEvery objective, with a page for each policy that decides it: what it measures and why, what passes and what fails, the evidence and the\npermissions behind it, and what to do.\n")
	for _, c := range catalog.Structure().Categories {
		fmt.Fprintf(&b, "\n## %s %s\n\n%s.\n\n| objective | counts | target | policies |\n|---|---|--:|---|\n", c.ID, c.Name, upperFirst(strings.TrimSuffix(c.Covers, ".")))
		for _, o := range catalog.ByCategory(c.ID) {
			links := strings.Join(byObjective[o.ID.String()], ", ")
			if links == "" {
				links = "attested"
			}
			fmt.Fprintf(&b, "| %s %s | %s | %s | %s |\n", o.ID, o.Title, o.Indicator, o.Target, links)
		}
	}
	pages["objectives/README.md"] = b.Bytes()
	return nil
}
