# METADATA
# scope: package
# title: Production calls models of Bedrock that are not about to be withdrawn, and pinned versions of agents
# custom:
#   remediation: Evaluate the successor and move to it before the model's end of life, and let every alias of an agent route to a numbered version.
package aismm.mod.model_versions_pinned.aws

import data.aismm.lib.bedrock
import data.aismm.lib.evidence
import data.aismm.lib.production
import data.aismm.lib.register
import data.aismm.lib.when

# What refers to foundation models in production, and to which, with the field that says so.
references := array.concat([u | some u in used; count(u.models) > 0], running)

# Models that were called. A metric that says zero is of one that nobody called lately; one that says nothing counts.
used := [{"of": u, "models": foundations(u.derived.model_id)} |
	some u in input.resources.aws_bedrock_usage
	not u.derived.invocations == 0
	not register.only_elsewhere(input.boundary.account)
]

running := [{"of": a, "models": {m | some v in deployed(a); some m in foundations(object.get(v, "foundationModel", ""))}} | some a in agents]

# The versions that aliases route to; where all route to the working draft, that.
deployed(a) := a.parts.GetAgentVersion if count(a.parts.GetAgentVersion) > 0

else := [a.config] if a.parts.GetAgentVersion

else := [{}]

# Agents that somebody deployed. The alias for trying one out is no deployment.
agents := [a | some a in input.resources.aws_bedrock_agent; not production.outside(a); not undeployed(a)]

undeployed(a) if {
	a.parts.ListAgentAliases
	count(aliases(a)) == 0
}

aliases(a) := [{"path": ["parts", "ListAgentAliases", i, "routingConfiguration"], "alias": alias} |
	some i, alias in a.parts.ListAgentAliases
	not alias.agentAliasId == trial_alias
]

# Amazon Bedrock user guide: the alias that agents have for trying them out.
trial_alias := "TSTALIASID"

subjects contains evidence.subject(r.of) if some r in references

subjects contains evidence.subject(a) if some a in agents

# The foundation models behind an identifier. A custom model lives as long as the one that it was made from; an imported one, and one of the
# marketplace, are of no catalogue.
foundations(x) := {m | some id in bedrock.behind(x); some m in origin(id)}

origin(id) := set() if regex.match(elsewhere, id)

origin(id) := made_from(id) if count(made_from(id)) > 0

origin(id) := {plain(id)} if {
	not regex.match(elsewhere, id)
	count(made_from(id)) == 0
}

made_from(id) := {plain(bedrock.plain(c.config.baseModelArn)) | some c in input.lookup.aws_bedrock_custom_model.id[id]}

elsewhere := `^arn:[^:]*:(sagemaker:|bedrock:[^/]*:imported-model/)`

# Amazon Bedrock user guide: variants for provisioned throughput end in the length of their context.
plain(id) := regex.replace(id, `:[0-9]+k$`, "")

# The models as the region lists them.
listed(r, id) := [f | some f in input.lookup.aws_bedrock_foundation_model.modelId[id]; f.region == r.region]

# METADATA
# scope: document
# title: the models behind it are active
# custom:
#   of: [aws_bedrock_agent, aws_bedrock_usage]
#   within: region
#   field: id
met.active contains evidence.shown(r.of, f, ["config", "modelLifecycle", "status"]) if {
	some r in references
	every id in r.models { some_active(r.of, id) }
	some id in r.models
	some f in listed(r.of, id)
}

some_active(r, id) if {
	some f in listed(r, id)
	f.config.modelLifecycle.status == "ACTIVE"
}

# It runs on models of the organization's own alone.
met.active contains evidence.at(r.of, ["id"]) if {
	some r in references
	count(r.models) == 0
}

violations.active contains evidence.shown(r.of, f, ["config", "modelLifecycle", "status"]) if {
	some r in references
	some id in r.models
	not some_active(r.of, id)
	some f in listed(r.of, id)
}

# METADATA
# scope: document
# title: none of them ends within 60 days
# custom:
#   of: [aws_bedrock_agent, aws_bedrock_usage]
#   within: region
#   field: id
#   # "Time when the model is no longer available for use": none is set for a model whose end is not announced (Bedrock API reference, FoundationModelLifecycle).
#   absent: {config.modelLifecycle.endOfLifeTime: "2200-12-31T00:00:00Z"}
met.lasting contains evidence.shown(r.of, f, ["config", "modelLifecycle"]) if {
	some r in references
	every id in r.models { lasting(r.of, id) }
	some id in r.models
	some f in listed(r.of, id)
}

met.lasting contains evidence.at(r.of, ["id"]) if {
	some r in references
	count(r.models) == 0
}

lasting(r, id) if {
	some f in listed(r, id)
	not ending(f)
}

ending(f) if {
	f.config.modelLifecycle.endOfLifeTime
	not when.ns(f.config.modelLifecycle.endOfLifeTime) > when.now + (60 * when.day)
}

violations.lasting contains evidence.shown(r.of, f, ["config", "modelLifecycle", "endOfLifeTime"]) if {
	some r in references
	some id in r.models
	not lasting(r.of, id)
	some f in listed(r.of, id)
}

# METADATA
# scope: document
# title: all aliases of the agent route to numbered versions
# custom:
#   of: aws_bedrock_agent
#   field: parts.ListAgentAliases
met.numbered contains evidence.at(a, found.path) if {
	some a in agents
	every alias in aliases(a) { numbered(alias.alias) }
	some found in aliases(a)
}

numbered(alias) if {
	count(alias.routingConfiguration) > 0
	every route in alias.routingConfiguration { regex.match(`^[0-9]+$`, route.agentVersion) }
}

violations.numbered contains evidence.at(a, found.path) if {
	some a in agents
	some found in aliases(a)
	not numbered(found.alias)
}
