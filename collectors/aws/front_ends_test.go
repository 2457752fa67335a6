package aws

import (
	"slices"
	"testing"

	"github.com/aismm/aismm/internal/evidence"
)

const webACL = "arn:aws:wafv2:us-east-1:111122223333:regional/webacl/front/example"

func wafAnswers() map[string][]answer {
	asked := func(kind string) string {
		return `AWSWAF_20190729.ListResourcesForWebACL {"ResourceType":"` + kind + `","WebACLArn":"` + webACL + `"}`
	}
	return map[string][]answer{
		`AWSWAF_20190729.ListWebACLs {"Scope":"REGIONAL"}`: {ok(`{"WebACLs": [{"Name": "front", "Id": "example", "ARN": "` + webACL + `", "LockToken": "x"}], "NextMarker": "front"}`)},
		// The service gives a marker with every page that has something, the last one included.
		`AWSWAF_20190729.ListWebACLs {"NextMarker":"front","Scope":"REGIONAL"}`: {ok(`{"WebACLs": [], "NextMarker": "front"}`)},
		"AWSWAF_20190729.GetWebACL": {ok(`{"LockToken": "x", "WebACL": {"Name": "front", "Id": "example", "ARN": "` + webACL + `", "DefaultAction": {"Allow": {}}, "Capacity": 2,
			"VisibilityConfig": {"SampledRequestsEnabled": true, "CloudWatchMetricsEnabled": false, "MetricName": "front"},
			"Rules": [{"Name": "rate", "Priority": 0, "Action": {"Block": {}}, "Statement": {"RateBasedStatement": {"Limit": 300, "AggregateKeyType": "IP"}},
				"VisibilityConfig": {"SampledRequestsEnabled": true, "CloudWatchMetricsEnabled": false, "MetricName": "rate"}},
				{"Name": "common", "Priority": 1, "OverrideAction": {"None": {}}, "Statement": {"ManagedRuleGroupStatement": {"VendorName": "AWS", "Name": "AWSManagedRulesCommonRuleSet"}},
				"VisibilityConfig": {"SampledRequestsEnabled": true, "CloudWatchMetricsEnabled": false, "MetricName": "common"}}]}}`)},
		asked("API_GATEWAY"):               {ok(`{"ResourceArns": ["arn:aws:apigateway:us-east-1::/restapis/api1/stages/live"]}`)},
		asked("APPLICATION_LOAD_BALANCER"): {ok(`{"ResourceArns": ["arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/x/1"]}`)},
		asked("APPSYNC"):                   {ok(`{"ResourceArns": []}`)},
	}
}

func TestWebACLs(t *testing.T) {
	got := newWire(t, wafAnswers()).collect(wafCollector, nil)
	if failed := got.failedReads(); len(failed) != 0 {
		t.Fatalf("failed reads %q", failed)
	}
	got.conform(t, wafCollector)
	visible := func(name string) string {
		return `"VisibilityConfig": {"SampledRequestsEnabled": true, "CloudWatchMetricsEnabled": false, "MetricName": "` + name + `"}`
	}
	got.wantResources(t, kindWebACL, `[{"id": "`+webACL+`", "name": "front", "config": {"Name": "front", "Id": "example", "ARN": "`+webACL+`", "DefaultAction": {"Allow": {}}, "Capacity": 2,
		"PostProcessFirewallManagerRuleGroups": [], "PreProcessFirewallManagerRuleGroups": [], "TokenDomains": [], `+visible("front")+`,
		"Rules": [
			{"Name": "rate", "Priority": 0, "Action": {"Block": {}}, "RuleLabels": [], "Statement": {"RateBasedStatement": {"Limit": 300, "AggregateKeyType": "IP", "CustomKeys": []}}, `+visible("rate")+`},
			{"Name": "common", "Priority": 1, "OverrideAction": {"None": {}}, "RuleLabels": [], "Statement": {"ManagedRuleGroupStatement": {"VendorName": "AWS",
				"Name": "AWSManagedRulesCommonRuleSet", "ExcludedRules": [], "ManagedRuleGroupConfigs": [], "RuleActionOverrides": []}}, `+visible("common")+`}]},
		"parts": {"ListResourcesForWebACL": {"ResourceArns": ["arn:aws:apigateway:us-east-1::/restapis/api1/stages/live",
			"arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/x/1"]}}}]`)
}

// What an ACL protects is known of all kinds of resources or of none.
func TestWebACLsOfWhichNotAllIsKnown(t *testing.T) {
	answers := wafAnswers()
	answers[`AWSWAF_20190729.ListResourcesForWebACL {"ResourceType":"APPSYNC","WebACLArn":"`+webACL+`"}`] = []answer{denied("wafv2:ListResourcesForWebACL")}
	got := newWire(t, answers).collect(wafCollector, nil)
	if a := got.Resources[kindWebACL][0]; !slices.Equal(a.Missing, []string{"wafv2:ListResourcesForWebACL"}) || a.Parts != nil {
		t.Errorf("missing %q, parts %v", a.Missing, a.Parts)
	}
}

func TestAPIs(t *testing.T) {
	got := newWire(t, map[string][]answer{
		"GET /restapis":                {ok(`{"item": [{"id": "api1", "name": "chat", "createdDate": 1788249600, "disableExecuteApiEndpoint": true, "tags": {"ai-system": "claims"}}], "position": "page2"}`)},
		"GET /restapis?position=page2": {ok(`{"item": [{"id": "api2", "name": "tariffs", "createdDate": 1788249600}]}`)},
		"GET /usageplans": {ok(`{"item": [{"id": "plan1", "name": "app", "apiStages": [{"apiId": "api1", "stage": "live"}], "throttle": {"rateLimit": 20, "burstLimit": 40},
			"quota": {"limit": 1000, "offset": 0, "period": "DAY"}}]}`)},
	}).collect(apiGatewayCollector, nil)
	if failed := got.failedReads(); len(failed) != 0 {
		t.Fatalf("failed reads %q", failed)
	}
	got.conform(t, apiGatewayCollector)
	got.wantResources(t, kindRestAPI, `[
		{"id": "arn:aws:apigateway:us-east-1::/restapis/api1", "name": "chat", "tags": {"ai-system": "claims"}, "config": {"id": "api1", "name": "chat", "createdDate": "2026-09-01T08:00:00Z",
			"disableExecuteApiEndpoint": true, "binaryMediaTypes": [], "warnings": [], "tags": {"ai-system": "claims"}}},
		{"id": "arn:aws:apigateway:us-east-1::/restapis/api2", "name": "tariffs", "config": {"id": "api2", "name": "tariffs", "createdDate": "2026-09-01T08:00:00Z",
			"disableExecuteApiEndpoint": false, "binaryMediaTypes": [], "warnings": []}}]`)
	got.wantResources(t, kindUsagePlan, `[{"id": "arn:aws:apigateway:us-east-1::/usageplans/plan1", "name": "app", "config": {"id": "plan1", "name": "app",
		"apiStages": [{"apiId": "api1", "stage": "live"}], "throttle": {"rateLimit": 20, "burstLimit": 40}, "quota": {"limit": 1000, "offset": 0, "period": "DAY"}}}]`)
}

func quotaAnswers() map[string][]answer {
	quota := func(code, value string) string {
		return `{"ServiceCode": "bedrock", "QuotaCode": "` + code + `", "QuotaName": "quota ` + code + `", "QuotaArn": "arn:aws:servicequotas:us-east-1:111122223333:bedrock/` + code + `", "Adjustable": true, "GlobalQuota": false` + value + `}`
	}
	return map[string][]answer{
		"ServiceQuotasV20190624.ListAWSDefaultServiceQuotas": {ok(`{"Quotas": [` + quota("L-1", `, "Value": 100`) + `, ` + quota("L-2", `, "Value": 5`) + `]}`)},
		"ServiceQuotasV20190624.ListServiceQuotas":           {ok(`{"Quotas": [` + quota("L-1", `, "Value": 200`) + `, ` + quota("L-2", `, "Value": 5`) + `, ` + quota("L-3", `, "Value": 7`) + `]}`)},
	}
}

var modelsCalled = map[string][]*evidence.Resource{kindUsage: {{ID: "aws:111122223333/us-east-1/amazon.nova-lite-v1:0"}}}

func TestQuotas(t *testing.T) {
	got := newWire(t, quotaAnswers()).collect(quotaCollector, modelsCalled)
	if failed := got.failedReads(); len(failed) != 0 {
		t.Fatalf("failed reads %q", failed)
	}
	got.conform(t, quotaCollector)
	// One that has the default, and one whose default nobody knows, are no decision.
	got.wantResources(t, kindQuota, `[{"id": "arn:aws:servicequotas:us-east-1:111122223333:bedrock/L-1", "name": "quota L-1", "derived": {"default_value": 100}, "config": {
		"ServiceCode": "bedrock", "QuotaCode": "L-1", "QuotaName": "quota L-1", "QuotaArn": "arn:aws:servicequotas:us-east-1:111122223333:bedrock/L-1", "Adjustable": true,
		"GlobalQuota": false, "Value": 200}}]`)
}

// Where no model is called there is nothing to ask about, and nothing is missing.
func TestQuotasWhereNoModelIsCalled(t *testing.T) {
	w := newWire(t, map[string][]answer{})
	got := w.collect(quotaCollector, map[string][]*evidence.Resource{kindUsage: {{ID: "aws:111122223333/eu-west-1/amazon.nova-lite-v1:0"}}})
	for _, operation := range []string{"servicequotas:ListServiceQuotas", "servicequotas:ListAWSDefaultServiceQuotas"} {
		if outcome := got.outcomeOf(t, operation); outcome != evidence.OK {
			t.Errorf("%s: %s", operation, outcome)
		}
	}
	got = w.collectIn(w.session(), quotaCollector, nil, kindUsage)
	if outcome := got.outcomeOf(t, "servicequotas:ListServiceQuotas"); outcome != evidence.Skipped {
		t.Errorf("where models are called is not known: %s", outcome)
	}
}

func TestQuotasThatCannotBeCompared(t *testing.T) {
	for name, tc := range map[string]struct {
		key    string
		answer answer
		want   []string
		count  int
	}{
		"defaults refused": {"ServiceQuotasV20190624.ListAWSDefaultServiceQuotas", denied("servicequotas:ListAWSDefaultServiceQuotas"),
			[]string{"servicequotas:ListAWSDefaultServiceQuotas denied", "servicequotas:ListServiceQuotas skipped"}, 0},
		"quotas refused": {"ServiceQuotasV20190624.ListServiceQuotas", denied("servicequotas:ListServiceQuotas"), []string{"servicequotas:ListServiceQuotas denied"}, 0},
		"one without a value": {"ServiceQuotasV20190624.ListServiceQuotas", ok(`{"Quotas": [{"QuotaCode": "L-1", "QuotaArn": "arn:q1", "Value": 200}, {"QuotaCode": "L-2", "QuotaArn": "arn:q2"}]}`),
			[]string{"servicequotas:ListServiceQuotas error"}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			answers := quotaAnswers()
			answers[tc.key] = []answer{tc.answer}
			got := newWire(t, answers).collect(quotaCollector, modelsCalled)
			if failed := got.failedReads(); !slices.Equal(failed, tc.want) {
				t.Errorf("failed reads %q, want %q", failed, tc.want)
			}
			if n := len(got.Resources[kindQuota]); n != tc.count {
				t.Errorf("%d quotas, want %d", n, tc.count)
			}
		})
	}
}

func TestBedrockPolicyOfTheOrganization(t *testing.T) {
	const operation = "AWSOrganizationsV20161128.DescribeEffectivePolicy"
	got := newWire(t, map[string][]answer{operation: {ok(`{"EffectivePolicy": {"PolicyType": "BEDROCK_POLICY", "TargetId": "111122223333", "LastUpdatedTimestamp": 1788249600,
		"PolicyContent": "{\"bedrock\": {\"guardrail_inference\": {\"us-east-1\": {\"standard\": {\"identifier\": \"arn:aws:bedrock:us-east-1:999900001111:guardrail/g:2\", \"model_enforcement\": {\"included_models\": [\"ALL\"], \"excluded_models\": []}}}}}}"}}`)}}).
		collect(bedrockPolicyCollector, nil)
	got.conform(t, bedrockPolicyCollector)
	got.wantResources(t, kindBedrockPolicy, `[{"id": "111122223333", "config": {"PolicyType": "BEDROCK_POLICY", "TargetId": "111122223333", "LastUpdatedTimestamp": "2026-09-01T08:00:00Z",
		"PolicyContent": {"bedrock": {"guardrail_inference": {"us-east-1": {"standard": {"identifier": "arn:aws:bedrock:us-east-1:999900001111:guardrail/g:2",
			"model_enforcement": {"included_models": ["ALL"], "excluded_models": []}}}}}}}}]`)
	for name, tc := range map[string]struct {
		answer answer
		want   evidence.Outcome
	}{
		"none":                  {fails(400, "EffectivePolicyNotFoundException", "no policy"), evidence.OK},
		"no organization":       {fails(400, "AWSOrganizationsNotInUseException", ""), evidence.Unsupported},
		"refused":               {denied("organizations:DescribeEffectivePolicy"), evidence.Denied},
		"without a policy":      {ok(`{}`), evidence.Failed},
		"with half a policy":    {ok(`{"EffectivePolicy": {"PolicyContent": "{\"bedrock\": "}}`), evidence.Failed},
		"with something broken": {fails(500, "ServiceException", ""), evidence.Failed},
	} {
		got := newWire(t, map[string][]answer{operation: {tc.answer}}).collect(bedrockPolicyCollector, nil)
		if outcome := got.outcomeOf(t, "organizations:DescribeEffectivePolicy"); outcome != tc.want {
			t.Errorf("%s: outcome %s, want %s", name, outcome, tc.want)
		}
		got.wantResources(t, kindBedrockPolicy, `[]`)
	}
}
