package aismm.org.ai_posture_management_on.aws_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.org.ai_posture_management_on.aws as policy

here := fixture.region("us-east-1", "yes")

standard(name, status) := {
	"StandardsArn": concat("", ["arn:aws:securityhub:us-east-1::standards/", name, "/v/1.0.0"]),
	"StandardsStatus": status,
}

hub(subscriptions, aggregators) := fixture.resource("aws_securityhub_hub", "arn:h", {"parts": {
	"GetEnabledStandards": {"StandardsSubscriptions": subscriptions},
	"ListFindingAggregators": {"FindingAggregators": aggregators},
}})

recorder(group, status) := fixture.resource("aws_config_recorder", "arn:r", {
	"config": {"name": "default", "recordingGroup": group},
	"parts": {"DescribeConfigurationRecorderStatus": status},
})

seen(hubs, recorders) := {
	"scopes": [here, fixture.region("eu-central-1", "no")],
	"resources": {"aws_securityhub_hub": hubs, "aws_config_recorder": recorders},
}

test_subjects if {
	got := policy.subjects with input as seen([], [])
	got == {evidence.subject(here)}
}

test_hub[name] if {
	aggregator := [{"FindingAggregatorArn": "arn:f"}]
	some name, tc in {
		"good": {"hub": hub([standard("aws-foundational-security-best-practices", "READY")], aggregator), "standard": true, "central": true},
		"the standard for AI": {"hub": hub([standard("ai-security-best-practices", "READY")], aggregator), "standard": true, "central": true},
		"another standard": {"hub": hub([standard("pci-dss", "READY")], aggregator), "standard": false, "central": true},
		"a standard that is not ready": {"hub": hub([standard("ai-security-best-practices", "INCOMPLETE")], aggregator), "standard": false, "central": true},
		"status not said": {"hub": hub([object.remove(standard("ai-security-best-practices", "READY"), ["StandardsStatus"])], aggregator), "standard": false, "central": true},
		"standard not said": {"hub": hub([{"StandardsStatus": "READY"}], aggregator), "standard": false, "central": true},
		"a standard without a path": {"hub": hub([{"StandardsStatus": "READY", "StandardsArn": "x"}], aggregator), "standard": false, "central": true},
		"no standard": {"hub": hub([], aggregator), "standard": false, "central": true},
		"gathered nowhere": {"hub": hub([standard("ai-security-best-practices", "READY")], []), "standard": true, "central": false},
		"nothing said": {"hub": object.remove(hub([], []), ["parts"]), "standard": false, "central": false},
		"of another region": {"hub": object.union(hub([standard("ai-security-best-practices", "READY")], aggregator), {"region": "eu-central-1"}), "standard": false, "central": false},
	}
	got := policy.met with input as seen([tc.hub], [])
	got == {
		"standard": {row | tc.standard; row := evidence.shown(here, tc.hub, ["parts", "GetEnabledStandards", "StandardsSubscriptions", 0, "StandardsStatus"])},
		"central": {row | tc.central; row := evidence.shown(here, tc.hub, ["parts", "ListFindingAggregators", "FindingAggregators"])},
		"recording": set(), "ai_types": set(),
	}
}

all_types := [t | some t in policy.ai_types]

included(types) := {"allSupported": false, "recordingStrategy": {"useOnly": "INCLUSION_BY_RESOURCE_TYPES"}, "resourceTypes": types}

excluded(types) := {
	"allSupported": false, "recordingStrategy": {"useOnly": "EXCLUSION_BY_RESOURCE_TYPES"},
	"exclusionByResourceTypes": {"resourceTypes": types},
}

test_recorder[name] if {
	on := {"recording": true}
	some name, tc in {
		"all": {"recorder": recorder({"allSupported": true}, on), "recording": true, "types": true},
		"stopped": {"recorder": recorder({"allSupported": true}, {"recording": false}), "recording": false, "types": true},
		"status not said": {"recorder": recorder({"allSupported": true}, {}), "recording": false, "types": true},
		"the types of AI": {"recorder": recorder(included(all_types), on), "recording": true, "types": true},
		"some of them": {"recorder": recorder(included(["AWS::SageMaker::Domain"]), on), "recording": true, "types": false},
		"no types": {"recorder": recorder(included([]), on), "recording": true, "types": false},
		"all but others": {"recorder": recorder(excluded(["AWS::EC2::Instance"]), on), "recording": true, "types": true},
		"all but one of AI": {"recorder": recorder(excluded(["AWS::Bedrock::Guardrail"]), on), "recording": true, "types": false},
		"all but what nobody said": {"recorder": recorder(object.remove(excluded([]), ["exclusionByResourceTypes"]), on), "recording": true, "types": false},
		"a list that does not count": {"recorder": recorder(object.union(included(["AWS::EC2::Instance"]), {"exclusionByResourceTypes": {"resourceTypes": []}}), on), "recording": true, "types": false},
		"strategy not said": {"recorder": recorder(object.remove(included(all_types), ["recordingStrategy"]), on), "recording": true, "types": false},
		"nothing said": {"recorder": recorder({}, on), "recording": true, "types": false},
		"of another region": {"recorder": object.union(recorder({"allSupported": true}, on), {"region": "eu-central-1"}), "recording": false, "types": false},
	}
	got := policy.met with input as seen([], [tc.recorder])
	got == {
		"standard": set(), "central": set(),
		"recording": {row | tc.recording; row := evidence.shown(here, tc.recorder, ["parts", "DescribeConfigurationRecorderStatus", "recording"])},
		"ai_types": {row | tc.types; row := evidence.shown(here, tc.recorder, ["config", "recordingGroup"])},
	}
}
