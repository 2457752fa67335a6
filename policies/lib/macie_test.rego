package aismm.lib.macie_test

import data.aismm.lib.fixture
import data.aismm.lib.macie

bucket(derived) := fixture.resource("aws_s3_bucket", "arn:aws:s3:::b", {"name": "b", "derived": object.union({"named_by": ["aws_bedrock_data_source d"]}, derived)})

known(name) := fixture.resource("aws_macie_bucket", "m", {"config": {"bucketName": name}})

session(region, status) := fixture.resource("aws_macie_session", region, {
	"region": region,
	"parts": {"GetAdministratorAccount": {"administrator": {"accountId": "444455556666", "relationshipStatus": status}}},
})

seen(b, sessions, name) := {
	"resources": {"aws_s3_bucket": [b], "aws_macie_session": sessions},
	"lookup": {"aws_macie_bucket": {"bucketName": {name: [known(name)]}}},
}

test_doubts[name] if {
	own := {"owned": true, "region": "us-east-1"}
	foreign := {"owned": false, "region": "us-east-1"}
	some name, tc in {
		"its own": {"derived": own, "sessions": [], "known": "c", "speaks": true, "by": []},
		"of another account": {"derived": foreign, "sessions": [], "known": "c", "speaks": false, "by": ["aws_s3_bucket"]},
		"of a member's account": {"derived": foreign, "sessions": [], "known": "b", "speaks": true, "by": []},
		"of who knows whom": {"derived": {"region": "us-east-1"}, "sessions": [], "known": "c", "speaks": false, "by": ["aws_s3_bucket"]},
		"under an administrator": {"derived": own, "sessions": [session("us-east-1", "Enabled")], "known": "b", "speaks": true, "by": ["aws_macie_session"]},
		"under one that left": {"derived": own, "sessions": [session("us-east-1", "Resigned")], "known": "b", "speaks": true, "by": []},
		"under one in another region": {"derived": own, "sessions": [session("eu-central-1", "Enabled")], "known": "b", "speaks": true, "by": []},
		"under who knows whom": {"derived": own, "sessions": [object.union(object.remove(session("us-east-1", "Enabled"), ["parts"]), {"missing": ["macie2:GetAdministratorAccount"]})], "known": "b", "speaks": true, "by": ["aws_macie_session"]},
		"under none": {"derived": own, "sessions": [object.union(object.remove(session("us-east-1", "Enabled"), ["parts"]), {"parts": {"GetAdministratorAccount": {}}})], "known": "b", "speaks": true, "by": []},
	}
	b := bucket(tc.derived)
	got := {"by": [d.of.kind | some d in macie.doubts], "speaks": count([b | macie.speaks_for(b)]) == 1} with input as seen(b, tc.sessions, tc.known)
	got == {"by": tc.by, "speaks": tc.speaks}
}

test_alone[name] if {
	some name, tc in {
		"under none": {"sessions": [object.union(session("us-east-1", ""), {"parts": {"GetAdministratorAccount": {"administrator": {"relationshipStatus": null}}}})], "here": true, "alone": true},
		"under an administrator": {"sessions": [session("us-east-1", "Enabled")], "here": true, "alone": false},
		"not told": {"sessions": [fixture.resource("aws_macie_session", "s", {})], "here": true, "alone": false},
		"in another region": {"sessions": [session("eu-central-1", "")], "here": false, "alone": false},
		"off": {"sessions": [], "here": false, "alone": false},
	}
	b := bucket({"region": "us-east-1"})
	got := {"here": count([b | b.derived.region in macie.regions]) == 1, "alone": count([b | b.derived.region in macie.sole_regions]) == 1} with input as seen(b, tc.sessions, "b")
	got == {"here": tc.here, "alone": tc.alone}
}
