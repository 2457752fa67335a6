# METADATA
# scope: package
# title: Runs of agents leave a trace of every step and tool call
# custom:
#   remediation: Enable the observability option of the runtime, or add OpenTelemetry GenAI spans to the agent.
package aismm.mon.agent_actions_traced.records

import data.aismm.lib.evidence
import data.aismm.lib.register
import data.aismm.lib.when

agents := [s | some s in register.production; not set_aside(s)]

set_aside(s) if s.config.agent == false

set_aside(s) if register.judged_on_aws(s.config.resource_ids, {"bedrock-agentcore:runtime", "bedrock-agentcore:gateway"})

subjects contains evidence.subject(s) if some s in agents

# METADATA
# scope: document
# title: a trace of it arrived within 7 days
# custom:
#   of: record_ai_system
#   field: id
met.traced contains evidence.shown(s, l, ["config", "last_event_at"]) if {
	some s in agents
	s.config.agent == true
	some l in input.lookup.record_log_source.system_id[s.id]
	l.config.type == "agent_trace"
	when.within_days(l.config.last_event_at, 7)
}

# A trace that could not be read whole may be the one that is needed.
unclear.traced contains evidence.shown(s, l, ["id"]) if {
	some s in agents
	s.config.agent == true
	some l in input.lookup.record_log_source.system_id[s.id]
	count(l.missing) > 0
	not s.ref in traced
}

traced := {row.of | some row in met.traced}

# The register does not say whether it is an agent.
unclear.traced contains evidence.at(s, ["config", "agent"]) if {
	some s in agents
	not s.config.agent == true
}
