package aws

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	cloudwatchtypes "github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

const (
	kindUsage = "aws_bedrock_usage"

	usageNamespace = "AWS/Bedrock"
	usageMetric    = "Invocations"
	usageDimension = "ModelId"
	// usageWindow is how far back invocations are added up.
	usageWindow = 30 * 24 * time.Hour
	usagePeriod = 24 * time.Hour
	// usageBatch is how many queries one call of GetMetricData may hold (API reference: 500).
	usageBatch = 500
)

var usageKinds = []evidence.Kind{{
	// One for each model id, inference profile or provisioned model that was invoked in the last two weeks: ListMetrics forgets metrics
	// that have had no data for longer (CloudWatch API reference).
	Name: kindUsage, Title: "Use of a model in Amazon Bedrock", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
	ShowsUse: true, Required: []string{"derived.model_id"},
	// Config is the metric. Parts hold the sums of each day.
	Schema: resourceSchema(schemaOf[cloudwatchtypes.Metric](pascal), members{"GetMetricData": schemaOf[cloudwatchtypes.MetricDataResult](pascal)}, members{
		"model_id":    schemaText(),
		"invocations": schemaNumber(), // in the last 30 days
		"last_day":    schemaText(),   // the start of the last day with invocations; absent without any
	}),
}}

var usageCollector = &collectors.Collector{
	Name: "aws/bedrock-usage", Provider: providerName, Level: evidence.Region, Kinds: usageKinds,
	Operations: []collectors.Operation{
		{Name: "cloudwatch:ListMetrics", Form: evidence.List, Kinds: []string{kindUsage}},
		{Name: "cloudwatch:GetMetricData", Form: evidence.Detail, Kinds: []string{kindUsage}},
	},
	Collect: func(ctx context.Context, session any, rec *collectors.Recorder) {
		s := session.(*Session)
		u := &usageReader{reader{rec, pascal}, s, cloudwatch.NewFromConfig(s.Config)}
		u.usage(ctx)
	},
}

func init() { collectors.Register(usageCollector) }

type usageReader struct {
	reader
	s      *Session
	client *cloudwatch.Client
}

func (u *usageReader) usage(ctx context.Context) {
	found := u.list(ctx, "cloudwatch:ListMetrics", kindUsage, func(ctx context.Context) ([]map[string]any, error) {
		in := &cloudwatch.ListMetricsInput{Namespace: aws.String(usageNamespace), MetricName: aws.String(usageMetric),
			Dimensions: []cloudwatchtypes.DimensionFilter{{Name: aws.String(usageDimension)}}}
		metrics, err := items(ctx, cloudwatch.NewListMetricsPaginator(u.client, in), pascal, "Metrics")
		// Metrics with further dimensions count some of the same invocations again.
		return slices.DeleteFunc(metrics, func(m map[string]any) bool { return len(objects(m, "Dimensions")) != 1 }), err
	}, func(metric map[string]any) *evidence.Resource {
		res := &evidence.Resource{Config: metric, Derived: map[string]any{}}
		if model := text(objects(metric, "Dimensions")[0], "Value"); model != "" {
			res.ID, res.Name = u.s.Scope.ID+"/"+model, model
			res.Derived["model_id"] = model
		}
		return res
	})
	for batch := range slices.Chunk(found, usageBatch) {
		read := once(func(ctx context.Context) (map[string]*cloudwatchtypes.MetricDataResult, error) {
			return u.daily(ctx, batch)
		})
		for i, res := range batch {
			u.rec.Detail(ctx, "cloudwatch:GetMetricData", res, func(ctx context.Context) error {
				results, err := read(ctx)
				if err != nil {
					return err
				}
				return addUp(res, results[queryID(i)])
			})
		}
	}
}

func queryID(i int) string { return fmt.Sprintf("m%d", i) }

// daily reads the sums of each day for a batch of metrics, by the id of the query. The days start at midnight UTC, and today is among them.
func (u *usageReader) daily(ctx context.Context, batch []*evidence.Resource) (map[string]*cloudwatchtypes.MetricDataResult, error) {
	until := u.s.Now.Truncate(usagePeriod).Add(usagePeriod)
	in := &cloudwatch.GetMetricDataInput{StartTime: aws.Time(until.Add(-usageWindow)), EndTime: &until, ScanBy: cloudwatchtypes.ScanByTimestampAscending}
	for i, res := range batch {
		in.MetricDataQueries = append(in.MetricDataQueries, cloudwatchtypes.MetricDataQuery{Id: aws.String(queryID(i)), MetricStat: &cloudwatchtypes.MetricStat{
			Metric: &cloudwatchtypes.Metric{Namespace: aws.String(usageNamespace), MetricName: aws.String(usageMetric),
				Dimensions: []cloudwatchtypes.Dimension{{Name: aws.String(usageDimension), Value: &res.Name}}},
			Period: aws.Int32(int32(usagePeriod / time.Second)), Stat: aws.String("Sum"),
		}})
	}
	results := map[string]*cloudwatchtypes.MetricDataResult{}
	err := pages(ctx, cloudwatch.NewGetMetricDataPaginator(u.client, in), func(page *cloudwatch.GetMetricDataOutput) {
		for _, r := range page.MetricDataResults {
			id := aws.ToString(r.Id)
			if before := results[id]; before != nil { // the rest of a result that did not fit on one page
				r.Timestamps, r.Values = append(before.Timestamps, r.Timestamps...), append(before.Values, r.Values...)
			}
			results[id] = &r
		}
	})
	return results, err
}

// addUp keeps a metric's days and their sum. A result that is not whole is an error: CloudWatch reports troubles with single metrics
// inside a reply that succeeds.
func addUp(res *evidence.Resource, result *cloudwatchtypes.MetricDataResult) error {
	if result == nil {
		return fmt.Errorf("the reply has no data for %s", res.Name)
	}
	if result.StatusCode != cloudwatchtypes.StatusCodeComplete || len(result.Values) != len(result.Timestamps) {
		return fmt.Errorf("the data for %s are not complete (%s)", res.Name, result.StatusCode)
	}
	sum := 0.0
	for i, v := range result.Values {
		sum += v
		if v > 0 {
			res.Derived["last_day"] = result.Timestamps[i].UTC().Format(time.RFC3339)
		}
	}
	res.Derived["invocations"] = sum
	res.Parts = map[string]any{"GetMetricData": reply(result, pascal)}
	return nil
}
