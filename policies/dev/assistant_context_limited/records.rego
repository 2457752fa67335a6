# METADATA
# scope: package
# title: Coding assistants on managed devices run with the current managed settings
# custom:
#   remediation: Deploy the current managed settings of the assistant by device management. Remove assistants for which there are none.
package aismm.dev.assistant_context_limited.records

import data.aismm.lib.devices
import data.aismm.lib.evidence

known := devices.with_words(input.settings.coding_assistants)

# A device has an assistant when its row names one, or its inventory shows one.
with_assistant := [d | some d in devices.managed; assisted(d)]

assisted(d) if d.config.coding_assistant != ""

assisted(d) if devices.has(d, known)

subjects contains evidence.subject(d) if some d in with_assistant

# Of one that names none, and does not say what is on it, nobody knows.
silent := [d | some d in devices.managed; not assisted(d); not devices.listed(d)]

subjects contains evidence.subject(d) if some d in silent

unclear.current contains evidence.at(d, ["config", "items"]) if some d in silent

# METADATA
# scope: document
# title: its assistant has the version of the managed settings that the approved tool requires
# custom:
#   of: record_endpoint_software
#   field: config.managed_settings_version
#   survives:
#   - path: record_endpoint_software
#     reason: A device that was not seen for long is judged while the rest of the list, which might show that others were, is unread; the list leaves the population open.
met.current contains evidence.at(d, ["config", "managed_settings_version"]) if {
	some d in with_assistant
	d.config.managed_settings_version != ""
	some t in input.lookup.record_approved_tool.product[d.config.coding_assistant]
	t.config.status == "approved"
	t.config.managed_settings_version == d.config.managed_settings_version
}

# A tool that could not be read whole may be the one that requires these settings.
unclear.current contains evidence.shown(d, t, ["id"]) if {
	some d in with_assistant
	not evidence.at(d, ["config", "managed_settings_version"]) in met.current
	some t in damaged
	not another(t, d)
}

damaged := [t | some t in input.records.record_approved_tool; count(t.missing) > 0]

another(t, d) if t.config.product != d.config.coding_assistant
