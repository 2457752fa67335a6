# METADATA
# scope: package
# title: Models that an AWS account runs in production were evaluated there within 180 days, and passed
# custom:
#   remediation: Run the standard suite as an evaluation job of Bedrock, or as a processing job of SageMaker Clarify with the label of the system, in the account that runs the model, and enter the result in the registry.
package aismm.mod.evaluated_before_each_change.aws

import data.aismm.lib.bedrock
import data.aismm.lib.evidence
import data.aismm.lib.models
import data.aismm.lib.production
import data.aismm.lib.register
import data.aismm.lib.serving
import data.aismm.lib.systems
import data.aismm.lib.when

# Models of Bedrock that were called. A metric that says zero is of one that nobody called lately; one that says nothing counts. Each counts once
# for an account.
called := [c |
	some u in input.resources.aws_bedrock_usage
	not u.derived.invocations == 0
	not register.only_elsewhere(input.boundary.account)
	names := {u.derived.model_id} | bedrock.behind(u.derived.model_id)
	c := {
		"subject": evidence.named("bedrock_model", concat("/", [input.boundary.account, u.derived.model_id]), u), "by": u, "path": ["derived", "model_id"],
		"names": names, "entries": [m | some n in names; some m in models.named(n)],
	}
	not set_aside(c)
]

# What SageMaker serves. The registry calls a model by its name, its ARN or that of its package.
served := [s |
	some e in serving.endpoints
	not production.outside(e)
	names := {n |
		some v in serving.variants(e)
		some m in serving.models(e, v)
		some n in array.concat([m.id, v.ModelName], [c.ModelPackageName | some c in serving.inside(m)])
	}
	s := {"subject": evidence.subject(e), "by": e, "path": ["config", "EndpointConfigName"], "entries": [m | some n in names; some m in models.named(n)]}
	not set_aside(s)
]

# The registry says that it is not approved, which is the business of another objective, or that production does not use it.
set_aside(r) if {
	count(r.entries) > 0
	every m in r.entries { apart(m) }
}

apart(m) if m.config.status in {"proposed", "rejected", "retired"}

apart(m) if models.idle(m)

running := array.concat(called, served)

subjects contains r.subject if some r in running

# Evaluation jobs of Bedrock that ended well in the last 180 days, with the models that they name. A job that has ended does not change any more.
evaluations := [{"job": j, "of": ({x | some m in j.config.inferenceConfig.models; some x in bedrock.behind(m.bedrockModel.modelIdentifier)} | of_retrieval(j))} |
	some j in input.resources.aws_bedrock_evaluation_job
	j.config.status == "Completed"
	when.within_days(j.config.lastModifiedTime, 180)
]

# A job on retrieval and generation names the model that answers.
of_retrieval(j) := {x |
	some r in j.config.inferenceConfig.ragConfigs
	some x in bedrock.behind(r.knowledgeBaseConfig.retrieveAndGenerateConfig.knowledgeBaseConfiguration.modelArn)
}

# METADATA
# scope: document
# title: an evaluation job in this account named it and was completed in the last 180 days
# custom:
#   of: bedrock_model
#   field: id
met.job contains evidence.shown(c.subject, e.job, ["config", "status"]) if {
	some c in called
	some e in evaluations
	count(e.of & c.names) > 0
}

# A system whose status nobody says is in production, as the register has it (lib/register).
# METADATA
# scope: document
# title: a job of SageMaker Clarify for its system was completed in the last 180 days
# custom:
#   of: aws_sagemaker_endpoint
#   field: id
#   absent: {config.status: production}
met.clarify contains evidence.shown(s.subject, j, ["config", "ProcessingJobStatus"]) if {
	some s in served
	ids := {x.id | some x in systems.of(s.by)}
	some j in input.resources.aws_sagemaker_processing_job
	contains(j.config.AppSpecification.ImageUri, "/sagemaker-clarify-processing")
	j.config.ProcessingJobStatus == "Completed"
	when.within_days(j.config.ProcessingEndTime, 180)
	some x in systems.of(j)
	x.id in ids
}

# METADATA
# scope: document
# title: the registry holds an evaluation of the last 180 days that its version passed, and no later one that it failed
# custom:
#   of: [aws_sagemaker_endpoint, bedrock_model]
#   field: id
met.passed contains evidence.shown(r.subject, r.by, r.path) if {
	some r in running
	some m in r.entries
	m.config.status == "approved"
	passes(m)
}

passes(m) if {
	some e in input.lookup.record_evaluation.model_id[m.id]
	e.config.model_version == m.config.version
	e.config.passed == true
	when.within_days(e.config.completed_at, 180)
	count([o | some o in input.lookup.record_evaluation.model_id[m.id]; overrules(o, e, m)]) == 0
}

overrules(o, e, m) if {
	not o.config.passed == true
	not another_version(o, m)
	not earlier(o, e)
}

another_version(o, m) if o.config.model_version != m.config.version

earlier(o, e) if when.ns(o.config.completed_at) < when.ns(e.config.completed_at)
