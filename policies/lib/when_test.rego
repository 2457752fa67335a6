package aismm.lib.when_test

import data.aismm.lib.when

as_of := {"as_of": "2026-11-20T09:00:00Z"}

test_ns if {
	when.ns("1970-01-01T00:00:01Z") == 1000000000
	when.ns(1) == 1000000000
}

test_within_days[name] if {
	some name, tc in {
		"today": {"t": "2026-11-20T09:00:00Z", "want": true},
		"on the last day": {"t": "2026-10-21T09:00:00Z", "want": true},
		"a second too old": {"t": "2026-10-21T08:59:59Z", "want": false},
		"still to come": {"t": "2026-11-20T09:00:01Z", "want": false},
	}
	got := {true | when.within_days(tc.t, 30) with input as as_of}
	got == {true | tc.want}
}

test_past_and_future if {
	when.past("2026-11-20T09:00:00Z") with input as as_of
	not when.past("2026-11-20T09:00:01Z") with input as as_of
	when.future("2026-11-20T09:00:01Z") with input as as_of
	not when.future("2026-11-20T09:00:00Z") with input as as_of
}
