package aismm.lib.confidentiality_test

import data.aismm.lib.confidentiality
import data.aismm.lib.fixture

r := fixture.resource("openai_project", "proj_1", {"tags": {"ai-system": "ais-1"}})

seen(by_id, by_label) := {
	"settings": {"confidential_data_classes": ["Personal", "confidential"], "system_label": "ai-system"},
	"lookup": {"record_ai_system": {"resource_ids": {"proj_1": by_id}, "id": {"ais-1": by_label}}},
}

test_open[name] if {
	some name, tc in {
		"nothing confidential": {"classes": [["internal"]], "open": true},
		"a confidential class": {"classes": [["internal", "confidential"]], "open": false},
		"in another case": {"classes": [["PERSONAL"]], "open": false},
		"no classes": {"classes": [[]], "open": false},
		"one of two systems": {"classes": [["internal"], ["personal"]], "open": false},
		"two systems": {"classes": [["internal"], ["public"]], "open": true},
		"nobody's": {"classes": [], "open": false},
	}
	systems := [fixture.record("record_ai_system", sprintf("ais-%d", [i]), {"data_classes": c}) | some i, c in tc.classes]
	got := [x | some x in [true]; confidentiality.open(r)] with input as seen(systems, [])
	got == [true | tc.open]
}

test_by_its_label if {
	confidentiality.open(r) with input as seen([], [fixture.record("record_ai_system", "ais-1", {"data_classes": ["internal"]})])
}

test_classes_not_said if {
	not confidentiality.open(r) with input as seen([fixture.record("record_ai_system", "ais-1", {})], [])
}

test_a_retired_system_says_nothing if {
	retired := fixture.record("record_ai_system", "ais-1", {"status": "retired", "data_classes": ["internal"]})
	not confidentiality.open(r) with input as seen([retired], [])
}
