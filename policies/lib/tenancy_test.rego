package aismm.lib.tenancy_test

import data.aismm.lib.fixture
import data.aismm.lib.tenancy

provider(id, config) := fixture.record("record_provider", id, config)

org := fixture.boundary("openai:org-example")

other := provider("prv-other", {"name": "Other", "publishers": ["Anthropic"]})

seen(by_tenant, others) := {
	"boundary": org, "lookup": {"record_provider": {"tenants": {"openai:org-example": by_tenant}}},
	"records": {"record_provider": array.concat([other], array.concat(by_tenant, others))},
}

test_the_entry_that_names_the_tenant_goes_first if {
	named := provider("prv-1", {"tenants": ["openai:org-example"]})
	got := tenancy.providers with input as seen([named], [provider("prv-2", {"publishers": ["OpenAI"]})])
	got == [named]
}

test_by_publisher[name] if {
	some name, tc in {
		"no tenants said": {"config": {"publishers": ["OpenAI"]}, "found": true},
		"no tenants": {"config": {"publishers": ["OpenAI"], "tenants": []}, "found": true},
		"other tenants": {"config": {"publishers": ["OpenAI"], "tenants": ["openai:org-other"]}, "found": false},
		"in another case": {"config": {"publishers": ["Resold", "openai"]}, "found": true},
		"by its name": {"config": {"name": "OpenAI"}, "found": true},
		"a name that begins alike": {"config": {"name": "OpenAI Fans"}, "found": false},
	}
	p := provider("prv-2", tc.config)
	got := tenancy.providers with input as seen([], [p])
	got == [p | tc.found]
}

test_a_platform_that_is_no_publisher if {
	got := tenancy.providers with input as object.union(seen([], [provider("prv-2", {"name": "GitHub"})]), {"boundary": fixture.boundary("github:example")})
	got == []
}
