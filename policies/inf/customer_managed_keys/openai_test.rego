package aismm.inf.customer_managed_keys.openai_test

import data.aismm.inf.customer_managed_keys.openai as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

project(config) := fixture.resource("openai_project", "proj_1", {"config": config})

good := {"status": "active", "external_key_id": "ek_1"}

key(config) := fixture.resource("openai_external_key", "ek_1", {"config": config})

seen(p, keys, classes) := {
	"resources": {"openai_project": [p], "openai_external_key": keys},
	"settings": {"confidential_data_classes": ["confidential"]},
	"lookup": {
		"openai_external_key": {"id": {k.id: [k] | some k in keys}},
		"record_ai_system": {"resource_ids": {"proj_1": [fixture.record("record_ai_system", sprintf("ais-%d", [n]), {"data_classes": c, "status": ["production", "retired"][n]}) | some n, c in classes]}},
	},
}

test_subjects[name] if {
	some name, tc in {
		"confidential": {"config": good, "classes": [["confidential"]], "judged": true},
		"nobody's": {"config": good, "classes": [], "judged": true},
		"status not said": {"config": {}, "classes": [["confidential"]], "judged": true},
		"archived": {"config": {"status": "archived"}, "classes": [["confidential"]], "judged": false},
		"nothing confidential any more": {"config": good, "classes": [["internal"], ["confidential"]], "judged": false},
		"nothing confidential": {"config": good, "classes": [["internal"]], "judged": false},
	}
	p := project(tc.config)
	got := policy.subjects with input as seen(p, [], tc.classes)
	got == {x | tc.judged; x := evidence.subject(p)}
}

test_keys[name] if {
	some name, tc in {
		"registered": {"config": good, "keys": [{"purpose": "ekm"}], "set": true, "registered": true},
		"not listed": {"config": good, "keys": [], "set": true, "registered": false},
		"for something else": {"config": good, "keys": [{"purpose": "psp_decryption"}], "set": true, "registered": false},
		"purpose not said": {"config": good, "keys": [{}], "set": true, "registered": false},
		"another key": {"config": {"external_key_id": "ek_2"}, "keys": [{"purpose": "ekm"}], "set": true, "registered": false},
		"empty": {"config": {"external_key_id": ""}, "keys": [{"purpose": "ekm"}], "set": false, "registered": false},
		"none": {"config": {}, "keys": [{"purpose": "ekm"}], "set": false, "registered": false},
	}
	p := project(tc.config)
	keys := [key(k) | some k in tc.keys]
	got := policy.met with input as seen(p, keys, [["confidential"]])
	got == {
		"key_set": {row | tc.set; row := evidence.at(p, ["config", "external_key_id"])},
		"registered": {row | tc.registered; some k in keys; row := evidence.shown(p, k, ["config", "purpose"])},
	}
}
