# METADATA
# scope: package
# title: People with an AI role have finished the training of that role
# custom:
#   remediation: Assign the missing course, and suspend deployment or approval rights of people who are more than 30 days late.
package aismm.gov.role_training_current.records

import data.aismm.lib.evidence
import data.aismm.lib.register
import data.aismm.lib.when

people := [p | some p in input.records.record_person; not away(p)]

away(p) if p.config.status in {"left", "on_leave"}

without_role(p) if count(p.config.ai_roles) == 0

subjects contains evidence.subject(p) if {
	some p in people
	not without_role(p)
}

# Production without any AI role fails as the programme's own.
subjects contains evidence.subject(input.boundary) if count(register.production) > 0

# METADATA
# scope: document
# title: somebody holds an AI role while a system is in production
# custom:
#   of: boundary
#   field: id
met.roles_assigned contains evidence.shown(input.boundary, p, ["config", "ai_roles"]) if {
	some p in people
	p.config.status == "active"
	count(p.config.ai_roles) > 0
}

# METADATA
# scope: document
# title: every role has a course that was passed within 365 days
# custom:
#   of: record_person
#   field: config.ai_roles
met.trained contains evidence.shown(p, c, ["config", "completed_at"]) if {
	some p in people
	count(untrained(p)) == 0
	some role in p.config.ai_roles
	some c in passed(p, role)
}

# New joiners have 60 days.
met.trained contains evidence.at(p, ["config", "start_date"]) if {
	some p in people
	count(p.config.ai_roles) > 0
	when.within_days(p.config.start_date, 60)
}

# Whoever does not say which roles a person holds cannot say that the person needs no course.
unclear.trained contains evidence.at(p, ["config", "ai_roles"]) if {
	some p in people
	not roles_said(p)
}

# A completion that could not be read whole may be the one that is needed.
unclear.trained contains evidence.shown(p, c, ["id"]) if {
	some p in people
	count(untrained(p)) > 0
	some c in input.lookup.record_training_completion.person_id[p.id]
	count(c.missing) > 0
}

roles_said(p) if is_array(p.config.ai_roles)

untrained(p) := [role | some role in p.config.ai_roles; count(passed(p, role)) == 0]

passed(p, role) := [c |
	some c in input.lookup.record_training_completion.person_id[p.id]
	c.config.course_id in input.settings.role_courses[role]
	c.config.result == "passed"
	when.within_days(c.config.completed_at, 365)
]
