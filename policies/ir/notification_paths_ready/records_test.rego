package aismm.ir.notification_paths_ready.records_test

import data.aismm.ir.notification_paths_ready.records as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

good := {"status": "production", "provider": "aws", "obligations": [{"duty": "registration"}, {"duty": "notification"}]}

system(config) := fixture.record("record_ai_system", "ais-1", config)

way := {"recipient": "authority", "deadline_hours": 72, "template_ref": "tpl-1"}

playbook(patch) := fixture.record("record_playbook", "pb-1", said(object.union(
	{"system_ids": ["ais-1"], "platform": "openai", "notification_paths": [way], "notification_tested_at": "2026-06-01T00:00:00Z"},
	patch,
)))

# What is null in a table is what an export leaves out.
said(config) := {k: v | some k, v in config; v != null}

seen(s, p) := {
	"as_of": fixture.as_of, "settings": {"notification_duties": ["notification", "breach_notification"]},
	"records": {"record_ai_system": [s], "record_playbook": [p]},
	"lookup": {"record_playbook": {
		"system_ids": {id: [p] | some id in p.config.system_ids},
		"platform": {name: [p] | some name in [p.config.platform]},
	}},
}

test_subjects[name] if {
	some name, tc in {
		"with a duty": {"config": good, "judged": true},
		"without one": {"config": object.union(good, {"obligations": [{"duty": "registration"}]}), "judged": false},
		"no obligations": {"config": object.union(good, {"obligations": []}), "judged": true},
		"legal says that there are none": {"config": object.union(good, {"obligations": [{"duty": "none"}]}), "judged": false},
		"a duty in another spelling": {"config": object.union(good, {"obligations": [{"duty": "Breach Notification"}]}), "judged": true},
		"a duty without a name": {"config": object.union(good, {"obligations": [{}]}), "judged": true},
		"not mapped": {"config": object.remove(good, ["obligations"]), "judged": true},
		"planned": {"config": object.union(good, {"status": "planned"}), "judged": false},
	}
	s := system(tc.config)
	got := policy.subjects with input as seen(s, playbook({}))
	got == {x | tc.judged; x := evidence.subject(s)}
}

fields := {"path": "notification_paths", "tried": "notification_tested_at"}

test_conditions[name] if {
	all := {"path", "tried"}
	some name, tc in {
		"good": {"patch": {}, "met": all},
		"of its platform": {"patch": {"system_ids": [], "platform": "aws"}, "met": all},
		"of another": {"patch": {"system_ids": ["ais-2"]}, "met": set()},
		"of nothing": {"patch": {"system_ids": [], "platform": ""}, "met": set()},
		"no paths": {"patch": {"notification_paths": []}, "met": set()},
		"paths not said": {"patch": {"notification_paths": null}, "met": set()},
		"nobody is told": {"patch": {"notification_paths": [way, object.remove(way, ["recipient"])]}, "met": set()},
		"told to nobody in particular": {"patch": {"notification_paths": [object.union(way, {"recipient": ""})]}, "met": set()},
		"no deadline": {"patch": {"notification_paths": [way, object.remove(way, ["deadline_hours"])]}, "met": set()},
		"deadline of nothing": {"patch": {"notification_paths": [object.union(way, {"deadline_hours": 0})]}, "met": set()},
		"no text": {"patch": {"notification_paths": [object.remove(way, ["template_ref"])]}, "met": set()},
		"empty text": {"patch": {"notification_paths": [object.union(way, {"template_ref": ""})]}, "met": set()},
		"never tried": {"patch": {"notification_tested_at": null}, "met": {"path"}},
		"365 days ago": {"patch": {"notification_tested_at": "2025-11-20T09:00:00Z"}, "met": all},
		"before": {"patch": {"notification_tested_at": "2025-11-20T08:59:59Z"}, "met": {"path"}},
		"to be tried": {"patch": {"notification_tested_at": "2026-12-01T00:00:00Z"}, "met": {"path"}},
	}
	s := system(good)
	p := playbook(tc.patch)
	got := policy.met with input as seen(s, p)
	got == {c: {row | c in tc.met; row := evidence.shown(s, p, ["config", f])} | some c, f in fields}
}

test_a_system_without_a_provider if {
	s := system(object.remove(good, ["provider"]))
	p := playbook({"system_ids": [], "platform": "aws"})
	got := policy.met with input as seen(s, p)
	got == {"path": set(), "tried": set()}
}
