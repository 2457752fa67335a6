package aws

import (
	"testing"

	"github.com/aismm/aismm/internal/evidence"
)

const (
	ssoInstanceARN = "arn:aws:sso:::instance/ssoins-1111222233334444"
	ssoSetARN      = "arn:aws:sso:::permissionSet/ssoins-1111222233334444/ps-aaaabbbbccccdddd"
)

// Replies follow the response syntax of the operations in the IAM Identity Center API reference. 1795608000 is 25 November 2026, 12:00 UTC,
// the session's now.
func ssoAnswers() map[string][]answer {
	const target = "SWBExternalService."
	return map[string][]answer{
		target + `ListInstances {"RegionScope":"ALL_REGIONS"}`: {ok(`{"Instances": [{"InstanceArn": "` + ssoInstanceARN + `", "IdentityStoreId": "d-1234567890", "Name": "company",
			"OwnerAccountId": "111122223333", "PrimaryRegion": "eu-central-1", "Status": "ACTIVE", "CreatedDate": 1700000000}]}`)},
		target + "ListPermissionSets":                                 {ok(`{"PermissionSets": ["` + ssoSetARN + `"]}`)},
		target + "DescribePermissionSet":                              {ok(`{"PermissionSet": {"Name": "AIAdmin", "PermissionSetArn": "` + ssoSetARN + `", "CreatedDate": 1700000000, "SessionDuration": "PT4H"}}`)},
		target + "GetInlinePolicyForPermissionSet":                    {ok(`{"InlinePolicy": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"bedrock:*\",\"Resource\":\"*\"}]}"}`)},
		target + "ListManagedPoliciesInPermissionSet":                 {ok(`{"AttachedManagedPolicies": [{"Name": "AmazonBedrockFullAccess", "Arn": "arn:aws:iam::aws:policy/AmazonBedrockFullAccess"}]}`)},
		target + "ListCustomerManagedPolicyReferencesInPermissionSet": {ok(`{}`)},
		target + "ListAccountsForProvisionedPermissionSet":            {ok(`{"AccountIds": ["444455556666"], "NextToken": "n1"}`), ok(`{"AccountIds": ["777788889999"]}`)},
		target + `ListAccountAssignments {"AccountId":"444455556666","InstanceArn":"` + ssoInstanceARN + `","PermissionSetArn":"` + ssoSetARN + `"}`: {ok(`{"AccountAssignments": [
			{"AccountId": "444455556666", "PermissionSetArn": "` + ssoSetARN + `", "PrincipalType": "USER", "PrincipalId": "u-1"}]}`)},
		target + `ListAccountAssignments {"AccountId":"777788889999","InstanceArn":"` + ssoInstanceARN + `","PermissionSetArn":"` + ssoSetARN + `"}`: {ok(`{"AccountAssignments": [
			{"AccountId": "777788889999", "PermissionSetArn": "` + ssoSetARN + `", "PrincipalType": "GROUP", "PrincipalId": "g-1"}]}`)},
		target + "ListAccountAssignmentCreationStatus": {ok(`{"AccountAssignmentsCreationStatus": [
			{"RequestId": "r-old", "Status": "SUCCEEDED", "CreatedDate": 1795500000},
			{"RequestId": "r-first", "Status": "SUCCEEDED", "CreatedDate": 1795600800},
			{"RequestId": "r-again", "Status": "SUCCEEDED", "CreatedDate": 1795604400}]}`)},
		target + `DescribeAccountAssignmentCreationStatus {"AccountAssignmentCreationRequestId":"r-first","InstanceArn":"` + ssoInstanceARN + `"}`: {ok(`{"AccountAssignmentCreationStatus":
			{"RequestId": "r-first", "Status": "SUCCEEDED", "CreatedDate": 1795600800, "TargetType": "AWS_ACCOUNT", "TargetId": "444455556666", "PermissionSetArn": "` + ssoSetARN + `", "PrincipalType": "USER", "PrincipalId": "u-1"}}`)},
		target + `DescribeAccountAssignmentCreationStatus {"AccountAssignmentCreationRequestId":"r-again","InstanceArn":"` + ssoInstanceARN + `"}`: {ok(`{"AccountAssignmentCreationStatus":
			{"RequestId": "r-again", "Status": "SUCCEEDED", "CreatedDate": 1795604400, "TargetType": "AWS_ACCOUNT", "TargetId": "444455556666", "PermissionSetArn": "` + ssoSetARN + `", "PrincipalType": "USER", "PrincipalId": "u-1"}}`)},
	}
}

func managedBy(account string) map[string][]*evidence.Resource {
	return map[string][]*evidence.Resource{kindOrganizationsAccount: {{ID: account, Derived: map[string]any{"management_account_id": account}}}}
}

func TestSSO(t *testing.T) {
	w := newWire(t, ssoAnswers())
	got := w.collect(ssoCollector, managedBy("111122223333"))
	got.wantResources(t, kindSSOInstance, `[{"id": "`+ssoInstanceARN+`", "name": "company",
		"config": {"InstanceArn": "`+ssoInstanceARN+`", "IdentityStoreId": "d-1234567890", "Name": "company", "OwnerAccountId": "111122223333",
			"PrimaryRegion": "eu-central-1", "Regions": [], "Status": "ACTIVE", "CreatedDate": "2023-11-14T22:13:20Z"}}]`)
	got.wantResources(t, kindPermissionSet, `[{"id": "`+ssoSetARN+`", "name": "AIAdmin",
		"config": {"Name": "AIAdmin", "PermissionSetArn": "`+ssoSetARN+`", "CreatedDate": "2023-11-14T22:13:20Z", "SessionDuration": "PT4H"},
		"parts": {
			"GetInlinePolicyForPermissionSet": {"InlinePolicy": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "bedrock:*", "Resource": "*"}]}},
			"ListManagedPoliciesInPermissionSet": {"AttachedManagedPolicies": [{"Name": "AmazonBedrockFullAccess", "Arn": "arn:aws:iam::aws:policy/AmazonBedrockFullAccess"}]},
			"ListCustomerManagedPolicyReferencesInPermissionSet": {"CustomerManagedPolicyReferences": []}},
		"derived": {"instance_arn": "`+ssoInstanceARN+`"}}]`)
	got.wantResources(t, kindAssignment, `[
		{"id": "`+ssoSetARN+`/444455556666/USER/u-1",
		 "config": {"AccountId": "444455556666", "PermissionSetArn": "`+ssoSetARN+`", "PrincipalType": "USER", "PrincipalId": "u-1"},
		 "parts": {"DescribeAccountAssignmentCreationStatus": {"RequestId": "r-again", "Status": "SUCCEEDED", "CreatedDate": "2026-11-25T11:00:00Z", "TargetType": "AWS_ACCOUNT",
			"TargetId": "444455556666", "PermissionSetArn": "`+ssoSetARN+`", "PrincipalType": "USER", "PrincipalId": "u-1"}},
		 "derived": {"instance_arn": "`+ssoInstanceARN+`"}},
		{"id": "`+ssoSetARN+`/777788889999/GROUP/g-1",
		 "config": {"AccountId": "777788889999", "PermissionSetArn": "`+ssoSetARN+`", "PrincipalType": "GROUP", "PrincipalId": "g-1"},
		 "derived": {"instance_arn": "`+ssoInstanceARN+`"}}]`)
	wantJSON(t, "failed reads", `null`, got.failedReads())
	got.conform(t, ssoCollector)
}

// TestSSOInstanceOfAMember: an instance of one account has no permission sets, and nobody asks for them.
func TestSSOInstanceOfAMember(t *testing.T) {
	answers := ssoAnswers()
	got := newWire(t, map[string][]answer{"SWBExternalService.ListInstances": answers[`SWBExternalService.ListInstances {"RegionScope":"ALL_REGIONS"}`]}).
		collect(ssoCollector, managedBy("444455556666"))
	if len(got.Resources[kindSSOInstance]) != 1 || len(got.Resources[kindPermissionSet]) != 0 {
		t.Errorf("want one instance without permission sets, got %v", got.Resources)
	}
}

// TestSSOOfADelegatedAdministrator: who may not list the organization's accounts sees all of Identity Center, and nothing is in doubt.
func TestSSOOfADelegatedAdministrator(t *testing.T) {
	w := newWire(t, ssoAnswers())
	got := w.collectIn(w.session(), ssoCollector, nil, kindOrganizationsAccount)
	wantJSON(t, "failed reads", `null`, got.failedReads())
	if len(got.Resources[kindPermissionSet]) != 1 || len(got.Resources[kindAssignment]) != 2 {
		t.Errorf("want one permission set and two assignments, got %v", got.Resources)
	}
}

func TestSSONone(t *testing.T) {
	got := newWire(t, map[string][]answer{"SWBExternalService.ListInstances": {ok(`{"Instances": []}`)}}).collect(ssoCollector, managedBy("111122223333"))
	wantJSON(t, "reads", `[
		{"operation": "sso-admin:ListAccountAssignments", "kinds": ["aws_sso_account_assignment"], "form": "list", "outcome": "ok", "calls": 0, "resources": 0},
		{"operation": "sso-admin:ListAccountsForProvisionedPermissionSet", "kinds": ["aws_sso_account_assignment"], "form": "list", "outcome": "ok", "calls": 0, "resources": 0},
		{"operation": "sso-admin:ListInstances", "kinds": ["aws_sso_instance"], "form": "list", "outcome": "ok", "calls": 0, "resources": 0},
		{"operation": "sso-admin:ListPermissionSets", "kinds": ["aws_sso_permission_set"], "form": "list", "outcome": "ok", "calls": 0, "resources": 0}]`, got.Reads)
}

// TestSSORefusals: requests that cannot be read leave the age of every assignment unknown; a refused detail touches its permission set alone.
// Whoever has no inline policy has one without statements, so that its absence is a gap and no answer.
func TestSSOWithoutInlinePolicy(t *testing.T) {
	for name, reply := range map[string]string{"empty": `{"InlinePolicy": ""}`, "left out": `{}`} {
		answers := ssoAnswers()
		answers["SWBExternalService.GetInlinePolicyForPermissionSet"] = []answer{ok(reply)}
		got := newWire(t, answers).collect(ssoCollector, managedBy("111122223333"))
		wantJSON(t, name, `{"InlinePolicy": {"Statement": []}}`, got.Resources[kindPermissionSet][0].Parts["GetInlinePolicyForPermissionSet"])
	}
}

func TestSSORefusals(t *testing.T) {
	answers := ssoAnswers()
	answers["SWBExternalService.ListAccountAssignmentCreationStatus"] = []answer{denied("sso:ListAccountAssignmentCreationStatus")}
	answers["SWBExternalService.GetInlinePolicyForPermissionSet"] = []answer{denied("sso:GetInlinePolicyForPermissionSet")}
	got := newWire(t, answers).collect(ssoCollector, managedBy("111122223333"))
	wantJSON(t, "failed reads", `[
		"sso-admin:GetInlinePolicyForPermissionSet denied `+ssoSetARN+`",
		"sso-admin:ListAccountAssignmentCreationStatus denied `+ssoSetARN+`/444455556666/USER/u-1",
		"sso-admin:ListAccountAssignmentCreationStatus denied `+ssoSetARN+`/777788889999/GROUP/g-1"]`, got.failedReads())
	for _, a := range got.Resources[kindAssignment] {
		wantJSON(t, a.ID, `["sso-admin:ListAccountAssignmentCreationStatus"]`, a.Missing)
	}
}
