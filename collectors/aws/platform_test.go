package aws

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

// TestRequiredFieldsAreInTheSchema: a required field that the schema does not list would make every resource incomplete.
func TestRequiredFieldsAreInTheSchema(t *testing.T) {
	for _, c := range allCollectors() {
		for _, k := range c.Kinds {
			for _, path := range k.Required {
				s := k.Schema
				for _, name := range strings.Split(path, ".") {
					if items, ok := s["items"].(map[string]any); ok {
						s = items
					}
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
	for _, c := range allCollectors() {
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
	for _, c := range allCollectors() {
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
