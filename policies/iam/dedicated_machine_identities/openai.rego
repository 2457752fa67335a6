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

# Keys of service accounts with what owns them and where, sorted by account and project.
owned := sort([[k.config.owner.service_account.id, k.derived.project_id, i] | some i, k in input.resources.openai_project_api_key])

# The key of the next project of the same account, and that of the one before, by account and project.
next := {[o[0], o[1]]: owned[i + 1][2] | some i, o in owned; owned[i + 1][0] == o[0]; owned[i + 1][1] != o[1]}

previous := {[owned[i + 1][0], owned[i + 1][1]]: o[2] | some i, o in owned; owned[i + 1][0] == o[0]; owned[i + 1][1] != o[1]}

shared := {key[0] | some key, _ in next}

# Keys that may belong to any account: the first of them says so for all.
unowned := [k | some k in input.resources.openai_project_api_key; not owner_told(k)]

owner_told(k) if k.config.owner.service_account.id

owner_told(k) if k.config.owner.type == "user"

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
#   compares: true
met.one_project contains evidence.at(k, ["config", "owner", "service_account", "id"]) if {
	some k in input.resources.openai_project_api_key
	id := k.config.owner.service_account.id
	not id in shared
}

violations.one_project contains evidence.shown(k, other, ["config", "owner", "service_account", "id"]) if {
	some k in input.resources.openai_project_api_key
	some beside in [next, previous]
	other := input.resources.openai_project_api_key[beside[[k.config.owner.service_account.id, k.derived.project_id]]]
}

unclear.one_project contains evidence.shown(k, unowned[0], ["config", "owner"]) if {
	some k in input.resources.openai_project_api_key
	id := k.config.owner.service_account.id
	not id in shared
}
