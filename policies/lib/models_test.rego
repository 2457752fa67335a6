package aismm.lib.models_test

import data.aismm.lib.fixture
import data.aismm.lib.models

record(config) := fixture.record("record_model", "mdl-1", object.union({"status": "approved", "identifiers": ["anthropic.claude-1"]}, config))

seen(m) := {
	"as_of": fixture.as_of,
	"records": {"record_model": [m]},
	"lookup": {"record_model": {"identifiers": {i: [m] | some i in m.config.identifiers}}},
}

test_named[name] if {
	some name, tc in {
		"exactly": {"identifiers": ["x", "anthropic.claude-1"], "want": true},
		"by a pattern": {"identifiers": ["anthropic.claude-*"], "want": true},
		"by another pattern": {"identifiers": ["amazon.*"], "want": false},
		"another": {"identifiers": ["anthropic.claude-11"], "want": false},
		"none": {"identifiers": [], "want": false},
	}
	m := record({"identifiers": tc.identifiers})
	got := models.named("anthropic.claude-1") with input as seen(m)
	got == [x | tc.want; x := m]
}

test_approved[name] if {
	some name, tc in {
		"approved": {"config": {}, "want": true},
		"still": {"config": {"expires_at": "2026-11-20T09:00:01Z"}, "want": true},
		"no longer": {"config": {"expires_at": "2026-11-20T09:00:00Z"}, "want": false},
		"proposed": {"config": {"status": "proposed"}, "want": false},
		"status not said": {"config": {"status": null}, "want": false},
	}
	m := record(tc.config)
	got := models.approved("anthropic.claude-1") with input as seen(m)
	got == [x | tc.want; x := m]
}

test_idle[name] if {
	some name, tc in {
		"not in production": {"config": {"in_production": false}, "system": {}, "want": true},
		"in production": {"config": {"in_production": true}, "system": {}, "want": false},
		"not said": {"config": {}, "system": {}, "want": false},
		"a system in production names it": {"config": {"in_production": false}, "system": {"model_ids": ["m"], "status": "production"}, "want": false},
		"a system of which nobody says that it is not names it": {"config": {"in_production": false}, "system": {"model_ids": ["m"]}, "want": false},
		"a system in test names it": {"config": {"in_production": false}, "system": {"model_ids": ["m"], "status": "test"}, "want": true},
		"it names a system in production": {"config": {"in_production": false, "system_ids": ["s"]}, "system": {"status": "production"}, "want": false},
		"not read whole": {"config": {"in_production": false}, "missing": ["records:model/row"], "system": {}, "want": false},
		"it names a retired system": {"config": {"in_production": false, "system_ids": ["s"]}, "system": {"status": "retired"}, "want": true},
		"it names a system that nobody knows": {"config": {"in_production": false, "system_ids": ["t"]}, "system": {}, "want": true},
	}
	m := object.union(fixture.record("record_model", "m", tc.config), {"missing": object.get(tc, "missing", [])})
	s := fixture.record("record_ai_system", "s", tc.system)
	got := {x | some x in [m.id]; models.idle(m)} with input.lookup.record_ai_system as {
		"id": {"s": [s]},
		"model_ids": {id: [s] | some id in s.config.model_ids},
	}
	got == {x | tc.want; x := "m"}
}

# A decision on the very model weighs more than one on all of its family.
test_a_pattern_does_not_approve_what_was_decided_by_name[name] if {
	family := record({"identifiers": ["anthropic.*"]})
	some name, tc in {
		"rejected": {"config": {"status": "rejected"}, "want": []},
		"approval ran out": {"config": {"expires_at": "2026-11-20T09:00:00Z"}, "want": []},
		"approved": {"config": {}, "want": ["mdl-2"]},
	}
	one := object.union(record(tc.config), {"id": "mdl-2"})
	got := models.approved("anthropic.claude-1") with input as {
		"as_of": fixture.as_of,
		"records": {"record_model": [family, one]},
		"lookup": {"record_model": {"identifiers": {"anthropic.*": [family], "anthropic.claude-1": [one]}}},
	}
	[m.id | some m in got] == tc.want
}
