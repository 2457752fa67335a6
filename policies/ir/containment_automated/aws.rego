# METADATA
# scope: package
# title: Findings or alarms in accounts with production AI start containment by themselves
# custom:
#   remediation: Give a rule on findings or alarms the containment automation as its target and enable it, or name the automation's document in a response plan.
package aismm.ir.containment_automated.aws

import data.aismm.lib.evidence

# Nothing in a test account is in production.
judged if {
	input.boundary.ai == "yes"
	not input.boundary.account in {id | some id in input.settings.test_accounts}
}

subjects contains evidence.subject(input.boundary) if judged

# What rules may wait for: findings of GuardDuty and Security Hub, and changes of CloudWatch alarms (their detail types, as the services document).
signals := {"CloudWatch Alarm State Change", "Findings Imported V2", "GuardDuty Finding", "Security Hub Findings - Imported"}

waits(pattern) if {
	count({d | some d in pattern["detail-type"]} & signals) > 0
	not foreign(pattern)
}

# A pattern without detail types waits for all that its sources send.
waits(pattern) if {
	not pattern["detail-type"]
	count({s | some s in pattern.source} & {"aws.guardduty", "aws.securityhub"}) > 0
}

# Where these come from. An application of one's own can send events of the same detail types.
sources := {"aws.cloudwatch", "aws.guardduty", "aws.securityhub"}

# A pattern that names its sources, none of them one of these. A source may be told by another match than its whole name.
foreign(pattern) if {
	every source in pattern.source {
		is_string(source)
		not source in sources
	}
}

# METADATA
# scope: document
# title: an enabled rule on findings or alarms starts a containment automation, or a response plan names one
# custom:
#   of: boundary
#   field: id
met.armed contains evidence.shown(input.boundary, r, ["parts", "ListTargetsByRule", "Targets", i, "Arn"]) if {
	some r in input.resources.aws_eventbridge_rule
	r.config.State in {"ENABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"}
	waits(r.config.EventPattern)
	some i, target in r.parts.ListTargetsByRule.Targets
	target.Arn in input.settings.containment_automations
}

met.armed contains evidence.shown(input.boundary, p, ["config", "actions", i, "ssmAutomation", "documentName"]) if {
	some p in input.resources.aws_ssm_incidents_plan
	some i, action in p.config.actions
	action.ssmAutomation.documentName in input.settings.containment_automations
}
