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
subjects contains evidence.named("technique_week", m.name, m.technique.by) if some m in missed

missed := [m |
	some t in threats.priority
	some week in [1, 2, 3, 4]
	m := {"name": name_of(t.id, week), "technique": t, "week": week}
	not m.name in tried
]

name_of(technique, week) := concat("/", [technique, first_day(week)])

# The last four weeks, counted back from the end of the scan.
first_day(week) := time.format([when.now - ((7 * week) * when.day), "UTC", "2006-01-02"])

tried := {t.name | some t in tries}

tries := [{"name": name_of(r.config.technique_id, week), "run": r} |
	some r in runs
	r.config.type == "technique"
	some week in [1, 2, 3, 4]
	in_week(r, week)
]

in_week(r, week) if {
	started := when.ns(r.config.started_at)
	started >= when.now - ((7 * week) * when.day)
	started < when.now - ((7 * (week - 1)) * when.day)
}

week_of(name) := {"ref": concat(":", ["technique_week", name])}

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
#   survives:
#   - path: pass
#     reason: Only a week without a try is a subject, as one more run that failed; a week with a try is judged by its runs.
met.tried contains evidence.shown(week_of(t.name), t.run, ["config", "started_at"]) if some t in tries

# A run that does not say what it tested, or was not read whole, may have been the try.
unclear.tried contains evidence.shown(week_of(m.name), r, ["config", "type"]) if {
	some r in runs
	untold(r)
	some m in missed
	not elsewhere(r, m)
}

untold(r) if not r.config.type

untold(r) if count(r.missing) > 0

elsewhere(r, m) if r.config.technique_id != m.technique.id

elsewhere(r, m) if {
	r.config.started_at
	not in_week(r, m.week)
}

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
