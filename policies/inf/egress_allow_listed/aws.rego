# METADATA
# scope: package
# title: AI workloads of AWS reach only listed destinations
# custom:
#   remediation: Replace egress to everywhere by the destinations that the workload needs, or send the VPC's traffic through a Network Firewall whose rule group is a domain allow-list; set browsers to VPC and code interpreters to SANDBOX or VPC.
package aismm.inf.egress_allow_listed.aws

import data.aismm.lib.evidence
import data.aismm.lib.production

# Groups of workloads of which at least one is not said to be outside production.
groups := [g |
	some g in input.resources.aws_ec2_security_group
	not production.outside(g)
	not every_namer_outside(g)
]

every_namer_outside(g) if {
	count(g.derived.named_by) > 0
	every n in g.derived.named_by { n in outsiders }
}

outsiders := {concat(" ", [r.kind, r.id]) |
	some list in [
		input.resources.aws_bedrock_agentcore_browser,
		input.resources.aws_bedrock_agentcore_code_interpreter,
		input.resources.aws_bedrock_agentcore_runtime,
		input.resources.aws_lambda_function,
		input.resources.aws_sagemaker_domain,
		input.resources.aws_sagemaker_model,
		input.resources.aws_sagemaker_notebook_instance,
		input.resources.aws_sagemaker_training_job,
	]
	some r in list
	production.outside(r)
}

browsers := [b | some b in input.resources.aws_bedrock_agentcore_browser; not production.outside(b)]

interpreters := [c | some c in input.resources.aws_bedrock_agentcore_code_interpreter; not production.outside(c)]

subjects contains evidence.subject(r) if {
	some list in [browsers, groups, interpreters]
	some r in list
}

# Rules that let traffic out to everywhere.
everywhere := array.concat(
	[{"of": g, "path": ["config", "IpPermissionsEgress", i, "IpRanges", j, "CidrIp"]} |
		some g in groups
		some i, p in g.config.IpPermissionsEgress
		some j, r in p.IpRanges
		r.CidrIp == "0.0.0.0/0"
	],
	[{"of": g, "path": ["config", "IpPermissionsEgress", i, "Ipv6Ranges", j, "CidrIpv6"]} |
		some g in groups
		some i, p in g.config.IpPermissionsEgress
		some j, r in p.Ipv6Ranges
		r.CidrIpv6 == "::/0"
	],
)

# Firewalls that let listed domains pass and nothing else, by VPC.
listing := [{"vpc": vpc, "policy": p, "path": ["parts", "DescribeRuleGroup", i, "RuleGroup", "RulesSource", "RulesSourceList", "GeneratedRulesType"]} |
	some p in input.resources.aws_network_firewall_policy
	some vpc in p.derived.vpc_ids
	some i, g in p.parts.DescribeRuleGroup
	g.RuleGroup.RulesSource.RulesSourceList.GeneratedRulesType == "ALLOWLIST"
]

guarded := {l.vpc | some l in listing}

# METADATA
# scope: document
# title: the group lets traffic out to named destinations alone, or a firewall with a domain allow-list is in its VPC
# custom:
#   of: aws_ec2_security_group
#   within: region
#   field: config.IpPermissionsEgress
met.group contains evidence.at(g, ["config", "IpPermissionsEgress"]) if {
	some g in groups
	every p in g.config.IpPermissionsEgress {
		every r in p.IpRanges { r.CidrIp != "0.0.0.0/0" }
		every r in p.Ipv6Ranges { r.CidrIpv6 != "::/0" }
	}
}

met.group contains evidence.shown(g, l.policy, l.path) if {
	some g in groups
	some l in listing
	l.vpc == g.config.VpcId
}

violations.group contains evidence.at(e.of, e.path) if {
	some e in everywhere
	not e.of.config.VpcId in guarded
}

# METADATA
# scope: document
# title: the code interpreter is in a VPC or has no network
# custom:
#   of: aws_bedrock_agentcore_code_interpreter
#   field: config.networkConfiguration.networkMode
met.interpreter contains evidence.at(c, ["config", "networkConfiguration", "networkMode"]) if {
	some c in interpreters
	c.config.networkConfiguration.networkMode in {"SANDBOX", "VPC"}
}

# METADATA
# scope: document
# title: the browser is in a VPC
# custom:
#   of: aws_bedrock_agentcore_browser
#   field: config.networkConfiguration.networkMode
met.browser contains evidence.at(b, ["config", "networkConfiguration", "networkMode"]) if {
	some b in browsers
	b.config.networkConfiguration.networkMode == "VPC"
}

# METADATA
# scope: document
# title: the browser has security groups
# custom:
#   of: aws_bedrock_agentcore_browser
#   field: config.networkConfiguration.vpcConfig.securityGroups
#   covers: ["aws-config-conformance-pack:aiml-bedrock-browser-security-groups"]
met.browser_groups contains evidence.at(b, ["config", "networkConfiguration", "vpcConfig", "securityGroups"]) if {
	some b in browsers
	count(b.config.networkConfiguration.vpcConfig.securityGroups) > 0
}
