# METADATA
# scope: package
# title: What a statement of an AWS policy document says
# description: Documents as the collectors decode them. Statement is a list; Action, NotAction, Resource and Principal are one value or a list.
package aismm.lib.iam

import data.aismm.lib.evidence

# Whether a pattern stands for a text, as IAM compares actions: in any case, * for any text and ? for any character.
matches(pattern, text) if like(lower(pattern), lower(text))

# The same, as ARNs and values of conditions are compared: in the case in which they are written.
like(pattern, text) if glob.match(plain(pattern), null, text)

# Whether one pattern stands for all that another one stands for.
within(inner, outer) if glob.match(replace(plain(outer), "?", "[!*]"), null, inner)

# Patterns of IAM know * and ? alone; everything else stands for itself.
plain(pattern) := strings.replace_n({`\`: `\\`, "[": `\[`, "]": `\]`, "{": `\{`, "}": `\}`}, pattern)

# Whether a statement is about an action: it lists the action, or everything but some others.
about(s, action) if {
	some pattern in evidence.list(s.Action)
	matches(pattern, action)
}

about(s, action) if {
	s.NotAction
	not excepts(s, action)
}

excepts(s, action) if {
	some pattern in evidence.list(s.NotAction)
	matches(pattern, action)
}

# Whether a pattern of actions stands for all of a service, those that do not exist yet included.
whole(pattern, service) if matches(pattern, concat(":", [service, "~any-action~"]))

# Whether a statement names its resources, and none of them is everything.
particular(s) if {
	s.Resource
	every r in evidence.list(s.Resource) { not everything(r) }
}

everything(r) if matches(r, "~")

everything(r) if matches(r, "arn:~")

# Whether a statement reaches a resource: it lists it. What a NotResource leaves out is not looked into.
reaches(s, resource) if {
	some r in evidence.list(s.Resource)
	like(r, resource)
}

# Whether the conditions of a statement surely hold for a request. The request has the keys of conditions in lower case, each with its
# value, or null where the request lacks the key. A condition on a key that is not among them does not surely hold.
holds(s, request) if {
	every operator, tests in object.get(s, "Condition", {}) {
		every key, values in tests { satisfied(lower(operator), evidence.list(values), request[lower(key)]) }
	}
}

satisfied("null", values, null) if {
	some v in values
	flag(v) == "true"
}

satisfied("null", values, value) if {
	value != null
	some v in values
	flag(v) == "false"
}

# A key that is not there satisfies what is negated, what asks only if it exists, and what asks for all of its values.
satisfied(operator, _, null) if endswith(operator, "ifexists")

satisfied(operator, _, null) if startswith(operator, "forallvalues:")

satisfied(operator, _, null) if operator in negated

satisfied(operator, values, value) if {
	value != null
	comparison(operator) in asserted
	some v in values
	agrees(comparison(operator), v, value)
}

satisfied(operator, values, value) if {
	value != null
	comparison(operator) in negated
	every v in values { not agrees(comparison(operator), v, value) }
}

asserted := {"arnequals", "arnlike", "bool", "stringequals", "stringequalsignorecase", "stringlike"}

negated := {"arnnotequals", "arnnotlike", "stringnotequals", "stringnotequalsignorecase", "stringnotlike"}

# What an operator compares, without what it says about missing keys and several values.
comparison(operator) := trim_suffix(trim_prefix(trim_prefix(operator, "forallvalues:"), "foranyvalue:"), "ifexists")

agrees(operator, v, value) if {
	operator in {"stringequals", "stringnotequals"}
	v == value
}

agrees(operator, v, value) if {
	operator in {"bool", "stringequalsignorecase", "stringnotequalsignorecase"}
	lower(flag(v)) == lower(value)
}

agrees(operator, v, value) if {
	operator in {"arnequals", "arnlike", "arnnotequals", "arnnotlike", "stringlike", "stringnotlike"}
	like(v, value)
}

# Documents write true and "true".
flag(v) := lower(v) if is_string(v)

flag(v) := json.marshal(v) if is_boolean(v)

# Whether a service control policy binds an account: it is attached to the account, to a unit above it, or to the root. None binds the
# management account.
binds(p, account) if {
	account.config.Id != account.derived.management_account_id
	p.config.PolicySummary.Type == "SERVICE_CONTROL_POLICY"
	above := {account.config.Id} | {x | some x in account.derived.ancestors}
	some t in p.parts.ListTargetsForPolicy.Targets
	t.TargetId in above
}

# The denials of a service control policy, with the places where they stand.
denials(p) := [{"policy": p, "path": ["config", "Content", "Statement", i], "statement": s} |
	some i, s in p.config.Content.Statement
	s.Effect == "Deny"
]

# A role and a user of an account of the organization whom nobody thought of: a rule for everybody catches them both.
anybody(account) := {concat(":", ["arn", where, "iam:", account.config.Id, name]) | some name in ["role/~any-role~", "user/~any-user~"]} if {
	where := partition(account)
}

# The partition of an account of the organization, such as aws or aws-us-gov.
partition(account) := split(account.config.Arn, ":")[1]

# Who holds policies for a role or user: itself and, for a user, its groups.
holders(p) := array.concat(
	[{"path": ["config"], "value": p.config}],
	[{"path": ["parts", "GetAccountAuthorizationDetails", "GroupDetailList", i], "value": g} |
		p.kind == "aws_iam_user"
		some i, g in p.parts.GetAccountAuthorizationDetails.GroupDetailList
	],
)

# The managed policies that are attached to a role or user, or to its groups.
attached(p) := [{"path": array.concat(h.path, ["AttachedManagedPolicies", i, "PolicyArn"]), "arn": object.get(a, "PolicyArn", "")} |
	some h in holders(p)
	some i, a in h.value.AttachedManagedPolicies
]

# The inline policies of a role or user, and of its groups.
inline(p) := [{"path": array.concat(h.path, [list, i, "PolicyDocument"]), "document": object.get(d, "PolicyDocument", {})} |
	some h in holders(p)
	some list in ["GroupPolicyList", "RolePolicyList", "UserPolicyList"]
	some i, d in h.value[list]
]

# Whether all lists of the policies of a role or user were given, so that what is not in them is not held.
told(p) if {
	every path in lists[p.kind] { object.get(p, path, null) != null }
}

lists := {
	"aws_iam_role": [["config", "AttachedManagedPolicies"], ["config", "RolePolicyList"]],
	"aws_iam_user": [
		["config", "AttachedManagedPolicies"],
		["config", "UserPolicyList"],
		["parts", "GetAccountAuthorizationDetails", "GroupDetailList"],
	],
}

# Whether a pattern stands for more than one text.
wildcard(pattern) if contains(pattern, "*")

wildcard(pattern) if contains(pattern, "?")

# The account of an ARN is its fifth part. It may be empty, as in the ARNs of buckets.
of_named_account(r) if {
	parts := split(r, ":")
	count(parts) >= 6
	not wildcard(parts[4])
}

# Whether a statement of a resource's policy lets in nobody of another account, unless a condition says whom.
closed(s, _) if s.Effect == "Deny"

# Services of AWS and principals of this account.
closed(s, account) if {
	is_object(s.Principal)
	object.keys(s.Principal) - {"AWS", "Service"} == set()
	every p in evidence.list(object.get(s.Principal, "AWS", [])) { account_of(p) == account }
}

account_of(principal) := principal if not contains(principal, ":")

account_of(principal) := split(principal, ":")[4] if contains(principal, ":")

# A condition that names callers or where they come from.
closed(s, _) if {
	some operator in object.keys(s.Condition)
	lower(operator) in {"arnequals", "arnlike", "ipaddress", "stringequals", "stringequalsignorecase", "stringlike"}
	some key in object.keys(s.Condition[operator])
	naming(lower(key))
	every v in evidence.list(s.Condition[operator][key]) { not anything(v) }
}

# Global condition keys of IAM, and the claims of a caller's token (Service Authorization Reference: Amazon Bedrock AgentCore).
naming(key) if {
	key in {
		"aws:principalaccount", "aws:principalarn", "aws:principalorgid", "aws:principalorgpaths", "aws:sourceaccount", "aws:sourcearn", "aws:sourceip",
		"aws:sourceorgid", "aws:sourcevpc", "aws:sourcevpce",
	}
}

naming(key) if startswith(key, "bedrock-agentcore:inboundjwtclaim/")

# A value that anybody has: of any account, any organization, any address.
anything(v) if {
	some text in ["~", "o-~", "o-~/r-~/~"]
	like(v, text)
}

anything(v) if {
	startswith(v, "arn:")
	not of_named_account(v)
}

anything(v) if v in {"0.0.0.0/0", "::/0"}
