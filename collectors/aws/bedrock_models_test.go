package aws

import (
	"net/http"
	"slices"
	"testing"

	"github.com/aismm/aismm/internal/evidence"
)

const (
	customizationARN = "arn:aws:bedrock:us-east-1:111122223333:model-customization-job/amazon.nova-lite-v1:0/cj1example"
	marketplaceARN   = "arn:aws:sagemaker:us-east-1:111122223333:endpoint/market"
)

func TestBedrockModels(t *testing.T) {
	got := newWire(t, bedrockAnswers()).collect(bedrockCollector, nil)
	delete(got.Resources, kindGuardrail) // one of them has a member of tomorrow
	got.conform(t, bedrockCollector)
	got.wantResources(t, kindFoundationModel, `[{"id": "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0@111122223333", "name": "Nova Lite", "config": {
		"modelArn": "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0", "modelId": "amazon.nova-lite-v1:0", "modelName": "Nova Lite", "providerName": "Amazon",
		"inputModalities": ["TEXT"], "outputModalities": ["TEXT"], "responseStreamingSupported": true, "inferenceTypesSupported": ["ON_DEMAND"], "customizationsSupported": [],
		"modelLifecycle": {"status": "LEGACY", "endOfLifeTime": "2027-03-01T00:00:00Z"}}}]`)
	got.wantResources(t, kindImportedModel, `[{"id": "arn:aws:bedrock:us-east-1:111122223333:imported-model/im1example", "name": "own", "config": {"modelName": "own",
		"modelArn": "arn:aws:bedrock:us-east-1:111122223333:imported-model/im1example", "creationTime": "2026-07-01T08:00:00Z",
		"modelDataSource": {"s3DataSource": {"s3Uri": "s3://example-models/own/"}}}}]`)
	got.wantResources(t, kindCustomizationJob, `[{"id": "`+customizationARN+`", "name": "tickets-2", "config": {"jobArn": "`+customizationARN+`", "jobName": "tickets-2",
		"status": "Completed", "creationTime": "2026-10-01T08:00:00Z", "roleArn": "arn:aws:iam::111122223333:role/tune", "hyperParameters": {"epochCount": "an-example-of-a-value"},
		"trainingDataConfig": {"s3Uri": "s3://example-training/tickets.jsonl"}, "validationMetrics": []}}]`)
	got.wantResources(t, kindInvocationJob, `[{"id": "arn:aws:bedrock:us-east-1:111122223333:model-invocation-job/ij1example", "name": "letters", "config": {"jobName": "letters",
		"jobArn": "arn:aws:bedrock:us-east-1:111122223333:model-invocation-job/ij1example", "modelId": "amazon.nova-lite-v1:0", "roleArn": "arn:aws:iam::111122223333:role/batch",
		"submitTime": "2026-11-01T08:00:00Z", "status": "Completed", "inputDataConfig": {"s3InputDataConfig": {"s3Uri": "s3://example-batch/in/"}},
		"outputDataConfig": {"s3OutputDataConfig": {"s3Uri": "s3://example-batch/out/"}}}}]`)
	got.wantResources(t, kindMarketplaceEndpoint, `[{"id": "`+marketplaceARN+`", "name": "market", "config": {"endpointArn": "`+marketplaceARN+`", "endpointStatus": "InService",
		"modelSourceIdentifier": "arn:aws:sagemaker:us-east-1:aws:hub-content/x/Model/y/1", "status": "REGISTERED", "createdAt": "2026-07-02T08:00:00Z", "updatedAt": "2026-07-02T08:00:00Z",
		"endpointConfig": {"sageMaker": {"initialInstanceCount": 1, "instanceType": "ml.g5.xlarge", "executionRole": "arn:aws:iam::111122223333:role/serve"}}}}]`)
	if redacted(t, bedrockCollector.Kinds, got).has("an-example-of-a-value") {
		t.Error("hyperparameters reach the disk")
	}
}

func TestBedrockSafety(t *testing.T) {
	w := newWire(t, bedrockAnswers())
	got := w.collect(bedrockCollector, nil)
	got.wantResources(t, kindEnforcedGuardrail, `[{"id": "arn:aws:bedrock:us-east-1:111122223333:enforced-guardrail/ec1example", "config": {"configId": "ec1example",
		"guardrailArn": "arn:aws:bedrock:us-east-1:111122223333:guardrail/gr1example", "guardrailId": "gr1example", "guardrailVersion": "1", "owner": "ACCOUNT",
		"modelEnforcement": {"includedModels": ["ALL"], "excludedModels": []}}}]`)
	got.wantResources(t, kindReasoningPolicy, `[{"id": "arn:aws:bedrock:us-east-1:111122223333:automated-reasoning-policy/ar1example", "name": "terms", "config": {
		"policyArn": "arn:aws:bedrock:us-east-1:111122223333:automated-reasoning-policy/ar1example", "policyId": "ar1example", "name": "terms", "version": "DRAFT",
		"createdAt": "2026-07-03T08:00:00Z", "updatedAt": "2026-07-03T08:00:00Z"}}]`)
	got.wantResources(t, kindDataRetention, `[{"id": "aws:111122223333/us-east-1", "config": {"mode": "none", "updatedAt": "2026-07-04T08:00:00Z"}}]`)
	// The raw call leaves the operation in whose name it is sent alone.
	got.wantResources(t, kindInvocationLogging, `[{"id": "aws:111122223333/us-east-1", "config": {"loggingConfig": {
		"cloudWatchConfig": {"logGroupName": "/bedrock/invocations", "roleArn": "arn:aws:iam::111122223333:role/bedrock-logs"},
		"textDataDeliveryEnabled": true, "imageDataDeliveryEnabled": false}}}]`)
	if n := len(w.bodies["GET /logging/modelinvocations"]); n != 1 {
		t.Errorf("the logging configuration was read %d times", n)
	}
}

func TestBedrockDataRetentionThatCannotBeTold(t *testing.T) {
	for name, tc := range map[string]struct {
		answer answer
		want   evidence.Outcome
	}{
		"refused":       {denied("bedrock:GetAccountDataRetention"), evidence.Denied},
		"no mode":       {ok(`{}`), evidence.Failed},
		"no object":     {ok(`"none"`), evidence.Failed},
		"nothing":       {ok(``), evidence.Failed},
		"not there yet": {fails(http.StatusBadRequest, "UnknownOperationException", ""), evidence.Unsupported},
	} {
		t.Run(name, func(t *testing.T) {
			answers := bedrockAnswers()
			answers["GET /data-retention"] = []answer{tc.answer}
			got := newWire(t, answers).collect(bedrockCollector, nil)
			if outcome := got.outcomeOf(t, "bedrock:GetAccountDataRetention"); outcome != tc.want {
				t.Errorf("outcome %s, want %s", outcome, tc.want)
			}
			got.wantResources(t, kindDataRetention, `[]`)
		})
	}
}

// A version that cannot be read must not pass for one that does not exist.
func TestBedrockGuardrailVersionsThatAreRefused(t *testing.T) {
	for _, key := range []string{"GET /guardrails?guardrailIdentifier=gr1example", "GET /guardrails/gr1example?guardrailVersion=1"} {
		answers := bedrockAnswers()
		answers[key] = []answer{denied("bedrock:GetGuardrail")}
		got := newWire(t, answers).collect(bedrockCollector, nil)
		g := got.Resources[kindGuardrail][0]
		if !slices.Equal(g.Missing, []string{"bedrock:GetGuardrail"}) || g.Parts != nil || g.Config["contentPolicy"] == nil {
			t.Errorf("%s: missing %q, parts %v", key, g.Missing, g.Parts)
		}
	}
}
