# METADATA
# scope: package
# title: Administrative actions in the OpenAI organization leave an audit trail
# custom:
#   remediation: Switch the audit log on under the data controls of the organization, and keep a key that may read it.
package aismm.mon.admin_audit_trail.openai

import data.aismm.lib.evidence
import data.aismm.lib.when

subjects contains evidence.subject(input.boundary)

# METADATA
# scope: document
# title: the audit log holds events
# custom:
#   of: boundary
#   field: id
#   covers: ["cnspec:mondoo-openai-security-audit-logs-available"]
met.available contains evidence.shown(input.boundary, e, ["id"]) if some e in input.resources.openai_audit_log

# METADATA
# scope: document
# title: the newest event of the audit log is at most 30 days old
# custom:
#   of: boundary
#   field: id
met.recent contains evidence.shown(input.boundary, e, ["config", "effective_at"]) if {
	some e in input.resources.openai_audit_log
	when.within_days(e.config.effective_at, 30)
}
