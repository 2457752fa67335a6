# METADATA
# scope: package
# title: New agents and endpoints in AWS are registered within a day
# custom:
#   remediation: Subscribe discovery to the creation events of CloudTrail, and let it open a register entry.
package aismm.org.new_ai_found_within_a_day.aws

import data.aismm.lib.evidence
import data.aismm.lib.systems
import data.aismm.lib.when

made := array.concat(
	[{"thing": r, "at": object.get(r.config, "createdAt", null)} |
		some list in [input.resources.aws_bedrock_agent, input.resources.aws_bedrock_agentcore_runtime]
		some r in list
	],
	[{"thing": r, "at": object.get(r.config, "CreationTime", null)} | some r in input.resources.aws_sagemaker_endpoint],
)

new := [m | some m in made; not set_aside(m)]

# The window is 30 days long and ends a day ago: what is younger still has time.
set_aside(m) if when.ns(m.at) > when.now - when.day

set_aside(m) if when.ns(m.at) < when.now - (31 * when.day)

subjects contains evidence.subject(m.thing) if some m in new

# A system whose status nobody says is in production, as the register has it (lib/register).
# METADATA
# scope: document
# title: the register knew it at most 24 hours after its creation
# custom:
#   of: [aws_bedrock_agent, aws_bedrock_agentcore_runtime, aws_sagemaker_endpoint]
#   field: id
#   absent: {config.status: production}
met.found contains evidence.shown(m.thing, s, ["config", "discovered_at"]) if {
	some m in new
	some s in systems.of(m.thing)
	when.ns(s.config.discovered_at) - when.ns(m.at) <= when.day
}
