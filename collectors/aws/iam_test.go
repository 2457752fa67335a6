package aws

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/aismm/aismm/internal/evidence"
)

// encoded is a policy document as IAM sends it: RFC 3986, where a space is %20.
func encoded(document string) string {
	return strings.ReplaceAll(url.QueryEscape(document), "+", "%20")
}

const (
	trustsService = `{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"Service": "bedrock.amazonaws.com"}, "Action": "sts:AssumeRole"}}`
	allowsInvoke  = `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["bedrock:InvokeModel"], "Resource": "*"}]}`
	allowsStorage = `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}`
)

// Replies follow the examples of the operations in the IAM API reference.
func iamAnswers() map[string][]answer {
	return map[string][]answer{
		"iam.GetAccountAuthorizationDetails": {
			xml(`<GetAccountAuthorizationDetailsResponse><GetAccountAuthorizationDetailsResult><IsTruncated>true</IsTruncated><Marker>m1</Marker>
				<UserDetailList><member><Arn>arn:aws:iam::111122223333:user/ana</Arn><UserName>ana</UserName><UserId>AIDAEXAMPLE</UserId><Path>/</Path>
					<CreateDate>2025-01-02T03:04:05Z</CreateDate><GroupList><member>data</member></GroupList>
					<Tags><member><Key>team</Key><Value>ml</Value></member></Tags></member></UserDetailList>
				<RoleDetailList><member><Arn>arn:aws:iam::111122223333:role/agent</Arn><RoleName>agent</RoleName><RoleId>AROAEXAMPLE</RoleId><Path>/</Path>
					<CreateDate>2025-01-02T03:04:05Z</CreateDate><AssumeRolePolicyDocument>` + encoded(trustsService) + `</AssumeRolePolicyDocument>
					<RolePolicyList><member><PolicyName>inline</PolicyName><PolicyDocument>` + encoded(allowsStorage) + `</PolicyDocument></member></RolePolicyList>
					<AttachedManagedPolicies><member><PolicyName>invoke</PolicyName><PolicyArn>arn:aws:iam::111122223333:policy/invoke</PolicyArn></member></AttachedManagedPolicies>
				</member></RoleDetailList></GetAccountAuthorizationDetailsResult></GetAccountAuthorizationDetailsResponse>`),
			xml(`<GetAccountAuthorizationDetailsResponse><GetAccountAuthorizationDetailsResult><IsTruncated>false</IsTruncated>
				<RoleDetailList><member><Arn>arn:aws:iam::111122223333:role/backup</Arn><RoleName>backup</RoleName><AssumeRolePolicyDocument>` + encoded(trustsService) + `</AssumeRolePolicyDocument></member></RoleDetailList>
				<GroupDetailList><member><Arn>arn:aws:iam::111122223333:group/data</Arn><GroupName>data</GroupName>
					<GroupPolicyList><member><PolicyName>train</PolicyName><PolicyDocument>` + encoded(`{"Statement": [{"Effect": "Allow", "NotAction": ["iam:*", "bedrock:*"], "Resource": "*"}]}`) + `</PolicyDocument></member></GroupPolicyList>
					</member><member><Arn>arn:aws:iam::111122223333:group/other</Arn><GroupName>other</GroupName></member></GroupDetailList>
				<Policies>
					<member><Arn>arn:aws:iam::111122223333:policy/invoke</Arn><PolicyName>invoke</PolicyName><AttachmentCount>1</AttachmentCount><DefaultVersionId>v2</DefaultVersionId><PolicyVersionList>
						<member><VersionId>v2</VersionId><IsDefaultVersion>true</IsDefaultVersion><Document>` + encoded(allowsInvoke) + `</Document></member>
						<member><VersionId>v1</VersionId><IsDefaultVersion>false</IsDefaultVersion><Document>` + encoded(allowsStorage) + `</Document></member></PolicyVersionList></member>
					<member><Arn>arn:aws:iam::aws:policy/ReadOnlyAccess</Arn><PolicyName>ReadOnlyAccess</PolicyName><AttachmentCount>2</AttachmentCount><DefaultVersionId>v1</DefaultVersionId><PolicyVersionList>
						<member><VersionId>v1</VersionId><IsDefaultVersion>true</IsDefaultVersion><Document>` + encoded(allowsStorage) + `</Document></member></PolicyVersionList></member>
					<member><Arn>arn:aws:iam::aws:policy/NobodyHasThis</Arn><PolicyName>NobodyHasThis</PolicyName><AttachmentCount>0</AttachmentCount><PermissionsBoundaryUsageCount>0</PermissionsBoundaryUsageCount></member>
				</Policies></GetAccountAuthorizationDetailsResult></GetAccountAuthorizationDetailsResponse>`),
		},
		"iam.ListRoles": {xml(`<ListRolesResponse><ListRolesResult><IsTruncated>false</IsTruncated><Roles>
			<member><Arn>arn:aws:iam::111122223333:role/agent</Arn><RoleName>agent</RoleName><MaxSessionDuration>3600</MaxSessionDuration><AssumeRolePolicyDocument>` + encoded(trustsService) + `</AssumeRolePolicyDocument></member>
			</Roles></ListRolesResult></ListRolesResponse>`)},
		"iam.ListAccessKeys?UserName=ana": {
			xml(`<ListAccessKeysResponse><ListAccessKeysResult><IsTruncated>true</IsTruncated><Marker>k1</Marker><AccessKeyMetadata>
				<member><UserName>ana</UserName><AccessKeyId>EXAMPLEKEY1</AccessKeyId><Status>Active</Status><CreateDate>2026-01-01T00:00:00Z</CreateDate></member></AccessKeyMetadata></ListAccessKeysResult></ListAccessKeysResponse>`)},
		"iam.ListAccessKeys?Marker=k1&UserName=ana": {
			xml(`<ListAccessKeysResponse><ListAccessKeysResult><IsTruncated>false</IsTruncated><AccessKeyMetadata>
				<member><UserName>ana</UserName><AccessKeyId>EXAMPLEKEY2</AccessKeyId><Status>Inactive</Status><CreateDate>2026-02-01T00:00:00Z</CreateDate></member></AccessKeyMetadata></ListAccessKeysResult></ListAccessKeysResponse>`)},
		"iam.GetAccessKeyLastUsed?AccessKeyId=EXAMPLEKEY1": {xml(`<GetAccessKeyLastUsedResponse><GetAccessKeyLastUsedResult><UserName>ana</UserName>
			<AccessKeyLastUsed><Region>us-east-1</Region><LastUsedDate>2026-11-01T00:00:00Z</LastUsedDate><ServiceName>bedrock</ServiceName></AccessKeyLastUsed></GetAccessKeyLastUsedResult></GetAccessKeyLastUsedResponse>`)},
		"iam.GetAccessKeyLastUsed?AccessKeyId=EXAMPLEKEY2": {xmlFails(403, "AccessDenied", "no")},
		"iam.ListServiceSpecificCredentials?AllUsers=true&ServiceName=bedrock.amazonaws.com": {xml(`<ListServiceSpecificCredentialsResponse><ListServiceSpecificCredentialsResult><IsTruncated>false</IsTruncated><ServiceSpecificCredentials>
			<member><UserName>ana</UserName><ServiceSpecificCredentialId>ACCAEXAMPLE1</ServiceSpecificCredentialId><ServiceName>bedrock.amazonaws.com</ServiceName><ServiceCredentialAlias>ana-at-111122223333</ServiceCredentialAlias>
				<Status>Active</Status><CreateDate>2026-10-01T00:00:00Z</CreateDate><ExpirationDate>2026-12-30T00:00:00Z</ExpirationDate></member>
			<member><UserName>gone</UserName><ServiceSpecificCredentialId>ACCAEXAMPLE2</ServiceSpecificCredentialId><ServiceName>bedrock.amazonaws.com</ServiceName><Status>Expired</Status><CreateDate>2025-10-01T00:00:00Z</CreateDate></member>
			</ServiceSpecificCredentials></ListServiceSpecificCredentialsResult></ListServiceSpecificCredentialsResponse>`)},
		"iam.GenerateServiceLastAccessedDetails?Arn=arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2Fagent": {xml(`<GenerateServiceLastAccessedDetailsResponse><GenerateServiceLastAccessedDetailsResult><JobId>job-role</JobId></GenerateServiceLastAccessedDetailsResult></GenerateServiceLastAccessedDetailsResponse>`)},
		"iam.GenerateServiceLastAccessedDetails?Arn=arn%3Aaws%3Aiam%3A%3A111122223333%3Auser%2Fana":   {xml(`<GenerateServiceLastAccessedDetailsResponse><GenerateServiceLastAccessedDetailsResult><JobId>job-user</JobId></GenerateServiceLastAccessedDetailsResult></GenerateServiceLastAccessedDetailsResponse>`)},
		"iam.GetServiceLastAccessedDetails?JobId=job-role": {
			xml(`<GetServiceLastAccessedDetailsResponse><GetServiceLastAccessedDetailsResult><JobStatus>IN_PROGRESS</JobStatus></GetServiceLastAccessedDetailsResult></GetServiceLastAccessedDetailsResponse>`),
			xml(`<GetServiceLastAccessedDetailsResponse><GetServiceLastAccessedDetailsResult><JobStatus>COMPLETED</JobStatus><JobType>SERVICE_LEVEL</JobType>
				<JobCreationDate>2026-11-25T12:00:00Z</JobCreationDate><JobCompletionDate>2026-11-25T12:00:01Z</JobCompletionDate><IsTruncated>true</IsTruncated><Marker>l1</Marker><ServicesLastAccessed>
				<member><ServiceName>Amazon S3</ServiceName><ServiceNamespace>s3</ServiceNamespace><TotalAuthenticatedEntities>0</TotalAuthenticatedEntities></member>
				</ServicesLastAccessed></GetServiceLastAccessedDetailsResult></GetServiceLastAccessedDetailsResponse>`)},
		"iam.GetServiceLastAccessedDetails?JobId=job-role&Marker=l1": {xml(`<GetServiceLastAccessedDetailsResponse><GetServiceLastAccessedDetailsResult><JobStatus>COMPLETED</JobStatus><IsTruncated>false</IsTruncated><ServicesLastAccessed>
				<member><ServiceName>Amazon Bedrock</ServiceName><ServiceNamespace>bedrock</ServiceNamespace><LastAuthenticated>2026-11-20T00:00:00Z</LastAuthenticated>
				<LastAuthenticatedEntity>arn:aws:iam::111122223333:role/agent</LastAuthenticatedEntity><TotalAuthenticatedEntities>1</TotalAuthenticatedEntities></member>
				</ServicesLastAccessed></GetServiceLastAccessedDetailsResult></GetServiceLastAccessedDetailsResponse>`)},
		"iam.GetServiceLastAccessedDetails?JobId=job-user": {xml(`<GetServiceLastAccessedDetailsResponse><GetServiceLastAccessedDetailsResult><JobStatus>FAILED</JobStatus>
				<Error><Code>ServiceFailure</Code><Message>try again</Message></Error></GetServiceLastAccessedDetailsResult></GetServiceLastAccessedDetailsResponse>`)},
	}
}

func withoutWaiting(t *testing.T) {
	t.Helper()
	before := firstLook
	firstLook = time.Millisecond
	t.Cleanup(func() { firstLook = before })
}

func TestIAM(t *testing.T) {
	withoutWaiting(t)
	got := newWire(t, iamAnswers()).collect(iamCollector, nil)
	trust := `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "bedrock.amazonaws.com"}, "Action": "sts:AssumeRole"}]}`
	got.wantResources(t, kindRole, `[
		{"id": "arn:aws:iam::111122223333:role/agent", "name": "agent",
		 "config": {"Arn": "arn:aws:iam::111122223333:role/agent", "RoleName": "agent", "RoleId": "AROAEXAMPLE", "Path": "/", "CreateDate": "2025-01-02T03:04:05Z",
			"AssumeRolePolicyDocument": `+trust+`,
			"RolePolicyList": [{"PolicyName": "inline", "PolicyDocument": `+allowsStorage+`}],
			"AttachedManagedPolicies": [{"PolicyName": "invoke", "PolicyArn": "arn:aws:iam::111122223333:policy/invoke"}], "InstanceProfileList": [], "Tags": []},
		 "parts": {"ListRoles": {"Arn": "arn:aws:iam::111122223333:role/agent", "RoleName": "agent", "MaxSessionDuration": 3600, "AssumeRolePolicyDocument": `+trust+`, "Tags": []}},
		 "derived": {"ai_services": ["bedrock"]}},
		{"id": "arn:aws:iam::111122223333:role/backup", "name": "backup",
		 "config": {"Arn": "arn:aws:iam::111122223333:role/backup", "RoleName": "backup", "AssumeRolePolicyDocument": `+trust+`,
			"RolePolicyList": [], "AttachedManagedPolicies": [], "InstanceProfileList": [], "Tags": []},
		 "derived": {"ai_services": []}, "missing": ["iam:ListRoles"]}]`)
	got.wantResources(t, kindUser, `[
		{"id": "arn:aws:iam::111122223333:user/ana", "name": "ana", "tags": {"team": "ml"},
		 "config": {"Arn": "arn:aws:iam::111122223333:user/ana", "UserName": "ana", "UserId": "AIDAEXAMPLE", "Path": "/", "CreateDate": "2025-01-02T03:04:05Z",
			"GroupList": ["data"], "UserPolicyList": [], "AttachedManagedPolicies": [], "Tags": [{"Key": "team", "Value": "ml"}]},
		 "parts": {"GetAccountAuthorizationDetails": {"GroupDetailList": [{"Arn": "arn:aws:iam::111122223333:group/data", "GroupName": "data", "AttachedManagedPolicies": [],
			"GroupPolicyList": [{"PolicyName": "train", "PolicyDocument": {"Statement": [{"Effect": "Allow", "NotAction": ["iam:*", "bedrock:*"], "Resource": "*"}]}}]}]}},
		 "derived": {"ai_services": ["bedrock-agentcore", "sagemaker"]}}]`)
	got.wantResources(t, kindPolicy, `[
		{"id": "arn:aws:iam::111122223333:policy/invoke", "name": "invoke",
		 "config": {"Arn": "arn:aws:iam::111122223333:policy/invoke", "PolicyName": "invoke", "AttachmentCount": 1, "DefaultVersionId": "v2", "IsAttachable": false,
			"PolicyVersionList": [{"VersionId": "v2", "IsDefaultVersion": true, "Document": `+allowsInvoke+`}]}},
		{"id": "arn:aws:iam::aws:policy/ReadOnlyAccess@111122223333", "name": "ReadOnlyAccess",
		 "config": {"Arn": "arn:aws:iam::aws:policy/ReadOnlyAccess", "PolicyName": "ReadOnlyAccess", "AttachmentCount": 2, "DefaultVersionId": "v1", "IsAttachable": false,
			"PolicyVersionList": [{"VersionId": "v1", "IsDefaultVersion": true, "Document": `+allowsStorage+`}]}}]`)
	got.wantResources(t, kindAccessKey, `[
		{"id": "EXAMPLEKEY1", "config": {"UserName": "ana", "AccessKeyId": "EXAMPLEKEY1", "Status": "Active", "CreateDate": "2026-01-01T00:00:00Z"},
		 "parts": {"GetAccessKeyLastUsed": {"UserName": "ana", "AccessKeyLastUsed": {"Region": "us-east-1", "LastUsedDate": "2026-11-01T00:00:00Z", "ServiceName": "bedrock"}}},
		 "derived": {"user_arn": "arn:aws:iam::111122223333:user/ana"}},
		{"id": "EXAMPLEKEY2", "config": {"UserName": "ana", "AccessKeyId": "EXAMPLEKEY2", "Status": "Inactive", "CreateDate": "2026-02-01T00:00:00Z"},
		 "derived": {"user_arn": "arn:aws:iam::111122223333:user/ana"}, "missing": ["iam:GetAccessKeyLastUsed"]}]`)
	got.wantResources(t, kindBedrockKey, `[
		{"id": "ACCAEXAMPLE1", "name": "ana-at-111122223333",
		 "config": {"UserName": "ana", "ServiceSpecificCredentialId": "ACCAEXAMPLE1", "ServiceName": "bedrock.amazonaws.com", "ServiceCredentialAlias": "ana-at-111122223333",
			"Status": "Active", "CreateDate": "2026-10-01T00:00:00Z", "ExpirationDate": "2026-12-30T00:00:00Z"},
		 "derived": {"user_arn": "arn:aws:iam::111122223333:user/ana"}},
		{"id": "ACCAEXAMPLE2",
		 "config": {"UserName": "gone", "ServiceSpecificCredentialId": "ACCAEXAMPLE2", "ServiceName": "bedrock.amazonaws.com", "Status": "Expired", "CreateDate": "2025-10-01T00:00:00Z"}}]`)
	got.wantResources(t, kindLastAccessed, `[
		{"id": "arn:aws:iam::111122223333:role/agent", "name": "agent",
		 "config": {"JobStatus": "COMPLETED", "JobType": "SERVICE_LEVEL", "JobCreationDate": "2026-11-25T12:00:00Z", "JobCompletionDate": "2026-11-25T12:00:01Z", "IsTruncated": false,
			"ServicesLastAccessed": [{"ServiceName": "Amazon Bedrock", "ServiceNamespace": "bedrock", "LastAuthenticated": "2026-11-20T00:00:00Z",
				"LastAuthenticatedEntity": "arn:aws:iam::111122223333:role/agent", "TotalAuthenticatedEntities": 1, "TrackedActionsLastAccessed": []}]},
		 "derived": {"principal_kind": "aws_iam_role", "principal_created": "2025-01-02T03:04:05Z"}},
		{"id": "arn:aws:iam::111122223333:user/ana", "name": "ana", "config": {},
		 "derived": {"principal_kind": "aws_iam_user", "principal_created": "2025-01-02T03:04:05Z"}, "missing": ["iam:GetServiceLastAccessedDetails"]}]`)
	wantJSON(t, "failed reads", `[
		"iam:GetAccessKeyLastUsed denied EXAMPLEKEY2",
		"iam:GetServiceLastAccessedDetails error arn:aws:iam::111122223333:user/ana",
		"iam:ListRoles error arn:aws:iam::111122223333:role/backup"]`, got.failedReads())
	got.conform(t, iamCollector)
}

// TestIAMCutOff: with half of the policies nobody can tell who has rights on AI, so nothing is said about that.
func TestIAMCutOff(t *testing.T) {
	answers := iamAnswers()
	answers["iam.GetAccountAuthorizationDetails"][1] = xmlFails(403, "AccessDenied", "no")
	got := newWire(t, answers).collect(iamCollector, nil)
	if o := got.outcomeOf(t, "iam:GetAccountAuthorizationDetails"); o != evidence.Denied {
		t.Errorf("the list is %s, want denied", o)
	}
	if n := len(got.Resources[kindRole]); n != 1 {
		t.Errorf("%d roles, want that of the first page", n)
	}
	for _, kind := range []string{kindRole, kindUser} {
		for _, res := range got.Resources[kind] {
			if res.Derived != nil {
				t.Errorf("%s has %v, worked out from policies that were not all read", res.ID, res.Derived)
			}
		}
	}
	if n := len(got.Resources[kindLastAccessed]); n != 0 {
		t.Errorf("%d last uses, want none", n)
	}
}

// TestIAMBadDocument: a document that cannot be read opens the population.
func TestIAMBadDocument(t *testing.T) {
	answers := iamAnswers()
	answers["iam.GetAccountAuthorizationDetails"][0] = xml(strings.Replace(answers["iam.GetAccountAuthorizationDetails"][0].body, encoded(allowsStorage), "%7Bbroken", 1))
	got := newWire(t, answers).collect(iamCollector, nil)
	if o := got.outcomeOf(t, "iam:GetAccountAuthorizationDetails"); o != evidence.Failed {
		t.Errorf("the list is %s, want error", o)
	}
}

// TestAccessKeysOfADeletedUser: the user went between two calls; that is no gap.
func TestAccessKeysOfADeletedUser(t *testing.T) {
	withoutWaiting(t)
	answers := iamAnswers()
	answers["iam.ListAccessKeys?UserName=ana"] = []answer{xmlFails(404, "NoSuchEntity", "The user with name ana cannot be found.")}
	got := newWire(t, answers).collect(iamCollector, nil)
	if o := got.outcomeOf(t, "iam:ListAccessKeys"); o != evidence.OK {
		t.Errorf("the list of keys is %s, want ok", o)
	}
}

func TestServicesOf(t *testing.T) {
	for name, tc := range map[string]struct {
		document string
		want     string
	}{
		"one action":                {`{"Statement": [{"Effect": "Allow", "Action": "bedrock:InvokeModel"}]}`, `["bedrock"]`},
		"any case":                  {`{"Statement": [{"Effect": "Allow", "Action": "SageMaker:List*"}]}`, `["sagemaker"]`},
		"everything":                {`{"Statement": [{"Effect": "Allow", "Action": "*"}]}`, `["bedrock", "bedrock-agentcore", "sagemaker"]`},
		"not another service":       {`{"Statement": [{"Effect": "Allow", "Action": ["bedrock-agentcore:*"]}]}`, `["bedrock-agentcore"]`},
		"a name that begins alike":  {`{"Statement": [{"Effect": "Allow", "Action": ["sagemaker-geospatial:*"]}]}`, `[]`},
		"denied":                    {`{"Statement": [{"Effect": "Deny", "Action": "bedrock:*"}]}`, `[]`},
		"all but a service":         {`{"Statement": [{"Effect": "Allow", "NotAction": "bedrock:*"}]}`, `["bedrock-agentcore", "sagemaker"]`},
		"all but some of a service": {`{"Statement": [{"Effect": "Allow", "NotAction": ["bedrock:Delete*", "sagemaker:*", "bedrock-agentcore:*"]}]}`, `["bedrock"]`},
		"all but everything":        {`{"Statement": [{"Effect": "Allow", "NotAction": "*"}]}`, `[]`},
		"a single statement":        {`{"Statement": {"Effect": "Allow", "Action": "bedrock:*"}}`, `["bedrock"]`},
		"nothing":                   {`{}`, `[]`},
	} {
		t.Run(name, func(t *testing.T) {
			document, err := decodePolicy(tc.document)
			if err != nil {
				t.Fatal(err)
			}
			wantJSON(t, "services", tc.want, servicesOf([]any{document}))
		})
	}
}
