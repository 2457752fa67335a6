# METADATA
# scope: package
# title: Vector stores and fine-tuning files at OpenAI are in the catalogue of data sets
# custom:
#   survives:
#   - path: openai_fine_tuning_job config.validation_file
#     reason: The API gives null where a job has no such file (openai-go, FineTuningJob), so that its absence names none.
#   remediation: Enter the vector store or file in the catalogue of data sets, with its id at OpenAI as a location, and its owner, class and origin.
package aismm.dat.ai_datasets_listed.openai

import data.aismm.lib.evidence

stores := [s | some s in input.resources.openai_vector_store; not s.config.status == "expired"]

subjects contains evidence.subject(s) if some s in stores

# A job that failed or was stopped trained nothing.
jobs := [j | some j in input.resources.openai_fine_tuning_job; not ended(j)]

ended(j) if j.config.status in {"cancelled", "failed"}

files := [{"subject": evidence.named("openai_fine_tuning_file", j.config[field], j), "id": j.config[field]} |
	some j in jobs
	some field in ["training_file", "validation_file"]
]

subjects contains f.subject if some f in files

# METADATA
# scope: document
# title: an active data set of the catalogue names it as a location
# custom:
#   of: [openai_vector_store, openai_fine_tuning_file]
#   field: id
met.listed contains evidence.shown(s, d, ["config", "locations"]) if {
	some s in stores
	some d in active_at(s.id)
}

met.listed contains evidence.shown(f.subject, d, ["config", "locations"]) if {
	some f in files
	some d in active_at(f.id)
}

active_at(location) := [d | some d in input.lookup.record_dataset.locations[location]; d.config.status == "active"]
