# METADATA
# scope: package
# title: OpenAI projects can call approved models only
# custom:
#   remediation: Give the project an allow list with the approved models of the registry, and nothing else.
package aismm.mod.model_allow_list_enforced.openai

import data.aismm.lib.evidence
import data.aismm.lib.openai

subjects contains evidence.subject(p) if some p in openai.active

# The permissions of active projects, each with its project.
permitted := [{"project": p, "permission": m} |
	some m in input.resources.openai_project_model_permission
	some p in input.lookup.openai_project.id[m.derived.project_id]
	not openai.archived(p)
]

# METADATA
# scope: document
# title: an allow list says which models it may call
# custom:
#   of: openai_project
#   field: id
met.allow_list contains evidence.shown(x.project, x.permission, ["config", "mode"]) if {
	some x in permitted
	x.permission.config.mode == "allow_list"
}

# METADATA
# scope: document
# title: every model of its list is approved
# custom:
#   of: openai_project
#   field: id
#   # An approval without an end does not end.
#   absent: {config.expires_at: "2200-12-31T00:00:00Z"}
met.approved contains evidence.shown(x.project, x.permission, ["config", "model_ids"]) if {
	some x in permitted
	x.permission.config.mode == "allow_list"
	count(x.permission.config.model_ids) > 0
	every id in x.permission.config.model_ids { count(openai.approved(id)) > 0 }
}

violations.approved contains evidence.shown(x.project, x.permission, ["config", "model_ids", i]) if {
	some x in permitted
	x.permission.config.mode == "allow_list"
	some i, id in x.permission.config.model_ids
	count(openai.approved(id)) == 0
}
