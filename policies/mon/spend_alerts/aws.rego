# METADATA
# scope: package
# title: Unusual spend on AI alerts a person
# custom:
#   remediation: Give the account a budget on its AI services, or an anomaly monitor by service, with a subscriber who acts.
package aismm.mon.spend_alerts.aws

import data.aismm.lib.evidence

subjects contains evidence.subject(input.boundary) if input.boundary.ai == "yes"

# METADATA
# scope: document
# title: a budget on AI or on the account, or an anomaly monitor by service, notifies somebody
# custom:
#   of: boundary
#   field: id
met.alerted contains evidence.shown(input.boundary, b, ["parts", "DescribeSubscribersForNotification", i, "Subscribers"]) if {
	some b in input.resources.aws_budgets_budget
	b.config.BudgetType in {"COST", "USAGE"}
	watches(b)
	some i, n in b.parts.DescribeSubscribersForNotification
	count(n.Subscribers) > 0
}

met.alerted contains evidence.shown(input.boundary, m, ["parts", "GetAnomalySubscriptions", "AnomalySubscriptions", i, "Subscribers"]) if {
	some m in input.resources.aws_ce_anomaly_monitor
	m.config.MonitorDimension == "SERVICE"
	some i, s in m.parts.GetAnomalySubscriptions.AnomalySubscriptions
	count(s.Subscribers) > 0
}

services := {x | some x in input.settings.ai_billing_services}

# CostFilters is the older way to filter a budget, FilterExpression the newer one.
watches(b) if count(services & {x | some x in b.config.CostFilters.Service}) > 0

watches(b) if input.boundary.account in b.config.CostFilters.LinkedAccount

watches(b) if concerns(b.config.FilterExpression)

watches(b) if {
	some part in ["And", "Or"]
	some e in b.config.FilterExpression[part]
	concerns(e)
}

concerns(e) if {
	e.Dimensions.Key == "SERVICE"
	count(services & {x | some x in e.Dimensions.Values}) > 0
}

concerns(e) if {
	e.Dimensions.Key == "LINKED_ACCOUNT"
	input.boundary.account in e.Dimensions.Values
}
