package aws

import (
	"fmt"
	"strings"
	"testing"
)

const configTarget = "StarlingDoveService."

// Replies follow the response syntax of the operations in the AWS Config API reference.
func configAnswers() map[string][]answer {
	return map[string][]answer{
		configTarget + "DescribeConfigurationRecorders": {ok(`{"ConfigurationRecorders": [{"name": "default", "arn": "arn:aws:config:us-east-1:111122223333:configuration-recorder/default/abc",
			"roleARN": "arn:aws:iam::111122223333:role/config", "recordingGroup": {"allSupported": false, "includeGlobalResourceTypes": false,
			"resourceTypes": ["AWS::SageMaker::Domain"], "recordingStrategy": {"useOnly": "INCLUSION_BY_RESOURCE_TYPES"}}, "recordingScope": "PAID"}]}`)},
		configTarget + "DescribeConfigurationRecorderStatus": {ok(`{"ConfigurationRecordersStatus": [{"name": "default", "recording": true, "lastStatus": "SUCCESS", "lastStartTime": 1700000000}]}`)},
		configTarget + "DescribeConfigRules {}": {ok(`{"ConfigRules": [
			{"ConfigRuleName": "notebooks", "ConfigRuleArn": "arn:aws:config:us-east-1:111122223333:config-rule/r1", "ConfigRuleState": "ACTIVE", "InputParameters": "{\"kmsKeyArns\":\"k\"}",
			 "Source": {"Owner": "AWS", "SourceIdentifier": "SAGEMAKER_NOTEBOOK_INSTANCE_KMS_KEY_CONFIGURED"}},
			{"ConfigRuleName": "disks", "ConfigRuleArn": "arn:aws:config:us-east-1:111122223333:config-rule/r2", "Source": {"Owner": "AWS", "SourceIdentifier": "ENCRYPTED_VOLUMES"}, "Scope": {"ComplianceResourceTypes": ["AWS::EC2::Volume"]}}], "NextToken": "n1"}`)},
		configTarget + `DescribeConfigRules {"NextToken":"n1"}`: {ok(`{"ConfigRules": [
			{"ConfigRuleName": "guards", "ConfigRuleArn": "arn:aws:config:us-east-1:111122223333:config-rule/r3", "Source": {"Owner": "CUSTOM_POLICY"}, "Scope": {"ComplianceResourceTypes": ["AWS::Bedrock::Guardrail"]}}]}`)},
		configTarget + `DescribeComplianceByConfigRule {"ConfigRuleNames":["notebooks"]}`: {ok(`{"ComplianceByConfigRules": [{"ConfigRuleName": "notebooks", "Compliance": {"ComplianceType": "NON_COMPLIANT", "ComplianceContributorCount": {"CappedCount": 1, "CapExceeded": false}}}]}`)},
		configTarget + `DescribeComplianceByConfigRule {"ConfigRuleNames":["guards"]}`:    {denied("config:DescribeComplianceByConfigRule")},
		configTarget + `GetComplianceDetailsByConfigRule {"ComplianceTypes":["NON_COMPLIANT"],"ConfigRuleName":"notebooks"}`: {ok(`{"EvaluationResults": [{"ComplianceType": "NON_COMPLIANT", "ResultRecordedTime": 1795600000,
			"EvaluationResultIdentifier": {"EvaluationResultQualifier": {"ConfigRuleName": "notebooks", "ResourceType": "AWS::SageMaker::NotebookInstance", "ResourceId": "nb"}}}]}`)},
		configTarget + `GetComplianceDetailsByConfigRule {"ComplianceTypes":["NON_COMPLIANT"],"ConfigRuleName":"guards"}`: {ok(`{"EvaluationResults": []}`)},
		configTarget + `DescribeRemediationConfigurations {"ConfigRuleNames":["notebooks","guards"]}`: {ok(`{"RemediationConfigurations": [
			{"ConfigRuleName": "notebooks", "Arn": "arn:aws:config:us-east-1:111122223333:remediation-configuration/notebooks/x", "TargetType": "SSM_DOCUMENT", "TargetId": "Fix", "Automatic": true}]}`)},
	}
}

func TestConfig(t *testing.T) {
	got := newWire(t, configAnswers()).collect(configCollector, nil)
	got.wantResources(t, kindRecorder, `[
		{"id": "arn:aws:config:us-east-1:111122223333:configuration-recorder/default/abc", "name": "default",
		 "config": {"name": "default", "arn": "arn:aws:config:us-east-1:111122223333:configuration-recorder/default/abc", "roleARN": "arn:aws:iam::111122223333:role/config", "recordingScope": "PAID",
			"recordingGroup": {"allSupported": false, "includeGlobalResourceTypes": false, "resourceTypes": ["AWS::SageMaker::Domain"], "recordingStrategy": {"useOnly": "INCLUSION_BY_RESOURCE_TYPES"}}},
		 "parts": {"DescribeConfigurationRecorderStatus": {"name": "default", "recording": true, "lastStatus": "SUCCESS", "lastStartTime": "2023-11-14T22:13:20Z"}}}]`)
	got.wantResources(t, kindCompliance, `[
		{"id": "arn:aws:config:us-east-1:111122223333:config-rule/r1", "name": "notebooks",
		 "config": {"ConfigRuleName": "notebooks", "ConfigRuleArn": "arn:aws:config:us-east-1:111122223333:config-rule/r1", "ConfigRuleState": "ACTIVE", "InputParameters": {"kmsKeyArns": "k"},
			"EvaluationModes": [], "Source": {"Owner": "AWS", "SourceIdentifier": "SAGEMAKER_NOTEBOOK_INSTANCE_KMS_KEY_CONFIGURED", "SourceDetails": []}},
		 "parts": {
			"DescribeComplianceByConfigRule": {"ConfigRuleName": "notebooks", "Compliance": {"ComplianceType": "NON_COMPLIANT", "ComplianceContributorCount": {"CappedCount": 1, "CapExceeded": false}}},
			"GetComplianceDetailsByConfigRule": {"EvaluationResults": [{"ComplianceType": "NON_COMPLIANT", "ResultRecordedTime": "2026-11-25T09:46:40Z",
				"EvaluationResultIdentifier": {"EvaluationResultQualifier": {"ConfigRuleName": "notebooks", "ResourceType": "AWS::SageMaker::NotebookInstance", "ResourceId": "nb"}}}]}}},
		{"id": "arn:aws:config:us-east-1:111122223333:config-rule/r3", "name": "guards",
		 "config": {"ConfigRuleName": "guards", "ConfigRuleArn": "arn:aws:config:us-east-1:111122223333:config-rule/r3", "EvaluationModes": [],
			"Source": {"Owner": "CUSTOM_POLICY", "SourceDetails": []}, "Scope": {"ComplianceResourceTypes": ["AWS::Bedrock::Guardrail"], "ServicePrincipals": []}},
		 "parts": {"GetComplianceDetailsByConfigRule": {"EvaluationResults": []}}, "missing": ["config:DescribeComplianceByConfigRule"]}]`)
	got.wantResources(t, kindRemediation, `[
		{"id": "arn:aws:config:us-east-1:111122223333:remediation-configuration/notebooks/x", "name": "notebooks",
		 "config": {"ConfigRuleName": "notebooks", "Arn": "arn:aws:config:us-east-1:111122223333:remediation-configuration/notebooks/x", "TargetType": "SSM_DOCUMENT", "TargetId": "Fix", "Automatic": true}}]`)
	wantJSON(t, "failed reads", `["config:DescribeComplianceByConfigRule denied arn:aws:config:us-east-1:111122223333:config-rule/r3"]`, got.failedReads())
	got.conform(t, configCollector)
}

// TestConfigManyRules: remediations are asked for 25 rules at a time, which is what the operation takes.
func TestConfigManyRules(t *testing.T) {
	var rules, first, second []string
	answers := configAnswers()
	for i := range 30 {
		name := fmt.Sprintf("sagemaker-%02d", i)
		rules = append(rules, fmt.Sprintf(`{"ConfigRuleName": %q, "ConfigRuleArn": "arn:%s"}`, name, name))
		if i < 25 {
			first = append(first, `"`+name+`"`)
		} else {
			second = append(second, `"`+name+`"`)
		}
		answers[configTarget+`DescribeComplianceByConfigRule {"ConfigRuleNames":["`+name+`"]}`] = []answer{ok(`{"ComplianceByConfigRules": [{"ConfigRuleName": "` + name + `"}]}`)}
	}
	answers[configTarget+"DescribeConfigRules {}"] = []answer{ok(`{"ConfigRules": [` + strings.Join(rules, ",") + `]}`)}
	answers[configTarget+"GetComplianceDetailsByConfigRule"] = []answer{ok(`{}`)}
	for i, names := range [][]string{first, second} {
		answers[configTarget+`DescribeRemediationConfigurations {"ConfigRuleNames":[`+strings.Join(names, ",")+`]}`] = []answer{
			ok(fmt.Sprintf(`{"RemediationConfigurations": [{"ConfigRuleName": "sagemaker-%02d", "TargetType": "SSM_DOCUMENT", "TargetId": "Fix"}]}`, i*25))}
	}
	got := newWire(t, answers).collect(configCollector, nil)
	wantJSON(t, "failed reads", `null`, got.failedReads())
	if n := len(got.Resources[kindCompliance]); n != 30 {
		t.Errorf("%d rules, want 30", n)
	}
	got.wantResources(t, kindRemediation, `[
		{"id": "arn:aws:config:us-east-1:111122223333:remediation-configuration/sagemaker-00/", "name": "sagemaker-00", "config": {"ConfigRuleName": "sagemaker-00", "TargetType": "SSM_DOCUMENT", "TargetId": "Fix"}},
		{"id": "arn:aws:config:us-east-1:111122223333:remediation-configuration/sagemaker-25/", "name": "sagemaker-25", "config": {"ConfigRuleName": "sagemaker-25", "TargetType": "SSM_DOCUMENT", "TargetId": "Fix"}}]`)
}

// TestConfigNeverSetUp: empty lists are an answer; nothing follows them.
func TestConfigNeverSetUp(t *testing.T) {
	got := newWire(t, map[string][]answer{configTarget + "DescribeConfigurationRecorders": {ok(`{}`)}, configTarget + "DescribeConfigRules": {ok(`{}`)}}).collect(configCollector, nil)
	wantJSON(t, "failed reads", `null`, got.failedReads())
	if len(got.Reads) != 3 {
		t.Errorf("%d lists are accounted for, want 3: %v", len(got.Reads), got.Reads)
	}
}
