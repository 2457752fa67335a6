package aws

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"testing"

	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/aismm/aismm/internal/evidence"
)

// bucketAnswers are replies about one bucket, after the examples in the Amazon S3 API reference.
func bucketAnswers(answers map[string][]answer, name string, settings map[string]answer) {
	absent := map[string]answer{
		"encryption": s3Fails(404, "ServerSideEncryptionConfigurationNotFoundError"), "publicAccessBlock": s3Fails(404, "NoSuchPublicAccessBlockConfiguration"),
		"policyStatus": s3Fails(404, "NoSuchBucketPolicy"), "policy": s3Fails(404, "NoSuchBucketPolicy"), "versioning": xml(`<VersioningConfiguration/>`),
		"tagging": s3Fails(404, "NoSuchTagSet"), "object-lock": s3Fails(404, "ObjectLockConfigurationNotFoundError"), "replication": s3Fails(404, "ReplicationConfigurationNotFoundError"),
	}
	for setting, missing := range absent {
		a, ok := settings[setting]
		if !ok {
			a = missing
		}
		answers["GET /"+name+"?"+setting+"="] = []answer{a}
	}
}

func s3Answers() map[string][]answer {
	answers := map[string][]answer{
		"GET /?max-buckets=1000&x-id=ListBuckets": {xml(`<ListAllMyBucketsResult><Buckets>
			<Bucket><Name>logs</Name><CreationDate>2025-01-01T00:00:00Z</CreationDate><BucketRegion>eu-central-1</BucketRegion></Bucket>
			<Bucket><Name>unrelated</Name></Bucket></Buckets><ContinuationToken>c1</ContinuationToken></ListAllMyBucketsResult>`)},
		"GET /?continuation-token=c1&max-buckets=1000&x-id=ListBuckets": {xml(`<ListAllMyBucketsResult><Buckets><Bucket><Name>train</Name><BucketRegion>us-east-1</BucketRegion></Bucket></Buckets></ListAllMyBucketsResult>`)},
		"GET /v20180820/configuration/publicAccessBlock":                {xmlFails(404, "NoSuchPublicAccessBlockConfiguration", "none")},
		"HEAD /archive": {{status: http.StatusForbidden, header: map[string]string{"X-Amz-Bucket-Region": "eu-west-1"}}},
		"HEAD /gone":    {{status: http.StatusNotFound}},
	}
	bucketAnswers(answers, "logs", map[string]answer{
		"encryption":        xml(`<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>aws:kms</SSEAlgorithm><KMSMasterKeyID>k</KMSMasterKeyID></ApplyServerSideEncryptionByDefault><BucketKeyEnabled>true</BucketKeyEnabled></Rule></ServerSideEncryptionConfiguration>`),
		"publicAccessBlock": xml(`<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls><IgnorePublicAcls>true</IgnorePublicAcls><BlockPublicPolicy>true</BlockPublicPolicy><RestrictPublicBuckets>false</RestrictPublicBuckets></PublicAccessBlockConfiguration>`),
		"policyStatus":      xml(`<PolicyStatus><IsPublic>false</IsPublic></PolicyStatus>`),
		"policy":            ok(`{"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}}`),
		"versioning":        xml(`<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>`),
		"tagging":           xml(`<Tagging><TagSet><Tag><Key>class</Key><Value>internal</Value></Tag></TagSet></Tagging>`),
		"object-lock":       xml(`<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled></ObjectLockConfiguration>`),
		"replication":       xml(`<ReplicationConfiguration><Role>arn:aws:iam::111122223333:role/copy</Role><Rule><ID>all</ID><Status>Enabled</Status><Destination><Bucket>arn:aws:s3:::archive</Bucket></Destination></Rule></ReplicationConfiguration>`),
	})
	bucketAnswers(answers, "train", map[string]answer{"policy": s3Fails(403, "AccessDenied")})
	return answers
}

// namers are resources that name buckets, each in a form of its own.
func namers() map[string][]*evidence.Resource {
	return map[string][]*evidence.Resource{
		kindInvocationLogging: {{ID: "logging", Config: map[string]any{"loggingConfig": map[string]any{"s3Config": map[string]any{"bucketName": "logs", "keyPrefix": "bedrock"}}}}},
		kindTrail:             {{ID: "trail", Config: map[string]any{"S3BucketName": "archive"}}, {ID: "dangling", Config: map[string]any{"S3BucketName": "gone"}}},
		kindLogDelivery: {{ID: "delivery", Config: map[string]any{}, Parts: map[string]any{"DescribeDeliveryDestinations": map[string]any{
			"deliveryDestinationConfiguration": map[string]any{"destinationResourceArn": "arn:aws:s3:::logs/vended"}}}}},
		"aws_sagemaker_training_job": {{ID: "job", Config: map[string]any{"InputDataConfig": []any{map[string]any{"S3Uri": "s3://train/set/"}}, "Other": "s3://{template}/x"}}},
	}
}

func TestS3(t *testing.T) {
	got := newWire(t, s3Answers()).collect(s3Collector, namers())
	got.wantResources(t, kindBucket, `[
		{"id": "arn:aws:s3:::archive@111122223333", "name": "archive", "config": {"Name": "archive"},
		 "derived": {"region": "eu-west-1", "owned": false, "named_by": ["aws_cloudtrail_trail trail"],
			"unread": "the bucket belongs to an account that the scan has not entered, and only that account may read its settings"}},
		{"id": "arn:aws:s3:::logs", "name": "logs", "tags": {"class": "internal"},
		 "config": {"Name": "logs", "CreationDate": "2025-01-01T00:00:00Z", "BucketRegion": "eu-central-1"},
		 "parts": {
			"GetBucketEncryption": {"ServerSideEncryptionConfiguration": {"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "k"}, "BucketKeyEnabled": true}]}},
			"GetPublicAccessBlock": {"PublicAccessBlockConfiguration": {"BlockPublicAcls": true, "IgnorePublicAcls": true, "BlockPublicPolicy": true, "RestrictPublicBuckets": false}},
			"GetBucketPolicyStatus": {"PolicyStatus": {"IsPublic": false}},
			"GetBucketPolicy": {"Policy": {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}]}},
			"GetBucketVersioning": {"Status": "Enabled"},
			"GetObjectLockConfiguration": {"ObjectLockConfiguration": {"ObjectLockEnabled": "Enabled"}},
			"GetBucketReplication": {"ReplicationConfiguration": {"Role": "arn:aws:iam::111122223333:role/copy", "Rules": [{"ID": "all", "Status": "Enabled", "Destination": {"Bucket": "arn:aws:s3:::archive"}}]}}},
		 "derived": {"region": "eu-central-1", "owned": true, "owner": "111122223333", "named_by": ["aws_bedrock_invocation_logging logging", "aws_cloudwatch_log_delivery delivery"]}},
		{"id": "arn:aws:s3:::train", "name": "train", "config": {"Name": "train", "BucketRegion": "us-east-1"}, "parts": {"GetBucketVersioning": {}},
		 "derived": {"region": "us-east-1", "owned": true, "owner": "111122223333", "named_by": ["aws_sagemaker_training_job job"]}, "missing": ["s3:GetBucketPolicy"]}]`)
	// The settings of others' buckets are not even asked for: the refusals would be gaps that nobody can close.
	wantJSON(t, "failed reads", `["s3:GetBucketPolicy denied arn:aws:s3:::train"]`, got.failedReads())
	got.conform(t, s3Collector)
}

// TestS3ListRefused: without the list nobody knows whose a bucket is, but its settings may be readable.
func TestS3ListRefused(t *testing.T) {
	answers := s3Answers()
	answers["GET /?max-buckets=1000&x-id=ListBuckets"] = []answer{s3Fails(403, "AccessDenied")}
	answers["HEAD /train"] = []answer{{status: http.StatusOK, header: map[string]string{"X-Amz-Bucket-Region": "us-east-1"}}}
	got := newWire(t, answers).collect(s3Collector, map[string][]*evidence.Resource{"aws_sagemaker_training_job": namers()["aws_sagemaker_training_job"]})
	got.wantResources(t, kindBucket, `[{"id": "arn:aws:s3:::train@111122223333", "name": "train", "config": {"Name": "train"}, "parts": {"GetBucketVersioning": {}},
		"derived": {"region": "us-east-1", "named_by": ["aws_sagemaker_training_job job"]}, "missing": ["s3:GetBucketPolicy", "s3control:GetPublicAccessBlock"]}]`)
	if o := got.outcomeOf(t, "s3:ListBuckets"); o != evidence.Denied {
		t.Errorf("the list is %s, want denied", o)
	}
}

// archiveAnswers is the account that owns the bucket "archive".
func archiveAnswers() map[string][]answer {
	const listed = `<ListAllMyBucketsResult><Buckets><Bucket><Name>archive</Name><BucketRegion>eu-west-1</BucketRegion></Bucket></Buckets></ListAllMyBucketsResult>`
	answers := map[string][]answer{
		"GET /?max-buckets=1000&x-id=ListBuckets":                {xml(listed)},
		"GET /?max-buckets=1000&prefix=archive&x-id=ListBuckets": {xml(listed)},
		"GET /v20180820/configuration/publicAccessBlock":         {xml(`<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls></PublicAccessBlockConfiguration>`)},
	}
	bucketAnswers(answers, "archive", map[string]answer{
		"versioning": xml(`<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>`),
		"tagging":    xml(`<Tagging><TagSet><Tag><Key>team</Key><Value>security</Value></Tag></TagSet></Tagging>`),
	})
	return answers
}

// inTwoAccounts are the sessions of an account that names the bucket of another, and of that other one.
func inTwoAccounts(near, far *wire) (*Session, *Session) {
	here, there := near.session(), far.session()
	there.Account, there.Scope = "999900001111", evidence.NewScope("aws", "999900001111", "")
	here.Others = newOtherAccounts([]*Session{here, there})
	return here, there
}

func archiveNamers() map[string][]*evidence.Resource {
	return map[string][]*evidence.Resource{kindTrail: {{ID: "trail", Config: map[string]any{"S3BucketName": "archive"}}}}
}

// TestS3Elsewhere: a bucket of another account is read with the credentials of that account, once for all who name it.
func TestS3Elsewhere(t *testing.T) {
	far := newWire(t, archiveAnswers())
	near := newWire(t, s3Answers())
	here, _ := inTwoAccounts(near, far)
	first := near.collectIn(here, s3Collector, archiveNamers())
	second := near.collectIn(here, s3Collector, archiveNamers())
	const want = `[{"id": "arn:aws:s3:::archive@111122223333", "name": "archive", "tags": {"team": "security"}, "config": {"Name": "archive", "BucketRegion": "eu-west-1"},
		"parts": {"GetBucketVersioning": {"Status": "Enabled"}, "GetAccountPublicAccessBlock": {"PublicAccessBlockConfiguration": {"BlockPublicAcls": true}}},
		"derived": {"region": "eu-west-1", "owned": false, "owner": "999900001111", "named_by": ["aws_cloudtrail_trail trail"]}}]`
	first.wantResources(t, kindBucket, want)
	wantJSON(t, "failed reads", `null`, first.failedReads())
	if n := len(first.Reads); n != 2+len(bucketReads) { // the list, the block of the account, and the settings
		t.Errorf("%d reads are accounted for: %v", n, first.Reads)
	}
	first.conform(t, s3Collector)
	first.Resources[kindBucket][0].Config["Name"] = "redacted"
	second.wantResources(t, kindBucket, want)
	for key, bodies := range far.bodies {
		if len(bodies) != 1 {
			t.Errorf("%s was asked for %d times, want once", key, len(bodies))
		}
	}
}

// TestS3ElsewhereRefused: what the other account does not show is said, and is no gap of this one unless another scan may close it.
func TestS3ElsewhereRefused(t *testing.T) {
	const belongs = "the bucket belongs to an account that the scan has not entered, and only that account may read its settings"
	for name, tc := range map[string]struct {
		key    string
		answer answer
		unread string
		failed string
	}{
		"a setting": {"GET /archive?policy=", s3Fails(403, "AccessDenied"),
			"the bucket belongs to 999900001111, where s3:GetBucketPolicy did not succeed: AccessDenied: AccessDenied", `null`},
		"a setting, for now": {"GET /archive?versioning=", s3Fails(503, "SlowDown"),
			"the bucket belongs to 999900001111, where s3:GetBucketVersioning did not succeed: SlowDown: SlowDown", `["s3:GetBucketVersioning throttled arn:aws:s3:::archive@111122223333"]`},
		"the account's block": {"GET /v20180820/configuration/publicAccessBlock", xmlFails(403, "AccessDenied", "no"),
			"the bucket belongs to 999900001111, where s3control:GetPublicAccessBlock did not succeed: AccessDenied: no", `null`},
		"the list": {"GET /?max-buckets=1000&x-id=ListBuckets", s3Fails(403, "AccessDenied"),
			belongs + "; it may also be one of 999900001111, whose buckets could not be listed", `null`},
		"it has no such bucket": {"GET /?max-buckets=1000&x-id=ListBuckets", xml(`<ListAllMyBucketsResult><Buckets/></ListAllMyBucketsResult>`), belongs, `null`},
		"it is gone meanwhile": {"GET /?max-buckets=1000&prefix=archive&x-id=ListBuckets", xml(`<ListAllMyBucketsResult><Buckets/></ListAllMyBucketsResult>`),
			`the bucket belongs to 999900001111, where s3:ListBuckets did not succeed: the reply has nothing on "archive"`,
			`["s3:HeadBucket error arn:aws:s3:::archive@111122223333"]`},
	} {
		t.Run(name, func(t *testing.T) {
			answers := archiveAnswers()
			answers[tc.key] = []answer{tc.answer}
			near := newWire(t, s3Answers())
			here, _ := inTwoAccounts(near, newWire(t, answers))
			got := near.collectIn(here, s3Collector, archiveNamers())
			wantJSON(t, "failed reads", tc.failed, got.failedReads())
			bucket := got.Resources[kindBucket][0]
			wantJSON(t, "derived", `{"region": "eu-west-1", "owned": false, "named_by": ["aws_cloudtrail_trail trail"], "unread": `+strconv.Quote(tc.unread)+`}`, bucket.Derived)
			if len(bucket.Parts) > 0 || len(bucket.Tags) > 0 {
				t.Errorf("half of the settings are shown: %v, %v", bucket.Parts, bucket.Tags)
			}
		})
	}
}

// TestS3ElsewhereOutOfTime: an account that runs out of time, or of calls, leaves the bucket to the next one that asks.
func TestS3ElsewhereOutOfTime(t *testing.T) {
	here, there := inTwoAccounts(newWire(t, s3Answers()), newWire(t, archiveAnswers()))
	archive := func() *evidence.Resource { return &evidence.Resource{Name: "archive", Derived: map[string]any{}} }
	late, cancel := context.WithCancel(t.Context())
	cancel()
	if err := here.Others.bucket(late, archive()); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want that of the context", err)
	}
	client := there.Config.HTTPClient
	there.Config.HTTPClient = smithyhttp.ClientDoFunc(func(r *http.Request) (*http.Response, error) {
		if r.URL.Query().Has("policy") {
			return nil, incomplete{"the budget is spent"}
		}
		return client.Do(r)
	})
	if err := here.Others.bucket(t.Context(), archive()); !skipped(err) {
		t.Errorf("error %v, want that of the budget", err)
	}
	there.Config.HTTPClient = client
	bucket := archive()
	if err := here.Others.bucket(t.Context(), bucket); err != nil || bucket.Derived["owner"] != "999900001111" {
		t.Errorf("the next one got %v, %v", bucket.Derived, err)
	}
}

// TestS3ThatNobodyCanName: a resource of which not all was read may name buckets that nobody has heard of.
func TestS3ThatNobodyCanName(t *testing.T) {
	for name, tc := range map[string]struct {
		kind string
		res  evidence.Resource
		want string
	}{
		"a model":               {"aws_sagemaker_model", evidence.Resource{Missing: []string{"sagemaker:DescribeModel", "sagemaker:ListTags"}}, `["s3:ListBuckets skipped"]`},
		"tags":                  {"aws_sagemaker_model", evidence.Resource{Missing: []string{"sagemaker:ListTags"}}, `null`},
		"a trail's status":      {kindTrail, evidence.Resource{Missing: []string{"cloudtrail:GetTrailStatus"}}, `null`},
		"a browser":             {kindBrowser, evidence.Resource{Missing: []string{"bedrock-agentcore:GetBrowser"}}, `["s3:ListBuckets skipped"]`},
		"a delivery to S3":      {kindLogDelivery, evidence.Resource{Missing: []string{"logs:DescribeDeliveryDestinations"}, Config: map[string]any{"deliveryDestinationType": "S3"}}, `["s3:ListBuckets skipped"]`},
		"a delivery to a group": {kindLogDelivery, evidence.Resource{Missing: []string{"logs:DescribeDeliveryDestinations"}, Config: map[string]any{"deliveryDestinationType": "CWL"}}, `null`},
	} {
		got := newWire(t, s3Answers()).collect(s3Collector, map[string][]*evidence.Resource{tc.kind: {&tc.res}})
		wantJSON(t, name, tc.want, got.failedReads())
	}
}

func TestS3AccountBlock(t *testing.T) {
	answers := s3Answers()
	answers["GET /v20180820/configuration/publicAccessBlock"] = []answer{xml(`<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls></PublicAccessBlockConfiguration>`)}
	w := newWire(t, answers)
	got := w.collect(s3Collector, namers())
	for _, i := range []int{1, 2} {
		wantJSON(t, got.Resources[kindBucket][i].ID, `{"PublicAccessBlockConfiguration": {"BlockPublicAcls": true}}`, got.Resources[kindBucket][i].Parts["GetAccountPublicAccessBlock"])
	}
	if n := len(w.bodies["GET /v20180820/configuration/publicAccessBlock"]); n != 1 {
		t.Errorf("the account's setting was read %d times, want once", n)
	}
}

func TestBucketName(t *testing.T) {
	for reference, want := range map[string]string{
		"s3://b/k/l": "b", "s3://b": "b", "arn:aws:s3:::b": "b", "arn:aws-us-gov:s3:::b/k": "b", "arn:aws:iam::111122223333:role/b": "", "b": "", "": "", "https://b.s3.amazonaws.com": "",
	} {
		if got := bucketName(reference); got != want {
			t.Errorf("%q: got %q, want %q", reference, got, want)
		}
	}
}
