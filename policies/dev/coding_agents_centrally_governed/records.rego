# METADATA
# scope: package
# title: Coding agents on managed devices run in a sandbox under central settings
# custom:
#   remediation: Deploy the managed settings of the agent where the user cannot change them, and turn its sandbox on. Remove agents for which there are none.
package aismm.dev.coding_agents_centrally_governed.records

import data.aismm.lib.devices
import data.aismm.lib.evidence

known := devices.with_words(input.settings.coding_agents)

# A device has an agent when its row names one, or its inventory shows one.
with_agent := [d | some d in devices.managed; acted_on(d)]

acted_on(d) if d.config.coding_agent != ""

acted_on(d) if devices.has(d, known)

subjects contains evidence.subject(d) if some d in with_agent

# Of one that names none, and does not say what is on it, nobody knows.
silent := [d | some d in devices.managed; not acted_on(d); not devices.listed(d)]

subjects contains evidence.subject(d) if some d in silent

unclear.settings contains evidence.at(d, ["config", "items"]) if some d in silent

unclear.sandbox contains evidence.at(d, ["config", "items"]) if some d in silent

# METADATA
# scope: document
# title: its agent has the managed settings that the approved tool requires
# custom:
#   of: record_endpoint_software
#   field: config.managed_settings_hash
#   survives:
#   - path: record_endpoint_software
#     reason: A device that was not seen for long is judged while the rest of the list, which might show that others were, is unread; the list leaves the population open.
met.settings contains evidence.at(d, ["config", "managed_settings_hash"]) if {
	some d in with_agent
	d.config.managed_settings_hash != ""
	some t in input.lookup.record_approved_tool.product[d.config.coding_agent]
	t.config.status == "approved"
	lower(t.config.managed_settings_hash) == lower(d.config.managed_settings_hash)
}

# A tool that could not be read whole may be the one that requires these settings.
unclear.settings contains evidence.shown(d, t, ["id"]) if {
	some d in with_agent
	not evidence.at(d, ["config", "managed_settings_hash"]) in met.settings
	some t in damaged
	not another(t, d)
}

damaged := [t | some t in input.records.record_approved_tool; count(t.missing) > 0]

another(t, d) if t.config.product != d.config.coding_agent

# METADATA
# scope: document
# title: its agent runs in a sandbox
# custom:
#   of: record_endpoint_software
#   field: config.sandbox
#   survives:
#   - path: record_endpoint_software
#     reason: A device that was not seen for long is judged while the rest of the list, which might show that others were, is unread; the list leaves the population open.
met.sandbox contains evidence.at(d, ["config", "sandbox"]) if {
	some d in with_agent
	d.config.sandbox == "enabled"
}
