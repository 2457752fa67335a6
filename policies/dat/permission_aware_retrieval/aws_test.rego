package aismm.dat.permission_aware_retrieval.aws_test

import data.aismm.dat.permission_aware_retrieval.aws as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

label := {"ai-system": "labelled"}

base := fixture.resource("aws_bedrock_knowledge_base", "arn:kb", {"tags": label, "config": {"knowledgeBaseId": "KB"}})

application(sources) := fixture.resource("aws_qbusiness_application", "arn:q", {"tags": label, "config": {"applicationId": "q"}, "derived": {"data_sources": sources}})

source(id, kb) := fixture.resource("aws_bedrock_data_source", concat("/", [kb, id]), {"config": {"dataSourceId": id, "knowledgeBaseId": "KB"}, "derived": {"knowledge_base_arn": kb}})

job(of, scanned) := fixture.resource("aws_bedrock_ingestion_job", concat("", [of.id, "-job"]), {
	"config": {"dataSourceId": of.config.dataSourceId, "statistics": {"numberOfMetadataDocumentsScanned": scanned}},
})

seen(resources, systems, tests) := {
	"as_of": fixture.as_of,
	"resources": {kind: [r | some r in resources; r.kind == kind] | some kind in ["aws_bedrock_knowledge_base", "aws_qbusiness_application"]},
	"lookup": {
		"aws_bedrock_data_source": {"knowledgeBaseId": {"KB": [r | some r in resources; r.kind == "aws_bedrock_data_source"]}},
		"aws_bedrock_ingestion_job": {"dataSourceId": {id: [r | some r in resources; r.kind == "aws_bedrock_ingestion_job"; r.config.dataSourceId == id] | some id in ["d", "e"]}},
		"record_ai_system": {"resource_ids": {id: [s | some s in systems; s.id != "labelled"] | some id in ["arn:kb", "arn:q"]}, "id": {s.id: [s] | some s in systems}},
		"record_exercise": {"system_ids": {s.id: [t | some t in tests; s.id in t.config.system_ids] | some s in systems}},
	},
	"settings": {"system_label": "ai-system"},
}

none := {"metadata": set(), "access_lists": set(), "tested": set()}

system(id, config) := fixture.record("record_ai_system", id, config)

test_subjects[name] if {
	some name, tc in {
		"mixed": {"systems": [system("s", {"mixed_entitlements": true})], "judged": true},
		"alike": {"systems": [system("s", {"mixed_entitlements": false})], "judged": false},
		"one of two": {"systems": [system("s", {"mixed_entitlements": false}), system("t", {"mixed_entitlements": true})], "judged": true},
		"not said": {"systems": [system("s", {})], "judged": true},
		"nobody's": {"systems": [], "judged": true},
		"alike, by label": {"systems": [system("labelled", {"mixed_entitlements": false})], "judged": false},
		"a retired one and one that is alike": {"systems": [system("r", {"status": "retired", "mixed_entitlements": true}), system("s", {"mixed_entitlements": false})], "judged": false},
	}
	some r in [base, application([])]
	got := policy.subjects with input as seen([r], tc.systems, [])
	got == {x | tc.judged; x := evidence.subject(r)}
}

test_metadata[name] if {
	d := source("d", "arn:kb")
	e := source("e", "arn:kb")
	some name, tc in {
		"read": {"resources": [d, job(d, 12)], "met": true, "empty": []},
		"read from both": {"resources": [d, e, job(d, 12), job(e, 1)], "met": true, "empty": []},
		"read from one": {"resources": [d, e, job(d, 12), job(e, 0)], "met": false, "empty": [job(e, 0)]},
		"never ingested": {"resources": [d, e, job(d, 12)], "met": false, "empty": []},
		"not counted": {"resources": [d, object.union(job(d, 0), {"config": {"statistics": {"numberOfMetadataDocumentsScanned": null}}})], "met": false, "empty": []},
		"without a source": {"resources": [], "met": false, "empty": []},
		"an ingestion of another": {"resources": [d, job(e, 12)], "met": false, "empty": []},
	}
	got := {"met": policy.met, "empty": policy.violations.metadata} with input as seen(array.concat([base], tc.resources), [], [])
	got == {
		"met": object.union(none, {"metadata": {row | tc.met; row := evidence.at(base, ["config", "knowledgeBaseId"])}}),
		"empty": {evidence.shown(base, j, ["config", "statistics", "numberOfMetadataDocumentsScanned"]) | some j in tc.empty},
	}
}

test_access_lists[name] if {
	some name, tc in {
		"read": {"sources": [{"acl_crawled": true}, {"acl_crawled": true}], "met": true},
		"one is not": {"sources": [{"acl_crawled": true}, {"acl_crawled": false}], "met": false},
		"not said": {"sources": [{}], "met": false},
		"no source": {"sources": [], "met": false},
	}
	a := application(tc.sources)
	got := policy.met with input as seen([a], [], [])
	got == object.union(none, {"access_lists": {row | tc.met; row := evidence.at(a, ["derived", "data_sources"])}})
}

exercise(id, fields) := fixture.record("record_exercise", id, object.union({"type": "entitlement_test", "result": "passed", "completed_at": "2026-10-01T00:00:00Z", "system_ids": ["s"]}, fields))

test_tested[name] if {
	some name, tc in {
		"passed": {"systems": ["s"], "tests": [exercise("e", {})], "met": ["e"]},
		"old": {"systems": ["s"], "tests": [exercise("e", {"completed_at": "2026-05-01T00:00:00Z"})], "met": []},
		"failed": {"systems": ["s"], "tests": [exercise("e", {"result": "failed"})], "met": []},
		"failed since": {"systems": ["s"], "tests": [exercise("e", {}), exercise("f", {"result": "failed", "completed_at": "2026-11-01T00:00:00Z"})], "met": []},
		"another test": {"systems": ["s"], "tests": [exercise("e", {"type": "red_team"})], "met": []},
		"of another system": {"systems": ["s"], "tests": [exercise("e", {"system_ids": ["t"]})], "met": []},
		"of both systems": {"systems": ["s", "t"], "tests": [exercise("e", {"system_ids": ["s", "t"]})], "met": ["e"]},
		"by label": {"systems": ["labelled"], "tests": [exercise("e", {"system_ids": ["labelled"]})], "met": ["e"]},
		"of one of two": {"systems": ["s", "t"], "tests": [exercise("e", {})], "met": []},
		"nobody's": {"systems": [], "tests": [exercise("e", {})], "met": []},
	}
	some r in [base, application([])]
	systems := [system(id, {"status": "production", "mixed_entitlements": true}) | some id in tc.systems]
	got := policy.met with input as seen([r], systems, tc.tests)
	got == object.union(none, {"tested": {evidence.at(r, ["id"]) | count(tc.met) > 0}})
}

test_bases_that_ingest_nothing[name] if {
	some name, tc in {
		"of documents": {"type": "VECTOR", "unclear": false},
		"of an index of Kendra": {"type": "KENDRA", "unclear": true},
		"of a database": {"type": "SQL", "unclear": true},
		"not said": {"type": null, "unclear": false},
	}
	kb := object.union(base, {"config": {"knowledgeBaseConfiguration": {"type": tc.type}}})
	got := policy.unclear with input as seen([kb], [], [])
	got == {"metadata": {row | tc.unclear; row := evidence.at(kb, ["config", "knowledgeBaseConfiguration", "type"])}}
}

test_a_source_that_was_not_read if {
	d := object.union(source("d", "arn:kb"), {"missing": ["bedrock-agent:GetDataSource"]})
	got := policy.unclear with input as seen([base, d, job(d, 0)], [], [])
	got == {"metadata": {evidence.shown(base, d, ["config"])}}
}
