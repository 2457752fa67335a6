package aismm.ir.containment_automated.records_test

import data.aismm.ir.containment_automated.records as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

programme := fixture.boundary("records:programme")

type(t) := evidence.named("incident_type", t, programme)

playbook(config) := fixture.record("record_playbook", "pb-1", config)

ready := {"incident_types": ["data_leak"], "automated": true, "armed": true}

exercise(config) := fixture.record("record_exercise", "exr-1", config)

drill := {"type": "auto_containment", "incident_type": "data_leak", "result": "passed", "completed_at": "2026-09-14T00:00:00Z"}

incident(config) := fixture.record("record_incident", "inc-1", config)

run := {"topic": "ai", "type": "data_leak", "contained_by": "automation", "contained_at": "2026-09-14T00:00:00Z"}

seen(p, e, i) := {
	"as_of": fixture.as_of, "boundary": programme, "settings": {"core_ai_incident_types": ["data_leak", "agent_misuse"]},
	"records": {"record_playbook": [p], "record_exercise": [e], "record_incident": [i]},
	"lookup": {"record_exercise": {"incident_type": {t: [e] | some t in [e.config.incident_type]}}},
}

test_subjects if {
	got := policy.subjects with input as seen(playbook({}), exercise({}), incident({}))
	got == {type("data_leak"), type("agent_misuse")}
}

test_playbooks[name] if {
	some name, tc in {
		"ready": {"config": ready, "automated": true, "armed": true},
		"waits for approval": {"config": object.union(ready, {"armed": false}), "automated": true, "armed": false},
		"arming not said": {"config": object.remove(ready, ["armed"]), "automated": true, "armed": false},
		"by hand": {"config": object.union(ready, {"automated": false}), "automated": false, "armed": false},
		"not said how": {"config": object.remove(ready, ["automated"]), "automated": false, "armed": false},
		"for no type": {"config": object.union(ready, {"incident_types": []}), "automated": false, "armed": false},
	}
	p := playbook(tc.config)
	got := policy.met with input as seen(p, exercise({}), incident({}))
	got == {
		"automated": {evidence.shown(type("data_leak"), p, ["config", "automated"]) | tc.automated},
		"armed": {evidence.shown(type("data_leak"), p, ["config", "armed"]) | tc.armed},
		"proven": set(),
	}
}

test_proven_by_an_exercise[name] if {
	some name, tc in {
		"passed": {"config": drill, "met": true},
		"90 days ago": {"config": object.union(drill, {"completed_at": "2026-08-22T09:00:00Z"}), "met": true},
		"before": {"config": object.union(drill, {"completed_at": "2026-08-22T08:59:59Z"}), "met": false},
		"not said when": {"config": object.remove(drill, ["completed_at"]), "met": false},
		"failed": {"config": object.union(drill, {"result": "failed"}), "met": false},
		"result not said": {"config": object.remove(drill, ["result"]), "met": false},
		"another exercise": {"config": object.union(drill, {"type": "incident_live"}), "met": false},
		"of no type": {"config": object.remove(drill, ["incident_type"]), "met": false},
	}
	e := exercise(tc.config)
	got := policy.met.proven with input as seen(playbook({}), e, incident({}))
	got == {row | tc.met; row := evidence.shown(type("data_leak"), programme, ["id"])}
}

test_another_exercise[name] if {
	some name, tc in {
		"failed since": {"patch": {"result": "failed", "completed_at": "2026-10-01T00:00:00Z"}, "met": false},
		"failed before": {"patch": {"result": "failed", "completed_at": "2026-09-01T00:00:00Z"}, "met": true},
	}
	list := [exercise(drill), fixture.record("record_exercise", "exr-2", object.union(drill, tc.patch))]
	got := policy.met.proven with input as object.union(
		seen(playbook({}), exercise({}), incident({})),
		{"records": {"record_exercise": list}, "lookup": {"record_exercise": {"incident_type": {"data_leak": list}}}},
	)
	got == {row | tc.met; row := evidence.shown(type("data_leak"), programme, ["id"])}
}

test_proven_in_earnest[name] if {
	some name, tc in {
		"contained": {"config": run, "met": true},
		"90 days ago": {"config": object.union(run, {"contained_at": "2026-08-22T09:00:00Z"}), "met": true},
		"before": {"config": object.union(run, {"contained_at": "2026-08-22T08:59:59Z"}), "met": false},
		"not said when": {"config": object.remove(run, ["contained_at"]), "met": false},
		"by a person": {"config": object.union(run, {"contained_by": "person"}), "met": false},
		"not said by whom": {"config": object.remove(run, ["contained_by"]), "met": false},
		"of something else": {"config": object.union(run, {"topic": "office"}), "met": false},
		"topic not said": {"config": object.remove(run, ["topic"]), "met": false},
		"of no type": {"config": object.remove(run, ["type"]), "met": false},
	}
	i := incident(tc.config)
	got := policy.met.proven with input as seen(playbook({}), exercise({}), i)
	got == {row | tc.met; row := evidence.shown(type("data_leak"), i, ["config", "contained_by"])}
}
