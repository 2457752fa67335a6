package aws

import (
	"context"
	"net"
	"net/url"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	s3types "github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/aws-sdk-go-v2/service/s3control"
	smithyendpoints "github.com/aws/smithy-go/endpoints"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

const kindBucket = "aws_s3_bucket"

var s3Kinds = []evidence.Kind{{
	// Buckets that resources of AI, trails and deliveries of logs name, in whatever region and account they lie. A part is absent where the
	// bucket has no such setting, and where derived.unread says that nobody could ask.
	Name: kindBucket, Title: "S3 bucket that AI resources or logs use", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Boundary,
	Required: []string{"config.Name", "derived.named_by"},
	Schema: resourceSchema(schemaOf[s3types.Bucket](pascal), members{
		"GetBucketEncryption":        schemaOf[s3.GetBucketEncryptionOutput](pascal),
		"GetPublicAccessBlock":       schemaOf[s3.GetPublicAccessBlockOutput](pascal),
		"GetBucketPolicyStatus":      schemaOf[s3.GetBucketPolicyStatusOutput](pascal),
		"GetBucketPolicy":            schemaObject(members{"Policy": schemaPolicy()}),
		"GetBucketVersioning":        schemaOf[s3.GetBucketVersioningOutput](pascal),
		"GetObjectLockConfiguration": schemaOf[s3.GetObjectLockConfigurationOutput](pascal),
		"GetBucketReplication":       schemaOf[s3.GetBucketReplicationOutput](pascal),
		// The setting of the whole account: GetPublicAccessBlock of S3 Control.
		"GetAccountPublicAccessBlock": schemaOf[s3control.GetPublicAccessBlockOutput](pascal),
	}, members{
		"region":   schemaText(),
		"owned":    schemaBool(),             // whether the bucket is the account's own; absent where the list was refused
		"owner":    schemaText(),             // the account that owns it; absent where that is not known
		"unread":   schemaText(),             // why there are no settings and tags of a bucket that is not the account's own; absent where there are
		"named_by": schemaList(schemaText()), // "<kind> <id>" of what names it
	}),
}}

// bucketNamers are the kinds whose resources may name buckets.
var bucketNamers = []string{kindActionGroup, kindBrowser, kindGatewayTarget, kindMemory, kindRuntime, "aws_bedrock_custom_model", kindCustomizationJob,
	kindDataSource, "aws_bedrock_evaluation_job", kindFlow, kindImportedModel, kindInvocationJob, "aws_bedrock_invocation_logging", kindKnowledgeBase, kindTrail,
	kindLogDelivery, kindComprehendFlywheel, kindComprehendJob, kindComprehendRecognizer, kindLexBotAlias, kindTranslateJob, kindAutoMLJob, kindCompilationJob,
	kindDomain, kindEndpoint, kindEndpointConfig, kindFeatureGroup, kindFlowDefinition, kindInferenceExperiment, kindModel, kindModelPackage,
	kindMonitoringJobDefinition, kindMonitoringSchedule, kindProcessingJob, kindTrainingJob, kindTransformJob, kindTuningJob}

// s3Collector runs once for an account, not in each region: a bucket may be named in several. IAM's actions are those of "Required
// permissions for Amazon S3 API operations" in the S3 user guide.
//
// A bucket of another account is read there, where the scan has entered that account. Elsewhere nothing is asked, for only a bucket's
// owner may: a refusal would be no gap that anybody could close, and derived.unread tells what is not known.
var s3Collector = &collectors.Collector{
	Name: "aws/s3", Provider: providerName, Level: evidence.Boundary, Kinds: s3Kinds, Needs: bucketNamers,
	Operations: s3Operations(),
	Collect:    collectBuckets,
}

func init() { collectors.Register(s3Collector) }

func s3Operations() []collectors.Operation {
	kinds := []string{kindBucket}
	operations := []collectors.Operation{
		{Name: "s3:ListBuckets", Form: evidence.List, Kinds: kinds, Permissions: []string{"s3:ListAllMyBuckets"}},
		{Name: "s3:HeadBucket", Form: evidence.Detail, Kinds: kinds, Permissions: []string{"s3:ListBucket"}},
		{Name: "s3control:GetPublicAccessBlock", Form: evidence.Detail, Kinds: kinds, Permissions: []string{"s3:GetAccountPublicAccessBlock"}},
	}
	for _, r := range bucketReads {
		operations = append(operations, collectors.Operation{Name: "s3:" + r.operation, Form: evidence.Detail, Kinds: kinds, Permissions: []string{r.permission}})
	}
	return operations
}

// newS3 addresses buckets by path at endpoints other than AWS's own: names below a private endpoint's host seldom resolve.
func newS3(c aws.Config) *s3.Client {
	return s3.NewFromConfig(c, func(o *s3.Options) { o.UsePathStyle = o.BaseEndpoint != nil })
}

// newS3Control leaves the account out of the host name where the endpoint is a bare address, below which no name can be. The account
// is in a header as well.
func newS3Control(c aws.Config) *s3control.Client {
	return s3control.NewFromConfig(c, func(o *s3control.Options) {
		if o.BaseEndpoint == nil {
			return
		}
		if u, err := url.Parse(*o.BaseEndpoint); err == nil && (net.ParseIP(u.Hostname()) != nil || u.Hostname() == "localhost") {
			o.EndpointResolverV2 = bareEndpoint{*u}
		}
	})
}

type bareEndpoint struct{ uri url.URL }

func (e bareEndpoint) ResolveEndpoint(context.Context, s3control.EndpointParameters) (smithyendpoints.Endpoint, error) {
	return smithyendpoints.Endpoint{URI: e.uri}, nil
}

// bucketARN is a bucket's ARN, which has neither region nor account.
func bucketARN(partition, name string) string { return "arn:" + partition + ":s3:::" + name }

// bucketName reads the name of a bucket out of an S3 URI or ARN; it is empty for any other text.
func bucketName(reference string) string {
	rest, ok := strings.CutPrefix(reference, "s3://")
	if !ok {
		if _, rest, ok = strings.Cut(reference, ":s3:::"); !ok || !strings.HasPrefix(reference, "arn:") {
			return ""
		}
	}
	name, _, _ := strings.Cut(rest, "/")
	return name
}
