package aws

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/aismm/aismm/internal/evidence"
)

const trailTarget = "CloudTrail_20131101."

// Replies follow the response syntax of the operations in the CloudTrail API reference.
func cloudTrailAnswers() map[string][]answer {
	return map[string][]answer{
		trailTarget + `DescribeTrails {"includeShadowTrails":true}`: {ok(`{"trailList": [
			{"Name": "local", "TrailARN": "arn:aws:cloudtrail:us-east-1:111122223333:trail/local", "HomeRegion": "us-east-1", "IsMultiRegionTrail": false, "IsOrganizationTrail": false, "S3BucketName": "trail-logs"},
			{"Name": "org", "TrailARN": "arn:aws:cloudtrail:eu-west-1:999900001111:trail/org", "HomeRegion": "eu-west-1", "IsMultiRegionTrail": true, "IsOrganizationTrail": true, "S3BucketName": "org-logs"}]}`)},
		trailTarget + `GetTrailStatus {"Name":"arn:aws:cloudtrail:us-east-1:111122223333:trail/local"}`: {ok(`{"IsLogging": true, "LatestDeliveryTime": 1795600000}`)},
		trailTarget + `GetTrailStatus {"Name":"arn:aws:cloudtrail:eu-west-1:999900001111:trail/org"}`:   {ok(`{"IsLogging": false}`)},
		trailTarget + `GetEventSelectors {"TrailName":"arn:aws:cloudtrail:us-east-1:111122223333:trail/local"}`: {ok(`{"TrailARN": "arn:aws:cloudtrail:us-east-1:111122223333:trail/local",
			"EventSelectors": [{"ReadWriteType": "All", "IncludeManagementEvents": true, "DataResources": [], "ExcludeManagementEventSources": []}]}`)},
		trailTarget + `GetEventSelectors {"TrailName":"arn:aws:cloudtrail:eu-west-1:999900001111:trail/org"}`: {denied("cloudtrail:GetEventSelectors")},
	}
}

// event is one event of LookupEvents; the principal is a session of a role.
func event(name, at, role, failure string) string {
	record, _ := json.Marshal(map[string]any{"eventVersion": "1.11", "errorCode": failure, "userIdentity": map[string]any{"type": "AssumedRole",
		"arn":            "arn:aws:sts::111122223333:assumed-role/" + role + "/ana@example.com",
		"sessionContext": map[string]any{"sessionIssuer": map[string]any{"type": "Role", "arn": "arn:aws:iam::111122223333:role/" + role}}}})
	text, _ := json.Marshal(map[string]any{"EventId": "e", "EventName": name, "EventSource": "bedrock.amazonaws.com", "ReadOnly": "true", "Username": "ana@example.com",
		"EventTime": json.Number(at), "CloudTrailEvent": string(record)})
	return string(text)
}

func events(next string, list ...string) answer {
	if next != "" {
		next = `, "NextToken": "` + next + `"`
	}
	return ok(`{"Events": [` + strings.Join(list, ",") + `]` + next + `}`)
}

// lookup is the key of a lookup of one event name since a time, up to the session's now.
func lookup(name string, since int, token string) string {
	if token != "" {
		token = `,"NextToken":"` + token + `"`
	}
	return trailTarget + fmt.Sprintf(`LookupEvents {"EndTime":1795608000,"LookupAttributes":[{"AttributeKey":"EventName","AttributeValue":"%s"}],"MaxResults":50%s,"StartTime":%d}`, name, token, since)
}

const thirtyDaysBefore = 1795608000 - 30*24*3600

func TestCloudTrail(t *testing.T) {
	answers := cloudTrailAnswers()
	answers[lookup("CreateAccountAssignment", thirtyDaysBefore, "")] = []answer{events("")}
	answers[lookup("ListFoundationModels", thirtyDaysBefore, "")] = []answer{events("n1", event("ListFoundationModels", "1795600000", "analyst", ""), event("ListFoundationModels", "1795590000", "scout", "AccessDenied"))}
	answers[lookup("ListFoundationModels", thirtyDaysBefore, "n1")] = []answer{events("", event("ListFoundationModels", "1795500000", "analyst", ""))}
	answers[lookup("GetFoundationModelAvailability", thirtyDaysBefore, "")] = []answer{events("")}
	// Scout is met first, analyst on the second page, and then nothing more is read: not the third page, nor the other names.
	answers[lookup("InvokeModel", 1795500000, "")] = []answer{events("i1", event("InvokeModel", "1795607000", "app", ""), event("InvokeModel", "1795606000", "scout", ""))}
	answers[lookup("InvokeModel", 1795500000, "i1")] = []answer{events("i2", event("InvokeModel", "1795605000", "scout", ""), event("InvokeModel", "1795604000", "analyst", ""), event("InvokeModel", "1795603000", "app", ""))}
	got := newWire(t, answers).collect(cloudTrailCollector, nil)
	got.wantResources(t, kindTrail, `[
		{"id": "arn:aws:cloudtrail:eu-west-1:999900001111:trail/org@111122223333/us-east-1", "name": "org",
		 "config": {"Name": "org", "TrailARN": "arn:aws:cloudtrail:eu-west-1:999900001111:trail/org", "HomeRegion": "eu-west-1", "IsMultiRegionTrail": true, "IsOrganizationTrail": true, "S3BucketName": "org-logs"},
		 "parts": {"GetTrailStatus": {"IsLogging": false}}, "derived": {"unread": "the trail belongs to 999900001111, which did not show its event selectors: AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/aismm/scan is not authorized to perform: cloudtrail:GetEventSelectors"}},
		{"id": "arn:aws:cloudtrail:us-east-1:111122223333:trail/local", "name": "local",
		 "config": {"Name": "local", "TrailARN": "arn:aws:cloudtrail:us-east-1:111122223333:trail/local", "HomeRegion": "us-east-1", "IsMultiRegionTrail": false, "IsOrganizationTrail": false, "S3BucketName": "trail-logs"},
		 "parts": {"GetTrailStatus": {"IsLogging": true, "LatestDeliveryTime": "2026-11-25T09:46:40Z"},
			"GetEventSelectors": {"TrailARN": "arn:aws:cloudtrail:us-east-1:111122223333:trail/local", "AdvancedEventSelectors": [],
				"EventSelectors": [{"ReadWriteType": "All", "IncludeManagementEvents": true, "DataResources": [], "ExcludeManagementEventSources": []}]}}}]`)
	summary := func(name, role, counts, first, last string, partial bool) string {
		return fmt.Sprintf(`{"id": "111122223333/us-east-1/bedrock.amazonaws.com/%[1]s/arn:aws:iam::111122223333:role/%[2]s", "name": "%[1]s",
			"config": {"EventName": "%[1]s", "EventSource": "bedrock.amazonaws.com", "ReadOnly": "true"},
			"derived": {"principal": "arn:aws:iam::111122223333:role/%[2]s", "principal_type": "AssumedRole", %[3]s,
				"first": "%[4]s", "last": "%[5]s", "window_start": "2026-10-26T12:00:00Z", "partial": %[6]t}}`, name, role, counts, first, last, partial)
	}
	got.wantResources(t, kindEventSummary, "["+strings.Join([]string{
		summary("InvokeModel", "analyst", `"count": 1, "failed": 0`, "2026-11-25T10:53:20Z", "2026-11-25T10:53:20Z", true),
		summary("InvokeModel", "app", `"count": 1, "failed": 0`, "2026-11-25T11:43:20Z", "2026-11-25T11:43:20Z", true),
		summary("InvokeModel", "scout", `"count": 2, "failed": 0`, "2026-11-25T11:10:00Z", "2026-11-25T11:26:40Z", true),
		summary("ListFoundationModels", "analyst", `"count": 2, "failed": 0`, "2026-11-24T06:00:00Z", "2026-11-25T09:46:40Z", false),
		summary("ListFoundationModels", "scout", `"count": 1, "failed": 1`, "2026-11-25T07:00:00Z", "2026-11-25T07:00:00Z", false),
	}, ",")+"]")
	// A member is not shown the selectors of the organization's trail: no permission of its own would close that gap.
	wantJSON(t, "failed reads", `null`, got.failedReads())
	got.conform(t, cloudTrailCollector)
	if text, _ := json.Marshal(got); strings.Contains(string(text), "ana@example.com") {
		t.Error("the name of a person's session is in the evidence")
	}
}

// trailsOnly are the trails of an account in which nothing has happened.
func trailsOnly() map[string][]answer {
	answers := cloudTrailAnswers()
	answers[trailTarget+"LookupEvents"] = []answer{events("")}
	return answers
}

// TestTrailOfAnotherAccount: the trail of an account that the scan has entered is read there, once for all regions and members.
func TestTrailOfAnotherAccount(t *testing.T) {
	const org = "arn:aws:cloudtrail:eu-west-1:999900001111:trail/org"
	far := newWire(t, map[string][]answer{
		trailTarget + `GetTrailStatus {"Name":"` + org + `"}`:         {ok(`{"IsLogging": true}`)},
		trailTarget + `GetEventSelectors {"TrailName":"` + org + `"}`: {ok(`{"TrailARN": "` + org + `", "AdvancedEventSelectors": [{"Name": "all", "FieldSelectors": [{"Field": "eventCategory", "Equals": ["Management"]}]}]}`)},
	})
	near := newWire(t, trailsOnly())
	here, _ := inTwoAccounts(near, far)
	for range 2 {
		got := near.collectIn(here, cloudTrailCollector, nil)
		wantJSON(t, "the organization's trail", `{"id": "`+org+`@111122223333/us-east-1", "name": "org",
			"config": {"Name": "org", "TrailARN": "`+org+`", "HomeRegion": "eu-west-1", "IsMultiRegionTrail": true, "IsOrganizationTrail": true, "S3BucketName": "org-logs"},
			"parts": {"GetTrailStatus": {"IsLogging": true}, "GetEventSelectors": {"TrailARN": "`+org+`", "EventSelectors": [],
				"AdvancedEventSelectors": [{"Name": "all", "FieldSelectors": [{"Field": "eventCategory", "Equals": ["Management"], "EndsWith": [], "NotEndsWith": [], "NotEquals": [], "NotStartsWith": [], "StartsWith": []}]}]}}}`,
			got.Resources[kindTrail][0])
		wantJSON(t, "failed reads", `null`, got.failedReads())
		got.Resources[kindTrail][0].Parts["GetTrailStatus"].(map[string]any)["IsLogging"] = "redacted"
	}
	for key, bodies := range far.bodies {
		if len(bodies) != 1 {
			t.Errorf("%s was asked %d times, want once", key, len(bodies))
		}
	}
	if n := len(near.bodies[trailTarget+`GetTrailStatus {"Name":"`+org+`"}`]); n != 0 {
		t.Errorf("the member asked %d times itself", n)
	}
}

// TestTrailRefused: what the owner refuses is asked with the member's own permissions; what is refused of the account's own trail is a gap.
func TestTrailRefused(t *testing.T) {
	const org, local = "arn:aws:cloudtrail:eu-west-1:999900001111:trail/org", "arn:aws:cloudtrail:us-east-1:111122223333:trail/local"
	answers := trailsOnly()
	answers[trailTarget+`GetEventSelectors {"TrailName":"`+local+`"}`] = []answer{denied("cloudtrail:GetEventSelectors")}
	answers[trailTarget+`GetEventSelectors {"TrailName":"`+org+`"}`] = []answer{fails(400, "TrailNotFoundException", "Unknown trail")}
	near := newWire(t, answers)
	here, _ := inTwoAccounts(near, newWire(t, map[string][]answer{trailTarget + "GetTrailStatus": {denied("cloudtrail:GetTrailStatus")}}))
	got := near.collectIn(here, cloudTrailCollector, nil)
	wantJSON(t, "failed reads", `["cloudtrail:GetEventSelectors denied `+local+`"]`, got.failedReads())
	wantJSON(t, "the organization's trail", `{"GetTrailStatus": {"IsLogging": false}}`, got.Resources[kindTrail][0].Parts)
	wantJSON(t, "why", `{"unread": "the trail belongs to 999900001111, which did not show its event selectors: TrailNotFoundException: Unknown trail"}`, got.Resources[kindTrail][0].Derived)

	answers[trailTarget+`GetEventSelectors {"TrailName":"`+org+`"}`] = []answer{fails(500, "InternalFailure", "oops")}
	got = newWire(t, answers).collect(cloudTrailCollector, nil)
	wantJSON(t, "failed reads", `["cloudtrail:GetEventSelectors error `+org+`@111122223333/us-east-1", "cloudtrail:GetEventSelectors denied `+local+`"]`, got.failedReads())
}

// TestEventsWithoutEnd: a lookup that does not end is a gap and not a count.
func TestEventsWithoutEnd(t *testing.T) {
	answers := map[string][]answer{trailTarget + "DescribeTrails": {ok(`{}`)}, trailTarget + "LookupEvents": nil}
	for page := range 2 * eventPages {
		answers[trailTarget+"LookupEvents"] = append(answers[trailTarget+"LookupEvents"], events(fmt.Sprint("p", page), event("ListFoundationModels", "1795600000", "analyst", "")))
	}
	for _, name := range []string{"CreateAccountAssignment", "GetFoundationModelAvailability"} {
		answers[lookup(name, thirtyDaysBefore, "")] = []answer{events("")}
	}
	for _, name := range invocationEvents {
		answers[lookup(name, 1795600000, "")] = []answer{events("")}
	}
	got := newWire(t, answers).collect(cloudTrailCollector, nil)
	var gaps []evidence.Read
	for _, r := range got.Reads {
		if r.Outcome != evidence.OK {
			gaps = append(gaps, r)
		}
	}
	wantJSON(t, "gaps", `[{"operation": "cloudtrail:LookupEvents", "kinds": ["aws_cloudtrail_event_summary"], "form": "list", "outcome": "skipped", "permission": "cloudtrail:LookupEvents",
		"message": "more than 2500 events ListFoundationModels in 30 days: the older ones were not read", "calls": 0, "resources": 50}]`, gaps)
}

// TestQuietRegion: where nobody looked for models, nobody's calls are read.
func TestQuietRegion(t *testing.T) {
	w := newWire(t, map[string][]answer{trailTarget + "DescribeTrails": {ok(`{"trailList": []}`)}, trailTarget + "LookupEvents": {events("")}})
	got := w.collect(cloudTrailCollector, nil)
	if n := len(w.bodies[trailTarget+"LookupEvents"]); n != 3 {
		t.Errorf("%d lookups, want 3", n)
	}
	wantJSON(t, "failed reads", `null`, got.failedReads())
}

func TestPrincipal(t *testing.T) {
	for name, tc := range map[string]struct{ record, want string }{
		"a session of a role": {`{"type": "AssumedRole", "arn": "arn:aws:sts::111122223333:assumed-role/r/s", "sessionContext": {"sessionIssuer": {"arn": "arn:aws:iam::111122223333:role/r"}}}`, "arn:aws:iam::111122223333:role/r"},
		"a user":              {`{"type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/ana", "sessionContext": {}}`, "arn:aws:iam::111122223333:user/ana"},
		"a service":           {`{"type": "AWSService", "invokedBy": "config.amazonaws.com"}`, "config.amazonaws.com"},
		"another account":     {`{"type": "AWSAccount", "principalId": "AIDAEXAMPLE", "accountId": "444455556666"}`, "AIDAEXAMPLE"},
		"nobody":              {`{}`, "unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			var e loggedEvent
			if err := json.Unmarshal([]byte(`{"userIdentity": `+tc.record+`}`), &e); err != nil {
				t.Fatal(err)
			}
			if got := e.principal(); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}
