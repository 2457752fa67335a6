# METADATA
# scope: package
# title: An account that serves own models has a gate on what becomes a model, and serves only what passed it
# custom:
#   remediation: Let a rule of EventBridge start the gate when a model package or an endpoint changes, and replace models that come from no approved package.
package aismm.mod.unsigned_models_refused.aws

import data.aismm.lib.evidence
import data.aismm.lib.serving

# It serves something of its own.
serves if some _ in serving.own

subjects contains evidence.subject(input.boundary) if serves

# Rules that start a declared gate on changes of model packages or endpoints. Names of events: "SageMaker AI events that Amazon EventBridge sends".
gates := [g |
	some r in input.resources.aws_eventbridge_rule
	r.config.State in {"ENABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"}
	"aws.sagemaker" in r.config.EventPattern.source
	watches(r.config.EventPattern)
	some i, t in r.parts.ListTargetsByRule.Targets
	t.Arn in {x | some x in input.settings.release_gate_automations}
	g := {"rule": r, "path": ["parts", "ListTargetsByRule", "Targets", i, "Arn"]}
]

watches(pattern) if {
	some type in pattern["detail-type"]
	type in {"SageMaker Endpoint State Change", "SageMaker Model Package State Change"}
}

# METADATA
# scope: document
# title: in each region that serves own models, a rule starts a declared gate when a package or an endpoint changes
# custom:
#   of: boundary
#   field: account
met.gate contains evidence.shown(input.boundary, g.rule, g.path) if {
	serves
	count({e.region | some e in serving.own} - {g.rule.region | some g in gates}) == 0
	some g in gates
}

# METADATA
# scope: document
# title: no endpoint serves an own model that comes from no approved package
# custom:
#   of: boundary
#   field: account
met.approved contains evidence.shown(input.boundary, p, ["config", "ModelApprovalStatus"]) if {
	serves
	every e in serving.own { count(serving.approved(e)) > 0 }
	some e in serving.own
	some p in serving.approved(e)
}

violations.approved contains evidence.shown(input.boundary, e, ["config", "EndpointConfigName"]) if {
	some e in serving.own
	count(serving.approved(e)) == 0
}
