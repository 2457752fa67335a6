package aws

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker"
	sagemakertypes "github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

const (
	kindHubContent   = "aws_sagemaker_hub_content"
	kindModelCard    = "aws_sagemaker_model_card"
	kindModelPackage = "aws_sagemaker_model_package"
)

var registryKinds = []evidence.Kind{
	{
		// The models of the account's own hubs. The public hub of AWS is left out, and references to its models are none of the account's.
		Name: kindHubContent, Title: "Model in a SageMaker hub", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
		ShowsUse: true, Required: []string{"config.HubContentArn", "config.HubContentName"},
		Redact: []string{"config.HubContentDocument"},
		Schema: resourceSchema(schemaOf[sagemaker.DescribeHubContentOutput](pascal), nil, nil),
	},
	{
		Name: kindModelCard, Title: "SageMaker model card", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
		ShowsUse: true, Required: []string{"config.ModelCardArn", "config.ModelCardStatus"},
		// The newest version of each card. Content is decoded: see "Model card JSON schema" in the SageMaker developer guide.
		Schema: resourceSchema(schemaWith(schemaOf[sagemaker.DescribeModelCardOutput](pascal), members{"Content": modelCardContent()}), nil, nil),
	},
	{
		// The versions of all model groups, unversioned packages, and packages of other accounts that models of this one name. Those have an id
		// that ends in "@" and the scope. Tags are those of the group.
		Name: kindModelPackage, Title: "SageMaker model package", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
		ShowsUse: true, Required: []string{"config.ModelPackageArn", "config.CreationTime", "derived.owned"},
		Redact: []string{
			"config.InferenceSpecification.Containers.Environment", "config.AdditionalInferenceSpecifications.Containers.Environment",
			"config.ValidationSpecification.ValidationProfiles.TransformJobDefinition.Environment",
		},
		Schema: resourceSchema(schemaOf[sagemaker.DescribeModelPackageOutput](pascal), members{
			// What an approved package of this account came from.
			"QueryLineage": schemaOf[sagemaker.QueryLineageOutput](pascal),
		}, members{
			"owned": schemaBool(), // whether it is a package of this account
		}),
	},
}

// modelCardContent describes what policies read of a card.
func modelCardContent() schema {
	return schemaObject(members{
		"model_overview": schemaObject(members{
			"model_id": schemaText(), "model_name": schemaText(), "model_version": schema{}, "model_description": schemaText(),
			"model_owner": schemaText(), "model_creator": schemaText(), "problem_type": schemaText(), "algorithm_type": schemaText(),
		}),
		"model_package_details": schemaObject(members{
			"model_package_arn": schemaText(), "model_package_group_name": schemaText(), "model_package_name": schemaText(),
			"model_package_version": schema{}, "model_package_status": schemaText(), "model_approval_status": schemaText(),
			"model_package_description": schemaText(), "approval_description": schemaText(), "created_by": schemaOpen(),
		}),
		"intended_uses": schemaObject(members{
			"purpose_of_model": schemaText(), "intended_uses": schemaText(), "factors_affecting_model_efficiency": schemaText(),
			"risk_rating": schemaText(), "explanations_for_risk_rating": schemaText(),
		}),
		"business_details":       schemaOpen(),
		"training_details":       schemaOpen(),
		"evaluation_details":     schemaList(schemaOpen()),
		"additional_information": schemaOpen(),
	})
}

var registryCollector = &collectors.Collector{
	Name: "aws/sagemaker-registry", Provider: providerName, Level: evidence.Region, Kinds: registryKinds, Needs: []string{kindModel},
	Operations: []collectors.Operation{
		{Name: "sagemaker:ListHubs", Form: evidence.List, Kinds: []string{kindHubContent}},
		{Name: "sagemaker:ListHubContents", Form: evidence.List, Kinds: []string{kindHubContent}, After: "sagemaker:ListHubs"},
		{Name: "sagemaker:DescribeHubContent", Form: evidence.Detail, Kinds: []string{kindHubContent}},
		{Name: "sagemaker:ListModelCards", Form: evidence.List, Kinds: []string{kindModelCard}},
		{Name: "sagemaker:DescribeModelCard", Form: evidence.Detail, Kinds: []string{kindModelCard}},
		{Name: "sagemaker:ListModelPackageGroups", Form: evidence.List, Kinds: []string{kindModelPackage}},
		{Name: "sagemaker:ListModelPackages", Form: evidence.List, Kinds: []string{kindModelPackage}, From: []string{kindModel}},
		{Name: "sagemaker:DescribeModelPackage", Form: evidence.Detail, Kinds: []string{kindModelPackage}},
		{Name: "sagemaker:QueryLineage", Form: evidence.Detail, Kinds: []string{kindModelPackage}, After: "sagemaker:DescribeModelPackage"},
		{Name: "sagemaker:ListTags", Form: evidence.Detail, Kinds: []string{kindModelPackage}},
	},
	Collect: func(ctx context.Context, session any, rec *collectors.Recorder) {
		s := session.(*Session)
		r := &registryReader{reader{rec, pascal}, s, sagemaker.NewFromConfig(s.Config)}
		each(ctx, []func(context.Context){r.hubContents, r.modelCards, r.modelPackages}, func(ctx context.Context, read func(context.Context)) { read(ctx) })
	},
}

func init() { collectors.Register(registryCollector) }

type registryReader struct {
	reader
	s      *Session
	client *sagemaker.Client
}

func (r *registryReader) hubContents(ctx context.Context) {
	var hubs []map[string]any
	r.rec.List(ctx, "sagemaker:ListHubs", func(ctx context.Context) (n int, err error) {
		err = follow(func(token *string) (*string, error) {
			page, err := r.client.ListHubs(ctx, &sagemaker.ListHubsInput{NextToken: token})
			if err != nil {
				return nil, err
			}
			hubs = append(hubs, objects(reply(page, pascal), "HubSummaries")...)
			return page.NextToken, nil
		})
		return 0, err // it is their contents that are resources
	})
	hubs = slices.DeleteFunc(hubs, func(h map[string]any) bool { return accountOf(text(h, "HubArn")) != r.s.Account })
	each(ctx, hubs, func(ctx context.Context, hub map[string]any) {
		name := text(hub, "HubName")
		found := r.list(ctx, "sagemaker:ListHubContents", kindHubContent, func(ctx context.Context) ([]map[string]any, error) {
			contents := []map[string]any{}
			err := follow(func(token *string) (*string, error) {
				page, err := r.client.ListHubContents(ctx, &sagemaker.ListHubContentsInput{HubName: &name, HubContentType: sagemakertypes.HubContentTypeModel, NextToken: token})
				if err != nil {
					return nil, err
				}
				contents = append(contents, objects(reply(page, pascal), "HubContentSummaries")...)
				return page.NextToken, nil
			})
			return contents, err
		}, func(c map[string]any) *evidence.Resource {
			config := partial[sagemaker.DescribeHubContentOutput](c, pascal, nil)
			config["HubName"], config["HubArn"] = name, hub["HubArn"]
			return &evidence.Resource{ID: text(c, "HubContentArn"), Name: text(c, "HubContentName"), Config: config}
		})
		each(ctx, found, func(ctx context.Context, res *evidence.Resource) {
			r.main(ctx, "sagemaker:DescribeHubContent", res, func(ctx context.Context) (map[string]any, error) {
				in := &sagemaker.DescribeHubContentInput{HubName: &name, HubContentName: &res.Name, HubContentType: sagemakertypes.HubContentTypeModel}
				return get(ctx, r.client.DescribeHubContent, in, pascal)
			})
		})
	})
}

func (r *registryReader) modelCards(ctx context.Context) {
	found := r.list(ctx, "sagemaker:ListModelCards", kindModelCard, func(ctx context.Context) ([]map[string]any, error) {
		return items(ctx, sagemaker.NewListModelCardsPaginator(r.client, &sagemaker.ListModelCardsInput{}), pascal, "ModelCardSummaries")
	}, named[sagemaker.DescribeModelCardOutput]("ModelCardArn", "ModelCardName"))
	each(ctx, found, func(ctx context.Context, res *evidence.Resource) {
		r.main(ctx, "sagemaker:DescribeModelCard", res, func(ctx context.Context) (map[string]any, error) {
			card, err := get(ctx, r.client.DescribeModelCard, &sagemaker.DescribeModelCardInput{ModelCardName: &res.Name}, pascal)
			if err != nil {
				return nil, err
			}
			if content := text(card, "Content"); content != "" {
				if card["Content"], err = decodeJSON([]byte(content)); err != nil {
					return nil, fmt.Errorf("read the content of the model card: %w", err)
				}
			}
			return card, nil
		})
	})
}

func (r *registryReader) modelPackages(ctx context.Context) {
	var groups []map[string]any
	r.rec.List(ctx, "sagemaker:ListModelPackageGroups", func(ctx context.Context) (n int, err error) {
		in := &sagemaker.ListModelPackageGroupsInput{}
		groups, err = items(ctx, sagemaker.NewListModelPackageGroupsPaginator(r.client, in), pascal, "ModelPackageGroupSummaryList")
		return 0, err // it is their versions that are resources
	})
	var (
		known = map[string]bool{}
		mu    sync.Mutex
	)
	packages := func(ctx context.Context, group map[string]any) { // nil are those without a group
		in := &sagemaker.ListModelPackagesInput{ModelPackageType: sagemakertypes.ModelPackageTypeUnversioned}
		if group != nil {
			in = &sagemaker.ListModelPackagesInput{ModelPackageType: sagemakertypes.ModelPackageTypeVersioned, ModelPackageGroupName: aws.String(text(group, "ModelPackageGroupName"))}
		}
		found := r.list(ctx, "sagemaker:ListModelPackages", kindModelPackage, func(ctx context.Context) ([]map[string]any, error) {
			return items(ctx, sagemaker.NewListModelPackagesPaginator(r.client, in), pascal, "ModelPackageSummaryList")
		}, func(p map[string]any) *evidence.Resource {
			return &evidence.Resource{ID: text(p, "ModelPackageArn"), Name: text(p, "ModelPackageName"),
				Config: partial[sagemaker.DescribeModelPackageOutput](p, pascal, nil), Derived: map[string]any{"owned": true}}
		})
		tags := once(func(ctx context.Context) (map[string]string, error) {
			return r.tagsOf(ctx, text(group, "ModelPackageGroupArn"))
		})
		each(ctx, found, func(ctx context.Context, res *evidence.Resource) {
			mu.Lock()
			known[res.ID] = true
			mu.Unlock()
			r.describePackage(ctx, res, res.ID)
			r.tags(ctx, "sagemaker:ListTags", res, func(ctx context.Context) (map[string]string, error) {
				if group == nil {
					return r.tagsOf(ctx, res.ID)
				}
				return tags(ctx)
			})
		})
	}
	each(ctx, append([]map[string]any{nil}, groups...), packages)
	var foreign []string
	for arn := range r.namedPackages() {
		if !known[arn] && accountOf(arn) != r.s.Account {
			foreign = append(foreign, arn)
		}
	}
	slices.Sort(foreign)
	each(ctx, foreign, r.foreignPackage)
}

// describePackage reads a package and, once it is approved here, what it came from.
func (r *registryReader) describePackage(ctx context.Context, res *evidence.Resource, arn string) bool {
	described := r.main(ctx, "sagemaker:DescribeModelPackage", res, func(ctx context.Context) (map[string]any, error) {
		return get(ctx, r.client.DescribeModelPackage, &sagemaker.DescribeModelPackageInput{ModelPackageName: &arn}, pascal)
	})
	if described && res.Derived["owned"] == true && text(res.Config, "ModelApprovalStatus") == string(sagemakertypes.ModelApprovalStatusApproved) {
		r.part(ctx, "sagemaker:QueryLineage", "QueryLineage", res, func(ctx context.Context) (any, error) { return r.lineage(ctx, arn) })
	}
	return described
}

// lineage asks for all that the package came from.
func (r *registryReader) lineage(ctx context.Context, arn string) (map[string]any, error) {
	in := &sagemaker.QueryLineageInput{StartArns: []string{arn}, Direction: sagemakertypes.DirectionAscendants, IncludeEdges: aws.Bool(true)}
	all := map[string]any{"Vertices": []any{}, "Edges": []any{}}
	err := pages(ctx, sagemaker.NewQueryLineagePaginator(r.client, in), func(page *sagemaker.QueryLineageOutput) {
		of := reply(page, pascal)
		for member, before := range all {
			all[member] = append(before.([]any), listOf(objects(of, member))...)
		}
	})
	if err != nil {
		return nil, err
	}
	return all, nil
}

func (r *registryReader) tagsOf(ctx context.Context, arn string) (map[string]string, error) {
	tags, err := items(ctx, sagemaker.NewListTagsPaginator(r.client, &sagemaker.ListTagsInput{ResourceArn: &arn}), pascal, "Tags")
	return pairs(tags, "Key", "Value"), err
}

// namedPackages are the ARNs of the packages that the models of this region name.
func (r *registryReader) namedPackages() map[string]bool {
	arns := map[string]bool{}
	for _, model := range r.rec.Seen(kindModel) {
		for _, c := range append(objects(model.Config, "Containers"), object(model.Config, "PrimaryContainer")) {
			if arn := text(c, "ModelPackageName"); strings.HasPrefix(arn, "arn:") && regionOf(arn) == r.s.Region && regionOf(model.ID) == r.s.Region {
				arns[arn] = true
			}
		}
	}
	return arns
}

// foreignPackage reads a package of another account, which must let this one.
func (r *registryReader) foreignPackage(ctx context.Context, arn string) {
	res := &evidence.Resource{ID: arn + "@" + r.s.Account, Name: arn[strings.LastIndex(arn, ":")+1:],
		Config: map[string]any{"ModelPackageArn": arn}, Derived: map[string]any{"owned": false}}
	r.rec.Add(kindModelPackage, res)
	r.describePackage(ctx, res, arn)
}

// accountOf is a part of an ARN; of what is none, it is empty.
func accountOf(arn string) string {
	if parts := strings.SplitN(arn, ":", 6); len(parts) == 6 {
		return parts[4]
	}
	return ""
}
