package aws

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/iam"
	iamtypes "github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

const (
	kindRole         = "aws_iam_role"
	kindUser         = "aws_iam_user"
	kindPolicy       = "aws_iam_policy"
	kindAccessKey    = "aws_iam_access_key"
	kindBedrockKey   = "aws_bedrock_api_key"
	kindLastAccessed = "aws_iam_last_accessed"
)

// inlinePolicies describes a list of inline policies with their documents decoded.
func inlinePolicies() schema {
	return schemaList(schemaObject(members{"PolicyName": schemaText(), "PolicyDocument": schemaPolicy()}))
}

var iamKinds = []evidence.Kind{
	{
		Name: kindRole, Title: "IAM role", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Boundary,
		Required: []string{"config.Arn", "config.AssumeRolePolicyDocument", "config.AttachedManagedPolicies.PolicyArn", "config.RolePolicyList"},
		Schema: resourceSchema(schemaWith(schemaOf[iamtypes.RoleDetail](pascal), members{"AssumeRolePolicyDocument": schemaPolicy(), "RolePolicyList": inlinePolicies()}),
			// GetAccountAuthorizationDetails leaves MaxSessionDuration out; ListRoles has it.
			members{"ListRoles": schemaWith(schemaOf[iamtypes.Role](pascal), members{"AssumeRolePolicyDocument": schemaPolicy()})},
			members{"ai_services": schemaList(schemaText())}),
	},
	{
		Name: kindUser, Title: "IAM user", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Boundary,
		Required: []string{"config.Arn", "config.UserName", "config.AttachedManagedPolicies.PolicyArn", "config.UserPolicyList",
			"parts.GetAccountAuthorizationDetails.GroupDetailList.AttachedManagedPolicies.PolicyArn", "parts.GetAccountAuthorizationDetails.GroupDetailList.GroupPolicyList"},
		Schema: resourceSchema(schemaWith(schemaOf[iamtypes.UserDetail](pascal), members{"UserPolicyList": inlinePolicies()}),
			// The groups that the user belongs to, with their policies.
			members{"GetAccountAuthorizationDetails": schemaObject(members{"GroupDetailList": schemaList(
				schemaWith(schemaOf[iamtypes.GroupDetail](pascal), members{"GroupPolicyList": inlinePolicies()}))})},
			members{"ai_services": schemaList(schemaText())}),
	},
	{
		// Every policy of the account, and those of AWS that something is attached to. PolicyVersionList holds the version in force alone.
		// A policy of AWS's own has the same ARN in every account, and an id that ends in "@" and the account: how often it is attached differs.
		Name: kindPolicy, Title: "IAM managed policy", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Boundary,
		Required: []string{"config.Arn", "config.PolicyVersionList"},
		Schema: resourceSchema(schemaWith(schemaOf[iamtypes.ManagedPolicyDetail](pascal), members{
			"PolicyVersionList": schemaList(schemaWith(schemaOf[iamtypes.PolicyVersion](pascal), members{"Document": schemaPolicy()}))}), nil, nil),
	},
	{
		Name: kindAccessKey, Title: "Access key of an IAM user", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Boundary,
		Required: []string{"config.CreateDate", "config.Status", "config.UserName"},
		Schema: resourceSchema(schemaOf[iamtypes.AccessKeyMetadata](pascal),
			members{"GetAccessKeyLastUsed": schemaOf[iam.GetAccessKeyLastUsedOutput](pascal)}, members{"user_arn": schemaText()}),
	},
	{
		Name: kindBedrockKey, Title: "Long-lived Amazon Bedrock API key of an IAM user", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Boundary,
		Required: []string{"config.CreateDate", "config.Status", "config.UserName"},
		// User_arn is absent where the user could not be read.
		Schema: resourceSchema(schemaOf[iamtypes.ServiceSpecificCredentialMetadata](pascal), nil, members{"user_arn": schemaText()}),
	},
	{
		// One for each role and user that has rights on AI services. ServicesLastAccessed holds those services alone; where
		// LastAuthenticated is absent, nobody used the service in the period that IAM tracks.
		Name: kindLastAccessed, Title: "Last use of AI services by an IAM role or user", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Boundary,
		Required: []string{"config.JobStatus", "config.ServicesLastAccessed.ServiceNamespace"},
		Schema: resourceSchema(schemaOf[iam.GetServiceLastAccessedDetailsOutput](pascal), nil, members{
			"principal_kind":    schemaText(), // the kind of the principal, whose id is this resource's
			"principal_created": schemaText(), // its CreateDate
		}),
	},
}

// iamCollector reads IAM, which is one for all regions of an account.
var iamCollector = &collectors.Collector{
	Name: "aws/iam", Provider: providerName, Level: evidence.Boundary, Kinds: iamKinds,
	Operations: []collectors.Operation{
		{Name: "iam:GetAccountAuthorizationDetails", Form: evidence.List,
			Kinds: []string{kindRole, kindUser, kindPolicy, kindAccessKey, kindLastAccessed}},
		{Name: "iam:ListRoles", Form: evidence.Detail, Kinds: []string{kindRole}},
		{Name: "iam:ListAccessKeys", Form: evidence.List, Kinds: []string{kindAccessKey}, After: "iam:GetAccountAuthorizationDetails"},
		{Name: "iam:GetAccessKeyLastUsed", Form: evidence.Detail, Kinds: []string{kindAccessKey}},
		{Name: "iam:ListServiceSpecificCredentials", Form: evidence.List, Kinds: []string{kindBedrockKey}},
		{Name: "iam:GenerateServiceLastAccessedDetails", Form: evidence.Detail, Kinds: []string{kindLastAccessed}},
		{Name: "iam:GetServiceLastAccessedDetails", Form: evidence.Detail, Kinds: []string{kindLastAccessed}},
	},
	Collect: func(ctx context.Context, session any, rec *collectors.Recorder) {
		s := session.(*Session)
		r := &iamReader{reader: reader{rec, pascal}, client: iam.NewFromConfig(s.Config), account: s.Account}
		r.principals(ctx)
		r.sessionDurations(ctx)
		r.accessKeys(ctx)
		r.bedrockKeys(ctx)
		r.lastAccessed(ctx)
	},
}

func init() { collectors.Register(iamCollector) }

// iamReader reads one account. Complete says that all policies were read, so that rights can be told from them.
type iamReader struct {
	reader
	client       *iam.Client
	account      string
	roles, users []*evidence.Resource
	complete     bool
}
