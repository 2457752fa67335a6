package aws

import (
	"net/http"
	"slices"
	"testing"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

const functionARN = "arn:aws:lambda:us-east-1:111122223333:function:"

// named resources are those of other collectors that name functions, in every way in which they do.
func namingResources() map[string][]*evidence.Resource {
	return map[string][]*evidence.Resource{
		kindAgent: {{ID: agentARN, Config: map[string]any{"customOrchestration": map[string]any{"executor": map[string]any{"lambda": functionARN + "orchestrate"}}},
			Parts: map[string]any{"GetAgentVersion": []any{map[string]any{"promptOverrideConfiguration": map[string]any{"overrideLambda": functionARN + "parse"}}}}}},
		kindActionGroup: {
			{ID: agentARN + "/2/AG1", Config: map[string]any{"actionGroupExecutor": map[string]any{"lambda": functionARN + "pay:live"}}},
			{ID: agentARN + "/DRAFT/AG1", Config: map[string]any{"actionGroupExecutor": map[string]any{"lambda": functionARN + "pay"}}},
			{ID: agentARN + "/DRAFT/AG2", Config: map[string]any{"actionGroupExecutor": map[string]any{"customControl": "RETURN_CONTROL"}}},
		},
		kindGateway: {{ID: gatewayARN, Config: map[string]any{
			"interceptorConfigurations":    []any{map[string]any{"interceptor": map[string]any{"lambda": map[string]any{"arn": functionARN + "intercept"}}}},
			"customTransformConfiguration": map[string]any{"lambda": map[string]any{"arn": functionARN + "gone"}},
		}}},
		kindGatewayTarget: {
			{ID: gatewayARN + "/target/t-1", Config: targetOf(functionARN + "pay")},
			{ID: gatewayARN + "/target/t-2", Config: targetOf("arn:aws:lambda:eu-west-1:111122223333:function:elsewhere")},
			{ID: gatewayARN + "/target/t-3", Config: targetOf("arn:aws:lambda:us-east-1:444455556666:function:foreign")},
		},
	}
}

func targetOf(function string) map[string]any {
	return map[string]any{"targetConfiguration": map[string]any{"mcp": map[string]any{"lambda": map[string]any{"lambdaArn": function}}}}
}

func lambdaAnswers() map[string][]answer {
	answers := map[string][]answer{}
	for _, name := range []string{"orchestrate", "parse", "intercept", "pay"} {
		answers["GET /2015-03-31/functions/"+escaped(functionARN+name)+"/configuration"] = []answer{ok(`{"FunctionName": "` + name + `", "FunctionArn": "` + functionARN + name + `",
			"Role": "arn:aws:iam::111122223333:role/tool", "Runtime": "python3.13", "Environment": {"Variables": {"TABLE": "secret-of-the-tool"}}, "MemberOfTomorrow": 1}`)}
		answers["GET /2021-10-31/functions/"+escaped(functionARN+name)+"/urls"] = []answer{ok(`{"FunctionUrlConfigs": []}`)}
	}
	answers["GET /2015-03-31/functions/"+escaped(functionARN+"pay:live")+"/configuration"] = []answer{ok(`{"FunctionName": "pay", "FunctionArn": "` + functionARN + `pay:live",
		"Role": "arn:aws:iam::111122223333:role/pay-live"}`)}
	answers["GET /2021-10-31/functions/"+escaped(functionARN+"pay")+"/urls"] = []answer{
		ok(`{"FunctionUrlConfigs": [{"FunctionArn": "` + functionARN + `pay", "FunctionUrl": "https://abc.lambda-url.us-east-1.on.aws/", "AuthType": "NONE",
			"CreationTime": "2026-09-01T08:00:00.000000000Z", "LastModifiedTime": "2026-09-01T08:00:00.000000000Z"}], "NextMarker": "more"}`),
		ok(`{"FunctionUrlConfigs": [{"FunctionArn": "` + functionARN + `pay:live", "FunctionUrl": "https://def.lambda-url.us-east-1.on.aws/", "AuthType": "AWS_IAM",
			"CreationTime": "2026-09-01T08:00:00.000000000Z", "LastModifiedTime": "2026-09-01T08:00:00.000000000Z"}]}`)}
	gone := fails(http.StatusNotFound, "ResourceNotFoundException", "Function not found")
	answers["GET /2015-03-31/functions/"+escaped(functionARN+"gone")+"/configuration"] = []answer{gone}
	answers["GET /2021-10-31/functions/"+escaped(functionARN+"gone")+"/urls"] = []answer{gone}
	return answers
}

func TestLambda(t *testing.T) {
	got := newWire(t, lambdaAnswers()).collect(lambdaCollector, namingResources())
	if failed := got.failedReads(); len(failed) != 0 {
		t.Fatalf("failed reads %q", failed)
	}
	configuration := func(name string) string {
		return `"config": {"FunctionName": "` + name + `", "FunctionArn": "` + functionARN + name + `", "Role": "arn:aws:iam::111122223333:role/tool", "Runtime": "python3.13", "MemberOfTomorrow": 1,
			"Environment": {"Variables": {"TABLE": "secret-of-the-tool"}}, "Architectures": [], "FileSystemConfigs": [], "Layers": []}`
	}
	got.wantResources(t, kindFunction, `[
		{"id": "`+functionARN+`intercept", "name": "intercept", "derived": {"named_by": ["`+gatewayARN+`"], "secret_matches": []}, `+configuration("intercept")+`},
		{"id": "`+functionARN+`orchestrate", "name": "orchestrate", "derived": {"named_by": ["`+agentARN+`"], "secret_matches": []}, `+configuration("orchestrate")+`},
		{"id": "`+functionARN+`parse", "name": "parse", "derived": {"named_by": ["`+agentARN+`"], "secret_matches": []}, `+configuration("parse")+`},
		{"id": "`+functionARN+`pay", "name": "pay", "derived": {"named_by": ["`+gatewayARN+`/target/t-1", "`+agentARN+`/DRAFT/AG1"], "secret_matches": []}, `+configuration("pay")+`},
		{"id": "`+functionARN+`pay:live", "name": "pay", "derived": {"named_by": ["`+agentARN+`/2/AG1"], "secret_matches": []}, "config": {"FunctionName": "pay", "FunctionArn": "`+functionARN+`pay:live",
			"Role": "arn:aws:iam::111122223333:role/pay-live", "Architectures": [], "FileSystemConfigs": [], "Layers": []}}]`)
	times := `"CreationTime": "2026-09-01T08:00:00.000000000Z", "LastModifiedTime": "2026-09-01T08:00:00.000000000Z"`
	got.wantResources(t, kindFunctionURL, `[
		{"id": "`+functionARN+`pay", "name": "pay", "config": {"FunctionArn": "`+functionARN+`pay", "FunctionUrl": "https://abc.lambda-url.us-east-1.on.aws/", "AuthType": "NONE", `+times+`}},
		{"id": "`+functionARN+`pay:live", "name": "pay", "config": {"FunctionArn": "`+functionARN+`pay:live", "FunctionUrl": "https://def.lambda-url.us-east-1.on.aws/", "AuthType": "AWS_IAM", `+times+`}}]`)
	if written := redacted(t, lambdaKinds, got); written.has("secret-of-") || !written.has("arn:aws:iam::111122223333:role/tool") {
		t.Errorf("what is written is %s", written)
	}
}

func TestLambdaWhenNothingNamesAFunction(t *testing.T) {
	got := newWire(t, nil).collect(lambdaCollector, nil)
	if failed := got.failedReads(); len(failed) != 0 || len(got.Reads) != 2 {
		t.Errorf("reads %+v", got.Reads)
	}
}

// Whatever keeps the names of functions from being known keeps the functions from being known to be all.
func TestLambdaGaps(t *testing.T) {
	const function, urls = "lambda:GetFunctionConfiguration", "lambda:ListFunctionUrlConfigs"
	payURLs := "GET /2021-10-31/functions/" + escaped(functionARN+"pay") + "/urls"
	for _, tc := range []struct {
		name    string
		answers map[string]answer
		change  func(map[string][]*evidence.Resource)
		want    []string
	}{
		{"a function is refused", map[string]answer{"GET /2015-03-31/functions/" + escaped(functionARN+"parse") + "/configuration": denied(function)}, nil, []string{function + " denied"}},
		{"URLs are refused", map[string]answer{payURLs: denied(urls)}, nil, []string{urls + " denied"}},
		{"an action group was not read", nil, func(seen map[string][]*evidence.Resource) {
			seen[kindActionGroup][2].Missing = []string{"bedrock-agent:GetAgentActionGroup"}
		},
			[]string{function + " skipped", urls + " skipped"}},
		{"tags of an action group were not read", nil, func(seen map[string][]*evidence.Resource) {
			seen[kindAgent][0].Missing = []string{"bedrock-agent:ListTagsForResource"}
		}, nil},
		{"an action group of another region was not read", nil, func(seen map[string][]*evidence.Resource) {
			seen[kindActionGroup][2].ID = "arn:aws:bedrock:eu-west-1:111122223333:agent/AGENT9/DRAFT/AG1"
			seen[kindActionGroup][2].Missing = []string{"bedrock-agent:GetAgentActionGroup"}
		}, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			answers, others := lambdaAnswers(), namingResources()
			for key, a := range tc.answers {
				answers[key] = []answer{a}
			}
			if tc.change != nil {
				tc.change(others)
			}
			if failed := newWire(t, answers).collect(lambdaCollector, others).failedReads(); !slices.Equal(failed, tc.want) {
				t.Errorf("failed reads %q, want %q", failed, tc.want)
			}
		})
	}
}

// Action groups that could not be listed may name functions that nobody has heard of.
func TestLambdaWhenActionGroupsCouldNotBeListed(t *testing.T) {
	w := newWire(t, nil)
	rec := collectors.NewRecorder(lambdaCollector, w.session().Scope, classify, nil)
	rec.Unlisted(kindActionGroup, "bedrock-agent:ListAgentActionGroups: denied")
	lambdaCollector.Collect(t.Context(), w.session(), rec)
	reads, _ := rec.Finish()
	for _, r := range reads {
		if r.Outcome != evidence.Skipped {
			t.Errorf("%s ended in %s", r.Operation, r.Outcome)
		}
	}
	if len(reads) != 2 {
		t.Errorf("%d reads, want 2", len(reads))
	}
}
