# METADATA
# scope: package
# title: Red teams try AI systems twice a year, and what they find is fixed in time
# custom:
#   remediation: Run the standard attack plan on the system, let a person review the results, give each finding a date, and retest the fixes.
package aismm.app.adversarial_testing_with_deadlines.records

import data.aismm.lib.drills
import data.aismm.lib.evidence
import data.aismm.lib.register
import data.aismm.lib.when

# Systems of the lowest tier are left out. Those whose tier or legal class nobody knows are not.
systems := [s | some s in register.production; not register.lowest_tier(s)]

subjects contains evidence.subject(s) if some s in systems

tried := [{"system": s, "exercise": e} | some s in systems; some e in drills.recent(s, "red_team", 180)]

# METADATA
# scope: document
# title: a red team tried it within 180 days
# custom:
#   of: record_ai_system
#   field: id
#   covers: ["aws-sample-aiml-assessment:FS-54"]
met.recent contains evidence.shown(t.system, t.exercise, ["config", "completed_at"]) if some t in tried

# METADATA
# scope: document
# title: such red teams tried every technique of the required set that can be tried on it
# custom:
#   of: record_ai_system
#   field: id
met.coverage contains evidence.at(s, ["id"]) if {
	some s in systems
	done := drills.recent(s, "red_team", 180)
	covered := {x | some e in done; some x in e.config.techniques} | {x | some e in done; some x in e.config.techniques_not_applicable}
	count({x | some x in input.settings.red_team_techniques} - covered) == 0
	count({x | some e in done; some x in e.config.techniques}) > 0
}

# METADATA
# scope: document
# title: people took part in each of them, or reviewed its results
# custom:
#   of: record_ai_system
#   field: id
met.reviewed contains evidence.at(s, ["id"]) if {
	some s in systems
	count(drills.recent(s, "red_team", 180)) > 0
	count([e | some e in input.lookup.record_exercise.system_ids[s.id]; unattended(e)]) == 0
}

# One that states neither type nor date may be one of these.
unattended(e) if {
	not drills.other_type(e, "red_team")
	not drills.to_come(e)
	not long_ago(e)
	not by_people(e)
}

long_ago(e) if when.ns(e.config.completed_at) < when.now - (180 * when.day)

by_people(e) if count(e.config.participants) > 0

by_people(e) if e.config.reviewed_by != ""

# METADATA
# scope: document
# title: no finding of any red team is open past its date
# custom:
#   of: record_ai_system
#   field: id
met.in_time contains evidence.at(s, ["id"]) if {
	some s in systems
	some e in input.lookup.record_exercise.system_ids[s.id]
	e.config.type == "red_team"
	when.past(e.config.completed_at)
	count([o | some o in input.lookup.record_exercise.system_ids[s.id]; overdue(o)]) == 0
}

# An exercise that does not state its type may be one of a red team, and one that lists no findings may have some.
overdue(e) if {
	not drills.other_type(e, "red_team")
	not drills.to_come(e)
	not settled(e)
}

settled(e) if {
	is_array(e.config.findings)
	count([f | some f in e.config.findings; not in_hand(f)]) == 0
}

# A finding without a date that is still open is overdue: nothing says that it has time.
in_hand(f) if when.past(f.fixed_at)

in_hand(f) if when.future(f.due_at)

unclear.coverage contains row if some row in doubts

unclear.reviewed contains row if some row in doubts

unclear.in_time contains row if some row in doubts

unclear.recent contains row if {
	some row in doubts
	not row.of in shown
}

shown := {row.of | some row in met.recent}

# What could not be read whole may be what is needed, or hide what is open.
doubts contains evidence.shown(s, e, ["id"]) if {
	some s in systems
	some e in drills.damaged(s, "red_team")
}
