package aismm.gov.register_self_updating.records_test

import data.aismm.gov.register_self_updating.records as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

good := {
	"status": "production", "deployment_type": "paas", "resource_ids": ["arn:a", "arn:b"],
	"last_reconciled_at": "2026-11-18T00:00:00Z", "reconciled_by": "automation", "open_differences": 0,
}

system(config) := fixture.record("record_ai_system", "ais-1", config)

seen(s) := {
	"as_of": fixture.as_of, "records": {"record_ai_system": [s]},
	"inventory": [fixture.resource("aws_bedrock_agent", id, {}) | some id in ["arn:a", "arn:b", "arn:c"]],
}

test_subjects[name] if {
	some name, tc in {
		"production": {"patch": {}, "judged": true},
		"test": {"patch": {"status": "test"}, "judged": false},
		"retired, resource gone": {"patch": {"status": "retired", "resource_ids": ["arn:gone"]}, "judged": false},
		"retired, no resource": {"patch": {"status": "retired", "resource_ids": []}, "judged": false},
		"retired, resource still there": {"patch": {"status": "retired", "resource_ids": ["arn:gone", "arn:a"]}, "judged": true},
	}
	s := system(object.union(good, tc.patch))
	got := policy.subjects with input as seen(s)
	got == {x | tc.judged; x := evidence.subject(s)}
}

test_a_retired_system_that_does_not_say_what_it_has_is_unclear[name] if {
	some name, tc in {
		"retired": {"remove": ["resource_ids"], "patch": {"status": "retired"}, "judged": true, "unclear": {"resources_found", "alive"}},
		"retired, and nothing else": {"remove": object.keys(good), "patch": {"status": "retired"}, "judged": true, "unclear": {"recent", "automated", "no_differences", "resources_found", "alive"}},
		"retired, without any": {"remove": [], "patch": {"status": "retired", "resource_ids": []}, "judged": false, "unclear": set()},
		"in production": {"remove": ["resource_ids"], "patch": {}, "judged": true, "unclear": set()},
	}
	s := system(object.union(object.remove(good, tc.remove), tc.patch))
	got := {"subjects": policy.subjects, "unclear": policy.unclear} with input as seen(s)
	got == {
		"subjects": {x | tc.judged; x := evidence.subject(s)},
		"unclear": {c: {row | c in tc.unclear; row := evidence.at(s, ["config", "resource_ids"])} | some c in ["recent", "automated", "no_differences", "resources_found", "alive"]},
	}
}

test_a_system_without_a_status_is_judged if {
	s := system(object.remove(good, ["status"]))
	got := policy.subjects with input as seen(s)
	got == {evidence.subject(s)}
}

test_conditions[name] if {
	all := {"recent", "automated", "no_differences", "resources_found", "alive"}
	some name, tc in {
		"good": {"config": good, "met": all},
		"a week and a second ago": {"config": object.union(good, {"last_reconciled_at": "2026-11-13T08:59:59Z"}), "met": all - {"recent"}},
		"to be reconciled": {"config": object.union(good, {"last_reconciled_at": "2026-12-01T00:00:00Z"}), "met": all - {"recent"}},
		"never": {"config": object.remove(good, ["last_reconciled_at"]), "met": all - {"recent"}},
		"by a person": {"config": object.union(good, {"reconciled_by": "person"}), "met": all - {"automated"}},
		"by nobody": {"config": object.remove(good, ["reconciled_by"]), "met": all - {"automated"}},
		"a difference": {"config": object.union(good, {"open_differences": 1}), "met": all - {"no_differences"}},
		"differences not said": {"config": object.remove(good, ["open_differences"]), "met": all - {"no_differences"}},
		"a resource that is gone": {"config": object.union(good, {"resource_ids": ["arn:a", "arn:gone"]}), "met": all - {"resources_found"}},
		"resources not said": {"config": object.remove(good, ["resource_ids"]), "met": all - {"resources_found"}},
		"no resource": {"config": object.union(good, {"resource_ids": []}), "met": all - {"resources_found"}},
		"software as a service, resources not said": {"config": object.union(object.remove(good, ["resource_ids"]), {"deployment_type": "saas"}), "met": all - {"resources_found"}},
		"status not said": {"config": object.remove(good, ["status"]), "met": all - {"alive"}},
		"retired in name only": {"config": object.union(good, {"status": "retired"}), "met": all - {"alive"}},
	}
	s := system(tc.config)
	fields := {"recent": "last_reconciled_at", "automated": "reconciled_by", "no_differences": "open_differences", "resources_found": "resource_ids", "alive": "status"}
	got := policy.met with input as seen(s)
	got == {c: {row | c in tc.met; row := evidence.at(s, ["config", f])} | some c, f in fields}
}

test_software_as_a_service_needs_no_resource if {
	s := system(object.union(good, {"deployment_type": "saas", "resource_ids": []}))
	got := policy.met.resources_found with input as seen(s)
	got == {evidence.at(s, ["config", "deployment_type"])}
}
