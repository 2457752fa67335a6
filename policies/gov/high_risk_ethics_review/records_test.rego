package aismm.gov.high_risk_ethics_review.records_test

import data.aismm.gov.high_risk_ethics_review.records as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

good := {"status": "production", "risk_tier": "high", "legally_high_risk": false, "go_live_at": "2025-06-01T00:00:00Z"}

system(config) := fixture.record("record_ai_system", "ais-1", config)

review(id, patch) := fixture.record("record_risk_assessment", id, object.union({"system_id": "ais-1", "type": "ethics", "completed_at": "2025-05-01T00:00:00Z", "findings": []}, patch))

first := review("a1", {})

yearly := review("a2", {"completed_at": "2026-05-01T00:00:00Z"})

seen(s, reviews) := {
	"as_of": fixture.as_of, "settings": {"risk_tiers": ["limited", "high"], "high_risk_tiers": ["high"]},
	"records": {"record_ai_system": [s], "record_risk_assessment": reviews},
	"lookup": {"record_risk_assessment": {"system_id": {"ais-1": reviews}}},
}

rows(s, reviews, ids, field) := {evidence.shown(s, a, ["config", field]) | some a in reviews; a.id in ids}

test_subjects[name] if {
	some name, tc in {
		"high": {"config": good, "judged": true},
		"tier not said": {"config": object.remove(good, ["risk_tier"]), "judged": true},
		"status not said": {"config": object.remove(good, ["status"]), "judged": true},
		"lower, legally high": {"config": object.union(good, {"risk_tier": "limited", "legally_high_risk": true}), "judged": true},
		"lower": {"config": object.union(good, {"risk_tier": "limited"}), "judged": false},
		"lower, legal class not said": {"config": object.union(object.remove(good, ["legally_high_risk"]), {"risk_tier": "limited"}), "judged": true},
		"in test": {"config": object.union(good, {"status": "test"}), "judged": false},
	}
	got := policy.subjects with input as seen(system(tc.config), [])
	got == {x | tc.judged; x := evidence.subject(system(tc.config))}
}

test_conditions[name] if {
	some name, tc in {
		"good": {"remove": [], "reviews": [first, yearly], "before": ["a1"], "repeated": ["a2"], "clear": ["a1", "a2"]},
		"on the day of launch": {"remove": [], "reviews": [review("a1", {"completed_at": "2025-06-01T00:00:00Z"})], "before": ["a1"], "repeated": [], "clear": ["a1"]},
		"only after launch": {"remove": [], "reviews": [yearly], "before": [], "repeated": ["a2"], "clear": ["a2"]},
		"launch not said": {"remove": ["go_live_at"], "reviews": [first, yearly], "before": [], "repeated": ["a2"], "clear": ["a1", "a2"]},
		"never": {"remove": [], "reviews": [], "before": [], "repeated": [], "clear": []},
		"a privacy assessment": {"remove": [], "reviews": [review("a1", {"type": "system"})], "before": [], "repeated": [], "clear": []},
		"no date": {"remove": [], "reviews": [review("a1", {"completed_at": null})], "before": [], "repeated": [], "clear": ["a1"]},
		"still to come": {"remove": [], "reviews": [review("a1", {"completed_at": "2027-01-01T00:00:00Z"})], "before": [], "repeated": [], "clear": ["a1"]},
	}
	s := system(object.remove(good, tc.remove))
	got := policy.met with input as seen(s, tc.reviews)
	got == {
		"before_launch": rows(s, tc.reviews, tc.before, "completed_at"),
		"repeated": rows(s, tc.reviews, tc.repeated, "completed_at"),
		"no_blocker": rows(s, tc.reviews, tc.clear, "findings"),
	}
}

test_a_review_planned_before_a_launch_to_come_does_not_count if {
	s := system(object.union(good, {"go_live_at": "2028-01-01T00:00:00Z"}))
	got := policy.met.before_launch with input as seen(s, [review("a1", {"completed_at": "2027-01-01T00:00:00Z"})])
	got == set()
}

test_blocking_findings[name] if {
	some name, tc in {
		"closed": {"patch": {"findings": [{"severity": "blocking", "closed_at": "2026-06-01T00:00:00Z"}]}, "clear": true},
		"a lesser one": {"patch": {"findings": [{"severity": "high"}]}, "clear": true},
		"open": {"patch": {"findings": [{"severity": "low"}, {"severity": "blocking"}]}, "clear": false},
		"to be closed": {"patch": {"findings": [{"severity": "blocking", "closed_at": "2027-06-01T00:00:00Z"}]}, "clear": false},
		"open in another assessment": {"patch": {"type": "system", "findings": [{"severity": "blocking"}]}, "clear": true},
		"severity not said": {"patch": {"findings": [{}]}, "clear": false},
	}
	s := system(good)
	a := review("a3", tc.patch)
	got := {"met": policy.met.no_blocker, "blamed": policy.violations.no_blocker} with input as seen(s, [first, a])
	got == {
		"met": {row | tc.clear; some r in [first, a]; r.config.type == "ethics"; row := evidence.shown(s, r, ["config", "findings"])},
		"blamed": {row | not tc.clear; row := evidence.shown(s, a, ["config", "findings"])},
	}
}

test_findings_that_nobody_states_are_unclear if {
	s := system(good)
	a := fixture.record("record_risk_assessment", "a3", {"system_id": "ais-1", "type": "ethics", "completed_at": "2025-05-01T00:00:00Z"})
	got := {"met": policy.met.no_blocker, "blamed": policy.violations.no_blocker, "unclear": policy.unclear.no_blocker} with input as seen(s, [a])
	got == {"met": set(), "blamed": set(), "unclear": {evidence.shown(s, a, ["config", "findings"])}}
}

test_a_review_about_nothing_is_unclear[name] if {
	some name, tc in {
		"an ethics review": {"config": {"type": "ethics"}, "unclear": true},
		"of nobody": {"config": {"type": "ethics", "system_id": ""}, "unclear": true},
		"of another system": {"config": {"type": "ethics", "system_id": "ais-2"}, "unclear": false},
		"another assessment": {"config": {"type": "provider"}, "unclear": false},
	}
	s := system(good)
	a := fixture.record("record_risk_assessment", "a9", tc.config)
	one := seen(s, [first])
	got := policy.unclear.no_blocker with input as object.union(one, {"records": {"record_risk_assessment": [first, a]}})
	got == {row | tc.unclear; row := evidence.shown(s, a, ["config", "system_id"])}
}

test_doubts[name] if {
	limited := object.union(good, {"risk_tier": "limited"})
	damaged := object.union(first, {"missing": ["records:risk_assessment/row"]})
	some name, tc in {
		"high": {"config": good, "reviews": [first], "by": ""},
		"tier not said": {"config": object.remove(good, ["risk_tier"]), "reviews": [first], "by": "risk_tier"},
		"legal class not said": {"config": object.remove(limited, ["legally_high_risk"]), "reviews": [first], "by": "legally_high_risk"},
		"legally high": {"config": object.union(limited, {"legally_high_risk": true}), "reviews": [first], "by": ""},
		"a review that was not read whole": {"config": good, "reviews": [damaged], "by": "id"},
	}
	s := system(tc.config)
	at := {"": set(), "risk_tier": {evidence.at(s, ["config", "risk_tier"])}, "legally_high_risk": {evidence.at(s, ["config", "legally_high_risk"])}, "id": {evidence.shown(s, damaged, ["id"])}}
	got := policy.unclear with input as seen(s, tc.reviews)
	got == {c: at[tc.by] | some c in ["before_launch", "repeated", "no_blocker"]}
}

test_an_open_finding_in_a_review_without_a_type_blocks if {
	s := system(good)
	a := fixture.record("record_risk_assessment", "a3", {"system_id": "ais-1", "findings": [{"severity": "blocking"}]})
	got := {"met": policy.met.no_blocker, "blamed": policy.violations.no_blocker} with input as seen(s, [first, a])
	got == {"met": set(), "blamed": {evidence.shown(s, a, ["config", "findings"])}}
}
