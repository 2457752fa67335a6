package aismm.lib.bedrock_test

import data.aismm.lib.bedrock
import data.aismm.lib.fixture

sonnet := "anthropic.claude-sonnet-4-20250514-v1:0"

of_sonnet := concat("", ["arn:aws:bedrock:us-east-1::foundation-model/", sonnet])

nova := "amazon.nova-lite-v1:0"

of_nova := concat("", ["arn:aws:bedrock:us-east-1::foundation-model/", nova])

us_sonnet := concat("", ["us.", sonnet])

own := "arn:aws:bedrock:us-east-1:111122223333:custom-model/amazon.nova-lite-v1:0/own1"

profile(id, models) := fixture.resource("aws_bedrock_inference_profile", concat("/", ["arn:aws:bedrock:us-east-1:111122223333:application-inference-profile", id]), {
	"config": {"inferenceProfileId": id, "models": [{"modelArn": m} | some m in models]},
})

throughput := fixture.resource("aws_bedrock_provisioned_throughput", "arn:aws:bedrock:us-east-1:111122223333:provisioned-model/pt1", {"config": {"modelArn": own}})

custom := fixture.resource("aws_bedrock_custom_model", own, {})

endpoint := fixture.resource("aws_bedrock_marketplace_endpoint", "arn:aws:sagemaker:us-east-1:111122223333:endpoint/m", {
	"config": {"modelSourceIdentifier": "arn:aws:sagemaker:us-east-1:aws:hub-content/SageMakerPublicHub/Model/m/1"},
})

offered := fixture.resource("aws_bedrock_foundation_model", concat("@", [of_sonnet, "111122223333"]), {"config": {"modelId": sonnet}})

approval(id, identifiers) := fixture.record("record_model", id, {"status": "approved", "identifiers": identifiers})

seen(records) := {
	"as_of": fixture.as_of,
	"records": {"record_model": records},
	"resources": {"aws_bedrock_provisioned_throughput": [throughput], "aws_bedrock_custom_model": [custom]},
	"lookup": {
		"aws_bedrock_inference_profile": {"id": {p.id: [p] | some p in profiles}, "inferenceProfileId": {p.config.inferenceProfileId: [p] | some p in profiles}},
		"aws_bedrock_marketplace_endpoint": {"id": {endpoint.id: [endpoint]}},
		"aws_bedrock_foundation_model": {"modelId": {sonnet: [offered]}},
		"record_model": {"identifiers": {i: [r | some r in records; i in r.config.identifiers] | some m in records; some i in m.config.identifiers}},
	},
}

profiles := [profile("p1", [of_sonnet]), profile("p2", [of_sonnet, of_nova])]

test_behind[name] if {
	some name, tc in {
		"a model": {"x": sonnet, "want": {sonnet}},
		"its ARN": {"x": of_sonnet, "want": {sonnet}},
		"its ARN in another partition": {"x": concat("", ["arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/", sonnet]), "want": {sonnet}},
		"a profile of a geography": {"x": us_sonnet, "want": {sonnet}},
		"the profile of all geographies": {"x": concat("", ["global.", sonnet]), "want": {sonnet}},
		"a publisher that begins like a geography": {"x": "usable.model-1", "want": {"usable.model-1"}},
		"the ARN of a profile that nobody read": {"x": concat("", ["arn:aws:bedrock:us-east-1:111122223333:inference-profile/", us_sonnet]), "want": {sonnet}},
		"a profile of the account": {"x": profiles[0].id, "want": {sonnet}},
		"its id": {"x": "p1", "want": {sonnet}},
		"a profile of two models": {"x": "p2", "want": {sonnet, nova}},
		"a throughput": {"x": throughput.id, "want": {own}},
		"the last part of its ARN": {"x": "pt1", "want": {own}},
		"a model of its own": {"x": own, "want": {own}},
		"the last part of that": {"x": "own1", "want": {own}},
		"an endpoint of the marketplace": {"x": endpoint.id, "want": {endpoint.config.modelSourceIdentifier}},
		"something unknown": {"x": "arn:aws:bedrock:us-east-1:111122223333:prompt-router/r", "want": {"arn:aws:bedrock:us-east-1:111122223333:prompt-router/r"}},
		"a profile of the account that nobody read": {
			"x": "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/x",
			"want": {"arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/x"},
		},
	}
	got := bedrock.behind(tc.x) with input as seen([])
	got == tc.want
}

test_foundation_models[name] if {
	some name, tc in {
		"through a profile": {"x": "p1", "want": [offered]},
		"one of two is not offered": {"x": "p2", "want": [offered]},
		"not offered": {"x": nova, "want": []},
	}
	got := bedrock.foundation_models(tc.x) with input as seen([])
	got == tc.want
}

test_approvals[name] if {
	model := approval("mdl-1", [sonnet])
	other := approval("mdl-2", [nova])
	routed := approval("mdl-3", ["p2"])
	waiting := object.union(other, {"config": {"status": "proposed"}})
	some name, tc in {
		"of the model": {"x": sonnet, "records": [model], "want": [model]},
		"of the model behind": {"x": us_sonnet, "records": [model], "want": [model]},
		"of all models behind": {"x": "p2", "records": [model, other], "want": {model, other}},
		"of one of two": {"x": "p2", "records": [model], "want": []},
		"of one, while the other waits": {"x": "p2", "records": [model, waiting], "want": []},
		"of the profile itself": {"x": "p2", "records": [routed], "want": [routed]},
		"of the profile before the models behind": {"x": "p2", "records": [model, other, routed], "want": [routed]},
		"none": {"x": sonnet, "records": [other], "want": []},
	}
	got := bedrock.approvals(tc.x) with input as seen(tc.records)
	{x | some x in got} == {x | some x in tc.want}
	count(got) == count(tc.want)
}
