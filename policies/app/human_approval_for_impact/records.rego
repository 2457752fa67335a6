# METADATA
# scope: package
# title: Tools of high impact are called only after a person or an enforced policy has agreed
# custom:
#   remediation: Put a confirmation or an enforced policy between the agent and the tool, test it twice a year, and enter both in the registry.
package aismm.app.human_approval_for_impact.records

import data.aismm.lib.evidence
import data.aismm.lib.register
import data.aismm.lib.when

# A tool of which nobody says how much harm a wrong call does counts as one of high impact.
tools := [t | some t in input.records.record_approved_tool; not set_aside(t)]

set_aside(t) if t.config.impact == "low"

set_aside(t) if t.config.status in {"rejected", "retired"}

# What people work with themselves is no tool of an agent.
set_aside(t) if t.config.type in {"application", "editor_extension", "model_server", "package", "saas"}

# Action groups of agents and targets of gateways are judged where they are. A function may be called from elsewhere as well.
set_aside(t) if register.judged_on_aws(t.config.resource_ids, {"bedrock:agent", "bedrock-agentcore:gateway"})

# Every system that uses it is somewhere else than in production.
set_aside(t) if {
	count(t.config.system_ids) > 0
	count([id | some id in t.config.system_ids; not elsewhere(id)]) == 0
}

elsewhere(id) if {
	some s in input.lookup.record_ai_system.id[id]
	register.elsewhere(s)
}

subjects contains evidence.subject(t) if some t in tools

# The systems that use a tool and are in production, or that nobody has registered.
users(t) := [id | some id in t.config.system_ids; not elsewhere(id)]

gates := {"human", "enforced_policy"}

# METADATA
# scope: document
# title: a person or an enforced policy stands before it, or before all high-impact actions of every system that uses it
# custom:
#   of: record_approved_tool
#   field: config.approval_gate
met.gated contains evidence.at(t, ["config", "approval_gate"]) if {
	some t in tools
	t.config.approval_gate in gates
}

met.gated contains evidence.at(t, ["config", "system_ids"]) if {
	some t in tools
	count(users(t)) > 0
	count([id | some id in users(t); not stopped(id)]) == 0
}

stopped(id) if {
	some s in input.lookup.record_ai_system.id[id]
	s.config.approval_gate in gates
}

# METADATA
# scope: document
# title: that gate was tested within 180 days
# custom:
#   of: record_approved_tool
#   field: config.gate_tested_at
met.tested contains evidence.at(t, ["config", "gate_tested_at"]) if {
	some t in tools
	t.config.approval_gate in gates
	when.within_days(t.config.gate_tested_at, 180)
}

met.tested contains evidence.at(t, ["config", "system_ids"]) if {
	some t in tools
	count(users(t)) > 0
	count([id | some id in users(t); not tried(id)]) == 0
}

tried(id) if {
	some s in input.lookup.record_ai_system.id[id]
	s.config.approval_gate in gates
	when.within_days(s.config.gate_tested_at, 180)
}
