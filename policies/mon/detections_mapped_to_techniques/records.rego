# METADATA
# scope: package
# title: Detections cover the AI attack techniques that matter
# custom:
#   remediation: Write or import the missing rule, test it with a replayed event, and tag it with the id of the technique.
package aismm.mon.detections_mapped_to_techniques.records

import data.aismm.lib.evidence
import data.aismm.lib.threats
import data.aismm.lib.when

subjects contains evidence.named("technique", t.id, t.by) if some t in threats.priority

# What a rule says of a technique, whether it is on the list or not.
claimed := [{"technique": {"ref": concat(":", ["technique", id])}, "rule": r} |
	some r in input.records.record_detection_rule
	r.config.status == "enabled"
	some id in r.config.techniques
]

# METADATA
# scope: document
# title: an enabled rule for it fired or was tested within 180 days
# custom:
#   of: technique
#   field: id
met.detected contains evidence.shown(c.technique, c.rule, ["config", "last_fired_at"]) if {
	some c in claimed
	when.within_days(c.rule.config.last_fired_at, 180)
}

met.detected contains evidence.shown(c.technique, c.rule, ["config", "last_tested_at"]) if {
	some c in claimed
	when.within_days(c.rule.config.last_tested_at, 180)
}
