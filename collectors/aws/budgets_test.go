package aws

import (
	"testing"

	"github.com/aismm/aismm/internal/evidence"
)

const budgetTarget = "AWSBudgetServiceGateway."

// Replies follow the response syntax of the operations in the AWS Budgets API reference.
func budgetAnswers() map[string][]answer {
	notification := func(n string) string {
		return budgetTarget + `DescribeSubscribersForNotification {"AccountId":"111122223333","BudgetName":"ai","Notification":` + n + `}`
	}
	return map[string][]answer{
		budgetTarget + `DescribeBudgets {"AccountId":"111122223333","ShowFilterExpression":true}`: {ok(`{"Budgets": [
			{"BudgetName": "ai", "BudgetType": "COST", "TimeUnit": "MONTHLY", "BudgetLimit": {"Amount": "1000", "Unit": "USD"},
			 "FilterExpression": {"And": [{"Dimensions": {"Key": "SERVICE", "Values": ["Amazon Bedrock"], "MatchOptions": ["EQUALS"]}}, {"Tags": {"Key": "team", "Values": ["ml"]}}]}}], "NextToken": "n1"}`)},
		budgetTarget + `DescribeBudgets {"AccountId":"111122223333","NextToken":"n1","ShowFilterExpression":true}`: {ok(`{"Budgets": [
			{"BudgetName": "silent", "BudgetType": "COST", "TimeUnit": "MONTHLY", "CostFilters": {"Service": ["Amazon SageMaker"]}}]}`)},
		budgetTarget + `DescribeNotificationsForBudget {"AccountId":"111122223333","BudgetName":"ai"}`: {ok(`{"Notifications": [
			{"NotificationType": "ACTUAL", "ComparisonOperator": "GREATER_THAN", "Threshold": 80, "ThresholdType": "PERCENTAGE"},
			{"NotificationType": "FORECASTED", "ComparisonOperator": "GREATER_THAN", "Threshold": 100}]}`)},
		budgetTarget + `DescribeNotificationsForBudget {"AccountId":"111122223333","BudgetName":"silent"}`: {ok(`{}`)},
		notification(`{"ComparisonOperator":"GREATER_THAN","NotificationType":"ACTUAL","Threshold":80,"ThresholdType":"PERCENTAGE"}`): {ok(`{"Subscribers": [
			{"SubscriptionType": "EMAIL", "Address": "finance@example.com"}]}`)},
		notification(`{"ComparisonOperator":"GREATER_THAN","NotificationType":"FORECASTED","Threshold":100}`): {ok(`{"Subscribers": []}`)},
	}
}

const silentBudget = `{"id": "arn:aws:budgets::111122223333:budget/silent", "name": "silent",
	"config": {"BudgetName": "silent", "BudgetType": "COST", "TimeUnit": "MONTHLY", "CostFilters": {"Service": ["Amazon SageMaker"]}, "Metrics": []},
	"parts": {"DescribeNotificationsForBudget": {"Notifications": []}, "DescribeSubscribersForNotification": []}}`

func TestBudgets(t *testing.T) {
	got := newWire(t, budgetAnswers()).collect(budgetsCollector, nil)
	got.wantResources(t, kindBudget, `[
		{"id": "arn:aws:budgets::111122223333:budget/ai", "name": "ai",
		 "config": {"BudgetName": "ai", "BudgetType": "COST", "TimeUnit": "MONTHLY", "BudgetLimit": {"Amount": "1000", "Unit": "USD"}, "Metrics": [],
			"FilterExpression": {"And": [
				{"And": [], "Or": [], "Dimensions": {"Key": "SERVICE", "Values": ["Amazon Bedrock"], "MatchOptions": ["EQUALS"]}},
				{"And": [], "Or": [], "Tags": {"Key": "team", "Values": ["ml"], "MatchOptions": []}}], "Or": []}},
		 "parts": {
			"DescribeNotificationsForBudget": {"Notifications": [
				{"NotificationType": "ACTUAL", "ComparisonOperator": "GREATER_THAN", "Threshold": 80, "ThresholdType": "PERCENTAGE"},
				{"NotificationType": "FORECASTED", "ComparisonOperator": "GREATER_THAN", "Threshold": 100}]},
			"DescribeSubscribersForNotification": [
				{"Notification": {"NotificationType": "ACTUAL", "ComparisonOperator": "GREATER_THAN", "Threshold": 80, "ThresholdType": "PERCENTAGE"},
				 "Subscribers": [{"SubscriptionType": "EMAIL", "Address": "finance@example.com"}]},
				{"Notification": {"NotificationType": "FORECASTED", "ComparisonOperator": "GREATER_THAN", "Threshold": 100}, "Subscribers": []}]}},
		`+silentBudget+`]`)
	wantJSON(t, "failed reads", `null`, got.failedReads())
	got.conform(t, budgetsCollector)
}

func TestBudgetRefusals(t *testing.T) {
	answers := budgetAnswers()
	answers[budgetTarget+`DescribeNotificationsForBudget {"AccountId":"111122223333","BudgetName":"ai"}`] = []answer{denied("budgets:ViewBudget")}
	got := newWire(t, answers).collect(budgetsCollector, nil)
	wantJSON(t, "missing", `["budgets:DescribeNotificationsForBudget", "budgets:DescribeSubscribersForNotification"]`, got.Resources[kindBudget][0].Missing)
	wantJSON(t, "the other budget", silentBudget, got.Resources[kindBudget][1])
	wantJSON(t, "failed reads", `["budgets:DescribeNotificationsForBudget denied arn:aws:budgets::111122223333:budget/ai",
		"budgets:DescribeSubscribersForNotification skipped arn:aws:budgets::111122223333:budget/ai"]`, got.failedReads())
	for _, r := range got.Reads {
		if r.Outcome == evidence.Denied && r.Permission != "budgets:ViewBudget" {
			t.Errorf("the refusal asks for %q, want budgets:ViewBudget", r.Permission)
		}
	}
}
