package aismm.iam.user_identity_delegated.aws_test

import data.aismm.iam.user_identity_delegated.aws as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

gateway(config) := fixture.resource("aws_bedrock_agentcore_gateway", "arn:g", {"config": config})

runtime(config) := fixture.resource("aws_bedrock_agentcore_runtime", "arn:r", {"config": config})

target(gateway_arn, credentials) := fixture.resource("aws_bedrock_agentcore_gateway_target", "arn:g/target/t", {
	"config": {"credentialProviderConfigurations": credentials},
	"derived": {"gateway_arn": gateway_arn},
})

seen(gateways, runtimes, targets, systems) := {
	"resources": {
		"aws_bedrock_agentcore_gateway": gateways,
		"aws_bedrock_agentcore_runtime": runtimes,
		"aws_bedrock_agentcore_gateway_target": targets,
	},
	"lookup": {"record_ai_system": {"resource_ids": systems}},
}

system(config) := fixture.record("record_ai_system", "ais-1", config)

test_what_serves_no_user_is_left_out[name] if {
	some name, tc in {
		"nobody registered it": {"systems": {}, "in": true},
		"an agent for users": {"systems": {"arn:r": [system({"user_facing_agent": true})]}, "in": true},
		"not an agent for users": {"systems": {"arn:r": [system({"user_facing_agent": false})]}, "in": false},
		"not said": {"systems": {"arn:r": [system({})]}, "in": true},
		"one of two serves users": {"systems": {"arn:r": [system({"user_facing_agent": false}), system({"user_facing_agent": true})]}, "in": true},
		"registered by nobody": {"systems": {"arn:r": []}, "in": true},
	}
	got := policy.subjects with input as seen([gateway({})], [runtime({})], [], tc.systems)
	got == {evidence.subject(gateway({}))} | {s | tc["in"]; s := evidence.subject(runtime({}))}
}

test_token[name] if {
	some name, tc in {
		"audience": {"jwt": {"discoveryUrl": "https://id.example.com", "allowedAudience": ["claims"]}, "field": "allowedAudience"},
		"clients": {"jwt": {"discoveryUrl": "https://id.example.com", "allowedClients": ["web"]}, "field": "allowedClients"},
		"neither": {"jwt": {"discoveryUrl": "https://id.example.com"}, "field": null},
		"empty lists": {"jwt": {"discoveryUrl": "https://id.example.com", "allowedAudience": [], "allowedClients": []}, "field": null},
		"no issuer": {"jwt": {"allowedAudience": ["claims"]}, "field": null},
		"empty issuer": {"jwt": {"discoveryUrl": "", "allowedAudience": ["claims"]}, "field": null},
		"nothing": {"jwt": {}, "field": null},
	}
	config := {"authorizerConfiguration": {"customJWTAuthorizer": tc.jwt}}
	got := policy.met.token with input as seen([gateway(config)], [runtime(config)], [], {})
	got == {evidence.at(r, ["config", "authorizerConfiguration", "customJWTAuthorizer", tc.field]) |
		tc.field != null
		some r in [gateway({}), runtime({})]
	}
}

test_without_an_authorizer if {
	got := policy.met with input as seen([], [runtime({})], [], {})
	got == {"token": set(), "header": set(), "targets": set()}
}

test_header[name] if {
	some name, tc in {
		"let through": {"headers": ["X-Trace", "Authorization"], "met": true},
		"in small letters": {"headers": ["X-Trace", "authorization"], "met": true},
		"another": {"headers": ["X-Trace", "X-Amzn-Bedrock-AgentCore-Runtime-Custom-User"], "met": false},
		"none": {"headers": [], "met": false},
	}
	got := policy.met.header with input as seen([], [runtime({"requestHeaderConfiguration": {"requestHeaderAllowlist": tc.headers}})], [], {})
	got == {row | tc.met; row := evidence.at(runtime({}), ["config", "requestHeaderConfiguration", "requestHeaderAllowlist", 1])}
}

oauth(fields) := [{"credentialProviderType": "OAUTH", "credentialProvider": {"oauthCredentialProvider": fields}}]

test_targets[name] if {
	some name, tc in {
		"exchange": {"targets": [target("arn:g", oauth({"grantType": "TOKEN_EXCHANGE"}))], "blamed": []},
		"authorization code": {"targets": [target("arn:g", oauth({"grantType": "AUTHORIZATION_CODE"}))], "blamed": []},
		"client credentials": {"targets": [target("arn:g", oauth({"grantType": "CLIENT_CREDENTIALS"}))], "blamed": [0]},
		"grant not said": {"targets": [target("arn:g", oauth({}))], "blamed": [0]},
		"the token as it came": {"targets": [target("arn:g", [{"credentialProviderType": "JWT_PASSTHROUGH"}])], "blamed": [0]},
		"the gateway's role": {"targets": [target("arn:g", [{"credentialProviderType": "GATEWAY_IAM_ROLE"}])], "blamed": [0]},
		"a key": {"targets": [target("arn:g", [{"credentialProviderType": "API_KEY"}])], "blamed": [0]},
		"an exchange for another type": {
			"targets": [target("arn:g", [{"credentialProviderType": "API_KEY", "credentialProvider": {"oauthCredentialProvider": {"grantType": "TOKEN_EXCHANGE"}}}])],
			"blamed": [0],
		},
		"nothing": {"targets": [target("arn:g", [])], "blamed": [0]},
		"one of two": {"targets": [target("arn:g", oauth({"grantType": "TOKEN_EXCHANGE"})), object.union(target("arn:g", []), {"ref": "u"})], "blamed": [1]},
		"of another gateway": {"targets": [target("arn:h", [])], "blamed": []},
		"no target": {"targets": [], "blamed": []},
	}
	got := {"met": policy.met.targets, "violations": policy.violations.targets} with input as seen([gateway({})], [], tc.targets, {})
	got == {
		"met": {row | count(tc.blamed) == 0; row := evidence.at(gateway({}), ["id"])},
		"violations": {evidence.shown(gateway({}), tc.targets[i], ["config", "credentialProviderConfigurations"]) | some i in tc.blamed},
	}
}
