# METADATA
# scope: package
# title: Production projects of OpenAI use dated versions of models that are not about to be withdrawn
# custom:
#   survives:
#   - path: openai_usage config.model
#     reason: Use that does not tell its model is the subject "<project>/none" in its place, which is no dated version, and fails.
#   - path: openai_usage config.project_id
#     reason: Use that does not tell its project is the subject "none/<model>" in its place, and judged alike.
#   remediation: Call the dated version of the model, evaluate its successor, and move before the vendor withdraws it.
package aismm.mod.model_versions_pinned.openai

import data.aismm.lib.evidence
import data.aismm.lib.openai
import data.aismm.lib.register
import data.aismm.lib.when

# What use does not tell stands as "none", which nothing is called.
used := [{"subject": evidence.named("openai_model_in_use", concat("/", [project, model]), u), "model": model, "seen": u} |
	some u in input.resources.openai_usage
	project := object.get(u.config, "project_id", "none")
	not register.only_elsewhere(project)
	model := object.get(u.config, "model", "none")
]

subjects contains u.subject if some u in used

# METADATA
# scope: document
# title: its name is that of one dated version
# custom:
#   of: openai_model_in_use
#   field: config.model
met.dated contains evidence.shown(u.subject, u.seen, ["config", "model"]) if {
	some u in used
	openai.dated(u.model)
}

# METADATA
# scope: document
# title: OpenAI offers it, and has not announced its end within 60 days
# custom:
#   of: openai_model_in_use
#   field: config.model
#   # Null where no end is announced (openai-go, Model.ShutdownDate).
#   absent: {config.shutdown_date: "2200-12-31"}
met.offered contains evidence.shown(u.subject, m, ["config", "shutdown_date"]) if {
	some u in used
	some m in listed(u.model)
	not ending(m)
}

violations.offered contains evidence.shown(u.subject, m, ["config", "shutdown_date"]) if {
	some u in used
	some m in listed(u.model)
	ending(m)
}

# A fine-tuned model is listed under its own name.
listed(model) := array.concat(
	[m | some m in openai.offered(model)],
	[m | some m in input.lookup.openai_fine_tuned_model.id[model]],
)

ending(m) if {
	m.config.shutdown_date
	not far(m.config.shutdown_date)
}

# The API writes a day.
far(date) if when.ns(concat("", [date, "T00:00:00Z"])) > when.now + (60 * when.day)

# METADATA
# scope: document
# title: the registry knows it, and its end is not within 60 days
# custom:
#   of: openai_model_in_use
#   field: config.model
#   # Empty where the vendor has announced no end.
#   absent: {config.retires_at: "2200-12-31T00:00:00Z"}
met.planned contains evidence.shown(u.subject, m, ["config", "retires_at"]) if {
	some u in used
	some m in openai.registered(u.model)
	not retiring(m)
}

retiring(m) if {
	m.config.retires_at
	not when.ns(m.config.retires_at) > when.now + (60 * when.day)
}
