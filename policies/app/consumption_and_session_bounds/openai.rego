# METADATA
# scope: package
# title: Production projects of OpenAI have rate limits within what was declared for them
# custom:
#   remediation: Lower the requests and tokens per minute of the models that the project uses to the declared limit, or declare what it needs.
package aismm.app.consumption_and_session_bounds.openai

import data.aismm.lib.evidence
import data.aismm.lib.openai

subjects contains evidence.subject(p) if some p in openai.in_production

# The limits of production projects, each with its project.
limits := [{"project": p, "limit": l} |
	some l in input.resources.openai_project_rate_limit
	some p in input.lookup.openai_project.id[l.derived.project_id]
	openai.serving(p)
]

named := {[x.project.id, x.limit.config.model] | some x in limits}

# What projects used. A model that use does not tell stands as "none", which nothing is called.
used := {[u.config.project_id, object.get(u.config, "model", "none")] | some u in input.resources.openai_usage}

in_use := {u[0] | some u in used}

# The names of the limits that hold for what was used: its own, and that of its family.
holding := {[u[0], name] | some u in used; some name in [u[1], openai.family(u[1])]}

unlimited := {u[0] | some u in used; not u in named; not [u[0], openai.family(u[1])] in named}

# The limits that are judged: those that hold for what a project used; of one that used nothing, all.
judged := [x | some x in limits; concerns(x)]

concerns(x) if [x.project.id, x.limit.config.model] in holding

concerns(x) if not x.project.id in in_use

declared(project) := object.get(input.settings.openai_rate_limits, project, object.get(input.settings.openai_rate_limits, "*", {}))

# METADATA
# scope: document
# title: requests per minute of the models that it uses are limited as declared
# custom:
#   of: openai_project
#   field: id
#   survives:
#   - path: openai_usage config.project_id
#     reason: Use is asked for by project, so that what names none is of none (API reference, Usage, group_by).
met.requests contains evidence.at(x.project, ["id"]) if {
	exceeding := {y.project.id | some y in judged; not few_requests(y)}
	some x in judged
	not x.project.id in exceeding
	not x.project.id in unlimited
}

few_requests(x) if x.limit.config.max_requests_per_1_minute <= declared(x.project.id).requests_per_minute

violations.requests contains evidence.shown(x.project, x.limit, ["config", "max_requests_per_1_minute"]) if {
	some x in judged
	x.limit.config.max_requests_per_1_minute > declared(x.project.id).requests_per_minute
}

# METADATA
# scope: document
# title: tokens per minute of the models that it uses are limited as declared
# custom:
#   of: openai_project
#   field: id
#   survives:
#   - path: openai_usage config.project_id
#     reason: Use is asked for by project, so that what names none is of none (API reference, Usage, group_by).
met.tokens contains evidence.at(x.project, ["id"]) if {
	exceeding := {y.project.id | some y in judged; not few_tokens(y)}
	some x in judged
	not x.project.id in exceeding
	not x.project.id in unlimited
}

few_tokens(x) if x.limit.config.max_tokens_per_1_minute <= declared(x.project.id).tokens_per_minute

violations.tokens contains evidence.shown(x.project, x.limit, ["config", "max_tokens_per_1_minute"]) if {
	some x in judged
	x.limit.config.max_tokens_per_1_minute > declared(x.project.id).tokens_per_minute
}
