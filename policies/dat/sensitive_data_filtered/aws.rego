# METADATA
# scope: package
# title: Guardrails of systems with personal or confidential data block or mask them in prompts and answers
# custom:
#   remediation: Add the entity types that your organization requires and the patterns of its own secrets to the guardrail's sensitive information filters, with BLOCK or ANONYMIZE on input and output, and release a version.
package aismm.dat.sensitive_data_filtered.aws

import data.aismm.lib.evidence
import data.aismm.lib.guardrails
import data.aismm.lib.production
import data.aismm.lib.systems

# Guardrails of which nobody says that they are outside production, or that all systems that they belong to handle nothing sensitive.
subjects contains evidence.subject(g) if {
	some g in input.resources.aws_bedrock_guardrail
	not production.outside(g)
	not harmless(g)
}

harmless(g) if {
	owners := systems.of(g)
	count(owners) > 0
	count([s | some s in owners; not open(s)]) == 0
}

# Its classes of data are said, and none of them is personal or confidential.
open(s) if {
	classes := {lower(c) | some c in s.config.data_classes}
	count(classes) > 0
	count(classes & sensitive) == 0
}

sensitive := {lower(c) | some c in input.settings.personal_data_classes} | {lower(c) | some c in input.settings.confidential_data_classes}

required := {t | some t in input.settings.guardrail_pii_types}

# METADATA
# scope: document
# title: every version in use filters all required types of data
# custom:
#   of: aws_bedrock_guardrail
#   field: config.sensitiveInformationPolicy.piiEntities
#   covers:
#     - aws-sample-aiml-assessment:AG-03
#     - aws-sample-aiml-assessment:BR-26
#     - aws-sample-aiml-assessment:FS-45
#     - prowler:bedrock_guardrail_sensitive_information_filter_enabled
met.types contains evidence.at(g, array.concat(v.path, ["sensitiveInformationPolicy", "piiEntities"])) if {
	some g in input.resources.aws_bedrock_guardrail
	versions := guardrails.in_use(g)
	every x in versions { count(required - {e.type | some e in x.value.sensitiveInformationPolicy.piiEntities}) == 0 }
	some v in versions
}

# METADATA
# scope: document
# title: every version in use blocks or masks them in prompts
# custom:
#   of: aws_bedrock_guardrail
#   field: config.sensitiveInformationPolicy.piiEntities
#   # GuardrailPiiEntity and GuardrailRegex: action holds where inputAction is absent, and the filter is enabled unless it says otherwise.
#   absent:
#     config.sensitiveInformationPolicy.piiEntities.inputAction: null
#     config.sensitiveInformationPolicy.piiEntities.inputEnabled: true
#     parts.GetGuardrail.sensitiveInformationPolicy.piiEntities.inputAction: null
#     parts.GetGuardrail.sensitiveInformationPolicy.piiEntities.inputEnabled: true
met.prompts contains evidence.at(g, array.concat(v.path, ["sensitiveInformationPolicy", "piiEntities"])) if {
	some g in input.resources.aws_bedrock_guardrail
	versions := guardrails.in_use(g)
	every x in versions { count(required - acting(x.value, "input")) == 0 }
	some v in versions
}

# METADATA
# scope: document
# title: every version in use blocks or masks them in answers
# custom:
#   of: aws_bedrock_guardrail
#   field: config.sensitiveInformationPolicy.piiEntities
#   # GuardrailPiiEntity and GuardrailRegex: action holds where outputAction is absent, and the filter is enabled unless it says otherwise.
#   absent:
#     config.sensitiveInformationPolicy.piiEntities.outputAction: null
#     config.sensitiveInformationPolicy.piiEntities.outputEnabled: true
#     parts.GetGuardrail.sensitiveInformationPolicy.piiEntities.outputAction: null
#     parts.GetGuardrail.sensitiveInformationPolicy.piiEntities.outputEnabled: true
met.answers contains evidence.at(g, array.concat(v.path, ["sensitiveInformationPolicy", "piiEntities"])) if {
	some g in input.resources.aws_bedrock_guardrail
	versions := guardrails.in_use(g)
	every x in versions { count(required - acting(x.value, "output")) == 0 }
	some v in versions
}

# METADATA
# scope: document
# title: every version in use blocks or masks patterns of the organization's own secrets, in both directions
# custom:
#   of: aws_bedrock_guardrail
#   field: config.sensitiveInformationPolicy.regexes
#   # as above
#   absent:
#     config.sensitiveInformationPolicy.regexes.inputAction: null
#     config.sensitiveInformationPolicy.regexes.inputEnabled: true
#     config.sensitiveInformationPolicy.regexes.outputAction: null
#     config.sensitiveInformationPolicy.regexes.outputEnabled: true
#     parts.GetGuardrail.sensitiveInformationPolicy.regexes.inputAction: null
#     parts.GetGuardrail.sensitiveInformationPolicy.regexes.inputEnabled: true
#     parts.GetGuardrail.sensitiveInformationPolicy.regexes.outputAction: null
#     parts.GetGuardrail.sensitiveInformationPolicy.regexes.outputEnabled: true
met.company_secrets contains evidence.at(g, array.concat(v.path, ["sensitiveInformationPolicy", "regexes"])) if {
	some g in input.resources.aws_bedrock_guardrail
	versions := guardrails.in_use(g)
	every x in versions { own_secrets(x.value) }
	some v in versions
}

own_secrets(guardrail) if {
	regexes := guardrail.sensitiveInformationPolicy.regexes
	count(regexes) > 0
	every r in regexes {
		acts(r, "input")
		acts(r, "output")
	}
}

# The types that are blocked or masked in a direction.
acting(guardrail, direction) := {e.type |
	some e in guardrail.sensitiveInformationPolicy.piiEntities
	acts(e, direction)
}

acts(filter, direction) if {
	object.get(filter, concat("", [direction, "Action"]), filter.action) in {"ANONYMIZE", "BLOCK"}
	object.get(filter, concat("", [direction, "Enabled"]), true) == true
}
