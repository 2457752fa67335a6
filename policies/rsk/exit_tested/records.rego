# METADATA
# scope: package
# title: Exit from critical AI providers is planned and tried
# custom:
#   remediation: Write the exit plan, keep prompts and data portable, run the evaluation suite with production prompts on a second provider, and record the test.
package aismm.rsk.exit_tested.records

import data.aismm.lib.drills
import data.aismm.lib.evidence
import data.aismm.lib.providers

subjects contains evidence.subject(p) if some p in providers.critical

# METADATA
# scope: document
# title: there is a plan to leave it
# custom:
#   of: record_provider
#   field: config.exit_plan_ref
met.planned contains evidence.at(p, ["config", "exit_plan_ref"]) if {
	some p in providers.critical
	p.config.exit_plan_ref != ""
}

# METADATA
# scope: document
# title: a test of leaving it was passed within 24 months, and none failed since
# custom:
#   of: record_provider
#   field: id
met.tested contains evidence.at(p, ["id"]) if {
	some p in providers.critical
	count(drills.standing([e | some e in input.lookup.record_exercise.provider_id[p.id]], "exit_test", 730)) > 0
}
