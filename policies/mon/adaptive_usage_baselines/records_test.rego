package aismm.mon.adaptive_usage_baselines.records_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.mon.adaptive_usage_baselines.records as policy

system := fixture.record("record_ai_system", "ais-1", {"status": "production"})

good := {
	"type": "behavioural", "status": "enabled", "identities_covered": ["ais-1"],
	"model_refreshed_at": "2026-11-10T00:00:00Z", "automated_action": "suspend_key",
}

rule(config) := fixture.record("record_detection_rule", "det-1", config)

seen(systems, rules) := {
	"as_of": fixture.as_of, "records": {"record_ai_system": systems},
	"lookup": {"record_detection_rule": {"identities_covered": {"ais-1": rules}}},
}

test_subjects if {
	unstated := fixture.record("record_ai_system", "ais-2", {})
	planned := fixture.record("record_ai_system", "ais-3", {"status": "planned"})
	got := policy.subjects with input as seen([system, unstated, planned], [])
	got == {evidence.subject(system), evidence.subject(unstated)}
}

test_conditions[name] if {
	all := {"covered", "adaptive", "acts"}
	some name, tc in {
		"good": {"config": good, "met": all},
		"a static threshold": {"config": object.union(good, {"type": "threshold"}), "met": set()},
		"type not said": {"config": object.remove(good, ["type"]), "met": set()},
		"disabled": {"config": object.union(good, {"status": "disabled"}), "met": set()},
		"status not said": {"config": object.remove(good, ["status"]), "met": set()},
		"learned too long ago": {"config": object.union(good, {"model_refreshed_at": "2026-10-01T00:00:00Z"}), "met": {"covered"}},
		"to be learned": {"config": object.union(good, {"model_refreshed_at": "2026-12-01T00:00:00Z"}), "met": {"covered"}},
		"never learned": {"config": object.remove(good, ["model_refreshed_at"]), "met": {"covered"}},
		"no action": {"config": object.remove(good, ["automated_action"]), "met": {"covered", "adaptive"}},
		"empty action": {"config": object.union(good, {"automated_action": ""}), "met": {"covered", "adaptive"}},
	}
	r := rule(tc.config)
	fields := {"covered": "identities_covered", "adaptive": "model_refreshed_at", "acts": "automated_action"}
	got := policy.met with input as seen([system], [r])
	got == {c: {row | c in tc.met; row := evidence.shown(system, r, ["config", f])} | some c, f in fields}
}

test_one_rule_must_do_it_all if {
	static := rule(object.remove(good, ["model_refreshed_at"]))
	idle := fixture.record("record_detection_rule", "det-2", object.remove(good, ["automated_action"]))
	got := policy.met.acts with input as seen([system], [static, idle])
	got == set()
}
