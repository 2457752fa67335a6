package aismm.mod.trusted_model_sources.aws_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.mod.trusted_model_sources.aws as policy

imported(source) := fixture.resource("aws_bedrock_imported_model", "arn:i", {"config": object.union({"modelName": "weights-7b"}, source)})

from(uri) := {"modelDataSource": {"s3DataSource": {"s3Uri": uri}}}

sold(config) := fixture.resource("aws_bedrock_marketplace_endpoint", "arn:e", {"config": config})

hosted(config) := fixture.resource("aws_sagemaker_model", "arn:m", {"config": object.union({"ModelName": "m"}, config)})

package_of(containers) := fixture.resource("aws_sagemaker_model_package", "arn:p", {"config": {"InferenceSpecification": {"Containers": containers}}})

bucket(name, owner) := fixture.resource("aws_s3_bucket", concat("", ["arn:aws:s3:::", name]), {"config": {"Name": name}, "derived": {"owner": owner}})

own := bucket("own", "111122223333")

shared := bucket("shared", "444455556666")

foreign := bucket("foreign", "999999999999")

unsaid := object.remove(bucket("unsaid", ""), ["derived"])

registered(names, patch) := fixture.record("record_model", "mdl-1", object.union({"identifiers": names, "publisher": "Example Labs", "built_by": "vendor"}, patch))

provider(patch) := fixture.record("record_provider", "prv-1", object.union({"status": "approved", "publishers": ["Example Labs"]}, patch))

seen(thing, records, packages, providers) := {
	"as_of": fixture.as_of,
	"boundary": fixture.boundary("aws:111122223333"),
	"enclosing": {"resources": {"aws_organizations_account": [fixture.resource("aws_organizations_account", "444455556666", {"config": {"Id": "444455556666"}})]}},
	"records": {"record_model": records},
	"resources": object.union({"aws_bedrock_imported_model": [], "aws_bedrock_marketplace_endpoint": [], "aws_sagemaker_model": []}, {thing.kind: [thing]}),
	"lookup": {
		"record_model": {"identifiers": {i: [m | some m in records; i in m.config.identifiers] | some r in records; some i in r.config.identifiers}},
		"record_provider": {"publishers": {name: [p | some p in providers; name in p.config.publishers] | some q in providers; some name in q.config.publishers}},
		"aws_sagemaker_model_package": {"ModelPackageArn": {"arn:p": packages}},
		"aws_s3_bucket": {"Name": {b.config.Name: [b] | some b in [own, shared, foreign, unsaid]}},
	},
}

test_subjects[name] if {
	i := imported({})
	some name, tc in {
		"imported": {"thing": i, "records": [], "judged": true},
		"hosted": {"thing": hosted({}), "records": [], "judged": true},
		"sold": {"thing": sold({}), "records": [], "judged": true},
		"trained by the organization, by its package": {
			"thing": hosted({"Containers": [{"ModelPackageName": "arn:p"}]}), "records": [registered(["arn:p"], {"built_by": "internal"})], "judged": false,
		},
		"without a name": {"thing": fixture.resource("aws_sagemaker_model", "arn:m", {}), "records": [], "judged": true},
		"imported without a name": {"thing": fixture.resource("aws_bedrock_imported_model", "arn:i", {}), "records": [], "judged": true},
		"trained by the organization": {"thing": hosted({}), "records": [registered(["m"], {"built_by": "internal"})], "judged": false},
		"imported and trained by the organization": {"thing": i, "records": [registered(["weights-7b"], {"built_by": "internal"})], "judged": false},
		"trained by an integrator": {"thing": hosted({}), "records": [registered(["m"], {"built_by": "integrator"})], "judged": true},
		"who trained it is not said": {"thing": hosted({}), "records": [registered(["m"], {"built_by": null})], "judged": true},
		"of two entries": {
			"thing": hosted({}),
			"records": [registered(["m"], {"built_by": "internal"}), object.union(registered(["m"], {}), {"id": "mdl-2"})], "judged": false,
		},
	}
	got := policy.subjects with input as seen(tc.thing, tc.records, [], [])
	got == {x | tc.judged; x := evidence.subject(tc.thing)}
}

at(uri) := {"ModelDataUrl": uri, "AdditionalModelDataSources": []}

below(uri) := {"ModelDataSource": {"S3DataSource": {"S3Uri": uri}}, "AdditionalModelDataSources": []}

adapter(source) := object.union(at("s3://own/a"), {"AdditionalModelDataSources": [source]})

test_weights[name] if {
	some name, tc in {
		"imported from its own": {"thing": imported(from("s3://own/w")), "buckets": [own], "bad": []},
		"imported from the organization's": {"thing": imported(from("s3://shared/w")), "buckets": [shared], "bad": []},
		"imported from elsewhere": {"thing": imported(from("s3://foreign/w")), "buckets": [], "bad": [foreign]},
		"imported from a bucket that nobody knows": {"thing": imported(from("s3://nobody/w")), "buckets": [], "bad": []},
		"imported from a bucket of nobody": {"thing": imported(from("s3://unsaid/w")), "buckets": [], "bad": [unsaid]},
		"imported from no bucket": {"thing": imported(from("https://example.com/a/own/w")), "buckets": [], "bad": []},
		"imported from what is not said": {"thing": imported({}), "buckets": [], "bad": []},
		"one container": {"thing": hosted({"PrimaryContainer": at("s3://own/w.tar.gz")}), "buckets": [own], "bad": []},
		"by another address": {"thing": hosted({"PrimaryContainer": at("https://s3.us-east-1.amazonaws.com/own/w.tar.gz")}), "buckets": [own], "bad": []},
		"not compressed": {"thing": hosted({"PrimaryContainer": below("s3://own/w/")}), "buckets": [own], "bad": []},
		"two containers": {"thing": hosted({"Containers": [at("s3://own/a"), below("s3://shared/b")]}), "buckets": [own, shared], "bad": []},
		"one of two from elsewhere": {"thing": hosted({"Containers": [at("s3://own/a"), at("s3://foreign/b")]}), "buckets": [], "bad": [foreign]},
		"one of two without": {"thing": hosted({"Containers": [at("s3://own/a"), {"Image": "i"}]}), "buckets": [], "bad": []},
		"an adapter": {"thing": hosted({"PrimaryContainer": adapter({"S3DataSource": {"S3Uri": "s3://shared/b"}})}), "buckets": [own, shared], "bad": []},
		"an adapter from elsewhere": {"thing": hosted({"PrimaryContainer": adapter({"S3DataSource": {"S3Uri": "s3://foreign/b"}})}), "buckets": [], "bad": [foreign]},
		"an adapter from nowhere": {"thing": hosted({"PrimaryContainer": adapter({})}), "buckets": [], "bad": []},
		"an adapter from elsewhere, beside another container": {
			"thing": hosted({"Containers": [at("s3://own/a"), adapter({"S3DataSource": {"S3Uri": "s3://foreign/b"}})]}), "buckets": [], "bad": [foreign],
		},
		"a package with an adapter": {
			"thing": hosted({"PrimaryContainer": {"ModelPackageName": "arn:p"}}), "packages": [package_of([adapter({"S3DataSource": {"S3Uri": "s3://own/b"}})])],
			"buckets": [own], "bad": [],
		},
		"a package with an adapter from elsewhere": {
			"thing": hosted({"PrimaryContainer": {"ModelPackageName": "arn:p"}}), "packages": [package_of([adapter({"S3DataSource": {"S3Uri": "s3://foreign/b"}})])],
			"buckets": [], "bad": [foreign],
		},
		"two containers with an adapter": {
			"thing": hosted({"Containers": [at("s3://own/a"), adapter({"S3DataSource": {"S3Uri": "s3://own/b"}})]}), "buckets": [own], "bad": [],
		},
		"adapters not said": {"thing": hosted({"PrimaryContainer": {"ModelDataUrl": "s3://own/a"}}), "buckets": [], "bad": []},
		"trained by the organization": {"thing": hosted({"PrimaryContainer": at("s3://foreign/a")}), "records": [registered(["m"], {"built_by": "internal"})], "buckets": [], "bad": []},
		"trained by the organization, in its own": {"thing": hosted({"PrimaryContainer": at("s3://own/a")}), "records": [registered(["m"], {"built_by": "internal"})], "buckets": [], "bad": []},
		"no container": {"thing": hosted({}), "buckets": [], "bad": []},
		"of a package": {"thing": hosted({"PrimaryContainer": {"ModelPackageName": "arn:p"}}), "packages": [package_of([at("s3://own/a")])], "buckets": [own], "bad": []},
		"of a package from elsewhere": {"thing": hosted({"PrimaryContainer": {"ModelPackageName": "arn:p"}}), "packages": [package_of([at("s3://foreign/a")])], "buckets": [], "bad": [foreign]},
		"of a package without weights": {"thing": hosted({"PrimaryContainer": {"ModelPackageName": "arn:p"}}), "packages": [package_of([{}])], "buckets": [], "bad": []},
		"of a package, not compressed": {"thing": hosted({"Containers": [{"ModelPackageName": "arn:p"}]}), "packages": [package_of([below("s3://own/a/")])], "buckets": [own], "bad": []},
		"of a package that nobody knows": {"thing": hosted({"PrimaryContainer": {"ModelPackageName": "arn:q"}}), "buckets": [], "bad": []},
		"sold": {"thing": sold({}), "buckets": [], "bad": []},
	}
	got := {"met": policy.met.weights, "violations": policy.violations.weights} with input as seen(tc.thing, object.get(tc, "records", []), object.get(tc, "packages", []), [])
	got == {
		"met": {evidence.shown(tc.thing, b, ["derived", "owner"]) | some b in tc.buckets},
		"violations": {evidence.shown(tc.thing, b, ["derived", "owner"]) | some b in tc.bad},
	}
}

test_without_an_organization if {
	alone := object.remove(seen(hosted({"PrimaryContainer": at("s3://own/a")}), [], [], []), ["enclosing"])
	got := policy.met.weights with input as object.union(alone, {"enclosing": {"resources": {"aws_organizations_account": []}}})
	count(got) == 1
}

test_one_publisher_of_two if {
	other := object.union(registered(["m"], {"publisher": "Nobody"}), {"id": "mdl-2", "ref": "record_model mdl-2"})
	m := hosted({})
	got := {"met": policy.met.publisher} with input as seen(m, [registered(["m"], {}), other], [], [provider({})])
	got == {"met": {evidence.shown(m, registered(["m"], {}), ["config", "publisher"])}}
}

test_publishers[name] if {
	m := hosted({"PrimaryContainer": {"ModelPackageName": "arn:p"}})
	known := registered(["m"], {})
	other := object.union(registered(["m"], {"publisher": "Nobody"}), {"id": "mdl-2", "ref": "record_model mdl-2"})
	some name, tc in {
		"by its name": {"thing": m, "records": [known], "providers": [provider({})], "good": true},
		"by its ARN": {"thing": m, "records": [registered(["arn:m"], {})], "providers": [provider({})], "good": true},
		"by its package": {"thing": m, "records": [registered(["arn:p"], {})], "providers": [provider({})], "good": true},
		"an imported one by its name": {"thing": imported({}), "records": [registered(["weights-7b"], {})], "providers": [provider({})], "good": true},
		"an imported one by its ARN": {"thing": imported({}), "records": [registered(["arn:i"], {})], "providers": [provider({})], "good": true},
		"one of the marketplace by its source": {"thing": sold({"modelSourceIdentifier": "hub/m"}), "records": [registered(["hub/m"], {})], "providers": [provider({})], "good": true},
		"one of the marketplace by its ARN": {"thing": sold({}), "records": [registered(["arn:e"], {})], "providers": [provider({})], "good": true},
		"another model": {"thing": m, "records": [registered(["x"], {})], "providers": [provider({})], "good": false},
		"not registered": {"thing": m, "records": [], "providers": [provider({})], "good": false},
		"of a publisher that nobody listed": {"thing": m, "records": [known], "providers": [provider({"publishers": ["Example"]})], "good": false},
		"publisher not said": {"thing": m, "records": [registered(["m"], {"publisher": null})], "providers": [provider({})], "good": false},
		"of a candidate": {"thing": m, "records": [known], "providers": [provider({"status": "candidate"})], "good": false},
		"of a provider without a status": {"thing": m, "records": [known], "providers": [provider({"status": null})], "good": false},
		"of two publishers, none listed": {"thing": m, "records": [known, other], "providers": [provider({"publishers": ["Example"]})], "good": false},
	}
	got := {"met": policy.met.publisher} with input as seen(tc.thing, tc.records, [], tc.providers)
	got == {
		"met": {row | tc.good; some r in tc.records; row := evidence.shown(tc.thing, r, ["config", "publisher"])},
	}
}
