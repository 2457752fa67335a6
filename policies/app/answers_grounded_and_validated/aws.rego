# METADATA
# scope: package
# title: Guardrails check grounding, and reasoning or output where the system needs it
# custom:
#   remediation: Enable grounding and relevance with a tuned threshold of at least 0.7; attach the automated reasoning policy of a system that rules bind; name the function that validates output in the register and call it from the agent or gateway.
package aismm.app.answers_grounded_and_validated.aws

import data.aismm.lib.evidence
import data.aismm.lib.guardrails
import data.aismm.lib.production
import data.aismm.lib.systems

# A guardrail is left out where the register says of all its systems that they need no check.
judged := [g |
	some g in input.resources.aws_bedrock_guardrail
	not production.outside(g)
	not free(g)
]

free(g) if every need in ["grounded", "machine_consumed_output", "rule_bound"] { spared(g, need) }

# Whether the register says of all systems of a guardrail that they do not need something.
spared(g, need) if {
	owners := systems.of(g)
	count(owners) > 0
	every s in owners { s.config[need] == false }
}

subjects contains evidence.subject(g) if some g in judged

# METADATA
# scope: document
# title: every version in use blocks answers below a grounding and a relevance of 0.7, or the register says that answers need no grounding
# custom:
#   of: aws_bedrock_guardrail
#   field: config.contextualGroundingPolicy.filters
#   # GuardrailContextualGroundingFilter: the action is BLOCK, and the filter enabled, unless it says otherwise (Amazon Bedrock API reference).
#   absent:
#     config.contextualGroundingPolicy.filters.action: BLOCK
#     config.contextualGroundingPolicy.filters.enabled: true
#     parts.GetGuardrail.contextualGroundingPolicy.filters.action: BLOCK
#     parts.GetGuardrail.contextualGroundingPolicy.filters.enabled: true
#     config.status: production # what the register does not say of a system's state counts as production
#   covers:
#     - aws-sample-aiml-assessment:AG-05
#     - aws-sample-aiml-assessment:BR-27
#     - prowler:bedrock_guardrail_contextual_grounding_filter_enabled
met.grounding contains evidence.at(g, array.concat(v.path, ["contextualGroundingPolicy", "filters"])) if {
	some g in judged
	versions := guardrails.in_use(g)
	every x in versions { checks(x.value) == {"GROUNDING", "RELEVANCE"} }
	some v in versions
}

met.grounding contains evidence.at(g, ["id"]) if {
	some g in judged
	spared(g, "grounded")
}

checks(config) := {f.type |
	some f in config.contextualGroundingPolicy.filters
	f.threshold >= 0.7
	object.get(f, "action", "BLOCK") == "BLOCK"
	object.get(f, "enabled", true) == true
}

# METADATA
# scope: document
# title: every version in use applies an automated reasoning policy, or the register says that no rules bind its answers
# custom:
#   of: aws_bedrock_guardrail
#   field: config.automatedReasoningPolicy.policies
#   absent: {config.status: production} # what the register does not say of a system's state counts as production
#   covers: ["aws-sample-aiml-assessment:AG-04", "aws-sample-aiml-assessment:BR-24"]
met.reasoning contains evidence.at(g, array.concat(v.path, ["automatedReasoningPolicy", "policies"])) if {
	some g in judged
	versions := guardrails.in_use(g)
	every x in versions { count(x.value.automatedReasoningPolicy.policies) > 0 }
	some v in versions
}

met.reasoning contains evidence.at(g, ["id"]) if {
	some g in judged
	spared(g, "rule_bound")
}

# METADATA
# scope: document
# title: the functions that validate its systems' output are called by agents or gateways, or the register says that no code consumes it
# custom:
#   of: aws_bedrock_guardrail
#   field: id
#   absent: {config.status: production} # what the register does not say of a system's state counts as production
met.validated contains evidence.at(g, ["id"]) if {
	some g in judged
	spared(g, "machine_consumed_output")
}

met.validated contains evidence.shown(g, f, ["config", "FunctionName"]) if {
	some g in judged
	owners := consuming(g)
	count(owners) > 0
	every s in owners { count(validating(s)) > 0 }
	some s in owners
	some f in validating(s)
}

# A function that neither agent nor gateway names is not read: that it exists cannot be told.
unclear.validated contains evidence.shown(g, s, ["config", "output_validators"]) if {
	some g in judged
	owners := consuming(g)
	every o in owners { count(o.config.output_validators) > 0 }
	some s in owners
	count(validating(s)) == 0
}

# What the register does not say, because it could not be read, cannot be told either.
unclear.validated contains evidence.shown(g, s, ["config", "machine_consumed_output"]) if {
	some g in judged
	some s in systems.of(g)
	count(s.missing) > 0
	not s.config.machine_consumed_output == false
}

consuming(g) := [s | some s in systems.of(g); not s.config.machine_consumed_output == false]

validating(s) := [f |
	some name in s.config.output_validators
	some f in input.lookup.aws_lambda_function.FunctionName[name]
]
