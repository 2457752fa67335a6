package aismm.gov.human_oversight_assigned.records_test

import data.aismm.gov.human_oversight_assigned.records as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

good := {
	"status": "production", "risk_tier": "high", "legally_high_risk": false, "autonomy": "advises",
	"overseer_ids": ["ada", "bo"], "stop_procedure_ref": "runbook-118",
}

calm := object.union(good, {"risk_tier": "limited"})

system(config) := fixture.record("record_ai_system", "ais-1", config)

person(id, status) := fixture.record("record_person", id, {"status": status})

course(id, patch) := fixture.record("record_training_completion", concat("-", ["c", id]), object.union({"person_id": id, "course_id": "ov-1", "result": "passed", "completed_at": "2026-06-01T00:00:00Z"}, patch))

seen(s, bo, of_bo) := {
	"as_of": fixture.as_of,
	"settings": {"risk_tiers": ["limited", "high"], "high_risk_tiers": ["high"], "oversight_courses": ["ov-1"]},
	"records": {"record_ai_system": [s]},
	"lookup": {
		"record_person": {"id": {"ada": [person("ada", "active")], "bo": [bo]}},
		"record_training_completion": {"person_id": {"ada": [course("ada", {})], "bo": [of_bo]}},
	},
}

test_subjects[name] if {
	some name, tc in {
		"high": {"config": good, "judged": true},
		"autonomous": {"config": object.union(calm, {"autonomy": "acts_without_confirmation"}), "judged": true},
		"autonomy not said": {"config": object.remove(calm, ["autonomy"]), "judged": true},
		"tier not said": {"config": object.remove(good, ["risk_tier"]), "judged": true},
		"status not said": {"config": object.remove(good, ["status"]), "judged": true},
		"lower, with confirmation": {"config": object.union(calm, {"autonomy": "acts_with_confirmation"}), "judged": false},
		"lower, advises": {"config": calm, "judged": false},
		"lower, legal class not said": {"config": object.remove(calm, ["legally_high_risk"]), "judged": true},
		"planned": {"config": object.union(good, {"status": "planned"}), "judged": false},
	}
	got := policy.subjects with input as seen(system(tc.config), person("bo", "active"), course("bo", {}))
	got == {x | tc.judged; x := evidence.subject(system(tc.config))}
}

test_conditions[name] if {
	all := {"overseers", "trained", "stop_authority"}
	bo := person("bo", "active")
	fine := course("bo", {})
	some name, tc in {
		"good": {"config": good, "bo": bo, "course": fine, "met": all},
		"nobody named": {"config": object.union(good, {"overseer_ids": []}), "bo": bo, "course": fine, "met": {"stop_authority"}},
		"overseers not said": {"config": object.remove(good, ["overseer_ids"]), "bo": bo, "course": fine, "met": {"stop_authority"}},
		"one has left": {"config": good, "bo": person("bo", "left"), "course": fine, "met": all - {"overseers"}},
		"one whom nobody knows": {"config": object.union(good, {"overseer_ids": ["ada", "cy"]}), "bo": bo, "course": fine, "met": {"stop_authority"}},
		"one failed": {"config": good, "bo": bo, "course": course("bo", {"result": "failed"}), "met": all - {"trained"}},
		"one took another course": {"config": good, "bo": bo, "course": course("bo", {"course_id": "awareness"}), "met": all - {"trained"}},
		"one took it too long ago": {"config": good, "bo": bo, "course": course("bo", {"completed_at": "2025-06-01T00:00:00Z"}), "met": all - {"trained"}},
		"one will take it": {"config": good, "bo": bo, "course": course("bo", {"completed_at": "2027-06-01T00:00:00Z"}), "met": all - {"trained"}},
		"no date": {"config": good, "bo": bo, "course": course("bo", {"completed_at": null}), "met": all - {"trained"}},
		"no procedure": {"config": object.remove(good, ["stop_procedure_ref"]), "bo": bo, "course": fine, "met": all - {"stop_authority"}},
		"empty procedure": {"config": object.union(good, {"stop_procedure_ref": ""}), "bo": bo, "course": fine, "met": all - {"stop_authority"}},
	}
	s := system(tc.config)
	rows := {
		"overseers": {evidence.shown(s, p, ["config", "status"]) | some p in [person("ada", "active"), tc.bo]},
		"trained": {evidence.shown(s, c, ["config", "completed_at"]) | some c in [course("ada", {}), tc.course]},
		"stop_authority": {evidence.at(s, ["config", "stop_procedure_ref"])},
	}
	got := policy.met with input as seen(s, tc.bo, tc.course)
	got == {c: {row | c in tc.met; some row in rows[c]} | some c in all}
}

test_unclear[name] if {
	bo := person("bo", "active")
	fine := course("bo", {})
	some name, tc in {
		"high": {"config": good, "bo": bo, "course": fine, "fields": []},
		"autonomous": {"config": object.union(calm, {"autonomy": "acts_without_confirmation"}), "bo": bo, "course": fine, "fields": []},
		"autonomy not said": {"config": object.remove(calm, ["autonomy"]), "bo": bo, "course": fine, "fields": ["autonomy"]},
		"tier not said": {"config": object.remove(good, ["risk_tier"]), "bo": bo, "course": fine, "fields": ["risk_tier"]},
		"legal class not said": {"config": object.remove(calm, ["legally_high_risk"]), "bo": bo, "course": fine, "fields": ["legally_high_risk"]},
	}
	s := system(tc.config)
	got := policy.unclear with input as seen(s, tc.bo, tc.course)
	got == {c: {evidence.at(s, ["config", f]) | some f in tc.fields} | some c in ["overseers", "trained", "stop_authority"]}
}

test_what_was_not_read_whole_is_unclear if {
	s := system(good)
	broken := object.union(course("bo", {"completed_at": null}), {"missing": ["records:training_completion/row"]})
	damaged := object.union(person("bo", "active"), {"missing": ["records:person/row"]})
	got := policy.unclear with input as seen(s, damaged, broken)
	got == {
		"overseers": {evidence.shown(s, damaged, ["id"])},
		"trained": {evidence.shown(s, broken, ["id"])},
		"stop_authority": set(),
	}
}
