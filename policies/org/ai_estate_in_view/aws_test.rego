package aismm.org.ai_estate_in_view.aws_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.org.ai_estate_in_view.aws as policy

account(id, state) := fixture.resource("aws_organizations_account", id, {"config": {"Id": id, "State": state}})

ours := account("111122223333", "ACTIVE")

entry(account_id, region, status, last_read) := {
	"scope": {"provider": "aws", "account": account_id, "region": region},
	"status": status, "last_read": last_read,
}

recent := "2026-11-19T00:00:00Z"

seen(accounts, ledger) := {"as_of": fixture.as_of, "resources": {"aws_organizations_account": accounts}, "ledger": ledger}

test_subjects if {
	silent := fixture.resource("aws_organizations_account", "444455556666", {"config": {"Id": "444455556666"}})
	all := [ours, silent, account("a", "SUSPENDED"), account("b", "PENDING_CLOSURE"), account("c", "CLOSED"), account("999900001111", "PENDING_ACTIVATION")]
	got := policy.subjects with input as seen(all, [])
	got == {
		evidence.counted_for(ours, "aws:111122223333"),
		evidence.counted_for(silent, "aws:444455556666"),
		evidence.counted_for(account("999900001111", "PENDING_ACTIVATION"), "aws:999900001111"),
	}
}

test_read[name] if {
	whole := entry("111122223333", "", "collected", recent)
	some name, tc in {
		"read": {"ledger": [whole, entry("111122223333", "us-east-1", "collected", recent)], "met": true},
		"a region left out on purpose": {"ledger": [whole, entry("111122223333", "us-east-1", "skipped", recent)], "met": true},
		"a region in part": {"ledger": [whole, entry("111122223333", "us-east-1", "partial", recent)], "met": false},
		"a region not at all": {"ledger": [whole, entry("111122223333", "us-east-1", "failed", recent)], "met": false},
		"too long ago": {"ledger": [entry("111122223333", "", "collected", "2026-10-01T00:00:00Z")], "met": false},
		"at no known time": {"ledger": [object.remove(whole, ["last_read"])], "met": false},
		"another account": {"ledger": [entry("444455556666", "", "collected", recent)], "met": false},
		"another provider": {"ledger": [object.union(whole, {"scope": {"provider": "gcp"}})], "met": false},
		"no ledger": {"ledger": [], "met": false},
	}
	got := policy.met.read with input as seen([ours], tc.ledger)
	got == {row | tc.met; row := evidence.at(ours, ["config", "Id"])}
}
