package aismm.rsk.providers_in_use_assessed.openai_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.rsk.providers_in_use_assessed.openai as policy

org := fixture.boundary("openai:org-example")

provider(config) := fixture.record("record_provider", "prv-1", config)

assessment(config) := fixture.record("record_risk_assessment", "ra-1", config)

good := {"type": "provider", "status": "completed", "completed_at": "2026-01-01T00:00:00Z"}

seen(providers, assessments) := {
	"as_of": fixture.as_of, "boundary": org,
	"lookup": {
		"record_provider": {"tenants": {"openai:org-example": providers}, "publishers": {}},
		"record_risk_assessment": {"provider_id": {"prv-1": assessments}},
	},
}

test_the_tenant_is_the_subject if {
	got := policy.subjects with input as seen([], [])
	got == {evidence.subject(org)}
}

test_approved[name] if {
	some name, tc in {
		"approved": {"providers": [{"status": "approved"}], "met": true},
		"candidate": {"providers": [{"status": "candidate"}], "met": false},
		"not said": {"providers": [{}], "met": false},
		"not in the register": {"providers": [], "met": false},
	}
	providers := [provider(c) | some c in tc.providers]
	got := policy.met.approved with input as seen(providers, [])
	got == {evidence.shown(org, p, ["config", "status"]) | tc.met; some p in providers}
}

test_assessed[name] if {
	some name, tc in {
		"assessed": {"config": {}, "met": true},
		"36 months ago": {"config": {"completed_at": "2023-11-20T09:00:00Z"}, "met": true},
		"a second longer": {"config": {"completed_at": "2023-11-20T08:59:59Z"}, "met": false},
		"not complete": {"config": {"status": "open"}, "met": false},
		"of something else": {"config": {"type": "system"}, "met": false},
	}
	a := assessment(object.union(good, tc.config))
	got := policy.met.assessed with input as seen([provider({"status": "approved"})], [a])
	got == {row | tc.met; row := evidence.shown(org, a, ["config", "completed_at"])}
}

test_not_assessed if {
	got := policy.met.assessed with input as seen([provider({"status": "approved"})], [])
	got == set()
}

# The assessment of an entry that was rejected does not count for the one that was approved.
test_two_entries_of_the_tenant if {
	entries := [provider({"status": "rejected"}), fixture.record("record_provider", "prv-2", {"status": "approved"})]
	got := policy.met with input as seen(entries, [assessment(good)])
	got == {"approved": {evidence.shown(org, entries[1], ["config", "status"])}, "assessed": set()}
}
