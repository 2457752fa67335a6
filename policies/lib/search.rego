# METADATA
# scope: package
# title: Which policies of OpenSearch Serverless hold for a collection
package aismm.lib.search

import data.aismm.lib.iam

# Collections that hold vectors: those that do not say that they are for texts or logs.
vector_collections := [c | some c in input.resources.aws_opensearch_serverless_collection; not of_something_else(c)]

of_something_else(c) if c.config.type in {"SEARCH", "TIMESERIES"}

# The parts of the policies of a type that hold for a collection: each with the policy and its place in the document. A policy holds where it
# was made: in the region and account of the collection.
rules(c, type) := [{"policy": p, "path": ["config", "policy", i], "value": part} |
	some p in input.resources.aws_opensearch_serverless_policy
	p.config.type == type
	p.region == c.region
	some i, part in p.config.policy
	some rule in part.Rules
	rule.ResourceType in kinds[type]
	some resource in rule.Resource
	reaches(resource, c.config.name)
]

kinds := {"network": {"collection", "dashboard"}, "data": {"collection", "index"}}

# Resources are written as "collection/<name>" and "index/<name>/<index>"; * stands for any text.
reaches(resource, name) if iam.like(resource, concat("/", ["collection", name]))

reaches(resource, name) if {
	["index", of, _] = split(resource, "/")
	iam.like(of, name)
}

# All indexes, in a pattern that leaves out the middle.
reaches(resource, name) if iam.like(resource, concat("/", ["index", name, "~any-index~"]))

# Policies that could not be read. Which collections they hold for is not known.
unread := [p | some p in input.resources.aws_opensearch_serverless_policy; count(p.missing) > 0]
