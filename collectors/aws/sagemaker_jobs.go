package aws

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker"

	"github.com/aismm/aismm/internal/evidence"
)

const (
	kindAutoMLJob           = "aws_sagemaker_automl_job"
	kindCompilationJob      = "aws_sagemaker_compilation_job"
	kindFlowDefinition      = "aws_sagemaker_flow_definition"
	kindInferenceExperiment = "aws_sagemaker_inference_experiment"
	kindProcessingJob       = "aws_sagemaker_processing_job"
	kindTransformJob        = "aws_sagemaker_transform_job"
	kindTuningJob           = "aws_sagemaker_tuning_job"
)

var (
	secretsOfAutoML     = []string{"config.AutoMLProblemTypeConfig.TextGenerationJobConfig.TextGenerationHyperParameters"}
	secretsOfProcessing = []string{"config.Environment", "config.AppSpecification.ContainerArguments"}
	secretsOfTransform  = []string{"config.Environment"}
	secretsOfTuning     = []string{
		"config.TrainingJobDefinition.StaticHyperParameters", "config.TrainingJobDefinition.Environment",
		"config.TrainingJobDefinitions.StaticHyperParameters", "config.TrainingJobDefinitions.Environment",
	}
)

// sagemakerJobKinds are jobs that changed in the last 90 days, and what stands beside them for longer.
var sagemakerJobKinds = []evidence.Kind{
	{
		Name: kindAutoMLJob, Title: "SageMaker AutoML job", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
		Inventory: true, Required: []string{"config.AutoMLJobArn", "config.CreationTime"},
		Redact: slices.Concat(secretsOfAutoML, []string{
			"config.BestCandidate.InferenceContainers.Environment", "config.BestCandidate.InferenceContainerDefinitions.*.Environment",
		}),
		Schema: resourceSchema(schemaOf[sagemaker.DescribeAutoMLJobV2Output](pascal), nil, members{"secret_matches": schemaSecretMatches()}),
	},
	{
		Name: kindCompilationJob, Title: "SageMaker compilation job", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
		ShowsUse: true, Required: []string{"config.CompilationJobArn", "config.CreationTime"},
		Schema: resourceSchema(schemaOf[sagemaker.DescribeCompilationJobOutput](pascal), nil, nil),
	},
	{
		// A workflow in which people review what a model put out.
		Name: kindFlowDefinition, Title: "SageMaker human review workflow", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
		ShowsUse: true, Required: []string{"config.FlowDefinitionArn", "config.CreationTime"},
		Schema: resourceSchema(schemaOf[sagemaker.DescribeFlowDefinitionOutput](pascal), nil, nil),
	},
	{
		Name: kindInferenceExperiment, Title: "SageMaker inference experiment", Provider: providerName, Deployment: evidence.PaaS,
		Level: evidence.Region, Inventory: true, Required: []string{"config.Name", "config.CreationTime"},
		Schema: resourceSchema(schemaOf[sagemaker.DescribeInferenceExperimentOutput](pascal), nil, nil),
	},
	{
		// Those that a monitoring schedule started are left out: the schedule stands for them. Jobs that changed more than 90 and at most 396 days
		// ago are here if their names say that they look for bias or explain a model, as yearly evaluations do.
		Name: kindProcessingJob, Title: "SageMaker processing job", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
		ShowsUse: true, Required: []string{"config.ProcessingJobArn", "config.CreationTime", "config.ProcessingJobStatus"},
		Redact: secretsOfProcessing,
		Schema: resourceSchema(schemaOf[sagemaker.DescribeProcessingJobOutput](pascal), nil, members{"secret_matches": schemaSecretMatches()}),
	},
	{
		Name: kindTransformJob, Title: "SageMaker transform job", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
		Inventory: true, Required: []string{"config.TransformJobArn", "config.CreationTime"},
		Redact: secretsOfTransform,
		Schema: resourceSchema(schemaOf[sagemaker.DescribeTransformJobOutput](pascal), nil, members{"secret_matches": schemaSecretMatches()}),
	},
	{
		Name: kindTuningJob, Title: "SageMaker tuning job", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
		Inventory: true, Required: []string{"config.HyperParameterTuningJobArn", "config.CreationTime"},
		Redact: slices.Concat(secretsOfTuning, []string{
			"config.BestTrainingJob.TunedHyperParameters", "config.OverallBestTrainingJob.TunedHyperParameters",
		}),
		Schema: resourceSchema(schemaOf[sagemaker.DescribeHyperParameterTuningJobOutput](pascal), nil, members{"secret_matches": schemaSecretMatches()}),
	},
}

// jobs lists how each kind of job is read.
func (m *sagemakerReader) jobs() []sagemakerThing {
	return []sagemakerThing{
		m.autoMLJobs(), m.compilationJobs(), m.flowDefinitions(), m.inferenceExperiments(), m.processingJobs(), m.transformJobs(), m.tuningJobs(),
	}
}

func (m *sagemakerReader) since(window time.Duration) *time.Time {
	return aws.Time(m.s.Now.Add(-window))
}

func (m *sagemakerReader) autoMLJobs() sagemakerThing {
	return sagemakerThing{
		kind: kindAutoMLJob, list: "ListAutoMLJobs", describe: "DescribeAutoMLJobV2", tagged: true,
		searched: secretsOfAutoML,
		summaries: func(ctx context.Context) ([]map[string]any, error) {
			in := &sagemaker.ListAutoMLJobsInput{LastModifiedTimeAfter: m.since(trainingWindow)}
			return items(ctx, sagemaker.NewListAutoMLJobsPaginator(m.client, in), pascal, "AutoMLJobSummaries")
		},
		make: named[sagemaker.DescribeAutoMLJobV2Output]("AutoMLJobArn", "AutoMLJobName"),
		config: func(ctx context.Context, res *evidence.Resource) (map[string]any, error) {
			// The second version describes jobs of the first as well.
			return get(ctx, m.client.DescribeAutoMLJobV2, &sagemaker.DescribeAutoMLJobV2Input{AutoMLJobName: &res.Name}, pascal)
		},
	}
}

func (m *sagemakerReader) compilationJobs() sagemakerThing {
	return sagemakerThing{
		kind: kindCompilationJob, list: "ListCompilationJobs", describe: "DescribeCompilationJob", tagged: true,
		summaries: func(ctx context.Context) ([]map[string]any, error) {
			in := &sagemaker.ListCompilationJobsInput{LastModifiedTimeAfter: m.since(trainingWindow)}
			return items(ctx, sagemaker.NewListCompilationJobsPaginator(m.client, in), pascal, "CompilationJobSummaries")
		},
		make: named[sagemaker.DescribeCompilationJobOutput]("CompilationJobArn", "CompilationJobName"),
		config: func(ctx context.Context, res *evidence.Resource) (map[string]any, error) {
			return get(ctx, m.client.DescribeCompilationJob, &sagemaker.DescribeCompilationJobInput{CompilationJobName: &res.Name}, pascal)
		},
	}
}

func (m *sagemakerReader) flowDefinitions() sagemakerThing {
	return sagemakerThing{
		kind: kindFlowDefinition, list: "ListFlowDefinitions", describe: "DescribeFlowDefinition", tagged: true,
		summaries: func(ctx context.Context) ([]map[string]any, error) {
			in := &sagemaker.ListFlowDefinitionsInput{}
			return items(ctx, sagemaker.NewListFlowDefinitionsPaginator(m.client, in), pascal, "FlowDefinitionSummaries")
		},
		make: named[sagemaker.DescribeFlowDefinitionOutput]("FlowDefinitionArn", "FlowDefinitionName"),
		config: func(ctx context.Context, res *evidence.Resource) (map[string]any, error) {
			return get(ctx, m.client.DescribeFlowDefinition, &sagemaker.DescribeFlowDefinitionInput{FlowDefinitionName: &res.Name}, pascal)
		},
	}
}

func (m *sagemakerReader) inferenceExperiments() sagemakerThing {
	return sagemakerThing{
		kind: kindInferenceExperiment, list: "ListInferenceExperiments", describe: "DescribeInferenceExperiment", tagged: true,
		summaries: func(ctx context.Context) ([]map[string]any, error) {
			in := &sagemaker.ListInferenceExperimentsInput{LastModifiedTimeAfter: m.since(trainingWindow)}
			return items(ctx, sagemaker.NewListInferenceExperimentsPaginator(m.client, in), pascal, "InferenceExperiments")
		},
		make: func(e map[string]any) *evidence.Resource {
			return &evidence.Resource{ID: m.s.here("sagemaker", "inference-experiment/", text(e, "Name")), Name: text(e, "Name"),
				Config: partial[sagemaker.DescribeInferenceExperimentOutput](e, pascal, nil)}
		},
		config: func(ctx context.Context, res *evidence.Resource) (map[string]any, error) {
			return get(ctx, m.client.DescribeInferenceExperiment, &sagemaker.DescribeInferenceExperimentInput{Name: &res.Name}, pascal)
		},
	}
}

// nameOfClarify reports names of jobs that evaluate a model: those that SageMaker Clarify gives its own, and what people call theirs.
func nameOfClarify(name string) bool {
	return slices.ContainsFunc([]string{"clarify", "bias", "explain"}, func(word string) bool { return strings.Contains(strings.ToLower(name), word) })
}

func (m *sagemakerReader) processingJobs() sagemakerThing {
	return sagemakerThing{
		kind: kindProcessingJob, before: "ListMonitoringExecutions", list: "ListProcessingJobs", describe: "DescribeProcessingJob", tagged: true,
		searched: secretsOfProcessing,
		summaries: func(ctx context.Context) ([]map[string]any, error) {
			monitoring := m.monitoringExecutions(ctx)
			in := &sagemaker.ListProcessingJobsInput{LastModifiedTimeAfter: m.since(evaluationWindow)}
			jobs, err := items(ctx, sagemaker.NewListProcessingJobsPaginator(m.client, in), pascal, "ProcessingJobSummaries")
			recent := m.since(trainingWindow).UTC().Format(time.RFC3339)
			return slices.DeleteFunc(jobs, func(j map[string]any) bool {
				changed := max(text(j, "CreationTime"), text(j, "LastModifiedTime"), text(j, "ProcessingEndTime")) // RFC 3339 in UTC sorts as text
				return monitoring[text(j, "ProcessingJobArn")] || changed < recent && !nameOfClarify(text(j, "ProcessingJobName"))
			}), err
		},
		make: named[sagemaker.DescribeProcessingJobOutput]("ProcessingJobArn", "ProcessingJobName"),
		config: func(ctx context.Context, res *evidence.Resource) (map[string]any, error) {
			return get(ctx, m.client.DescribeProcessingJob, &sagemaker.DescribeProcessingJobInput{ProcessingJobName: &res.Name}, pascal)
		},
	}
}

// monitoringExecutions are the processing jobs that monitoring schedules started. An hourly schedule starts two thousand of them in 90 days,
// which all look alike.
func (m *sagemakerReader) monitoringExecutions(ctx context.Context) map[string]bool {
	jobs := map[string]bool{}
	m.rec.List(ctx, "sagemaker:ListMonitoringExecutions", func(ctx context.Context) (int, error) {
		in := &sagemaker.ListMonitoringExecutionsInput{LastModifiedTimeAfter: m.since(evaluationWindow)}
		executions, err := items(ctx, sagemaker.NewListMonitoringExecutionsPaginator(m.client, in), pascal, "MonitoringExecutionSummaries")
		for _, e := range executions {
			if job := text(e, "ProcessingJobArn"); job != "" {
				jobs[job] = true
			}
		}
		return 0, err // they are no resources
	})
	return jobs
}

func (m *sagemakerReader) transformJobs() sagemakerThing {
	return sagemakerThing{
		kind: kindTransformJob, list: "ListTransformJobs", describe: "DescribeTransformJob", tagged: true,
		searched: secretsOfTransform,
		summaries: func(ctx context.Context) ([]map[string]any, error) {
			in := &sagemaker.ListTransformJobsInput{LastModifiedTimeAfter: m.since(trainingWindow)}
			return items(ctx, sagemaker.NewListTransformJobsPaginator(m.client, in), pascal, "TransformJobSummaries")
		},
		make: named[sagemaker.DescribeTransformJobOutput]("TransformJobArn", "TransformJobName"),
		config: func(ctx context.Context, res *evidence.Resource) (map[string]any, error) {
			return get(ctx, m.client.DescribeTransformJob, &sagemaker.DescribeTransformJobInput{TransformJobName: &res.Name}, pascal)
		},
	}
}

func (m *sagemakerReader) tuningJobs() sagemakerThing {
	return sagemakerThing{
		kind: kindTuningJob, list: "ListHyperParameterTuningJobs", describe: "DescribeHyperParameterTuningJob", tagged: true,
		searched: secretsOfTuning,
		summaries: func(ctx context.Context) ([]map[string]any, error) {
			in := &sagemaker.ListHyperParameterTuningJobsInput{LastModifiedTimeAfter: m.since(trainingWindow)}
			return items(ctx, sagemaker.NewListHyperParameterTuningJobsPaginator(m.client, in), pascal, "HyperParameterTuningJobSummaries")
		},
		make: named[sagemaker.DescribeHyperParameterTuningJobOutput]("HyperParameterTuningJobArn", "HyperParameterTuningJobName"),
		config: func(ctx context.Context, res *evidence.Resource) (map[string]any, error) {
			in := &sagemaker.DescribeHyperParameterTuningJobInput{HyperParameterTuningJobName: &res.Name}
			return get(ctx, m.client.DescribeHyperParameterTuningJob, in, pascal)
		},
	}
}
