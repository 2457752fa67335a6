package aismm.lib.devices_test

import data.aismm.lib.devices
import data.aismm.lib.fixture

device(config) := fixture.record("record_endpoint_software", "dev-1", config)

test_managed[name] if {
	some name, tc in {
		"managed": {"config": {"managed": true, "seen_at": "2026-11-18T00:00:00Z"}, "want": true},
		"nothing said": {"config": {}, "want": true},
		"personal": {"config": {"managed": false, "seen_at": "2026-11-18T00:00:00Z"}, "want": false},
		"seen thirty days ago": {"config": {"managed": true, "seen_at": "2026-10-21T09:00:00Z"}, "want": true},
		"seen before that": {"config": {"managed": true, "seen_at": "2026-10-21T08:59:59Z"}, "want": false},
	}
	d := device(tc.config)
	other := device({"managed": false, "seen_at": "2026-11-19T00:00:00Z"})
	got := devices.managed with input as {"as_of": fixture.as_of, "records": {"record_endpoint_software": [d, other]}}
	[x.id | some x in got] == [d.id | tc.want]
}

# An old export leaves nobody out.
test_none_seen_for_long[name] if {
	some name, tc in {
		"the only one": {"other": {}, "want": true},
		"another as long ago": {"other": {"seen_at": "2026-10-01T00:00:00Z"}, "want": true},
		"another in the future": {"other": {"seen_at": "2026-12-01T00:00:00Z"}, "want": true},
		"another thirty days ago": {"other": {"seen_at": "2026-10-21T09:00:00Z"}, "want": false},
	}
	d := device({"managed": true, "seen_at": "2026-10-01T00:00:00Z"})
	other := device(object.union({"managed": false}, tc.other))
	got := devices.managed with input as {"as_of": fixture.as_of, "records": {"record_endpoint_software": [d, other]}}
	[x.id | some x in got] == [d.id | tc.want]
}

test_with_words[name] if {
	some name, tc in {
		"the word": {"product": "aider", "want": true},
		"in another case": {"product": "Aider for teams", "want": true},
		"within a word": {"product": "raider", "want": false},
		"with a dot": {"product": "continue.continue", "want": true},
		"something else in place of the dot": {"product": "continue-continue", "want": false},
		"nothing of it": {"product": "Example Office", "want": false},
	}
	d := device({"items": [{"product": tc.product}, {"kind": "package"}]})
	got := devices.with_words(["aider", "continue.continue"]) with input as {"as_of": fixture.as_of, "records": {"record_endpoint_software": [d]}}
	got == {p | tc.want; p := tc.product}
}

test_has if {
	devices.has(device({"items": [{"product": "a"}, {"product": "b"}]}), {"b", "c"})
	not devices.has(device({"items": [{"product": "a"}]}), {"b"})
	not devices.has(device({"items": []}), {"b"})
	not devices.has(device({}), {"b"})
}

test_listed if {
	devices.listed(device({"items": [{"product": "a"}, {"product": "b"}]}))
	devices.listed(device({"items": []}))
	not devices.listed(device({"items": [{"product": "a"}, {"kind": "package"}]}))
	not devices.listed(device({"items": [{"product": ""}]}))
	not devices.listed(device({}))
}
