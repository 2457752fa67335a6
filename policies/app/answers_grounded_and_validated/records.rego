# METADATA
# scope: package
# title: Systems whose answers people or programs rely on passed a test of grounding or shape
# custom:
#   remediation: Test the system for grounding, or its output against the schema, with a threshold of at least 0.7, and repeat it each quarter.
package aismm.app.answers_grounded_and_validated.records

import data.aismm.lib.evidence
import data.aismm.lib.register
import data.aismm.lib.when

systems := [s | some s in register.production; not set_aside(s)]

# Neither must its answers be grounded, nor does code consume its output.
set_aside(s) if {
	s.config.grounded == false
	s.config.machine_consumed_output == false
}

# Features of software as a service are not applicable.
set_aside(s) if s.config.deployment_type == "saas"

# Its guardrail is judged on AWS.
set_aside(s) if register.judged_on_aws(s.config.resource_ids, {"bedrock:guardrail"})

subjects contains evidence.subject(s) if some s in systems

# Evaluations with a suite that were passed within 90 days, and that no later one has overtaken. That there is none is part of it: rows
# point at the system.
passes(s, suite) := [e |
	some e in input.lookup.record_evaluation.system_id[s.id]
	suite in e.config.suites
	holds(e)
	when.within_days(e.config.completed_at, 90)
	count([o | some o in input.lookup.record_evaluation.system_id[s.id]; overtakes(o, e, suite)]) == 0
]

# With a threshold that means something: a share.
holds(e) if {
	e.config.passed == true
	e.config.threshold >= 0.7
	e.config.threshold <= 1
}

# What did not pass, and is not known to be of another suite, still planned, or of an earlier time.
overtakes(o, e, suite) if {
	not holds(o)
	not of_other_suites(o, suite)
	not to_come(o)
	not earlier(o, e)
}

of_other_suites(o, suite) if not suite in o.config.suites

to_come(o) if when.future(o.config.completed_at)

earlier(o, e) if when.ns(o.config.completed_at) < when.ns(e.config.completed_at)

# METADATA
# scope: document
# title: its answers need no grounding, or it passed a test of it within 90 days with a threshold of at least 0.7, and none failed since
# custom:
#   of: record_ai_system
#   field: config.grounded
met.grounding contains evidence.at(s, ["config", "grounded"]) if {
	some s in systems
	s.config.grounded == false
}

met.grounding contains evidence.at(s, ["id"]) if {
	some s in systems
	count(passes(s, "groundedness")) > 0
}

# METADATA
# scope: document
# title: no code consumes its output, or it passed a test of its shape within 90 days with a threshold of at least 0.7, and none failed since
# custom:
#   of: record_ai_system
#   field: config.machine_consumed_output
met.shape contains evidence.at(s, ["config", "machine_consumed_output"]) if {
	some s in systems
	s.config.machine_consumed_output == false
}

met.shape contains evidence.at(s, ["id"]) if {
	some s in systems
	count(passes(s, "schema")) > 0
}

grounded := {row.of | some row in met.grounding}

shaped := {row.of | some row in met.shape}

# The register does not say whether it is such a system.
unclear.grounding contains evidence.at(s, ["config", "grounded"]) if {
	some s in systems
	not told(s.config, "grounded")
	not s.ref in grounded
}

unclear.shape contains evidence.at(s, ["config", "machine_consumed_output"]) if {
	some s in systems
	not told(s.config, "machine_consumed_output")
	not s.ref in shaped
}

told(config, field) if is_boolean(config[field])

# What could not be read whole may be the test that is needed, or overtake it.
unclear.grounding contains evidence.shown(s, e, ["id"]) if {
	some s in systems
	not s.config.grounded == false
	some e in broken
	not of_another_system(e, s)
	not of_other_suites(e, "groundedness")
}

unclear.shape contains evidence.shown(s, e, ["id"]) if {
	some s in systems
	not s.config.machine_consumed_output == false
	some e in broken
	not of_another_system(e, s)
	not of_other_suites(e, "schema")
}

broken := [e | some e in input.records.record_evaluation; count(e.missing) > 0]

of_another_system(e, s) if e.config.system_id != s.id
