package aismm.lib.keys_test

import data.aismm.lib.fixture
import data.aismm.lib.keys

account := "arn:aws:kms:us-east-1:111122223333:"

key(id) := fixture.resource("aws_kms_key", id, {})

by_id := key(concat("", [account, "key/11111111-2222-3333-4444-555555555555"]))

by_alias := key(concat("", [account, "alias/ai"]))

elsewhere := object.union(by_alias, {"region": "eu-central-1", "id": "arn:aws:kms:eu-central-1:111122223333:alias/ai"})

foreign := key("arn:aws:kms:us-east-1:444455556666:key/aaaaaaaa-2222-3333-4444-555555555555@111122223333")

all := [by_id, by_alias, elsewhere, foreign]

test_of[name] if {
	some name, tc in {
		"by ARN": {"name": by_id.id, "want": [by_id]},
		"by the ARN of an alias": {"name": by_alias.id, "want": [by_alias]},
		"by alias": {"name": "alias/ai", "want": [by_alias]},
		"by bare id": {"name": "11111111-2222-3333-4444-555555555555", "want": [by_id]},
		"of another account": {"name": "arn:aws:kms:us-east-1:444455556666:key/aaaaaaaa-2222-3333-4444-555555555555", "want": [foreign]},
		"of another account, by bare id": {"name": "aaaaaaaa-2222-3333-4444-555555555555", "want": []},
		"unknown": {"name": "alias/other", "want": []},
	}
	r := fixture.resource("aws_bedrock_agent", "a", {})
	got := keys.of(r, tc.name) with input as {
		"lookup": {"aws_kms_key": {"id": {k.id: [k] | some k in all}}},
		"resources": {"aws_kms_key": all},
	}
	got == tc.want
}

test_of_the_region_of_the_resource if {
	r := fixture.resource("aws_bedrock_agent", "a", {"region": "eu-central-1"})
	got := keys.of(r, "alias/ai") with input as {"lookup": {"aws_kms_key": {"id": {}}}, "resources": {"aws_kms_key": all}}
	got == [elsewhere]
}

test_chosen if {
	got := [name | some name in ["alias/ai", by_id.id, "alias/aws/sagemaker", concat("", [account, "alias/aws/sagemaker"]), "auto", ""]; keys.chosen(name)]
	got == ["alias/ai", by_id.id]
}

test_local_storage if {
	types := ["ml.m5.xlarge", "ml.m5d.xlarge", "ml.g4dn.xlarge", "ml.g5.2xlarge", "ml.p4d.24xlarge", "ml.p4de.24xlarge", "ml.p3.2xlarge", "ml.p3dn.24xlarge", "ml.c6i.large", "ml.trn1.2xlarge", "ml.inf2.xlarge", "xml.g5.large"]
	got := [t | some t in types; keys.local_storage(t)]
	got == ["ml.m5d.xlarge", "ml.g4dn.xlarge", "ml.g5.2xlarge", "ml.p4d.24xlarge", "ml.p4de.24xlarge", "ml.p3dn.24xlarge", "ml.trn1.2xlarge"]
}
