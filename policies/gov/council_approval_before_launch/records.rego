# METADATA
# scope: package
# title: Production AI systems were decided on before they went live
# custom:
#   remediation: Bring the system to the council, record the decision with its conditions, and stop production use if it is refused.
package aismm.gov.council_approval_before_launch.records

import data.aismm.lib.evidence
import data.aismm.lib.register
import data.aismm.lib.when

subjects contains evidence.subject(s) if some s in register.production

meetings := [when.ns(d.config.decided_at) | some d in input.records.record_council_decision]

# A decision without a date may be the first one: then nobody knows when the council began.
first_meeting := min(meetings) if count(meetings) == count(input.records.record_council_decision)

# Systems that were live before the council existed have this long.
grace := 180 * when.day

# METADATA
# scope: document
# title: a quorate council, or a mandated delegate, approved it in time and no condition is overdue
# custom:
#   of: record_ai_system
#   field: id
#   absent: {config.conditions: []} # the outcome is called approved, not approved_with_conditions
met.approved contains evidence.at(s, ["id"]) if {
	some s in register.production
	some d in input.lookup.record_council_decision.system_id[s.id]
	approves(d)
	entitled(d)
	when.past(d.config.decided_at)
	in_time(s, d)
	kept(d)
	count([other | some other in input.lookup.record_council_decision.system_id[s.id]; overrules(other, d, s)]) == 0
}

approves(d) if d.config.outcome in {"approved", "approved_with_conditions"}

entitled(d) if {
	d.config.quorate == true
	functions := {f | some f in d.config.attendee_functions}
	count({"security", "business", "data"} - functions) == 0
	count({"legal", "privacy"} & functions) > 0
}

# The mandate of a delegate is a decision on record.
entitled(d) if {
	some mandate in input.lookup.record_council_decision.id[d.config.delegated_by]
	mandate.id != d.id
	when.past(mandate.config.decided_at)
}

in_time(s, d) if when.ns(d.config.decided_at) <= when.ns(s.config.go_live_at)

in_time(s, d) if {
	when.ns(s.config.go_live_at) < first_meeting
	when.ns(d.config.decided_at) <= first_meeting + grace
}

# An approval with conditions that nobody lists is not known to be kept.
kept(d) if {
	is_array(d.config.conditions)
	count([c | some c in d.config.conditions; not in_hand(c)]) == 0
}

kept(d) if {
	d.config.outcome == "approved"
	not d.config.conditions
}

# A condition without a due date that is still open is overdue: nothing says that it has time.
in_hand(c) if when.past(c.closed_at)

in_hand(c) if when.future(c.due_at)

# What was refused or deferred after it, and before the launch.
overrules(other, d, s) if {
	not approves(other)
	not harmless(other, d, s)
}

harmless(other, d, _) if when.ns(other.config.decided_at) < when.ns(d.config.decided_at)

harmless(other, _, s) if when.ns(other.config.decided_at) > when.ns(s.config.go_live_at)
