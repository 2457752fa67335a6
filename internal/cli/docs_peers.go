package cli

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/aismm/aismm/internal/engine"
	"github.com/aismm/aismm/model/peers"
)

// claimsOf are the checks of other tools that the conditions of policies claim.
func claimsOf(policies []*engine.Policy) []peers.Claim {
	var claims []peers.Claim
	for _, p := range policies {
		for _, c := range p.Conditions {
			for _, check := range c.Covers {
				claims = append(claims, peers.Claim{Check: check, Objective: p.Objective, Policy: p.Path, Condition: c.ID, Provider: p.Provider})
			}
		}
	}
	return claims
}

// readable reports whether a provider that ships can judge a check.
func readable(c peers.Check) bool {
	return slices.ContainsFunc(shippedProviders(), func(p string) bool { return peers.Judges(p, c) })
}

// peersPage says, for every check of other tools that is known, which condition judges the same, or why none does.
func (a *app) peersPage(pages map[string][]byte) error {
	set, err := a.policies()
	if err != nil {
		return err
	}
	list, err := peers.Load()
	if err != nil {
		return err
	}
	rows := list.Join(claimsOf(set.Policies()))
	var b bytes.Buffer
	b.WriteString("# Checks of other tools\n\nWhich of our conditions judges the same fact as a check of another tool, and where none does, why. A condition claims a check only when it judges\njust that fact. `aismm policy covers` answers the same for one check or tool. Checks of providers that are not read yet are counted, not listed.\n")
	b.WriteString("\n| tool | checks | covered | not covered, with a reason | provider not read yet |\n|---|--:|--:|--:|--:|\n")
	for _, tool := range toolsOf(rows) {
		all, covered, reasoned, later := 0, 0, 0, 0
		for _, r := range rows {
			switch {
			case r.Tool() != tool:
				continue
			case len(r.Claims) > 0:
				covered++
			case readable(r.Check):
				reasoned++
			default:
				later++
			}
			all++
		}
		fmt.Fprintf(&b, "| %s | %d | %d | %d | %d |\n", tool, all, covered, reasoned, later)
	}
	for _, tool := range toolsOf(rows) {
		head := "\n## " + tool + "\n\n| check | provider | judged by |\n|---|---|---|\n"
		for _, r := range rows {
			if r.Tool() != tool || !readable(r.Check) {
				continue
			}
			fmt.Fprintf(&b, "%s| `%s` | %s | %s |\n", head, strings.TrimPrefix(r.ID, tool+":"), r.Provider, judgedBy(r))
			head = ""
		}
	}
	pages["other-tools.md"] = b.Bytes()
	return nil
}

func toolsOf(rows []peers.Row) []string {
	var tools []string
	for _, r := range rows {
		tools = append(tools, r.Tool())
	}
	slices.Sort(tools)
	return slices.Compact(tools)
}

// judgedBy names the conditions, or the reason why there is none.
func judgedBy(r peers.Row) string {
	var parts []string
	for _, c := range r.Claims {
		parts = append(parts, fmt.Sprintf("%s `%s` (%s)", c.Objective, c.Condition, c.Provider))
	}
	s := strings.Join(parts, ", ")
	switch {
	case r.Reason == nil:
		return s
	case s == "":
		return "not covered: " + r.Reason.Text
	}
	return s + ": " + r.Reason.Text
}
