# METADATA
# scope: package
# title: Synthetic attacks prove every week that detection works end to end
# custom:
#   remediation: Automate the replay of the attack in a canary deployment and open a ticket for each missed alert.
package aismm.mon.detections_tested_continuously.records

import data.aismm.lib.evidence
import data.aismm.lib.threats
import data.aismm.lib.when

runs := [r | some r in input.records.record_detection_test; not set_aside(r)]

# Tests of something else than detection.
set_aside(r) if r.config.type in {"poison_seed", "admission_negative", "guardrail_bypass"}

set_aside(r) if when.ns(r.config.started_at) < when.now - (30 * when.day)

subjects contains evidence.subject(r) if some r in runs

# A week in which a technique was not tried counts as one more run that failed.
subjects contains evidence.named("technique_week", name, t.by) if {
	some t in threats.priority
	some week in [1, 2, 3, 4]
	name := concat("/", [t.id, first_day(week)])
	not name in tried
}

# The last four weeks, counted back from the end of the scan.
first_day(week) := time.format([when.now - ((7 * week) * when.day), "UTC", "2006-01-02"])

tried := {w.name | some w in weeks}

weeks := [{"name": concat("/", [r.config.technique_id, first_day(week)]), "run": r} |
	some r in runs
	started := when.ns(r.config.started_at)
	some week in [1, 2, 3, 4]
	started >= when.now - ((7 * week) * when.day)
	started < when.now - ((7 * (week - 1)) * when.day)
]

# METADATA
# scope: document
# title: it ran by itself
# custom:
#   of: record_detection_test
#   field: config.mode
met.automated contains evidence.at(r, ["config", "mode"]) if {
	some r in runs
	r.config.mode == "automated"
}

# METADATA
# scope: document
# title: the technique was tried in this week
# custom:
#   of: technique_week
#   field: id
met.tried contains evidence.shown({"ref": concat(":", ["technique_week", w.name])}, w.run, ["config", "started_at"]) if some w in weeks

# METADATA
# scope: document
# title: the alert came within 15 minutes of the start
# custom:
#   of: record_detection_test
#   field: config.alert_at
met.alerted contains evidence.at(r, ["config", "alert_at"]) if {
	some r in runs
	when.past(r.config.alert_at)
	taken := when.ns(r.config.alert_at) - when.ns(r.config.started_at)
	taken >= 0
	taken <= 900 * when.second
}
