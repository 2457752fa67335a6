package aws

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/aws/smithy-go/encoding/cbor"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

// platformCollectors are those of the services around AI.
var platformCollectors = []*collectors.Collector{budgetsCollector, cloudTrailCollector, cloudWatchCollector, configCollector, costExplorerCollector,
	eventBridgeCollector, guardDutyCollector, iamCollector, logsCollector, organizationsCollector, s3Collector, securityHubCollector, ssoCollector}

// xml is a reply of the query and REST protocols of XML.
func xml(body string) answer {
	return answer{status: http.StatusOK, body: body, header: map[string]string{"Content-Type": "text/xml"}}
}

// xmlFails is an error of IAM's and of S3's protocols, which read the same elements at different depths.
func xmlFails(status int, code, message string) answer {
	detail := "<Code>" + code + "</Code><Message>" + message + "</Message>"
	return answer{status: status, header: map[string]string{"Content-Type": "text/xml"},
		body: "<ErrorResponse><Error><Type>Sender</Type>" + detail + "</Error><RequestId>example</RequestId></ErrorResponse>"}
}

func s3Fails(status int, code string) answer {
	return answer{status: status, header: map[string]string{"Content-Type": "application/xml"},
		body: "<Error><Code>" + code + "</Code><Message>" + code + "</Message></Error>"}
}

// failIn answers a request with an error in the request's own protocol.
func failIn(rw http.ResponseWriter, r *http.Request, status int, code string) {
	body := `<ErrorResponse><Error><Code>` + code + `</Code><Message>no</Message></Error></ErrorResponse>`
	switch {
	case strings.Contains(r.URL.Path, "/operation/"):
		rw.Header().Set("Content-Type", "application/cbor")
		rw.Header().Set("Smithy-Protocol", "rpc-v2-cbor")
		body = string(cbor.Encode(cbor.Map{"__type": cbor.String("com.amazonaws.cloudwatch#" + code), "message": cbor.String("no")}))
	case serviceOf(r) == "s3":
		rw.Header().Set("Content-Type", "application/xml")
		body = `<Error><Code>` + code + `</Code><Message>no</Message></Error>`
	case serviceOf(r) == "iam":
		rw.Header().Set("Content-Type", "text/xml")
	default:
		rw.Header().Set("Content-Type", "application/x-amz-json-1.1")
		rw.Header().Set("X-Amzn-Errortype", code)
		body = `{"__type": "` + code + `", "message": "no"}`
	}
	rw.WriteHeader(status)
	fmt.Fprint(rw, body)
}

// conform checks that policies can see every field of what was collected: each resource fits the schema of its kind, and has no
// member that the schema does not list.
func (s seen) conform(t *testing.T, c *collectors.Collector) {
	t.Helper()
	for _, k := range c.Kinds {
		for _, res := range s.Resources[k.Name] {
			text, err := json.Marshal(res)
			if err != nil {
				t.Fatal(err)
			}
			var v any
			if err := json.Unmarshal(text, &v); err != nil {
				t.Fatal(err)
			}
			for _, problem := range misfits(k.Schema, v, "") {
				t.Errorf("%s %s: %s", k.Name, res.ID, problem)
			}
		}
	}
}

func misfits(s map[string]any, v any, path string) []string {
	var all []string
	want, _ := s["type"].(string)
	switch v := v.(type) {
	case map[string]any:
		properties, listed := s["properties"].(map[string]any)
		below, mapped := s["additionalProperties"].(map[string]any)
		if want != "" && want != "object" {
			return []string{path + " is an object"}
		}
		for _, name := range sortedKeys(v) {
			switch {
			case listed && properties[name] != nil:
				all = append(all, misfits(properties[name].(map[string]any), v[name], path+"."+name)...)
			case listed:
				all = append(all, path+"."+name+" is not in the schema")
			case mapped:
				all = append(all, misfits(below, v[name], path+"."+name)...)
			}
		}
	case []any:
		if want != "" && want != "array" {
			return []string{path + " is a list"}
		}
		item, _ := s["items"].(map[string]any)
		for i, x := range v {
			all = append(all, misfits(item, x, fmt.Sprintf("%s[%d]", path, i))...)
		}
	case string:
		if want != "" && want != "string" {
			return []string{path + " is text"}
		}
	case bool:
		if want != "" && want != "boolean" {
			return []string{path + " is a boolean"}
		}
	case float64:
		if want != "" && want != "number" && want != "integer" {
			return []string{path + " is a number"}
		}
	}
	return all
}

// TestRequiredFieldsAreInTheSchema: a required field that the schema does not list would make every resource incomplete.
func TestRequiredFieldsAreInTheSchema(t *testing.T) {
	for _, c := range platformCollectors {
		for _, k := range c.Kinds {
			for _, path := range k.Required {
				s := k.Schema
				for _, name := range strings.Split(path, ".") {
					properties, _ := s["properties"].(map[string]any)
					next, ok := properties[name].(map[string]any)
					if !ok {
						t.Errorf("%s: the schema has no %s", k.Name, path)
						break
					}
					s = next
				}
			}
			if !strings.HasPrefix(k.Name, "aws_") {
				t.Errorf("%s is not a kind of this provider", k.Name)
			}
		}
	}
}

// TestNeedsAreKinds: a misspelt kind would be one that nothing is ever seen of.
func TestNeedsAreKinds(t *testing.T) {
	for _, c := range platformCollectors {
		for _, kind := range c.Needs {
			if _, ok := collectors.ForKind(kind); !ok {
				t.Errorf("%s needs %s, which no collector yields", c.Name, kind)
			}
		}
	}
}

// TestPermissionsAreIAMActions: names of operations carry the SDK's service, permissions IAM's prefix.
func TestPermissionsAreIAMActions(t *testing.T) {
	notActions := []string{"sso-admin", "s3control", "cost-explorer", "configservice"}
	want := map[string]string{
		"budgets:DescribeBudgets": "budgets:ViewBudget", "s3:ListBuckets": "s3:ListAllMyBuckets", "s3:GetBucketEncryption": "s3:GetEncryptionConfiguration",
		"s3:GetPublicAccessBlock": "s3:GetBucketPublicAccessBlock", "s3control:GetPublicAccessBlock": "s3:GetAccountPublicAccessBlock",
		"s3:GetObjectLockConfiguration": "s3:GetBucketObjectLockConfiguration", "s3:GetBucketReplication": "s3:GetReplicationConfiguration",
		"sso-admin:ListInstances": "sso:ListInstances", "events:ListTargetsByRule": "events:ListTargetsByRule", "ce:GetAnomalyMonitors": "ce:GetAnomalyMonitors",
	}
	for _, c := range platformCollectors {
		for _, o := range c.Operations {
			permissions := o.Permissions
			if len(permissions) == 0 {
				permissions = []string{o.Name}
			}
			for _, p := range permissions {
				prefix, action, ok := strings.Cut(p, ":")
				if !ok || action == "" || slices.Contains(notActions, prefix) {
					t.Errorf("%s: %q is not an IAM action", o.Name, p)
				}
			}
			if w, ok := want[o.Name]; ok {
				if !slices.Equal(permissions, []string{w}) {
					t.Errorf("%s needs %q, want %q", o.Name, permissions, w)
				}
				delete(want, o.Name)
			}
		}
	}
	if len(want) > 0 {
		t.Errorf("operations that no collector makes: %v", want)
	}
}

// TestNothingIsSeenWhereNothingIsRead gives every request of every collector the same bad answer: no list may hold, and nothing may be found.
func TestNothingIsSeenWhereNothingIsRead(t *testing.T) {
	bad := map[string]struct {
		serve func(http.ResponseWriter, *http.Request)
		want  evidence.Outcome
	}{
		"refused": {func(rw http.ResponseWriter, r *http.Request) {
			failIn(rw, r, http.StatusForbidden, "AccessDeniedException")
		}, evidence.Denied},
		"throttled": {func(rw http.ResponseWriter, r *http.Request) {
			failIn(rw, r, http.StatusTooManyRequests, "ThrottlingException")
		}, evidence.Throttled},
		"expired": {func(rw http.ResponseWriter, r *http.Request) {
			failIn(rw, r, http.StatusForbidden, "ExpiredTokenException")
		}, evidence.Denied},
		"throttled by a gateway": {func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("Content-Type", "text/plain")
			rw.WriteHeader(http.StatusTooManyRequests)
			fmt.Fprint(rw, `Too many requests`)
		}, evidence.Throttled},
		"refused by a proxy": {func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("Content-Type", "text/html")
			rw.WriteHeader(http.StatusForbidden)
			fmt.Fprint(rw, `<html><body>Blocked by policy</body></html>`)
		}, evidence.Failed},
		"a web page": {func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprint(rw, `<html><body>Sign in to the network</body></html>`)
		}, evidence.Failed},
		"half a reply": {func(rw http.ResponseWriter, r *http.Request) {
			rw.Header().Set("Content-Type", map[bool]string{true: "application/cbor", false: "application/x-amz-json-1.1"}[strings.Contains(r.URL.Path, "/operation/")])
			rw.Header().Set("Content-Length", "1000")
			fmt.Fprint(rw, `{"Accounts": [{"Id": "44`)
		}, evidence.Failed},
		"a server error": {func(rw http.ResponseWriter, r *http.Request) {
			failIn(rw, r, http.StatusInternalServerError, "InternalFailure")
		}, evidence.Failed},
	}
	for name, tc := range bad {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(tc.serve))
			defer server.Close()
			w := &wire{t: t, Server: server}
			for _, c := range platformCollectors {
				got := w.collect(c, nil)
				listed := map[string]bool{}
				for _, r := range got.Reads {
					if r.Form != evidence.List {
						t.Errorf("%s: a detail read %s of nothing", c.Name, r.Operation)
					}
					if r.Outcome != tc.want && r.Outcome != evidence.Skipped {
						t.Errorf("%s: %s is %s (%s), want %s", c.Name, r.Operation, r.Outcome, r.Message, tc.want)
					}
					if r.Outcome == tc.want {
						for _, k := range r.Kinds {
							listed[k] = true
						}
					}
				}
				for _, k := range c.Kinds {
					if !listed[k.Name] && !strings.Contains("aws_sso_permission_set aws_sso_account_assignment", k.Name) {
						t.Errorf("%s: no failed list accounts for %s", c.Name, k.Name)
					}
					if n := len(got.Resources[k.Name]); n > 0 {
						t.Errorf("%s: %d resources of %s out of nothing", c.Name, n, k.Name)
					}
				}
			}
		})
	}
}

// TestTheServiceIsNotThere: the answers by which a service says that it does not exist prove absence.
func TestTheServiceIsNotThere(t *testing.T) {
	w := newWire(t, map[string][]answer{
		"GET /detector": {fails(http.StatusBadRequest, "BadRequestException", "GuardDuty is not available in this region")},
		"GET /accounts": {fails(http.StatusUnauthorized, "InvalidAccessException", "Account 111122223333 is not subscribed to AWS Security Hub")},
	})
	got := w.collect(guardDutyCollector, nil)
	if o := got.outcomeOf(t, "guardduty:ListDetectors"); o != evidence.Unsupported {
		t.Errorf("a service that is not available in the region is %s, want unsupported", o)
	}
	got = w.collect(securityHubCollector, nil)
	wantJSON(t, "reads of a hub that is off", `[{"operation": "securityhub:DescribeHub", "kinds": ["aws_securityhub_hub"], "form": "list", "outcome": "ok", "calls": 0, "resources": 0}]`, got.Reads)
	if len(got.Resources[kindHub]) != 0 {
		t.Error("a hub that is off was found")
	}
}
