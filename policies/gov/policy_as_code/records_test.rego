package aismm.gov.policy_as_code.records_test

import data.aismm.gov.policy_as_code.records as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

programme := fixture.boundary("records:programme")

text(config) := fixture.record("record_policy", "pol-1", object.union({"topic": "ai", "type": "policy", "status": "in_force"}, config))

good := {"id": "S1", "enforceable": true, "enforced_by": ["p-example1"]}

without(t, field) := object.union(object.remove(t, ["config"]), {"config": object.remove(t.config, [field])})

rule(patch, targets) := fixture.resource("aws_organizations_policy", "arn:aws:organizations::111122223333:policy/o-example/service_control_policy/p-example1", {
	"config": {"PolicySummary": object.union({"Id": "p-example1", "AwsManaged": false}, patch)},
	"parts": {"ListTargetsForPolicy": {"Targets": targets}},
})

attached := rule({}, [{"TargetId": "r-exmp"}])

seen(t, rules) := {
	"as_of": fixture.as_of, "boundary": programme, "records": {"record_policy": [t]},
	"enclosing": {"resources": {"aws_organizations_policy": rules}},
}

statement(id, t) := evidence.named("policy_statement", concat("/", ["pol-1", id]), t)

test_subjects[name] if {
	one := text({"statements": [good]})
	some name, tc in {
		"a statement": {"text": one, "statements": {"S1"}, "policy": false, "programme": true},
		"enforceable not said": {"text": text({"statements": [object.remove(good, ["enforceable"])]}), "statements": {"S1"}, "policy": false, "programme": true},
		"not enforceable, with a reason": {"text": text({"statements": [{"id": "S1", "enforceable": false, "reason": "a matter of judgement"}]}), "statements": set(), "policy": false, "programme": true},
		"not enforceable, without a reason": {"text": text({"statements": [{"id": "S1", "enforceable": false}]}), "statements": {"S1"}, "policy": false, "programme": true},
		"not enforceable, with an empty reason": {"text": text({"statements": [{"id": "S1", "enforceable": false, "reason": ""}]}), "statements": {"S1"}, "policy": false, "programme": true},
		"a statement without an id": {"text": text({"statements": [good, {"enforceable": true}]}), "statements": {"S1", "2"}, "policy": false, "programme": true},
		"no statements": {"text": text({"statements": []}), "statements": set(), "policy": true, "programme": false},
		"statements not said": {"text": text({}), "statements": set(), "policy": true, "programme": false},
		"topic not said": {"text": without(one, "topic"), "statements": {"S1"}, "policy": false, "programme": true},
		"type not said": {"text": without(one, "type"), "statements": {"S1"}, "policy": false, "programme": true},
		"status not said": {"text": without(one, "status"), "statements": {"S1"}, "policy": false, "programme": true},
		"of another topic": {"text": text({"topic": "travel", "statements": [good]}), "statements": set(), "policy": false, "programme": false},
		"a guideline": {"text": text({"type": "guideline", "statements": [good]}), "statements": set(), "policy": false, "programme": false},
		"a draft": {"text": text({"status": "draft", "statements": [good]}), "statements": set(), "policy": false, "programme": false},
	}
	got := policy.subjects with input as seen(tc.text, [])
	want := {statement(id, tc.text) | some id in tc.statements} | {x | tc.policy; x := evidence.subject(tc.text)}
	got == want | {x | tc.programme; x := evidence.subject(programme)}
}

test_enforced[name] if {
	some name, tc in {
		"by its id": {"statement": good, "rule": attached, "met": true},
		"by its ARN": {"statement": object.union(good, {"enforced_by": ["x", attached.id]}), "rule": attached, "met": true},
		"by a rule that nobody knows": {"statement": object.union(good, {"enforced_by": ["p-other001"]}), "rule": attached, "met": false},
		"by nothing": {"statement": object.union(good, {"enforced_by": []}), "rule": attached, "met": false},
		"not said by what": {"statement": object.remove(good, ["enforced_by"]), "rule": attached, "met": false},
		"by a rule that is attached to nothing": {"statement": good, "rule": rule({}, []), "met": false},
		"by a rule whose targets were not read": {"statement": good, "rule": object.remove(attached, ["parts"]), "met": false},
		"by a policy that AWS manages": {"statement": good, "rule": rule({"AwsManaged": true}, [{"TargetId": "r-exmp"}]), "met": false},
		"not said who manages it": {"statement": good, "rule": rule({"AwsManaged": null}, [{"TargetId": "r-exmp"}]), "met": false},
	}
	t := text({"statements": [tc.statement]})
	got := policy.met.enforced with input as seen(t, [tc.rule])
	got == {row | tc.met; row := evidence.shown(statement("S1", t), tc.rule, ["parts", "ListTargetsForPolicy", "Targets"])}
}

test_mostly_enforceable[name] if {
	excused := {"id": "X", "enforceable": false, "reason": "a matter of judgement"}
	some name, tc in {
		"all": {"statements": [good], "met": true},
		"7 of 10": {"statements": array.concat([good | some _ in numbers.range(1, 7)], [excused | some _ in numbers.range(1, 3)]), "met": true},
		"2 of 3": {"statements": [good, good, excused], "met": false},
		"none": {"statements": [excused], "met": false},
		"none, without a reason": {"statements": [object.remove(excused, ["reason"])], "met": false},
		"no statement": {"statements": [], "met": false},
	}
	t := text({"statements": tc.statements})
	got := {"met": policy.met.mostly_enforceable, "unclear": policy.unclear.mostly_enforceable} with input as seen(t, [])
	got == {"met": {row | tc.met; row := evidence.shown(programme, t, ["config", "statements"])}, "unclear": set()}
}

test_statements_that_do_not_say_whether_they_are_enforceable[name] if {
	soft := {"id": "X", "enforceable": false}
	silent := {"id": "Y"}
	some name, tc in {
		"too few to matter": {"statements": [good, good, good, silent], "met": true, "unclear": []},
		"they decide": {"statements": [good, silent, soft, good, good], "met": false, "unclear": [1]},
		"too many are soft whatever they are": {"statements": [good, silent, soft], "met": false, "unclear": []},
	}
	t := text({"statements": tc.statements})
	got := {"met": policy.met.mostly_enforceable, "unclear": policy.unclear.mostly_enforceable} with input as seen(t, [])
	got == {
		"met": {row | tc.met; row := evidence.shown(programme, t, ["config", "statements"])},
		"unclear": {evidence.shown(programme, t, ["config", "statements", i, "enforceable"]) | some i in tc.unclear},
	}
}

test_a_policy_that_was_not_read_whole_leaves_the_share_unclear if {
	t := object.union(text({}), {"missing": ["records:policy/row"]})
	got := policy.unclear.mostly_enforceable with input as seen(t, [])
	got == {evidence.shown(programme, t, ["id"])}
}
