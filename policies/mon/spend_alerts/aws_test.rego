package aismm.mon.spend_alerts.aws_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.mon.spend_alerts.aws as policy

account(ai) := object.union(fixture.boundary("aws:111122223333"), {"ai": ai})

budget(config, subscribers) := fixture.resource("aws_budgets_budget", "arn:b", {
	"config": object.union({"BudgetName": "b", "BudgetType": "COST"}, config),
	"parts": {"DescribeSubscribersForNotification": [{"Subscribers": subscribers}]},
})

somebody := [{"SubscriptionType": "EMAIL"}]

monitor(config, subscribers) := fixture.resource("aws_ce_anomaly_monitor", "arn:m", {
	"config": config,
	"parts": {"GetAnomalySubscriptions": {"AnomalySubscriptions": [{"Subscribers": subscribers}]}},
})

seen(ai, budgets, monitors) := {
	"boundary": account(ai),
	"settings": {"ai_billing_services": ["Amazon Bedrock", "Amazon SageMaker"]},
	"resources": {"aws_budgets_budget": budgets, "aws_ce_anomaly_monitor": monitors},
}

test_subjects[name] if {
	some name, tc in {
		"with AI": {"ai": "yes", "want": {evidence.subject(account("yes"))}},
		"without": {"ai": "no", "want": set()},
		"not known": {"ai": "unknown", "want": set()},
	}
	got := policy.subjects with input as seen(tc.ai, [], [])
	got == tc.want
}

test_budgets[name] if {
	by_service := {"CostFilters": {"Service": ["Amazon Bedrock"]}}
	some name, tc in {
		"by service": {"budget": budget(by_service, somebody), "met": true},
		"of use": {"budget": budget(object.union(by_service, {"BudgetType": "USAGE"}), somebody), "met": true},
		"of savings plans": {"budget": budget(object.union(by_service, {"BudgetType": "SAVINGS_PLANS_COVERAGE"}), somebody), "met": false},
		"by another service": {"budget": budget({"CostFilters": {"Service": ["Amazon EC2"]}}, somebody), "met": false},
		"by the account": {"budget": budget({"CostFilters": {"LinkedAccount": ["111122223333"]}}, somebody), "met": true},
		"by another account": {"budget": budget({"CostFilters": {"LinkedAccount": ["444455556666"]}}, somebody), "met": false},
		"by an expression": {"budget": budget({"FilterExpression": {"Dimensions": {"Key": "SERVICE", "Values": ["Amazon SageMaker"]}}}, somebody), "met": true},
		"by a part of one": {"budget": budget({"FilterExpression": {"Or": [{"Dimensions": {"Key": "LINKED_ACCOUNT", "Values": ["111122223333"]}}]}}, somebody), "met": true},
		"by all of some parts": {"budget": budget({"FilterExpression": {"And": [{"Dimensions": {"Key": "SERVICE", "Values": ["Amazon Bedrock"]}}]}}, somebody), "met": true},
		"by all but the service": {"budget": budget({"FilterExpression": {"Not": {"Dimensions": {"Key": "SERVICE", "Values": ["Amazon Bedrock"]}}}}, somebody), "met": false},
		"by a region": {"budget": budget({"FilterExpression": {"Dimensions": {"Key": "REGION", "Values": ["Amazon Bedrock"]}}}, somebody), "met": false},
		"by nothing": {"budget": budget({}, somebody), "met": false},
		"nobody is told": {"budget": budget(by_service, []), "met": false},
		"no notification": {"budget": object.union(budget(by_service, []), {"parts": {"DescribeSubscribersForNotification": []}}), "met": false},
	}
	got := policy.met.alerted with input as seen("yes", [tc.budget], [])
	got == {row | tc.met; row := evidence.shown(account("yes"), tc.budget, ["parts", "DescribeSubscribersForNotification", 0, "Subscribers"])}
}

told := [{"Type": "EMAIL", "Status": "CONFIRMED"}]

test_monitors[name] if {
	some name, tc in {
		"by service": {"monitor": monitor({"MonitorType": "DIMENSIONAL", "MonitorDimension": "SERVICE"}, told), "met": true},
		"nobody is told": {"monitor": monitor({"MonitorType": "DIMENSIONAL", "MonitorDimension": "SERVICE"}, []), "met": false},
		"by something else": {"monitor": monitor({"MonitorType": "DIMENSIONAL", "MonitorDimension": "LINKED_ACCOUNT"}, told), "met": false},
		"custom": {"monitor": monitor({"MonitorType": "CUSTOM"}, told), "met": false},
	}
	got := policy.met.alerted with input as seen("yes", [], [tc.monitor])
	got == {row | tc.met; row := evidence.shown(account("yes"), tc.monitor, ["parts", "GetAnomalySubscriptions", "AnomalySubscriptions", 0, "Subscribers"])}
}
