package aismm.lib.found_test

import data.aismm.lib.fixture
import data.aismm.lib.found
import data.aismm.lib.found_fixture

test_every_kind_says_when_it_was_made[kind] if {
	some kind, _ in found_fixture.created
	t := found_fixture.one(kind, "2026-11-01T00:00:00Z")
	got := {"made": found.made, "jobs": found.jobs} with input as {"resources": found_fixture.holding([t])}
	at := {true: 1793491200, false: "2026-11-01T00:00:00Z"}[kind == "aws_opensearch_serverless_collection"]
	got == {
		"made": [{"thing": t, "at": at} | found_fixture.things[kind]],
		"jobs": [{"thing": t, "at": at} | found_fixture.jobs[kind]],
	}
}

test_creation_that_is_not_said[kind] if {
	some kind, _ in found_fixture.created
	t := fixture.resource(kind, "arn:a", {})
	got := array.concat(found.made, found.jobs) with input as {"resources": found_fixture.holding([t])}
	got == [{"thing": t, "at": null}]
}

test_collections_of_vectors[name] if {
	some name, tc in {
		"vectors": {"config": {"type": "VECTORSEARCH"}, "found": true},
		"not said": {"config": {}, "found": true},
		"texts": {"config": {"type": "SEARCH"}, "found": false},
	}
	c := fixture.resource("aws_opensearch_serverless_collection", "arn:c", {"config": tc.config})
	got := found.made with input as {"resources": found_fixture.holding([c])}
	got == [{"thing": c, "at": null} | tc.found]
}

alias(bot, id, region) := fixture.resource("aws_lex_bot_alias", concat("/", [region, bot, id]), {"region": region, "config": {"botId": bot, "botAliasId": id}})

test_aliases_to_try_bots_out_by[name] if {
	live := alias("B1", "A1", "us-east-1")
	some name, tc in {
		"alone": {"beside": [], "found": true},
		"beside another": {"beside": [live], "found": false},
		"beside another of another bot": {"beside": [alias("B2", "A1", "us-east-1")], "found": true},
		"beside another of another region": {"beside": [alias("B1", "A1", "eu-central-1")], "found": true},
		"beside that of another bot": {"beside": [alias("B2", "TSTALIASID", "us-east-1")], "found": true},
		"beside one that does not say its bot": {"beside": [fixture.resource("aws_lex_bot_alias", "x", {"config": {"botAliasId": "A1"}})], "found": true},
		"beside one that does not say its id": {"beside": [fixture.resource("aws_lex_bot_alias", "x", {"config": {"botId": "B1"}})], "found": true},
	}
	trial := alias("B1", "TSTALIASID", "us-east-1")
	got := {m.thing | some m in found.made} with input as {"resources": found_fixture.holding(array.concat([trial], tc.beside))}
	got == {t | some t in tc.beside} | {t | tc.found; t := trial}
}

test_nothing if {
	got := array.concat(found.made, found.jobs) with input as {"resources": found_fixture.holding([])}
	got == []
}
