# METADATA
# scope: package
# title: People know when they face AI and what its limits are
# custom:
#   remediation: Add the notice, the statement of limits and the feedback path to the interface template, check them twice a year, and record the check.
package aismm.cmp.users_informed.records

import data.aismm.lib.evidence
import data.aismm.lib.register
import data.aismm.lib.when

systems := [s | some s in register.production; not hidden(s)]

# People do not use it directly, as the register says.
hidden(s) if s.config.user_facing == false

subjects contains evidence.subject(s) if some s in systems

# METADATA
# scope: document
# title: it says that people deal with AI
# custom:
#   of: record_ai_system
#   field: config.notice_ref
met.notice contains evidence.at(s, ["config", "notice_ref"]) if {
	some s in systems
	s.config.notice_ref != ""
}

# METADATA
# scope: document
# title: its limits are stated
# custom:
#   of: record_ai_system
#   field: config.limits_ref
#   covers: ["aws-sample-aiml-assessment:FS-49"]
met.limits contains evidence.at(s, ["config", "limits_ref"]) if {
	some s in systems
	s.config.limits_ref != ""
}

# METADATA
# scope: document
# title: people can report a bad answer
# custom:
#   of: record_ai_system
#   field: config.feedback_channel
#   covers: ["aws-sample-aiml-assessment:FS-37"]
met.feedback contains evidence.at(s, ["config", "feedback_channel"]) if {
	some s in systems
	s.config.feedback_channel != ""
}

# METADATA
# scope: document
# title: notice and limits were checked within 180 days
# custom:
#   of: record_ai_system
#   field: config.notice_checked_at
met.checked contains evidence.at(s, ["config", "notice_checked_at"]) if {
	some s in systems
	when.within_days(s.config.notice_checked_at, 180)
}
