package aws

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/bedrock"
	bedrocktypes "github.com/aws/aws-sdk-go-v2/service/bedrock/types"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

const (
	kindCustomModel           = "aws_bedrock_custom_model"
	kindEvaluationJob         = "aws_bedrock_evaluation_job"
	kindGuardrail             = "aws_bedrock_guardrail"
	kindInferenceProfile      = "aws_bedrock_inference_profile"
	kindInvocationLogging     = "aws_bedrock_invocation_logging"
	kindProvisionedThroughput = "aws_bedrock_provisioned_throughput"
)

var bedrockKinds = []evidence.Kind{
	{
		Name: kindCustomModel, Title: "Custom model in Amazon Bedrock", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
		Inventory: true, Required: []string{"config.modelArn", "config.creationTime"},
		Redact: []string{"config.hyperParameters"},
		Schema: resourceSchema(schemaOf[bedrock.GetCustomModelOutput](camel), nil, nil),
	},
	{
		Name: kindEvaluationJob, Title: "Evaluation job in Amazon Bedrock", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
		ShowsUse: true, Required: []string{"config.jobArn", "config.creationTime", "config.status"},
		Redact: []string{
			"config.evaluationConfig.automated.customMetricConfig.customMetrics.customMetricDefinition.instructions",
			"config.evaluationConfig.human.humanWorkflowConfig.instructions",
		},
		Schema: resourceSchema(schemaOf[bedrock.GetEvaluationJobOutput](camel), nil, nil),
	},
	{
		Name: kindGuardrail, Title: "Guardrail in Amazon Bedrock", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
		Inventory: true, Required: []string{"config.guardrailArn", "config.guardrailId", "config.createdAt", "parts.GetGuardrail.version", "parts.ListGuardrails.createdAt"},
		// The working draft, as GetGuardrail gives it without a version. Parts hold the numbered versions, of which a guardrail may have 20
		// ("Amazon Bedrock endpoints and quotas"): ListGuardrails when each was made, GetGuardrail what it does.
		Schema: resourceSchema(schemaOf[bedrock.GetGuardrailOutput](camel), members{
			"ListGuardrails": schemaList(schemaOf[bedrocktypes.GuardrailSummary](camel)),
			"GetGuardrail":   schemaList(schemaOf[bedrock.GetGuardrailOutput](camel)),
		}, nil),
	},
	{
		// Not inventory: every region has the profiles that AWS defines (type SYSTEM_DEFINED), whether they are used or not.
		Name: kindInferenceProfile, Title: "Inference profile in Amazon Bedrock", Provider: providerName, Deployment: evidence.PaaS,
		Level: evidence.Region, Required: []string{"config.inferenceProfileArn", "config.type"},
		Schema: resourceSchema(schemaOf[bedrocktypes.InferenceProfileSummary](camel), nil, nil),
	},
	{
		// One for each region, with config.loggingConfig absent where logging is off. Its id is that of the scope.
		Name: kindInvocationLogging, Title: "Model invocation logging of Amazon Bedrock in a region", Provider: providerName,
		Deployment: evidence.PaaS, Level: evidence.Region,
		Schema: resourceSchema(schemaOf[bedrock.GetModelInvocationLoggingConfigurationOutput](camel), nil, nil),
	},
	{
		Name: kindProvisionedThroughput, Title: "Provisioned throughput in Amazon Bedrock", Provider: providerName, Deployment: evidence.PaaS,
		Level: evidence.Region, Inventory: true, Required: []string{"config.provisionedModelArn", "config.creationTime"},
		Schema: resourceSchema(schemaOf[bedrocktypes.ProvisionedModelSummary](camel), nil, nil),
	},
}

var bedrockCollector = &collectors.Collector{
	Name: "aws/bedrock", Provider: providerName, Level: evidence.Region, Kinds: slices.Concat(bedrockKinds, bedrockModelKinds, bedrockSafetyKinds),
	Operations: slices.Concat([]collectors.Operation{
		{Name: "bedrock:GetModelInvocationLoggingConfiguration", Form: evidence.List, Kinds: []string{kindInvocationLogging}},
		{Name: "bedrock:ListGuardrails", Form: evidence.List, Kinds: []string{kindGuardrail}},
		{Name: "bedrock:GetGuardrail", Form: evidence.Detail, Kinds: []string{kindGuardrail}},
		{Name: "bedrock:ListCustomModels", Form: evidence.List, Kinds: []string{kindCustomModel}},
		{Name: "bedrock:GetCustomModel", Form: evidence.Detail, Kinds: []string{kindCustomModel}},
		{Name: "bedrock:ListEvaluationJobs", Form: evidence.List, Kinds: []string{kindEvaluationJob}},
		{Name: "bedrock:GetEvaluationJob", Form: evidence.Detail, Kinds: []string{kindEvaluationJob}},
		{Name: "bedrock:ListInferenceProfiles", Form: evidence.List, Kinds: []string{kindInferenceProfile}},
		{Name: "bedrock:ListProvisionedModelThroughputs", Form: evidence.List, Kinds: []string{kindProvisionedThroughput}},
		{Name: "bedrock:ListTagsForResource", Form: evidence.Detail,
			Kinds: []string{kindGuardrail, kindCustomModel, kindInferenceProfile, kindProvisionedThroughput, kindImportedModel, kindReasoningPolicy}},
	}, bedrockModelOperations, bedrockSafetyOperations),
	Collect: func(ctx context.Context, session any, rec *collectors.Recorder) {
		s := session.(*Session)
		b := &bedrockReader{reader{rec, camel}, s, bedrock.NewFromConfig(s.Config)}
		each(ctx, []func(context.Context){b.invocationLogging, b.guardrails, b.customModels, b.evaluationJobs, b.inferenceProfiles, b.provisionedThroughputs,
			b.foundationModels, b.importedModels, b.customizationJobs, b.invocationJobs, b.marketplaceEndpoints, b.enforcedGuardrails, b.reasoningPolicies, b.dataRetention},
			func(ctx context.Context, read func(context.Context)) { read(ctx) })
	},
}

func init() { collectors.Register(bedrockCollector) }

type bedrockReader struct {
	reader
	s      *Session
	client *bedrock.Client
}

func (b *bedrockReader) invocationLogging(ctx context.Context) {
	b.rec.List(ctx, "bedrock:GetModelInvocationLoggingConfiguration", func(ctx context.Context) (int, error) {
		config, err := get(ctx, b.client.GetModelInvocationLoggingConfiguration, &bedrock.GetModelInvocationLoggingConfigurationInput{}, camel)
		if err != nil {
			return 0, err
		}
		b.rec.Add(kindInvocationLogging, &evidence.Resource{ID: b.s.Scope.ID, Config: config})
		return 1, nil
	})
}

func (b *bedrockReader) guardrails(ctx context.Context) {
	found := b.list(ctx, "bedrock:ListGuardrails", kindGuardrail, func(ctx context.Context) ([]map[string]any, error) {
		return items(ctx, bedrock.NewListGuardrailsPaginator(b.client, &bedrock.ListGuardrailsInput{}), camel, "guardrails")
	}, func(g map[string]any) *evidence.Resource {
		return &evidence.Resource{ID: text(g, "arn"), Name: text(g, "name"),
			Config: partial[bedrock.GetGuardrailOutput](g, camel, map[string]string{"arn": "guardrailArn", "id": "guardrailId"})}
	})
	each(ctx, found, func(ctx context.Context, res *evidence.Resource) {
		b.main(ctx, "bedrock:GetGuardrail", res, func(ctx context.Context) (map[string]any, error) {
			return get(ctx, b.client.GetGuardrail, &bedrock.GetGuardrailInput{GuardrailIdentifier: &res.ID}, camel)
		})
		b.guardrailVersions(ctx, res)
		b.tagged(ctx, res)
	})
}

// guardrailVersions reads the numbered versions of a guardrail, which is what applications name. Without all of them there are none: one
// that is missing would pass for one that does not exist.
func (b *bedrockReader) guardrailVersions(ctx context.Context, res *evidence.Resource) {
	b.rec.Detail(ctx, "bedrock:GetGuardrail", res, func(ctx context.Context) error {
		id := text(res.Config, "guardrailId")
		in := &bedrock.ListGuardrailsInput{GuardrailIdentifier: &id}
		all, err := items(ctx, bedrock.NewListGuardrailsPaginator(b.client, in), camel, "guardrails")
		if err != nil {
			return fmt.Errorf("list the versions: %w", err)
		}
		summaries := slices.DeleteFunc(all, func(g map[string]any) bool { return text(g, "version") == draftVersion })
		versions := []any{}
		for _, g := range summaries {
			version := text(g, "version")
			one, err := get(ctx, b.client.GetGuardrail, &bedrock.GetGuardrailInput{GuardrailIdentifier: &id, GuardrailVersion: &version}, camel)
			if err != nil {
				return fmt.Errorf("read version %s: %w", version, err)
			}
			versions = append(versions, one)
		}
		res.Parts = map[string]any{"ListGuardrails": listOf(summaries), "GetGuardrail": versions}
		return nil
	})
}

func (b *bedrockReader) customModels(ctx context.Context) {
	found := b.list(ctx, "bedrock:ListCustomModels", kindCustomModel, func(ctx context.Context) ([]map[string]any, error) {
		// Models that another account shares belong to the inventory of that account.
		in := &bedrock.ListCustomModelsInput{IsOwned: aws.Bool(true)}
		return items(ctx, bedrock.NewListCustomModelsPaginator(b.client, in), camel, "modelSummaries")
	}, func(m map[string]any) *evidence.Resource {
		return &evidence.Resource{ID: text(m, "modelArn"), Name: text(m, "modelName"), Config: partial[bedrock.GetCustomModelOutput](m, camel, nil)}
	})
	each(ctx, found, func(ctx context.Context, res *evidence.Resource) {
		b.main(ctx, "bedrock:GetCustomModel", res, func(ctx context.Context) (map[string]any, error) {
			return get(ctx, b.client.GetCustomModel, &bedrock.GetCustomModelInput{ModelIdentifier: &res.ID}, camel)
		})
		b.tagged(ctx, res)
	})
}

// evaluationWindow is how far back evaluation jobs are read: a year, and the month in which a yearly one may be late.
const evaluationWindow = 396 * 24 * time.Hour

func (b *bedrockReader) evaluationJobs(ctx context.Context) {
	found := b.list(ctx, "bedrock:ListEvaluationJobs", kindEvaluationJob, func(ctx context.Context) ([]map[string]any, error) {
		in := &bedrock.ListEvaluationJobsInput{CreationTimeAfter: aws.Time(b.s.Now.Add(-evaluationWindow))}
		return items(ctx, bedrock.NewListEvaluationJobsPaginator(b.client, in), camel, "jobSummaries")
	}, func(j map[string]any) *evidence.Resource {
		return &evidence.Resource{ID: text(j, "jobArn"), Name: text(j, "jobName"), Config: partial[bedrock.GetEvaluationJobOutput](j, camel, nil)}
	})
	each(ctx, found, func(ctx context.Context, res *evidence.Resource) {
		b.main(ctx, "bedrock:GetEvaluationJob", res, func(ctx context.Context) (map[string]any, error) {
			return get(ctx, b.client.GetEvaluationJob, &bedrock.GetEvaluationJobInput{JobIdentifier: &res.ID}, camel)
		})
	})
}

// inferenceProfiles reads both types; without typeEquals the API lists only those that AWS defines.
func (b *bedrockReader) inferenceProfiles(ctx context.Context) {
	for _, kind := range []bedrocktypes.InferenceProfileType{bedrocktypes.InferenceProfileTypeSystemDefined, bedrocktypes.InferenceProfileTypeApplication} {
		found := b.list(ctx, "bedrock:ListInferenceProfiles", kindInferenceProfile, func(ctx context.Context) ([]map[string]any, error) {
			in := &bedrock.ListInferenceProfilesInput{TypeEquals: kind}
			return items(ctx, bedrock.NewListInferenceProfilesPaginator(b.client, in), camel, "inferenceProfileSummaries")
		}, func(p map[string]any) *evidence.Resource {
			return &evidence.Resource{ID: text(p, "inferenceProfileArn"), Name: text(p, "inferenceProfileName"), Config: p}
		})
		if kind == bedrocktypes.InferenceProfileTypeApplication { // the others cannot be tagged
			each(ctx, found, b.tagged)
		}
	}
}

func (b *bedrockReader) provisionedThroughputs(ctx context.Context) {
	found := b.list(ctx, "bedrock:ListProvisionedModelThroughputs", kindProvisionedThroughput, func(ctx context.Context) ([]map[string]any, error) {
		in := &bedrock.ListProvisionedModelThroughputsInput{}
		return items(ctx, bedrock.NewListProvisionedModelThroughputsPaginator(b.client, in), camel, "provisionedModelSummaries")
	}, func(p map[string]any) *evidence.Resource {
		return &evidence.Resource{ID: text(p, "provisionedModelArn"), Name: text(p, "provisionedModelName"), Config: p}
	})
	each(ctx, found, b.tagged)
}

func (b *bedrockReader) tagged(ctx context.Context, res *evidence.Resource) {
	b.tags(ctx, "bedrock:ListTagsForResource", res, func(ctx context.Context) (map[string]string, error) {
		out, err := get(ctx, b.client.ListTagsForResource, &bedrock.ListTagsForResourceInput{ResourceARN: &res.ID}, camel)
		return pairs(objects(out, "tags"), "key", "value"), err
	})
}
