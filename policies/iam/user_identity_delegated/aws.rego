# METADATA
# scope: package
# title: AgentCore runtimes and gateways pass the user's identity on
# custom:
#   remediation: Give the runtime or gateway a JWT authorizer with its audience or clients, let the Authorization header through, and reach the targets by token exchange or authorization code.
package aismm.iam.user_identity_delegated.aws

import data.aismm.lib.evidence

callable := array.concat(input.resources.aws_bedrock_agentcore_gateway, input.resources.aws_bedrock_agentcore_runtime)

subjects contains evidence.subject(r) if {
	some r in callable
	not apart(r)
}

# The register says that it serves no individual user: every system that it belongs to is no such agent.
apart(r) if {
	systems := input.lookup.record_ai_system.resource_ids[r.id]
	count(systems) > 0
	count([s | some s in systems; s.config.user_facing_agent == false]) == count(systems)
}

# METADATA
# scope: document
# title: its JWT authorizer names the issuer, and the audience or the clients
# custom:
#   of: [aws_bedrock_agentcore_gateway, aws_bedrock_agentcore_runtime]
#   field: config.authorizerConfiguration
#   covers: ["prowler-proposed:bedrockagentcore_runtime_jwt_identity_propagation_configured"]
met.token contains evidence.at(r, ["config", "authorizerConfiguration", "customJWTAuthorizer", field]) if {
	some r in callable
	jwt := r.config.authorizerConfiguration.customJWTAuthorizer
	jwt.discoveryUrl != ""
	some field in ["allowedAudience", "allowedClients"]
	count(jwt[field]) > 0
}

# METADATA
# scope: document
# title: the runtime hands the Authorization header to the agent
# custom:
#   of: aws_bedrock_agentcore_runtime
#   field: config.requestHeaderConfiguration.requestHeaderAllowlist
#   covers: ["prowler-proposed:bedrockagentcore_runtime_jwt_identity_propagation_configured"]
met.header contains evidence.at(r, ["config", "requestHeaderConfiguration", "requestHeaderAllowlist", i]) if {
	some r in input.resources.aws_bedrock_agentcore_runtime
	some i, h in r.config.requestHeaderConfiguration.requestHeaderAllowlist
	lower(h) == "authorization"
}

# METADATA
# scope: document
# title: every target of the gateway is called with a token of the user
# custom:
#   of: aws_bedrock_agentcore_gateway
#   field: id
met.targets contains evidence.at(g, ["id"]) if {
	bare := {t.derived.gateway_arn | some t in input.resources.aws_bedrock_agentcore_gateway_target; not delegated(t)}
	some g in input.resources.aws_bedrock_agentcore_gateway
	not g.id in bare
}

violations.targets contains evidence.shown(g, t, ["config", "credentialProviderConfigurations"]) if {
	some g in input.resources.aws_bedrock_agentcore_gateway
	some t in input.resources.aws_bedrock_agentcore_gateway_target
	t.derived.gateway_arn == g.id
	not delegated(t)
}

# With client credentials the gateway acts as itself, and a token that is passed through was made for the gateway and not for the target.
delegated(t) if {
	some c in t.config.credentialProviderConfigurations
	c.credentialProviderType == "OAUTH"
	c.credentialProvider.oauthCredentialProvider.grantType in {"AUTHORIZATION_CODE", "TOKEN_EXCHANGE"}
}
