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
		"of an account that was left out": {"ids": ["arn:aws:bedrock-agentcore:us-east-1:777788889999:runtime/r-1"], "want": false},
		"something else": {"ids": ["arn:aws:bedrock-agentcore:us-east-1:111122223333:memory/m-1"], "want": false},
		"of another service": {"ids": ["arn:aws:bedrock:us-east-1:111122223333:runtime/r-1"], "want": false},
		"no ARN": {"ids": ["runtime/r-1"], "want": false},
		"nothing": {"ids": [], "want": false},
	}
	ledger := [
		{"scope": {"provider": "aws", "account": "111122223333"}}, {"scope": {"provider": "openai", "account": "444455556666"}},
		{"scope": {"provider": "aws", "account": "777788889999"}, "status": "skipped"},
	]
	got := {true | register.judged_on_aws(tc.ids, {"bedrock-agentcore:runtime"}) with input.ledger as ledger}
	got == {true | tc.want}
}

test_only_elsewhere[name] if {
	some name, tc in {
		"test only": {"owners": [system("a", {"status": "test"})], "want": true},
		"one in production": {"owners": [system("a", {"status": "test"}), system("b", {"status": "production"})], "want": false},
		"status not said": {"owners": [system("a", {})], "want": false},
		"nobody": {"owners": [], "want": false},
		"retired only": {"owners": [system("a", {"status": "retired"})], "want": false},
		"test, and one that is retired": {"owners": [system("a", {"status": "test"}), system("b", {"status": "retired"})], "want": true},
	}
	got := {true | register.only_elsewhere("x") with input.lookup.record_ai_system.resource_ids as {"x": tc.owners}}
	got == {true | tc.want}
}

test_lowest_tier[name] if {
	some name, tc in {
		"lowest": {"config": {"risk_tier": "minimal", "legally_high_risk": false}, "want": true},
		"next": {"config": {"risk_tier": "limited", "legally_high_risk": false}, "want": false},
		"lowest, and legally high": {"config": {"risk_tier": "minimal", "legally_high_risk": true}, "want": false},
		"legal class not said": {"config": {"risk_tier": "minimal"}, "want": false},
		"tier not said": {"config": {"legally_high_risk": false}, "want": false},
	}
	got := {true | register.lowest_tier(system("a", tc.config)) with input.settings as {"risk_tiers": ["minimal", "limited"]}}
	got == {true | tc.want}
}

test_patient[name] if {
	some name, tc in {
		"nine hours": {"config": {"rto_minutes": 540}, "want": true},
		"eight hours": {"config": {"rto_minutes": 480}, "want": false},
		"not said": {"config": {}, "want": false},
	}
	got := {true | register.patient(system("a", tc.config))}
	got == {true | tc.want}
}
