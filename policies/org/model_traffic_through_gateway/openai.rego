# METADATA
# scope: package
# title: Keys of production projects belong to the AI gateway
# custom:
#   remediation: Give the application a route through the gateway, then revoke its direct provider key.
package aismm.org.model_traffic_through_gateway.openai

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

# METADATA
# scope: document
# title: a service account of the gateway owns it
# custom:
#   of: openai_project_api_key
#   field: config.owner
met.gateway contains evidence.at(k, ["config", "owner", "service_account", "id"]) if {
	some k in input.resources.openai_project_api_key
	k.config.owner.type == "service_account"
	k.config.owner.service_account.id in input.settings.gateway_identities
}
