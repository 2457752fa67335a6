# METADATA
# scope: package
# title: SageMaker workbenches, AgentCore runtimes and tools, and vector collections are not open to the internet
# custom:
#   remediation: Create the notebook without direct internet access and the domain with VpcOnly, set the network mode of runtimes, browsers and code interpreters to VPC, and turn AllowFromPublic off in the network policy of the collection.
package aismm.inf.no_public_exposure.aws

import data.aismm.lib.evidence
import data.aismm.lib.iam

subjects contains evidence.subject(r) if {
	some list in [
		collections,
		input.resources.aws_bedrock_agentcore_browser,
		input.resources.aws_bedrock_agentcore_code_interpreter,
		input.resources.aws_bedrock_agentcore_runtime,
		input.resources.aws_sagemaker_domain,
		input.resources.aws_sagemaker_notebook_instance,
	]
	some r in list
}

# METADATA
# scope: document
# title: the notebook reaches the internet through its VPC alone
# custom:
#   of: aws_sagemaker_notebook_instance
#   field: config.DirectInternetAccess
#   covers:
#     - "aws-config-managed:sagemaker-notebook-no-direct-internet-access"
#     - "aws-securityhub:SageMaker.1"
#     - "checkov:CKV_AWS_122"
#     - "cloudsploit:sagemaker/notebookDirectInternetAccess"
#     - "cnspec:mondoo-aws-security-sagemaker-notebook-no-direct-internet"
#     - "prowler:sagemaker_notebook_instance_without_direct_internet_access_configured"
#     - "steampipe-mod-aws-compliance:foundational_security_sagemaker_1"
#     - "steampipe-mod-aws-compliance:sagemaker_notebook_instance_direct_internet_access_disabled"
met.notebook contains evidence.at(n, ["config", "DirectInternetAccess"]) if {
	some n in input.resources.aws_sagemaker_notebook_instance
	n.config.DirectInternetAccess == "Disabled"
}

# METADATA
# scope: document
# title: apps of the domain reach the internet through its VPC alone
# custom:
#   of: aws_sagemaker_domain
#   field: config.AppNetworkAccessType
#   covers: ["cnspec:mondoo-aws-security-sagemaker-domain-vpc-only", "prowler-proposed:sagemaker_domain_vpc_only_enabled"]
met.domain contains evidence.at(d, ["config", "AppNetworkAccessType"]) if {
	some d in input.resources.aws_sagemaker_domain
	d.config.AppNetworkAccessType == "VpcOnly"
}

# METADATA
# scope: document
# title: the runtime is in a VPC
# custom:
#   of: aws_bedrock_agentcore_runtime
#   field: config.networkConfiguration.networkMode
#   covers:
#     - "aws-config-conformance-pack:aiml-bedrock-runtime-vpc"
#     - "aws-config-managed:bedrockagentcore-runtime-private-network-required"
#     - "aws-sample-aiml-assessment:AC-01"
#     - "aws-sample-aiml-assessment:AG-15"
#     - "aws-securityhub:BedrockAgentCore.1"
#     - "prowler-proposed:bedrockagentcore_runtime_vpc_configured"
met.runtime contains evidence.at(r, ["config", "networkConfiguration", "networkMode"]) if {
	some r in input.resources.aws_bedrock_agentcore_runtime
	r.config.networkConfiguration.networkMode == "VPC"
}

# METADATA
# scope: document
# title: the browser is in a VPC
# custom:
#   of: aws_bedrock_agentcore_browser
#   field: config.networkConfiguration.networkMode
#   covers:
#     - "aws-config-conformance-pack:aiml-bedrock-browser-vpc"
#     - "aws-config-managed:bedrockagentcore-browsercustom-network-mode-not-public"
#     - "aws-securityhub:BedrockAgentCore.5"
met.browser contains evidence.at(b, ["config", "networkConfiguration", "networkMode"]) if {
	some b in input.resources.aws_bedrock_agentcore_browser
	b.config.networkConfiguration.networkMode == "VPC"
}

# METADATA
# scope: document
# title: the code interpreter is in a VPC or has no network
# custom:
#   of: aws_bedrock_agentcore_code_interpreter
#   field: config.networkConfiguration.networkMode
#   covers: ["aws-config-managed:bedrockagentcore-codeinterpreter-networkmode-check", "aws-securityhub:BedrockAgentCore.7"]
met.interpreter contains evidence.at(c, ["config", "networkConfiguration", "networkMode"]) if {
	some c in input.resources.aws_bedrock_agentcore_code_interpreter
	c.config.networkConfiguration.networkMode in {"SANDBOX", "VPC"}
}

# Collections of vectors; one whose type is not said counts.
collections := [c | some c in input.resources.aws_opensearch_serverless_collection; not of_another_type(c)]

of_another_type(c) if c.config.type in {"SEARCH", "TIMESERIES"}

# What network policies say about a collection. Each policy is a list of rules that share what they allow.
access := [{"collection": c, "policy": p, "path": ["config", "policy", i, "AllowFromPublic"], "public": object.get(statement, "AllowFromPublic", "not said")} |
	some p in input.resources.aws_opensearch_serverless_policy
	p.config.type == "network"
	some c in collections
	c.region == p.region
	some i, statement in p.config.policy
	concerns(statement, c)
]

concerns(statement, c) if {
	some rule in statement.Rules
	rule.ResourceType == "collection"
	some pattern in rule.Resource
	iam.like(pattern, concat("/", ["collection", c.config.name]))
}

# Where several policies match, one that opens it is enough.
opened := {a.collection.ref | some a in access; not a.public == false}

# METADATA
# scope: document
# title: no network policy opens the collection to the internet, and one opens it to a VPC
# custom:
#   of: aws_opensearch_serverless_collection
#   within: region
#   field: config.name
met.collection contains evidence.at(a.collection, ["config", "name"]) if {
	some a in access
	not a.collection.ref in opened
}

violations.collection contains evidence.shown(a.collection, a.policy, a.path) if {
	some a in access
	not a.public == false
}
