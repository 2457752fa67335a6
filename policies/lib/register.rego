# METADATA
# scope: package
# title: What the register of AI systems says, for policies that judge only some of them
package aismm.lib.register

import data.aismm.lib.systems

# Systems that nobody says are planned, in test or retired: what is not said counts as production.
production := [s | some s in input.records.record_ai_system; not elsewhere(s)]

elsewhere(s) if s.config.status in {"planned", "test", "retired"}

# Its tier is one of the scheme and not a high one, and the register says that no law calls it high-risk.
lower_tier(s) if {
	tiered(s)
	not s.config.risk_tier in input.settings.high_risk_tiers
	s.config.legally_high_risk == false
}

# Its tier is a high one, or law calls it high-risk.
high_tier(s) if s.config.risk_tier in input.settings.high_risk_tiers

high_tier(s) if s.config.legally_high_risk == true

# The field that leaves a system between the two.
untold(s) := "legally_high_risk" if tiered(s)

untold(s) := "risk_tier" if not tiered(s)

tiered(s) if s.config.risk_tier in input.settings.risk_tiers

# Its tier is the lowest of the scheme, and the register says that no law calls it high-risk.
lowest_tier(s) if {
	s.config.risk_tier == input.settings.risk_tiers[0]
	s.config.legally_high_risk == false
}

# It may be down for more than eight hours: important is what must be back sooner.
patient(s) if s.config.rto_minutes > 480

# Whether ids name, by ARN, something of these kinds in an AWS account of this scan: there the checks of AWS judge it. Things are written as
# "service:noun". The register's word is enough; that what it names exists is the business of other objectives.
judged_on_aws(ids, things) if {
	some id in ids
	["arn", _, service, _, account, rest] = split(id, ":")
	account in aws_accounts
	concat(":", [service, split(rest, "/")[0]]) in things
}

# What was left out of the scan is judged nowhere.
aws_accounts := {e.scope.account | some e in input.ledger; e.scope.provider == "aws"; not e.status == "skipped"}

# Something of another id, such as a project, that belongs only to systems that are not in production. Retired ones own nothing: what still
# runs of theirs is nobody's.
only_elsewhere(id) if {
	owners := [s | some s in input.lookup.record_ai_system.resource_ids[id]; not systems.retired(s)]
	count(owners) > 0
	count([s | some s in owners; not elsewhere(s)]) == 0
}
