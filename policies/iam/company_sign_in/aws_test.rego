package aismm.iam.company_sign_in.aws_test

import data.aismm.iam.company_sign_in.aws as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

domain(config) := fixture.resource("aws_sagemaker_domain", "arn:d", {"config": config})

instance(config) := fixture.resource("aws_sso_instance", "arn:i", {"config": config})

seen(domains, instances) := {
	"resources": {"aws_sagemaker_domain": domains},
	"enclosing": {"resources": {"aws_sso_instance": instances}},
}

test_sso[name] if {
	some name, tc in {
		"Identity Center": {"config": {"AuthMode": "SSO"}, "met": true},
		"IAM": {"config": {"AuthMode": "IAM"}, "met": false},
		"not said": {"config": {}, "met": false},
	}
	d := domain(tc.config)
	got := {"subjects": policy.subjects, "met": policy.met} with input as seen([d], [])
	got == {
		"subjects": {evidence.subject(d)},
		"met": {"sso": {row | tc.met; row := evidence.at(d, ["config", "AuthMode"])}, "active": set()},
	}
}

test_active[name] if {
	some name, tc in {
		"active": {"config": {"Status": "ACTIVE"}, "met": true},
		"being made": {"config": {"Status": "CREATE_IN_PROGRESS"}, "met": false},
		"not said": {"config": {}, "met": false},
	}
	i := instance(tc.config)
	got := policy.met.active with input as seen([domain({})], [i])
	got == {row | tc.met; row := evidence.shown(domain({}), i, ["config", "Status"])}
}
