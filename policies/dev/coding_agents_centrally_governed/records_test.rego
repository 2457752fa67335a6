package aismm.dev.coding_agents_centrally_governed.records_test

import data.aismm.dev.coding_agents_centrally_governed.records as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

device(config) := fixture.record("record_endpoint_software", "dev-1", object.union({"managed": true, "seen_at": "2026-11-18T00:00:00Z"}, config))

tool(patch, without) := fixture.record("record_approved_tool", "tool-1", object.union(
	object.remove({"status": "approved", "product": "Example Agent", "managed_settings_hash": "0a1b"}, without),
	patch,
))

# Another device of the export, which was seen lately and is a personal one.
another := fixture.record("record_endpoint_software", "other", {"managed": false, "seen_at": "2026-11-19T00:00:00Z"})

seen(d, tools) := {
	"as_of": fixture.as_of, "settings": {"coding_agents": ["cline"]},
	"records": {"record_endpoint_software": [d, another]},
	"lookup": {"record_approved_tool": {"product": {"Example Agent": [t | some t in tools; t.config.product == "Example Agent"]}}},
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
	got == {"subjects": {evidence.subject(d) | tc.silent}, "met": {"settings": set(), "sandbox": set()}, "unclear": {"settings": {row | tc.silent}, "sandbox": {row | tc.silent}}}
}

test_subjects[name] if {
	some name, tc in {
		"named": {"config": {"coding_agent": "Example Agent"}, "judged": true},
		"in the inventory": {"config": {"items": [{"kind": "editor_extension", "product": "Cline"}]}, "judged": true},
		"neither": {"config": {"coding_assistant": "Example Code", "items": [{"product": "Example Office"}]}, "judged": false},
		"empty": {"config": {"coding_agent": "", "items": []}, "judged": false},
		"personal": {"config": {"coding_agent": "Example Agent", "managed": false}, "judged": false},
		"not seen for long": {"config": {"coding_agent": "Example Agent", "seen_at": "2026-10-01T00:00:00Z"}, "judged": false},
	}
	d := device(tc.config)
	got := policy.subjects with input as seen(d, [])
	got == {evidence.subject(d) | tc.judged}
}

all := {"settings", "sandbox"}

test_conditions[name] if {
	good := {"coding_agent": "Example Agent", "managed_settings_hash": "0A1B", "sandbox": "enabled", "items": [{"product": "Cline"}]}
	some name, tc in {
		"good": {"patch": {}, "without": [], "tool": tool({}, []), "met": all},
		"other settings": {"patch": {"managed_settings_hash": "ffff"}, "without": [], "tool": tool({}, []), "met": {"sandbox"}},
		"settings not said": {"patch": {}, "without": ["managed_settings_hash"], "tool": tool({}, []), "met": {"sandbox"}},
		"empty on both sides": {"patch": {"managed_settings_hash": ""}, "without": [], "tool": tool({"managed_settings_hash": ""}, []), "met": {"sandbox"}},
		"another agent": {"patch": {"coding_agent": "Cline"}, "without": [], "tool": tool({}, []), "met": {"sandbox"}},
		"agent not said": {"patch": {}, "without": ["coding_agent"], "tool": tool({}, []), "met": {"sandbox"}},
		"not approved": {"patch": {}, "without": [], "tool": tool({"status": "waiting"}, []), "met": {"sandbox"}},
		"approval not said": {"patch": {}, "without": [], "tool": tool({}, ["status"]), "met": {"sandbox"}},
		"no settings required": {"patch": {}, "without": [], "tool": tool({}, ["managed_settings_hash"]), "met": {"sandbox"}},
		"a tool for something else": {"patch": {}, "without": [], "tool": tool({"product": "Other"}, []), "met": {"sandbox"}},
		"no sandbox": {"patch": {"sandbox": "disabled"}, "without": [], "tool": tool({}, []), "met": {"settings"}},
		"sandbox not said": {"patch": {}, "without": ["sandbox"], "tool": tool({}, []), "met": {"settings"}},
	}
	d := device(object.union(object.remove(good, tc.without), tc.patch))
	got := policy.met with input as seen(d, [tc.tool])
	rows := {"settings": evidence.at(d, ["config", "managed_settings_hash"]), "sandbox": evidence.at(d, ["config", "sandbox"])}
	got == {c: {row | c in tc.met} | some c, row in rows}
}

test_a_tool_that_could_not_be_read_whole[name] if {
	good := {"coding_agent": "Example Agent", "managed_settings_hash": "3"}
	some name, tc in {
		"the settings": {"tool": tool({}, ["managed_settings_hash"]), "missing": ["managed_settings_hash"], "device": device(good), "unclear": true},
		"the product": {"tool": tool({"managed_settings_hash": "3"}, ["product"]), "missing": ["product"], "device": device(good), "unclear": true},
		"of another product": {"tool": tool({"product": "Other"}, ["managed_settings_hash"]), "missing": ["managed_settings_hash"], "device": device(good), "unclear": false},
		"nothing": {"tool": tool({}, ["managed_settings_hash"]), "missing": [], "device": device(good), "unclear": false},
		"of a tool that suffices": {"tool": tool({"managed_settings_hash": "3"}, []), "missing": ["url"], "device": device(good), "unclear": false},
	}
	t := object.union(tc.tool, {"missing": tc.missing})
	got := policy.unclear.settings with input as object.union(seen(tc.device, [t]), {"records": {"record_approved_tool": [t]}})
	got == {row | tc.unclear; row := evidence.shown(tc.device, t, ["id"])}
}
