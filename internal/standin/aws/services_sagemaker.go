package aws

// sageMakerMore are the operations on jobs, on code, and on the registry of models. Members are those of the SageMaker API reference.
func sageMakerMore(list func(name, member, from, members string) *operation) []*operation {
	return []*operation{
		list("ListProcessingJobs", "ProcessingJobSummaries", "DescribeProcessingJob", "CreationTime ProcessingJobArn ProcessingJobName ProcessingJobStatus ProcessingEndTime LastModifiedTime"),
		op("DescribeProcessingJob", "").by("ProcessingJobName"),
		op("ListMonitoringExecutions", "").lists("MonitoringExecutionSummaries").pages(pascalToken).where(both(since("CreationTimeAfter", "CreationTime"), since("LastModifiedTimeAfter", "LastModifiedTime"))),
		list("ListAutoMLJobs", "AutoMLJobSummaries", "DescribeAutoMLJobV2", "AutoMLJobArn AutoMLJobName AutoMLJobStatus AutoMLJobSecondaryStatus CreationTime EndTime LastModifiedTime"),
		op("DescribeAutoMLJobV2", "").by("AutoMLJobName"),
		list("ListTransformJobs", "TransformJobSummaries", "DescribeTransformJob", "CreationTime TransformJobArn TransformJobName TransformJobStatus TransformEndTime LastModifiedTime=CreationTime"),
		op("DescribeTransformJob", "").by("TransformJobName"),
		list("ListHyperParameterTuningJobs", "HyperParameterTuningJobSummaries", "DescribeHyperParameterTuningJob",
			"CreationTime HyperParameterTuningJobArn HyperParameterTuningJobName HyperParameterTuningJobStatus Strategy=HyperParameterTuningJobConfig.Strategy ObjectiveStatusCounters TrainingJobStatusCounters LastModifiedTime"),
		op("DescribeHyperParameterTuningJob", "").by("HyperParameterTuningJobName"),
		list("ListCompilationJobs", "CompilationJobSummaries", "DescribeCompilationJob", "CreationTime CompilationJobArn CompilationJobName CompilationJobStatus LastModifiedTime"),
		op("DescribeCompilationJob", "").by("CompilationJobName"),
		list("ListInferenceExperiments", "InferenceExperiments", "DescribeInferenceExperiment", "CreationTime LastModifiedTime CompletionTime Name Status Type RoleArn"),
		op("DescribeInferenceExperiment", "").by("Name"),
		list("ListFlowDefinitions", "FlowDefinitionSummaries", "DescribeFlowDefinition", "CreationTime FlowDefinitionArn FlowDefinitionName FlowDefinitionStatus"),
		op("DescribeFlowDefinition", "").by("FlowDefinitionName"),

		op("ListCodeRepositories", "").lists("CodeRepositorySummaryList").pages(pascalToken),
		list("ListNotebookInstanceLifecycleConfigs", "NotebookInstanceLifecycleConfigs", "DescribeNotebookInstanceLifecycleConfig",
			"NotebookInstanceLifecycleConfigArn NotebookInstanceLifecycleConfigName CreationTime LastModifiedTime"),
		op("DescribeNotebookInstanceLifecycleConfig", "").by("NotebookInstanceLifecycleConfigName"),
		list("ListStudioLifecycleConfigs", "StudioLifecycleConfigs", "DescribeStudioLifecycleConfig",
			"StudioLifecycleConfigArn StudioLifecycleConfigName StudioLifecycleConfigAppType CreationTime LastModifiedTime"),
		op("DescribeStudioLifecycleConfig", "").by("StudioLifecycleConfigName"),
		op("ListImageVersions", "").by("ImageName").lists("ImageVersions").pages(pascalToken).
			draws("DescribeImageVersion", "CreationTime ImageArn ImageVersionArn ImageVersionStatus LastModifiedTime Version"),
		op("DescribeImageVersion", "").by("ImageName", "Version"),

		op("ListHubs", "").lists("HubSummaries").pages(pascalToken),
		op("ListHubContents", "").by("HubName").lists("HubContentSummaries").pages(pascalToken).where(same("HubContentType", "HubContentType")).
			draws("DescribeHubContent", "CreationTime DocumentSchemaVersion HubContentArn HubContentName HubContentStatus HubContentType HubContentVersion HubContentDescription"),
		op("DescribeHubContent", "").by("HubName", "HubContentType", "HubContentName"),
		list("ListModelCards", "ModelCardSummaries", "DescribeModelCard", "CreationTime LastModifiedTime ModelCardArn ModelCardName ModelCardStatus"),
		op("DescribeModelCard", "").by("ModelCardName"),
		op("ListModelPackageGroups", "").lists("ModelPackageGroupSummaryList").pages(pascalToken),
		op("ListModelPackages", "").lists("ModelPackageSummaryList").pages(pascalToken).where(packageAsked).
			draws("DescribeModelPackage", "CreationTime ModelPackageArn ModelPackageName ModelPackageStatus ModelApprovalStatus ModelPackageGroupName ModelPackageVersion"),
		op("DescribeModelPackage", "").by("ModelPackageName"),
		op("QueryLineage", "").by("StartArns"),
	}
}

// packageAsked keeps the packages of the group and of the type that the request names; without a type, those without a group.
func packageAsked(r *request, item any) bool {
	group := text(item, "ModelPackageGroupName")
	switch r.param("ModelPackageType") {
	case "Versioned":
		return group != "" && (r.param("ModelPackageGroupName") == "" || r.param("ModelPackageGroupName") == group)
	case "Both":
		return r.param("ModelPackageGroupName") == "" || r.param("ModelPackageGroupName") == group
	}
	return group == ""
}
