# METADATA
# scope: package
# title: Buckets that AI resources of AWS use, and what AI learns or answers from
package aismm.lib.stores

# Buckets that something of AI names. A bucket says what names it as "<kind> <id>".
buckets := [b |
	some b in input.resources.aws_s3_bucket
	count([n | some n in b.derived.named_by; not logs(n)]) > 0
]

logs(namer) if split(namer, " ")[0] in {"aws_cloudtrail_trail", "aws_cloudwatch_log_delivery"}

# Where knowledge bases, customization and training read in S3: who reads, the field that says where, the bucket, and the place below it,
# "<bucket>/<prefix>".
readers := array.concat(data_sources, array.concat(customizations, trainings))

data_sources := array.concat(
	[{"of": d, "path": array.concat(path, ["inclusionPrefixes", i]), "bucket": plain(s.bucketArn), "place": plain(concat("/", [s.bucketArn, prefix]))} |
		some d in input.resources.aws_bedrock_data_source
		path := ["config", "dataSourceConfiguration", "s3Configuration"]
		s := d.config.dataSourceConfiguration.s3Configuration
		some i, prefix in s.inclusionPrefixes
	],
	[{"of": d, "path": array.concat(path, ["bucketArn"]), "bucket": plain(s.bucketArn), "place": plain(s.bucketArn)} |
		some d in input.resources.aws_bedrock_data_source
		path := ["config", "dataSourceConfiguration", "s3Configuration"]
		s := d.config.dataSourceConfiguration.s3Configuration
		count(object.get(s, "inclusionPrefixes", [])) == 0
	],
)

customizations := [{"of": j, "path": ["config", "trainingDataConfig", "s3Uri"], "bucket": bucket(uri), "place": plain(uri)} |
	some j in input.resources.aws_bedrock_customization_job
	uri := j.config.trainingDataConfig.s3Uri
	uri != ""
]

trainings := [{"of": j, "path": ["config", "InputDataConfig", i, "DataSource", "S3DataSource", "S3Uri"], "bucket": bucket(uri), "place": plain(uri)} |
	some j in input.resources.aws_sagemaker_training_job
	some i, channel in j.config.InputDataConfig
	uri := channel.DataSource.S3DataSource.S3Uri
	uri != ""
]

# The buckets from which AI learns or answers: those that a reader names, but for those that it only writes to.
feeding := [b | some b in buckets; count([n | some n in b.derived.named_by; feeds(n, b)]) > 0]

# Those of them that training reads from.
training := [b |
	some b in buckets
	count([n | some n in b.derived.named_by; split(n, " ")[0] != "aws_bedrock_data_source"; feeds(n, b)]) > 0
]

feeds(namer, b) if {
	split(namer, " ")[0] in {"aws_bedrock_customization_job", "aws_bedrock_data_source", "aws_sagemaker_training_job"}
	not only_written(namer, b)
}

# It says all that it reads, and that is not there.
only_written(namer, b) if {
	namer in told
	not concat(" ", [namer, b.name]) in reading
}

reading := {concat(" ", [r.of.ref, r.bucket]) | some r in array.concat(customizations, trainings)}

# Jobs that say all that they read, and that it is in S3.
told := {j.ref | some j in input.resources.aws_bedrock_customization_job; j.config.trainingDataConfig.s3Uri != ""} | {j.ref |
	some j in input.resources.aws_sagemaker_training_job
	every channel in j.config.InputDataConfig { channel.DataSource.S3DataSource.S3Uri != "" }
}

# Buckets of which too little is known: nobody could read their settings, because the account that owns them is not among those that the
# scan entered, or refused; or nothing names them but jobs that could not be read, which may only write to them.
unsure := [b | some b in buckets; doubtful(b)]

doubtful(b) if b.derived.unread != ""

doubtful(b) if {
	some namer in b.derived.named_by
	namer in hidden
	not surely_read(b)
}

surely_read(b) if {
	some namer in b.derived.named_by
	sure(namer, b)
}

sure(namer, _) if split(namer, " ")[0] == "aws_bedrock_data_source"

sure(namer, b) if concat(" ", [namer, b.name]) in reading

hidden := {j.ref | some j in input.resources.aws_bedrock_customization_job; count(j.missing) > 0} | {j.ref |
	some j in input.resources.aws_sagemaker_training_job
	count(j.missing) > 0
}

bucket(location) := split(plain(location), "/")[0]

# A place without what says that it is one of S3. Anything else, such as an ARN or an id, stands for itself.
plain(location) := trim_suffix(regex.replace(location, `^(s3://|arn:aws[a-z-]*:s3:::)`, ""), "/")

# The data sets of which the catalogue says that they are in use, and whose location is a place or something that the place lies in.
listed(place) := [d |
	some d in input.records.record_dataset
	d.config.status == "active"
	count(places(d) & around(place)) > 0
]

places(d) := {plain(l) | some l in d.config.locations}

# A place and all that it lies in: of "b/x/y", itself, "b/x" and "b".
around(place) := {concat("/", array.slice(parts, 0, n)) | some n in numbers.range(1, count(parts))} if {
	parts := split(place, "/")
}
