package aws

import "testing"

// Replies follow the response syntax of the operations in the AWS Cost Explorer API reference.
func TestAnomalyMonitors(t *testing.T) {
	const target = "AWSInsightsIndexService."
	w := newWire(t, map[string][]answer{
		target + "GetAnomalyMonitors {}": {ok(`{"AnomalyMonitors": [{"MonitorArn": "arn:aws:ce::111122223333:anomalymonitor/m1", "MonitorName": "services", "MonitorType": "DIMENSIONAL",
			"MonitorDimension": "SERVICE", "CreationDate": "2026-01-01T00:00:00Z", "DimensionalValueCount": 12}], "NextPageToken": "n1"}`)},
		target + `GetAnomalyMonitors {"NextPageToken":"n1"}`: {ok(`{"AnomalyMonitors": [{"MonitorArn": "arn:aws:ce::111122223333:anomalymonitor/m2", "MonitorName": "unheard", "MonitorType": "CUSTOM",
			"MonitorSpecification": {"Not": {"Tags": {"Key": "team"}}}}]}`)},
		target + "GetAnomalySubscriptions {}": {ok(`{"AnomalySubscriptions": [{"SubscriptionArn": "arn:aws:ce::111122223333:anomalysubscription/s1", "SubscriptionName": "oncall", "AccountId": "111122223333",
			"MonitorArnList": ["arn:aws:ce::111122223333:anomalymonitor/m1"], "Frequency": "DAILY", "Subscribers": [{"Type": "EMAIL", "Address": "oncall@example.com", "Status": "CONFIRMED"}]}]}`)},
	})
	got := w.collect(costExplorerCollector, nil)
	got.wantResources(t, kindAnomalyMonitor, `[
		{"id": "arn:aws:ce::111122223333:anomalymonitor/m1", "name": "services",
		 "config": {"MonitorArn": "arn:aws:ce::111122223333:anomalymonitor/m1", "MonitorName": "services", "MonitorType": "DIMENSIONAL", "MonitorDimension": "SERVICE",
			"CreationDate": "2026-01-01T00:00:00Z", "DimensionalValueCount": 12},
		 "parts": {"GetAnomalySubscriptions": {"AnomalySubscriptions": [{"SubscriptionArn": "arn:aws:ce::111122223333:anomalysubscription/s1", "SubscriptionName": "oncall",
			"AccountId": "111122223333", "MonitorArnList": ["arn:aws:ce::111122223333:anomalymonitor/m1"], "Frequency": "DAILY",
			"Subscribers": [{"Type": "EMAIL", "Address": "oncall@example.com", "Status": "CONFIRMED"}]}]}}},
		{"id": "arn:aws:ce::111122223333:anomalymonitor/m2", "name": "unheard",
		 "config": {"MonitorArn": "arn:aws:ce::111122223333:anomalymonitor/m2", "MonitorName": "unheard", "MonitorType": "CUSTOM",
			"MonitorSpecification": {"And": [], "Or": [], "Not": {"And": [], "Or": [], "Tags": {"Key": "team", "Values": [], "MatchOptions": []}}}},
		 "parts": {"GetAnomalySubscriptions": {"AnomalySubscriptions": []}}}]`)
	wantJSON(t, "failed reads", `null`, got.failedReads())
	requests := 0
	for _, bodies := range w.bodies {
		requests += len(bodies)
	}
	if requests != 3 {
		t.Errorf("%d requests, of which each costs money; want 3", requests)
	}
	got.conform(t, costExplorerCollector)
}

func TestAnomalySubscriptionsRefused(t *testing.T) {
	got := newWire(t, map[string][]answer{
		"AWSInsightsIndexService.GetAnomalyMonitors":      {ok(`{"AnomalyMonitors": [{"MonitorArn": "m1", "MonitorType": "DIMENSIONAL"}, {"MonitorArn": "m2", "MonitorType": "CUSTOM"}]}`)},
		"AWSInsightsIndexService.GetAnomalySubscriptions": {denied("ce:GetAnomalySubscriptions")},
	}).collect(costExplorerCollector, nil)
	wantJSON(t, "failed reads", `["ce:GetAnomalySubscriptions denied m1", "ce:GetAnomalySubscriptions denied m2"]`, got.failedReads())
}
