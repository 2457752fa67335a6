package aws

// Whom AWS calls, and how an account answers incidents. Routes, members and errors are those of the API references and of the clients in aws-sdk-go-v2.

func accountManagement() *service {
	return &service{name: "account", protocol: restJSON, signing: "account", global: true,
		notFound: apiError{Status: 404, Code: "ResourceNotFoundException"},
		operations: []*operation{
			op("GetAlternateContact", "POST /getAlternateContact").by("AlternateContactType").in("AlternateContact"),
		}}
}

func incidentManager() *service {
	return &service{name: "ssm-incidents", protocol: restJSON, signing: "ssm-incidents",
		notFound: apiError{Status: 404, Code: "ResourceNotFoundException"},
		operations: []*operation{
			op("ListResponsePlans", "POST /listResponsePlans").lists("responsePlanSummaries").pages(nextToken).draws("GetResponsePlan", "arn displayName name"),
			op("GetResponsePlan", "GET /getResponsePlan").by("arn"),
		}}
}
