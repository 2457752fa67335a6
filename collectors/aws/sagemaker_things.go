package aws

import (
	"context"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker"

	"github.com/aismm/aismm/internal/evidence"
)

// things lists how each kind is read. Without a client it is good for the declaration of operations only.
func (m *sagemakerReader) things() []sagemakerThing {
	return slices.Concat([]sagemakerThing{
		m.appImageConfigs(), m.domains(), m.endpoints(), m.endpointConfigs(), m.featureGroups(), m.images(), m.models(), m.notebookInstances(),
		m.trainingJobs(), m.monitoringSchedules(),
	}, m.monitoringJobDefinitions(), m.jobs(), m.code())
}

// named makes resources whose ARN and name the list gives in these members; T is the reply that describes one.
func named[T any](arn, name string) func(map[string]any) *evidence.Resource {
	return func(summary map[string]any) *evidence.Resource {
		return &evidence.Resource{ID: text(summary, arn), Name: text(summary, name), Config: partial[T](summary, pascal, nil)}
	}
}

func (m *sagemakerReader) appImageConfigs() sagemakerThing {
	return sagemakerThing{
		kind: kindAppImageConfig, list: "ListAppImageConfigs", tagged: true,
		summaries: func(ctx context.Context) ([]map[string]any, error) {
			return items(ctx, sagemaker.NewListAppImageConfigsPaginator(m.client, &sagemaker.ListAppImageConfigsInput{}), pascal, "AppImageConfigs")
		},
		make: func(c map[string]any) *evidence.Resource {
			return &evidence.Resource{ID: text(c, "AppImageConfigArn"), Name: text(c, "AppImageConfigName"), Config: c}
		},
	}
}

func (m *sagemakerReader) domains() sagemakerThing {
	return sagemakerThing{
		kind: kindDomain, list: "ListDomains", describe: "DescribeDomain", tagged: true,
		summaries: func(ctx context.Context) ([]map[string]any, error) {
			return items(ctx, sagemaker.NewListDomainsPaginator(m.client, &sagemaker.ListDomainsInput{}), pascal, "Domains")
		},
		make: named[sagemaker.DescribeDomainOutput]("DomainArn", "DomainName"),
		config: func(ctx context.Context, res *evidence.Resource) (map[string]any, error) {
			return get(ctx, m.client.DescribeDomain, &sagemaker.DescribeDomainInput{DomainId: aws.String(text(res.Config, "DomainId"))}, pascal)
		},
	}
}

func (m *sagemakerReader) endpoints() sagemakerThing {
	return sagemakerThing{
		kind: kindEndpoint, list: "ListEndpoints", describe: "DescribeEndpoint", tagged: true,
		summaries: func(ctx context.Context) ([]map[string]any, error) {
			return items(ctx, sagemaker.NewListEndpointsPaginator(m.client, &sagemaker.ListEndpointsInput{}), pascal, "Endpoints")
		},
		make: named[sagemaker.DescribeEndpointOutput]("EndpointArn", "EndpointName"),
		config: func(ctx context.Context, res *evidence.Resource) (map[string]any, error) {
			return get(ctx, m.client.DescribeEndpoint, &sagemaker.DescribeEndpointInput{EndpointName: &res.Name}, pascal)
		},
	}
}

func (m *sagemakerReader) endpointConfigs() sagemakerThing {
	return sagemakerThing{
		kind: kindEndpointConfig, list: "ListEndpointConfigs", describe: "DescribeEndpointConfig",
		summaries: func(ctx context.Context) ([]map[string]any, error) {
			return items(ctx, sagemaker.NewListEndpointConfigsPaginator(m.client, &sagemaker.ListEndpointConfigsInput{}), pascal, "EndpointConfigs")
		},
		make: named[sagemaker.DescribeEndpointConfigOutput]("EndpointConfigArn", "EndpointConfigName"),
		config: func(ctx context.Context, res *evidence.Resource) (map[string]any, error) {
			return get(ctx, m.client.DescribeEndpointConfig, &sagemaker.DescribeEndpointConfigInput{EndpointConfigName: &res.Name}, pascal)
		},
	}
}

func (m *sagemakerReader) featureGroups() sagemakerThing {
	return sagemakerThing{
		kind: kindFeatureGroup, list: "ListFeatureGroups", describe: "DescribeFeatureGroup", tagged: true,
		summaries: func(ctx context.Context) ([]map[string]any, error) {
			return items(ctx, sagemaker.NewListFeatureGroupsPaginator(m.client, &sagemaker.ListFeatureGroupsInput{}), pascal, "FeatureGroupSummaries")
		},
		make: named[sagemaker.DescribeFeatureGroupOutput]("FeatureGroupArn", "FeatureGroupName"),
		config: func(ctx context.Context, res *evidence.Resource) (map[string]any, error) {
			// The first page of features; the settings are the same on every page.
			return get(ctx, m.client.DescribeFeatureGroup, &sagemaker.DescribeFeatureGroupInput{FeatureGroupName: &res.Name}, pascal)
		},
	}
}

func (m *sagemakerReader) images() sagemakerThing {
	return sagemakerThing{
		kind: kindImage, list: "ListImages", describe: "DescribeImage", further: []string{"ListImageVersions", "DescribeImageVersion"}, tagged: true,
		more: m.imageVersions,
		summaries: func(ctx context.Context) ([]map[string]any, error) {
			return items(ctx, sagemaker.NewListImagesPaginator(m.client, &sagemaker.ListImagesInput{}), pascal, "Images")
		},
		make: named[sagemaker.DescribeImageOutput]("ImageArn", "ImageName"),
		config: func(ctx context.Context, res *evidence.Resource) (map[string]any, error) {
			return get(ctx, m.client.DescribeImage, &sagemaker.DescribeImageInput{ImageName: &res.Name}, pascal)
		},
	}
}

func (m *sagemakerReader) models() sagemakerThing {
	return sagemakerThing{
		kind: kindModel, list: "ListModels", describe: "DescribeModel", tagged: true, searched: secretsOfModels,
		summaries: func(ctx context.Context) ([]map[string]any, error) {
			return items(ctx, sagemaker.NewListModelsPaginator(m.client, &sagemaker.ListModelsInput{}), pascal, "Models")
		},
		make: named[sagemaker.DescribeModelOutput]("ModelArn", "ModelName"),
		config: func(ctx context.Context, res *evidence.Resource) (map[string]any, error) {
			return get(ctx, m.client.DescribeModel, &sagemaker.DescribeModelInput{ModelName: &res.Name}, pascal)
		},
	}
}

func (m *sagemakerReader) notebookInstances() sagemakerThing {
	return sagemakerThing{
		kind: kindNotebookInstance, list: "ListNotebookInstances", describe: "DescribeNotebookInstance", tagged: true,
		summaries: func(ctx context.Context) ([]map[string]any, error) {
			return items(ctx, sagemaker.NewListNotebookInstancesPaginator(m.client, &sagemaker.ListNotebookInstancesInput{}), pascal, "NotebookInstances")
		},
		make: named[sagemaker.DescribeNotebookInstanceOutput]("NotebookInstanceArn", "NotebookInstanceName"),
		config: func(ctx context.Context, res *evidence.Resource) (map[string]any, error) {
			return get(ctx, m.client.DescribeNotebookInstance, &sagemaker.DescribeNotebookInstanceInput{NotebookInstanceName: &res.Name}, pascal)
		},
	}
}

func (m *sagemakerReader) trainingJobs() sagemakerThing {
	return sagemakerThing{
		kind: kindTrainingJob, list: "ListTrainingJobs", describe: "DescribeTrainingJob", tagged: true, searched: secretsOfTraining,
		summaries: func(ctx context.Context) ([]map[string]any, error) {
			in := &sagemaker.ListTrainingJobsInput{LastModifiedTimeAfter: aws.Time(m.s.Now.Add(-trainingWindow))}
			return items(ctx, sagemaker.NewListTrainingJobsPaginator(m.client, in), pascal, "TrainingJobSummaries")
		},
		make: named[sagemaker.DescribeTrainingJobOutput]("TrainingJobArn", "TrainingJobName"),
		config: func(ctx context.Context, res *evidence.Resource) (map[string]any, error) {
			return get(ctx, m.client.DescribeTrainingJob, &sagemaker.DescribeTrainingJobInput{TrainingJobName: &res.Name}, pascal)
		},
	}
}
