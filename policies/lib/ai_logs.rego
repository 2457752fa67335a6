# METADATA
# scope: package
# title: Where AI services of AWS write their logs
package aismm.lib.ai_logs

# Log groups, but for those of which it is said that no AI service writes to them.
groups := [g | some g in input.resources.aws_cloudwatch_log_group; not g.derived.ai == false]

# Buckets that take what AI services log. A bucket says what names it as "<kind> <id>".
buckets := [b |
	some b in input.resources.aws_s3_bucket
	count([n | some n in b.derived.named_by; logs(n)]) > 0
]

# Those of them whose settings nobody could read: the account that owns them is not among those that the scan entered, or refused.
unread := [b | some b in buckets; b.derived.unread != ""]

logs(namer) if split(namer, " ")[0] in {"aws_bedrock_agentcore_browser", "aws_bedrock_invocation_logging", "aws_sagemaker_endpoint_config"}

logs(namer) if namer in vended

vended := {d.ref |
	some d in input.resources.aws_cloudwatch_log_delivery
	startswith(d.parts.DescribeDeliverySources.service, "bedrock")
}
