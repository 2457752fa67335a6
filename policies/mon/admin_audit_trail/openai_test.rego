package aismm.mon.admin_audit_trail.openai_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.mon.admin_audit_trail.openai as policy

org := fixture.boundary("openai:org-example")

event(config) := fixture.resource("openai_audit_log", "audit_log-1", {"config": config})

seen(events) := {"as_of": fixture.as_of, "boundary": org, "resources": {"openai_audit_log": events}}

test_the_organization_is_the_subject if {
	got := policy.subjects with input as seen([])
	got == {evidence.subject(org)}
}

test_conditions[name] if {
	some name, tc in {
		"today": {"events": [event({"effective_at": 1795165200})], "recent": true},
		"30 days ago": {"events": [event({"effective_at": 1792573200})], "recent": true},
		"a second earlier": {"events": [event({"effective_at": 1792573199})], "recent": false},
		"still to come": {"events": [event({"effective_at": 1795165201})], "recent": false},
		"not said when": {"events": [event({})], "recent": false},
		"no event": {"events": [], "recent": false},
	}
	got := policy.met with input as seen(tc.events)
	got == {
		"available": {evidence.shown(org, e, ["id"]) | some e in tc.events},
		"recent": {evidence.shown(org, e, ["config", "effective_at"]) | tc.recent; some e in tc.events},
	}
}
