package engine

import (
	"testing"

	"github.com/aismm/aismm/internal/evidence"
)

// An organization that was read, and holds no AI resources itself, leaves it to its accounts whether AI is in use; and only their gaps
// make that unknown.
func TestUseOfTheProgramme(t *testing.T) {
	organization := testDocument{Scope: "aws:o-example", Collector: "aws/organizations", Resources: map[string][]*evidence.Resource{"aws_organizations_policy": {}}}
	account := testDocument{Scope: "aws:111122223333/us-east-1", Collector: "aws/bedrock", Resources: map[string][]*evidence.Resource{
		"aws_bedrock_guardrail": {}, "aws_bedrock_agent": {}, "aws_bedrock_usage": {}}}
	used := account
	used.Resources = map[string][]*evidence.Resource{"aws_bedrock_guardrail": {{ID: "g", Config: map[string]any{"status": "READY"}}}, "aws_bedrock_agent": {}, "aws_bedrock_usage": {}}
	refused := account
	refused.Resources = map[string][]*evidence.Resource{"aws_bedrock_guardrail": {}, "aws_bedrock_agent": {}}
	refused.Reads = []evidence.Read{{Operation: "cloudwatch:ListMetrics", Kinds: []string{"aws_bedrock_usage"}, Form: evidence.List, Outcome: evidence.Denied, Permission: "cloudwatch:ListMetrics"}}
	set := loadFiles(t, map[string]string{goodPath: goodPolicy})
	for name, tc := range map[string]struct {
		documents []testDocument
		state     string
		gaps      []string
	}{
		"nobody uses it": {[]testDocument{organization, account}, "no", nil},
		"somebody does":  {[]testDocument{organization, used}, "yes", nil},
		"not told": {[]testDocument{organization, refused}, "unknown",
			[]string{"grant cloudwatch:ListMetrics to arn:aws:sts::111122223333:assumed-role/aismm/scan in aws:111122223333/us-east-1"}},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := set.newRun(t.Context(), writeBundle(t, tc.documents, nil), EvalOptions{})
			if err != nil {
				t.Fatal(err)
			}
			for _, g := range []*group{r.emptyProgramme(), r.estate.groups["aws:o-example"]} {
				got := r.estate.useIn(g, "")
				if got.state != tc.state || len(got.gaps) != len(tc.gaps) {
					t.Fatalf("%s: %+v", g.id, got)
				}
				for i, want := range tc.gaps {
					if got.gaps[i].Settle != want {
						t.Errorf("%s: %q, want %q", g.id, got.gaps[i].Settle, want)
					}
				}
			}
		})
	}
}
