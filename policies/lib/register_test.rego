package aismm.lib.register_test

import data.aismm.lib.fixture
import data.aismm.lib.register

system(id, config) := fixture.record("record_ai_system", id, config)

test_production_is_what_nobody_says_is_elsewhere if {
	live := system("a", {"status": "production"})
	unstated := system("b", {})
	others := [system(st, {"status": st}) | some st in ["planned", "test", "retired"]]
	got := [s.id | some s in register.production] with input.records.record_ai_system as array.concat([live, unstated], others)
	got == ["a", "b"]
}

test_lower_tier[name] if {
	some name, tc in {
		"lower": {"config": {"risk_tier": "limited", "legally_high_risk": false}, "want": true},
		"high": {"config": {"risk_tier": "high", "legally_high_risk": false}, "want": false},
		"legally high": {"config": {"risk_tier": "limited", "legally_high_risk": true}, "want": false},
		"legal class not said": {"config": {"risk_tier": "limited"}, "want": false},
		"tier not said": {"config": {"legally_high_risk": false}, "want": false},
		"tier of another scheme": {"config": {"risk_tier": "green", "legally_high_risk": false}, "want": false},
	}
	settings := {"risk_tiers": ["limited", "high"], "high_risk_tiers": ["high"]}
	got := {true | register.lower_tier(system("a", tc.config)) with input.settings as settings}
	got == {true | tc.want}
}

test_high_tier_and_what_is_untold[name] if {
	some name, tc in {
		"high": {"config": {"risk_tier": "high"}, "high": true, "untold": "legally_high_risk"},
		"legally high": {"config": {"risk_tier": "limited", "legally_high_risk": true}, "high": true, "untold": "legally_high_risk"},
		"legal class not said": {"config": {"risk_tier": "limited"}, "high": false, "untold": "legally_high_risk"},
		"tier not said": {"config": {"legally_high_risk": false}, "high": false, "untold": "risk_tier"},
		"tier of another scheme": {"config": {"risk_tier": "green"}, "high": false, "untold": "risk_tier"},
	}
	settings := {"risk_tiers": ["limited", "high"], "high_risk_tiers": ["high"]}
	s := system("a", tc.config)
	got := {"high": {true | register.high_tier(s)}, "untold": register.untold(s)} with input.settings as settings
	got == {"high": {true | tc.high}, "untold": tc.untold}
}

test_judged_on_aws[name] if {
	some name, tc in {
		"a runtime": {"ids": ["x", "arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/r-1"], "want": true},
		"of another partition": {"ids": ["arn:aws-us-gov:bedrock-agentcore:us-gov-west-1:111122223333:runtime/r-1"], "want": true},
		"of an account outside the scan": {"ids": ["arn:aws:bedrock-agentcore:us-east-1:444455556666:runtime/r-1"], "want": false},
		"something else": {"ids": ["arn:aws:bedrock-agentcore:us-east-1:111122223333:memory/m-1"], "want": false},
		"of another service": {"ids": ["arn:aws:bedrock:us-east-1:111122223333:runtime/r-1"], "want": false},
		"no ARN": {"ids": ["runtime/r-1"], "want": false},
		"nothing": {"ids": [], "want": false},
	}
	ledger := [{"scope": {"provider": "aws", "account": "111122223333"}}, {"scope": {"provider": "openai", "account": "444455556666"}}]
	got := {true | register.judged_on_aws(tc.ids, {"bedrock-agentcore:runtime"}) with input.ledger as ledger}
	got == {true | tc.want}
}

test_only_elsewhere[name] if {
	some name, tc in {
		"test only": {"owners": [system("a", {"status": "test"})], "want": true},
		"one in production": {"owners": [system("a", {"status": "test"}), system("b", {"status": "production"})], "want": false},
		"status not said": {"owners": [system("a", {})], "want": false},
		"nobody": {"owners": [], "want": false},
	}
	got := {true | register.only_elsewhere("x") with input.lookup.record_ai_system.resource_ids as {"x": tc.owners}}
	got == {true | tc.want}
}
