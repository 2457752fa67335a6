# METADATA
# scope: package
# title: Tools of high impact wait for a person, or for a policy that is enforced
# custom:
#   remediation: Require confirmation of every function or return control to the application; put the gateway's policy engine to ENFORCE and write an active policy that names the tool and its limits.
package aismm.app.human_approval_for_impact.aws

import data.aismm.lib.evidence
import data.aismm.lib.tools

# Tools that nobody classed may do harm: only those whose every entry says that their impact is low are left out.
groups := [g | some g in tools.action_groups; not low(g)]

# Targets that only route to models are no tools.
targets := [t | some t in tools.gateway_targets; not low(t); not t.config.targetConfiguration.inference]

low(t) if {
	found := tools.entries(t)
	count(found) > 0
	every r in found { r.config.impact == "low" }
}

# AWS's own way to ask the person who uses the agent does nothing itself.
low(g) if g.config.parentActionSignature == "AMAZON.UserInput"

subjects contains evidence.subject(t) if some t in array.concat(groups, targets)

# METADATA
# scope: document
# title: every function waits for confirmation, or control returns to the application
# custom:
#   of: aws_bedrock_agent_action_group
#   field: config.functionSchema.functions
met.confirmed contains evidence.at(g, ["config", "functionSchema", "functions", i, "requireConfirmation"]) if {
	some g in groups
	every f in g.config.functionSchema.functions { f.requireConfirmation == "ENABLED" }
	some i, _ in g.config.functionSchema.functions
}

met.confirmed contains evidence.at(g, ["config", "actionGroupExecutor", "customControl"]) if {
	some g in groups
	g.config.actionGroupExecutor.customControl == "RETURN_CONTROL"
}

# An interface of OpenAPI may ask for confirmation in the document, which is kept elsewhere or replaced by fingerprints.
unclear.confirmed contains evidence.at(g, ["config", "apiSchema"]) if {
	some g in groups
	count(g.config.apiSchema) > 0
	not g.config.actionGroupExecutor.customControl == "RETURN_CONTROL"
}

# METADATA
# scope: document
# title: the policy engine of its gateway enforces what it decides
# custom:
#   of: aws_bedrock_agentcore_gateway_target
#   field: derived.gateway_arn
#   covers:
#     - aws-sample-aiml-assessment:AG-25
#     - prowler-proposed:bedrockagentcore_gateway_policy_engine_enforce_mode_enabled
met.enforcing contains evidence.shown(t, g, ["config", "policyEngineConfiguration", "mode"]) if {
	some t in targets
	some g in input.lookup.aws_bedrock_agentcore_gateway.id[t.derived.gateway_arn]
	g.config.policyEngineConfiguration.mode == "ENFORCE"
}

# METADATA
# scope: document
# title: an active policy of the gateway's engine names its tools, and forbids them or sets a condition
# custom:
#   of: aws_bedrock_agentcore_gateway_target
#   field: config.name
met.named contains evidence.shown(t, e, ["parts", "ListPolicies", i, "definition"]) if {
	some t in targets
	some g in input.lookup.aws_bedrock_agentcore_gateway.id[t.derived.gateway_arn]
	some e in input.lookup.aws_bedrock_agentcore_policy_engine.id[g.config.policyEngineConfiguration.arn]
	some i, p in e.parts.ListPolicies
	some text in in_force(p)

	# An action stands with the ARN of its gateway (Amazon Bedrock AgentCore developer guide, "Policy scope" and "Action and resource scoped
	# policies").
	names(text, t)
	contains(text, concat("", [`"`, g.id, `"`]))
	stops(text, e, t, g)
}

# What an active policy says.
in_force(p) := [t |
	p.status == "ACTIVE"
	p.enforcementMode == "ACTIVE"
	some t in texts(p)
]

# The text of a policy, without its comments and the conditions that always hold.
texts(p) := [regex.replace(regex.replace(t, `("(?:[^"\\]|\\.)*")|//[^\n]*`, "$1"), always, "") |
	some form in ["cedar", "policy"]
	t := p.definition[form].statement
]

always := `\b(when\s*\{\s*(true)?\s*\}|unless\s*\{\s*(false)?\s*\})`

# A policy that permits without a condition stops nothing. What one permits on a condition is free where another one permits it without.
stops(text, _, _, _) if forbids(text)

stops(text, e, t, g) if {
	conditional(text)
	every p in e.parts.ListPolicies { not opens(p, t, g) }
}

# Whether a policy may permit a tool whatever it is called with. One whose text is not known may.
opens(p, t, g) if {
	not without_effect(p)
	count([x | some x in texts(p); harmless(x, t, g)]) == 0
}

without_effect(p) if p.status in {"CREATE_FAILED", "CREATING", "DELETING"}

without_effect(p) if p.enforcementMode == "LOG_ONLY"

harmless(text, _, _) if forbids(text)

harmless(text, _, _) if conditional(text)

# It is about another gateway, or about tools of other targets.
harmless(text, _, g) if {
	contains(text, `::Gateway::"`)
	not contains(text, concat("", [`"`, g.id, `"`]))
}

harmless(text, t, _) if {
	contains(text, `::Action::"`)
	not names(text, t)
}

# An action begins with the name of its target.
names(text, t) if regex.match(concat("", [`"`, t.config.name, `[^A-Za-z0-9-]`]), text)

forbids(text) if regex.match(`^\s*(@[^)]*\)\s*)*forbid\b`, text)

conditional(text) if regex.match(`\b(unless|when)\s*\{`, text)
