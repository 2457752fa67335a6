package aws

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/apigateway"
	apitypes "github.com/aws/aws-sdk-go-v2/service/apigateway/types"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

const (
	kindRestAPI   = "aws_apigateway_rest_api"
	kindUsagePlan = "aws_apigateway_usage_plan"
)

var apiGatewayKinds = []evidence.Kind{
	{
		// Which of them stand in front of a model, the register or a label says. Its ARN names no account; the id of an API is its host name.
		Name: kindRestAPI, Title: "REST API of Amazon API Gateway", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
		Required: []string{"config.id", "config.name"},
		Schema:   resourceSchema(schemaOf[apitypes.RestApi](camel), nil, nil),
	},
	{
		Name: kindUsagePlan, Title: "Usage plan of Amazon API Gateway", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
		Required: []string{"config.id", "config.apiStages.apiId"},
		Schema:   resourceSchema(schemaOf[apitypes.UsagePlan](camel), nil, nil),
	},
}

// Reads of API Gateway have one action, by the method of HTTP (Service Authorization Reference, "Amazon API Gateway Management").
var apiGatewayCollector = &collectors.Collector{
	Name: "aws/apigateway", Provider: providerName, Level: evidence.Region, Kinds: apiGatewayKinds,
	Operations: []collectors.Operation{
		{Name: "apigateway:GetRestApis", Form: evidence.List, Kinds: []string{kindRestAPI}, Permissions: []string{"apigateway:GET"}},
		{Name: "apigateway:GetUsagePlans", Form: evidence.List, Kinds: []string{kindUsagePlan}, Permissions: []string{"apigateway:GET"}},
	},
	Collect: func(ctx context.Context, session any, rec *collectors.Recorder) {
		s := session.(*Session)
		a := &apiReader{reader{rec, camel}, s, apigateway.NewFromConfig(s.Config)}
		a.restAPIs(ctx)
		a.usagePlans(ctx)
	},
}

func init() { collectors.Register(apiGatewayCollector) }

type apiReader struct {
	reader
	s      *Session
	client *apigateway.Client
}

func (a *apiReader) restAPIs(ctx context.Context) {
	a.list(ctx, "apigateway:GetRestApis", kindRestAPI, func(ctx context.Context) ([]map[string]any, error) {
		return items(ctx, apigateway.NewGetRestApisPaginator(a.client, &apigateway.GetRestApisInput{}), camel, "items")
	}, a.made("/restapis/"))
}

func (a *apiReader) usagePlans(ctx context.Context) {
	a.list(ctx, "apigateway:GetUsagePlans", kindUsagePlan, func(ctx context.Context) ([]map[string]any, error) {
		return items(ctx, apigateway.NewGetUsagePlansPaginator(a.client, &apigateway.GetUsagePlansInput{}), camel, "items")
	}, a.made("/usageplans/"))
}

// made is a thing as the list gives it, with its tags. ARNs of API Gateway have no account ("Amazon Resource Names", API Gateway developer guide).
func (a *apiReader) made(path string) func(map[string]any) *evidence.Resource {
	return func(o map[string]any) *evidence.Resource {
		res := &evidence.Resource{Name: text(o, "name"), Config: o}
		if id := text(o, "id"); id != "" {
			res.ID = "arn:" + a.s.Partition + ":apigateway:" + a.s.Region + "::" + path + id
		}
		if tags := tagMap(o, "tags"); len(tags) > 0 {
			res.Tags = tags
		}
		return res
	}
}
