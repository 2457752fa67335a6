package aismm.dev.assistant_context_limited.records_test

import data.aismm.dev.assistant_context_limited.records as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

device(config) := fixture.record("record_endpoint_software", "dev-1", object.union({"managed": true, "seen_at": "2026-11-18T00:00:00Z"}, config))

tool(patch, without) := fixture.record("record_approved_tool", "tool-1", object.union(
	object.remove({"status": "approved", "product": "Example Code", "managed_settings_version": "3"}, without),
	patch,
))

# Another device of the export, which was seen lately and is a personal one.
another := fixture.record("record_endpoint_software", "other", {"managed": false, "seen_at": "2026-11-19T00:00:00Z"})

seen(d, tools) := {
	"as_of": fixture.as_of, "settings": {"coding_assistants": ["aider"]},
	"records": {"record_endpoint_software": [d, another]},
	"lookup": {"record_approved_tool": {"product": {"Example Code": [t | some t in tools; t.config.product == "Example Code"]}}},
}

test_a_device_that_does_not_say_what_is_on_it[name] if {
	some name, tc in {
		"no inventory": {"config": {}, "silent": true},
		"an item without a name": {"config": {"items": [{"kind": "package"}]}, "silent": true},
		"an empty inventory": {"config": {"items": []}, "silent": false},
	}
	d := device(tc.config)
	got := {"subjects": policy.subjects, "met": policy.met, "unclear": policy.unclear} with input as seen(d, [])
	row := evidence.at(d, ["config", "items"])
	got == {"subjects": {evidence.subject(d) | tc.silent}, "met": {"current": set()}, "unclear": {"current": {row | tc.silent}}}
}

test_subjects[name] if {
	some name, tc in {
		"named": {"config": {"coding_assistant": "Example Code"}, "judged": true},
		"in the inventory": {"config": {"items": [{"kind": "package", "product": "aider"}]}, "judged": true},
		"both": {"config": {"coding_assistant": "Example Code", "items": [{"kind": "package", "product": "aider"}]}, "judged": true},
		"neither": {"config": {"items": [{"kind": "package", "product": "Example Office"}]}, "judged": false},
		"empty": {"config": {"coding_assistant": "", "items": []}, "judged": false},
		"personal": {"config": {"coding_assistant": "Example Code", "managed": false}, "judged": false},
		"not seen for long": {"config": {"coding_assistant": "Example Code", "seen_at": "2026-10-01T00:00:00Z"}, "judged": false},
	}
	d := device(tc.config)
	got := policy.subjects with input as seen(d, [])
	got == {evidence.subject(d) | tc.judged}
}

test_current[name] if {
	good := {"coding_assistant": "Example Code", "managed_settings_version": "3", "items": [{"kind": "package", "product": "aider"}]}
	some name, tc in {
		"good": {"patch": {}, "without": [], "tool": tool({}, []), "met": true},
		"an older version": {"patch": {"managed_settings_version": "2"}, "without": [], "tool": tool({}, []), "met": false},
		"no version": {"patch": {}, "without": ["managed_settings_version"], "tool": tool({}, []), "met": false},
		"empty on both sides": {"patch": {"managed_settings_version": ""}, "without": [], "tool": tool({"managed_settings_version": ""}, []), "met": false},
		"another assistant": {"patch": {"coding_assistant": "aider"}, "without": [], "tool": tool({}, []), "met": false},
		"assistant not said": {"patch": {}, "without": ["coding_assistant"], "tool": tool({}, []), "met": false},
		"not approved": {"patch": {}, "without": [], "tool": tool({"status": "rejected"}, []), "met": false},
		"approval not said": {"patch": {}, "without": [], "tool": tool({}, ["status"]), "met": false},
		"no settings required": {"patch": {}, "without": [], "tool": tool({}, ["managed_settings_version"]), "met": false},
		"a tool for something else": {"patch": {}, "without": [], "tool": tool({"product": "Other"}, []), "met": false},
	}
	d := device(object.union(object.remove(good, tc.without), tc.patch))
	got := policy.met with input as seen(d, [tc.tool])
	got == {"current": {row | tc.met; row := evidence.at(d, ["config", "managed_settings_version"])}}
}

test_a_tool_that_could_not_be_read_whole[name] if {
	good := {"coding_assistant": "Example Code", "managed_settings_version": "3"}
	some name, tc in {
		"the settings": {"tool": tool({}, ["managed_settings_version"]), "missing": ["managed_settings_version"], "device": device(good), "unclear": true},
		"the product": {"tool": tool({"managed_settings_version": "3"}, ["product"]), "missing": ["product"], "device": device(good), "unclear": true},
		"of another product": {"tool": tool({"product": "Other"}, ["managed_settings_version"]), "missing": ["managed_settings_version"], "device": device(good), "unclear": false},
		"nothing": {"tool": tool({}, ["managed_settings_version"]), "missing": [], "device": device(good), "unclear": false},
		"of a tool that suffices": {"tool": tool({"managed_settings_version": "3"}, []), "missing": ["url"], "device": device(good), "unclear": false},
	}
	t := object.union(tc.tool, {"missing": tc.missing})
	got := policy.unclear.current with input as object.union(seen(tc.device, [t]), {"records": {"record_approved_tool": [t]}})
	got == {row | tc.unclear; row := evidence.shown(tc.device, t, ["id"])}
}
