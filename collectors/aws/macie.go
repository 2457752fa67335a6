package aws

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/macie2"
	macietypes "github.com/aws/aws-sdk-go-v2/service/macie2/types"
	"github.com/aws/smithy-go"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

const (
	kindMacieSession = "aws_macie_session"
	kindMacieBucket  = "aws_macie_bucket"
	kindMacieJob     = "aws_macie_job"
	kindMacieFinding = "aws_macie_finding"
)

var macieKinds = []evidence.Kind{
	{
		// One for each region in which Macie is on for the account, or paused. The id is the scope's.
		Name: kindMacieSession, Title: "Amazon Macie in a region", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
		Required: []string{"config.status"},
		Schema: resourceSchema(schemaOf[macie2.GetMacieSessionOutput](camel), members{
			"GetAutomatedDiscoveryConfiguration": schemaOf[macie2.GetAutomatedDiscoveryConfigurationOutput](camel),
			"GetAdministratorAccount":            schemaOf[macie2.GetAdministratorAccountOutput](camel), // without administrator where the account has none
		}, nil),
	},
	{
		// Buckets of the region that AI resources or logs use. The id is "<bucket's ARN>@<account>", for an administrator of Macie sees buckets
		// of its members.
		Name: kindMacieBucket, Title: "S3 bucket as Amazon Macie knows it", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
		Required: []string{"config.bucketArn", "config.bucketName"},
		Schema:   resourceSchema(schemaOf[macietypes.BucketMetadata](camel), nil, nil),
	},
	{
		Name: kindMacieJob, Title: "Sensitive data discovery job of Amazon Macie", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
		Required: []string{"config.jobId", "config.jobStatus"},
		Schema:   resourceSchema(schemaOf[macietypes.JobSummary](camel), nil, nil),
	},
	{
		// Findings of high severity that nobody has archived, about the buckets that kindMacieBucket has.
		Name: kindMacieFinding, Title: "Open finding of high severity in Amazon Macie", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
		Required: []string{"config.id", "config.severity.description", "config.resourcesAffected.s3Bucket.name"},
		Redact:   []string{"config.resourcesAffected.s3Object.key", "config.resourcesAffected.s3Object.path", "config.classificationDetails.result"},
		Schema:   resourceSchema(schemaOf[macietypes.Finding](camel), nil, nil),
	},
}

// macieCollector asks about the buckets that the collector of S3 has found in the region, because an account may have thousands of others.
var macieCollector = &collectors.Collector{
	Name: "aws/macie", Provider: providerName, Level: evidence.Region, Kinds: macieKinds, Needs: []string{kindBucket},
	Operations: []collectors.Operation{
		{Name: "macie2:GetMacieSession", Form: evidence.List, Kinds: []string{kindMacieSession}},
		{Name: "macie2:GetAutomatedDiscoveryConfiguration", Form: evidence.Detail, Kinds: []string{kindMacieSession}},
		{Name: "macie2:GetAdministratorAccount", Form: evidence.Detail, Kinds: []string{kindMacieSession}},
		{Name: "macie2:DescribeBuckets", Form: evidence.List, Kinds: []string{kindMacieBucket}, After: "macie2:GetMacieSession", From: []string{kindBucket}},
		{Name: "macie2:ListClassificationJobs", Form: evidence.List, Kinds: []string{kindMacieJob}, After: "macie2:GetMacieSession"},
		{Name: "macie2:ListFindings", Form: evidence.List, Kinds: []string{kindMacieFinding}, After: "macie2:GetMacieSession", From: []string{kindBucket}},
		{Name: "macie2:GetFindings", Form: evidence.List, Kinds: []string{kindMacieFinding}, After: "macie2:ListFindings"},
	},
	Collect: collectMacie,
}

func init() { collectors.Register(macieCollector) }

type macieReader struct {
	reader
	s      *Session
	client *macie2.Client
}

func collectMacie(ctx context.Context, session any, rec *collectors.Recorder) {
	s := session.(*Session)
	m := &macieReader{reader{rec, camel}, s, macie2.NewFromConfig(s.Config)}
	sessions := m.list(ctx, "macie2:GetMacieSession", kindMacieSession, func(ctx context.Context) ([]map[string]any, error) {
		session, err := get(ctx, m.client.GetMacieSession, &macie2.GetMacieSessionInput{}, camel)
		if macieIsOff(err) {
			return []map[string]any{}, nil
		}
		if err != nil {
			return nil, err
		}
		return []map[string]any{session}, nil
	}, func(session map[string]any) *evidence.Resource {
		return &evidence.Resource{ID: s.Scope.ID, Config: session}
	})
	for _, res := range sessions {
		m.part(ctx, "macie2:GetAutomatedDiscoveryConfiguration", "GetAutomatedDiscoveryConfiguration", res, func(ctx context.Context) (any, error) {
			return get(ctx, m.client.GetAutomatedDiscoveryConfiguration, &macie2.GetAutomatedDiscoveryConfigurationInput{}, camel)
		})
		m.part(ctx, "macie2:GetAdministratorAccount", "GetAdministratorAccount", res, func(ctx context.Context) (any, error) {
			administrator, err := get(ctx, m.client.GetAdministratorAccount, &macie2.GetAdministratorAccountInput{}, camel)
			if hasCode(err, "ResourceNotFoundException") {
				return map[string]any{}, nil
			}
			return administrator, err
		})
		names := m.bucketNames()
		m.buckets(ctx, names)
		m.jobs(ctx)
		m.findings(ctx, names)
	}
}

// macieIsOff reports the answer by which Macie says that it is off: AccessDeniedException, which it also gives to those who lack the
// permission, with a text of its own.
func macieIsOff(err error) bool {
	var api smithy.APIError
	return errors.As(err, &api) && api.ErrorCode() == "AccessDeniedException" && strings.Contains(api.ErrorMessage(), "Macie is not enabled")
}

// bucketNames are the buckets of the region, and those whose region is not known, sorted.
func (m *macieReader) bucketNames() []string {
	names := map[string]bool{}
	for _, bucket := range m.rec.Seen(kindBucket) {
		if region := text(bucket.Derived, "region"); region == m.s.Region || region == "" {
			names[bucket.Name] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// macieBatch is how many buckets or findings one call asks for (GetFindings: at most 50).
const macieBatch = 50

func (m *macieReader) buckets(ctx context.Context, names []string) {
	m.list(ctx, "macie2:DescribeBuckets", kindMacieBucket, func(ctx context.Context) ([]map[string]any, error) {
		all := []map[string]any{}
		for batch := range slices.Chunk(names, macieBatch) {
			in := &macie2.DescribeBucketsInput{Criteria: map[string]macietypes.BucketCriteriaAdditionalProperties{"bucketName": {Eq: batch}}}
			found, err := items(ctx, macie2.NewDescribeBucketsPaginator(m.client, in), camel, "buckets")
			all = append(all, found...)
			if err != nil {
				return all, err
			}
		}
		return all, nil
	}, func(b map[string]any) *evidence.Resource {
		res := &evidence.Resource{Name: text(b, "bucketName"), Config: b}
		if arn := text(b, "bucketArn"); arn != "" {
			res.ID = arn + "@" + m.s.Account
		}
		return res
	})
}

func (m *macieReader) jobs(ctx context.Context) {
	m.list(ctx, "macie2:ListClassificationJobs", kindMacieJob, func(ctx context.Context) ([]map[string]any, error) {
		return items(ctx, macie2.NewListClassificationJobsPaginator(m.client, &macie2.ListClassificationJobsInput{}), camel, "items")
	}, func(j map[string]any) *evidence.Resource {
		return &evidence.Resource{ID: m.s.here("macie2", "classification-job/", text(j, "jobId")), Name: text(j, "name"), Config: j}
	})
}

func (m *macieReader) findings(ctx context.Context, names []string) {
	ids := []string{}
	m.rec.List(ctx, "macie2:ListFindings", func(ctx context.Context) (int, error) {
		for batch := range slices.Chunk(names, macieBatch) {
			in := &macie2.ListFindingsInput{FindingCriteria: &macietypes.FindingCriteria{Criterion: map[string]macietypes.CriterionAdditionalProperties{
				"archived":                        {Eq: []string{"false"}},
				"severity.description":            {Eq: []string{string(macietypes.SeverityDescriptionHigh)}},
				"resourcesAffected.s3Bucket.name": {Eq: batch},
			}}, MaxResults: aws.Int32(macieBatch)}
			if err := pages(ctx, macie2.NewListFindingsPaginator(m.client, in), func(p *macie2.ListFindingsOutput) { ids = append(ids, p.FindingIds...) }); err != nil {
				return len(ids), err
			}
		}
		return len(ids), nil
	})
	slices.Sort(ids)
	for batch := range slices.Chunk(slices.Compact(ids), macieBatch) {
		m.list(ctx, "macie2:GetFindings", kindMacieFinding, func(ctx context.Context) ([]map[string]any, error) {
			out, err := get(ctx, m.client.GetFindings, &macie2.GetFindingsInput{FindingIds: batch}, camel)
			return objects(out, "findings"), err
		}, func(f map[string]any) *evidence.Resource {
			return &evidence.Resource{ID: text(f, "id"), Name: text(f, "type"), Config: f}
		})
	}
}
