package aismm.rsk.provider_assurance_monitored.records_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.rsk.provider_assurance_monitored.records as policy

provider(config) := fixture.record("record_provider", "prv-1", object.union({"status": "approved", "criticality": "critical"}, config))

seen(p) := {"as_of": fixture.as_of, "settings": {"independent_reports": ["soc 2 type ii", "star level 2"]}, "records": {"record_provider": [p]}}

report := {
	"type": "SOC 2 Type II", "scope_includes_service": true, "issued_at": "2026-03-01T00:00:00Z",
	"valid_until": "2027-02-28T00:00:00Z", "reviewed_at": "2026-04-30T00:00:00Z",
}

test_subjects[name] if {
	some name, tc in {
		"critical": {"config": {"status": "approved", "criticality": "critical"}, "judged": true},
		"nothing said": {"config": {}, "judged": true},
		"important": {"config": {"status": "approved", "criticality": "important"}, "judged": false},
		"standard": {"config": {"status": "approved", "criticality": "standard"}, "judged": false},
		"the organization itself": {"config": {"status": "approved", "criticality": "critical", "own": true}, "judged": false},
		"rejected": {"config": {"status": "rejected", "criticality": "critical"}, "judged": false},
	}
	p := fixture.record("record_provider", "prv-1", tc.config)
	got := policy.subjects with input as seen(p)
	got == {evidence.subject(p) | tc.judged}
}

test_attested[name] if {
	some name, tc in {
		"good": {"patch": {}, "without": [], "met": true},
		"read a day late": {"patch": {"reviewed_at": "2026-05-01T00:00:00Z"}, "without": [], "met": false},
		"read on the day": {"patch": {"reviewed_at": "2026-03-01T00:00:00Z"}, "without": [], "met": true},
		"read before it was issued": {"patch": {"reviewed_at": "2026-02-28T00:00:00Z"}, "without": [], "met": false},
		"not read": {"patch": {}, "without": ["reviewed_at"], "met": false},
		"to be read": {"patch": {"issued_at": "2026-11-01T00:00:00Z", "reviewed_at": "2026-12-01T00:00:00Z"}, "without": [], "met": false},
		"issue not said": {"patch": {}, "without": ["issued_at"], "met": false},
		"run out": {"patch": {"valid_until": "2026-11-20T09:00:00Z"}, "without": [], "met": false},
		"end not said": {"patch": {}, "without": ["valid_until"], "met": false},
		"of another kind that counts": {"patch": {"type": "CSA STAR Level 2"}, "without": [], "met": true},
		"its own word": {"patch": {"type": "CAIQ self-assessment"}, "without": [], "met": false},
		"kind not said": {"patch": {}, "without": ["type"], "met": false},
		"a bridge letter": {"patch": {"type": "Bridge letter", "issued_at": "2026-08-22T09:00:00Z", "reviewed_at": "2026-09-01T00:00:00Z"}, "without": [], "met": true},
		"a bridge letter without an end": {"patch": {"type": "Bridge letter", "issued_at": "2026-08-22T09:00:00Z", "reviewed_at": "2026-09-01T00:00:00Z"}, "without": ["valid_until"], "met": true},
		"an old bridge letter": {"patch": {"type": "Bridge letter", "issued_at": "2026-08-22T08:59:59Z", "reviewed_at": "2026-09-01T00:00:00Z"}, "without": [], "met": false},
		"about other services": {"patch": {"scope_includes_service": false}, "without": [], "met": false},
		"scope not said": {"patch": {}, "without": ["scope_includes_service"], "met": false},
	}
	p := provider({"attestations": [{"type": "ISO 27001"}, object.union(object.remove(report, tc.without), tc.patch)], "change_notices": []})
	got := policy.met with input as seen(p)
	got == {"attested": {row | tc.met; row := evidence.at(p, ["config", "attestations", 1])}, "notices_handled": {evidence.at(p, ["config", "change_notices"])}}
}

test_no_reports[name] if {
	some name, config in {"none": {"attestations": []}, "not said": {}}
	p := provider(config)
	got := policy.met with input as seen(p)
	got == {"attested": set(), "notices_handled": set()}
}

test_notices[name] if {
	some name, tc in {
		"handled": {"notice": {"received_at": "2026-01-01T00:00:00Z", "handled_at": "2026-03-01T00:00:00Z"}, "met": true},
		"new": {"notice": {"received_at": "2026-10-21T09:00:00Z"}, "met": true},
		"older": {"notice": {"received_at": "2026-10-21T08:59:59Z"}, "met": false},
		"to be handled": {"notice": {"received_at": "2026-01-01T00:00:00Z", "handled_at": "2026-12-01T00:00:00Z"}, "met": false},
		"not said when": {"notice": {}, "met": false},
	}
	p := provider({"change_notices": [{"received_at": "2026-11-19T00:00:00Z"}, tc.notice]})
	got := {"met": policy.met.notices_handled, "blamed": policy.violations.notices_handled} with input as seen(p)
	got == {"met": {row | tc.met; row := evidence.at(p, ["config", "change_notices"])}, "blamed": {row | not tc.met; row := evidence.at(p, ["config", "change_notices", 1])}}
}
