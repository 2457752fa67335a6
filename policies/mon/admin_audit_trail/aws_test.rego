package aismm.mon.admin_audit_trail.aws_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.mon.admin_audit_trail.aws as policy

here := fixture.region("us-east-1", "yes")

trail(id, config, status, selectors) := fixture.resource("aws_cloudtrail_trail", id, {
	"config": object.union({"IsMultiRegionTrail": true}, config),
	"parts": {"GetTrailStatus": status, "GetEventSelectors": selectors},
})

on := {"IsLogging": true}

basic := {"EventSelectors": [{"IncludeManagementEvents": true, "ReadWriteType": "All"}], "AdvancedEventSelectors": []}

field(name, values) := {"Field": name, "Equals": values}

advanced(selectors) := {"EventSelectors": [], "AdvancedEventSelectors": [{"FieldSelectors": s} | some s in selectors]}

data_of(types) := [field("eventCategory", ["Data"]), field("resources.type", types)]

all_types := ["AWS::Bedrock::AgentAlias", "AWS::Bedrock::KnowledgeBase", "AWS::Bedrock::Guardrail"]

seen(trails) := {
	"scopes": [here, fixture.region("eu-central-1", "no"), fixture.region("ap-south-1", "unknown")],
	"resources": {"aws_cloudtrail_trail": trails},
}

test_subjects if {
	got := policy.subjects with input as seen([])
	got == {evidence.subject(here)}
}

test_management[name] if {
	some name, tc in {
		"basic": {"trail": trail("t", {}, on, basic), "path": ["EventSelectors", 0]},
		"advanced": {"trail": trail("t", {}, on, advanced([[field("eventCategory", ["Management"])]])), "path": ["AdvancedEventSelectors", 0]},
		"of one region": {"trail": trail("t", {"IsMultiRegionTrail": false}, on, basic), "path": null},
		"not logging": {"trail": trail("t", {}, {"IsLogging": false}, basic), "path": null},
		"status not said": {"trail": trail("t", {}, {}, basic), "path": null},
		"no management events": {"trail": trail("t", {}, on, {"EventSelectors": [{"IncludeManagementEvents": false, "ReadWriteType": "All"}]}), "path": null},
		"writes only": {"trail": trail("t", {}, on, {"EventSelectors": [{"IncludeManagementEvents": true, "ReadWriteType": "WriteOnly"}]}), "path": null},
		"advanced, reads only": {"trail": trail("t", {}, on, advanced([[field("eventCategory", ["Management"]), field("readOnly", ["true"])]])), "path": null},
		"advanced, of one source": {"trail": trail("t", {}, on, advanced([[field("eventCategory", ["Management"]), field("eventSource", ["s3.amazonaws.com"])]])), "path": null},
		"advanced, but for the events of keys": {"trail": trail("t", {}, on, advanced([[field("eventCategory", ["Management"]), {"Field": "eventSource", "NotEquals": ["kms.amazonaws.com"]}]])), "path": ["AdvancedEventSelectors", 0]},
		"advanced, narrowed by what is not said": {"trail": trail("t", {}, on, advanced([[field("eventCategory", ["Management"]), {"Equals": ["true"]}]])), "path": null},
		"advanced, data only": {"trail": trail("t", {}, on, advanced([[field("eventCategory", ["Data"])]])), "path": null},
		"no selectors": {"trail": trail("t", {}, on, {}), "path": null},
		"in another region": {"trail": object.union(trail("t", {}, on, basic), {"region": "eu-central-1"}), "path": null},
	}
	got := policy.met.management with input as seen([tc.trail])
	got == {evidence.shown(here, tc.trail, array.concat(["parts", "GetEventSelectors"], tc.path)) | tc.path != null}
}

failed(parts, operations) := object.union(object.remove(trail("h", {}, on, {}), ["parts"]), {"parts": parts, "missing": operations})

# What a trail records whose owner does not show its selectors, or about which a read failed, is not known, where no other trail records it.
test_hidden[name] if {
	hidden := object.union(trail("h", {"IsOrganizationTrail": true}, on, {}), {"derived": {"unread": "not shown"}})
	all_recorded := advanced([[field("eventCategory", ["Management"])], data_of(all_types)])
	path := ["parts", "GetEventSelectors"]
	some name, tc in {
		"alone": {"trails": [hidden], "management": true, "data_events": true},
		"beside one that records management events": {"trails": [hidden, trail("t", {}, on, basic)], "management": false, "data_events": true},
		"beside one that records all": {"trails": [hidden, trail("t", {}, on, all_recorded)], "management": false, "data_events": false},
		"not logging": {"trails": [object.union(hidden, {"parts": {"GetTrailStatus": {"IsLogging": false}}})], "management": false, "data_events": false},
		"in another region": {"trails": [object.union(hidden, {"region": "eu-central-1"})], "management": false, "data_events": false},
		"no read succeeded": {"trails": [failed({}, ["cloudtrail:GetTrailStatus", "cloudtrail:GetEventSelectors"])], "management": true, "data_events": true},
		"selectors not read": {"trails": [failed({"GetTrailStatus": on}, ["cloudtrail:GetEventSelectors"])], "management": true, "data_events": true},
		"selectors not read of one that is off": {"trails": [failed({"GetTrailStatus": {"IsLogging": false}}, ["cloudtrail:GetEventSelectors"])], "management": false, "data_events": false},
		"status not read": {"trails": [failed({"GetEventSelectors": all_recorded}, ["cloudtrail:GetTrailStatus"])], "management": true, "data_events": true},
		"shown": {"trails": [trail("t", {}, on, {})], "management": false, "data_events": false},
	}
	got := policy.unclear with input as seen(tc.trails)
	got == {c: {evidence.shown(here, hidden, path) | tc[c]} | some c in ["data_events", "management"]}
}

test_data_events[name] if {
	some name, tc in {
		"in one selector": {"trails": [trail("t", {}, on, advanced([data_of(all_types)]))], "rows": [["t", 0]]},
		"in three selectors": {"trails": [trail("t", {}, on, advanced([data_of([x]) | some x in all_types]))], "rows": [["t", 0], ["t", 1], ["t", 2]]},
		"in two trails": {
			"trails": [
				trail("t", {}, on, advanced([data_of(["AWS::Bedrock::AgentAlias"])])),
				trail("u", {}, on, advanced([data_of(["AWS::Bedrock::KnowledgeBase", "AWS::Bedrock::Guardrail"])])),
			],
			"rows": [["t", 0], ["u", 0]],
		},
		"one type is missing": {"trails": [trail("t", {}, on, advanced([data_of(["AWS::Bedrock::AgentAlias", "AWS::Bedrock::Guardrail"])]))], "rows": []},
		"narrowed by what is not said": {"trails": [trail("t", {}, on, advanced([array.concat(data_of(all_types), [{"Equals": ["arn:x"]}])]))], "rows": []},
		"narrowed to one resource": {"trails": [trail("t", {}, on, advanced([array.concat(data_of(all_types), [field("resources.ARN", ["arn:x"])])]))], "rows": []},
		"writes only": {"trails": [trail("t", {}, on, advanced([array.concat(data_of(all_types), [field("readOnly", ["false"])])]))], "rows": []},
		"management selector": {"trails": [trail("t", {}, on, advanced([[field("eventCategory", ["Management"]), field("resources.type", all_types)]]))], "rows": []},
		"not logging": {"trails": [trail("t", {}, {"IsLogging": false}, advanced([data_of(all_types)]))], "rows": []},
		"in another region": {"trails": [object.union(trail("t", {}, on, advanced([data_of(all_types)])), {"region": "eu-central-1"})], "rows": []},
		"basic selectors": {"trails": [trail("t", {}, on, basic)], "rows": []},
	}
	got := policy.met.data_events with input as seen(tc.trails)
	got == {evidence.shown(here, t, ["parts", "GetEventSelectors", "AdvancedEventSelectors", r[1]]) |
		some r in tc.rows
		some t in tc.trails
		t.id == r[0]
	}
}
