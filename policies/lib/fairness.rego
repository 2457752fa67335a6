# METADATA
# scope: package
# title: Which AI systems must be measured for bias and explainability, and what their evaluations say
package aismm.lib.fairness

import data.aismm.lib.register
import data.aismm.lib.when

systems := [s | some s in register.production; not exempt(s)]

# A lower tier, or output that decides about nobody, exempts a system where the register states it.
exempt(s) if register.lower_tier(s)

exempt(s) if s.config.affects_people == false

# Fairness depends on the use: an evaluation counts for the system that it names.
passes(s, suite) := [e |
	some e in input.lookup.record_evaluation.system_id[s.id]
	suite in e.config.suites
	when.within_days(e.config.completed_at, 365)
	holds(e)
	count([o | some o in input.lookup.record_evaluation.system_id[s.id]; overtakes(o, e, suite)]) == 0
]

holds(e) if {
	e.config.passed == true
	e.config.threshold > 0
}

# What did not pass, and is not known to be of another suite or of an earlier time.
overtakes(o, e, suite) if {
	not holds(o)
	not of_other_suites(o, suite)
	not to_come(o)
	not earlier(o, e)
}

of_other_suites(o, suite) if not suite in o.config.suites

to_come(o) if when.future(o.config.completed_at)

earlier(o, e) if when.ns(o.config.completed_at) < when.ns(e.config.completed_at)
