package aws

import (
	"net/http"
	"slices"
	"testing"

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
	refused := map[string]answer{}
	for _, setting := range []string{"encryption", "publicAccessBlock", "policyStatus", "policy", "versioning", "tagging", "object-lock", "replication"} {
		refused[setting] = s3Fails(403, "AccessDenied")
	}
	bucketAnswers(answers, "archive", refused)
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
		 "derived": {"region": "eu-west-1", "owned": false, "named_by": ["aws_cloudtrail_trail trail"]},
		 "missing": ["s3:GetBucketEncryption", "s3:GetBucketPolicy", "s3:GetBucketPolicyStatus", "s3:GetBucketReplication", "s3:GetBucketTagging", "s3:GetBucketVersioning",
			"s3:GetObjectLockConfiguration", "s3:GetPublicAccessBlock", "s3control:GetPublicAccessBlock"]},
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
		 "derived": {"region": "eu-central-1", "owned": true, "named_by": ["aws_bedrock_invocation_logging logging", "aws_cloudwatch_log_delivery delivery"]}},
		{"id": "arn:aws:s3:::train", "name": "train", "config": {"Name": "train", "BucketRegion": "us-east-1"}, "parts": {"GetBucketVersioning": {}},
		 "derived": {"region": "us-east-1", "owned": true, "named_by": ["aws_sagemaker_training_job job"]}, "missing": ["s3:GetBucketPolicy"]}]`)
	if failed := got.failedReads(); len(failed) != 10 || !slices.Contains(failed, "s3control:GetPublicAccessBlock skipped arn:aws:s3:::archive@111122223333") {
		t.Errorf("failed reads: %q", failed)
	}
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
