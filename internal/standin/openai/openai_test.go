package openai

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	sdk "github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"
	"github.com/openai/openai-go/v3/packages/respjson"

	"github.com/aismm/aismm/collectors"
	collector "github.com/aismm/aismm/collectors/openai"
	"github.com/aismm/aismm/internal/evidence"
	"github.com/aismm/aismm/testdata/providers"
)

var now = time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)

func serve(t *testing.T, o Options) *httptest.Server {
	t.Helper()
	h, err := New(now, o)
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s
}

func client(s *httptest.Server, more ...option.RequestOption) sdk.AdminOrganizationService {
	options := []option.RequestOption{option.WithBaseURL(s.URL + "/v1"), option.WithAdminAPIKey(AdminKey), option.WithMaxRetries(0)}
	return sdk.NewAdminService(append(options, more...)...).Organization
}

// Every list of the client's own pager, one object at a time, gives each object of the data once.
func TestPages(t *testing.T) {
	c := client(serve(t, Options{}))
	ids := func(next func() bool, id func() string, fault func() error) []string {
		out := []string{}
		for next() {
			out = append(out, id())
		}
		if err := fault(); err != nil {
			t.Fatal(err)
		}
		return out
	}
	one := sdk.Int(1)
	users := c.Users.ListAutoPaging(t.Context(), sdk.AdminOrganizationUserListParams{Limit: one})
	if got := ids(users.Next, func() string { return users.Current().ID }, users.Err); len(got) != 35 || got[0] != "user-halden01" || got[34] != "user-halden35" {
		t.Errorf("users: %v", got)
	}
	keys := c.AdminAPIKeys.ListAutoPaging(t.Context(), sdk.AdminOrganizationAdminAPIKeyListParams{Limit: one})
	if got := ids(keys.Next, func() string { return keys.Current().ID }, keys.Err); !reflect.DeepEqual(got, []string{"key_haldenadmin1", "key_haldenadmin2"}) {
		t.Errorf("admin keys: %v", got)
	}
	roles := c.Roles.ListAutoPaging(t.Context(), sdk.AdminOrganizationRoleListParams{Limit: one})
	if got := ids(roles.Next, func() string { return roles.Current().ID }, roles.Err); !reflect.DeepEqual(got, []string{"role-halden-owner", "role-halden-auditor"}) {
		t.Errorf("roles: %v", got)
	}
	for archived, want := range map[bool]int{true: 6, false: 5} {
		projects := c.Projects.ListAutoPaging(t.Context(), sdk.AdminOrganizationProjectListParams{Limit: one, IncludeArchived: sdk.Bool(archived)})
		if got := ids(projects.Next, func() string { return projects.Current().ID }, projects.Err); len(got) != want {
			t.Errorf("projects, archived %v: %v", archived, got)
		}
	}
	for access, want := range map[sdk.AdminOrganizationProjectAPIKeyListParamsOwnerProjectAccess]int{"": 3, "any": 4, "inactive": 1, "active": 3} {
		keys, err := c.Projects.APIKeys.List(t.Context(), "proj_haldenquotebot", sdk.AdminOrganizationProjectAPIKeyListParams{OwnerProjectAccess: access})
		if err != nil || len(keys.Data) != want {
			t.Errorf("keys %q: %d, %v", access, len(keys.Data), err)
		}
	}
	logs, err := c.AuditLogs.List(t.Context(), sdk.AdminOrganizationAuditLogListParams{EffectiveAt: sdk.AdminOrganizationAuditLogListParamsEffectiveAt{Gte: sdk.Int(now.Add(-48 * time.Hour).Unix())}})
	if err != nil || len(logs.Data) != 2 {
		t.Errorf("audit logs of two days: %+v, %v", logs, err)
	}
}

func TestUsage(t *testing.T) {
	c := client(serve(t, Options{}))
	start := now.Truncate(day).AddDate(0, 0, -21).Unix()
	p := sdk.AdminOrganizationUsageCompletionsParams{StartTime: start, Limit: sdk.Int(20), GroupBy: []string{"user_id", "model"}}
	first, err := c.Usage.Completions(t.Context(), p)
	if err != nil || !first.HasMore || len(first.Data) != 20 {
		t.Fatalf("%+v, %v", first, err)
	}
	results := first.Data[0].Results
	got := []string{}
	for _, r := range results {
		got = append(got, r.UserID+" "+r.Model+" "+r.ProjectID)
	}
	if want := []string{"user-halden15 gpt-4.1-mini-2025-04-14 ", "user-halden07 gpt-4.1 ", " gpt-4.1-mini-2025-04-14 "}; !reflect.DeepEqual(got, want) || results[0].NumModelRequests != 2100 || results[0].InputTokens != 2100*900 {
		t.Errorf("21 days ago: %q %+v", got, results)
	}
	p.Page = sdk.String(first.NextPage)
	second, err := c.Usage.Completions(t.Context(), p)
	if err != nil || second.HasMore || len(second.Data) != 2 || second.Data[1].StartTime != now.Truncate(day).Unix() {
		t.Errorf("second page: %+v, %v", second, err)
	}
}

// Each endpoint tells of its own models alone, in its own amounts.
func TestUsageByEndpoint(t *testing.T) {
	uses := []object{}
	for endpoint, amounts := range usageAmounts {
		u := object{"endpoint": endpoint, "project_id": "proj_1", "model": "m-" + endpoint, "from_days_ago": json.Number("40"), "to_days_ago": json.Number("0"), "requests_per_day": json.Number("3")}
		for i, name := range amounts {
			u[name+"_per_request"] = json.Number(strconv.Itoa(10 + i))
		}
		uses = append(uses, u)
	}
	c := caller{server: &server{now: now}, projectKey: projectKey{estate: &estate{usage: uses}}}
	for endpoint, tc := range map[string]struct {
		want string
		into any // what the client makes of it
	}{
		"completions": {`{"api_key_id":null,"input_tokens":30,"model":"m-completions","num_model_requests":3,"object":"organization.usage.completions.result","output_tokens":33,"project_id":"proj_1","user_id":null}`,
			&sdk.AdminOrganizationUsageCompletionsResponseDataResultOrganizationUsageCompletionsResult{}},
		"embeddings": {`{"api_key_id":null,"input_tokens":30,"model":"m-embeddings","num_model_requests":3,"object":"organization.usage.embeddings.result","project_id":"proj_1","user_id":null}`,
			&sdk.AdminOrganizationUsageEmbeddingsResponseDataResultOrganizationUsageEmbeddingsResult{}},
		"images": {`{"api_key_id":null,"images":30,"model":"m-images","num_model_requests":3,"object":"organization.usage.images.result","project_id":"proj_1","user_id":null}`,
			&sdk.AdminOrganizationUsageImagesResponseDataResultOrganizationUsageImagesResult{}},
		"audio_speeches": {`{"api_key_id":null,"characters":30,"model":"m-audio_speeches","num_model_requests":3,"object":"organization.usage.audio_speeches.result","project_id":"proj_1","user_id":null}`,
			&sdk.AdminOrganizationUsageAudioSpeechesResponseDataResultOrganizationUsageAudioSpeechesResult{}},
		"audio_transcriptions": {`{"api_key_id":null,"model":"m-audio_transcriptions","num_model_requests":3,"object":"organization.usage.audio_transcriptions.result","project_id":"proj_1","seconds":30,"user_id":null}`,
			&sdk.AdminOrganizationUsageAudioTranscriptionsResponseDataResultOrganizationUsageAudioTranscriptionsResult{}},
		"moderations": {`{"api_key_id":null,"input_tokens":30,"model":"m-moderations","num_model_requests":3,"object":"organization.usage.moderations.result","project_id":"proj_1","user_id":null}`,
			&sdk.AdminOrganizationUsageModerationsResponseDataResultOrganizationUsageModerationsResult{}},
		"decisions": {`{"api_key_id":null,"input_tokens":30,"model":"m-decisions","num_model_requests":3,"object":"organization.usage.decisions.result","output_tokens":33,"project_id":"proj_1","user_id":null}`,
			&sdk.AdminOrganizationUsageDecisionsResponseDataResult{}},
	} {
		if err := json.Unmarshal([]byte(tc.want), tc.into); err != nil {
			t.Fatal(err)
		}
		extra(t, endpoint, reflect.ValueOf(tc.into).Elem())
		start := now.Truncate(day).AddDate(0, 0, -35).Unix()
		for page, buckets := range map[string]int{"": 31, "page_" + strconv.FormatInt(now.Truncate(day).AddDate(0, 0, -4).Unix(), 10): 5} {
			w := httptest.NewRecorder()
			c.answer(w, httptest.NewRequest(http.MethodGet, fmt.Sprintf("/v1/organization/usage/%s?start_time=%d&limit=31&group_by=project_id&group_by=model&page=%s", endpoint, start, page), nil))
			if n := strings.Count(w.Body.String(), `"results":[`+tc.want+`]`); w.Code != http.StatusOK || n != buckets {
				t.Errorf("%s, page %q: %d with %d of %d buckets: %.400s", endpoint, page, w.Code, n, buckets, w.Body)
			}
		}
	}
	w := httptest.NewRecorder()
	c.answer(w, httptest.NewRequest(http.MethodGet, "/v1/organization/usage/thoughts?start_time=1", nil))
	if w.Code != http.StatusNotFound {
		t.Errorf("an endpoint that there is not: %d", w.Code)
	}
}

func status(t *testing.T, err error) (int, string) {
	t.Helper()
	var api *sdk.Error
	if !errors.As(err, &api) {
		t.Fatalf("got %v, want an error of the API", err)
	}
	return api.StatusCode, api.Code
}

func TestRefusals(t *testing.T) {
	s := serve(t, Options{})
	for name, tc := range map[string]struct {
		call func(c sdk.AdminOrganizationService) error
		opts []option.RequestOption
		code int
		word string
	}{
		"wrong key":          {users, []option.RequestOption{option.WithAdminAPIKey("another")}, 401, "invalid_api_key"},
		"no key":             {users, []option.RequestOption{option.WithAdminAPIKey("")}, 401, "missing_api_key"},
		"other organization": {users, []option.RequestOption{option.WithOrganization("org-other")}, 401, "mismatched_organization"},
		"no spend limit": {func(c sdk.AdminOrganizationService) error {
			_, err := c.Projects.SpendLimit.Get(context.Background(), "proj_haldenlab")
			return err
		}, nil, 404, "not_found"},
		"no project": {func(c sdk.AdminOrganizationService) error {
			_, err := c.Projects.DataRetention.Get(context.Background(), "proj_none")
			return err
		}, nil, 404, "not_found"},
		"unknown path": {func(c sdk.AdminOrganizationService) error {
			_, err := c.Certificates.List(context.Background(), sdk.AdminOrganizationCertificateListParams{})
			return err
		}, nil, 404, "unknown_url"},
		"a change": {func(c sdk.AdminOrganizationService) error {
			_, err := c.Projects.Archive(context.Background(), "proj_haldenlab")
			return err
		}, nil, 405, "method_not_allowed"},
		"limit": {func(c sdk.AdminOrganizationService) error {
			_, err := c.Users.List(context.Background(), sdk.AdminOrganizationUserListParams{Limit: sdk.Int(101)})
			return err
		}, nil, 400, "invalid_value"},
		"cursor": {func(c sdk.AdminOrganizationService) error {
			_, err := c.Users.List(context.Background(), sdk.AdminOrganizationUserListParams{After: sdk.String("x")})
			return err
		}, nil, 400, "invalid_value"},
	} {
		t.Run(name, func(t *testing.T) {
			if code, word := status(t, tc.call(client(s, tc.opts...))); code != tc.code || word != tc.word {
				t.Errorf("got %d %s, want %d %s", code, word, tc.code, tc.word)
			}
		})
	}
}

func users(c sdk.AdminOrganizationService) error {
	_, err := c.Users.List(context.Background(), sdk.AdminOrganizationUserListParams{})
	return err
}

func TestFaults(t *testing.T) {
	const path = "/v1/organization/users"
	for kind, check := range map[FaultKind]func(t *testing.T, err error){
		Throttle:    func(t *testing.T, err error) { wantStatus(t, err, 429) },
		Refuse:      func(t *testing.T, err error) { wantStatus(t, err, 403) },
		ServerError: func(t *testing.T, err error) { wantStatus(t, err, 500) },
		HTML:        wantOther, Half: wantOther, Reset: wantOther, Hang: wantOther,
	} {
		t.Run(string(kind), func(t *testing.T) {
			s := serve(t, Options{Faults: []Fault{{Path: path, Kind: kind, Times: 1}}})
			c := client(s, option.WithRequestTimeout(2*time.Second))
			check(t, users(c))
			if err := users(c); err != nil {
				t.Errorf("the fault happens more than once: %v", err)
			}
		})
	}
	s := serve(t, Options{Latency: 30 * time.Millisecond, Faults: []Fault{{Path: "/v1/organization/*", Kind: Slow, Delay: 40 * time.Millisecond}}})
	began := time.Now()
	if err := users(client(s)); err != nil || time.Since(began) < 70*time.Millisecond {
		t.Errorf("slow: %v after %s", err, time.Since(began))
	}
	retried := serve(t, Options{Faults: []Fault{{Path: path, Kind: Throttle, Times: 1}}})
	if err := users(client(retried, option.WithMaxRetries(1))); err != nil {
		t.Errorf("retried: %v", err)
	}
}

func wantStatus(t *testing.T, err error, want int) {
	t.Helper()
	if code, _ := status(t, err); code != want {
		t.Errorf("got %d", code)
	}
}

func wantOther(t *testing.T, err error) {
	t.Helper()
	var api *sdk.Error
	if err == nil || errors.As(err, &api) {
		t.Errorf("got %v, want a broken reply", err)
	}
}

// The data have only members that the client's types know, and all that these call required: nothing is invented that the API does not
// have, nor left out that it always gives.
func TestDataHaveTheClientsShapes(t *testing.T) {
	for _, folder := range []string{"openai", "openai/northbay"} {
		t.Run(folder, func(t *testing.T) { shapes(t, folder) })
	}
}

func shapes(t *testing.T, folder string) {
	e, err := load(providers.FS, folder, "org-x", now)
	if err != nil {
		t.Fatal(err)
	}
	check := func(what string, v any, into any) {
		t.Helper()
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(b, into); err != nil {
			t.Errorf("%s: %v", what, err)
		}
		extra(t, what, reflect.ValueOf(into).Elem())
	}
	types := map[string]func() any{
		"users": func() any { return &sdk.OrganizationUser{} }, "invites": func() any { return &sdk.Invite{} }, "admin_api_keys": func() any { return &sdk.AdminAPIKey{} },
		"roles": func() any { return &sdk.Role{} }, "groups": func() any { return &sdk.Group{} }, "spend_alerts": func() any { return &sdk.ProjectSpendAlert{} },
		"projects": func() any { return &sdk.Project{} }, "workload_identity_providers": func() any { return &sdk.WorkloadIdentityProvider{} },
		"audit_logs":       func() any { return &sdk.AdminOrganizationAuditLogListResponse{} },
		"service_accounts": func() any { return &sdk.ProjectServiceAccount{} }, "api_keys": func() any { return &sdk.ProjectAPIKey{} }, "rate_limits": func() any { return &sdk.ProjectRateLimit{} },
		"external_keys": func() any { return &sdk.ExternalKey{} }, "models": func() any { return &sdk.Model{} }, "files": func() any { return &sdk.FileObject{} },
		"vector_stores": func() any { return &sdk.VectorStore{} }, "fine_tuning_jobs": func() any { return &sdk.FineTuningJob{} },
		"hosted_tool_permissions": func() any { return &sdk.ProjectHostedToolPermissions{} }, "data_retention": func() any { return &sdk.ProjectDataRetention{} },
		"spend_limit": func() any { return &sdk.ProjectSpendLimit{} }, "model_permissions": func() any { return &sdk.ProjectModelPermissions{} },
	}
	sections := map[string]section{"organization": e.section}
	for id, p := range e.projects {
		sections[id] = p
	}
	for id, s := range sections {
		for name, list := range s.lists {
			for _, o := range list {
				check(id+" "+name, o, types[name]())
			}
		}
		for name, o := range s.single {
			if o != nil {
				check(id+" "+name, o, types[name]())
			}
		}
	}
	for id, rules := range e.rules {
		for _, r := range rules {
			check(id, r, &sdk.FederationRule{})
		}
	}
}

// extra looks for members that the client did not know, at every depth.
func extra(t *testing.T, what string, v reflect.Value) {
	t.Helper()
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			extra(t, what, v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			extra(t, what, v.Index(i))
		}
	case reflect.Struct:
		if meta := v.FieldByName("JSON"); meta.IsValid() && meta.Kind() == reflect.Struct {
			if fields := meta.FieldByName("ExtraFields"); fields.IsValid() {
				for _, k := range fields.MapKeys() {
					t.Errorf("%s: the API has no member %q", what, k)
				}
			}
		}
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if !f.IsExported() || f.Name == "JSON" {
				continue
			}
			if meta := v.FieldByName("JSON"); meta.IsValid() && meta.FieldByName(f.Name).IsValid() {
				said := meta.FieldByName(f.Name).Interface().(respjson.Field)
				if f.Tag.Get("api") == "required" && said.Raw() == respjson.Omitted {
					t.Errorf("%s: the API always gives %s, and the data lacks it", what, f.Tag.Get("json"))
				}
				if !said.Valid() { // below what is not there, nothing is
					continue
				}
			}
			extra(t, what, v.Field(i))
		}
	}
}

func TestLoadSaysWhatIsWrong(t *testing.T) {
	whole := fstest.MapFS{}
	projects, err := fs.Glob(providers.FS, "openai/projects/*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range append([]string{"openai/organization.json", "openai/usage.json"}, projects...) {
		data, err := fs.ReadFile(providers.FS, file)
		if err != nil {
			t.Fatal(err)
		}
		whole[file] = &fstest.MapFile{Data: data}
	}
	for name, tc := range map[string]struct{ file, old, new, want string }{
		"unknown member": {"openai/organization.json", `"users":`, `"usres":`, `load openai/organization.json: unknown member "usres"`},
		"missing member": {"openai/organization.json", `"added_at"`, `"aded_at"`, `load openai/organization.json: users[0] lacks added_at`},
		"id twice":       {"openai/organization.json", `user-halden02`, `user-halden01`, `load openai/organization.json: users repeats the id user-halden01`},
		"unset":          {"openai/projects/proj_haldenlab.json", `"spend_limit": null,`, ``, `load openai/projects/proj_haldenlab.json: spend_limit is missing; what is not set is null`},
		"malformed":      {"openai/usage.json", `"usage": [`, `"usage": [[`, `load openai/usage.json:`},
		"mark":           {"openai/usage.json", `"usage"`, `"{{weeks_ago 2}}"`, `load openai/usage.json: render line 2: unknown mark {{weeks_ago 2}}`},
		"endpoint":       {"openai/usage.json", `"endpoint": "embeddings"`, `"endpoint": "embedings"`, `load openai/usage.json: usage[3] is of the endpoint "embedings", which is none of audio_speeches, audio_transcriptions, completions, decisions, embeddings, images, moderations`},
		"amount":         {"openai/usage.json", `"input_tokens_per_request": 400`, `"tokens": 400`, `load openai/usage.json: usage[3] lacks input_tokens_per_request`},
		"project file":   {"openai/organization.json", `"id": "proj_haldenlab", "name"`, `"id": "proj_other", "name"`, `load the invented organization: open openai/projects/proj_other.json: file does not exist`},
	} {
		t.Run(name, func(t *testing.T) {
			files := fstest.MapFS{}
			for f, d := range whole {
				files[f] = d
			}
			text := string(whole[tc.file].Data)
			if !strings.Contains(text, tc.old) {
				t.Fatalf("nothing to replace: %s", tc.old)
			}
			files[tc.file] = &fstest.MapFile{Data: []byte(strings.Replace(text, tc.old, tc.new, 1))}
			if _, err := load(files, "openai", "org-x", now); err == nil || !strings.HasPrefix(err.Error(), tc.want) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// The real collectors read all of it.
func TestTheCollectorsReadTheOrganizations(t *testing.T) {
	s := serve(t, Options{Faults: []Fault{{Path: "/v1/organization/invites", Kind: Throttle, Times: 1}}})
	p, ok := collectors.LookupProvider("openai")
	if !ok {
		t.Fatal("the provider is not registered")
	}
	env := map[string]string{"A": AdminKey, "N": NorthbayAdminKey, "OPENAI_BASE_URL": s.URL + "/v1", "MAIL": ProjectKey("proj_northbaymail")}
	keys := map[string]string{}
	for _, name := range []string{"quotebot", "docsearch", "lab", "letters2", "calls"} {
		env[name], keys["proj_halden"+name] = ProjectKey("proj_halden"+name), name
	}
	settings := &collector.Settings{Organizations: []collector.Organization{
		{Organization: Organization, AdminKeyEnv: "A", ProjectKeys: keys},
		{Organization: NorthbayOrganization, AdminKeyEnv: "N", ProjectKeys: map[string]string{"proj_northbaymail": "MAIL"}},
	}}
	c, err := p.Connect(t.Context(), collectors.ConnectOptions{Settings: settings, Env: func(n string) string { return env[n] }, HTTP: http.DefaultClient})
	if err != nil {
		t.Fatal(err)
	}
	if c.Identity() != "org-haldenmutual/key_haldenadmin1 (aismm), org-northbayclaims/key_northbayadmin1 (aismm)" {
		t.Errorf("as %s", c.Identity())
	}
	got := []map[string]int{}
	for _, e := range c.Scopes() {
		session, err := c.Session(t.Context(), e.Scope)
		if err != nil {
			t.Fatal(err)
		}
		counts := map[string]int{}
		found := map[string][]*evidence.Resource{}
		for _, which := range collectors.All() {
			rec := collectors.NewRecorder(which, e.Scope, c.Classify, func(kind string) []*evidence.Resource { return found[kind] })
			which.Collect(t.Context(), session, rec)
			reads, resources := rec.Finish()
			for _, r := range reads {
				if r.Outcome != evidence.OK {
					t.Errorf("%s: %+v", e.Scope.ID, r)
				}
			}
			for kind, list := range resources {
				found[kind] = list
				counts[kind] = len(list)
			}
		}
		got = append(got, counts)
	}
	want := []map[string]int{
		{"openai_project": 6, "openai_user": 35, "openai_invite": 4, "openai_service_account": 7, "openai_project_api_key": 11, "openai_admin_api_key": 2,
			"openai_audit_log": 1, "openai_hosted_tool_permission": 5, "openai_data_retention": 6, "openai_spend_limit": 2, "openai_spend_alert": 5, "openai_usage": 9,
			"openai_workload_identity_provider": 1, "openai_role": 2, "openai_group": 1, "openai_project_model_permission": 5, "openai_project_rate_limit": 7, "openai_external_key": 1,
			"openai_model": 6, "openai_fine_tuned_model": 1, "openai_file": 4, "openai_vector_store": 3, "openai_fine_tuning_job": 2},
		{"openai_project": 1, "openai_user": 3, "openai_invite": 0, "openai_service_account": 1, "openai_project_api_key": 1, "openai_admin_api_key": 1,
			"openai_audit_log": 0, "openai_hosted_tool_permission": 1, "openai_data_retention": 2, "openai_spend_limit": 2, "openai_spend_alert": 0, "openai_usage": 1,
			"openai_workload_identity_provider": 0, "openai_role": 0, "openai_group": 0, "openai_project_model_permission": 1, "openai_project_rate_limit": 1, "openai_external_key": 0,
			"openai_model": 1, "openai_fine_tuned_model": 0, "openai_file": 0, "openai_vector_store": 0, "openai_fine_tuning_job": 0},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

// What lies inside a project opens to its own key alone, and an administrator's opens no project.
func TestKeysOfProjects(t *testing.T) {
	s := serve(t, Options{})
	options := func(key string, more ...option.RequestOption) []option.RequestOption {
		return append([]option.RequestOption{option.WithBaseURL(s.URL + "/v1"), option.WithAPIKey(key), option.WithMaxRetries(0)}, more...)
	}
	stores := func(o ...option.RequestOption) error {
		api := sdk.NewVectorStoreService(o...)
		_, err := api.List(t.Context(), sdk.VectorStoreListParams{})
		return err
	}
	lab := ProjectKey("proj_haldenlab")
	if err := stores(options(lab, option.WithProject("proj_haldenlab"), option.WithOrganization(Organization))...); err != nil {
		t.Error(err)
	}
	for name, tc := range map[string]struct {
		err  error
		code int
		word string
	}{
		"another project":      {stores(options(lab, option.WithProject("proj_haldencalls"))...), 401, "mismatched_project"},
		"another organization": {stores(options(lab, option.WithOrganization(NorthbayOrganization))...), 401, "mismatched_organization"},
		"an archived project":  {stores(options(ProjectKey("proj_haldenpilot2024"))...), 401, "invalid_api_key"},
		"an admin key":         {stores(options(AdminKey)...), 403, "missing_scope"},
		"the administration":   {users(client(s, option.WithAdminAPIKey(lab))), 403, "missing_scope"},
	} {
		if code, word := status(t, tc.err); code != tc.code || word != tc.word {
			t.Errorf("%s: %d %s", name, code, word)
		}
	}
	models := sdk.NewModelService(options(ProjectKey("proj_haldencalls"))...)
	list, err := models.List(t.Context())
	if err != nil || len(list.Data) != 7 || list.Data[6].OwnedBy != "halden-mutual" {
		t.Errorf("models: %+v, %v", list, err)
	}
	files := sdk.NewFileService(options(ProjectKey("proj_haldencalls"))...)
	one, err := files.List(t.Context(), sdk.FileListParams{Limit: sdk.Int(1)})
	if err != nil || len(one.Data) != 1 || !one.HasMore {
		t.Errorf("files: %+v, %v", one, err)
	}
	if _, err = files.List(t.Context(), sdk.FileListParams{Limit: sdk.Int(10001)}); err == nil {
		t.Error("a page of more than 10,000 files")
	}
	content, err := files.Content(t.Context(), "file-haldencalls1")
	if code, word := status(t, err); code != 404 || word != "unknown_url" {
		t.Errorf("the content of a file: %v, %v", content, err)
	}
}
