# METADATA
# scope: package
# title: OpenAI may not train on what this organization sends, and keeps no more of it than was agreed
# custom:
#   remediation: Agree in the contract that content is not used for training, and set the data retention control that it names for the organization and each project.
package aismm.dat.no_training_on_our_data.openai

import data.aismm.lib.evidence
import data.aismm.lib.openai
import data.aismm.lib.tenancy
import data.aismm.lib.when

tenants := array.concat([input.boundary], openai.active)

subjects contains evidence.subject(t) if some t in tenants

contracts := [c | some p in tenancy.providers; some c in input.lookup.record_contract.provider_id[p.id]]

# Contracts that say that they are about AI and in force.
in_force := [c |
	some c in contracts
	c.config.status == "in_force"
	c.config.topic == "ai"
	not over(c)
]

# Contracts that nobody says are over, or about something else.
possible := [c | some c in contracts; not set_aside(c)]

set_aside(c) if c.config.status in {"draft", "expired", "terminated"}

set_aside(c) if c.config.topic != "ai"

set_aside(c) if over(c)

over(c) if when.past(c.config.expires_at)

# The controls that contracts agree, by the names of the API. Where one agrees that nothing is kept, to keep it out of the logs for abuse is
# not enough. What a contract calls otherwise may be either.
agreed := {lower(c.config.retention_control) | some c in possible}

nothing_kept := {"enhanced_zero_data_retention", "zero_data_retention"}

enough := nothing_kept if count(agreed & nothing_kept) > 0

enough := openai.controlled if count(agreed & nothing_kept) == 0

harmless(c) if c.config.training_on_customer_data in {"not_addressed", "prohibited"}

# METADATA
# scope: document
# title: a contract in force forbids training on customer data, and none permits it
# custom:
#   of: [boundary, openai_project]
#   field: id
#   # Empty where a contract does not end.
#   absent: {config.expires_at: "2200-12-31T00:00:00Z"}
met.forbidden contains evidence.at(t, ["id"]) if {
	count([c | some c in possible; not harmless(c)]) == 0
	some c in in_force
	c.config.training_on_customer_data == "prohibited"
	some t in tenants
}

violations.forbidden contains evidence.shown(t, c, ["config", "training_on_customer_data"]) if {
	some c in possible
	not harmless(c)
	some t in tenants
}

# METADATA
# scope: document
# title: the contract that forbids it says where
# custom:
#   of: [boundary, openai_project]
#   field: id
#   # Empty where a contract does not end.
#   absent: {config.expires_at: "2200-12-31T00:00:00Z"}
met.clause contains evidence.shown(t, c, ["config", "clause_ref"]) if {
	some c in in_force
	c.config.training_on_customer_data == "prohibited"
	c.config.clause_ref != ""
	some t in tenants
}

# METADATA
# scope: document
# title: data retention is controlled as a contract agrees, where one agrees a control
# custom:
#   of: [boundary, openai_project]
#   field: id
#   # Empty where a contract agrees no control, and where it does not end.
#   absent: {config.retention_control: "", config.expires_at: "2200-12-31T00:00:00Z"}
met.retention contains evidence.shown(x.subject, x.control, ["config", "type"]) if {
	some x in openai.retention
	x.control.config.type in enough
}

met.retention contains evidence.at(t, ["id"]) if {
	count([c | some c in possible; c.config.retention_control != ""]) == 0
	count(in_force) > 0
	some t in tenants
}
