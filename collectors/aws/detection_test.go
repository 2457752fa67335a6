package aws

import (
	"testing"

	"github.com/aismm/aismm/internal/evidence"
)

// Replies follow the response syntax of the operations in the Amazon GuardDuty API reference.
func TestGuardDuty(t *testing.T) {
	got := newWire(t, map[string][]answer{
		"GET /detector": {ok(`{"detectorIds": ["d1"]}`)},
		"GET /detector/d1": {ok(`{"createdAt": "2025-01-01T00:00:00Z", "findingPublishingFrequency": "SIX_HOURS", "serviceRole": "arn:aws:iam::111122223333:role/aws-service-role/guardduty", "status": "ENABLED",
			"features": [{"name": "AI_PROTECTION", "status": "ENABLED", "updatedAt": 1700000000, "additionalConfiguration": []}, {"name": "RUNTIME_MONITORING", "status": "DISABLED",
				"additionalConfiguration": [{"name": "EKS_ADDON_MANAGEMENT", "status": "DISABLED"}]}], "tags": {"team": "sec"}}`)},
	}).collect(guardDutyCollector, nil)
	got.wantResources(t, kindDetector, `[
		{"id": "arn:aws:guardduty:us-east-1:111122223333:detector/d1", "name": "d1", "tags": {"team": "sec"},
		 "config": {"createdAt": "2025-01-01T00:00:00Z", "findingPublishingFrequency": "SIX_HOURS", "serviceRole": "arn:aws:iam::111122223333:role/aws-service-role/guardduty", "status": "ENABLED",
			"features": [{"name": "AI_PROTECTION", "status": "ENABLED", "updatedAt": "2023-11-14T22:13:20Z", "additionalConfiguration": []}, {"name": "RUNTIME_MONITORING", "status": "DISABLED",
				"additionalConfiguration": [{"name": "EKS_ADDON_MANAGEMENT", "status": "DISABLED"}]}], "tags": {"team": "sec"}}}]`)
	wantJSON(t, "failed reads", `null`, got.failedReads())
	got.conform(t, guardDutyCollector)
}

func TestGuardDutyRefused(t *testing.T) {
	got := newWire(t, map[string][]answer{"GET /detector": {ok(`{"detectorIds": ["d1"]}`)}, "GET /detector/d1": {denied("guardduty:GetDetector")}}).collect(guardDutyCollector, nil)
	got.wantResources(t, kindDetector, `[{"id": "arn:aws:guardduty:us-east-1:111122223333:detector/d1", "name": "d1", "config": {}, "missing": ["guardduty:GetDetector"]}]`)
}

// Replies follow the response syntax of the operations in the AWS Security Hub API reference.
func TestSecurityHub(t *testing.T) {
	answers := map[string][]answer{
		"GET /accounts": {ok(`{"HubArn": "arn:aws:securityhub:us-east-1:111122223333:hub/default", "SubscribedAt": "2025-01-01T00:00:00Z", "AutoEnableControls": true, "ControlFindingGenerator": "SECURITY_CONTROL"}`)},
		"POST /standards/get": {
			ok(`{"StandardsSubscriptions": [{"StandardsArn": "arn:aws:securityhub:us-east-1::standards/ai-security-best-practices/v/1.0.0", "StandardsSubscriptionArn": "s1", "StandardsStatus": "READY", "StandardsInput": {}}], "NextToken": "n1"}`),
			ok(`{"StandardsSubscriptions": [{"StandardsArn": "arn:aws:securityhub:us-east-1::standards/aws-foundational-security-best-practices/v/1.0.0", "StandardsSubscriptionArn": "s2", "StandardsStatus": "INCOMPLETE", "StandardsInput": {}}]}`)},
		"GET /findingAggregator/list": {ok(`{"FindingAggregators": [{"FindingAggregatorArn": "arn:aws:securityhub:eu-central-1:111122223333:finding-aggregator/a"}]}`)},
	}
	got := newWire(t, answers).collect(securityHubCollector, nil)
	got.wantResources(t, kindHub, `[
		{"id": "arn:aws:securityhub:us-east-1:111122223333:hub/default",
		 "config": {"HubArn": "arn:aws:securityhub:us-east-1:111122223333:hub/default", "SubscribedAt": "2025-01-01T00:00:00Z", "AutoEnableControls": true, "ControlFindingGenerator": "SECURITY_CONTROL"},
		 "parts": {
			"GetEnabledStandards": {"StandardsSubscriptions": [
				{"StandardsArn": "arn:aws:securityhub:us-east-1::standards/ai-security-best-practices/v/1.0.0", "StandardsSubscriptionArn": "s1", "StandardsStatus": "READY", "StandardsInput": {}},
				{"StandardsArn": "arn:aws:securityhub:us-east-1::standards/aws-foundational-security-best-practices/v/1.0.0", "StandardsSubscriptionArn": "s2", "StandardsStatus": "INCOMPLETE", "StandardsInput": {}}]},
			"ListFindingAggregators": {"FindingAggregators": [{"FindingAggregatorArn": "arn:aws:securityhub:eu-central-1:111122223333:finding-aggregator/a"}]}}}]`)
	wantJSON(t, "failed reads", `null`, got.failedReads())
	got.conform(t, securityHubCollector)
}

// TestSecurityHubRefused: the code that says that the hub is off also says that a permission is missing.
func TestSecurityHubRefused(t *testing.T) {
	got := newWire(t, map[string][]answer{"GET /accounts": {fails(401, "InvalidAccessException", "The account doesn't have permission to perform this action.")}}).collect(securityHubCollector, nil)
	if o := got.outcomeOf(t, "securityhub:DescribeHub"); o != evidence.Denied {
		t.Errorf("a refusal is %s, want denied", o)
	}
}

// Replies follow the response syntax of the operations in the Amazon EventBridge API reference.
func TestEventBridge(t *testing.T) {
	got := newWire(t, map[string][]answer{
		"AWSEvents.ListRules {}": {ok(`{"Rules": [{"Name": "alarms", "Arn": "arn:aws:events:us-east-1:111122223333:rule/alarms", "EventBusName": "default", "State": "ENABLED",
			"EventPattern": "{\"source\":[\"aws.cloudwatch\"],\"detail-type\":[\"CloudWatch Alarm State Change\"]}"}], "NextToken": "n1"}`)},
		`AWSEvents.ListRules {"NextToken":"n1"}`:                         {ok(`{"Rules": [{"Name": "nightly", "Arn": "arn:aws:events:us-east-1:111122223333:rule/nightly", "State": "DISABLED", "ScheduleExpression": "rate(1 day)"}]}`)},
		`AWSEvents.ListTargetsByRule {"Rule":"alarms"}`:                  {ok(`{"Targets": [{"Id": "t1", "Arn": "arn:aws:lambda:us-east-1:111122223333:function:contain"}], "NextToken": "n2"}`)},
		`AWSEvents.ListTargetsByRule {"NextToken":"n2","Rule":"alarms"}`: {ok(`{"Targets": [{"Id": "t2", "Arn": "arn:aws:states:us-east-1:111122223333:stateMachine:contain", "RoleArn": "arn:aws:iam::111122223333:role/events"}]}`)},
		`AWSEvents.ListTargetsByRule {"Rule":"nightly"}`:                 {denied("events:ListTargetsByRule")},
	}).collect(eventBridgeCollector, nil)
	got.wantResources(t, kindRule, `[
		{"id": "arn:aws:events:us-east-1:111122223333:rule/alarms", "name": "alarms",
		 "config": {"Name": "alarms", "Arn": "arn:aws:events:us-east-1:111122223333:rule/alarms", "EventBusName": "default", "State": "ENABLED",
			"EventPattern": {"source": ["aws.cloudwatch"], "detail-type": ["CloudWatch Alarm State Change"]}},
		 "parts": {"ListTargetsByRule": {"Targets": [{"Id": "t1", "Arn": "arn:aws:lambda:us-east-1:111122223333:function:contain"},
			{"Id": "t2", "Arn": "arn:aws:states:us-east-1:111122223333:stateMachine:contain", "RoleArn": "arn:aws:iam::111122223333:role/events"}]}}},
		{"id": "arn:aws:events:us-east-1:111122223333:rule/nightly", "name": "nightly",
		 "config": {"Name": "nightly", "Arn": "arn:aws:events:us-east-1:111122223333:rule/nightly", "State": "DISABLED", "ScheduleExpression": "rate(1 day)"}, "missing": ["events:ListTargetsByRule"]}]`)
	wantJSON(t, "failed reads", `["events:ListTargetsByRule denied arn:aws:events:us-east-1:111122223333:rule/nightly"]`, got.failedReads())
	got.conform(t, eventBridgeCollector)
}

// What a rule's target is given never reaches the disk, in whatever form the kind of target has it.
func TestEventBridgeRedaction(t *testing.T) {
	got := newWire(t, map[string][]answer{
		"AWSEvents.ListRules": {ok(`{"Rules": [{"Name": "r", "Arn": "arn:aws:events:us-east-1:111122223333:rule/r", "State": "ENABLED", "ScheduleExpression": "rate(1 day)"}]}`)},
		"AWSEvents.ListTargetsByRule": {ok(`{"Targets": [{"Id": "1", "Arn": "arn:aws:lambda:us-east-1:111122223333:function:stop", "Input": "secret-input", "InputTransformer": {"InputTemplate": "secret-template"},
			"HttpParameters": {"HeaderParameters": {"Authorization": "secret-header"}}, "AppSyncParameters": {"GraphQLOperation": "secret-query"}, "RedshiftDataParameters": {"Database": "d", "Sql": "secret-sql"},
			"RunCommandParameters": {"RunCommandTargets": [{"Key": "k", "Values": ["secret-target"]}]}, "SageMakerPipelineParameters": {"PipelineParameterList": [{"Name": "n", "Value": "secret-parameter"}]}}]}`)},
	}).collect(eventBridgeCollector, nil)
	if written := redacted(t, eventBridgeKinds, got); written.has("secret-") || !written.has("arn:aws:lambda:us-east-1:111122223333:function:stop") {
		t.Errorf("written: %s", written)
	}
}
