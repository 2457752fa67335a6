# METADATA
# scope: package
# title: Important AI systems on APIs or software as a service declare another approved model or provider to fall back to
# custom:
#   remediation: Have a second provider or model approved, test the route to it, and enter it in the register as provider:model.
package aismm.inf.redundant_ai_services.records

import data.aismm.lib.evidence
import data.aismm.lib.models
import data.aismm.lib.register

# How long it may be down, and how it is run, set a system aside only where the register says so.
systems := [s | some s in register.production; not set_aside(s)]

set_aside(s) if register.patient(s)

set_aside(s) if s.config.deployment_type == "self_hosted"

subjects contains evidence.subject(s) if some s in systems

# Identifiers of models have colons of their own.
routes := [{"system": s, "provider": lower(trim_space(substring(route, 0, at))), "model": model} |
	some s in systems
	route := s.config.fallback_route
	at := indexof(route, ":")
	at > 0
	model := trim_space(substring(route, at + 1, -1))
	model != ""
]

# METADATA
# scope: document
# title: it declares a fallback, as provider:model
# custom:
#   of: record_ai_system
#   field: config.fallback_route
met.declared contains evidence.at(r.system, ["config", "fallback_route"]) if some r in routes

# METADATA
# scope: document
# title: the fallback is an approved provider other than its own, or an approved model that it does not use
# custom:
#   of: record_ai_system
#   field: config.fallback_route
#   absent: # a provider goes by no name that its entry does not state
#     config.aliases: []
#     config.expires_at: "2200-12-31T00:00:00Z" # an approval without an end does not end
#     config.name: ""
#     config.tenants: []
met.another contains evidence.at(r.system, ["config", "fallback_route"]) if {
	some r in routes
	r.provider in approved
	own := lower(trim_space(r.system.config.provider))
	own in registered
	not [own, r.provider] in same
}

met.another contains evidence.at(r.system, ["config", "fallback_route"]) if {
	some r in routes
	count(r.system.config.model_ids) > 0
	some m in models.approved(r.model)
	not m.id in r.system.config.model_ids
}

# The names by which providers of the register are known, those of approved ones, and each two that stand for one.
registered := {name | some p in input.records.record_provider; some name in names(p)}

approved := {name |
	some p in input.records.record_provider
	p.config.status == "approved"
	some name in names(p)
}

same := {[a, b] | some p in input.records.record_provider; some a in names(p); some b in names(p)}

names(p) := {lower(n) | some n in array.concat([p.id, object.get(p.config, "name", p.id)], array.concat(object.get(p.config, "aliases", []), platforms(p)))}

platforms(p) := [split(t, ":")[0] | some t in p.config.tenants]
