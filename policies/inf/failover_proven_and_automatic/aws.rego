# METADATA
# scope: package
# title: Important SageMaker endpoints scale by themselves
# custom:
#   remediation: Register each variant of the endpoint as a scalable target with a minimum of two, attach a target tracking policy, and resume what was suspended.
package aismm.inf.failover_proven_and_automatic.aws

import data.aismm.lib.evidence
import data.aismm.lib.importance
import data.aismm.lib.production

endpoints := [e |
	some e in input.resources.aws_sagemaker_endpoint
	not gone(e)
	not production.outside(e)
	not importance.minor(e)
]

gone(e) if e.config.EndpointStatus in {"Deleting", "Failed", "OutOfService"}

subjects contains evidence.subject(e) if some e in endpoints

# Variants with instances, each with its targets. Serverless ones scale without any.
variants := [{"of": e, "targets": targets(e, v)} |
	some e in endpoints
	some v in e.config.ProductionVariants
	not without_instances(v)
]

without_instances(v) if v.CurrentServerlessConfig.MaxConcurrency > 0

targets(e, v) := [t |
	some t in input.lookup.aws_autoscaling_target.ResourceId[concat("/", ["endpoint", e.config.EndpointName, "variant", v.VariantName])]
	t.region == e.region
	t.config.ScalableDimension == "sagemaker:variant:DesiredInstanceCount"
]

# Endpoints without such a variant, of which every variant was seen.
serverless := [e |
	some e in endpoints
	count(e.config.ProductionVariants) > 0
	not e.ref in hosted
]

hosted := {v.of.ref | some v in variants}

# METADATA
# scope: document
# title: each variant keeps two instances or more when it scales
# custom:
#   of: aws_sagemaker_endpoint
#   within: region
#   field: config.ProductionVariants
#   # A variant with instances has no serverless configuration (ProductionVariantSummary, SageMaker API reference).
#   absent: {config.ProductionVariants.CurrentServerlessConfig.MaxConcurrency: 0}
met.scalable contains evidence.shown(v.of, t, ["config", "MinCapacity"]) if {
	some v in variants
	not v.of.ref in stiff
	some t in v.targets
}

met.scalable contains evidence.at(e, ["config", "ProductionVariants"]) if some e in serverless

violations.scalable contains evidence.shown(v.of, t, ["config", "MinCapacity"]) if {
	some v in variants
	not scalable(v)
	some t in v.targets
}

stiff := {v.of.ref | some v in variants; not scalable(v)}

scalable(v) if {
	some t in v.targets
	t.config.MinCapacity >= 2
}

# METADATA
# scope: document
# title: nobody has suspended the scaling of a variant
# custom:
#   of: aws_sagemaker_endpoint
#   within: region
#   field: config.ProductionVariants
#   # Nothing is suspended by default (RegisterScalableTarget, Application Auto Scaling API reference).
#   # A variant with instances has no serverless configuration (ProductionVariantSummary, SageMaker API reference).
#   absent: {config.ProductionVariants.CurrentServerlessConfig.MaxConcurrency: 0, config.SuspendedState: null, config.SuspendedState.DynamicScalingInSuspended: false, config.SuspendedState.DynamicScalingOutSuspended: false, config.SuspendedState.ScheduledScalingSuspended: false}
met.running contains evidence.shown(v.of, t, ["config", "SuspendedState"]) if {
	some v in variants
	not v.of.ref in halted
	some t in v.targets
}

met.running contains evidence.at(e, ["config", "ProductionVariants"]) if some e in serverless

violations.running contains evidence.shown(v.of, t, ["config", "SuspendedState"]) if {
	some v in variants
	not running(v)
	some t in v.targets
}

halted := {v.of.ref | some v in variants; not running(v)}

running(v) if {
	some t in v.targets
	t.config.MinCapacity >= 0 # what a target always says: it was read
	not suspended(t)
}

suspended(t) if {
	some field in ["DynamicScalingInSuspended", "DynamicScalingOutSuspended", "ScheduledScalingSuspended"]
	t.config.SuspendedState[field] == true
}

# METADATA
# scope: document
# title: each variant has a scaling policy
# custom:
#   of: aws_sagemaker_endpoint
#   within: region
#   field: config.ProductionVariants
#   # A variant with instances has no serverless configuration (ProductionVariantSummary, SageMaker API reference).
#   absent: {config.ProductionVariants.CurrentServerlessConfig.MaxConcurrency: 0}
met.policy contains evidence.shown(v.of, t, ["parts", "DescribeScalingPolicies"]) if {
	some v in variants
	not v.of.ref in unscaled
	some t in v.targets
}

met.policy contains evidence.at(e, ["config", "ProductionVariants"]) if some e in serverless

violations.policy contains evidence.shown(v.of, t, ["parts", "DescribeScalingPolicies"]) if {
	some v in variants
	not scaled(v)
	some t in v.targets
}

unscaled := {v.of.ref | some v in variants; not scaled(v)}

scaled(v) if {
	some t in v.targets
	count(t.parts.DescribeScalingPolicies) > 0
}
