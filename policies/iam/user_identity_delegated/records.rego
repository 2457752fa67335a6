# METADATA
# scope: package
# title: User-facing agents act with the identity of the user they serve
# custom:
#   remediation: Configure inbound authorization by token and token exchange at the gateway, and drop the shared service credential.
package aismm.iam.user_identity_delegated.records

import data.aismm.lib.evidence
import data.aismm.lib.register
import data.aismm.lib.when

systems := [s | some s in register.production; not set_aside(s)]

set_aside(s) if s.config.user_facing_agent == false

set_aside(s) if s.config.agent == false

set_aside(s) if register.judged_on_aws(s.config.resource_ids, {"bedrock-agentcore:runtime", "bedrock-agentcore:gateway"})

subjects contains evidence.subject(s) if some s in systems

# METADATA
# scope: document
# title: it exchanges the user's token or acts on behalf of the user
# custom:
#   of: record_ai_system
#   field: config.delegation_mode
met.delegated contains evidence.at(s, ["config", "delegation_mode"]) if {
	some s in systems
	s.config.user_facing_agent == true
	s.config.delegation_mode in {"on_behalf_of", "token_exchange"}
}

# METADATA
# scope: document
# title: the delegation was tested within 365 days
# custom:
#   of: record_ai_system
#   field: config.delegation_tested_at
met.tested contains evidence.at(s, ["config", "delegation_tested_at"]) if {
	some s in systems
	s.config.user_facing_agent == true
	when.within_days(s.config.delegation_tested_at, 365)
}

# The register does not say whether it is a user-facing agent.
unclear.delegated contains evidence.at(s, ["config", "user_facing_agent"]) if {
	some s in systems
	not s.config.user_facing_agent == true
}

unclear.tested contains evidence.at(s, ["config", "user_facing_agent"]) if {
	some s in systems
	not s.config.user_facing_agent == true
}
