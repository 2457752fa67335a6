package aws

import (
	"context"
	"errors"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/securityhub"
	"github.com/aws/smithy-go"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

const kindHub = "aws_securityhub_hub"

var securityHubKinds = []evidence.Kind{{
	Name: kindHub, Title: "Security Hub CSPM in a region", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
	Required: []string{"config.HubArn"},
	Schema: resourceSchema(schemaOf[securityhub.DescribeHubOutput](pascal), members{
		"GetEnabledStandards":    schemaOf[securityhub.GetEnabledStandardsOutput](pascal),
		"ListFindingAggregators": schemaOf[securityhub.ListFindingAggregatorsOutput](pascal),
	}, nil),
}}

var securityHubCollector = &collectors.Collector{
	Name: "aws/securityhub", Provider: providerName, Level: evidence.Region, Kinds: securityHubKinds,
	Operations: []collectors.Operation{
		{Name: "securityhub:DescribeHub", Form: evidence.List, Kinds: []string{kindHub}},
		{Name: "securityhub:GetEnabledStandards", Form: evidence.Detail, Kinds: []string{kindHub}},
		{Name: "securityhub:ListFindingAggregators", Form: evidence.Detail, Kinds: []string{kindHub}},
	},
	Collect: collectHub,
}

func init() { collectors.Register(securityHubCollector) }

func collectHub(ctx context.Context, session any, rec *collectors.Recorder) {
	s := session.(*Session)
	client := securityhub.NewFromConfig(s.Config)
	read := reader{rec, pascal}
	hubs := read.list(ctx, "securityhub:DescribeHub", kindHub, func(ctx context.Context) ([]map[string]any, error) {
		hub, err := get(ctx, client.DescribeHub, &securityhub.DescribeHubInput{}, pascal)
		if notSubscribed(err) {
			return []map[string]any{}, nil
		}
		if err != nil {
			return nil, err
		}
		return []map[string]any{hub}, nil
	}, func(hub map[string]any) *evidence.Resource {
		return &evidence.Resource{ID: text(hub, "HubArn"), Config: hub}
	})
	for _, hub := range hubs {
		read.part(ctx, "securityhub:GetEnabledStandards", "GetEnabledStandards", hub, func(ctx context.Context) (any, error) {
			return listed(ctx, securityhub.NewGetEnabledStandardsPaginator(client, &securityhub.GetEnabledStandardsInput{}), pascal, "StandardsSubscriptions")
		})
		read.part(ctx, "securityhub:ListFindingAggregators", "ListFindingAggregators", hub, func(ctx context.Context) (any, error) {
			return listed(ctx, securityhub.NewListFindingAggregatorsPaginator(client, &securityhub.ListFindingAggregatorsInput{}), pascal, "FindingAggregators")
		})
	}
}

// notSubscribed reports the answer by which Security Hub says that it is off: InvalidAccessException, which it also gives to those who
// lack the permission, with a text of its own.
func notSubscribed(err error) bool {
	var api smithy.APIError
	return errors.As(err, &api) && api.ErrorCode() == "InvalidAccessException" && strings.Contains(api.ErrorMessage(), "not subscribed to AWS Security Hub")
}
