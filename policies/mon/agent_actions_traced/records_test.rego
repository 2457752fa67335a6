package aismm.mon.agent_actions_traced.records_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.mon.agent_actions_traced.records as policy

good := {"status": "production", "agent": true, "resource_ids": ["arn:agent"]}

system(config) := fixture.record("record_ai_system", "ais-1", config)

trace(patch) := fixture.record("record_log_source", "ls-1", object.union({"system_id": "ais-1", "type": "agent_trace", "last_event_at": "2026-11-15T00:00:00Z"}, patch))

seen(s, l) := {
	"as_of": fixture.as_of, "records": {"record_ai_system": [s]},
	"lookup": {"record_log_source": {"system_id": {"ais-1": [l]}}},
	"ledger": [{"scope": {"provider": "aws", "account": "111122223333"}, "status": "collected"}],
}

test_subjects[name] if {
	some name, tc in {
		"an agent": {"config": good, "judged": true},
		"status not said": {"config": object.remove(good, ["status"]), "judged": true},
		"not said whether it is one": {"config": object.remove(good, ["agent"]), "judged": true},
		"resources not said": {"config": object.remove(good, ["resource_ids"]), "judged": true},
		"no agent": {"config": object.union(good, {"agent": false}), "judged": false},
		"planned": {"config": object.union(good, {"status": "planned"}), "judged": false},
		"judged by the check of AWS": {"config": object.union(good, {"resource_ids": ["arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/r-1"]}), "judged": false},
	}
	s := system(tc.config)
	got := policy.subjects with input as seen(s, trace({}))
	got == {x | tc.judged; x := evidence.subject(s)}
}

test_traced[name] if {
	some name, tc in {
		"traced": {"config": good, "trace": {}, "met": true, "unclear": false},
		"another log": {"config": good, "trace": {"type": "invocation"}, "met": false, "unclear": false},
		"type not said": {"config": good, "trace": {"type": null}, "met": false, "unclear": false},
		"silent": {"config": good, "trace": {"last_event_at": "2026-11-13T08:59:59Z"}, "met": false, "unclear": false},
		"still to come": {"config": good, "trace": {"last_event_at": "2026-12-01T00:00:00Z"}, "met": false, "unclear": false},
		"never": {"config": good, "trace": {"last_event_at": null}, "met": false, "unclear": false},
		"not said whether it is an agent": {"config": object.remove(good, ["agent"]), "trace": {}, "met": false, "unclear": true},
	}
	s := system(tc.config)
	l := trace(tc.trace)
	got := {"met": policy.met, "unclear": policy.unclear} with input as seen(s, l)
	got == {
		"met": {"traced": {row | tc.met; row := evidence.shown(s, l, ["config", "last_event_at"])}},
		"unclear": {"traced": {row | tc.unclear; row := evidence.at(s, ["config", "agent"])}},
	}
}

test_a_trace_that_was_not_read_whole_is_unclear if {
	s := system(good)
	broken := object.union(trace({"last_event_at": null}), {"missing": ["records:log_source/row"]})
	got := {"met": policy.met, "unclear": policy.unclear} with input as seen(s, broken)
	got == {"met": {"traced": set()}, "unclear": {"traced": {evidence.shown(s, broken, ["id"])}}}
}
