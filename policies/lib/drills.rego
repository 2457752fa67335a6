# METADATA
# scope: package
# title: Exercises and drills, and which of them still speak for what they tried
package aismm.lib.drills

import data.aismm.lib.when

# The newest of a type, several where they bear the same date. One gives way to a newer one only where both dates say so: an older success
# does not speak because a newer failure has lost its date.
newest(s, type) := [e |
	some e in input.lookup.record_exercise.system_ids[s.id]
	not other_type(e, type)
	not to_come(e)
	not outdone(s, type, e)
]

to_come(e) if when.future(e.config.completed_at)

other_type(e, type) if e.config.type != type

outdone(s, type, e) if {
	some newer in input.lookup.record_exercise.system_ids[s.id]
	newer.config.type == type
	when.past(newer.config.completed_at)
	when.ns(newer.config.completed_at) > when.ns(e.config.completed_at)
}

# Those that could not be read whole, and of which nothing says that they were of another type or of other systems.
damaged(s, type) := [e | some e in broken; not other_type(e, type); not of_others(e, s)]

broken := [e | some e in input.records.record_exercise; count(e.missing) > 0]

of_others(e, s) if {
	ids := e.config.system_ids
	not s.id in ids
}

# Those of a type that were held within so many days.
recent(s, type, days) := [e |
	some e in input.lookup.record_exercise.system_ids[s.id]
	e.config.type == type
	when.within_days(e.config.completed_at, days)
]

# Those of a type that passed within so many days, and that no other one of the list has overtaken. The list holds the exercises of one thing.
standing(list, type, days) := [e |
	some e in list
	e.config.type == type
	e.config.result == "passed"
	when.within_days(e.config.completed_at, days)
	count([o | some o in list; overtakes(o, e, type)]) == 0
]

# What did not pass, and is not known to be of another type, still planned, or of an earlier time.
overtakes(o, e, type) if {
	not o.config.result == "passed"
	not other_type(o, type)
	not to_come(o)
	not earlier(o, e)
}

earlier(o, e) if when.ns(o.config.completed_at) < when.ns(e.config.completed_at)
