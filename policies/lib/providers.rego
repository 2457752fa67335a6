# METADATA
# scope: package
# title: Providers of AI, by whatever name they are seen
package aismm.lib.providers

import data.aismm.lib.register

# Every name by which a provider is seen in use, and what names it: contracts, models, production systems, and the tenants that this scan reads.
seen := array.concat(named, tenants)

named := array.concat(contracts, array.concat(models, production))

contracts := [{"name": c.config.provider_id, "by": c} | some c in in_force]

# Contracts about AI. Those about something else, and those that are not in force, say so.
in_force := [c | some c in input.records.record_contract; not ended(c)]

ended(c) if c.config.topic != "ai"

ended(c) if c.config.status in {"draft", "expired", "terminated"}

models := [{"name": m.config.provider_id, "by": m} | some m in used_models]

used_models := [m | some m in input.records.record_model; not unused(m)]

unused(m) if m.config.in_production == false

unused(m) if m.config.status in {"rejected", "retired"}

production := [{"name": s.config.provider, "by": s} | some s in register.production]

tenants := [{"name": name, "by": input.boundary} | some name in entered]

entered := {e.scope.provider |
	some e in input.ledger
	e.scope.provider != "records"
	e.status in {"collected", "partial"}
}

# Contracts, models and systems in use that do not say whose they are.
unnamed := array.concat(
	[r | some r in array.concat(in_force, used_models); not says_whose(r)],
	[s | some s in register.production; not says_from_whom(s)],
)

says_whose(r) if r.config.provider_id != ""

says_from_whom(s) if s.config.provider != ""

# The entries of the register for each name that is seen. A name that fits two entries stands for both.
entries := {name: found |
	some name in names
	found := array.concat(array.concat(by_id(name), by_name(name)), array.concat(by_alias(name), by_platform(name)))
}

names := {s.name | some s in seen; s.name != ""}

by_id(name) := [p | some p in input.lookup.record_provider.id[name]]

by_name(name) := [p | some p in input.lookup.record_provider.name[name]; p.id != name]

by_alias(name) := [p | some p in input.lookup.record_provider.aliases[name]]

# Tenants are written as provider:account.
by_platform(name) := [t.provider | some t in tenancies; t.platform == name]

tenancies := [{"platform": platform, "provider": p} |
	some p in input.records.record_provider
	some platform in platforms(p)
]

platforms(p) := {split(t, ":")[0] | some t in p.config.tenants}

# Names that the register does not know.
unknown := {name | some name, found in entries; count(found) == 0}

# The ids of the entries that are seen in use.
used := {p.id | some found in entries; some p in found}

# The register says that nothing of it is in use, and no contract, model, system or tenant shows otherwise.
idle(p) if {
	p.config.in_use == false
	not p.id in used
	not damaged(p)
}

# What it is called may be what could not be read.
damaged(p) if count(p.missing) > 0

# Entries of the register that nobody says are waiting, refused or left, or the organization itself.
approved := [p | some p in input.records.record_provider; not elsewhere(p); not own(p)]

own(p) if p.config.own == true

elsewhere(p) if p.config.status in {"candidate", "rejected", "retired"}

# Approved providers on which much depends, or of which the register does not say how much.
critical := [p | some p in approved; not lesser(p)]

# lint: ignore met-by-absence: where criticality is missing, the shorter cadence holds and the provider is a subject
lesser(p) if p.config.criticality in {"important", "standard"}

# The entries that a platform's name of a publisher stands for, in any case.
publisher(name) := [p | some p in input.records.record_provider; lower(name) in published(p)]

published(p) := {lower(n) | some n in p.config.publishers} | {lower(n) | n := p.config.name}
