package aismm.rsk.releases_assessed_fast.records_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.rsk.releases_assessed_fast.records as policy

# 2026-11-02 is a Monday.
good := {
	"provider_id": "prv-1", "identifiers": ["example-large"], "announced_at": "2026-11-02T00:00:00Z",
	"decided_at": "2026-11-05T00:00:00Z", "outcome": "approved",
}

release(config) := fixture.record("record_model_release", "rel-1", config)

provider(config) := fixture.record("record_provider", "prv-1", config)

seen(r, p, models) := {
	"as_of": fixture.as_of, "records": {"record_model_release": [r], "record_model": models},
	"lookup": {
		"record_provider": {"id": {"prv-1": [p]}},
		"record_model": {"identifiers": {"example-large": [m | some m in models; "example-large" in m.config.identifiers]}},
	},
}

approved := provider({"status": "approved"})

model(config) := fixture.record("record_model", "mdl-1", object.union({"identifiers": ["example-large"]}, config))

rows(r) := {
	"in_time": evidence.at(r, ["config", "decided_at"]),
	"decided": evidence.at(r, ["config", "outcome"]),
	"not_used_before": evidence.at(r, ["config", "decided_at"]),
}

all := {"in_time", "decided", "not_used_before"}

met(r, models, conditions) if {
	got := policy.met with input as seen(r, approved, models)
	got == {c: {row | c in conditions} | some c, row in rows(r)}
}

test_subjects[name] if {
	some name, tc in {
		"in the window": {"patch": {}, "without": [], "provider": {"status": "approved"}, "judged": true},
		"on its first day": {"patch": {"announced_at": "2026-05-24T09:00:00Z"}, "without": [], "provider": {"status": "approved"}, "judged": true},
		"before it": {"patch": {"announced_at": "2026-05-24T08:59:59Z"}, "without": [], "provider": {"status": "approved"}, "judged": false},
		"with time left": {"patch": {"announced_at": "2026-11-13T00:00:00Z"}, "without": [], "provider": {"status": "approved"}, "judged": false},
		"its time just over": {"patch": {"announced_at": "2026-11-12T23:59:59Z"}, "without": [], "provider": {"status": "approved"}, "judged": true},
		"day not said": {"patch": {}, "without": ["announced_at"], "provider": {"status": "approved"}, "judged": true},
		"of a candidate": {"patch": {}, "without": [], "provider": {"status": "candidate"}, "judged": false},
		"of one whose status nobody says": {"patch": {}, "without": [], "provider": {}, "judged": true},
		"of one that nobody knows": {"patch": {"provider_id": "prv-2"}, "without": [], "provider": {"status": "rejected"}, "judged": true},
		"of nobody": {"patch": {}, "without": ["provider_id"], "provider": {"status": "rejected"}, "judged": true},
	}
	r := release(object.union(object.remove(good, tc.without), tc.patch))
	got := policy.subjects with input as seen(r, provider(tc.provider), [])
	got == {evidence.subject(r) | tc.judged}
}

test_conditions[name] if {
	some name, tc in {
		"good": {"patch": {}, "without": [], "met": all},
		"on the last day": {"patch": {"decided_at": "2026-11-09T23:59:59Z"}, "without": [], "met": all},
		"a day later": {"patch": {"decided_at": "2026-11-10T00:00:00Z"}, "without": [], "met": all - {"in_time"}},
		"on the day": {"patch": {"announced_at": "2026-11-02T15:00:00Z", "decided_at": "2026-11-02T00:00:00Z"}, "without": [], "met": all},
		"before it was announced": {"patch": {"announced_at": "2026-11-02T15:00:00Z", "decided_at": "2026-11-01T23:59:59Z"}, "without": [], "met": all - {"in_time"}},
		"not decided": {"patch": {}, "without": ["decided_at"], "met": {"decided"}},
		"to be decided": {"patch": {"decided_at": "2026-11-20T09:00:01Z"}, "without": [], "met": {"decided"}},
		"announced nobody says when": {"patch": {}, "without": ["announced_at"], "met": all - {"in_time"}},
		"deferred": {"patch": {"outcome": "deferred"}, "without": [], "met": all},
		"rejected": {"patch": {"outcome": "rejected"}, "without": [], "met": all},
		"outcome not said": {"patch": {}, "without": ["outcome"], "met": all - {"decided"}},
		"identifiers not said": {"patch": {}, "without": ["identifiers"], "met": all - {"not_used_before"}},
		"identifiers empty": {"patch": {"identifiers": []}, "without": [], "met": all - {"not_used_before"}},
	}
	met(release(object.union(object.remove(good, tc.without), tc.patch)), [], tc.met)
}

test_retirement if {
	r := release(object.union(good, {"type": "retirement"}))
	m := model({"in_production": true, "first_used_at": "2025-01-04T00:00:00Z"})
	got := {"met": policy.met.not_used_before, "blamed": policy.violations.not_used_before} with input as seen(r, approved, [m])
	got == {"met": {evidence.at(r, ["config", "type"])}, "blamed": set()}
}

test_a_release_that_says_so if {
	r := release(object.union(good, {"type": "release"}))
	m := model({"in_production": true, "first_used_at": "2025-01-04T00:00:00Z"})
	met(r, [m], all - {"not_used_before"})
}

test_use[name] if {
	some name, tc in {
		"after the decision": {"config": {"in_production": true, "first_used_at": "2026-11-05T00:00:00Z"}, "met": true},
		"before it": {"config": {"in_production": true, "first_used_at": "2026-11-04T00:00:00Z"}, "met": false},
		"before it, outside production": {"config": {"in_production": false, "first_used_at": "2026-11-04T00:00:00Z"}, "met": true},
		"nobody says where": {"config": {"first_used_at": "2026-11-04T00:00:00Z"}, "met": false},
		"nobody says when": {"config": {"in_production": true}, "met": false},
		"before it, registered by a pattern": {"config": {"identifiers": ["example-l*"], "in_production": true, "first_used_at": "2026-11-04T00:00:00Z"}, "met": false},
		"of another model": {"config": {"identifiers": ["example-small"], "first_used_at": "2026-11-04T00:00:00Z"}, "met": true},
	}
	r := release(good)
	m := model(tc.config)
	met(r, [m], all - {c | not tc.met; c := "not_used_before"})
	blamed := policy.violations.not_used_before with input as seen(r, approved, [m])
	blamed == {row | not tc.met; row := evidence.shown(r, m, ["config", "first_used_at"])}
}
