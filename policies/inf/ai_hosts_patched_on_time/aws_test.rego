package aismm.inf.ai_hosts_patched_on_time.aws_test

import data.aismm.inf.ai_hosts_patched_on_time.aws as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

arn := "arn:aws:lambda:us-east-1:111122223333:function:lookup"

# An agent names a version of it.
function := fixture.resource("aws_lambda_function", concat(":", [arn, "7"]), {})

repository(config, parts) := fixture.resource("aws_ecr_repository", "arn:aws:ecr:us-east-1:111122223333:repository/claims/scorer", {
	"config": object.union({"repositoryName": "claims/scorer"}, config), "parts": parts,
	"derived": {"named_by": ["aws_sagemaker_model m"]},
})

plain := repository({}, {})

seen(functions, repositories, coverage, findings) := {
	"as_of": fixture.as_of,
	"resources": {
		"aws_lambda_function": functions, "aws_ecr_repository": repositories,
		"aws_inspector_coverage": coverage, "aws_inspector_finding": findings,
	},
}

covered(of, config) := fixture.resource("aws_inspector_coverage", concat("/", [of, config.scanType]), {"config": config, "derived": {"of": of}})

active(type, scan) := {"resourceType": type, "scanType": scan, "scanStatus": {"statusCode": "ACTIVE", "reason": "SUCCESSFUL"}}

inactive(type, scan) := {"resourceType": type, "scanType": scan, "scanStatus": {"statusCode": "INACTIVE", "reason": "PENDING_DISABLE"}}

status := ["config", "scanStatus", "statusCode"]

test_functions[name] if {
	some name, tc in {
		"packages": {"of": arn, "config": active("AWS_LAMBDA_FUNCTION", "PACKAGE"), "met": "function"},
		"code": {"of": arn, "config": active("AWS_LAMBDA_FUNCTION", "CODE"), "met": "code"},
		"packages no longer": {"of": arn, "config": inactive("AWS_LAMBDA_FUNCTION", "PACKAGE"), "met": ""},
		"code no longer": {"of": arn, "config": inactive("AWS_LAMBDA_FUNCTION", "CODE"), "met": ""},
		"not said": {"of": arn, "config": {"scanType": "CODE"}, "met": ""},
		"another function": {"of": concat("", [arn, "-two"]), "config": active("AWS_LAMBDA_FUNCTION", "PACKAGE"), "met": ""},
		"another type of scan": {"of": arn, "config": active("AWS_LAMBDA_FUNCTION", "NETWORK"), "met": ""},
	}
	c := covered(tc.of, tc.config)
	got := {"subjects": policy.subjects, "met": policy.met} with input as seen([function], [], [c], [])
	got == {
		"subjects": {evidence.subject(function)},
		"met": object.union(
			{"function": set(), "code": set(), "images": set(), "pushed": set(), "fixed": {evidence.at(function, ["id"])}},
			{tc.met: {evidence.shown(function, c, status)} | tc.met != ""},
		),
	}
}

test_images[name] if {
	some name, tc in {
		"scanned": {"of": plain.id, "config": active("AWS_ECR_CONTAINER_IMAGE", "PACKAGE"), "met": true},
		"no longer": {"of": plain.id, "config": inactive("AWS_ECR_CONTAINER_IMAGE", "PACKAGE"), "met": false},
		"another repository": {"of": "arn:other", "config": active("AWS_ECR_CONTAINER_IMAGE", "PACKAGE"), "met": false},
		"the repository and no image": {"of": plain.id, "config": active("AWS_ECR_REPOSITORY", "PACKAGE"), "met": false},
		"not said": {"of": plain.id, "config": {"scanType": "PACKAGE"}, "met": false},
	}
	c := covered(tc.of, tc.config)
	got := {"subjects": policy.subjects, "met": policy.met} with input as seen([], [plain], [c], [])
	got == {
		"subjects": {evidence.subject(plain)},
		"met": {
			"function": set(), "code": set(), "pushed": set(), "fixed": {evidence.at(plain, ["id"])},
			"images": {row | tc.met; row := evidence.shown(plain, c, status)},
		},
	}
}

rule(frequency, filter) := {"GetRegistryScanningConfiguration": {"scanningConfiguration": {"rules": [
	{"scanFrequency": "MANUAL", "repositoryFilters": [{"filter": "*"}]},
	{"scanFrequency": frequency, "repositoryFilters": [{"filter": "elsewhere"}, {"filter": filter}]},
]}}}

ruled := ["parts", "GetRegistryScanningConfiguration", "scanningConfiguration", "rules", 1, "scanFrequency"]

own := ["config", "imageScanningConfiguration", "scanOnPush"]

test_pushed[name] if {
	some name, tc in {
		"by the repository": {"config": {"imageScanningConfiguration": {"scanOnPush": true}}, "parts": {}, "met": [own]},
		"not by the repository": {"config": {"imageScanningConfiguration": {"scanOnPush": false}}, "parts": {}, "met": []},
		"by a rule on push": {"config": {}, "parts": rule("SCAN_ON_PUSH", "*"), "met": [ruled]},
		"by a rule all the time": {"config": {}, "parts": rule("CONTINUOUS_SCAN", "claims/*"), "met": [ruled]},
		"by a rule for part of the name": {"config": {}, "parts": rule("CONTINUOUS_SCAN", "score"), "met": [ruled]},
		"by a rule for others": {"config": {}, "parts": rule("CONTINUOUS_SCAN", "fraud/*"), "met": []},
		"by a rule for others' names": {"config": {}, "parts": rule("CONTINUOUS_SCAN", "fraud"), "met": []},
		"by a rule for nothing": {"config": {}, "parts": rule("CONTINUOUS_SCAN", ""), "met": []},
		"by hand": {"config": {}, "parts": rule("MANUAL", "*"), "met": []},
		"not said": {"config": {}, "parts": {}, "met": []},
	}
	r := repository(tc.config, tc.parts)
	got := policy.met.pushed with input as seen([], [r], [], [])
	got == {evidence.at(r, path) | some path in tc.met}
}

test_repositories_of_others_are_left_out if {
	r := object.union(plain, {"derived": {"named_by": []}})
	got := policy.subjects with input as seen([], [r], [], [])
	got == set()
}

finding(config, of) := fixture.resource("aws_inspector_finding", "f", {"config": config, "derived": {"of": of}})

test_fixed[name] if {
	some name, tc in {
		"none": {"config": null, "overdue": false},
		"critical in time": {"config": {"severity": "CRITICAL", "status": "ACTIVE", "firstObservedAt": "2026-11-05T09:00:00Z"}, "overdue": false},
		"critical too late": {"config": {"severity": "CRITICAL", "status": "ACTIVE", "firstObservedAt": "2026-11-05T08:59:59Z"}, "overdue": true},
		"high in time": {"config": {"severity": "HIGH", "status": "ACTIVE", "firstObservedAt": "2026-10-21T09:00:00Z"}, "overdue": false},
		"high too late": {"config": {"severity": "HIGH", "status": "ACTIVE", "firstObservedAt": "2026-10-21T08:59:59Z"}, "overdue": true},
		"closed": {"config": {"severity": "HIGH", "status": "CLOSED", "firstObservedAt": "2026-01-01T00:00:00Z"}, "overdue": false},
		"suppressed": {"config": {"severity": "HIGH", "status": "SUPPRESSED", "firstObservedAt": "2026-01-01T00:00:00Z"}, "overdue": false},
		"state not said": {"config": {"severity": "HIGH", "firstObservedAt": "2026-01-01T00:00:00Z"}, "overdue": true},
		"severity not said": {"config": {"status": "ACTIVE", "firstObservedAt": "2026-11-19T00:00:00Z"}, "overdue": true},
		"since when not said": {"config": {"severity": "HIGH", "status": "ACTIVE"}, "overdue": true},
	}
	findings := [f | tc.config != null; f := finding(tc.config, [plain.id, arn])]
	got := {"met": policy.met.fixed, "violations": policy.violations} with input as seen([function], [plain], [], findings)
	got == {
		"met": {row | not tc.overdue; some x in [function, plain]; row := evidence.at(x, ["id"])},
		"violations": {"fixed": {row | tc.overdue; some x in [function, plain]; row := evidence.shown(x, findings[0], ["config", "firstObservedAt"])}},
	}
}

test_findings_on_others if {
	f := finding({"severity": "HIGH", "status": "ACTIVE", "firstObservedAt": "2026-01-01T00:00:00Z"}, ["arn:other"])
	got := {"met": policy.met.fixed, "violations": policy.violations} with input as seen([function], [plain], [], [f])
	got == {"met": {evidence.at(x, ["id"]) | some x in [function, plain]}, "violations": {"fixed": set()}}
}
