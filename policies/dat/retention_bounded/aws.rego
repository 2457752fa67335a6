# METADATA
# scope: package
# title: Memories, agents and knowledge on AWS keep content no longer than the retention schedule says
# custom:
#   remediation: Lower the expiry of the memory or the storage days of the agent to the schedule, set the data source's deletion policy to DELETE, and set the data retention of Amazon Bedrock to none in accounts with confidential data.
package aismm.dat.retention_bounded.aws

import data.aismm.lib.confidentiality
import data.aismm.lib.evidence

subjects contains evidence.subject(m) if some m in input.resources.aws_bedrock_agentcore_memory

subjects contains evidence.subject(a) if some a in input.resources.aws_bedrock_agent

subjects contains evidence.subject(d) if some d in input.resources.aws_bedrock_data_source

# Where no AI is used, nothing is kept; and accounts of which the register says that nothing in them is confidential are left out.
subjects contains evidence.subject(r) if {
	some r in input.resources.aws_bedrock_account_data_retention
	r.region in in_use
	not open_account
}

in_use := {s.region | some s in input.scopes; s.ai == "yes"}

open_account if {
	count(own) > 0
	count([r | some r in own; not confidentiality.open(r)]) == 0
}

own := [r | some r in input.inventory; r.boundary == input.boundary.id]

# METADATA
# scope: document
# title: events in the memory expire within the schedule
# custom:
#   of: aws_bedrock_agentcore_memory
#   field: config.eventExpiryDuration
#   covers: ["aws-config-conformance-pack:aiml-bedrock-memory-event-expiry"]
met.memory_expires contains evidence.at(m, ["config", "eventExpiryDuration"]) if {
	some m in input.resources.aws_bedrock_agentcore_memory
	m.config.eventExpiryDuration <= input.settings.ai_content_retention_days
}

# METADATA
# scope: document
# title: the draft and all versions in use keep what they remember within the schedule, or remember nothing
# custom:
#   of: aws_bedrock_agent
#   field: config.memoryConfiguration
#   absent: {config.memoryConfiguration: null, parts.GetAgentVersion.memoryConfiguration: null} # memory is off until it is enabled ("Retain conversational context across multiple sessions using memory", Amazon Bedrock user guide)
met.agent_forgets contains evidence.at(a, ["config", "memoryConfiguration"]) if {
	some a in input.resources.aws_bedrock_agent
	every v in array.concat([a.config], a.parts.GetAgentVersion) { forgets(v) }
}

forgets(version) if not version.memoryConfiguration

forgets(version) if version.memoryConfiguration.storageDays <= input.settings.ai_content_retention_days

# METADATA
# scope: document
# title: vectors are deleted with their source
# custom:
#   of: aws_bedrock_data_source
#   field: config.dataDeletionPolicy
met.vectors_deleted contains evidence.at(d, ["config", "dataDeletionPolicy"]) if {
	some d in input.resources.aws_bedrock_data_source
	d.config.dataDeletionPolicy == "DELETE"
}

# METADATA
# scope: document
# title: Amazon Bedrock keeps nothing of what the account sends in the region
# custom:
#   of: aws_bedrock_account_data_retention
#   field: config.mode
met.nothing_kept contains evidence.at(r, ["config", "mode"]) if {
	some r in input.resources.aws_bedrock_account_data_retention
	r.config.mode == "none"
}
