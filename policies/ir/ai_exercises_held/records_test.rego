package aismm.ir.ai_exercises_held.records_test

import data.aismm.ir.ai_exercises_held.records as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

good := {"status": "production", "risk_tier": "limited", "legally_high_risk": false, "owner_id": "p-1", "accountable_owner_id": "p-2"}

system(config) := fixture.record("record_ai_system", "ais-1", config)

exercise(id, patch) := fixture.record("record_exercise", id, said(object.union(
	{
		"type": "incident_tabletop", "completed_at": "2026-06-01T00:00:00Z", "system_ids": ["ais-1", "ais-2"], "participants": ["p-1", "p-9"],
		"actions": [{"due_at": "2026-07-01T00:00:00Z", "closed_at": "2026-07-02T00:00:00Z"}],
	},
	patch,
)))

# What is null in a table is what an export leaves out.
said(config) := {k: v | some k, v in config; v != null}

seen(s, exercises) := {
	"as_of": fixture.as_of, "settings": {"risk_tiers": ["minimal", "limited", "high"], "high_risk_tiers": ["high"]},
	"records": {"record_ai_system": [s], "record_exercise": exercises},
	"lookup": {"record_exercise": {"system_ids": {"ais-1": [e | some e in exercises; "ais-1" in e.config.system_ids]}}},
}

test_subjects[name] if {
	some name, tc in {
		"medium": {"config": good, "judged": true},
		"high": {"config": object.union(good, {"risk_tier": "high"}), "judged": true},
		"lowest": {"config": object.union(good, {"risk_tier": "minimal"}), "judged": false},
		"lowest, legally high": {"config": object.union(good, {"risk_tier": "minimal", "legally_high_risk": true}), "judged": true},
		"lowest, legal class not said": {"config": object.union(object.remove(good, ["legally_high_risk"]), {"risk_tier": "minimal"}), "judged": true},
		"tier not said": {"config": object.remove(good, ["risk_tier"]), "judged": true},
		"in test": {"config": object.union(good, {"status": "test"}), "judged": false},
	}
	got := policy.subjects with input as seen(system(tc.config), [])
	got == {x | tc.judged; x := evidence.subject(system(tc.config))}
}

fields := {"exercised": "completed_at", "owner": "participants", "actions": ""}

row_of(s, e, f) := evidence.shown(s, e, ["config", f]) if f != ""

row_of(s, _, "") := evidence.at(s, ["id"])

test_conditions[name] if {
	all := {"exercised", "owner", "actions"}
	some name, tc in {
		"good": {"patch": {}, "met": all, "blamed": false},
		"live": {"patch": {"type": "incident_live"}, "met": all, "blamed": false},
		"another exercise": {"patch": {"type": "red_team"}, "met": set(), "blamed": false},
		"kind not said": {"patch": {"type": null}, "met": set(), "blamed": false},
		"kind not said, with an action": {"patch": {"type": null, "actions": [{}]}, "met": set(), "blamed": true},
		"not said when, with an action": {"patch": {"completed_at": null, "actions": [{}]}, "met": set(), "blamed": true},
		"365 days ago": {"patch": {"completed_at": "2025-11-20T09:00:00Z"}, "met": all, "blamed": false},
		"before": {"patch": {"completed_at": "2025-11-20T08:59:59Z"}, "met": set(), "blamed": false},
		"not said when": {"patch": {"completed_at": null}, "met": set(), "blamed": false},
		"planned": {"patch": {"completed_at": "2026-12-01T00:00:00Z"}, "met": set(), "blamed": false},
		"of other systems": {"patch": {"system_ids": ["ais-2"]}, "met": set(), "blamed": false},
		"the accountable owner": {"patch": {"participants": ["p-2"]}, "met": all, "blamed": false},
		"others only": {"patch": {"participants": ["p-9"]}, "met": all - {"owner"}, "blamed": false},
		"participants not said": {"patch": {"participants": null}, "met": all - {"owner"}, "blamed": false},
		"no actions": {"patch": {"actions": []}, "met": all, "blamed": false},
		"actions not said": {"patch": {"actions": null}, "met": all - {"actions"}, "blamed": true},
		"an action has time": {"patch": {"actions": [{"due_at": "2026-12-01T00:00:00Z"}]}, "met": all, "blamed": false},
		"an action is overdue": {"patch": {"actions": [{"due_at": "2026-07-01T00:00:00Z"}]}, "met": all - {"actions"}, "blamed": true},
		"an action without a date": {"patch": {"actions": [{}]}, "met": all - {"actions"}, "blamed": true},
		"closed in the future": {"patch": {"actions": [{"due_at": "2026-07-01T00:00:00Z", "closed_at": "2026-12-01T00:00:00Z"}]}, "met": all - {"actions"}, "blamed": true},
	}
	s := system(good)
	e := exercise("exr-1", tc.patch)
	got := {"met": policy.met, "blamed": policy.violations.actions} with input as seen(s, [e])
	got == {
		"met": {c: {row | c in tc.met; row := row_of(s, e, f)} | some c, f in fields},
		"blamed": {row | tc.blamed; row := evidence.shown(s, e, ["config", "actions"])},
	}
}

test_an_owner_that_nobody_names_did_not_take_part if {
	s := system(object.remove(good, ["owner_id", "accountable_owner_id"]))
	got := policy.met.owner with input as seen(s, [exercise("exr-1", {})])
	got == set()
}

test_an_owner_is_enough_without_the_accountable_one if {
	s := system(object.remove(good, ["accountable_owner_id"]))
	e := exercise("exr-1", {})
	got := policy.met.owner with input as seen(s, [e])
	got == {evidence.shown(s, e, ["config", "participants"])}
}

test_one_overdue_exercise_of_two_blocks if {
	s := system(good)
	late := exercise("exr-2", {"actions": [{"due_at": "2026-07-01T00:00:00Z"}]})
	got := {"met": policy.met.actions, "blamed": policy.violations.actions} with input as seen(s, [exercise("exr-1", {}), late])
	got == {"met": set(), "blamed": {evidence.shown(s, late, ["config", "actions"])}}
}
