# METADATA
# scope: package
# title: What OpenAI keeps of conversations, files and indexes expires
# custom:
#   remediation: Agree zero data retention or modified abuse monitoring for confidential projects, give vector stores an expiry, and upload files with expires_after.
package aismm.dat.retention_bounded.openai

import data.aismm.lib.evidence
import data.aismm.lib.openai
import data.aismm.lib.when

subjects contains evidence.subject(input.boundary)

subjects contains evidence.subject(p) if {
	some p in openai.active
	not openai.open(p)
}

stores := [s | some s in input.resources.openai_vector_store; not s.config.status == "expired"]

subjects contains evidence.subject(s) if some s in stores

subjects contains evidence.subject(f) if some f in input.resources.openai_file

# METADATA
# scope: document
# title: a control keeps its content out of the provider's logs
# custom:
#   of: [boundary, openai_project]
#   field: id
met.controlled contains evidence.shown(x.subject, x.control, ["config", "type"]) if {
	some x in openai.retention
	x.control.config.type in openai.controlled
}

# METADATA
# scope: document
# title: the store expires within the schedule after its last use
# custom:
#   of: openai_vector_store
#   field: config.expires_after
#   covers: ["cnspec:mondoo-openai-security-vector-stores-expire"]
met.store_expires contains evidence.at(s, ["config", "expires_after", "days"]) if {
	some s in stores
	s.config.expires_after.days <= input.settings.ai_content_retention_days
}

schedule := input.settings.ai_content_retention_days * when.day

# METADATA
# scope: document
# title: the file expires within the schedule, or is younger than that
# custom:
#   of: openai_file
#   field: config.expires_at
met.file_expires contains evidence.at(f, ["config", "expires_at"]) if {
	some f in input.resources.openai_file
	when.ns(f.config.expires_at) <= when.ns(f.config.created_at) + schedule
}

met.file_expires contains evidence.at(f, ["config", "created_at"]) if {
	some f in input.resources.openai_file
	when.within_days(f.config.created_at, input.settings.ai_content_retention_days)
}
