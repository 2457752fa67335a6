package aws

import (
	"encoding/base64"
	"maps"
	"slices"
	"testing"

	"github.com/aismm/aismm/internal/evidence"
)

// jobAnswers is the rest of the region of sagemakerAnswers: jobs, and code. On the clock of the wire, 90 days ago is 2026-08-27 and 396 days ago
// 2025-10-25; 1770000000 is 2026-02-02.
func jobAnswers() map[string][]answer {
	const recent, old = `1790000000`, `1770000000`
	job := func(name, at string) string {
		return `{"ProcessingJobArn": "` + smARN + `processing-job/` + name + `", "ProcessingJobName": "` + name + `", "ProcessingJobStatus": "Completed", "CreationTime": ` + at + `}`
	}
	lifecycle := base64.StdEncoding.EncodeToString([]byte("#!/bin/sh\nexport password=secret-of-the-script\n"))
	return map[string][]answer{
		`SageMaker.ListAutoMLJobs {"LastModifiedTimeAfter":1787832000}`: {ok(`{"AutoMLJobSummaries": [{"AutoMLJobArn": "` + smARN + `automl-job/auto", "AutoMLJobName": "auto", "AutoMLJobStatus": "Completed", "CreationTime": 1790000000}]}`)},
		`SageMaker.DescribeAutoMLJobV2 {"AutoMLJobName":"auto"}`: {ok(`{"AutoMLJobArn": "` + smARN + `automl-job/auto", "AutoMLJobName": "auto", "AutoMLJobStatus": "Completed", "CreationTime": 1790000000,
			"AutoMLProblemTypeConfig": {"TextGenerationJobConfig": {"BaseModelName": "example", "TextGenerationHyperParameters": {"epochCount": "secret-of-the-tuning"}}},
			"SecurityConfig": {"EnableInterContainerTrafficEncryption": true}, "BestCandidate": {"InferenceContainers": [{"Image": "i", "Environment": {"TOKEN": "secret-of-the-candidate"}}]}}`)},
		"SageMaker.ListCompilationJobs": {ok(`{"CompilationJobSummaries": [{"CompilationJobArn": "` + smARN + `compilation-job/neo", "CompilationJobName": "neo", "CompilationJobStatus": "COMPLETED", "CreationTime": 1790000000}]}`)},
		"SageMaker.DescribeCompilationJob": {ok(`{"CompilationJobArn": "` + smARN + `compilation-job/neo", "CompilationJobName": "neo", "CompilationJobStatus": "COMPLETED", "CreationTime": 1790000000,
			"OutputConfig": {"S3OutputLocation": "s3://example-compiled", "KmsKeyId": "key-1"}}`)},
		"SageMaker.ListFlowDefinitions": {ok(`{"FlowDefinitionSummaries": [{"FlowDefinitionArn": "` + smARN + `flow-definition/review", "FlowDefinitionName": "review", "FlowDefinitionStatus": "Active", "CreationTime": 1790000000}]}`)},
		"SageMaker.DescribeFlowDefinition": {ok(`{"FlowDefinitionArn": "` + smARN + `flow-definition/review", "FlowDefinitionName": "review", "FlowDefinitionStatus": "Active", "CreationTime": 1790000000,
			"OutputConfig": {"S3OutputPath": "s3://example-review", "KmsKeyId": "key-1"}, "RoleArn": "arn:aws:iam::111122223333:role/review"}`)},
		"SageMaker.ListInferenceExperiments": {ok(`{"InferenceExperiments": [{"Name": "shadow", "Type": "ShadowMode", "Status": "Running", "CreationTime": 1790000000, "LastModifiedTime": 1790000000}]}`)},
		`SageMaker.DescribeInferenceExperiment {"Name":"shadow"}`: {ok(`{"Arn": "` + smARN + `inference-experiment/shadow", "Name": "shadow", "Type": "ShadowMode", "Status": "Running", "CreationTime": 1790000000,
			"KmsKey": "key-1", "EndpointMetadata": {"EndpointName": "score"}, "ModelVariants": []}`)},
		"SageMaker.ListMonitoringExecutions": {ok(`{"MonitoringExecutionSummaries": [{"MonitoringScheduleName": "hourly", "ScheduledTime": 1790000000, "CreationTime": 1790000000, "LastModifiedTime": 1790000000,
			"MonitoringExecutionStatus": "Completed", "ProcessingJobArn": "` + smARN + `processing-job/model-monitoring-1"}, {"MonitoringScheduleName": "hourly", "ScheduledTime": 1790000000,
			"CreationTime": 1790000000, "LastModifiedTime": 1790000000, "MonitoringExecutionStatus": "Pending"}]}`)},
		`SageMaker.ListProcessingJobs {"LastModifiedTimeAfter":1761393600}`: {ok(`{"ProcessingJobSummaries": [` + job("features", recent) + `, ` + job("model-monitoring-1", recent) + `, ` +
			job("features-of-old", old) + `, ` + job("Clarify-Bias-2026", old) + `]}`)},
		`SageMaker.DescribeProcessingJob {"ProcessingJobName":"features"}`: {ok(`{"ProcessingJobArn": "` + smARN + `processing-job/features", "ProcessingJobName": "features", "ProcessingJobStatus": "Completed",
			"CreationTime": 1790000000, "AppSpecification": {"ImageUri": "i", "ContainerArguments": ["--label", "secret-of-the-arguments"]}, "Environment": {"API_TOKEN": "secret-of-the-processing"}}`)},
		`SageMaker.DescribeProcessingJob {"ProcessingJobName":"Clarify-Bias-2026"}`: {ok(`{"ProcessingJobArn": "` + smARN + `processing-job/Clarify-Bias-2026", "ProcessingJobName": "Clarify-Bias-2026",
			"ProcessingJobStatus": "Completed", "CreationTime": 1770000000, "AppSpecification": {"ImageUri": "205585389593.dkr.ecr.us-east-1.amazonaws.com/sagemaker-clarify-processing:1.0"}}`)},
		`SageMaker.ListTransformJobs {"LastModifiedTimeAfter":1787832000}`: {ok(`{"TransformJobSummaries": [{"TransformJobArn": "` + smARN + `transform-job/batch", "TransformJobName": "batch", "TransformJobStatus": "Completed", "CreationTime": 1790000000}]}`)},
		"SageMaker.DescribeTransformJob": {ok(`{"TransformJobArn": "` + smARN + `transform-job/batch", "TransformJobName": "batch", "TransformJobStatus": "Completed", "CreationTime": 1790000000, "ModelName": "scorer",
			"Environment": {"MODE": "secret-of-the-batch"}, "TransformResources": {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeKmsKeyId": "key-1"}}`)},
		`SageMaker.ListHyperParameterTuningJobs {"LastModifiedTimeAfter":1787832000}`: {ok(`{"HyperParameterTuningJobSummaries": [{"HyperParameterTuningJobArn": "` + smARN + `hyper-parameter-tuning-job/tune", "HyperParameterTuningJobName": "tune",
			"HyperParameterTuningJobStatus": "Completed", "Strategy": "Bayesian", "CreationTime": 1790000000}]}`)},
		"SageMaker.DescribeHyperParameterTuningJob": {ok(`{"HyperParameterTuningJobArn": "` + smARN + `hyper-parameter-tuning-job/tune", "HyperParameterTuningJobName": "tune", "HyperParameterTuningJobStatus": "Completed",
			"CreationTime": 1790000000, "TrainingJobDefinitions": [{"StaticHyperParameters": {"db_password": "secret-of-the-definition"}, "Environment": {"A": "secret-of-the-trial"}}],
			"BestTrainingJob": {"TunedHyperParameters": {"rate": "secret-of-the-best"}}}`)},
		"SageMaker.ListCodeRepositories": {ok(`{"CodeRepositorySummaryList": [{"CodeRepositoryArn": "` + smARN + `code-repository/models", "CodeRepositoryName": "models", "CreationTime": 1790000000, "LastModifiedTime": 1790000000,
			"GitConfig": {"RepositoryUrl": "https://git.example.com/models.git", "Branch": "main", "SecretArn": "arn:aws:secretsmanager:us-east-1:111122223333:secret:git"}}]}`)},
		"SageMaker.ListNotebookInstanceLifecycleConfigs": {ok(`{"NotebookInstanceLifecycleConfigs": [
			{"NotebookInstanceLifecycleConfigArn": "` + smARN + `notebook-instance-lifecycle-config/start", "NotebookInstanceLifecycleConfigName": "start"},
			{"NotebookInstanceLifecycleConfigArn": "` + smARN + `notebook-instance-lifecycle-config/empty", "NotebookInstanceLifecycleConfigName": "empty"},
			{"NotebookInstanceLifecycleConfigArn": "` + smARN + `notebook-instance-lifecycle-config/broken", "NotebookInstanceLifecycleConfigName": "broken"}]}`)},
		`SageMaker.DescribeNotebookInstanceLifecycleConfig {"NotebookInstanceLifecycleConfigName":"start"}`: {ok(`{"NotebookInstanceLifecycleConfigArn": "` + smARN + `notebook-instance-lifecycle-config/start",
			"NotebookInstanceLifecycleConfigName": "start", "CreationTime": 1790000000, "OnCreate": [{"Content": "ZWNobyBoZWxsbw=="}], "OnStart": [{"Content": "` + lifecycle + `"}]}`)},
		`SageMaker.DescribeNotebookInstanceLifecycleConfig {"NotebookInstanceLifecycleConfigName":"empty"}`: {ok(`{"NotebookInstanceLifecycleConfigArn": "` + smARN + `notebook-instance-lifecycle-config/empty",
			"NotebookInstanceLifecycleConfigName": "empty"}`)},
		`SageMaker.DescribeNotebookInstanceLifecycleConfig {"NotebookInstanceLifecycleConfigName":"broken"}`: {ok(`{"NotebookInstanceLifecycleConfigArn": "` + smARN + `notebook-instance-lifecycle-config/broken",
			"NotebookInstanceLifecycleConfigName": "broken", "OnStart": [{"Content": "not base64!"}]}`)},
		"SageMaker.ListStudioLifecycleConfigs": {ok(`{"StudioLifecycleConfigs": [{"StudioLifecycleConfigArn": "` + smARN + `studio-lifecycle-config/lab", "StudioLifecycleConfigName": "lab", "StudioLifecycleConfigAppType": "JupyterLab"}]}`)},
		"SageMaker.DescribeStudioLifecycleConfig": {ok(`{"StudioLifecycleConfigArn": "` + smARN + `studio-lifecycle-config/lab", "StudioLifecycleConfigName": "lab", "StudioLifecycleConfigAppType": "JupyterLab",
			"StudioLifecycleConfigContent": "` + lifecycle + `"}`)},
		"SageMaker.ListImageVersions": {ok(`{"ImageVersions": [{"ImageArn": "` + smARN + `image/base", "ImageVersionArn": "` + smARN + `image-version/base/1", "ImageVersionStatus": "CREATED", "Version": 1},
			{"ImageArn": "` + smARN + `image/base", "ImageVersionArn": "` + smARN + `image-version/base/2", "ImageVersionStatus": "CREATE_FAILED", "Version": 2}]}`)},
		`SageMaker.DescribeImageVersion {"ImageName":"base","Version":1}`: {ok(`{"ImageArn": "` + smARN + `image/base", "ImageVersionArn": "` + smARN + `image-version/base/1", "ImageVersionStatus": "CREATED", "Version": 1,
			"BaseImage": "111122223333.dkr.ecr.us-east-1.amazonaws.com/lab:1"}`)},
	}
}

func TestSageMakerJobsAndCode(t *testing.T) {
	answers := sagemakerAnswers()
	maps.Copy(answers, jobAnswers())
	got := newWire(t, answers).collect(sagemakerCollector, nil)
	got.conform(t, sagemakerCollector)
	wantFailed := []string{"sagemaker:DescribeEndpoint denied " + smARN + "endpoint/test",
		"sagemaker:DescribeModelBiasJobDefinition denied " + smARN + "model-bias-job-definition/bias",
		"sagemaker:DescribeNotebookInstanceLifecycleConfig error " + smARN + "notebook-instance-lifecycle-config/broken"}
	if failed := got.failedReads(); !slices.Equal(failed, wantFailed) {
		t.Errorf("failed reads %q, want %q", failed, wantFailed)
	}
	const at, modified = `"CreationTime": "2026-09-21T14:13:20Z"`, `"LastModifiedTime": "2026-09-21T14:13:20Z"`
	for kind, want := range map[string]string{
		kindAutoMLJob: `[{"id": "` + smARN + `automl-job/auto", "name": "auto", "derived": {"secret_matches": []}, "config": {"AutoMLJobArn": "` + smARN + `automl-job/auto", "AutoMLJobName": "auto",
			"AutoMLJobStatus": "Completed", ` + at + `, "AutoMLJobInputDataConfig": [], "PartialFailureReasons": [],
			"AutoMLProblemTypeConfig": {"TextGenerationJobConfig": {"BaseModelName": "example", "TextGenerationHyperParameters": {"epochCount": "secret-of-the-tuning"}}},
			"SecurityConfig": {"EnableInterContainerTrafficEncryption": true},
			"BestCandidate": {"CandidateSteps": [], "InferenceContainers": [{"Image": "i", "Environment": {"TOKEN": "secret-of-the-candidate"}}]}}}]`,
		kindCompilationJob: `[{"id": "` + smARN + `compilation-job/neo", "name": "neo", "config": {"CompilationJobArn": "` + smARN + `compilation-job/neo", "CompilationJobName": "neo",
			"CompilationJobStatus": "COMPLETED", ` + at + `, "OutputConfig": {"S3OutputLocation": "s3://example-compiled", "KmsKeyId": "key-1"}}}]`,
		kindFlowDefinition: `[{"id": "` + smARN + `flow-definition/review", "name": "review", "config": {"FlowDefinitionArn": "` + smARN + `flow-definition/review", "FlowDefinitionName": "review",
			"FlowDefinitionStatus": "Active", ` + at + `, "OutputConfig": {"S3OutputPath": "s3://example-review", "KmsKeyId": "key-1"}, "RoleArn": "arn:aws:iam::111122223333:role/review"}}]`,
		kindInferenceExperiment: `[{"id": "` + smARN + `inference-experiment/shadow", "name": "shadow", "config": {"Arn": "` + smARN + `inference-experiment/shadow", "Name": "shadow", "Type": "ShadowMode",
			"Status": "Running", ` + at + `, "KmsKey": "key-1", "EndpointMetadata": {"EndpointName": "score"}, "ModelVariants": []}}]`,
		kindProcessingJob: `[
			{"id": "` + smARN + `processing-job/Clarify-Bias-2026", "name": "Clarify-Bias-2026", "derived": {"secret_matches": []}, "config": {"ProcessingJobArn": "` + smARN + `processing-job/Clarify-Bias-2026",
				"ProcessingJobName": "Clarify-Bias-2026", "ProcessingJobStatus": "Completed", "CreationTime": "2026-02-02T02:40:00Z", "ProcessingInputs": [],
				"AppSpecification": {"ImageUri": "205585389593.dkr.ecr.us-east-1.amazonaws.com/sagemaker-clarify-processing:1.0", "ContainerArguments": [], "ContainerEntrypoint": []}}},
			{"id": "` + smARN + `processing-job/features", "name": "features", "derived": {"secret_matches": [{"path": "config.Environment.API_TOKEN", "form": "named_secret"}]},
				"config": {"ProcessingJobArn": "` + smARN + `processing-job/features", "ProcessingJobName": "features", "ProcessingJobStatus": "Completed", ` + at + `, "ProcessingInputs": [],
				"AppSpecification": {"ImageUri": "i", "ContainerArguments": ["--label", "secret-of-the-arguments"], "ContainerEntrypoint": []}, "Environment": {"API_TOKEN": "secret-of-the-processing"}}}]`,
		kindTransformJob: `[{"id": "` + smARN + `transform-job/batch", "name": "batch", "derived": {"secret_matches": []}, "config": {"TransformJobArn": "` + smARN + `transform-job/batch", "TransformJobName": "batch",
			"TransformJobStatus": "Completed", ` + at + `, "ModelName": "scorer", "Environment": {"MODE": "secret-of-the-batch"},
			"TransformResources": {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeKmsKeyId": "key-1"}}}]`,
		kindTuningJob: `[{"id": "` + smARN + `hyper-parameter-tuning-job/tune", "name": "tune",
			"derived": {"secret_matches": [{"path": "config.TrainingJobDefinitions.0.StaticHyperParameters.db_password", "form": "named_secret"}]},
			"config": {"HyperParameterTuningJobArn": "` + smARN + `hyper-parameter-tuning-job/tune", "HyperParameterTuningJobName": "tune", "HyperParameterTuningJobStatus": "Completed", ` + at + `,
			"TrainingJobDefinitions": [{"InputDataConfig": [], "StaticHyperParameters": {"db_password": "secret-of-the-definition"}, "Environment": {"A": "secret-of-the-trial"}}],
			"BestTrainingJob": {"TunedHyperParameters": {"rate": "secret-of-the-best"}}}}]`,
		kindCodeRepository: `[{"id": "` + smARN + `code-repository/models", "name": "models", "derived": {"secret_matches": []}, "config": {"CodeRepositoryArn": "` + smARN + `code-repository/models",
			"CodeRepositoryName": "models", ` + at + `, ` + modified + `,
			"GitConfig": {"RepositoryUrl": "https://git.example.com/models.git", "Branch": "main", "SecretArn": "arn:aws:secretsmanager:us-east-1:111122223333:secret:git"}}}]`,
		kindNotebookLifecycle: `[
			{"id": "` + smARN + `notebook-instance-lifecycle-config/broken", "name": "broken", "missing": ["sagemaker:DescribeNotebookInstanceLifecycleConfig"],
				"config": {"NotebookInstanceLifecycleConfigArn": "` + smARN + `notebook-instance-lifecycle-config/broken", "NotebookInstanceLifecycleConfigName": "broken"}},
			{"id": "` + smARN + `notebook-instance-lifecycle-config/empty", "name": "empty", "derived": {"secret_matches": []}, "config": {"OnCreate": [], "OnStart": [],
				"NotebookInstanceLifecycleConfigArn": "` + smARN + `notebook-instance-lifecycle-config/empty", "NotebookInstanceLifecycleConfigName": "empty"}},
			{"id": "` + smARN + `notebook-instance-lifecycle-config/start", "name": "start", "derived": {"secret_matches": [{"path": "config.OnStart.0.Content", "form": "assigned_secret"}]},
				"config": {"NotebookInstanceLifecycleConfigArn": "` + smARN + `notebook-instance-lifecycle-config/start", "NotebookInstanceLifecycleConfigName": "start", ` + at + `,
				"OnCreate": [{}], "OnStart": [{}]}},
			{"id": "` + smARN + `studio-lifecycle-config/lab", "name": "lab", "derived": {"secret_matches": [{"path": "config.StudioLifecycleConfigContent", "form": "assigned_secret"}]},
				"config": {"StudioLifecycleConfigArn": "` + smARN + `studio-lifecycle-config/lab", "StudioLifecycleConfigName": "lab", "StudioLifecycleConfigAppType": "JupyterLab"}}]`,
		kindImage: `[{"id": "` + smARN + `image/base", "name": "base", "config": {"ImageArn": "` + smARN + `image/base", "ImageName": "base", "ImageStatus": "CREATED", ` + at + `, ` + modified + `,
			"Description": "Base of the notebooks", "RoleArn": "arn:aws:iam::111122223333:role/images"}, "parts": {"DescribeImageVersion": [{"ImageArn": "` + smARN + `image/base",
			"ImageVersionArn": "` + smARN + `image-version/base/1", "ImageVersionStatus": "CREATED", "Version": 1, "BaseImage": "111122223333.dkr.ecr.us-east-1.amazonaws.com/lab:1"}]}}]`,
	} {
		got.wantResources(t, kind, want)
	}
	if written := redacted(t, sagemakerKinds, got); written.has("secret-of-") {
		t.Errorf("secrets reach the disk: %s", written)
	}
}

// A schedule's own jobs are told by its executions: where those cannot be listed, nothing is left out, and it is a gap of the jobs.
func TestProcessingJobsOfUnknownMonitoring(t *testing.T) {
	answers := sagemakerAnswers()
	maps.Copy(answers, jobAnswers())
	answers["SageMaker.ListMonitoringExecutions"] = []answer{denied("sagemaker:ListMonitoringExecutions")}
	answers[`SageMaker.DescribeProcessingJob {"ProcessingJobName":"model-monitoring-1"}`] = []answer{ok(`{"ProcessingJobArn": "` + smARN + `processing-job/model-monitoring-1",
		"ProcessingJobName": "model-monitoring-1", "ProcessingJobStatus": "Completed", "CreationTime": 1790000000, "MonitoringScheduleArn": "` + smARN + `monitoring-schedule/hourly"}`)}
	got := newWire(t, answers).collect(sagemakerCollector, nil)
	if outcome := got.outcomeOf(t, "sagemaker:ListMonitoringExecutions"); outcome != evidence.Denied {
		t.Errorf("the list of executions ended in %s", outcome)
	}
	var names []string
	for _, job := range got.Resources[kindProcessingJob] {
		names = append(names, job.Name)
	}
	slices.Sort(names)
	if want := []string{"Clarify-Bias-2026", "features", "model-monitoring-1"}; !slices.Equal(names, want) {
		t.Errorf("jobs %q, want %q", names, want)
	}
}
