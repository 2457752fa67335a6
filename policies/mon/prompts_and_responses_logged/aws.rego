# METADATA
# scope: package
# title: Prompts and responses of Bedrock, SageMaker and Lex are logged where models are used
# custom:
#   remediation: Turn on model invocation logging with text in every region where Bedrock is used, capture input and output of SageMaker endpoints, and turn on text logs of Lex aliases.
package aismm.mon.prompts_and_responses_logged.aws

import data.aismm.lib.evidence

# The region is the subject: it is there although its logging is not.
used := [s |
	some s in input.scopes
	s.region in invoked
]

# A metric that says zero is of a model that nobody called lately; one that says nothing counts.
invoked := {u.region | some u in input.resources.aws_bedrock_usage; not u.derived.invocations == 0}

subjects contains evidence.subject(s) if some s in used

serving := {[e.region, e.config.EndpointConfigName] | some e in input.resources.aws_sagemaker_endpoint; not gone(e)}

gone(e) if e.config.EndpointStatus in {"Deleting", "Failed", "OutOfService"}

in_service := [c |
	some c in input.resources.aws_sagemaker_endpoint_config
	[c.region, c.config.EndpointConfigName] in serving
]

subjects contains evidence.subject(c) if some c in in_service

# By the alias that Lex gives every bot to try it out, nobody but its makers speaks to it (Lex V2 developer guide, "Versioning and aliases").
aliases := [a | some a in input.resources.aws_lex_bot_alias; not a.config.botAliasId == "TSTALIASID"]

subjects contains evidence.subject(a) if some a in aliases

# METADATA
# scope: document
# title: invocations are delivered to a log group or a bucket
# custom:
#   of: scope
#   within: region
#   field: id
#   covers:
#     - aws-sample-aiml-assessment:AG-07
#     - aws-sample-aiml-assessment:BR-04
#     - cloudsploit:bedrock/modelInvocationLoggingEnabled
#     - prowler:bedrock_model_invocation_logging_enabled
met.delivered contains evidence.shown(s, l, ["config", "loggingConfig", target]) if {
	some s in used
	some l in input.resources.aws_bedrock_invocation_logging
	l.region == s.region
	some target in ["cloudWatchConfig", "s3Config"]
	l.config.loggingConfig[target]
}

# METADATA
# scope: document
# title: what is delivered holds the text of prompts and responses
# custom:
#   of: scope
#   within: region
#   field: id
met.text contains evidence.shown(s, l, ["config", "loggingConfig", "textDataDeliveryEnabled"]) if {
	some s in used
	some l in input.resources.aws_bedrock_invocation_logging
	l.region == s.region
	l.config.loggingConfig.textDataDeliveryEnabled == true
}

# METADATA
# scope: document
# title: the endpoint captures data
# custom:
#   of: aws_sagemaker_endpoint_config
#   field: config.DataCaptureConfig.EnableCapture
#   covers: ["aws-config-conformance-pack:aiml-sagemaker-endpoint-data-capture"]
met.captured contains evidence.at(c, ["config", "DataCaptureConfig", "EnableCapture"]) if {
	some c in in_service
	c.config.DataCaptureConfig.EnableCapture == true
}

# METADATA
# scope: document
# title: it captures input and output
# custom:
#   of: aws_sagemaker_endpoint_config
#   field: config.DataCaptureConfig.CaptureOptions
met.both_ways contains evidence.at(c, ["config", "DataCaptureConfig", "CaptureOptions"]) if {
	some c in in_service
	modes := {o.CaptureMode | some o in c.config.DataCaptureConfig.CaptureOptions}
	complete(modes)
}

complete(modes) if "InputAndOutput" in modes

complete(modes) if count({"Input", "Output"} - modes) == 0

# METADATA
# scope: document
# title: the bot's conversations are logged as text
# custom:
#   of: aws_lex_bot_alias
#   field: config.conversationLogSettings.textLogSettings
met.conversations contains evidence.at(a, ["config", "conversationLogSettings", "textLogSettings", i, "enabled"]) if {
	some a in aliases
	some i, log in a.config.conversationLogSettings.textLogSettings
	log.enabled == true
}
