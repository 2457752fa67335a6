package aismm.inf.private_connectivity.aws_test

import data.aismm.inf.private_connectivity.aws as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

kinds := {
	"aws_bedrock_agentcore_runtime", "aws_bedrock_customization_job", "aws_comprehend_flywheel", "aws_ec2_vpc_endpoint",
	"aws_sagemaker_domain", "aws_sagemaker_model", "aws_sagemaker_notebook_instance", "aws_sagemaker_training_job",
}

group := fixture.resource("aws_ec2_security_group", "sg", {"config": {"GroupId": "sg-1", "VpcId": "vpc-1"}})

seen(given) := {
	"as_of": fixture.as_of,
	"settings": {"environment_label": "environment", "production_environments": ["production"], "system_label": "ai-system"},
	"lookup": {
		"record_ai_system": {"resource_ids": {}, "id": {
			"t": [fixture.record("record_ai_system", "t", {"status": "test"})],
			"p": [fixture.record("record_ai_system", "p", {"status": "production"})],
		}},
		"aws_ec2_security_group": {"GroupId": {"sg-1": [group]}},
	},
	"resources": object.union({k: [] | some k in kinds}, given),
}

nothing := {
	"model": set(), "training": set(), "notebook": set(), "customization": set(), "flywheel": set(), "runtime": set(), "groups": set(),
	"endpoints": set(), "policies": set(),
}

network(mode, groups) := {"networkConfiguration": {"networkMode": mode, "networkModeConfig": {"securityGroups": groups, "subnets": ["subnet-1"]}}}

cases := {
	"model": {"kind": "aws_sagemaker_model", "path": ["config", "VpcConfig", "Subnets"], "good": {"VpcConfig": {"Subnets": ["subnet-1"]}}, "bad": {"VpcConfig": {"Subnets": []}}},
	"training": {"kind": "aws_sagemaker_training_job", "path": ["config", "VpcConfig", "Subnets"], "good": {"VpcConfig": {"Subnets": ["subnet-1"]}}, "bad": {"VpcConfig": {"Subnets": []}}},
	"notebook": {"kind": "aws_sagemaker_notebook_instance", "path": ["config", "SubnetId"], "good": {"SubnetId": "subnet-1"}, "bad": {"SubnetId": ""}},
	"customization": {"kind": "aws_bedrock_customization_job", "path": ["config", "vpcConfig", "subnetIds"], "good": {"vpcConfig": {"subnetIds": ["subnet-1"]}}, "bad": {"vpcConfig": {"subnetIds": []}}},
	"flywheel": {
		"kind": "aws_comprehend_flywheel", "path": ["config", "DataSecurityConfig", "VpcConfig", "Subnets"],
		"good": {"DataSecurityConfig": {"VpcConfig": {"Subnets": ["subnet-1"]}}}, "bad": {"DataSecurityConfig": {"VpcConfig": {"Subnets": []}}},
	},
	"runtime": {"kind": "aws_bedrock_agentcore_runtime", "path": ["config", "networkConfiguration", "networkMode"], "good": network("VPC", []), "bad": network("PUBLIC", [])},
	"groups": {
		"kind": "aws_bedrock_agentcore_runtime", "path": ["config", "networkConfiguration", "networkModeConfig", "securityGroups"],
		"good": network("", ["sg-unseen"]), "bad": network("", []),
	},
}

test_placement[name] if {
	some condition, tc in cases
	some state, config in {"good": tc.good, "bad": tc.bad, "missing": {}}
	name := concat(" ", [condition, state])
	r := fixture.resource(tc.kind, "r", {"config": config})
	got := {"subjects": policy.subjects, "met": policy.met} with input as seen({tc.kind: [r]})
	got == {
		"subjects": {evidence.subject(r)},
		"met": object.union(nothing, {condition: {row | state == "good"; row := evidence.at(r, tc.path)}}),
	}
}

test_population[name] if {
	some condition, tc in object.union(cases, {"domain": {"kind": "aws_sagemaker_domain", "good": {"VpcId": "vpc-1"}}})
	some state, left in {
		"production": {"tags": {"environment": "production"}, "counts": true},
		"of another environment": {"tags": {"environment": "test"}, "counts": false},
		"of a system in test": {"tags": {"ai-system": "t"}, "counts": false},
		"of a system in production": {"tags": {"ai-system": "p"}, "counts": true},
	}
	name := concat(" ", [condition, state])
	r := fixture.resource(tc.kind, "r", {"config": tc.good, "tags": left.tags})
	got := {"subjects": count(policy.subjects), "met": {c | some c, rows in policy.met; count(rows) > 0}} with input as seen({tc.kind: [r]})
	got == {"subjects": count([x | left.counts; x := r]), "met": {c | left.counts; c := object.get({"domain": "policies"}, condition, condition)}}
}

test_jobs_of_long_ago_are_left_out[name] if {
	some kind, field in {"aws_sagemaker_training_job": "TrainingEndTime", "aws_bedrock_customization_job": "endTime"}
	some ended, counts in {"2026-08-22T09:00:00Z": true, "2026-08-22T08:59:59Z": false}
	name := concat(" ", [kind, ended])
	j := fixture.resource(kind, "j", {"config": {field: ended}})
	got := policy.subjects with input as seen({kind: [j]})
	got == {s | counts; s := evidence.subject(j)}
}

# A workload of each kind that calls AI services in vpc-1, and what it calls there.
consumers := {
	"domain": {"kind": "aws_sagemaker_domain", "config": {"VpcId": "vpc-1"}, "calls": ["sagemaker.api", "sagemaker.runtime"]},
	"notebook": {"kind": "aws_sagemaker_notebook_instance", "config": {"SecurityGroups": ["sg-1"]}, "calls": ["sagemaker.api", "sagemaker.runtime"]},
	"runtime": {"kind": "aws_bedrock_agentcore_runtime", "config": network("", ["sg-1"]), "calls": ["bedrock-agentcore", "bedrock-runtime"]},
}

open := {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]}

endpoint(service, config) := fixture.resource("aws_ec2_vpc_endpoint", service, {"config": object.union(
	{
		"VpcEndpointType": "Interface", "State": "available", "PrivateDnsEnabled": true, "VpcId": "vpc-1",
		"ServiceName": concat("", ["com.amazonaws.us-east-1.", service]),
		"PolicyDocument": {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "bedrock:InvokeModel", "Resource": "*"}]},
	},
	config,
)})

test_endpoints[name] if {
	some who, consumer in consumers
	some state, tc in {
		"all": {"endpoints": [endpoint(s, {}) | some s in consumer.calls], "met": true},
		"of FIPS": {"endpoints": [endpoint(concat("", [s, "-fips"]), {}) | some s in consumer.calls], "met": true},
		"as the console writes states": {"endpoints": [endpoint(s, {"State": "Available"}) | some s in consumer.calls], "met": true},
		"the first alone": {"endpoints": [endpoint(consumer.calls[0], {})], "met": false},
		"the second alone": {"endpoints": [endpoint(consumer.calls[1], {})], "met": false},
		"none": {"endpoints": [], "met": false},
		"of another VPC": {"endpoints": [endpoint(s, {"VpcId": "vpc-2"}) | some s in consumer.calls], "met": false},
		"being made": {"endpoints": [endpoint(s, {"State": "pending"}) | some s in consumer.calls], "met": false},
		"without private DNS": {"endpoints": [endpoint(s, {"PrivateDnsEnabled": false}) | some s in consumer.calls], "met": false},
		"of another type": {"endpoints": [endpoint(s, {"VpcEndpointType": "Gateway"}) | some s in consumer.calls], "met": false},
		"of other services": {"endpoints": [endpoint(concat(".", [s, "more"]), {}) | some s in consumer.calls], "met": false},
		"of services that end alike": {"endpoints": [endpoint(concat("", ["not", s]), {}) | some s in consumer.calls], "met": false},
	}
	name := concat(" ", [who, state])
	r := fixture.resource(consumer.kind, "r", {"config": consumer.config})
	got := {"subjects": policy.subjects, "met": policy.met.endpoints} with input as seen({consumer.kind: [r], "aws_ec2_vpc_endpoint": tc.endpoints})
	got == {
		"subjects": {evidence.subject(r)},
		"met": {row | tc.met; some e in tc.endpoints; row := evidence.shown(r, e, ["config", "PrivateDnsEnabled"])},
	}
}

test_a_domain_without_a_vpc if {
	d := fixture.resource("aws_sagemaker_domain", "d", {"config": {"VpcId": ""}})
	got := {"subjects": policy.subjects, "met": policy.met} with input as seen({"aws_sagemaker_domain": [d]})
	got == {"subjects": {evidence.subject(d)}, "met": nothing}
}

test_policies[name] if {
	some name, tc in {
		"limited by action": {"statements": [{"Effect": "Allow", "Principal": "*", "Action": ["bedrock:InvokeModel"], "Resource": "*"}], "met": true},
		"limited by principal": {"statements": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "*"}], "met": true},
		"limited by condition": {"statements": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-example"}}}], "met": true},
		"an empty condition": {"statements": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Condition": {}}], "met": false},
		"open": {"statements": open.Statement, "met": false},
		"open to all accounts": {"statements": [{"Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam::111122223333:root", "*"]}, "Action": "*"}], "met": false},
		"open among others": {"statements": [{"Effect": "Allow", "Principal": "*", "Action": "bedrock:InvokeModel"}, open.Statement[0]], "met": false},
		"all actions among some": {"statements": [{"Effect": "Allow", "Principal": "*", "Action": ["bedrock:InvokeModel", "*"]}], "met": false},
		"a denial": {"statements": [{"Effect": "Deny", "Principal": "*", "Action": "*"}], "met": true},
		"nothing said": {"statements": [{"Effect": "Allow"}], "met": false},
		"no statement": {"statements": [], "met": false},
	}
	d := fixture.resource("aws_sagemaker_domain", "d", {"config": {"VpcId": "vpc-1"}})
	e := object.union(endpoint("sagemaker.api", {}), {"config": {"PolicyDocument": {"Statement": tc.statements}}})
	got := {"met": policy.met.policies, "violations": policy.violations} with input as seen({"aws_sagemaker_domain": [d], "aws_ec2_vpc_endpoint": [e]})
	got == {
		"met": {row | tc.met; row := evidence.at(d, ["id"])},
		"violations": {"policies": {row | not tc.met; row := evidence.shown(d, e, ["config", "PolicyDocument"])}},
	}
}

test_an_endpoint_without_a_policy if {
	d := fixture.resource("aws_sagemaker_domain", "d", {"config": {"VpcId": "vpc-1"}})
	e := json.remove(endpoint("sagemaker.api", {}), ["/config/PolicyDocument"])
	other := endpoint("bedrock-runtime", {"VpcId": "vpc-2", "PolicyDocument": open})
	got := policy.violations with input as seen({"aws_sagemaker_domain": [d], "aws_ec2_vpc_endpoint": [e, other]})
	got == {"policies": {evidence.shown(d, e, ["config", "PolicyDocument"])}}
}
