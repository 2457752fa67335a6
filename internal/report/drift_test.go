package report

import (
	"strings"
	"testing"

	"github.com/aismm/aismm/internal/assess"
	"github.com/aismm/aismm/internal/evidence"
)

// Drift is told by every form, and changes nothing else that they say.
func TestDriftIsShown(t *testing.T) {
	without := render(t, sample(t))
	a := sample(t)
	a.Ledger.Drift = []evidence.Drift{
		{Kind: "aws_bedrock_guardrail", Field: "config.contentPolicy.tier", Change: evidence.DriftAdded, Count: 2, Example: "gr-1"},
		{Kind: "aws_bedrock_guardrail", Field: "config.status", Change: evidence.DriftMissing, Count: 1, Example: "gr-<2>"},
	}
	with := render(t, a)
	for form, want := range map[string][]string{
		"terminal": {"Drift of the providers' APIs: 2 fields", "aws_bedrock_guardrail config.contentPolicy.tier is new in 2 resources, such as gr-1", "aws_bedrock_guardrail config.status is missing in 1 resource, such as gr-<2>"},
		"html":     {"<h3>Drift of the providers’ APIs</h3>", "<tr><td>aws_bedrock_guardrail</td><td class=\"mono\">config.status</td><td>missing</td><td>1</td><td class=\"mono\">gr-&lt;2&gt;</td></tr>"},
		"json":     {`"field": "config.contentPolicy.tier"`, `"change": "missing"`},
	} {
		for _, w := range want {
			if !strings.Contains(plain(with[form]), w) && !strings.Contains(with[form], w) {
				t.Errorf("%s does not say %q", form, w)
			}
		}
		if strings.Contains(without[form], "Drift of the providers") {
			t.Errorf("%s speaks of drift where there is none", form)
		}
	}
	for _, form := range []string{"score", "plan"} {
		if with[form] != without[form] {
			t.Errorf("drift changes the %s", form)
		}
	}
	if summary := func(a *assess.Assessment) string { return strings.Join(a.Summarize(0).Incomplete, "\n") }; summary(a) != summary(sample(t)) {
		t.Error("drift makes the assessment incomplete")
	}
}
