package aws

import (
	"testing"

	"github.com/aismm/aismm/internal/evidence"
)

const comprehendTarget = "Comprehend_20171127."

func comprehendAnswers() map[string][]answer {
	answers := map[string][]answer{
		comprehendTarget + "ListFlywheels": {
			ok(`{"FlywheelSummaryList": [{"FlywheelArn": "arn:aws:comprehend:us-east-1:111122223333:flywheel/terms", "Status": "ACTIVE", "CreationTime": 1700000000}]}`)},
		comprehendTarget + `DescribeFlywheel {"FlywheelArn":"arn:aws:comprehend:us-east-1:111122223333:flywheel/terms"}`: {
			ok(`{"FlywheelProperties": {"FlywheelArn": "arn:aws:comprehend:us-east-1:111122223333:flywheel/terms", "Status": "ACTIVE", "CreationTime": 1700000000,
				"DataAccessRoleArn": "arn:aws:iam::111122223333:role/f", "DataLakeS3Uri": "s3://lake/", "DataSecurityConfig": {"VolumeKmsKeyId": "k", "VpcConfig": {"SecurityGroupIds": ["sg-1"], "Subnets": ["subnet-1"]}}}}`)},
		comprehendTarget + "ListEntityRecognizers": {
			ok(`{"EntityRecognizerPropertiesList": [{"EntityRecognizerArn": "arn:aws:comprehend:us-east-1:111122223333:entity-recognizer/claims", "SubmitTime": 1700000000, "Status": "TRAINED", "ModelKmsKeyId": "k"}]}`)},
		comprehendTarget + `ListTagsForResource {"ResourceArn":"arn:aws:comprehend:us-east-1:111122223333:flywheel/terms"}`:           {ok(`{"Tags": [{"Key": "ai-system", "Value": "s"}]}`)},
		comprehendTarget + `ListTagsForResource {"ResourceArn":"arn:aws:comprehend:us-east-1:111122223333:entity-recognizer/claims"}`: {denied("comprehend:ListTagsForResource")},
	}
	for _, j := range comprehendJobs {
		answers[comprehendTarget+"List"+j.name+"Jobs"] = []answer{ok(`{}`)}
	}
	return answers
}

// Replies follow the response syntax of the operations in the Amazon Comprehend API reference.
func TestComprehend(t *testing.T) {
	answers := comprehendAnswers()
	// 90 days before the session's clock.
	answers[comprehendTarget+`ListPiiEntitiesDetectionJobs {"Filter":{"SubmitTimeAfter":1787832000}}`] = []answer{ok(`{"PiiEntitiesDetectionJobPropertiesList": [{"JobArn": "arn:aws:comprehend:us-east-1:111122223333:pii-entities-detection-job/1",
		"JobName": "letters", "JobStatus": "COMPLETED", "SubmitTime": 1790000000, "Mode": "ONLY_REDACTION", "RedactionConfig": {"MaskMode": "MASK", "PiiEntityTypes": ["ALL"]},
		"OutputDataConfig": {"S3Uri": "s3://out/", "KmsKeyId": "k"}}], "NextToken": "n"}`)}
	answers[comprehendTarget+`ListPiiEntitiesDetectionJobs {"Filter":{"SubmitTimeAfter":1787832000},"NextToken":"n"}`] = []answer{ok(`{"PiiEntitiesDetectionJobPropertiesList": []}`)}
	delete(answers, comprehendTarget+"ListPiiEntitiesDetectionJobs")
	answers[comprehendTarget+"ListTopicsDetectionJobs"] = []answer{ok(`{"TopicsDetectionJobPropertiesList": [{"JobArn": "arn:aws:comprehend:us-east-1:111122223333:topics-detection-job/2",
		"JobStatus": "IN_PROGRESS", "SubmitTime": 1790000000, "NumberOfTopics": 10, "VpcConfig": {"SecurityGroupIds": ["sg-1"], "Subnets": ["subnet-1"]}}]}`)}
	got := newWire(t, answers).collect(comprehendCollector, nil)
	byID := map[string]*evidence.Resource{}
	for _, res := range got.Resources[kindComprehendJob] {
		byID[res.Derived["type"].(string)] = res
	}
	wantJSON(t, "jobs", `{
		"PiiEntitiesDetection": {"id": "arn:aws:comprehend:us-east-1:111122223333:pii-entities-detection-job/1", "name": "letters",
			"config": {"JobArn": "arn:aws:comprehend:us-east-1:111122223333:pii-entities-detection-job/1", "JobName": "letters", "JobStatus": "COMPLETED", "SubmitTime": "2026-09-21T14:13:20Z",
				"Mode": "ONLY_REDACTION", "RedactionConfig": {"MaskMode": "MASK", "PiiEntityTypes": ["ALL"]}, "OutputDataConfig": {"S3Uri": "s3://out/", "KmsKeyId": "k"}},
			"derived": {"type": "PiiEntitiesDetection"}},
		"TopicsDetection": {"id": "arn:aws:comprehend:us-east-1:111122223333:topics-detection-job/2",
			"config": {"JobArn": "arn:aws:comprehend:us-east-1:111122223333:topics-detection-job/2", "JobStatus": "IN_PROGRESS", "SubmitTime": "2026-09-21T14:13:20Z", "NumberOfTopics": 10,
				"VpcConfig": {"SecurityGroupIds": ["sg-1"], "Subnets": ["subnet-1"]}},
			"derived": {"type": "TopicsDetection"}}}`, byID)
	got.wantResources(t, kindComprehendFlywheel, `[{"id": "arn:aws:comprehend:us-east-1:111122223333:flywheel/terms", "tags": {"ai-system": "s"},
		"config": {"FlywheelArn": "arn:aws:comprehend:us-east-1:111122223333:flywheel/terms", "Status": "ACTIVE", "CreationTime": "2023-11-14T22:13:20Z",
			"DataAccessRoleArn": "arn:aws:iam::111122223333:role/f", "DataLakeS3Uri": "s3://lake/",
			"DataSecurityConfig": {"VolumeKmsKeyId": "k", "VpcConfig": {"SecurityGroupIds": ["sg-1"], "Subnets": ["subnet-1"]}}}}]`)
	got.wantResources(t, kindComprehendRecognizer, `[{"id": "arn:aws:comprehend:us-east-1:111122223333:entity-recognizer/claims",
		"config": {"EntityRecognizerArn": "arn:aws:comprehend:us-east-1:111122223333:entity-recognizer/claims", "SubmitTime": "2023-11-14T22:13:20Z", "Status": "TRAINED", "ModelKmsKeyId": "k"},
		"missing": ["comprehend:ListTagsForResource"]}]`)
	wantJSON(t, "failed reads", `["comprehend:ListTagsForResource denied arn:aws:comprehend:us-east-1:111122223333:entity-recognizer/claims"]`, got.failedReads())
	got.conform(t, comprehendCollector)
}

// One type of job that may not be listed leaves the others as they are.
func TestComprehendRefused(t *testing.T) {
	answers := comprehendAnswers()
	answers[comprehendTarget+"ListTopicsDetectionJobs"] = []answer{denied("comprehend:ListTopicsDetectionJobs")}
	answers[comprehendTarget+`DescribeFlywheel {"FlywheelArn":"arn:aws:comprehend:us-east-1:111122223333:flywheel/terms"}`] = []answer{denied("comprehend:DescribeFlywheel")}
	got := newWire(t, answers).collect(comprehendCollector, nil)
	wantJSON(t, "failed reads", `["comprehend:DescribeFlywheel denied arn:aws:comprehend:us-east-1:111122223333:flywheel/terms", "comprehend:ListTagsForResource denied arn:aws:comprehend:us-east-1:111122223333:entity-recognizer/claims",
		"comprehend:ListTopicsDetectionJobs denied"]`, got.failedReads())
	got.wantResources(t, kindComprehendFlywheel, `[{"id": "arn:aws:comprehend:us-east-1:111122223333:flywheel/terms", "tags": {"ai-system": "s"}, "missing": ["comprehend:DescribeFlywheel"],
		"config": {"FlywheelArn": "arn:aws:comprehend:us-east-1:111122223333:flywheel/terms", "Status": "ACTIVE", "CreationTime": "2023-11-14T22:13:20Z"}}]`)
}

// Replies follow the response syntax of ListTextTranslationJobs in the Amazon Translate API reference.
func TestTranslate(t *testing.T) {
	got := newWire(t, map[string][]answer{
		`AWSShineFrontendService_20170701.ListTextTranslationJobs {"Filter":{"SubmittedAfterTime":1787832000}}`: {ok(`{"TextTranslationJobPropertiesList": [
			{"JobId": "1c1838f470806ab9c3e0057f14717bed", "JobName": "letters", "JobStatus": "COMPLETED", "SubmittedTime": 1790000000, "TargetLanguageCodes": ["de"],
			 "OutputDataConfig": {"S3Uri": "s3://out/", "EncryptionKey": {"Type": "KMS", "Id": "k"}}}]}`)},
	}).collect(translateCollector, nil)
	got.wantResources(t, kindTranslateJob, `[{"id": "111122223333/us-east-1/1c1838f470806ab9c3e0057f14717bed", "name": "letters",
		"config": {"JobId": "1c1838f470806ab9c3e0057f14717bed", "JobName": "letters", "JobStatus": "COMPLETED", "SubmittedTime": "2026-09-21T14:13:20Z", "TargetLanguageCodes": ["de"],
			"ParallelDataNames": [], "TerminologyNames": [], "OutputDataConfig": {"S3Uri": "s3://out/", "EncryptionKey": {"Type": "KMS", "Id": "k"}}}}]`)
	wantJSON(t, "failed reads", `null`, got.failedReads())
	got.conform(t, translateCollector)
}

func TestTranslateWithoutAnID(t *testing.T) {
	got := newWire(t, map[string][]answer{"AWSShineFrontendService_20170701.ListTextTranslationJobs": {ok(`{"TextTranslationJobPropertiesList": [{"JobName": "letters"}]}`)}}).collect(translateCollector, nil)
	wantJSON(t, "failed reads", `["translate:ListTextTranslationJobs error"]`, got.failedReads())
}

// Replies follow the response syntax of the operations in the Amazon Lex V2 API reference.
func TestLex(t *testing.T) {
	got := newWire(t, map[string][]answer{
		"POST /bots":                       {ok(`{"botSummaries": [{"botId": "BOT0000001", "botName": "claims", "botStatus": "Available"}, {"botId": "BOT0000002"}]}`)},
		"POST /bots/BOT0000001/botaliases": {ok(`{"botId": "BOT0000001", "botAliasSummaries": [{"botAliasId": "LIVE000001", "botAliasName": "live", "botVersion": "3", "botAliasStatus": "Available", "creationDateTime": 1700000000}]}`)},
		"POST /bots/BOT0000002/botaliases": {denied("lex:ListBotAliases")},
		"GET /bots/BOT0000001/botaliases/LIVE000001": {ok(`{"botId": "BOT0000001", "botAliasId": "LIVE000001", "botAliasName": "live", "botVersion": "3", "creationDateTime": 1700000000,
			"conversationLogSettings": {"textLogSettings": [{"enabled": true, "destination": {"cloudWatch": {"cloudWatchLogGroupArn": "arn:g", "logPrefix": "p"}}}], "audioLogSettings": []},
			"botAliasLocaleSettings": {"en_GB": {"enabled": true}}}`)},
		"GET /tags/arn%3Aaws%3Alex%3Aus-east-1%3A111122223333%3Abot-alias%2FBOT0000001%2FLIVE000001": {ok(`{"tags": {"ai-system": "s"}}`)},
	}).collect(lexCollector, nil)
	got.wantResources(t, kindLexBotAlias, `[{"id": "arn:aws:lex:us-east-1:111122223333:bot-alias/BOT0000001/LIVE000001", "name": "live", "tags": {"ai-system": "s"}, "derived": {"bot_name": "claims"},
		"config": {"botId": "BOT0000001", "botAliasId": "LIVE000001", "botAliasName": "live", "botVersion": "3", "creationDateTime": "2023-11-14T22:13:20Z", "botAliasHistoryEvents": [], "parentBotNetworks": [],
			"conversationLogSettings": {"textLogSettings": [{"enabled": true, "destination": {"cloudWatch": {"cloudWatchLogGroupArn": "arn:g", "logPrefix": "p"}}}], "audioLogSettings": []},
			"botAliasLocaleSettings": {"en_GB": {"enabled": true}}}}]`)
	wantJSON(t, "failed reads", `["lex:ListBotAliases denied"]`, got.failedReads())
	got.conform(t, lexCollector)
}

// Replies follow the response syntax of the operations in the Amazon Kendra API reference.
func TestKendra(t *testing.T) {
	const target = "AWSKendraFrontendService."
	got := newWire(t, map[string][]answer{
		target + "ListIndices": {ok(`{"IndexConfigurationSummaryItems": [{"Id": "11111111-2222-3333-4444-555555555555", "Name": "terms", "Status": "ACTIVE", "CreatedAt": 1700000000, "UpdatedAt": 1700000000},
			{"Id": "66666666-2222-3333-4444-555555555555", "Name": "old", "Status": "ACTIVE", "CreatedAt": 1700000000, "UpdatedAt": 1700000000}]}`)},
		target + `DescribeIndex {"Id":"11111111-2222-3333-4444-555555555555"}`: {ok(`{"Id": "11111111-2222-3333-4444-555555555555", "Name": "terms", "RoleArn": "arn:aws:iam::111122223333:role/k", "Status": "ACTIVE",
			"CreatedAt": 1700000000, "ServerSideEncryptionConfiguration": {"KmsKeyId": "k"}, "UserContextPolicy": "USER_TOKEN"}`)},
		target + `DescribeIndex {"Id":"66666666-2222-3333-4444-555555555555"}`: {denied("kendra:DescribeIndex")},
		target + "ListTagsForResource":                                         {ok(`{"Tags": [{"Key": "owner", "Value": "claims"}]}`)},
	}).collect(kendraCollector, nil)
	got.wantResources(t, kindKendraIndex, `[
		{"id": "arn:aws:kendra:us-east-1:111122223333:index/11111111-2222-3333-4444-555555555555", "name": "terms", "tags": {"owner": "claims"},
		 "config": {"Id": "11111111-2222-3333-4444-555555555555", "Name": "terms", "RoleArn": "arn:aws:iam::111122223333:role/k", "Status": "ACTIVE", "CreatedAt": "2023-11-14T22:13:20Z",
			"ServerSideEncryptionConfiguration": {"KmsKeyId": "k"}, "UserContextPolicy": "USER_TOKEN", "DocumentMetadataConfigurations": [], "UserTokenConfigurations": []}},
		{"id": "arn:aws:kendra:us-east-1:111122223333:index/66666666-2222-3333-4444-555555555555", "name": "old", "tags": {"owner": "claims"}, "missing": ["kendra:DescribeIndex"],
		 "config": {"Id": "66666666-2222-3333-4444-555555555555", "Name": "old", "Status": "ACTIVE", "CreatedAt": "2023-11-14T22:13:20Z", "UpdatedAt": "2023-11-14T22:13:20Z"}}]`)
	got.conform(t, kendraCollector)
}

// Replies follow the response syntax of the operations in the Amazon Q Business API reference.
func TestQBusiness(t *testing.T) {
	got := newWire(t, map[string][]answer{
		"GET /applications":                                                                {ok(`{"applications": [{"applicationId": "a1", "displayName": "ask", "status": "ACTIVE", "createdAt": 1700000000}]}`)},
		"GET /applications/a1":                                                             {ok(`{"applicationId": "a1", "applicationArn": "arn:aws:qbusiness:us-east-1:111122223333:application/a1", "displayName": "ask", "status": "ACTIVE", "createdAt": 1700000000, "identityType": "AWS_IAM_IDC"}`)},
		"GET /applications/a1/chatcontrols":                                                {ok(`{"responseScope": "ENTERPRISE_CONTENT_ONLY", "topicConfigurations": [{"name": "t1", "rules": [{"ruleType": "CONTENT_BLOCKER_RULE", "ruleConfiguration": {"contentBlockerRule": {"systemMessageOverride": "no"}}}]}], "nextToken": "n"}`)},
		"GET /applications/a1/chatcontrols?nextToken=n":                                    {ok(`{"responseScope": "ENTERPRISE_CONTENT_ONLY", "topicConfigurations": [{"name": "t2", "rules": [], "exampleChatMessages": ["secret-question"]}]}`)},
		"GET /applications/a1/indices":                                                     {ok(`{"indices": [{"indexId": "i1", "displayName": "all", "status": "ACTIVE"}]}`)},
		"GET /applications/a1/indices/i1/datasources":                                      {ok(`{"dataSources": [{"dataSourceId": "d1", "displayName": "wiki", "type": "CONFLUENCEV2", "status": "ACTIVE"}, {"dataSourceId": "d2", "displayName": "files", "type": "S3", "status": "ACTIVE"}, {"dataSourceId": "d3", "displayName": "web", "type": "WEBCRAWLERV2", "status": "ACTIVE"}]}`)},
		"GET /applications/a1/indices/i1/datasources/d1":                                   {ok(`{"dataSourceId": "d1", "displayName": "wiki", "type": "CONFLUENCEV2", "status": "ACTIVE", "configuration": {"type": "CONFLUENCEV2", "connectionConfiguration": {"repositoryEndpointMetadata": {"hostUrl": "https://secret-host.example.com"}}, "additionalProperties": {"isCrawlAcl": true}}}`)},
		"GET /applications/a1/indices/i1/datasources/d2":                                   {ok(`{"dataSourceId": "d2", "displayName": "files", "type": "S3", "status": "ACTIVE", "configuration": {"type": "S3", "additionalProperties": {}}}`)},
		"GET /applications/a1/indices/i1/datasources/d3":                                   {denied("qbusiness:GetDataSource")},
		"GET /v1/tags/arn%3Aaws%3Aqbusiness%3Aus-east-1%3A111122223333%3Aapplication%2Fa1": {ok(`{"tags": [{"key": "ai-system", "value": "s"}]}`)},
	}).collect(qbusinessCollector, nil)
	got.wantResources(t, kindQBusinessApplication, `[{"id": "arn:aws:qbusiness:us-east-1:111122223333:application/a1", "name": "ask", "tags": {"ai-system": "s"}, "missing": ["qbusiness:GetDataSource"],
		"config": {"applicationId": "a1", "applicationArn": "arn:aws:qbusiness:us-east-1:111122223333:application/a1", "displayName": "ask", "status": "ACTIVE", "createdAt": "2023-11-14T22:13:20Z", "identityType": "AWS_IAM_IDC", "clientIdsForOIDC": []},
		"parts": {
			"GetChatControlsConfiguration": {"responseScope": "ENTERPRISE_CONTENT_ONLY", "topicConfigurations": [
				{"name": "t1", "exampleChatMessages": [], "rules": [{"ruleType": "CONTENT_BLOCKER_RULE", "ruleConfiguration": {"contentBlockerRule": {"systemMessageOverride": "no"}}}]},
				{"name": "t2", "exampleChatMessages": ["secret-question"], "rules": []}]},
			"ListIndices": [{"indexId": "i1", "displayName": "all", "status": "ACTIVE"}],
			"ListDataSources": [{"dataSourceId": "d1", "displayName": "wiki", "type": "CONFLUENCEV2", "status": "ACTIVE", "indexId": "i1"}, {"dataSourceId": "d2", "displayName": "files", "type": "S3", "status": "ACTIVE", "indexId": "i1"},
				{"dataSourceId": "d3", "displayName": "web", "type": "WEBCRAWLERV2", "status": "ACTIVE", "indexId": "i1"}]},
		"derived": {"data_sources": [
			{"data_source_id": "d1", "index_id": "i1", "name": "wiki", "type": "CONFLUENCEV2", "status": "ACTIVE", "acl_crawled": true},
			{"data_source_id": "d2", "index_id": "i1", "name": "files", "type": "S3", "status": "ACTIVE", "acl_crawled": false}]}}]`)
	wantJSON(t, "failed reads", `["qbusiness:GetDataSource denied arn:aws:qbusiness:us-east-1:111122223333:application/a1"]`, got.failedReads())
	got.conform(t, qbusinessCollector)
	if written := redacted(t, qbusinessKinds, got); written.has("secret-") || !written.has("t2") {
		t.Errorf("written: %s", written)
	}
}

func TestCrawlsAccessLists(t *testing.T) {
	for name, tc := range map[string]struct {
		configuration string
		want          bool
	}{
		"a boolean":            {`{"additionalProperties": {"isCrawlAcl": true}}`, true},
		"text":                 {`{"additionalProperties": {"crawlAcl": "true"}}`, true},
		"another group":        {`{"accessControlConfiguration": {"crawlAcl": true}}`, true},
		"a file":               {`{"additionalProperties": {"aclConfigurationFilePath": "acl.json"}}`, true},
		"a file, in the other": {`{"accessControlConfiguration": {"aclConfigurationFilePath": "acl.json"}}`, true},
		"off":                  {`{"additionalProperties": {"isCrawlAcl": false, "aclConfigurationFilePath": ""}}`, false},
		"off as text":          {`{"additionalProperties": {"isCrawlAcl": "false"}}`, false},
		"elsewhere":            {`{"isCrawlAcl": true}`, false},
		"not said":             {`{}`, false},
	} {
		value, err := decodeJSON([]byte(tc.configuration))
		if err != nil {
			t.Fatal(err)
		}
		if got := crawlsAccessLists(value.(map[string]any)); got != tc.want {
			t.Errorf("%s: %t, want %t", name, got, tc.want)
		}
	}
}
