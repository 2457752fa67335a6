package aws

import (
	"context"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	stacktypes "github.com/aws/aws-sdk-go-v2/service/cloudformation/types"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

const kindStack = "aws_cloudformation_stack"

var cloudFormationKinds = []evidence.Kind{{
	Name: kindStack, Title: "CloudFormation stack", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
	Required: []string{"config.StackId", "config.StackName", "config.StackStatus",
		"parts.ListStackResources.ResourceStatus", "parts.ListStackResources.ResourceType"},
	// What people pass to templates and get out of them may be secret, and nothing judges it.
	Redact: []string{"config.Parameters.ParameterValue", "config.Parameters.ResolvedValue", "config.Outputs.OutputValue"},
	Schema: resourceSchema(schemaOf[stacktypes.Stack](pascal), members{
		// Its resources of AI services (types AWS::Bedrock::…, AWS::SageMaker::… and so on), with their physical ids.
		"ListStackResources": schemaList(schemaOf[stacktypes.StackResourceSummary](pascal)),
	}, nil),
}}

var cloudFormationCollector = &collectors.Collector{
	Name: "aws/cloudformation", Provider: providerName, Level: evidence.Region, Kinds: cloudFormationKinds, Needs: aiInventory,
	Operations: []collectors.Operation{
		{Name: "cloudformation:DescribeStacks", Form: evidence.List, Kinds: []string{kindStack}, From: aiInventory},
		{Name: "cloudformation:ListStackResources", Form: evidence.Detail, Kinds: []string{kindStack}},
	},
	Collect: func(ctx context.Context, session any, rec *collectors.Recorder) {
		s := session.(*Session)
		c := &stackReader{reader{rec, pascal}, cloudformation.NewFromConfig(s.Config)}
		// An account may have hundreds of stacks in each region, and a call is made for each. Where no AI is, none of them matters.
		if slices.ContainsFunc(aiInventory, func(kind string) bool {
			return slices.ContainsFunc(rec.Seen(kind), func(res *evidence.Resource) bool { return regionOf(res.ID) == s.Region })
		}) {
			c.stacks(ctx)
		}
	},
}

func init() { collectors.Register(cloudFormationCollector) }

type stackReader struct {
	reader
	client *cloudformation.Client
}

// stacksOfAI are the services whose resources are kept of a stack: "AWS::<service>::<type>".
var stacksOfAI = []string{"Bedrock", "BedrockAgentCore", "BedrockMantle", "Comprehend", "Kendra", "Lex", "OpenSearchServerless", "QBusiness", "SageMaker"}

func (c *stackReader) stacks(ctx context.Context) {
	found := c.list(ctx, "cloudformation:DescribeStacks", kindStack, func(ctx context.Context) ([]map[string]any, error) {
		return items(ctx, cloudformation.NewDescribeStacksPaginator(c.client, &cloudformation.DescribeStacksInput{}), pascal, "Stacks")
	}, func(s map[string]any) *evidence.Resource {
		return &evidence.Resource{ID: text(s, "StackId"), Name: text(s, "StackName"), Config: s, Tags: pairs(objects(s, "Tags"), "Key", "Value")}
	})
	each(ctx, found, func(ctx context.Context, res *evidence.Resource) {
		c.part(ctx, "cloudformation:ListStackResources", "ListStackResources", res, func(ctx context.Context) (any, error) {
			in := &cloudformation.ListStackResourcesInput{StackName: &res.ID}
			all, err := items(ctx, cloudformation.NewListStackResourcesPaginator(c.client, in), pascal, "StackResourceSummaries")
			return listOf(slices.DeleteFunc(all, func(r map[string]any) bool {
				name := strings.Split(text(r, "ResourceType"), "::")
				return len(name) != 3 || name[0] != "AWS" || !slices.Contains(stacksOfAI, name[1])
			})), err
		})
	})
}
