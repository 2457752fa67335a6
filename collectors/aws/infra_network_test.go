package aws

import (
	"net/http"
	"slices"
	"testing"

	"github.com/aismm/aismm/internal/evidence"
)

// ec2Fails is an error of EC2's protocol.
func ec2Fails(status int, code string) answer {
	return answer{status: status, header: map[string]string{"Content-Type": "text/xml"},
		body: "<Response><Errors><Error><Code>" + code + "</Code><Message>no</Message></Error></Errors><RequestID>example</RequestID></Response>"}
}

// workloads are AI resources that name security groups and keys, in forms of their own.
func workloads() map[string][]*evidence.Resource {
	return map[string][]*evidence.Resource{
		kindNotebookInstance: {{ID: smARN + "notebook-instance/desk", Config: map[string]any{"SecurityGroups": []any{"sg-0a1b2c3d"}, "KmsKeyId": "11111111-2222-3333-4444-555555555555"}}},
		kindRuntime: {{ID: "arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/r-1", Config: map[string]any{
			"networkConfiguration": map[string]any{"networkModeConfig": map[string]any{"securityGroups": []any{"sg-0a1b2c3d", "sg-0badc0de"}}}}}},
		kindAgent: {
			{ID: "arn:aws:bedrock:us-east-1:111122223333:agent/A1", Config: map[string]any{"customerEncryptionKeyArn": "arn:aws:kms:us-east-1:111122223333:alias/ai"}},
			{ID: "arn:aws:bedrock:us-east-1:111122223333:agent/A2", Config: map[string]any{"customerEncryptionKeyArn": "arn:aws:kms:us-east-1:444455556666:key/aaaaaaaa-2222-3333-4444-555555555555"}},
			{ID: "arn:aws:bedrock:eu-central-1:111122223333:agent/A3", Config: map[string]any{"customerEncryptionKeyArn": "arn:aws:kms:eu-central-1:111122223333:key/elsewhere"}},
		},
		kindDomain:         {{ID: "arn:aws:sagemaker:eu-central-1:111122223333:domain/d-2", Config: map[string]any{"SecurityGroupIdForDomainBoundary": "sg-0e1e2e3e", "KmsKeyId": "alias/eu"}}},
		kindTrainingJob:    {{ID: smARN + "training-job/t", Config: map[string]any{"OutputDataConfig": map[string]any{"KmsKeyId": "alias/gone"}, "HyperParameters": map[string]any{"seed": "99999999-2222-3333-4444-555555555555"}}}},
		kindTranslateJob:   {{ID: "111122223333/us-east-1/job", Config: map[string]any{"OutputDataConfig": map[string]any{"EncryptionKey": map[string]any{"Type": "KMS", "Id": "arn:aws:kms:us-east-1:111122223333:key/hmac"}}}}},
		kindEndpointConfig: {{ID: smARN + "endpoint-config/c", Config: map[string]any{"KmsKeyId": "arn:aws:kms:us-east-1:111122223333:key/*"}}},
	}
}

const (
	groupXML = `<DescribeSecurityGroupsResponse><securityGroupInfo><item><ownerId>111122223333</ownerId><groupId>sg-0a1b2c3d</groupId><groupName>desk</groupName>
		<groupDescription>desks</groupDescription><vpcId>vpc-1</vpcId><ipPermissions/><ipPermissionsEgress><item><ipProtocol>-1</ipProtocol><groups/>
		<ipRanges><item><cidrIp>0.0.0.0/0</cidrIp></item></ipRanges><ipv6Ranges/><prefixListIds/></item></ipPermissionsEgress>
		<tagSet><item><key>environment</key><value>test</value></item></tagSet></item></securityGroupInfo></DescribeSecurityGroupsResponse>`
	askedGroups  = "ec2.DescribeSecurityGroups?Filter.1.Name=group-id&Filter.1.Value.1=sg-0a1b2c3d&Filter.1.Value.2=sg-0badc0de"
	endpointsXML = `<DescribeVpcEndpointsResponse><vpcEndpointSet><item><vpcEndpointId>vpce-1</vpcEndpointId><vpcEndpointType>Interface</vpcEndpointType><vpcId>vpc-1</vpcId>
		<serviceName>com.amazonaws.us-east-1.bedrock-runtime</serviceName><state>available</state><privateDnsEnabled>true</privateDnsEnabled>
		<policyDocument>{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "bedrock:InvokeModel", "Resource": "*"}}</policyDocument>
		<creationTimestamp>2026-01-02T03:04:05Z</creationTimestamp></item></vpcEndpointSet></DescribeVpcEndpointsResponse>`
)

func TestEC2(t *testing.T) {
	got := newWire(t, map[string][]answer{askedGroups: {xml(groupXML)}, "ec2.DescribeVpcEndpoints": {xml(endpointsXML)}}).collect(ec2Collector, workloads())
	wantJSON(t, "failed reads", `null`, got.failedReads())
	got.conform(t, ec2Collector)
	got.wantResources(t, kindSecurityGroup, `[{"id": "arn:aws:ec2:us-east-1:111122223333:security-group/sg-0a1b2c3d", "name": "desk", "tags": {"environment": "test"},
		"config": {"GroupId": "sg-0a1b2c3d", "GroupName": "desk", "Description": "desks", "OwnerId": "111122223333", "VpcId": "vpc-1", "IpPermissions": [],
			"Tags": [{"Key": "environment", "Value": "test"}],
			"IpPermissionsEgress": [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}], "Ipv6Ranges": [], "PrefixListIds": [], "UserIdGroupPairs": []}]},
		"derived": {"named_by": ["aws_bedrock_agentcore_runtime arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/r-1", "aws_sagemaker_notebook_instance `+smARN+`notebook-instance/desk"]}}]`)
	got.wantResources(t, kindVPCEndpoint, `[{"id": "arn:aws:ec2:us-east-1:111122223333:vpc-endpoint/vpce-1", "config": {"VpcEndpointId": "vpce-1", "VpcEndpointType": "Interface", "VpcId": "vpc-1",
		"ServiceName": "com.amazonaws.us-east-1.bedrock-runtime", "State": "available", "PrivateDnsEnabled": true, "CreationTimestamp": "2026-01-02T03:04:05Z",
		"PolicyDocument": {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "bedrock:InvokeModel", "Resource": "*"}]},
		"DnsEntries": [], "Groups": [], "Ipv4Prefixes": [], "Ipv6Prefixes": [], "NetworkInterfaceIds": [], "PayerResponsibilities": [], "RouteTableIds": [], "SubnetIds": [], "Tags": []}}]`)
}

// Where nothing names a group, none is asked for; where somebody may have named one, that is a gap.
func TestSecurityGroupsThatNobodyNames(t *testing.T) {
	answers := map[string][]answer{"ec2.DescribeVpcEndpoints": {xml(`<DescribeVpcEndpointsResponse><vpcEndpointSet/></DescribeVpcEndpointsResponse>`)}}
	w := newWire(t, answers)
	if got := w.collect(ec2Collector, nil).outcomeOf(t, "ec2:DescribeSecurityGroups"); got != evidence.OK {
		t.Errorf("with no AI: %s, want ok", got)
	}
	refused := map[string][]*evidence.Resource{kindModel: {{ID: smARN + "model/m", Config: map[string]any{}, Missing: []string{"sagemaker:DescribeModel"}}}}
	if got := w.collect(ec2Collector, refused).outcomeOf(t, "ec2:DescribeSecurityGroups"); got != evidence.Skipped {
		t.Errorf("with a model that was refused: %s, want skipped", got)
	}
	untagged := map[string][]*evidence.Resource{kindModel: {{ID: smARN + "model/m", Config: map[string]any{}, Missing: []string{"sagemaker:ListTags"}}}}
	if got := w.collect(ec2Collector, untagged).outcomeOf(t, "ec2:DescribeSecurityGroups"); got != evidence.OK {
		t.Errorf("with a model whose tags were refused: %s, want ok", got)
	}
	elsewhere := map[string][]*evidence.Resource{kindModel: {{ID: "arn:aws:sagemaker:eu-central-1:111122223333:model/m", Config: map[string]any{}, Missing: []string{"sagemaker:DescribeModel"}}}}
	if got := w.collect(ec2Collector, elsewhere).outcomeOf(t, "ec2:DescribeSecurityGroups"); got != evidence.OK {
		t.Errorf("with a model of another region that was refused: %s, want ok", got)
	}
	if got := w.collectIn(w.session(), ec2Collector, nil, kindModel).outcomeOf(t, "ec2:DescribeSecurityGroups"); got != evidence.Skipped {
		t.Errorf("with models that could not be listed: %s, want skipped", got)
	}
}

func TestEC2Refused(t *testing.T) {
	got := newWire(t, map[string][]answer{askedGroups: {ec2Fails(http.StatusForbidden, "UnauthorizedOperation")},
		"ec2.DescribeVpcEndpoints": {ec2Fails(http.StatusForbidden, "UnauthorizedOperation")}}).collect(ec2Collector, workloads())
	want := []string{"ec2:DescribeSecurityGroups denied", "ec2:DescribeVpcEndpoints denied"}
	if failed := got.failedReads(); !slices.Equal(failed, want) {
		t.Errorf("failed reads %q, want %q", failed, want)
	}
}

func TestVPCEndpointWithABrokenPolicy(t *testing.T) {
	broken := `<DescribeVpcEndpointsResponse><vpcEndpointSet><item><vpcEndpointId>vpce-1</vpcEndpointId><policyDocument>{</policyDocument></item></vpcEndpointSet></DescribeVpcEndpointsResponse>`
	got := newWire(t, map[string][]answer{"ec2.DescribeVpcEndpoints": {xml(broken)}}).collect(ec2Collector, nil)
	if outcome := got.outcomeOf(t, "ec2:DescribeVpcEndpoints"); outcome != evidence.Failed {
		t.Errorf("outcome %s, want an error", outcome)
	}
}

const (
	describeKey = "TrentService.DescribeKey "
	rotation    = "TrentService.GetKeyRotationStatus "
	ownKey      = "arn:aws:kms:us-east-1:111122223333:key/11111111-2222-3333-4444-555555555555"
)

func keyAnswer(arn, id, more string) answer {
	return ok(`{"KeyMetadata": {"Arn": "` + arn + `", "KeyId": "` + id + `", "KeyManager": "CUSTOMER", "KeyState": "Enabled", "Enabled": true` + more + `}}`)
}

func kmsAnswers() map[string][]answer {
	const symmetric = `, "KeySpec": "SYMMETRIC_DEFAULT"`
	return map[string][]answer{
		describeKey + `{"KeyId":"` + ownKey + `"}`:                                                              {keyAnswer(ownKey, "11111111-2222-3333-4444-555555555555", symmetric)},
		describeKey + `{"KeyId":"arn:aws:kms:us-east-1:111122223333:alias/ai"}`:                                 {keyAnswer(ownKey, "11111111-2222-3333-4444-555555555555", symmetric)},
		describeKey + `{"KeyId":"arn:aws:kms:us-east-1:111122223333:alias/gone"}`:                               {fails(400, "NotFoundException", "Alias is not found")},
		describeKey + `{"KeyId":"arn:aws:kms:us-east-1:111122223333:key/hmac"}`:                                 {keyAnswer("arn:aws:kms:us-east-1:111122223333:key/hmac", "hmac", `, "KeySpec": "HMAC_256"`)},
		describeKey + `{"KeyId":"arn:aws:kms:us-east-1:444455556666:key/aaaaaaaa-2222-3333-4444-555555555555"}`: {keyAnswer("arn:aws:kms:us-east-1:444455556666:key/aaaaaaaa-2222-3333-4444-555555555555", "aaaaaaaa-2222-3333-4444-555555555555", symmetric)},
		rotation + `{"KeyId":"` + ownKey + `"}`:                                                                 {ok(`{"KeyId": "` + ownKey + `", "KeyRotationEnabled": true, "RotationPeriodInDays": 365}`)},
		rotation + `{"KeyId":"arn:aws:kms:us-east-1:444455556666:key/aaaaaaaa-2222-3333-4444-555555555555"}`:    {denied("kms:GetKeyRotationStatus")},
	}
}

const (
	metadata  = `"KeyManager": "CUSTOMER", "KeyState": "Enabled", "Enabled": true, "EncapsulationAlgorithms": [], "EncryptionAlgorithms": [], "KeyAgreementAlgorithms": [], "MacAlgorithms": [], "SigningAlgorithms": []`
	ownConfig = `{"Arn": "` + ownKey + `", "KeyId": "11111111-2222-3333-4444-555555555555", "KeySpec": "SYMMETRIC_DEFAULT", ` + metadata + `}`
	rotated   = `{"GetKeyRotationStatus": {"KeyId": "` + ownKey + `", "KeyRotationEnabled": true, "RotationPeriodInDays": 365}}`
)

func TestKMS(t *testing.T) {
	got := newWire(t, kmsAnswers()).collect(kmsCollector, workloads())
	wantJSON(t, "failed reads", `null`, got.failedReads())
	got.conform(t, kmsCollector)
	got.wantResources(t, kindKey, `[
		{"id": "arn:aws:kms:us-east-1:111122223333:alias/ai", "config": `+ownConfig+`, "parts": `+rotated+`,
			"derived": {"named_by": ["aws_bedrock_agent arn:aws:bedrock:us-east-1:111122223333:agent/A1"]}},
		{"id": "`+ownKey+`", "config": `+ownConfig+`, "parts": `+rotated+`, "derived": {"named_by": ["aws_sagemaker_notebook_instance `+smARN+`notebook-instance/desk"]}},
		{"id": "arn:aws:kms:us-east-1:111122223333:key/hmac", "config": {"Arn": "arn:aws:kms:us-east-1:111122223333:key/hmac", "KeyId": "hmac", "KeySpec": "HMAC_256", `+metadata+`},
			"derived": {"named_by": ["aws_translate_job 111122223333/us-east-1/job"]}},
		{"id": "arn:aws:kms:us-east-1:444455556666:key/aaaaaaaa-2222-3333-4444-555555555555@111122223333",
			"config": {"Arn": "arn:aws:kms:us-east-1:444455556666:key/aaaaaaaa-2222-3333-4444-555555555555", "KeyId": "aaaaaaaa-2222-3333-4444-555555555555"},
			"derived": {"named_by": ["aws_bedrock_agent arn:aws:bedrock:us-east-1:111122223333:agent/A2"],
				"unread": "the key belongs to 444455556666, an account that the scan has not entered"}}]`)
}

// A key of another account that the scan has entered is read there, and what is refused there is said to be.
func TestKMSOfAnotherAccount(t *testing.T) {
	w := newWire(t, kmsAnswers())
	s := w.session()
	other := *s
	other.Account = "444455556666"
	s.Others = newOtherAccounts([]*Session{s, &other})
	got := w.collectIn(s, kmsCollector, map[string][]*evidence.Resource{kindAgent: workloads()[kindAgent]})
	const id = "arn:aws:kms:us-east-1:444455556666:key/aaaaaaaa-2222-3333-4444-555555555555"
	if failed, want := got.failedReads(), []string{"kms:GetKeyRotationStatus denied " + id + "@111122223333"}; !slices.Equal(failed, want) {
		t.Errorf("failed reads %q, want %q", failed, want)
	}
	wantJSON(t, "key", `{"id": "`+id+`@111122223333", "missing": ["kms:GetKeyRotationStatus"], "derived": {"named_by": ["aws_bedrock_agent arn:aws:bedrock:us-east-1:111122223333:agent/A2"]},
		"config": {"Arn": "`+id+`", "KeyId": "aaaaaaaa-2222-3333-4444-555555555555", "KeySpec": "SYMMETRIC_DEFAULT", `+metadata+`}}`, got.Resources[kindKey][1])
}

func TestKMSRefused(t *testing.T) {
	answers := kmsAnswers()
	answers[describeKey+`{"KeyId":"`+ownKey+`"}`] = []answer{denied("kms:DescribeKey")}
	got := newWire(t, answers).collect(kmsCollector, map[string][]*evidence.Resource{kindNotebookInstance: workloads()[kindNotebookInstance]})
	if failed, want := got.failedReads(), []string{"kms:DescribeKey denied"}; !slices.Equal(failed, want) {
		t.Errorf("failed reads %q, want %q", failed, want)
	}
	got.wantResources(t, kindKey, `[]`)
}

func firewallAnswers() map[string][]answer {
	const target, arn = "NetworkFirewall_20201112.", "arn:aws:network-firewall:us-east-1:111122223333:"
	firewall := func(name, vpc string) answer {
		return ok(`{"Firewall": {"FirewallArn": "` + arn + `firewall/` + name + `", "FirewallName": "` + name + `", "FirewallId": "` + name + `", "FirewallPolicyArn": "` + arn + `firewall-policy/egress", ` + vpc + `
			"SubnetMappings": []}, "FirewallStatus": {"Status": "READY", "ConfigurationSyncStateSummary": "IN_SYNC"}}`)
	}
	return map[string][]answer{
		target + "ListFirewalls {}":                                            {ok(`{"Firewalls": [{"FirewallArn": "` + arn + `firewall/two"}], "NextToken": "more"}`)},
		target + `ListFirewalls {"NextToken":"more"}`:                          {ok(`{"Firewalls": [{"FirewallArn": "` + arn + `firewall/one"}, {"FirewallArn": "` + arn + `firewall/hub"}, {"FirewallArn": "` + arn + `firewall/gone"}]}`)},
		target + `DescribeFirewall {"FirewallArn":"` + arn + `firewall/one"}`:  {firewall("one", `"VpcId": "vpc-1",`)},
		target + `DescribeFirewall {"FirewallArn":"` + arn + `firewall/two"}`:  {firewall("two", `"VpcId": "vpc-2",`)},
		target + `DescribeFirewall {"FirewallArn":"` + arn + `firewall/hub"}`:  {firewall("hub", `"TransitGatewayId": "tgw-1",`)},
		target + `DescribeFirewall {"FirewallArn":"` + arn + `firewall/gone"}`: {fails(400, "ResourceNotFoundException", "gone")},
		target + "DescribeFirewallPolicy": {ok(`{"UpdateToken": "t", "FirewallPolicyResponse": {"FirewallPolicyArn": "` + arn + `firewall-policy/egress", "FirewallPolicyName": "egress", "FirewallPolicyId": "p"},
			"FirewallPolicy": {"StatelessDefaultActions": ["aws:forward_to_sfe"], "StatelessFragmentDefaultActions": ["aws:forward_to_sfe"], "StatefulRuleGroupReferences": [{"ResourceArn": "` + arn + `stateful-rulegroup/vendors"}]}}`)},
		target + "DescribeRuleGroup": {ok(`{"UpdateToken": "t", "RuleGroupResponse": {"RuleGroupArn": "` + arn + `stateful-rulegroup/vendors", "RuleGroupName": "vendors", "RuleGroupId": "g"},
			"RuleGroup": {"RulesSource": {"RulesSourceList": {"GeneratedRulesType": "ALLOWLIST", "TargetTypes": ["TLS_SNI"], "Targets": [".example.com"]}}}}`)},
	}
}

func TestNetworkFirewall(t *testing.T) {
	got := newWire(t, firewallAnswers()).collect(networkFirewallCollector, nil)
	wantJSON(t, "failed reads", `null`, got.failedReads())
	got.conform(t, networkFirewallCollector)
	policies := got.Resources[kindFirewallPolicy]
	if len(policies) != 1 {
		t.Fatalf("%d policies, want 1", len(policies))
	}
	p := policies[0]
	wantJSON(t, "derived", `{"vpc_ids": ["vpc-1", "vpc-2"]}`, p.Derived)
	wantJSON(t, "id and name", `["arn:aws:network-firewall:us-east-1:111122223333:firewall-policy/egress", "egress"]`, []string{p.ID, p.Name})
	var names []string
	for _, f := range objects(p.Parts, "DescribeFirewall") {
		names = append(names, text(f, "FirewallName"))
	}
	if want := []string{"hub", "one", "two"}; !slices.Equal(names, want) {
		t.Errorf("firewalls %q, want %q", names, want)
	}
	groups := objects(p.Parts, "DescribeRuleGroup")
	if len(groups) != 1 {
		t.Fatalf("%d rule groups, want 1", len(groups))
	}
	wantJSON(t, "rules", `{"RulesSourceList": {"GeneratedRulesType": "ALLOWLIST", "TargetTypes": ["TLS_SNI"], "Targets": [".example.com"]}, "StatefulRules": []}`, object(object(groups[0], "RuleGroup"), "RulesSource"))
}

func TestNetworkFirewallRefused(t *testing.T) {
	answers := firewallAnswers()
	answers["NetworkFirewall_20201112.DescribeFirewallPolicy"] = []answer{denied("network-firewall:DescribeFirewallPolicy")}
	got := newWire(t, answers).collect(networkFirewallCollector, nil)
	const policy = "arn:aws:network-firewall:us-east-1:111122223333:firewall-policy/egress"
	want := []string{"network-firewall:DescribeFirewallPolicy denied " + policy, "network-firewall:DescribeRuleGroup skipped " + policy}
	if failed := got.failedReads(); !slices.Equal(failed, want) {
		t.Errorf("failed reads %q, want %q", failed, want)
	}
	answers = firewallAnswers()
	answers["NetworkFirewall_20201112.DescribeRuleGroup"] = []answer{denied("network-firewall:DescribeRuleGroup")}
	got = newWire(t, answers).collect(networkFirewallCollector, nil)
	if failed, want := got.failedReads(), []string{"network-firewall:DescribeRuleGroup denied " + policy}; !slices.Equal(failed, want) {
		t.Errorf("failed reads %q, want %q", failed, want)
	}
	got.conform(t, networkFirewallCollector)
}
