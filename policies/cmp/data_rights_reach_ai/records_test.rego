package aismm.cmp.data_rights_reach_ai.records_test

import data.aismm.cmp.data_rights_reach_ai.records as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

programme := fixture.boundary("records:programme")

good := {"received_at": "2026-09-01T00:00:00Z", "completed_at": "2026-10-01T00:00:00Z", "ai_stores": ["ds-1", "ds-9"], "executed_by": "automation", "verified": true}

request(config) := fixture.record("record_privacy_request", "dsr-1", config)

people := {"status": "active", "in_production": true, "classification": "Personal"}

dataset(config) := fixture.record("record_dataset", "ds-1", config)

seen(r, d) := {
	"as_of": fixture.as_of, "boundary": programme, "settings": {"personal_data_classes": ["personal"]},
	"records": {"record_privacy_request": [r], "record_dataset": [d]},
}

test_subjects[name] if {
	some name, tc in {
		"in the window": {"config": good, "judged": true},
		"not said when": {"config": object.remove(good, ["received_at"]), "judged": true},
		"a seeded test": {"config": object.union(good, {"seeded": true}), "judged": true},
		"30 days old": {"config": object.union(good, {"received_at": "2026-10-21T09:00:00Z"}), "judged": true},
		"too young": {"config": object.union(good, {"received_at": "2026-10-21T09:00:01Z"}), "judged": false},
		"395 days old": {"config": object.union(good, {"received_at": "2025-10-21T09:00:00Z"}), "judged": true},
		"too old": {"config": object.union(good, {"received_at": "2025-10-21T08:59:59Z"}), "judged": false},
	}
	got := policy.subjects with input as seen(request(tc.config), dataset(people))
	got == {evidence.subject(programme)} | {x | tc.judged; x := evidence.subject(request(tc.config))}
}

test_conditions[name] if {
	all := {"all_stores", "automated", "in_time", "verified"}
	some name, tc in {
		"good": {"config": good, "met": all},
		"no store": {"config": object.remove(good, ["ai_stores"]), "met": all - {"all_stores"}},
		"empty stores": {"config": object.union(good, {"ai_stores": []}), "met": all - {"all_stores"}},
		"a store is missing": {"config": object.union(good, {"ai_stores": ["ds-9"]}), "met": all - {"all_stores"}},
		"by a person": {"config": object.union(good, {"executed_by": "person"}), "met": all - {"automated"}},
		"by nobody": {"config": object.remove(good, ["executed_by"]), "met": all - {"automated"}},
		"not done": {"config": object.remove(good, ["completed_at"]), "met": all - {"in_time"}},
		"late": {"config": object.union(good, {"completed_at": "2026-10-01T00:00:01Z"}), "met": all - {"in_time"}},
		"done before it was asked": {"config": object.union(good, {"completed_at": "2026-08-31T00:00:00Z"}), "met": all - {"in_time"}},
		"not said when received": {"config": object.remove(good, ["received_at"]), "met": all - {"in_time"}},
		"not verified": {"config": object.union(good, {"verified": false}), "met": all - {"verified"}},
		"verification not said": {"config": object.remove(good, ["verified"]), "met": all - {"verified"}},
	}
	r := request(tc.config)
	got := object.remove(policy.met, ["exercised"]) with input as seen(r, dataset(people))
	fields := {"all_stores": "ai_stores", "automated": "executed_by", "in_time": "completed_at", "verified": "verified"}
	got == {c: {row | c in tc.met; row := evidence.at(r, ["config", f])} | some c, f in fields}
}

# Which data sets a request must have reached.
test_stores[name] if {
	some name, tc in {
		"with data of people": {"config": people, "asked": true},
		"not said whether in production": {"config": object.remove(people, ["in_production"]), "asked": true},
		"not in production": {"config": object.union(people, {"in_production": false}), "asked": false},
		"retired": {"config": object.union(people, {"status": "retired"}), "asked": false},
		"planned": {"config": object.union(people, {"status": "planned"}), "asked": false},
		"of another class": {"config": object.union(people, {"classification": "internal"}), "asked": false},
		"class unknown": {"config": object.union(people, {"classification": "Unknown"}), "asked": true},
		"class empty": {"config": object.union(people, {"classification": ""}), "asked": true},
		"class not said": {"config": object.remove(people, ["classification"]), "asked": true},
	}
	r := request(object.union(good, {"ai_stores": ["ds-9"]}))
	got := policy.met.all_stores with input as seen(r, dataset(tc.config))
	got == {row | not tc.asked; row := evidence.at(r, ["config", "ai_stores"])}
}

test_completion_to_come_does_not_count if {
	r := request(object.union(good, {"received_at": "2026-10-21T09:00:00Z", "completed_at": "2026-11-20T09:00:00Z"}))
	later := request(object.union(good, {"received_at": "2026-11-10T00:00:00Z", "completed_at": "2026-12-01T00:00:00Z"}))
	on_the_day := policy.met.in_time with input as seen(r, dataset(people))
	to_come := policy.met.in_time with input as seen(later, dataset(people))
	on_the_day == {evidence.at(r, ["config", "completed_at"])}
	to_come == set()
}

test_exercised[name] if {
	some name, tc in {
		"today": {"received_at": "2026-11-20T09:00:00Z", "met": true},
		"395 days ago": {"received_at": "2025-10-21T09:00:00Z", "met": true},
		"before": {"received_at": "2025-10-21T08:59:59Z", "met": false},
		"in the future": {"received_at": "2026-12-01T00:00:00Z", "met": false},
	}
	r := request(object.union(good, {"received_at": tc.received_at}))
	got := policy.met.exercised with input as seen(r, dataset(people))
	got == {row | tc.met; row := evidence.shown(programme, r, ["config", "received_at"])}
}
