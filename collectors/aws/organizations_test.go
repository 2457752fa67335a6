package aws

import (
	"testing"

	"github.com/aismm/aismm/internal/evidence"
)

// Replies follow the response syntax of the operations in the AWS Organizations API reference.
func organizationsAnswers() map[string][]answer {
	return map[string][]answer{
		"AWSOrganizationsV20161128.DescribeOrganization": {ok(`{"Organization": {"Id": "o-exampleorg1", "FeatureSet": "ALL", "MasterAccountId": "111122223333"}}`)},
		"AWSOrganizationsV20161128.ListAccounts": {
			ok(`{"Accounts": [{"Id": "111122223333", "Name": "management", "State": "ACTIVE", "JoinedMethod": "CREATED", "JoinedTimestamp": 1700000000.5}], "NextToken": "n1"}`),
			ok(`{"Accounts": [{"Id": "444455556666", "Name": "ml", "Email": "ml@example.com", "State": "ACTIVE", "Paths": ["o-exampleorg1/r-ab12/ou-ab12-low/444455556666/"], "NewerMember": {"a": null, "b": 1}}]}`),
		},
		`AWSOrganizationsV20161128.ListParents {"ChildId":"111122223333"}`: {ok(`{"Parents": [{"Id": "r-ab12", "Type": "ROOT"}]}`)},
		`AWSOrganizationsV20161128.ListParents {"ChildId":"444455556666"}`: {ok(`{"Parents": [{"Id": "ou-ab12-low", "Type": "ORGANIZATIONAL_UNIT"}]}`)},
		`AWSOrganizationsV20161128.ListParents {"ChildId":"ou-ab12-low"}`:  {ok(`{"Parents": [{"Id": "ou-ab12-top", "Type": "ORGANIZATIONAL_UNIT"}]}`)},
		`AWSOrganizationsV20161128.ListParents {"ChildId":"ou-ab12-top"}`:  {ok(`{"Parents": [{"Id": "r-ab12", "Type": "ROOT"}]}`)},
		`AWSOrganizationsV20161128.ListPolicies {"Filter":"SERVICE_CONTROL_POLICY"}`: {ok(`{"Policies": [
			{"Id": "p-regions01", "Arn": "arn:aws:organizations::111122223333:policy/o-exampleorg1/service_control_policy/p-regions01", "Name": "regions", "Type": "SERVICE_CONTROL_POLICY", "AwsManaged": false}]}`)},
		"AWSOrganizationsV20161128.DescribePolicy": {ok(`{"Policy": {
			"PolicySummary": {"Id": "p-regions01", "Arn": "arn:aws:organizations::111122223333:policy/o-exampleorg1/service_control_policy/p-regions01", "Name": "regions", "Type": "SERVICE_CONTROL_POLICY", "AwsManaged": false},
			"Content": "{\"Version\": \"2012-10-17\", \"Statement\": {\"Effect\": \"Deny\", \"Action\": \"bedrock:*\", \"Resource\": \"*\", \"Condition\": {\"StringNotEquals\": {\"aws:RequestedRegion\": [\"eu-central-1\"]}}}}"}}`)},
		`AWSOrganizationsV20161128.ListTargetsForPolicy {"PolicyId":"p-regions01"}`:                  {ok(`{"Targets": [{"TargetId": "r-ab12", "Name": "Root", "Type": "ROOT"}], "NextToken": "n2"}`)},
		`AWSOrganizationsV20161128.ListTargetsForPolicy {"NextToken":"n2","PolicyId":"p-regions01"}`: {ok(`{"Targets": [{"TargetId": "444455556666", "Name": "ml", "Type": "ACCOUNT"}]}`)},
	}
}

func TestOrganizations(t *testing.T) {
	got := newWire(t, organizationsAnswers()).collect(organizationsCollector, nil)
	got.wantResources(t, kindOrganizationsAccount, `[
		{"id": "111122223333", "name": "management",
		 "config": {"Id": "111122223333", "Name": "management", "State": "ACTIVE", "JoinedMethod": "CREATED", "JoinedTimestamp": "2023-11-14T22:13:20Z", "Paths": []},
		 "derived": {"ancestors": ["r-ab12"], "management_account_id": "111122223333"}},
		{"id": "444455556666", "name": "ml",
		 "config": {"Id": "444455556666", "Name": "ml", "Email": "ml@example.com", "State": "ACTIVE", "Paths": ["o-exampleorg1/r-ab12/ou-ab12-low/444455556666/"], "NewerMember": {"b": 1}},
		 "derived": {"ancestors": ["ou-ab12-low", "ou-ab12-top", "r-ab12"], "management_account_id": "111122223333"}}]`)
	got.wantResources(t, kindOrganizationsPolicy, `[
		{"id": "arn:aws:organizations::111122223333:policy/o-exampleorg1/service_control_policy/p-regions01", "name": "regions",
		 "config": {
			"PolicySummary": {"Id": "p-regions01", "Arn": "arn:aws:organizations::111122223333:policy/o-exampleorg1/service_control_policy/p-regions01", "Name": "regions", "Type": "SERVICE_CONTROL_POLICY", "AwsManaged": false},
			"Content": {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "bedrock:*", "Resource": "*", "Condition": {"StringNotEquals": {"aws:RequestedRegion": ["eu-central-1"]}}}]}},
		 "parts": {"ListTargetsForPolicy": {"Targets": [{"TargetId": "r-ab12", "Name": "Root", "Type": "ROOT"}, {"TargetId": "444455556666", "Name": "ml", "Type": "ACCOUNT"}]}}}]`)
	wantJSON(t, "failed reads", `null`, got.failedReads())
	for _, r := range got.Reads {
		if r.Operation == "organizations:ListParents" && r.Resources != 2 {
			t.Errorf("the parents of %d accounts were read, want 2", r.Resources)
		}
	}
	got.Resources[kindOrganizationsAccount][1].Config = map[string]any{"Id": "444455556666"} // the member that the SDK does not know is no policy's to read
	got.conform(t, organizationsCollector)
}

// TestNoOrganization: an account that belongs to none has proof that there are no other accounts and no policies above it.
func TestNoOrganization(t *testing.T) {
	none := []answer{fails(400, "AWSOrganizationsNotInUseException", "Your account is not a member of an organization.")}
	got := newWire(t, map[string][]answer{"AWSOrganizationsV20161128.DescribeOrganization": none, "AWSOrganizationsV20161128.ListAccounts": none,
		`AWSOrganizationsV20161128.ListPolicies {"Filter":"SERVICE_CONTROL_POLICY"}`: none}).collect(organizationsCollector, nil)
	for _, operation := range []string{"organizations:ListAccounts", "organizations:ListPolicies"} {
		if outcome := got.outcomeOf(t, operation); outcome != evidence.Unsupported {
			t.Errorf("%s: %s, want unsupported", operation, outcome)
		}
	}
	for _, r := range got.Reads {
		if r.Outcome.Gap() {
			t.Errorf("%s is a gap: %s %s", r.Operation, r.Outcome, r.Message)
		}
	}
}

// TestOrganizationsBrokenChain: where a unit's parent is refused, the accounts below it are unknown, and no others.
func TestOrganizationsBrokenChain(t *testing.T) {
	answers := organizationsAnswers()
	answers[`AWSOrganizationsV20161128.ListParents {"ChildId":"ou-ab12-top"}`] = []answer{denied("organizations:ListParents")}
	answers["AWSOrganizationsV20161128.DescribePolicy"] = []answer{denied("organizations:DescribePolicy")}
	answers["AWSOrganizationsV20161128.DescribeOrganization"] = []answer{ok(`{"Organization": {"Id": "o-exampleorg1"}}`)}
	got := newWire(t, answers).collect(organizationsCollector, nil)
	got.wantResources(t, kindOrganizationsAccount, `[
		{"id": "111122223333", "name": "management",
		 "config": {"Id": "111122223333", "Name": "management", "State": "ACTIVE", "JoinedMethod": "CREATED", "JoinedTimestamp": "2023-11-14T22:13:20Z", "Paths": []},
		 "derived": {"ancestors": ["r-ab12"]}, "missing": ["organizations:DescribeOrganization"]},
		{"id": "444455556666", "name": "ml",
		 "config": {"Id": "444455556666", "Name": "ml", "Email": "ml@example.com", "State": "ACTIVE", "Paths": ["o-exampleorg1/r-ab12/ou-ab12-low/444455556666/"], "NewerMember": {"b": 1}},
		 "missing": ["organizations:DescribeOrganization", "organizations:ListParents"]}]`)
	got.wantResources(t, kindOrganizationsPolicy, `[
		{"id": "arn:aws:organizations::111122223333:policy/o-exampleorg1/service_control_policy/p-regions01", "name": "regions",
		 "config": {"PolicySummary": {"Id": "p-regions01", "Arn": "arn:aws:organizations::111122223333:policy/o-exampleorg1/service_control_policy/p-regions01", "Name": "regions", "Type": "SERVICE_CONTROL_POLICY", "AwsManaged": false}},
		 "parts": {"ListTargetsForPolicy": {"Targets": [{"TargetId": "r-ab12", "Name": "Root", "Type": "ROOT"}, {"TargetId": "444455556666", "Name": "ml", "Type": "ACCOUNT"}]}},
		 "missing": ["organizations:DescribePolicy"]}]`)
	if o := got.outcomeOf(t, "organizations:ListParents"); o != evidence.Denied {
		t.Errorf("the refused parent is %s, want denied", o)
	}
}

// TestOrganizationsListCutOff: accounts of the pages that came stay, and the list is a gap.
func TestOrganizationsListCutOff(t *testing.T) {
	answers := organizationsAnswers()
	answers["AWSOrganizationsV20161128.ListAccounts"][1] = fails(400, "TooManyRequestsException", "slow down")
	got := newWire(t, answers).collect(organizationsCollector, nil)
	if o := got.outcomeOf(t, "organizations:ListAccounts"); o != evidence.Throttled || len(got.Resources[kindOrganizationsAccount]) != 1 {
		t.Errorf("the list is %s with %d accounts, want throttled with 1", o, len(got.Resources[kindOrganizationsAccount]))
	}
}
