package aismm.cmp.licences_and_ip_cleared.records_test

import data.aismm.cmp.licences_and_ip_cleared.records as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

licensed := {"status": "approved", "in_production": true, "licence": "Apache-2.0", "use_class": "commercial"}

cleared := {"status": "approved", "in_production": true, "licence": "custom", "use_class": "commercial", "clearance_ref": "legal-1", "cleared_at": "2026-02-10T00:00:00Z", "first_used_at": "2026-02-10T00:00:00Z"}

model(config) := fixture.record("record_model", "mdl-1", config)

dataset(config) := fixture.record("record_dataset", "ds-1", config)

seen(models, datasets) := {
	"as_of": fixture.as_of, "settings": {"allowed_licences": {"commercial": ["apache-2.0"], "research": ["cc-by-nc-4.0"]}},
	"records": {"record_model": models, "record_dataset": datasets},
}

test_subjects[name] if {
	some name, tc in {
		"in production": {"config": licensed, "judged": true},
		"not said whether used": {"config": object.remove(licensed, ["in_production"]), "judged": true},
		"nothing said": {"config": {}, "judged": true},
		"not in production": {"config": object.union(licensed, {"in_production": false}), "judged": false},
		"rejected and used": {"config": object.union(licensed, {"status": "rejected"}), "judged": true},
		"rejected": {"config": {"status": "rejected"}, "judged": false},
		"retired": {"config": {"status": "retired"}, "judged": false},
		"proposed": {"config": {"status": "proposed"}, "judged": false},
		"planned": {"config": {"status": "planned"}, "judged": false},
	}
	some x in [model(tc.config), dataset(tc.config)]
	m := [x | x.kind == "record_model"]
	d := [x | x.kind == "record_dataset"]
	got := policy.subjects with input as seen(m, d)
	got == {y | tc.judged; y := evidence.subject(x)}
}

test_both_kinds if {
	got := policy.subjects with input as seen([model(licensed)], [dataset(cleared)])
	got == {evidence.subject(model(licensed)), evidence.subject(dataset(cleared))}
}

test_cleared[name] if {
	some name, tc in {
		"an allowed licence": {"config": licensed, "by": "licence"},
		"written otherwise": {"config": object.union(licensed, {"licence": "APACHE-2.0"}), "by": "licence"},
		"of another use": {"config": object.union(licensed, {"licence": "cc-by-nc-4.0"}), "by": ""},
		"a use that allows nothing": {"config": object.union(licensed, {"use_class": "resale"}), "by": ""},
		"use not said": {"config": object.remove(licensed, ["use_class"]), "by": ""},
		"licence not said": {"config": object.remove(licensed, ["licence"]), "by": ""},
		"cleared on the first day": {"config": cleared, "by": "cleared_at"},
		"cleared later": {"config": object.union(cleared, {"cleared_at": "2026-02-11T00:00:00Z"}), "by": ""},
		"clearance without a reference": {"config": object.remove(cleared, ["clearance_ref"]), "by": ""},
		"empty reference": {"config": object.union(cleared, {"clearance_ref": ""}), "by": ""},
		"not said when cleared": {"config": object.remove(cleared, ["cleared_at"]), "by": ""},
		"not said when used": {"config": object.remove(cleared, ["first_used_at"]), "by": ""},
		"to be cleared before it is used": {"config": object.union(cleared, {"cleared_at": "2027-01-01T00:00:00Z", "first_used_at": "2027-02-01T00:00:00Z"}), "by": ""},
	}
	some x in [model(tc.config), dataset(tc.config)]
	got := policy.met with input as seen([x | x.kind == "record_model"], [x | x.kind == "record_dataset"])
	got == {"cleared": {evidence.at(x, ["config", tc.by]) | tc.by != ""}}
}
