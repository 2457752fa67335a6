package aws

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/wafv2"
	waftypes "github.com/aws/aws-sdk-go-v2/service/wafv2/types"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

const kindWebACL = "aws_waf_web_acl"

var wafKinds = []evidence.Kind{{
	// The web ACLs of a region. Those of CloudFront stand for no region, and the API does not say what they protect.
	Name: kindWebACL, Title: "Regional web ACL of AWS WAF", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
	Required: []string{"config.ARN"},
	Schema: resourceSchema(schemaOf[waftypes.WebACL](pascal), members{
		// The load balancers, stages of REST APIs and AppSync APIs that it protects.
		"ListResourcesForWebACL": schemaObject(members{"ResourceArns": schemaList(schemaText())}),
	}, nil),
}}

var wafCollector = &collectors.Collector{
	Name: "aws/wafv2", Provider: providerName, Level: evidence.Region, Kinds: wafKinds,
	Operations: []collectors.Operation{
		{Name: "wafv2:ListWebACLs", Form: evidence.List, Kinds: []string{kindWebACL}},
		{Name: "wafv2:GetWebACL", Form: evidence.Detail, Kinds: []string{kindWebACL}},
		{Name: "wafv2:ListResourcesForWebACL", Form: evidence.Detail, Kinds: []string{kindWebACL}},
	},
	Collect: func(ctx context.Context, session any, rec *collectors.Recorder) {
		s := session.(*Session)
		w := &wafReader{reader{rec, pascal}, wafv2.NewFromConfig(s.Config)}
		w.webACLs(ctx)
	},
}

func init() { collectors.Register(wafCollector) }

type wafReader struct {
	reader
	client *wafv2.Client
}

// frontEnds are the resources that may stand in front of a model. User pools and the like do not.
var frontEnds = []waftypes.ResourceType{waftypes.ResourceTypeApiGateway, waftypes.ResourceTypeApplicationLoadBalancer, waftypes.ResourceTypeAppsync}

func (w *wafReader) webACLs(ctx context.Context) {
	found := w.list(ctx, "wafv2:ListWebACLs", kindWebACL, func(ctx context.Context) ([]map[string]any, error) {
		all := []map[string]any{}
		err := follow(func(marker *string) (*string, error) {
			out, err := w.client.ListWebACLs(ctx, &wafv2.ListWebACLsInput{Scope: waftypes.ScopeRegional, NextMarker: marker})
			if err != nil {
				return nil, err
			}
			all = append(all, objects(reply(out, pascal), "WebACLs")...)
			// The end may be an empty page that repeats its own marker; an empty page with another one is not the end.
			if len(out.WebACLs) == 0 && aws.ToString(out.NextMarker) == aws.ToString(marker) {
				out.NextMarker = nil
			}
			return out.NextMarker, nil
		})
		return all, err
	}, func(a map[string]any) *evidence.Resource {
		return &evidence.Resource{ID: text(a, "ARN"), Name: text(a, "Name"), Config: partial[waftypes.WebACL](a, pascal, nil)}
	})
	each(ctx, found, func(ctx context.Context, res *evidence.Resource) {
		w.main(ctx, "wafv2:GetWebACL", res, func(ctx context.Context) (map[string]any, error) {
			out, err := get(ctx, w.client.GetWebACL, &wafv2.GetWebACLInput{ARN: &res.ID}, pascal)
			return inside(out, err, "WebACL")
		})
		w.part(ctx, "wafv2:ListResourcesForWebACL", "ListResourcesForWebACL", res, func(ctx context.Context) (any, error) {
			all := []any{}
			for _, kind := range frontEnds {
				out, err := w.client.ListResourcesForWebACL(ctx, &wafv2.ListResourcesForWebACLInput{WebACLArn: &res.ID, ResourceType: kind})
				if err != nil {
					return nil, err
				}
				for _, arn := range out.ResourceArns {
					all = append(all, arn)
				}
			}
			return map[string]any{"ResourceArns": all}, nil
		})
	})
}
