package engine

import (
	"context"
	"fmt"
	"testing"
	"time"
)

func TestDbg(t *testing.T) {
	own := memory(map[string]string{
		"app/injection_filter_strict/aws.rego": "# METADATA\n# scope: package\n# title: T\n# custom: {remediation: R}\npackage aismm.app.injection_filter_strict.aws\n\nimport data.aismm.lib.evidence\n" + guardrailSubjects + `met.c contains evidence.at(g, ["id"]) if {
	some g in input.resources.aws_bedrock_guardrail
	not g.config.size > 5
}
`,
		"app/injection_filter_strict/aws_test.rego": "package aismm.app.injection_filter_strict.aws_test\n\nimport data.aismm.app.injection_filter_strict.aws as policy\n" + sizeTests,
	})
	src := []Source{{Name: "embedded", FS: lib(t)}, {Name: "own", FS: own}}
	ctx := context.Background()
	set, _ := Load(ctx, LoadOptions{Sources: src, Kinds: testKinds()})
	tb, _ := newTestBench(ctx, src, testKinds(), set.policies)
	ex, err := tb.examples(ctx, set.policies[0], time.Minute)
	fmt.Println(len(ex), err)
	pr, err := newProof(ctx, set, set.policies[0], time.Minute, ex)
	fmt.Println(err, pr.notes)
	for _, tr := range pr.trials {
		fmt.Println(tr.example, tr.base.subjects, tr.base.open)
		for o, x := range tr.touched {
			fmt.Printf("   %s %q\n", o, fmt.Sprint(x.nodes))
		}
	}
	for _, m := range set.compiler.Modules {
		if isLib(m) { continue }
		fmt.Println(m)
	}
}
