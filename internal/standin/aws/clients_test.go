package aws

import (
	"net/http"
	"net/http/httptest"
	"os"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	bedrockapi "github.com/aws/aws-sdk-go-v2/service/bedrock"
	"github.com/aws/aws-sdk-go-v2/service/bedrockagent"
	"github.com/aws/aws-sdk-go-v2/service/bedrockagentcorecontrol"
	budgetsapi "github.com/aws/aws-sdk-go-v2/service/budgets"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/configservice"
	"github.com/aws/aws-sdk-go-v2/service/costexplorer"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge"
	"github.com/aws/aws-sdk-go-v2/service/guardduty"
	iamapi "github.com/aws/aws-sdk-go-v2/service/iam"
	lambdaapi "github.com/aws/aws-sdk-go-v2/service/lambda"
	organizationsapi "github.com/aws/aws-sdk-go-v2/service/organizations"
	s3api "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3control"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/securityhub"
	"github.com/aws/aws-sdk-go-v2/service/ssoadmin"
	stsapi "github.com/aws/aws-sdk-go-v2/service/sts"
)

const (
	management = "111122223333"
	production = "444455556666"
	callerKey  = "INVENTED-KEY-OF-HALDEN"
)

var testNow = time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)

// halden serves the invented enterprise, as it is on disk.
func halden(t *testing.T, o Options) *httptest.Server {
	t.Helper()
	h, err := New(os.DirFS("../../../testdata/providers/aws"), testNow, o)
	if err != nil {
		t.Fatal(err)
	}
	return serve(t, h)
}

func serve(t *testing.T, h http.Handler) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s
}

// configFor is the SDK's configuration of the caller in the management account, or of the audit role elsewhere. It does not retry.
func configFor(server *httptest.Server, account, region string) aws.Config {
	c := aws.Config{Region: region, BaseEndpoint: aws.String(server.URL), RetryMaxAttempts: 1,
		Credentials: credentials.NewStaticCredentialsProvider(callerKey, "invented", "")}
	if account != management {
		base := c.Copy()
		base.Region = "us-east-1"
		c.Credentials = aws.NewCredentialsCache(stscreds.NewAssumeRoleProvider(stsapi.NewFromConfig(base), "arn:aws:iam::"+account+":role/aismm-audit",
			func(o *stscreds.AssumeRoleOptions) { o.RoleSessionName = "test" }))
	}
	return c
}

// clients are the SDK's real clients, by the stand-in's name of the service.
func clients(c aws.Config) map[string]any {
	return map[string]any{
		"bedrock":                   bedrockapi.NewFromConfig(c),
		"bedrock-agent":             bedrockagent.NewFromConfig(c),
		"bedrock-agentcore-control": bedrockagentcorecontrol.NewFromConfig(c),
		"budgets":                   budgetsapi.NewFromConfig(c),
		"ce":                        costexplorer.NewFromConfig(c),
		"cloudtrail":                cloudtrail.NewFromConfig(c),
		"cloudwatch":                cloudwatch.NewFromConfig(c),
		"config":                    configservice.NewFromConfig(c),
		"events":                    eventbridge.NewFromConfig(c),
		"guardduty":                 guardduty.NewFromConfig(c),
		"iam":                       iamapi.NewFromConfig(c),
		"lambda":                    lambdaapi.NewFromConfig(c),
		"logs":                      cloudwatchlogs.NewFromConfig(c),
		"organizations":             organizationsapi.NewFromConfig(c),
		"s3":                        s3api.NewFromConfig(c),
		"s3control":                 s3control.NewFromConfig(c),
		"sagemaker":                 sagemaker.NewFromConfig(c),
		"securityhub":               securityhub.NewFromConfig(c),
		"sso-admin":                 ssoadmin.NewFromConfig(c),
		"sts":                       stsapi.NewFromConfig(c),
	}
}
