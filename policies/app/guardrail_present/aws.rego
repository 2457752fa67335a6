# METADATA
# scope: package
# title: Agents, flows and regions that call models have a released guardrail
# custom:
#   remediation: Create a guardrail, release a version of it, and name that version in the agent, in the flow's prompt and knowledge base nodes, or in the account's enforced guardrails.
package aismm.app.guardrail_present.aws

import data.aismm.lib.evidence
import data.aismm.lib.guardrails
import data.aismm.lib.production

# A metric that says zero is of a model that nobody called lately; one that says nothing counts.
invoked := {u.region | some u in input.resources.aws_bedrock_usage; not u.derived.invocations == 0}

used := [s | some s in input.scopes; s.region in invoked]

agents := [a | some a in input.resources.aws_bedrock_agent; not production.outside(a)]

flows := [f | some f in input.resources.aws_bedrock_flow; not production.outside(f)]

subjects contains evidence.subject(t) if {
	some list in [used, agents, flows]
	some t in list
}

# METADATA
# scope: document
# title: a released guardrail is ready in the region, or one is enforced there
# custom:
#   of: scope
#   within: region
#   field: id
#   covers:
#     - aws-sample-aiml-assessment:BR-05
#     - cnspec:mondoo-aws-security-bedrock-guardrails-configured
#     - prowler:bedrock_guardrails_configured
met.ready contains evidence.shown(s, g, ["parts", "GetGuardrail", i, "status"]) if {
	some s in used
	some g in input.resources.aws_bedrock_guardrail
	g.region == s.region
	some i, v in g.parts.GetGuardrail
	guardrails.released(v.version)
	v.status == "READY"
}

met.ready contains evidence.shown(s, e.of, e.path) if {
	some s in used
	some e in guardrails.enforced
	e.region == s.region
}

# METADATA
# scope: document
# title: every version of the agent that is in use names a released guardrail, or one is enforced on its model
# custom:
#   of: aws_bedrock_agent
#   field: config.guardrailConfiguration
#   # Enforcement that names no models holds for all (Amazon Bedrock API reference: AccountEnforcedGuardrailOutputConfiguration).
#   absent: {config.modelEnforcement: {includedModels: [ALL], excludedModels: []}}
#   covers:
#     - aws-sample-aiml-assessment:AG-01
#     - aws-sample-aiml-assessment:BR-28
#     - checkov:CKV_AWS_383
#     - prowler:bedrock_agent_guardrail_enabled
met.agent contains row if {
	some a in agents
	versions := guardrails.deployed(a)
	every v in versions { guarded(v.value.guardrailConfiguration) }
	some v in versions
	row := evidence.at(a, array.concat(v.path, ["guardrailConfiguration", "guardrailVersion"]))
}

met.agent contains evidence.shown(a, e.of, e.path) if {
	some a in agents
	some e in guardrails.enforced
	e.region == a.region
	versions := guardrails.deployed(a)
	count(versions) > 0
	every v in versions { guardrails.holds_for(e, v.value.foundationModel) }
}

guarded(c) if {
	c.guardrailIdentifier != ""
	guardrails.released(c.guardrailVersion)
}

# METADATA
# scope: document
# title: every prompt and knowledge base node of the flow's versions in use, if it has any, names a released guardrail, or one is enforced on all models
# custom:
#   of: aws_bedrock_flow
#   field: config.definition.nodes
#   # Enforcement that names no models holds for all (Amazon Bedrock API reference: AccountEnforcedGuardrailOutputConfiguration).
#   absent: {config.modelEnforcement: {includedModels: [ALL], excludedModels: []}}
#   covers: ["aws-sample-aiml-assessment:BR-13", "prowler-proposed:bedrock_flow_guardrail_enabled"]
met.flow contains evidence.at(f, path) if {
	some f in flows
	versions := guardrails.deployed(f)
	every v in versions {
		count(guardrails.nodes(v)) > 0
		every n in guardrails.nodes(v) { harmless(n.value) }
	}
	some v in versions
	some path in deciding(v)
}

harmless(node) if guardrails.calls_no_model(node)

harmless(node) if guarded(guardrails.of_node(node))

# The guardrails of a version's nodes; of a version that calls no model, its nodes.
deciding(v) := of_nodes(v) if count(of_nodes(v)) > 0

deciding(v) := [array.concat(v.path, ["definition", "nodes"])] if count(of_nodes(v)) == 0

of_nodes(v) := [array.concat(n.path, guardrails.place_in_node[n.value.type]) | some n in guardrails.nodes(v)]

met.flow contains evidence.shown(f, e.of, e.path) if {
	some f in flows
	some e in guardrails.enforced
	e.region == f.region
	guardrails.all_models(e)
}
