package aismm.org.no_unsanctioned_ai_tools.records_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.org.no_unsanctioned_ai_tools.records as policy

all := {"applications", "packages", "extensions", "processes", "servers", "loopback"}

device(items) := fixture.record("record_endpoint_software", "dev-1", {
	"managed": true, "seen_at": "2026-11-18T00:00:00Z",
	"user_groups": ["engineering"], "items": items,
})

without(d, field) := object.union(object.remove(d, ["config"]), {"config": object.remove(d.config, [field])})

tool(patch) := fixture.record("record_approved_tool", "tool-1", object.union(
	{"status": "approved", "product": "Cursor", "publisher": "Anysphere", "user_groups": ["engineering"]},
	patch,
))

seen(d, tools) := {
	"as_of": fixture.as_of, "records": {"record_endpoint_software": [d]},
	"settings": {"ai_tools": ["cursor", "llama.cpp", "openai", "ollama"], "model_server_ports": [11434]},
	"lookup": {"record_approved_tool": {"product": {"Cursor": tools, "Ollama": [tool({"product": "Ollama", "publisher": "Ollama"})]}}},
}

cursor(kind) := {"kind": kind, "product": "Cursor", "publisher": "Anysphere"}

met(d, tools) := got if {
	rows := policy.met with input as seen(d, tools)
	got := {c | some c, r in rows; r == {evidence.at(d, ["config", "items"])}}
	{c | some c, r in rows; r == set()} == all - got
}

test_subjects[name] if {
	some name, tc in {
		"managed": {"device": device([]), "judged": true},
		"not said whether": {"device": without(device([]), "managed"), "judged": true},
		"not said when it was seen": {"device": without(device([]), "seen_at"), "judged": true},
		"personal": {"device": fixture.record("record_endpoint_software", "dev-1", {"managed": false, "seen_at": "2026-11-18T00:00:00Z"}), "judged": false},
		"seen long ago": {"device": fixture.record("record_endpoint_software", "dev-1", {"managed": true, "seen_at": "2026-10-21T08:59:59Z"}), "judged": false},
	}
	got := policy.subjects with input as seen(tc.device, [])
	got == {x | tc.judged; x := evidence.subject(tc.device)}
}

test_nothing_on_it if met(device([]), []) == all

test_items_not_said if met(without(device([]), "items"), []) == set()

test_each_kind_of_item_decides_its_own_condition[kind] if {
	some kind, condition in {
		"application": "applications", "package": "packages", "editor_extension": "extensions",
		"process": "processes", "listening_port": "servers",
	}
	at_home := object.union(cursor(kind), {"listen_address": "127.0.0.1"})
	met(device([at_home]), []) == all - {condition}
	met(device([at_home]), [tool({})]) == all
}

test_what_is_an_ai_tool[name] if {
	some name, tc in {
		"another product": {"item": {"kind": "application", "product": "NotePad", "publisher": "Example Software"}, "met": all},
		"without a publisher": {"item": {"kind": "application", "product": "NotePad"}, "met": all},
		"a longer word": {"item": {"kind": "application", "product": "Precursors"}, "met": all},
		"a word of the name": {"item": {"kind": "application", "product": "my-CURSOR.app"}, "met": all - {"applications"}},
		"a dot is a dot": {"item": {"kind": "application", "product": "llamaxcpp"}, "met": all},
		"with a dot": {"item": {"kind": "application", "product": "llama.cpp"}, "met": all - {"applications"}},
		"by its publisher": {"item": {"kind": "application", "product": "Desktop", "publisher": "OpenAI"}, "met": all - {"applications"}},
		"product not said": {"item": {"kind": "application", "publisher": "Example Software"}, "met": all - {"applications"}},
		"kind not said": {"item": {"product": "Cursor", "listen_address": "::1"}, "met": {"loopback"}},
		"nothing said": {"item": {}, "met": set()},
	}
	met(device([tc.item]), []) == tc.met
}

test_approved[name] if {
	some name, tc in {
		"approved": {"patch": {}, "met": true},
		"for everyone": {"patch": {"user_groups": ["everyone"]}, "met": true},
		"for another group": {"patch": {"user_groups": ["design"]}, "met": false},
		"for nobody": {"patch": {"user_groups": []}, "met": false},
		"of another publisher": {"patch": {"publisher": "Example Software"}, "met": false},
		"publisher not said": {"patch": {"publisher": null}, "met": false},
		"rejected": {"patch": {"status": "rejected"}, "met": false},
		"status not said": {"patch": {"status": null}, "met": false},
		"waiting": {"patch": {"status": "waiting", "requested_at": "2026-11-10T00:00:00Z"}, "met": true},
		"waiting too long": {"patch": {"status": "waiting", "requested_at": "2026-11-06T00:00:00Z"}, "met": false},
		"waiting for something to come": {"patch": {"status": "waiting", "requested_at": "2026-12-06T00:00:00Z"}, "met": false},
		"not said since when": {"patch": {"status": "waiting"}, "met": false},
	}
	met(device([cursor("application")]), [tool(tc.patch)]) == all - {c | not tc.met; c := "applications"}
}

test_an_item_or_a_device_that_says_too_little_is_not_approved if {
	item := object.remove(cursor("application"), ["publisher"])
	met(device([item]), [tool({})]) == all - {"applications"}
	met(without(device([cursor("application")]), "user_groups"), [tool({})]) == all - {"applications"}
	process := object.remove(cursor("process"), ["publisher"])
	met(device([process]), [tool({})]) == all
}

# What does not say its kind must be approved under its publisher, whatever it is.
test_an_item_without_a_kind[name] if {
	item := {"product": "Cursor", "publisher": "Anysphere", "listen_address": "::1"}
	some name, tc in {
		"approved": {"patch": {}, "met": all},
		"of another publisher": {"patch": {"publisher": "Example Software"}, "met": {"loopback"}},
	}
	met(device([item]), [tool(tc.patch)]) == tc.met
}

test_loopback[name] if {
	ollama := {"kind": "listening_port", "product": "Ollama", "port": 11434}
	some name, tc in {
		"on the loopback address": {"item": object.union(ollama, {"listen_address": "127.0.0.1"}), "met": true},
		"on all addresses": {"item": object.union(ollama, {"listen_address": "0.0.0.0"}), "met": false},
		"address not said": {"item": ollama, "met": false},
		"on another port": {"item": object.union(ollama, {"port": 8080, "listen_address": "0.0.0.0"}), "met": false},
		"port not said": {"item": {"kind": "listening_port", "product": "Ollama", "listen_address": "0.0.0.0"}, "met": false},
		"an unknown product on its port": {"item": {"kind": "listening_port", "product": "svc", "port": 11434, "listen_address": "0.0.0.0"}, "met": false},
		"a web server": {"item": {"kind": "listening_port", "product": "nginx", "port": 443, "listen_address": "0.0.0.0"}, "met": true},
		"a web server, port not said": {"item": {"kind": "listening_port", "product": "nginx", "listen_address": "0.0.0.0"}, "met": false},
		"a process that listens to others": {"item": object.union(ollama, {"kind": "process", "listen_address": "10.0.0.1"}), "met": false},
		"a process, address not said": {"item": object.union(ollama, {"kind": "process"}), "met": false},
		"a process that does not listen": {"item": {"kind": "process", "product": "Ollama"}, "met": true},
		"an application": {"item": object.union(ollama, {"kind": "application", "publisher": "Ollama", "listen_address": "0.0.0.0"}), "met": true},
	}
	met(device([tc.item]), []) == all - {c | not tc.met; c := "loopback"}
}
