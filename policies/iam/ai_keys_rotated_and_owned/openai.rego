# METADATA
# scope: package
# title: OpenAI keys are young, used, and owned by somebody who is still there
# custom:
#   remediation: Issue a new key, switch the consumer and delete the old one; delete keys without an owner today.
package aismm.iam.ai_keys_rotated_and_owned.openai

import data.aismm.lib.evidence
import data.aismm.lib.when

project_keys := [k | some k in input.resources.openai_project_api_key; not expired(k)]

admin_keys := [k | some k in input.resources.openai_admin_api_key; not expired(k)]

expired(k) if when.past(k.config.expires_at)

keys := array.concat(project_keys, admin_keys)

subjects contains evidence.subject(k) if some k in keys

# METADATA
# scope: document
# title: the project key was created within 90 days, or ends within 90 days
# custom:
#   of: openai_project_api_key
#   field: config.created_at
#   covers:
#     - cnspec:mondoo-openai-security-rotate-project-api-keys
#     - turbot-guardrails-samples:openai/enforce_api_key_rotation
met.rotated contains row if {
	some k in project_keys
	some row in young(k)
}

# METADATA
# scope: document
# title: the admin key was created within 90 days, or ends within 90 days
# custom:
#   of: openai_admin_api_key
#   field: config.created_at
#   covers: ["turbot-guardrails-samples:openai/enforce_admin_api_key_rotation"]
met.admin_rotated contains row if {
	some k in admin_keys
	some row in young(k)
}

young(k) := {evidence.at(k, ["config", "created_at"]) | when.within_days(k.config.created_at, 90)} | {evidence.at(k, ["config", "expires_at"]) | ends_soon(k)}

ends_soon(k) if when.ns(k.config.expires_at) <= when.now + (90 * when.day)

# METADATA
# scope: document
# title: it was used or created within 60 days
# custom:
#   of: [openai_project_api_key, openai_admin_api_key]
#   field: config.last_used_at
met.used contains evidence.at(k, ["config", field]) if {
	some k in keys
	some field in ["last_used_at", "created_at"]
	when.within_days(k.config[field], 60)
}

# METADATA
# scope: document
# title: its owner is a user or service account that exists
# custom:
#   of: [openai_project_api_key, openai_admin_api_key]
#   field: config.owner
met.owned contains evidence.shown(k, u, ["id"]) if {
	some k in project_keys
	some u in input.lookup.openai_user.id[k.config.owner.user.id]
}

met.owned contains evidence.shown(k, a, ["id"]) if {
	some k in project_keys
	some a in input.lookup.openai_service_account.id[concat("/", [k.derived.project_id, k.config.owner.service_account.id])]
}

met.owned contains evidence.shown(k, u, ["id"]) if {
	some k in admin_keys
	some u in input.lookup.openai_user.id[k.config.owner.id]
}

# METADATA
# scope: document
# title: its owner still has access to the project
# custom:
#   of: openai_project_api_key
#   field: config.owner_project_access
met.owner_has_access contains evidence.at(k, ["config", "owner_project_access"]) if {
	some k in project_keys
	k.config.owner_project_access == "active"
}

# METADATA
# scope: document
# title: its project is active
# custom:
#   of: openai_project_api_key
#   field: id
#   covers: ["cnspec:mondoo-openai-security-no-keys-in-archived-projects"]
met.project_active contains evidence.shown(k, p, ["config", "status"]) if {
	some k in project_keys
	some p in input.lookup.openai_project.id[k.derived.project_id]
	p.config.status == "active"
}
