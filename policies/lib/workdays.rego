# METADATA
# scope: package
# title: Deadlines that are counted in working days
package aismm.lib.workdays

import data.aismm.lib.when

# The end of the n-th working day after a time, in nanoseconds: the first moment of the day that follows it, in UTC. Saturdays and
# Sundays do not count, and what begins on one of them begins with the next working day. Public holidays count as working days.
end(t, n) := (midnight(t) - (since_weekday[day_of(t)] * when.day)) + ((calendar_days(day_of(t), n) + 1) * when.day)

# So many calendar days lie between a working day and the n-th one after it.
calendar_days(name, n) := (floor((place[name] + n) / 5) * 7) + (((place[name] + n) % 5) - place[name])

day_of(t) := time.weekday([when.ns(t), "UTC"])

midnight(t) := when.ns(t) - (when.ns(t) % when.day)

# Weekends count from their Friday.
place := {"Monday": 0, "Tuesday": 1, "Wednesday": 2, "Thursday": 3, "Friday": 4, "Saturday": 4, "Sunday": 4}

since_weekday := {"Monday": 0, "Tuesday": 0, "Wednesday": 0, "Thursday": 0, "Friday": 0, "Saturday": 1, "Sunday": 2}
