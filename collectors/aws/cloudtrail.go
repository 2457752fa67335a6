package aws

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/arn"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	trailtypes "github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

const (
	kindTrail        = "aws_cloudtrail_trail"
	kindEventSummary = "aws_cloudtrail_event_summary"
)

var cloudTrailKinds = []evidence.Kind{
	{
		// One for each trail that covers the region: its own, and the shadows of trails of other regions and of the organization.
		Name: kindTrail, Title: "CloudTrail trail as it covers a region", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
		Required: []string{"config.TrailARN", "config.HomeRegion"},
		Schema: resourceSchema(schemaOf[trailtypes.Trail](pascal), members{
			"GetTrailStatus":    schemaOf[cloudtrail.GetTrailStatusOutput](pascal),
			"GetEventSelectors": schemaOf[cloudtrail.GetEventSelectorsOutput](pascal),
		}, nil),
	},
	{
		// One for each event and principal of the last eventWindow. No payload, no session names, no addresses.
		Name: kindEventSummary, Title: "Management events of one name by one principal", Provider: providerName,
		Deployment: evidence.PaaS, Level: evidence.Region,
		Required: []string{"config.EventName", "config.EventSource", "derived.principal", "derived.last"},
		Schema: resourceSchema(schemaObject(members{"EventName": schemaText(), "EventSource": schemaText(), "ReadOnly": schemaText()}), nil, members{
			"principal":      schemaText(),    // ARN of the role or user; of a session, the role's; for a service of AWS its name
			"principal_type": schemaText(),    // userIdentity.type of the event
			"count":          schemaInteger(), // events read
			"failed":         schemaInteger(), // those with an error code
			"first":          schemaText(),    // RFC 3339
			"last":           schemaText(),
			"window_start":   schemaText(),
			// Events of invocation are read back from now only until each principal that looked for models has been met; count is then of those read.
			"partial": schemaBool(),
		}),
	},
}

var cloudTrailCollector = &collectors.Collector{
	Name: "aws/cloudtrail", Provider: providerName, Level: evidence.Region, Kinds: cloudTrailKinds,
	Operations: []collectors.Operation{
		{Name: "cloudtrail:DescribeTrails", Form: evidence.List, Kinds: []string{kindTrail}},
		{Name: "cloudtrail:GetTrailStatus", Form: evidence.Detail, Kinds: []string{kindTrail}},
		{Name: "cloudtrail:GetEventSelectors", Form: evidence.Detail, Kinds: []string{kindTrail}},
		{Name: "cloudtrail:LookupEvents", Form: evidence.List, Kinds: []string{kindEventSummary}},
	},
	Collect: func(ctx context.Context, session any, rec *collectors.Recorder) {
		s := session.(*Session)
		collectTrails(ctx, s, rec)
		summarizeEvents(ctx, s, rec)
	},
}

func init() { collectors.Register(cloudTrailCollector) }

func collectTrails(ctx context.Context, s *Session, rec *collectors.Recorder) {
	read := reader{rec, pascal}
	trails := read.list(ctx, "cloudtrail:DescribeTrails", kindTrail, func(ctx context.Context) ([]map[string]any, error) {
		out, err := get(ctx, cloudtrail.NewFromConfig(s.Config).DescribeTrails, &cloudtrail.DescribeTrailsInput{IncludeShadowTrails: aws.Bool(true)}, pascal)
		return objects(out, "TrailList"), err
	}, func(t map[string]any) *evidence.Resource {
		return &evidence.Resource{ID: trailID(s, text(t, "TrailARN")), Name: text(t, "Name"), Config: t}
	})
	each(ctx, trails, func(ctx context.Context, trail *evidence.Resource) {
		// A trail is asked about in its home region: selectors are kept there, and a shadow has a status of its own.
		config := s.Config
		if home := text(trail.Config, "HomeRegion"); home != "" {
			config = s.In(home)
		}
		client := cloudtrail.NewFromConfig(config)
		name := text(trail.Config, "TrailARN")
		read.part(ctx, "cloudtrail:GetTrailStatus", "GetTrailStatus", trail, func(ctx context.Context) (any, error) {
			return get(ctx, client.GetTrailStatus, &cloudtrail.GetTrailStatusInput{Name: &name}, pascal)
		})
		read.part(ctx, "cloudtrail:GetEventSelectors", "GetEventSelectors", trail, func(ctx context.Context) (any, error) {
			return get(ctx, client.GetEventSelectors, &cloudtrail.GetEventSelectorsInput{TrailName: &name}, pascal)
		})
	})
}

// trailID is the trail's ARN in its own account and home region. Elsewhere the same trail is another resource, because ids are
// unique in a bundle and what a trail covers is judged region by region.
func trailID(s *Session, trail string) string {
	if trail == "" {
		return ""
	}
	if a, err := arn.Parse(trail); err == nil && a.AccountID == s.Account && a.Region == s.Region {
		return trail
	}
	return trail + "@" + s.Account + "/" + s.Region
}
