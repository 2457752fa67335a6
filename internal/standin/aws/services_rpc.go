package aws

// Members and errors of the JSON 1.1 and CBOR services are those of the API references and of the clients in aws-sdk-go-v2.

const pascalToken = "NextToken NextToken MaxResults"

func sageMaker() *service {
	list := func(name, member, from, members string) *operation {
		return op(name, "").lists(member).pages(pascalToken).draws(from, members).where(both(since("CreationTimeAfter", "CreationTime"), since("LastModifiedTimeAfter", "LastModifiedTime")))
	}
	s := &service{name: "sagemaker", protocol: jsonRPC, signing: "sagemaker", target: "SageMaker", documents: []string{"Content"},
		notFound: apiError{Status: 400, Code: "ValidationException", Message: "Could not find the requested resource."},
		operations: []*operation{
			list("ListDomains", "Domains", "DescribeDomain", "DomainArn DomainId DomainName Status CreationTime LastModifiedTime Url"),
			op("DescribeDomain", "").by("DomainId"),
			list("ListImages", "Images", "DescribeImage", "CreationTime ImageArn ImageName ImageStatus LastModifiedTime DisplayName Description"),
			op("DescribeImage", "").by("ImageName"),
			op("ListAppImageConfigs", "").lists("AppImageConfigs").pages(pascalToken),
			list("ListFeatureGroups", "FeatureGroupSummaries", "DescribeFeatureGroup", "CreationTime FeatureGroupArn FeatureGroupName FeatureGroupStatus OfflineStoreStatus"),
			op("DescribeFeatureGroup", "").by("FeatureGroupName"),
			list("ListEndpoints", "Endpoints", "DescribeEndpoint", "CreationTime EndpointArn EndpointName EndpointStatus LastModifiedTime"),
			op("DescribeEndpoint", "").by("EndpointName"),
			list("ListEndpointConfigs", "EndpointConfigs", "DescribeEndpointConfig", "CreationTime EndpointConfigArn EndpointConfigName"),
			op("DescribeEndpointConfig", "").by("EndpointConfigName"),
			list("ListNotebookInstances", "NotebookInstances", "DescribeNotebookInstance", "NotebookInstanceArn NotebookInstanceName NotebookInstanceStatus InstanceType CreationTime LastModifiedTime Url"),
			op("DescribeNotebookInstance", "").by("NotebookInstanceName"),
			list("ListModels", "Models", "DescribeModel", "CreationTime ModelArn ModelName"),
			op("DescribeModel", "").by("ModelName"),
			list("ListTrainingJobs", "TrainingJobSummaries", "DescribeTrainingJob", "CreationTime TrainingJobArn TrainingJobName TrainingJobStatus TrainingEndTime LastModifiedTime"),
			op("DescribeTrainingJob", "").by("TrainingJobName"),
			list("ListMonitoringSchedules", "MonitoringScheduleSummaries", "DescribeMonitoringSchedule", "CreationTime LastModifiedTime MonitoringScheduleArn MonitoringScheduleName MonitoringScheduleStatus EndpointName MonitoringType"),
			op("DescribeMonitoringSchedule", "").by("MonitoringScheduleName"),
			op("ListTags", "").by("ResourceArn").lists("Tags").tagged("Key").pages(pascalToken),
		}}
	for _, kind := range []string{"DataQuality", "ModelQuality", "ModelBias", "ModelExplainability"} {
		s.operations = append(s.operations,
			list("List"+kind+"JobDefinitions", "JobDefinitionSummaries", "Describe"+kind+"JobDefinition",
				"CreationTime EndpointName="+kind+"JobInput.EndpointInput.EndpointName MonitoringJobDefinitionArn=JobDefinitionArn MonitoringJobDefinitionName=JobDefinitionName"),
			op("Describe"+kind+"JobDefinition", "").by("JobDefinitionName"))
	}
	s.operations = append(s.operations, sageMakerMore(list)...)
	return s
}

func organizations() *service {
	notFound := func(code string) *apiError { return &apiError{Status: 400, Code: code} }
	s := &service{name: "organizations", protocol: jsonRPC, signing: "organizations", global: true, target: "AWSOrganizationsV20161128", documents: []string{"Content", "PolicyContent"},
		notFound: apiError{Status: 400, Code: "InvalidInputException"},
		operations: []*operation{
			op("DescribeOrganization", "").in("Organization").orElse(notFound("AWSOrganizationsNotInUseException")),
			op("ListAccounts", "").lists("Accounts").pages(pascalToken),
			op("DescribeAccount", "").by("AccountId").in("Account").orElse(notFound("AccountNotFoundException")),
			op("ListParents", "").by("ChildId").lists("Parents").pages(pascalToken),
			op("ListRoots", "").lists("Roots").pages(pascalToken),
			op("ListOrganizationalUnitsForParent", "").by("ParentId").lists("OrganizationalUnits").pages(pascalToken),
			op("ListAccountsForParent", "").by("ParentId").lists("Accounts").pages(pascalToken),
			op("ListPolicies", "").lists("Policies").pages(pascalToken).where(same("Filter", "Type")).
				draws("DescribePolicy", "Id=PolicySummary.Id Arn=PolicySummary.Arn Name=PolicySummary.Name Description=PolicySummary.Description Type=PolicySummary.Type AwsManaged=PolicySummary.AwsManaged"),
			op("DescribePolicy", "").by("PolicyId").in("Policy").orElse(notFound("PolicyNotFoundException")),
			op("ListTargetsForPolicy", "").by("PolicyId").lists("Targets").pages(pascalToken),
		}}
	for _, o := range s.operations {
		o.answer = fromManagement
	}
	s.operations = append(s.operations, op("DescribeEffectivePolicy", "").by("PolicyType", "TargetId").in("EffectivePolicy").answered(effectivePolicy))
	return s
}

func cloudTrail() *service {
	return &service{name: "cloudtrail", protocol: jsonRPC, signing: "cloudtrail", target: "CloudTrail_20131101", documents: []string{"CloudTrailEvent"},
		notFound: apiError{Status: 400, Code: "TrailNotFoundException", Message: "Unknown trail."},
		operations: []*operation{
			op("DescribeTrails", "").lists("trailList").answered(describeTrails),
			op("GetTrailStatus", "").by("Name").answered(ofTrail),
			op("GetEventSelectors", "").by("TrailName").answered(ofTrail),
			op("LookupEvents", "").lists("Events").pages(pascalToken).where(lookedUp),
		}}
}

func logs() *service {
	const paged = "nextToken nextToken limit"
	return &service{name: "logs", protocol: jsonRPC, signing: "logs", target: "Logs_20140328", documents: []string{"policyDocument"},
		notFound: apiError{Status: 400, Code: "ResourceNotFoundException", Message: "The specified log group does not exist."},
		operations: []*operation{
			op("DescribeLogGroups", "").lists("logGroups").pages(paged).where(prefixed("logGroupNamePrefix", "logGroupName")),
			op("DescribeSubscriptionFilters", "").by("logGroupName").lists("subscriptionFilters").pages(paged),
			op("DescribeAccountPolicies", "").lists("accountPolicies").pages("nextToken nextToken limit").where(same("policyType", "policyType")),
			op("DescribeDeliveries", "").lists("deliveries").pages(paged),
			op("DescribeDeliverySources", "").lists("deliverySources").pages(paged),
			op("DescribeDeliveryDestinations", "").lists("deliveryDestinations").pages(paged),
		}}
}

func config() *service {
	return &service{name: "config", protocol: jsonRPC, signing: "config", target: "StarlingDoveService",
		notFound: apiError{Status: 400, Code: "NoSuchConfigRuleException", Message: "The ConfigRule provided in the request is invalid."},
		operations: []*operation{
			op("DescribeConfigurationRecorders", "").lists("ConfigurationRecorders"),
			op("DescribeConfigurationRecorderStatus", "").lists("ConfigurationRecordersStatus"),
			op("DescribeConfigRules", "").lists("ConfigRules").pages("NextToken NextToken Limit"),
			op("DescribeRemediationConfigurations", "").lists("RemediationConfigurations").where(among("ConfigRuleNames", "ConfigRuleName")),
			op("DescribeComplianceByConfigRule", "").lists("ComplianceByConfigRules").pages("NextToken NextToken Limit").where(among("ConfigRuleNames", "ConfigRuleName")),
			op("GetComplianceDetailsByConfigRule", "").by("ConfigRuleName").lists("EvaluationResults").pages("NextToken NextToken Limit").
				where(among("ComplianceTypes", "ComplianceType")),
		}}
}

func budgets() *service {
	return &service{name: "budgets", protocol: jsonRPC, signing: "budgets", global: true, target: "AWSBudgetServiceGateway",
		notFound: apiError{Status: 400, Code: "NotFoundException", Message: "The budget does not exist."},
		operations: []*operation{
			op("DescribeBudgets", "").lists("Budgets").pages(pascalToken),
			op("DescribeNotificationsForBudget", "").by("BudgetName").lists("Notifications").pages(pascalToken),
			op("DescribeSubscribersForNotification", "").by("BudgetName", "Notification").lists("Subscribers").pages(pascalToken),
		}}
}

func costExplorer() *service {
	const paged = "NextPageToken NextPageToken MaxResults"
	return &service{name: "ce", protocol: jsonRPC, signing: "ce", global: true, target: "AWSInsightsIndexService",
		notFound: apiError{Status: 400, Code: "UnknownMonitorException"},
		operations: []*operation{
			op("GetAnomalyMonitors", "").lists("AnomalyMonitors").pages(paged),
			op("GetAnomalySubscriptions", "").lists("AnomalySubscriptions").pages(paged).where(subscribed),
		}}
}

func events() *service {
	const paged = "NextToken NextToken Limit"
	return &service{name: "events", protocol: jsonRPC, signing: "events", target: "AWSEvents", documents: []string{"EventPattern"},
		notFound: apiError{Status: 400, Code: "ResourceNotFoundException", Message: "The rule does not exist on the event bus."},
		operations: []*operation{
			op("ListRules", "").lists("Rules").pages(paged),
			op("ListTargetsByRule", "").by("Rule").lists("Targets").pages(paged),
		}}
}

func ssoAdmin() *service {
	return &service{name: "sso-admin", protocol: jsonRPC, signing: "sso", target: "SWBExternalService", documents: []string{"InlinePolicy"},
		notFound: apiError{Status: 400, Code: "ResourceNotFoundException"},
		operations: []*operation{
			op("ListInstances", "").lists("Instances").pages(pascalToken),
			op("ListPermissionSets", "").lists("PermissionSets").pages(pascalToken),
			op("DescribePermissionSet", "").by("PermissionSetArn").in("PermissionSet"),
			op("GetInlinePolicyForPermissionSet", "").by("PermissionSetArn").orElse(nothing),
			op("ListManagedPoliciesInPermissionSet", "").by("PermissionSetArn").lists("AttachedManagedPolicies").pages(pascalToken),
			op("ListCustomerManagedPolicyReferencesInPermissionSet", "").by("PermissionSetArn").lists("CustomerManagedPolicyReferences").pages(pascalToken),
			op("ListAccountsForProvisionedPermissionSet", "").by("PermissionSetArn").lists("AccountIds").pages(pascalToken),
			op("ListAccountAssignments", "").by("PermissionSetArn", "AccountId").lists("AccountAssignments").pages(pascalToken),
			op("ListAccountAssignmentCreationStatus", "").lists("AccountAssignmentsCreationStatus").pages(pascalToken).where(filtered("Status")).
				draws("DescribeAccountAssignmentCreationStatus", "RequestId Status CreatedDate"),
			op("DescribeAccountAssignmentCreationStatus", "").by("AccountAssignmentCreationRequestId").in("AccountAssignmentCreationStatus"),
		}}
}

func cloudWatch() *service {
	s := &service{name: "cloudwatch", protocol: cborRPC, signing: "monitoring", target: "GraniteServiceVersion20100801",
		times:    []string{"Timestamps", "AlarmConfigurationUpdatedTimestamp", "StateUpdatedTimestamp", "StateTransitionedTimestamp", "StartTime", "EndTime"},
		notFound: apiError{Status: 404, Code: "ResourceNotFoundException"},
		operations: []*operation{
			op("ListMetrics", "").lists("Metrics").pages("NextToken NextToken MaxResults").where(metricAsked),
			op("GetMetricData", "").by("Metric").lists("MetricDataResults").answered(metricData),
			op("DescribeAlarms", "").lists("MetricAlarms").pages("NextToken NextToken MaxRecords"),
			op("DescribeAnomalyDetectors", "").lists("AnomalyDetectors").pages(pascalToken),
		}}
	return s
}
