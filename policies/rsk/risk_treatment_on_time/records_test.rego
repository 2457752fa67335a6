package aismm.rsk.risk_treatment_on_time.records_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.rsk.risk_treatment_on_time.records as policy

risk(config) := fixture.record("record_risk", "risk-1", object.union({"topic": "ai", "owner_id": "ada"}, config))

seen(r) := {"as_of": fixture.as_of, "records": {"record_risk": [r]}, "settings": {"risk_acceptance_levels": {"board": 25, "team": 4}}}

test_subjects[name] if {
	some name, tc in {
		"due in the window": {"config": {"due_at": "2026-10-01T00:00:00Z", "redated_count": 0}, "judged": true},
		"due on its first day": {"config": {"due_at": "2026-05-24T09:00:00Z", "redated_count": 0, "closed_at": "2026-05-01T00:00:00Z"}, "judged": true},
		"due before, and closed": {"config": {"due_at": "2026-05-24T08:59:59Z", "redated_count": 0, "closed_at": "2026-05-01T00:00:00Z"}, "judged": false},
		"due before, and to be closed": {"config": {"due_at": "2026-05-24T08:59:59Z", "redated_count": 0, "closed_at": "2026-12-01T00:00:00Z"}, "judged": true},
		"due before, and open": {"config": {"due_at": "2026-05-24T08:59:59Z", "redated_count": 0}, "judged": true},
		"due before, moved, and closed": {"config": {"due_at": "2026-05-24T08:59:59Z", "redated_count": 1, "first_due_at": "2026-04-01T00:00:00Z", "closed_at": "2026-05-01T00:00:00Z"}, "judged": false},
		"due before, moved out of the window, and closed": {"config": {"due_at": "2026-05-24T08:59:59Z", "redated_count": 1, "first_due_at": "2026-10-01T00:00:00Z", "closed_at": "2026-05-01T00:00:00Z"}, "judged": true},
		"due later": {"config": {"due_at": "2026-12-01T00:00:00Z", "redated_count": 0}, "judged": false},
		"due later, and first in the window": {"config": {"due_at": "2026-12-01T00:00:00Z", "redated_count": 1, "first_due_at": "2026-10-01T00:00:00Z"}, "judged": true},
		"due later, and first later as well": {"config": {"due_at": "2026-12-24T00:00:00Z", "redated_count": 1, "first_due_at": "2026-12-01T00:00:00Z"}, "judged": false},
		"due later, first long ago, and open": {"config": {"due_at": "2026-12-01T00:00:00Z", "redated_count": 1, "first_due_at": "2026-01-01T00:00:00Z"}, "judged": true},
		"due later, first long ago, and closed": {"config": {"due_at": "2026-12-01T00:00:00Z", "redated_count": 1, "first_due_at": "2026-01-01T00:00:00Z", "closed_at": "2026-05-01T00:00:00Z"}, "judged": false},
		"due later, first on the first day, and closed": {"config": {"due_at": "2026-12-01T00:00:00Z", "redated_count": 1, "first_due_at": "2026-05-24T09:00:00Z", "closed_at": "2026-05-01T00:00:00Z"}, "judged": true},
		"due later, moved, first not said": {"config": {"due_at": "2026-12-01T00:00:00Z", "redated_count": 1}, "judged": true},
		"due later, moved or not": {"config": {"due_at": "2026-12-01T00:00:00Z"}, "judged": true},
		"no date": {"config": {"redated_count": 0}, "judged": true},
		"topic not said": {"config": {"topic": null, "due_at": "2026-10-01T00:00:00Z"}, "judged": false},
		"of something else": {"config": {"topic": "fire", "due_at": "2026-10-01T00:00:00Z"}, "judged": false},
	}
	r := risk(tc.config)
	got := policy.subjects with input as seen(r)
	got == {evidence.subject(r) | tc.judged}
}

test_a_risk_that_does_not_say_its_topic if {
	r := fixture.record("record_risk", "risk-1", {"due_at": "2026-10-01T00:00:00Z"})
	got := policy.subjects with input as seen(r)
	got == {evidence.subject(r)}
}

judged(r) := got if {
	got := {"met": policy.met.treated, "unclear": policy.unclear.treated} with input as seen(r)
}

test_treated[name] if {
	some name, tc in {
		"closed by its date": {"config": {"due_at": "2026-10-01T00:00:00Z", "closed_at": "2026-10-01T00:00:00Z", "redated_count": 0}, "met": ["closed_at"], "unclear": []},
		"closed later": {"config": {"due_at": "2026-10-01T00:00:00Z", "closed_at": "2026-10-02T00:00:00Z", "redated_count": 0}, "met": [], "unclear": []},
		"closed by a date that was moved": {"config": {"due_at": "2026-10-01T00:00:00Z", "closed_at": "2026-09-02T00:00:00Z", "redated_count": 1}, "met": ["closed_at"], "unclear": []},
		"closed by a date that was moved again": {"config": {"due_at": "2026-10-01T00:00:00Z", "closed_at": "2026-09-02T00:00:00Z", "redated_count": 2}, "met": [], "unclear": []},
		"closed by its date, moved or not": {"config": {"due_at": "2026-10-01T00:00:00Z", "closed_at": "2026-09-02T00:00:00Z"}, "met": [], "unclear": ["redated_count"]},
		"to be closed": {"config": {"due_at": "2026-11-22T00:00:00Z", "closed_at": "2026-11-21T00:00:00Z", "redated_count": 2}, "met": [], "unclear": []},
		"closed, no date": {"config": {"closed_at": "2026-09-02T00:00:00Z", "redated_count": 0}, "met": [], "unclear": []},
		"open": {"config": {"due_at": "2026-10-01T00:00:00Z", "redated_count": 0}, "met": [], "unclear": []},
		"moved once": {"config": {"due_at": "2026-12-01T00:00:00Z", "first_due_at": "2026-10-01T00:00:00Z", "redated_count": 1}, "met": ["due_at"], "unclear": []},
		"moved twice": {"config": {"due_at": "2026-12-01T00:00:00Z", "first_due_at": "2026-10-01T00:00:00Z", "redated_count": 2}, "met": [], "unclear": []},
		"moved, not said how often": {"config": {"due_at": "2026-12-01T00:00:00Z", "first_due_at": "2026-10-01T00:00:00Z"}, "met": [], "unclear": ["redated_count"]},
		"nothing said": {"config": {}, "met": [], "unclear": []},
	}
	r := risk(tc.config)
	judged(r) == {"met": {evidence.at(r, ["config", f]) | some f in tc.met}, "unclear": {evidence.at(r, ["config", f]) | some f in tc.unclear}}
}

test_accepted[name] if {
	good := {"due_at": "2026-10-01T00:00:00Z", "redated_count": 3, "score": 12, "accepted_by_level": "board", "acceptance_expires_at": "2027-03-01T00:00:00Z"}
	some name, tc in {
		"by a level that may": {"patch": {}, "without": [], "met": true},
		"to its limit": {"patch": {"score": 25}, "without": [], "met": true},
		"beyond it": {"patch": {"score": 26}, "without": [], "met": false},
		"by a level that may not": {"patch": {"accepted_by_level": "team"}, "without": [], "met": false},
		"by a level that nobody knows": {"patch": {"accepted_by_level": "friends"}, "without": [], "met": false},
		"by nobody": {"patch": {}, "without": ["accepted_by_level"], "met": false},
		"without a score": {"patch": {}, "without": ["score"], "met": false},
		"until today": {"patch": {"acceptance_expires_at": "2026-11-20T09:00:00Z"}, "without": [], "met": false},
		"for a year": {"patch": {"acceptance_expires_at": "2027-11-20T09:00:00Z"}, "without": [], "met": true},
		"for longer": {"patch": {"acceptance_expires_at": "2027-11-20T09:00:01Z"}, "without": [], "met": false},
		"for ever": {"patch": {}, "without": ["acceptance_expires_at"], "met": false},
	}
	r := risk(object.union(object.remove(good, tc.without), tc.patch))
	judged(r) == {"met": {row | tc.met; row := evidence.at(r, ["config", "accepted_by_level"])}, "unclear": set()}
}

test_owned[name] if {
	some name, tc in {
		"somebody": {"risk": risk({"due_at": "2026-10-01T00:00:00Z"}), "met": true},
		"nobody": {"risk": risk({"due_at": "2026-10-01T00:00:00Z", "owner_id": ""}), "met": false},
		"not said": {"risk": fixture.record("record_risk", "risk-1", {"topic": "ai", "due_at": "2026-10-01T00:00:00Z"}), "met": false},
	}
	got := policy.met.owned with input as seen(tc.risk)
	got == {row | tc.met; row := evidence.at(tc.risk, ["config", "owner_id"])}
}
