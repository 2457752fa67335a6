# METADATA
# scope: package
# title: Which guardrails of Amazon Bedrock are in use, and where they are enforced
package aismm.lib.guardrails

import data.aismm.lib.bedrock

# The versions of an agent or flow that aliases route to, its working draft among them; of one that nobody has deployed, the draft. None where
# that is not known.
deployed(thing) := array.concat(numbered(thing), [{"path": ["config"], "value": thing.config} | routes_to_draft(thing)]) if count(numbered(thing)) > 0

deployed(thing) := [{"path": ["config"], "value": thing.config} | object.get(thing.parts, versions_of[thing.kind], null) == []] if count(numbered(thing)) == 0

# Amazon Bedrock user guide: the alias TSTALIASID is there to try the draft out, which is no deployment.
routes_to_draft(thing) if {
	some alias in thing.parts.ListAgentAliases
	not alias.agentAliasId == "TSTALIASID"
	some route in alias.routingConfiguration
	route.agentVersion == "DRAFT"
}

routes_to_draft(thing) if {
	some alias in thing.parts.ListFlowAliases
	not alias.id == "TSTALIASID"
	some route in alias.routingConfiguration
	route.flowVersion == "DRAFT"
}

numbered(thing) := [{"path": ["parts", versions_of[thing.kind], i], "value": v} |
	some i, v in thing.parts[versions_of[thing.kind]]
]

versions_of := {"aws_bedrock_agent": "GetAgentVersion", "aws_bedrock_flow": "GetFlowVersion"}

# The nodes of a version of a flow, those inside of its loops among them.
nodes(version) := [{"path": array.concat(version.path, array.concat(["definition"], path)), "value": node} |
	walk(version.value.definition, [path, node])
	is_number(path[count(path) - 1])
	path[count(path) - 2] == "nodes"
]

# Nodes that call no model themselves, as far as the API knows them (FlowNodeType, Agents for Amazon Bedrock API reference).
calls_no_model(node) if {
	node.type in {
		"Agent", "Collector", "Condition", "InlineCode", "Input", "Iterator", "LambdaFunction", "Lex", "LoopController", "LoopInput", "Output",
		"Retrieval", "Storage",
	}
}

# The nodes inside of a loop are nodes as well.
calls_no_model(node) if {
	node.type == "Loop"
	count(node.configuration.loop.definition.nodes) > 0
}

# The guardrail of a node that calls a model, and where it stands below the node.
of_node(node) := node.configuration.prompt.guardrailConfiguration if node.type == "Prompt"

of_node(node) := node.configuration.knowledgeBase.guardrailConfiguration if node.type == "KnowledgeBase"

place_in_node := {
	"KnowledgeBase": ["configuration", "knowledgeBase", "guardrailConfiguration", "guardrailVersion"],
	"Prompt": ["configuration", "prompt", "guardrailConfiguration", "guardrailVersion"],
}

# Whether a version is one that cannot change any more.
released(version) if regex.match(`^[0-9]+$`, version)

# The guardrails that agents and flows name, each with its version. An ARN or an id names one.
named := [n |
	some list in [input.resources.aws_bedrock_agent, input.resources.aws_bedrock_flow]
	some thing in list
	some n in thing.derived.guardrails
]

# The versions of a guardrail that applications get: those that something names; where nothing names any, the newest that was released, and
# the working draft where none was.
in_use(g) := named_versions(g) if count(named_versions(g)) > 0

in_use(g) := [v | some v in versions(g); v.version == released_last(g)] if count(named_versions(g)) == 0

named_versions(g) := [v | some v in versions(g); v.version in wanted(g)]

versions(g) := array.concat(
	[{"path": ["config"], "version": "DRAFT", "value": g.config}],
	[{"path": ["parts", "GetGuardrail", i], "version": v.version, "value": v} | some i, v in g.parts.GetGuardrail],
)

wanted(g) := {n.version | some n in named; n.identifier in {g.id, g.config.guardrailId}}

released_last(g) := format_int(max([to_number(v.version) | some v in g.parts.GetGuardrail; released(v.version)]), 10)

released_last(g) := "DRAFT" if g.parts.GetGuardrail == []

# What accounts and the organization enforce, with the region that it holds in and the models that it leaves out.
enforced := array.concat(
	[object.union(models, {
		"of": e, "path": ["config", "guardrailVersion"], "region": e.region,
		"arn": object.get(e.config, "guardrailArn", ""), "version": e.config.guardrailVersion,
	}) |
		some e in input.resources.aws_bedrock_enforced_guardrail
		released(e.config.guardrailVersion)
		models := limited(object.get(e.config, "modelEnforcement", null), "includedModels", "excludedModels")
	],
	[object.union(models, {
		"of": p, "path": ["config", "PolicyContent", "bedrock", "guardrail_inference", region, name, "identifier"], "region": region,
		"arn": concat(":", array.slice(parts, 0, count(parts) - 1)), "version": parts[count(parts) - 1],
	}) |
		some p in input.resources.aws_organizations_bedrock_policy
		some region, entries in p.config.PolicyContent.bedrock.guardrail_inference
		some name, c in entries
		parts := split(c.identifier, ":")
		released(parts[count(parts) - 1])
		models := limited(object.get(c, "model_enforcement", null), "included_models", "excluded_models")
	],
)

# Enforcement that names no models holds for all; one that names them names those that it includes and those that it excludes.
limited(null, _, _) := {"included": ["ALL"], "excluded": []}

limited(models, included_models, excluded_models) := {"included": models[included_models], "excluded": models[excluded_models]}

# Whether what is enforced holds for all models behind an identifier. Exclusion wins. Where models are left out, those behind must be known.
holds_for(e, _) if all_models(e)

holds_for(e, identifier) if {
	every model in bedrock.behind(identifier) {
		known(model)
		included(e, model)
		not model in {m | some m in e.excluded}
	}
}

all_models(e) if {
	e.included == ["ALL"]
	e.excluded == []
}

# The id of a foundation model begins with its publisher; models of the account have ARNs.
known(model) if regex.match(`^[a-z0-9-]+\.`, model)

known(model) if regex.match(`^arn:[^/]*:(custom|imported)-model/`, model)

included(e, _) if "ALL" in {m | some m in e.included}

included(e, model) if model in {m | some m in e.included}

# Whether the prompt-attack filter of a guardrail's version is at its strictest and blocks. Members that are absent mean that it blocks.
strict_filter(config) := i if {
	some i, f in config.contentPolicy.filters
	f.type == "PROMPT_ATTACK"
	f.inputStrength == "HIGH"
	object.get(f, "inputAction", "BLOCK") == "BLOCK"
	object.get(f, "inputEnabled", true) == true
	not blind(f, "input")
}

# A filter that looks at pictures alone lets all text through. Where it does not say, it looks at text.
blind(filter, direction) if {
	modalities := filter[concat("", [direction, "Modalities"])]
	count(modalities) > 0
	not "TEXT" in modalities
}

# The classes of harm of the standard profile that a version blocks in both directions, at medium strength or stricter.
blocked_classes(config) := {f.type |
	some f in config.contentPolicy.filters
	every direction in ["input", "output"] {
		f[concat("", [direction, "Strength"])] in {"HIGH", "MEDIUM"}
		object.get(f, concat("", [direction, "Action"]), "BLOCK") == "BLOCK"
		object.get(f, concat("", [direction, "Enabled"]), true) == true
		not blind(f, direction)
	}
}

classes := {"HATE", "INSULTS", "MISCONDUCT", "SEXUAL", "VIOLENCE"}

complete(config) if count(classes - blocked_classes(config)) == 0
