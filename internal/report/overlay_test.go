package report

import (
	"bytes"
	"strings"
	"testing"
)

// Explanations say whose policy judged, and where it lies.
func TestExplainNamesTheOverlay(t *testing.T) {
	a := sample(t)
	var b bytes.Buffer
	if _, err := Explain(&b, a, ExplainOptions{Objective: "IAM-L2-1", Result: "out/assessment.json"}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"\njudged by  overlay halden-controls\n",
		"\naismm.iam.people_known.aws in aws:444455556666: fail\n  policy of overlay halden-controls: halden-controls/policies/iam/people_known/aws.rego:6, d\n"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("it does not say %q:\n%s", want, b.String())
		}
	}
	b.Reset()
	if _, err := Explain(&b, a, ExplainOptions{Objective: "MON-L2-1", Result: "out/assessment.json"}); err != nil || strings.Contains(b.String(), "overlay") {
		t.Errorf("%v: a policy that ships is said to be an overlay's:\n%s", err, b.String())
	}
}
