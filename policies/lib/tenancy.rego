# METADATA
# scope: package
# title: The provider of the tenant that is judged, in the register of providers
package aismm.lib.tenancy

import data.aismm.lib.providers as registry

# The entries that name this tenant; where none does, those of the publisher that the platform is, by any spelling or as a name.
providers := by_tenant if count(by_tenant) > 0

providers := by_publisher if count(by_tenant) == 0

by_tenant := [p | some p in input.lookup.record_provider.tenants[input.boundary.id]]

# An entry that names its tenants, and not this one, is of other tenants.
by_publisher := [p |
	some p in registry.publisher(publisher)
	not elsewhere(p)
]

elsewhere(p) if count(p.config.tenants) > 0

# What platforms of models are called as publishers.
publisher := {"anthropic": "Anthropic", "huggingface": "Hugging Face", "openai": "OpenAI"}[input.boundary.provider]
