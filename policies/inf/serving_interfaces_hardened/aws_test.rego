package aismm.inf.serving_interfaces_hardened.aws_test

import data.aismm.inf.serving_interfaces_hardened.aws as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

test_generic[name] if {
	some name, tc in {
		"not said": {"config": {"name": "tools"}, "met": true},
		"empty": {"config": {"exceptionLevel": ""}, "met": true},
		"debug": {"config": {"exceptionLevel": "DEBUG"}, "met": false},
		"a level of later": {"config": {"exceptionLevel": "TRACE"}, "met": false},
	}
	g := fixture.resource("aws_bedrock_agentcore_gateway", "g", {"config": tc.config})
	got := {"subjects": policy.subjects, "met": policy.met} with input as {"resources": {"aws_bedrock_agentcore_gateway": [g]}}
	got == {
		"subjects": {evidence.subject(g)},
		"met": {"generic": {row | tc.met; row := evidence.at(g, ["config", "exceptionLevel"])}},
	}
}
