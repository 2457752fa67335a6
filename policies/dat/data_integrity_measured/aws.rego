# METADATA
# scope: package
# title: Knowledge on AWS is fresh and complete, and training data and features can be traced and taken back
# custom:
#   remediation: Fix what the data source cannot read and synchronize it on a schedule within its freshness limit; turn on versioning and S3 data events for training buckets; give feature groups an offline store.
package aismm.dat.data_integrity_measured.aws

import data.aismm.lib.evidence
import data.aismm.lib.production
import data.aismm.lib.stores
import data.aismm.lib.when

sources := [d | some d in input.resources.aws_bedrock_data_source]

# Data sources are where their knowledge base is.
subjects contains evidence.subject(d) if {
	some d in sources
	not apart(d)
}

apart(d) if {
	some kb in input.lookup.aws_bedrock_knowledge_base.knowledgeBaseId[d.config.knowledgeBaseId]
	production.outside(kb)
}

subjects contains evidence.subject(g) if {
	some g in input.resources.aws_sagemaker_feature_group
	not production.outside(g)
}

subjects contains evidence.subject(b) if {
	some b in stores.training
	not production.outside(b)
}

# METADATA
# scope: document
# title: the data source is available
# custom:
#   of: aws_bedrock_data_source
#   field: config.status
#   covers: ["aws-config-conformance-pack:aiml-bedrock-datasource-status"]
met.available contains evidence.at(d, ["config", "status"]) if {
	some d in sources
	d.config.status == "AVAILABLE"
}

# METADATA
# scope: document
# title: its knowledge base is active
# custom:
#   of: aws_bedrock_data_source
#   field: config.knowledgeBaseId
#   covers: ["aws-config-conformance-pack:aiml-bedrock-kb-status"]
met.base_active contains evidence.shown(d, kb, ["config", "status"]) if {
	some d in sources
	some kb in input.lookup.aws_bedrock_knowledge_base.knowledgeBaseId[d.config.knowledgeBaseId]
	kb.config.status == "ACTIVE"
}

# METADATA
# scope: document
# title: the latest ingestion completed within the freshness limit
# custom:
#   of: aws_bedrock_data_source
#   field: config.dataSourceId
#   absent: {config.freshness_days: 30, config.locations: [], config.status: null} # the objective's own default, where the catalogue sets no limit
#   covers: ["aws-sample-aiml-assessment:FS-31", "prowler-proposed:bedrock_knowledge_base_ingestion_recently_completed"]
met.fresh contains evidence.shown(d, j, ["config", "updatedAt"]) if {
	some d in sources
	some j in input.lookup.aws_bedrock_ingestion_job.dataSourceId[d.config.dataSourceId]
	j.config.status == "COMPLETE"
	when.within_days(j.config.updatedAt, limit(d))
}

# The shortest limit of the data sets that it reads; without any, 30 days.
limit(d) := min(limits(d)) if count(limits(d)) > 0

limit(d) := 30 if count(limits(d)) == 0

limits(d) := {days |
	some r in stores.data_sources
	r.of.ref == d.ref
	some s in stores.listed(r.place)
	days := s.config.freshness_days
} | {days |
	some s in input.lookup.record_dataset.locations[d.id]
	s.config.status == "active"
	days := s.config.freshness_days
}

# METADATA
# scope: document
# title: less than one percent of the documents failed in the latest ingestion
# custom:
#   of: aws_bedrock_data_source
#   field: config.dataSourceId
met.complete contains evidence.shown(d, j, ["config", "statistics", "numberOfDocumentsFailed"]) if {
	some d in sources
	some j in input.lookup.aws_bedrock_ingestion_job.dataSourceId[d.config.dataSourceId]
	j.config.statistics.numberOfDocumentsFailed * 100 < j.config.statistics.numberOfDocumentsScanned
}

# METADATA
# scope: document
# title: a schedule or rule that is on starts its ingestion
# custom:
#   of: aws_bedrock_data_source
#   field: config.dataSourceId
#   absent: {config.EndDate: null, config.StartDate: null} # they are optional, and then the schedule has no end, or has begun (EventBridge Scheduler API reference, GetSchedule)
#   covers: ["aws-sample-aiml-assessment:FS-61"]
met.scheduled contains evidence.shown(d, s, ["config", "State"]) if {
	some s in schedules
	some d in input.lookup.aws_bedrock_data_source.dataSourceId[s.derived.data_source_id]
	d.config.knowledgeBaseId == s.derived.knowledge_base_id
}

met.scheduled contains evidence.shown(d, s, ["config", "State"]) if {
	some s in schedules
	some d in served(s.config.Target.Arn)
}

met.scheduled contains evidence.shown(d, r, ["parts", "ListTargetsByRule", "Targets", i, "Arn"]) if {
	some r in input.resources.aws_eventbridge_rule
	r.config.State in {"ENABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"}
	some i, t in r.parts.ListTargetsByRule.Targets
	some d in served(t.Arn)
}

schedules := [s |
	some s in input.resources.aws_eventbridge_schedule
	s.config.State == "ENABLED"
	not startswith(s.config.ScheduleExpression, "at(") # which is once
	not begins_later(s)
	not ended(s)
]

begins_later(s) if when.future(s.config.StartDate)

ended(s) if when.past(s.config.EndDate)

# The data sources that a declared function or state machine serves.
served(target) := [d |
	some function in [target, unqualified(target)]
	some id in input.settings.knowledge_sync_functions[function]
	some d in input.lookup.aws_bedrock_data_source.dataSourceId[id]
]

# A function's ARN has seven parts; a version or alias is the eighth.
unqualified(arn) := concat(":", array.slice(split(arn, ":"), 0, 7))

# METADATA
# scope: document
# title: the training bucket keeps versions
# custom:
#   of: aws_s3_bucket
#   field: parts.GetBucketVersioning.Status
#   covers: ["aws-sample-aiml-assessment:FS-21"]
met.versioned contains evidence.at(b, ["parts", "GetBucketVersioning", "Status"]) if {
	some b in stores.buckets
	b.parts.GetBucketVersioning.Status == "Enabled"
}

unclear.versioned contains evidence.at(b, ["parts", "GetBucketVersioning"]) if some b in stores.unsure

# METADATA
# scope: document
# title: a trail that is logging records changes of the training bucket's objects
# custom:
#   of: aws_s3_bucket
#   field: name
met.traced contains evidence.shown(b, t, ["parts", "GetEventSelectors"]) if {
	some b in stores.buckets
	some t in input.resources.aws_cloudtrail_trail
	t.parts.GetTrailStatus.IsLogging == true
	t.region == b.derived.region
	sees_all(t, b)
	records(t.parts.GetEventSelectors, b)
}

# A trail of an account records what is done in the account's own buckets, whoever does it; of another's buckets, only what the account does
# itself ("Logging data events", AWS CloudTrail user guide). A trail of the organization records both.
sees_all(_, b) if b.derived.owned == true

sees_all(t, _) if t.config.IsOrganizationTrail == true

unclear.traced contains evidence.at(b, ["name"]) if some b in stores.unsure

# The owner's trail may record it.
unclear.traced contains evidence.at(b, ["derived", "owned"]) if {
	some b in stores.buckets
	not b.derived.owned == true
	not b.ref in traced
}

# A trail of which too little was read may record them.
unclear.traced contains evidence.shown(b, t, ["parts", "GetEventSelectors"]) if {
	some b in stores.buckets
	some t in input.resources.aws_cloudtrail_trail
	t.region == b.derived.region
	hidden(t)
	not b.ref in traced
}

traced := {row.of | some row in met.traced}

hidden(t) if count(t.missing) > 0

hidden(t) if {
	t.parts.GetTrailStatus.IsLogging == true
	t.derived.unread != ""
}

# A basic selector: of all buckets, or of this one; that of reads alone records no change.
records(selectors, b) if {
	some e in selectors.EventSelectors
	e.ReadWriteType in {"All", "WriteOnly"}
	some r in e.DataResources
	r.Type == "AWS::S3::Object"
	some value in r.Values
	value in {concat(":", array.slice(split(b.id, ":"), 0, 3)), bucket_root(b), objects(b)}
}

bucket_root(b) := concat(":", array.concat(array.slice(split(b.id, ":"), 0, 3), ["", "", ""]))

# An advanced selector of writes to objects, of all buckets or of this one.
records(selectors, b) if {
	some e in selectors.AdvancedEventSelectors
	"Data" in field(e, "eventCategory", "Equals")
	"AWS::S3::Object" in field(e, "resources.type", "Equals")
	every f in e.FieldSelectors { lets_through(f, b) }
}

lets_through(f, _) if f.Field in {"eventCategory", "resources.type"}

lets_through(f, _) if {
	f.Field == "readOnly"
	f.Equals == ["false"]
}

lets_through(f, b) if {
	f.Field == "resources.ARN"
	some start in f.StartsWith
	startswith(objects(b), start)
}

field(e, name, operator) := [x | some f in e.FieldSelectors; f.Field == name; some x in f[operator]]

objects(b) := concat("", [split(b.id, "@")[0], "/"])

# METADATA
# scope: document
# title: the feature group has an offline store that is active
# custom:
#   of: aws_sagemaker_feature_group
#   field: config.OfflineStoreStatus
#   covers: ["aws-sample-aiml-assessment:FS-20"]
met.offline_store contains evidence.at(g, ["config", "OfflineStoreStatus", "Status"]) if {
	some g in input.resources.aws_sagemaker_feature_group
	g.config.OfflineStoreConfig
	g.config.OfflineStoreStatus.Status == "Active"
}
