# METADATA
# scope: package
# title: The logs that production systems must deliver arrive in the central analysis system
# custom:
#   remediation: Add the forwarding rule for the source and alert on silence.
package aismm.mon.ai_logs_in_central_siem.records

import data.aismm.lib.evidence
import data.aismm.lib.register
import data.aismm.lib.when

# A system that does not state which logs it delivers is expected to deliver all of them.
expected := array.concat(
	[{"type": type, "system": s} | some s in register.production; some type in s.config.expected_log_sources],
	[{"type": type, "system": s} | some s in register.production; not stated(s); some type in ["audit", "invocation", "guardrail", "agent_trace"]],
)

stated(s) if count(s.config.expected_log_sources) > 0

name(system_id, type) := concat("/", [system_id, type])

subjects contains evidence.named("expected_log_source", name(e.system.id, e.type), e.system) if some e in expected

# METADATA
# scope: document
# title: its newest event arrived within 24 hours
# custom:
#   of: expected_log_source
#   field: id
met.arrives contains evidence.shown({"ref": concat(":", ["expected_log_source", name(l.config.system_id, l.config.type)])}, l, ["config", "last_event_at"]) if {
	some l in input.records.record_log_source
	when.within_days(l.config.last_event_at, 1)
}
