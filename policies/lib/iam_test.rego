package aismm.lib.iam_test

import data.aismm.lib.iam

test_matches[name] if {
	some name, tc in {
		"the same": {"pattern": "bedrock:InvokeModel", "want": true},
		"in another case": {"pattern": "Bedrock:invokemodel", "want": true},
		"a prefix": {"pattern": "bedrock:Invoke*", "want": true},
		"the service": {"pattern": "bedrock:*", "want": true},
		"everything": {"pattern": "*", "want": true},
		"one character": {"pattern": "bedrock:InvokeMode?", "want": true},
		"no character": {"pattern": "bedrock:InvokeModel?", "want": false},
		"another action": {"pattern": "bedrock:GetAgent", "want": false},
		"another service": {"pattern": "bedrock-agentcore:*", "want": false},
	}
	got := {true | iam.matches(tc.pattern, "bedrock:InvokeModel")}
	got == {true | tc.want}
}

test_about[name] if {
	some name, tc in {
		"one action": {"statement": {"Action": "s3:GetObject"}, "want": true},
		"a list": {"statement": {"Action": ["bedrock:*", "s3:Get*"]}, "want": true},
		"others": {"statement": {"Action": ["bedrock:*"]}, "want": false},
		"all but others": {"statement": {"NotAction": ["iam:*"]}, "want": true},
		"all but this": {"statement": {"NotAction": "s3:*"}, "want": false},
		"nothing": {"statement": {}, "want": false},
	}
	got := {true | iam.about(tc.statement, "s3:GetObject")}
	got == {true | tc.want}
}

test_whole[name] if {
	some name, tc in {
		"everything": {"pattern": "*", "want": true},
		"the service": {"pattern": "bedrock:*", "want": true},
		"in capitals": {"pattern": "BEDROCK:*", "want": true},
		"several services": {"pattern": "bed*", "want": true},
		"some of it": {"pattern": "bedrock:Get*", "want": false},
		"another service": {"pattern": "bedrock-agentcore:*", "want": false},
	}
	got := {true | iam.whole(tc.pattern, "bedrock")}
	got == {true | tc.want}
}

test_particular[name] if {
	some name, tc in {
		"one": {"statement": {"Resource": "arn:aws:s3:::b/*"}, "want": true},
		"a list": {"statement": {"Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"]}, "want": true},
		"everything": {"statement": {"Resource": "*"}, "want": false},
		"everything among others": {"statement": {"Resource": ["arn:aws:s3:::b", "*"]}, "want": false},
		"all ARNs": {"statement": {"Resource": "arn:*"}, "want": false},
		"all but some": {"statement": {"NotResource": "arn:aws:s3:::b"}, "want": false},
		"nothing": {"statement": {}, "want": false},
	}
	got := {true | iam.particular(tc.statement)}
	got == {true | tc.want}
}
