package aismm.lib.search_test

import data.aismm.lib.fixture
import data.aismm.lib.search

collection(type) := fixture.resource("aws_opensearch_serverless_collection", "arn:c", {"config": {"arn": "arn:c", "name": "terms", "type": type}})

held(type, parts, fields) := fixture.resource("aws_opensearch_serverless_policy", "p", object.union({"config": {"type": type, "name": "p", "policy": parts}}, fields))

part(type, resource) := {"Rules": [{"ResourceType": type, "Resource": [resource]}]}

test_vector_collections[name] if {
	some name, tc in {
		"vectors": {"type": "VECTORSEARCH", "of_ai": true},
		"texts": {"type": "SEARCH", "of_ai": false},
		"logs": {"type": "TIMESERIES", "of_ai": false},
		"not said": {"type": null, "of_ai": true},
	}
	got := [c.id | some c in search.vector_collections] with input as {"resources": {"aws_opensearch_serverless_collection": [collection(tc.type)]}}
	got == ["arn:c" | tc.of_ai]
}

test_rules[name] if {
	some name, tc in {
		"of the collection": {"policy": held("network", [part("collection", "collection/terms")], {}), "as": "network", "holds": true},
		"of its dashboard": {"policy": held("network", [part("dashboard", "collection/terms")], {}), "as": "network", "holds": true},
		"of all": {"policy": held("network", [part("collection", "collection/*")], {}), "as": "network", "holds": true},
		"of those that begin so": {"policy": held("data", [part("index", "index/te*/*")], {}), "as": "data", "holds": true},
		"of one index": {"policy": held("data", [part("index", "index/terms/a")], {}), "as": "data", "holds": true},
		"of all indexes of all": {"policy": held("data", [part("index", "index/*")], {}), "as": "data", "holds": true},
		"of another, whose indexes bear its name": {"policy": held("data", [part("index", "index/claims/terms")], {}), "as": "data", "holds": false},
		"of indexes, for a network": {"policy": held("network", [part("index", "index/terms/*")], {}), "as": "network", "holds": false},
		"of a dashboard, for data": {"policy": held("data", [part("dashboard", "collection/terms")], {}), "as": "data", "holds": false},
		"of another": {"policy": held("network", [part("collection", "collection/claims")], {}), "as": "network", "holds": false},
		"of another type": {"policy": held("data", [part("collection", "collection/terms")], {}), "as": "network", "holds": false},
		"of another region": {"policy": held("network", [part("collection", "collection/terms")], {"region": "eu-central-1"}), "as": "network", "holds": false},
	}
	got := [r.path | some r in search.rules(collection("VECTORSEARCH"), tc.as)] with input as {"resources": {"aws_opensearch_serverless_policy": [tc.policy]}}
	got == [["config", "policy", 0] | tc.holds]
}

test_unread if {
	got := [p.id | some p in search.unread] with input as {"resources": {"aws_opensearch_serverless_policy": [held("network", null, {"missing": ["aoss:GetSecurityPolicy"]}), held("data", [], {})]}}
	got == ["p"]
}
