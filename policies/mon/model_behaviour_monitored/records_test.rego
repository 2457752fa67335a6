package aismm.mon.model_behaviour_monitored.records_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.mon.model_behaviour_monitored.records as policy

good := {"in_production": true, "deployment_type": "paas", "identifiers": ["model-1"]}

model(config) := fixture.record("record_model", "mdl-1", config)

evaluation(patch) := fixture.record("record_evaluation", "ev-1", object.union({"model_id": "mdl-1", "type": "online", "completed_at": "2026-11-10T00:00:00Z"}, patch))

seen(m, e) := {
	"as_of": fixture.as_of, "records": {"record_model": [m]},
	"lookup": {"record_evaluation": {"model_id": {"mdl-1": [e]}}},
	"ledger": [{"scope": {"provider": "aws", "account": "111122223333"}, "status": "collected"}],
}

test_subjects[name] if {
	some name, tc in {
		"in production": {"config": good, "judged": true},
		"not said where": {"config": object.remove(good, ["in_production"]), "judged": true},
		"not said how it is run": {"config": object.remove(good, ["deployment_type"]), "judged": true},
		"identifiers not said": {"config": object.remove(good, ["identifiers"]), "judged": true},
		"not in production": {"config": object.union(good, {"in_production": false}), "judged": false},
		"software as a service": {"config": object.union(good, {"deployment_type": "saas"}), "judged": false},
		"judged by the check of AWS": {"config": object.union(good, {"identifiers": ["arn:aws:sagemaker:us-east-1:111122223333:endpoint/claims"]}), "judged": false},
	}
	m := model(tc.config)
	got := policy.subjects with input as seen(m, evaluation({}))
	got == {x | tc.judged; x := evidence.subject(m)}
}

test_watched[name] if {
	some name, tc in {
		"watched": {"patch": {}, "met": true},
		"offline": {"patch": {"type": "offline"}, "met": false},
		"type not said": {"patch": {"type": null}, "met": false},
		"too long ago": {"patch": {"completed_at": "2026-10-01T00:00:00Z"}, "met": false},
		"still to come": {"patch": {"completed_at": "2026-12-01T00:00:00Z"}, "met": false},
		"no date": {"patch": {"completed_at": null}, "met": false},
	}
	m := model(good)
	e := evaluation(tc.patch)
	got := policy.met with input as seen(m, e)
	got == {"watched": {row | tc.met; row := evidence.shown(m, e, ["config", "completed_at"])}}
}
