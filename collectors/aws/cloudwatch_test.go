package aws

import (
	"testing"

	"github.com/aismm/aismm/internal/evidence"
)

const granite = "/service/GraniteServiceVersion20100801/operation/"

// Replies follow the response elements of the operations in the CloudWatch API reference. The client speaks RPC v2 CBOR.
func TestCloudWatch(t *testing.T) {
	w := newWire(t, map[string][]answer{
		granite + "DescribeAlarms": {
			cborOf(t, `{"MetricAlarms": [{"AlarmArn": "arn:aws:cloudwatch:us-east-1:111122223333:alarm:tokens", "AlarmName": "tokens", "ActionsEnabled": true,
				"AlarmActions": ["arn:aws:sns:us-east-1:111122223333:oncall"], "Namespace": "AWS/Bedrock", "MetricName": "InputTokenCount",
				"Dimensions": [{"Name": "ModelId", "Value": "example.model-v1"}], "Threshold": 0.5, "StateUpdatedTimestamp": {"epoch": 1795600000}}], "NextToken": "n1"}`),
			cborOf(t, `{"MetricAlarms": [{"AlarmArn": "arn:aws:cloudwatch:us-east-1:111122223333:alarm:band", "AlarmName": "band", "ActionsEnabled": false, "ThresholdMetricId": "b",
				"Metrics": [{"Id": "m", "ReturnData": true, "MetricStat": {"Metric": {"Namespace": "AWS/Bedrock", "MetricName": "Invocations"}, "Period": 300, "Stat": "Sum"}},
					{"Id": "b", "Expression": "ANOMALY_DETECTION_BAND(m, 2)"}]}]}`),
		},
		granite + "DescribeAnomalyDetectors": {cborOf(t, `{"AnomalyDetectors": [
			{"SingleMetricAnomalyDetector": {"Namespace": "AWS/Bedrock", "MetricName": "Invocations", "Stat": "Sum", "Dimensions": [{"Name": "b", "Value": "2"}, {"Name": "a", "Value": "1"}]}, "StateValue": "TRAINED"}]}`)},
	})
	got := w.collect(cloudWatchCollector, nil)
	got.wantResources(t, kindAlarm, `[
		{"id": "arn:aws:cloudwatch:us-east-1:111122223333:alarm:band", "name": "band",
		 "config": {"AlarmArn": "arn:aws:cloudwatch:us-east-1:111122223333:alarm:band", "AlarmName": "band", "ActionsEnabled": false, "ThresholdMetricId": "b",
			"AlarmActions": [], "Dimensions": [], "InsufficientDataActions": [], "OKActions": [],
			"Metrics": [{"Id": "m", "ReturnData": true, "MetricStat": {"Metric": {"Namespace": "AWS/Bedrock", "MetricName": "Invocations", "Dimensions": []}, "Period": 300, "Stat": "Sum"}},
				{"Id": "b", "Expression": "ANOMALY_DETECTION_BAND(m, 2)"}]}},
		{"id": "arn:aws:cloudwatch:us-east-1:111122223333:alarm:tokens", "name": "tokens",
		 "config": {"AlarmArn": "arn:aws:cloudwatch:us-east-1:111122223333:alarm:tokens", "AlarmName": "tokens", "ActionsEnabled": true,
			"AlarmActions": ["arn:aws:sns:us-east-1:111122223333:oncall"], "InsufficientDataActions": [], "OKActions": [], "Metrics": [], "Namespace": "AWS/Bedrock",
			"MetricName": "InputTokenCount", "Dimensions": [{"Name": "ModelId", "Value": "example.model-v1"}], "Threshold": 0.5, "StateUpdatedTimestamp": "2026-11-25T09:46:40Z"}}]`)
	got.wantResources(t, kindAnomalyDetector, `[
		{"id": "111122223333/us-east-1/AWS/Bedrock/Invocations/Sum/a=1/b=2",
		 "config": {"Dimensions": [], "StateValue": "TRAINED", "SingleMetricAnomalyDetector": {"Namespace": "AWS/Bedrock", "MetricName": "Invocations", "Stat": "Sum",
			"Dimensions": [{"Name": "b", "Value": "2"}, {"Name": "a", "Value": "1"}]}}}]`)
	wantJSON(t, "failed reads", `null`, got.failedReads())
	got.conform(t, cloudWatchCollector)
}

func TestCloudWatchCutOff(t *testing.T) {
	half := cborOf(t, `{"MetricAlarms": [{"AlarmArn": "arn:aws:cloudwatch:us-east-1:111122223333:alarm:tokens"}]}`)
	half.body = half.body[:len(half.body)/2]
	got := newWire(t, map[string][]answer{granite + "DescribeAlarms": {half}, granite + "DescribeAnomalyDetectors": {cborOf(t, `{}`)}}).collect(cloudWatchCollector, nil)
	if o := got.outcomeOf(t, "cloudwatch:DescribeAlarms"); o != evidence.Failed {
		t.Errorf("half a reply is %s, want error", o)
	}
	if o := got.outcomeOf(t, "cloudwatch:DescribeAnomalyDetectors"); o != evidence.OK {
		t.Errorf("the other list is %s, want ok", o)
	}
}

func TestDetectorID(t *testing.T) {
	s := &Session{Account: "111122223333", Region: "us-east-1"}
	metric := map[string]any{"Namespace": "AWS/Bedrock", "MetricName": "Invocations"}
	for name, tc := range map[string]struct {
		detector map[string]any
		want     string
	}{
		"its own id": {map[string]any{"AnomalyDetectorId": "d-1"}, "111122223333/us-east-1/d-1"},
		"expressions": {map[string]any{"MetricMathAnomalyDetector": map[string]any{"MetricDataQueries": []any{
			map[string]any{"MetricStat": map[string]any{"Metric": metric, "Stat": "Sum"}}, map[string]any{"Expression": "m1/m2"}}}}, "111122223333/us-east-1/AWS/Bedrock/Invocations/Sum+m1/m2"},
		"the older members": {map[string]any{"Namespace": "AWS/Bedrock", "MetricName": "Invocations", "Stat": "Sum"}, "111122223333/us-east-1/AWS/Bedrock/Invocations/Sum"},
	} {
		if got := detectorID(s, tc.detector); got != tc.want {
			t.Errorf("%s: got %q, want %q", name, got, tc.want)
		}
	}
}
