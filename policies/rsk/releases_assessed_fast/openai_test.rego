package aismm.rsk.releases_assessed_fast.openai_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.rsk.releases_assessed_fast.openai as policy

# The scan is of 1795165200.
young := 1790000000

offered(config) := fixture.resource("openai_model", "gpt-x@org-example", {"config": object.union({"id": "gpt-x"}, config)})

m := offered({"created": young})

release := evidence.named("openai_model_release", "gpt-x", m)

decision(config) := fixture.record("record_model_release", "rel-1", config)

good := {"outcome": "approved", "decided_at": "2026-10-01T12:00:00Z"}

usage(first) := fixture.resource("openai_usage", "user-1/proj_1/gpt-x", {"config": {"model": "gpt-x"}, "derived": {"first": first}})

seen(models, decisions, usages) := {
	"as_of": fixture.as_of, "resources": {"openai_model": models, "openai_usage": usages},
	"lookup": {"record_model_release": {"identifiers": {"gpt-x": decisions}}},
}

test_subjects[name] if {
	some name, tc in {
		"in the window": {"config": {"created": 1779613200}, "judged": true},
		"a second older": {"config": {"created": 1779613199}, "judged": false},
		"creation not said": {"config": {}, "judged": true},
		"five working days are over": {"config": {"created": 1794527999}, "judged": true},
		"there is time left": {"config": {"created": 1794528000}, "judged": false},
	}
	got := policy.subjects with input as seen([offered(tc.config)], [], [])
	got == {s | tc.judged; s := release}
}

test_decided[name] if {
	some name, tc in {
		"approved": {"config": good, "met": true},
		"rejected": {"config": object.union(good, {"outcome": "rejected"}), "met": true},
		"deferred": {"config": object.union(good, {"outcome": "deferred"}), "met": true},
		"outcome not said": {"config": object.remove(good, ["outcome"]), "met": false},
		"day not said": {"config": object.remove(good, ["decided_at"]), "met": false},
		"still to come": {"config": object.union(good, {"decided_at": "2026-12-01T00:00:00Z"}), "met": false},
	}
	d := decision(tc.config)
	got := policy.met.decided with input as seen([m], [d], [])
	got == {row | tc.met; row := evidence.shown(release, d, ["config", "outcome"])}
}

test_not_decided if {
	got := policy.met.decided with input as seen([m], [], [])
	got == set()
}

test_use[name] if {
	some name, tc in {
		"after": {"config": good, "first": "2026-10-02T00:00:00Z", "met": true},
		"on the day": {"config": good, "first": "2026-10-01T00:00:00Z", "met": true},
		"before": {"config": good, "first": "2026-09-30T00:00:00Z", "met": false},
		"after a rejection": {"config": object.union(good, {"outcome": "rejected"}), "first": "2026-10-02T00:00:00Z", "met": false},
		"when is not said": {"config": good, "first": null, "met": false},
		"decided when is not said": {"config": object.remove(good, ["decided_at"]), "first": "2026-10-02T00:00:00Z", "met": false},
	}
	d := decision(tc.config)
	u := usage(tc.first)
	got := {"met": policy.met.not_used_before, "blamed": policy.violations.not_used_before} with input as seen([m], [d], [u])
	got == {
		"met": {row | tc.met; row := evidence.shown(release, d, ["config", "decided_at"])},
		"blamed": {row | not tc.met; row := evidence.shown(release, u, ["derived", "first"])},
	}
}

test_one_who_did_not_wait_is_enough if {
	early := object.union(usage("2026-09-01T00:00:00Z"), {"id": "user-2/proj_1/gpt-x", "ref": "openai_usage user-2/proj_1/gpt-x"})
	got := {"met": policy.met.not_used_before, "blamed": policy.violations.not_used_before} with input as seen([m], [decision(good)], [usage("2026-10-02T00:00:00Z"), early])
	got == {"met": set(), "blamed": {evidence.shown(release, early, ["derived", "first"])}}
}

test_nobody_uses_it if {
	got := policy.met.not_used_before with input as seen([m], [], [])
	got == {evidence.shown(release, m, ["config", "id"])}
}

# To use a model that was tuned from it is to use it.
test_use_of_what_was_made_from_it[name] if {
	some name, tc in {
		"tuned from it": {"model": "ft:gpt-x:example::abc", "counts": true},
		"tuned from another": {"model": "ft:gpt-y:example:gpt-x:abc", "counts": false},
		"another": {"model": "gpt-y", "counts": false},
	}
	u := object.union(usage("2026-09-01T00:00:00Z"), {"config": {"model": tc.model}})
	got := policy.violations.not_used_before with input as seen([m], [], [u])
	got == {row | tc.counts; row := evidence.shown(release, u, ["derived", "first"])}
}
