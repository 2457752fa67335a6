package aws

import (
	"context"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	cwtypes "github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

const (
	kindAlarm           = "aws_cloudwatch_alarm"
	kindAnomalyDetector = "aws_cloudwatch_anomaly_detector"
)

var cloudWatchKinds = []evidence.Kind{
	{
		Name: kindAlarm, Title: "CloudWatch alarm on metrics", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
		Required: []string{"config.AlarmArn", "config.ActionsEnabled"},
		// Namespace and MetricName are absent where Metrics holds expressions.
		Schema: resourceSchema(schemaOf[cwtypes.MetricAlarm](pascal), nil, nil),
	},
	{
		Name: kindAnomalyDetector, Title: "CloudWatch anomaly detector", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
		Schema: resourceSchema(schemaOf[cwtypes.AnomalyDetector](pascal), nil, nil),
	},
}

// cloudWatchCollector reads metric alarms. Composite alarms have no metric and are left out, as DescribeAlarms does by default.
var cloudWatchCollector = &collectors.Collector{
	Name: "aws/cloudwatch", Provider: providerName, Level: evidence.Region, Kinds: cloudWatchKinds,
	Operations: []collectors.Operation{
		{Name: "cloudwatch:DescribeAlarms", Form: evidence.List, Kinds: []string{kindAlarm}},
		{Name: "cloudwatch:DescribeAnomalyDetectors", Form: evidence.List, Kinds: []string{kindAnomalyDetector}},
	},
	Collect: collectCloudWatch,
}

func init() { collectors.Register(cloudWatchCollector) }

func collectCloudWatch(ctx context.Context, session any, rec *collectors.Recorder) {
	s := session.(*Session)
	client := cloudwatch.NewFromConfig(s.Config)
	read := reader{rec, pascal}
	read.list(ctx, "cloudwatch:DescribeAlarms", kindAlarm, func(ctx context.Context) ([]map[string]any, error) {
		return items(ctx, cloudwatch.NewDescribeAlarmsPaginator(client, &cloudwatch.DescribeAlarmsInput{AlarmTypes: []cwtypes.AlarmType{cwtypes.AlarmTypeMetricAlarm}}),
			pascal, "MetricAlarms")
	}, func(a map[string]any) *evidence.Resource {
		return &evidence.Resource{ID: text(a, "AlarmArn"), Name: text(a, "AlarmName"), Config: a}
	})
	read.list(ctx, "cloudwatch:DescribeAnomalyDetectors", kindAnomalyDetector, func(ctx context.Context) ([]map[string]any, error) {
		// Without types, detectors on expressions are left out.
		return items(ctx, cloudwatch.NewDescribeAnomalyDetectorsPaginator(client, &cloudwatch.DescribeAnomalyDetectorsInput{
			AnomalyDetectorTypes: []cwtypes.AnomalyDetectorType{cwtypes.AnomalyDetectorTypeSingleMetric, cwtypes.AnomalyDetectorTypeMetricMath}}),
			pascal, "AnomalyDetectors")
	}, func(d map[string]any) *evidence.Resource {
		return &evidence.Resource{ID: detectorID(s, d), Config: d}
	})
}

// detectorID names a detector, which has no ARN, by the account, the region and its own id, or else by what it learns from.
func detectorID(s *Session, d map[string]any) string {
	place := s.Account + "/" + s.Region + "/"
	if id := text(d, "AnomalyDetectorId"); id != "" {
		return place + id
	}
	if expressions := objects(object(d, "MetricMathAnomalyDetector"), "MetricDataQueries"); len(expressions) > 0 {
		var parts []string
		for _, e := range expressions {
			if metric := object(object(e, "MetricStat"), "Metric"); len(metric) > 0 {
				parts = append(parts, metricID(metric, text(object(e, "MetricStat"), "Stat")))
			} else {
				parts = append(parts, text(e, "Expression"))
			}
		}
		return place + strings.Join(parts, "+")
	}
	if single := object(d, "SingleMetricAnomalyDetector"); len(single) > 0 {
		return place + metricID(single, text(single, "Stat"))
	}
	return place + metricID(d, text(d, "Stat"))
}

func metricID(metric map[string]any, stat string) string {
	parts := []string{text(metric, "Namespace"), text(metric, "MetricName"), stat}
	var dimensions []string
	for _, d := range objects(metric, "Dimensions") {
		dimensions = append(dimensions, text(d, "Name")+"="+text(d, "Value"))
	}
	slices.Sort(dimensions)
	return strings.Join(append(parts, dimensions...), "/")
}
