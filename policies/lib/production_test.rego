package aismm.lib.production_test

import data.aismm.lib.fixture
import data.aismm.lib.production

system(id, fields) := fixture.record("record_ai_system", id, fields)

test_outside[name] if {
	live := system("a", {"status": "production"})
	tried := system("b", {"status": "test"})
	some name, tc in {
		"nothing is said": {"tags": {}, "systems": [], "want": false},
		"labelled test": {"tags": {"environment": "Test"}, "systems": [live], "want": true},
		"labelled production": {"tags": {"environment": "PROD"}, "systems": [live], "want": false},
		"labelled with nothing": {"tags": {"environment": ""}, "systems": [], "want": false},
		"another label": {"tags": {"stage": "test"}, "systems": [], "want": false},
		"registered as test": {"tags": {}, "systems": [tried], "want": true},
		"labelled production, registered as test": {"tags": {"environment": "prod"}, "systems": [tried], "want": true},
		"registered without a status": {"tags": {}, "systems": [system("c", {})], "want": false},
		"registered with two systems": {"tags": {}, "systems": [tried, live], "want": false},
	}
	got := {true | production.outside({"id": "x", "tags": tc.tags})} with input as {
		"settings": {"environment_label": "environment", "production_environments": ["production", "prod"], "system_label": "ai-system"},
		"lookup": {"record_ai_system": {"id": {}, "resource_ids": {"x": tc.systems}}},
	}
	got == {true | tc.want}
}
