package aws

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/guardduty"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

const kindDetector = "aws_guardduty_detector"

var guardDutyKinds = []evidence.Kind{{
	Name: kindDetector, Title: "GuardDuty detector", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
	Required: []string{"config.status", "config.features"},
	Schema:   resourceSchema(schemaOf[guardduty.GetDetectorOutput](camel), nil, nil),
}}

// guardDutyCollector reads the detector of a region, of which there is at most one. Without one, GuardDuty is off there.
var guardDutyCollector = &collectors.Collector{
	Name: "aws/guardduty", Provider: providerName, Level: evidence.Region, Kinds: guardDutyKinds,
	Operations: []collectors.Operation{
		{Name: "guardduty:ListDetectors", Form: evidence.List, Kinds: []string{kindDetector}},
		{Name: "guardduty:GetDetector", Form: evidence.Detail, Kinds: []string{kindDetector}},
	},
	Collect: collectDetectors,
}

func init() { collectors.Register(guardDutyCollector) }

func collectDetectors(ctx context.Context, session any, rec *collectors.Recorder) {
	s := session.(*Session)
	client := guardduty.NewFromConfig(s.Config)
	read := reader{rec, camel}
	detectors := read.list(ctx, "guardduty:ListDetectors", kindDetector, func(ctx context.Context) ([]map[string]any, error) {
		all := []map[string]any{}
		err := pages(ctx, guardduty.NewListDetectorsPaginator(client, &guardduty.ListDetectorsInput{}), func(p *guardduty.ListDetectorsOutput) {
			for _, id := range p.DetectorIds {
				all = append(all, map[string]any{"id": id})
			}
		})
		return all, err
	}, func(d map[string]any) *evidence.Resource {
		return &evidence.Resource{ID: s.ARN("guardduty", s.Region, "detector/"+text(d, "id")), Name: text(d, "id"), Config: map[string]any{}}
	})
	for _, res := range detectors {
		read.main(ctx, "guardduty:GetDetector", res, func(ctx context.Context) (map[string]any, error) {
			config, err := get(ctx, client.GetDetector, &guardduty.GetDetectorInput{DetectorId: &res.Name}, camel)
			if err == nil {
				res.Tags = tagMap(config, "tags")
			}
			return config, err
		})
	}
}
