# METADATA
# scope: package
# title: AI controls are audited by somebody independent, and findings are closed on time
# custom:
#   remediation: Plan an independent audit of the AI controls, give each finding an owner and a date, and escalate those that are overdue.
#   survives:
#   - path: record_audit config.findings
#     reason: An audit that does not list its findings is the subject in their place, and fails.
#   - path: record_audit config.findings.id
#     reason: A finding without an id is called by its number, and judged alike.
#   - path: record_audit
#     reason: An audit whose findings could not be read is the subject in their place, and unknown.
package aismm.cmp.audited_and_fixed.records

import data.aismm.lib.evidence
import data.aismm.lib.when

audits := [a | some a in input.records.record_audit; not other(a)]

other(a) if a.config.topic != "ai"

subjects contains evidence.subject(input.boundary)

findings := [{"audit": a, "at": ["config", "findings", i], "name": concat("/", [a.id, label(i, f)]), "says": f} |
	some a in audits
	some i, f in a.config.findings
	not outside(f)
]

label(_, f) := f.id

label(i, f) := format_int(i + 1, 10) if not f.id

# Due later, or before the 12 months that count and closed since. What has no date is overdue: nothing says that it has time.
outside(f) if when.future(f.due_at)

outside(f) if {
	when.ns(f.due_at) < when.now - (365 * when.day)
	when.past(f.closed_at)
}

finding(f) := evidence.named("audit_finding", f.name, f.audit)

subjects contains finding(f) if some f in findings

subjects contains evidence.subject(a) if {
	some a in audits
	not listed(a)
	not old(a)
}

listed(a) if is_array(a.config.findings)

old(a) if when.ns(a.config.completed_at) < when.now - (548 * when.day)

# METADATA
# scope: document
# title: an independent audit of AI was completed within 18 months
# custom:
#   of: boundary
#   field: id
met.audited contains evidence.shown(input.boundary, a, ["config", "completed_at"]) if {
	some a in audits
	a.config.topic == "ai"
	a.config.independent == true
	when.within_days(a.config.completed_at, 548)
}

# METADATA
# scope: document
# title: it was closed by its date
# custom:
#   of: [audit_finding, record_audit]
#   field: id
#   survives:
#   - path: record_audit config.findings.id
#     reason: Of two findings with one id, the one that loses it is a subject of its own, and fails.
met.closed_on_time contains evidence.shown(finding(f), f.audit, array.concat(f.at, ["closed_at"])) if {
	some f in findings
	not f.name in late_names
}

violations.closed_on_time contains evidence.shown(finding(f), f.audit, array.concat(f.at, ["closed_at"])) if some f in late

# Of two findings with one id, both must be closed.
late := [f | some f in findings; not on_time(f.says)]

late_names := {f.name | some f in late}

on_time(f) if {
	when.past(f.closed_at)
	when.ns(f.closed_at) <= when.ns(f.due_at)
}
