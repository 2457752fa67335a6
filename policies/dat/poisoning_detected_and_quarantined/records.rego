# METADATA
# scope: package
# title: Ingestion pipelines quarantine the poisoned samples that are seeded into them each month
# custom:
#   remediation: Screen what comes in for hidden instructions and outliers, hold it back by itself, and seed both kinds of sample each month.
package aismm.dat.poisoning_detected_and_quarantined.records

import data.aismm.lib.datasets
import data.aismm.lib.evidence
import data.aismm.lib.when

pipelines := [d | some d in datasets.production; not d.config.ingestion_pipeline == false]

subjects contains evidence.subject(d) if some d in pipelines

# METADATA
# scope: document
# title: hidden instructions were seeded within 30 days, and held back by themselves
# custom:
#   of: record_dataset
#   field: id
met.instructions contains evidence.at(d, ["id"]) if {
	some d in pipelines
	caught(d, "hidden_instructions")
}

# METADATA
# scope: document
# title: statistical outliers were seeded within 30 days, and held back by themselves
# custom:
#   of: record_dataset
#   field: id
met.outliers contains evidence.at(d, ["id"]) if {
	some d in pipelines
	caught(d, "outliers")
}

caught(d, sample) if {
	tests := newest(d, sample)
	count(tests) > 0
	count([t | some t in tests; not held_back(t, sample)]) == 0
}

held_back(t, sample) if {
	t.config.type == "poison_seed"
	sample in t.config.samples
	t.config.quarantined == true
	t.config.mode == "automated"
	when.within_days(t.config.started_at, 30)
}

# A test gives way to a newer one only where both say what and when.
newest(d, sample) := [t |
	some t in input.lookup.record_detection_test.dataset_id[d.id]
	not another(t, sample)
	not to_come(t)
	not outdone(d, sample, t)
]

another(t, _) if something_else(t)

another(t, sample) if {
	is_array(t.config.samples)
	not sample in t.config.samples
}

to_come(t) if when.future(t.config.started_at)

outdone(d, sample, t) if {
	some newer in input.lookup.record_detection_test.dataset_id[d.id]
	newer.config.type == "poison_seed"
	sample in newer.config.samples
	when.past(newer.config.started_at)
	when.ns(newer.config.started_at) > when.ns(t.config.started_at)
}

unclear.instructions contains row if some row in doubts

unclear.outliers contains row if some row in doubts

# What could not be read whole may be the newest one.
doubts contains evidence.shown(d, t, ["id"]) if {
	some d in pipelines
	some t in broken
	not of_another_set(t, d)
}

broken := [t | some t in input.records.record_detection_test; count(t.missing) > 0; not something_else(t)]

something_else(t) if t.config.type != "poison_seed"

of_another_set(t, d) if t.config.dataset_id != d.id
