package aismm.dat.ai_stores_not_public.aws_test

import data.aismm.dat.ai_stores_not_public.aws as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

bucket(parts, derived) := fixture.resource("aws_s3_bucket", "arn:aws:s3:::b", {"name": "b", "config": {"Name": "b"}, "parts": parts, "derived": derived})

by_ai := {"named_by": ["aws_bedrock_data_source d"]}

seen(buckets) := {"resources": {"aws_s3_bucket": buckets}}

none := {"blocked": set(), "policy_closed": set()}

test_subjects[name] if {
	some name, tc in {
		"grounding": {"by": "aws_bedrock_data_source d", "judged": true},
		"a trail": {"by": "aws_cloudtrail_trail t", "judged": false},
	}
	b := bucket({}, {"named_by": [tc.by]})
	got := policy.subjects with input as seen([b])
	got == {x | tc.judged; x := evidence.subject(b)}
}

all_on := {"BlockPublicAcls": true, "BlockPublicPolicy": true, "IgnorePublicAcls": true, "RestrictPublicBuckets": true}

acls := {"BlockPublicAcls": true, "BlockPublicPolicy": false, "IgnorePublicAcls": true, "RestrictPublicBuckets": false}

policies := {"BlockPublicAcls": false, "BlockPublicPolicy": true, "IgnorePublicAcls": false, "RestrictPublicBuckets": true}

block(settings) := {"PublicAccessBlockConfiguration": settings}

public(is) := {"GetBucketPolicyStatus": {"PolicyStatus": {"IsPublic": is}}}

# Under "met", the parts that show that access is blocked.
test_blocked[name] if {
	cases := object.union(
		{
			"by the bucket": {"parts": {"GetPublicAccessBlock": block(all_on)}, "met": ["GetPublicAccessBlock"]},
			"by the account": {"parts": {"GetAccountPublicAccessBlock": block(all_on)}, "met": ["GetAccountPublicAccessBlock"]},
			"by both together": {
				"parts": {"GetPublicAccessBlock": block(acls), "GetAccountPublicAccessBlock": block(policies)},
				"met": ["GetPublicAccessBlock", "GetAccountPublicAccessBlock"],
			},
			"in part by both": {"parts": {"GetPublicAccessBlock": block(acls), "GetAccountPublicAccessBlock": block(acls)}, "met": []},
			"by nobody": {"parts": {}, "met": []},
		},
		object.union(
			{concat(" ", ["without", s]): {"parts": {"GetPublicAccessBlock": block(object.remove(all_on, [s]))}, "met": []} | some s, _ in all_on},
			{concat(" ", ["not", s]): {"parts": {"GetPublicAccessBlock": block(object.union(all_on, {s: false}))}, "met": []} | some s, _ in all_on},
		),
	)
	some name, tc in cases
	b := bucket(object.union(tc.parts, public(true)), by_ai)
	got := policy.met with input as seen([b])
	got == object.union(none, {"blocked": {evidence.at(b, ["parts", part, "PublicAccessBlockConfiguration"]) | some part in tc.met}})
}

test_policy[name] if {
	some name, tc in {
		"closed": {"parts": public(false), "met": true},
		"public": {"parts": public(true), "met": false},
		"none": {"parts": {}, "met": true},
		"without a status": {"parts": {"GetBucketPolicyStatus": {}}, "met": false},
		"without a word": {"parts": {"GetBucketPolicyStatus": {"PolicyStatus": {}}}, "met": false},
	}
	b := bucket(tc.parts, by_ai)
	got := policy.met with input as seen([b])
	got == object.union(none, {"policy_closed": {row | tc.met; row := evidence.at(b, ["parts", "GetBucketPolicyStatus", "PolicyStatus", "IsPublic"])}})
}

test_buckets_that_nobody_could_read if {
	b := bucket(public(true), object.union(by_ai, {"unread": "nobody may ask"}))
	logs := bucket({}, {"named_by": ["aws_cloudtrail_trail t"], "unread": "nobody may ask"})
	got := {"met": policy.met, "unclear": policy.unclear} with input as seen([b, logs])
	got == {"met": none, "unclear": {
		"blocked": {evidence.at(b, ["parts", "GetPublicAccessBlock"])},
		"policy_closed": {evidence.at(b, ["parts", "GetBucketPolicyStatus"])},
	}}
}
