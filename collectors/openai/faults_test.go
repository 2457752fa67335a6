package openai

import (
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

func user(id string) string {
	return `{"object": "organization.user", "id": "` + id + `", "added_at": 1, "is_service_account": false}`
}

// pages answers page after page: after is the cursor that each is asked with.
func pages(byCursor map[string]string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, found := byCursor[r.URL.Query().Get("after")+r.URL.Query().Get("page")]
		if !found {
			reply(http.StatusBadRequest, `{"error": {"message": "no such cursor"}}`)(w, r)
			return
		}
		ok(body)(w, r)
	}
}

func ids(list []*evidence.Resource) []string {
	out := []string{}
	for _, r := range list {
		out = append(out, r.ID)
	}
	return out
}

func TestPagesAreFollowed(t *testing.T) {
	got := collectFrom(t, &api{replies: map[string]http.HandlerFunc{
		// The cursor is last_id, even where it is no id of an object.
		"users": pages(map[string]string{"": `{"data": [` + user("u1") + `], "has_more": true, "last_id": "c1"}`, "c1": `{"data": [` + user("u2") + `], "has_more": true, "last_id": "c2"}`, "c2": `{"data": [` + user("u3") + `], "has_more": false}`}),
		// Here it is the id of the last object.
		"admin_api_keys": pages(map[string]string{"": `{"data": [{"id": "k1", "created_at": 1}], "has_more": true}`, "k1": `{"data": [{"id": "k2", "created_at": 1}], "has_more": false}`}),
		// And here it is next.
		"roles": pages(map[string]string{"": `{"data": [{"id": "r1"}], "has_more": true, "next": "n1"}`, "n1": `{"data": [{"id": "r2"}], "has_more": false, "next": null}`}),
		"usage/completions": pages(map[string]string{"": `{"object": "page", "data": [{"start_time": 86400, "results": [{"num_model_requests": 1, "model": "m"}]}], "has_more": true, "next_page": "p2"}`,
			"p2": `{"object": "page", "data": [{"start_time": 172800, "results": [{"num_model_requests": 2, "model": "m"}]}], "has_more": false, "next_page": null}`}),
		"usage/embeddings": pages(map[string]string{"": `{"object": "page", "data": [{"start_time": 86400, "results": [{"num_model_requests": 1, "input_tokens": 4, "model": "m"}]}], "has_more": true, "next_page": "p2"}`,
			"p2": `{"object": "page", "data": [{"start_time": 172800, "results": [{"num_model_requests": 2, "input_tokens": 5, "model": "m"}]}], "has_more": false, "next_page": null}`}),
	}})
	for kind, want := range map[string][]string{"openai_user": {"u1", "u2", "u3"}, "openai_admin_api_key": {"k1", "k2"}, "openai_role": {"r1", "r2"}, "openai_usage": {"embeddings/none/none/m", "none/none/m"}} {
		if have := ids(got.resources[kind]); !reflect.DeepEqual(have, want) {
			t.Errorf("%s: %v", kind, have)
		}
	}
	for operation, calls := range map[string]int{opUsers: 3, opAdminKeys: 2, opRoles: 2, opUsage: 2, "GET /v1/organization/usage/embeddings": 2} {
		if r := got.reads[operation]; len(r) != 1 || r[0].Outcome != evidence.OK || r[0].Calls != calls {
			t.Errorf("%s: %+v", operation, r)
		}
	}
	if u := whole(t, got.resources["openai_usage"][0]); u != `{"id":"embeddings/none/none/m","config":{"input_tokens":9,"model":"m","num_model_requests":3},"derived":{"first":"1970-01-02T00:00:00Z","last":"1970-01-03T00:00:00Z"}}` {
		t.Errorf("use of embeddings: %s", u)
	}
	if u := whole(t, got.resources["openai_usage"][1]); u != `{"id":"none/none/m","config":{"input_tokens":0,"model":"m","num_model_requests":3,"output_tokens":0},"derived":{"first":"1970-01-02T00:00:00Z","last":"1970-01-03T00:00:00Z"}}` {
		t.Errorf("usage: %s", u)
	}
}

// A broken list is a gap, never a short list. What was seen before it broke stays.
func TestBrokenLists(t *testing.T) {
	first := `{"data": [` + user("u1") + `], "has_more": true, "last_id": "u1"}`
	for name, tc := range map[string]struct {
		users   http.HandlerFunc
		outcome evidence.Outcome
		message string
		seen    []string
	}{
		"no data":             {ok(`{"object": "list", "has_more": false}`), evidence.Failed, "the reply is not a list: it lacks data or has_more", []string{}},
		"data is null":        {ok(`{"object": "list", "data": null, "has_more": false}`), evidence.Failed, "the reply is not a list: it lacks data or has_more", []string{}},
		"no has_more":         {ok(`{"object": "list", "data": []}`), evidence.Failed, "the reply is not a list: it lacks data or has_more", []string{}},
		"null":                {ok(`null`), evidence.Failed, "the reply is null", []string{}},
		"an object, no list":  {ok(user("u1")), evidence.Failed, "the reply is not a list: it lacks data or has_more", []string{}},
		"no cursor":           {ok(`{"data": [` + user("u1") + `], "has_more": true}`), evidence.Failed, "the reply says that more follows, but gives no new cursor", []string{"u1"}},
		"the same cursor":     {pages(map[string]string{"": first, "u1": `{"data": [], "has_more": true, "last_id": "u1"}`}), evidence.Failed, "the reply says that more follows, but gives no new cursor", []string{"u1"}},
		"no id":               {list(`{"object": "organization.user"}`), evidence.Failed, "the reply lists an object without an id", []string{}},
		"second page refused": {pages(map[string]string{"": first}), evidence.Failed, "no such cursor (HTTP 400)", []string{"u1"}},
		"denied": {reply(http.StatusForbidden, `{"error": {"message": "You have insufficient permissions for this operation. Missing scopes: api.management.read."}}`), evidence.Denied,
			"You have insufficient permissions for this operation. Missing scopes: api.management.read. (HTTP 403)", []string{}},
		"not the key's organization": {reply(http.StatusUnauthorized, `{"error": {"message": "No such organization."}}`), evidence.Denied, "No such organization. (HTTP 401)", []string{}},
		"web page with an error":     {func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "<html>", http.StatusNotFound) }, evidence.Failed, "Not Found (HTTP 404)", []string{}},
	} {
		t.Run(name, func(t *testing.T) {
			got := collectFrom(t, &api{replies: map[string]http.HandlerFunc{"users": tc.users}})
			r := got.reads[opUsers]
			if len(r) != 1 || r[0].Outcome != tc.outcome || r[0].Message != tc.message || r[0].Permission != scopeManagement || r[0].Resources != len(tc.seen) {
				t.Errorf("got %+v", r)
			}
			if have := ids(got.resources["openai_user"]); !reflect.DeepEqual(have, tc.seen) {
				t.Errorf("seen %v", have)
			}
			if other := got.reads[opInvites]; len(other) != 1 || other[0].Outcome != evidence.OK {
				t.Errorf("others: %+v", other)
			}
		})
	}
	for name, h := range map[string]http.HandlerFunc{
		"web page": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			fmt.Fprint(w, "<html>Sign in</html>")
		},
		"half a page": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("Content-Length", "500")
			fmt.Fprint(w, `{"data": [`+user("u1"))
		},
		"no JSON":       ok(`{"data": [`),
		"the end of it": ok(``),
	} {
		t.Run(name, func(t *testing.T) {
			got := collectFrom(t, &api{replies: map[string]http.HandlerFunc{"users": h}})
			if r := got.reads[opUsers]; len(r) != 1 || r[0].Outcome != evidence.Failed || r[0].Message == "" || len(got.resources["openai_user"]) != 0 {
				t.Errorf("got %+v", r)
			}
		})
	}
}

func TestThrottling(t *testing.T) {
	const body = `{"error": {"message": "Rate limit reached.", "type": "requests", "code": "rate_limit_exceeded"}}`
	asked := 0
	once := func(w http.ResponseWriter, r *http.Request) {
		if asked++; asked == 1 {
			w.Header().Set("Retry-After", "0")
			reply(http.StatusTooManyRequests, body)(w, r)
			return
		}
		list(user("u1"))(w, r)
	}
	always := func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", "0")
		reply(http.StatusTooManyRequests, body)(w, r)
	}
	got := collectFrom(t, &api{replies: map[string]http.HandlerFunc{"users": once, "invites": always}})
	if r := got.reads[opUsers]; len(r) != 1 || r[0].Outcome != evidence.OK || r[0].Calls != 2 || r[0].Resources != 1 {
		t.Errorf("once: %+v", r)
	}
	if r := got.reads[opInvites]; len(r) != 1 || r[0].Outcome != evidence.Throttled || r[0].Message != "Rate limit reached. (HTTP 429)" || r[0].Calls != 3 {
		t.Errorf("always: %+v", r)
	}
}

// What is refused of one project is a gap that names it, and leaves the other projects alone.
func TestOneProjectRefused(t *testing.T) {
	refused := reply(http.StatusForbidden, `{"error": {"message": "Not allowed."}}`)
	other := strings.Replace(active, "proj_1", "proj_3", 1)
	got := collectFrom(t, &api{replies: map[string]http.HandlerFunc{
		"projects":                          list(active, other),
		"projects/proj_1/api_keys":          refused,
		"projects/proj_3/api_keys":          list(`{"id": "key_1", "created_at": 1, "owner": {}, "redacted_value": "a...b"}`),
		"projects/proj_1/spend_limit":       refused,
		"projects/proj_1/spend_alerts":      refused,
		"projects/proj_3/model_permissions": ok(`{"object": "project.model_permissions"}`),
	}})
	kinds := func(k string) []string { return []string{k} }
	for operation, want := range map[string][]evidence.Read{
		opProjectKeys: {
			{Operation: opProjectKeys, Kinds: kinds("openai_project_api_key"), Form: evidence.List, Outcome: evidence.Denied, Permission: scopeManagement, Message: "project proj_1: Not allowed. (HTTP 403)", Calls: 1},
			{Operation: opProjectKeys, Kinds: kinds("openai_project_api_key"), Form: evidence.List, Outcome: evidence.OK, Calls: 1, Resources: 1}},
		opProjSpendLimit: {
			{Operation: opProjSpendLimit, Kinds: kinds("openai_spend_limit"), Form: evidence.List, Outcome: evidence.Denied, Permission: scopeManagement, Message: "project proj_1: Not allowed. (HTTP 403)", Calls: 1},
			{Operation: opProjSpendLimit, Kinds: kinds("openai_spend_limit"), Form: evidence.List, Outcome: evidence.OK, Calls: 1}},
		opModels: {
			{Operation: opModels, Kinds: kinds("openai_project_model_permission"), Form: evidence.List, Outcome: evidence.Failed, Permission: scopeManagement, Message: "project proj_3: the reply lacks mode", Calls: 1},
			{Operation: opModels, Kinds: kinds("openai_project_model_permission"), Form: evidence.List, Outcome: evidence.OK, Calls: 1, Resources: 1}},
	} {
		if !reflect.DeepEqual(got.reads[operation], want) {
			t.Errorf("%s:\ngot  %+v\nwant %+v", operation, got.reads[operation], want)
		}
	}
}

// Without the list of projects nothing is known about their keys.
func TestProjectsRefused(t *testing.T) {
	first := true
	got := collectFrom(t, &api{replies: map[string]http.HandlerFunc{"projects": func(w http.ResponseWriter, r *http.Request) {
		if first { // the one that signs in
			first = false
			list(active)(w, r)
			return
		}
		reply(http.StatusForbidden, `{"error": {"message": "Not allowed."}}`)(w, r)
	}}})
	if r := got.reads[opProjectKeys]; len(r) != 1 || r[0].Outcome != evidence.Skipped || r[0].Message != "not attempted, because GET /v1/organization/projects did not succeed" {
		t.Errorf("got %+v", r)
	}
}

// With no projects at all there are no keys in them, which is established without a call.
// Of half a list of projects, those that were seen are read, and nobody knows what the others hold.
func TestHalfTheProjects(t *testing.T) {
	got := collectFrom(t, &api{replies: map[string]http.HandlerFunc{
		"projects":                     pages(map[string]string{"": `{"data": [{"id": "proj_1", "status": "active"}], "has_more": true, "last_id": "proj_1"}`}),
		"projects/proj_1/api_keys":     list(`{"id": "key_1", "created_at": 1}`),
		"projects/proj_1/spend_alerts": list(`{"id": "alert_1"}`),
	}})
	if have := ids(got.resources["openai_project_api_key"]); !reflect.DeepEqual(have, []string{"proj_1/key_1"}) {
		t.Errorf("seen %v", have)
	}
	for _, operation := range []string{opAccounts, opProjectKeys, opTools, opProjRetention, opProjSpendLimit, opProjAlerts, opModels, opRateLimits} {
		gaps := 0
		for _, r := range got.reads[operation] {
			if r.Outcome == evidence.Skipped && r.Message == "not attempted for all, because "+opProjects+" did not succeed" {
				gaps++
			}
		}
		if failed := slices.ContainsFunc(got.reads[operation], func(r evidence.Read) bool { return r.Outcome == evidence.Failed }); gaps != 1 && !failed {
			t.Errorf("%s: no gap: %+v", operation, got.reads[operation])
		}
	}
}

func TestWithoutProjects(t *testing.T) {
	got := collectFrom(t, &api{})
	if r := got.reads[opProjectKeys]; len(r) != 1 || r[0].Outcome != evidence.OK || r[0].Calls != 0 {
		t.Errorf("got %+v", r)
	}
}

func TestNoSpendLimit(t *testing.T) {
	notFound := func(body string) http.HandlerFunc { return reply(http.StatusNotFound, body) }
	for name, tc := range map[string]struct {
		limit   http.HandlerFunc
		outcome evidence.Outcome
		message string
	}{
		"none is set":      {notFound(`{"error": {"message": "No spend limit is set.", "code": "not_found"}}`), evidence.OK, ""},
		"no such endpoint": {notFound(`{"error": {"message": "Unknown request URL: GET /v1/organization/spend_limit.", "code": "unknown_url"}}`), evidence.Failed, "Unknown request URL: GET /v1/organization/spend_limit. (HTTP 404)"},
		"not the API":      {notFound(`{}`), evidence.Failed, "Not Found (HTTP 404)"},
		"no amount":        {ok(`{"object": "organization.spend_limit", "currency": "USD"}`), evidence.Failed, "the reply lacks threshold_amount"},
		"null":             {ok(`null`), evidence.Failed, "the reply is null"},
	} {
		t.Run(name, func(t *testing.T) {
			got := collectFrom(t, &api{replies: map[string]http.HandlerFunc{"spend_limit": tc.limit}})
			r := got.reads[opSpendLimit]
			if len(r) != 1 || r[0].Outcome != tc.outcome || r[0].Message != tc.message || len(got.resources["openai_spend_limit"]) != 0 {
				t.Errorf("got %+v", r)
			}
		})
	}
}

// A provider whose rules cannot be read whole misses them, and half a list of rules is not kept.
func TestFederationRulesRefused(t *testing.T) {
	got := collectFrom(t, &api{replies: map[string]http.HandlerFunc{
		"workload_identity_providers":                        list(`{"id": "wip-1", "enabled": true}`, `{"id": "wip-2", "enabled": true}`),
		"workload_identity_providers/wip-1/federation_rules": pages(map[string]string{"": `{"data": [{"id": "rule-1"}], "has_more": true}`}),
		"workload_identity_providers/wip-2/federation_rules": list(),
	}})
	have := []string{}
	for _, r := range got.resources["openai_workload_identity_provider"] {
		have = append(have, whole(t, r))
	}
	want := []string{`{"id":"wip-1","config":{"enabled":true,"id":"wip-1"},"missing":["` + opRules + `"]}`, `{"id":"wip-2","config":{"enabled":true,"id":"wip-2"},"parts":{"federation_rules":[]}}`}
	if !reflect.DeepEqual(have, want) {
		t.Errorf("got %v", have)
	}
}

// The audit log is asked for its newest day, then its newest month, then at all.
func TestNewestEvent(t *testing.T) {
	event := func(id string, at int64) string {
		return fmt.Sprintf(`{"id": %q, "type": "login.succeeded", "effective_at": %d}`, id, at)
	}
	day, month := now.Unix()-86400, now.Unix()-30*86400
	logs := func(byBound map[string]string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			body := byBound[r.URL.Query().Get("effective_at[gte]")]
			list(strings.Fields(strings.ReplaceAll(strings.ReplaceAll(body, ", ", ","), ": ", ":"))...)(w, r)
		}
	}
	for name, tc := range map[string]struct {
		logs  http.HandlerFunc
		want  []string
		calls int
	}{
		"today":      {logs(map[string]string{fmt.Sprint(day): event("a", day+5) + " " + event("b", day+9) + " " + event("c", day+7)}), []string{"b"}, 1},
		"this month": {logs(map[string]string{fmt.Sprint(month): event("a", month+5)}), []string{"a"}, 2},
		"long ago":   {logs(map[string]string{"": event("a", 5)}), []string{"a"}, 3},
		"never":      {logs(nil), []string{}, 3},
	} {
		t.Run(name, func(t *testing.T) {
			got := collectFrom(t, &api{replies: map[string]http.HandlerFunc{"audit_logs": tc.logs}})
			r := got.reads[opAuditLogs]
			if have := ids(got.resources["openai_audit_log"]); !reflect.DeepEqual(have, tc.want) || len(r) != 1 || r[0].Outcome != evidence.OK || r[0].Calls != tc.calls {
				t.Errorf("got %v, %+v", have, r)
			}
		})
	}
	denied := collectFrom(t, &api{replies: map[string]http.HandlerFunc{"audit_logs": reply(http.StatusForbidden, `{"error": {"message": "Missing scopes: api.audit_logs.read."}}`)}})
	if r := denied.reads[opAuditLogs]; len(r) != 1 || r[0].Outcome != evidence.Denied || r[0].Permission != "api.audit_logs.read" {
		t.Errorf("denied: %+v", r)
	}
	for _, broken := range []string{`{"id": "", "effective_at": 5}`, `{"id": "a"}`} {
		got := collectFrom(t, &api{replies: map[string]http.HandlerFunc{"audit_logs": list(broken)}})
		if r := got.reads[opAuditLogs]; len(r) != 1 || r[0].Outcome != evidence.Failed || r[0].Message != "the reply lists an event without id or effective_at" {
			t.Errorf("%s: %+v", broken, r)
		}
	}
}

// What an endpoint refuses opens its own read, and leaves what the others told.
func TestOneEndpointOfUsageRefused(t *testing.T) {
	told := func(model string) http.HandlerFunc {
		return ok(`{"object": "page", "data": [{"start_time": 86400, "results": [{"num_model_requests": 1, "model": "` + model + `"}]}], "has_more": false, "next_page": null}`)
	}
	replies := map[string]http.HandlerFunc{}
	for _, e := range usageEndpoints {
		replies["usage/"+e.name] = told("of-" + e.name)
	}
	replies["usage/images"] = reply(http.StatusForbidden, `{"error": {"message": "Missing scopes: api.usage.read"}}`)
	got := collectFrom(t, &api{replies: replies})
	want := []string{"audio_speeches/none/none/of-audio_speeches", "audio_transcriptions/none/none/of-audio_transcriptions", "decisions/none/none/of-decisions",
		"embeddings/none/none/of-embeddings", "moderations/none/none/of-moderations", "none/none/of-completions"}
	if have := ids(got.resources["openai_usage"]); !reflect.DeepEqual(have, want) {
		t.Errorf("use: %q", have)
	}
	for _, e := range usageEndpoints {
		want := evidence.Read{Operation: "GET /v1/organization/usage/" + e.name, Kinds: []string{"openai_usage"}, Form: evidence.List, Outcome: evidence.OK, Calls: 1, Resources: 1}
		if e.name == "images" {
			want.Outcome, want.Resources, want.Permission, want.Message = evidence.Denied, 0, scopeUsage, "Missing scopes: api.usage.read (HTTP 403)"
		}
		if r := got.reads[want.Operation]; len(r) != 1 || !reflect.DeepEqual(r[0], want) {
			t.Errorf("got  %+v\nwant %+v", r, want)
		}
	}
}

func TestUsageThatBreaksOff(t *testing.T) {
	good := `{"object": "page", "data": [{"start_time": 86400, "results": [{"num_model_requests": 1, "model": "m"}]}], "has_more": true, "next_page": "p2"}`
	for name, tc := range map[string]struct{ second, want string }{
		"refused":     {"", "no such cursor (HTTP 400)"},
		"no requests": {`{"object": "page", "data": [{"start_time": 1, "results": [{"model": "m"}]}], "has_more": false}`, "a usage result lacks num_model_requests"},
		"same cursor": {`{"object": "page", "data": [], "has_more": true, "next_page": "p2"}`, "the reply says that more follows, but gives no new cursor"},
		"null":        {`null`, "the reply is null"},
		"no list":     {`{"object": "page"}`, "the reply is not a list: it lacks data or has_more"},
		"no end":      {`{"object": "page", "data": []}`, "the reply is not a list: it lacks data or has_more"},
		"data null":   {`{"object": "page", "data": null, "has_more": false}`, "the reply is not a list: it lacks data or has_more"},
	} {
		t.Run(name, func(t *testing.T) {
			byCursor := map[string]string{"": good}
			if tc.second != "" {
				byCursor["p2"] = tc.second
			}
			got := collectFrom(t, &api{replies: map[string]http.HandlerFunc{"usage/completions": pages(byCursor)}})
			r := got.reads[opUsage]
			if len(r) != 1 || r[0].Outcome != evidence.Failed || r[0].Message != tc.want || r[0].Permission != scopeUsage || len(got.resources["openai_usage"]) != 1 {
				t.Errorf("got %+v", r)
			}
		})
	}
}

func TestConnect(t *testing.T) {
	projects := map[string]http.HandlerFunc{"projects": list(active)}
	for name, tc := range map[string]struct {
		replies  map[string]http.HandlerFunc
		settings Settings
		env      map[string]string
		want     string
	}{
		"no key": {projects, Settings{}, map[string]string{"OPENAI_ADMIN_KEY": ""},
			"connect to openai: the environment variable OPENAI_ADMIN_KEY is not set; put an admin API key there (an organization owner creates one at platform.openai.com/settings/organization/admin-keys)"},
		"no key of another name": {projects, Settings{AdminKeyEnv: "HALDEN_KEY"}, nil,
			"connect to openai: the environment variable HALDEN_KEY is not set; put an admin API key there (an organization owner creates one at platform.openai.com/settings/organization/admin-keys)"},
		"wrong key": {projects, Settings{}, map[string]string{"OPENAI_ADMIN_KEY": "another"},
			"connect to openai: the key in OPENAI_ADMIN_KEY was refused: Incorrect API key provided. (HTTP 401); use an admin API key of an organization owner, not a project key, and check that it has not expired"},
		"no scope": {map[string]http.HandlerFunc{"projects": reply(http.StatusForbidden, `{"error": {"message": "Missing scopes: api.management.read."}}`)}, Settings{}, nil,
			"connect to openai: the key in OPENAI_ADMIN_KEY may not read projects: Missing scopes: api.management.read. (HTTP 403); give the admin API key the scope api.management.read"},
		"no organization": {map[string]http.HandlerFunc{"projects": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Del(organizationHeader)
			list(active)(w, r)
		}}, Settings{}, nil, "connect to openai: the reply names no organization (header openai-organization); set providers.openai.organization or OPENAI_ORG_ID to the id shown at platform.openai.com/settings/organization/general"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := connectTo(t, &api{replies: tc.replies}, &tc.settings, tc.env); err == nil || err.Error() != tc.want {
				t.Errorf("got  %v\nwant %s", err, tc.want)
			}
		})
	}
	keys := func(values ...string) http.HandlerFunc {
		objects := []string{}
		for i, v := range values {
			objects = append(objects, fmt.Sprintf(`{"id": "key_%d", "name": "k", "created_at": 1, "redacted_value": %q}`, i, v))
		}
		return list(objects...)
	}
	for name, tc := range map[string]struct {
		keys http.HandlerFunc
		want string
	}{
		"found":          {keys("other...abc", "inv...xyz"), "org-test/key_1 (k)"},
		"with asterisks": {keys("inv****xyz"), "org-test/key_0 (k)"},
		"two match":      {keys("inv...xyz", "in...yz"), "org-test/an admin API key"},
		"not shown":      {keys("invented", "..."), "org-test/an admin API key"},
		"denied":         {reply(http.StatusForbidden, `{"error": {"message": "x"}}`), "org-test/an admin API key"},
	} {
		t.Run(name, func(t *testing.T) {
			c, err := connectTo(t, &api{replies: map[string]http.HandlerFunc{"projects": list(active), "admin_api_keys": tc.keys}}, &Settings{}, nil)
			if err != nil || c.Identity() != tc.want {
				t.Errorf("%v: %v", c, err)
			}
			if strings.Contains(c.Identity(), key) {
				t.Error("the identity shows the key")
			}
		})
	}
}

// The organization of the settings goes before that of the environment, and both are sent, so that a key of another one is refused.
// Nothing is read from this process's own environment.
func TestConnectUsesOnlyWhatItIsGiven(t *testing.T) {
	for _, name := range []string{"OPENAI_BASE_URL", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID", "OPENAI_CUSTOM_HEADERS", "OPENAI_API_KEY"} {
		t.Setenv(name, "x-own: own")
	}
	var sent http.Header
	a := &api{replies: map[string]http.HandlerFunc{"projects": func(w http.ResponseWriter, r *http.Request) {
		sent = r.Header.Clone()
		list(active)(w, r)
	}}}
	c, err := connectTo(t, a, &Settings{}, nil)
	if err != nil || c.tenants[0].scope.Account != "org-test" || sent.Get("OpenAI-Organization") != "" || sent.Get("OpenAI-Project") != "" || sent.Get("x-own") != "" {
		t.Errorf("%v, sent %v", err, sent)
	}
	c, err = connectTo(t, a, &Settings{}, map[string]string{"OPENAI_ORG_ID": "org-env"})
	if err != nil || c.tenants[0].scope.Account != "org-env" || sent.Get("OpenAI-Organization") != "org-env" {
		t.Errorf("%v, sent %v", err, sent)
	}
	c, err = connectTo(t, a, &Settings{Organization: "org-set", AdminKeyEnv: "K", BaseURLEnv: "U"}, map[string]string{"OPENAI_ORG_ID": "org-env", "K": " " + key + "\n", "U": "SERVER/v1", "OPENAI_BASE_URL": "http://192.0.2.1/"})
	if err != nil || c.tenants[0].scope.Account != "org-set" || sent.Get("OpenAI-Organization") != "org-set" {
		t.Errorf("%v, sent %v", err, sent)
	}
	if _, err := c.Session(t.Context(), evidence.NewScope("openai", "org-other", "")); err == nil || err.Error() != "open a session in openai:org-other: the admin API key belongs to openai:org-set" {
		t.Errorf("another scope: %v", err)
	}
	if _, err := connect(t.Context(), collectors.ConnectOptions{Settings: 3}); err == nil || err.Error() != "connect to openai: settings are int, want *openai.Settings" {
		t.Errorf("settings: %v", err)
	}
}

func TestDetect(t *testing.T) {
	if what, found := detect(func(n string) string { return map[string]string{"OPENAI_ADMIN_KEY": "x"}[n] }); !found || what != "the environment variable OPENAI_ADMIN_KEY" {
		t.Errorf("%q, %v", what, found)
	}
	if what, found := detect(func(string) string { return "" }); found || what != "" {
		t.Errorf("%q, %v", what, found)
	}
}

func TestPermissionsDocument(t *testing.T) {
	const forAdmins = `# An OpenAI admin API key for reading: create it as an organization owner at
# platform.openai.com/settings/organization/admin-keys, restricted, with these scopes and nothing that writes.
api.audit_logs.read
api.management.read
api.usage.read
`
	const forProjects = `
# An admin API key cannot read what lies inside projects. Create one more key in each active project at
# platform.openai.com/api-keys, restricted, with these scopes and nothing that writes, and name the environment variable that
# holds it under providers.openai.project_keys. Without it, what only it can read stays unknown.
api.files.read
api.fine_tuning.jobs.read
api.model.read
api.vector_stores.read
`
	of := func(all ...*collectors.Collector) []string {
		scopes := []string{}
		for _, c := range all {
			for _, o := range c.Operations {
				scopes = append(scopes, strings.Join(o.Permissions, ", "))
			}
		}
		return scopes
	}
	for name, tc := range map[string]struct {
		scopes []string
		want   string
	}{"of the organization": {of(admin()), forAdmins}, "of projects too": {of(admin(), projects()), forAdmins + forProjects}} {
		if got, err := permissionsDocument(tc.scopes); err != nil || string(got) != tc.want {
			t.Errorf("%s: got %s, %v", name, got, err)
		}
	}
	if _, err := permissionsDocument([]string{"api.model.write"}); err == nil || err.Error() != `write the scopes of OpenAI API keys: unknown scope "api.model.write"` {
		t.Errorf("got %v", err)
	}
}

func TestKeysAreNeverShown(t *testing.T) {
	for in, want := range map[string]any{"inv...xyz": "inv...xyz", "sk-admin****abcd": "sk-admin****abcd", "the-whole-key": nil, "the-nearly-whole-key..z": nil, "a...the-nearly-whole": nil, ".": nil} {
		k := map[string]any{"value": "v", "redacted_value": in}
		withoutSecrets(k)
		if k["redacted_value"] != want || k["value"] != nil {
			t.Errorf("%q: %v", in, k)
		}
	}
}
