# METADATA
# scope: package
# title: Reports and change notices of critical providers are tracked and never lapse unnoticed
# custom:
#   remediation: Collect and review the current report of the provider, or set a compensating measure until it arrives. Handle the notices that wait.
package aismm.rsk.provider_assurance_monitored.records

import data.aismm.lib.evidence
import data.aismm.lib.providers
import data.aismm.lib.when

subjects contains evidence.subject(p) if some p in providers.critical

# METADATA
# scope: document
# title: a valid independent report covers the service in use, and was read within 60 days of its issue
# custom:
#   of: record_provider
#   field: config.attestations
met.attested contains evidence.at(p, ["config", "attestations", i]) if {
	some p in providers.critical
	some i, report in p.config.attestations
	report.scope_includes_service == true
	holds(report)
	when.past(report.reviewed_at)
	when.ns(report.reviewed_at) >= when.ns(report.issued_at)
	when.ns(report.reviewed_at) - when.ns(report.issued_at) <= 60 * when.day
}

holds(report) if {
	when.future(report.valid_until)
	some words in input.settings.independent_reports
	contains(lower(report.type), words)
}

# A letter bridges the time between two reports, and not longer.
holds(report) if {
	contains(lower(report.type), "bridge")
	when.within_days(report.issued_at, 90)
}

# METADATA
# scope: document
# title: no change that it announced waits longer than 30 days
# custom:
#   of: record_provider
#   field: config.change_notices
met.notices_handled contains evidence.at(p, ["config", "change_notices"]) if {
	some p in providers.critical
	is_array(p.config.change_notices)
	count([n | some n in p.config.change_notices; not in_hand(n)]) == 0
}

violations.notices_handled contains evidence.at(p, ["config", "change_notices", i]) if {
	some p in providers.critical
	some i, n in p.config.change_notices
	not in_hand(n)
}

in_hand(n) if when.past(n.handled_at)

in_hand(n) if when.ns(n.received_at) >= when.now - (30 * when.day)
