package aismm.ir.contacts_known.aws_test

import data.aismm.ir.contacts_known.aws as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

account(ai) := object.union(fixture.boundary("aws:111122223333"), {"ai": ai})

contact(config) := fixture.resource("aws_account_alternate_contact", "aws:111122223333", {"config": config})

good := {"AlternateContactType": "SECURITY", "EmailAddress": "security@example.com"}

seen(ai, contacts) := {"boundary": account(ai), "resources": {"aws_account_alternate_contact": contacts}}

test_subjects[name] if {
	some name, tc in {
		"with AI": {"ai": "yes", "judged": true},
		"without": {"ai": "no", "judged": false},
		"not known": {"ai": "unknown", "judged": false},
	}
	got := policy.subjects with input as seen(tc.ai, [])
	got == {x | tc.judged; x := evidence.subject(account(tc.ai))}
}

test_contact[name] if {
	some name, tc in {
		"security": {"contacts": [contact(good)], "met": true},
		"none": {"contacts": [], "met": false},
		"for billing": {"contacts": [contact(object.union(good, {"AlternateContactType": "BILLING"}))], "met": false},
		"without an address": {"contacts": [contact(object.union(good, {"EmailAddress": ""}))], "met": false},
	}
	got := policy.met with input as seen("yes", tc.contacts)
	got == {"contact": {evidence.shown(account("yes"), c, ["config", "EmailAddress"]) | tc.met; some c in tc.contacts}}
}
