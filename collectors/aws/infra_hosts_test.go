package aws

import (
	"slices"
	"testing"

	"github.com/aismm/aismm/internal/evidence"
)

const ecrARN = "arn:aws:ecr:us-east-1:111122223333:repository/"

// pictured are AI resources that name images: of the account's own registry, of another one, and of a public one.
func pictured() map[string][]*evidence.Resource {
	return map[string][]*evidence.Resource{
		kindModel: {{ID: smARN + "model/m", Config: map[string]any{"PrimaryContainer": map[string]any{"Image": "111122223333.dkr.ecr.us-east-1.amazonaws.com/claims/scorer:4"},
			"Containers": []any{map[string]any{"Image": "444455556666.dkr.ecr.us-east-1.amazonaws.com/other"}}}}},
		kindRuntime: {{ID: "arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/r", Config: map[string]any{"agentRuntimeArtifact": map[string]any{"containerConfiguration": map[string]any{
			"containerUri": "111122223333.dkr.ecr.us-east-1.amazonaws.com/claims/scorer@sha256:0123"}}}}},
	}
}

const ecrTarget = "AmazonEC2ContainerRegistry_V20150921."

func ecrAnswers() map[string][]answer {
	return map[string][]answer{
		ecrTarget + "DescribeRepositories {}": {ok(`{"repositories": [{"repositoryArn": "` + ecrARN + `claims/scorer", "repositoryName": "claims/scorer", "registryId": "111122223333", "createdAt": 1790000000,
			"repositoryUri": "111122223333.dkr.ecr.us-east-1.amazonaws.com/claims/scorer", "imageTagMutability": "IMMUTABLE", "imageScanningConfiguration": {"scanOnPush": true},
			"encryptionConfiguration": {"encryptionType": "KMS", "kmsKey": "` + ownKey + `"}}], "nextToken": "more"}`)},
		ecrTarget + `DescribeRepositories {"nextToken":"more"}`: {ok(`{"repositories": [{"repositoryArn": "` + ecrARN + `web", "repositoryName": "web", "registryId": "111122223333",
			"repositoryUri": "111122223333.dkr.ecr.us-east-1.amazonaws.com/web", "imageScanningConfiguration": {"scanOnPush": false}}]}`)},
		ecrTarget + "GetRegistryScanningConfiguration": {ok(`{"registryId": "111122223333", "scanningConfiguration": {"scanType": "ENHANCED", "rules": [{"scanFrequency": "CONTINUOUS_SCAN",
			"repositoryFilters": [{"filter": "claims/*", "filterType": "WILDCARD"}]}]}}`)},
		ecrTarget + `ListTagsForResource {"resourceArn":"` + ecrARN + `claims/scorer"}`: {ok(`{"tags": [{"Key": "ai-system", "Value": "scoring"}]}`)},
	}
}

func TestECR(t *testing.T) {
	got := newWire(t, ecrAnswers()).collect(ecrCollector, pictured())
	wantJSON(t, "failed reads", `null`, got.failedReads())
	got.conform(t, ecrCollector)
	const registry = `"parts": {"GetRegistryScanningConfiguration": {"registryId": "111122223333", "scanningConfiguration": {"scanType": "ENHANCED", "rules": [{"scanFrequency": "CONTINUOUS_SCAN",
		"repositoryFilters": [{"filter": "claims/*", "filterType": "WILDCARD"}]}]}}}`
	got.wantResources(t, kindRepository, `[
		{"id": "`+ecrARN+`claims/scorer", "name": "claims/scorer", "tags": {"ai-system": "scoring"}, `+registry+`,
			"derived": {"named_by": ["aws_bedrock_agentcore_runtime arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/r", "aws_sagemaker_model `+smARN+`model/m"]},
			"config": {"repositoryArn": "`+ecrARN+`claims/scorer", "repositoryName": "claims/scorer", "registryId": "111122223333", "createdAt": "2026-09-21T14:13:20Z",
				"repositoryUri": "111122223333.dkr.ecr.us-east-1.amazonaws.com/claims/scorer", "imageTagMutability": "IMMUTABLE", "imageTagMutabilityExclusionFilters": [],
				"imageScanningConfiguration": {"scanOnPush": true}, "encryptionConfiguration": {"encryptionType": "KMS", "kmsKey": "`+ownKey+`"}}},
		{"id": "`+ecrARN+`web", "name": "web", `+registry+`, "derived": {"named_by": []},
			"config": {"repositoryArn": "`+ecrARN+`web", "repositoryName": "web", "registryId": "111122223333", "imageTagMutabilityExclusionFilters": [],
				"repositoryUri": "111122223333.dkr.ecr.us-east-1.amazonaws.com/web", "imageScanningConfiguration": {"scanOnPush": false}}}]`)
}

func TestECRRefused(t *testing.T) {
	answers := ecrAnswers()
	answers[ecrTarget+"GetRegistryScanningConfiguration"] = []answer{denied("ecr:GetRegistryScanningConfiguration")}
	got := newWire(t, answers).collect(ecrCollector, pictured())
	want := []string{"ecr:GetRegistryScanningConfiguration denied " + ecrARN + "claims/scorer", "ecr:GetRegistryScanningConfiguration denied " + ecrARN + "web"}
	if failed := got.failedReads(); !slices.Equal(failed, want) {
		t.Errorf("failed reads %q, want %q", failed, want)
	}
	got.conform(t, ecrCollector)
}

func TestRepositoryURI(t *testing.T) {
	const registry = "111122223333.dkr.ecr.us-east-1.amazonaws.com/"
	for image, want := range map[string]string{
		registry + "a/b:1": registry + "a/b", registry + "a@sha256:01": registry + "a", registry + "a": registry + "a",
		"111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/a:x": "111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/a",
		"public.ecr.aws/a/b:1":                                 "", "docker.io/a": "", "arn:aws:ecr:us-east-1:111122223333:repository/a": "", "": "",
	} {
		if got := repositoryURI(image); got != want {
			t.Errorf("%s: got %q, want %q", image, got, want)
		}
	}
}

// hosts are what Inspector is asked about: a function that two names of it name, and a repository of AI beside another one.
func hosts() map[string][]*evidence.Resource {
	const function = "arn:aws:lambda:us-east-1:111122223333:function:lookup"
	return map[string][]*evidence.Resource{
		kindFunction: {{ID: function}, {ID: function + ":7"}, {ID: "arn:aws:lambda:eu-central-1:111122223333:function:elsewhere"}},
		kindRepository: {{ID: ecrARN + "claims/scorer", Name: "claims/scorer", Derived: map[string]any{"named_by": []any{"aws_sagemaker_model m"}}},
			{ID: ecrARN + "web", Name: "web", Derived: map[string]any{"named_by": []any{}}}},
	}
}

const inspectorOn = `{"accounts": [{"accountId": "111122223333", "state": {"status": "ENABLED"}, "resourceState": {"ec2": {"status": "DISABLED"}, "ecr": {"status": "ENABLED"}}}], "failedAccounts": []}`

func inspectorAnswers() map[string][]answer {
	const severe = `"findingStatus":[{"comparison":"EQUALS","value":"ACTIVE"}],`
	const high = `"severity":[{"comparison":"EQUALS","value":"CRITICAL"},{"comparison":"EQUALS","value":"HIGH"}]`
	return map[string][]answer{
		"POST /status/batch/get {}": {ok(inspectorOn)},
		`POST /coverage/list {"filterCriteria":{"lambdaFunctionName":[{"comparison":"EQUALS","value":"lookup"}]}}`: {ok(`{"coveredResources": [
			{"accountId": "111122223333", "resourceId": "arn:aws:lambda:us-east-1:111122223333:function:lookup:$LATEST", "resourceType": "AWS_LAMBDA_FUNCTION", "scanType": "PACKAGE", "scanStatus": {"statusCode": "ACTIVE", "reason": "SUCCESSFUL"}},
			{"accountId": "111122223333", "resourceId": "arn:aws:lambda:us-east-1:111122223333:function:lookup:$LATEST", "resourceType": "AWS_LAMBDA_FUNCTION", "scanType": "CODE", "scanStatus": {"statusCode": "INACTIVE", "reason": "PENDING_DISABLE"}}]}`)},
		`POST /coverage/list {"filterCriteria":{"ecrRepositoryName":[{"comparison":"EQUALS","value":"claims/scorer"}]}}`: {ok(`{"coveredResources": [
			{"accountId": "111122223333", "resourceId": "` + ecrARN + `claims/scorer/sha256:0123", "resourceType": "AWS_ECR_CONTAINER_IMAGE", "scanType": "PACKAGE", "scanStatus": {"statusCode": "ACTIVE", "reason": "SUCCESSFUL"}}]}`)},
		`POST /findings/list {"filterCriteria":{` + severe + `"lambdaFunctionName":[{"comparison":"EQUALS","value":"lookup"}],` + high + `}}`: {ok(`{"findings": []}`)},
		`POST /findings/list {"filterCriteria":{"ecrImageRepositoryName":[{"comparison":"EQUALS","value":"claims/scorer"}],` + severe + high + `}}`: {ok(`{"findings": [{
			"findingArn": "arn:aws:inspector2:us-east-1:111122223333:finding/f1", "awsAccountId": "111122223333", "title": "CVE-2026-0001 - openssl", "severity": "HIGH", "status": "ACTIVE", "type": "PACKAGE_VULNERABILITY",
			"description": "text", "firstObservedAt": 1790000000, "lastObservedAt": 1790000000, "remediation": {"recommendation": {"text": "None Provided"}},
			"codeVulnerabilityDetails": {"detectorId": "secret-of-the-code", "detectorName": "n", "cwes": [], "filePath": {"fileName": "f", "filePath": "p", "startLine": 1, "endLine": 2}},
			"resources": [{"id": "` + ecrARN + `claims/scorer/sha256:0123", "type": "AWS_ECR_CONTAINER_IMAGE"}]}]}`)},
	}
}

func TestInspector(t *testing.T) {
	w := newWire(t, inspectorAnswers())
	got := w.collect(inspectorCollector, hosts())
	wantJSON(t, "failed reads", `null`, got.failedReads())
	got.conform(t, inspectorCollector)
	wantJSON(t, "coverage", `[["`+ecrARN+`claims/scorer/sha256:0123/PACKAGE", "`+ecrARN+`claims/scorer", "ACTIVE"],
		["arn:aws:lambda:us-east-1:111122223333:function:lookup:$LATEST/CODE", "arn:aws:lambda:us-east-1:111122223333:function:lookup", "INACTIVE"],
		["arn:aws:lambda:us-east-1:111122223333:function:lookup:$LATEST/PACKAGE", "arn:aws:lambda:us-east-1:111122223333:function:lookup", "ACTIVE"]]`, shortCoverage(got.Resources[kindInspectorCoverage]))
	findings := got.Resources[kindInspectorFinding]
	if len(findings) != 1 {
		t.Fatalf("%d findings, want 1", len(findings))
	}
	wantJSON(t, "finding", `["arn:aws:inspector2:us-east-1:111122223333:finding/f1", "CVE-2026-0001 - openssl", "2026-09-21T14:13:20Z", {"of": ["`+ecrARN+`claims/scorer"]}]`,
		[]any{findings[0].ID, findings[0].Name, findings[0].Config["firstObservedAt"], findings[0].Derived})
	if redacted(t, inspectorKinds, got).has("secret-of-the-code") {
		t.Error("what a finding quotes of the code is kept")
	}
}

func shortCoverage(list []*evidence.Resource) [][]string {
	var out [][]string
	for _, c := range list {
		out = append(out, []string{c.ID, text(c.Derived, "of"), text(object(c.Config, "scanStatus"), "statusCode")})
	}
	return out
}

// Where Inspector is off nothing is listed, and that nothing is scanned is known. Where it cannot be told, nothing is.
func TestInspectorOff(t *testing.T) {
	for name, tc := range map[string]struct {
		status  string
		outcome evidence.Outcome
	}{
		"off":         {`{"accounts": [{"accountId": "111122223333", "state": {"status": "DISABLED"}}], "failedAccounts": []}`, evidence.OK},
		"not told":    {`{"accounts": [], "failedAccounts": [{"accountId": "111122223333", "errorCode": "ACCESS_DENIED", "errorMessage": "no"}]}`, evidence.Skipped},
		"no accounts": {`{"accounts": []}`, evidence.Skipped},
	} {
		got := newWire(t, map[string][]answer{"POST /status/batch/get {}": {ok(tc.status)}}).collect(inspectorCollector, hosts())
		for _, operation := range []string{"inspector2:ListCoverage", "inspector2:ListFindings"} {
			if outcome := got.outcomeOf(t, operation); outcome != tc.outcome {
				t.Errorf("%s: %s is %s, want %s", name, operation, outcome, tc.outcome)
			}
		}
	}
	got := newWire(t, nil).collect(inspectorCollector, nil)
	wantJSON(t, "failed reads without anything to ask about", `null`, got.failedReads())
}

func TestAutoscaling(t *testing.T) {
	const target = "AnyScaleFrontendService."
	answers := map[string][]answer{
		target + `DescribeScalableTargets {"ServiceNamespace":"sagemaker"}`: {ok(`{"ScalableTargets": [{"ServiceNamespace": "sagemaker", "ResourceId": "endpoint/Score/variant/all", "ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
			"MinCapacity": 0, "MaxCapacity": 4, "RoleARN": "arn:aws:iam::111122223333:role/scale", "CreationTime": 1790000000, "SuspendedState": {"DynamicScalingInSuspended": true}}]}`)},
		target + `DescribeScalingPolicies {"ServiceNamespace":"sagemaker"}`: {ok(`{"ScalingPolicies": [
			{"PolicyARN": "arn:1", "PolicyName": "load", "ServiceNamespace": "sagemaker", "ResourceId": "endpoint/Score/variant/all", "ScalableDimension": "sagemaker:variant:DesiredInstanceCount", "PolicyType": "TargetTrackingScaling", "CreationTime": 1790000000},
			{"PolicyARN": "arn:2", "PolicyName": "other", "ServiceNamespace": "sagemaker", "ResourceId": "endpoint/Other/variant/all", "ScalableDimension": "sagemaker:variant:DesiredInstanceCount", "PolicyType": "TargetTrackingScaling", "CreationTime": 1790000000},
			{"PolicyARN": "arn:3", "PolicyName": "concurrency", "ServiceNamespace": "sagemaker", "ResourceId": "endpoint/Score/variant/all", "ScalableDimension": "sagemaker:variant:DesiredProvisionedConcurrency", "PolicyType": "TargetTrackingScaling", "CreationTime": 1790000000}]}`)},
	}
	got := newWire(t, answers).collect(autoscalingCollector, nil)
	wantJSON(t, "failed reads", `null`, got.failedReads())
	got.conform(t, autoscalingCollector)
	got.wantResources(t, kindScalingTarget, `[{"id": "arn:aws:application-autoscaling:us-east-1:111122223333:scalable-target/endpoint/Score/variant/all/sagemaker:variant:DesiredInstanceCount", "name": "endpoint/Score/variant/all",
		"config": {"ServiceNamespace": "sagemaker", "ResourceId": "endpoint/Score/variant/all", "ScalableDimension": "sagemaker:variant:DesiredInstanceCount", "MinCapacity": 0, "MaxCapacity": 4,
			"RoleARN": "arn:aws:iam::111122223333:role/scale", "CreationTime": "2026-09-21T14:13:20Z", "SuspendedState": {"DynamicScalingInSuspended": true}},
		"parts": {"DescribeScalingPolicies": [{"PolicyARN": "arn:1", "PolicyName": "load", "ServiceNamespace": "sagemaker", "ResourceId": "endpoint/Score/variant/all",
			"ScalableDimension": "sagemaker:variant:DesiredInstanceCount", "PolicyType": "TargetTrackingScaling", "CreationTime": "2026-09-21T14:13:20Z", "Alarms": []}]}}]`)
	answers[target+`DescribeScalingPolicies {"ServiceNamespace":"sagemaker"}`] = []answer{denied("application-autoscaling:DescribeScalingPolicies")}
	got = newWire(t, answers).collect(autoscalingCollector, nil)
	if failed := got.failedReads(); len(failed) != 1 || len(got.Resources[kindScalingTarget][0].Missing) != 1 {
		t.Errorf("failed reads %q, of %v", failed, got.Resources[kindScalingTarget][0].Missing)
	}
}

func TestCloudFormation(t *testing.T) {
	answers := map[string][]answer{
		"cloudformation.DescribeStacks": {xml(`<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackId>arn:aws:cloudformation:us-east-1:111122223333:stack/claims/1</StackId><StackName>claims</StackName>
			<StackStatus>UPDATE_COMPLETE</StackStatus><CreationTime>2026-01-02T03:04:05Z</CreationTime><Parameters><member><ParameterKey>Secret</ParameterKey><ParameterValue>secret-of-the-stack</ParameterValue></member></Parameters>
			<DriftInformation><StackDriftStatus>IN_SYNC</StackDriftStatus><LastCheckTimestamp>2026-11-25T03:00:00Z</LastCheckTimestamp></DriftInformation>
			<Tags><member><Key>team</Key><Value>claims</Value></member></Tags></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`)},
		"cloudformation.ListStackResources": {xml(`<ListStackResourcesResponse><ListStackResourcesResult><StackResourceSummaries>
			<member><LogicalResourceId>Agent</LogicalResourceId><PhysicalResourceId>A1</PhysicalResourceId><ResourceType>AWS::Bedrock::Agent</ResourceType><ResourceStatus>CREATE_COMPLETE</ResourceStatus><LastUpdatedTimestamp>2026-01-02T03:04:05Z</LastUpdatedTimestamp></member>
			<member><LogicalResourceId>Role</LogicalResourceId><PhysicalResourceId>role</PhysicalResourceId><ResourceType>AWS::IAM::Role</ResourceType><ResourceStatus>CREATE_COMPLETE</ResourceStatus><LastUpdatedTimestamp>2026-01-02T03:04:05Z</LastUpdatedTimestamp></member>
			<member><LogicalResourceId>Own</LogicalResourceId><PhysicalResourceId>own</PhysicalResourceId><ResourceType>Custom::Bedrock::Agent</ResourceType><ResourceStatus>CREATE_COMPLETE</ResourceStatus><LastUpdatedTimestamp>2026-01-02T03:04:05Z</LastUpdatedTimestamp></member>
			</StackResourceSummaries></ListStackResourcesResult></ListStackResourcesResponse>`)},
	}
	got := newWire(t, answers).collect(cloudFormationCollector, workloads())
	wantJSON(t, "failed reads", `null`, got.failedReads())
	got.conform(t, cloudFormationCollector)
	got.wantResources(t, kindStack, `[{"id": "arn:aws:cloudformation:us-east-1:111122223333:stack/claims/1", "name": "claims", "tags": {"team": "claims"},
		"config": {"StackId": "arn:aws:cloudformation:us-east-1:111122223333:stack/claims/1", "StackName": "claims", "StackStatus": "UPDATE_COMPLETE", "CreationTime": "2026-01-02T03:04:05Z",
			"DriftInformation": {"StackDriftStatus": "IN_SYNC", "LastCheckTimestamp": "2026-11-25T03:00:00Z"}, "Parameters": [{"ParameterKey": "Secret", "ParameterValue": "secret-of-the-stack"}],
			"Tags": [{"Key": "team", "Value": "claims"}], "Capabilities": [], "LastOperations": [], "NotificationARNs": [], "Outputs": []},
		"parts": {"ListStackResources": [{"LogicalResourceId": "Agent", "PhysicalResourceId": "A1", "ResourceType": "AWS::Bedrock::Agent", "ResourceStatus": "CREATE_COMPLETE", "LastUpdatedTimestamp": "2026-01-02T03:04:05Z"}]}}]`)
	if redacted(t, cloudFormationKinds, got).has("secret-of-the-stack") {
		t.Error("the value of a parameter is kept")
	}
	// Where no AI is, no stack is asked for.
	got = newWire(t, nil).collect(cloudFormationCollector, map[string][]*evidence.Resource{kindAgent: workloads()[kindAgent][2:]})
	wantJSON(t, "failed reads", `null`, got.failedReads())
	got.wantResources(t, kindStack, `[]`)
}

func TestIncidentManager(t *testing.T) {
	const arn = "arn:aws:ssm-incidents::111122223333:response-plan/contain"
	answers := map[string][]answer{
		"POST /listResponsePlans": {ok(`{"responsePlanSummaries": [{"arn": "` + arn + `", "name": "contain", "displayName": "Contain an agent"}]}`)},
		"GET /getResponsePlan?arn=" + `arn%3Aaws%3Assm-incidents%3A%3A111122223333%3Aresponse-plan%2Fcontain`: {ok(`{"arn": "` + arn + `", "name": "contain", "displayName": "Contain an agent",
			"incidentTemplate": {"impact": 2, "title": "AI"}, "actions": [{"ssmAutomation": {"documentName": "stop-agent", "roleArn": "arn:aws:iam::111122223333:role/stop", "parameters": {"Secret": ["secret-of-the-plan"]}}}]}`)},
	}
	w := newWire(t, answers)
	s := w.session()
	s.Regions = []string{"af-south-1", "eu-central-1", "us-east-1"} // the service is in two of them
	got := w.collectIn(s, ssmIncidentsCollector, nil)
	wantJSON(t, "failed reads", `null`, got.failedReads())
	got.conform(t, ssmIncidentsCollector)
	got.wantResources(t, kindResponsePlan, `[{"id": "`+arn+`", "name": "contain", "config": {"arn": "`+arn+`", "name": "contain", "displayName": "Contain an agent", "incidentTemplate": {"impact": 2, "title": "AI", "notificationTargets": []},
		"actions": [{"ssmAutomation": {"documentName": "stop-agent", "roleArn": "arn:aws:iam::111122223333:role/stop", "parameters": {"Secret": ["secret-of-the-plan"]}}}], "engagements": [], "integrations": []}}]`)
	if n := len(w.bodies["POST /listResponsePlans"]); n != 2 {
		t.Errorf("%d regions were asked, want 2", n)
	}
	if redacted(t, ssmIncidentsKinds, got).has("secret-of-the-plan") {
		t.Error("the parameters of an automation are kept")
	}
}

func TestAlternateContact(t *testing.T) {
	answers := map[string][]answer{`POST /getAlternateContact {"AlternateContactType":"SECURITY"}`: {ok(`{"AlternateContact": {"AlternateContactType": "SECURITY", "EmailAddress": "security@halden.example.com",
		"Name": "The security desk", "PhoneNumber": "+1 555 0100", "Title": "Desk"}}`)}}
	got := newWire(t, answers).collect(accountCollector, nil)
	wantJSON(t, "failed reads", `null`, got.failedReads())
	got.conform(t, accountCollector)
	got.wantResources(t, kindAlternateContact, `[{"id": "aws:111122223333/us-east-1", "config": {"AlternateContactType": "SECURITY", "EmailAddress": "security@halden.example.com", "Name": "The security desk", "PhoneNumber": "+1 555 0100", "Title": "Desk"}}]`)
	if redacted(t, accountKinds, got).has("security desk") {
		t.Error("the name of the contact is kept")
	}
	answers = map[string][]answer{"POST /getAlternateContact": {fails(404, "ResourceNotFoundException", "No contact of this type")}}
	got = newWire(t, answers).collect(accountCollector, nil)
	wantJSON(t, "failed reads", `null`, got.failedReads())
	got.wantResources(t, kindAlternateContact, `[]`)
}
