package aismm.dat.ai_datasets_listed.openai_test

import data.aismm.dat.ai_datasets_listed.openai as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

store(config) := fixture.resource("openai_vector_store", "vs_1", {"config": config})

s := store({"status": "completed"})

job(config) := fixture.resource("openai_fine_tuning_job", "ftjob-1", {"config": config})

j := job({"status": "succeeded", "training_file": "file-1", "validation_file": "file-2"})

file(id) := evidence.named("openai_fine_tuning_file", id, j)

listed(location, config) := {location: [fixture.record("record_dataset", "ds-1", config)]}

seen(stores, jobs, locations) := {
	"resources": {"openai_vector_store": stores, "openai_fine_tuning_job": jobs},
	"lookup": {"record_dataset": {"locations": locations}},
}

test_subjects[name] if {
	some name, tc in {
		"a store": {"stores": [s], "jobs": [], "want": [evidence.subject(s)]},
		"status not said": {"stores": [store({})], "jobs": [], "want": [evidence.subject(s)]},
		"an expired store": {"stores": [store({"status": "expired"})], "jobs": [], "want": []},
		"both files": {"stores": [], "jobs": [j], "want": [file("file-1"), file("file-2")]},
		"no validation": {"stores": [], "jobs": [job({"status": "running", "training_file": "file-1"})], "want": [file("file-1")]},
		"a job whose state is not said": {"stores": [], "jobs": [job({"training_file": "file-1"})], "want": [file("file-1")]},
		"a job that failed": {"stores": [], "jobs": [job({"status": "failed", "training_file": "file-1"})], "want": []},
		"a job that was stopped": {"stores": [], "jobs": [job({"status": "cancelled", "training_file": "file-1"})], "want": []},
	}
	got := policy.subjects with input as seen(tc.stores, tc.jobs, {})
	got == {x | some x in tc.want}
}

test_listed[name] if {
	some name, tc in {
		"active": {"config": {"status": "active"}, "met": true},
		"planned": {"config": {"status": "planned"}, "met": false},
		"retired": {"config": {"status": "retired"}, "met": false},
		"status not said": {"config": {}, "met": false},
	}
	some location, subject in {"vs_1": s, "file-1": file("file-1"), "file-2": file("file-2")}
	d := fixture.record("record_dataset", "ds-1", tc.config)
	got := policy.met with input as seen([s], [j], listed(location, tc.config))
	got == {"listed": {row | tc.met; row := evidence.shown(subject, d, ["config", "locations"])}}
}

test_not_listed if {
	got := policy.met with input as seen([s], [j], {})
	got == {"listed": set()}
}
