package aws

import (
	"context"
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/iam"

	"github.com/aismm/aismm/internal/evidence"
)

// principals reads roles, users and policies with their documents, all in one operation.
func (r *iamReader) principals(ctx context.Context) {
	var roles, users, groups, policies []map[string]any
	r.complete = r.rec.List(ctx, "iam:GetAccountAuthorizationDetails", func(ctx context.Context) (int, error) {
		pager := iam.NewGetAccountAuthorizationDetailsPaginator(r.client, &iam.GetAccountAuthorizationDetailsInput{})
		failed := pages(ctx, pager, func(p *iam.GetAccountAuthorizationDetailsOutput) {
			page := reply(p, pascal)
			roles = append(roles, objects(page, "RoleDetailList")...)
			users = append(users, objects(page, "UserDetailList")...)
			groups = append(groups, objects(page, "GroupDetailList")...)
			policies = append(policies, slices.DeleteFunc(objects(page, "Policies"), unused)...)
		})
		n := len(roles) + len(users) + len(policies)
		if err := decodeDocuments(roles, users, groups, policies); err != nil {
			return n, err
		}
		return n, failed
	})
	for _, p := range policies {
		r.rec.Add(kindPolicy, &evidence.Resource{ID: r.policyID(text(p, "Arn")), Name: text(p, "PolicyName"), Config: p})
	}
	documents := map[string]any{} // of managed policies, by ARN
	for _, p := range policies {
		for _, v := range objects(p, "PolicyVersionList") {
			documents[text(p, "Arn")] = v["Document"]
		}
	}
	for _, role := range roles {
		res := &evidence.Resource{ID: text(role, "Arn"), Name: text(role, "RoleName"), Tags: pairs(objects(role, "Tags"), "Key", "Value"), Config: role}
		if r.complete {
			res.Derived = map[string]any{"ai_services": servicesOf(documentsOf(role, "RolePolicyList", documents))}
		}
		r.roles = append(r.roles, res)
		r.rec.Add(kindRole, res)
	}
	for _, user := range users {
		own := groupsOf(user, groups)
		res := &evidence.Resource{ID: text(user, "Arn"), Name: text(user, "UserName"), Tags: pairs(objects(user, "Tags"), "Key", "Value"), Config: user,
			Parts: map[string]any{"GetAccountAuthorizationDetails": map[string]any{"GroupDetailList": listOf(own)}}}
		if r.complete {
			all := documentsOf(user, "UserPolicyList", documents)
			for _, g := range own {
				all = append(all, documentsOf(g, "GroupPolicyList", documents)...)
			}
			res.Derived = map[string]any{"ai_services": servicesOf(all)}
		}
		r.users = append(r.users, res)
		r.rec.Add(kindUser, res)
	}
}

// policyID is the policy's ARN; that of a policy of AWS's own is one for all accounts, and ids are unique in a bundle.
func (r *iamReader) policyID(arn string) string {
	if ownedByAWS(arn) {
		return arn + "@" + r.account
	}
	return arn
}

// unused reports a policy of AWS's own that nothing in the account is attached to. There are more than a thousand of them.
func unused(policy map[string]any) bool {
	attached, _ := policy["AttachmentCount"].(int64)
	boundaries, _ := policy["PermissionsBoundaryUsageCount"].(int64)
	return attached == 0 && boundaries == 0 && ownedByAWS(text(policy, "Arn"))
}

// decodeDocuments replaces all documents by their JSON, and drops the versions of managed policies that are not in force.
func decodeDocuments(roles, users, groups, policies []map[string]any) error {
	decode := func(o map[string]any, member, owner string) error {
		if err := decodeMember(o, member); err != nil {
			return fmt.Errorf("read the policies of %s: %w", owner, err)
		}
		return nil
	}
	for _, p := range policies {
		versions := slices.DeleteFunc(objects(p, "PolicyVersionList"), func(v map[string]any) bool { return v["IsDefaultVersion"] != true })
		for _, v := range versions {
			if err := decode(v, "Document", text(p, "Arn")); err != nil {
				return err
			}
		}
		p["PolicyVersionList"] = listOf(versions)
	}
	for _, role := range roles {
		if err := decode(role, "AssumeRolePolicyDocument", text(role, "Arn")); err != nil {
			return err
		}
	}
	for _, inline := range []struct {
		member string
		owners []map[string]any
	}{{"RolePolicyList", roles}, {"UserPolicyList", users}, {"GroupPolicyList", groups}} {
		for _, owner := range inline.owners {
			for _, p := range objects(owner, inline.member) {
				if err := decode(p, "PolicyDocument", text(owner, "Arn")); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// documentsOf gives the policy documents of a role, user or group: inline and attached.
func documentsOf(owner map[string]any, inline string, managed map[string]any) []any {
	var all []any
	for _, p := range objects(owner, inline) {
		all = append(all, p["PolicyDocument"])
	}
	for _, a := range objects(owner, "AttachedManagedPolicies") {
		all = append(all, managed[text(a, "PolicyArn")])
	}
	return all
}

func groupsOf(user map[string]any, groups []map[string]any) []map[string]any {
	names, _ := user["GroupList"].([]any)
	var own []map[string]any
	for _, g := range groups {
		if slices.Contains(names, any(text(g, "GroupName"))) {
			own = append(own, g)
		}
	}
	return own
}

// sessionDurations reads how long the sessions of each role may last.
func (r *iamReader) sessionDurations(ctx context.Context) {
	roles := once(func(ctx context.Context) (map[string]map[string]any, error) {
		found, err := items(ctx, iam.NewListRolesPaginator(r.client, &iam.ListRolesInput{}), pascal, "Roles")
		if err != nil {
			return nil, err
		}
		for _, role := range found {
			if err := decodeMember(role, "AssumeRolePolicyDocument"); err != nil {
				return nil, fmt.Errorf("read role %s: %w", text(role, "Arn"), err)
			}
		}
		return by(found, "Arn"), nil
	})
	for _, res := range r.roles {
		r.part(ctx, "iam:ListRoles", "ListRoles", res, func(ctx context.Context) (any, error) {
			byARN, err := roles(ctx)
			if err != nil {
				return nil, err
			}
			return entry(byARN, res.ID)
		})
	}
}
