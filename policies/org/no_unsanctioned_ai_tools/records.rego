# METADATA
# scope: package
# title: AI tools on managed devices are on the approved list
# custom:
#   remediation: Remove the tool or start its approval, and offer the approved alternative to the user.
package aismm.org.no_unsanctioned_ai_tools.records

import data.aismm.lib.evidence
import data.aismm.lib.when

devices := [d | some d in input.records.record_endpoint_software; not set_aside(d)]

# Personal devices, and inventories older than 30 days.
set_aside(d) if d.config.managed == false

set_aside(d) if when.ns(d.config.seen_at) < when.now - (30 * when.day)

subjects contains evidence.subject(d) if some d in devices

# METADATA
# scope: document
# title: every AI application on it is approved
# custom:
#   of: record_endpoint_software
#   field: config.items
#   absent: {config.items.publisher: ""} # where an inventory names no publisher, the product alone tells what it is
met.applications contains evidence.at(d, ["config", "items"]) if {
	some d in devices
	is_array(d.config.items)
	count(strays(d, "application")) == 0
}

# METADATA
# scope: document
# title: every AI package on it is approved
# custom:
#   of: record_endpoint_software
#   field: config.items
#   absent: {config.items.publisher: ""} # where an inventory names no publisher, the product alone tells what it is
#   covers:
#     - cnspec:mondoo-ai-security-no-unapproved-ai-packages
#     - cnspec:mondoo-ai-security-no-unapproved-homebrew-ai-packages
met.packages contains evidence.at(d, ["config", "items"]) if {
	some d in devices
	is_array(d.config.items)
	count(strays(d, "package")) == 0
}

# METADATA
# scope: document
# title: every AI extension of an editor on it is approved
# custom:
#   of: record_endpoint_software
#   field: config.items
#   absent: {config.items.publisher: ""} # where an inventory names no publisher, the product alone tells what it is
#   covers:
#     - cnspec:mondoo-ai-security-no-vscode-codeium-extension
#     - cnspec:mondoo-ai-security-no-vscode-tabnine-extension
#     - cnspec:mondoo-ai-security-no-vscode-supermaven-extension
#     - cnspec:mondoo-ai-security-no-vscode-continue-extension
#     - cnspec:mondoo-ai-security-no-vscode-cline-extension
#     - cnspec:mondoo-ai-security-no-vscode-cody-extension
#     - cnspec:mondoo-ai-security-no-vscode-codex-extension
#     - cnspec:mondoo-ai-security-no-vscode-claude-extension
#     - cnspec:mondoo-ai-security-no-vscode-cursor-extension
#     - cnspec:mondoo-ai-security-no-vscode-roo-extension
met.extensions contains evidence.at(d, ["config", "items"]) if {
	some d in devices
	is_array(d.config.items)
	count(strays(d, "editor_extension")) == 0
}

# METADATA
# scope: document
# title: every AI process that runs on it is approved
# custom:
#   of: record_endpoint_software
#   field: config.items
#   absent: {config.items.publisher: ""} # where an inventory names no publisher, the product alone tells what it is
#   covers: ["cnspec:mondoo-ai-security-no-local-llm-runtimes", "cnspec:mondoo-ai-security-no-unapproved-ai-processes"]
met.processes contains evidence.at(d, ["config", "items"]) if {
	some d in devices
	is_array(d.config.items)
	count(strays(d, "process")) == 0
}

# METADATA
# scope: document
# title: every AI server that listens on it is approved
# custom:
#   of: record_endpoint_software
#   field: config.items
#   absent: {config.items.publisher: ""} # where an inventory names no publisher, the product alone tells what it is
met.servers contains evidence.at(d, ["config", "items"]) if {
	some d in devices
	is_array(d.config.items)
	count(strays(d, "listening_port")) == 0
}

# METADATA
# scope: document
# title: local model servers listen on the loopback address only
# custom:
#   of: record_endpoint_software
#   field: config.items
#   absent: # a process of which the inventory names neither does not listen
#     config.items.listen_address: null
#     config.items.port: null
#   covers: ["cnspec:mondoo-ai-security-no-local-llm-listening-ports"]
met.loopback contains evidence.at(d, ["config", "items"]) if {
	some d in devices
	is_array(d.config.items)
	count(exposed(d)) == 0
}

# Items of a kind that are neither something else than an AI tool nor approved. What does not say its kind counts for each.
strays(d, kind) := [i |
	some item in d.config.items
	not other_kind(item, {kind})
	not ordinary(item)
	not approved(d, item)
	i := item
]

exposed(d) := [i |
	some item in d.config.items
	not other_kind(item, {"process", "listening_port"})
	not silent(item)
	not inside(item)
	i := item
]

other_kind(item, kinds) if {
	item.kind != ""
	not item.kind in kinds
}

# One expression for the whole list: a product is an AI tool when a word of the list stands in it, or in its publisher, as a whole.
ai_tool := sprintf(`(^|[^a-z0-9])(%s)([^a-z0-9]|$)`, [concat("|", [regex.replace(w, `\.`, `\.`) | some w in input.settings.ai_tools])])

names := {lower(concat(" ", [object.get(i, "publisher", ""), i.product])) |
	some d in devices
	some i in d.config.items
}

ordinary_names := {n | some n in names; not regex.match(ai_tool, n)}

ordinary(item) if lower(concat(" ", [object.get(item, "publisher", ""), item.product])) in ordinary_names

approved(d, item) if {
	some t in input.lookup.record_approved_tool.product[item.product]
	same_publisher(t, item)
	open_to(t, d)
	settled(t)
}

same_publisher(t, item) if t.config.publisher == item.publisher

# What runs does not tell its publisher.
same_publisher(_, item) if item.kind in {"process", "listening_port"}

open_to(t, _) if "everyone" in t.config.user_groups

open_to(t, d) if {
	some g in d.config.user_groups
	g in t.config.user_groups
}

settled(t) if t.config.status == "approved"

# A tool that waits for its approval has 14 days.
settled(t) if {
	t.config.status == "waiting"
	when.within_days(t.config.requested_at, 14)
}

# A process of which no port is known does not listen.
silent(item) if {
	item.kind == "process"
	not item.port
	not item.listen_address
}

silent(item) if {
	ordinary(item)
	item.port > 0
	not item.port in input.settings.model_server_ports
}

inside(item) if item.listen_address in {"127.0.0.1", "::1", "[::1]", "localhost"}
