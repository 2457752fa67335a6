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
		"no_blocker": {evidence.at(s, ["id"]) | some _ in tc.clear},
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
		"met": {row | tc.clear; row := evidence.at(s, ["id"])},
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
		"neither type nor system said": {"config": {}, "unclear": true},
	}
	s := system(good)
	a := fixture.record("record_risk_assessment", "a9", tc.config)
	one := seen(s, [first])
	got := policy.unclear.no_blocker with input as object.union(one, {"records": {"record_risk_assessment": [first, a]}})
	got == {row | tc.unclear; row := evidence.shown(s, a, ["config", "system_id"])}
}

test_doubts[name] if {
	limited := object.union(good, {"risk_tier": "limited"})
	some name, tc in {
		"high": {"config": good, "reviews": [first], "by": ""},
		"tier not said": {"config": object.remove(good, ["risk_tier"]), "reviews": [first], "by": "risk_tier"},
		"legal class not said": {"config": object.remove(limited, ["legally_high_risk"]), "reviews": [first], "by": "legally_high_risk"},
		"legally high": {"config": object.union(limited, {"legally_high_risk": true}), "reviews": [first], "by": ""},
	}
	s := system(tc.config)
	got := policy.unclear with input as seen(s, tc.reviews)
	got == {c: {evidence.at(s, ["config", tc.by]) | tc.by != ""} | some c in ["before_launch", "repeated", "no_blocker"]}
}

damaged(config) := object.union(fixture.record("record_risk_assessment", "a9", config), {"missing": ["records:risk_assessment/row"]})

# Of a damaged row, what was read counts; what was not may be what is needed, or hide what blocks.
test_a_review_that_was_not_read_whole[name] if {
	some name, tc in {
		"its date": {"others": [], "review": damaged({"type": "ethics", "system_id": "ais-1", "findings": []}), "unclear": {"before_launch", "repeated", "no_blocker"}},
		"its findings": {"others": [], "review": damaged(first.config), "unclear": {"repeated", "no_blocker"}},
		"its type": {"others": [], "review": damaged({"system_id": "ais-1"}), "unclear": {"before_launch", "repeated", "no_blocker"}},
		"its system": {"others": [], "review": damaged({"type": "ethics", "findings": []}), "unclear": {"before_launch", "repeated", "no_blocker"}},
		"beside others that are enough": {"others": [first, yearly], "review": damaged({"type": "ethics", "findings": []}), "unclear": {"no_blocker"}},
		"of another system": {"others": [], "review": damaged({"type": "ethics", "system_id": "ais-2"}), "unclear": set()},
		"another assessment": {"others": [], "review": damaged({"type": "provider"}), "unclear": set()},
	}
	s := system(good)
	about := [r | some r in array.concat(tc.others, [tc.review]); r.config.system_id == "ais-1"]
	world := object.union(seen(s, about), {"records": {"record_risk_assessment": array.concat(tc.others, [tc.review])}})
	got := policy.unclear with input as world
	{c | some c, rows in got; evidence.shown(s, tc.review, ["id"]) in rows} == tc.unclear
}

test_an_open_finding_in_a_review_without_a_type_blocks if {
	s := system(good)
	a := fixture.record("record_risk_assessment", "a3", {"system_id": "ais-1", "findings": [{"severity": "blocking"}]})
	got := {"met": policy.met.no_blocker, "blamed": policy.violations.no_blocker} with input as seen(s, [first, a])
	got == {"met": set(), "blamed": {evidence.shown(s, a, ["config", "findings"])}}
}
