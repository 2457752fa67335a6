package aismm.dev.ai_dependencies_scanned.aws_test

import data.aismm.dev.ai_dependencies_scanned.aws as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

arn := "arn:aws:lambda:us-east-1:111122223333:function:lookup"

function(patch, without) := fixture.resource("aws_lambda_function", concat(":", [arn, "live"]), {"config": object.union(
	object.remove({"FunctionArn": concat(":", [arn, "live"]), "Runtime": "python3.13", "PackageType": "Zip"}, without),
	patch,
)})

scan(type, patch, without) := fixture.resource("aws_inspector_coverage", concat("/", [arn, type]), {"config": object.union(
	object.remove({"resourceId": concat(":", [arn, "$LATEST"]), "scanType": type, "scanStatus": {"statusCode": "ACTIVE"}}, without),
	patch,
)})

both := [scan("PACKAGE", {}, []), scan("CODE", {}, [])]

seen(f, scans) := {
	"as_of": fixture.as_of, "settings": {"lambda_runtime_ends": {"python3.13": "2029-06-30", "python3.8": "2024-10-14", "edge": "2026-11-20"}},
	"resources": {"aws_lambda_function": [f]},
	"lookup": {"aws_inspector_coverage": {"resourceId": {id: [c | some c in scans; c.config.resourceId == id] | some id in {c.config.resourceId | some c in scans}}}},
}

all := {"runtime", "libraries", "code"}

judged(f, scans) := got if {
	result := {"met": policy.met, "unclear": policy.unclear} with input as seen(f, scans)
	rows := {
		"runtime": {evidence.at(f, ["config", "Runtime"])},
		"libraries": {evidence.shown(f, c, ["config", "scanStatus", "statusCode"]) | some c in scans; c.config.scanType == "PACKAGE"},
		"code": {evidence.shown(f, c, ["config", "scanStatus", "statusCode"]) | some c in scans; c.config.scanType == "CODE"},
	}
	got := {"met": {c | some c, found in result.met; found == rows[c]; found != set()}, "unclear": result.unclear}
	{c | some c, found in result.met; found == set()} == all - got.met
}

test_subjects[name] if {
	some name, tc in {
		"zip": {"patch": {}, "without": [], "judged": true},
		"not said": {"patch": {}, "without": ["PackageType"], "judged": true},
		"image": {"patch": {"PackageType": "Image"}, "without": ["Runtime"], "judged": false},
	}
	f := function(tc.patch, tc.without)
	got := policy.subjects with input as seen(f, [])
	got == {evidence.subject(f) | tc.judged}
}

test_runtime[name] if {
	some name, tc in {
		"supported": {"patch": {}, "without": [], "met": true, "unclear": false},
		"ended": {"patch": {"Runtime": "python3.8"}, "without": [], "met": false, "unclear": false},
		"ending today": {"patch": {"Runtime": "edge"}, "without": [], "met": false, "unclear": false},
		"not listed": {"patch": {"Runtime": "python9"}, "without": [], "met": false, "unclear": true},
		"not said": {"patch": {}, "without": ["Runtime"], "met": false, "unclear": true},
	}
	f := function(tc.patch, tc.without)
	judged(f, both) == {
		"met": all - {c | not tc.met; c := "runtime"},
		"unclear": {"runtime": {row | tc.unclear; row := evidence.at(f, ["config", "Runtime"])}},
	}
}

test_scans[name] if {
	some name, tc in {
		"both": {"scans": both, "met": all},
		"libraries": {"scans": [scan("PACKAGE", {}, [])], "met": {"runtime", "libraries"}},
		"code": {"scans": [scan("CODE", {}, [])], "met": {"runtime", "code"}},
		"nothing": {"scans": [], "met": {"runtime"}},
		"named without a version": {"scans": [scan("PACKAGE", {"resourceId": arn}, [])], "met": {"runtime", "libraries"}},
		"of another function": {"scans": [scan("PACKAGE", {"resourceId": concat("", [arn, "2:$LATEST"])}, [])], "met": {"runtime"}},
		"not active": {"scans": [scan("PACKAGE", {"scanStatus": {"statusCode": "INACTIVE"}}, []), scan("CODE", {"scanStatus": {"statusCode": "INACTIVE"}}, [])], "met": {"runtime"}},
		"state not said": {"scans": [scan("PACKAGE", {}, ["scanStatus"]), scan("CODE", {}, ["scanStatus"])], "met": {"runtime"}},
		"type not said": {"scans": [scan("PACKAGE", {}, ["scanType"])], "met": {"runtime"}},
	}
	judged(function({}, []), tc.scans) == {"met": tc.met, "unclear": {"runtime": set()}}
}

test_a_runtime_whose_end_has_come if {
	f := function({}, [])
	got := policy.met.runtime with input as object.union(seen(f, both), {"settings": {"lambda_runtime_ends": {"python3.13": "2026-06-30"}}})
	got == set()
}
