package aws

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/eventbridge"
	eventtypes "github.com/aws/aws-sdk-go-v2/service/eventbridge/types"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

const kindRule = "aws_eventbridge_rule"

var eventBridgeKinds = []evidence.Kind{{
	Name: kindRule, Title: "EventBridge rule on the default event bus", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
	Required: []string{"config.Name", "config.State"},
	// What a target is given, and the headers it is called with, may hold anything; nothing judges them.
	Redact: []string{
		"parts.ListTargetsByRule.Targets.*.AppSyncParameters", "parts.ListTargetsByRule.Targets.*.HttpParameters",
		"parts.ListTargetsByRule.Targets.*.Input", "parts.ListTargetsByRule.Targets.*.InputTransformer",
		"parts.ListTargetsByRule.Targets.*.RedshiftDataParameters", "parts.ListTargetsByRule.Targets.*.RunCommandParameters",
		"parts.ListTargetsByRule.Targets.*.SageMakerPipelineParameters",
	},
	// EventPattern is absent on rules that only run on a schedule.
	Schema: resourceSchema(schemaWith(schemaOf[eventtypes.Rule](pascal), members{"EventPattern": schemaOpen()}),
		members{"ListTargetsByRule": schemaOf[eventbridge.ListTargetsByRuleOutput](pascal)}, nil),
}}

// eventBridgeCollector reads the default event bus, the only one that events of AWS services reach.
var eventBridgeCollector = &collectors.Collector{
	Name: "aws/eventbridge", Provider: providerName, Level: evidence.Region, Kinds: eventBridgeKinds,
	Operations: []collectors.Operation{
		{Name: "events:ListRules", Form: evidence.List, Kinds: []string{kindRule}},
		{Name: "events:ListTargetsByRule", Form: evidence.Detail, Kinds: []string{kindRule}},
	},
	Collect: collectRules,
}

func init() { collectors.Register(eventBridgeCollector) }

func collectRules(ctx context.Context, session any, rec *collectors.Recorder) {
	s := session.(*Session)
	client := eventbridge.NewFromConfig(s.Config)
	read := reader{rec, pascal}
	rules := read.list(ctx, "events:ListRules", kindRule, func(ctx context.Context) ([]map[string]any, error) {
		all := []map[string]any{}
		err := follow(func(token *string) (*string, error) {
			out, err := client.ListRules(ctx, &eventbridge.ListRulesInput{NextToken: token})
			if err != nil {
				return nil, err
			}
			for _, rule := range objects(reply(out, pascal), "Rules") {
				if err := decodeMember(rule, "EventPattern"); err != nil {
					return nil, err
				}
				all = append(all, rule)
			}
			return out.NextToken, nil
		})
		return all, err
	}, func(rule map[string]any) *evidence.Resource {
		return &evidence.Resource{ID: text(rule, "Arn"), Name: text(rule, "Name"), Config: rule}
	})
	each(ctx, rules, func(ctx context.Context, res *evidence.Resource) {
		read.part(ctx, "events:ListTargetsByRule", "ListTargetsByRule", res, func(ctx context.Context) (any, error) {
			targets := []any{}
			err := follow(func(token *string) (*string, error) {
				out, err := client.ListTargetsByRule(ctx, &eventbridge.ListTargetsByRuleInput{Rule: &res.Name, NextToken: token})
				if err != nil {
					return nil, err
				}
				targets = append(targets, listOf(objects(reply(out, pascal), "Targets"))...)
				return out.NextToken, nil
			})
			return map[string]any{"Targets": targets}, err
		})
	})
}
