package aws

import (
	"context"
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/ssmincidents"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

const kindResponsePlan = "aws_ssm_incidents_plan"

var ssmIncidentsKinds = []evidence.Kind{{
	// A plan is the same in all regions of its replication set, and its ARN names none.
	Name: kindResponsePlan, Title: "Response plan of Systems Manager Incident Manager", Provider: providerName, Deployment: evidence.PaaS,
	Level: evidence.Boundary, Required: []string{"config.arn", "config.name"},
	// Automations are given values by their plan.
	Redact: []string{"config.actions.ssmAutomation.parameters", "config.integrations"},
	Schema: resourceSchema(schemaOf[ssmincidents.GetResponsePlanOutput](camel), nil, nil),
}}

var ssmIncidentsCollector = &collectors.Collector{
	Name: "aws/ssm-incidents", Provider: providerName, Level: evidence.Boundary, Kinds: ssmIncidentsKinds,
	Operations: []collectors.Operation{
		{Name: "ssm-incidents:ListResponsePlans", Form: evidence.List, Kinds: []string{kindResponsePlan}},
		{Name: "ssm-incidents:GetResponsePlan", Form: evidence.Detail, Kinds: []string{kindResponsePlan}},
	},
	Collect: func(ctx context.Context, session any, rec *collectors.Recorder) {
		s := session.(*Session)
		i := &incidentReader{reader{rec, camel}, s}
		i.plans(ctx)
	},
}

func init() { collectors.Register(ssmIncidentsCollector) }

type incidentReader struct {
	reader
	s *Session
}

// plans looks in each region in turn, for a replication set may be in any of them.
func (i *incidentReader) plans(ctx context.Context) {
	known := map[string]bool{}
	for _, region := range i.s.Regions {
		if !slices.Contains(serviceRegions["ssm-incidents"], region) {
			continue
		}
		client := ssmincidents.NewFromConfig(i.s.In(region))
		var found []*evidence.Resource
		i.rec.List(ctx, "ssm-incidents:ListResponsePlans", func(ctx context.Context) (int, error) {
			plans, err := items(ctx, ssmincidents.NewListResponsePlansPaginator(client, &ssmincidents.ListResponsePlansInput{}), camel, "responsePlanSummaries")
			for _, plan := range plans {
				if arn := text(plan, "arn"); arn != "" && !known[arn] {
					known[arn] = true
					res := &evidence.Resource{ID: arn, Name: text(plan, "name"), Config: partial[ssmincidents.GetResponsePlanOutput](plan, camel, nil)}
					found = append(found, res)
					i.rec.Add(kindResponsePlan, res)
				}
			}
			return len(found), err
		})
		each(ctx, found, func(ctx context.Context, res *evidence.Resource) {
			i.main(ctx, "ssm-incidents:GetResponsePlan", res, func(ctx context.Context) (map[string]any, error) {
				return get(ctx, client.GetResponsePlan, &ssmincidents.GetResponsePlanInput{Arn: &res.ID}, camel)
			})
		})
	}
}
