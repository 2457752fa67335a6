package aismm.cmp.compliance_gaps_self_ticket.records_test

import data.aismm.cmp.compliance_gaps_self_ticket.records as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

programme := fixture.boundary("records:programme")

good := {"objective_id": "MON-L2-1", "assessed_at": "2026-11-13T09:00:00Z", "status": "not_met", "failed": 2, "waived": 0}

changed := {"status_before": "met", "assessed_before": "2026-11-06T09:00:00Z", "latest": true}

result(config, derived) := object.union(fixture.record("record_assessment_result", "r-1", config), {"derived": derived})

ticket(id, patch) := fixture.record("record_deviation", id, said(object.union(
	{"objective_id": "MON-L2-1", "opened_by": "automation", "opened_at": "2026-11-13T10:00:00Z", "closed_at": "2026-11-15T00:00:00Z"},
	patch,
)))

# What is null in a table is what an export leaves out.
said(config) := {k: v | some k, v in config; v != null}

seen(r, tickets) := {
	"as_of": fixture.as_of, "boundary": programme,
	"records": {"record_assessment_result": [r], "record_deviation": tickets},
	"lookup": {"record_deviation": {"objective_id": {"MON-L2-1": [d | some d in tickets; d.config.objective_id == "MON-L2-1"]}}},
}

test_subjects[name] if {
	some name, tc in {
		"begins to fail": {"config": good, "derived": changed, "judged": true},
		"from unknown": {"config": good, "derived": object.union(changed, {"status_before": "unknown"}), "judged": true},
		"failed before": {"config": good, "derived": object.union(changed, {"status_before": "not_met"}), "judged": false},
		"the first one": {"config": good, "derived": {"status_before": "none", "latest": true}, "judged": false},
		"does not fail": {"config": object.union(good, {"status": "met"}), "derived": changed, "judged": false},
		"unknown": {"config": object.union(good, {"status": "unknown"}), "derived": changed, "judged": false},
		"not applicable": {"config": object.union(good, {"status": "not_applicable"}), "derived": changed, "judged": false},
		"not assessed": {"config": object.union(good, {"status": "not_assessed"}), "derived": changed, "judged": false},
		"not assessed before": {"config": good, "derived": object.union(changed, {"status_before": "not_assessed"}), "judged": true},
		"all waived": {"config": object.union(good, {"waived": 2}), "derived": changed, "judged": false},
		"some waived": {"config": object.union(good, {"waived": 1}), "derived": changed, "judged": true},
		"on an attestation that fails": {"config": object.union(good, {"failed": 0}), "derived": changed, "judged": true},
		"too young": {"config": object.union(good, {"assessed_at": "2026-11-19T09:00:01Z"}), "derived": changed, "judged": false},
		"a day old": {"config": object.union(good, {"assessed_at": "2026-11-19T09:00:00Z"}), "derived": changed, "judged": true},
		"91 days old": {"config": object.union(good, {"assessed_at": "2026-08-21T09:00:00Z"}), "derived": changed, "judged": true},
		"too old": {"config": object.union(good, {"assessed_at": "2026-08-21T08:59:59Z"}), "derived": changed, "judged": false},
	}
	r := result(tc.config, tc.derived)
	got := policy.subjects with input as seen(r, [])
	got == {evidence.subject(programme)} | {x | tc.judged; x := evidence.subject(r)}
}

test_compared[name] if {
	some name, tc in {
		"with an earlier one": {"assessed_at": "2026-11-13T09:00:00Z", "before": "met", "met": true},
		"today": {"assessed_at": "2026-11-20T09:00:00Z", "before": "not_met", "met": true},
		"with none": {"assessed_at": "2026-11-13T09:00:00Z", "before": "none", "met": false},
		"long ago": {"assessed_at": "2026-08-21T08:59:59Z", "before": "met", "met": false},
	}
	r := result(object.union(good, {"assessed_at": tc.assessed_at}), object.union(changed, {"status_before": tc.before}))
	got := policy.met.compared with input as seen(r, [])
	got == {row | tc.met; row := evidence.shown(programme, r, ["derived", "status_before"])}
}

test_tickets[name] if {
	some name, tc in {
		"good": {"patch": {}, "opened": true, "fixed": true, "back": false},
		"just after the result before": {"patch": {"opened_at": "2026-11-06T09:00:00Z"}, "opened": true, "fixed": true, "back": false},
		"24 hours later": {"patch": {"opened_at": "2026-11-14T09:00:00Z"}, "opened": true, "fixed": true, "back": false},
		"of an earlier failure": {"patch": {"opened_at": "2026-11-06T08:59:59Z", "reopened_at": "2026-11-16T00:00:00Z"}, "opened": false, "fixed": false, "back": false},
		"too late": {"patch": {"opened_at": "2026-11-14T09:00:01Z", "reopened_at": "2026-11-16T00:00:00Z"}, "opened": false, "fixed": false, "back": false},
		"not said when": {"patch": {"opened_at": null}, "opened": false, "fixed": false, "back": false},
		"not said when, and came back": {"patch": {"opened_at": null, "reopened_at": "2026-11-16T00:00:00Z"}, "opened": false, "fixed": false, "back": true},
		"about something else": {"patch": {"objective_id": "MON-L2-2"}, "opened": false, "fixed": false, "back": false},
		"by a person": {"patch": {"opened_by": "person"}, "opened": false, "fixed": true, "back": false},
		"not said by whom": {"patch": {"opened_by": null}, "opened": false, "fixed": true, "back": false},
		"not closed": {"patch": {"closed_at": null}, "opened": true, "fixed": true, "back": false},
		"came back": {"patch": {"reopened_at": "2026-11-16T00:00:00Z"}, "opened": true, "fixed": false, "back": true},
		"came back after 90 days": {"patch": {"closed_at": "2026-08-15T00:00:00Z", "reopened_at": "2026-11-13T00:00:00Z"}, "opened": true, "fixed": false, "back": true},
		"came back much later": {"patch": {"closed_at": "2026-08-14T00:00:00Z", "reopened_at": "2026-11-13T00:00:00Z"}, "opened": true, "fixed": true, "back": false},
		"came back, not said when closed": {"patch": {"closed_at": null, "reopened_at": "2026-11-16T00:00:00Z"}, "opened": true, "fixed": false, "back": true},
	}
	r := result(good, changed)
	d := ticket("d-1", tc.patch)
	got := {"met": object.remove(policy.met, ["compared"]), "blamed": policy.violations, "unclear": policy.unclear} with input as seen(r, [d])
	got == {
		"met": {"opened": {evidence.shown(r, d, ["config", "opened_by"]) | tc.opened}, "stays_fixed": {evidence.at(r, ["id"]) | tc.fixed}},
		"blamed": {"stays_fixed": {evidence.shown(r, d, ["config", "reopened_at"]) | tc.back}},
		"unclear": {"opened": set(), "stays_fixed": set()},
	}
}

# A second ticket that came back spoils the first; that a person opened it does not.
test_two_tickets if {
	r := result(good, changed)
	first := ticket("d-1", {})
	second := ticket("d-2", {"opened_by": "person", "reopened_at": "2026-11-16T00:00:00Z"})
	got := {"met": object.remove(policy.met, ["compared"]), "blamed": policy.violations} with input as seen(r, [first, second])
	got == {
		"met": {"opened": {evidence.shown(r, first, ["config", "opened_by"])}, "stays_fixed": set()},
		"blamed": {"stays_fixed": {evidence.shown(r, second, ["config", "reopened_at"])}},
	}
}

# A ticket that was not read whole may be the one that is needed, or hide that it came back.
test_damaged_tickets[name] if {
	some name, tc in {
		"alone": {"others": [], "patch": {"opened_at": null}, "unclear": {"opened", "stays_fixed"}},
		"beside one that is enough": {"others": [ticket("d-1", {})], "patch": {"opened_at": null}, "unclear": {"stays_fixed"}},
		"beside one that came back": {"others": [ticket("d-1", {"reopened_at": "2026-11-16T00:00:00Z"})], "patch": {"opened_at": null}, "unclear": set()},
		"came back, as far as was read": {"others": [], "patch": {"closed_at": null, "reopened_at": "2026-11-16T00:00:00Z"}, "unclear": {"stays_fixed"}},
		"not said about what": {"others": [], "patch": {"objective_id": null}, "unclear": {"opened", "stays_fixed"}},
		"about something else": {"others": [], "patch": {"objective_id": "MON-L2-2"}, "unclear": set()},
	}
	r := result(good, changed)
	d := object.union(ticket("d-9", tc.patch), {"missing": ["records:deviation/row"]})
	got := policy.unclear with input as seen(r, array.concat(tc.others, [d]))
	got == {c: {row | c in tc.unclear; row := evidence.shown(r, d, ["id"])} | some c in ["opened", "stays_fixed"]}
}
