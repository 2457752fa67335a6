# METADATA
# scope: package
# title: Releases on SageMaker endpoints go out gradually and roll back on alarms
# custom:
#   remediation: Update the endpoint with a deployment configuration that shifts traffic as a canary, linearly or by rolling, and that names the alarms on quality, errors and latency for the rollback.
package aismm.mod.automatic_rollback.aws

import data.aismm.lib.evidence
import data.aismm.lib.production
import data.aismm.lib.serving
import data.aismm.lib.when

candidates := [e | some e in serving.endpoints; not production.outside(e)]

# Those that changed in the last 90 days; where none did, the last three. One that does not say when it changed is among them anyhow.
released := array.concat(undated, recent) if count(recent) > 0

released := array.concat(undated, [e | some e in dated; newer(e) < 3]) if count(recent) == 0

dated := [e | some e in candidates; says_when(e)]

undated := [e | some e in candidates; not says_when(e)]

says_when(e) if when.ns(e.config.LastModifiedTime)

recent := [e | some e in dated; when.ns(e.config.LastModifiedTime) >= when.now - (90 * when.day)]

newer(e) := count([o | some o in dated; when.ns(o.config.LastModifiedTime) > when.ns(e.config.LastModifiedTime)])

subjects contains evidence.subject(e) if some e in released

# METADATA
# scope: document
# title: alarms roll its last release back
# custom:
#   of: aws_sagemaker_endpoint
#   compares: true
#   field: config.LastDeploymentConfig.AutoRollbackConfiguration.Alarms
met.rollback contains evidence.at(e, ["config", "LastDeploymentConfig", "AutoRollbackConfiguration", "Alarms"]) if {
	some e in released
	count(e.config.LastDeploymentConfig.AutoRollbackConfiguration.Alarms) > 0
}

# METADATA
# scope: document
# title: its last release took traffic step by step, or ran in the shadow first
# custom:
#   of: aws_sagemaker_endpoint
#   within: region
#   compares: true
#   field: config.LastDeploymentConfig
met.gradual contains evidence.at(e, ["config", "LastDeploymentConfig", "BlueGreenUpdatePolicy", "TrafficRoutingConfiguration", "Type"]) if {
	some e in released
	e.config.LastDeploymentConfig.BlueGreenUpdatePolicy.TrafficRoutingConfiguration.Type in {"CANARY", "LINEAR"}
}

met.gradual contains evidence.at(e, ["config", "LastDeploymentConfig", "RollingUpdatePolicy"]) if {
	some e in released
	e.config.LastDeploymentConfig.RollingUpdatePolicy
}

# A shadow test of the endpoint that was completed in the 90 days before the release.
met.gradual contains evidence.shown(e, x, ["config", "CompletionTime"]) if {
	some e in released
	some x in input.resources.aws_sagemaker_inference_experiment
	x.region == e.region
	x.config.EndpointMetadata.EndpointName == e.config.EndpointName
	x.config.Type == "ShadowMode"
	x.config.Status == "Completed"
	lead := when.ns(e.config.LastModifiedTime) - when.ns(x.config.CompletionTime)
	lead >= 0
	lead <= 90 * when.day
}
