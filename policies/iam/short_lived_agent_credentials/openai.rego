# METADATA
# scope: package
# title: Production projects of OpenAI are reached with short-lived credentials
# custom:
#   remediation: Set up workload identity federation for the project, then delete its static keys.
package aismm.iam.short_lived_agent_credentials.openai

import data.aismm.lib.evidence
import data.aismm.lib.register
import data.aismm.lib.when

subjects contains evidence.subject(p) if {
	some p in input.resources.openai_project
	not set_aside(p)
}

set_aside(p) if p.config.status == "archived"

# The register says that it is not in production.
set_aside(p) if register.only_elsewhere(p.id)

with_keys := {k.derived.project_id | some k in input.resources.openai_project_api_key}

with_long_lived := {k.derived.project_id | some k in input.resources.openai_project_api_key; not short_lived(k)}

# A key of the gateway, which automation renews every day.
short_lived(k) if {
	k.config.owner.service_account.id in input.settings.gateway_identities
	when.within_days(k.config.created_at, 1)
}

# METADATA
# scope: document
# title: it has keys of the gateway younger than a day only, or none and an identity federation
# custom:
#   of: openai_project
#   field: id
met.short_lived contains evidence.at(p, ["id"]) if {
	some p in input.resources.openai_project
	p.id in (with_keys - with_long_lived)
}

met.short_lived contains evidence.shown(p, f, ["parts", "federation_rules", i, "enabled"]) if {
	is_array(input.resources.openai_project_api_key)
	some f in input.resources.openai_workload_identity_provider
	f.config.enabled == true
	some i, rule in f.parts.federation_rules
	rule.enabled == true
	some p in input.lookup.openai_project.id[rule.project_id]
	not p.id in with_keys
}
