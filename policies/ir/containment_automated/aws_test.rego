package aismm.ir.containment_automated.aws_test

import data.aismm.ir.containment_automated.aws as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

account(ai) := object.union(fixture.boundary("aws:111122223333"), {"ai": ai})

brake := "arn:aws:lambda:us-east-1:111122223333:function:brake"

rule(config, targets) := fixture.resource("aws_eventbridge_rule", "arn:r", {"config": config, "parts": {"ListTargetsByRule": {"Targets": targets}}})

on := {"State": "ENABLED", "EventPattern": {"source": ["aws.guardduty"], "detail-type": ["GuardDuty Finding"]}}

plan(actions) := fixture.resource("aws_ssm_incidents_plan", "arn:p", {"config": {"actions": actions}})

seen(ai, tests, things) := {
	"boundary": account(ai), "settings": {"test_accounts": tests, "containment_automations": [brake, "Isolate-Agent"]},
	"resources": {
		"aws_eventbridge_rule": [t | some t in things; t.kind == "aws_eventbridge_rule"],
		"aws_ssm_incidents_plan": [t | some t in things; t.kind == "aws_ssm_incidents_plan"],
	},
}

test_subjects[name] if {
	some name, tc in {
		"with AI": {"ai": "yes", "tests": [], "judged": true},
		"a test account": {"ai": "yes", "tests": ["111122223333"], "judged": false},
		"another test account": {"ai": "yes", "tests": ["123456789012"], "judged": true},
		"without AI": {"ai": "no", "tests": [], "judged": false},
		"not known": {"ai": "unknown", "tests": [], "judged": false},
	}
	got := policy.subjects with input as seen(tc.ai, tc.tests, [])
	got == {x | tc.judged; x := evidence.subject(account(tc.ai))}
}

test_rules[name] if {
	some name, tc in {
		"on a finding": {"config": on, "targets": [{"Id": "t", "Arn": brake}], "met": true},
		"with management events": {"config": object.union(on, {"State": "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"}), "targets": [{"Arn": brake}], "met": true},
		"on an alarm": {"config": object.union(on, {"EventPattern": {"detail-type": ["CloudWatch Alarm State Change"]}}), "targets": [{"Arn": brake}], "met": true},
		"on findings of another's making": {"config": {"State": "ENABLED", "EventPattern": {"source": ["example.app"], "detail-type": ["GuardDuty Finding"]}}, "targets": [{"Arn": brake}], "met": false},
		"on findings by a prefix of the source": {"config": {"State": "ENABLED", "EventPattern": {"source": [{"prefix": "aws."}], "detail-type": ["GuardDuty Finding"]}}, "targets": [{"Arn": brake}], "met": true},
		"on several sources": {"config": {"State": "ENABLED", "EventPattern": {"source": ["example.app", "aws.securityhub"], "detail-type": ["Security Hub Findings - Imported"]}}, "targets": [{"Arn": brake}], "met": true},
		"on all that GuardDuty sends": {"config": {"State": "ENABLED", "EventPattern": {"source": ["aws.guardduty"]}}, "targets": [{"Arn": brake}], "met": true},
		"on all that another service sends": {"config": {"State": "ENABLED", "EventPattern": {"source": ["aws.ec2"]}}, "targets": [{"Arn": brake}], "met": false},
		"on what else GuardDuty sends": {"config": {"State": "ENABLED", "EventPattern": {"source": ["aws.guardduty"], "detail-type": ["GuardDuty Runtime Protection Healthy"]}}, "targets": [{"Arn": brake}], "met": false},
		"on something else": {"config": {"State": "ENABLED", "EventPattern": {"detail-type": ["EC2 Instance State-change Notification"]}}, "targets": [{"Arn": brake}], "met": false},
		"on a schedule": {"config": {"State": "ENABLED", "ScheduleExpression": "rate(1 day)"}, "targets": [{"Arn": brake}], "met": false},
		"disabled": {"config": object.union(on, {"State": "DISABLED"}), "targets": [{"Arn": brake}], "met": false},
		"tells only a topic": {"config": on, "targets": [{"Arn": "arn:aws:sns:us-east-1:111122223333:alerts"}], "met": false},
		"without a target": {"config": on, "targets": [], "met": false},
	}
	r := rule(tc.config, tc.targets)
	got := policy.met with input as seen("yes", [], [r])
	got == {"armed": {row | tc.met; row := evidence.shown(account("yes"), r, ["parts", "ListTargetsByRule", "Targets", 0, "Arn"])}}
}

test_plans[name] if {
	some name, tc in {
		"names it": {"actions": [{"ssmAutomation": {"documentName": "Isolate-Agent"}}], "met": true},
		"names another": {"actions": [{"ssmAutomation": {"documentName": "Write-Report"}}], "met": false},
		"names none": {"actions": [], "met": false},
	}
	p := plan(tc.actions)
	got := policy.met with input as seen("yes", [], [p])
	got == {"armed": {row | tc.met; row := evidence.shown(account("yes"), p, ["config", "actions", 0, "ssmAutomation", "documentName"])}}
}
