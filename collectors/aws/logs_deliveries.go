package aws

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"

	"github.com/aismm/aismm/internal/evidence"
)

// deliveries reads which sources of vended logs are delivered, and where to. A source without a delivery delivers nothing.
func (r *logsReader) deliveries(ctx context.Context) []*evidence.Resource {
	all := r.list(ctx, "logs:DescribeDeliveries", kindLogDelivery, func(ctx context.Context) ([]map[string]any, error) {
		return items(ctx, cloudwatchlogs.NewDescribeDeliveriesPaginator(r.client, &cloudwatchlogs.DescribeDeliveriesInput{}), camel, "deliveries")
	}, func(d map[string]any) *evidence.Resource {
		return &evidence.Resource{ID: text(d, "arn"), Config: d, Tags: tagMap(d, "tags"), Parts: map[string]any{}}
	})
	sources := once(func(ctx context.Context) (map[string]map[string]any, error) {
		found, err := items(ctx, cloudwatchlogs.NewDescribeDeliverySourcesPaginator(r.client, &cloudwatchlogs.DescribeDeliverySourcesInput{}), camel, "deliverySources")
		return by(found, "name"), err
	})
	destinations := once(func(ctx context.Context) (map[string]map[string]any, error) {
		found, err := items(ctx, cloudwatchlogs.NewDescribeDeliveryDestinationsPaginator(r.client, &cloudwatchlogs.DescribeDeliveryDestinationsInput{}), camel, "deliveryDestinations")
		return by(found, "arn"), err
	})
	for _, res := range all {
		r.part(ctx, "logs:DescribeDeliverySources", "DescribeDeliverySources", res, func(ctx context.Context) (any, error) {
			byName, err := sources(ctx)
			if err != nil {
				return nil, err
			}
			return entry(byName, text(res.Config, "deliverySourceName"))
		})
		r.rec.Detail(ctx, "logs:DescribeDeliveryDestinations", res, func(ctx context.Context) error {
			byARN, err := destinations(ctx)
			if err != nil {
				return err
			}
			if destination, ok := byARN[text(res.Config, "deliveryDestinationArn")]; ok {
				res.Parts["DescribeDeliveryDestinations"] = destination
			}
			return nil
		})
	}
	return all
}
