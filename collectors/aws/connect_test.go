package aws

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

// call is a request that signing in makes, as the services see it.
type call struct {
	service, region, key, operation string
	input                           string // the form of STS, the JSON of Organizations
}

// estate is STS and AWS Organizations on loopback.
type estate struct {
	// answer overrides the good answers below; false leaves a call to them.
	answer func(call) (status int, body string, ok bool)

	mu    sync.Mutex
	calls []call
}

const (
	organizationMembers = `{"Accounts": [
		{"Id": "111122223333", "Name": "management", "State": "ACTIVE"}, {"Id": "444455556666", "Name": "ml-prod", "State": "ACTIVE"},
		{"Id": "777788889999", "Name": "ml-dev", "State": "ACTIVE"}, {"Id": "888800009999", "Name": "old", "State": "SUSPENDED"},
		{"Id": "888811112222", "Name": "older", "State": "PENDING_CLOSURE"}, {"Id": "888822223333", "Name": "new", "State": "PENDING_ACTIVATION"}]}`
	notInUse = `{"__type": "AWSOrganizationsNotInUseException", "Message": "Your account is not a member of an organization."}`
)

func stsError(code string) string {
	return `<ErrorResponse><Error><Type>Sender</Type><Code>` + code + `</Code><Message>no</Message></Error></ErrorResponse>`
}

func (e *estate) serve(rw http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	_, scope, _ := strings.Cut(r.Header.Get("Authorization"), "Credential=")
	parts := strings.Split(scope, "/")
	if len(parts) < 4 {
		http.Error(rw, "not signed", http.StatusTeapot)
		return
	}
	c := call{service: parts[3], region: parts[2], key: parts[0], input: string(body)}
	_, c.operation, _ = strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	if form, err := url.ParseQuery(string(body)); err == nil && form.Get("Action") != "" {
		c.operation = form.Get("Action")
	}
	e.mu.Lock()
	e.calls = append(e.calls, c)
	e.mu.Unlock()
	status, text, ok := 0, "", false
	if e.answer != nil {
		status, text, ok = e.answer(c)
	}
	if !ok {
		status, text = good(c)
	}
	contentType := "text/xml"
	if c.service == "organizations" {
		contentType = "application/x-amz-json-1.1"
	}
	if strings.HasPrefix(text, "<html") {
		contentType = "text/html"
	}
	rw.Header().Set("Content-Type", contentType)
	rw.WriteHeader(status)
	_, _ = io.WriteString(rw, text)
}

// good answers as an organization would whose accounts all trust the caller. AssumeRole gives a key that is named for its account.
func good(c call) (int, string) {
	switch c.operation {
	case "GetCallerIdentity":
		account := "111122223333"
		if _, of, ok := strings.Cut(c.key, "KEYOF"); ok {
			account = of
		}
		return 200, `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::` + account + `:user/scan</Arn><UserId>AIDAEXAMPLE</UserId><Account>` + account + `</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`
	case "AssumeRole":
		form, _ := url.ParseQuery(c.input)
		account := strings.Split(form.Get("RoleArn"), ":")[4]
		return 200, `<AssumeRoleResponse><AssumeRoleResult><AssumedRoleUser><Arn>arn:aws:sts::` + account + `:assumed-role/aismm/aismm</Arn><AssumedRoleId>AROAEXAMPLE:aismm</AssumedRoleId></AssumedRoleUser>
			<Credentials><AccessKeyId>KEYOF` + account + `</AccessKeyId><SecretAccessKey>example</SecretAccessKey><SessionToken>example</SessionToken><Expiration>2036-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`
	case "DescribeOrganization":
		return 200, `{"Organization": {"Id": "o-exampleorg1", "MasterAccountId": "111122223333"}}`
	case "ListAccounts":
		return 200, organizationMembers
	}
	return 500, "no answer for " + c.operation
}

// signedIn points the SDK at the estate, with credentials in the environment and nothing else to find.
func signedIn(t *testing.T, e *estate) {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(e.serve))
	t.Cleanup(server.Close)
	bareEnvironment(t)
	t.Setenv("AWS_ENDPOINT_URL", server.URL)
	t.Setenv("AWS_ACCESS_KEY_ID", "KEYOF111122223333")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "example")
}

func bareEnvironment(t *testing.T) {
	t.Helper()
	nowhere := filepath.Join(t.TempDir(), "nothing")
	for _, name := range []string{"AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_SESSION_TOKEN", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_ENDPOINT_URL",
		"AWS_ROLE_ARN", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI"} {
		t.Setenv(name, "")
	}
	t.Setenv("AWS_CONFIG_FILE", nowhere)
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", nowhere)
	t.Setenv("AWS_EC2_METADATA_DISABLED", "true")
}

// lines writes expected scopes, one a line: id, name, organization, identity, and why one is not read.
func lines(c collectors.Connection) string {
	var b strings.Builder
	for _, e := range c.Scopes() {
		fmt.Fprintf(&b, "%s [%s] %s", e.Scope.ID, e.Scope.Name, e.Scope.Organization)
		if e.Identity != "" {
			fmt.Fprintf(&b, " as %s", e.Identity)
		}
		if e.Skip != "" {
			fmt.Fprintf(&b, " skip: %s", e.Skip)
		}
		if e.Outcome != "" {
			fmt.Fprintf(&b, " %s: %s", e.Outcome, e.Reason)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func wantScopes(t *testing.T, c collectors.Connection, want ...string) {
	t.Helper()
	if got, w := lines(c), strings.Join(want, "\n")+"\n"; got != w {
		t.Errorf("scopes:\n%swant:\n%s", got, w)
	}
}

// TestConnectOneAccount: credentials in the environment, and an account that belongs to no organization.
func TestConnectOneAccount(t *testing.T) {
	e := &estate{answer: func(c call) (int, string, bool) { return 400, notInUse, c.operation == "DescribeOrganization" }}
	signedIn(t, e)
	c, err := connect(t.Context(), collectors.ConnectOptions{Settings: &Settings{}, Regions: []string{"us-east-1", "eu-central-1"}})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := c.Identity(), "arn:aws:iam::111122223333:user/scan"; got != want {
		t.Errorf("identity %q, want %q", got, want)
	}
	const none = "aws:none-111122223333" // accounted for, so that an organization's kinds are proved absent
	wantScopes(t, c, none+" [] ", "aws:111122223333 [] "+none, "aws:111122223333/eu-central-1 [] "+none, "aws:111122223333/us-east-1 [] "+none)
	for _, call := range e.calls {
		if call.operation == "AssumeRole" || call.operation == "ListAccounts" {
			t.Errorf("%s was called", call.operation)
		}
	}
	session, err := c.Session(t.Context(), evidence.NewScope("aws", "111122223333", "eu-central-1"))
	if err != nil {
		t.Fatal(err)
	}
	s := session.(*Session)
	if s.Region != "eu-central-1" || s.Config.Region != "eu-central-1" || s.MainRegion != "us-east-1" || s.Account != "111122223333" || s.Partition != "aws" || s.Now.IsZero() {
		t.Errorf("session %+v", s)
	}
}

// TestConnectOrganization: of six accounts one is the caller's, one lets the role in, one refuses it, and three are not active. One region is not
// enabled in one account; one is left out.
func TestConnectOrganization(t *testing.T) {
	e := &estate{answer: func(c call) (int, string, bool) {
		switch {
		case c.operation == "AssumeRole" && strings.Contains(c.input, "777788889999"):
			return 403, stsError("AccessDenied"), true
		case c.operation == "GetCallerIdentity" && c.region == "me-south-1" && c.key == "KEYOF444455556666":
			return 403, stsError("InvalidClientTokenId"), true
		}
		return 0, "", false
	}}
	signedIn(t, e)
	settings := &Settings{RoleName: "audit/aismm", ExternalID: "example-id", Regions: regionList{"all"}, ExcludeRegions: allBut("us-east-1", "me-south-1")}
	c, err := connect(t.Context(), collectors.ConnectOptions{Settings: settings})
	if err != nil {
		t.Fatal(err)
	}
	const as = " as arn:aws:sts::444455556666:assumed-role/aismm/aismm"
	const refused = " denied: assume arn:aws:iam::777788889999:role/audit/aismm: AccessDenied: no"
	var got []string
	for line := range strings.Lines(lines(c)) {
		if !strings.Contains(line, "left out by exclude_regions") {
			got = append(got, strings.TrimSuffix(line, "\n"))
		}
	}
	want := []string{
		"aws:o-exampleorg1 [] ",
		"aws:111122223333 [management] aws:o-exampleorg1", "aws:111122223333/me-south-1 [management] aws:o-exampleorg1", "aws:111122223333/us-east-1 [management] aws:o-exampleorg1",
		"aws:444455556666 [ml-prod] aws:o-exampleorg1" + as,
		"aws:444455556666/me-south-1 [ml-prod] aws:o-exampleorg1" + as + " skip: the region is not enabled for the account: its credentials are not accepted there",
		"aws:444455556666/us-east-1 [ml-prod] aws:o-exampleorg1" + as,
		"aws:777788889999 [ml-dev] aws:o-exampleorg1" + refused, "aws:777788889999/me-south-1 [ml-dev] aws:o-exampleorg1" + refused, "aws:777788889999/us-east-1 [ml-dev] aws:o-exampleorg1" + refused,
		"aws:888800009999 [old] aws:o-exampleorg1 skip: suspended",
		"aws:888811112222 [older] aws:o-exampleorg1 skip: closed, or being closed",
		"aws:888822223333 [new] aws:o-exampleorg1 skip: not active (PENDING_ACTIVATION)",
	}
	if g, w := strings.Join(got, "\n"), strings.Join(want, "\n"); g != w {
		t.Errorf("scopes:\n%s\nwant:\n%s", g, w)
	}
	if n := strings.Count(lines(c), "left out by exclude_regions"); n != 3*(len(regionsWithAI["aws"])-2) {
		t.Errorf("%d scopes are left out, want those of the excluded regions in three accounts", n)
	}
	for _, call := range e.calls {
		if call.operation == "AssumeRole" && (!strings.Contains(call.input, "ExternalId=example-id") || !strings.Contains(call.input, "RoleSessionName=aismm")) {
			t.Errorf("the role is assumed with %s", call.input)
		}
	}

	session, err := c.Session(t.Context(), evidence.NewScope("aws", "444455556666", "us-east-1"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sts.NewFromConfig(session.(*Session).Config).GetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{}); err != nil {
		t.Fatal(err)
	}
	if last := e.calls[len(e.calls)-1]; last.key != "KEYOF444455556666" {
		t.Errorf("the session signs with %s", last.key)
	}
	if _, err := c.Session(t.Context(), evidence.NewScope("aws", "777788889999", "us-east-1")); err == nil {
		t.Error("an account that could not be entered has a session")
	}
	session, err = c.Session(t.Context(), evidence.NewOrganization("aws", "o-exampleorg1"))
	if err != nil {
		t.Fatal(err)
	}
	if s := session.(*Session); s.Account != "111122223333" || s.Region != "us-east-1" {
		t.Errorf("the organization is read in %s of %s", s.Region, s.Account)
	}
}

// TestConnectOtherAccounts: what others own is looked for in the accounts that the scan enters, and in no other.
func TestConnectOtherAccounts(t *testing.T) {
	for name, tc := range map[string]struct {
		settings Settings
		want     []string
	}{
		"an organization": {Settings{RoleName: "aismm"}, []string{"111122223333", "444455556666", "777788889999"}},
		"one left out":    {Settings{RoleName: "aismm", ExcludeAccounts: []string{"111122223333"}}, []string{"444455556666", "777788889999"}},
		"one account":     {Settings{Organization: "false"}, nil},
	} {
		signedIn(t, &estate{})
		c, err := connect(t.Context(), collectors.ConnectOptions{Settings: &tc.settings, Regions: []string{"eu-central-1"}})
		if err != nil {
			t.Fatal(err)
		}
		s, err := c.Session(t.Context(), evidence.NewScope("aws", "111122223333", ""))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		if e := s.(*Session).Others; e != nil {
			for _, there := range e.sessions {
				got = append(got, there.Account)
				if there.Region != there.MainRegion || there.Config.Region != there.MainRegion {
					t.Errorf("%s: %s is read in %s", name, there.Account, there.Region)
				}
			}
		}
		if !slices.Equal(got, tc.want) {
			t.Errorf("%s: looks in %v, want %v", name, got, tc.want)
		}
	}
}

func allBut(kept ...string) []string {
	var left []string
	for _, r := range regionsWithAI["aws"] {
		if !strings.Contains(strings.Join(kept, " "), r) {
			left = append(left, r)
		}
	}
	return left
}

// TestConnectNamedRegion: a region that somebody asked for by name, and that is not enabled, is a gap and not left out.
func TestConnectNamedRegion(t *testing.T) {
	signedIn(t, &estate{answer: func(c call) (int, string, bool) {
		return 403, stsError("InvalidClientTokenId"), c.operation == "GetCallerIdentity" && c.region == "me-south-1"
	}})
	c, err := connect(t.Context(), collectors.ConnectOptions{Settings: &Settings{Organization: "false"}, Regions: []string{"me-south-1"}})
	if err != nil {
		t.Fatal(err)
	}
	wantScopes(t, c, "aws:111122223333 [] ",
		"aws:111122223333/me-south-1 []  denied: the region is not enabled for the account: its credentials are not accepted there")
}

func TestConnectAccounts(t *testing.T) {
	for name, tc := range map[string]struct {
		settings Settings
		asked    []string
		want     []string
	}{
		"an account without a role to enter it": {Settings{Organization: "false", Accounts: []string{"111122223333", "444455556666"}}, nil, []string{
			"aws:111122223333 [] ", "aws:111122223333/us-east-1 [] ",
			"aws:444455556666 []  denied: role_name is not set, so the account cannot be entered", "aws:444455556666/us-east-1 []  denied: role_name is not set, so the account cannot be entered"}},
		"the command line over the settings": {Settings{RoleName: "aismm", Accounts: []string{"777788889999"}}, []string{"444455556666"}, []string{
			"aws:o-exampleorg1 [] ",
			"aws:111122223333 [management] aws:o-exampleorg1 skip: not among the accounts asked for",
			"aws:444455556666 [ml-prod] aws:o-exampleorg1 as arn:aws:sts::444455556666:assumed-role/aismm/aismm",
			"aws:444455556666/us-east-1 [ml-prod] aws:o-exampleorg1 as arn:aws:sts::444455556666:assumed-role/aismm/aismm",
			"aws:777788889999 [ml-dev] aws:o-exampleorg1 skip: not among the accounts asked for",
			"aws:888800009999 [old] aws:o-exampleorg1 skip: not among the accounts asked for",
			"aws:888811112222 [older] aws:o-exampleorg1 skip: not among the accounts asked for",
			"aws:888822223333 [new] aws:o-exampleorg1 skip: not among the accounts asked for"}},
		"accounts left out": {Settings{ExcludeAccounts: []string{"111122223333"}}, nil, []string{
			"aws:o-exampleorg1 [] ", "aws:111122223333 [management] aws:o-exampleorg1 skip: left out by exclude_accounts"}},
		"an organization without a role": {Settings{}, nil, []string{
			"aws:o-exampleorg1 [] ", "aws:111122223333 [management] aws:o-exampleorg1", "aws:111122223333/us-east-1 [management] aws:o-exampleorg1"}},
	} {
		t.Run(name, func(t *testing.T) {
			signedIn(t, &estate{})
			c, err := connect(t.Context(), collectors.ConnectOptions{Settings: &tc.settings, Regions: []string{"us-east-1"}, Accounts: tc.asked})
			if err != nil {
				t.Fatal(err)
			}
			wantScopes(t, c, tc.want...)
		})
	}
}

// TestConnectOrganizationUnread: what cannot be said about the organization is a gap of the organization, unless the settings insist.
func TestConnectOrganizationUnread(t *testing.T) {
	refuse := func(operation string) func(call) (int, string, bool) {
		return func(c call) (int, string, bool) {
			return 400, `{"__type": "AccessDeniedException", "Message": "no"}`, c.operation == operation
		}
	}
	for name, tc := range map[string]struct {
		answer   func(call) (int, string, bool)
		settings Settings
		want     []string
		problem  string
	}{
		"not described": {refuse("DescribeOrganization"), Settings{}, []string{
			"aws:organization-of-111122223333 []  denied: organizations:DescribeOrganization: AccessDeniedException: no",
			"aws:111122223333 [] aws:organization-of-111122223333", "aws:111122223333/us-east-1 [] aws:organization-of-111122223333"}, ""},
		"not described, and demanded": {refuse("DescribeOrganization"), Settings{Organization: "true"}, nil, "connect to AWS: read the organization, as the settings demand"},
		"accounts not listed": {refuse("ListAccounts"), Settings{RoleName: "aismm"}, []string{
			"aws:o-exampleorg1 []  denied: organizations:ListAccounts: AccessDeniedException: no; its accounts are not known",
			"aws:111122223333 [] aws:o-exampleorg1", "aws:111122223333/us-east-1 [] aws:o-exampleorg1"}, ""},
		"accounts not listed, and not wanted": {refuse("ListAccounts"), Settings{}, []string{
			"aws:o-exampleorg1 [] ", "aws:111122223333 [] aws:o-exampleorg1", "aws:111122223333/us-east-1 [] aws:o-exampleorg1"}, ""},
		"none, and demanded": {func(c call) (int, string, bool) { return 400, notInUse, c.operation == "DescribeOrganization" }, Settings{Organization: "true"}, nil,
			"connect to AWS: organization is true, but the account belongs to no organization"},
		"without an id": {func(c call) (int, string, bool) { return 200, `{}`, c.operation == "DescribeOrganization" }, Settings{}, nil,
			"connect to AWS: organizations:DescribeOrganization gave no organization id"},
		"another word": {nil, Settings{Organization: "yes"}, nil, `connect to AWS: organization is "yes"; it should be auto, true or false`},
	} {
		t.Run(name, func(t *testing.T) {
			signedIn(t, &estate{answer: tc.answer})
			c, err := connect(t.Context(), collectors.ConnectOptions{Settings: &tc.settings, Regions: []string{"us-east-1"}})
			if tc.problem != "" {
				if err == nil || !strings.HasPrefix(err.Error(), tc.problem) {
					t.Fatalf("error %v, want %s", err, tc.problem)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			wantScopes(t, c, tc.want...)
		})
	}
}

func TestConnectRefused(t *testing.T) {
	identity := func(status int, body string) func(call) (int, string, bool) {
		return func(c call) (int, string, bool) { return status, body, c.operation == "GetCallerIdentity" }
	}
	for name, tc := range map[string]struct {
		answer  func(call) (int, string, bool)
		options collectors.ConnectOptions
		want    string
	}{
		"expired":               {identity(403, stsError("ExpiredToken")), collectors.ConnectOptions{}, "sign in to AWS: the credentials have expired; renew them (for example with aws sso login) and scan again (ExpiredToken: no)"},
		"not accepted":          {identity(403, stsError("InvalidClientTokenId")), collectors.ConnectOptions{}, "sign in to AWS: the credentials are not accepted here; check them"},
		"a web page":            {identity(200, "<html><body>Sign in</body></html>"), collectors.ConnectOptions{}, "the endpoint answered with a web page; check AWS_ENDPOINT_URL and the proxy"},
		"an ARN that is none":   {identity(200, `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>scan</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>`), collectors.ConnectOptions{}, `sign in to AWS: read the caller's ARN "scan"`},
		"a region misspelt":     {nil, collectors.ConnectOptions{Regions: []string{"us-esat-1"}}, `choose regions: there is no region "us-esat-1" with AI services; did you mean "us-east-1"?`},
		"an excluded region":    {nil, collectors.ConnectOptions{Settings: &Settings{ExcludeRegions: []string{"eu-westt-1"}}}, `did you mean "eu-west-1"?`},
		"another partition":     {nil, collectors.ConnectOptions{Regions: []string{"us-gov-west-1"}}, "choose regions: us-gov-west-1 is not in partition aws, to which the credentials belong"},
		"a profile that is not": {nil, collectors.ConnectOptions{Settings: &Settings{Profile: "nobody"}}, "load the AWS configuration: failed to get shared config profile, nobody"},
	} {
		t.Run(name, func(t *testing.T) {
			signedIn(t, &estate{answer: tc.answer})
			c, err := connect(t.Context(), tc.options)
			if err == nil {
				t.Fatalf("connected as %s", c.Identity())
			}
			if !strings.Contains(err.Error(), tc.want) {
				t.Errorf("error %v\nwant %s", err, tc.want)
			}
		})
	}
}

func TestConnectWithoutCredentials(t *testing.T) {
	bareEnvironment(t)
	_, err := connect(t.Context(), collectors.ConnectOptions{})
	if err == nil || !strings.HasPrefix(err.Error(), "sign in to AWS: no credentials were found; set AWS_PROFILE or AWS_ACCESS_KEY_ID, or renew the session with aws sso login (") {
		t.Fatalf("error %v", err)
	}
}

func TestConnectNobodyListens(t *testing.T) {
	signedIn(t, &estate{})
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	t.Setenv("AWS_ENDPOINT_URL", server.URL)
	begun := time.Now()
	_, err := connect(t.Context(), collectors.ConnectOptions{})
	if err == nil || !strings.Contains(err.Error(), "connection refused") {
		t.Fatalf("error %v", err)
	}
	if took := time.Since(begun); took > 10*time.Second {
		t.Errorf("it took %s to say so", took)
	}
}

func TestConnectHangs(t *testing.T) {
	done := make(chan struct{})
	signedIn(t, &estate{answer: func(call) (int, string, bool) {
		<-done
		return 500, "", true
	}})
	t.Cleanup(func() { close(done) })
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	_, err := connect(ctx, collectors.ConnectOptions{})
	if err == nil || !strings.Contains(err.Error(), "sign in to AWS: the time allowed for the task ran out") || !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("error %v", err)
	}
}

// TestConnectPartition: in GovCloud, account-wide services are called there, whatever region the SDK has by habit.
func TestConnectPartition(t *testing.T) {
	signedIn(t, &estate{answer: func(c call) (int, string, bool) {
		return 200, `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws-us-gov:iam::111122223333:user/scan</Arn><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
			c.operation == "GetCallerIdentity"
	}})
	t.Setenv("AWS_REGION", "us-east-1")
	c, err := connect(t.Context(), collectors.ConnectOptions{Settings: &Settings{Organization: "false"}})
	if err != nil {
		t.Fatal(err)
	}
	wantScopes(t, c, "aws:111122223333 [] ", "aws:111122223333/us-gov-east-1 [] ", "aws:111122223333/us-gov-west-1 [] ")
	session, err := c.Session(t.Context(), evidence.NewScope("aws", "111122223333", ""))
	if err != nil {
		t.Fatal(err)
	}
	if s := session.(*Session); s.MainRegion != "us-gov-west-1" || s.ARN("iam", "", "role/x") != "arn:aws-us-gov:iam::111122223333:role/x" || aws.ToString(&s.Region) != "us-gov-west-1" {
		t.Errorf("session %+v", s)
	}
}
