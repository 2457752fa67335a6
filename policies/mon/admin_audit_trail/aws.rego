# METADATA
# scope: package
# title: CloudTrail records who administers and uses AI services, in every region with AI
# custom:
#   remediation: Record all management events in a multi-region trail, and add advanced selectors for the data events of Bedrock agents, knowledge bases and guardrails.
package aismm.mon.admin_audit_trail.aws

import data.aismm.lib.evidence

# Whether a region holds AI is sometimes unknown; the engine then keeps the population open.
regions := [s | some s in input.scopes; s.ai == "yes"]

subjects contains evidence.subject(s) if some s in regions

# A trail of another region or of the organization covers a region through its shadow, which is a resource there.
logging := [t | some t in input.resources.aws_cloudtrail_trail; t.parts.GetTrailStatus.IsLogging == true]

# METADATA
# scope: document
# title: a multi-region trail that is logging records all management events
# custom:
#   of: scope
#   within: region
#   field: id
met.management contains evidence.shown(s, t, ["parts", "GetEventSelectors", selectors, i]) if {
	some s in regions
	some t in logging
	t.region == s.region
	t.config.IsMultiRegionTrail == true
	some selectors in ["EventSelectors", "AdvancedEventSelectors"]
	some i, e in t.parts.GetEventSelectors[selectors]
	records_management(e)
}

# Whether a trail records them is not known where its account does not show its selectors, or where a read about it failed.
unclear.management contains evidence.shown(s, t, ["parts", "GetEventSelectors"]) if {
	some s in regions
	some t in hidden
	t.region == s.region
	not s.ref in managed
}

managed := {row.of | some row in met.management}

hidden := [t | some t in input.resources.aws_cloudtrail_trail; untold(t)]

untold(t) if {
	t.parts.GetTrailStatus.IsLogging == true
	t.derived.unread != ""
}

untold(t) if {
	count(t.missing) > 0
	not t.parts.GetTrailStatus.IsLogging == false
}

# A basic selector.
records_management(e) if {
	e.IncludeManagementEvents == true
	e.ReadWriteType == "All"
}

# An advanced selector: reads and writes, of all services but those whose many events CloudTrail lets a trail leave out.
records_management(e) if {
	"Management" in equals(e, "eventCategory")
	every f in e.FieldSelectors { harmless(f) }
}

harmless(f) if f.Field == "eventCategory"

harmless(f) if {
	f.Field == "eventSource"
	count(f.NotEquals) > 0
}

# METADATA
# scope: document
# title: trails that are logging record the data events of Bedrock agents, knowledge bases and guardrails
# custom:
#   of: scope
#   within: region
#   field: id
met.data_events contains evidence.shown(s, t, ["parts", "GetEventSelectors", "AdvancedEventSelectors", i]) if {
	some s in regions
	some t in logging
	t.region == s.region
	some i, e in t.parts.GetEventSelectors.AdvancedEventSelectors
	count(data_types(e) & needed) > 0
	count(needed - recorded[s.region]) == 0
}

unclear.data_events contains evidence.shown(s, t, ["parts", "GetEventSelectors"]) if {
	some s in regions
	some t in hidden
	t.region == s.region
	not s.ref in followed
}

followed := {row.of | some row in met.data_events}

# Data events of Bedrock exist in advanced selectors only (CloudTrail user guide, "Logging data events").
needed := {"AWS::Bedrock::AgentAlias", "AWS::Bedrock::Guardrail", "AWS::Bedrock::KnowledgeBase"}

recorded := {s.region: types |
	some s in regions
	types := {x |
		some t in logging
		t.region == s.region
		some e in t.parts.GetEventSelectors.AdvancedEventSelectors
		some x in data_types(e)
	}
}

# What else a selector names, such as readOnly or a resource's ARN, narrows it: then some of the events are missing.
data_types(e) := {x | some x in equals(e, "resources.type")} if {
	"Data" in equals(e, "eventCategory")
	count(fields(e) - {"eventCategory", "resources.type"}) == 0
} else := set()

fields(e) := {object.get(f, "Field", "") | some f in e.FieldSelectors}

equals(e, field) := {x |
	some f in e.FieldSelectors
	f.Field == field
	some x in f.Equals
}
