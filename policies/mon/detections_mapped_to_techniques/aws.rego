# METADATA
# scope: package
# title: Nobody unknown looked for models in an AWS account and then called them
# custom:
#   remediation: Find out who acted, revoke the credentials if they were stolen, and add identities that are known to the setting model_explorers.
package aismm.mon.detections_mapped_to_techniques.aws

import data.aismm.lib.evidence
import data.aismm.lib.when

# Models were called here: CloudWatch counts calls, CloudTrail lists those that follow a look for models. A metric that does not say
# how often a model was called counts.
calls if {
	some u in input.resources.aws_bedrock_usage
	not u.derived.invocations == 0
}

calls if count(invocations) > 0

subjects contains evidence.subject(input.boundary) if calls

invocations := [e |
	some e in input.resources.aws_cloudtrail_event_summary
	e.config.EventSource == "bedrock.amazonaws.com"
	e.config.EventName in {"Converse", "ConverseStream", "InvokeModel", "InvokeModelWithResponseStream"}
]

explorations := [e |
	some e in input.resources.aws_cloudtrail_event_summary
	e.config.EventSource == "bedrock.amazonaws.com"
	e.config.EventName in {"GetFoundationModelAvailability", "ListFoundationModels"}
	not e.derived.principal in {p | some p in input.settings.model_explorers}
]

# Calls by somebody who is not known and had looked for models before.
matches := [i |
	some e in explorations
	some i in invocations
	i.derived.principal == e.derived.principal
	not before(i, e)
]

# All that was seen of the calls came before the first look.
before(i, e) if when.ns(i.derived.last) < when.ns(e.derived.first)

# METADATA
# scope: document
# title: no identity that is not known looked for models and then called them
# custom:
#   of: boundary
#   field: account
met.nobody_unknown contains evidence.at(input.boundary, ["account"]) if {
	calls
	count(matches) == 0
}

violations.nobody_unknown contains evidence.shown(input.boundary, i, ["derived", "principal"]) if {
	calls
	some i in matches
}
