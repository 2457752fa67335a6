package openai

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

var now = time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)

// key is an invented admin key; the redacted values of the replies show its ends.
const key = "invented-key-for-tests-xyz"

// api answers GET requests by path; what is not there answers as an empty list, and what holds no reply as 404 in the API's form.
type api struct {
	replies map[string]http.HandlerFunc
	mu      sync.Mutex
	asked   []string
}

func (a *api) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.mu.Lock()
	a.asked = append(a.asked, r.Method+" "+r.URL.RequestURI())
	a.mu.Unlock()
	w.Header().Set(organizationHeader, "org-test")
	if r.Header.Get("Authorization") != "Bearer "+key {
		reply(http.StatusUnauthorized, `{"error": {"message": "Incorrect API key provided.", "type": "invalid_request_error", "code": "invalid_api_key"}}`)(w, r)
		return
	}
	path := strings.TrimPrefix(r.URL.Path, "/v1/organization/")
	if h, ok := a.replies[path]; ok {
		h(w, r)
		return
	}
	for _, single := range []string{"spend_limit"} {
		if strings.HasSuffix(path, single) {
			reply(http.StatusNotFound, `{"error": {"message": "No spend limit is set.", "type": "invalid_request_error", "code": "not_found"}}`)(w, r)
			return
		}
	}
	for suffix, body := range map[string]string{
		"data_retention": `{"object": "x", "type": "none"}`, "model_permissions": `{"mode": "deny_list", "model_ids": []}`,
		"hosted_tool_permissions": `{"mcp": {"enabled": false}, "web_search": {"enabled": true}}`,
	} {
		if strings.HasSuffix(path, suffix) {
			ok(body)(w, r)
			return
		}
	}
	ok(`{"object": "list", "data": [], "has_more": false}`)(w, r)
}

func reply(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		fmt.Fprint(w, body)
	}
}

func ok(body string) http.HandlerFunc { return reply(http.StatusOK, body) }

func list(objects ...string) http.HandlerFunc {
	return ok(`{"object": "list", "data": [` + strings.Join(objects, ", ") + `], "has_more": false}`)
}

// connectTo connects as a scan does.
func connectTo(t *testing.T, a http.Handler, s *Settings, env map[string]string) (*connection, error) {
	t.Helper()
	server := httptest.NewServer(a)
	t.Cleanup(server.Close)
	all := map[string]string{"OPENAI_ADMIN_KEY": key, "OPENAI_BASE_URL": server.URL + "/v1"}
	for name, v := range env {
		all[name] = strings.ReplaceAll(v, "SERVER", server.URL)
	}
	o := collectors.ConnectOptions{Settings: s, HTTP: counted(), Env: func(name string) string { return all[name] }}
	return connectAt(t.Context(), o, func() time.Time { return now })
}

// counted is a client that counts its requests as the paced one does.
func counted() *http.Client { return &http.Client{Transport: counting{}} }

type counting struct{}

func (counting) RoundTrip(r *http.Request) (*http.Response, error) {
	collectors.Called(r.Context())
	return http.DefaultTransport.RoundTrip(r)
}

type seen struct {
	reads     map[string][]evidence.Read // by operation
	resources map[string][]*evidence.Resource
}

// collectFrom runs the collector of the organization.
func collectFrom(t *testing.T, a *api) seen {
	t.Helper()
	c, err := connectTo(t, a, &Settings{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	admin, found := collectors.ForKind("openai_project")
	if !found {
		t.Fatal("no collector")
	}
	return run(t, c, admin, nil)
}

func run(t *testing.T, c *connection, which *collectors.Collector, needed func(kind string) []*evidence.Resource) seen {
	t.Helper()
	scope := c.Scopes()[0].Scope
	if scope.ID != "openai:org-test" || scope.Level != evidence.Boundary {
		t.Fatalf("scope %+v", scope)
	}
	s, err := c.Session(t.Context(), scope)
	if err != nil {
		t.Fatal(err)
	}
	rec := collectors.NewRecorder(which, scope, c.Classify, needed)
	which.Collect(t.Context(), s, rec)
	reads, resources := rec.Finish()
	out := seen{map[string][]evidence.Read{}, resources}
	for _, r := range reads {
		out.reads[r.Operation] = append(out.reads[r.Operation], r)
	}
	return out
}

// whole is a resource as JSON, for comparison.
func whole(t *testing.T, r *evidence.Resource) string {
	t.Helper()
	b, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

const (
	active   = `{"object": "organization.project", "id": "proj_1", "name": "Quote bot", "status": "active", "created_at": 1700000000, "archived_at": null, "residency": "GLOBAL"}`
	archived = `{"object": "organization.project", "id": "proj_2", "name": "Pilot", "status": "archived", "created_at": 1600000000, "archived_at": 1650000000}`
)

// One object of every kind, whole.
func TestEveryKind(t *testing.T) {
	keyOf := func(id, value string) string {
		return `{"object": "organization.project.api_key", "id": "` + id + `", "name": "k", "redacted_value": "` + value + `", "value": "never shown", "created_at": 1, "last_used_at": null,
			"owner": {"type": "service_account", "service_account": {"id": "svc_1", "name": "gateway", "role": "member", "created_at": 1}}, "owner_project_access": "active"}`
	}
	a := &api{replies: map[string]http.HandlerFunc{
		"projects": list(active, archived),
		"users":    list(`{"object": "organization.user", "id": "user-1", "name": "Avery", "email": "avery@example.com", "role": "owner", "added_at": 1700000000, "api_key_last_used_at": null, "is_service_account": false}`),
		"invites":  list(`{"object": "organization.invite", "id": "invite-1", "email": "lee@example.com", "role": "reader", "status": "pending", "created_at": 5, "expires_at": 6, "projects": []}`),
		"admin_api_keys": list(`{"object": "organization.admin_api_key", "id": "key_1", "name": "scan", "redacted_value": "inv...xyz", "value": "never shown", "created_at": 5, "last_used_at": 6, "expires_at": null,
			"owner": {"type": "user", "id": "user-1", "role": "owner"}}`),
		"audit_logs":     list(`{"id": "log-1", "type": "login.succeeded", "effective_at": 1795000000, "actor": {"type": "session", "session": {"ip_address": "192.0.2.1"}}}`),
		"data_retention": ok(`{"object": "organization.data_retention", "type": "zero_data_retention"}`),
		"spend_limit":    ok(`{"object": "organization.spend_limit", "threshold_amount": 900, "currency": "USD", "interval": "month", "enforcement": {"status": "inactive"}}`),
		"spend_alerts":   list(`{"object": "organization.spend_alert", "id": "alert_1", "threshold_amount": 500, "currency": "USD", "interval": "month", "notification_channel": {"type": "email", "recipients": ["a@example.com"], "subject_prefix": null}}`),
		"roles":          list(`{"object": "role", "id": "role-1", "name": "owner", "description": "", "permissions": ["api.x"], "predefined_role": true, "resource_type": "api.organization"}`),
		"external_keys": list(`{"object": "organization.external_key", "id": "ek_1", "name": "letters", "type": "aws", "purpose": "ekm", "api_project_ids": ["proj_1"], "workspace_id": "org-test", "created_at": 8,
			"kms_arn": "arn:aws:kms:us-east-1:123456789012:key/1", "role_arn": "arn:aws:iam::123456789012:role/openai", "external_id": "org-test", "tenant_id": null}`),
		"groups": list(`{"id": "group-1", "name": "engineers", "created_at": 7, "group_type": "group", "is_scim_managed": true}`),
		"workload_identity_providers": list(`{"object": "organization.workload_identity_provider", "id": "wip-1", "name": "cluster", "description": "", "type": "oidc", "issuer": "https://oidc.example.com",
			"audience": "x", "enabled": true, "created_at": 1, "updated_at": 2, "attribute_transformations": [], "verification": {"type": "jwks_uri"}}`),
		"workload_identity_providers/wip-1/federation_rules": list(`{"object": "organization.workload_identity_federation_rule", "id": "rule-1", "enabled": true, "project_id": "proj_1", "attribute_matchers": {}, "created_at": 1}`),
		"projects/proj_1/service_accounts":                   list(`{"object": "organization.project.service_account", "id": "svc_1", "name": "gateway", "role": "member", "created_at": 3}`),
		"projects/proj_1/api_keys":                           list(keyOf("key_2", "inv...abc")),
		"projects/proj_2/api_keys":                           list(keyOf("key_3", "the-whole-key-not-redacted")),
		"projects/proj_1/hosted_tool_permissions":            ok(`{"code_interpreter": {"enabled": true}, "mcp": {"enabled": false}}`),
		"projects/proj_1/data_retention":                     ok(`{"object": "project.data_retention", "type": "organization_default"}`),
		"projects/proj_1/spend_limit":                        ok(`{"object": "project.spend_limit", "threshold_amount": 12345678901234567, "currency": "USD", "interval": "month"}`),
		"projects/proj_1/spend_alerts":                       list(`{"object": "project.spend_alert", "id": "alert_2", "threshold_amount": 5, "notification_channel": {"type": "email", "recipients": []}}`),
		"projects/proj_1/model_permissions":                  ok(`{"object": "project.model_permissions", "mode": "allow_list", "model_ids": ["m"]}`),
		"projects/proj_1/rate_limits":                        list(`{"object": "project.rate_limit", "id": "rl-m", "model": "m", "max_requests_per_1_minute": 5, "max_tokens_per_1_minute": 6}`),
		"usage/completions": ok(`{"object": "page", "has_more": false, "next_page": null, "data": [
			{"object": "bucket", "start_time": 1794528000, "end_time": 1794614400, "results": [{"object": "organization.usage.completions.result", "num_model_requests": 2, "input_tokens": 30, "output_tokens": 4, "user_id": "user-1", "project_id": "proj_1", "model": "m"}, {"num_model_requests": 0, "input_tokens": 0, "output_tokens": 0, "model": "none"}]},
			{"object": "bucket", "start_time": 1794614400, "end_time": 1794700800, "results": [{"num_model_requests": 3, "input_tokens": 1, "output_tokens": 1, "user_id": "user-1", "project_id": "proj_1", "model": "m"}, {"num_model_requests": 1, "input_tokens": 1, "output_tokens": 0, "user_id": null, "project_id": "proj_1", "model": "m"}]}]}`),
		"usage/embeddings":           ok(`{"object": "page", "has_more": false, "next_page": null, "data": [{"object": "bucket", "start_time": 1794528000, "end_time": 1794614400, "results": [{"object": "organization.usage.embeddings.result", "num_model_requests": 2, "input_tokens": 7, "user_id": "user-1", "project_id": "proj_1", "model": "m", "api_key_id": null}]}]}`),
		"usage/images":               ok(`{"object": "page", "has_more": false, "next_page": null, "data": [{"object": "bucket", "start_time": 1794528000, "end_time": 1794614400, "results": [{"object": "organization.usage.images.result", "num_model_requests": 2, "images": 3, "size": null, "source": null, "user_id": "user-1", "project_id": "proj_1", "model": "m", "api_key_id": null}]}]}`),
		"usage/audio_speeches":       ok(`{"object": "page", "has_more": false, "next_page": null, "data": [{"object": "bucket", "start_time": 1794528000, "end_time": 1794614400, "results": [{"object": "organization.usage.audio_speeches.result", "num_model_requests": 2, "characters": 8, "user_id": "user-1", "project_id": "proj_1", "model": "m", "api_key_id": null}]}]}`),
		"usage/audio_transcriptions": ok(`{"object": "page", "has_more": false, "next_page": null, "data": [{"object": "bucket", "start_time": 1794528000, "end_time": 1794614400, "results": [{"object": "organization.usage.audio_transcriptions.result", "num_model_requests": 2, "seconds": 9, "user_id": "user-1", "project_id": "proj_1", "model": "m", "api_key_id": null}]}]}`),
		"usage/moderations":          ok(`{"object": "page", "has_more": false, "next_page": null, "data": [{"object": "bucket", "start_time": 1794528000, "end_time": 1794614400, "results": [{"object": "organization.usage.moderations.result", "num_model_requests": 2, "input_tokens": 6, "user_id": "user-1", "project_id": "proj_1", "model": "m", "api_key_id": null}]}]}`),
		"usage/decisions":            ok(`{"object": "page", "has_more": false, "next_page": null, "data": [{"object": "bucket", "start_time": 1794528000, "end_time": 1794614400, "results": [{"object": "organization.usage.decisions.result", "num_model_requests": 2, "input_tokens": 5, "output_tokens": 1, "batch": null, "user_id": "user-1", "project_id": "proj_1", "model": "m", "api_key_id": null}]}]}`),
	}}
	got := collectFrom(t, a)
	want := map[string][]string{
		"openai_project": {`{"id":"proj_1","name":"Quote bot","config":{"created_at":1700000000,"id":"proj_1","name":"Quote bot","object":"organization.project","residency":"GLOBAL","status":"active"}}`,
			`{"id":"proj_2","name":"Pilot","config":{"archived_at":1650000000,"created_at":1600000000,"id":"proj_2","name":"Pilot","object":"organization.project","status":"archived"}}`},
		"openai_user":   {`{"id":"user-1","name":"Avery","config":{"added_at":1700000000,"email":"avery@example.com","id":"user-1","is_service_account":false,"name":"Avery","object":"organization.user","role":"owner"}}`},
		"openai_invite": {`{"id":"invite-1","config":{"created_at":5,"email":"lee@example.com","expires_at":6,"id":"invite-1","object":"organization.invite","projects":[],"role":"reader","status":"pending"}}`},
		"openai_admin_api_key": {`{"id":"key_1","name":"scan","config":{"created_at":5,"id":"key_1","last_used_at":6,"name":"scan","object":"organization.admin_api_key",` +
			`"owner":{"id":"user-1","role":"owner","type":"user"},"redacted_value":"inv...xyz"}}`},
		"openai_audit_log": {`{"id":"log-1","config":{"effective_at":1795000000,"id":"log-1","type":"login.succeeded"}}`},
		"openai_data_retention": {`{"id":"org-test/data_retention","config":{"object":"organization.data_retention","type":"zero_data_retention"},"derived":{"level":"organization"}}`,
			`{"id":"proj_1/data_retention","config":{"object":"project.data_retention","type":"organization_default"},"derived":{"level":"project","project_id":"proj_1"}}`},
		"openai_spend_limit": {`{"id":"org-test/spend_limit","config":{"currency":"USD","enforcement":{"status":"inactive"},"interval":"month","object":"organization.spend_limit","threshold_amount":900},"derived":{"level":"organization"}}`,
			`{"id":"proj_1/spend_limit","config":{"currency":"USD","interval":"month","object":"project.spend_limit","threshold_amount":12345678901234567},"derived":{"level":"project","project_id":"proj_1"}}`},
		"openai_spend_alert": {`{"id":"alert_1","config":{"currency":"USD","id":"alert_1","interval":"month","notification_channel":{"recipients":["a@example.com"],"type":"email"},"object":"organization.spend_alert","threshold_amount":500},"derived":{"level":"organization"}}`,
			`{"id":"alert_2","config":{"id":"alert_2","notification_channel":{"recipients":[],"type":"email"},"object":"project.spend_alert","threshold_amount":5},"derived":{"level":"project","project_id":"proj_1"}}`},
		"openai_role": {`{"id":"role-1","name":"owner","config":{"description":"","id":"role-1","name":"owner","object":"role","permissions":["api.x"],"predefined_role":true,"resource_type":"api.organization"}}`},
		"openai_external_key": {`{"id":"ek_1","name":"letters","config":{"api_project_ids":["proj_1"],"created_at":8,"external_id":"org-test","id":"ek_1","kms_arn":"arn:aws:kms:us-east-1:123456789012:key/1","name":"letters",` +
			`"object":"organization.external_key","purpose":"ekm","role_arn":"arn:aws:iam::123456789012:role/openai","type":"aws","workspace_id":"org-test"}}`},
		"openai_group": {`{"id":"group-1","name":"engineers","config":{"created_at":7,"group_type":"group","id":"group-1","is_scim_managed":true,"name":"engineers"}}`},
		"openai_workload_identity_provider": {`{"id":"wip-1","name":"cluster","config":{"attribute_transformations":[],"audience":"x","created_at":1,"description":"","enabled":true,"id":"wip-1","issuer":"https://oidc.example.com","name":"cluster",` +
			`"object":"organization.workload_identity_provider","type":"oidc","updated_at":2,"verification":{"type":"jwks_uri"}},` +
			`"parts":{"federation_rules":[{"attribute_matchers":{},"created_at":1,"enabled":true,"id":"rule-1","object":"organization.workload_identity_federation_rule","project_id":"proj_1"}]}}`},
		"openai_service_account": {`{"id":"proj_1/svc_1","name":"gateway","config":{"created_at":3,"id":"svc_1","name":"gateway","object":"organization.project.service_account","role":"member"},"derived":{"project_id":"proj_1"}}`},
		"openai_project_api_key": {`{"id":"proj_1/key_2","name":"k","config":{"created_at":1,"id":"key_2","name":"k","object":"organization.project.api_key",` +
			`"owner":{"service_account":{"created_at":1,"id":"svc_1","name":"gateway","role":"member"},"type":"service_account"},"owner_project_access":"active","redacted_value":"inv...abc"},"derived":{"project_id":"proj_1"}}`,
			`{"id":"proj_2/key_3","name":"k","config":{"created_at":1,"id":"key_3","name":"k","object":"organization.project.api_key",` +
				`"owner":{"service_account":{"created_at":1,"id":"svc_1","name":"gateway","role":"member"},"type":"service_account"},"owner_project_access":"active"},"derived":{"project_id":"proj_2"}}`},
		"openai_hosted_tool_permission":   {`{"id":"proj_1/hosted_tool_permissions","config":{"code_interpreter":{"enabled":true},"mcp":{"enabled":false}},"derived":{"project_id":"proj_1"}}`},
		"openai_project_model_permission": {`{"id":"proj_1/model_permissions","config":{"mode":"allow_list","model_ids":["m"],"object":"project.model_permissions"},"derived":{"project_id":"proj_1"}}`},
		"openai_project_rate_limit":       {`{"id":"proj_1/rl-m","config":{"id":"rl-m","max_requests_per_1_minute":5,"max_tokens_per_1_minute":6,"model":"m","object":"project.rate_limit"},"derived":{"project_id":"proj_1"}}`},
		"openai_usage": {`{"id":"audio_speeches/user-1/proj_1/m","config":{"characters":8,"model":"m","num_model_requests":2,"object":"organization.usage.audio_speeches.result","project_id":"proj_1","user_id":"user-1"},"derived":{"first":"2026-11-13T00:00:00Z","last":"2026-11-13T00:00:00Z"}}`,
			`{"id":"audio_transcriptions/user-1/proj_1/m","config":{"model":"m","num_model_requests":2,"object":"organization.usage.audio_transcriptions.result","project_id":"proj_1","seconds":9,"user_id":"user-1"},"derived":{"first":"2026-11-13T00:00:00Z","last":"2026-11-13T00:00:00Z"}}`,
			`{"id":"decisions/user-1/proj_1/m","config":{"input_tokens":5,"model":"m","num_model_requests":2,"object":"organization.usage.decisions.result","output_tokens":1,"project_id":"proj_1","user_id":"user-1"},"derived":{"first":"2026-11-13T00:00:00Z","last":"2026-11-13T00:00:00Z"}}`,
			`{"id":"embeddings/user-1/proj_1/m","config":{"input_tokens":7,"model":"m","num_model_requests":2,"object":"organization.usage.embeddings.result","project_id":"proj_1","user_id":"user-1"},"derived":{"first":"2026-11-13T00:00:00Z","last":"2026-11-13T00:00:00Z"}}`,
			`{"id":"images/user-1/proj_1/m","config":{"images":3,"model":"m","num_model_requests":2,"object":"organization.usage.images.result","project_id":"proj_1","user_id":"user-1"},"derived":{"first":"2026-11-13T00:00:00Z","last":"2026-11-13T00:00:00Z"}}`,
			`{"id":"moderations/user-1/proj_1/m","config":{"input_tokens":6,"model":"m","num_model_requests":2,"object":"organization.usage.moderations.result","project_id":"proj_1","user_id":"user-1"},"derived":{"first":"2026-11-13T00:00:00Z","last":"2026-11-13T00:00:00Z"}}`,
			`{"id":"none/proj_1/m","config":{"input_tokens":1,"model":"m","num_model_requests":1,"output_tokens":0,"project_id":"proj_1"},"derived":{"first":"2026-11-14T00:00:00Z","last":"2026-11-14T00:00:00Z"}}`,
			`{"id":"user-1/proj_1/m","config":{"input_tokens":31,"model":"m","num_model_requests":5,"object":"organization.usage.completions.result","output_tokens":5,"project_id":"proj_1","user_id":"user-1"},"derived":{"first":"2026-11-13T00:00:00Z","last":"2026-11-14T00:00:00Z"}}`},
	}
	for kind, resources := range got.resources {
		have := []string{}
		for _, r := range resources {
			have = append(have, whole(t, r))
		}
		if !reflect.DeepEqual(have, want[kind]) {
			t.Errorf("%s:\ngot  %s\nwant %s", kind, strings.Join(have, "\n     "), strings.Join(want[kind], "\n     "))
		}
	}
	for operation, reads := range got.reads {
		if len(reads) != 1 || reads[0].Outcome != evidence.OK || reads[0].Calls == 0 {
			t.Errorf("%s: %+v", operation, reads)
		}
	}
	for _, want := range []string{
		"GET /v1/organization/projects?include_archived=true&limit=100", "GET /v1/organization/users?limit=100",
		"GET /v1/organization/projects/proj_1/api_keys?limit=100&owner_project_access=any", "GET /v1/organization/projects/proj_2/service_accounts?limit=100",
	} {
		if !slices.Contains(a.asked, want) {
			t.Errorf("not asked: %s in %q", want, a.asked)
		}
	}
	start := now.UTC().Truncate(24*time.Hour).AddDate(0, 0, -90).Unix()
	for _, e := range []string{"completions", "embeddings", "images", "audio_speeches", "audio_transcriptions", "moderations", "decisions"} {
		want := fmt.Sprintf("GET /v1/organization/usage/%s?bucket_width=1d&group_by[]=project_id&group_by[]=user_id&group_by[]=model&limit=31&start_time=%d", e, start)
		want = strings.ReplaceAll(want, "[]", "%5B%5D")
		if !slices.Contains(a.asked, want) {
			t.Errorf("not asked: %s in %q", want, a.asked)
		}
	}
	for _, asked := range a.asked {
		if strings.Contains(asked, "proj_2") && !strings.Contains(asked, "api_keys") && !strings.Contains(asked, "service_accounts") {
			t.Errorf("asked of an archived project: %s", asked)
		}
		if !strings.HasPrefix(asked, "GET ") {
			t.Errorf("asked %s", asked)
		}
	}
}

// The schemas know every field of the objects above: what a policy may name is what the API has.
func TestKinds(t *testing.T) {
	names := []string{}
	all := slices.Concat(admin().Kinds, projects().Kinds)
	for _, k := range all {
		names = append(names, k.Name)
		if k.Deployment != evidence.SaaS || k.Level != evidence.Boundary || k.Schema["type"] != "object" {
			t.Errorf("%+v", k)
		}
		if k.Inventory != (k.Name == "openai_project") || k.ShowsUse != (k.Name == "openai_usage") {
			t.Errorf("%s: inventory %v, shows use %v", k.Name, k.Inventory, k.ShowsUse)
		}
	}
	if len(names) != 23 {
		t.Errorf("kinds: %v", names)
	}
	at := func(kind string, path ...string) any {
		i := slices.IndexFunc(all, func(k evidence.Kind) bool { return k.Name == kind })
		v := any(all[i].Schema)
		for _, p := range path {
			if p == "[]" {
				v = v.(map[string]any)["items"]
			} else {
				v = v.(map[string]any)["properties"].(map[string]any)[p]
			}
		}
		return v.(map[string]any)["type"]
	}
	for _, tc := range []struct {
		kind, path, want string
	}{
		{"openai_project", "config.status", "string"}, {"openai_project", "config.created_at", "number"}, {"openai_project_api_key", "config.owner.service_account.id", "string"},
		{"openai_project_api_key", "config.owner_project_access", "string"}, {"openai_project_api_key", "derived.project_id", "string"}, {"openai_user", "config.is_service_account", "boolean"},
		{"openai_user", "config.api_key_last_used_at", "number"}, {"openai_hosted_tool_permission", "config.mcp.enabled", "boolean"}, {"openai_spend_alert", "config.notification_channel.recipients", "array"},
		{"openai_project_model_permission", "config.model_ids", "array"}, {"openai_workload_identity_provider", "parts.federation_rules.[].project_id", "string"}, {"openai_usage", "config.num_model_requests", "number"},
		{"openai_usage", "config.object", "string"}, {"openai_usage", "config.images", "number"}, {"openai_usage", "config.characters", "number"}, {"openai_usage", "config.seconds", "number"},
		{"openai_usage", "derived.last", "string"}, {"openai_data_retention", "config.type", "string"}, {"openai_spend_limit", "derived.level", "string"},
		{"openai_project", "config.external_key_id", "string"}, {"openai_external_key", "config.purpose", "string"}, {"openai_model", "config.owned_by", "string"},
		{"openai_fine_tuned_model", "derived.project_ids", "array"}, {"openai_fine_tuning_job", "config.validation_file", "string"},
		{"openai_vector_store", "config.expires_after.days", "number"}, {"openai_file", "config.expires_at", "number"},
	} {
		if got := at(tc.kind, strings.Split(tc.path, ".")...); got != tc.want {
			t.Errorf("%s %s is %v, want %s", tc.kind, tc.path, got, tc.want)
		}
	}
}
