# METADATA
# scope: package
# title: The attack techniques that matter to this organization
package aismm.lib.threats

# The techniques of the list, each with what names it: a row of the threat profile or, for the standard list, the programme.
priority := array.concat(
	[{"id": t.id, "by": t} | some t in input.records.record_threat_profile; not left_out(t)],
	[{"id": id, "by": input.boundary} | some id in input.settings.priority_techniques; not id in profiled],
)

profiled := {t.id | some t in input.records.record_threat_profile}

# Changes of the list need a reason.
left_out(t) if {
	t.config.priority == false
	t.config.reason != ""
}
