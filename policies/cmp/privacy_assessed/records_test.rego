package aismm.cmp.privacy_assessed.records_test

import data.aismm.cmp.privacy_assessed.records as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

good := {"status": "production", "data_classes": ["personal", "confidential"]}

system(config) := fixture.record("record_ai_system", "ais-1", config)

assessment(patch) := fixture.record("record_privacy_assessment", "dpia-1", said(object.union(
	{"system_id": "ais-1", "status": "completed", "completed_at": "2025-01-31T00:00:00Z", "provider_named": true},
	patch,
)))

# What is null in a table is what an export leaves out.
said(config) := {k: v | some k, v in config; v != null}

seen(s, assessments) := {
	"as_of": fixture.as_of, "settings": {"personal_data_classes": ["Personal"]},
	"records": {"record_ai_system": [s], "record_privacy_assessment": assessments},
	"lookup": {"record_privacy_assessment": {"system_id": {"ais-1": [a | some a in assessments; a.config.system_id == "ais-1"]}}},
}

test_subjects[name] if {
	some name, tc in {
		"personal": {"config": good, "judged": true},
		"unknown": {"config": object.union(good, {"data_classes": ["internal", "Unknown"]}), "judged": true},
		"not said": {"config": object.remove(good, ["data_classes"]), "judged": true},
		"said to be none": {"config": object.union(good, {"data_classes": []}), "judged": true},
		"written otherwise": {"config": object.union(good, {"data_classes": ["PERSONAL"]}), "judged": true},
		"not of people": {"config": object.union(good, {"data_classes": ["internal"]}), "judged": false},
		"in test": {"config": object.union(good, {"status": "test"}), "judged": false},
	}
	got := policy.subjects with input as seen(system(tc.config), [])
	got == {x | tc.judged; x := evidence.subject(system(tc.config))}
}

test_conditions[name] if {
	all := {"assessed", "provider_named"}
	some name, tc in {
		"good": {"patch": {}, "met": all},
		"730 days ago": {"patch": {"completed_at": "2024-11-20T09:00:00Z"}, "met": all},
		"older": {"patch": {"completed_at": "2024-11-20T08:59:59Z"}, "met": set()},
		"planned": {"patch": {"completed_at": "2026-12-01T00:00:00Z"}, "met": set()},
		"in progress": {"patch": {"status": "in_progress"}, "met": set()},
		"not said when": {"patch": {"completed_at": null}, "met": set()},
		"not said whether": {"patch": {"status": null}, "met": set()},
		"without the provider": {"patch": {"provider_named": false}, "met": {"assessed"}},
		"provider not said": {"patch": {"provider_named": null}, "met": {"assessed"}},
		"of another system": {"patch": {"system_id": "ais-2"}, "met": set()},
	}
	s := system(good)
	a := assessment(tc.patch)
	got := policy.met with input as seen(s, [a])
	fields := {"assessed": "completed_at", "provider_named": "provider_named"}
	got == {c: {row | c in tc.met; row := evidence.shown(s, a, ["config", f])} | some c, f in fields}
}

test_nobody_assessed_it if {
	got := policy.met with input as seen(system(good), [])
	got == {"assessed": set(), "provider_named": set()}
}
