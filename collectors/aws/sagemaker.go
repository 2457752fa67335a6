package aws

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/sagemaker"
	sagemakertypes "github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

const (
	kindAppImageConfig          = "aws_sagemaker_app_image_config"
	kindDomain                  = "aws_sagemaker_domain"
	kindEndpoint                = "aws_sagemaker_endpoint"
	kindEndpointConfig          = "aws_sagemaker_endpoint_config"
	kindFeatureGroup            = "aws_sagemaker_feature_group"
	kindImage                   = "aws_sagemaker_image"
	kindModel                   = "aws_sagemaker_model"
	kindMonitoringJobDefinition = "aws_sagemaker_monitoring_job_definition"
	kindMonitoringSchedule      = "aws_sagemaker_monitoring_schedule"
	kindNotebookInstance        = "aws_sagemaker_notebook_instance"
	kindTrainingJob             = "aws_sagemaker_training_job"
)

// trainingWindow is how far back training jobs are read, by their last change: jobs that ended earlier are judged by no objective.
const trainingWindow = 90 * 24 * time.Hour

var sagemakerKinds = slices.Concat(sagemakerThingKinds, sagemakerJobKinds, sagemakerCodeKinds)

// What holds secrets often enough that it is searched for them, and then redacted whole.
var (
	secretsOfModels   = []string{"config.Containers.Environment", "config.PrimaryContainer.Environment"}
	secretsOfTraining = []string{"config.Environment", "config.HyperParameters", "config.AlgorithmSpecification.ContainerArguments"}
)

var sagemakerThingKinds = []evidence.Kind{
	{
		Name: kindAppImageConfig, Title: "SageMaker app image configuration", Provider: providerName, Deployment: evidence.PaaS,
		Level: evidence.Region, Inventory: true, Required: []string{"config.AppImageConfigArn", "config.CreationTime"},
		Redact: []string{
			"config.CodeEditorAppImageConfig.ContainerConfig.ContainerEnvironmentVariables", "config.CodeEditorAppImageConfig.ContainerConfig.ContainerArguments",
			"config.JupyterLabAppImageConfig.ContainerConfig.ContainerEnvironmentVariables", "config.JupyterLabAppImageConfig.ContainerConfig.ContainerArguments",
		},
		Schema: resourceSchema(schemaOf[sagemakertypes.AppImageConfigDetails](pascal), nil, nil),
	},
	{
		Name: kindDomain, Title: "SageMaker domain", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
		Inventory: true, Required: []string{"config.DomainArn", "config.CreationTime", "config.AuthMode"},
		Schema: resourceSchema(schemaOf[sagemaker.DescribeDomainOutput](pascal), nil, nil),
	},
	{
		Name: kindEndpoint, Title: "SageMaker endpoint", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
		Inventory: true, Required: []string{"config.EndpointArn", "config.CreationTime", "config.EndpointStatus", "config.EndpointConfigName"},
		Schema: resourceSchema(schemaOf[sagemaker.DescribeEndpointOutput](pascal), nil, nil),
	},
	{
		Name: kindEndpointConfig, Title: "SageMaker endpoint configuration", Provider: providerName, Deployment: evidence.PaaS,
		Level: evidence.Region, Required: []string{"config.EndpointConfigArn", "config.EndpointConfigName"},
		Schema: resourceSchema(schemaOf[sagemaker.DescribeEndpointConfigOutput](pascal), nil, nil),
	},
	{
		Name: kindFeatureGroup, Title: "SageMaker feature group", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
		Inventory: true, Required: []string{"config.FeatureGroupArn", "config.CreationTime"},
		Schema: resourceSchema(schemaOf[sagemaker.DescribeFeatureGroupOutput](pascal), nil, nil),
	},
	{
		Name: kindImage, Title: "SageMaker image", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
		Inventory: true, Required: []string{"config.ImageArn", "config.CreationTime"},
		// The versions that can be used are a part.
		Schema: resourceSchema(schemaOf[sagemaker.DescribeImageOutput](pascal), members{
			"DescribeImageVersion": schemaList(schemaOf[sagemaker.DescribeImageVersionOutput](pascal)),
		}, nil),
	},
	{
		Name: kindModel, Title: "SageMaker model", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
		Inventory: true, Required: []string{"config.ModelArn", "config.CreationTime"},
		Redact: secretsOfModels,
		Schema: resourceSchema(schemaOf[sagemaker.DescribeModelOutput](pascal), nil, members{"secret_matches": schemaSecretMatches()}),
	},
	{
		// The four types differ in the names of their members: DataQualityBaselineConfig, ModelBiasBaselineConfig and so on.
		Name: kindMonitoringJobDefinition, Title: "SageMaker monitoring job definition", Provider: providerName, Deployment: evidence.PaaS,
		Level: evidence.Region, Required: []string{"config.JobDefinitionArn", "config.JobDefinitionName"},
		Redact: []string{
			"config.DataQualityAppSpecification.Environment", "config.DataQualityAppSpecification.ContainerArguments",
			"config.ModelQualityAppSpecification.Environment", "config.ModelQualityAppSpecification.ContainerArguments",
			"config.ModelBiasAppSpecification.Environment", "config.ModelExplainabilityAppSpecification.Environment",
		},
		Schema: resourceSchema(schemaUnited(
			schemaOf[sagemaker.DescribeDataQualityJobDefinitionOutput](pascal), schemaOf[sagemaker.DescribeModelQualityJobDefinitionOutput](pascal),
			schemaOf[sagemaker.DescribeModelBiasJobDefinitionOutput](pascal), schemaOf[sagemaker.DescribeModelExplainabilityJobDefinitionOutput](pascal),
		), nil, members{
			"monitoring_type": schemaText(), // DataQuality, ModelQuality, ModelBias or ModelExplainability, as schedules say it
		}),
	},
	{
		Name: kindMonitoringSchedule, Title: "SageMaker monitoring schedule", Provider: providerName, Deployment: evidence.PaaS,
		Level: evidence.Region, Required: []string{"config.MonitoringScheduleArn", "config.MonitoringScheduleStatus"},
		Redact: []string{
			"config.MonitoringScheduleConfig.MonitoringJobDefinition.Environment",
			"config.MonitoringScheduleConfig.MonitoringJobDefinition.MonitoringAppSpecification.ContainerArguments",
		},
		Schema: resourceSchema(schemaOf[sagemaker.DescribeMonitoringScheduleOutput](pascal), nil, nil),
	},
	{
		Name: kindNotebookInstance, Title: "SageMaker notebook instance", Provider: providerName, Deployment: evidence.PaaS,
		Level: evidence.Region, Inventory: true, Required: []string{"config.NotebookInstanceArn", "config.CreationTime"},
		Schema: resourceSchema(schemaOf[sagemaker.DescribeNotebookInstanceOutput](pascal), nil, nil),
	},
	{
		// Jobs that changed in the last 90 days.
		Name: kindTrainingJob, Title: "SageMaker training job", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
		Inventory: true, Required: []string{"config.TrainingJobArn", "config.CreationTime"},
		Redact: secretsOfTraining,
		Schema: resourceSchema(schemaOf[sagemaker.DescribeTrainingJobOutput](pascal), nil, members{"secret_matches": schemaSecretMatches()}),
	},
}

// schemaUnited is an object schema with the members of several.
func schemaUnited(all ...schema) schema {
	properties := map[string]any{}
	for _, s := range all {
		own, _ := s["properties"].(map[string]any)
		maps.Copy(properties, own)
	}
	return schema{"type": "object", "properties": properties}
}

// sagemakerThing says how the things of one kind are read.
type sagemakerThing struct {
	kind     string
	before   string   // a list that says which things to leave out; empty where there is none
	list     string   // operations, without the service
	describe string   // empty where the list says all
	further  []string // details that more reads
	tagged   bool
	// summaries lists the things, and make turns one into a resource.
	summaries func(context.Context) ([]map[string]any, error)
	make      func(summary map[string]any) *evidence.Resource
	// config describes one.
	config func(context.Context, *evidence.Resource) (map[string]any, error)
	// searched are paths in which secrets are looked for, before they are redacted.
	searched []string
	// more reads what is kept beside the configuration; it may be nil.
	more func(context.Context, *evidence.Resource)
}

var sagemakerCollector = &collectors.Collector{
	Name: "aws/sagemaker", Provider: providerName, Level: evidence.Region, Kinds: sagemakerKinds,
	Operations: sagemakerOperations((&sagemakerReader{}).things()),
	Collect: func(ctx context.Context, session any, rec *collectors.Recorder) {
		s := session.(*Session)
		m := &sagemakerReader{reader{rec, pascal}, s, sagemaker.NewFromConfig(s.Config)}
		each(ctx, m.things(), m.read)
	},
}

func init() { collectors.Register(sagemakerCollector) }

func sagemakerOperations(things []sagemakerThing) []collectors.Operation {
	var (
		operations []collectors.Operation
		tagged     []string
	)
	for _, t := range things {
		if t.before != "" {
			operations = append(operations, collectors.Operation{Name: "sagemaker:" + t.before, Form: evidence.List, Kinds: []string{t.kind}})
		}
		operations = append(operations, collectors.Operation{Name: "sagemaker:" + t.list, Form: evidence.List, Kinds: []string{t.kind}})
		if t.describe != "" {
			operations = append(operations, collectors.Operation{Name: "sagemaker:" + t.describe, Form: evidence.Detail, Kinds: []string{t.kind}})
		}
		for _, operation := range t.further {
			operations = append(operations, collectors.Operation{Name: "sagemaker:" + operation, Form: evidence.Detail, Kinds: []string{t.kind}})
		}
		if t.tagged && !slices.Contains(tagged, t.kind) {
			tagged = append(tagged, t.kind)
		}
	}
	return append(operations, collectors.Operation{Name: "sagemaker:ListTags", Form: evidence.Detail, Kinds: tagged})
}

type sagemakerReader struct {
	reader
	s      *Session
	client *sagemaker.Client
}

func (m *sagemakerReader) read(ctx context.Context, t sagemakerThing) {
	found := m.list(ctx, "sagemaker:"+t.list, t.kind, t.summaries, t.make)
	each(ctx, found, func(ctx context.Context, res *evidence.Resource) {
		described := t.describe == "" ||
			m.main(ctx, "sagemaker:"+t.describe, res, func(ctx context.Context) (map[string]any, error) { return t.config(ctx, res) })
		if described && t.searched != nil {
			secretMatches(res, t.searched...)
		}
		if t.more != nil {
			t.more(ctx, res)
		}
		if t.tagged {
			m.tags(ctx, "sagemaker:ListTags", res, func(ctx context.Context) (map[string]string, error) {
				in := &sagemaker.ListTagsInput{ResourceArn: &res.ID}
				tags, err := items(ctx, sagemaker.NewListTagsPaginator(m.client, in), pascal, "Tags")
				return pairs(tags, "Key", "Value"), err
			})
		}
	})
}
