package aws

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/budgets"
	budgettypes "github.com/aws/aws-sdk-go-v2/service/budgets/types"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

const kindBudget = "aws_budgets_budget"

var budgetsKinds = []evidence.Kind{{
	Name: kindBudget, Title: "AWS budget", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Boundary,
	Required: []string{"config.BudgetName", "config.BudgetType"},
	Redact:   []string{"parts.DescribeSubscribersForNotification.*.Subscribers.*.Address"},
	Schema: resourceSchema(schemaOf[budgettypes.Budget](pascal), members{
		"DescribeNotificationsForBudget": schemaOf[budgets.DescribeNotificationsForBudgetOutput](pascal),
		// One reply for each notification, which is written into it. Addresses are replaced by fingerprints.
		"DescribeSubscribersForNotification": schemaList(schemaWith(schemaOf[budgets.DescribeSubscribersForNotificationOutput](pascal),
			members{"Notification": schemaOf[budgettypes.Notification](pascal)})),
	}, nil),
}}

// budgetsCollector reads the budgets of an account. One IAM action covers all reads (Service Authorization Reference, "Actions,
// resources, and condition keys for AWS Budget Service").
var budgetsCollector = &collectors.Collector{
	Name: "aws/budgets", Provider: providerName, Level: evidence.Boundary, Kinds: budgetsKinds,
	Operations: []collectors.Operation{
		{Name: "budgets:DescribeBudgets", Form: evidence.List, Kinds: []string{kindBudget}, Permissions: []string{"budgets:ViewBudget"}},
		{Name: "budgets:DescribeNotificationsForBudget", Form: evidence.Detail, Kinds: []string{kindBudget}, Permissions: []string{"budgets:ViewBudget"}},
		{Name: "budgets:DescribeSubscribersForNotification", Form: evidence.Detail, Kinds: []string{kindBudget}, Permissions: []string{"budgets:ViewBudget"},
			After: "budgets:DescribeNotificationsForBudget"},
	},
	Collect: collectBudgets,
}

func init() { collectors.Register(budgetsCollector) }

func collectBudgets(ctx context.Context, session any, rec *collectors.Recorder) {
	s := session.(*Session)
	client := budgets.NewFromConfig(s.Config)
	read := reader{rec, pascal}
	all := read.list(ctx, "budgets:DescribeBudgets", kindBudget, func(ctx context.Context) ([]map[string]any, error) {
		// Without ShowFilterExpression, a budget that is filtered the newer way looks as if it had no filter.
		return items(ctx, budgets.NewDescribeBudgetsPaginator(client, &budgets.DescribeBudgetsInput{AccountId: &s.Account, ShowFilterExpression: aws.Bool(true)}),
			pascal, "Budgets")
	}, func(b map[string]any) *evidence.Resource {
		return &evidence.Resource{ID: s.ARN("budgets", "", "budget/"+text(b, "BudgetName")), Name: text(b, "BudgetName"), Config: b, Parts: map[string]any{}}
	})
	each(ctx, all, func(ctx context.Context, res *evidence.Resource) {
		var notifications []budgettypes.Notification
		listed := rec.Detail(ctx, "budgets:DescribeNotificationsForBudget", res, func(ctx context.Context) error {
			pager := budgets.NewDescribeNotificationsForBudgetPaginator(client, &budgets.DescribeNotificationsForBudgetInput{AccountId: &s.Account, BudgetName: &res.Name})
			err := pages(ctx, pager, func(p *budgets.DescribeNotificationsForBudgetOutput) {
				notifications = append(notifications, p.Notifications...)
			})
			if err == nil {
				res.Parts["DescribeNotificationsForBudget"] = map[string]any{"Notifications": replies(notifications, pascal)}
			}
			return err
		})
		if !listed {
			return
		}
		read.part(ctx, "budgets:DescribeSubscribersForNotification", "DescribeSubscribersForNotification", res, func(ctx context.Context) (any, error) {
			told := []any{}
			for _, n := range notifications {
				subscribers, err := items(ctx, budgets.NewDescribeSubscribersForNotificationPaginator(client,
					&budgets.DescribeSubscribersForNotificationInput{AccountId: &s.Account, BudgetName: &res.Name, Notification: &n}), pascal, "Subscribers")
				if err != nil {
					return nil, err
				}
				told = append(told, map[string]any{"Notification": reply(n, pascal), "Subscribers": listOf(subscribers)})
			}
			return told, nil
		})
	})
}
