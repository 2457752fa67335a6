package aismm.lib.workdays_test

import data.aismm.lib.when
import data.aismm.lib.workdays

# 2026-11-02 is a Monday.
test_end[name] if {
	some name, tc in {
		"five days from a Monday": {"from": "2026-11-02T00:00:00Z", "days": 5, "end": "2026-11-10T00:00:00Z"},
		"five days from a Friday evening": {"from": "2026-11-06T23:59:59Z", "days": 5, "end": "2026-11-14T00:00:00Z"},
		"five days from a Saturday": {"from": "2026-11-07T10:00:00Z", "days": 5, "end": "2026-11-14T00:00:00Z"},
		"five days from a Sunday": {"from": "2026-11-08T10:00:00Z", "days": 5, "end": "2026-11-14T00:00:00Z"},
		"three days from a Tuesday": {"from": "2026-11-03T08:00:00Z", "days": 3, "end": "2026-11-07T00:00:00Z"},
		"three days from a Wednesday": {"from": "2026-11-04T08:00:00Z", "days": 3, "end": "2026-11-10T00:00:00Z"},
		"three days from a Thursday": {"from": "2026-11-05T08:00:00Z", "days": 3, "end": "2026-11-11T00:00:00Z"},
		"ten days from a Monday": {"from": "2026-11-02T00:00:00Z", "days": 10, "end": "2026-11-17T00:00:00Z"},
		"the day itself": {"from": "2026-11-03T08:00:00Z", "days": 0, "end": "2026-11-04T00:00:00Z"},
		"of another time zone": {"from": "2026-11-09T01:00:00+02:00", "days": 1, "end": "2026-11-10T00:00:00Z"},
	}
	got := workdays.end(tc.from, tc.days)
	got == when.ns(tc.end)
}
