# METADATA
# scope: package
# title: Keys of production projects belong to a service account of their own
# custom:
#   remediation: Create a service account for the workload in its own project, redeploy with its key, and revoke the shared or personal one.
package aismm.iam.dedicated_machine_identities.openai

import data.aismm.lib.evidence
import data.aismm.lib.register

subjects contains evidence.subject(k) if {
	some k in input.resources.openai_project_api_key
	not set_aside(k)
}

set_aside(k) if {
	some p in input.lookup.openai_project.id[k.derived.project_id]
	p.config.status == "archived"
}

# The register says that the project is not in production.
set_aside(k) if register.only_elsewhere(k.derived.project_id)

# Which accounts own keys where, sorted by account: of one with several projects, two stand side by side.
owned := sort({[k.config.owner.service_account.id, k.derived.project_id] | some k in input.resources.openai_project_api_key})

shared := {o[0] | some i, o in owned; owned[i + 1][0] == o[0]}

# METADATA
# scope: document
# title: a service account owns it
# custom:
#   of: openai_project_api_key
#   field: config.owner
met.service_account contains evidence.at(k, ["config", "owner", "type"]) if {
	some k in input.resources.openai_project_api_key
	k.config.owner.type == "service_account"
}

# METADATA
# scope: document
# title: the account that owns it owns keys in no other project
# custom:
#   of: openai_project_api_key
#   field: config.owner
met.one_project contains evidence.at(k, ["config", "owner", "service_account", "id"]) if {
	some k in input.resources.openai_project_api_key
	id := k.config.owner.service_account.id
	not id in shared
}
