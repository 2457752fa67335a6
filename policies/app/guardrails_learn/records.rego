# METADATA
# scope: package
# title: Confirmed bypasses and false blocks become a tested change of the guardrail within a week
# custom:
#   remediation: Keep the case as a test, change the guardrail, replay the case, and enter fix and test with the incident.
package aismm.app.guardrails_learn.records

import data.aismm.lib.evidence
import data.aismm.lib.when

# Bypasses and false blocks of the last 90 days. Those confirmed within the last seven days still have time.
cases := [i | some i in input.records.record_incident; not set_aside(i)]

set_aside(i) if {
	type := spelled(i.config.type)
	not type in misses
}

# Trackers write "Guardrail bypass" and "guardrail_bypass".
spelled(type) := regex.replace(lower(type), `[^a-z0-9]+`, "_")

set_aside(i) if when.ns(i.config.confirmed_at) > when.now - (7 * when.day)

set_aside(i) if when.ns(i.config.confirmed_at) < when.now - (97 * when.day)

# Nobody confirmed it before it was closed, so long ago.
set_aside(i) if {
	# lint: ignore left-out-by-absence: it was closed before the days that count
	not i.config.confirmed_at
	when.ns(i.config.closed_at) < when.now - (97 * when.day)
}

misses := {"guardrail_bypass", "false_block"}

subjects contains evidence.subject(i) if some i in cases

# Where there is nothing to learn from, somebody must have looked for it.
subjects contains evidence.subject(input.boundary)

# METADATA
# scope: document
# title: bypasses or false blocks were confirmed, or a bypass was tried in each of the last four weeks
# custom:
#   of: boundary
#   field: id
met.sought contains evidence.shown(input.boundary, i, ["config", "confirmed_at"]) if {
	some i in cases
	spelled(i.config.type) in misses
	when.past(i.config.confirmed_at)
}

met.sought contains evidence.at(input.boundary, ["id"]) if count({1, 2, 3, 4} - weeks) == 0

# The weeks in which a bypass was tried, counted back from the end of the scan.
weeks := {week |
	some t in input.records.record_detection_test
	t.config.type == "guardrail_bypass"
	age := when.now - when.ns(t.config.started_at)
	age >= 0
	week := floor(age / (7 * when.day)) + 1
}

# METADATA
# scope: document
# title: it was fixed within seven days after it was confirmed
# custom:
#   of: record_incident
#   field: config.fixed_at
met.fixed contains evidence.at(i, ["config", "fixed_at"]) if {
	some i in cases
	when.past(i.config.fixed_at)
	when.ns(i.config.fixed_at) <= when.ns(i.config.confirmed_at) + (7 * when.day)
}

# METADATA
# scope: document
# title: a test covers it now
# custom:
#   of: record_incident
#   field: config.regression_test_id
met.covered contains evidence.at(i, ["config", "regression_test_id"]) if {
	some i in cases
	i.config.regression_test_id != ""
}

# Nobody says whether it is confirmed.
unclear.fixed contains evidence.at(i, ["config", "confirmed_at"]) if {
	some i in cases
	not i.config.confirmed_at
}

unclear.covered contains evidence.at(i, ["config", "confirmed_at"]) if {
	some i in cases
	not i.config.confirmed_at
}
