package aws

import (
	"cmp"
	"context"
	"fmt"

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
		}, members{
			"unread": schemaText(), // why there are no event selectors of a trail that another account owns; absent where there are
		}),
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
	each(ctx, trails, func(ctx context.Context, trail *evidence.Resource) { readTrail(ctx, s, read, trail) })
}

// readTrail asks about a trail in its home region: selectors are kept there, and a shadow has a status of its own. A trail of the
// organization is asked about in the account that owns it, where the scan has entered that, once for all members.
func readTrail(ctx context.Context, s *Session, read reader, trail *evidence.Resource) {
	name, home := text(trail.Config, "TrailARN"), cmp.Or(text(trail.Config, "HomeRegion"), s.Region)
	parsed, err := arn.Parse(name)
	foreign := err == nil && parsed.AccountID != s.Account
	if owner, entered := s.Others.session(parsed.AccountID); foreign && entered {
		parts, err := s.Others.trails.get(ctx, name, func(ctx context.Context) (map[string]any, error) { return trailParts(ctx, owner.In(home), name) })
		if err == nil {
			trail.Parts, _ = withoutNulls(parts).(map[string]any) // a copy, because what is written is redacted in place
			done := func(context.Context) error { return nil }
			read.rec.Detail(ctx, "cloudtrail:GetTrailStatus", trail, done)
			read.rec.Detail(ctx, "cloudtrail:GetEventSelectors", trail, done)
			return
		}
	}
	client := cloudtrail.NewFromConfig(s.In(home))
	read.part(ctx, "cloudtrail:GetTrailStatus", "GetTrailStatus", trail, func(ctx context.Context) (any, error) { return trailStatus(ctx, client, name) })
	read.rec.Detail(ctx, "cloudtrail:GetEventSelectors", trail, func(ctx context.Context) error {
		selectors, err := eventSelectors(ctx, client, name)
		switch outcome, message := classify(err); {
		case err == nil:
			if trail.Parts == nil {
				trail.Parts = map[string]any{}
			}
			trail.Parts["GetEventSelectors"] = selectors
		case foreign && (outcome == evidence.Denied || hasCode(err, "TrailNotFoundException", "CloudTrailARNInvalidException")):
			// Members may read the status of the organization's trail, and not its selectors, whatever their permissions.
			trail.Derived = map[string]any{"unread": fmt.Sprintf("the trail belongs to %s, which did not show its event selectors: %s", parsed.AccountID, message)}
			return nil
		}
		return err
	})
}

func trailStatus(ctx context.Context, client *cloudtrail.Client, trail string) (map[string]any, error) {
	return get(ctx, client.GetTrailStatus, &cloudtrail.GetTrailStatusInput{Name: &trail}, pascal)
}

func eventSelectors(ctx context.Context, client *cloudtrail.Client, trail string) (map[string]any, error) {
	return get(ctx, client.GetEventSelectors, &cloudtrail.GetEventSelectorsInput{TrailName: &trail}, pascal)
}

// trailParts reads all there is to know about a trail, in the account that owns it.
func trailParts(ctx context.Context, owner aws.Config, trail string) (map[string]any, error) {
	client := cloudtrail.NewFromConfig(owner)
	status, err := trailStatus(ctx, client, trail)
	if err != nil {
		return nil, err
	}
	selectors, err := eventSelectors(ctx, client, trail)
	return map[string]any{"GetTrailStatus": status, "GetEventSelectors": selectors}, err
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
