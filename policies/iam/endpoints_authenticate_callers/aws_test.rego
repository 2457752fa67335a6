package aismm.iam.endpoints_authenticate_callers.aws_test

import data.aismm.iam.endpoints_authenticate_callers.aws as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

gateway(config) := fixture.resource("aws_bedrock_agentcore_gateway", "arn:g", {"config": config})

runtime(config) := fixture.resource("aws_bedrock_agentcore_runtime", "arn:r", {"config": config})

url(config) := fixture.resource("aws_lambda_function_url", "arn:u", {"config": config})

seen(gateways, runtimes, urls) := {"resources": {
	"aws_bedrock_agentcore_gateway": gateways,
	"aws_bedrock_agentcore_runtime": runtimes,
	"aws_lambda_function_url": urls,
	"aws_qbusiness_application": [],
}}

application(config) := fixture.resource("aws_qbusiness_application", "arn:q", {"config": config})

with_application(config) := object.union(seen([], [], []), {"resources": {"aws_qbusiness_application": [application(config)]}})

test_subjects if {
	got := policy.subjects with input as seen([gateway({})], [runtime({})], [url({})])
	got == {evidence.subject(gateway({})), evidence.subject(runtime({})), evidence.subject(url({}))}
}

test_application[name] if {
	some name, tc in {
		"Identity Center": {"config": {"identityType": "AWS_IAM_IDC"}, "met": true},
		"OIDC": {"config": {"identityType": "AWS_IAM_IDP_OIDC"}, "met": true},
		"SAML": {"config": {"identityType": "AWS_IAM_IDP_SAML"}, "met": true},
		"QuickSight": {"config": {"identityType": "AWS_QUICKSIGHT_IDP"}, "met": true},
		"nobody": {"config": {"identityType": "ANONYMOUS"}, "met": false},
		"a type that is not known": {"config": {"identityType": "OTHER"}, "met": false},
		"empty": {"config": {"identityType": ""}, "met": false},
		"nothing said": {"config": {}, "met": false},
	}
	a := application(tc.config)
	got := {"subjects": policy.subjects, "met": policy.met.application} with input as with_application(tc.config)
	got == {"subjects": {evidence.subject(a)}, "met": {row | tc.met; row := evidence.at(a, ["config", "identityType"])}}
}

test_gateway[name] if {
	some name, tc in {
		"IAM": {"config": {"authorizerType": "AWS_IAM"}, "path": ["config", "authorizerType"]},
		"JWT": {"config": {"authorizerType": "CUSTOM_JWT"}, "path": ["config", "authorizerType"]},
		"the engine decides": {
			"config": {"authorizerType": "AUTHENTICATE_ONLY", "policyEngineConfiguration": {"mode": "ENFORCE"}},
			"path": ["config", "policyEngineConfiguration", "mode"],
		},
		"the engine only logs": {"config": {"authorizerType": "AUTHENTICATE_ONLY", "policyEngineConfiguration": {"mode": "LOG_ONLY"}}, "path": null},
		"no engine": {"config": {"authorizerType": "AUTHENTICATE_ONLY"}, "path": null},
		"none, with an engine": {"config": {"authorizerType": "NONE", "policyEngineConfiguration": {"mode": "ENFORCE"}}, "path": null},
		"none": {"config": {"authorizerType": "NONE"}, "path": null},
		"nothing said": {"config": {}, "path": null},
	}
	got := policy.met.gateway with input as seen([gateway(tc.config)], [], [])
	got == {evidence.at(gateway({}), tc.path) | tc.path != null}
}

test_runtime[name] if {
	some name, tc in {
		"the default": {"config": {}, "path": ["config", "authorizerConfiguration"]},
		"JWT": {
			"config": {"authorizerConfiguration": {"customJWTAuthorizer": {"discoveryUrl": "https://id.example.com"}}},
			"path": ["config", "authorizerConfiguration", "customJWTAuthorizer", "discoveryUrl"],
		},
		"an authorizer that is not known": {"config": {"authorizerConfiguration": {}}, "path": null},
		"a JWT authorizer without issuer": {"config": {"authorizerConfiguration": {"customJWTAuthorizer": {}}}, "path": null},
	}
	got := policy.met.runtime with input as seen([], [runtime(tc.config)], [])
	got == {evidence.at(runtime({}), tc.path) | tc.path != null}
}

test_function_url[name] if {
	some name, tc in {
		"IAM": {"config": {"AuthType": "AWS_IAM"}, "met": true},
		"none": {"config": {"AuthType": "NONE"}, "met": false},
		"nothing said": {"config": {}, "met": false},
	}
	got := policy.met.function_url with input as seen([], [], [url(tc.config)])
	got == {row | tc.met; row := evidence.at(url({}), ["config", "AuthType"])}
}
