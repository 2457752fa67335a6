package aws

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/aismm/aismm/internal/evidence"
)

// bedrockAnswers is a region with one of each, after the shapes of the Bedrock API reference.
func bedrockAnswers() map[string][]answer {
	return map[string][]answer{
		"GET /logging/modelinvocations": {ok(`{"loggingConfig": {"cloudWatchConfig": {"logGroupName": "/bedrock/invocations", "roleArn": "arn:aws:iam::111122223333:role/bedrock-logs"},
			"textDataDeliveryEnabled": true, "imageDataDeliveryEnabled": false}}`)},
		"GET /guardrails": {ok(`{"guardrails": [{"id": "gr1example", "arn": "arn:aws:bedrock:us-east-1:111122223333:guardrail/gr1example", "status": "READY",
			"name": "front-door", "version": "DRAFT", "createdAt": "2026-03-01T08:00:00Z", "updatedAt": "2026-03-02T08:00:00Z"}], "nextToken": "page2"}`)},
		"GET /guardrails?nextToken=page2": {ok(`{"guardrails": [{"id": "gr2example", "arn": "arn:aws:bedrock:us-east-1:111122223333:guardrail/gr2example", "status": "READY",
			"name": "back-door", "version": "DRAFT", "createdAt": "2026-04-01T08:00:00Z", "updatedAt": "2026-04-02T08:00:00Z"}]}`)},
		"GET /guardrails/arn%3Aaws%3Abedrock%3Aus-east-1%3A111122223333%3Aguardrail%2Fgr1example": {ok(`{"name": "front-door", "guardrailId": "gr1example",
			"guardrailArn": "arn:aws:bedrock:us-east-1:111122223333:guardrail/gr1example", "version": "DRAFT", "status": "READY",
			"createdAt": "2026-03-01T08:00:00Z", "updatedAt": "2026-03-02T08:00:00Z", "blockedInputMessaging": "No.", "blockedOutputsMessaging": "No.",
			"contentPolicy": {"filters": [{"type": "PROMPT_ATTACK", "inputStrength": "HIGH", "outputStrength": "NONE", "inputAction": "BLOCK", "inputEnabled": true}]},
			"memberOfTomorrow": {"mode": "NEW"}}`)},
		"GET /guardrails/arn%3Aaws%3Abedrock%3Aus-east-1%3A111122223333%3Aguardrail%2Fgr2example": {denied("bedrock:GetGuardrail")},
		"GET /guardrails?guardrailIdentifier=gr1example": {ok(`{"guardrails": [
			{"id": "gr1example", "arn": "arn:aws:bedrock:us-east-1:111122223333:guardrail/gr1example", "status": "READY", "name": "front-door", "version": "DRAFT",
			"createdAt": "2026-03-01T08:00:00Z", "updatedAt": "2026-03-02T08:00:00Z"},
			{"id": "gr1example", "arn": "arn:aws:bedrock:us-east-1:111122223333:guardrail/gr1example", "status": "READY", "name": "front-door", "version": "1",
			"createdAt": "2026-03-03T08:00:00Z", "updatedAt": "2026-03-03T08:00:00Z"}]}`)},
		"GET /guardrails/gr1example?guardrailVersion=1": {ok(`{"name": "front-door", "guardrailId": "gr1example", "guardrailArn": "arn:aws:bedrock:us-east-1:111122223333:guardrail/gr1example",
			"version": "1", "status": "READY", "createdAt": "2026-03-03T08:00:00Z", "updatedAt": "2026-03-03T08:00:00Z", "blockedInputMessaging": "No.", "blockedOutputsMessaging": "No."}`)},
		"GET /guardrails?guardrailIdentifier=gr2example": {ok(`{"guardrails": []}`)},
		"GET /custom-models?isOwned=true": {ok(`{"modelSummaries": [{"modelArn": "arn:aws:bedrock:us-east-1:111122223333:custom-model/amazon.nova-lite-v1:0/abc123",
			"modelName": "tickets", "creationTime": "2026-02-01T08:00:00Z", "baseModelArn": "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0",
			"baseModelName": "Nova Lite", "customizationType": "FINE_TUNING"}]}`)},
		"GET /custom-models/arn%3Aaws%3Abedrock%3Aus-east-1%3A111122223333%3Acustom-model%2Famazon.nova-lite-v1%3A0%2Fabc123": {ok(`{"modelName": "tickets",
			"modelArn": "arn:aws:bedrock:us-east-1:111122223333:custom-model/amazon.nova-lite-v1:0/abc123", "creationTime": "2026-02-01T08:00:00Z",
			"hyperParameters": {"epochCount": "2"}, "trainingDataConfig": {"s3Uri": "s3://example-training/tickets.jsonl"}}`)},
		"GET /evaluation-jobs?creationTimeAfter=2025-10-25T12%3A00%3A00Z": {ok(`{"jobSummaries": [{"jobArn": "arn:aws:bedrock:us-east-1:111122223333:evaluation-job/ev1example",
			"jobName": "weekly", "status": "Completed", "creationTime": "2026-11-20T08:00:00Z", "jobType": "Automated", "evaluationTaskTypes": ["Generation"]}]}`)},
		"GET /evaluation-jobs/arn%3Aaws%3Abedrock%3Aus-east-1%3A111122223333%3Aevaluation-job%2Fev1example": {ok(`{"jobName": "weekly", "status": "Completed",
			"jobArn": "arn:aws:bedrock:us-east-1:111122223333:evaluation-job/ev1example", "roleArn": "arn:aws:iam::111122223333:role/evaluate", "jobType": "Automated",
			"creationTime": "2026-11-20T08:00:00Z", "inferenceConfig": {"models": [{"bedrockModel": {"modelIdentifier": "amazon.nova-lite-v1:0"}}]}}`)},
		"GET /inference-profiles?type=SYSTEM_DEFINED": {ok(`{"inferenceProfileSummaries": [{"inferenceProfileName": "US Nova Lite", "inferenceProfileId": "us.amazon.nova-lite-v1:0",
			"inferenceProfileArn": "arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.amazon.nova-lite-v1:0", "status": "ACTIVE", "type": "SYSTEM_DEFINED",
			"models": [{"modelArn": "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0"}]}]}`)},
		"GET /inference-profiles?type=APPLICATION": {ok(`{"inferenceProfileSummaries": [{"inferenceProfileName": "claims", "inferenceProfileId": "ip1example",
			"inferenceProfileArn": "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/ip1example", "status": "ACTIVE", "type": "APPLICATION",
			"createdAt": "2026-05-01T08:00:00Z", "models": []}]}`)},
		"GET /provisioned-model-throughputs": {ok(`{"provisionedModelSummaries": [{"provisionedModelName": "fast", "status": "InService", "modelUnits": 1, "desiredModelUnits": 1,
			"provisionedModelArn": "arn:aws:bedrock:us-east-1:111122223333:provisioned-model/pm1example", "modelArn": "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0",
			"desiredModelArn": "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0", "foundationModelArn": "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0",
			"creationTime": "2026-06-01T08:00:00Z", "lastModifiedTime": "2026-06-01T08:00:00Z"}]}`)},
		"GET /foundation-models": {ok(`{"modelSummaries": [{"modelArn": "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0", "modelId": "amazon.nova-lite-v1:0",
			"modelName": "Nova Lite", "providerName": "Amazon", "inputModalities": ["TEXT"], "outputModalities": ["TEXT"], "responseStreamingSupported": true,
			"inferenceTypesSupported": ["ON_DEMAND"], "modelLifecycle": {"status": "LEGACY", "endOfLifeTime": "2027-03-01T00:00:00Z"}}]}`)},
		"GET /imported-models": {ok(`{"modelSummaries": [{"modelArn": "arn:aws:bedrock:us-east-1:111122223333:imported-model/im1example", "modelName": "own",
			"creationTime": "2026-07-01T08:00:00Z", "modelArchitecture": "llama"}]}`)},
		"GET /imported-models/arn%3Aaws%3Abedrock%3Aus-east-1%3A111122223333%3Aimported-model%2Fim1example": {ok(`{"modelArn": "arn:aws:bedrock:us-east-1:111122223333:imported-model/im1example",
			"modelName": "own", "creationTime": "2026-07-01T08:00:00Z", "modelDataSource": {"s3DataSource": {"s3Uri": "s3://example-models/own/"}}}`)},
		"GET /model-customization-jobs?creationTimeAfter=2026-08-27T12%3A00%3A00Z": {ok(`{"modelCustomizationJobSummaries": [{"jobArn": "` + customizationARN + `", "jobName": "tickets-2",
			"baseModelArn": "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0", "status": "Completed", "creationTime": "2026-10-01T08:00:00Z"}]}`)},
		"GET /model-customization-jobs/" + escaped(customizationARN): {ok(`{"jobArn": "` + customizationARN + `", "jobName": "tickets-2", "status": "Completed",
			"creationTime": "2026-10-01T08:00:00Z", "roleArn": "arn:aws:iam::111122223333:role/tune", "hyperParameters": {"epochCount": "an-example-of-a-value"},
			"trainingDataConfig": {"s3Uri": "s3://example-training/tickets.jsonl"}}`)},
		"GET /model-invocation-jobs?submitTimeAfter=2026-08-27T12%3A00%3A00Z": {ok(`{"invocationJobSummaries": [{"jobArn": "arn:aws:bedrock:us-east-1:111122223333:model-invocation-job/ij1example",
			"jobName": "letters", "modelId": "amazon.nova-lite-v1:0", "roleArn": "arn:aws:iam::111122223333:role/batch", "submitTime": "2026-11-01T08:00:00Z", "status": "Completed",
			"inputDataConfig": {"s3InputDataConfig": {"s3Uri": "s3://example-batch/in/"}}, "outputDataConfig": {"s3OutputDataConfig": {"s3Uri": "s3://example-batch/out/"}}}]}`)},
		"GET /marketplace-model/endpoints": {ok(`{"marketplaceModelEndpoints": [{"endpointArn": "` + marketplaceARN + `", "modelSourceIdentifier": "arn:aws:sagemaker:us-east-1:aws:hub-content/x/Model/y/1",
			"status": "REGISTERED", "createdAt": "2026-07-02T08:00:00Z", "updatedAt": "2026-07-02T08:00:00Z"}]}`)},
		"GET /marketplace-model/endpoints/" + escaped(marketplaceARN): {ok(`{"marketplaceModelEndpoint": {"endpointArn": "` + marketplaceARN + `", "endpointStatus": "InService",
			"modelSourceIdentifier": "arn:aws:sagemaker:us-east-1:aws:hub-content/x/Model/y/1", "status": "REGISTERED", "createdAt": "2026-07-02T08:00:00Z", "updatedAt": "2026-07-02T08:00:00Z",
			"endpointConfig": {"sageMaker": {"initialInstanceCount": 1, "instanceType": "ml.g5.xlarge", "executionRole": "arn:aws:iam::111122223333:role/serve"}}}}`)},
		"GET /enforcedGuardrailsConfiguration": {ok(`{"guardrailsConfig": [{"configId": "ec1example", "guardrailArn": "arn:aws:bedrock:us-east-1:111122223333:guardrail/gr1example",
			"guardrailId": "gr1example", "guardrailVersion": "1", "owner": "ACCOUNT", "modelEnforcement": {"includedModels": ["ALL"], "excludedModels": []}}]}`)},
		"GET /automated-reasoning-policies": {ok(`{"automatedReasoningPolicySummaries": [{"policyArn": "arn:aws:bedrock:us-east-1:111122223333:automated-reasoning-policy/ar1example",
			"policyId": "ar1example", "name": "terms", "version": "DRAFT", "createdAt": "2026-07-03T08:00:00Z", "updatedAt": "2026-07-03T08:00:00Z"}]}`)},
		"GET /data-retention": {ok(`{"mode": "none", "updatedAt": "2026-07-04T08:00:00Z"}`)},
		`POST /listTagsForResource {"resourceARN":"arn:aws:bedrock:us-east-1:111122223333:guardrail/gr1example"}`: {
			ok(`{"tags": [{"key": "owner", "value": "team-a"}, {"key": "ai-system", "value": "claims"}]}`)},
		"POST /listTagsForResource": {ok(`{"tags": []}`)},
	}
}

func TestBedrock(t *testing.T) {
	got := newWire(t, bedrockAnswers()).collect(bedrockCollector, nil)
	if failed, want := got.failedReads(), []string{"bedrock:GetGuardrail denied arn:aws:bedrock:us-east-1:111122223333:guardrail/gr2example"}; !slices.Equal(failed, want) {
		t.Errorf("failed reads %q, want %q", failed, want)
	}
	got.wantResources(t, kindInvocationLogging, `[{"id": "aws:111122223333/us-east-1", "config": {"loggingConfig": {
		"cloudWatchConfig": {"logGroupName": "/bedrock/invocations", "roleArn": "arn:aws:iam::111122223333:role/bedrock-logs"},
		"textDataDeliveryEnabled": true, "imageDataDeliveryEnabled": false}}}]`)
	got.wantResources(t, kindGuardrail, `[
		{"id": "arn:aws:bedrock:us-east-1:111122223333:guardrail/gr1example", "name": "front-door", "tags": {"owner": "team-a", "ai-system": "claims"}, "config": {
			"name": "front-door", "guardrailId": "gr1example", "guardrailArn": "arn:aws:bedrock:us-east-1:111122223333:guardrail/gr1example", "version": "DRAFT",
			"status": "READY", "createdAt": "2026-03-01T08:00:00Z", "updatedAt": "2026-03-02T08:00:00Z", "blockedInputMessaging": "No.", "blockedOutputsMessaging": "No.",
			"failureRecommendations": [], "statusReasons": [],
			"contentPolicy": {"filters": [{"type": "PROMPT_ATTACK", "inputStrength": "HIGH", "outputStrength": "NONE", "inputAction": "BLOCK", "inputEnabled": true,
				"inputModalities": [], "outputModalities": []}]},
			"memberOfTomorrow": {"mode": "NEW"}}, "parts": {
				"ListGuardrails": [{"id": "gr1example", "arn": "arn:aws:bedrock:us-east-1:111122223333:guardrail/gr1example", "status": "READY", "name": "front-door", "version": "1",
			"createdAt": "2026-03-03T08:00:00Z", "updatedAt": "2026-03-03T08:00:00Z"}],
				"GetGuardrail": [{"name": "front-door", "guardrailId": "gr1example", "guardrailArn": "arn:aws:bedrock:us-east-1:111122223333:guardrail/gr1example",
			"version": "1", "status": "READY", "createdAt": "2026-03-03T08:00:00Z", "updatedAt": "2026-03-03T08:00:00Z", "blockedInputMessaging": "No.", "blockedOutputsMessaging": "No.", "failureRecommendations": [], "statusReasons": []}]}},
		{"id": "arn:aws:bedrock:us-east-1:111122223333:guardrail/gr2example", "name": "back-door", "missing": ["bedrock:GetGuardrail"], "parts": {"ListGuardrails": [], "GetGuardrail": []}, "config": {
			"guardrailId": "gr2example", "guardrailArn": "arn:aws:bedrock:us-east-1:111122223333:guardrail/gr2example", "name": "back-door", "version": "DRAFT",
			"status": "READY", "createdAt": "2026-04-01T08:00:00Z", "updatedAt": "2026-04-02T08:00:00Z"}}]`)
	got.wantResources(t, kindCustomModel, `[{"id": "arn:aws:bedrock:us-east-1:111122223333:custom-model/amazon.nova-lite-v1:0/abc123", "name": "tickets", "config": {
		"modelName": "tickets", "modelArn": "arn:aws:bedrock:us-east-1:111122223333:custom-model/amazon.nova-lite-v1:0/abc123", "creationTime": "2026-02-01T08:00:00Z",
		"hyperParameters": {"epochCount": "2"}, "trainingDataConfig": {"s3Uri": "s3://example-training/tickets.jsonl"}, "validationMetrics": []}}]`)
	got.wantResources(t, kindEvaluationJob, `[{"id": "arn:aws:bedrock:us-east-1:111122223333:evaluation-job/ev1example", "name": "weekly", "config": {
		"jobName": "weekly", "status": "Completed", "jobArn": "arn:aws:bedrock:us-east-1:111122223333:evaluation-job/ev1example",
		"roleArn": "arn:aws:iam::111122223333:role/evaluate", "jobType": "Automated", "creationTime": "2026-11-20T08:00:00Z", "failureMessages": [],
		"inferenceConfig": {"models": [{"bedrockModel": {"modelIdentifier": "amazon.nova-lite-v1:0"}}]}}}]`)
	got.wantResources(t, kindInferenceProfile, `[
		{"id": "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/ip1example", "name": "claims", "config": {"inferenceProfileName": "claims",
			"inferenceProfileId": "ip1example", "inferenceProfileArn": "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/ip1example",
			"status": "ACTIVE", "type": "APPLICATION", "createdAt": "2026-05-01T08:00:00Z", "models": []}},
		{"id": "arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.amazon.nova-lite-v1:0", "name": "US Nova Lite", "config": {
			"inferenceProfileName": "US Nova Lite", "inferenceProfileId": "us.amazon.nova-lite-v1:0", "status": "ACTIVE", "type": "SYSTEM_DEFINED",
			"inferenceProfileArn": "arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.amazon.nova-lite-v1:0",
			"models": [{"modelArn": "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0"}]}}]`)
	got.wantResources(t, kindProvisionedThroughput, `[{"id": "arn:aws:bedrock:us-east-1:111122223333:provisioned-model/pm1example", "name": "fast", "config": {
		"provisionedModelName": "fast", "status": "InService", "modelUnits": 1, "desiredModelUnits": 1,
		"provisionedModelArn": "arn:aws:bedrock:us-east-1:111122223333:provisioned-model/pm1example", "modelArn": "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0",
		"desiredModelArn": "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0", "foundationModelArn": "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0",
		"creationTime": "2026-06-01T08:00:00Z", "lastModifiedTime": "2026-06-01T08:00:00Z"}}]`)
}

// Only what can be tagged is asked for its tags: profiles that AWS defines cannot.
func TestBedrockAsksForTagsOfWhatCanBeTagged(t *testing.T) {
	w := newWire(t, bedrockAnswers())
	w.collect(bedrockCollector, nil)
	var asked []string
	for _, key := range slices.Sorted(maps.Keys(w.bodies)) {
		if strings.HasPrefix(key, "POST /listTagsForResource") {
			asked = append(asked, w.bodies[key]...)
		}
	}
	slices.Sort(asked)
	want := []string{
		`{"resourceARN":"arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/ip1example"}`,
		`{"resourceARN":"arn:aws:bedrock:us-east-1:111122223333:automated-reasoning-policy/ar1example"}`,
		`{"resourceARN":"arn:aws:bedrock:us-east-1:111122223333:custom-model/amazon.nova-lite-v1:0/abc123"}`,
		`{"resourceARN":"arn:aws:bedrock:us-east-1:111122223333:guardrail/gr1example"}`,
		`{"resourceARN":"arn:aws:bedrock:us-east-1:111122223333:guardrail/gr2example"}`,
		`{"resourceARN":"arn:aws:bedrock:us-east-1:111122223333:imported-model/im1example"}`,
		`{"resourceARN":"arn:aws:bedrock:us-east-1:111122223333:provisioned-model/pm1example"}`,
	}
	if !slices.Equal(asked, want) {
		t.Errorf("asked for tags %q, want %q", asked, want)
	}
}

func TestBedrockWithoutLogging(t *testing.T) {
	answers := bedrockAnswers()
	answers["GET /logging/modelinvocations"] = []answer{ok(`{}`)}
	newWire(t, answers).collect(bedrockCollector, nil).wantResources(t, kindInvocationLogging, `[{"id": "aws:111122223333/us-east-1", "config": {}}]`)
}

// Every way in which a list can fail is a gap, except the one that proves that the service is not there.
func TestBedrockListsThatFail(t *testing.T) {
	for _, tc := range []struct {
		name    string
		answers []answer
		want    evidence.Outcome
	}{
		{"denied", []answer{denied("bedrock:ListGuardrails")}, evidence.Denied},
		{"throttled for good", []answer{fails(http.StatusTooManyRequests, "ThrottlingException", "Too many requests")}, evidence.Throttled},
		{"expired", []answer{fails(http.StatusForbidden, "ExpiredTokenException", "The security token included in the request is expired")}, evidence.Failed},
		{"HTML", []answer{{status: http.StatusOK, header: map[string]string{"Content-Type": "text/html"}, body: "<html>Sign in</html>"}}, evidence.Failed},
		{"half a reply", []answer{ok(`{"guardrails": [{"id": "gr1ex`)}, evidence.Failed},
		{"server error", []answer{fails(http.StatusInternalServerError, "InternalServerException", "try again")}, evidence.Failed},
		{"a thing without an id", []answer{ok(`{"guardrails": [{"name": "nameless"}]}`)}, evidence.Failed},
		{"region without the service", []answer{fails(http.StatusBadRequest, "ValidationException", "This operation is not supported in this region")}, evidence.Unsupported},
		{"throttled once", []answer{fails(http.StatusTooManyRequests, "ThrottlingException", "Too many requests"), ok(`{"guardrails": []}`)}, evidence.OK},
	} {
		t.Run(tc.name, func(t *testing.T) {
			answers := bedrockAnswers()
			answers["GET /guardrails"] = tc.answers
			got := newWire(t, answers).collect(bedrockCollector, nil)
			if outcome := got.outcomeOf(t, "bedrock:ListGuardrails"); outcome != tc.want {
				t.Errorf("outcome %s, want %s: %v", outcome, tc.want, got.Reads)
			}
			got.wantResources(t, kindGuardrail, `[]`)
			if outcome := got.outcomeOf(t, "bedrock:ListCustomModels"); outcome != evidence.OK {
				t.Errorf("another list ended in %s", outcome)
			}
		})
	}
}

// A list that breaks off keeps what it gave, and says that it is not whole.
func TestBedrockSecondPageFails(t *testing.T) {
	answers := bedrockAnswers()
	answers["GET /guardrails?nextToken=page2"] = []answer{denied("bedrock:ListGuardrails")}
	got := newWire(t, answers).collect(bedrockCollector, nil)
	if outcome := got.outcomeOf(t, "bedrock:ListGuardrails"); outcome != evidence.Denied {
		t.Errorf("outcome %s", outcome)
	}
	if n := len(got.Resources[kindGuardrail]); n != 1 {
		t.Errorf("%d guardrails, want the one of the first page", n)
	}
}
