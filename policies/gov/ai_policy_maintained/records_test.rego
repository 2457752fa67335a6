package aismm.gov.ai_policy_maintained.records_test

import data.aismm.gov.ai_policy_maintained.records as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

programme := fixture.boundary("records:programme")

good := {
	"topic": "ai", "type": "policy", "status": "in_force", "version": "3.1", "owner_id": "ada",
	"approved_by": "board", "approved_at": "2026-01-10T00:00:00Z", "reviewed_at": "2026-05-01T00:00:00Z",
}

text(config) := fixture.record("record_policy", "pol-1", config)

ada(status) := fixture.record("record_person", "ada", {"status": status})

seen(policies, owner) := {
	"as_of": fixture.as_of, "boundary": programme,
	"records": {"record_policy": policies, "record_person": [owner]},
	"lookup": {"record_person": {"id": {"ada": [owner]}}},
}

test_subjects if {
	drafted := text(object.union(good, {"status": "draft"}))
	other := text(object.union(good, {"topic": "travel"}))
	local := text(object.union(good, {"type": "guideline"}))
	got := policy.subjects with input as seen([drafted, other, local], ada("active"))
	got == {evidence.subject(programme)}
	judged := policy.subjects with input as seen([text(good)], ada("active"))
	judged == {evidence.subject(text(good)), evidence.subject(programme)}
}

test_what_a_policy_does_not_say_keeps_it_in[field] if {
	some field in ["topic", "type", "status"]
	silent := text(object.remove(good, [field]))
	got := policy.subjects with input as seen([silent], ada("active"))
	got == {evidence.subject(silent), evidence.subject(programme)}
}

test_conditions[name] if {
	all := {"exists", "versioned", "approved", "owned", "reviewed"}
	some name, tc in {
		"good": {"config": good, "owner": "active", "met": all},
		"no version": {"config": object.remove(good, ["version"]), "owner": "active", "met": all - {"versioned"}},
		"empty version": {"config": object.union(good, {"version": ""}), "owner": "active", "met": all - {"versioned"}},
		"no approver": {"config": object.remove(good, ["approved_by"]), "owner": "active", "met": all - {"approved"}},
		"no approval date": {"config": object.remove(good, ["approved_at"]), "owner": "active", "met": all - {"approved"}},
		"approval to come": {"config": object.union(good, {"approved_at": "2027-01-01T00:00:00Z"}), "owner": "active", "met": all - {"approved"}},
		"owner left": {"config": good, "owner": "left", "met": all - {"owned"}},
		"no owner": {"config": object.remove(good, ["owner_id"]), "owner": "active", "met": all - {"owned"}},
		"review too old": {"config": object.union(good, {"reviewed_at": "2025-05-01T00:00:00Z"}), "owner": "active", "met": all - {"reviewed"}},
		"never reviewed": {"config": object.remove(good, ["reviewed_at"]), "owner": "active", "met": all - {"reviewed"}},
		"topic unknown": {"config": object.remove(good, ["topic"]), "owner": "active", "met": all - {"exists"}},
		"empty approver": {"config": object.union(good, {"approved_by": ""}), "owner": "active", "met": all - {"approved"}},
		"an owner whom nobody knows": {"config": object.union(good, {"owner_id": "bo"}), "owner": "active", "met": all - {"owned"}},
		"review to come": {"config": object.union(good, {"reviewed_at": "2027-01-01T00:00:00Z"}), "owner": "active", "met": all - {"reviewed"}},
		"status unknown": {"config": object.remove(good, ["status"]), "owner": "active", "met": all - {"exists"}},
	}
	p := text(tc.config)
	rows := {
		"exists": evidence.shown(programme, p, ["config", "status"]),
		"versioned": evidence.at(p, ["config", "version"]),
		"approved": evidence.at(p, ["config", "approved_by"]),
		"owned": evidence.shown(p, ada(tc.owner), ["config", "status"]),
		"reviewed": evidence.at(p, ["config", "reviewed_at"]),
	}
	got := policy.met with input as seen([p], ada(tc.owner))
	got == {c: {row | c in tc.met; row := rows[c]} | some c in all}
}
