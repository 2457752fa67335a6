package aws

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	logtypes "github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs/types"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

const (
	kindLogGroup        = "aws_cloudwatch_log_group"
	kindLogSubscription = "aws_cloudwatch_log_subscription"
	kindLogDelivery     = "aws_cloudwatch_log_delivery"
)

var logsKinds = []evidence.Kind{
	{
		Name: kindLogGroup, Title: "CloudWatch log group", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
		Required: []string{"config.logGroupName"},
		// RetentionInDays is absent where logs are kept for ever, kmsKeyId where the key is AWS's own.
		Schema: resourceSchema(schemaOf[logtypes.LogGroup](camel), nil, members{
			// Whether AI services are known to write to it; only then its subscription filters were read. Where not all of them could be told,
			// the list of groups is a gap.
			"ai": schemaBool(),
		}),
	},
	{
		// A subscription filter of an AI log group, or a policy of the account that subscribes log groups.
		Name: kindLogSubscription, Title: "Subscription to CloudWatch logs", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
		Required: []string{"derived.level"},
		Schema: resourceSchema(schemaWith(schemaOf[logtypes.SubscriptionFilter](camel), accountPolicyMembers()), nil, members{
			"level":           schemaText(), // "log_group" or "account"
			"log_group_arn":   schemaText(), // of a subscription filter
			"destination_arn": schemaText(),
		}),
	},
	{
		Name: kindLogDelivery, Title: "Delivery of vended logs", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
		Required: []string{"config.deliverySourceName", "config.deliveryDestinationArn", "parts.DescribeDeliverySources.service"},
		Schema: resourceSchema(schemaOf[logtypes.Delivery](camel), members{
			"DescribeDeliverySources": schemaOf[logtypes.DeliverySource](camel),
			// Absent where the destination belongs to another account.
			"DescribeDeliveryDestinations": schemaOf[logtypes.DeliveryDestination](camel),
		}, nil),
	},
}

// accountPolicyMembers are those of an account's policy, with its document decoded.
func accountPolicyMembers() members {
	m := members{}
	properties, _ := schemaOf[logtypes.AccountPolicy](camel)["properties"].(map[string]any)
	for name, s := range properties {
		m[name], _ = s.(schema)
	}
	// "Account-level subscription filters", CloudWatch Logs user guide.
	m["policyDocument"] = schemaObject(members{"DestinationArn": schemaText(), "RoleArn": schemaText(), "FilterPattern": schemaText(), "Distribution": schemaText()})
	return m
}

var logsCollector = &collectors.Collector{
	Name: "aws/logs", Provider: providerName, Level: evidence.Region, Kinds: logsKinds,
	Needs: []string{"aws_bedrock_invocation_logging"},
	Operations: []collectors.Operation{
		{Name: "logs:DescribeLogGroups", Form: evidence.List, Kinds: []string{kindLogGroup, kindLogSubscription}, From: []string{"aws_bedrock_invocation_logging"}},
		{Name: "logs:DescribeSubscriptionFilters", Form: evidence.List, Kinds: []string{kindLogSubscription}, After: "logs:DescribeLogGroups"},
		{Name: "logs:DescribeAccountPolicies", Form: evidence.List, Kinds: []string{kindLogSubscription},
			Permissions: []string{"logs:DescribeAccountPolicies", "logs:DescribeSubscriptionFilters"}},
		{Name: "logs:DescribeDeliveries", Form: evidence.List, Kinds: []string{kindLogDelivery}},
		{Name: "logs:DescribeDeliverySources", Form: evidence.Detail, Kinds: []string{kindLogDelivery}},
		{Name: "logs:DescribeDeliveryDestinations", Form: evidence.Detail, Kinds: []string{kindLogDelivery}},
	},
	Collect: func(ctx context.Context, session any, rec *collectors.Recorder) {
		s := session.(*Session)
		r := &logsReader{reader: reader{rec, camel}, client: cloudwatchlogs.NewFromConfig(s.Config), session: s}
		deliveries, unclear := r.deliveries(ctx)
		groups := r.groups(ctx, slices.Concat(invocationLogGroups(rec), deliveryLogGroups(deliveries)))
		if unclear != "" {
			rec.List(ctx, "logs:DescribeLogGroups", func(context.Context) (int, error) {
				return 0, incomplete{fmt.Sprintf("which log groups take the vended logs of AI services is not known, because %s did not succeed", unclear)}
			})
		}
		r.subscriptions(ctx, groups)
		r.accountSubscriptions(ctx)
	},
}

func init() { collectors.Register(logsCollector) }

type logsReader struct {
	reader
	client  *cloudwatchlogs.Client
	session *Session
}

// aiLogGroups are how the names of log groups begin that AI services create: AgentCore's and Bedrock's own and vended logs
// ("Observability for agents", AgentCore developer guide; "Monitor knowledge bases using CloudWatch Logs", Bedrock user guide),
// and SageMaker's ("Log groups and streams that Amazon SageMaker AI sends to CloudWatch Logs").
var aiLogGroups = []string{"/aws/bedrock", "/aws/sagemaker/", "/aws/vendedlogs/bedrock"}

func isAILogGroup(name string, named []string) bool {
	return slices.Contains(named, name) || slices.ContainsFunc(aiLogGroups, func(prefix string) bool { return strings.HasPrefix(name, prefix) })
}

// invocationLogGroups are the log groups that Bedrock delivers invocations to.
func invocationLogGroups(rec *collectors.Recorder) []string {
	var names []string
	for _, l := range rec.Seen("aws_bedrock_invocation_logging") {
		if name := text(object(object(l.Config, "loggingConfig"), "cloudWatchConfig"), "logGroupName"); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// deliveryLogGroups are the log groups that the vended logs of AI services are delivered to.
func deliveryLogGroups(deliveries []*evidence.Resource) []string {
	var names []string
	for _, d := range deliveries {
		if name := destinationGroup(d); name != "" && ofAI(d) {
			names = append(names, name)
		}
	}
	return names
}

// groups reads all log groups, and gives those of AI services.
func (r *logsReader) groups(ctx context.Context, named []string) []*evidence.Resource {
	all := r.list(ctx, "logs:DescribeLogGroups", kindLogGroup, func(ctx context.Context) ([]map[string]any, error) {
		return items(ctx, cloudwatchlogs.NewDescribeLogGroupsPaginator(r.client, &cloudwatchlogs.DescribeLogGroupsInput{}), camel, "logGroups")
	}, func(g map[string]any) *evidence.Resource {
		name := text(g, "logGroupName")
		return &evidence.Resource{ID: logGroupARN(g), Name: name, Config: g, Derived: map[string]any{"ai": isAILogGroup(name, named)}}
	})
	return slices.DeleteFunc(all, func(g *evidence.Resource) bool { return g.Derived["ai"] == false })
}

// logGroupARN is the group's ARN without the wildcard for its streams, which "arn" carries and "logGroupArn" does not.
func logGroupARN(group map[string]any) string {
	if arn := text(group, "logGroupArn"); arn != "" {
		return arn
	}
	return strings.TrimSuffix(text(group, "arn"), ":*")
}

func (r *logsReader) subscriptions(ctx context.Context, groups []*evidence.Resource) {
	each(ctx, groups, func(ctx context.Context, group *evidence.Resource) {
		r.list(ctx, "logs:DescribeSubscriptionFilters", kindLogSubscription, func(ctx context.Context) ([]map[string]any, error) {
			return items(ctx, cloudwatchlogs.NewDescribeSubscriptionFiltersPaginator(r.client,
				&cloudwatchlogs.DescribeSubscriptionFiltersInput{LogGroupName: &group.Name}), camel, "subscriptionFilters")
		}, func(f map[string]any) *evidence.Resource {
			return &evidence.Resource{ID: group.ID + "/" + text(f, "filterName"), Name: text(f, "filterName"), Config: f,
				Derived: map[string]any{"level": "log_group", "log_group_arn": group.ID, "destination_arn": text(f, "destinationArn")}}
		})
	})
}

func (r *logsReader) accountSubscriptions(ctx context.Context) {
	r.list(ctx, "logs:DescribeAccountPolicies", kindLogSubscription, func(ctx context.Context) ([]map[string]any, error) {
		all := []map[string]any{}
		err := follow(func(token *string) (*string, error) {
			out, err := r.client.DescribeAccountPolicies(ctx,
				&cloudwatchlogs.DescribeAccountPoliciesInput{PolicyType: logtypes.PolicyTypeSubscriptionFilterPolicy, NextToken: token})
			if err != nil {
				return nil, err
			}
			for _, p := range objects(reply(out, camel), "accountPolicies") {
				if err := decodeMember(p, "policyDocument"); err != nil {
					return nil, err
				}
				all = append(all, p)
			}
			return out.NextToken, nil
		})
		return all, err
	}, func(p map[string]any) *evidence.Resource {
		name := text(p, "policyName")
		return &evidence.Resource{ID: strings.Join([]string{r.session.Account, r.session.Region, text(p, "policyType"), name}, "/"), Name: name, Config: p,
			Derived: map[string]any{"level": "account", "destination_arn": text(object(p, "policyDocument"), "DestinationArn")}}
	})
}
