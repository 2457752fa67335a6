# METADATA
# scope: package
# title: OpenAI projects with confidential data use a key of the organization's own
# custom:
#   remediation: Register a key of your key service as an external key for encryption at OpenAI, and create the project anew with it.
package aismm.inf.customer_managed_keys.openai

import data.aismm.lib.evidence
import data.aismm.lib.openai

projects := [p | some p in openai.active; not openai.open(p)]

subjects contains evidence.subject(p) if some p in projects

# METADATA
# scope: document
# title: an external key is set for it
# custom:
#   of: openai_project
#   field: config.external_key_id
met.key_set contains evidence.at(p, ["config", "external_key_id"]) if {
	some p in projects
	p.config.external_key_id != ""
}

# METADATA
# scope: document
# title: its external key is registered for the encryption of content
# custom:
#   of: openai_project
#   field: config.external_key_id
met.registered contains evidence.shown(p, k, ["config", "purpose"]) if {
	some p in projects
	some k in input.lookup.openai_external_key.id[p.config.external_key_id]
	k.config.purpose == "ekm"
}
