package aws

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/aismm/aismm/internal/evidence"
)

const ossTarget = "OpenSearchServerless."

// Replies follow the response syntax of the operations in the OpenSearch Serverless API reference.
func TestOpenSearchServerless(t *testing.T) {
	got := newWire(t, map[string][]answer{
		ossTarget + "ListCollections": {ok(`{"collectionSummaries": [{"arn": "arn:aws:aoss:us-east-1:111122223333:collection/c1", "id": "c1", "name": "terms", "status": "ACTIVE"},
			{"arn": "arn:aws:aoss:us-east-1:111122223333:collection/c2", "id": "c2", "name": "gone", "status": "DELETING"}]}`)},
		ossTarget + `BatchGetCollection {"ids":["c1","c2"]}`: {ok(`{"collectionDetails": [{"arn": "arn:aws:aoss:us-east-1:111122223333:collection/c1", "id": "c1", "name": "terms", "status": "ACTIVE", "type": "VECTORSEARCH",
			"kmsKeyArn": "k", "createdDate": 1700000000000}], "collectionErrorDetails": [{"id": "c2", "errorCode": "NOT_FOUND"}]}`)},
		ossTarget + "ListTagsForResource":                                   {ok(`{"tags": [{"key": "ai-system", "value": "s"}]}`)},
		ossTarget + `ListSecurityPolicies {"type":"encryption"}`:            {ok(`{"securityPolicySummaries": [{"name": "keys", "type": "encryption", "policyVersion": "v1"}]}`)},
		ossTarget + `ListSecurityPolicies {"type":"network"}`:               {ok(`{"securityPolicySummaries": [{"name": "private", "type": "network"}, {"name": "hidden", "type": "network"}]}`)},
		ossTarget + `GetSecurityPolicy {"name":"keys","type":"encryption"}`: {ok(`{"securityPolicyDetail": {"name": "keys", "type": "encryption", "policy": {"Rules": [{"ResourceType": "collection", "Resource": ["collection/terms"]}], "AWSOwnedKey": false, "KmsARN": "k"}}}`)},
		ossTarget + `GetSecurityPolicy {"name":"private","type":"network"}`: {ok(`{"securityPolicyDetail": {"name": "private", "type": "network", "policy": [{"Rules": [{"ResourceType": "collection", "Resource": ["collection/terms"]}], "AllowFromPublic": false, "SourceServices": ["bedrock.amazonaws.com"]}]}}`)},
		ossTarget + `GetSecurityPolicy {"name":"hidden","type":"network"}`:  {denied("aoss:GetSecurityPolicy")},
		ossTarget + `ListAccessPolicies {"type":"data"}`:                    {ok(`{"accessPolicySummaries": [{"name": "app", "type": "data"}]}`)},
		ossTarget + `GetAccessPolicy {"name":"app","type":"data"}`:          {ok(`{"accessPolicyDetail": {"name": "app", "type": "data", "policy": [{"Rules": [{"ResourceType": "index", "Resource": ["index/terms/*"], "Permission": ["aoss:ReadDocument"]}], "Principal": ["arn:aws:iam::111122223333:role/kb"]}]}}`)},
		ossTarget + `ListSecurityConfigs {"type":"saml"}`:                   {ok(`{"securityConfigSummaries": [{"id": "saml/111122223333/okta", "type": "saml"}]}`)},
		ossTarget + `GetSecurityConfig {"id":"saml/111122223333/okta"}`:     {ok(`{"securityConfigDetail": {"id": "saml/111122223333/okta", "type": "saml", "samlOptions": {"metadata": "<secret-metadata/>", "sessionTimeout": 60}}}`)},
	}).collect(opensearchServerlessCollector, nil)
	got.wantResources(t, kindCollection, `[
		{"id": "arn:aws:aoss:us-east-1:111122223333:collection/c1", "name": "terms", "tags": {"ai-system": "s"},
		 "config": {"arn": "arn:aws:aoss:us-east-1:111122223333:collection/c1", "id": "c1", "name": "terms", "status": "ACTIVE", "type": "VECTORSEARCH", "kmsKeyArn": "k", "createdDate": 1700000000000}},
		{"id": "arn:aws:aoss:us-east-1:111122223333:collection/c2", "name": "gone", "tags": {"ai-system": "s"}, "missing": ["aoss:BatchGetCollection"],
		 "config": {"arn": "arn:aws:aoss:us-east-1:111122223333:collection/c2", "id": "c2", "name": "gone", "status": "DELETING"}}]`)
	byID := map[string]*evidence.Resource{}
	for _, res := range got.Resources[kindSearchPolicy] {
		byID[res.ID] = res
	}
	wantJSON(t, "policies", `{
		"111122223333/us-east-1/data/app": {"id": "111122223333/us-east-1/data/app", "name": "app", "config": {"name": "app", "type": "data",
			"policy": [{"Rules": [{"ResourceType": "index", "Resource": ["index/terms/*"], "Permission": ["aoss:ReadDocument"]}], "Principal": ["arn:aws:iam::111122223333:role/kb"]}]}},
		"111122223333/us-east-1/encryption/keys": {"id": "111122223333/us-east-1/encryption/keys", "name": "keys", "config": {"name": "keys", "type": "encryption",
			"policy": {"Rules": [{"ResourceType": "collection", "Resource": ["collection/terms"]}], "AWSOwnedKey": false, "KmsARN": "k"}}},
		"111122223333/us-east-1/network/hidden": {"id": "111122223333/us-east-1/network/hidden", "name": "hidden", "config": {"name": "hidden", "type": "network"}, "missing": ["aoss:GetSecurityPolicy"]},
		"111122223333/us-east-1/network/private": {"id": "111122223333/us-east-1/network/private", "name": "private", "config": {"name": "private", "type": "network",
			"policy": [{"Rules": [{"ResourceType": "collection", "Resource": ["collection/terms"]}], "AllowFromPublic": false, "SourceServices": ["bedrock.amazonaws.com"]}]}}}`, byID)
	got.wantResources(t, kindSecurityConfig, `[{"id": "us-east-1/saml/111122223333/okta", "name": "saml/111122223333/okta",
		"config": {"id": "saml/111122223333/okta", "type": "saml", "samlOptions": {"metadata": "<secret-metadata/>", "sessionTimeout": 60}}}]`)
	wantJSON(t, "failed reads", `["aoss:BatchGetCollection error arn:aws:aoss:us-east-1:111122223333:collection/c2", "aoss:GetSecurityPolicy denied 111122223333/us-east-1/network/hidden"]`, got.failedReads())
	got.conform(t, opensearchServerlessCollector)
	if written := redacted(t, opensearchServerlessKinds, got); written.has("secret-") || !written.has("sessionTimeout") {
		t.Errorf("written: %s", written)
	}
}

func macieBuckets() map[string][]*evidence.Resource {
	return map[string][]*evidence.Resource{kindBucket: {
		{ID: "arn:aws:s3:::terms", Name: "terms", Derived: map[string]any{"region": "us-east-1"}},
		{ID: "arn:aws:s3:::elsewhere", Name: "elsewhere", Derived: map[string]any{"region": "eu-central-1"}},
		{ID: "arn:aws:s3:::claims", Name: "claims", Derived: map[string]any{}},
	}}
}

// Replies follow the response syntax of the operations in the Amazon Macie API reference. Only the region's buckets are asked for.
func TestMacie(t *testing.T) {
	w := newWire(t, map[string][]answer{
		"GET /macie":                             {ok(`{"status": "ENABLED", "createdAt": "2025-01-01T00:00:00Z", "findingPublishingFrequency": "FIFTEEN_MINUTES"}`)},
		"GET /automated-discovery/configuration": {ok(`{"status": "ENABLED", "firstEnabledAt": "2025-01-02T00:00:00Z"}`)},
		"GET /administrator":                     {ok(`{"administrator": {"accountId": "444455556666", "relationshipStatus": "Enabled"}}`)},
		`POST /datasources/s3 {"criteria":{"bucketName":{"eq":["claims","terms"]}}}`: {ok(`{"buckets": [{"bucketArn": "arn:aws:s3:::terms", "bucketName": "terms", "automatedDiscoveryMonitoringStatus": "MONITORED",
			"lastAutomatedDiscoveryTime": "2026-11-20T00:00:00Z", "jobDetails": {"isDefinedInJob": "TRUE", "lastJobId": "j1", "lastJobRunTime": "2026-11-01T00:00:00Z"}}]}`)},
		"POST /jobs/list {}": {ok(`{"items": [{"jobId": "j1", "jobStatus": "IDLE", "jobType": "SCHEDULED", "name": "weekly", "bucketDefinitions": [{"accountId": "111122223333", "buckets": ["terms"]}]}]}`)},
		"POST /findings": {
			ok(`{"findingIds": ["f1"]}`)},
		`POST /findings/describe {"findingIds":["f1"]}`: {ok(`{"findings": [{"id": "f1", "type": "SensitiveData:S3Object/Credentials", "archived": false, "severity": {"description": "High", "score": 3},
			"resourcesAffected": {"s3Bucket": {"name": "claims", "arn": "arn:aws:s3:::claims"}, "s3Object": {"key": "secret-key.csv"}}}]}`)},
	})
	got := w.collect(macieCollector, macieBuckets())
	wantJSON(t, "what findings are asked for", `{"findingCriteria": {"criterion": {"archived": {"eq": ["false"]}, "severity.description": {"eq": ["High"]}, "resourcesAffected.s3Bucket.name": {"eq": ["claims", "terms"]}}},
		"maxResults": 50}`, json.RawMessage(w.bodies["POST /findings"][0]))
	got.wantResources(t, kindMacieSession, `[{"id": "aws:111122223333/us-east-1", "config": {"status": "ENABLED", "createdAt": "2025-01-01T00:00:00Z", "findingPublishingFrequency": "FIFTEEN_MINUTES"},
		"parts": {"GetAutomatedDiscoveryConfiguration": {"status": "ENABLED", "firstEnabledAt": "2025-01-02T00:00:00Z"},
			"GetAdministratorAccount": {"administrator": {"accountId": "444455556666", "relationshipStatus": "Enabled"}}}}]`)
	got.wantResources(t, kindMacieBucket, `[{"id": "arn:aws:s3:::terms@111122223333", "name": "terms", "config": {"bucketArn": "arn:aws:s3:::terms", "bucketName": "terms",
		"automatedDiscoveryMonitoringStatus": "MONITORED", "lastAutomatedDiscoveryTime": "2026-11-20T00:00:00Z", "tags": [],
		"jobDetails": {"isDefinedInJob": "TRUE", "lastJobId": "j1", "lastJobRunTime": "2026-11-01T00:00:00Z"}}}]`)
	got.wantResources(t, kindMacieJob, `[{"id": "arn:aws:macie2:us-east-1:111122223333:classification-job/j1", "name": "weekly", "config": {"jobId": "j1", "jobStatus": "IDLE", "jobType": "SCHEDULED", "name": "weekly",
		"bucketDefinitions": [{"accountId": "111122223333", "buckets": ["terms"]}]}}]`)
	got.wantResources(t, kindMacieFinding, `[{"id": "f1", "name": "SensitiveData:S3Object/Credentials", "config": {"id": "f1", "type": "SensitiveData:S3Object/Credentials", "archived": false,
		"severity": {"description": "High", "score": 3}, "resourcesAffected": {"s3Bucket": {"name": "claims", "arn": "arn:aws:s3:::claims", "tags": []}, "s3Object": {"key": "secret-key.csv", "tags": []}}}}]`)
	wantJSON(t, "failed reads", `null`, got.failedReads())
	got.conform(t, macieCollector)
	if written := redacted(t, macieKinds, got); written.has("secret-") || !written.has("arn:aws:s3:::claims") {
		t.Errorf("written: %s", written)
	}
}

// The code that says that Macie is off also says that a permission is missing.
func TestMacieOff(t *testing.T) {
	got := newWire(t, map[string][]answer{"GET /macie": {fails(http.StatusForbidden, "AccessDeniedException", "Macie is not enabled.")}}).collect(macieCollector, macieBuckets())
	wantJSON(t, "failed reads", `null`, got.failedReads())
	for _, kind := range macieKinds {
		got.wantResources(t, kind.Name, `[]`)
	}
	got = newWire(t, map[string][]answer{"GET /macie": {denied("macie2:GetMacieSession")}}).collect(macieCollector, macieBuckets())
	for _, operation := range []string{"macie2:GetMacieSession", "macie2:DescribeBuckets", "macie2:ListClassificationJobs", "macie2:ListFindings", "macie2:GetFindings"} {
		if o := got.outcomeOf(t, operation); !o.Gap() {
			t.Errorf("%s is %s, although nobody knows whether Macie is on", operation, o)
		}
	}
}

// Without buckets of the region, nobody is asked about any.
func TestMacieWithoutBuckets(t *testing.T) {
	got := newWire(t, map[string][]answer{
		"GET /macie": {ok(`{"status": "ENABLED"}`)}, "GET /automated-discovery/configuration": {denied("macie2:GetAutomatedDiscoveryConfiguration")}, "POST /jobs/list": {ok(`{"items": []}`)},
		"GET /administrator": {fails(http.StatusNotFound, "ResourceNotFoundException", "none")},
	}).collect(macieCollector, nil)
	got.wantResources(t, kindMacieSession, `[{"id": "aws:111122223333/us-east-1", "config": {"status": "ENABLED"}, "parts": {"GetAdministratorAccount": {}},
		"missing": ["macie2:GetAutomatedDiscoveryConfiguration"]}]`)
	wantJSON(t, "failed reads", `["macie2:GetAutomatedDiscoveryConfiguration denied aws:111122223333/us-east-1"]`, got.failedReads())
	for _, kind := range []string{kindMacieBucket, kindMacieJob, kindMacieFinding} {
		got.wantResources(t, kind, `[]`)
	}
}

// Replies follow the response syntax of the operations in the EventBridge Scheduler API reference.
func TestScheduler(t *testing.T) {
	const ingestion = `{"Arn": "arn:aws:scheduler:us-east-1:111122223333:schedule/kb/sync", "Name": "sync", "GroupName": "kb", "State": "ENABLED", "Target": {"Arn": "arn:aws:scheduler:::aws-sdk:bedrockagent:startIngestionJob"}}`
	got := newWire(t, map[string][]answer{
		"GET /schedules": {ok(`{"Schedules": [` + ingestion + `,
			{"Arn": "arn:aws:scheduler:us-east-1:111122223333:schedule/default/mail", "Name": "mail", "GroupName": "default", "State": "ENABLED", "Target": {"Arn": "arn:aws:scheduler:::aws-sdk:ses:sendEmail"}},
			{"Arn": "arn:aws:scheduler:us-east-1:111122223333:schedule/default/f", "Name": "f", "GroupName": "default", "State": "DISABLED", "Target": {"Arn": "arn:aws:lambda:us-east-1:111122223333:function:f"}}]}`)},
		"GET /schedules/sync?groupName=kb": {ok(`{"Arn": "arn:aws:scheduler:us-east-1:111122223333:schedule/kb/sync", "Name": "sync", "GroupName": "kb", "State": "ENABLED", "ScheduleExpression": "rate(1 day)",
			"Target": {"Arn": "arn:aws:scheduler:::aws-sdk:bedrockagent:startIngestionJob", "RoleArn": "arn:r", "Input": "{\"KnowledgeBaseId\": \"KB1\", \"dataSourceId\": \"DS1\", \"Description\": \"secret-word\"}"}}`)},
		"GET /schedules/f?groupName=default": {denied("scheduler:GetSchedule")},
	}).collect(schedulerCollector, nil)
	got.wantResources(t, kindSchedule, `[
		{"id": "arn:aws:scheduler:us-east-1:111122223333:schedule/default/f", "name": "f", "missing": ["scheduler:GetSchedule"],
		 "config": {"Arn": "arn:aws:scheduler:us-east-1:111122223333:schedule/default/f", "Name": "f", "GroupName": "default", "State": "DISABLED", "Target": {"Arn": "arn:aws:lambda:us-east-1:111122223333:function:f"}}},
		{"id": "arn:aws:scheduler:us-east-1:111122223333:schedule/kb/sync", "name": "sync", "derived": {"knowledge_base_id": "KB1", "data_source_id": "DS1"},
		 "config": {"Arn": "arn:aws:scheduler:us-east-1:111122223333:schedule/kb/sync", "Name": "sync", "GroupName": "kb", "State": "ENABLED", "ScheduleExpression": "rate(1 day)",
			"Target": {"Arn": "arn:aws:scheduler:::aws-sdk:bedrockagent:startIngestionJob", "RoleArn": "arn:r", "Input": "{\"KnowledgeBaseId\": \"KB1\", \"dataSourceId\": \"DS1\", \"Description\": \"secret-word\"}"}}}]`)
	wantJSON(t, "failed reads", `["scheduler:GetSchedule denied arn:aws:scheduler:us-east-1:111122223333:schedule/default/f"]`, got.failedReads())
	got.conform(t, schedulerCollector)
	if written := redacted(t, schedulerKinds, got); written.has("secret-") || !written.has("DS1") {
		t.Errorf("written: %s", written)
	}
}

func TestNoteIngestion(t *testing.T) {
	for name, tc := range map[string]struct{ input, want string }{
		"as the guide writes it": {`{"KnowledgeBaseId": "K", "DataSourceId": "D"}`, `{"knowledge_base_id": "K", "data_source_id": "D"}`},
		"as the API writes it":   {`{"knowledgeBaseId": "K", "dataSourceId": "D"}`, `{"knowledge_base_id": "K", "data_source_id": "D"}`},
		"half":                   {`{"KnowledgeBaseId": "K"}`, `{"knowledge_base_id": "K"}`},
		"not JSON":               {`K, D`, `{}`},
		"a list":                 {`["K"]`, `{}`},
	} {
		derived := map[string]any{}
		noteIngestion(derived, tc.input)
		wantJSON(t, name, tc.want, derived)
	}
}

const organizationsTarget = "AWSOrganizationsV20161128."

// Replies follow the response syntax of the operations in the AWS Organizations API reference.
func TestAttachedOptOutPolicies(t *testing.T) {
	got := newWire(t, map[string][]answer{
		organizationsTarget + `ListPolicies {"Filter":"AISERVICES_OPT_OUT_POLICY"}`: {ok(`{"Policies": [{"Id": "p-1", "Arn": "arn:p-1", "Name": "out", "Type": "AISERVICES_OPT_OUT_POLICY", "AwsManaged": false}]}`)},
		organizationsTarget + `DescribePolicy {"PolicyId":"p-1"}`: {ok(`{"Policy": {"PolicySummary": {"Id": "p-1", "Arn": "arn:p-1", "Name": "out", "Type": "AISERVICES_OPT_OUT_POLICY", "AwsManaged": false},
			"Content": "{\"services\":{\"default\":{\"opt_out_policy\":{\"@@assign\":\"optOut\",\"@@operators_allowed_for_child_policies\":[\"@@none\"]}}}}"}}`)},
		organizationsTarget + `ListTargetsForPolicy {"PolicyId":"p-1"}`: {ok(`{"Targets": [{"TargetId": "r-1", "Name": "Root", "Type": "ROOT"}]}`)},
	}).collect(optOutCollector, nil)
	got.wantResources(t, kindOptOutPolicy, `[{"id": "arn:p-1", "name": "out",
		"config": {"PolicySummary": {"Id": "p-1", "Arn": "arn:p-1", "Name": "out", "Type": "AISERVICES_OPT_OUT_POLICY", "AwsManaged": false},
			"Content": {"services": {"default": {"opt_out_policy": {"@@assign": "optOut", "@@operators_allowed_for_child_policies": ["@@none"]}}}}},
		"parts": {"ListTargetsForPolicy": {"Targets": [{"TargetId": "r-1", "Name": "Root", "Type": "ROOT"}]}}}]`)
	wantJSON(t, "failed reads", `null`, got.failedReads())
	got.conform(t, optOutCollector)
}

func TestEffectiveOptOutPolicy(t *testing.T) {
	const call = organizationsTarget + `DescribeEffectivePolicy {"PolicyType":"AISERVICES_OPT_OUT_POLICY"}`
	got := newWire(t, map[string][]answer{call: {ok(`{"EffectivePolicy": {"PolicyType": "AISERVICES_OPT_OUT_POLICY", "TargetId": "111122223333", "LastUpdatedTimestamp": 1700000000,
		"PolicyContent": "{\"services\":{\"default\":{\"opt_out_policy\":\"optOut\"}}}"}}`)}}).collect(effectiveOptOutCollector, nil)
	got.wantResources(t, kindEffectiveOptOutPolicy, `[{"id": "aws:111122223333/us-east-1", "config": {"PolicyType": "AISERVICES_OPT_OUT_POLICY", "TargetId": "111122223333",
		"LastUpdatedTimestamp": "2023-11-14T22:13:20Z", "PolicyContent": {"services": {"default": {"opt_out_policy": "optOut"}}}}}]`)
	got.conform(t, effectiveOptOutCollector)
	for name, tc := range map[string]struct {
		answer  answer
		outcome evidence.Outcome
	}{
		"no policy":       {fails(http.StatusBadRequest, "EffectivePolicyNotFoundException", "none"), evidence.OK},
		"no organization": {fails(http.StatusBadRequest, "AWSOrganizationsNotInUseException", "none"), evidence.Unsupported},
		"refused":         {denied("organizations:DescribeEffectivePolicy"), evidence.Denied},
		"no content":      {ok(`{}`), evidence.Failed},
		"not JSON":        {ok(`{"EffectivePolicy": {"PolicyContent": "{"}}`), evidence.Failed},
	} {
		got := newWire(t, map[string][]answer{call: {tc.answer}}).collect(effectiveOptOutCollector, nil)
		if o := got.outcomeOf(t, "organizations:DescribeEffectivePolicy"); o != tc.outcome {
			t.Errorf("%s: %s, want %s", name, o, tc.outcome)
		}
	}
}

// Which buckets a data source or a customization job names is not known where it could not be read.
func TestBucketsOfSourcesThatWereNotRead(t *testing.T) {
	for operation, others := range map[string]map[string][]*evidence.Resource{
		"bedrock-agent:GetDataSource":       {kindDataSource: {{ID: "d", Config: map[string]any{}, Missing: []string{"bedrock-agent:GetDataSource"}}}},
		"bedrock:GetModelCustomizationJob":  {kindCustomizationJob: {{ID: "j", Config: map[string]any{}, Missing: []string{"bedrock:GetModelCustomizationJob"}}}},
		"bedrock-agent:ListTagsForResource": {kindKnowledgeBase: {{ID: "kb", Config: map[string]any{}, Missing: []string{"bedrock-agent:ListTagsForResource"}}}},
		"bedrock-agent:GetKnowledgeBase":    {kindKnowledgeBase: {{ID: "kb", Config: map[string]any{}, Missing: []string{"bedrock-agent:GetKnowledgeBase"}}}},
		"bedrock-agent:GetFlow":             {kindFlow: {{ID: "f", Config: map[string]any{}, Missing: []string{"bedrock-agent:GetFlow"}}}},
		"bedrock-agentcore:GetAgentRuntime": {kindRuntime: {{ID: "r", Config: map[string]any{}, Missing: []string{"bedrock-agentcore:GetAgentRuntime"}}}},
		"lex:DescribeBotAlias":              {kindLexBotAlias: {{ID: "l", Config: map[string]any{}, Missing: []string{"lex:DescribeBotAlias"}}}},
		"sagemaker:DescribeTransformJob":    {kindTransformJob: {{ID: "t", Config: map[string]any{}, Missing: []string{"sagemaker:DescribeTransformJob"}}}},
		"comprehend:DescribeFlywheel":       {kindComprehendFlywheel: {{ID: "f", Config: map[string]any{}, Missing: []string{"comprehend:DescribeFlywheel"}}}},
	} {
		got := newWire(t, s3Answers()).collect(s3Collector, others)
		if open, want := got.outcomeOf(t, "s3:ListBuckets").Gap(), operation != "bedrock-agent:ListTagsForResource"; open != want {
			t.Errorf("%s refused: whether buckets are open is %t, want %t", operation, open, want)
		}
	}
	for kind, config := range map[string]map[string]any{
		kindDataSource:    {"dataSourceConfiguration": map[string]any{"s3Configuration": map[string]any{"bucketArn": "arn:aws:s3:::train"}}},
		kindFlow:          {"definition": map[string]any{"nodes": []any{map[string]any{"configuration": map[string]any{"storage": map[string]any{"serviceConfiguration": map[string]any{"s3": map[string]any{"bucketName": "train"}}}}}}}},
		kindInvocationJob: {"inputDataConfig": map[string]any{"s3InputDataConfig": map[string]any{"s3Uri": "s3://train/batch.jsonl"}}},
		kindLexBotAlias:   {"conversationLogSettings": map[string]any{"audioLogSettings": []any{map[string]any{"destination": map[string]any{"s3Bucket": map[string]any{"s3BucketArn": "arn:aws:s3:::train"}}}}}},
		kindMemory:        {"strategies": []any{map[string]any{"configuration": map[string]any{"selfManagedConfiguration": map[string]any{"invocationConfiguration": map[string]any{"payloadDeliveryBucketName": "train"}}}}}},
		kindRuntime:       {"agentRuntimeArtifact": map[string]any{"codeConfiguration": map[string]any{"code": map[string]any{"s3": map[string]any{"bucket": "train"}}}}},
		kindTransformJob:  {"TransformInput": map[string]any{"DataSource": map[string]any{"S3DataSource": map[string]any{"S3Uri": "s3://train/in/"}}}},
	} {
		got := newWire(t, s3Answers()).collect(s3Collector, map[string][]*evidence.Resource{kind: {{ID: "d", Config: config}}})
		if list := got.Resources[kindBucket]; len(list) != 1 || list[0].ID != "arn:aws:s3:::train" {
			t.Errorf("the buckets that %s names are %v", kind, list)
		}
	}
}
