package aismm.org.system_boundaries.aws_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.lib.found_fixture
import data.aismm.org.system_boundaries.aws as policy

account := object.union(fixture.boundary("aws:111122223333"), {"ai": "yes"})

thing(kind, tags) := fixture.resource(kind, concat(":", ["arn", kind]), {"tags": tags})

agent := thing("aws_bedrock_agent", {"ai-system": "a", "environment": "Production"})

endpoint(tags) := thing("aws_sagemaker_endpoint", tags)

system(id, config) := fixture.record("record_ai_system", id, object.union({"status": "production"}, config))

seen(things, systems) := {
	"boundary": account,
	"settings": {"system_label": "ai-system", "environment_label": "environment", "production_environments": ["production", "prod"]},
	"resources": found_fixture.holding(things),
	"lookup": {"record_ai_system": {"resource_ids": {}, "id": {s.id: [s] | some s in systems}}},
}

test_subjects[name] if {
	live := system("a", {})
	test := system("b", {"status": "test"})
	some name, tc in {
		"production": {"things": [agent], "systems": [live], "judged": true},
		"status not said": {"things": [agent], "systems": [fixture.record("record_ai_system", "a", {})], "judged": true},
		"registered by nobody": {"things": [agent], "systems": [], "judged": true},
		"test only": {"things": [endpoint({"ai-system": "b"})], "systems": [live, test], "judged": false},
		"test and production": {"things": [agent, endpoint({"ai-system": "b"})], "systems": [live, test], "judged": true},
		"nothing": {"things": [], "systems": [live], "judged": false},
	}
	got := policy.subjects with input as seen(tc.things, tc.systems)
	got == {x | tc.judged; x := evidence.subject(account)}
}

test_every_kind_counts[kind] if {
	some kind, _ in found_fixture.things
	got := policy.subjects with input as seen([thing(kind, {})], [])
	got == {evidence.subject(account)}
}

test_what_stands_for_others_or_is_no_ai if {
	s := system("ais-1", {})
	trial := object.remove(found_fixture.bots.TSTALIASID, ["tags"])
	got := {"judged": policy.subjects, "blamed": policy.violations.one_system} with input as seen([found_fixture.bots.A1, trial], [s])
	got == {"judged": {evidence.subject(account)}, "blamed": set()}
	none := policy.subjects with input as seen([found_fixture.texts], [s])
	none == set()
}

# What has run is not in the account any more.
test_jobs_do_not[kind] if {
	some kind, _ in found_fixture.jobs
	got := policy.subjects with input as seen([thing(kind, {})], [])
	got == set()
}

test_one_system[name] if {
	a := system("a", {"family": "f"})
	b := system("b", {"family": "f"})
	some name, tc in {
		"one": {"things": [agent], "systems": [system("a", {})], "met": true, "blamed": []},
		"two things of one": {"things": [agent, endpoint({"ai-system": "a"})], "systems": [a], "met": true, "blamed": []},
		"a family": {"things": [agent, endpoint({"ai-system": "b"})], "systems": [a, b], "met": true, "blamed": []},
		"two families": {"things": [agent, endpoint({"ai-system": "b"})], "systems": [a, system("b", {"family": "g"})], "met": false, "blamed": []},
		"one without a family": {"things": [agent, endpoint({"ai-system": "b"})], "systems": [a, system("b", {})], "met": false, "blamed": []},
		"an empty family": {"things": [agent, endpoint({"ai-system": "b"})], "systems": [system("a", {"family": ""}), system("b", {"family": ""})], "met": false, "blamed": []},
		"something of nobody": {"things": [agent, endpoint({})], "systems": [a], "met": false, "blamed": [endpoint({})]},
		"nothing registered": {"things": [agent], "systems": [], "met": false, "blamed": [agent]},
	}
	got := {"met": policy.met.one_system, "violations": policy.violations.one_system} with input as seen(tc.things, tc.systems)
	got == {
		"met": {row | tc.met; row := evidence.at(account, ["account"])},
		"violations": {evidence.shown(account, r, ["tags"]) | some r in tc.blamed},
	}
}

test_one_environment[name] if {
	some name, tc in {
		"production": {"tags": {"ai-system": "a", "environment": "prod"}, "met": true},
		"not said": {"tags": {"ai-system": "a"}, "met": true},
		"empty": {"tags": {"ai-system": "a", "environment": ""}, "met": true},
		"test": {"tags": {"ai-system": "a", "environment": "test"}, "met": false},
	}
	e := endpoint(tc.tags)
	got := {"met": policy.met.one_environment, "violations": policy.violations.one_environment} with input as seen([agent, e], [system("a", {})])
	got == {
		"met": {row | tc.met; row := evidence.at(account, ["account"])},
		"violations": {row | not tc.met; row := evidence.shown(account, e, ["tags", "environment"])},
	}
}

test_an_account_of_tests_has_no_rows if {
	got := {"met": policy.met, "violations": policy.violations} with input as seen([endpoint({"ai-system": "a"})], [system("a", {"status": "test"})])
	got == {"met": {"one_system": set(), "one_environment": set()}, "violations": {"one_system": set(), "one_environment": set()}}
}
