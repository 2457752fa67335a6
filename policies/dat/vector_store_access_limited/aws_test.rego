package aismm.dat.vector_store_access_limited.aws_test

import data.aismm.dat.vector_store_access_limited.aws as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

knowledge_base(config) := fixture.resource("aws_bedrock_knowledge_base", "arn:kb", {"config": object.union({"roleArn": "arn:role"}, config)})

source(base, bucket, more) := fixture.resource("aws_bedrock_data_source", concat("/", [base, bucket]), {
	"config": object.union({"dataSourceConfiguration": {"s3Configuration": {"bucketArn": concat("", ["arn:aws:s3:::", bucket])}}}, more),
	"derived": {"knowledge_base_arn": base},
})

role(fields) := fixture.resource("aws_iam_role", "arn:role", {"config": object.union({"Arn": "arn:role", "RolePolicyList": [], "AttachedManagedPolicies": []}, fields)})

inline(statements) := {"RolePolicyList": [{"PolicyName": "p", "PolicyDocument": {"Statement": statements}}]}

attached(arn) := {"AttachedManagedPolicies": [{"PolicyName": "p", "PolicyArn": arn}]}

managed(statements) := fixture.resource("aws_iam_policy", "arn:p@111122223333", {"config": {"Arn": "arn:p", "PolicyVersionList": [{"IsDefaultVersion": true, "Document": {"Statement": statements}}]}})

seen(resources) := {
	"resources": {kind: [r | some r in resources; r.kind == kind] |
		some kind in [
			"aws_bedrock_knowledge_base", "aws_bedrock_data_source", "aws_iam_role", "aws_iam_policy", "aws_opensearch_serverless_collection",
			"aws_opensearch_serverless_policy", "aws_opensearch_serverless_security_config",
		]
	},
	"lookup": {
		"aws_iam_role": {"Arn": {r.config.Arn: [r] | some r in resources; r.kind == "aws_iam_role"}},
		"aws_iam_policy": {"Arn": {p.config.Arn: [p] | some p in resources; p.kind == "aws_iam_policy"}},
	},
}

none := {"role_limited": set(), "own_buckets": set(), "private_network": set(), "principals_named": set(), "short_sessions": set()}

collection(fields) := fixture.resource("aws_opensearch_serverless_collection", "arn:c", object.union({"config": {"arn": "arn:c", "name": "terms", "type": "VECTORSEARCH"}}, fields))

test_subjects[name] if {
	some name, tc in {
		"of vectors": {"type": "VECTORSEARCH", "judged": true},
		"of logs": {"type": "TIMESERIES", "judged": false},
		"of texts": {"type": "SEARCH", "judged": false},
	}
	c := collection({"config": {"arn": "arn:c", "name": "terms", "type": tc.type}})
	kb := knowledge_base({})
	got := policy.subjects with input as seen([c, kb])
	got == {evidence.subject(kb)} | {x | tc.judged; x := evidence.subject(c)}
}

allow(action, resource) := {"Effect": "Allow", "Action": action, "Resource": resource}

models := allow("bedrock:InvokeModel", "arn:aws:bedrock:us-east-1::foundation-model/amazon.titan-embed-text-v2:0")

listing := allow(["bedrock:ListFoundationModels", "bedrock:ListCustomModels"], "*")

objects := allow(["s3:GetObject"], ["arn:aws:s3:::terms/*", "arn:aws:s3:::terms/a/*"])

# A role, and the conditions that it meets. The knowledge base reads from the bucket "terms".
test_role[name] if {
	both := {"role_limited", "own_buckets"}
	some name, tc in {
		"inline": {"role": role(inline([models, objects])), "met": both},
		"managed": {"role": role(attached("arn:p")), "managed": [models, objects], "met": both},
		"lists models": {"role": role(inline([models, objects, listing])), "met": both},
		"managed, and lists models": {"role": role(attached("arn:p")), "managed": [models, objects, listing, {"Effect": "Deny", "Action": ["s3:*"], "Resource": "*"}], "met": both},
		"managed, and broad": {"role": role(attached("arn:p")), "managed": [models, allow(["s3:GetObject"], "*")], "met": set()},
		"managed, of another bucket": {"role": role(attached("arn:p")), "managed": [models, allow(["s3:GetObject"], ["arn:aws:s3:::claims/*"])], "met": {"role_limited"}},
		"managed, and writes": {"role": role(attached("arn:p")), "managed": [models, objects, allow(["s3:PutObject"], ["arn:aws:s3:::claims/*"])], "met": both},
		"lists and calls models": {"role": role(inline([objects, allow(["bedrock:ListFoundationModels", "bedrock:InvokeModel"], "*")])), "met": {"own_buckets"}},
		"all models": {"role": role(inline([allow("bedrock:InvokeModel", "*"), objects])), "met": {"own_buckets"}},
		"a denial of everything": {"role": role(inline([models, objects, {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}])), "met": both},
		"another bucket": {"role": role(inline([models, allow("s3:GetObject", "arn:aws:s3:::claims/*")])), "met": {"role_limited"}},
		"another bucket as well": {"role": role(inline([models, allow("s3:Get*", ["arn:aws:s3:::terms/*", "arn:aws:s3:::claims/*"])])), "met": {"role_limited"}},
		"all buckets": {"role": role(inline([models, allow("s3:GetObject", "arn:aws:s3:::*/*")])), "met": set()},
		"all buckets of a name": {"role": role(inline([models, allow("s3:GetObject", "arn:aws:s3:::t*/*")])), "met": {"role_limited"}},
		"all of a partition": {"role": role(inline([models, objects, allow("aoss:APIAccessAll", "arn:aws:*")])), "met": {"own_buckets"}},
		"all of a service": {"role": role(inline([models, objects, allow("aoss:APIAccessAll", "arn:aws:aoss:us-east-1:111122223333:*")])), "met": {"own_buckets"}},
		"all of a kind": {"role": role(inline([models, objects, allow("aoss:APIAccessAll", "arn:aws:aoss:us-east-1:111122223333:collection/*")])), "met": {"own_buckets"}},
		"all secrets": {"role": role(inline([models, objects, allow("secretsmanager:GetSecretValue", "arn:aws:secretsmanager:us-east-1:111122223333:secret:*")])), "met": {"own_buckets"}},
		"one collection": {"role": role(inline([models, objects, allow("aoss:APIAccessAll", "arn:aws:aoss:us-east-1:111122223333:collection/abc")])), "met": both},
		"all models of AWS": {"role": role(inline([objects, allow("bedrock:InvokeModel", "arn:aws:bedrock:*::foundation-model/*")])), "met": both},
		"models and objects in one": {"role": role(inline([allow(["s3:GetObject", "bedrock:InvokeModel"], ["arn:aws:s3:::terms/*", "arn:aws:bedrock:us-east-1::foundation-model/m"])])), "met": both},
		"older versions of another bucket": {"role": role(inline([models, objects, allow("s3:GetObjectVersion", "arn:aws:s3:::claims/*")])), "met": {"role_limited"}},
		"all but writing": {"role": role(inline([models, {"Effect": "Allow", "NotAction": "s3:PutObject", "Resource": "arn:aws:s3:::claims/*"}])), "met": {"role_limited"}},
		"all but reading": {"role": role(inline([models, {"Effect": "Allow", "NotAction": "s3:Get*", "Resource": "arn:aws:s3:::claims/*"}])), "met": both},
		"managed, all but writing": {"role": role(attached("arn:p")), "managed": [models, {"Effect": "Allow", "NotAction": "s3:PutObject", "Resource": "arn:aws:s3:::claims/*"}], "met": {"role_limited"}},
		"all that there is": {"role": role(inline([models, allow("s3:*", "*")])), "met": set()},
		"all but one": {"role": role(inline([models, {"Effect": "Allow", "Action": "s3:GetObject", "NotResource": "arn:aws:s3:::x/*"}])), "met": set()},
		"a managed policy that nobody read": {"role": role(object.union(inline([models, objects]), attached("arn:aws:iam::aws:policy/AmazonS3FullAccess"))), "met": set()},
		"a policy without a document": {"role": role(inline([])), "met": set()},
		"no policy": {"role": role({}), "met": set()},
		"no list of what is attached": {"role": role(object.union(inline([models, objects]), {"AttachedManagedPolicies": null})), "met": set()},
		"another role": {"role": object.union(role(inline([models, objects])), {"config": {"Arn": "arn:other"}}), "met": set()},
		"only lists models": {"role": role(inline([listing])), "met": set()},
	}
	kb := knowledge_base({})
	got := policy.met with input as seen([kb, source("arn:kb", "terms", {}), source("arn:kb2", "claims", {}), tc.role, managed(object.get(tc, "managed", []))])
	got == object.union(none, {c: {evidence.shown(kb, tc.role, ["config"])} | some c in tc.met})
}

place(bucket) := {"s3Location": {"uri": concat("", ["s3://", bucket, "/x/"])}}

# Images of documents, and what a transformation works on, lie in buckets of the knowledge base's own.
test_other_buckets[name] if {
	some name, tc in {
		"images": {"kb": {"knowledgeBaseConfiguration": {"vectorKnowledgeBaseConfiguration": {"supplementalDataStorageConfiguration": {"storageLocations": [place("images")]}}}}, "source": {}, "met": true},
		"what is in the making": {"kb": {}, "source": {"vectorIngestionConfiguration": {"customTransformationConfiguration": {"intermediateStorage": place("images")}}}, "met": true},
		"neither": {"kb": {}, "source": {}, "met": false},
	}
	kb := knowledge_base(tc.kb)
	r := role(inline([allow("s3:GetObject", ["arn:aws:s3:::terms/*", "arn:aws:s3:::images/*"])]))
	got := policy.met.own_buckets with input as seen([kb, source("arn:kb", "terms", tc.source), r])
	got == {row | tc.met; row := evidence.shown(kb, r, ["config"])}
}

search_policy(type, name, parts) := fixture.resource("aws_opensearch_serverless_policy", name, {"config": {"type": type, "name": name, "policy": parts}})

network(resource, public) := {"Rules": [{"ResourceType": "collection", "Resource": [resource]}], "AllowFromPublic": public}

dashboard(resource, public) := {"Rules": [{"ResourceType": "dashboard", "Resource": [resource]}], "AllowFromPublic": public}

# Under "public", the parts that open the collection.
test_private_network[name] if {
	some name, tc in {
		"private": {"parts": [network("collection/terms", false)], "met": [0], "public": []},
		"by a pattern": {"parts": [network("collection/t*", false)], "met": [0], "public": []},
		"public": {"parts": [network("collection/terms", true)], "met": [], "public": [0]},
		"both": {"parts": [network("collection/terms", false), network("collection/*", true)], "met": [], "public": [1]},
		"private, with another that is public": {"parts": [network("collection/terms", false), network("collection/other", true)], "met": [0], "public": []},
		"a public dashboard": {"parts": [network("collection/terms", false), dashboard("collection/terms", true)], "met": [], "public": [1]},
		"not said": {"parts": [object.remove(network("collection/terms", false), ["AllowFromPublic"])], "met": [], "public": []},
		"of another": {"parts": [network("collection/other", false)], "met": [], "public": []},
		"none": {"parts": [], "met": [], "public": []},
	}
	c := collection({})
	p := search_policy("network", "n", tc.parts)
	elsewhere := object.union(search_policy("network", "m", [network("collection/terms", true)]), {"region": "eu-central-1"})
	got := {"met": policy.met.private_network, "public": policy.violations.private_network, "unclear": policy.unclear} with input as seen([c, p, elsewhere])
	got == {
		"met": {evidence.shown(c, p, ["config", "policy", i, "AllowFromPublic"]) | some i in tc.met},
		"public": {evidence.shown(c, p, ["config", "policy", i, "AllowFromPublic"]) | some i in tc.public},
		"unclear": {"private_network": set(), "principals_named": set(), "short_sessions": set()},
	}
}

access(type, resource, principals) := {"Rules": [{"ResourceType": type, "Resource": [resource], "Permission": ["aoss:*"]}], "Principal": principals}

test_principals_named[name] if {
	agent := "arn:aws:iam::111122223333:role/kb"
	some name, tc in {
		"a role": {"parts": [access("index", "index/terms/*", [agent])], "met": [0], "broad": []},
		"a group": {"parts": [access("collection", "collection/terms", ["saml/111122223333/okta/group/search"])], "met": [0], "broad": []},
		"a pattern": {"parts": [access("index", "index/terms/*", [agent, "arn:aws:iam::111122223333:role/*"])], "met": [], "broad": [0]},
		"an account": {"parts": [access("index", "index/terms/*", ["arn:aws:iam::111122223333:root"])], "met": [], "broad": [0]},
		"nobody": {"parts": [access("index", "index/terms/*", [])], "met": [], "broad": [0]},
		"not said": {"parts": [object.remove(access("index", "index/terms/*", []), ["Principal"])], "met": [], "broad": [0]},
		"one of two": {"parts": [access("index", "index/*/*", ["*"]), access("collection", "collection/terms", [agent])], "met": [], "broad": [0]},
		"of another": {"parts": [access("index", "index/other/*", [agent])], "met": [], "broad": []},
	}
	c := collection({})
	p := search_policy("data", "d", tc.parts)
	got := {"met": policy.met.principals_named, "broad": policy.violations.principals_named} with input as seen([c, p, search_policy("network", "n", tc.parts)])
	got == {
		"met": {evidence.shown(c, p, ["config", "policy", i, "Principal"]) | some i in tc.met},
		"broad": {evidence.shown(c, p, ["config", "policy", i, "Principal"]) | some i in tc.broad},
	}
}

# A policy that was not read may hold for any collection of its region.
test_policies_that_were_not_read[name] if {
	some name, tc in {"of the region": {"region": "us-east-1", "touched": true}, "of another region": {"region": "eu-central-1", "touched": false}}
	c := collection({})
	p := object.union(search_policy("network", "n", null), {"missing": ["aoss:GetSecurityPolicy"], "region": tc.region})
	got := policy.unclear with input as seen([c, p])
	rows := {row | tc.touched; row := evidence.shown(c, p, ["config", "policy"])}
	got == {"private_network": rows, "principals_named": rows, "short_sessions": set()}
}

test_sessions[name] if {
	some name, tc in {
		"no SAML": {"configs": [], "met": true},
		"an hour": {"configs": [{"region": "us-east-1", "minutes": 60}], "met": true},
		"longer": {"configs": [{"region": "us-east-1", "minutes": 61}], "met": false},
		"one of two": {"configs": [{"region": "us-east-1", "minutes": 30}, {"region": "us-east-1", "minutes": 480}], "met": false},
		"not said": {"configs": [{"region": "us-east-1", "minutes": null}], "met": false},
		"one says, and one does not": {"configs": [{"region": "us-east-1", "minutes": 61}, {"region": "us-east-1", "minutes": null}], "met": false},
		"longer elsewhere": {"configs": [{"region": "eu-central-1", "minutes": 480}], "met": true},
	}
	c := collection({})
	configs := [fixture.resource("aws_opensearch_serverless_security_config", format_int(i, 10), {
		"region": s.region,
		"config": {"type": "saml", "samlOptions": {k: v | k := "sessionTimeout"; v := s.minutes; v != null}},
	}) |
		some i, s in tc.configs
	]
	got := policy.met.short_sessions with input as seen(array.concat([c], configs))
	got == {row | tc.met; row := evidence.at(c, ["config", "arn"])}
}

# The default is documented in two ways, as 60 minutes and as 12 hours.
test_sessions_that_do_not_say[name] if {
	some name, tc in {
		"not said": {"region": "us-east-1", "config": {"type": "saml", "samlOptions": {}}, "unclear": true},
		"without options": {"region": "us-east-1", "config": {"type": "saml"}, "unclear": true},
		"said": {"region": "us-east-1", "config": {"type": "saml", "samlOptions": {"sessionTimeout": 61}}, "unclear": false},
		"not said elsewhere": {"region": "eu-central-1", "config": {"type": "saml", "samlOptions": {}}, "unclear": false},
	}
	c := collection({})
	s := fixture.resource("aws_opensearch_serverless_security_config", "s", {"region": tc.region, "config": tc.config})
	got := policy.unclear.short_sessions with input as seen([c, s])
	got == {row | tc.unclear; row := evidence.shown(c, s, ["config", "samlOptions", "sessionTimeout"])}
}

test_sessions_that_were_not_read if {
	c := collection({})
	s := fixture.resource("aws_opensearch_serverless_security_config", "s", {"config": {"type": "saml"}, "missing": ["aoss:GetSecurityConfig"]})
	got := policy.unclear.short_sessions with input as seen([c, s])
	got == {evidence.shown(c, s, ["config", "samlOptions", "sessionTimeout"])}
}

# What another prefix of the bucket holds is the knowledge base's own bucket as well.
test_a_source_of_prefixes if {
	kb := knowledge_base({})
	r := role(inline([objects]))
	d := source("arn:kb", "terms", {"dataSourceConfiguration": {"s3Configuration": {"inclusionPrefixes": ["a/"]}}})
	got := policy.met.own_buckets with input as seen([kb, d, r])
	got == {evidence.shown(kb, r, ["config"])}
}
