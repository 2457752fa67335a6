package aismm.mon.spend_alerts.openai_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.mon.spend_alerts.openai as policy

org := fixture.boundary("openai:org-example")

project(config) := fixture.resource("openai_project", "proj_1", {"config": config})

p := project({"status": "active"})

of_org := {"level": "organization"}

of_project := {"level": "project", "project_id": "proj_1"}

limit(derived, config) := fixture.resource("openai_spend_limit", "l", {"config": config, "derived": derived})

alert(derived, channel) := fixture.resource("openai_spend_alert", "a", {"config": {"notification_channel": channel}, "derived": derived})

mail := {"recipients": ["owner@halden.example"]}

seen(one, limits, alerts) := {
	"boundary": org, "resources": {"openai_project": [one], "openai_spend_limit": limits, "openai_spend_alert": alerts},
	"lookup": {"openai_project": {"id": {"proj_1": [one]}}},
}

test_subjects[name] if {
	some name, tc in {
		"active": {"project": p, "judged": true},
		"status not said": {"project": project({}), "judged": true},
		"archived": {"project": project({"status": "archived"}), "judged": false},
	}
	got := policy.subjects with input as seen(tc.project, [], [])
	got == {evidence.subject(org)} | {x | tc.judged; x := evidence.subject(tc.project)}
}

test_alerted[name] if {
	some name, tc in {
		"a limit of the organization": {"limits": [limit(of_org, {"threshold_amount": 500000})], "alerts": [], "met": {org}},
		"a limit of the project": {"limits": [limit(of_project, {"threshold_amount": 500000})], "alerts": [], "met": {p}},
		"a limit of nothing": {"limits": [limit(of_org, {"threshold_amount": 0})], "alerts": [], "met": set()},
		"amount not said": {"limits": [limit(of_org, {})], "alerts": [], "met": set()},
		"level not said": {"limits": [limit({}, {"threshold_amount": 500000})], "alerts": [alert({}, mail)], "met": set()},
		"an alert of the organization": {"limits": [], "alerts": [alert(of_org, mail)], "met": {org}},
		"an alert of the project": {"limits": [], "alerts": [alert(of_project, mail)], "met": {p}},
		"an alert that nobody receives": {"limits": [], "alerts": [alert(of_org, {"recipients": []})], "met": set()},
		"recipients not said": {"limits": [], "alerts": [alert(of_org, {})], "met": set()},
		"of another project": {"limits": [limit({"level": "project", "project_id": "proj_2"}, {"threshold_amount": 500000})], "alerts": [], "met": set()},
		"nothing": {"limits": [], "alerts": [], "met": set()},
	}
	by_limit := {evidence.shown(b, l, ["config", "threshold_amount"]) | some b in tc.met; some l in tc.limits}
	got := policy.met with input as seen(p, tc.limits, tc.alerts)
	by_alert := {evidence.shown(b, a, ["config", "notification_channel", "recipients"]) | some b in tc.met; some a in tc.alerts}
	got == {"alerted": (by_limit | by_alert)}
}
