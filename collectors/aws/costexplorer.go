package aws

import (
	"context"
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/costexplorer"
	cetypes "github.com/aws/aws-sdk-go-v2/service/costexplorer/types"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

const kindAnomalyMonitor = "aws_ce_anomaly_monitor"

var costExplorerKinds = []evidence.Kind{{
	Name: kindAnomalyMonitor, Title: "Cost anomaly monitor", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Boundary,
	Required: []string{"config.MonitorArn", "config.MonitorType"},
	Redact:   []string{"parts.GetAnomalySubscriptions.AnomalySubscriptions.*.Subscribers.*.Address"},
	// The subscriptions that name the monitor. Addresses are replaced by fingerprints.
	Schema: resourceSchema(schemaOf[cetypes.AnomalyMonitor](pascal),
		members{"GetAnomalySubscriptions": schemaObject(members{"AnomalySubscriptions": schemaList(schemaOf[cetypes.AnomalySubscription](pascal))})}, nil),
}}

// costExplorerCollector makes two requests, or one where there is no monitor: AWS charges for each request to Cost Explorer.
var costExplorerCollector = &collectors.Collector{
	Name: "aws/ce", Provider: providerName, Level: evidence.Boundary, Kinds: costExplorerKinds,
	Operations: []collectors.Operation{
		{Name: "ce:GetAnomalyMonitors", Form: evidence.List, Kinds: []string{kindAnomalyMonitor}},
		{Name: "ce:GetAnomalySubscriptions", Form: evidence.Detail, Kinds: []string{kindAnomalyMonitor}},
	},
	Collect: collectAnomalyMonitors,
}

func init() { collectors.Register(costExplorerCollector) }

func collectAnomalyMonitors(ctx context.Context, session any, rec *collectors.Recorder) {
	s := session.(*Session)
	client := costexplorer.NewFromConfig(s.Config)
	read := reader{rec, pascal}
	monitors := read.list(ctx, "ce:GetAnomalyMonitors", kindAnomalyMonitor, func(ctx context.Context) ([]map[string]any, error) {
		return items(ctx, costexplorer.NewGetAnomalyMonitorsPaginator(client, &costexplorer.GetAnomalyMonitorsInput{}), pascal, "AnomalyMonitors")
	}, func(m map[string]any) *evidence.Resource {
		return &evidence.Resource{ID: text(m, "MonitorArn"), Name: text(m, "MonitorName"), Config: m}
	})
	subscriptions := once(func(ctx context.Context) ([]map[string]any, error) {
		return items(ctx, costexplorer.NewGetAnomalySubscriptionsPaginator(client, &costexplorer.GetAnomalySubscriptionsInput{}), pascal, "AnomalySubscriptions")
	})
	for _, res := range monitors {
		read.part(ctx, "ce:GetAnomalySubscriptions", "GetAnomalySubscriptions", res, func(ctx context.Context) (any, error) {
			all, err := subscriptions(ctx)
			if err != nil {
				return nil, err
			}
			own := []any{}
			for _, subscription := range all {
				if arns, _ := subscription["MonitorArnList"].([]any); slices.Contains(arns, any(res.ID)) {
					own = append(own, subscription)
				}
			}
			return map[string]any{"AnomalySubscriptions": own}, nil
		})
	}
}
