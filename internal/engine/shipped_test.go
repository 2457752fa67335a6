package engine_test

import (
	"context"
	"strings"
	"testing"

	"github.com/aismm/aismm/collectors"
	_ "github.com/aismm/aismm/collectors/all"
	"github.com/aismm/aismm/internal/engine"
	"github.com/aismm/aismm/policies"
)

// The policies that ship, with the kinds that ship: every field that they read is one that a collector gives, and so is every field that their
// tests give them.
func TestWhatShips(t *testing.T) {
	sources := []engine.Source{{Name: "policies", FS: policies.FS()}}
	set, err := engine.Load(context.Background(), engine.LoadOptions{Sources: sources, Kinds: collectors.Kinds(), Strict: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range set.Problems() {
		t.Error(p)
	}
	report, err := engine.Test(context.Background(), engine.TestOptions{Sources: sources, Kinds: collectors.Kinds()})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range report.Problems {
		t.Error(p)
	}
}

// unsought are the AI resources that ORG-L3-2 does not judge one by one, and why.
var unsought = map[string]string{
	"aws_bedrock_automated_reasoning_policy": "checks the answers of guardrails, and runs nothing itself",
	"aws_bedrock_guardrail":                  "protects calls of models that are judged themselves; several systems share one",
	"aws_bedrock_prompt":                     "is a text, until an agent, a flow or a caller uses it",
	"aws_sagemaker_app_image_config":         "is a setting of a domain, which is judged",
	"aws_sagemaker_automl_job":               "is over when it is done: jobs say something about their account, which is judged",
	"aws_sagemaker_image":                    "is what notebooks of a domain start from, which is judged",
	"aws_sagemaker_training_job":             "is over when it is done: jobs say something about their account, which is judged",
	"aws_sagemaker_transform_job":            "is over when it is done: jobs say something about their account, which is judged",
	"aws_sagemaker_tuning_job":               "is over when it is done: jobs say something about their account, which is judged",
}

// Every kind of AI resource is sought in the register, or somebody has said why not: shadow AI of a kind that was forgotten stays in the dark.
func TestEveryAIResourceIsSoughtInTheRegister(t *testing.T) {
	sources := []engine.Source{{Name: "policies", FS: policies.FS()}}
	set, err := engine.Load(context.Background(), engine.LoadOptions{Sources: sources, Kinds: collectors.Kinds()})
	if err != nil {
		t.Fatal(err)
	}
	judged, read := map[string]bool{}, map[string]bool{}
	for _, p := range set.Policies() {
		if p.Category != "org" || p.Slug != "no_unregistered_ai_resources" {
			continue
		}
		for _, kind := range p.Judged {
			judged[kind] = true
		}
		for _, kind := range p.Kinds {
			read[kind] = true
		}
	}
	if len(judged) == 0 {
		t.Fatal("no policy of ORG-L3-2 ships")
	}
	resources := map[string]bool{}
	for _, k := range collectors.Kinds() {
		if !k.Inventory {
			continue
		}
		resources[k.Name] = true
		reason, excused := unsought[k.Name]
		switch {
		case judged[k.Name] && excused:
			t.Errorf("%s is judged by ORG-L3-2 and needs no excuse any more", k.Name)
		case judged[k.Name] && !read[k.Name]:
			t.Errorf("ORG-L3-2 says that it judges %s, and does not read it", k.Name)
		case !judged[k.Name] && !excused:
			t.Errorf("%s is an AI resource that ORG-L3-2 does not judge: add it to policies/lib/found.rego, or say here why not", k.Name)
		case excused && reason == "":
			t.Errorf("%s is left out without a reason", k.Name)
		case strings.HasSuffix(k.Name, "_job") && !read[k.Name]:
			t.Errorf("%s says nothing about its account: ORG-L3-2 does not read it", k.Name)
		}
	}
	for kind := range unsought {
		if !resources[kind] {
			t.Errorf("%s is left out of ORG-L3-2, and is no AI resource that a collector gives", kind)
		}
	}
}

// BenchmarkLoad parses, checks and compiles what ships: what every command that judges does first.
func BenchmarkLoad(b *testing.B) {
	sources := []engine.Source{{Name: "policies", FS: policies.FS()}}
	for b.Loop() {
		if _, err := engine.Load(context.Background(), engine.LoadOptions{Sources: sources, Kinds: collectors.Kinds()}); err != nil {
			b.Fatal(err)
		}
	}
}
