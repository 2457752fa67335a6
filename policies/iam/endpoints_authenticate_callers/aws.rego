# METADATA
# scope: package
# title: Gateways, runtimes, function URLs and assistants in front of models know who calls
# custom:
#   remediation: Set an inbound authorizer (IAM or JWT) on the gateway, enforce the policy engine, set the function URL's AuthType to AWS_IAM, and let users of Q Business sign in through an identity provider.
package aismm.iam.endpoints_authenticate_callers.aws

import data.aismm.lib.evidence

subjects contains evidence.subject(g) if some g in input.resources.aws_bedrock_agentcore_gateway

subjects contains evidence.subject(r) if some r in input.resources.aws_bedrock_agentcore_runtime

subjects contains evidence.subject(u) if some u in input.resources.aws_lambda_function_url

subjects contains evidence.subject(a) if some a in input.resources.aws_qbusiness_application

# METADATA
# scope: document
# title: the gateway demands a signature or a token, or its policy engine decides
# custom:
#   of: aws_bedrock_agentcore_gateway
#   field: config.authorizerType
#   covers:
#     - aws-config-conformance-pack:aiml-bedrock-gateway-authorizer
#     - aws-config-managed:bedrockagentcore-gateway-authorizer-enabled
#     - aws-sample-aiml-assessment:AG-24
#     - aws-securityhub:BedrockAgentCore.2
#     - prowler-proposed:bedrockagentcore_gateway_inbound_authorization_enabled
met.gateway contains evidence.at(g, ["config", "authorizerType"]) if {
	some g in input.resources.aws_bedrock_agentcore_gateway
	g.config.authorizerType in {"AWS_IAM", "CUSTOM_JWT"}
}

# AUTHENTICATE_ONLY says who calls and leaves the decision to the policy engine, which must then enforce it.
met.gateway contains evidence.at(g, ["config", "policyEngineConfiguration", "mode"]) if {
	some g in input.resources.aws_bedrock_agentcore_gateway
	g.config.authorizerType == "AUTHENTICATE_ONLY"
	g.config.policyEngineConfiguration.mode == "ENFORCE"
}

# METADATA
# scope: document
# title: the runtime demands a signature or a token
# custom:
#   of: aws_bedrock_agentcore_runtime
#   field: config.authorizerConfiguration
#   # Without an authorizer, callers sign with IAM (AgentCore developer guide, "Authenticate and authorize with inbound auth").
#   absent: {config.authorizerConfiguration: null}
met.runtime contains evidence.at(r, ["config", "authorizerConfiguration"]) if {
	some r in input.resources.aws_bedrock_agentcore_runtime
	not r.config.authorizerConfiguration
}

met.runtime contains evidence.at(r, ["config", "authorizerConfiguration", "customJWTAuthorizer", "discoveryUrl"]) if {
	some r in input.resources.aws_bedrock_agentcore_runtime
	r.config.authorizerConfiguration.customJWTAuthorizer.discoveryUrl != ""
}

# METADATA
# scope: document
# title: the function URL demands a signature
# custom:
#   of: aws_lambda_function_url
#   field: config.AuthType
met.function_url contains evidence.at(u, ["config", "AuthType"]) if {
	some u in input.resources.aws_lambda_function_url
	u.config.AuthType == "AWS_IAM"
}

# METADATA
# scope: document
# title: the Q Business application answers only users that have signed in
# custom:
#   of: aws_qbusiness_application
#   field: config.identityType
met.application contains evidence.at(a, ["config", "identityType"]) if {
	some a in input.resources.aws_qbusiness_application
	a.config.identityType in {"AWS_IAM_IDC", "AWS_IAM_IDP_OIDC", "AWS_IAM_IDP_SAML", "AWS_QUICKSIGHT_IDP"}
}
