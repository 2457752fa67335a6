# METADATA
# scope: package
# title: Artifacts of self-hosted models are in safe formats, and were scanned before they were used
# custom:
#   remediation: Convert the artifact to a format that cannot carry code in a sandbox, scan it, and register the digest that was scanned.
package aismm.mod.safe_artifacts_scanned.records

import data.aismm.lib.evidence
import data.aismm.lib.when

# Models that nobody says are hosted by a vendor, or out of use.
models := [m | some m in input.records.record_model; not set_aside(m)]

set_aside(m) if m.config.deployment_type in {"paas", "saas"}

set_aside(m) if m.config.status in {"rejected", "retired"}

set_aside(m) if {
	m.config.status == "proposed"
	m.config.in_production == false
}

subjects contains evidence.subject(m) if some m in models

# METADATA
# scope: document
# title: a scan of the same digest found nothing before it was first used
# custom:
#   of: record_model
#   field: config.sha256
met.before_use contains evidence.shown(m, s, ["config", "scanned_at"]) if {
	some m in models
	some s in input.lookup.record_model_scan.sha256[m.config.sha256]
	s.config.verdict == "clean"
	when.past(s.config.scanned_at)
	when.ns(s.config.scanned_at) <= when.ns(m.config.first_used_at)
}

# METADATA
# scope: document
# title: the newest scan of the digest found nothing
# custom:
#   of: record_model
#   field: config.sha256
met.clean contains evidence.at(m, ["config", "sha256"]) if {
	some m in models
	scans := newest(m)
	count(scans) > 0
	count([s | some s in scans; not s.config.verdict == "clean"]) == 0
}

# METADATA
# scope: document
# title: the newest scan of the digest found a format that cannot carry code
# custom:
#   of: record_model
#   field: config.sha256
met.format contains evidence.at(m, ["config", "sha256"]) if {
	some m in models
	scans := newest(m)
	count(scans) > 0
	count([s | some s in scans; not safe(s)]) == 0
}

safe(s) if lower(s.config.format) in input.settings.safe_model_formats

# A scan gives way to a newer one only where both dates say so. That there is none newer decides as well: rows point at the model.
newest(m) := [s | some s in input.lookup.record_model_scan.sha256[m.config.sha256]; not outdone(s)]

outdone(s) if {
	some newer in input.lookup.record_model_scan.sha256[s.config.sha256]
	when.past(newer.config.scanned_at)
	when.ns(newer.config.scanned_at) > when.ns(s.config.scanned_at)
}

unclear.clean contains row if some row in doubts

unclear.format contains row if some row in doubts

# What could not be read whole may be the newest one.
doubts contains evidence.shown(m, s, ["id"]) if {
	some m in models
	some s in broken
	not of_something_else(s, m)
}

broken := [s | some s in input.records.record_model_scan; count(s.missing) > 0]

of_something_else(s, m) if s.config.sha256 != m.config.sha256
