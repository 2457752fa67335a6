package aismm.dat.no_training_on_our_data.openai_test

import data.aismm.dat.no_training_on_our_data.openai as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

org := fixture.boundary("openai:org-example")

project(config) := fixture.resource("openai_project", "proj_1", {"config": config})

p := project({"status": "active"})

control(id, derived, type) := fixture.resource("openai_data_retention", id, {"derived": derived, "config": {"type": type}})

of_org(type) := control("org/data_retention", {"level": "organization"}, type)

of_project(type) := control("proj_1/data_retention", {"level": "project", "project_id": "proj_1"}, type)

contract(n, config) := fixture.record("record_contract", sprintf("con-%d", [n]), config)

good := {"status": "in_force", "topic": "ai", "training_on_customer_data": "prohibited", "clause_ref": "DPA 4", "retention_control": "zero_data_retention"}

seen(one, controls, contracts) := {
	"as_of": fixture.as_of, "boundary": org, "resources": {"openai_project": [one], "openai_data_retention": controls},
	"lookup": {
		"openai_project": {"id": {"proj_1": [one]}}, "record_ai_system": {"resource_ids": {}},
		"record_provider": {"tenants": {"openai:org-example": [fixture.record("record_provider", "prv-1", {})]}, "publishers": {}},
		"record_contract": {"provider_id": {"prv-1": contracts}},
	},
}

test_subjects[name] if {
	some name, tc in {
		"active": {"config": {"status": "active"}, "judged": true},
		"status not said": {"config": {}, "judged": true},
		"archived": {"config": {"status": "archived"}, "judged": false},
	}
	one := project(tc.config)
	got := policy.subjects with input as seen(one, [], [])
	got == {evidence.subject(org)} | {s | tc.judged; s := evidence.subject(one)}
}

rows(field, contracts) := {evidence.shown(t, c, ["config", field]) | some t in [org, p]; some c in contracts}

both := {evidence.at(t, ["id"]) | some t in [org, p]}

test_contracts[name] if {
	some name, tc in {
		"good": {"config": good, "forbidden": true, "clause": true, "blamed": false},
		"without a clause": {"config": object.remove(good, ["clause_ref"]), "forbidden": true, "clause": false, "blamed": false},
		"an empty clause": {"config": object.union(good, {"clause_ref": ""}), "forbidden": true, "clause": false, "blamed": false},
		"permitted": {"config": object.union(good, {"training_on_customer_data": "permitted"}), "forbidden": false, "clause": false, "blamed": true},
		"not addressed": {"config": object.union(good, {"training_on_customer_data": "not_addressed"}), "forbidden": false, "clause": false, "blamed": false},
		"not said": {"config": object.remove(good, ["training_on_customer_data"]), "forbidden": false, "clause": false, "blamed": true},
		"draft": {"config": object.union(good, {"status": "draft"}), "forbidden": false, "clause": false, "blamed": false},
		"about something else": {"config": object.union(good, {"topic": "office"}), "forbidden": false, "clause": false, "blamed": false},
		"run out": {"config": object.union(good, {"expires_at": "2026-11-20T09:00:00Z"}), "forbidden": false, "clause": false, "blamed": false},
		"not run out": {"config": object.union(good, {"expires_at": "2026-11-20T09:00:01Z"}), "forbidden": true, "clause": true, "blamed": false},
		"status not said": {"config": object.remove(good, ["status"]), "forbidden": false, "clause": false, "blamed": false},
		"topic not said": {"config": object.remove(good, ["topic"]), "forbidden": false, "clause": false, "blamed": false},
	}
	c := contract(0, tc.config)
	got := {"forbidden": policy.met.forbidden, "clause": policy.met.clause, "blamed": policy.violations.forbidden} with input as seen(p, [], [c])
	got == {
		"forbidden": {row | tc.forbidden; some row in both},
		"clause": {row | tc.clause; some row in rows("clause_ref", [c])},
		"blamed": {row | tc.blamed; some row in rows("training_on_customer_data", [c])},
	}
}

test_no_contract if {
	got := policy.met with input as seen(p, [of_org("none"), of_project("none")], [])
	got == {"forbidden": set(), "clause": set(), "retention": set()}
}

test_another_contract[name] if {
	some name, tc in {
		"that says nothing of it": {"config": {"training_on_customer_data": "not_addressed"}, "met": true},
		"that permits it": {"config": {"training_on_customer_data": "permitted"}, "met": false},
		"that is not said to forbid it": {"config": {}, "met": false},
		"that permitted it": {"config": {"training_on_customer_data": "permitted", "status": "terminated"}, "met": true},
		"that permits it for something else": {"config": {"training_on_customer_data": "permitted", "topic": "office"}, "met": true},
		"that permitted it until now": {"config": {"training_on_customer_data": "permitted", "expires_at": "2026-11-20T09:00:00Z"}, "met": true},
	}
	other := contract(1, tc.config)
	got := {"met": policy.met.forbidden, "blamed": policy.violations.forbidden} with input as seen(p, [], [contract(0, good), other])
	got == {"met": {row | tc.met; some row in both}, "blamed": {row | not tc.met; some row in rows("training_on_customer_data", [other])}}
}

test_retention[name] if {
	some name, tc in {
		"both controlled": {"agreed": "zero_data_retention", "org": "zero_data_retention", "project": "organization_default", "met": [org, p]},
		"less was agreed": {"agreed": "modified_abuse_monitoring", "org": "enhanced_zero_data_retention", "project": "modified_abuse_monitoring", "met": [org, p]},
		"more was agreed": {"agreed": "zero_data_retention", "org": "enhanced_zero_data_retention", "project": "modified_abuse_monitoring", "met": [org]},
		"more was agreed, in another case": {"agreed": "ENHANCED_ZERO_DATA_RETENTION", "org": "enhanced_modified_abuse_monitoring", "project": "zero_data_retention", "met": [p]},
		"called otherwise": {"agreed": "ZDR", "org": "modified_abuse_monitoring", "project": "organization_default", "met": [org, p]},
		"the project has none": {"agreed": "modified_abuse_monitoring", "org": "enhanced_modified_abuse_monitoring", "project": "none", "met": [org]},
		"the organization has none": {"agreed": "modified_abuse_monitoring", "org": "none", "project": "organization_default", "met": []},
	}
	whole := of_org(tc.org)
	own := of_project(tc.project)
	decides := {"organization_default": whole}
	c := contract(0, object.union(good, {"retention_control": tc.agreed}))
	got := policy.met.retention with input as seen(p, [whole, own], [c])
	got == {evidence.shown(t, d, ["config", "type"]) | some t in tc.met; d := {"openai_project": object.get(decides, tc.project, own), "boundary": whole}[t.kind]}
}

test_another_contract_agrees_more[name] if {
	some name, tc in {
		"in force": {"config": good, "met": false},
		"over": {"config": object.union(good, {"status": "expired"}), "met": true},
	}
	whole := of_org("modified_abuse_monitoring")
	less := contract(0, object.union(good, {"retention_control": "modified_abuse_monitoring"}))
	got := policy.met.retention with input as seen(p, [whole], [less, contract(1, tc.config)])
	got == {row | tc.met; row := evidence.shown(org, whole, ["config", "type"])}
}

test_no_control_is_agreed[name] if {
	some name, tc in {
		"empty": {"contracts": [object.union(good, {"retention_control": ""})], "met": true},
		"not said": {"contracts": [object.remove(good, ["retention_control"])], "met": true},
		"agreed by one": {"contracts": [object.remove(good, ["retention_control"]), good], "met": false},
		"agreed by one of unknown status": {"contracts": [object.remove(good, ["retention_control"]), object.remove(good, ["status"])], "met": false},
		"agreed by one that is over": {"contracts": [object.remove(good, ["retention_control"]), object.union(good, {"status": "expired"})], "met": true},
		"agreed by one that has run out": {"contracts": [object.remove(good, ["retention_control"]), object.union(good, {"expires_at": "2026-11-20T09:00:00Z"})], "met": true},
		"agreed by one about something else": {"contracts": [object.remove(good, ["retention_control"]), object.union(good, {"topic": "office"})], "met": true},
		"none in force": {"contracts": [object.union(object.remove(good, ["retention_control"]), {"status": "draft"})], "met": false},
	}
	contracts := [contract(n, c) | some n, c in tc.contracts]
	got := policy.met.retention with input as seen(p, [of_org("none"), of_project("none")], contracts)
	got == {row | tc.met; some row in both}
}

test_archived_projects_say_nothing if {
	got := policy.met.retention with input as seen(project({"status": "archived"}), [of_project("zero_data_retention")], [contract(0, good)])
	got == set()
}
