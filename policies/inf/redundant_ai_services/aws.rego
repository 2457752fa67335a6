# METADATA
# scope: package
# title: Important endpoints, collections and inference profiles of AWS survive the loss of an instance, zone or region
# custom:
#   remediation: Give each variant of the endpoint two instances or more, create the collection anew with standby replicas, and call models through an inference profile of several regions or declare a fallback route.
package aismm.inf.redundant_ai_services.aws

import data.aismm.lib.evidence
import data.aismm.lib.importance
import data.aismm.lib.production
import data.aismm.lib.systems

endpoints := [e |
	some e in input.resources.aws_sagemaker_endpoint
	not gone(e)
	needed(e)
]

gone(e) if e.config.EndpointStatus in {"Deleting", "Failed", "OutOfService"}

# Collections of vectors; one whose type is not said counts.
collections := [c |
	some c in input.resources.aws_opensearch_serverless_collection
	not of_another_type(c)
	needed(c)
]

of_another_type(c) if c.config.type in {"SEARCH", "TIMESERIES"}

# Profiles that somebody made for an application. Those of AWS are there whether they are used or not.
profiles := [p |
	some p in input.resources.aws_bedrock_inference_profile
	not p.config.type == "SYSTEM_DEFINED"
	needed(p)
]

needed(r) if {
	not production.outside(r)
	not importance.minor(r)
}

subjects contains evidence.subject(r) if {
	some list in [collections, endpoints, profiles]
	some r in list
}

# METADATA
# scope: document
# title: each variant of the endpoint has two instances or more, or needs none
# custom:
#   of: aws_sagemaker_endpoint
#   within: region
#   field: config.EndpointConfigName
#   covers:
#     - "aws-config-managed:sagemaker-endpoint-config-prod-instance-count"
#     - "aws-sample-aiml-assessment:SM-12"
#     - "aws-securityhub:SageMaker.4"
#     - "prowler:sagemaker_endpoint_config_prod_variant_instances"
#     - "steampipe-mod-aws-compliance:foundational_security_sagemaker_4"
#     - "steampipe-mod-aws-compliance:sagemaker_endpoint_configuration_prod_instance_count_greater_than_one"
met.instances contains evidence.shown(e, c, ["config", "ProductionVariants"]) if {
	some e in endpoints
	some c in configuration(e)
	count(c.config.ProductionVariants) > 0
	every v in c.config.ProductionVariants { doubled(v) }
}

violations.instances contains evidence.shown(e, c, ["config", "ProductionVariants", i, "InitialInstanceCount"]) if {
	some e in endpoints
	some c in configuration(e)
	some i, v in c.config.ProductionVariants
	not doubled(v)
}

configuration(e) := [c |
	some c in input.lookup.aws_sagemaker_endpoint_config.EndpointConfigName[e.config.EndpointConfigName]
	c.region == e.region
]

doubled(v) if v.InitialInstanceCount >= 2

doubled(v) if v.ManagedInstanceScaling.MinInstanceCount >= 2

doubled(v) if v.ServerlessConfig.MaxConcurrency > 0

# METADATA
# scope: document
# title: the collection has standby replicas in other zones
# custom:
#   of: aws_opensearch_serverless_collection
#   field: config.standbyReplicas
#   covers: ["aws-config-conformance-pack:opensearch-serverless-standby-replicas"]
met.standby contains evidence.at(c, ["config", "standbyReplicas"]) if {
	some c in collections
	c.config.standbyReplicas == "ENABLED"
}

# METADATA
# scope: document
# title: the profile routes to several regions, or its systems declare a fallback
# custom:
#   of: aws_bedrock_inference_profile
#   field: config.models
#   # What the register does not say of a system's state counts as production.
#   absent: {config.status: production}
met.routes contains evidence.at(p, ["config", "models"]) if {
	some p in profiles
	count({split(m.modelArn, ":")[3] | some m in p.config.models}) >= 2
}

met.routes contains evidence.at(p, ["id"]) if {
	some p in profiles
	count(systems.of(p)) > 0
	every s in systems.of(p) { s.config.fallback_route != "" }
}
