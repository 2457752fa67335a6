package aws

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/kendra"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

const kindKendraIndex = "aws_kendra_index"

var kendraKinds = []evidence.Kind{{
	Name: kindKendraIndex, Title: "Amazon Kendra index", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
	Inventory: true, Required: []string{"config.Id", "config.CreatedAt", "config.RoleArn"},
	Schema: resourceSchema(schemaOf[kendra.DescribeIndexOutput](pascal), nil, nil),
}}

var kendraCollector = &collectors.Collector{
	Name: "aws/kendra", Provider: providerName, Level: evidence.Region, Kinds: kendraKinds,
	Operations: []collectors.Operation{
		{Name: "kendra:ListIndices", Form: evidence.List, Kinds: []string{kindKendraIndex}},
		{Name: "kendra:DescribeIndex", Form: evidence.Detail, Kinds: []string{kindKendraIndex}},
		{Name: "kendra:ListTagsForResource", Form: evidence.Detail, Kinds: []string{kindKendraIndex}},
	},
	Collect: collectKendraIndices,
}

func init() { collectors.Register(kendraCollector) }

func collectKendraIndices(ctx context.Context, session any, rec *collectors.Recorder) {
	s := session.(*Session)
	client := kendra.NewFromConfig(s.Config)
	read := reader{rec, pascal}
	found := read.list(ctx, "kendra:ListIndices", kindKendraIndex, func(ctx context.Context) ([]map[string]any, error) {
		return items(ctx, kendra.NewListIndicesPaginator(client, &kendra.ListIndicesInput{}), pascal, "IndexConfigurationSummaryItems")
	}, func(i map[string]any) *evidence.Resource {
		return &evidence.Resource{ID: s.here("kendra", "index/", text(i, "Id")), Name: text(i, "Name"), Config: partial[kendra.DescribeIndexOutput](i, pascal, nil)}
	})
	each(ctx, found, func(ctx context.Context, res *evidence.Resource) {
		id := text(res.Config, "Id")
		read.main(ctx, "kendra:DescribeIndex", res, func(ctx context.Context) (map[string]any, error) {
			return get(ctx, client.DescribeIndex, &kendra.DescribeIndexInput{Id: &id}, pascal)
		})
		read.tags(ctx, "kendra:ListTagsForResource", res, func(ctx context.Context) (map[string]string, error) {
			out, err := get(ctx, client.ListTagsForResource, &kendra.ListTagsForResourceInput{ResourceARN: &res.ID}, pascal)
			return pairs(objects(out, "Tags"), "Key", "Value"), err
		})
	})
}
