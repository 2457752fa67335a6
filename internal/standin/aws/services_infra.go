package aws

import "strings"

// Networks, keys, scaling and stacks. Members and errors are those of the API references and of the clients in aws-sdk-go-v2.

// ec2: replies are XML whose members have names of their own, such as securityGroupInfo.
func ec2() *service {
	return &service{name: "ec2", protocol: ec2Query, signing: "ec2", documents: []string{"policyDocument"},
		notFound: apiError{Status: 400, Code: "InvalidParameterValue"},
		operations: []*operation{
			op("DescribeSecurityGroups", "").lists("securityGroupInfo").pages("NextToken nextToken MaxResults").where(groupAsked),
			op("DescribeVpcEndpoints", "").lists("vpcEndpointSet").pages("NextToken nextToken MaxResults"),
		}}
}

// groupAsked keeps the groups whose ids the filter group-id names, where there is one: Filter.1.Value.1, Filter.1.Value.2 and so on.
func groupAsked(r *request, item any) bool {
	if r.param("Filter.1.Name") != "group-id" {
		return true
	}
	for _, name := range sortedKeys(r.params) {
		if strings.HasPrefix(name, "Filter.1.Value.") && r.param(name) == text(item, "groupId") {
			return true
		}
	}
	return false
}

func keyManagement() *service {
	return &service{name: "kms", protocol: jsonRPC, signing: "kms", target: "TrentService",
		notFound: apiError{Status: 400, Code: "NotFoundException", Message: "The key does not exist."},
		operations: []*operation{
			op("DescribeKey", "").by("KeyId").in("KeyMetadata"),
			op("GetKeyRotationStatus", "").by("KeyId"),
		}}
}

func networkFirewall() *service {
	return &service{name: "network-firewall", protocol: jsonRPC, signing: "network-firewall", target: "NetworkFirewall_20201112",
		notFound: apiError{Status: 400, Code: "ResourceNotFoundException", Message: "The resource does not exist."},
		operations: []*operation{
			op("ListFirewalls", "").lists("Firewalls").pages(pascalToken).
				draws("DescribeFirewall", "FirewallArn=Firewall.FirewallArn FirewallName=Firewall.FirewallName"),
			op("DescribeFirewall", "").by("FirewallArn"),
			op("DescribeFirewallPolicy", "").by("FirewallPolicyArn"),
			op("DescribeRuleGroup", "").by("RuleGroupArn"),
		}}
}

func applicationAutoscaling() *service {
	return &service{name: "application-autoscaling", protocol: jsonRPC, signing: "application-autoscaling", target: "AnyScaleFrontendService",
		notFound: apiError{Status: 400, Code: "ObjectNotFoundException"},
		operations: []*operation{
			op("DescribeScalableTargets", "").lists("ScalableTargets").pages(pascalToken).where(same("ServiceNamespace", "ServiceNamespace")),
			op("DescribeScalingPolicies", "").lists("ScalingPolicies").pages(pascalToken).where(same("ServiceNamespace", "ServiceNamespace")),
		}}
}

func cloudFormation() *service {
	return &service{name: "cloudformation", protocol: query, signing: "cloudformation",
		notFound: apiError{Status: 400, Code: "ValidationError", Message: "The stack does not exist."},
		operations: []*operation{
			op("DescribeStacks", "").lists("Stacks").pages("NextToken NextToken MaxResults"),
			op("ListStackResources", "").by("StackName").lists("StackResourceSummaries").pages("NextToken NextToken MaxResults"),
		}}
}
