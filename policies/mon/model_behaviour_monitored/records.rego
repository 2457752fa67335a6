# METADATA
# scope: package
# title: The quality of models in production is watched on live traffic
# custom:
#   remediation: Create a baseline from the acceptance test and schedule the monitor with an owner for violations.
package aismm.mon.model_behaviour_monitored.records

import data.aismm.lib.evidence
import data.aismm.lib.register
import data.aismm.lib.when

models := [m | some m in input.records.record_model; not set_aside(m)]

set_aside(m) if m.config.in_production == false

# Features of software as a service are not applicable.
set_aside(m) if m.config.deployment_type == "saas"

# Endpoints of SageMaker are judged by their monitoring schedules.
set_aside(m) if register.judged_on_aws(m.config.identifiers, {"sagemaker:endpoint"})

subjects contains evidence.subject(m) if some m in models

# METADATA
# scope: document
# title: it was evaluated on traffic of production within 30 days
# custom:
#   of: record_model
#   field: id
met.watched contains evidence.shown(m, e, ["config", "completed_at"]) if {
	some m in models
	some e in input.lookup.record_evaluation.model_id[m.id]
	e.config.type == "online"
	when.within_days(e.config.completed_at, 30)
}
