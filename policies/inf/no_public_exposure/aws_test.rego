package aismm.inf.no_public_exposure.aws_test

import data.aismm.inf.no_public_exposure.aws as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

nothing := {"notebook": set(), "domain": set(), "runtime": set(), "browser": set(), "interpreter": set(), "collection": set()}

test_modes[name] if {
	some condition, tc in {
		"notebook": {"kind": "aws_sagemaker_notebook_instance", "path": ["DirectInternetAccess"], "good": ["Disabled"], "bad": ["Enabled", ""]},
		"domain": {"kind": "aws_sagemaker_domain", "path": ["AppNetworkAccessType"], "good": ["VpcOnly"], "bad": ["PublicInternetOnly", ""]},
		"runtime": {"kind": "aws_bedrock_agentcore_runtime", "path": ["networkConfiguration", "networkMode"], "good": ["VPC"], "bad": ["PUBLIC", "SANDBOX", ""]},
		"browser": {"kind": "aws_bedrock_agentcore_browser", "path": ["networkConfiguration", "networkMode"], "good": ["VPC"], "bad": ["PUBLIC", "SANDBOX", ""]},
		"interpreter": {"kind": "aws_bedrock_agentcore_code_interpreter", "path": ["networkConfiguration", "networkMode"], "good": ["SANDBOX", "VPC"], "bad": ["PUBLIC", ""]},
	}
	some value in array.concat(array.concat(tc.good, tc.bad), [null])
	name := sprintf("%s %v", [condition, value])
	r := fixture.resource(tc.kind, "r", {"config": said(tc.path, value)})
	got := {"subjects": policy.subjects, "met": policy.met} with input as {"resources": resources({tc.kind: [r]})}
	got == {
		"subjects": {evidence.subject(r)},
		"met": object.union(nothing, {condition: {row | value in tc.good; row := evidence.at(r, array.concat(["config"], tc.path))}}),
	}
}

said(_, null) := {}

said([field], value) := {field: value} if value != null

said([object, field], value) := {object: {field: value}} if value != null

resources(given) := object.union(
	{
		"aws_bedrock_agentcore_browser": [], "aws_bedrock_agentcore_code_interpreter": [], "aws_bedrock_agentcore_runtime": [],
		"aws_sagemaker_domain": [], "aws_sagemaker_notebook_instance": [],
		"aws_opensearch_serverless_collection": [], "aws_opensearch_serverless_policy": [],
	},
	given,
)

collection(config) := fixture.resource("aws_opensearch_serverless_collection", "c", {"config": object.union({"name": "claims", "type": "VECTORSEARCH"}, config)})

network(id, statements) := fixture.resource("aws_opensearch_serverless_policy", id, {"config": {"type": "network", "policy": statements}})

on(resource, public) := object.union({"Rules": [{"ResourceType": "collection", "Resource": [resource]}]}, public)

closed := network("closed", [on("collection/claims", {"AllowFromPublic": false})])

open := network("open", [on("collection/cl*", {"AllowFromPublic": true})])

untold := network("untold", [on("collection/claims", {})])

first := ["config", "policy", 0, "AllowFromPublic"]

test_collections[name] if {
	c := collection({})
	some name, tc in {
		"closed": {"policies": [closed], "met": true, "violations": []},
		"open": {"policies": [open], "met": false, "violations": [open]},
		"closed by one and opened by another": {"policies": [closed, open], "met": false, "violations": [open]},
		"not said": {"policies": [untold], "met": false, "violations": [untold]},
		"of another collection": {"policies": [network("p", [on("collection/other", {"AllowFromPublic": false})])], "met": false, "violations": []},
		"of the dashboard alone": {"policies": [network("p", [{"Rules": [{"ResourceType": "dashboard", "Resource": ["collection/claims"]}], "AllowFromPublic": true}])], "met": false, "violations": []},
		"of another type": {"policies": [object.union(closed, {"config": {"type": "encryption"}})], "met": false, "violations": []},
		"in another region": {"policies": [object.union(closed, {"region": "eu-central-1"})], "met": false, "violations": []},
		"without a policy": {"policies": [], "met": false, "violations": []},
	}
	got := {"met": policy.met.collection, "violations": policy.violations.collection} with input as {"resources": resources({
		"aws_opensearch_serverless_collection": [c], "aws_opensearch_serverless_policy": tc.policies,
	})}
	got == {
		"met": {evidence.at(c, ["config", "name"]) | tc.met},
		"violations": {evidence.shown(c, p, first) | some p in tc.violations},
	}
}

# One opens what the other one closes, statement by statement.
test_statements_of_one_policy if {
	c := collection({})
	p := network("p", [on("collection/claims", {"AllowFromPublic": false}), on("collection/claims", {"AllowFromPublic": true})])
	got := {"met": policy.met.collection, "violations": policy.violations.collection} with input as {"resources": resources({
		"aws_opensearch_serverless_collection": [c], "aws_opensearch_serverless_policy": [p],
	})}
	got == {"met": set(), "violations": {evidence.shown(c, p, ["config", "policy", 1, "AllowFromPublic"])}}
}

test_collections_of_other_types_are_left_out[type] if {
	some type, counts in {"VECTORSEARCH": true, "SEARCH": false, "TIMESERIES": false, "": true}
	c := collection({"type": type})
	got := policy.subjects with input as {"resources": resources({"aws_opensearch_serverless_collection": [c]})}
	got == {s | counts; s := evidence.subject(c)}
}

test_a_collection_without_a_type_counts if {
	c := fixture.resource("aws_opensearch_serverless_collection", "c", {"config": {"name": "claims"}})
	got := policy.subjects with input as {"resources": resources({"aws_opensearch_serverless_collection": [c]})}
	got == {evidence.subject(c)}
}
