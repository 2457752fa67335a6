# METADATA
# scope: package
# title: GuardDuty watches every region with AI, with the plans that see attacks on AI
# custom:
#   remediation: Enable GuardDuty with AI, S3 and Lambda protection from the delegated administrator, with auto-enable for new accounts and regions.
package aismm.mon.ai_threat_detection_on.aws

import data.aismm.lib.evidence

regions := [s | some s in input.scopes; s.ai == "yes"]

subjects contains evidence.subject(s) if some s in regions

# METADATA
# scope: document
# title: a detector is enabled
# custom:
#   of: scope
#   within: region
#   field: id
#   covers: ["aws-sample-aiml-assessment:SM-04"]
met.enabled contains evidence.shown(s, d, ["config", "status"]) if {
	some s in regions
	some d in input.resources.aws_guardduty_detector
	d.region == s.region
	d.config.status == "ENABLED"
}

# The plans that are on. Those of a detector that is suspended see nothing.
plans := [{"scope": s, "detector": d, "index": i, "name": f.name} |
	some s in regions
	some d in input.resources.aws_guardduty_detector
	d.region == s.region
	d.config.status == "ENABLED"
	some i, f in d.config.features
	f.status == "ENABLED"
]

# METADATA
# scope: document
# title: AI Protection is on
# custom:
#   of: scope
#   within: region
#   field: id
met.ai contains evidence.shown(p.scope, p.detector, ["config", "features", p.index, "status"]) if {
	some p in plans
	p.name == "AI_PROTECTION"
}

# GetDetector lists the plans that the Region offers. One that is not listed, or whose detector was not read, is neither on nor off.
unclear.ai contains evidence.shown(s, d, ["config", "features"]) if {
	some s in regions
	some d in input.resources.aws_guardduty_detector
	d.region == s.region
	not d.config.status == "DISABLED"
	not "AI_PROTECTION" in {f.name | some f in d.config.features}
}

# METADATA
# scope: document
# title: S3 Protection is on
# custom:
#   of: scope
#   within: region
#   field: id
met.s3 contains evidence.shown(p.scope, p.detector, ["config", "features", p.index, "status"]) if {
	some p in plans
	p.name == "S3_DATA_EVENTS"
}

# METADATA
# scope: document
# title: Lambda Protection is on
# custom:
#   of: scope
#   within: region
#   field: id
met.lambda contains evidence.shown(p.scope, p.detector, ["config", "features", p.index, "status"]) if {
	some p in plans
	p.name == "LAMBDA_NETWORK_LOGS"
}
