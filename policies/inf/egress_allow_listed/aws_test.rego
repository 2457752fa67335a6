package aismm.inf.egress_allow_listed.aws_test

import data.aismm.inf.egress_allow_listed.aws as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

namers := {
	"aws_bedrock_agentcore_browser", "aws_bedrock_agentcore_code_interpreter", "aws_bedrock_agentcore_runtime", "aws_lambda_function",
	"aws_sagemaker_domain", "aws_sagemaker_model", "aws_sagemaker_notebook_instance", "aws_sagemaker_training_job",
}

seen(given) := {
	"settings": {"environment_label": "environment", "production_environments": ["production"], "system_label": "ai-system"},
	"lookup": {"record_ai_system": {"resource_ids": {}, "id": {
		"t": [fixture.record("record_ai_system", "t", {"status": "test"})],
		"p": [fixture.record("record_ai_system", "p", {"status": "production"})],
	}}},
	"resources": object.union({k: [] | some k in (namers | {"aws_ec2_security_group", "aws_network_firewall_policy"})}, given),
}

nothing := {"group": set(), "interpreter": set(), "browser": set(), "browser_groups": set()}

group(fields) := object.union(
	fixture.resource("aws_ec2_security_group", "g", {
		"config": {"GroupId": "sg-1", "VpcId": "vpc-1", "IpPermissionsEgress": [to("10.0.0.0/16")]},
		"derived": {"named_by": ["aws_sagemaker_model m"]},
	}),
	fields,
)

to(range) := {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{"CidrIp": range}], "Ipv6Ranges": []}

to6(range) := {"IpProtocol": "-1", "IpRanges": [], "Ipv6Ranges": [{"CidrIpv6": range}]}

firewall(type, fields) := object.union(
	fixture.resource("aws_network_firewall_policy", "f", {
		"derived": {"vpc_ids": ["vpc-1"]},
		"parts": {"DescribeRuleGroup": [{"RuleGroup": {"RulesSource": {"RulesSourceList": {"GeneratedRulesType": type, "Targets": [".example.com"]}}}}]},
	}),
	fields,
)

rules := ["config", "IpPermissionsEgress"]

type_path := ["parts", "DescribeRuleGroup", 0, "RuleGroup", "RulesSource", "RulesSourceList", "GeneratedRulesType"]

test_groups[name] if {
	some name, tc in {
		"named destinations": {"egress": [to("10.0.0.0/16")], "own": true, "bad": []},
		"nothing": {"egress": [], "own": true, "bad": []},
		"everywhere": {"egress": [to("10.0.0.0/16"), to("0.0.0.0/0")], "own": false, "bad": [array.concat(rules, [1, "IpRanges", 0, "CidrIp"])]},
		"everywhere by version 6": {"egress": [to6("::/0")], "own": false, "bad": [array.concat(rules, [0, "Ipv6Ranges", 0, "CidrIpv6"])]},
		"some place by version 6": {"egress": [to6("2001:db8::/32")], "own": true, "bad": []},
	}
	some state, walls in {
		"no firewall": {"list": [], "passes": false},
		"an allow-list": {"list": [firewall("ALLOWLIST", {})], "passes": true},
		"a deny-list": {"list": [firewall("DENYLIST", {})], "passes": false},
		"an allow-list elsewhere": {"list": [firewall("ALLOWLIST", {"derived": {"vpc_ids": ["vpc-2"]}})], "passes": false},
	}
	g := group({"config": {"IpPermissionsEgress": tc.egress}})
	got := {"subjects": policy.subjects, "met": policy.met, "violations": policy.violations} with input as seen({
		"aws_ec2_security_group": [g], "aws_network_firewall_policy": walls.list,
	})
	own := {row | tc.own; row := evidence.at(g, rules)}
	guarded := {row | walls.passes; some w in walls.list; row := evidence.shown(g, w, type_path)}
	rows := own | guarded
	got == {
		"subjects": {evidence.subject(g)},
		"met": object.union(nothing, {"group": rows}),
		"violations": {"group": {evidence.at(g, path) | not walls.passes; some path in tc.bad}},
	}
}

test_rules_not_said if {
	g := fixture.resource("aws_ec2_security_group", "g", {"config": {"GroupId": "sg-1"}})
	got := {"subjects": policy.subjects, "met": policy.met, "violations": policy.violations} with input as seen({"aws_ec2_security_group": [g]})
	got == {"subjects": {evidence.subject(g)}, "met": nothing, "violations": {"group": set()}}
}

states := {
	"production": {"tags": {"environment": "production"}, "counts": true},
	"of another environment": {"tags": {"environment": "test"}, "counts": false},
	"of a system in test": {"tags": {"ai-system": "t"}, "counts": false},
	"of a system in production": {"tags": {"ai-system": "p"}, "counts": true},
	"not said": {"tags": {}, "counts": true},
}

test_groups_of_workloads_outside_production[name] if {
	some kind in namers
	some state, left in states
	name := concat(" ", [kind, state])
	r := fixture.resource(kind, "r", {"tags": left.tags})
	g := group({"derived": {"named_by": [concat(" ", [kind, "r"])]}})
	shared := group({"id": "shared", "ref": "shared", "derived": {"named_by": [concat(" ", [kind, "r"]), "aws_sagemaker_model other"]}})
	got := {"subjects": {s | some s in policy.subjects; s.kind == "aws_ec2_security_group"}, "met": policy.met.group} with input as seen({kind: [r], "aws_ec2_security_group": [g, shared]})
	got == {
		"subjects": union({{evidence.subject(shared)}, {s | left.counts; s := evidence.subject(g)}}),
		"met": union({{evidence.at(shared, rules)}, {row | left.counts; row := evidence.at(g, rules)}}),
	}
}

test_groups_outside_production[name] if {
	some name, left in states
	g := group({"tags": left.tags})
	unnamed := group({"id": "unnamed", "ref": "unnamed", "derived": {"named_by": []}})
	got := policy.subjects with input as seen({"aws_ec2_security_group": [g, unnamed]})
	got == {evidence.subject(unnamed)} | {s | left.counts; s := evidence.subject(g)}
}

network(mode, groups) := {"networkConfiguration": {"networkMode": mode, "vpcConfig": {"securityGroups": groups}}}

test_tools[name] if {
	some condition, tc in {
		"interpreter": {"kind": "aws_bedrock_agentcore_code_interpreter", "path": ["config", "networkConfiguration", "networkMode"], "good": [network("VPC", []), network("SANDBOX", [])], "bad": [network("PUBLIC", []), network("", []), {}]},
		"browser": {"kind": "aws_bedrock_agentcore_browser", "path": ["config", "networkConfiguration", "networkMode"], "good": [network("VPC", [])], "bad": [network("PUBLIC", []), network("", []), {}]},
		"browser_groups": {"kind": "aws_bedrock_agentcore_browser", "path": ["config", "networkConfiguration", "vpcConfig", "securityGroups"], "good": [network("", ["sg-1"])], "bad": [network("", []), {}]},
	}
	some state, left in states
	some quality in ["good", "bad"]
	some i, config in tc[quality]
	name := sprintf("%s %s %s %d", [condition, state, quality, i])
	r := fixture.resource(tc.kind, "r", {"config": config, "tags": left.tags})
	got := {"subjects": policy.subjects, "met": policy.met} with input as seen({tc.kind: [r]})
	got == {
		"subjects": {s | left.counts; s := evidence.subject(r)},
		"met": object.union(nothing, {condition: {row | left.counts; quality == "good"; row := evidence.at(r, tc.path)}}),
	}
}
