package aws

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/servicequotas"
	quotatypes "github.com/aws/aws-sdk-go-v2/service/servicequotas/types"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

const kindQuota = "aws_service_quota"

var quotaKinds = []evidence.Kind{{
	// Quotas of Bedrock that have another value than AWS's default, in regions in which models are called. There are several hundred others.
	Name: kindQuota, Title: "Quota of Amazon Bedrock that differs from AWS's default", Provider: providerName, Deployment: evidence.PaaS,
	Level: evidence.Region, Required: []string{"config.QuotaCode", "config.Value"},
	Schema: resourceSchema(schemaOf[quotatypes.ServiceQuota](pascal), nil, members{"default_value": schemaNumber()}),
}}

var quotaCollector = &collectors.Collector{
	Name: "aws/service-quotas", Provider: providerName, Level: evidence.Region, Kinds: quotaKinds, Needs: []string{kindUsage},
	Operations: []collectors.Operation{
		{Name: "servicequotas:ListServiceQuotas", Form: evidence.List, Kinds: []string{kindQuota}, From: []string{kindUsage}},
		{Name: "servicequotas:ListAWSDefaultServiceQuotas", Form: evidence.List, Kinds: []string{kindQuota}, From: []string{kindUsage}},
	},
	Collect: func(ctx context.Context, session any, rec *collectors.Recorder) {
		s := session.(*Session)
		q := &quotaReader{reader{rec, pascal}, s, servicequotas.NewFromConfig(s.Config)}
		q.quotas(ctx)
	},
}

func init() { collectors.Register(quotaCollector) }

type quotaReader struct {
	reader
	s      *Session
	client *servicequotas.Client
}

func (q *quotaReader) quotas(ctx context.Context) {
	if !q.used() {
		return // which accounts for both lists: there is nothing to ask about
	}
	service := aws.String("bedrock")
	defaults := map[string]map[string]any{}
	known := q.rec.List(ctx, "servicequotas:ListAWSDefaultServiceQuotas", func(ctx context.Context) (int, error) {
		in := &servicequotas.ListAWSDefaultServiceQuotasInput{ServiceCode: service}
		all, err := items(ctx, servicequotas.NewListAWSDefaultServiceQuotasPaginator(q.client, in), pascal, "Quotas")
		defaults = by(all, "QuotaCode")
		return 0, err
	})
	if !known {
		q.rec.List(ctx, "servicequotas:ListServiceQuotas", func(context.Context) (int, error) {
			return 0, incomplete{"which quotas differ is not known, because servicequotas:ListAWSDefaultServiceQuotas did not succeed"}
		})
		return
	}
	q.list(ctx, "servicequotas:ListServiceQuotas", kindQuota, func(ctx context.Context) ([]map[string]any, error) {
		in := &servicequotas.ListServiceQuotasInput{ServiceCode: service}
		all, err := items(ctx, servicequotas.NewListServiceQuotasPaginator(q.client, in), pascal, "Quotas")
		changed := []map[string]any{}
		for _, quota := range all {
			code := text(quota, "QuotaCode")
			value, ok := quota["Value"]
			if !ok {
				err = errors.Join(err, fmt.Errorf("the reply has no value of quota %s", code))
				continue
			}
			if normal, ok := defaults[code]["Value"]; ok && normal != value {
				changed = append(changed, quota)
			}
		}
		return changed, err
	}, func(quota map[string]any) *evidence.Resource {
		return &evidence.Resource{ID: text(quota, "QuotaArn"), Name: text(quota, "QuotaName"), Config: quota,
			Derived: map[string]any{"default_value": defaults[text(quota, "QuotaCode")]["Value"]}}
	})
}

// used reports whether models were called in this region, which the id of what was seen begins with.
func (q *quotaReader) used() bool {
	return slices.ContainsFunc(q.rec.Seen(kindUsage), func(u *evidence.Resource) bool { return strings.HasPrefix(u.ID, q.s.Scope.ID+"/") })
}
