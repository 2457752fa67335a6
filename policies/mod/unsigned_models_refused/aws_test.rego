package aismm.mod.unsigned_models_refused.aws_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture as lib
import data.aismm.lib.serving_fixture as fixture
import data.aismm.mod.unsigned_models_refused.aws as policy

account := lib.boundary("aws:111122223333")

pattern := {"source": ["aws.sagemaker"], "detail-type": ["SageMaker Model Package State Change"]}

rule(config, targets) := lib.resource("aws_eventbridge_rule", "arn:r", {
	"config": object.union({"State": "ENABLED", "EventPattern": pattern}, config),
	"parts": {"ListTargetsByRule": {"Targets": [{"Arn": a} | some a in targets]}},
})

gate := rule({}, ["arn:gate"])

with_rules(estate, rules) := object.union(estate, {"resources": object.union(estate.resources, {"aws_eventbridge_rule": rules})})

test_subjects[name] if {
	some name, tc in fixture.origins
	got := policy.subjects with input as tc.seen
	got == {x | tc.own; x := evidence.subject(account)}
}

test_no_endpoint if {
	got := policy.subjects with input as fixture.estate([], [], [], [])
	got == set()
}

test_gates[name] if {
	some name, tc in {
		"a gate": {"rule": gate, "met": true},
		"with all events of management": {"rule": rule({"State": "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"}, ["arn:gate"]), "met": true},
		"on endpoints": {"rule": rule({"EventPattern": object.union(pattern, {"detail-type": ["SageMaker Endpoint State Change"]})}, ["arn:gate"]), "met": true},
		"on training": {"rule": rule({"EventPattern": object.union(pattern, {"detail-type": ["SageMaker Training Job State Change"]})}, ["arn:gate"]), "met": false},
		"on nothing": {"rule": rule({"EventPattern": object.union(pattern, {"detail-type": []})}, ["arn:gate"]), "met": false},
		"of another source": {"rule": rule({"EventPattern": object.union(pattern, {"source": ["aws.s3"]})}, ["arn:gate"]), "met": false},
		"disabled": {"rule": rule({"State": "DISABLED"}, ["arn:gate"]), "met": false},
		"of another target": {"rule": rule({}, ["arn:mail"]), "met": false},
		"without a target": {"rule": rule({}, []), "met": false},
		"in another region": {"rule": object.union(gate, {"region": "eu-central-1"}), "met": false},
	}
	got := policy.met.gate with input as with_rules(fixture.good, [tc.rule])
	got == {row | tc.met; row := evidence.shown(account, tc.rule, ["parts", "ListTargetsByRule", "Targets", 0, "Arn"])}
}

test_each_region_has_its_gate if {
	far := object.union(fixture.endpoint({"EndpointName": "far"}), {"region": "eu-central-1"})
	got := policy.met.gate with input as with_rules(fixture.estate([fixture.endpoint({}), far], [], [], []), [gate])
	got == set()
}

test_no_gate_is_needed_where_nothing_is_served if {
	got := policy.met with input as with_rules(fixture.estate([], [], [], []), [gate])
	got == {"gate": set(), "approved": set()}
}

e := fixture.endpoint({})

test_approved[name] if {
	waiting := fixture.package_of("arn:q", {"ModelApprovalStatus": "PendingManualApproval"})
	bare := fixture.estate([e], [], [], [])
	some name, tc in {
		"approved": {"seen": fixture.good, "met": true},
		"waiting": {"seen": fixture.with_packages([fixture.own, waiting]), "met": false},
		"of no package": {"seen": bare, "met": false},
	}
	got := {"met": policy.met.approved, "violations": policy.violations.approved} with input as tc.seen
	got == {
		"met": {row | tc.met; row := evidence.shown(account, fixture.own, ["config", "ModelApprovalStatus"])},
		"violations": {row | not tc.met; row := evidence.shown(account, e, ["config", "EndpointConfigName"])},
	}
}

test_one_endpoint_of_two if {
	other := object.union(fixture.endpoint({"EndpointConfigName": "x"}), {"id": "arn:f", "ref": "aws_sagemaker_endpoint arn:f"})
	seen := fixture.estate([e, other], [fixture.configuration({})], [fixture.model({"PrimaryContainer": {"ModelPackageName": "arn:p"}})], [fixture.own])
	got := {"met": policy.met.approved, "violations": policy.violations.approved} with input as seen
	got == {"met": set(), "violations": {evidence.shown(account, other, ["config", "EndpointConfigName"])}}
}
