package aismm.gov.role_training_current.records_test

import data.aismm.gov.role_training_current.records as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

programme := fixture.boundary("records:programme")

person(config) := fixture.record("record_person", "ada", config)

good := {"status": "active", "ai_roles": ["developer", "overseer"], "start_date": "2024-01-01T00:00:00Z"}

completion(id, course, patch) := fixture.record("record_training_completion", id, object.union({"person_id": "ada", "course_id": course, "result": "passed", "completed_at": "2026-06-01T00:00:00Z"}, patch))

dev := completion("c1", "dev-1", {})

overseer := completion("c2", "ov-2", {})

seen(people, completions, status) := {
	"as_of": fixture.as_of, "boundary": programme,
	"settings": {"role_courses": {"developer": ["dev-1", "dev-2"], "overseer": ["ov-2"]}},
	"records": {"record_person": people, "record_ai_system": [fixture.record("record_ai_system", "s", {"status": status})]},
	"lookup": {"record_training_completion": {"person_id": {"ada": completions}}},
}

test_subjects[name] if {
	some name, tc in {
		"a role": {"config": good, "judged": true},
		"status not said": {"config": object.remove(good, ["status"]), "judged": true},
		"roles not said": {"config": object.remove(good, ["ai_roles"]), "judged": true},
		"no role": {"config": object.union(good, {"ai_roles": []}), "judged": false},
		"left": {"config": object.union(good, {"status": "left"}), "judged": false},
		"on leave": {"config": object.union(good, {"status": "on_leave"}), "judged": false},
	}
	p := person(tc.config)
	got := policy.subjects with input as seen([p], [], "test")
	got == {x | tc.judged; x := evidence.subject(p)}
}

test_programme_is_judged_while_a_system_is_in_production if {
	got := policy.subjects with input as seen([], [], "production")
	got == {evidence.subject(programme)}
}

test_roles_assigned[name] if {
	some name, tc in {
		"somebody": {"config": good, "status": "production", "met": true},
		"nobody": {"config": object.union(good, {"ai_roles": []}), "status": "production", "met": false},
		"not said": {"config": object.remove(good, ["ai_roles"]), "status": "production", "met": false},
		"only someone who left": {"config": object.union(good, {"status": "left"}), "status": "production", "met": false},
		"only someone without a status": {"config": object.remove(good, ["status"]), "status": "production", "met": false},
	}
	p := person(tc.config)
	got := policy.met.roles_assigned with input as seen([p], [], tc.status)
	got == {row | tc.met; row := evidence.shown(programme, p, ["config", "ai_roles"])}
}

test_trained[name] if {
	some name, tc in {
		"both roles": {"patch": {}, "completions": [dev, overseer], "by": ["c1", "c2"]},
		"one role only": {"patch": {}, "completions": [dev], "by": []},
		"a general course": {"patch": {}, "completions": [dev, completion("c3", "awareness", {})], "by": []},
		"failed": {"patch": {}, "completions": [dev, completion("c3", "ov-2", {"result": "failed"})], "by": []},
		"result not said": {"patch": {}, "completions": [dev, completion("c3", "ov-2", {"result": null})], "by": []},
		"too long ago": {"patch": {}, "completions": [dev, completion("c3", "ov-2", {"completed_at": "2025-06-01T00:00:00Z"})], "by": []},
		"still to come": {"patch": {}, "completions": [dev, completion("c3", "ov-2", {"completed_at": "2027-06-01T00:00:00Z"})], "by": []},
		"a role without courses": {"patch": {"ai_roles": ["developer", "jester"]}, "completions": [dev, overseer], "by": []},
	}
	p := person(object.union(good, tc.patch))
	got := policy.met.trained with input as seen([p], tc.completions, "production")
	got == {evidence.shown(p, c, ["config", "completed_at"]) | some c in tc.completions; c.id in tc.by}
}

test_new_joiners[name] if {
	some name, tc in {
		"new": {"patch": {"start_date": "2026-10-01T00:00:00Z"}, "met": true},
		"60 days and a second": {"patch": {"start_date": "2026-09-21T08:59:59Z"}, "met": false},
		"start to come": {"patch": {"start_date": "2027-01-01T00:00:00Z"}, "met": false},
		"start not said": {"patch": {"start_date": null}, "met": false},
		"without a role": {"patch": {"start_date": "2026-10-01T00:00:00Z", "ai_roles": []}, "met": false},
	}
	p := person(object.union(good, tc.patch))
	got := policy.met.trained with input as seen([p], [], "production")
	got == {row | tc.met; row := evidence.at(p, ["config", "start_date"])}
}

test_a_completion_that_was_not_read_whole_leaves_unclear_who_needs_it[name] if {
	broken := object.union(completion("c3", "ov-2", {"completed_at": null}), {"missing": ["records:training_completion/row"]})
	some name, tc in {
		"needs it": {"completions": [dev, broken], "unclear": true},
		"needs it not": {"completions": [dev, overseer, broken], "unclear": false},
	}
	p := person(good)
	got := policy.unclear.trained with input as seen([p], tc.completions, "production")
	got == {row | tc.unclear; row := evidence.shown(p, broken, ["id"])}
}

test_roles_that_nobody_states_are_unclear[name] if {
	some name, tc in {
		"stated": {"config": good, "unclear": false},
		"none": {"config": object.union(good, {"ai_roles": []}), "unclear": false},
		"not said": {"config": object.remove(good, ["ai_roles"]), "unclear": true},
	}
	p := person(tc.config)
	got := {"unclear": policy.unclear.trained, "met": policy.met.trained} with input as seen([p], [], "production")
	got == {"met": set(), "unclear": {row | tc.unclear; row := evidence.at(p, ["config", "ai_roles"])}}
}
