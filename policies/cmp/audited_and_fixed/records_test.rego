package aismm.cmp.audited_and_fixed.records_test

import data.aismm.cmp.audited_and_fixed.records as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

programme := fixture.boundary("records:programme")

closed := {"id": "F1", "due_at": "2026-06-30T00:00:00Z", "closed_at": "2026-06-30T00:00:00Z"}

good := {"topic": "ai", "independent": true, "completed_at": "2026-05-20T00:00:00Z", "findings": [closed]}

audit(config) := fixture.record("record_audit", "aud-1", config)

seen(a) := {"as_of": fixture.as_of, "boundary": programme, "records": {"record_audit": [a]}}

finding(name, a) := evidence.named("audit_finding", concat("/", ["aud-1", name]), a)

test_subjects[name] if {
	some name, tc in {
		"due in the window": {"config": good, "findings": ["F1"], "whole": false},
		"due today": {"config": object.union(good, {"findings": [object.union(closed, {"due_at": "2026-11-20T09:00:00Z"})]}), "findings": ["F1"], "whole": false},
		"due later": {"config": object.union(good, {"findings": [object.union(closed, {"due_at": "2026-11-20T09:00:01Z"})]}), "findings": [], "whole": false},
		"due a year ago": {"config": object.union(good, {"findings": [object.union(closed, {"due_at": "2025-11-20T09:00:00Z"})]}), "findings": ["F1"], "whole": false},
		"due before": {"config": object.union(good, {"findings": [object.union(closed, {"due_at": "2025-11-20T08:59:59Z"})]}), "findings": [], "whole": false},
		"due before, and still open": {"config": object.union(good, {"findings": [{"id": "F1", "due_at": "2025-11-20T08:59:59Z"}]}), "findings": ["F1"], "whole": false},
		"due before, and to be closed": {"config": object.union(good, {"findings": [{"id": "F1", "due_at": "2025-11-20T08:59:59Z", "closed_at": "2026-12-01T00:00:00Z"}]}), "findings": ["F1"], "whole": false},
		"without a date": {"config": object.union(good, {"findings": [object.remove(closed, ["due_at"])]}), "findings": ["F1"], "whole": false},
		"without an id": {"config": object.union(good, {"findings": [object.remove(closed, ["id"])]}), "findings": ["1"], "whole": false},
		"no findings": {"config": object.union(good, {"findings": []}), "findings": [], "whole": false},
		"findings not listed": {"config": object.remove(good, ["findings"]), "findings": [], "whole": true},
		"not listed and not dated": {"config": object.remove(good, ["findings", "completed_at"]), "findings": [], "whole": true},
		"not listed and 548 days old": {"config": object.union(object.remove(good, ["findings"]), {"completed_at": "2025-05-21T09:00:00Z"}), "findings": [], "whole": true},
		"not listed and old": {"config": object.union(object.remove(good, ["findings"]), {"completed_at": "2025-05-21T08:59:59Z"}), "findings": [], "whole": false},
		"topic not said": {"config": object.remove(good, ["topic"]), "findings": ["F1"], "whole": false},
		"of something else": {"config": object.union(good, {"topic": "finance"}), "findings": [], "whole": false},
	}
	a := audit(tc.config)
	got := policy.subjects with input as seen(a)
	got == ({evidence.subject(programme)} | {finding(f, a) | some f in tc.findings}) | {evidence.subject(a) | tc.whole}
}

test_conditions[name] if {
	some name, tc in {
		"good": {"config": good, "audited": true, "closed": true},
		"closed late": {"config": object.union(good, {"findings": [object.union(closed, {"closed_at": "2026-06-30T00:00:01Z"})]}), "audited": true, "closed": false},
		"still open": {"config": object.union(good, {"findings": [object.remove(closed, ["closed_at"])]}), "audited": true, "closed": false},
		"without a date": {"config": object.union(good, {"findings": [object.remove(closed, ["due_at"])]}), "audited": true, "closed": false},
		"closed in the future": {"config": object.union(good, {"findings": [{"id": "F1", "closed_at": "2027-01-01T00:00:00Z"}]}), "audited": true, "closed": false},
		"not independent": {"config": object.union(good, {"independent": false}), "audited": false, "closed": true},
		"independence not said": {"config": object.remove(good, ["independent"]), "audited": false, "closed": true},
		"548 days ago": {"config": object.union(good, {"completed_at": "2025-05-21T09:00:00Z"}), "audited": true, "closed": true},
		"before": {"config": object.union(good, {"completed_at": "2025-05-21T08:59:59Z"}), "audited": false, "closed": true},
		"planned": {"config": object.union(good, {"completed_at": "2026-12-01T00:00:00Z"}), "audited": false, "closed": true},
		"not said when": {"config": object.remove(good, ["completed_at"]), "audited": false, "closed": true},
		"topic not said": {"config": object.remove(good, ["topic"]), "audited": false, "closed": true},
		"of something else": {"config": object.union(good, {"topic": "finance"}), "audited": false, "closed": false},
		"findings not listed": {"config": object.remove(good, ["findings"]), "audited": true, "closed": false},
	}
	a := audit(tc.config)
	judged := {x | some x in policy.subjects; x.kind == "audit_finding"} with input as seen(a)
	got := {"met": policy.met, "blamed": policy.violations.closed_on_time} with input as seen(a)
	row := evidence.shown(finding("F1", a), a, ["config", "findings", 0, "closed_at"])
	got == {
		"met": {
			"audited": {evidence.shown(programme, a, ["config", "completed_at"]) | tc.audited},
			"closed_on_time": {row | tc.closed},
		},
		"blamed": {row | count(judged) > 0; not tc.closed},
	}
}

# Two findings with one id are one subject, which one of them can fail.
test_two_findings_with_one_id if {
	a := audit(object.union(good, {"findings": [closed, {"id": "F1", "due_at": "2026-07-31T00:00:00Z"}]}))
	got := {"met": policy.met.closed_on_time, "blamed": policy.violations.closed_on_time} with input as seen(a)
	got == {"met": set(), "blamed": {evidence.shown(finding("F1", a), a, ["config", "findings", 1, "closed_at"])}}
}

# One that is done does not speak for another.
test_each_finding_for_itself if {
	a := audit(object.union(good, {"findings": [closed, {"id": "F2", "due_at": "2026-07-31T00:00:00Z"}]}))
	got := policy.met.closed_on_time with input as seen(a)
	got == {evidence.shown(finding("F1", a), a, ["config", "findings", 0, "closed_at"])}
}
