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
	accountapi "github.com/aws/aws-sdk-go-v2/service/account"
	"github.com/aws/aws-sdk-go-v2/service/apigateway"
	"github.com/aws/aws-sdk-go-v2/service/applicationautoscaling"
	bedrockapi "github.com/aws/aws-sdk-go-v2/service/bedrock"
	"github.com/aws/aws-sdk-go-v2/service/bedrockagent"
	"github.com/aws/aws-sdk-go-v2/service/bedrockagentcorecontrol"
	budgetsapi "github.com/aws/aws-sdk-go-v2/service/budgets"
	cloudformationapi "github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	comprehendapi "github.com/aws/aws-sdk-go-v2/service/comprehend"
	"github.com/aws/aws-sdk-go-v2/service/configservice"
	"github.com/aws/aws-sdk-go-v2/service/costexplorer"
	ec2api "github.com/aws/aws-sdk-go-v2/service/ec2"
	ecrapi "github.com/aws/aws-sdk-go-v2/service/ecr"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge"
	"github.com/aws/aws-sdk-go-v2/service/guardduty"
	iamapi "github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/inspector2"
	kendraapi "github.com/aws/aws-sdk-go-v2/service/kendra"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	lambdaapi "github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lexmodelsv2"
	"github.com/aws/aws-sdk-go-v2/service/macie2"
	networkfirewallapi "github.com/aws/aws-sdk-go-v2/service/networkfirewall"
	"github.com/aws/aws-sdk-go-v2/service/opensearchserverless"
	organizationsapi "github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/qbusiness"
	s3api "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3control"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker"
	schedulerapi "github.com/aws/aws-sdk-go-v2/service/scheduler"
	"github.com/aws/aws-sdk-go-v2/service/securityhub"
	"github.com/aws/aws-sdk-go-v2/service/servicequotas"
	"github.com/aws/aws-sdk-go-v2/service/ssmincidents"
	"github.com/aws/aws-sdk-go-v2/service/ssoadmin"
	stsapi "github.com/aws/aws-sdk-go-v2/service/sts"
	translateapi "github.com/aws/aws-sdk-go-v2/service/translate"
	"github.com/aws/aws-sdk-go-v2/service/wafv2"
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
		"account":                   accountapi.NewFromConfig(c),
		"apigateway":                apigateway.NewFromConfig(c),
		"application-autoscaling":   applicationautoscaling.NewFromConfig(c),
		"cloudformation":            cloudformationapi.NewFromConfig(c),
		"ec2":                       ec2api.NewFromConfig(c),
		"kms":                       kms.NewFromConfig(c),
		"network-firewall":          networkfirewallapi.NewFromConfig(c),
		"aoss":                      opensearchserverless.NewFromConfig(c),
		"bedrock":                   bedrockapi.NewFromConfig(c),
		"bedrock-agent":             bedrockagent.NewFromConfig(c),
		"bedrock-agentcore-control": bedrockagentcorecontrol.NewFromConfig(c),
		"budgets":                   budgetsapi.NewFromConfig(c),
		"ce":                        costexplorer.NewFromConfig(c),
		"cloudtrail":                cloudtrail.NewFromConfig(c),
		"cloudwatch":                cloudwatch.NewFromConfig(c),
		"comprehend":                comprehendapi.NewFromConfig(c),
		"config":                    configservice.NewFromConfig(c),
		"ecr":                       ecrapi.NewFromConfig(c),
		"events":                    eventbridge.NewFromConfig(c),
		"guardduty":                 guardduty.NewFromConfig(c),
		"iam":                       iamapi.NewFromConfig(c),
		"inspector2":                inspector2.NewFromConfig(c),
		"kendra":                    kendraapi.NewFromConfig(c),
		"lambda":                    lambdaapi.NewFromConfig(c),
		"lex":                       lexmodelsv2.NewFromConfig(c),
		"logs":                      cloudwatchlogs.NewFromConfig(c),
		"macie2":                    macie2.NewFromConfig(c),
		"organizations":             organizationsapi.NewFromConfig(c),
		"qbusiness":                 qbusiness.NewFromConfig(c),
		"s3":                        s3api.NewFromConfig(c),
		"s3control":                 s3control.NewFromConfig(c),
		"sagemaker":                 sagemaker.NewFromConfig(c),
		"scheduler":                 schedulerapi.NewFromConfig(c),
		"securityhub":               securityhub.NewFromConfig(c),
		"servicequotas":             servicequotas.NewFromConfig(c),
		"ssm-incidents":             ssmincidents.NewFromConfig(c),
		"sso-admin":                 ssoadmin.NewFromConfig(c),
		"sts":                       stsapi.NewFromConfig(c),
		"translate":                 translateapi.NewFromConfig(c),
		"wafv2":                     wafv2.NewFromConfig(c),
	}
}
