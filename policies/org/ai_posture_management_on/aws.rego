# METADATA
# scope: package
# title: Security Hub and AWS Config watch every region with AI, and report to one place
# custom:
#   remediation: Enable Security Hub with a standard that covers AI, a finding aggregator and a Config recorder of all resource types, by central configuration of the organization.
package aismm.org.ai_posture_management_on.aws

import data.aismm.lib.evidence

regions := [s | some s in input.scopes; s.ai == "yes"]

subjects contains evidence.subject(s) if some s in regions

# METADATA
# scope: document
# title: Security Hub runs a standard that checks AI services
# custom:
#   of: scope
#   within: region
#   field: id
met.standard contains evidence.shown(s, h, ["parts", "GetEnabledStandards", "StandardsSubscriptions", i, "StandardsStatus"]) if {
	some s in regions
	some h in input.resources.aws_securityhub_hub
	h.region == s.region
	some i, subscription in h.parts.GetEnabledStandards.StandardsSubscriptions
	subscription.StandardsStatus == "READY"
	checks_ai(subscription.StandardsArn)
}

# "arn:aws:securityhub:us-east-1::standards/aws-foundational-security-best-practices/v/1.0.0"
checks_ai(standard) if split(standard, "/")[1] in {"ai-security-best-practices", "aws-foundational-security-best-practices"}

# METADATA
# scope: document
# title: its findings are gathered in one region
# custom:
#   of: scope
#   within: region
#   field: id
met.central contains evidence.shown(s, h, ["parts", "ListFindingAggregators", "FindingAggregators"]) if {
	some s in regions
	some h in input.resources.aws_securityhub_hub
	h.region == s.region
	count(h.parts.ListFindingAggregators.FindingAggregators) > 0
}

# METADATA
# scope: document
# title: AWS Config is recording
# custom:
#   of: scope
#   within: region
#   field: id
met.recording contains evidence.shown(s, r, ["parts", "DescribeConfigurationRecorderStatus", "recording"]) if {
	some s in regions
	some r in input.resources.aws_config_recorder
	r.region == s.region
	r.parts.DescribeConfigurationRecorderStatus.recording == true
}

# METADATA
# scope: document
# title: what it records holds the AI resource types
# custom:
#   of: scope
#   within: region
#   field: id
met.ai_types contains evidence.shown(s, r, ["config", "recordingGroup"]) if {
	some s in regions
	some r in input.resources.aws_config_recorder
	r.region == s.region
	records_ai(r.config.recordingGroup)
}

records_ai(g) if g.allSupported == true

# The strategy tells which of the lists counts. Recorders write theirs out even where it is empty (AWS Config developer guide,
# "Recording resources with the AWS CLI"); one that is not there excludes nobody knows what.
records_ai(g) if {
	g.recordingStrategy.useOnly == "INCLUSION_BY_RESOURCE_TYPES"
	count(ai_types - {t | some t in g.resourceTypes}) == 0
}

records_ai(g) if {
	g.recordingStrategy.useOnly == "EXCLUSION_BY_RESOURCE_TYPES"
	excluded := g.exclusionByResourceTypes.resourceTypes
	count(ai_types & {t | some t in excluded}) == 0
}

# The types of AI resources that are judged here and that Config knows (AWS Config API reference, ResourceType). To record one of which
# there is nothing costs nothing.
ai_types := {
	"AWS::Bedrock::Guardrail", "AWS::Bedrock::KnowledgeBase", "AWS::Bedrock::Prompt",
	"AWS::BedrockAgentCore::BrowserCustom", "AWS::BedrockAgentCore::Runtime",
	"AWS::SageMaker::Domain", "AWS::SageMaker::FeatureGroup", "AWS::SageMaker::Image", "AWS::SageMaker::Model",
}
