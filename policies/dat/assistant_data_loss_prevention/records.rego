# METADATA
# scope: package
# title: Devices of people with AI access have the current data-loss rules, and these block
# custom:
#   remediation: Roll the current rules out to the device, and switch them from audit to block.
package aismm.dat.assistant_data_loss_prevention.records

import data.aismm.lib.devices
import data.aismm.lib.evidence

users := [d | some d in devices.managed; not set_aside(d)]

# Who uses it may not use AI with company data, or has left. A device of somebody whom nobody knows is judged.
set_aside(d) if {
	some p in input.lookup.record_person.id[d.config.person_id]
	p.config.ai_assistant_access == false
}

set_aside(d) if {
	some p in input.lookup.record_person.id[d.config.person_id]
	p.config.status == "left"
}

subjects contains evidence.subject(d) if some d in users

# METADATA
# scope: document
# title: it has the current data-loss rules
# custom:
#   of: record_endpoint_software
#   field: config.dlp_policy_version
#   survives:
#   - path: record_endpoint_software
#     reason: A device that was not seen for long is judged while the rest of the list, which might show that others were, is unread; the list leaves the population open.
met.current contains evidence.at(d, ["config", "dlp_policy_version"]) if {
	some d in users
	d.config.dlp_policy_version == input.settings.dlp_policy_version
}

# METADATA
# scope: document
# title: its data-loss rules block
# custom:
#   of: record_endpoint_software
#   field: config.dlp_mode
#   survives:
#   - path: record_endpoint_software
#     reason: A device that was not seen for long is judged while the rest of the list, which might show that others were, is unread; the list leaves the population open.
met.blocks contains evidence.at(d, ["config", "dlp_mode"]) if {
	some d in users
	d.config.dlp_mode == "block"
}
