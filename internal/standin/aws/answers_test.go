package aws

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	bedrockapi "github.com/aws/aws-sdk-go-v2/service/bedrock"
	bedrocktypes "github.com/aws/aws-sdk-go-v2/service/bedrock/types"
	"github.com/aws/aws-sdk-go-v2/service/bedrockagentcorecontrol"
	coretypes "github.com/aws/aws-sdk-go-v2/service/bedrockagentcorecontrol/types"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	trailtypes "github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	cwtypes "github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"
	iamapi "github.com/aws/aws-sdk-go-v2/service/iam"
	iamtypes "github.com/aws/aws-sdk-go-v2/service/iam/types"
	lambdaapi "github.com/aws/aws-sdk-go-v2/service/lambda"
	organizationsapi "github.com/aws/aws-sdk-go-v2/service/organizations"
	s3api "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker"
)

// TestAnswersThatAreWorkedOut: replies that the data does not hold as such, through the SDK.
func TestAnswersThatAreWorkedOut(t *testing.T) {
	server := halden(t, Options{PageSize: 3})
	ctx := context.Background()
	prod, dev := configFor(server, production, "us-east-1"), configFor(server, "777788889999", "us-east-1")
	for _, c := range []struct {
		name string
		ask  func() ([]string, error)
		want string
	}{
		{"guardrails: working drafts only", func() ([]string, error) {
			out, err := bedrockapi.NewFromConfig(prod).ListGuardrails(ctx, &bedrockapi.ListGuardrailsInput{})
			return texts(err, out, "Guardrails", "Id", "Version")
		}, "hmclaims0001 DRAFT, hmadvice0002 DRAFT"},
		{"guardrails: all versions of one, which its ARN names as well", func() ([]string, error) {
			out, err := bedrockapi.NewFromConfig(prod).ListGuardrails(ctx, &bedrockapi.ListGuardrailsInput{GuardrailIdentifier: aws.String("hmclaims0001")})
			return texts(err, out, "Guardrails", "Id", "Version")
		}, "hmclaims0001 DRAFT, hmclaims0001 3"},
		{"a guardrail by its ARN", func() ([]string, error) {
			out, err := bedrockapi.NewFromConfig(prod).GetGuardrail(ctx, &bedrockapi.GetGuardrailInput{
				GuardrailIdentifier: aws.String("arn:aws:bedrock:us-east-1:444455556666:guardrail/hmclaims0001"), GuardrailVersion: aws.String("3")})
			if err != nil {
				return nil, err
			}
			return []string{aws.ToString(out.Name), aws.ToString(out.Version)}, nil
		}, "claims-assistant, 3"},
		{"inference profiles of one type", func() ([]string, error) {
			out, err := bedrockapi.NewFromConfig(prod).ListInferenceProfiles(ctx, &bedrockapi.ListInferenceProfilesInput{TypeEquals: bedrocktypes.InferenceProfileTypeApplication})
			return texts(err, out, "InferenceProfileSummaries", "InferenceProfileName")
		}, "claims-assistant, fraud-review"},
		{"evaluation jobs since a moment", func() ([]string, error) {
			out, err := bedrockapi.NewFromConfig(prod).ListEvaluationJobs(ctx, &bedrockapi.ListEvaluationJobsInput{CreationTimeAfter: aws.Time(testNow.AddDate(0, 0, -3))})
			return texts(err, out, "JobSummaries", "JobName")
		}, ""},
		{"the account's own browsers", func() ([]string, error) {
			out, err := bedrockagentcorecontrol.NewFromConfig(prod).ListBrowsers(ctx, &bedrockagentcorecontrol.ListBrowsersInput{Type: coretypes.ResourceTypeCustom})
			return texts(err, out, "BrowserSummaries", "Name")
		}, "broker_sites, quick_look"},
		{"training jobs since a moment", func() ([]string, error) {
			out, err := sagemaker.NewFromConfig(dev).ListTrainingJobs(ctx, &sagemaker.ListTrainingJobsInput{CreationTimeAfter: aws.Time(testNow.AddDate(0, 0, -12))})
			return texts(err, out, "TrainingJobSummaries", "TrainingJobName")
		}, "churn-try-17"},
		{"training jobs since a later moment", func() ([]string, error) {
			out, err := sagemaker.NewFromConfig(dev).ListTrainingJobs(ctx, &sagemaker.ListTrainingJobsInput{LastModifiedTimeAfter: aws.Time(testNow.AddDate(0, 0, -2))})
			return texts(err, out, "TrainingJobSummaries", "TrainingJobName")
		}, ""},
		{"a function by a version's ARN", func() ([]string, error) {
			out, err := lambdaapi.NewFromConfig(prod).GetFunctionConfiguration(ctx, &lambdaapi.GetFunctionConfigurationInput{FunctionName: aws.String("arn:aws:lambda:us-east-1:444455556666:function:case-tools:4")})
			if err != nil {
				return nil, err
			}
			return []string{aws.ToString(out.Role), string(out.State), string(out.LastUpdateStatus)}, nil
		}, "arn:aws:iam::444455556666:role/tools/case-tools, Active, Successful"},
		{"function URLs by name", func() ([]string, error) {
			out, err := lambdaapi.NewFromConfig(prod).ListFunctionUrlConfigs(ctx, &lambdaapi.ListFunctionUrlConfigsInput{FunctionName: aws.String("quote-preview")})
			return texts(err, out, "FunctionUrlConfigs", "AuthType")
		}, "NONE"},
		{"trails at home", func() ([]string, error) {
			out, err := cloudtrail.NewFromConfig(prod).DescribeTrails(ctx, &cloudtrail.DescribeTrailsInput{})
			return texts(err, out, "TrailList", "Name")
		}, "halden-organization, ml-agents"},
		{"shadows of those at home elsewhere, if they cover all regions", func() ([]string, error) {
			out, err := cloudtrail.NewFromConfig(configFor(server, production, "ap-south-1")).DescribeTrails(ctx, &cloudtrail.DescribeTrailsInput{})
			return texts(err, out, "TrailList", "Name")
		}, "ml-agents"},
		{"no shadows", func() ([]string, error) {
			out, err := cloudtrail.NewFromConfig(configFor(server, production, "ap-south-1")).DescribeTrails(ctx, &cloudtrail.DescribeTrailsInput{IncludeShadowTrails: aws.Bool(false)})
			return texts(err, out, "TrailList", "Name")
		}, ""},
		{"events of one name", func() ([]string, error) {
			out, err := cloudtrail.NewFromConfig(dev).LookupEvents(ctx, &cloudtrail.LookupEventsInput{StartTime: aws.Time(testNow.AddDate(0, 0, -3)), EndTime: &testNow,
				LookupAttributes: []trailtypes.LookupAttribute{{AttributeKey: trailtypes.LookupAttributeKeyEventName, AttributeValue: aws.String("InvokeModel")}}})
			return texts(err, out, "Events", "EventName", "Username")
		}, "InvokeModel dev-shared"},
		{"events outside the window", func() ([]string, error) {
			out, err := cloudtrail.NewFromConfig(dev).LookupEvents(ctx, &cloudtrail.LookupEventsInput{StartTime: aws.Time(testNow.Add(-24 * time.Hour)), EndTime: &testNow})
			return texts(err, out, "Events", "EventName")
		}, ""},
		{"metrics of one namespace and name", func() ([]string, error) {
			out, err := cloudwatch.NewFromConfig(prod).ListMetrics(ctx, &cloudwatch.ListMetricsInput{Namespace: aws.String("AWS/Bedrock"), MetricName: aws.String("Invocations"),
				Dimensions: []cwtypes.DimensionFilter{{Name: aws.String("ModelId")}}})
			return texts(err, out, "Metrics", "MetricName", "Dimensions")
		}, "Invocations ModelId=us.anthropic.claude-sonnet-4-20250514-v1:0, Invocations ModelId=amazon.nova-lite-v1:0"},
		{"Bedrock keys of all users", func() ([]string, error) {
			out, err := iamapi.NewFromConfig(prod).ListServiceSpecificCredentials(ctx, &iamapi.ListServiceSpecificCredentialsInput{AllUsers: aws.Bool(true), ServiceName: aws.String("bedrock.amazonaws.com")})
			return texts(err, out, "ServiceSpecificCredentials", "UserName", "Status")
		}, "svc-quoting Active, BedrockAPIKey-hm01 Active"},
		{"roles have a session's length and no policies", func() ([]string, error) {
			out, err := iamapi.NewFromConfig(dev).ListRoles(ctx, &iamapi.ListRolesInput{})
			if err != nil {
				return nil, err
			}
			var all []string
			for _, r := range out.Roles {
				all = append(all, fmt.Sprint(*r.RoleName, " ", *r.MaxSessionDuration))
			}
			return all, nil
		}, "sagemaker-everything 43200, AmazonBedrockExecutionRoleForAgents_hm1 3600, adviser-tools-role 3600"},
		{"a report on what an identity used", func() ([]string, error) {
			client := iamapi.NewFromConfig(prod)
			job, err := client.GenerateServiceLastAccessedDetails(ctx, &iamapi.GenerateServiceLastAccessedDetailsInput{Arn: aws.String("arn:aws:iam::444455556666:role/agents/shared-agent")})
			if err != nil {
				return nil, err
			}
			out, err := client.GetServiceLastAccessedDetails(ctx, &iamapi.GetServiceLastAccessedDetailsInput{JobId: job.JobId})
			if err != nil {
				return nil, err
			}
			used, err := texts(nil, out, "ServicesLastAccessed", "ServiceNamespace", "LastAuthenticated")
			return append([]string{string(out.JobStatus)}, used...), err
		}, "COMPLETED, bedrock 2026-11-22T09:00:00Z, bedrock-agentcore "},
		{"members know their organization", func() ([]string, error) {
			out, err := organizationsapi.NewFromConfig(prod).DescribeOrganization(ctx, &organizationsapi.DescribeOrganizationInput{})
			if err != nil {
				return nil, err
			}
			return []string{*out.Organization.Id, *out.Organization.MasterAccountId}, nil
		}, "o-haldenexmpl, 111122223333"},
		{"a bucket's region, a policy, a refused one", func() ([]string, error) {
			client := s3api.NewFromConfig(prod)
			head, err := client.HeadBucket(ctx, &s3api.HeadBucketInput{Bucket: aws.String("halden-bedrock-logs")})
			if err != nil {
				return nil, err
			}
			_, elsewhere := client.HeadBucket(ctx, &s3api.HeadBucketInput{Bucket: aws.String("nosuch-bucket")})
			return []string{*head.BucketRegion, codeOf(elsewhere)}, nil
		}, "us-east-1, NotFound"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := c.ask()
			if err != nil {
				t.Fatal(err)
			}
			if strings.Join(got, ", ") != c.want {
				t.Errorf("got %q, want %q", strings.Join(got, ", "), c.want)
			}
		})
	}
}

// texts reads members of each item of a list of an output.
func texts(err error, output any, list string, members ...string) ([]string, error) {
	if err != nil {
		return nil, err
	}
	items := reflect.ValueOf(output).Elem().FieldByName(list)
	out := []string{}
	for i := range items.Len() {
		var words []string
		for _, m := range members {
			words = append(words, word(items.Index(i).FieldByName(m)))
		}
		out = append(out, strings.Join(words, " "))
	}
	return out, nil
}

func word(v reflect.Value) string {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return ""
		}
		v = v.Elem()
	}
	if d, ok := v.Interface().([]cwtypes.Dimension); ok {
		var all []string
		for _, x := range d {
			all = append(all, *x.Name+"="+*x.Value)
		}
		return strings.Join(all, ",")
	}
	if at, ok := v.Interface().(time.Time); ok {
		return at.UTC().Format(time.RFC3339)
	}
	return fmt.Sprint(v.Interface())
}

// TestAuthorizationDetails: users, groups, roles and policies come as one list over the pages, and filters hold.
func TestAuthorizationDetails(t *testing.T) {
	server := halden(t, Options{PageSize: 4})
	client := iamapi.NewFromConfig(configFor(server, production, "us-east-1"))
	counts, pages := map[string]int{}, 0
	pager := iamapi.NewGetAccountAuthorizationDetailsPaginator(client, &iamapi.GetAccountAuthorizationDetailsInput{})
	for pager.HasMorePages() {
		page, err := pager.NextPage(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		pages++
		if n := len(page.UserDetailList) + len(page.GroupDetailList) + len(page.RoleDetailList) + len(page.Policies); n > 4 {
			t.Errorf("a page has %d entries", n)
		}
		counts["users"] += len(page.UserDetailList)
		counts["groups"] += len(page.GroupDetailList)
		counts["roles"] += len(page.RoleDetailList)
		counts["policies"] += len(page.Policies)
		for _, r := range page.RoleDetailList {
			if !strings.HasPrefix(aws.ToString(r.AssumeRolePolicyDocument), "%7B%22Statement") {
				t.Errorf("the trust policy of %s is %s", *r.RoleName, aws.ToString(r.AssumeRolePolicyDocument))
			}
		}
	}
	if want := map[string]int{"users": 4, "groups": 1, "roles": 15, "policies": 5}; !reflect.DeepEqual(counts, want) || pages != 7 {
		t.Errorf("got %v on %d pages; want %v on 7", counts, pages, want)
	}
	out, err := client.GetAccountAuthorizationDetails(context.Background(), &iamapi.GetAccountAuthorizationDetailsInput{
		Filter: []iamtypes.EntityType{iamtypes.EntityTypeLocalManagedPolicy, iamtypes.EntityTypeGroup}})
	if err != nil || len(out.Policies) != 1 || len(out.GroupDetailList) != 1 || len(out.UserDetailList) != 0 || out.IsTruncated {
		t.Errorf("filtered: %d policies, %d groups, %d users, %v", len(out.Policies), len(out.GroupDetailList), len(out.UserDetailList), err)
	}
}

// TestMetricData: days add up into periods within the window, in the order asked for.
func TestMetricData(t *testing.T) {
	server := halden(t, Options{})
	client := cloudwatch.NewFromConfig(configFor(server, "777788889999", "us-east-1"))
	query := func(period int32) cwtypes.MetricDataQuery {
		return cwtypes.MetricDataQuery{Id: aws.String("q1"), MetricStat: &cwtypes.MetricStat{Period: aws.Int32(period), Stat: aws.String("Sum"),
			Metric: &cwtypes.Metric{Namespace: aws.String("AWS/Bedrock"), MetricName: aws.String("Invocations"),
				Dimensions: []cwtypes.Dimension{{Name: aws.String("ModelId"), Value: aws.String("anthropic.claude-sonnet-4-20250514-v1:0")}}}}}
	}
	ask := func(period int32, start time.Time, by cwtypes.ScanBy) string {
		out, err := client.GetMetricData(context.Background(), &cloudwatch.GetMetricDataInput{StartTime: &start, EndTime: &testNow, ScanBy: by,
			MetricDataQueries: []cwtypes.MetricDataQuery{query(period)}})
		if err != nil {
			return codeOf(err)
		}
		var s []string
		for i, at := range out.MetricDataResults[0].Timestamps {
			s = append(s, fmt.Sprint(at.UTC().Format("01-02"), "=", out.MetricDataResults[0].Values[i]))
		}
		return strings.Join(s, " ")
	}
	if got := ask(86400, testNow.AddDate(0, 0, -30), cwtypes.ScanByTimestampDescending); got != "11-25=12 11-24=240 11-23=118 11-22=96" {
		t.Errorf("by day: %s", got)
	}
	if got := ask(86400, testNow.AddDate(0, 0, -1), cwtypes.ScanByTimestampAscending); got != "11-24=240 11-25=12" {
		t.Errorf("of one day: %s", got)
	}
	if got := ask(30*86400, testNow.AddDate(0, 0, -30), cwtypes.ScanByTimestampDescending); !strings.HasSuffix(got, "=466") || strings.Count(got, "=") != 1 {
		t.Errorf("in one period: %s", got)
	}
	out, err := client.GetMetricData(context.Background(), &cloudwatch.GetMetricDataInput{StartTime: &testNow, EndTime: &testNow,
		MetricDataQueries: []cwtypes.MetricDataQuery{{Id: aws.String("e"), Expression: aws.String("m1*2")}}})
	if codeOf(err) != "ValidationError" {
		t.Errorf("an expression: %v, %v", out, err)
	}
}

// TestManyAtOnce asks from many sides at once; the race detector watches.
func TestManyAtOnce(t *testing.T) {
	server := halden(t, Options{})
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			account := []string{management, production, "777788889999", "123456789012"}[i%4]
			for _, service := range sortedKeys(calls) {
				if err := calls[service](context.Background(), configFor(server, account, "us-east-1")); err != nil && codeOf(err) != "ThrottlingException" {
					t.Errorf("%s %s: %v", account, service, err)
				}
			}
		})
	}
	wg.Wait()
}
