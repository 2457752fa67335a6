package aws

import (
	"context"
	"regexp"

	"github.com/aws/aws-sdk-go-v2/service/ecr"
	ecrtypes "github.com/aws/aws-sdk-go-v2/service/ecr/types"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

const kindRepository = "aws_ecr_repository"

var ecrKinds = []evidence.Kind{{
	// All repositories of the account's registry. derived.named_by tells those of AI, and only they have their tags read.
	Name: kindRepository, Title: "ECR repository", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
	Required: []string{"config.repositoryArn", "config.repositoryName", "config.repositoryUri", "derived.named_by"},
	Schema: resourceSchema(schemaOf[ecrtypes.Repository](camel), members{
		"GetRegistryScanningConfiguration": schemaOf[ecr.GetRegistryScanningConfigurationOutput](camel), // that of the whole registry
	}, members{
		"named_by": schemaList(schemaText()), // "<kind> <id>" of the AI resources whose images it holds
	}),
}}

var ecrCollector = &collectors.Collector{
	Name: "aws/ecr", Provider: providerName, Level: evidence.Region, Kinds: ecrKinds, Needs: aiKinds,
	Operations: []collectors.Operation{
		{Name: "ecr:DescribeRepositories", Form: evidence.List, Kinds: []string{kindRepository}},
		{Name: "ecr:GetRegistryScanningConfiguration", Form: evidence.Detail, Kinds: []string{kindRepository}},
		{Name: "ecr:ListTagsForResource", Form: evidence.Detail, Kinds: []string{kindRepository}},
	},
	Collect: func(ctx context.Context, session any, rec *collectors.Recorder) {
		s := session.(*Session)
		e := &ecrReader{reader{rec, camel}, s, ecr.NewFromConfig(s.Config)}
		e.repositories(ctx)
	},
}

func init() { collectors.Register(ecrCollector) }

type ecrReader struct {
	reader
	s      *Session
	client *ecr.Client
}

// imageURI is the name of an image in a private registry: "<account>.dkr.ecr.<region>.<suffix>/<repository>", with a tag or a digest.
var imageURI = regexp.MustCompile(`^([0-9]{12}\.dkr\.ecr\.[a-z0-9-]+\.[a-z.]+/[a-z0-9._/-]+)([:@].*)?$`)

// repositoryURI is the URI of the repository in which an image lies; empty for other text.
func repositoryURI(image string) string {
	m := imageURI.FindStringSubmatch(image)
	if m == nil {
		return ""
	}
	return m[1]
}

func (e *ecrReader) repositories(ctx context.Context) {
	named := mentions{things: "repositories", find: func(_, text, _ string) string { return repositoryURI(text) }}.
		in(ctx, e.s, e.rec, aiKinds, "ecr:DescribeRepositories")
	scanning := once(func(ctx context.Context) (map[string]any, error) {
		return get(ctx, e.client.GetRegistryScanningConfiguration, &ecr.GetRegistryScanningConfigurationInput{}, camel)
	})
	found := e.list(ctx, "ecr:DescribeRepositories", kindRepository, func(ctx context.Context) ([]map[string]any, error) {
		return items(ctx, ecr.NewDescribeRepositoriesPaginator(e.client, &ecr.DescribeRepositoriesInput{}), camel, "repositories")
	}, func(r map[string]any) *evidence.Resource {
		by := named[text(r, "repositoryUri")]
		if by == nil {
			by = []any{}
		}
		return &evidence.Resource{ID: text(r, "repositoryArn"), Name: text(r, "repositoryName"), Config: r, Derived: map[string]any{"named_by": by}}
	})
	each(ctx, found, func(ctx context.Context, res *evidence.Resource) {
		e.part(ctx, "ecr:GetRegistryScanningConfiguration", "GetRegistryScanningConfiguration", res, func(ctx context.Context) (any, error) {
			config, err := scanning(ctx)
			return withoutNulls(config), err // each document has a copy of its own
		})
		if by, _ := res.Derived["named_by"].([]any); len(by) == 0 {
			return
		}
		e.tags(ctx, "ecr:ListTagsForResource", res, func(ctx context.Context) (map[string]string, error) {
			out, err := get(ctx, e.client.ListTagsForResource, &ecr.ListTagsForResourceInput{ResourceArn: &res.ID}, camel)
			return pairs(objects(out, "tags"), "key", "value"), err
		})
	})
}
