# METADATA
# scope: package
# title: Learned baselines cover every production identity and act by themselves
# custom:
#   remediation: Create an anomaly detector for the identity or route, and attach the action that throttles or disables.
package aismm.mon.adaptive_usage_baselines.records

import data.aismm.lib.evidence
import data.aismm.lib.register
import data.aismm.lib.when

# Detection rules name systems of the register as identities.
subjects contains evidence.subject(s) if some s in register.production

baselines := [{"system": s, "rule": r} |
	some s in register.production
	some r in input.lookup.record_detection_rule.identities_covered[s.id]
	r.config.type == "behavioural"
	r.config.status == "enabled"
]

learned := [b | some b in baselines; when.within_days(b.rule.config.model_refreshed_at, 30)]

# METADATA
# scope: document
# title: an enabled behavioural rule covers it
# custom:
#   of: record_ai_system
#   field: id
met.covered contains evidence.shown(b.system, b.rule, ["config", "identities_covered"]) if some b in baselines

# METADATA
# scope: document
# title: the baseline of such a rule was learned within 30 days
# custom:
#   of: record_ai_system
#   field: id
met.adaptive contains evidence.shown(b.system, b.rule, ["config", "model_refreshed_at"]) if some b in learned

# METADATA
# scope: document
# title: such a rule acts by itself
# custom:
#   of: record_ai_system
#   field: id
met.acts contains evidence.shown(b.system, b.rule, ["config", "automated_action"]) if {
	some b in learned
	b.rule.config.automated_action != ""
}
