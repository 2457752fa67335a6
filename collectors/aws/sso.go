package aws

import (
	"cmp"
	"context"

	"github.com/aws/aws-sdk-go-v2/service/ssoadmin"
	ssotypes "github.com/aws/aws-sdk-go-v2/service/ssoadmin/types"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

const (
	kindSSOInstance   = "aws_sso_instance"
	kindPermissionSet = "aws_sso_permission_set"
	kindAssignment    = "aws_sso_account_assignment"
)

var ssoKinds = []evidence.Kind{
	{
		Name: kindSSOInstance, Title: "Instance of IAM Identity Center", Provider: providerName,
		Deployment: evidence.PaaS, Level: evidence.Organization,
		Required: []string{"config.InstanceArn", "config.Status", "config.OwnerAccountId"},
		Schema:   resourceSchema(schemaOf[ssotypes.InstanceMetadata](pascal), nil, nil),
	},
	{
		Name: kindPermissionSet, Title: "Permission set of IAM Identity Center", Provider: providerName,
		Deployment: evidence.PaaS, Level: evidence.Organization,
		Required: []string{"config.PermissionSetArn", "parts.GetInlinePolicyForPermissionSet.InlinePolicy.Statement",
			"parts.ListManagedPoliciesInPermissionSet.AttachedManagedPolicies.Arn",
			"parts.ListCustomerManagedPolicyReferencesInPermissionSet.CustomerManagedPolicyReferences"},
		Schema: resourceSchema(schemaOf[ssotypes.PermissionSet](pascal), members{
			// A document without statements where the permission set has no inline policy.
			"GetInlinePolicyForPermissionSet":                    schemaObject(members{"InlinePolicy": schemaPolicy()}),
			"ListManagedPoliciesInPermissionSet":                 schemaOf[ssoadmin.ListManagedPoliciesInPermissionSetOutput](pascal),
			"ListCustomerManagedPolicyReferencesInPermissionSet": schemaOf[ssoadmin.ListCustomerManagedPolicyReferencesInPermissionSetOutput](pascal),
		}, members{"instance_arn": schemaText()}),
	},
	{
		Name: kindAssignment, Title: "Assignment of a permission set to a user or group in an account", Provider: providerName,
		Deployment: evidence.PaaS, Level: evidence.Organization,
		Required: []string{"config.AccountId", "config.PermissionSetArn", "config.PrincipalId"},
		Schema: resourceSchema(schemaOf[ssotypes.AccountAssignment](pascal), members{
			// The newest request that created the assignment, where one succeeded within the last creationWindow; absent, it is older.
			"DescribeAccountAssignmentCreationStatus": schemaOf[ssotypes.AccountAssignmentOperationStatus](pascal),
		}, members{"instance_arn": schemaText()}),
	},
}

// ssoCollector reads Identity Center where the organization's instance has its primary region. Permission sets are shown to the
// management account and a delegated administrator. IAM's prefix of the service is "sso" (Service Authorization Reference,
// "Actions, resources, and condition keys for AWS IAM Identity Center").
var ssoCollector = &collectors.Collector{
	Name: "aws/sso", Provider: providerName, Level: evidence.Organization, Kinds: ssoKinds,
	// The accounts tell only which instance is a member's. Where they could not be listed, as for a delegated administrator of Identity
	// Center alone, every instance is asked, so that no list is in doubt: only a permission set that was found and not described would be.
	Needs: []string{kindOrganizationsAccount},
	Operations: []collectors.Operation{
		{Name: "sso-admin:ListInstances", Form: evidence.List, Kinds: []string{kindSSOInstance}, Permissions: []string{"sso:ListInstances"}},
		{Name: "sso-admin:ListPermissionSets", Form: evidence.List, Kinds: []string{kindPermissionSet}, After: "sso-admin:ListInstances",
			Permissions: []string{"sso:ListPermissionSets"}},
		{Name: "sso-admin:DescribePermissionSet", Form: evidence.Detail, Kinds: []string{kindPermissionSet}, Permissions: []string{"sso:DescribePermissionSet"},
			From: []string{kindOrganizationsAccount}},
		{Name: "sso-admin:GetInlinePolicyForPermissionSet", Form: evidence.Detail, Kinds: []string{kindPermissionSet},
			Permissions: []string{"sso:GetInlinePolicyForPermissionSet"}},
		{Name: "sso-admin:ListManagedPoliciesInPermissionSet", Form: evidence.Detail, Kinds: []string{kindPermissionSet},
			Permissions: []string{"sso:ListManagedPoliciesInPermissionSet"}},
		{Name: "sso-admin:ListCustomerManagedPolicyReferencesInPermissionSet", Form: evidence.Detail, Kinds: []string{kindPermissionSet},
			Permissions: []string{"sso:ListCustomerManagedPolicyReferencesInPermissionSet"}},
		{Name: "sso-admin:ListAccountsForProvisionedPermissionSet", Form: evidence.List, Kinds: []string{kindAssignment},
			After: "sso-admin:ListPermissionSets", Permissions: []string{"sso:ListAccountsForProvisionedPermissionSet"}},
		{Name: "sso-admin:ListAccountAssignments", Form: evidence.List, Kinds: []string{kindAssignment},
			After: "sso-admin:ListAccountsForProvisionedPermissionSet", Permissions: []string{"sso:ListAccountAssignments"}},
		{Name: "sso-admin:ListAccountAssignmentCreationStatus", Form: evidence.Detail, Kinds: []string{kindAssignment},
			Permissions: []string{"sso:ListAccountAssignmentCreationStatus"}},
		{Name: "sso-admin:DescribeAccountAssignmentCreationStatus", Form: evidence.Detail, Kinds: []string{kindAssignment},
			Permissions: []string{"sso:DescribeAccountAssignmentCreationStatus"}},
	},
	Collect: collectSSO,
}

func init() { collectors.Register(ssoCollector) }

func collectSSO(ctx context.Context, session any, rec *collectors.Recorder) {
	s := session.(*Session)
	read := reader{rec, pascal}
	instances := read.list(ctx, "sso-admin:ListInstances", kindSSOInstance, func(ctx context.Context) ([]map[string]any, error) {
		return items(ctx, ssoadmin.NewListInstancesPaginator(ssoadmin.NewFromConfig(s.Config),
			&ssoadmin.ListInstancesInput{RegionScope: ssotypes.RegionScopeAllRegions}), pascal, "Instances")
	}, func(i map[string]any) *evidence.Resource {
		return &evidence.Resource{ID: text(i, "InstanceArn"), Name: text(i, "Name"), Config: i}
	})
	for _, instance := range instances {
		if ofMember(instance, rec.Seen(kindOrganizationsAccount)) {
			continue
		}
		region := cmp.Or(text(instance.Config, "PrimaryRegion"), s.MainRegion)
		r := &ssoReader{reader: read, client: ssoadmin.NewFromConfig(s.In(region)), now: s.Now, instance: instance.ID}
		r.permissionSets(ctx)
	}
}

// ofMember reports an instance of one account, which has no permission sets: the organization's own belongs to the management
// account, which cannot have one of the other form ("Organization and account instances", IAM Identity Center user guide).
func ofMember(instance *evidence.Resource, accounts []*evidence.Resource) bool {
	for _, a := range accounts {
		if management, _ := a.Derived["management_account_id"].(string); management != "" {
			return text(instance.Config, "OwnerAccountId") != management
		}
	}
	return false
}
