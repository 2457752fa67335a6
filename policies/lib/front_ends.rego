# METADATA
# scope: package
# title: What stands in front of AI for its callers, and what its web ACLs do
package aismm.lib.front_ends

import data.aismm.lib.evidence
import data.aismm.lib.production
import data.aismm.lib.register
import data.aismm.lib.systems

# Load balancers, stages of REST APIs and AppSync APIs that a system in production names as its own, and that lie in this account.
registered := [{"subject": evidence.named("ai_front_end", arn, s), "arn": arn} |
	some s in register.production
	some arn in s.config.resource_ids
	here(arn)
]

here(arn) if {
	["arn", _, "elasticloadbalancing", _, account, rest] = split(arn, ":")
	account == input.boundary.account
	startswith(rest, "loadbalancer/app/")
}

here(arn) if {
	["arn", _, "appsync", _, account, rest] = split(arn, ":")
	account == input.boundary.account
	startswith(rest, "apis/")
}

# The ARN of a REST API names no account: it is here if the account has it.
here(arn) if count(input.lookup.aws_apigateway_rest_api.id[api(arn)]) > 0

# The ARN of the REST API that an ARN of one of its stages begins with, or that it is.
api(arn) := concat("/", array.slice(parts, 0, 3)) if {
	contains(arn, ":apigateway:")
	parts := split(arn, "/")
}

# The REST APIs that stand in front of AI: those whose label names a system, and those that a system names, whole or by a stage.
rest_apis := [a |
	some a in input.resources.aws_apigateway_rest_api
	not production.outside(a)
	of_ai(a)
]

of_ai(a) if count(systems.of(a)) > 0

of_ai(a) if a.id in named_apis

named_apis := {api(f.arn) | some f in registered}

# The web ACLs that protect something: itself or, for a whole REST API, a stage of it.
protecting(arn) := [acl |
	some acl in input.resources.aws_waf_web_acl
	some protected in acl.parts.ListResourcesForWebACL.ResourceArns
	reaches(protected, arn)
]

reaches(protected, arn) if protected == arn

reaches(protected, arn) if startswith(protected, concat("", [arn, "/stages/"]))

# Whether rules of a web ACL block injection: a managed group of rules, or rules on both SQL injection and cross-site scripting.
blocks_injection(acl) if {
	some rule in acl.config.Rules
	group := rule.Statement.ManagedRuleGroupStatement
	group.VendorName == "AWS"
	group.Name in injection_groups

	# A group whose actions are overridden only counts.
	rule.OverrideAction.None
	object.get(group, "ScopeDownStatement", {}) == {}
	every o in object.get(group, "RuleActionOverrides", []) { harmless(o) }

	# Rules are left out so since before they could be overridden one by one: they only count.
	every r in object.get(group, "ExcludedRules", []) { regex.match(shape, r.Name) }
}

# An override of a rule that still stops what it finds, or that looks for no injection.
harmless(override) if stops(override.ActionToUse)

harmless(override) if regex.match(shape, override.Name)

# Rules on how requests look, which many let through, and not on what they carry.
shape := `^(NoUserAgent|SizeRestrictions|UserAgent)_`

blocks_injection(acl) if {
	every statement in ["SqliMatchStatement", "XssMatchStatement"] {
		some rule in acl.config.Rules
		acts(rule)
		holds_statement(rule, statement)
	}
}

# AWS's groups of rules on what requests carry ("AWS Managed Rules rule groups list", AWS WAF developer guide).
injection_groups := {
	"AWSManagedRulesCommonRuleSet", "AWSManagedRulesKnownBadInputsRuleSet", "AWSManagedRulesPHPRuleSet", "AWSManagedRulesSQLiRuleSet",
	"AWSManagedRulesUnixRuleSet", "AWSManagedRulesWindowsRuleSet",
}

# Whether a rule of the account's own stops what it finds.
acts(rule) if stops(rule.Action)

stops(action) if {
	some name in ["Block", "Captcha", "Challenge"]
	action[name]
}

# Whether a rule has a statement, itself or inside of another one.
holds_statement(rule, name) if {
	some s in statements(rule)
	s[name]
}

# The statements of a rule that it finds, at whatever depth: not what it spares, nor what it only counts towards a rate.
statements(rule) := [s |
	walk(rule.Statement, [path, s])
	is_object(s)
	count({p | some p in path} & {"NotStatement", "RateBasedStatement"}) == 0
]

# Whether a web ACL limits how often somebody may call, and how large a body may be.
limits_rate(acl) if {
	some rule in acl.config.Rules
	acts(rule)
	rule.Statement.RateBasedStatement.Limit > 0
}

limits_size(acl) if {
	some rule in acl.config.Rules
	acts(rule)
	some s in statements(rule)
	s.SizeConstraintStatement.Size > 0
	s.SizeConstraintStatement.ComparisonOperator in {"GE", "GT"}
	some part in ["Body", "JsonBody"]
	s.SizeConstraintStatement.FieldToMatch[part]
}
