package aismm.app.human_approval_for_impact.records_test

import data.aismm.app.human_approval_for_impact.records as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

good := {
	"status": "approved", "type": "mcp_server", "impact": "high", "approval_gate": "human", "gate_tested_at": "2026-10-01T00:00:00Z",
	"resource_ids": ["https://tools.example.com/mcp"], "system_ids": ["a"],
}

bare := object.remove(good, ["approval_gate", "gate_tested_at"])

tool(config) := fixture.record("record_approved_tool", "t", config)

system(id, config) := fixture.record("record_ai_system", id, object.union({"status": "production"}, config))

seen(t, systems) := {
	"as_of": fixture.as_of, "records": {"record_approved_tool": [t], "record_ai_system": systems},
	"lookup": {"record_ai_system": {"id": {s.id: [s] | some s in systems}}},
	"ledger": [{"scope": {"provider": "aws", "account": "111122223333"}, "status": "collected"}],
}

test_subjects[name] if {
	some name, tc in {
		"high impact": {"config": good, "systems": [], "judged": true},
		"nothing said": {"config": {}, "systems": [], "judged": true},
		"low impact": {"config": object.union(good, {"impact": "low"}), "systems": [], "judged": false},
		"rejected": {"config": object.union(good, {"status": "rejected"}), "systems": [], "judged": false},
		"retired": {"config": object.union(good, {"status": "retired"}), "systems": [], "judged": false},
		"waiting": {"config": object.union(good, {"status": "waiting"}), "systems": [], "judged": true},
		"an application": {"config": object.union(good, {"type": "application"}), "systems": [], "judged": false},
		"of an agent on AWS": {"config": object.union(good, {"resource_ids": ["arn:aws:bedrock:us-east-1:111122223333:agent/A"]}), "systems": [], "judged": false},
		"of a gateway on AWS": {"config": object.union(good, {"resource_ids": ["arn:aws:bedrock-agentcore:us-east-1:111122223333:gateway/g"]}), "systems": [], "judged": false},
		"of another account": {"config": object.union(good, {"resource_ids": ["arn:aws:bedrock-agentcore:us-east-1:444455556666:gateway/g"]}), "systems": [], "judged": true},
		"a function": {"config": object.union(good, {"resource_ids": ["arn:aws:lambda:us-east-1:111122223333:function:pay"]}), "systems": [], "judged": true},
		"of a system in test": {"config": good, "systems": [system("a", {"status": "test"})], "judged": false},
		"of a system in test and another": {"config": object.union(good, {"system_ids": ["a", "b"]}), "systems": [system("a", {"status": "test"})], "judged": true},
		"of no system": {"config": object.union(good, {"system_ids": []}), "systems": [], "judged": true},
	}
	t := tool(tc.config)
	got := policy.subjects with input as seen(t, tc.systems)
	got == {x | tc.judged; x := evidence.subject(t)}
}

test_own_gate[name] if {
	some name, tc in {
		"a person": {"config": good, "met": {"gated", "tested"}},
		"an enforced policy": {"config": object.union(good, {"approval_gate": "enforced_policy"}), "met": {"gated", "tested"}},
		"none": {"config": object.union(good, {"approval_gate": "none"}), "met": set()},
		"not said": {"config": object.remove(good, ["approval_gate"]), "met": set()},
		"tested too long ago": {"config": object.union(good, {"gate_tested_at": "2026-05-01T00:00:00Z"}), "met": {"gated"}},
		"test to come": {"config": object.union(good, {"gate_tested_at": "2026-12-01T00:00:00Z"}), "met": {"gated"}},
		"never tested": {"config": object.remove(good, ["gate_tested_at"]), "met": {"gated"}},
	}
	t := tool(tc.config)
	got := policy.met with input as seen(t, [system("a", {})])
	got == {
		"gated": {row | "gated" in tc.met; row := evidence.at(t, ["config", "approval_gate"])},
		"tested": {row | "tested" in tc.met; row := evidence.at(t, ["config", "gate_tested_at"])},
	}
}

test_gates_of_its_systems[name] if {
	gate := {"approval_gate": "enforced_policy", "gate_tested_at": "2026-10-01T00:00:00Z"}
	two := object.union(bare, {"system_ids": ["a", "b"]})
	some name, tc in {
		"one": {"config": bare, "systems": [system("a", gate)], "met": {"gated", "tested"}},
		"one without a gate": {"config": bare, "systems": [system("a", {"approval_gate": "none", "gate_tested_at": "2026-10-01T00:00:00Z"})], "met": set()},
		"one that does not say": {"config": bare, "systems": [system("a", {"gate_tested_at": "2026-10-01T00:00:00Z"})], "met": set()},
		"one tested too long ago": {"config": bare, "systems": [system("a", object.union(gate, {"gate_tested_at": "2026-05-01T00:00:00Z"}))], "met": {"gated"}},
		"one never tested": {"config": bare, "systems": [system("a", {"approval_gate": "human"})], "met": {"gated"}},
		"both": {"config": two, "systems": [system("a", gate), system("b", gate)], "met": {"gated", "tested"}},
		"one of two": {"config": two, "systems": [system("a", gate), system("b", {})], "met": set()},
		"the other in test": {"config": two, "systems": [system("a", gate), system("b", {"status": "test"})], "met": {"gated", "tested"}},
		"the other not registered": {"config": two, "systems": [system("a", gate)], "met": set()},
		"none": {"config": object.union(bare, {"system_ids": []}), "systems": [system("a", gate)], "met": set()},
		"not said": {"config": object.remove(bare, ["system_ids"]), "systems": [system("a", gate)], "met": set()},
	}
	t := tool(tc.config)
	got := policy.met with input as seen(t, tc.systems)
	got == {c: {row | c in tc.met; row := evidence.at(t, ["config", "system_ids"])} | some c in ["gated", "tested"]}
}
