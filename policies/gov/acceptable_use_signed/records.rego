# METADATA
# scope: package
# title: Everyone has signed the acceptable-use version in force
# custom:
#   remediation: Assign the current AI acceptable-use text to everyone without a sign-off, contractors first, and block AI licences until it is accepted.
package aismm.gov.acceptable_use_signed.records

import data.aismm.lib.evidence
import data.aismm.lib.when

# Who is said to be away does not count; a person without a status does.
people := [p | some p in input.records.record_person; not away(p)]

away(p) if p.config.status in {"left", "on_leave"}

subjects contains evidence.subject(p) if some p in people

# Texts that may be the acceptable-use rules for AI: nothing says that they are something else.
texts := [t | some t in input.records.record_policy; not other(t)]

other(t) if t.config.type != "acceptable_use"

other(t) if t.config.topic != "ai"

other(t) if t.config.status in {"draft", "superseded", "retired"}

doubtful := [t | some t in texts; not stated(t)]

stated(t) if {
	not damaged(t)
	t.config.type == "acceptable_use"
	t.config.topic == "ai"
	t.config.status == "in_force"
}

versions := [numbers(t.config.version) | some t in texts]

# A version that is no number hides which one is the highest: then there is no current one, and nobody passes.
current := max(versions) if {
	count(doubtful) == 0
	count(versions) == count(texts)
}

# Versions compare as numbers: 2.10 comes after 2.9.
numbers(v) := [to_number(n) | some n in split(v, ".")] if regex.match(`^[0-9]+(\.[0-9]+)*$`, v)

# METADATA
# scope: document
# title: the version in force was signed within 365 days
# custom:
#   of: record_person
#   field: id
met.signed contains evidence.shown(p, s, ["config", "policy_version"]) if {
	some p in people
	some s in input.lookup.record_acceptable_use_signoff.person_id[p.id]
	numbers(s.config.policy_version) == current
	when.within_days(s.config.signed_at, 365)
}

# Something that could not be read whole.
damaged(r) if count(r.missing) > 0

# A text that does not say what it is may be the newest one.
unclear.signed contains evidence.shown(p, t, ["config", "type"]) if {
	some p in people
	some t in doubtful
}

# A sign-off that could not be read whole may be the one that is needed.
unclear.signed contains evidence.shown(p, s, ["id"]) if {
	some p in people
	some s in input.lookup.record_acceptable_use_signoff.person_id[p.id]
	damaged(s)
	not p.ref in signed
}

signed := {row.of | some row in met.signed}
