package aws

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/applicationautoscaling"
	scalingtypes "github.com/aws/aws-sdk-go-v2/service/applicationautoscaling/types"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

const kindScalingTarget = "aws_autoscaling_target"

var autoscalingKinds = []evidence.Kind{{
	// Those of the namespace sagemaker: variants of endpoints, and inference components.
	Name: kindScalingTarget, Title: "Scalable target of a SageMaker endpoint", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
	Required: []string{"config.ResourceId", "config.ScalableDimension", "config.MinCapacity", "config.MaxCapacity"},
	Schema: resourceSchema(schemaOf[scalingtypes.ScalableTarget](pascal), members{
		"DescribeScalingPolicies": schemaList(schemaOf[scalingtypes.ScalingPolicy](pascal)), // those of the same resource and dimension
	}, nil),
}}

var autoscalingCollector = &collectors.Collector{
	Name: "aws/application-autoscaling", Provider: providerName, Level: evidence.Region, Kinds: autoscalingKinds,
	Operations: []collectors.Operation{
		{Name: "application-autoscaling:DescribeScalableTargets", Form: evidence.List, Kinds: []string{kindScalingTarget}},
		{Name: "application-autoscaling:DescribeScalingPolicies", Form: evidence.Detail, Kinds: []string{kindScalingTarget}},
	},
	Collect: func(ctx context.Context, session any, rec *collectors.Recorder) {
		s := session.(*Session)
		r := reader{rec, pascal}
		client := applicationautoscaling.NewFromConfig(s.Config)
		found := r.list(ctx, "application-autoscaling:DescribeScalableTargets", kindScalingTarget, func(ctx context.Context) ([]map[string]any, error) {
			in := &applicationautoscaling.DescribeScalableTargetsInput{ServiceNamespace: scalingtypes.ServiceNamespaceSagemaker}
			return items(ctx, applicationautoscaling.NewDescribeScalableTargetsPaginator(client, in), pascal, "ScalableTargets")
		}, func(t map[string]any) *evidence.Resource {
			// The ARN of a target says nothing of what it scales, and old ones have none.
			id := s.here("application-autoscaling", "scalable-target/", text(t, "ResourceId"))
			if id != "" {
				id += "/" + text(t, "ScalableDimension")
			}
			return &evidence.Resource{ID: id, Name: text(t, "ResourceId"), Config: t}
		})
		policies := once(func(ctx context.Context) ([]map[string]any, error) {
			in := &applicationautoscaling.DescribeScalingPoliciesInput{ServiceNamespace: scalingtypes.ServiceNamespaceSagemaker}
			return items(ctx, applicationautoscaling.NewDescribeScalingPoliciesPaginator(client, in), pascal, "ScalingPolicies")
		})
		each(ctx, found, func(ctx context.Context, res *evidence.Resource) {
			r.part(ctx, "application-autoscaling:DescribeScalingPolicies", "DescribeScalingPolicies", res, func(ctx context.Context) (any, error) {
				all, err := policies(ctx)
				own := []any{}
				for _, p := range all {
					if text(p, "ResourceId") == res.Name && text(p, "ScalableDimension") == text(res.Config, "ScalableDimension") {
						own = append(own, p)
					}
				}
				return own, err
			})
		})
	},
}

func init() { collectors.Register(autoscalingCollector) }
