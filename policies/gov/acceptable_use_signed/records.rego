# METADATA
# scope: package
# title: Everyone has signed the acceptable-use version in force
# custom:
#   remediation: Assign the current AI acceptable-use text to everyone without a sign-off, contractors first, and block AI licences until it is accepted.
package aismm.gov.acceptable_use_signed.records

import data.aismm.lib.evidence
import data.aismm.lib.when

# Who is said to be away does not count; a person without a status does.
away := {"left", "on_leave"}

subjects contains evidence.subject(p) if {
	some p in input.records.record_person
	not gone(p)
}

# A helper, because `not p.config.status in away` would be undefined, not true, for a person without a status.
gone(p) if p.config.status in away

texts := [p.config | some p in input.records.record_policy; p.config.type == "acceptable_use"; p.config.status == "in_force"]

versions := [numbers(t.version) | some t in texts]

# A version that is no number hides which one is the highest: then there is no current one, and nobody passes.
current := max(versions) if count(versions) == count(texts)

# Versions compare as numbers: 2.10 comes after 2.9.
numbers(v) := [to_number(n) | some n in split(v, ".")] if regex.match(`^[0-9]+(\.[0-9]+)*$`, v)

# METADATA
# scope: document
# title: the version in force was signed within 365 days
# custom:
#   of: record_person
#   field: id
met.signed contains evidence.shown(p, s, ["config", "policy_version"]) if {
	some p in input.records.record_person
	some s in input.lookup.record_acceptable_use_signoff.person_id[p.id]
	numbers(s.config.policy_version) == current
	when.within_days(s.config.signed_at, 365)
}
