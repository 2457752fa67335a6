# METADATA
# scope: package
# title: Guardrails block prompt attacks strictly, and front ends of AI have a web ACL that filters injection
# custom:
#   remediation: Set the prompt-attack filter to HIGH with action BLOCK and release a version; associate the gateway, API stage or load balancer with a web ACL whose rules on injection block.
package aismm.app.injection_filter_strict.aws

import data.aismm.lib.evidence
import data.aismm.lib.front_ends
import data.aismm.lib.guardrails
import data.aismm.lib.production

in_production := [g | some g in input.resources.aws_bedrock_guardrail; not production.outside(g)]

gateways := [g | some g in input.resources.aws_bedrock_agentcore_gateway; not production.outside(g)]

subjects contains evidence.subject(t) if {
	some list in [in_production, gateways]
	some t in list
}

subjects contains f.subject if some f in front_ends.registered

# METADATA
# scope: document
# title: the prompt-attack filter of every version in use is HIGH and blocks
# custom:
#   of: aws_bedrock_guardrail
#   field: config.contentPolicy.filters
#   # GuardrailContentFilter: the action on prompts is BLOCK, and the filter enabled, unless it says otherwise (Amazon Bedrock API reference).
#   # Guardrails were for text before modalities could be chosen: one that chooses none is.
#   absent: {config.contentPolicy.filters.inputAction: BLOCK, config.contentPolicy.filters.inputEnabled: true, parts.GetGuardrail.contentPolicy.filters.inputAction: BLOCK, parts.GetGuardrail.contentPolicy.filters.inputEnabled: true, config.contentPolicy.filters.inputModalities: [TEXT], parts.GetGuardrail.contentPolicy.filters.inputModalities: [TEXT]}
#   covers: ["prowler:bedrock_guardrail_prompt_attack_filter_enabled"]
met.strict contains evidence.at(g, array.concat(v.path, ["contentPolicy", "filters", i])) if {
	some g in in_production
	versions := guardrails.in_use(g)
	every x in versions { guardrails.strict_filter(x.value) >= 0 }
	some v in versions
	i := guardrails.strict_filter(v.value)
}

# METADATA
# scope: document
# title: the gateway has a web ACL
# custom:
#   of: aws_bedrock_agentcore_gateway
#   field: config.webAclArn
#   covers: ["aws-sample-aiml-assessment:AG-27", "prowler-proposed:bedrockagentcore_gateway_waf_acl_attached"]
met.attached contains evidence.at(g, ["config", "webAclArn"]) if {
	some g in gateways
	g.config.webAclArn != ""
}

# METADATA
# scope: document
# title: the rules of the gateway's web ACL block injection
# custom:
#   of: aws_bedrock_agentcore_gateway
#   field: config.webAclArn
#   # A managed group looks at all requests and acts as AWS wrote it, unless the web ACL says otherwise (AWS WAF API reference: ManagedRuleGroupStatement).
#   absent:
#     config.Rules.Statement.ManagedRuleGroupStatement.ExcludedRules: []
#     config.Rules.Statement.ManagedRuleGroupStatement.RuleActionOverrides: []
#     config.Rules.Statement.ManagedRuleGroupStatement.ScopeDownStatement: {}
met.gateway_rules contains evidence.shown(g, acl, ["config", "Rules"]) if {
	some g in gateways
	some acl in input.lookup.aws_waf_web_acl.id[g.config.webAclArn]
	front_ends.blocks_injection(acl)
}

# METADATA
# scope: document
# title: the rules of a web ACL on it block injection
# custom:
#   of: ai_front_end
#   field: id
#   # A managed group looks at all requests and acts as AWS wrote it, unless the web ACL says otherwise (AWS WAF API reference: ManagedRuleGroupStatement).
#   absent:
#     config.Rules.Statement.ManagedRuleGroupStatement.ExcludedRules: []
#     config.Rules.Statement.ManagedRuleGroupStatement.RuleActionOverrides: []
#     config.Rules.Statement.ManagedRuleGroupStatement.ScopeDownStatement: {}
met.front_end_rules contains evidence.shown(f.subject, acl, ["config", "Rules"]) if {
	some f in front_ends.registered
	some acl in front_ends.protecting(f.arn)
	front_ends.blocks_injection(acl)
}
