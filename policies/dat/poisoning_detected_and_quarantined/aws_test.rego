package aismm.dat.poisoning_detected_and_quarantined.aws_test

import data.aismm.dat.poisoning_detected_and_quarantined.aws as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

base(fields) := fixture.resource("aws_bedrock_knowledge_base", "arn:kb", object.union({"config": {"knowledgeBaseId": "KB"}}, fields))

source(functions) := fixture.resource("aws_bedrock_data_source", "arn:kb/data-source/D", {"config": {
	"dataSourceId": "D", "knowledgeBaseId": "KB",
	"vectorIngestionConfiguration": {"customTransformationConfiguration": {"transformations": [{"transformationFunction": {"transformationLambdaConfiguration": {"lambdaArn": f}}} | some f in functions]}},
}})

schedule(config, fields) := fixture.resource("aws_sagemaker_monitoring_schedule", "arn:s", object.union({"config": config}, fields))

screen := "arn:aws:lambda:us-east-1:111122223333:function:screen"

seen(resources, systems) := {
	"resources": {kind: [r | some r in resources; r.kind == kind] | some kind in ["aws_bedrock_knowledge_base", "aws_bedrock_data_source", "aws_sagemaker_monitoring_schedule"]},
	"lookup": {
		"aws_bedrock_knowledge_base": {"knowledgeBaseId": {"KB": [r | some r in resources; r.kind == "aws_bedrock_knowledge_base"]}},
		"record_ai_system": {"resource_ids": {"arn:kb": systems, "arn:s": systems}, "id": {"t": [fixture.record("record_ai_system", "t", {"status": "test"})]}},
	},
	"settings": {
		"environment_label": "environment", "production_environments": ["production"], "system_label": "ai-system",
		"screening_functions": [screen],
	},
}

none := {"screened": set(), "running": set()}

test_subjects[name] if {
	some name, tc in {
		"in production": {"fields": {}, "status": "production", "judged": true},
		"of a test system": {"fields": {}, "status": "test", "judged": false},
		"labelled as production": {"fields": {"tags": {"environment": "Production"}}, "status": "production", "judged": true},
		"labelled as a test system's": {"fields": {"tags": {"ai-system": "t"}}, "status": "none", "judged": false},
		"labelled as test": {"fields": {"tags": {"environment": "test"}}, "status": "production", "judged": false},
	}
	s := schedule({"MonitoringType": "DataQuality"}, tc.fields)
	got := policy.subjects with input as seen([base(tc.fields), source([]), s], [fixture.record("record_ai_system", "s", {"status": tc.status}) | tc.status != "none"])
	got == {evidence.subject(x) | tc.judged; some x in [source([]), s]}
}

test_schedules_as_subjects[name] if {
	some name, tc in {
		"of data": {"type": "DataQuality", "judged": true},
		"of a model": {"type": "ModelQuality", "judged": false},
		"of bias": {"type": "ModelBias", "judged": false},
		"of explanations": {"type": "ModelExplainability", "judged": false},
		"not said": {"type": null, "judged": true},
	}
	s := schedule({"MonitoringType": tc.type}, {})
	got := policy.subjects with input as seen([s], [])
	got == {x | tc.judged; x := evidence.subject(s)}
}

test_screened[name] if {
	some name, tc in {
		"listed": {"functions": [screen], "met": [0]},
		"a version": {"functions": [concat(":", [screen, "7"])], "met": [0]},
		"one of two": {"functions": ["arn:aws:lambda:us-east-1:111122223333:function:chunk", screen], "met": [1]},
		"not listed": {"functions": ["arn:aws:lambda:us-east-1:111122223333:function:screening"], "met": []},
		"not said": {"functions": [""], "met": []},
		"none": {"functions": [], "met": []},
	}
	d := source(tc.functions)
	got := policy.met with input as seen([d], [])
	path := ["config", "vectorIngestionConfiguration", "customTransformationConfiguration", "transformations"]
	got == object.union(none, {"screened": {evidence.at(d, array.concat(path, [i, "transformationFunction", "transformationLambdaConfiguration", "lambdaArn"])) | some i in tc.met}})
}

test_running[name] if {
	some name, tc in {
		"scheduled": {"status": "Scheduled", "met": true},
		"stopped": {"status": "Stopped", "met": false},
		"failed": {"status": "Failed", "met": false},
		"not said": {"status": null, "met": false},
	}
	s := schedule({"MonitoringType": "DataQuality", "MonitoringScheduleStatus": tc.status}, {})
	got := policy.met with input as seen([s], [])
	got == object.union(none, {"running": {row | tc.met; row := evidence.at(s, ["config", "MonitoringScheduleStatus"])}})
}
