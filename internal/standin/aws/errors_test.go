package aws

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	bedrockapi "github.com/aws/aws-sdk-go-v2/service/bedrock"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	iamapi "github.com/aws/aws-sdk-go-v2/service/iam"
	lambdaapi "github.com/aws/aws-sdk-go-v2/service/lambda"
	organizationsapi "github.com/aws/aws-sdk-go-v2/service/organizations"
	s3api "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/securityhub"
	stsapi "github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"
)

// codeOf is the code that the SDK reads from an error.
func codeOf(err error) string {
	var api smithy.APIError
	if errors.As(err, &api) {
		return api.ErrorCode()
	}
	if err != nil {
		return "no API error: " + err.Error()
	}
	return "no error"
}

// TestErrorsAsTheSDKReadsThem: what is not there is refused with the code, and in the form, of the service.
func TestErrorsAsTheSDKReadsThem(t *testing.T) {
	server := halden(t, Options{})
	ctx := context.Background()
	prod, data := configFor(server, production, "us-east-1"), configFor(server, "123456789012", "eu-central-1")
	typed := func(call func(context.Context) error) func() error { return func() error { return call(ctx) } }
	for _, c := range []struct {
		name string
		call func() error
		code string
	}{
		{"rest-json", typed(func(ctx context.Context) error {
			_, err := bedrockapi.NewFromConfig(prod).GetGuardrail(ctx, &bedrockapi.GetGuardrailInput{GuardrailIdentifier: aws.String("nosuch")})
			return err
		}), "ResourceNotFoundException"},
		{"rest-json by schema", typed(func(ctx context.Context) error {
			_, err := lambdaapi.NewFromConfig(prod).GetFunctionConfiguration(ctx, &lambdaapi.GetFunctionConfigurationInput{FunctionName: aws.String("nosuch")})
			return err
		}), "ResourceNotFoundException"},
		{"JSON 1.1", typed(func(ctx context.Context) error {
			_, err := cloudtrail.NewFromConfig(prod).GetTrailStatus(ctx, &cloudtrail.GetTrailStatusInput{Name: aws.String("nosuch")})
			return err
		}), "TrailNotFoundException"},
		{"JSON 1.1 by schema", typed(func(ctx context.Context) error {
			_, err := sagemaker.NewFromConfig(prod).DescribeModel(ctx, &sagemaker.DescribeModelInput{ModelName: aws.String("nosuch")})
			return err
		}), "ValidationException"},
		{"query", typed(func(ctx context.Context) error {
			_, err := iamapi.NewFromConfig(prod).GetAccessKeyLastUsed(ctx, &iamapi.GetAccessKeyLastUsedInput{AccessKeyId: aws.String("nosuchkeynosuchkey")})
			return err
		}), "NoSuchEntity"},
		{"rest-xml, no such bucket", typed(func(ctx context.Context) error {
			_, err := s3api.NewFromConfig(prod).GetBucketEncryption(ctx, &s3api.GetBucketEncryptionInput{Bucket: aws.String("nosuch-bucket")})
			return err
		}), "NoSuchBucket"},
		{"rest-xml, no such setting", typed(func(ctx context.Context) error {
			_, err := s3api.NewFromConfig(prod).GetBucketReplication(ctx, &s3api.GetBucketReplicationInput{Bucket: aws.String("halden-training")})
			return err
		}), "ReplicationConfigurationNotFoundError"},
		{"rest-xml, another account's bucket", typed(func(ctx context.Context) error {
			_, err := s3api.NewFromConfig(prod).GetBucketVersioning(ctx, &s3api.GetBucketVersioningInput{Bucket: aws.String("halden-log-archive")})
			return err
		}), "AccessDenied"},
		{"rest-xml, another region's bucket", typed(func(ctx context.Context) error {
			_, err := s3api.NewFromConfig(prod).GetBucketVersioning(ctx, &s3api.GetBucketVersioningInput{Bucket: aws.String("halden-eu-logs")})
			return err
		}), "PermanentRedirect"},
		{"Security Hub that is off", typed(func(ctx context.Context) error {
			_, err := securityhub.NewFromConfig(data).DescribeHub(ctx, &securityhub.DescribeHubInput{})
			return err
		}), "InvalidAccessException"},
		{"a member asks for the organization's accounts", typed(func(ctx context.Context) error {
			_, err := organizationsapi.NewFromConfig(prod).ListAccounts(ctx, &organizationsapi.ListAccountsInput{})
			return err
		}), "AccessDeniedException"},
		{"a token that was made up", typed(func(ctx context.Context) error {
			_, err := bedrockapi.NewFromConfig(prod).ListGuardrails(ctx, &bedrockapi.ListGuardrailsInput{NextToken: aws.String("bm8gdG9rZW4")})
			return err
		}), "ValidationException"},
		{"a role that does not trust the caller", typed(func(ctx context.Context) error {
			_, err := stsapi.NewFromConfig(configFor(server, management, "us-east-1")).AssumeRole(ctx, &stsapi.AssumeRoleInput{
				RoleArn: aws.String("arn:aws:iam::888899990000:role/aismm-audit"), RoleSessionName: aws.String("test")})
			return err
		}), "AccessDenied"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := codeOf(c.call()); got != c.code {
				t.Errorf("got %s, want %s", got, c.code)
			}
		})
	}
}

// TestWhoIsLetIn: a request counts for the account of the key that signed it; an unknown key is refused as the service does.
func TestWhoIsLetIn(t *testing.T) {
	server := halden(t, Options{})
	ctx := context.Background()
	who := func(c aws.Config) string {
		out, err := stsapi.NewFromConfig(c).GetCallerIdentity(ctx, &stsapi.GetCallerIdentityInput{})
		if err != nil {
			return codeOf(err)
		}
		return aws.ToString(out.Account) + " " + aws.ToString(out.Arn)
	}
	with := func(key, token, region string) aws.Config {
		c := configFor(server, management, region)
		c.Credentials = credentials.NewStaticCredentialsProvider(key, "invented", token)
		return c
	}
	for _, c := range []struct {
		name   string
		config aws.Config
		want   string
	}{
		{"the user", configFor(server, management, "us-east-1"), "111122223333 arn:aws:iam::111122223333:user/aismm-scanner"},
		{"the role", configFor(server, production, "us-east-1"), "444455556666 arn:aws:sts::444455556666:assumed-role/aismm-audit/test"},
		{"an unknown key", with("SOME-OTHER-KEY", "", "us-east-1"), "InvalidClientTokenId"},
		{"a session without its token", with(sessionKey+"444455556666.aismm-audit.x", "", "us-east-1"), "InvalidClientTokenId"},
		{"a session of a role that is not there", with(sessionKey+"444455556666.admin.x", sessionToken+"444455556666.admin.x", "us-east-1"), "InvalidClientTokenId"},
		{"a session of another account", with(sessionKey+"888899990000.aismm-audit.x", sessionToken+"888899990000.aismm-audit.x", "us-east-1"), "InvalidClientTokenId"},
		{"a region that nobody opted in to", configFor(server, production, "af-south-1"), "InvalidClientTokenId"},
		{"a region without data", configFor(server, production, "ap-south-1"), "444455556666 arn:aws:sts::444455556666:assumed-role/aismm-audit/test"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := who(c.config); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
	elsewhere := with("SOME-OTHER-KEY", "", "us-east-1")
	_, err := bedrockapi.NewFromConfig(elsewhere).ListGuardrails(ctx, &bedrockapi.ListGuardrailsInput{})
	if codeOf(err) != "UnrecognizedClientException" {
		t.Errorf("bedrock refuses an unknown key with %s", codeOf(err))
	}
	_, err = s3api.NewFromConfig(elsewhere).ListBuckets(ctx, &s3api.ListBucketsInput{})
	if codeOf(err) != "InvalidAccessKeyId" {
		t.Errorf("S3 refuses an unknown key with %s", codeOf(err))
	}
}

// TestUnsigned: requests that no SDK makes are refused, and none brings the handler down.
func TestUnsigned(t *testing.T) {
	server := halden(t, Options{})
	const signed = "AWS4-HMAC-SHA256 Credential=" + callerKey + "/20261125/us-east-1/%s/aws4_request, SignedHeaders=host, Signature=0"
	for _, c := range []struct {
		name, method, path, service string
		header                      map[string]string
		body                        string
		status                      int
		says                        string
	}{
		{"no signature", "GET", "/guardrails", "", nil, "", 403, "Missing Authentication Token"},
		{"half a signature", "GET", "/guardrails", "", map[string]string{"Authorization": "AWS4-HMAC-SHA256 Credential=x"}, "", 403, "Missing Authentication Token"},
		{"unknown service", "GET", "/", "rds", nil, "", 404, "service rds"},
		{"unknown path", "GET", "/guardrails/a/b/c/d", "bedrock", nil, "", 404, "GET /guardrails/a/b/c/d"},
		{"unknown target", "POST", "/", "sagemaker", map[string]string{"X-Amz-Target": "SageMaker.DeleteModel"}, "{}", 404, "SageMaker.DeleteModel"},
		{"another service's target", "POST", "/", "sagemaker", map[string]string{"X-Amz-Target": "AWSEvents.ListRules"}, "{}", 404, "AWSEvents.ListRules"},
		{"unknown action", "POST", "/", "iam", map[string]string{"Content-Type": "application/x-www-form-urlencoded"}, "Action=CreateUser", 404, "InvalidAction"},
		{"no form", "POST", "/", "iam", map[string]string{"Content-Type": "application/x-www-form-urlencoded"}, "%zz", 400, "MalformedQueryString"},
		{"no JSON", "POST", "/", "sagemaker", map[string]string{"X-Amz-Target": "SageMaker.ListModels"}, "{", 400, "SerializationException"},
		{"a list for an object", "POST", "/", "sagemaker", map[string]string{"X-Amz-Target": "SageMaker.ListModels"}, "[1]", 400, "SerializationException"},
		{"no CBOR", "POST", "/service/GraniteServiceVersion20100801/operation/ListMetrics", "monitoring", map[string]string{"Smithy-Protocol": "rpc-v2-cbor"}, "\xff", 400, "SerializationException"},
		{"unknown CBOR operation", "POST", "/service/GraniteServiceVersion20100801/operation/PutMetricData", "monitoring", map[string]string{"Smithy-Protocol": "rpc-v2-cbor"}, "", 404, "PutMetricData"},
		{"a label that is empty", "GET", "/agents/%20/x/", "bedrock", nil, "", 404, "does not know"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := http.NewRequest(c.method, server.URL+c.path, strings.NewReader(c.body))
			if err != nil {
				t.Fatal(err)
			}
			if c.service != "" {
				r.Header.Set("Authorization", strings.Replace(signed, "%s", c.service, 1))
			}
			for k, v := range c.header {
				r.Header.Set(k, v)
			}
			response, err := http.DefaultClient.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			said := bodyOf(t, response)
			if response.StatusCode != c.status || !strings.Contains(said, c.says) {
				t.Errorf("got %d %q; want %d with %q", response.StatusCode, said, c.status, c.says)
			}
		})
	}
}
