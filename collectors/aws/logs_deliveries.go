package aws

import (
	"context"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"

	"github.com/aismm/aismm/internal/evidence"
)

// deliveries reads which sources of vended logs are delivered, and where to. A source without a delivery delivers nothing. Unclear is the
// read without which some log group may take such logs unseen.
func (r *logsReader) deliveries(ctx context.Context) (all []*evidence.Resource, unclear string) {
	all, gap := r.listOrGap(ctx, "logs:DescribeDeliveries", kindLogDelivery, func(ctx context.Context) ([]map[string]any, error) {
		return items(ctx, cloudwatchlogs.NewDescribeDeliveriesPaginator(r.client, &cloudwatchlogs.DescribeDeliveriesInput{}), camel, "deliveries")
	}, func(d map[string]any) *evidence.Resource {
		return &evidence.Resource{ID: text(d, "arn"), Config: d, Tags: tagMap(d, "tags"), Parts: map[string]any{}}
	})
	if gap {
		unclear = "logs:DescribeDeliveries"
	}
	sources := once(func(ctx context.Context) (map[string]map[string]any, error) {
		found, err := items(ctx, cloudwatchlogs.NewDescribeDeliverySourcesPaginator(r.client, &cloudwatchlogs.DescribeDeliverySourcesInput{}), camel, "deliverySources")
		return by(found, "name"), err
	})
	destinations := once(func(ctx context.Context) (map[string]map[string]any, error) {
		found, err := items(ctx, cloudwatchlogs.NewDescribeDeliveryDestinationsPaginator(r.client, &cloudwatchlogs.DescribeDeliveryDestinationsInput{}), camel, "deliveryDestinations")
		return by(found, "arn"), err
	})
	for _, res := range all {
		knowsSource := r.part(ctx, "logs:DescribeDeliverySources", "DescribeDeliverySources", res, func(ctx context.Context) (any, error) {
			byName, err := sources(ctx)
			if err != nil {
				return nil, err
			}
			return entry(byName, text(res.Config, "deliverySourceName"))
		})
		knowsDestination := r.rec.Detail(ctx, "logs:DescribeDeliveryDestinations", res, func(ctx context.Context) error {
			byARN, err := destinations(ctx)
			if err != nil {
				return err
			}
			if destination, ok := byARN[text(res.Config, "deliveryDestinationArn")]; ok {
				res.Parts["DescribeDeliveryDestinations"] = destination
			}
			return nil
		})
		switch {
		case knowsDestination && !knowsSource && destinationGroup(res) != "":
			unclear = "logs:DescribeDeliverySources"
		case !knowsDestination && (!knowsSource || ofAI(res)):
			unclear = "logs:DescribeDeliveryDestinations"
		}
	}
	return all, unclear
}

// ofAI reports a delivery whose source is an AI service.
func ofAI(delivery *evidence.Resource) bool {
	source, _ := delivery.Parts["DescribeDeliverySources"].(map[string]any)
	return strings.HasPrefix(text(source, "service"), "bedrock")
}

// destinationGroup names the log group of this account that a delivery goes to, if it goes to one.
func destinationGroup(delivery *evidence.Resource) string {
	destination, _ := delivery.Parts["DescribeDeliveryDestinations"].(map[string]any)
	_, name, _ := strings.Cut(text(object(destination, "deliveryDestinationConfiguration"), "destinationResourceArn"), ":log-group:")
	return strings.TrimSuffix(name, ":*")
}
