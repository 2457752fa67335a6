package aws

import (
	"context"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/bedrock"
	bedrocktypes "github.com/aws/aws-sdk-go-v2/service/bedrock/types"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

const (
	kindCustomizationJob    = "aws_bedrock_customization_job"
	kindFoundationModel     = "aws_bedrock_foundation_model"
	kindImportedModel       = "aws_bedrock_imported_model"
	kindInvocationJob       = "aws_bedrock_invocation_job"
	kindMarketplaceEndpoint = "aws_bedrock_marketplace_endpoint"
)

var bedrockModelKinds = []evidence.Kind{
	{
		// Jobs that were made in the last 90 days, as for training jobs of SageMaker.
		Name: kindCustomizationJob, Title: "Model customization job in Amazon Bedrock", Provider: providerName, Deployment: evidence.PaaS,
		Level: evidence.Region, ShowsUse: true, Required: []string{"config.jobArn", "config.creationTime", "config.trainingDataConfig"},
		Redact: []string{"config.hyperParameters"},
		Schema: resourceSchema(schemaOf[bedrock.GetModelCustomizationJobOutput](camel), nil, nil),
	},
	{
		// Not inventory: every region has the models that AWS offers there. Their ARNs name no account, so that the id is
		// "<arn>@<account>", as with AWS's own policies.
		Name: kindFoundationModel, Title: "Foundation model that Amazon Bedrock offers in a region", Provider: providerName, Deployment: evidence.PaaS,
		Level: evidence.Region, Required: []string{"config.modelArn", "config.modelId"},
		Schema: resourceSchema(schemaOf[bedrocktypes.FoundationModelSummary](camel), nil, nil),
	},
	{
		Name: kindImportedModel, Title: "Model imported into Amazon Bedrock", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
		Inventory: true, Required: []string{"config.modelArn", "config.creationTime"},
		Schema: resourceSchema(schemaOf[bedrock.GetImportedModelOutput](camel), nil, nil),
	},
	{
		// Batch inference that was submitted in the last 90 days. The list says all that there is to say.
		Name: kindInvocationJob, Title: "Batch inference job in Amazon Bedrock", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
		ShowsUse: true, Required: []string{"config.jobArn", "config.modelId", "config.outputDataConfig"},
		Schema: resourceSchema(schemaOf[bedrocktypes.ModelInvocationJobSummary](camel), nil, nil),
	},
	{
		// Its ARN is that of the SageMaker endpoint behind it, which is in the inventory and has the tags.
		Name: kindMarketplaceEndpoint, Title: "Endpoint of a model of the Amazon Bedrock Marketplace", Provider: providerName, Deployment: evidence.PaaS,
		Level: evidence.Region, ShowsUse: true, Required: []string{"config.endpointArn", "config.modelSourceIdentifier", "config.createdAt"},
		Schema: resourceSchema(schemaOf[bedrocktypes.MarketplaceModelEndpoint](camel), nil, nil),
	},
}

var bedrockModelOperations = []collectors.Operation{
	{Name: "bedrock:ListFoundationModels", Form: evidence.List, Kinds: []string{kindFoundationModel}},
	{Name: "bedrock:ListImportedModels", Form: evidence.List, Kinds: []string{kindImportedModel}},
	{Name: "bedrock:GetImportedModel", Form: evidence.Detail, Kinds: []string{kindImportedModel}},
	{Name: "bedrock:ListModelCustomizationJobs", Form: evidence.List, Kinds: []string{kindCustomizationJob}},
	{Name: "bedrock:GetModelCustomizationJob", Form: evidence.Detail, Kinds: []string{kindCustomizationJob}},
	{Name: "bedrock:ListModelInvocationJobs", Form: evidence.List, Kinds: []string{kindInvocationJob}},
	{Name: "bedrock:ListMarketplaceModelEndpoints", Form: evidence.List, Kinds: []string{kindMarketplaceEndpoint}},
	{Name: "bedrock:GetMarketplaceModelEndpoint", Form: evidence.Detail, Kinds: []string{kindMarketplaceEndpoint}},
}

func (b *bedrockReader) foundationModels(ctx context.Context) {
	b.list(ctx, "bedrock:ListFoundationModels", kindFoundationModel, func(ctx context.Context) ([]map[string]any, error) {
		out, err := get(ctx, b.client.ListFoundationModels, &bedrock.ListFoundationModelsInput{}, camel) // has no pages
		return objects(out, "modelSummaries"), err
	}, func(m map[string]any) *evidence.Resource {
		res := &evidence.Resource{Name: text(m, "modelName"), Config: m}
		if arn := text(m, "modelArn"); arn != "" {
			res.ID = arn + "@" + b.s.Account
		}
		return res
	})
}

func (b *bedrockReader) importedModels(ctx context.Context) {
	found := b.list(ctx, "bedrock:ListImportedModels", kindImportedModel, func(ctx context.Context) ([]map[string]any, error) {
		return items(ctx, bedrock.NewListImportedModelsPaginator(b.client, &bedrock.ListImportedModelsInput{}), camel, "modelSummaries")
	}, func(m map[string]any) *evidence.Resource {
		return &evidence.Resource{ID: text(m, "modelArn"), Name: text(m, "modelName"), Config: partial[bedrock.GetImportedModelOutput](m, camel, nil)}
	})
	each(ctx, found, func(ctx context.Context, res *evidence.Resource) {
		b.main(ctx, "bedrock:GetImportedModel", res, func(ctx context.Context) (map[string]any, error) {
			return get(ctx, b.client.GetImportedModel, &bedrock.GetImportedModelInput{ModelIdentifier: &res.ID}, camel)
		})
		b.tagged(ctx, res)
	})
}

func (b *bedrockReader) customizationJobs(ctx context.Context) {
	found := b.list(ctx, "bedrock:ListModelCustomizationJobs", kindCustomizationJob, func(ctx context.Context) ([]map[string]any, error) {
		in := &bedrock.ListModelCustomizationJobsInput{CreationTimeAfter: aws.Time(b.s.Now.Add(-trainingWindow))}
		return items(ctx, bedrock.NewListModelCustomizationJobsPaginator(b.client, in), camel, "modelCustomizationJobSummaries")
	}, func(j map[string]any) *evidence.Resource {
		return &evidence.Resource{ID: text(j, "jobArn"), Name: text(j, "jobName"), Config: partial[bedrock.GetModelCustomizationJobOutput](j, camel, nil)}
	})
	each(ctx, found, func(ctx context.Context, res *evidence.Resource) {
		b.main(ctx, "bedrock:GetModelCustomizationJob", res, func(ctx context.Context) (map[string]any, error) {
			return get(ctx, b.client.GetModelCustomizationJob, &bedrock.GetModelCustomizationJobInput{JobIdentifier: &res.ID}, camel)
		})
	})
}

func (b *bedrockReader) invocationJobs(ctx context.Context) {
	b.list(ctx, "bedrock:ListModelInvocationJobs", kindInvocationJob, func(ctx context.Context) ([]map[string]any, error) {
		in := &bedrock.ListModelInvocationJobsInput{SubmitTimeAfter: aws.Time(b.s.Now.Add(-trainingWindow))}
		return items(ctx, bedrock.NewListModelInvocationJobsPaginator(b.client, in), camel, "invocationJobSummaries")
	}, func(j map[string]any) *evidence.Resource {
		return &evidence.Resource{ID: text(j, "jobArn"), Name: text(j, "jobName"), Config: j}
	})
}

func (b *bedrockReader) marketplaceEndpoints(ctx context.Context) {
	found := b.list(ctx, "bedrock:ListMarketplaceModelEndpoints", kindMarketplaceEndpoint, func(ctx context.Context) ([]map[string]any, error) {
		in := &bedrock.ListMarketplaceModelEndpointsInput{}
		return items(ctx, bedrock.NewListMarketplaceModelEndpointsPaginator(b.client, in), camel, "marketplaceModelEndpoints")
	}, func(e map[string]any) *evidence.Resource {
		id := text(e, "endpointArn")
		return &evidence.Resource{ID: id, Name: id[strings.LastIndex(id, "/")+1:], Config: partial[bedrocktypes.MarketplaceModelEndpoint](e, camel, nil)}
	})
	each(ctx, found, func(ctx context.Context, res *evidence.Resource) {
		b.main(ctx, "bedrock:GetMarketplaceModelEndpoint", res, func(ctx context.Context) (map[string]any, error) {
			out, err := get(ctx, b.client.GetMarketplaceModelEndpoint, &bedrock.GetMarketplaceModelEndpointInput{EndpointArn: &res.ID}, camel)
			return inside(out, err, "marketplaceModelEndpoint")
		})
	})
}
