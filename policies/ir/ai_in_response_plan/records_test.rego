package aismm.ir.ai_in_response_plan.records_test

import data.aismm.ir.ai_in_response_plan.records as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

programme := fixture.boundary("records:programme")

good := {"incident_types": ["data_leak"], "owner_id": "p-1", "steps": ["isolate", "notify"], "reviewed_at": "2026-04-01T00:00:00Z"}

playbook(id, config) := fixture.record("record_playbook", id, config)

seen(playbooks) := {
	"as_of": fixture.as_of, "boundary": programme, "settings": {"core_ai_incident_types": ["data_leak", "agent_misuse"]},
	"records": {"record_playbook": playbooks},
}

type(t) := evidence.named("incident_type", t, programme)

test_subjects if {
	got := policy.subjects with input as seen([])
	got == {type("data_leak"), type("agent_misuse")}
}

fields := {"written": "steps", "owned": "owner_id", "reviewed": "reviewed_at"}

test_conditions[name] if {
	all := {"written", "owned", "reviewed"}
	some name, tc in {
		"good": {"config": good, "met": all},
		"for no type": {"config": object.union(good, {"incident_types": []}), "met": set()},
		"types not said": {"config": object.remove(good, ["incident_types"]), "met": set()},
		"no steps": {"config": object.remove(good, ["steps"]), "met": set()},
		"empty steps": {"config": object.union(good, {"steps": []}), "met": set()},
		"a step that says nothing": {"config": object.union(good, {"steps": [""]}), "met": set()},
		"no owner": {"config": object.remove(good, ["owner_id"]), "met": {"written"}},
		"empty owner": {"config": object.union(good, {"owner_id": ""}), "met": {"written"}},
		"never reviewed": {"config": object.remove(good, ["reviewed_at"]), "met": {"written", "owned"}},
		"365 days ago": {"config": object.union(good, {"reviewed_at": "2025-11-20T09:00:00Z"}), "met": all},
		"before": {"config": object.union(good, {"reviewed_at": "2025-11-20T08:59:59Z"}), "met": {"written", "owned"}},
		"to be reviewed": {"config": object.union(good, {"reviewed_at": "2026-12-01T00:00:00Z"}), "met": {"written", "owned"}},
	}
	p := playbook("pb-1", tc.config)
	got := policy.met with input as seen([p])
	got == {c: {row | c in tc.met; row := evidence.shown(type("data_leak"), p, ["config", f])} | some c, f in fields}
}

# What one playbook lacks another does not make good.
test_two_halves_are_no_playbook if {
	first := playbook("pb-1", object.remove(good, ["owner_id"]))
	second := playbook("pb-2", object.remove(good, ["steps"]))
	got := policy.met with input as seen([first, second])
	got == {"written": {evidence.shown(type("data_leak"), first, ["config", "steps"])}, "owned": set(), "reviewed": set()}
}

test_one_playbook_for_two_types if {
	p := playbook("pb-1", object.union(good, {"incident_types": ["agent_misuse", "data_leak"]}))
	got := policy.met.reviewed with input as seen([p])
	got == {evidence.shown(type(t), p, ["config", "reviewed_at"]) | some t in ["data_leak", "agent_misuse"]}
}
