package aws

import (
	"testing"

	"github.com/aismm/aismm/internal/evidence"
)

const (
	logsTarget  = "Logs_20140328."
	logGroupsOf = "arn:aws:logs:us-east-1:111122223333:log-group:"
)

// Replies follow the response syntax of the operations in the CloudWatch Logs API reference.
func logsAnswers() map[string][]answer {
	return map[string][]answer{
		logsTarget + "DescribeLogGroups {}": {ok(`{"logGroups": [
			{"logGroupName": "invocations", "arn": "` + logGroupsOf + `invocations:*", "logGroupArn": "` + logGroupsOf + `invocations", "retentionInDays": 30, "kmsKeyId": "arn:aws:kms:us-east-1:111122223333:key/k", "creationTime": 1700000000000},
			{"logGroupName": "web", "arn": "` + logGroupsOf + `web:*"}], "nextToken": "n1"}`)},
		logsTarget + `DescribeLogGroups {"nextToken":"n1"}`: {ok(`{"logGroups": [
			{"logGroupName": "/aws/bedrock-agentcore/runtimes/r", "logGroupArn": "` + logGroupsOf + `/aws/bedrock-agentcore/runtimes/r", "dataProtectionStatus": "ACTIVATED", "inheritedProperties": ["ACCOUNT_DATA_PROTECTION"]}]}`)},
		logsTarget + `DescribeSubscriptionFilters {"logGroupName":"invocations"}`: {ok(`{"subscriptionFilters": [
			{"filterName": "siem", "logGroupName": "invocations", "destinationArn": "arn:aws:logs:us-east-1:999900001111:destination:siem", "filterPattern": ""}]}`)},
		logsTarget + `DescribeSubscriptionFilters {"logGroupName":"/aws/bedrock-agentcore/runtimes/r"}`: {ok(`{"subscriptionFilters": []}`)},
		logsTarget + `DescribeAccountPolicies {"policyType":"SUBSCRIPTION_FILTER_POLICY"}`: {ok(`{"accountPolicies": [
			{"policyName": "all", "policyType": "SUBSCRIPTION_FILTER_POLICY", "scope": "ALL", "accountId": "111122223333",
			 "policyDocument": "{\"DestinationArn\":\"arn:aws:firehose:us-east-1:111122223333:deliverystream/siem\",\"FilterPattern\":\"\"}"}]}`)},
		logsTarget + "DescribeDeliveries": {ok(`{"deliveries": [
			{"id": "d1", "arn": "arn:aws:logs:us-east-1:111122223333:delivery:d1", "deliverySourceName": "runtime-logs", "deliveryDestinationArn": "arn:aws:logs:us-east-1:111122223333:delivery-destination:cwl", "deliveryDestinationType": "CWL", "tags": {"team": "ml"}},
			{"id": "d2", "arn": "arn:aws:logs:us-east-1:111122223333:delivery:d2", "deliverySourceName": "vanished", "deliveryDestinationArn": "arn:aws:logs:us-east-1:999900001111:delivery-destination:far"}]}`)},
		logsTarget + "DescribeDeliverySources": {ok(`{"deliverySources": [
			{"name": "runtime-logs", "arn": "arn:aws:logs:us-east-1:111122223333:delivery-source:runtime-logs", "logType": "APPLICATION_LOGS", "service": "bedrock-agentcore", "resourceArns": ["arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/r"]}]}`)},
		logsTarget + "DescribeDeliveryDestinations": {ok(`{"deliveryDestinations": [
			{"name": "cwl", "arn": "arn:aws:logs:us-east-1:111122223333:delivery-destination:cwl", "deliveryDestinationType": "CWL", "deliveryDestinationConfiguration": {"destinationResourceArn": "` + logGroupsOf + `web:*"}}]}`)},
	}
}

// loggingTo is Bedrock's logging of invocations to a log group.
func loggingTo(group string) map[string][]*evidence.Resource {
	return map[string][]*evidence.Resource{kindInvocationLogging: {{ID: "aws:111122223333/us-east-1",
		Config: map[string]any{"loggingConfig": map[string]any{"cloudWatchConfig": map[string]any{"logGroupName": group}}}}}}
}

func TestLogs(t *testing.T) {
	answers := logsAnswers()
	// The group that the runtime's logs are delivered to is one of AI too.
	answers[logsTarget+`DescribeSubscriptionFilters {"logGroupName":"web"}`] = []answer{denied("logs:DescribeSubscriptionFilters")}
	got := newWire(t, answers).collect(logsCollector, loggingTo("invocations"))
	got.wantResources(t, kindLogGroup, `[
		{"id": "`+logGroupsOf+`/aws/bedrock-agentcore/runtimes/r", "name": "/aws/bedrock-agentcore/runtimes/r",
		 "config": {"logGroupName": "/aws/bedrock-agentcore/runtimes/r", "logGroupArn": "`+logGroupsOf+`/aws/bedrock-agentcore/runtimes/r", "dataProtectionStatus": "ACTIVATED", "inheritedProperties": ["ACCOUNT_DATA_PROTECTION"]},
		 "derived": {"ai": true}},
		{"id": "`+logGroupsOf+`invocations", "name": "invocations",
		 "config": {"logGroupName": "invocations", "arn": "`+logGroupsOf+`invocations:*", "logGroupArn": "`+logGroupsOf+`invocations", "retentionInDays": 30,
			"kmsKeyId": "arn:aws:kms:us-east-1:111122223333:key/k", "creationTime": 1700000000000, "inheritedProperties": []},
		 "derived": {"ai": true}},
		{"id": "`+logGroupsOf+`web", "name": "web", "config": {"logGroupName": "web", "arn": "`+logGroupsOf+`web:*", "inheritedProperties": []}, "derived": {"ai": true}}]`)
	got.wantResources(t, kindLogSubscription, `[
		{"id": "111122223333/us-east-1/SUBSCRIPTION_FILTER_POLICY/all", "name": "all",
		 "config": {"policyName": "all", "policyType": "SUBSCRIPTION_FILTER_POLICY", "scope": "ALL", "accountId": "111122223333",
			"policyDocument": {"DestinationArn": "arn:aws:firehose:us-east-1:111122223333:deliverystream/siem", "FilterPattern": ""}},
		 "derived": {"level": "account", "destination_arn": "arn:aws:firehose:us-east-1:111122223333:deliverystream/siem"}},
		{"id": "`+logGroupsOf+`invocations/siem", "name": "siem",
		 "config": {"filterName": "siem", "logGroupName": "invocations", "destinationArn": "arn:aws:logs:us-east-1:999900001111:destination:siem", "filterPattern": "", "emitSystemFields": []},
		 "derived": {"level": "log_group", "log_group_arn": "`+logGroupsOf+`invocations", "destination_arn": "arn:aws:logs:us-east-1:999900001111:destination:siem"}}]`)
	got.wantResources(t, kindLogDelivery, `[
		{"id": "arn:aws:logs:us-east-1:111122223333:delivery:d1", "tags": {"team": "ml"},
		 "config": {"id": "d1", "arn": "arn:aws:logs:us-east-1:111122223333:delivery:d1", "deliverySourceName": "runtime-logs", "recordFields": [],
			"deliveryDestinationArn": "arn:aws:logs:us-east-1:111122223333:delivery-destination:cwl", "deliveryDestinationType": "CWL", "tags": {"team": "ml"}},
		 "parts": {
			"DescribeDeliverySources": {"name": "runtime-logs", "arn": "arn:aws:logs:us-east-1:111122223333:delivery-source:runtime-logs", "logType": "APPLICATION_LOGS",
				"service": "bedrock-agentcore", "resourceArns": ["arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/r"]},
			"DescribeDeliveryDestinations": {"name": "cwl", "arn": "arn:aws:logs:us-east-1:111122223333:delivery-destination:cwl", "deliveryDestinationType": "CWL",
				"deliveryDestinationConfiguration": {"destinationResourceArn": "`+logGroupsOf+`web:*"}}}},
		{"id": "arn:aws:logs:us-east-1:111122223333:delivery:d2",
		 "config": {"id": "d2", "arn": "arn:aws:logs:us-east-1:111122223333:delivery:d2", "deliverySourceName": "vanished", "recordFields": [],
			"deliveryDestinationArn": "arn:aws:logs:us-east-1:999900001111:delivery-destination:far"},
		 "missing": ["logs:DescribeDeliverySources"]}]`)
	wantJSON(t, "failed reads", `["logs:DescribeDeliverySources error arn:aws:logs:us-east-1:111122223333:delivery:d2", "logs:DescribeSubscriptionFilters denied"]`, got.failedReads())
	got.conform(t, logsCollector)
}

// TestLogsThatNobodyCanName: what was not read of other kinds opens the lists that are made from it, and no others.
func TestLogsThatNobodyCanName(t *testing.T) {
	for name, tc := range map[string]struct {
		unlisted []string
		answers  map[string]answer
		want     string
	}{
		"invocation logging": {[]string{kindInvocationLogging}, nil, `["logs:DescribeDeliverySources error arn:aws:logs:us-east-1:111122223333:delivery:d2",
			"logs:DescribeLogGroups skipped", "logs:DescribeSubscriptionFilters skipped"]`},
		"deliveries": {nil, map[string]answer{"DescribeDeliveries": denied("logs:DescribeDeliveries")},
			`["logs:DescribeDeliveries denied", "logs:DescribeLogGroups skipped", "logs:DescribeSubscriptionFilters skipped"]`},
		"sources": {nil, map[string]answer{"DescribeDeliverySources": denied("logs:DescribeDeliverySources")},
			`["logs:DescribeDeliverySources denied arn:aws:logs:us-east-1:111122223333:delivery:d1", "logs:DescribeDeliverySources denied arn:aws:logs:us-east-1:111122223333:delivery:d2",
			"logs:DescribeLogGroups skipped", "logs:DescribeSubscriptionFilters skipped"]`},
		"destinations": {nil, map[string]answer{"DescribeDeliveryDestinations": denied("logs:DescribeDeliveryDestinations")},
			`["logs:DescribeDeliveryDestinations denied arn:aws:logs:us-east-1:111122223333:delivery:d1", "logs:DescribeDeliveryDestinations denied arn:aws:logs:us-east-1:111122223333:delivery:d2",
			"logs:DescribeDeliverySources error arn:aws:logs:us-east-1:111122223333:delivery:d2", "logs:DescribeLogGroups skipped", "logs:DescribeSubscriptionFilters skipped"]`},
		"destinations of an archive": {nil, map[string]answer{
			"DescribeDeliverySources": ok(`{"deliverySources": [{"name": "runtime-logs", "service": "cloudfront"}, {"name": "vanished", "service": "cloudfront"}]}`), "DescribeDeliveryDestinations": denied("x")},
			`["logs:DescribeDeliveryDestinations denied arn:aws:logs:us-east-1:111122223333:delivery:d1", "logs:DescribeDeliveryDestinations denied arn:aws:logs:us-east-1:111122223333:delivery:d2"]`},
	} {
		t.Run(name, func(t *testing.T) {
			answers := logsAnswers()
			answers[logsTarget+`DescribeSubscriptionFilters {"logGroupName":"web"}`] = []answer{ok(`{"subscriptionFilters": []}`)}
			for operation, a := range tc.answers {
				answers[logsTarget+operation] = []answer{a}
			}
			w := newWire(t, answers)
			wantJSON(t, "failed reads", tc.want, w.collectIn(w.session(), logsCollector, loggingTo("invocations"), tc.unlisted...).failedReads())
		})
	}
}

// TestLogsOfOthers: filters of log groups that hold nothing of AI are not asked for.
func TestLogsOfOthers(t *testing.T) {
	got := newWire(t, map[string][]answer{
		logsTarget + "DescribeLogGroups":       {ok(`{"logGroups": [{"logGroupName": "web", "logGroupArn": "` + logGroupsOf + `web"}]}`)},
		logsTarget + "DescribeAccountPolicies": {ok(`{}`)},
		logsTarget + "DescribeDeliveries":      {ok(`{}`)},
	}).collect(logsCollector, nil)
	got.wantResources(t, kindLogGroup, `[{"id": "`+logGroupsOf+`web", "name": "web", "config": {"logGroupName": "web", "logGroupArn": "`+logGroupsOf+`web", "inheritedProperties": []}, "derived": {"ai": false}}]`)
	wantJSON(t, "failed reads", `null`, got.failedReads())
	if o := got.outcomeOf(t, "logs:DescribeSubscriptionFilters"); o != evidence.OK {
		t.Errorf("filters that there was nothing to ask about are %s, want ok", o)
	}
}

func TestIsAILogGroup(t *testing.T) {
	for name, want := range map[string]bool{
		"/aws/bedrock/modelinvocations": true, "/aws/bedrock-agentcore/runtimes/r": true, "/aws/vendedlogs/bedrock-agentcore/memory/m": true,
		"/aws/sagemaker/Endpoints/e": true, "named": true, "/aws/lambda/f": false, "/aws/sagemakerish": false, "bedrock": false,
	} {
		if got := isAILogGroup(name, []string{"named"}); got != want {
			t.Errorf("%s: got %t, want %t", name, got, want)
		}
	}
}
