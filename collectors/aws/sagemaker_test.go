package aws

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/aismm/aismm/internal/evidence"
)

const smARN = "arn:aws:sagemaker:us-east-1:111122223333:"

// sagemakerAnswers is a region with one of each, after the shapes of the SageMaker API reference. Times are in seconds: 1790000000 is
// 2026-09-21T14:13:20Z.
func sagemakerAnswers() map[string][]answer {
	return map[string][]answer{
		"SageMaker.ListAppImageConfigs": {ok(`{"AppImageConfigs": [{"AppImageConfigArn": "` + smARN + `app-image-config/lab", "AppImageConfigName": "lab", "CreationTime": 1790000000,
			"JupyterLabAppImageConfig": {"ContainerConfig": {"ContainerEnvironmentVariables": {"TEAM": "secret-of-the-lab"}}}}]}`)},
		"SageMaker.ListDomains": {ok(`{"Domains": [{"DomainArn": "` + smARN + `domain/d-1", "DomainId": "d-1", "DomainName": "research", "Status": "InService", "CreationTime": 1790000000,
			"Url": "https://d-1.studio.us-east-1.sagemaker.aws"}]}`)},
		"SageMaker.DescribeDomain": {ok(`{"DomainArn": "` + smARN + `domain/d-1", "DomainId": "d-1", "DomainName": "research", "Status": "InService", "CreationTime": 1790000000,
			"AuthMode": "SSO", "AppNetworkAccessType": "VpcOnly", "DefaultUserSettings": {"ExecutionRole": "arn:aws:iam::111122223333:role/studio"}}`)},
		"SageMaker.ListEndpoints": {
			ok(`{"Endpoints": [{"EndpointArn": "` + smARN + `endpoint/score", "EndpointName": "score", "EndpointStatus": "InService", "CreationTime": 1790000000, "LastModifiedTime": 1790000000}],
				"NextToken": "page2"}`),
			ok(`{"Endpoints": [{"EndpointArn": "` + smARN + `endpoint/test", "EndpointName": "test", "EndpointStatus": "InService", "CreationTime": 1790000000, "LastModifiedTime": 1790000000}]}`)},
		`SageMaker.DescribeEndpoint {"EndpointName":"score"}`: {ok(`{"EndpointArn": "` + smARN + `endpoint/score", "EndpointName": "score", "EndpointStatus": "InService",
			"EndpointConfigName": "score-7", "CreationTime": 1790000000, "LastModifiedTime": 1790000000}`)},
		`SageMaker.DescribeEndpoint {"EndpointName":"test"}`: {denied("sagemaker:DescribeEndpoint")},
		"SageMaker.ListEndpointConfigs":                      {ok(`{"EndpointConfigs": [{"EndpointConfigArn": "` + smARN + `endpoint-config/score-7", "EndpointConfigName": "score-7", "CreationTime": 1790000000}]}`)},
		"SageMaker.DescribeEndpointConfig": {ok(`{"EndpointConfigArn": "` + smARN + `endpoint-config/score-7", "EndpointConfigName": "score-7", "CreationTime": 1790000000,
			"ProductionVariants": [{"VariantName": "all", "ModelName": "scorer"}], "DataCaptureConfig": {"EnableCapture": true, "InitialSamplingPercentage": 100,
			"DestinationS3Uri": "s3://example-capture/score", "CaptureOptions": [{"CaptureMode": "Input"}, {"CaptureMode": "Output"}]}}`)},
		"SageMaker.ListFeatureGroups":    {ok(`{"FeatureGroupSummaries": [{"FeatureGroupArn": "` + smARN + `feature-group/customers", "FeatureGroupName": "customers", "CreationTime": 1790000000}]}`)},
		"SageMaker.DescribeFeatureGroup": {ok(`{"FeatureGroupArn": "` + smARN + `feature-group/customers", "FeatureGroupName": "customers", "CreationTime": 1790000000, "RecordIdentifierFeatureName": "id", "EventTimeFeatureName": "at", "NextToken": ""}`)},
		"SageMaker.ListImages":           {ok(`{"Images": [{"ImageArn": "` + smARN + `image/base", "ImageName": "base", "ImageStatus": "CREATED", "CreationTime": 1790000000, "LastModifiedTime": 1790000000, "Description": "Base of the notebooks"}]}`)},
		"SageMaker.DescribeImage":        {ok(`{"ImageArn": "` + smARN + `image/base", "ImageName": "base", "ImageStatus": "CREATED", "CreationTime": 1790000000, "LastModifiedTime": 1790000000, "Description": "Base of the notebooks", "RoleArn": "arn:aws:iam::111122223333:role/images"}`)},
		"SageMaker.ListModels":           {ok(`{"Models": [{"ModelArn": "` + smARN + `model/scorer", "ModelName": "scorer", "CreationTime": 1790000000}]}`)},
		"SageMaker.DescribeModel": {ok(`{"ModelArn": "` + smARN + `model/scorer", "ModelName": "scorer", "CreationTime": 1790000000, "ExecutionRoleArn": "arn:aws:iam::111122223333:role/scorer",
			"EnableNetworkIsolation": false, "Containers": [{"Image": "111122223333.dkr.ecr.us-east-1.amazonaws.com/scorer:1", "Environment": {"MODE": "secret-of-the-model"}}]}`)},
		"SageMaker.ListNotebookInstances":                                 {ok(`{"NotebookInstances": [{"NotebookInstanceArn": "` + smARN + `notebook-instance/desk", "NotebookInstanceName": "desk", "NotebookInstanceStatus": "InService"}]}`)},
		"SageMaker.DescribeNotebookInstance":                              {ok(`{"NotebookInstanceArn": "` + smARN + `notebook-instance/desk", "NotebookInstanceName": "desk", "NotebookInstanceStatus": "InService", "CreationTime": 1790000000, "RoleArn": "arn:aws:iam::111122223333:role/desk", "RootAccess": "Disabled"}`)},
		`SageMaker.ListTrainingJobs {"LastModifiedTimeAfter":1787832000}`: {ok(`{"TrainingJobSummaries": [{"TrainingJobArn": "` + smARN + `training-job/nightly", "TrainingJobName": "nightly", "TrainingJobStatus": "Completed", "CreationTime": 1790000000}]}`)},
		"SageMaker.DescribeTrainingJob": {ok(`{"TrainingJobArn": "` + smARN + `training-job/nightly", "TrainingJobName": "nightly", "TrainingJobStatus": "Completed", "CreationTime": 1790000000,
			"RoleArn": "arn:aws:iam::111122223333:role/train", "Environment": {"A": "secret-of-the-job"}, "HyperParameters": {"epochs": "\"3\"", "hub": "secret-of-the-hub"},
			"ModelArtifacts": {"S3ModelArtifacts": "s3://example-models/nightly"}, "SecondaryStatus": "Completed", "StoppingCondition": {"MaxRuntimeInSeconds": 3600}}`)},
		"SageMaker.ListMonitoringSchedules": {ok(`{"MonitoringScheduleSummaries": [{"MonitoringScheduleArn": "` + smARN + `monitoring-schedule/hourly", "MonitoringScheduleName": "hourly", "MonitoringScheduleStatus": "Scheduled",
			"CreationTime": 1790000000, "LastModifiedTime": 1790000000, "EndpointName": "score", "MonitoringJobDefinitionName": "quality", "MonitoringType": "DataQuality"}]}`)},
		"SageMaker.DescribeMonitoringSchedule": {ok(`{"MonitoringScheduleArn": "` + smARN + `monitoring-schedule/hourly", "MonitoringScheduleName": "hourly", "MonitoringScheduleStatus": "Scheduled",
			"CreationTime": 1790000000, "LastModifiedTime": 1790000000, "EndpointName": "score", "MonitoringType": "DataQuality",
			"MonitoringScheduleConfig": {"MonitoringJobDefinitionName": "quality", "MonitoringType": "DataQuality", "ScheduleConfig": {"ScheduleExpression": "cron(0 * ? * * *)"}},
			"LastMonitoringExecutionSummary": {"MonitoringScheduleName": "hourly", "ScheduledTime": 1790000000, "CreationTime": 1790000000, "LastModifiedTime": 1790000000, "MonitoringExecutionStatus": "CompletedWithViolations"}}`)},
		"SageMaker.ListDataQualityJobDefinitions": {ok(`{"JobDefinitionSummaries": [{"MonitoringJobDefinitionArn": "` + smARN + `data-quality-job-definition/quality", "MonitoringJobDefinitionName": "quality", "CreationTime": 1790000000, "EndpointName": "score"}]}`)},
		"SageMaker.DescribeDataQualityJobDefinition": {ok(`{"JobDefinitionArn": "` + smARN + `data-quality-job-definition/quality", "JobDefinitionName": "quality", "CreationTime": 1790000000,
			"RoleArn": "arn:aws:iam::111122223333:role/monitor", "DataQualityAppSpecification": {"ImageUri": "111122223333.dkr.ecr.us-east-1.amazonaws.com/monitor", "Environment": {"B": "secret-of-the-monitor"}},
			"DataQualityBaselineConfig": {"StatisticsResource": {"S3Uri": "s3://example-baseline/statistics.json"}}}`)},
		"SageMaker.ListModelQualityJobDefinitions":                                            {ok(`{"JobDefinitionSummaries": []}`)},
		"SageMaker.ListModelBiasJobDefinitions":                                               {ok(`{"JobDefinitionSummaries": [{"MonitoringJobDefinitionArn": "` + smARN + `model-bias-job-definition/bias", "MonitoringJobDefinitionName": "bias", "CreationTime": 1790000000, "EndpointName": "score"}]}`)},
		"SageMaker.DescribeModelBiasJobDefinition":                                            {denied("sagemaker:DescribeModelBiasJobDefinition")},
		"SageMaker.ListModelExplainabilityJobDefinitions":                                     {ok(`{"JobDefinitionSummaries": []}`)},
		`SageMaker.ListTags {"ResourceArn":"` + smARN + `endpoint/score"}`:                    {ok(`{"Tags": [{"Key": "owner", "Value": "team-a"}], "NextToken": "more"}`)},
		`SageMaker.ListTags {"NextToken":"more","ResourceArn":"` + smARN + `endpoint/score"}`: {ok(`{"Tags": [{"Key": "ai-system", "Value": "scoring"}]}`)},
		"SageMaker.ListTags": {ok(`{"Tags": []}`)},
		// TestSageMakerJobsAndCode has more of these.
		"SageMaker.ListAutoMLJobs":                       {ok(`{"AutoMLJobSummaries": []}`)},
		"SageMaker.ListCompilationJobs":                  {ok(`{"CompilationJobSummaries": []}`)},
		"SageMaker.ListFlowDefinitions":                  {ok(`{"FlowDefinitionSummaries": []}`)},
		"SageMaker.ListInferenceExperiments":             {ok(`{"InferenceExperiments": []}`)},
		"SageMaker.ListMonitoringExecutions":             {ok(`{"MonitoringExecutionSummaries": []}`)},
		"SageMaker.ListProcessingJobs":                   {ok(`{"ProcessingJobSummaries": []}`)},
		"SageMaker.ListTransformJobs":                    {ok(`{"TransformJobSummaries": []}`)},
		"SageMaker.ListHyperParameterTuningJobs":         {ok(`{"HyperParameterTuningJobSummaries": []}`)},
		"SageMaker.ListCodeRepositories":                 {ok(`{"CodeRepositorySummaryList": []}`)},
		"SageMaker.ListNotebookInstanceLifecycleConfigs": {ok(`{"NotebookInstanceLifecycleConfigs": []}`)},
		"SageMaker.ListStudioLifecycleConfigs":           {ok(`{"StudioLifecycleConfigs": []}`)},
		"SageMaker.ListImageVersions":                    {ok(`{"ImageVersions": []}`)},
	}
}

func TestSageMaker(t *testing.T) {
	w := newWire(t, sagemakerAnswers())
	got := w.collect(sagemakerCollector, nil)
	wantFailed := []string{"sagemaker:DescribeEndpoint denied " + smARN + "endpoint/test",
		"sagemaker:DescribeModelBiasJobDefinition denied " + smARN + "model-bias-job-definition/bias"}
	if failed := got.failedReads(); !slices.Equal(failed, wantFailed) {
		t.Fatalf("failed reads %q, want %q", failed, wantFailed)
	}
	got.conform(t, sagemakerCollector)
	const at = `"CreationTime": "2026-09-21T14:13:20Z"`
	const modified = `"LastModifiedTime": "2026-09-21T14:13:20Z"`
	for kind, want := range map[string]string{
		kindAppImageConfig: `[{"id": "` + smARN + `app-image-config/lab", "name": "lab", "config": {"AppImageConfigArn": "` + smARN + `app-image-config/lab", "AppImageConfigName": "lab", ` + at + `,
			"JupyterLabAppImageConfig": {"ContainerConfig": {"ContainerArguments": [], "ContainerEntrypoint": [], "ContainerEnvironmentVariables": {"TEAM": "secret-of-the-lab"}}}}}]`,
		kindDomain: `[{"id": "` + smARN + `domain/d-1", "name": "research", "config": {"DomainArn": "` + smARN + `domain/d-1", "DomainId": "d-1", "DomainName": "research", "Status": "InService", ` + at + `,
			"AuthMode": "SSO", "AppNetworkAccessType": "VpcOnly", "SubnetIds": [],
			"DefaultUserSettings": {"ExecutionRole": "arn:aws:iam::111122223333:role/studio", "CustomFileSystemConfigs": [], "SecurityGroups": []}}}]`,
		kindEndpoint: `[
			{"id": "` + smARN + `endpoint/score", "name": "score", "tags": {"owner": "team-a", "ai-system": "scoring"}, "config": {"EndpointArn": "` + smARN + `endpoint/score", "EndpointName": "score",
				"EndpointStatus": "InService", "EndpointConfigName": "score-7", ` + at + `, ` + modified + `, "ProductionVariants": [], "ShadowProductionVariants": []}},
			{"id": "` + smARN + `endpoint/test", "name": "test", "missing": ["sagemaker:DescribeEndpoint"], "config": {"EndpointArn": "` + smARN + `endpoint/test", "EndpointName": "test",
				"EndpointStatus": "InService", ` + at + `, ` + modified + `}}]`,
		kindEndpointConfig: `[{"id": "` + smARN + `endpoint-config/score-7", "name": "score-7", "config": {"EndpointConfigArn": "` + smARN + `endpoint-config/score-7", "EndpointConfigName": "score-7", ` + at + `,
			"ProductionVariants": [{"VariantName": "all", "ModelName": "scorer", "AcceleratorPartitionLayouts": [], "InstancePools": []}], "ShadowProductionVariants": [], "DataCaptureConfig": {"EnableCapture": true, "InitialSamplingPercentage": 100,
			"DestinationS3Uri": "s3://example-capture/score", "CaptureOptions": [{"CaptureMode": "Input"}, {"CaptureMode": "Output"}]}}}]`,
		kindFeatureGroup: `[{"id": "` + smARN + `feature-group/customers", "name": "customers", "config": {"FeatureGroupArn": "` + smARN + `feature-group/customers", "FeatureGroupName": "customers", ` + at + `,
			"RecordIdentifierFeatureName": "id", "EventTimeFeatureName": "at", "FeatureDefinitions": []}}]`,
		kindImage: `[{"id": "` + smARN + `image/base", "name": "base", "config": {"ImageArn": "` + smARN + `image/base", "ImageName": "base", "ImageStatus": "CREATED", ` + at + `, ` + modified + `,
			"Description": "Base of the notebooks", "RoleArn": "arn:aws:iam::111122223333:role/images"}, "parts": {"DescribeImageVersion": []}}]`,
		kindModel: `[{"id": "` + smARN + `model/scorer", "name": "scorer", "derived": {"secret_matches": []}, "config": {"ModelArn": "` + smARN + `model/scorer", "ModelName": "scorer", ` + at + `,
			"ExecutionRoleArn": "arn:aws:iam::111122223333:role/scorer", "EnableNetworkIsolation": false, "Containers": [{"AdditionalModelDataSources": [],
			"Image": "111122223333.dkr.ecr.us-east-1.amazonaws.com/scorer:1", "Environment": {"MODE": "secret-of-the-model"}}]}}]`,
		kindNotebookInstance: `[{"id": "` + smARN + `notebook-instance/desk", "name": "desk", "config": {"NotebookInstanceArn": "` + smARN + `notebook-instance/desk", "NotebookInstanceName": "desk",
			"NotebookInstanceStatus": "InService", ` + at + `, "RoleArn": "arn:aws:iam::111122223333:role/desk", "RootAccess": "Disabled",
			"AcceleratorTypes": [], "AdditionalCodeRepositories": [], "SecurityGroups": []}}]`,
		kindTrainingJob: `[{"id": "` + smARN + `training-job/nightly", "name": "nightly", "derived": {"secret_matches": []}, "config": {"TrainingJobArn": "` + smARN + `training-job/nightly", "TrainingJobName": "nightly",
			"TrainingJobStatus": "Completed", ` + at + `, "RoleArn": "arn:aws:iam::111122223333:role/train", "Environment": {"A": "secret-of-the-job"},
			"HyperParameters": {"epochs": "\"3\"", "hub": "secret-of-the-hub"}, "ModelArtifacts": {"S3ModelArtifacts": "s3://example-models/nightly"}, "SecondaryStatus": "Completed",
			"StoppingCondition": {"MaxRuntimeInSeconds": 3600}, "DebugRuleConfigurations": [], "DebugRuleEvaluationStatuses": [], "FinalMetricDataList": [], "InputDataConfig": [],
			"ProfilerRuleConfigurations": [], "ProfilerRuleEvaluationStatuses": [], "SecondaryStatusTransitions": []}}]`,
		kindMonitoringSchedule: `[{"id": "` + smARN + `monitoring-schedule/hourly", "name": "hourly", "config": {"MonitoringScheduleArn": "` + smARN + `monitoring-schedule/hourly", "MonitoringScheduleName": "hourly",
			"MonitoringScheduleStatus": "Scheduled", ` + at + `, ` + modified + `, "EndpointName": "score", "MonitoringType": "DataQuality",
			"MonitoringScheduleConfig": {"MonitoringJobDefinitionName": "quality", "MonitoringType": "DataQuality", "ScheduleConfig": {"ScheduleExpression": "cron(0 * ? * * *)"}},
			"LastMonitoringExecutionSummary": {"MonitoringScheduleName": "hourly", "ScheduledTime": "2026-09-21T14:13:20Z", ` + at + `, ` + modified + `, "MonitoringExecutionStatus": "CompletedWithViolations"}}}]`,
		kindMonitoringJobDefinition: `[
			{"id": "` + smARN + `data-quality-job-definition/quality", "name": "quality", "derived": {"monitoring_type": "DataQuality"}, "config": {
				"JobDefinitionArn": "` + smARN + `data-quality-job-definition/quality", "JobDefinitionName": "quality", ` + at + `, "RoleArn": "arn:aws:iam::111122223333:role/monitor",
				"DataQualityAppSpecification": {"ImageUri": "111122223333.dkr.ecr.us-east-1.amazonaws.com/monitor", "Environment": {"B": "secret-of-the-monitor"}, "ContainerArguments": [], "ContainerEntrypoint": []},
				"DataQualityBaselineConfig": {"StatisticsResource": {"S3Uri": "s3://example-baseline/statistics.json"}}}},
			{"id": "` + smARN + `model-bias-job-definition/bias", "name": "bias", "derived": {"monitoring_type": "ModelBias"}, "missing": ["sagemaker:DescribeModelBiasJobDefinition"], "config": {
				"JobDefinitionArn": "` + smARN + `model-bias-job-definition/bias", "JobDefinitionName": "bias", ` + at + `}}]`,
	} {
		got.wantResources(t, kind, want)
	}
	written := redacted(t, sagemakerKinds, got)
	if written.has("secret-of-") {
		t.Errorf("environment or hyperparameters reach the disk: %s", written)
	}
	for _, kept := range []string{"TEAM", "MODE", "epochs", "arn:aws:iam::111122223333:role/train", "s3://example-baseline/statistics.json"} {
		if !written.has(kept) {
			t.Errorf("%q is lost", kept)
		}
	}
}

// One list that is refused is a gap of its own kind and of no other.
func TestSageMakerListsThatAreRefused(t *testing.T) {
	for _, thing := range (&sagemakerReader{}).things() {
		t.Run(thing.list, func(t *testing.T) {
			answers := sagemakerAnswers()
			for key := range answers {
				if strings.HasPrefix(key, "SageMaker."+thing.list+" ") {
					delete(answers, key)
				}
			}
			answers["SageMaker."+thing.list] = []answer{denied("sagemaker:" + thing.list)}
			got := newWire(t, answers).collect(sagemakerCollector, nil)
			for _, r := range got.Reads {
				if r.Form != evidence.List {
					continue
				}
				want := evidence.OK
				if r.Operation == "sagemaker:"+thing.list {
					want = evidence.Denied
					if !slices.Equal(r.Kinds, []string{thing.kind}) || r.Permission != r.Operation {
						t.Errorf("the gap is %+v", r)
					}
				}
				if r.Outcome != want {
					t.Errorf("%s ended in %s, want %s", r.Operation, r.Outcome, want)
				}
			}
		})
	}
}

func TestSageMakerThatDoesNotExist(t *testing.T) {
	answers := map[string][]answer{}
	for _, thing := range (&sagemakerReader{}).things() {
		answers["SageMaker."+thing.list] = []answer{fails(http.StatusBadRequest, "UnknownOperationException", "")}
		if thing.before != "" {
			answers["SageMaker."+thing.before] = answers["SageMaker."+thing.list]
		}
	}
	got := newWire(t, answers).collect(sagemakerCollector, nil)
	for _, r := range got.Reads {
		if r.Outcome != evidence.Unsupported {
			t.Errorf("%s ended in %s", r.Operation, r.Outcome)
		}
	}
	if len(got.Reads) != 25 {
		t.Errorf("%d reads, want one for each list", len(got.Reads))
	}
}
