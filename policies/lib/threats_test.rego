package aismm.lib.threats_test

import data.aismm.lib.fixture
import data.aismm.lib.threats

programme := fixture.boundary("records:programme")

row(id, config) := fixture.record("record_threat_profile", id, config)

seen(rows) := {"boundary": programme, "records": {"record_threat_profile": rows}, "settings": {"priority_techniques": ["T1", "T2"]}}

test_priority[name] if {
	added := row("T3", {"priority": true})
	some name, tc in {
		"the standard list": {"rows": [], "want": [{"id": "T1", "by": programme}, {"id": "T2", "by": programme}]},
		"one more": {"rows": [added], "want": [{"id": "T3", "by": added}, {"id": "T1", "by": programme}, {"id": "T2", "by": programme}]},
		"one that is on the list anyway": {"rows": [row("T1", {"priority": true})], "want": [{"id": "T1", "by": row("T1", {"priority": true})}, {"id": "T2", "by": programme}]},
		"priority not said": {"rows": [row("T1", {})], "want": [{"id": "T1", "by": row("T1", {})}, {"id": "T2", "by": programme}]},
		"one less, with a reason": {"rows": [row("T1", {"priority": false, "reason": "no agents"})], "want": [{"id": "T2", "by": programme}]},
		"one less without a reason": {"rows": [row("T1", {"priority": false})], "want": [{"id": "T1", "by": row("T1", {"priority": false})}, {"id": "T2", "by": programme}]},
		"one less with an empty reason": {"rows": [row("T1", {"priority": false, "reason": ""})], "want": [{"id": "T1", "by": row("T1", {"priority": false, "reason": ""})}, {"id": "T2", "by": programme}]},
	}
	got := threats.priority with input as seen(tc.rows)
	got == tc.want
}
