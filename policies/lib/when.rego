# METADATA
# scope: package
# title: Times, judged by input.as_of, the only clock
package aismm.lib.when

now := time.parse_rfc3339_ns(input.as_of)

second := 1000000000

hour := 3600 * second

day := 24 * hour

# Nanoseconds of an RFC 3339 string or of Unix seconds.
ns(t) := time.parse_rfc3339_ns(t) if is_string(t)

ns(t) := t * second if is_number(t)

# Whether a time lies in the past, and not more than so many days back.
within_days(t, days) if {
	age := now - ns(t)
	age >= 0
	age <= days * day
}

# Whether a time lies in the past.
past(t) if ns(t) <= now

# Whether a time is still to come.
future(t) if ns(t) > now
