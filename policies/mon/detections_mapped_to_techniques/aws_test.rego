package aismm.mon.detections_mapped_to_techniques.aws_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.mon.detections_mapped_to_techniques.aws as policy

account := object.union(fixture.boundary("aws:111122223333"), {"ai": "yes"})

event(name, principal, derived) := fixture.resource("aws_cloudtrail_event_summary", concat("/", [name, principal]), {
	"config": {"EventName": name, "EventSource": "bedrock.amazonaws.com"},
	"derived": object.union({"principal": principal, "first": "2026-11-10T00:00:00Z", "last": "2026-11-10T00:00:00Z"}, derived),
})

usage(derived) := fixture.resource("aws_bedrock_usage", "aws:111122223333/us-east-1/m", {"derived": derived})

called := [usage({"invocations": 3})]

seen(usage, events) := {
	"boundary": account, "settings": {"model_explorers": ["arn:admin"]},
	"resources": {"aws_bedrock_usage": usage, "aws_cloudtrail_event_summary": events},
}

look := event("ListFoundationModels", "arn:x", {})

call := event("InvokeModel", "arn:x", {"last": "2026-11-11T00:00:00Z"})

test_subjects[name] if {
	some name, tc in {
		"called": {"usage": called, "events": [], "judged": true},
		"how often is not said": {"usage": [usage({"model_id": "m"})], "events": [], "judged": true},
		"seen in the trail": {"usage": [], "events": [call], "judged": true},
		"not any more": {"usage": [usage({"invocations": 0})], "events": [], "judged": false},
		"never": {"usage": [], "events": [look], "judged": false},
	}
	got := policy.subjects with input as seen(tc.usage, tc.events)
	got == {x | tc.judged; x := evidence.subject(account)}
}

test_nobody_unknown[name] if {
	some name, tc in {
		"nothing": {"events": [], "blamed": []},
		"looked and called": {"events": [look, call], "blamed": [call]},
		"asked for one model and called": {"events": [event("GetFoundationModelAvailability", "arn:x", {}), call], "blamed": [call]},
		"conversed": {"events": [look, event("Converse", "arn:x", {})], "blamed": [event("Converse", "arn:x", {})]},
		"streamed": {"events": [look, event("ConverseStream", "arn:x", {})], "blamed": [event("ConverseStream", "arn:x", {})]},
		"streamed a response": {"events": [look, event("InvokeModelWithResponseStream", "arn:x", {})], "blamed": [event("InvokeModelWithResponseStream", "arn:x", {})]},
		"only looked": {"events": [look], "blamed": []},
		"only called": {"events": [call], "blamed": []},
		"two people": {"events": [look, event("InvokeModel", "arn:y", {})], "blamed": []},
		"somebody known": {"events": [event("ListFoundationModels", "arn:admin", {}), event("InvokeModel", "arn:admin", {})], "blamed": []},
		"called before": {"events": [look, event("InvokeModel", "arn:x", {"last": "2026-11-09T23:59:59Z"})], "blamed": []},
		"when it looked is not said": {"events": [object.union(look, {"derived": {"first": null}}), call], "blamed": [call]},
		"another service": {"events": [object.union(look, {"config": {"EventSource": "sagemaker.amazonaws.com"}}), call], "blamed": []},
		"a call of another service": {"events": [look, object.union(call, {"config": {"EventSource": "sagemaker.amazonaws.com"}})], "blamed": []},
		"another event": {"events": [event("CreateAccountAssignment", "arn:x", {}), call], "blamed": []},
	}
	got := {"met": policy.met, "violations": policy.violations} with input as seen(called, tc.events)
	got == {
		"met": {"nobody_unknown": {row | count(tc.blamed) == 0; row := evidence.at(account, ["account"])}},
		"violations": {"nobody_unknown": {evidence.shown(account, i, ["derived", "principal"]) | some i in tc.blamed}},
	}
}

test_an_account_without_calls_has_no_rows if {
	got := {"met": policy.met, "violations": policy.violations} with input as seen([], [look])
	got == {"met": {"nobody_unknown": set()}, "violations": {"nobody_unknown": set()}}
}
