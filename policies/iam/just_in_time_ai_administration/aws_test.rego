package aismm.iam.just_in_time_ai_administration.aws_test

import data.aismm.iam.just_in_time_ai_administration.aws as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

instance := fixture.resource("aws_sso_instance", "arn:i", {"config": {"InstanceArn": "arn:i", "OwnerAccountId": "111122223333"}})

# A permission set: statements of its inline policy, ARNs of AWS's policies, names of the accounts' own.
set(statements, managed, own) := fixture.resource("aws_sso_permission_set", "arn:ps", {
	"config": {"PermissionSetArn": "arn:ps", "SessionDuration": "PT8H"},
	"derived": {"instance_arn": "arn:i"},
	"parts": {
		"GetInlinePolicyForPermissionSet": {"InlinePolicy": {"Statement": statements}},
		"ListManagedPoliciesInPermissionSet": {"AttachedManagedPolicies": [{"Arn": arn} | some arn in managed]},
		"ListCustomerManagedPolicyReferencesInPermissionSet": {"CustomerManagedPolicyReferences": [{"Name": name, "Path": "/"} | some name in own]},
	},
})

change := {"Effect": "Allow", "Action": ["bedrock:Update*"], "Resource": "*"}

admin := set([change], [], [])

# Nobody knows what its account's own policy allows.
open_set := set([{"Effect": "Allow", "Action": ["bedrock:Get*"]}, {"Effect": "Allow", "NotAction": ["bedrock:*", "sagemaker:*"]}], [], ["team"])

assignment(fields) := given_to("u-1", fields)

given_to(who, fields) := fixture.resource("aws_sso_account_assignment", concat("/", ["arn:ps", who]), object.union(
	{
		"config": {"AccountId": "444455556666", "PermissionSetArn": "arn:ps", "PrincipalType": "USER", "PrincipalId": who},
		"parts": {"DescribeAccountAssignmentCreationStatus": {"Status": "SUCCEEDED", "CreatedDate": "2026-11-20T03:00:00Z"}},
	},
	fields,
))

given := assignment({})

asked(fields) := assignment({"parts": {"DescribeAccountAssignmentCreationStatus": fields}})

old := asked({"CreatedDate": "2026-11-20T00:59:59Z"})

never := object.remove(given, ["parts"])

event(principal, fields) := fixture.resource("aws_cloudtrail_event_summary", principal, object.union(
	{
		"config": {"EventName": "CreateAccountAssignment", "EventSource": "sso.amazonaws.com"},
		"derived": {"principal": principal, "count": 2, "failed": 1},
	},
	fields,
))

known := event("arn:workflow", {})

stranger := event("arn:person", {})

settings := {
	"ai_administration_actions": ["bedrock:UpdateGuardrail", "sagemaker:CreateDomain"],
	"break_glass_identities": [], "elevation_identities": ["arn:workflow"],
}

ledger(accounts) := [{"status": "collected", "scope": {"provider": "aws", "level": "boundary", "account": a}} | some a in accounts]

seen(sets, assignments, events) := {
	"as_of": fixture.as_of,
	"boundary": fixture.boundary("aws:111122223333"),
	"enclosing": {"resources": {"aws_sso_instance": [instance], "aws_sso_permission_set": sets}},
	"ledger": ledger(["111122223333", "444455556666"]),
	"lookup": {"aws_sso_account_assignment": {"PermissionSetArn": {"arn:ps": assignments}}},
	"resources": {"aws_cloudtrail_event_summary": events},
	"settings": settings,
}

test_rights[name] if {
	some name, tc in {
		"changes": {"set": admin, "want": true},
		"an effect that is missing": {"set": set([object.remove(change, ["Effect"])], [], []), "want": true},
		"everything": {"set": set([{"Effect": "Allow", "Action": "*", "Resource": "*"}], [], []), "want": true},
		"all but": {"set": set([{"Effect": "Allow", "NotAction": ["iam:*"], "Resource": "*"}], [], []), "want": true},
		"all but AI": {"set": set([{"Effect": "Allow", "NotAction": ["bedrock:*", "sagemaker:*"], "Resource": "*"}], [], []), "want": false},
		"reads": {"set": set([{"Effect": "Allow", "Action": ["bedrock:Get*", "bedrock:InvokeModel"], "Resource": "*"}], [], []), "want": false},
		"denied": {"set": set([object.union(change, {"Effect": "Deny"})], [], []), "want": false},
		"nothing": {"set": set([], [], []), "want": false},
		"administrator": {"set": set([], ["arn:aws:iam::aws:policy/AdministratorAccess"], []), "want": true},
		"power user": {"set": set([], ["arn:aws:iam::aws:policy/PowerUserAccess"], []), "want": true},
		"data scientist": {"set": set([], ["arn:aws:iam::aws:policy/job-function/DataScientist"], []), "want": true},
		"all of Bedrock": {"set": set([], ["arn:aws:iam::aws:policy/AmazonBedrockFullAccess"], []), "want": true},
		"all of SageMaker": {"set": set([], ["arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::aws:policy/AmazonSageMakerFullAccess"], []), "want": true},
		"reads of Bedrock": {"set": set([], ["arn:aws:iam::aws:policy/AmazonBedrockReadOnly"], []), "want": false},
		"calls": {"set": set([], ["arn:aws:iam::aws:policy/AmazonBedrockMantleInferenceAccess"], []), "want": false},
		"other services": {"set": set([], ["arn:aws:iam::aws:policy/AmazonS3FullAccess"], []), "want": false},
		"an account's own policy": {"set": open_set, "want": true},
		"a statement without actions": {"set": set([object.remove(change, ["Action"])], [], []), "want": true},
		"a denial without actions": {"set": set([{"Effect": "Deny", "Resource": "*"}], [], []), "want": false},
		"something else was not read": {"set": object.union(set([], [], []), {"missing": ["sso-admin:DescribePermissionSet"]}), "want": false},
		"no list of AWS's policies": {"set": without("ListManagedPoliciesInPermissionSet"), "want": true},
		"no list of the account's policies": {"set": without("ListCustomerManagedPolicyReferencesInPermissionSet"), "want": true},
		"an inline policy that was not read": {"set": without("GetInlinePolicyForPermissionSet"), "want": true},
	}
	got := policy.subjects with input as seen([tc.set], [], [])
	got == {evidence.subject(tc.set) | tc.want}
}

without(part) := object.union(object.remove(bare, ["parts"]), {"parts": object.remove(bare.parts, [part])}) if bare := set([], [], [])

test_where_a_set_is_judged[name] if {
	some name, tc in {
		"at the owner": {"at": "111122223333", "instances": [instance], "ledger": ["111122223333", "444455556666"], "want": true},
		"not elsewhere": {"at": "444455556666", "instances": [instance], "ledger": ["111122223333", "444455556666"], "want": false},
		"at the first, if the owner is not scanned": {"at": "444455556666", "instances": [instance], "ledger": ["777788889999", "444455556666"], "want": true},
		"not at the first, if the owner is another": {
			"at": "111122223333", "instances": [object.union(instance, {"config": {"OwnerAccountId": "444455556666"}})],
			"ledger": ["111122223333", "444455556666"], "want": false,
		},
		"not at the second": {"at": "777788889999", "instances": [instance], "ledger": ["777788889999", "444455556666"], "want": false},
		"at the first, if nobody owns the instance": {"at": "111122223333", "instances": [], "ledger": ["111122223333", "444455556666"], "want": true},
	}
	got := policy.subjects with input as object.union(seen([admin], [], []), {
		"boundary": fixture.boundary(concat(":", ["aws", tc.at])),
		"enclosing": {"resources": {"aws_sso_instance": tc.instances}},
		"ledger": ledger(tc.ledger),
	})
	got == {evidence.subject(admin) | tc.want}
}

# What was left out on purpose, organizations and other providers are no accounts that were scanned.
test_scanned if {
	got := policy.scanned with input as {"ledger": [
		{"status": "failed", "scope": {"provider": "aws", "level": "boundary", "account": "a"}},
		{"status": "skipped", "scope": {"provider": "aws", "level": "boundary", "account": "b"}},
		{"status": "collected", "scope": {"provider": "aws", "level": "organization", "account": "o-1"}},
		{"status": "collected", "scope": {"provider": "openai", "level": "boundary", "account": "c"}},
		{"status": "partial", "scope": {"provider": "aws", "level": "region", "account": "d", "region": "us-east-1"}},
	]}
	got == {"a", "d"}
}

judged(sets, assignments, events, condition) := {"met": met, "violations": violations, "unclear": unclear} if {
	here := seen(sets, assignments, events)
	met := object.get(policy.met, condition, set()) with input as here
	violations := object.get(policy.violations, condition, set()) with input as here
	unclear := object.get(policy.unclear, condition, set()) with input as here
}

status := ["parts", "DescribeAccountAssignmentCreationStatus"]

test_temporary[name] if {
	passes := {evidence.at(admin, ["id"])}
	some name, tc in {
		"given this morning": {"of": [given], "met": passes, "standing": []},
		"eight hours ago": {"of": [asked({"CreatedDate": "2026-11-20T01:00:00Z"})], "met": passes, "standing": []},
		"nobody holds it": {"of": [], "met": passes, "standing": []},
		"a second more": {"of": [old], "met": set(), "standing": [old]},
		"no request": {"of": [given_to("u-2", {}), never], "met": set(), "standing": [never]},
		"a request that failed": {"of": [asked({"Status": "FAILED"})], "met": set(), "standing": [given]},
		"a request of tomorrow": {"of": [asked({"CreatedDate": "2026-11-21T00:00:00Z"})], "met": set(), "standing": [given]},
	}
	got := judged([admin], tc.of, [], "temporary")
	got == {"met": tc.met, "violations": {evidence.shown(admin, a, ["config", "PrincipalId"]) | some a in tc.standing}, "unclear": set()}
}

test_temporary_when_requests_were_not_read if {
	undated := object.remove(given_to("u-2", {"missing": ["sso-admin:ListAccountAssignmentCreationStatus"]}), ["parts"])
	one := judged([admin], [given, undated], [], "temporary")
	one == {"met": set(), "violations": set(), "unclear": {evidence.shown(admin, undated, status)}}
	certain := judged([admin], [undated, old], [], "temporary")
	certain == {"met": set(), "violations": {evidence.shown(admin, old, ["config", "PrincipalId"])}, "unclear": set()}
}

# Where an account's own policy decides about the rights, nothing fails; what passes does so whatever the rights are.
test_undetermined_rights if {
	holder := evidence.shown(open_set, old, ["config", "PrincipalId"])
	judged([open_set], [old], [], "temporary") == {"met": set(), "violations": set(), "unclear": {holder}}
	judged([open_set], [given], [], "temporary") == {"met": {evidence.at(open_set, ["id"])}, "violations": set(), "unclear": set()}

	denied := set([object.union(change, {"Effect": "Deny"})], [], ["team"])
	judged([denied], [old], [], "temporary") == {"met": set(), "violations": set(), "unclear": {holder}}

	long := object.union(open_set, {"config": {"SessionDuration": "PT12H"}})
	references := ["parts", "ListCustomerManagedPolicyReferencesInPermissionSet", "CustomerManagedPolicyReferences"]
	judged([long], [], [], "session") == {"met": set(), "violations": set(), "unclear": {evidence.at(long, references)}}

	by := evidence.shown(open_set, stranger, ["derived", "principal"])
	judged([open_set], [], [stranger], "workflow") == {"met": set(), "violations": set(), "unclear": {by}}
}

test_break_glass[name] if {
	some name, tc in {
		"a user": {"identities": ["u-1"], "of": never, "want": true},
		"another user": {"identities": ["u-2"], "of": never, "want": false},
		"a group": {"identities": ["u-1"], "of": object.union(never, {"config": {"PrincipalType": "GROUP"}}), "want": false},
		"a kind that nobody said": {
			"identities": ["u-1"],
			"of": object.union(object.remove(never, ["config"]), {"config": {"PermissionSetArn": "arn:ps", "PrincipalId": "u-1"}}),
			"want": false,
		},
	}
	got := policy.met.temporary with input as object.union(seen([admin], [tc.of], []), {"settings": {"break_glass_identities": tc.identities}})
	got == {row | tc.want; row := evidence.at(admin, ["id"])}
}

test_session[name] if {
	some name, tc in {
		"an hour": {"duration": "PT1H", "want": true},
		"eight hours": {"duration": "PT8H", "want": true},
		"in minutes": {"duration": "PT480M", "want": true},
		"mixed": {"duration": "PT7H59M60S", "want": true},
		"a second more": {"duration": "PT8H1S", "want": false},
		"twelve hours": {"duration": "PT12H", "want": false},
		"days": {"duration": "P1D", "want": false},
		"nothing": {"duration": "PT", "want": false},
		"a word": {"duration": "8 hours", "want": false},
	}
	ps := object.union(admin, {"config": {"SessionDuration": tc.duration}})
	got := judged([ps], [], [], "session")
	got == {"met": {row | tc.want; row := evidence.at(ps, ["config", "SessionDuration"])}, "violations": set(), "unclear": set()}
}

test_a_session_without_duration if {
	ps := object.union(object.remove(admin, ["config"]), {"config": {"PermissionSetArn": "arn:ps"}})
	judged([ps], [], [], "session").met == set()
}

test_workflow[name] if {
	some name, tc in {
		"the workflow": {"of": [given], "events": [known], "strangers": [], "met": true},
		"a person": {"of": [given], "events": [known, stranger], "strangers": [stranger], "met": false},
		"a person, for something else": {"of": [], "events": [stranger], "strangers": [stranger], "met": false},
		"a person who failed": {"of": [given], "events": [known, event("arn:person", {"derived": {"failed": 2}})], "strangers": [], "met": true},
		"a person, and nobody counted": {
			"of": [],
			"events": [object.union(object.remove(stranger, ["derived"]), {"derived": {"principal": "arn:person"}})],
			"strangers": [stranger], "met": false,
		},
		"somebody of whom nobody knows": {
			"of": [],
			"events": [object.union(object.remove(stranger, ["derived"]), {"derived": {"count": 1, "failed": 0}})],
			"strangers": [stranger], "met": false,
		},
		"another event": {"of": [], "events": [event("arn:person", {"config": {"EventName": "DeleteAccountAssignment"}})], "strangers": [], "met": true},
		"an event of another service": {"of": [], "events": [event("arn:person", {"config": {"EventSource": "x.amazonaws.com"}})], "strangers": [], "met": true},
		"nothing happened": {"of": [never], "events": [], "strangers": [], "met": true},
	}
	got := judged([admin], tc.of, tc.events, "workflow")
	got == {
		"met": {row | tc.met; row := evidence.at(admin, ["id"])},
		"violations": {evidence.shown(admin, e, ["derived", "principal"]) | some e in tc.strangers},
		"unclear": set(),
	}
}

# Somebody was given it, and no log says by whom.
test_workflow_without_a_log[name] if {
	some name, tc in {
		"this morning": given,
		"yesterday": old,
		"by a request that does not say when": object.union(never, {"parts": {"DescribeAccountAssignmentCreationStatus": {"RequestId": "r"}}}),
		"by a request that was not read": object.union(never, {"missing": ["sso-admin:DescribeAccountAssignmentCreationStatus"]}),
	}
	got := judged([admin], [tc], [], "workflow")
	got == {"met": set(), "violations": set(), "unclear": {evidence.shown(admin, tc, status)}}
}

# What somebody was given to break the glass, no log need tell.
test_workflow_and_break_glass[name] if {
	some name, tc in {
		"a user": {"of": given, "met": true},
		"another user": {"of": given_to("u-2", {}), "met": false},
		"a group": {"of": object.union(given, {"config": {"PrincipalType": "GROUP"}}), "met": false},
	}
	here := object.union(seen([admin], [tc.of], []), {"settings": {"break_glass_identities": ["u-1"]}})
	got := {"met": policy.met.workflow, "unclear": policy.unclear.workflow} with input as here
	got == {"met": {row | tc.met; row := evidence.at(admin, ["id"])}, "unclear": {row | not tc.met; row := evidence.shown(admin, tc.of, status)}}
}

test_a_set_of_an_unknown_instance_is_judged_at_the_first_account if {
	lost := object.remove(admin, ["derived"])
	policy.subjects == {evidence.subject(lost)} with input as seen([lost], [], [])
}
