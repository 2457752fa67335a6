package aismm.lib.systems_test

import data.aismm.lib.fixture
import data.aismm.lib.systems

system(id, status) := fixture.record("record_ai_system", id, {"status": status})

thing(tags) := fixture.resource("aws_bedrock_agent", "arn:a", {"tags": tags})

test_of[name] if {
	a := system("a", "production")
	b := system("b", "test")
	unsaid := fixture.record("record_ai_system", "c", {})
	gone := system("d", "retired")
	some name, tc in {
		"by id": {"thing": thing({}), "by_id": [a], "want": [a]},
		"by id first": {"thing": thing({"ai-system": "b"}), "by_id": [a], "want": [a]},
		"by label": {"thing": thing({"ai-system": "b"}), "by_id": [], "want": [b]},
		"by another label": {"thing": thing({"system": "b"}), "by_id": [], "want": []},
		"by an empty label": {"thing": thing({"ai-system": ""}), "by_id": [], "want": []},
		"of several": {"thing": thing({}), "by_id": [a, b], "want": [a, b]},
		"status not said": {"thing": thing({}), "by_id": [unsaid], "want": [unsaid]},
		"retired": {"thing": thing({}), "by_id": [gone], "want": []},
		"retired, and a label": {"thing": thing({"ai-system": "b"}), "by_id": [gone], "want": [b]},
		"label of a retired one": {"thing": thing({"ai-system": "d"}), "by_id": [], "want": []},
		"labels not read": {"thing": object.remove(thing({}), ["tags"]), "by_id": [], "want": []},
	}
	got := systems.of(tc.thing) with input.lookup.record_ai_system as {"resource_ids": {"arn:a": tc.by_id}, "id": {"b": [b], "d": [gone]}}
		with input.settings.system_label as "ai-system"
	got == tc.want
}
