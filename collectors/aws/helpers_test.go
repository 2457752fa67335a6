package aws

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	iamtypes "github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/aismm/aismm/internal/evidence"
)

// answered is an API error as the SDK hands it on.
func answered(status int, code, message string) error {
	return &smithy.OperationError{ServiceID: "Example", OperationName: "GetThing", Err: &awshttp.ResponseError{ResponseError: &smithyhttp.ResponseError{
		Response: &smithyhttp.Response{Response: &http.Response{StatusCode: status}}, Err: &smithy.GenericAPIError{Code: code, Message: message}}}}
}

func noHost(name string) error {
	return &smithy.OperationError{ServiceID: "Example", OperationName: "GetThing", Err: &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}}
}

func TestClassify(t *testing.T) {
	for name, tc := range map[string]struct {
		err     error
		outcome evidence.Outcome
		message string
	}{
		"nothing":                     {nil, evidence.OK, ""},
		"refused":                     {answered(403, "AccessDeniedException", "not authorized to perform: x:Y"), evidence.Denied, "AccessDeniedException: not authorized to perform: x:Y"},
		"refused in an unknown code":  {answered(403, "NewCode", "no"), evidence.Denied, "NewCode: no"},
		"refused by the organization": {answered(403, "AccessDenied", "with an explicit deny in a service control policy"), evidence.Denied, "refused by an organization policy (AccessDenied: with an explicit deny in a service control policy)"},
		"expired":                     {answered(403, "ExpiredToken", "old"), evidence.Failed, "the credentials have expired; renew them (for example with aws sso login) and scan again (ExpiredToken: old)"},
		"not accepted":                {answered(403, "UnrecognizedClientException", "bad"), evidence.Failed, "the credentials are not accepted here; check them, and that the region is enabled for the account (UnrecognizedClientException: bad)"},
		"throttled":                   {answered(400, "ThrottlingException", "slow down"), evidence.Throttled, "ThrottlingException: slow down"},
		"throttled by status":         {answered(429, "Odd", ""), evidence.Throttled, "Odd"},
		"not in the region":           {answered(400, "ValidationException", "The operation is not supported in this region."), evidence.Unsupported, "ValidationException: The operation is not supported in this region."},
		// A policy may say so in its own words, and then nothing is proven.
		"refused in such words":      {answered(403, "AccessDenied", "not available in this region"), evidence.Denied, "AccessDenied: not available in this region"},
		"an unknown operation":       {answered(400, "UnknownOperationException", ""), evidence.Unsupported, "UnknownOperationException"},
		"a missing thing":            {answered(404, "ResourceNotFoundException", "gone"), evidence.Failed, "ResourceNotFoundException: gone"},
		"a server error":             {answered(500, "InternalFailure", "oops"), evidence.Failed, "InternalFailure: oops"},
		"a deadline":                 {fmt.Errorf("get: %w", context.DeadlineExceeded), evidence.Failed, "the time allowed for the task ran out"},
		"an interrupt":               {fmt.Errorf("get: %w", context.Canceled), evidence.Failed, "the scan was interrupted"},
		"the budget":                 {fmt.Errorf("send: %w", incomplete{"the budget of calls is spent"}), evidence.Skipped, "the budget of calls is spent"},
		"a host where no service is": {noHost("bedrock-agentcore-control.af-south-1.amazonaws.com"), evidence.Unsupported, "bedrock-agentcore-control does not exist in af-south-1"},
		"costs in GovCloud":          {noHost("ce.us-gov-west-1.amazonaws.com"), evidence.Unsupported, "ce does not exist in us-gov-west-1"},
		"a host where a service is":  {noHost("bedrock-agentcore-control.us-east-1.amazonaws.com"), evidence.Failed, "find bedrock-agentcore-control.us-east-1.amazonaws.com: no such host"},
		"a host of another service":  {noHost("iam.amazonaws.com"), evidence.Failed, "find iam.amazonaws.com: no such host"},
		"nobody listens": {&smithy.OperationError{Err: &smithyhttp.RequestSendError{Err: &url.Error{Op: "Post", URL: "http://127.0.0.1:1/x", Err: &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}}}},
			evidence.Failed, "reach 127.0.0.1:1: connection refused; check the network, AWS_ENDPOINT_URL and the proxy"},
		"an endpoint that is no address": {&smithyhttp.RequestSendError{Err: &url.Error{Op: "Post", URL: "/nonsense", Err: errors.New("unsupported protocol scheme \"\"")}},
			evidence.Failed, `reach /nonsense: unsupported protocol scheme ""; check the network, AWS_ENDPOINT_URL and the proxy`},
		"half a reply": {&smithy.OperationError{Err: &retry.MaxAttemptsError{Attempt: 6, Err: &awshttp.ResponseError{RequestID: "1", ResponseError: &smithyhttp.ResponseError{
			Response: &smithyhttp.Response{Response: &http.Response{StatusCode: 200}}, Err: fmt.Errorf("read the reply: %w", io.ErrUnexpectedEOF)}}}},
			evidence.Failed, "the reply broke off half way: read the reply: unexpected EOF"},
		"a lost connection": {&smithy.OperationError{Err: errors.New("connection reset by peer")}, evidence.Failed, "connection reset by peer"},
	} {
		t.Run(name, func(t *testing.T) {
			outcome, message := classify(tc.err)
			if outcome != tc.outcome || message != tc.message {
				t.Errorf("got %s %q, want %s %q", outcome, message, tc.outcome, tc.message)
			}
		})
	}
}

func TestSplitHost(t *testing.T) {
	for host, want := range map[string]string{
		"bedrock.us-east-1.amazonaws.com": "bedrock us-east-1", "bedrock-fips.us-east-1.amazonaws.com": "bedrock us-east-1", "bedrock.us-east-1.api.aws.": "bedrock us-east-1",
		"sagemaker.cn-north-1.amazonaws.com.cn": "sagemaker cn-north-1", "iam.amazonaws.com": " ", "example.com": " ", "a.b.us-east-1.amazonaws.com": " ",
	} {
		service, region := splitHost(host)
		if got := service + " " + region; got != want {
			t.Errorf("%s: got %q, want %q", host, got, want)
		}
	}
}

func TestRetryer(t *testing.T) {
	r := newRetryer()
	for name, tc := range map[string]struct {
		err  error
		want bool
	}{
		"throttling":        {answered(400, "ThrottlingException", ""), true},
		"a server error":    {answered(503, "", ""), true},
		"a refusal":         {answered(403, "AccessDenied", ""), false},
		"the budget":        {incomplete{"spent"}, false},
		"a host that isn't": {noHost("bedrock.us-east-1.amazonaws.com"), false},
		"an interrupt":      {context.Canceled, false},
		"a deadline":        {context.DeadlineExceeded, false},
	} {
		if got := r.IsErrorRetryable(tc.err); got != tc.want {
			t.Errorf("%s: retried is %t, want %t", name, got, tc.want)
		}
	}
	if r.MaxAttempts() != maxAttempts {
		t.Errorf("%d attempts, want %d", r.MaxAttempts(), maxAttempts)
	}
	for range 100 {
		if d, err := r.RetryDelay(maxAttempts, answered(503, "", "")); err != nil || d > maxBackoff {
			t.Fatalf("a wait of %s (%v), want at most %s", d, err, maxBackoff)
		}
	}
}

func TestDecodePolicy(t *testing.T) {
	for name, tc := range map[string]struct{ text, want, problem string }{
		"plain":                       {`{"Statement": [{"Effect": "Allow"}]}`, `{"Statement": [{"Effect": "Allow"}]}`, ""},
		"after spaces":                {"\n {\"a\": 1}", `{"a": 1}`, ""},
		"encoded":                     {"%7B%22a%22%3A%20%22b+c%22%7D", `{"a": "b+c"}`, ""},
		"a percent sign in plain":     {`{"a": "100%"}`, `{"a": "100%"}`, ""},
		"a statement without a list":  {`{"Statement": {"Effect": "Deny"}}`, `{"Statement": [{"Effect": "Deny"}]}`, ""},
		"numbers as written":          {`{"a": 12345678901234567890}`, `{"a": 12345678901234567890}`, ""},
		"not JSON":                    {`{"a": `, "", "decode the policy document: decode JSON: "},
		"a list":                      {"[]", "", "decode the policy document: want an object, got []interface {}"},
		"two values":                  {`{} {}`, "", "decode the policy document: decode JSON: more than one value"},
		"a broken encoding":           {"%7", "", "decode the policy document: invalid URL escape"},
		"an encoding of another kind": {"not a policy", "", "decode the policy document: decode JSON: "},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := decodePolicy(tc.text)
			if tc.problem != "" {
				if err == nil || !strings.HasPrefix(err.Error(), tc.problem) {
					t.Errorf("error %v, want %s", err, tc.problem)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			wantJSON(t, "document", tc.want, got)
		})
	}
}

func TestDecodeMember(t *testing.T) {
	o := map[string]any{"doc": `{"a": 1}`, "empty": "", "broken": "{", "decoded": map[string]any{"a": 1}}
	for _, member := range []string{"doc", "empty", "decoded", "absent"} {
		if err := decodeMember(o, member); err != nil {
			t.Errorf("%s: %v", member, err)
		}
	}
	if err := decodeMember(o, "broken"); err == nil || !strings.HasPrefix(err.Error(), "broken: decode the policy document") {
		t.Errorf("error %v, want one that names the member", err)
	}
	wantJSON(t, "members", `{"doc": {"a": 1}, "empty": "", "broken": "{", "decoded": {"a": 1}}`, o)
}

func TestChooseRegions(t *testing.T) {
	for name, tc := range map[string]struct {
		partition string
		asked     []string
		want      []string
		problem   string
	}{
		"none asked":          {"aws-cn", nil, []string{"cn-north-1", "cn-northwest-1"}, ""},
		"all":                 {"aws-us-gov", []string{"all"}, []string{"us-gov-east-1", "us-gov-west-1"}, ""},
		"twice, in any order": {"aws", []string{"us-east-1", " EU-central-1", "us-east-1"}, []string{"eu-central-1", "us-east-1"}, ""},
		"misspelt":            {"aws", []string{"eu-centrall-1"}, nil, `choose regions: there is no region "eu-centrall-1" with AI services; did you mean "eu-central-1"?`},
		"of another":          {"aws-cn", []string{"us-east-1"}, nil, "choose regions: us-east-1 is not in partition aws-cn, to which the credentials belong"},
		"an unknown home":     {"aws-moon", []string{"moon-1"}, nil, "choose regions: no regions are known in partition aws-moon; name a main_region"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := chooseRegions(tc.partition, tc.asked)
			if tc.problem != "" {
				if err == nil || err.Error() != tc.problem {
					t.Errorf("error %v, want %s", err, tc.problem)
				}
				return
			}
			if err != nil || !slices.Equal(got, tc.want) {
				t.Errorf("got %v (%v), want %v", got, err, tc.want)
			}
		})
	}
}

// TestRegionTables: the tables are typed by hand, so that a slip would go unseen.
func TestRegionTables(t *testing.T) {
	for partition, regions := range regionsWithAI {
		if !slices.IsSorted(regions) || len(slices.Compact(slices.Clone(regions))) != len(regions) {
			t.Errorf("%s: the regions are not sorted, or not distinct", partition)
		}
		if !slices.Contains(regions, mainRegions[partition]) {
			t.Errorf("%s: the main region %q is none of its regions", partition, mainRegions[partition])
		}
	}
	for _, r := range optInRegions {
		if partitionOf(r) != "aws" {
			t.Errorf("opt-in region %s is not in the list of regions", r)
		}
	}
	for service, regions := range serviceRegions {
		for _, r := range regions {
			if partitionOf(r) == "" {
				t.Errorf("%s: unknown region %s", service, r)
			}
		}
	}
	if got := partitionOf("moon-1"); got != "" {
		t.Errorf("moon-1 is in %q", got)
	}
}

// TestRawMembers: members that the SDK does not know are kept from JSON, at every depth, and never replace those that it knows.
func TestRawMembers(t *testing.T) {
	w := newWire(t, map[string][]answer{
		"GET /detector":    {ok(`{"detectorIds": ["d1"]}`)},
		"GET /detector/d1": {ok(`{"status": "ENABLED", "brandNew": {"x": [1, null, {"y": null, "z": 2}]}, "nothing": null, "features": [{"name": "S3_DATA_EVENTS", "status": "ENABLED", "newer": true}]}`)},
	})
	got := w.collect(guardDutyCollector, nil)
	got.wantResources(t, kindDetector, `[{"id": "arn:aws:guardduty:us-east-1:111122223333:detector/d1", "name": "d1", "config": {"brandNew": {"x": [1, null, {"z": 2}]}, "status": "ENABLED",
		"features": [{"name": "S3_DATA_EVENTS", "status": "ENABLED", "additionalConfiguration": [], "newer": true}]}}]`)
}

func TestReplyOfXML(t *testing.T) {
	created := time.Date(2026, 1, 2, 3, 4, 5, 678, time.FixedZone("east", 3600))
	name, empty, marker := "n", "", "m"
	out := &iam.GetAccountAuthorizationDetailsOutput{IsTruncated: true, Marker: &marker,
		RoleDetailList: []iamtypes.RoleDetail{{RoleName: &name, Path: &empty, CreateDate: &created, PermissionsBoundary: &iamtypes.AttachedPermissionsBoundary{}}}}
	wantJSON(t, "reply", `{"IsTruncated": true, "GroupDetailList": [], "Policies": [], "UserDetailList": [], "RoleDetailList": [
		{"RoleName": "n", "Path": "", "CreateDate": "2026-01-02T02:04:05Z", "PermissionsBoundary": {}, "AttachedManagedPolicies": [], "InstanceProfileList": [], "RolePolicyList": [], "Tags": []}]}`, reply(out, pascal))
}

func TestFollow(t *testing.T) {
	text := func(s string) *string { return &s }
	for name, tc := range map[string]struct {
		next []*string
		want int
		err  error
	}{
		"one page":           {[]*string{nil}, 1, nil},
		"an empty token":     {[]*string{text("")}, 1, nil},
		"two pages":          {[]*string{text("a"), nil}, 2, nil},
		"a token that stays": {[]*string{text("a"), text("a"), text("a"), text("a")}, 2, errSameToken},
	} {
		calls := 0
		err := follow(func(*string) (*string, error) {
			calls++
			return tc.next[calls-1], nil
		})
		if !errors.Is(err, tc.err) || calls != tc.want {
			t.Errorf("%s: %d calls (%v), want %d (%v)", name, calls, err, tc.want, tc.err)
		}
	}
	broken := errors.New("broken")
	if err := follow(func(*string) (*string, error) { return nil, broken }); !errors.Is(err, broken) {
		t.Errorf("error %v, want that of the call", err)
	}
}

func TestPermissionsDocument(t *testing.T) {
	got, err := permissionsDocument([]string{"s3:ListAllMyBuckets", "bedrock:ListGuardrails", "s3:ListAllMyBuckets"})
	if err != nil {
		t.Fatal(err)
	}
	wantJSON(t, "policy", `{"Version": "2012-10-17", "Statement": [{"Sid": "AismmRead", "Effect": "Allow", "Resource": "*",
		"Action": ["bedrock:ListGuardrails", "organizations:DescribeOrganization", "organizations:ListAccounts", "s3:ListAllMyBuckets", "sts:AssumeRole"]}]}`, json.RawMessage(got))
	if _, err := permissionsDocument([]string{"everything"}); err == nil || err.Error() != `render the policy: "everything" is not an IAM action` {
		t.Errorf("error %v", err)
	}
}

func TestPermissionsNote(t *testing.T) {
	for n, want := range map[int]string{6144: "", 6145: "put it inline into the role", 10240: "put it inline into the role", 10241: "make several with --category or --objective, each"} {
		if got := permissionsNote([]byte(strings.Repeat("x \n", n))); (got == "") != (want == "") || !strings.Contains(got, want) {
			t.Errorf("%d characters: %q, want %q", n, got, want)
		}
	}
}

func TestDetect(t *testing.T) {
	for name, tc := range map[string]struct {
		env  map[string]string
		what string
	}{
		"nothing":      {map[string]string{"HOME": t.TempDir()}, ""},
		"a key":        {map[string]string{"AWS_ACCESS_KEY_ID": "EXAMPLE", "AWS_PROFILE": "p"}, "AWS_ACCESS_KEY_ID"},
		"a profile":    {map[string]string{"AWS_PROFILE": "p"}, "AWS_PROFILE"},
		"an endpoint":  {map[string]string{"AWS_ENDPOINT_URL": "http://127.0.0.1:1"}, "AWS_ENDPOINT_URL"},
		"a directory":  {map[string]string{"AWS_CONFIG_FILE": t.TempDir()}, ""},
		"no home":      {map[string]string{}, ""},
		"a file named": {map[string]string{"AWS_CONFIG_FILE": "helpers_test.go"}, "helpers_test.go"},
	} {
		what, ok := detect(func(name string) string { return tc.env[name] })
		if what != tc.what || ok != (tc.what != "") {
			t.Errorf("%s: got %q, %t", name, what, ok)
		}
	}
}
