package aismm.org.deviations_fixed_by_automation.aws_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.org.deviations_fixed_by_automation.aws as policy

rule(results) := fixture.resource("aws_config_compliance", "arn:r", {
	"config": {"ConfigRuleName": "r"},
	"parts": {"GetComplianceDetailsByConfigRule": {"EvaluationResults": results}},
})

remediation(config) := fixture.resource("aws_config_remediation", "arn:m", {"config": config})

seen(rule, remediations) := {"as_of": fixture.as_of, "resources": {"aws_config_compliance": [rule], "aws_config_remediation": remediations}}

test_subjects if {
	got := policy.subjects with input as seen(rule([]), [])
	got == {evidence.subject(rule([]))}
}

test_automatic[name] if {
	some name, tc in {
		"good": {"remediation": remediation({"ConfigRuleName": "r", "Automatic": true}), "met": true},
		"by hand": {"remediation": remediation({"ConfigRuleName": "r", "Automatic": false}), "met": false},
		"not said": {"remediation": remediation({"ConfigRuleName": "r"}), "met": false},
		"of another rule": {"remediation": remediation({"ConfigRuleName": "x", "Automatic": true}), "met": false},
		"rule not said": {"remediation": remediation({"Automatic": true}), "met": false},
		"of another region": {"remediation": object.union(remediation({"ConfigRuleName": "r", "Automatic": true}), {"region": "eu-central-1"}), "met": false},
	}
	got := policy.met.automatic with input as seen(rule([]), [tc.remediation])
	got == {row | tc.met; row := evidence.shown(rule([]), tc.remediation, ["config", "Automatic"])}
}

test_within_a_day[name] if {
	fresh := {"ComplianceType": "NON_COMPLIANT", "ResultRecordedTime": "2026-11-19T09:00:00Z"}
	old := {"ComplianceType": "NON_COMPLIANT", "ResultRecordedTime": "2026-11-19T08:59:59Z"}
	some name, tc in {
		"nothing deviates": {"results": [], "met": true, "blamed": []},
		"deviates since today": {"results": [fresh], "met": true, "blamed": []},
		"deviates for longer": {"results": [fresh, old], "met": false, "blamed": [1]},
		"time not said": {"results": [{"ComplianceType": "NON_COMPLIANT"}], "met": false, "blamed": [0]},
		"complies for long": {"results": [object.union(old, {"ComplianceType": "COMPLIANT"})], "met": true, "blamed": []},
		"verdict not said": {"results": [{"ResultRecordedTime": "2026-11-01T00:00:00Z"}], "met": false, "blamed": [0]},
	}
	r := rule(tc.results)
	got := {"met": policy.met.within_a_day, "violations": policy.violations.within_a_day} with input as seen(r, [])
	got == {
		"met": {row | tc.met; row := evidence.at(r, ["parts", "GetComplianceDetailsByConfigRule", "EvaluationResults"])},
		"violations": {evidence.at(r, ["parts", "GetComplianceDetailsByConfigRule", "EvaluationResults", i, "ResultRecordedTime"]) | some i in tc.blamed},
	}
}

test_results_that_were_not_read if {
	r := object.remove(rule([]), ["parts"])
	got := {"met": policy.met, "violations": policy.violations} with input as seen(r, [])
	got == {"met": {"automatic": set(), "within_a_day": set()}, "violations": {"within_a_day": set()}}
}
