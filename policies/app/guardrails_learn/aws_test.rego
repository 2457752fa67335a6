package aismm.app.guardrails_learn.aws_test

import data.aismm.app.guardrails_learn.aws as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

guardrail(fields) := fixture.resource("aws_bedrock_guardrail", "arn:g", object.union({"config": {"guardrailId": "g"}, "parts": {"ListGuardrails": []}}, fields))

case(fields) := fixture.record("record_incident", "i", object.union(
	{"type": "guardrail_bypass", "guardrail_id": "g", "confirmed_at": "2026-11-01T09:00:00Z", "fixed_at": "2026-11-05T09:00:00Z"},
	fields,
))

seen(guardrails, incidents) := {
	"as_of": fixture.as_of,
	"resources": {"aws_bedrock_guardrail": guardrails},
	"records": {"record_incident": incidents},
}

test_subjects[name] if {
	some name, tc in {
		"a bypass": {"case": case({}), "want": true},
		"a false block": {"case": case({"type": "false_block"}), "want": true},
		"by ARN": {"case": case({"guardrail_id": "arn:g"}), "want": true},
		"in another spelling": {"case": case({"type": "Guardrail bypass"}), "want": true},
		"something else": {"case": case({"type": "outage"}), "want": false},
		"another guardrail": {"case": case({"guardrail_id": "h"}), "want": false},
		"long ago": {"case": case({"confirmed_at": "2026-08-01T09:00:00Z"}), "want": false},
		"90 days ago": {"case": case({"confirmed_at": "2026-08-22T09:00:00Z"}), "want": true},
		"to come": {"case": case({"confirmed_at": "2026-11-21T09:00:00Z"}), "want": false},
	}
	got := policy.subjects with input as seen([guardrail({})], [tc.case])
	got == {evidence.subject(guardrail({})) | tc.want}
}

without(field) := object.union(object.remove(case({}), ["config"]), {"config": object.remove(case({}).config, [field])})

test_cases_that_do_not_say_everything[field] if {
	some field, want in {"type": true, "confirmed_at": true, "guardrail_id": false, "fixed_at": false}
	got := policy.subjects with input as seen([guardrail({})], [without(field)])
	got == {evidence.subject(guardrail({})) | want}
}

test_a_case_that_does_not_say_when_it_was_confirmed_has_no_answer if {
	met(guardrail({"config": {"updatedAt": "2026-11-03T09:00:00Z"}}), [without("confirmed_at")]) == set()
}

test_a_case_that_does_not_say_what_it_is_counts if {
	g := guardrail({"config": {"updatedAt": "2026-11-03T09:00:00Z"}})
	met(g, [without("type")]) == {evidence.at(g, ["config", "updatedAt"])}
	met(guardrail({}), [without("type")]) == set()
}

met(g, incidents) := got if got := policy.met.changed with input as seen([g], incidents)

test_changes[name] if {
	some name, tc in {
		"the draft changed": {"guardrail": {"config": {"updatedAt": "2026-11-03T09:00:00Z"}}, "path": ["config", "updatedAt"]},
		"a version": {"guardrail": {"parts": {"ListGuardrails": [{"createdAt": "2026-06-01T09:00:00Z"}, {"createdAt": "2026-11-04T09:00:00Z"}]}}, "path": ["parts", "ListGuardrails", 1, "createdAt"]},
		"at the very first": {"guardrail": {"config": {"updatedAt": "2026-11-01T09:00:00Z"}}, "path": ["config", "updatedAt"]},
		"at the very last": {"guardrail": {"config": {"updatedAt": "2026-11-05T09:00:00Z"}}, "path": ["config", "updatedAt"]},
		"before": {"guardrail": {"config": {"updatedAt": "2026-11-01T08:59:59Z"}, "parts": {"ListGuardrails": [{"createdAt": "2026-10-01T09:00:00Z"}]}}, "path": []},
		"after": {"guardrail": {"config": {"updatedAt": "2026-11-05T09:00:01Z"}, "parts": {"ListGuardrails": [{"createdAt": "2026-11-06T09:00:00Z"}]}}, "path": []},
		"never": {"guardrail": {}, "path": []},
	}
	got := met(guardrail(tc.guardrail), [case({})])
	got == {evidence.at(guardrail({}), tc.path) | count(tc.path) > 0}
}

# Each case needs its own change.
test_two_cases[name] if {
	early := fixture.record("record_incident", "j", {"type": "false_block", "guardrail_id": "g", "confirmed_at": "2026-10-01T09:00:00Z", "fixed_at": "2026-10-03T09:00:00Z"})
	late := {"createdAt": "2026-11-02T09:00:00Z"}
	some name, tc in {
		"both": {"versions": [{"createdAt": "2026-10-02T09:00:00Z"}, late], "met": [0, 1]},
		"one": {"versions": [late], "met": []},
	}
	got := met(guardrail({"parts": {"ListGuardrails": tc.versions}}), [case({}), early])
	got == {evidence.at(guardrail({}), ["parts", "ListGuardrails", i, "createdAt"]) | some i in tc.met}
}
