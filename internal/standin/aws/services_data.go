package aws

// The services of AI, search and data whose members and errors are those of the API references and of the clients in aws-sdk-go-v2.

func comprehend() *service {
	jobs := func(name, member string) *operation {
		return op(name, "").lists(member).pages(pascalToken).where(filteredSince("SubmitTimeAfter", "SubmitTime"))
	}
	s := &service{name: "comprehend", protocol: jsonRPC, signing: "comprehend", target: "Comprehend_20171127",
		notFound: apiError{Status: 400, Code: "ResourceNotFoundException"},
		operations: []*operation{
			op("ListFlywheels", "").lists("FlywheelSummaryList").pages(pascalToken).
				draws("DescribeFlywheel", "FlywheelArn ActiveModelArn DataLakeS3Uri Status ModelType CreationTime LastModifiedTime"),
			op("DescribeFlywheel", "").by("FlywheelArn").in("FlywheelProperties"),
			op("ListEntityRecognizers", "").lists("EntityRecognizerPropertiesList").pages(pascalToken),
			op("ListTagsForResource", "").by("ResourceArn").lists("Tags").tagged("Key"),
		}}
	for _, kind := range []string{"DocumentClassification", "DominantLanguageDetection", "EntitiesDetection", "EventsDetection", "KeyPhrasesDetection",
		"PiiEntitiesDetection", "SentimentDetection", "TargetedSentimentDetection", "TopicsDetection"} {
		s.operations = append(s.operations, jobs("List"+kind+"Jobs", kind+"JobPropertiesList"))
	}
	return s
}

func translate() *service {
	return &service{name: "translate", protocol: jsonRPC, signing: "translate", target: "AWSShineFrontendService_20170701",
		notFound: apiError{Status: 400, Code: "ResourceNotFoundException"},
		operations: []*operation{
			op("ListTextTranslationJobs", "").lists("TextTranslationJobPropertiesList").pages(pascalToken).where(filteredSince("SubmittedAfterTime", "SubmittedTime")),
		}}
}

func lex() *service {
	return &service{name: "lex", protocol: restJSON, signing: "lex",
		notFound: apiError{Status: 404, Code: "ResourceNotFoundException"},
		operations: []*operation{
			op("ListBots", "POST /bots").lists("botSummaries").pages(nextToken),
			op("ListBotAliases", "POST /bots/{botId}/botaliases").by("botId").lists("botAliasSummaries").pages(nextToken).
				draws("DescribeBotAlias", "botAliasId botAliasName description botVersion botAliasStatus creationDateTime lastUpdatedDateTime"),
			op("DescribeBotAlias", "GET /bots/{botId}/botaliases/{botAliasId}").by("botId", "botAliasId"),
			op("ListTagsForResource", "GET /tags/{resourceARN}").by("resourceARN").lists("tags").tagged("map"),
		}}
}

func kendra() *service {
	return &service{name: "kendra", protocol: jsonRPC, signing: "kendra", target: "AWSKendraFrontendService",
		notFound: apiError{Status: 400, Code: "ResourceNotFoundException"},
		operations: []*operation{
			op("ListIndices", "").lists("IndexConfigurationSummaryItems").pages(pascalToken).draws("DescribeIndex", "Id Name Edition Status CreatedAt UpdatedAt"),
			op("DescribeIndex", "").by("Id"),
			op("ListTagsForResource", "").by("ResourceARN").lists("Tags").tagged("Key"),
		}}
}

func qBusiness() *service {
	return &service{name: "qbusiness", protocol: restJSON, signing: "qbusiness",
		notFound: apiError{Status: 404, Code: "ResourceNotFoundException"},
		operations: []*operation{
			op("ListApplications", "GET /applications").lists("applications").pages(nextToken).
				draws("GetApplication", "applicationId displayName identityType status createdAt updatedAt"),
			op("GetApplication", "GET /applications/{applicationId}").by("applicationId"),
			op("GetChatControlsConfiguration", "GET /applications/{applicationId}/chatcontrols").by("applicationId").orElse(nothing),
			op("ListIndices", "GET /applications/{applicationId}/indices").by("applicationId").lists("indices").pages(nextToken),
			op("ListDataSources", "GET /applications/{applicationId}/indices/{indexId}/datasources").by("applicationId", "indexId").lists("dataSources").pages(nextToken).
				draws("GetDataSource", "dataSourceId displayName type status createdAt updatedAt"),
			op("GetDataSource", "GET /applications/{applicationId}/indices/{indexId}/datasources/{dataSourceId}").by("applicationId", "indexId", "dataSourceId"),
			op("ListTagsForResource", "GET /v1/tags/{resourceARN}").by("resourceARN").lists("tags").tagged("key"),
		}}
}

func openSearchServerless() *service {
	const policy = "type name policyVersion description createdDate lastModifiedDate"
	return &service{name: "aoss", protocol: jsonRPC, signing: "aoss", target: "OpenSearchServerless",
		notFound: apiError{Status: 400, Code: "ResourceNotFoundException"},
		operations: []*operation{
			op("ListCollections", "").lists("collectionSummaries").pages(nextToken),
			op("BatchGetCollection", "").lists("collectionDetails").where(among("ids", "id")),
			op("ListTagsForResource", "").by("resourceArn").lists("tags").tagged("key"),
			op("ListSecurityPolicies", "").by("type").lists("securityPolicySummaries").pages(nextToken).draws("GetSecurityPolicy", policy),
			op("GetSecurityPolicy", "").by("type", "name").in("securityPolicyDetail"),
			op("ListAccessPolicies", "").by("type").lists("accessPolicySummaries").pages(nextToken).draws("GetAccessPolicy", policy),
			op("GetAccessPolicy", "").by("type", "name").in("accessPolicyDetail"),
			op("ListSecurityConfigs", "").by("type").lists("securityConfigSummaries").pages(nextToken).
				draws("GetSecurityConfig", "id type configVersion description createdDate lastModifiedDate"),
			op("GetSecurityConfig", "").by("id").in("securityConfigDetail"),
		}}
}

// macieOff is the answer where an account has not enabled Macie in the region.
var macieOff = &apiError{Status: 403, Code: "AccessDeniedException", Message: "Macie is not enabled."}

func macie() *service {
	return &service{name: "macie2", protocol: restJSON, signing: "macie2",
		notFound: apiError{Status: 404, Code: "ResourceNotFoundException"},
		operations: []*operation{
			op("GetMacieSession", "GET /macie").orElse(macieOff),
			op("GetAutomatedDiscoveryConfiguration", "GET /automated-discovery/configuration").orElse(macieOff),
			op("GetAdministratorAccount", "GET /administrator").orElse(nothing),
			op("DescribeBuckets", "POST /datasources/s3").lists("buckets").pages(nextToken).where(meetsCriteria("criteria")),
			op("ListClassificationJobs", "POST /jobs/list").lists("items").pages(nextToken),
			op("ListFindings", "POST /findings").lists("findingIds").pages(nextToken).computedBy(findingIDs),
			op("GetFindings", "POST /findings/describe").lists("findings").where(among("findingIds", "id")),
		}}
}

func scheduler() *service {
	return &service{name: "scheduler", protocol: restJSON, signing: "scheduler", documents: []string{"Input"},
		notFound: apiError{Status: 404, Code: "ResourceNotFoundException"},
		operations: []*operation{
			op("ListSchedules", "GET /schedules").lists("Schedules").pages(pascalToken).computedBy(scheduleSummaries),
			op("GetSchedule", "GET /schedules/{Name}").by("groupName", "Name").defaulting("groupName", "default"),
		}}
}
