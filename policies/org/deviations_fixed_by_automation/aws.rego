# METADATA
# scope: package
# title: Config rules on AI resources repair what they find, within a day
# custom:
#   remediation: Give the rule a remediation that runs automatically, and try it on a resource that was broken on purpose.
package aismm.org.deviations_fixed_by_automation.aws

import data.aismm.lib.evidence
import data.aismm.lib.when

rules := input.resources.aws_config_compliance

subjects contains evidence.subject(r) if some r in rules

# METADATA
# scope: document
# title: its remediation runs automatically
# custom:
#   of: aws_config_compliance
#   within: region
#   field: id
met.automatic contains evidence.shown(r, m, ["config", "Automatic"]) if {
	some r in rules
	some m in input.resources.aws_config_remediation
	m.region == r.region
	m.config.ConfigRuleName == r.config.ConfigRuleName
	m.config.Automatic == true
}

# METADATA
# scope: document
# title: nothing has deviated for more than 24 hours
# custom:
#   of: aws_config_compliance
#   field: parts.GetComplianceDetailsByConfigRule.EvaluationResults
met.within_a_day contains evidence.at(r, ["parts", "GetComplianceDetailsByConfigRule", "EvaluationResults"]) if {
	some r in rules
	results := r.parts.GetComplianceDetailsByConfigRule.EvaluationResults
	count([x | some x in results; fresh(x)]) == count(results)
}

fresh(result) if when.within_days(result.ResultRecordedTime, 1)

fresh(result) if result.ComplianceType in {"COMPLIANT", "NOT_APPLICABLE"}

# Which deviation is too old.
violations.within_a_day contains evidence.at(r, ["parts", "GetComplianceDetailsByConfigRule", "EvaluationResults", i, "ResultRecordedTime"]) if {
	some r in rules
	some i, result in r.parts.GetComplianceDetailsByConfigRule.EvaluationResults
	not fresh(result)
}
