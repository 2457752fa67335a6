# METADATA
# scope: package
# title: Knowledge bases and Q Business applications over sources with differing rights know who may read what, and were tested with two users
# custom:
#   remediation: Ingest metadata with the rights of each document, or turn on the crawling of access lists in the connector; filter by the asking user on the server side; and test twice a year with a user who may read little.
package aismm.dat.permission_aware_retrieval.aws

import data.aismm.lib.drills
import data.aismm.lib.evidence
import data.aismm.lib.systems

bases := [kb | some kb in input.resources.aws_bedrock_knowledge_base]

applications := [a | some a in input.resources.aws_qbusiness_application]

# Those of which the register says of every system that they belong to that all may read alike are left out.
subjects contains evidence.subject(r) if {
	some r in array.concat(bases, applications)
	not uniform(r)
}

uniform(r) if {
	owners := systems.of(r)
	count(owners) > 0
	every s in owners { s.config.mixed_entitlements == false }
}

sources(kb) := [d | some d in input.lookup.aws_bedrock_data_source.knowledgeBaseId[kb.config.knowledgeBaseId]]

# The latest ingestion of a data source, where it read metadata of documents.
with_metadata(d) := [j |
	some j in input.lookup.aws_bedrock_ingestion_job.dataSourceId[d.config.dataSourceId]
	j.config.statistics.numberOfMetadataDocumentsScanned > 0
]

# METADATA
# scope: document
# title: the latest ingestion of every data source read metadata of documents
# custom:
#   of: aws_bedrock_knowledge_base
#   field: config.knowledgeBaseId
met.metadata contains evidence.at(kb, ["config", "knowledgeBaseId"]) if {
	some kb in bases
	count(sources(kb)) > 0
	every d in sources(kb) { count(with_metadata(d)) > 0 }
}

violations.metadata contains evidence.shown(kb, j, ["config", "statistics", "numberOfMetadataDocumentsScanned"]) if {
	some kb in bases
	some d in sources(kb)
	some j in input.lookup.aws_bedrock_ingestion_job.dataSourceId[d.config.dataSourceId]
	j.config.statistics.numberOfMetadataDocumentsScanned == 0
}

# Over an index of Amazon Kendra or a database, a knowledge base ingests nothing: rights are kept there (Amazon Bedrock API reference,
# KnowledgeBaseConfiguration).
unclear.metadata contains evidence.at(kb, ["config", "knowledgeBaseConfiguration", "type"]) if {
	some kb in bases
	kb.config.knowledgeBaseConfiguration.type in {"KENDRA", "SQL"}
}

unclear.metadata contains evidence.shown(kb, d, ["config"]) if {
	some kb in bases
	some d in sources(kb)
	count(d.missing) > 0
}

# METADATA
# scope: document
# title: every connector reads the access lists of documents
# custom:
#   of: aws_qbusiness_application
#   field: derived.data_sources
met.access_lists contains evidence.at(a, ["derived", "data_sources"]) if {
	some a in applications
	count(a.derived.data_sources) > 0
	every d in a.derived.data_sources { d.acl_crawled == true }
}

# METADATA
# scope: document
# title: every system that it belongs to passed a test with two users within 180 days
# custom:
#   of: [aws_bedrock_knowledge_base, aws_qbusiness_application]
#   field: id
met.tested contains evidence.at(r, ["id"]) if {
	some r in array.concat(bases, applications)
	owners := systems.of(r)
	count(owners) > 0
	every s in owners { count(tests(s)) > 0 }
}

tests(s) := drills.standing(input.lookup.record_exercise.system_ids[s.id], "entitlement_test", 180)
