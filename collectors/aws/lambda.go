package aws

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws/arn"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	lambdatypes "github.com/aws/aws-sdk-go-v2/service/lambda/types"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

const (
	kindFunction    = "aws_lambda_function"
	kindFunctionURL = "aws_lambda_function_url"
)

var lambdaKinds = []evidence.Kind{
	{
		// Functions that agents and gateways name; an account may have thousands of others. The id is the ARN by which they are named,
		// which may end in a version or alias.
		Name: kindFunction, Title: "Lambda function that an agent or gateway calls", Provider: providerName, Deployment: evidence.PaaS,
		Level: evidence.Region, Required: []string{"config.FunctionArn", "config.Role"},
		Redact: []string{"config.Environment.Variables"},
		Schema: resourceSchema(schemaOf[lambda.GetFunctionConfigurationOutput](pascal), nil, members{
			"named_by":       schemaList(schemaText()), // ids of the resources that name the function, sorted
			"secret_matches": schemaSecretMatches(),
		}),
	},
	{
		Name: kindFunctionURL, Title: "URL of a Lambda function that an agent or gateway calls", Provider: providerName, Deployment: evidence.PaaS,
		Level: evidence.Region, Required: []string{"config.FunctionUrl", "config.AuthType"},
		Schema: resourceSchema(schemaOf[lambdatypes.FunctionUrlConfig](pascal), nil, nil),
	},
}

var lambdaNeeds = []string{kindAgent, kindActionGroup, kindGateway, kindGatewayTarget}

var lambdaCollector = &collectors.Collector{
	Name: "aws/lambda", Provider: providerName, Level: evidence.Region, Kinds: lambdaKinds, Needs: lambdaNeeds,
	Operations: []collectors.Operation{
		{Name: "lambda:GetFunctionConfiguration", Form: evidence.List, Kinds: []string{kindFunction}, From: lambdaNeeds},
		{Name: "lambda:ListFunctionUrlConfigs", Form: evidence.List, Kinds: []string{kindFunctionURL}, From: lambdaNeeds},
	},
	Collect: func(ctx context.Context, session any, rec *collectors.Recorder) {
		s := session.(*Session)
		l := &lambdaReader{rec: rec, s: s, client: lambda.NewFromConfig(s.Config)}
		l.functions(ctx)
	},
}

func init() { collectors.Register(lambdaCollector) }

type lambdaReader struct {
	rec    *collectors.Recorder
	s      *Session
	client *lambda.Client
}

// functionNames are the paths below a resource at which a kind names functions; lists are entered.
var functionNames = map[string][]string{
	kindAgent: {
		"config.customOrchestration.executor.lambda", "config.promptOverrideConfiguration.overrideLambda",
		"parts.GetAgentVersion.promptOverrideConfiguration.overrideLambda",
	},
	kindActionGroup:   {"config.actionGroupExecutor.lambda"},
	kindGateway:       {"config.interceptorConfigurations.interceptor.lambda.arn", "config.customTransformConfiguration.lambda.arn"},
	kindGatewayTarget: {"config.targetConfiguration.mcp.lambda.lambdaArn"},
}

func (l *lambdaReader) functions(ctx context.Context) {
	named := map[string][]any{} // by the function's ARN
	for _, kind := range lambdaNeeds {
		for _, res := range l.rec.Seen(kind) {
			for _, path := range functionNames[kind] {
				for _, function := range textsAt(map[string]any{"config": res.Config, "parts": res.Parts}, strings.Split(path, ".")) {
					if l.here(function) && !slices.Contains(named[function], any(res.ID)) {
						named[function] = append(named[function], res.ID)
					}
				}
			}
		}
		unnamed(ctx, l.rec, kind, l.rec.Seen(kind), l.namesFunctions, "functions", "lambda:GetFunctionConfiguration", "lambda:ListFunctionUrlConfigs")
	}
	each(ctx, slices.Sorted(maps.Keys(named)), func(ctx context.Context, function string) {
		namedBy := named[function]
		slices.SortFunc(namedBy, func(a, b any) int { return strings.Compare(a.(string), b.(string)) })
		l.function(ctx, function, namedBy)
	})
	each(ctx, unqualified(slices.Sorted(maps.Keys(named))), l.urls)
}

// namingReads are the detail reads in whose replies functions are named.
var namingReads = []string{
	"bedrock-agent:GetAgent", "bedrock-agent:ListAgentAliases", "bedrock-agent:GetAgentVersion", "bedrock-agent:GetAgentActionGroup",
	"bedrock-agentcore:GetGateway", "bedrock-agentcore:GetGatewayTarget",
}

// namesFunctions reports the reads of this region's resources in whose replies functions are named.
func (l *lambdaReader) namesFunctions(res *evidence.Resource, operation string) bool {
	parsed, err := arn.Parse(res.ID)
	return err == nil && parsed.Region == l.s.Region && slices.Contains(namingReads, operation)
}

// here reports whether a function can be read in this scope. One of another account belongs to that account.
func (l *lambdaReader) here(function string) bool {
	parsed, err := arn.Parse(function)
	return err == nil && parsed.Service == "lambda" && parsed.Region == l.s.Region && parsed.AccountID == l.s.Account
}

// function reads one function, which proves that it exists. One that has been deleted is none.
func (l *lambdaReader) function(ctx context.Context, function string, namedBy []any) {
	l.rec.List(ctx, "lambda:GetFunctionConfiguration", func(ctx context.Context) (int, error) {
		config, err := get(ctx, l.client.GetFunctionConfiguration, &lambda.GetFunctionConfigurationInput{FunctionName: &function}, pascal)
		if hasCode(err, "ResourceNotFoundException") {
			return 0, nil
		}
		if err != nil {
			return 0, err
		}
		res := &evidence.Resource{ID: function, Name: text(config, "FunctionName"), Config: config, Derived: map[string]any{"named_by": namedBy}}
		secretMatches(res, "config.Environment.Variables")
		l.rec.Add(kindFunction, res)
		return 1, nil
	})
}

// urls reads the URLs of a function, of which each alias may have its own.
func (l *lambdaReader) urls(ctx context.Context, function string) {
	l.rec.List(ctx, "lambda:ListFunctionUrlConfigs", func(ctx context.Context) (int, error) {
		in := &lambda.ListFunctionUrlConfigsInput{FunctionName: &function}
		found, err := items(ctx, lambda.NewListFunctionUrlConfigsPaginator(l.client, in), pascal, "FunctionUrlConfigs")
		if hasCode(err, "ResourceNotFoundException") {
			return 0, nil
		}
		for _, config := range found {
			l.rec.Add(kindFunctionURL, &evidence.Resource{ID: text(config, "FunctionArn"), Name: functionOf(text(config, "FunctionArn")), Config: config})
		}
		return len(found), err
	})
}

// unqualified drops versions and aliases from ARNs ("arn:aws:lambda:us-east-1:111122223333:function:name:alias"), and what is then twice.
func unqualified(functions []string) []string {
	out := make([]string, 0, len(functions))
	for _, function := range functions {
		if parts := strings.Split(function, ":"); len(parts) > 7 {
			function = strings.Join(parts[:7], ":")
		}
		out = append(out, function)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// functionOf is the name in a function's ARN.
func functionOf(function string) string {
	parts := strings.Split(function, ":")
	if len(parts) < 7 {
		return ""
	}
	return parts[6]
}

// textsAt gives the texts at a path; lists are entered without a name.
func textsAt(v any, path []string) []string {
	switch v := v.(type) {
	case string:
		if len(path) == 0 {
			return []string{v}
		}
	case []any:
		var all []string
		for _, item := range v {
			all = append(all, textsAt(item, path)...)
		}
		return all
	case map[string]any:
		if len(path) > 0 {
			return textsAt(v[path[0]], path[1:])
		}
	}
	return []string{}
}
