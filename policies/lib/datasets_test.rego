package aismm.lib.datasets_test

import data.aismm.lib.datasets
import data.aismm.lib.fixture

dataset(id, config) := fixture.record("record_dataset", id, config)

test_by_what_is_said[name] if {
	some name, tc in {
		"active": {"config": {"status": "active", "in_production": true}, "active": ["ds"], "production": ["ds"]},
		"nothing said": {"config": {}, "active": ["ds"], "production": ["ds"]},
		"planned": {"config": {"status": "planned"}, "active": [], "production": []},
		"retired": {"config": {"status": "retired"}, "active": [], "production": []},
		"not in production": {"config": {"status": "active", "in_production": false}, "active": ["ds"], "production": []},
	}
	got := {"active": [d.id | some d in datasets.active], "production": [d.id | some d in datasets.production]} with input as {"records": {"record_dataset": [dataset("ds", tc.config)]}}
	got == {"active": tc.active, "production": tc.production}
}

test_elsewhere[name] if {
	agent := "arn:aws:bedrock:us-east-1:111122223333:agent/a-1"
	some name, tc in {
		"a bucket": {"locations": ["arn:aws:s3:::wordings"], "systems": ["s"], "resources": ["x", agent], "want": []},
		"a prefix of a bucket": {"locations": ["s3://wordings/terms/"], "systems": ["s"], "resources": [agent], "want": []},
		"a bucket of another partition": {"locations": ["arn:aws-us-gov:s3:::wordings"], "systems": ["s"], "resources": [agent], "want": []},
		"an endpoint of SageMaker": {"locations": ["arn:aws:s3:::wordings"], "systems": ["s"], "resources": ["arn:aws:sagemaker:us-east-1:111122223333:endpoint/e"], "want": []},
		"a bucket and something else": {"locations": ["arn:aws:s3:::wordings", "files.example.com/wordings"], "systems": ["s"], "resources": [agent], "want": ["ds"]},
		"something else": {"locations": ["https://example.com/arn:aws:s3:::wordings"], "systems": ["s"], "resources": [agent], "want": ["ds"]},
		"an account outside the scan": {"locations": ["arn:aws:s3:::wordings"], "systems": ["s"], "resources": ["arn:aws:bedrock:us-east-1:444455556666:agent/a-1"], "want": ["ds"]},
		"no AI resource": {"locations": ["arn:aws:s3:::wordings"], "systems": ["s"], "resources": ["arn:aws:dynamodb:us-east-1:111122223333:table/t"], "want": ["ds"]},
		"no system": {"locations": ["arn:aws:s3:::wordings"], "systems": [], "resources": [agent], "want": ["ds"]},
		"a system that is not registered": {"locations": ["arn:aws:s3:::wordings"], "systems": ["t"], "resources": [agent], "want": ["ds"]},
		"no location": {"locations": [], "systems": ["s"], "resources": [agent], "want": ["ds"]},
	}
	got := [d.id | some d in datasets.elsewhere] with input as {
		"records": {"record_dataset": [dataset("ds", {"locations": tc.locations, "system_ids": tc.systems})]},
		"lookup": {"record_ai_system": {"id": {"s": [fixture.record("record_ai_system", "s", {"resource_ids": tc.resources})]}}},
		"ledger": [{"scope": {"provider": "aws", "account": "111122223333"}}],
	}
	got == tc.want
}
