# METADATA
# scope: package
# title: Threat intelligence and lessons change defences within a week
# custom:
#   remediation: Subscribe to feeds with AI techniques, triage them against the assets, and link each report and each lesson to its change or to the reason for dismissing it.
#   survives:
#   - path: record_incident config.lessons
#     reason: A closed incident that does not list its lessons is the subject in their place, and fails.
#   - path: record_incident config.lessons.id
#     reason: A lesson without an id is called by its number, and judged alike.
#   - path: record_incident
#     reason: An incident whose lessons could not be read is the subject in their place, and unknown.
package aismm.ir.intelligence_to_defence.records

import data.aismm.lib.evidence
import data.aismm.lib.when

subjects contains evidence.subject(input.boundary)

week := 7 * when.day

# The window is 90 days long and ends a week ago: what is younger still has time.
too_young(t) if when.ns(t) > when.now - week

too_old(t) if when.ns(t) < when.now - (97 * when.day)

reports := [t | some t in input.records.record_threat_intel; not set_aside(t)]

set_aside(t) if t.config.relevant == false

set_aside(t) if too_young(t.config.received_at)

set_aside(t) if too_old(t.config.received_at)

subjects contains evidence.subject(t) if some t in reports

incidents := [i | some i in input.records.record_incident; not elsewhere(i)]

elsewhere(i) if i.config.topic != "ai"

elsewhere(i) if i.config.status == "open"

elsewhere(i) if too_young(i.config.closed_at)

elsewhere(i) if too_old(i.config.closed_at)

lessons := [{"incident": i, "at": ["config", "lessons", n], "name": concat("/", [i.id, label(n, l)]), "says": l} |
	some i in incidents
	some n, l in i.config.lessons
]

label(_, l) := l.id

label(n, l) := format_int(n + 1, 10) if not l.id

lesson(l) := evidence.named("lesson", l.name, l.incident)

subjects contains lesson(l) if some l in lessons

subjects contains evidence.subject(i) if {
	some i in incidents
	not listed(i)
}

listed(i) if is_array(i.config.lessons)

# What became of reports and lessons. A lesson is there when its incident is closed, and may be learned before.
outcomes := array.concat(
	[{"of": evidence.subject(t), "in": t, "at": ["config"], "says": t.config, "since": "received_at"} | some t in reports],
	[{"of": lesson(l), "in": l.incident, "at": l.at, "says": l.says, "since": "closed_at"} | some l in lessons],
)

# METADATA
# scope: document
# title: a report of 97 days names techniques of attacks on AI
# custom:
#   of: boundary
#   field: id
met.fed contains evidence.shown(input.boundary, fed[0], ["config", "techniques"]) if count(fed) > 0

fed := [t |
	some t in input.records.record_threat_intel
	when.within_days(t.config.received_at, 97)
	count(t.config.techniques) > 0
]

# METADATA
# scope: document
# title: it was turned into a change, or dismissed, within 7 days
# custom:
#   of: [lesson, record_incident, record_threat_intel]
#   field: id
#   survives:
#   - path: record_incident config.lessons.id
#     reason: Of two lessons with one id, the one that loses it is a subject of its own, and fails.
met.in_time contains evidence.shown(o.of, o["in"], array.concat(o.at, ["resolved_at"])) if {
	some o in outcomes
	not o.of.ref in late_refs
}

violations.in_time contains evidence.shown(o.of, o["in"], array.concat(o.at, ["resolved_at"])) if some o in late

# Of two lessons with one id, both must be learned.
late := [o | some o in outcomes; not in_time(o)]

late_refs := {o.of.ref | some o in late}

in_time(o) if {
	when.past(o.says.resolved_at)
	when.ns(o.says.resolved_at) - when.ns(o["in"].config[o.since]) <= week
}

# METADATA
# scope: document
# title: the change, or the reason for dismissing it, is on record
# custom:
#   of: [lesson, record_incident, record_threat_intel]
#   field: id
#   survives:
#   - path: record_incident config.lessons.id
#     reason: Of two lessons with one id, the one that loses it is a subject of its own, and fails.
met.answered contains evidence.shown(o.of, o["in"], array.concat(o.at, [field])) if {
	some o in outcomes
	not o.of.ref in unanswered_refs
	some field in ["change_ref", "dismissal_reason"]
	o.says[field] != ""
}

violations.answered contains evidence.shown(o.of, o["in"], array.concat(o.at, ["change_ref"])) if some o in unanswered

unanswered := [o | some o in outcomes; not answered(o.says)]

unanswered_refs := {o.of.ref | some o in unanswered}

answered(says) if {
	some field in ["change_ref", "dismissal_reason"]
	says[field] != ""
}
