package aismm.lib.importance_test

import data.aismm.lib.fixture
import data.aismm.lib.importance

system(id, config) := fixture.record("record_ai_system", id, config)

urgent := system("urgent", {"status": "production", "rto_minutes": 480})

patient := system("patient", {"status": "production", "rto_minutes": 481})

test_minor[name] if {
	some name, tc in {
		"of nothing": {"systems": [], "minor": false},
		"urgent": {"systems": [urgent], "minor": false},
		"patient": {"systems": [patient], "minor": true},
		"both": {"systems": [patient, urgent], "minor": false},
		"not said": {"systems": [system("s", {"status": "production"})], "minor": false},
		"urgent and in test": {"systems": [system("s", {"status": "test", "rto_minutes": 60})], "minor": true},
	}
	r := fixture.resource("aws_sagemaker_endpoint", "e", {})
	given := {
		"settings": {"system_label": "ai-system"},
		"lookup": {"record_ai_system": {"id": {}, "resource_ids": {"e": tc.systems}}},
	}
	count([x | x := r; importance.minor(r) with input as given]) == count([x | x := r; tc.minor])
}
