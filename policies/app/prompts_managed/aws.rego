# METADATA
# scope: package
# title: Agents, flows and prompts of Bedrock are released as versions and hold no secrets
# custom:
#   remediation: Move the secret out of the prompt and rotate it; release a version and let the alias route to it; mend what the flow's validation found; keep prompts in Prompt Management or in a repository.
package aismm.app.prompts_managed.aws

import data.aismm.lib.evidence
import data.aismm.lib.guardrails
import data.aismm.lib.production
import data.aismm.lib.systems

agents := [a | some a in input.resources.aws_bedrock_agent; not production.outside(a)]

flows := [f | some f in input.resources.aws_bedrock_flow; not production.outside(f)]

applications := array.concat(agents, flows)

prompts := [p | some p in input.resources.aws_bedrock_prompt; not production.outside(p)]

# Regions in which an application runs.
regions := [s |
	with_applications := {a.region | some a in applications}
	some s in input.scopes
	s.region in with_applications
]

subjects contains evidence.subject(t) if {
	some list in [applications, prompts, regions]
	some t in list
}

# The aliases by which an application is called, and what they route to. The test alias always routes to the working draft.
aliases(a) := [x |
	some i, alias in object.get(a.parts, members_of[a.kind].list, [])
	x := {
		"path": ["parts", members_of[a.kind].list, i, "routingConfiguration"],
		"id": object.get(alias, members_of[a.kind].id, ""),
		"routes": [object.get(r, members_of[a.kind].version, "") | some r in alias.routingConfiguration],
	}
	x.id != trial_alias
]

members_of := {
	"aws_bedrock_agent": {"list": "ListAgentAliases", "id": "agentAliasId", "version": "agentVersion"},
	"aws_bedrock_flow": {"list": "ListFlowAliases", "id": "id", "version": "flowVersion"},
}

# Amazon Bedrock user guide: the alias that agents and flows have for trying them out.
trial_alias := "TSTALIASID"

numbered(alias) if {
	alias.id != ""
	count(alias.routes) > 0
	every version in alias.routes { guardrails.released(version) }
}

# METADATA
# scope: document
# title: it has an alias, and all its aliases route to released versions
# custom:
#   of: [aws_bedrock_agent, aws_bedrock_flow]
#   field: parts
met.versioned contains evidence.at(a, alias.path) if {
	some a in applications
	every x in aliases(a) { numbered(x) }
	some alias in aliases(a)
}

violations.versioned contains evidence.at(a, alias.path) if {
	some a in applications
	some alias in aliases(a)
	not numbered(alias)
}

# METADATA
# scope: document
# title: no known form of secret stands in its instructions and prompts
# custom:
#   of: [aws_bedrock_agent, aws_bedrock_flow, aws_bedrock_prompt]
#   field: derived.secret_matches
met.secret_free contains evidence.at(a, ["derived", "secret_matches"]) if {
	some a in array.concat(applications, prompts)
	a.derived.secret_matches == []
}

violations.secret_free contains evidence.at(a, ["derived", "secret_matches", i]) if {
	some a in array.concat(applications, prompts)
	some i, _ in a.derived.secret_matches
}

# METADATA
# scope: document
# title: its validation found no error
# custom:
#   of: aws_bedrock_flow
#   field: config.validations
#   covers: ["aws-sample-aiml-assessment:AG-11", "aws-sample-aiml-assessment:BR-19"]
met.validated contains evidence.at(f, ["config", "validations"]) if {
	some f in flows
	is_array(f.config.validations)
	every v in f.config.validations { v.severity == "Warning" }
}

# METADATA
# scope: document
# title: Prompt Management of the region has a released prompt, or every application's system keeps its prompts in a repository
# custom:
#   of: scope
#   within: region
#   field: id
#   # What the register does not say of a system's state counts as production.
#   absent: {config.status: production}
#   covers: ["aws-sample-aiml-assessment:BR-07", "prowler:bedrock_prompt_management_exists"]
met.managed contains evidence.shown(s, p, ["parts", "GetPrompt", i, "version"]) if {
	some s in regions
	some p in input.resources.aws_bedrock_prompt
	p.region == s.region
	some i, v in p.parts.GetPrompt
	guardrails.released(v.version)
}

met.managed contains evidence.shown(s, owner, ["config", "prompt_refs"]) if {
	some s in regions
	every a in [a | some a in applications; a.region == s.region] { count(keeping(a)) > 0 }
	some a in applications
	a.region == s.region
	some owner in keeping(a)
}

keeping(a) := [o | some o in systems.of(a); count(o.config.prompt_refs) > 0]
