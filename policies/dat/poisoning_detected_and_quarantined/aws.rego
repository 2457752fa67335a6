# METADATA
# scope: package
# title: What knowledge bases ingest is screened by a function, and the quality of data is monitored
# custom:
#   remediation: Put a Lambda function that screens and quarantines into the custom transformation of the data source, name it in the setting screening_functions, and start the data quality schedule again.
package aismm.dat.poisoning_detected_and_quarantined.aws

import data.aismm.lib.evidence
import data.aismm.lib.production

# Data sources are where their knowledge base is.
subjects contains evidence.subject(d) if {
	some d in input.resources.aws_bedrock_data_source
	not apart(d)
}

apart(d) if {
	some kb in input.lookup.aws_bedrock_knowledge_base.knowledgeBaseId[d.config.knowledgeBaseId]
	production.outside(kb)
}

# Schedules of which nobody says that they look at something else than the quality of data.
subjects contains evidence.subject(s) if {
	some s in input.resources.aws_sagemaker_monitoring_schedule
	not of_models(s)
	not production.outside(s)
}

of_models(s) if s.config.MonitoringType in {"ModelBias", "ModelExplainability", "ModelQuality"}

# METADATA
# scope: document
# title: a function that the organization lists as screening transforms what is ingested
# custom:
#   of: aws_bedrock_data_source
#   field: config.vectorIngestionConfiguration.customTransformationConfiguration
met.screened contains evidence.at(d, array.concat(path, [i, "transformationFunction", "transformationLambdaConfiguration", "lambdaArn"])) if {
	some d in input.resources.aws_bedrock_data_source
	path := ["config", "vectorIngestionConfiguration", "customTransformationConfiguration", "transformations"]
	some i, t in d.config.vectorIngestionConfiguration.customTransformationConfiguration.transformations
	unqualified(t.transformationFunction.transformationLambdaConfiguration.lambdaArn) in {f | some f in input.settings.screening_functions}
}

# A function's ARN has seven parts; a version or alias is the eighth.
unqualified(arn) := concat(":", array.slice(split(arn, ":"), 0, 7))

# METADATA
# scope: document
# title: the data quality schedule is running
# custom:
#   of: aws_sagemaker_monitoring_schedule
#   field: config.MonitoringScheduleStatus
met.running contains evidence.at(s, ["config", "MonitoringScheduleStatus"]) if {
	some s in input.resources.aws_sagemaker_monitoring_schedule
	s.config.MonitoringScheduleStatus == "Scheduled"
}
