# METADATA
# scope: package
# title: Every model that OpenAI projects use is approved for their systems
# custom:
#   survives:
#   - path: openai_usage config.model
#     reason: Use that does not tell its model is the subject "<project>/none" in its place, which nobody approved, and fails.
#   - path: openai_usage config.project_id
#     reason: Use that does not tell its project is the subject "none/<model>" in its place, which is no system's, and fails.
#   remediation: Move the project to an approved model, or take the model through approval and enter it in the registry with its system.
package aismm.mod.only_approved_models_run.openai

import data.aismm.lib.evidence
import data.aismm.lib.openai

subjects contains evidence.subject(m) if some m in input.resources.openai_fine_tuned_model

subjects contains u.subject if some u in used

# A model in use, once for each project. What use does not tell stands as "none", which nothing is called.
used := [{"subject": evidence.named("openai_model_in_use", concat("/", [project, model]), u), "project": project, "model": model} |
	some u in input.resources.openai_usage
	project := object.get(u.config, "project_id", "none")
	model := object.get(u.config, "model", "none")
]

# What is judged, with the name of the model.
judged := array.concat(
	[{"subject": u.subject, "model": u.model} | some u in used],
	[{"subject": m, "model": m.id} | some m in input.resources.openai_fine_tuned_model],
)

# The same, with the projects that use it or list it.
placed := array.concat(
	[{"subject": u.subject, "model": u.model, "projects": [u.project]} | some u in used],
	[{"subject": m, "model": m.id, "projects": m.derived.project_ids} | some m in input.resources.openai_fine_tuned_model],
)

# METADATA
# scope: document
# title: the registry holds an approval of it from this provider that has not run out
# custom:
#   of: [openai_fine_tuned_model, openai_model_in_use]
#   field: config.model
#   # An approval without an end does not end.
#   absent: {config.expires_at: "2200-12-31T00:00:00Z"}
met.approved contains evidence.shown(j.subject, m, ["config", "status"]) if {
	some j in judged
	some m in openai.approved(j.model)
}

# METADATA
# scope: document
# title: it is approved for a system of each project that uses it
# custom:
#   of: [openai_fine_tuned_model, openai_model_in_use]
#   field: config.model
#   # An approval without an end does not end. A system whose status nobody says is in production, as the register has it (lib/register).
#   absent: {config.expires_at: "2200-12-31T00:00:00Z", config.status: production}
met.for_its_system contains evidence.shown(j.subject, m, ["config", "identifiers"]) if {
	some j in placed
	count(j.projects) > 0
	every p in j.projects { approved_in(j.model, p) }
	some m in openai.approved(j.model)
}

approved_in(model, project) if {
	some m in openai.approved(model)
	some s in openai.owners(project)
	serves(m, s)
}

# The registry of models and the register of systems each may say so.
serves(m, s) if s.id in m.config.system_ids

serves(m, s) if m.id in s.config.model_ids
