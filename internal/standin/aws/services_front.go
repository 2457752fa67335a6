package aws

// What stands in front of AI and bounds its use. Routes, members and errors are those of the API references and of the clients in aws-sdk-go-v2.

func waf() *service {
	return &service{name: "wafv2", protocol: jsonRPC, signing: "wafv2", target: "AWSWAF_20190729",
		notFound: apiError{Status: 400, Code: "WAFNonexistentItemException", Message: "AWS WAF couldn't perform the operation because your resource doesn't exist."},
		operations: []*operation{
			op("ListWebACLs", "").by("Scope").lists("WebACLs").pages("NextMarker NextMarker Limit"),
			op("GetWebACL", "").by("ARN").in("WebACL"),
			op("ListResourcesForWebACL", "").by("WebACLArn", "ResourceType").lists("ResourceArns"),
		}}
}

// The lists of API Gateway are called item, whatever is in them.
func apiGateway() *service {
	return &service{name: "apigateway", protocol: restJSON, signing: "apigateway",
		notFound: apiError{Status: 404, Code: "NotFoundException", Message: "Invalid identifier specified"},
		operations: []*operation{
			op("GetRestApis", "GET /restapis").lists("item").pages("position position limit"),
			op("GetUsagePlans", "GET /usageplans").lists("item").pages("position position limit"),
		}}
}

func serviceQuotas() *service {
	return &service{name: "servicequotas", protocol: jsonRPC, signing: "servicequotas", target: "ServiceQuotasV20190624",
		notFound: apiError{Status: 400, Code: "NoSuchResourceException", Message: "The specified resource does not exist."},
		operations: []*operation{
			op("ListServiceQuotas", "").by("ServiceCode").lists("Quotas").pages(pascalToken),
			op("ListAWSDefaultServiceQuotas", "").by("ServiceCode").lists("Quotas").pages(pascalToken),
		}}
}
