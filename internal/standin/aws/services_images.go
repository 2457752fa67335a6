package aws

import (
	"slices"
	"strings"
)

// Where images lie and what is scanned. Routes, members and errors are those of the API references and of the clients in aws-sdk-go-v2.

func containerRegistry() *service {
	return &service{name: "ecr", protocol: jsonRPC, signing: "ecr", target: "AmazonEC2ContainerRegistry_V20150921",
		notFound: apiError{Status: 400, Code: "RepositoryNotFoundException"},
		operations: []*operation{
			op("DescribeRepositories", "").lists("repositories").pages(nextToken),
			op("GetRegistryScanningConfiguration", "").answered(registryScanning),
			op("ListTagsForResource", "").by("resourceArn").lists("tags").tagged("Key"),
		}}
}

func inspector() *service {
	return &service{name: "inspector2", protocol: restJSON, signing: "inspector2",
		notFound: apiError{Status: 404, Code: "ResourceNotFoundException"},
		operations: []*operation{
			op("BatchGetAccountStatus", "POST /status/batch/get").answered(inspectorStatus),
			op("ListCoverage", "POST /coverage/list").lists("coveredResources").pages(nextToken).where(coverageAsked),
			op("ListFindings", "POST /findings/list").lists("findings").pages(nextToken).where(findingAsked),
		}}
}

// registryScanning: a registry that nobody configured has basic scanning, and scans nothing by itself.
func registryScanning(h *Handler, r *request) (any, error) {
	if reply, found := h.estate.at(r).lookup(r.op.name, ""); found {
		return reply, nil
	}
	return map[string]any{"registryId": r.account, "scanningConfiguration": map[string]any{"scanType": "BASIC", "rules": []any{}}}, nil
}

// inspectorStatus: where the data says nothing, Inspector is off.
func inspectorStatus(h *Handler, r *request) (any, error) {
	if reply, found := h.estate.at(r).lookup(r.op.name, ""); found {
		return reply, nil
	}
	off := map[string]any{"status": "DISABLED"}
	return map[string]any{"failedAccounts": []any{}, "accounts": []any{map[string]any{
		"accountId": r.account, "state": off,
		"resourceState": map[string]any{"ec2": off, "ecr": off, "lambda": off, "lambdaCode": off},
	}}}, nil
}

func coverageAsked(r *request, item any) bool {
	return inspected(r, []string{text(item, "resourceId")}, "ecrRepositoryName")
}

func findingAsked(r *request, item any) bool {
	var ids []string
	o, _ := item.(map[string]any)
	resources, _ := o["resources"].([]any)
	for _, resource := range resources {
		ids = append(ids, text(resource, "id"))
	}
	return inspected(r, ids, "ecrImageRepositoryName") && (len(asked(r, "severity")) == 0 || slices.Contains(asked(r, "severity"), text(item, "severity")))
}

// inspected: one of the resources is a function or an image of a repository whose name the filters hold; without such filters, any is.
func inspected(r *request, ids []string, repositories string) bool {
	functions, images := asked(r, "lambdaFunctionName"), asked(r, repositories)
	if len(functions)+len(images) == 0 {
		return true
	}
	return slices.ContainsFunc(ids, func(id string) bool {
		return slices.ContainsFunc(functions, func(name string) bool { return strings.Contains(id+":", ":function:"+name+":") }) ||
			slices.ContainsFunc(images, func(name string) bool { return strings.Contains(id+"/", ":repository/"+name+"/") })
	})
}

// asked are the values of one of the request's filters.
func asked(r *request, filter string) []string {
	criteria, _ := r.params["filterCriteria"].(map[string]any)
	filters, _ := criteria[filter].([]any)
	var values []string
	for _, f := range filters {
		values = append(values, text(f, "value"))
	}
	return values
}
