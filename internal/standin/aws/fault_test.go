package aws

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	bedrockapi "github.com/aws/aws-sdk-go-v2/service/bedrock"
	"github.com/aws/aws-sdk-go-v2/service/bedrockagent"
	"github.com/aws/aws-sdk-go-v2/service/bedrockagentcorecontrol"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	iamapi "github.com/aws/aws-sdk-go-v2/service/iam"
	s3api "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker"
	stsapi "github.com/aws/aws-sdk-go-v2/service/sts"
)

func bodyOf(t *testing.T, r *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Body.Close(); err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// calls are one read in each protocol.
var calls = map[string]func(context.Context, aws.Config) error{
	"bedrock": func(ctx context.Context, c aws.Config) error {
		_, err := bedrockapi.NewFromConfig(c).ListGuardrails(ctx, &bedrockapi.ListGuardrailsInput{})
		return err
	},
	"sagemaker": func(ctx context.Context, c aws.Config) error {
		_, err := sagemaker.NewFromConfig(c).ListModels(ctx, &sagemaker.ListModelsInput{})
		return err
	},
	"iam": func(ctx context.Context, c aws.Config) error {
		_, err := iamapi.NewFromConfig(c).ListRoles(ctx, &iamapi.ListRolesInput{})
		return err
	},
	"s3": func(ctx context.Context, c aws.Config) error {
		_, err := s3api.NewFromConfig(c).ListBuckets(ctx, &s3api.ListBucketsInput{})
		return err
	},
	"cloudwatch": func(ctx context.Context, c aws.Config) error {
		_, err := cloudwatch.NewFromConfig(c).ListMetrics(ctx, &cloudwatch.ListMetricsInput{})
		return err
	},
}

// TestFaults: each fault is met as itself in each protocol: a code where the API says one, never an empty success.
func TestFaults(t *testing.T) {
	codes := map[Kind]map[string]string{
		Deny:        {"bedrock": "AccessDeniedException", "sagemaker": "AccessDeniedException", "iam": "AccessDenied", "s3": "AccessDenied", "cloudwatch": "AccessDeniedException"},
		Forbid:      {"bedrock": "AccessDeniedException", "sagemaker": "AccessDeniedException", "iam": "AccessDenied", "s3": "AccessDenied", "cloudwatch": "AccessDeniedException"},
		Throttle:    {"bedrock": "ThrottlingException", "sagemaker": "ThrottlingException", "iam": "Throttling", "s3": "SlowDown", "cloudwatch": "ThrottlingException"},
		Expired:     {"bedrock": "ExpiredTokenException", "sagemaker": "ExpiredTokenException", "iam": "ExpiredToken", "s3": "ExpiredToken", "cloudwatch": "ExpiredTokenException"},
		ServerError: {"bedrock": "InternalFailure", "sagemaker": "InternalFailure", "iam": "InternalFailure", "s3": "InternalFailure", "cloudwatch": "InternalFailure"},
		Half:        {"bedrock": "no API error", "sagemaker": "no API error", "iam": "no API error", "s3": "no API error", "cloudwatch": "no API error"},
		Reset:       {"bedrock": "no API error", "sagemaker": "no API error", "iam": "no API error", "s3": "no API error", "cloudwatch": "no API error"},
		// The SDK's decoder for S3 takes any markup for an empty reply; whoever reads has to look at the content's type.
		HTML: {"bedrock": "no API error", "sagemaker": "no API error", "iam": "no API error", "s3": "no error", "cloudwatch": "no API error"},
		Slow: {"bedrock": "no error", "sagemaker": "no error", "iam": "no error", "s3": "no error", "cloudwatch": "no error"},
	}
	for _, kind := range []Kind{Deny, Forbid, Throttle, Expired, ServerError, Half, Reset, HTML, Slow} {
		t.Run(string(kind), func(t *testing.T) {
			var faults []Fault
			for _, service := range sortedKeys(calls) {
				faults = append(faults, Fault{Service: service, Account: production, Kind: kind, Delay: 20 * time.Millisecond})
			}
			server := halden(t, Options{Faults: faults})
			for _, service := range sortedKeys(calls) {
				began := time.Now()
				got := codeOf(calls[service](context.Background(), configFor(server, production, "us-east-1")))
				if want := codes[kind][service]; !strings.HasPrefix(got, want) {
					t.Errorf("%s: got %s, want %s", service, got, want)
				}
				if kind == Slow && time.Since(began) < 20*time.Millisecond {
					t.Errorf("%s: answered after %v", service, time.Since(began))
				}
				if got := codeOf(calls[service](context.Background(), configFor(server, "123456789012", "us-east-2"))); got != "no error" {
					t.Errorf("%s: another account met the fault too: %s", service, got)
				}
			}
		})
	}
}

// TestHang: the caller's own deadline ends the wait, and the server can still be closed.
func TestHang(t *testing.T) {
	server := halden(t, Options{Faults: []Fault{{Service: "bedrock", Operation: "ListGuardrails", Kind: Hang}}})
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	if err := calls["bedrock"](ctx, configFor(server, management, "us-east-1")); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}

// TestThrottledThenOK: with Times, the SDK's own retries get through, and the message of a refusal says who may not do what.
func TestThrottledThenOK(t *testing.T) {
	server := halden(t, Options{Faults: []Fault{
		{Service: "sagemaker", Region: "eu-central-1", Kind: Throttle, Times: 2},
		{Service: "bedrock", Operation: "GetGuardrail", Account: production, Region: "us-east-1", Kind: Deny},
	}})
	c := configFor(server, production, "eu-central-1")
	if err := calls["sagemaker"](context.Background(), c); codeOf(err) != "ThrottlingException" {
		t.Errorf("the first call: %v", err)
	}
	c.RetryMaxAttempts = 3
	c.Retryer = func() aws.Retryer {
		return retry.NewStandard(func(o *retry.StandardOptions) {
			o.MaxAttempts = 3
			o.Backoff = retry.BackoffDelayerFunc(func(int, error) (time.Duration, error) { return 0, nil })
		})
	}
	if err := calls["sagemaker"](context.Background(), c); err != nil {
		t.Errorf("with retries: %v", err)
	}
	_, err := bedrockapi.NewFromConfig(configFor(server, production, "us-east-1")).GetGuardrail(context.Background(),
		&bedrockapi.GetGuardrailInput{GuardrailIdentifier: aws.String("hmclaims0001")})
	const said = "User: arn:aws:sts::444455556666:assumed-role/aismm-audit/test is not authorized to perform: bedrock:GetGuardrail"
	if err == nil || !strings.Contains(err.Error(), said) {
		t.Errorf("got %v", err)
	}
	if _, err := bedrockapi.NewFromConfig(configFor(server, production, "us-east-1")).ListGuardrails(context.Background(), &bedrockapi.ListGuardrailsInput{}); err != nil {
		t.Errorf("another operation: %v", err)
	}
}

// TestRefusalsSayWhoRefused: that of the role's own policies, and that of the organization's.
func TestRefusalsSayWhoRefused(t *testing.T) {
	for kind, want := range map[Kind]string{
		Deny:   "bedrock:ListGuardrails because no identity-based policy allows the bedrock:ListGuardrails action",
		Forbid: "bedrock:ListGuardrails with an explicit deny in a service control policy",
	} {
		server := halden(t, Options{Faults: []Fault{{Service: "bedrock", Kind: kind}}})
		err := calls["bedrock"](context.Background(), configFor(server, production, "us-east-1"))
		if want = "User: arn:aws:sts::444455556666:assumed-role/aismm-audit/test is not authorized to perform: " + want; err == nil || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", kind, err, want)
		}
	}
}

// TestHaldensOwnFaults: the estate holds back what estate.yaml says, and nothing else.
func TestHaldensOwnFaults(t *testing.T) {
	server := halden(t, Options{})
	ctx := context.Background()
	if got := codeOf(calls["bedrock"](ctx, configFor(server, "777788889999", "eu-central-1"))); got != "AccessDeniedException" {
		t.Errorf("guardrails of the development account in Frankfurt: %s", got)
	}
	if got := codeOf(calls["bedrock"](ctx, configFor(server, "777788889999", "us-east-1"))); got != "no error" {
		t.Errorf("guardrails of the development account in Virginia: %s", got)
	}
	for _, region := range []string{"us-east-1", "eu-central-1"} {
		_, err := bedrockagent.NewFromConfig(configFor(server, "999900001111", region)).ListAgents(ctx, &bedrockagent.ListAgentsInput{})
		if err == nil || !strings.Contains(err.Error(), "with an explicit deny in a service control policy") {
			t.Errorf("agents of the acquired account in %s: %v", region, err)
		}
		if _, err := bedrockagentcorecontrol.NewFromConfig(configFor(server, "999900001111", region)).ListAgentRuntimes(ctx, &bedrockagentcorecontrol.ListAgentRuntimesInput{}); err != nil {
			t.Errorf("runtimes of the acquired account in %s: %v", region, err)
		}
	}
	var got []string
	for range 3 {
		got = append(got, codeOf(calls["sagemaker"](ctx, configFor(server, "123456789012", "us-east-1"))))
	}
	if strings.Join(got, " ") != "ThrottlingException ThrottlingException no error" {
		t.Errorf("models of the data account: %v", got)
	}
}

// TestBadFaults: a fault on what does not exist would never happen, and its test would pass wrongly.
func TestBadFaults(t *testing.T) {
	for want, f := range map[string]Fault{
		`unknown kind "broken"`:             {Service: "iam", Kind: "broken"},
		`unknown service "bedrok"`:          {Service: "bedrok", Kind: Deny},
		`unknown operation iam:ListRules`:   {Service: "iam", Operation: "ListRules", Kind: Deny},
		`operation ListRoles names no serv`: {Operation: "ListRoles", Kind: Deny},
	} {
		_, err := New(os.DirFS("../../../testdata/providers/aws"), testNow, Options{Faults: []Fault{f}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

// TestLatency: every answer waits, and the wait ends with the caller.
func TestLatency(t *testing.T) {
	server := halden(t, Options{Latency: 30 * time.Millisecond})
	began := time.Now()
	if _, err := stsapi.NewFromConfig(configFor(server, management, "us-east-1")).GetCallerIdentity(context.Background(), &stsapi.GetCallerIdentityInput{}); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(began); took < 30*time.Millisecond {
		t.Errorf("answered after %v", took)
	}
}
