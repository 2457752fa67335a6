package aws

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ssoadmin"
	ssotypes "github.com/aws/aws-sdk-go-v2/service/ssoadmin/types"

	"github.com/aismm/aismm/internal/evidence"
)

// creationWindow is how far back requests for assignments are described. Rights that are granted on demand last hours; an
// assignment without a request in the window is a standing one.
const creationWindow = 24 * time.Hour

// ssoReader reads the permission sets and assignments of one instance.
type ssoReader struct {
	reader
	client   *ssoadmin.Client
	now      time.Time
	instance string
}

func (r *ssoReader) permissionSets(ctx context.Context) {
	var sets []*evidence.Resource
	r.rec.List(ctx, "sso-admin:ListPermissionSets", func(ctx context.Context) (int, error) {
		pager := ssoadmin.NewListPermissionSetsPaginator(r.client, &ssoadmin.ListPermissionSetsInput{InstanceArn: &r.instance})
		err := pages(ctx, pager, func(p *ssoadmin.ListPermissionSetsOutput) {
			for _, arn := range p.PermissionSets {
				res := &evidence.Resource{ID: arn, Config: map[string]any{"PermissionSetArn": arn}, Parts: map[string]any{},
					Derived: map[string]any{"instance_arn": r.instance}}
				sets = append(sets, res)
				r.rec.Add(kindPermissionSet, res)
			}
		})
		return len(sets), err
	})
	requested := r.requests()
	each(ctx, sets, func(ctx context.Context, set *evidence.Resource) {
		r.describe(ctx, set)
		r.assignments(ctx, set.ID, requested)
	})
}

func (r *ssoReader) describe(ctx context.Context, set *evidence.Resource) {
	r.main(ctx, "sso-admin:DescribePermissionSet", set, func(ctx context.Context) (map[string]any, error) {
		wrapped, err := get(ctx, r.client.DescribePermissionSet,
			&ssoadmin.DescribePermissionSetInput{InstanceArn: &r.instance, PermissionSetArn: &set.ID}, pascal)
		config, err := inside(wrapped, err, "PermissionSet")
		set.Name = text(config, "Name")
		return config, err
	})
	r.rec.Detail(ctx, "sso-admin:GetInlinePolicyForPermissionSet", set, func(ctx context.Context) error {
		part, err := get(ctx, r.client.GetInlinePolicyForPermissionSet,
			&ssoadmin.GetInlinePolicyForPermissionSetInput{InstanceArn: &r.instance, PermissionSetArn: &set.ID}, pascal)
		if err == nil {
			err = decodeMember(part, "InlinePolicy")
		}
		if err != nil {
			return err
		}
		if _, decoded := part["InlinePolicy"].(map[string]any); !decoded {
			part["InlinePolicy"] = map[string]any{"Statement": []any{}}
		}
		set.Parts["GetInlinePolicyForPermissionSet"] = part
		return nil
	})
	r.part(ctx, "sso-admin:ListManagedPoliciesInPermissionSet", "ListManagedPoliciesInPermissionSet", set, func(ctx context.Context) (any, error) {
		return listed(ctx, ssoadmin.NewListManagedPoliciesInPermissionSetPaginator(r.client,
			&ssoadmin.ListManagedPoliciesInPermissionSetInput{InstanceArn: &r.instance, PermissionSetArn: &set.ID}), pascal, "AttachedManagedPolicies")
	})
	const references = "ListCustomerManagedPolicyReferencesInPermissionSet"
	r.part(ctx, "sso-admin:"+references, references, set, func(ctx context.Context) (any, error) {
		return listed(ctx, ssoadmin.NewListCustomerManagedPolicyReferencesInPermissionSetPaginator(r.client,
			&ssoadmin.ListCustomerManagedPolicyReferencesInPermissionSetInput{InstanceArn: &r.instance, PermissionSetArn: &set.ID}), pascal,
			"CustomerManagedPolicyReferences")
	})
}

func (r *ssoReader) assignments(ctx context.Context, set string, requested *creationRequests) {
	var accounts []string
	r.rec.List(ctx, "sso-admin:ListAccountsForProvisionedPermissionSet", func(ctx context.Context) (int, error) {
		pager := ssoadmin.NewListAccountsForProvisionedPermissionSetPaginator(r.client,
			&ssoadmin.ListAccountsForProvisionedPermissionSetInput{InstanceArn: &r.instance, PermissionSetArn: &set})
		err := pages(ctx, pager, func(p *ssoadmin.ListAccountsForProvisionedPermissionSetOutput) {
			accounts = append(accounts, p.AccountIds...)
		})
		return len(accounts), err
	})
	for _, account := range accounts {
		var found []map[string]any
		r.rec.List(ctx, "sso-admin:ListAccountAssignments", func(ctx context.Context) (int, error) {
			var err error
			found, err = items(ctx, ssoadmin.NewListAccountAssignmentsPaginator(r.client,
				&ssoadmin.ListAccountAssignmentsInput{InstanceArn: &r.instance, PermissionSetArn: &set, AccountId: &account}), pascal, "AccountAssignments")
			return len(found), err
		})
		for _, a := range found {
			res := &evidence.Resource{ID: set + "/" + account + "/" + text(a, "PrincipalType") + "/" + text(a, "PrincipalId"), Config: a,
				Parts: map[string]any{}, Derived: map[string]any{"instance_arn": r.instance}}
			r.rec.Add(kindAssignment, res)
			r.created(ctx, res, requested)
		}
	}
}

// creationRequests are the instance's requests of the window: which there are, and what each asked for.
type creationRequests struct {
	list     func(context.Context) ([]string, error)
	describe func(context.Context) (map[string]map[string]any, error)
}

func (r *ssoReader) requests() *creationRequests {
	q := &creationRequests{}
	q.list = once(func(ctx context.Context) ([]string, error) {
		ids := []string{}
		pager := ssoadmin.NewListAccountAssignmentCreationStatusPaginator(r.client,
			&ssoadmin.ListAccountAssignmentCreationStatusInput{InstanceArn: &r.instance, Filter: &ssotypes.OperationStatusFilter{Status: ssotypes.StatusValuesSucceeded}})
		err := pages(ctx, pager, func(p *ssoadmin.ListAccountAssignmentCreationStatusOutput) {
			for _, m := range p.AccountAssignmentsCreationStatus {
				if m.Status == ssotypes.StatusValuesSucceeded && m.CreatedDate != nil && r.now.Sub(*m.CreatedDate) <= creationWindow {
					ids = append(ids, aws.ToString(m.RequestId))
				}
			}
		})
		return ids, err
	})
	q.describe = once(func(ctx context.Context) (map[string]map[string]any, error) {
		newest := map[string]map[string]any{}
		ids, err := q.list(ctx)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			out, err := r.client.DescribeAccountAssignmentCreationStatus(ctx,
				&ssoadmin.DescribeAccountAssignmentCreationStatusInput{InstanceArn: &r.instance, AccountAssignmentCreationRequestId: &id})
			if err != nil {
				return nil, err
			}
			request := object(reply(out, pascal), "AccountAssignmentCreationStatus")
			key := text(request, "PermissionSetArn") + "/" + text(request, "TargetId") + "/" + text(request, "PrincipalType") + "/" + text(request, "PrincipalId")
			// RFC 3339 in UTC orders as text.
			if old, seen := newest[key]; !seen || text(old, "CreatedDate") < text(request, "CreatedDate") {
				newest[key] = request
			}
		}
		return newest, nil
	})
	return q
}

// created looks for the request behind an assignment. Its key is the assignment's id.
func (r *ssoReader) created(ctx context.Context, assignment *evidence.Resource, requested *creationRequests) {
	listed := r.rec.Detail(ctx, "sso-admin:ListAccountAssignmentCreationStatus", assignment, func(ctx context.Context) error {
		_, err := requested.list(ctx)
		return err
	})
	if !listed {
		return
	}
	r.rec.Detail(ctx, "sso-admin:DescribeAccountAssignmentCreationStatus", assignment, func(ctx context.Context) error {
		newest, err := requested.describe(ctx)
		if request, ok := newest[assignment.ID]; ok {
			assignment.Parts["DescribeAccountAssignmentCreationStatus"] = request
		}
		return err
	})
}
