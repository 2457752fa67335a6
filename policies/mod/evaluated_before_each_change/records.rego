# METADATA
# scope: package
# title: Approved models in production passed the safety and security suites on their exact version before they were approved
# custom:
#   survives:
#   - path: record_model config.system_ids
#     reason: The registry says that production does not use the model, and a model that names no system does not say otherwise.
#   remediation: Run the standard suites on the version, enter the results, and approve it again.
package aismm.mod.evaluated_before_each_change.records

import data.aismm.lib.evidence
import data.aismm.lib.models
import data.aismm.lib.when

judged := [m | some m in input.records.record_model; not set_aside(m)]

set_aside(m) if m.config.status in {"proposed", "rejected", "retired"}

set_aside(m) if models.idle(m)

subjects contains evidence.subject(m) if some m in judged

# METADATA
# scope: document
# title: it withstood adversarial prompts
# custom:
#   of: record_model
#   field: id
met.adversarial contains row if {
	some m in judged
	some row in passes(m, {"adversarial"})
}

# METADATA
# scope: document
# title: it passed the test for harmful content
# custom:
#   of: record_model
#   field: id
met.harm contains row if {
	some m in judged
	some row in passes(m, {"harm"})
}

# METADATA
# scope: document
# title: it passed the test for leakage of data
# custom:
#   of: record_model
#   field: id
met.leakage contains row if {
	some m in judged
	some row in passes(m, {"leakage"})
}

# METADATA
# scope: document
# title: it passed the test of quality for its use
# custom:
#   of: record_model
#   field: id
met.quality contains row if {
	some m in judged
	some row in passes(m, {"quality"})
}

# Where its answers are drawn from sources, the test of how well they are counts.
met.quality contains row if {
	some m in judged
	m.config.adaptation == "grounded"
	some row in passes(m, {"groundedness"})
}

# An evaluation of the exact version with a suite that it passed before it was approved, within 180 days, decides where no later failure
# before the approval overrules it. That there is none is part of it: the row points at the model.
passes(m, suites) := {evidence.at(m, ["id"]) |
	some e in input.lookup.record_evaluation.model_id[m.id]
	e.config.model_version == m.config.version
	some suite in e.config.suites
	suite in suites
	e.config.passed == true
	when.within_days(e.config.completed_at, 180)
	when.ns(e.config.completed_at) <= when.ns(m.config.approved_at)
	count([o | some o in input.lookup.record_evaluation.model_id[m.id]; overrules(o, e, m, suites)]) == 0
}

overrules(o, e, m, suites) if {
	not o.config.passed == true
	not another_version(o, m)
	not other_suites(o, suites)
	not earlier(o, e)
	not since(o, m)
}

another_version(o, m) if o.config.model_version != m.config.version

other_suites(o, suites) if {
	is_array(o.config.suites)
	count({s | some s in o.config.suites} & suites) == 0
}

earlier(o, e) if when.ns(o.config.completed_at) < when.ns(e.config.completed_at)

since(o, m) if when.ns(o.config.completed_at) > when.ns(m.config.approved_at)

unclear.adversarial contains row if some row in doubts

unclear.harm contains row if some row in doubts

unclear.leakage contains row if some row in doubts

unclear.quality contains row if some row in doubts

# What could not be read whole may be what is needed, or overrule it.
doubts contains evidence.shown(m, e, ["id"]) if {
	some m in judged
	some e in broken
	not of_another_model(e, m)
	not another_version(e, m)
}

broken := [e | some e in input.records.record_evaluation; count(e.missing) > 0]

of_another_model(e, m) if e.config.model_id != m.id
