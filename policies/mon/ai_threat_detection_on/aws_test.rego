package aismm.mon.ai_threat_detection_on.aws_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.mon.ai_threat_detection_on.aws as policy

here := fixture.region("us-east-1", "yes")

detector(config) := fixture.resource("aws_guardduty_detector", "arn:d", {"config": config})

feature(name, status) := {"name": name, "status": status}

good := {"status": "ENABLED", "features": [feature("AI_PROTECTION", "ENABLED"), feature("S3_DATA_EVENTS", "ENABLED"), feature("LAMBDA_NETWORK_LOGS", "ENABLED")]}

seen(detectors) := {"scopes": [here, fixture.region("eu-central-1", "no"), fixture.region("eu-west-1", "unknown")], "resources": {"aws_guardduty_detector": detectors}}

test_subjects if {
	got := policy.subjects with input as seen([])
	got == {evidence.subject(here)}
}

# What a case meets: whether the detector is enabled, and the places of the plans in its features.
test_plans[name] if {
	some name, tc in {
		"good": {"config": good, "enabled": true, "ai": [0], "s3": [1], "lambda": [2], "unclear": false},
		"suspended": {"config": object.union(good, {"status": "DISABLED"}), "enabled": false, "ai": [], "s3": [], "lambda": [], "unclear": false},
		"status not said": {"config": object.remove(good, ["status"]), "enabled": false, "ai": [], "s3": [], "lambda": [], "unclear": false},
		"not read": {"config": {}, "enabled": false, "ai": [], "s3": [], "lambda": [], "unclear": true},
		"off": {
			"config": {"status": "ENABLED", "features": [feature("AI_PROTECTION", "DISABLED"), feature("S3_DATA_EVENTS", "DISABLED"), feature("LAMBDA_NETWORK_LOGS", "DISABLED")]},
			"enabled": true, "ai": [], "s3": [], "lambda": [], "unclear": false,
		},
		"state of the plan not said": {"config": {"status": "ENABLED", "features": [{"name": "AI_PROTECTION"}]}, "enabled": true, "ai": [], "s3": [], "lambda": [], "unclear": false},
		"a region without AI Protection": {"config": {"status": "ENABLED", "features": [feature("S3_DATA_EVENTS", "ENABLED")]}, "enabled": true, "ai": [], "s3": [0], "lambda": [], "unclear": true},
		"no plans": {"config": {"status": "ENABLED", "features": []}, "enabled": true, "ai": [], "s3": [], "lambda": [], "unclear": true},
	}
	d := detector(tc.config)
	got := {"met": policy.met, "unclear": policy.unclear} with input as seen([d])
	got == {
		"met": {
			"enabled": {row | tc.enabled; row := evidence.shown(here, d, ["config", "status"])},
			"ai": {evidence.shown(here, d, ["config", "features", i, "status"]) | some i in tc.ai},
			"s3": {evidence.shown(here, d, ["config", "features", i, "status"]) | some i in tc.s3},
			"lambda": {evidence.shown(here, d, ["config", "features", i, "status"]) | some i in tc.lambda},
		},
		"unclear": {"ai": {row | tc.unclear; row := evidence.shown(here, d, ["config", "features"])}},
	}
}

test_a_detector_of_another_region_does_not_count if {
	elsewhere := [object.union(detector(config), {"region": "eu-central-1"}) | some config in [good, {"status": "ENABLED", "features": []}]]
	got := {"met": policy.met, "unclear": policy.unclear} with input as seen(elsewhere)
	got == {"met": {"enabled": set(), "ai": set(), "s3": set(), "lambda": set()}, "unclear": {"ai": set()}}
}
