package aismm.mod.promotion_by_approval.aws_test

import data.aismm.lib.evidence
import data.aismm.lib.serving_fixture as fixture
import data.aismm.mod.promotion_by_approval.aws as policy

e := fixture.endpoint({})

test_subjects[name] if {
	some name, tc in object.union(fixture.places, {
		"own": {"tags": {}, "judged": true},
		"gone": {"tags": {}, "config": {"EndpointStatus": "Deleting"}, "judged": false},
	})
	thing := object.union(fixture.endpoint(object.get(tc, "config", {})), {"tags": tc.tags})
	got := policy.subjects with input as fixture.estate([thing], [], [], [])
	got == {x | tc.judged; x := evidence.subject(thing)}
}

test_own_models[name] if {
	some name, tc in fixture.origins
	got := policy.subjects with input as tc.seen
	got == {x | tc.own; x := evidence.subject(e)}
}

test_conditions_are_of_production[name] if {
	some name, tc in fixture.places
	thing := object.union(e, {"tags": tc.tags})
	seen := fixture.estate([thing], [fixture.configuration({})], [fixture.model({"PrimaryContainer": {"ModelPackageName": "arn:p"}})], [fixture.own])
	got := policy.met with input as seen
	got == {
		"approved": {row | tc.judged; row := evidence.shown(thing, fixture.own, ["config", "ModelApprovalStatus"])},
		"four_eyes": {row | tc.judged; row := evidence.shown(thing, fixture.own, ["config", "LastModifiedBy"])},
	}
}

by(created, modified) := fixture.package_of("arn:p", {"CreatedBy": created, "LastModifiedBy": modified})

identity(id) := {"IamIdentity": {"PrincipalId": id}}

profile(name) := {"UserProfileArn": concat("/", ["arn:aws:sagemaker:us-east-1:111122223333:user-profile/d-1", name])}

test_packages[name] if {
	some name, tc in {
		"by two": {"packages": [fixture.own], "approved": true, "four_eyes": true},
		"by one": {"packages": [by(identity("a"), identity("a"))], "approved": true, "four_eyes": false},
		"by two profiles": {"packages": [by(profile("ann"), profile("ben"))], "approved": true, "four_eyes": true},
		"by one profile": {"packages": [by(profile("ann"), profile("ann"))], "approved": true, "four_eyes": false},
		"by the other profile": {"packages": [by(profile("ben"), profile("ben"))], "approved": true, "four_eyes": false},
		"an identity and a profile": {"packages": [by(identity("a"), profile("ben"))], "approved": true, "four_eyes": false},
		"a profile and an identity": {"packages": [by(profile("ben"), identity("a"))], "approved": true, "four_eyes": false},
		"an identity before its profile": {
			"packages": [by(object.union(identity("a"), profile("ann")), object.union(identity("a"), profile("ben")))],
			"approved": true, "four_eyes": false,
		},
		"author not said": {"packages": [by({}, identity("a"))], "approved": true, "four_eyes": false},
		"approver not said": {"packages": [by(identity("a"), {})], "approved": true, "four_eyes": false},
		"one of two by one": {
			"packages": [fixture.own, object.union(by(identity("a"), identity("a")), {"id": "arn:q", "ref": "aws_sagemaker_model_package arn:q", "config": {"ModelPackageArn": "arn:q"}})],
			"approved": true, "four_eyes": false,
		},
		"waiting": {"packages": [object.union(fixture.own, {"config": {"ModelApprovalStatus": "PendingManualApproval"}})], "approved": false, "four_eyes": true},
	}
	got := policy.met with input as fixture.with_packages(tc.packages)
	got == {
		"approved": {row | tc.approved; some p in tc.packages; row := evidence.shown(e, p, ["config", "ModelApprovalStatus"])},
		"four_eyes": {row | tc.four_eyes; some p in tc.packages; row := evidence.shown(e, p, ["config", "LastModifiedBy"])},
	}
}

test_no_package if {
	got := policy.met with input as fixture.estate([e], [fixture.configuration({})], [fixture.model({"PrimaryContainer": {"Image": "i"}})], [])
	got == {"approved": set(), "four_eyes": set()}
}
