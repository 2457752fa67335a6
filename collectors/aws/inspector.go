package aws

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/inspector2"
	inspectortypes "github.com/aws/aws-sdk-go-v2/service/inspector2/types"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

const (
	kindInspectorCoverage = "aws_inspector_coverage"
	kindInspectorFinding  = "aws_inspector_finding"
)

var inspectorKinds = []evidence.Kind{
	{
		// What is scanned of the functions that agents call, and of the repositories that hold images of AI. A function has one entry for each
		// type of scan, and a repository one for each image: the id is that of the resource, with "/" and the type of scan.
		Name: kindInspectorCoverage, Title: "Coverage of an AI function or image by Amazon Inspector", Provider: providerName, Deployment: evidence.PaaS,
		Level: evidence.Region, Required: []string{"config.resourceId", "config.resourceType", "config.scanType", "derived.of"},
		Schema: resourceSchema(schemaOf[inspectortypes.CoveredResource](camel), nil, members{
			"of": schemaText(), // the ARN of the function, without a version, or of the repository
		}),
	},
	{
		// Active findings of severity CRITICAL and HIGH about the same.
		Name: kindInspectorFinding, Title: "Active critical or high finding of Amazon Inspector on an AI function or image", Provider: providerName,
		Deployment: evidence.PaaS, Level: evidence.Region,
		Required: []string{"config.findingArn", "config.severity", "config.status", "config.firstObservedAt", "derived.of"},
		// Findings quote the code that they are about.
		Redact: []string{"config.codeVulnerabilityDetails"},
		Schema: resourceSchema(schemaOf[inspectortypes.Finding](camel), nil, members{
			"of": schemaList(schemaText()), // the ARNs of the functions and repositories that it is about, sorted
		}),
	},
}

// inspected are the kinds that Inspector is asked about.
var inspected = []string{kindFunction, kindRepository}

var inspectorCollector = &collectors.Collector{
	Name: "aws/inspector", Provider: providerName, Level: evidence.Region, Kinds: inspectorKinds, Needs: inspected,
	Operations: []collectors.Operation{
		// Says whether Inspector is on. Where it is off there is nothing to list, and the lists are refused.
		{Name: "inspector2:BatchGetAccountStatus", Form: evidence.List, Kinds: []string{kindInspectorCoverage, kindInspectorFinding}, From: inspected},
		{Name: "inspector2:ListCoverage", Form: evidence.List, Kinds: []string{kindInspectorCoverage}, After: "inspector2:BatchGetAccountStatus"},
		{Name: "inspector2:ListFindings", Form: evidence.List, Kinds: []string{kindInspectorFinding}, After: "inspector2:BatchGetAccountStatus"},
	},
	Collect: func(ctx context.Context, session any, rec *collectors.Recorder) {
		s := session.(*Session)
		i := &inspectorReader{reader{rec, camel}, s, inspector2.NewFromConfig(s.Config)}
		i.read(ctx)
	},
}

func init() { collectors.Register(inspectorCollector) }

type inspectorReader struct {
	reader
	s      *Session
	client *inspector2.Client
}

// askedAtOnce is how many values a filter of Inspector may have ("CoverageFilterCriteria" and "FilterCriteria", Inspector API reference).
const askedAtOnce = 10

func (i *inspectorReader) read(ctx context.Context) {
	functions, repositories := map[string]bool{}, map[string]bool{}
	for _, f := range i.rec.Seen(kindFunction) {
		if regionOf(f.ID) == i.s.Region {
			functions[functionOf(f.ID)] = true
		}
	}
	for _, r := range i.rec.Seen(kindRepository) {
		if by, _ := r.Derived["named_by"].([]any); len(by) > 0 && regionOf(r.ID) == i.s.Region {
			repositories[r.Name] = true
		}
	}
	if len(functions)+len(repositories) == 0 {
		// Nothing of AI is there to be scanned, whether Inspector is on or not.
		i.rec.List(ctx, "inspector2:BatchGetAccountStatus", func(context.Context) (int, error) { return 0, nil })
		return
	}
	if !i.on(ctx) {
		return
	}
	for names := range slices.Chunk(slices.Sorted(maps.Keys(functions)), askedAtOnce) {
		i.coverage(ctx, &inspectortypes.CoverageFilterCriteria{LambdaFunctionName: covers(names)})
		i.findings(ctx, &inspectortypes.FilterCriteria{LambdaFunctionName: equals(names)})
	}
	for names := range slices.Chunk(slices.Sorted(maps.Keys(repositories)), askedAtOnce) {
		i.coverage(ctx, &inspectortypes.CoverageFilterCriteria{EcrRepositoryName: covers(names)})
		i.findings(ctx, &inspectortypes.FilterCriteria{EcrImageRepositoryName: equals(names)})
	}
}

// on reports whether Inspector is on in the account and region.
func (i *inspectorReader) on(ctx context.Context) bool {
	on := false
	i.rec.List(ctx, "inspector2:BatchGetAccountStatus", func(ctx context.Context) (int, error) {
		out, err := get(ctx, i.client.BatchGetAccountStatus, &inspector2.BatchGetAccountStatusInput{}, camel)
		if err != nil {
			return 0, err
		}
		for _, failed := range objects(out, "failedAccounts") {
			return 0, fmt.Errorf("the status of %s cannot be told: %s %s", text(failed, "accountId"), text(failed, "errorCode"), text(failed, "errorMessage"))
		}
		accounts := objects(out, "accounts")
		if len(accounts) == 0 {
			return 0, fmt.Errorf("the reply has the status of no account")
		}
		status := text(object(accounts[0], "state"), "status")
		on = status != string(inspectortypes.StatusDisabled)
		return 0, nil
	})
	return on
}

func covers(names []string) []inspectortypes.CoverageStringFilter {
	var all []inspectortypes.CoverageStringFilter
	for _, name := range names {
		all = append(all, inspectortypes.CoverageStringFilter{Comparison: inspectortypes.CoverageStringComparisonEquals, Value: aws.String(name)})
	}
	return all
}

func equals(values []string) []inspectortypes.StringFilter {
	var all []inspectortypes.StringFilter
	for _, value := range values {
		all = append(all, inspectortypes.StringFilter{Comparison: inspectortypes.StringComparisonEquals, Value: aws.String(value)})
	}
	return all
}

func (i *inspectorReader) coverage(ctx context.Context, criteria *inspectortypes.CoverageFilterCriteria) {
	i.list(ctx, "inspector2:ListCoverage", kindInspectorCoverage, func(ctx context.Context) ([]map[string]any, error) {
		in := &inspector2.ListCoverageInput{FilterCriteria: criteria}
		return items(ctx, inspector2.NewListCoveragePaginator(i.client, in), camel, "coveredResources")
	}, func(c map[string]any) *evidence.Resource {
		id := text(c, "resourceId")
		if id == "" {
			return &evidence.Resource{}
		}
		return &evidence.Resource{ID: id + "/" + text(c, "scanType"), Config: c, Derived: map[string]any{"of": inspectedARN(id)}}
	})
}

func (i *inspectorReader) findings(ctx context.Context, criteria *inspectortypes.FilterCriteria) {
	criteria.FindingStatus = equals([]string{string(inspectortypes.FindingStatusActive)})
	criteria.Severity = equals([]string{string(inspectortypes.SeverityCritical), string(inspectortypes.SeverityHigh)})
	i.list(ctx, "inspector2:ListFindings", kindInspectorFinding, func(ctx context.Context) ([]map[string]any, error) {
		in := &inspector2.ListFindingsInput{FilterCriteria: criteria}
		return items(ctx, inspector2.NewListFindingsPaginator(i.client, in), camel, "findings")
	}, func(f map[string]any) *evidence.Resource {
		var of []string
		for _, resource := range objects(f, "resources") {
			of = append(of, inspectedARN(text(resource, "id")))
		}
		slices.Sort(of)
		ids := []any{}
		for _, id := range slices.Compact(of) {
			ids = append(ids, id)
		}
		return &evidence.Resource{ID: text(f, "findingArn"), Name: text(f, "title"), Config: f, Derived: map[string]any{"of": ids}}
	})
}

// inspectedARN is the ARN of the function or repository that Inspector's id of a resource is about: a function's ARN ends in a version there
// ("…:function:name:$LATEST"), and an image's in its digest ("…:repository/name/sha256:…").
func inspectedARN(id string) string {
	if repository, _, ok := strings.Cut(id, "/sha256:"); ok {
		return repository
	}
	if strings.Contains(id, ":function:") {
		return unqualified([]string{id})[0]
	}
	return id
}
