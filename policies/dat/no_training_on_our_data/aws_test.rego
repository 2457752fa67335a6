package aismm.dat.no_training_on_our_data.aws_test

import data.aismm.dat.no_training_on_our_data.aws as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

boundary(ai) := object.union(fixture.boundary("aws:111122223333"), {"ai": ai})

account := boundary("yes")

effective(services) := fixture.resource("aws_organizations_ai_optout_effective_policy", "aws:111122223333", {"config": {"PolicyContent": {"services": services}}})

attached(rule, targets) := fixture.resource("aws_organizations_ai_optout_policy", "arn:p", {
	"boundary": "aws:o-1", "config": {"Content": {"services": {"default": {"opt_out_policy": rule}}}},
	"parts": {"ListTargetsForPolicy": {"Targets": [{"TargetId": t} | some t in targets]}},
})

retention(region, mode) := fixture.resource("aws_bedrock_account_data_retention", concat("/", ["aws:111122223333", region]), {"config": {"mode": mode}})

member(id) := fixture.resource("aws_organizations_account", id, {"config": {"Id": id}, "derived": {"ancestors": ["ou-1", "r-1"]}})

seen(resources, policies) := {
	"boundary": account,
	"resources": {
		"aws_organizations_ai_optout_effective_policy": [r | some r in resources; r.kind == "aws_organizations_ai_optout_effective_policy"],
		"aws_bedrock_account_data_retention": [r | some r in resources; r.kind == "aws_bedrock_account_data_retention"],
	},
	"enclosing": {"resources": {
		"aws_organizations_ai_optout_policy": policies,
		"aws_organizations_account": [member("111122223333"), object.union(member("444455556666"), {"derived": {"ancestors": ["ou-2", "r-1"]}})],
	}},
}

none := {"default_opted_out": set(), "none_opted_in": set(), "locked": set(), "not_shared": set()}

test_subjects[name] if {
	some name, tc in {"with AI": {"ai": "yes", "judged": true}, "without": {"ai": "no", "judged": false}, "not known": {"ai": "unknown", "judged": false}}
	got := policy.subjects with input as {"boundary": boundary(tc.ai)}
	got == {evidence.subject(b) | tc.judged; b := boundary(tc.ai)}
}

out := {"opt_out_policy": "optOut"}

test_effective[name] if {
	some name, tc in {
		"out of all": {"services": {"default": out}, "met": {"default_opted_out": ["default", "opt_out_policy"], "none_opted_in": []}},
		"out of one more": {"services": {"default": out, "lex": out}, "met": {"default_opted_out": ["default", "opt_out_policy"], "none_opted_in": []}},
		"into one": {"services": {"default": out, "lex": {"opt_out_policy": "optIn"}}, "met": {"default_opted_out": ["default", "opt_out_policy"]}},
		"into all": {"services": {"default": {"opt_out_policy": "optIn"}}, "met": {}},
		"in another case": {"services": {"default": {"opt_out_policy": "OPTOUT"}}, "met": {}},
		"out of one alone": {"services": {"lex": out}, "met": {"none_opted_in": []}},
		"one that does not say": {"services": {"default": out, "lex": {}}, "met": {"default_opted_out": ["default", "opt_out_policy"]}},
		"nothing": {"services": {}, "met": {}},
	}
	p := effective(tc.services)
	got := policy.met with input as seen([p], [])
	got == object.union(none, {c: {evidence.shown(account, p, array.concat(["config", "PolicyContent", "services"], path))} | some c, path in tc.met})
}

test_no_policy_is_no_opt_out if {
	got := policy.met with input as seen([], [])
	got == none
}

locked := {"@@assign": "optOut", "@@operators_allowed_for_child_policies": ["@@none"]}

test_attached[name] if {
	some name, tc in {
		"to the root": {"rule": locked, "targets": ["r-1"], "met": true},
		"to the unit": {"rule": locked, "targets": ["ou-1"], "met": true},
		"to the account": {"rule": locked, "targets": ["444455556666", "111122223333"], "met": true},
		"to another unit": {"rule": locked, "targets": ["ou-2"], "met": false},
		"to nothing": {"rule": locked, "targets": [], "met": false},
		"opts in": {"rule": object.union(locked, {"@@assign": "optIn"}), "targets": ["r-1"], "met": false},
		"may be changed": {"rule": object.remove(locked, ["@@operators_allowed_for_child_policies"]), "targets": ["r-1"], "met": false},
		"may be changed by some": {"rule": object.union(locked, {"@@operators_allowed_for_child_policies": ["@@none", "@@assign"]}), "targets": ["r-1"], "met": false},
		"assigns nothing": {"rule": object.remove(locked, ["@@assign"]), "targets": ["r-1"], "met": false},
	}
	p := attached(tc.rule, tc.targets)
	got := policy.met with input as seen([], [p])
	got == object.union(none, {"locked": {row | tc.met; row := evidence.shown(account, p, ["config", "Content", "services", "default", "opt_out_policy"])}})
}

# Under "shared" and "unclear", the regions that say so.
test_retention[name] if {
	some name, tc in {
		"none": {"modes": ["none"], "met": true, "shared": [], "unclear": []},
		"the default": {"modes": ["default", "none"], "met": true, "shared": [], "unclear": []},
		"shared": {"modes": ["provider_data_share"], "met": false, "shared": [0], "unclear": []},
		"shared in one region": {"modes": ["none", "provider_data_share", "inherit"], "met": false, "shared": [1], "unclear": []},
		"inherited": {"modes": ["none", "inherit"], "met": false, "shared": [], "unclear": [1]},
		"a mode that nobody knows": {"modes": ["everything"], "met": false, "shared": [], "unclear": []},
		"no region": {"modes": [], "met": false, "shared": [], "unclear": []},
	}
	found := [retention(format_int(i, 10), mode) | some i, mode in tc.modes]
	got := {"met": policy.met, "violations": policy.violations, "unclear": policy.unclear} with input as seen(found, [])
	got == {
		"met": object.union(none, {"not_shared": {row | tc.met; row := evidence.at(account, ["id"])}}),
		"violations": {"not_shared": {evidence.shown(account, found[i], ["config", "mode"]) | some i in tc.shared}},
		"unclear": {"not_shared": {evidence.shown(account, found[i], ["config", "mode"]) | some i in tc.unclear}},
	}
}

test_retention_that_was_not_read if {
	r := object.union(retention("us-east-1", "none"), {"config": {"mode": null}, "missing": ["bedrock:GetAccountDataRetention"]})
	got := policy.unclear with input as seen([r], [])
	got == {"not_shared": {evidence.shown(account, r, ["config", "mode"])}}
}
