package aismm.org.new_ai_found_within_a_day.aws_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.lib.found_fixture
import data.aismm.org.new_ai_found_within_a_day.aws as policy

noon := "2026-11-10T12:00:00Z"

agent(config) := fixture.resource("aws_bedrock_agent", "arn:a", {"config": config, "tags": {"ai-system": "ais-1"}})

runtime(config) := fixture.resource("aws_bedrock_agentcore_runtime", "arn:a", {"config": config, "tags": {}})

endpoint(config) := fixture.resource("aws_sagemaker_endpoint", "arn:a", {"config": config, "tags": {}})

seen(thing, by_id, by_label) := holding([thing], by_id, by_label)

holding(things, by_id, by_label) := {
	"as_of": fixture.as_of, "resources": found_fixture.holding(things),
	"lookup": {"record_ai_system": {"resource_ids": {"arn:a": by_id}, "id": {"ais-1": by_label}}},
	"settings": {"system_label": "ai-system"},
}

test_subjects[name] if {
	some name, tc in {
		"an agent": {"thing": agent({"createdAt": noon}), "judged": true},
		"a runtime": {"thing": runtime({"createdAt": noon}), "judged": true},
		"an endpoint": {"thing": endpoint({"CreationTime": noon}), "judged": true},
		"creation not said": {"thing": endpoint({}), "judged": true},
		"a day old": {"thing": agent({"createdAt": "2026-11-19T09:00:00Z"}), "judged": true},
		"younger": {"thing": agent({"createdAt": "2026-11-19T09:00:01Z"}), "judged": false},
		"31 days old": {"thing": endpoint({"CreationTime": "2026-10-20T09:00:00Z"}), "judged": true},
		"older": {"thing": endpoint({"CreationTime": "2026-10-20T08:59:59Z"}), "judged": false},
	}
	got := policy.subjects with input as seen(tc.thing, [], [])
	got == {x | tc.judged; x := evidence.subject(tc.thing)}
}

test_every_kind_is_judged[kind] if {
	some kind, _ in found_fixture.things
	t := found_fixture.one(kind, noon)
	got := policy.subjects with input as seen(t, [], [])
	got == {evidence.subject(t)}
}

test_what_stands_for_others_or_is_no_ai if {
	got := policy.subjects with input as holding(found_fixture.aside, [], [])
	got == {evidence.subject(found_fixture.bots.A1)}
}

test_jobs_are_not[kind] if {
	some kind, _ in found_fixture.jobs
	got := policy.subjects with input as seen(found_fixture.one(kind, noon), [], [])
	got == set()
}

test_found[name] if {
	some name, tc in {
		"the same day": {"thing": agent({"createdAt": noon}), "config": {"discovered_at": "2026-11-10T18:00:00Z"}, "met": true},
		"a runtime": {"thing": runtime({"createdAt": noon}), "config": {"discovered_at": "2026-11-10T18:00:00Z"}, "met": true},
		"an endpoint": {"thing": endpoint({"CreationTime": noon}), "config": {"discovered_at": "2026-11-10T18:00:00Z"}, "met": true},
		"planned before": {"thing": agent({"createdAt": noon}), "config": {"discovered_at": "2026-11-01T00:00:00Z"}, "met": true},
		"24 hours": {"thing": agent({"createdAt": noon}), "config": {"discovered_at": "2026-11-11T12:00:00Z"}, "met": true},
		"a second later": {"thing": agent({"createdAt": noon}), "config": {"discovered_at": "2026-11-11T12:00:01Z"}, "met": false},
		"not said": {"thing": agent({"createdAt": noon}), "config": {}, "met": false},
		"creation not said": {"thing": agent({}), "config": {"discovered_at": "2026-11-10T18:00:00Z"}, "met": false},
		"retired": {"thing": agent({"createdAt": noon}), "config": {"discovered_at": "2026-11-10T18:00:00Z", "status": "retired"}, "met": false},
	}
	s := fixture.record("record_ai_system", "ais-1", tc.config)
	got := policy.met with input as seen(tc.thing, [s], [])
	got == {"found": {row | tc.met; row := evidence.shown(tc.thing, s, ["config", "discovered_at"])}}
}

test_found_by_its_label if {
	s := fixture.record("record_ai_system", "ais-1", {"discovered_at": noon})
	a := agent({"createdAt": noon})
	got := policy.met with input as seen(a, [], [s])
	got == {"found": {evidence.shown(a, s, ["config", "discovered_at"])}}
}

test_nobody_registered_it if {
	got := policy.met with input as seen(agent({"createdAt": noon}), [], [])
	got == {"found": set()}
}
