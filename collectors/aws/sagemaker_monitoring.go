package aws

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/sagemaker"
	sagemakertypes "github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/aismm/aismm/internal/evidence"
)

func (m *sagemakerReader) monitoringSchedules() sagemakerThing {
	return sagemakerThing{
		kind: kindMonitoringSchedule, list: "ListMonitoringSchedules", describe: "DescribeMonitoringSchedule",
		summaries: func(ctx context.Context) ([]map[string]any, error) {
			in := &sagemaker.ListMonitoringSchedulesInput{}
			return items(ctx, sagemaker.NewListMonitoringSchedulesPaginator(m.client, in), pascal, "MonitoringScheduleSummaries")
		},
		make: named[sagemaker.DescribeMonitoringScheduleOutput]("MonitoringScheduleArn", "MonitoringScheduleName"),
		config: func(ctx context.Context, res *evidence.Resource) (map[string]any, error) {
			return get(ctx, m.client.DescribeMonitoringSchedule, &sagemaker.DescribeMonitoringScheduleInput{MonitoringScheduleName: &res.Name}, pascal)
		},
	}
}

// monitoringJobDefinitions are four APIs of one shape.
func (m *sagemakerReader) monitoringJobDefinitions() []sagemakerThing {
	return []sagemakerThing{
		monitoringJobDefinition[sagemaker.DescribeDataQualityJobDefinitionOutput](sagemakertypes.MonitoringTypeDataQuality,
			func(ctx context.Context) ([]map[string]any, error) {
				in := &sagemaker.ListDataQualityJobDefinitionsInput{}
				return items(ctx, sagemaker.NewListDataQualityJobDefinitionsPaginator(m.client, in), pascal, "JobDefinitionSummaries")
			},
			func(ctx context.Context, res *evidence.Resource) (map[string]any, error) {
				in := &sagemaker.DescribeDataQualityJobDefinitionInput{JobDefinitionName: &res.Name}
				return get(ctx, m.client.DescribeDataQualityJobDefinition, in, pascal)
			}),
		monitoringJobDefinition[sagemaker.DescribeModelQualityJobDefinitionOutput](sagemakertypes.MonitoringTypeModelQuality,
			func(ctx context.Context) ([]map[string]any, error) {
				in := &sagemaker.ListModelQualityJobDefinitionsInput{}
				return items(ctx, sagemaker.NewListModelQualityJobDefinitionsPaginator(m.client, in), pascal, "JobDefinitionSummaries")
			},
			func(ctx context.Context, res *evidence.Resource) (map[string]any, error) {
				in := &sagemaker.DescribeModelQualityJobDefinitionInput{JobDefinitionName: &res.Name}
				return get(ctx, m.client.DescribeModelQualityJobDefinition, in, pascal)
			}),
		monitoringJobDefinition[sagemaker.DescribeModelBiasJobDefinitionOutput](sagemakertypes.MonitoringTypeModelBias,
			func(ctx context.Context) ([]map[string]any, error) {
				in := &sagemaker.ListModelBiasJobDefinitionsInput{}
				return items(ctx, sagemaker.NewListModelBiasJobDefinitionsPaginator(m.client, in), pascal, "JobDefinitionSummaries")
			},
			func(ctx context.Context, res *evidence.Resource) (map[string]any, error) {
				in := &sagemaker.DescribeModelBiasJobDefinitionInput{JobDefinitionName: &res.Name}
				return get(ctx, m.client.DescribeModelBiasJobDefinition, in, pascal)
			}),
		monitoringJobDefinition[sagemaker.DescribeModelExplainabilityJobDefinitionOutput](sagemakertypes.MonitoringTypeModelExplainability,
			func(ctx context.Context) ([]map[string]any, error) {
				in := &sagemaker.ListModelExplainabilityJobDefinitionsInput{}
				return items(ctx, sagemaker.NewListModelExplainabilityJobDefinitionsPaginator(m.client, in), pascal, "JobDefinitionSummaries")
			},
			func(ctx context.Context, res *evidence.Resource) (map[string]any, error) {
				in := &sagemaker.DescribeModelExplainabilityJobDefinitionInput{JobDefinitionName: &res.Name}
				return get(ctx, m.client.DescribeModelExplainabilityJobDefinition, in, pascal)
			}),
	}
}

func monitoringJobDefinition[T any](kind sagemakertypes.MonitoringType, summaries func(context.Context) ([]map[string]any, error),
	config func(context.Context, *evidence.Resource) (map[string]any, error),
) sagemakerThing {
	return sagemakerThing{
		kind: kindMonitoringJobDefinition, list: "List" + string(kind) + "JobDefinitions", describe: "Describe" + string(kind) + "JobDefinition",
		summaries: summaries, config: config,
		make: func(d map[string]any) *evidence.Resource {
			return &evidence.Resource{ID: text(d, "MonitoringJobDefinitionArn"), Name: text(d, "MonitoringJobDefinitionName"),
				Derived: map[string]any{"monitoring_type": string(kind)},
				Config: partial[T](d, pascal, map[string]string{
					"MonitoringJobDefinitionArn": "JobDefinitionArn", "MonitoringJobDefinitionName": "JobDefinitionName"})}
		},
	}
}
