# METADATA
# scope: package
# title: Knowledge bases have roles of their own measure, and vector collections are private and open to named principals alone
# custom:
#   remediation: Limit the role of the knowledge base to its buckets, models and collection; let the collection's network policy admit private sources only; and name the application's roles in its data access policy.
package aismm.dat.vector_store_access_limited.aws

import data.aismm.lib.evidence
import data.aismm.lib.iam
import data.aismm.lib.search
import data.aismm.lib.stores

knowledge_bases := [kb | some kb in input.resources.aws_bedrock_knowledge_base]

subjects contains evidence.subject(kb) if some kb in knowledge_bases

subjects contains evidence.subject(c) if some c in search.vector_collections

# The statements that let a role do something. Those that only list the models of the region know no resource, and Amazon Bedrock's own
# instructions give them to every knowledge base ("Create a service role for Amazon Bedrock Knowledge Bases").
grants(role) := [s |
	some document in documents(role)
	some s in document.Statement
	s.Effect == "Allow"
	not lists_models(s)
]

documents(role) := array.concat(
	[d.document | some d in iam.inline(role)],
	[object.get(v, "Document", {}) |
		some a in iam.attached(role)
		some p in input.lookup.aws_iam_policy.Arn[a.arn]
		some v in p.config.PolicyVersionList
	],
)

lists_models(s) if {
	s.Action
	every a in evidence.list(s.Action) { lower(a) in {"bedrock:listcustommodels", "bedrock:listfoundationmodels"} }
}

# Whether all policies of the role were found and read, and it may do something at all.
whole(role) if {
	iam.told(role)
	every a in iam.attached(role) { count(input.lookup.aws_iam_policy.Arn[a.arn]) > 0 }
	every d in documents(role) { legible(d) }
	count(grants(role)) > 0
}

legible(document) if {
	count(document.Statement) > 0
	every s in document.Statement {
		s.Effect in {"Allow", "Deny"}
		count(object.keys(s) & {"Action", "NotAction"}) == 1
	}
}

# METADATA
# scope: document
# title: all that the role may do is limited to named resources
# custom:
#   of: aws_bedrock_knowledge_base
#   field: config.roleArn
met.role_limited contains evidence.shown(kb, role, ["config"]) if {
	some kb in knowledge_bases
	some role in input.lookup.aws_iam_role.Arn[kb.config.roleArn]
	whole(role)
	every g in grants(role) { named_alone(g) }
}

named_alone(s) if {
	s.Resource
	every r in evidence.list(s.Resource) { names(r) }
}

# An ARN names something where its last part says more than "everything", or "everything of a kind", such as "collection/*" or "secret:*".
# The models of AWS are the same for everybody.
names(r) if {
	["arn", _, service, _, _, thing] = split_in_six(r)
	service != "s3"
	not everything(thing)
	not everything(after_kind(thing))
}

# Buckets have no kind before their name.
names(r) if {
	["arn", _, "s3", _, _, thing] = split_in_six(r)
	not everything(split(thing, "/")[0])
}

names(r) if regex.match(`^arn:aws[a-z-]*:bedrock:[^:]*::foundation-model/`, r)

# The last part of an ARN may have colons.
split_in_six(arn) := array.concat(array.slice(parts, 0, 5), [concat(":", array.slice(parts, 5, count(parts)))]) if {
	parts := split(arn, ":")
	count(parts) > 5
}

after_kind(thing) := regex.replace(thing, `^[^/:]*[/:]`, "")

everything(text) if regex.match(`^[*?/:]*$`, text)

# METADATA
# scope: document
# title: the buckets that the role may read are those of the knowledge base's data sources
# custom:
#   of: aws_bedrock_knowledge_base
#   field: config.roleArn
met.own_buckets contains evidence.shown(kb, role, ["config"]) if {
	some kb in knowledge_bases
	some role in input.lookup.aws_iam_role.Arn[kb.config.roleArn]
	whole(role)
	every g in grants(role) { kept_to_own(kb, g) }
}

kept_to_own(_, s) if not reads_objects(s)

kept_to_own(kb, s) if {
	s.Resource
	every r in evidence.list(s.Resource) { inside(kb, r) }
}

reads_objects(s) if {
	some action in ["s3:GetObject", "s3:GetObjectVersion"]
	iam.about(s, action)
}

inside(kb, r) if stores.bucket(r) in buckets_of(kb)

# No object is reached by an ARN of another service.
inside(_, r) if {
	regex.match(`^arn:[^:]*:[a-z0-9-]+:`, r)
	not of_s3(r)
}

of_s3(r) if regex.match(`^arn:[^:]*:s3:`, r)

# What its data sources read, and where it and they keep images and what is in the making.
buckets_of(kb) := ({b | some r in stores.data_sources; r.of.derived.knowledge_base_arn == kb.id; b := r.bucket} | {b |
	some place in kb.config.knowledgeBaseConfiguration.vectorKnowledgeBaseConfiguration.supplementalDataStorageConfiguration.storageLocations
	b := stores.bucket(place.s3Location.uri)
}) | {b |
	some d in input.resources.aws_bedrock_data_source
	d.derived.knowledge_base_arn == kb.id
	b := stores.bucket(d.config.vectorIngestionConfiguration.customTransformationConfiguration.intermediateStorage.s3Location.uri)
}

# METADATA
# scope: document
# title: no network policy opens the collection to the public
# custom:
#   of: aws_opensearch_serverless_collection
#   within: region
#   field: config.name
#   covers: ["aws-sample-aiml-assessment:FS-26"]
met.private_network contains evidence.shown(c, r.policy, array.concat(r.path, ["AllowFromPublic"])) if {
	some c in search.vector_collections
	found := search.rules(c, "network")
	every x in found { x.value.AllowFromPublic == false }
	some r in found
}

violations.private_network contains evidence.shown(c, r.policy, array.concat(r.path, ["AllowFromPublic"])) if {
	some c in search.vector_collections
	some r in search.rules(c, "network")
	r.value.AllowFromPublic == true
}

unclear.private_network contains evidence.shown(c, p, ["config", "policy"]) if {
	some c in search.vector_collections
	some p in search.unread
	p.region == c.region
}

# METADATA
# scope: document
# title: data access policies name every principal that may use the collection
# custom:
#   of: aws_opensearch_serverless_collection
#   within: region
#   field: config.name
met.principals_named contains evidence.shown(c, r.policy, array.concat(r.path, ["Principal"])) if {
	some c in search.vector_collections
	found := search.rules(c, "data")
	every x in found { named(x.value) }
	some r in found
}

# The root of an account stands for everybody in it.
named(part) if {
	count(part.Principal) > 0
	every p in part.Principal {
		not iam.wildcard(p)
		not endswith(p, ":root")
	}
}

violations.principals_named contains evidence.shown(c, r.policy, array.concat(r.path, ["Principal"])) if {
	some c in search.vector_collections
	some r in search.rules(c, "data")
	not named(r.value)
}

unclear.principals_named contains evidence.shown(c, p, ["config", "policy"]) if {
	some c in search.vector_collections
	some p in search.unread
	p.region == c.region
}

# METADATA
# scope: document
# title: sessions by SAML last an hour at most, where there are any
# custom:
#   of: aws_opensearch_serverless_collection
#   within: region
#   field: config.arn
#   covers: ["aws-config-conformance-pack:opensearch-securityconfig-session-timeout"]
met.short_sessions contains evidence.at(c, ["config", "arn"]) if {
	some c in search.vector_collections
	every s in sign_ins(c) { s.config.samlOptions.sessionTimeout <= 60 }
}

sign_ins(c) := [s | some s in input.resources.aws_opensearch_serverless_security_config; s.region == c.region]

# Where a timeout is not said, the default holds, which is documented as "60 minutes (12 hours)" (OpenSearch Serverless API reference,
# SamlConfigOptions): it may be either.
unclear.short_sessions contains evidence.shown(c, s, ["config", "samlOptions", "sessionTimeout"]) if {
	some c in search.vector_collections
	not any_longer(c)
	some s in sign_ins(c)
	not s.config.samlOptions.sessionTimeout
}

any_longer(c) if {
	some s in sign_ins(c)
	s.config.samlOptions.sessionTimeout > 60
}
