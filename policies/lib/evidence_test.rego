package aismm.lib.evidence_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture

thing := fixture.resource("aws_bedrock_agent", "arn:a", {})

other := fixture.resource("aws_iam_role", "arn:r", {})

test_subject if evidence.subject(thing) == {"kind": "aws_bedrock_agent", "id": "arn:a", "ref": "aws_bedrock_agent arn:a"}

test_named if evidence.named("person", "p1", thing) == {"kind": "person", "id": "p1", "ref": "person:p1", "seen": "aws_bedrock_agent arn:a"}

test_counted_for if evidence.counted_for(thing, "aws:111122223333") == {
	"kind": "aws_bedrock_agent", "id": "arn:a", "ref": "aws_bedrock_agent arn:a",
	"boundary": "aws:111122223333",
}

test_at if evidence.at(thing, ["config", "x"]) == {"of": "aws_bedrock_agent arn:a", "ref": "aws_bedrock_agent arn:a", "path": ["config", "x"]}

test_shown if evidence.shown(thing, other, ["id"]) == {"of": "aws_bedrock_agent arn:a", "ref": "aws_iam_role arn:r", "path": ["id"]}

test_list if {
	evidence.list("a") == ["a"]
	evidence.list(["a"]) == ["a"]
	evidence.list({"a": 1}) == [{"a": 1}]
}
