package aismm.org.no_unregistered_ai_resources.aws_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.lib.found_fixture
import data.aismm.org.no_unregistered_ai_resources.aws as policy

account := object.union(fixture.boundary("aws:111122223333"), {"ai": "yes"})

agent := found_fixture.one("aws_bedrock_agent", "2026-11-01T00:00:00Z")

usage(derived) := fixture.resource("aws_bedrock_usage", "aws:111122223333/us-east-1/m", {"derived": derived})

seen(things, usage, systems) := {
	"as_of": fixture.as_of, "boundary": account, "settings": {"system_label": "ai-system"},
	"resources": object.union({"aws_bedrock_usage": usage}, found_fixture.holding(things)),
	"lookup": {"record_ai_system": object.union({"id": {}, "resource_ids": {}}, systems)},
}

system(config) := fixture.record("record_ai_system", "ais-1", config)

test_subjects[name] if {
	some name, tc in {
		"a week old": {"at": "2026-11-13T09:00:00Z", "judged": true},
		"younger": {"at": "2026-11-13T09:00:01Z", "judged": false},
		"creation not said": {"at": null, "judged": true},
	}
	things := [found_fixture.one(kind, tc.at) | some kind, _ in found_fixture.things]
	got := policy.subjects with input as seen(things, [], {})
	got == {evidence.subject(t) | tc.judged; some t in things}
}

test_what_stands_for_others_or_is_no_ai if {
	got := policy.subjects with input as seen(found_fixture.aside, [], {})
	got == {evidence.subject(found_fixture.bots.A1)}
}

test_callers_are_subjects[name] if {
	some name, tc in {
		"called": {"usage": [usage({"invocations": 3})], "judged": true},
		"how often is not said": {"usage": [usage({"model_id": "m"})], "judged": true},
		"not any more": {"usage": [usage({"invocations": 0})], "judged": false},
		"never": {"usage": [], "judged": false},
	}
	got := policy.subjects with input as seen([], tc.usage, {})
	got == {x | tc.judged; x := evidence.subject(account)}
}

# Who runs jobs uses AI, whatever is left of it.
test_accounts_with_jobs_are_subjects[name] if {
	some kind, _ in found_fixture.jobs
	some how, tc in {
		"a week old": {"at": "2026-11-13T09:00:00Z", "judged": true},
		"younger": {"at": "2026-11-13T09:00:01Z", "judged": false},
		"creation not said": {"at": null, "judged": true},
	}
	name := concat(": ", [kind, how])
	got := policy.subjects with input as seen([found_fixture.one(kind, tc.at)], [usage({"invocations": 0})], {})
	got == {x | tc.judged; x := evidence.subject(account)}
}

test_accounts_with_jobs[name] if {
	live := system({"status": "production"})
	some name, tc in {
		"by account": {"systems": {"resource_ids": {"111122223333": [live]}}, "met": true},
		"by the job": {"systems": {"resource_ids": {"arn:a": [live]}}, "met": true},
		"by the job's label": {"systems": {"id": {"ais-1": [live]}}, "met": true},
		"retired": {"systems": {"id": {"ais-1": [system({"status": "retired"})]}}, "met": false},
		"nobody": {"systems": {}, "met": false},
	}
	got := policy.met with input as seen([found_fixture.one("aws_sagemaker_training_job", "2026-11-01T00:00:00Z")], [], tc.systems)
	got == {"registered": set(), "caller_registered": {row | tc.met; row := evidence.shown(account, live, ["id"])}}
}

test_registered[name] if {
	live := system({"status": "production"})
	gone := system({"status": "retired"})
	some name, tc in {
		"by ARN": {"systems": {"resource_ids": {"arn:a": [live]}}, "met": true},
		"by label": {"systems": {"id": {"ais-1": [live]}}, "met": true},
		"by account": {"systems": {"resource_ids": {"111122223333": [live]}}, "met": true},
		"by another account": {"systems": {"resource_ids": {"444455556666": [fixture.record("record_ai_system", "ais-2", {"status": "production"})]}}, "met": false},
		"retired": {"systems": {"resource_ids": {"arn:a": [gone], "111122223333": [gone]}, "id": {"ais-1": [gone]}}, "met": false},
		"nobody": {"systems": {}, "met": false},
	}
	got := policy.met with input as seen([agent], [], tc.systems)
	got == {"registered": {row | tc.met; row := evidence.shown(agent, live, ["id"])}, "caller_registered": set()}
}

test_callers[name] if {
	live := system({"status": "production"})
	some name, tc in {
		"by account": {"things": [], "systems": {"resource_ids": {"111122223333": [live]}}, "met": true},
		"by something in it": {"things": [agent], "systems": {"resource_ids": {"arn:a": [live]}}, "met": true},
		"by something new in it": {"things": [found_fixture.one("aws_bedrock_agent", "2026-11-20T00:00:00Z")], "systems": {"id": {"ais-1": [live]}}, "met": true},
		"by something elsewhere": {"things": [], "systems": {"resource_ids": {"arn:a": [live]}}, "met": false},
		"retired": {"things": [], "systems": {"resource_ids": {"111122223333": [system({"status": "retired"})]}}, "met": false},
		"nobody": {"things": [agent], "systems": {}, "met": false},
	}
	got := policy.met.caller_registered with input as seen(tc.things, [usage({"invocations": 3})], tc.systems)
	got == {row | tc.met; row := evidence.shown(account, live, ["id"])}
}

test_callers_by_each_kind_of_thing[kind] if {
	live := system({"status": "production"})
	some kind, _ in found_fixture.created
	got := policy.met.caller_registered with input as seen([found_fixture.one(kind, "2026-11-01T00:00:00Z")], [usage({"invocations": 3})], {"resource_ids": {"arn:a": [live]}})
	got == {evidence.shown(account, live, ["id"])}
}
