# METADATA
# scope: package
# title: Users of the OpenAI organization used it within 90 days
# custom:
#   remediation: Remove the user; restore the access on request through the normal path.
package aismm.iam.unused_ai_access_removed.openai

import data.aismm.lib.evidence
import data.aismm.lib.when

users := [u | some u in input.resources.openai_user; not new(u)]

new(u) if when.ns(u.config.added_at) > when.now - (90 * when.day)

subjects contains evidence.subject(u) if some u in users

# METADATA
# scope: document
# title: it used a key or a model within 90 days
# custom:
#   of: openai_user
#   field: config.api_key_last_used_at
met.used contains evidence.at(u, ["config", "api_key_last_used_at"]) if {
	some u in users
	when.within_days(u.config.api_key_last_used_at, 90)
}

met.used contains evidence.shown(u, g, ["config", "num_model_requests"]) if {
	some u in users
	some g in input.lookup.openai_usage.user_id[u.id]
	g.config.num_model_requests > 0
	when.within_days(g.derived.last, 90)
}
