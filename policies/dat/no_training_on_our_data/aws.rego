# METADATA
# scope: package
# title: Accounts with AI have opted out of the use of their content by AI services
# custom:
#   remediation: Attach an AI services opt-out policy to the root that sets the default to optOut and lets no child policy change it, and set the data retention of Amazon Bedrock to a mode that shares nothing with providers.
package aismm.dat.no_training_on_our_data.aws

import data.aismm.lib.evidence

subjects contains evidence.subject(input.boundary) if input.boundary.ai == "yes"

effective := [p | some p in input.resources.aws_organizations_ai_optout_effective_policy]

# METADATA
# scope: document
# title: the policy in effect opts out of all AI services that it does not name
# custom:
#   of: boundary
#   field: id
met.default_opted_out contains evidence.shown(input.boundary, p, ["config", "PolicyContent", "services", "default", "opt_out_policy"]) if {
	some p in effective
	p.config.PolicyContent.services.default.opt_out_policy == "optOut"
}

# METADATA
# scope: document
# title: the policy in effect opts into no AI service by name
# custom:
#   of: boundary
#   field: id
met.none_opted_in contains evidence.shown(input.boundary, p, ["config", "PolicyContent", "services"]) if {
	some p in effective
	count(p.config.PolicyContent.services) > 0
	every _, service in p.config.PolicyContent.services { service.opt_out_policy == "optOut" }
}

# METADATA
# scope: document
# title: a policy on the account or above it opts out, and lets no child policy change that
# custom:
#   of: boundary
#   field: id
#   covers: ["prowler:organizations_opt_out_ai_services_policy"]
met.locked contains evidence.shown(input.boundary, p, ["config", "Content", "services", "default", "opt_out_policy"]) if {
	some p in input.enclosing.resources.aws_organizations_ai_optout_policy
	rule := p.config.Content.services.default.opt_out_policy
	rule["@@assign"] == "optOut"
	rule["@@operators_allowed_for_child_policies"] == ["@@none"]
	some t in p.parts.ListTargetsForPolicy.Targets
	t.TargetId in above
}

# The account, the units above it, and the root.
above := {x |
	some a in input.enclosing.resources.aws_organizations_account
	a.config.Id == input.boundary.account
	some x in array.concat([a.config.Id], a.derived.ancestors)
}

# METADATA
# scope: document
# title: no region shares the data of Amazon Bedrock with the providers of models
# custom:
#   of: boundary
#   field: id
#   compares: true
met.not_shared contains evidence.at(input.boundary, ["id"]) if {
	count(retentions) > 0
	every r in retentions { r.config.mode in {"default", "none"} }
}

retentions := [r | some r in input.resources.aws_bedrock_account_data_retention]

violations.not_shared contains evidence.shown(input.boundary, r, ["config", "mode"]) if {
	some r in retentions
	r.config.mode == "provider_data_share"
}

# What a region inherits, no read of the account tells.
unclear.not_shared contains evidence.shown(input.boundary, r, ["config", "mode"]) if {
	some r in retentions
	doubtful(r)
	not any_shared
}

doubtful(r) if r.config.mode == "inherit"

doubtful(r) if count(r.missing) > 0

any_shared if {
	some r in retentions
	r.config.mode == "provider_data_share"
}
