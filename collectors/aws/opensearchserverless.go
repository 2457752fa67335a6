package aws

import (
	"context"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/opensearchserverless"
	osstypes "github.com/aws/aws-sdk-go-v2/service/opensearchserverless/types"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

const (
	kindCollection     = "aws_opensearch_serverless_collection"
	kindSearchPolicy   = "aws_opensearch_serverless_policy"
	kindSecurityConfig = "aws_opensearch_serverless_security_config"
)

var opensearchServerlessKinds = []evidence.Kind{
	{
		// Collections of all types. Only those of type VECTORSEARCH, and those that a knowledge base names, have to do with AI.
		Name: kindCollection, Title: "OpenSearch Serverless collection", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
		Required: []string{"config.arn", "config.name", "config.type"},
		Schema:   resourceSchema(schemaOf[osstypes.CollectionDetail](camel), nil, nil),
	},
	{
		// Policies of the types network, encryption and data, told apart by config.type. They have no ARN: the id is
		// "<account>/<region>/<type>/<name>". Config.policy is the document: of network and data policies a list of {Rules, …}, of encryption
		// policies one object ("Network access", "Data access control" and "Encryption" in the OpenSearch Service developer guide).
		Name: kindSearchPolicy, Title: "Network, encryption or data access policy of OpenSearch Serverless", Provider: providerName,
		Deployment: evidence.PaaS, Level: evidence.Region, Required: []string{"config.name", "config.type", "config.policy"},
		Schema: resourceSchema(schemaOf[osstypes.SecurityPolicyDetail](camel), nil, nil),
	},
	{
		// SAML configurations. Their id, "saml/<account>/<name>", is one in each region: here, the region stands before it.
		Name: kindSecurityConfig, Title: "SAML configuration of OpenSearch Serverless", Provider: providerName, Deployment: evidence.PaaS,
		Level: evidence.Region, Required: []string{"config.id", "config.type"}, Redact: []string{"config.samlOptions.metadata"},
		Schema: resourceSchema(schemaOf[osstypes.SecurityConfigDetail](camel), nil, nil),
	},
}

// opensearchServerlessCollector uses the names of IAM, whose prefix is aoss (Service Authorization Reference, "Amazon OpenSearch Serverless").
var opensearchServerlessCollector = &collectors.Collector{
	Name: "aws/opensearchserverless", Provider: providerName, Level: evidence.Region, Kinds: opensearchServerlessKinds,
	Operations: []collectors.Operation{
		{Name: "aoss:ListCollections", Form: evidence.List, Kinds: []string{kindCollection}},
		{Name: "aoss:BatchGetCollection", Form: evidence.Detail, Kinds: []string{kindCollection}},
		{Name: "aoss:ListTagsForResource", Form: evidence.Detail, Kinds: []string{kindCollection}},
		{Name: "aoss:ListSecurityPolicies", Form: evidence.List, Kinds: []string{kindSearchPolicy}},
		{Name: "aoss:GetSecurityPolicy", Form: evidence.Detail, Kinds: []string{kindSearchPolicy}},
		{Name: "aoss:ListAccessPolicies", Form: evidence.List, Kinds: []string{kindSearchPolicy}},
		{Name: "aoss:GetAccessPolicy", Form: evidence.Detail, Kinds: []string{kindSearchPolicy}},
		{Name: "aoss:ListSecurityConfigs", Form: evidence.List, Kinds: []string{kindSecurityConfig}},
		{Name: "aoss:GetSecurityConfig", Form: evidence.Detail, Kinds: []string{kindSecurityConfig}},
	},
	Collect: func(ctx context.Context, session any, rec *collectors.Recorder) {
		s := session.(*Session)
		o := &searchReader{reader{rec, camel}, s, opensearchserverless.NewFromConfig(s.Config)}
		each(ctx, []func(context.Context){o.collections, o.securityPolicies, o.accessPolicies, o.securityConfigs},
			func(ctx context.Context, read func(context.Context)) { read(ctx) })
	},
}

func init() { collectors.Register(opensearchServerlessCollector) }

type searchReader struct {
	reader
	s      *Session
	client *opensearchserverless.Client
}

// collectionBatch is how many collections one call of BatchGetCollection is asked for (API reference: at most 100).
const collectionBatch = 100

// collections reads the list, and then in batches what the list does not say, such as the type.
func (o *searchReader) collections(ctx context.Context) {
	found := o.list(ctx, "aoss:ListCollections", kindCollection, func(ctx context.Context) ([]map[string]any, error) {
		return items(ctx, opensearchserverless.NewListCollectionsPaginator(o.client, &opensearchserverless.ListCollectionsInput{}), camel, "collectionSummaries")
	}, func(c map[string]any) *evidence.Resource {
		return &evidence.Resource{ID: text(c, "arn"), Name: text(c, "name"), Config: partial[osstypes.CollectionDetail](c, camel, nil)}
	})
	for batch := range slices.Chunk(found, collectionBatch) {
		details := once(func(ctx context.Context) (map[string]map[string]any, error) {
			in := &opensearchserverless.BatchGetCollectionInput{}
			for _, res := range batch {
				in.Ids = append(in.Ids, text(res.Config, "id"))
			}
			out, err := get(ctx, o.client.BatchGetCollection, in, camel)
			return by(objects(out, "collectionDetails"), "arn"), err
		})
		each(ctx, batch, func(ctx context.Context, res *evidence.Resource) {
			o.main(ctx, "aoss:BatchGetCollection", res, func(ctx context.Context) (map[string]any, error) {
				byARN, err := details(ctx)
				if err != nil {
					return nil, err
				}
				return entry(byARN, res.ID)
			})
			o.tags(ctx, "aoss:ListTagsForResource", res, func(ctx context.Context) (map[string]string, error) {
				out, err := get(ctx, o.client.ListTagsForResource, &opensearchserverless.ListTagsForResourceInput{ResourceArn: &res.ID}, camel)
				return pairs(objects(out, "tags"), "key", "value"), err
			})
		})
	}
}

// policy makes the resource of a policy that a list names.
func (o *searchReader) policy(p map[string]any) *evidence.Resource {
	res := &evidence.Resource{Name: text(p, "name"), Config: partial[osstypes.SecurityPolicyDetail](p, camel, nil)}
	if name := text(p, "name"); name != "" {
		res.ID = strings.Join([]string{o.s.Account, o.s.Region, text(p, "type"), name}, "/")
	}
	return res
}

func (o *searchReader) securityPolicies(ctx context.Context) {
	for _, kind := range []osstypes.SecurityPolicyType{osstypes.SecurityPolicyTypeEncryption, osstypes.SecurityPolicyTypeNetwork} {
		found := o.list(ctx, "aoss:ListSecurityPolicies", kindSearchPolicy, func(ctx context.Context) ([]map[string]any, error) {
			in := &opensearchserverless.ListSecurityPoliciesInput{Type: kind}
			return items(ctx, opensearchserverless.NewListSecurityPoliciesPaginator(o.client, in), camel, "securityPolicySummaries")
		}, o.policy)
		each(ctx, found, func(ctx context.Context, res *evidence.Resource) {
			o.main(ctx, "aoss:GetSecurityPolicy", res, func(ctx context.Context) (map[string]any, error) {
				out, err := get(ctx, o.client.GetSecurityPolicy, &opensearchserverless.GetSecurityPolicyInput{Type: kind, Name: &res.Name}, camel)
				return inside(out, err, "securityPolicyDetail")
			})
		})
	}
}

func (o *searchReader) accessPolicies(ctx context.Context) {
	found := o.list(ctx, "aoss:ListAccessPolicies", kindSearchPolicy, func(ctx context.Context) ([]map[string]any, error) {
		in := &opensearchserverless.ListAccessPoliciesInput{Type: osstypes.AccessPolicyTypeData}
		return items(ctx, opensearchserverless.NewListAccessPoliciesPaginator(o.client, in), camel, "accessPolicySummaries")
	}, o.policy)
	each(ctx, found, func(ctx context.Context, res *evidence.Resource) {
		o.main(ctx, "aoss:GetAccessPolicy", res, func(ctx context.Context) (map[string]any, error) {
			in := &opensearchserverless.GetAccessPolicyInput{Type: osstypes.AccessPolicyTypeData, Name: &res.Name}
			out, err := get(ctx, o.client.GetAccessPolicy, in, camel)
			return inside(out, err, "accessPolicyDetail")
		})
	})
}

func (o *searchReader) securityConfigs(ctx context.Context) {
	found := o.list(ctx, "aoss:ListSecurityConfigs", kindSecurityConfig, func(ctx context.Context) ([]map[string]any, error) {
		in := &opensearchserverless.ListSecurityConfigsInput{Type: osstypes.SecurityConfigTypeSaml}
		return items(ctx, opensearchserverless.NewListSecurityConfigsPaginator(o.client, in), camel, "securityConfigSummaries")
	}, func(c map[string]any) *evidence.Resource {
		id := text(c, "id")
		res := &evidence.Resource{Name: id, Config: partial[osstypes.SecurityConfigDetail](c, camel, nil)}
		if id != "" {
			res.ID = o.s.Region + "/" + id
		}
		return res
	})
	each(ctx, found, func(ctx context.Context, res *evidence.Resource) {
		o.main(ctx, "aoss:GetSecurityConfig", res, func(ctx context.Context) (map[string]any, error) {
			out, err := get(ctx, o.client.GetSecurityConfig, &opensearchserverless.GetSecurityConfigInput{Id: &res.Name}, camel)
			return inside(out, err, "securityConfigDetail")
		})
	})
}
