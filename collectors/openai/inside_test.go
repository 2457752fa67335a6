package openai

import (
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

// The keys of the projects of these tests, invented like the admin key.
const (
	keyOf1 = "invented-key-of-project-1"
	keyOf3 = "invented-key-of-project-3"
)

// insideAPI answers the lists of projects by project, which is told by the key, and refuses a key with another project.
type insideAPI struct {
	replies map[string]map[string]http.HandlerFunc // by project and path
	mu      sync.Mutex
	asked   []http.Header
	paths   []string
}

func (a *insideAPI) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set(organizationHeader, "org-test")
	if strings.HasPrefix(r.URL.Path, "/v1/organization/") {
		(&api{replies: map[string]http.HandlerFunc{"projects": list(active)}}).ServeHTTP(w, r)
		return
	}
	a.mu.Lock()
	a.asked, a.paths = append(a.asked, r.Header.Clone()), append(a.paths, r.Method+" "+r.URL.RequestURI())
	a.mu.Unlock()
	project := map[string]string{"Bearer " + keyOf1: "proj_1", "Bearer " + keyOf3: "proj_3"}[r.Header.Get("Authorization")]
	switch {
	case project == "":
		reply(http.StatusUnauthorized, `{"error": {"message": "Incorrect API key provided."}}`)(w, r)
	case r.Header.Get("OpenAI-Project") != project:
		reply(http.StatusUnauthorized, `{"error": {"message": "OpenAI-Project header should match project for API key", "code": "mismatched_project"}}`)(w, r)
	case a.replies[project][strings.TrimPrefix(r.URL.Path, "/v1/")] != nil:
		a.replies[project][strings.TrimPrefix(r.URL.Path, "/v1/")](w, r)
	default:
		list()(w, r)
	}
}

func collectInsideOf(t *testing.T, a http.Handler, s *Settings, env map[string]string, projectIDs ...string) seen {
	t.Helper()
	c, err := connectTo(t, a, s, env)
	if err != nil {
		t.Fatal(err)
	}
	which, found := collectors.ForKind("openai_vector_store")
	if !found {
		t.Fatal("no collector")
	}
	return run(t, c, which, func(kind string) []*evidence.Resource {
		out := []*evidence.Resource{}
		for _, id := range projectIDs {
			p := &evidence.Resource{ID: id, Config: map[string]any{"status": "active"}}
			if id == "proj_2" {
				p.Config["status"] = "archived"
			}
			out = append(out, p)
		}
		return out
	})
}

// One project with everything, another that lists some of the same, an archived one, which is not asked.
func TestWhatLiesInsideProjects(t *testing.T) {
	job := `{"object": "fine_tuning.job", "id": "ftjob-1", "created_at": 5, "finished_at": null, "status": "succeeded", "model": "gpt-4.1-mini-2025-04-14", "fine_tuned_model": "ft:gpt-4.1-mini-2025-04-14:example::a1",
		"organization_id": "org-test", "training_file": "file-1", "validation_file": null, "result_files": ["file-9"], "seed": 1, "hyperparameters": {"n_epochs": 3}, "trained_tokens": 9,
		"error": {"code": "x", "message": "line 3 of the training data", "param": null}, "method": {"type": "reinforcement", "reinforcement": {"grader": {"type": "score_model", "input": [{"role": "user", "content": "a prompt"}]}}}}`
	a := &insideAPI{replies: map[string]map[string]http.HandlerFunc{
		"proj_1": {
			"models": ok(`{"object": "list", "data": [{"id": "gpt-4.1-mini-2025-04-14", "object": "model", "created": 1744000000, "owned_by": "system", "shutdown_date": "2027-04-14"},
				{"id": "o3", "object": "model", "created": 1744000001, "owned_by": "openai-internal", "shutdown_date": null}, {"id": "gpt-x", "object": "model", "created": 3, "owned_by": "openai"},
				{"id": "ft:gpt-4.1-mini-2025-04-14:example::a1", "object": "model", "created": 1750000000, "owned_by": "openai"}, {"id": "own", "object": "model", "created": 1, "owned_by": "example-abc123"}, {"id": "whose", "object": "model", "created": 2}]}`),
			"files": pages(map[string]string{
				"":       `{"object": "list", "has_more": true, "data": [{"id": "file-1", "object": "file", "bytes": 10, "created_at": 7, "filename": "train.jsonl", "purpose": "fine-tune", "status": "processed", "status_details": null}]}`,
				"file-1": `{"object": "list", "has_more": false, "data": [{"id": "file-2", "object": "file", "bytes": 10, "created_at": 8, "expires_at": 9, "filename": "terms.pdf", "purpose": "assistants", "status": "processed"}]}`}),
			"vector_stores": list(`{"id": "vs_1", "object": "vector_store", "created_at": 4, "last_active_at": 6, "name": "terms", "status": "completed", "usage_bytes": 3, "expires_after": {"anchor": "last_active_at", "days": 30}, "expires_at": 99,
				"file_counts": {"total": 1, "completed": 1, "failed": 0, "cancelled": 0, "in_progress": 0}, "metadata": {"team": "search"}}`),
			"fine_tuning/jobs": list(job),
		},
		"proj_3": {
			"models":        ok(`{"object": "list", "data": [{"id": "o3", "object": "model", "created": 1744000001, "owned_by": "openai-internal", "shutdown_date": null}]}`),
			"vector_stores": list(`{"id": "vs_1", "object": "vector_store", "created_at": 4, "name": "terms as the other sees it", "status": "completed"}`),
		},
	}}
	got := collectInsideOf(t, a, &Settings{ProjectKeys: map[string]string{"proj_1": "K1", "proj_3": "K3"}}, map[string]string{"K1": keyOf1, "K3": " " + keyOf3 + "\n"}, "proj_3", "proj_2", "proj_1")
	want := map[string][]string{
		"openai_model": {`{"id":"gpt-4.1-mini-2025-04-14@org-test","config":{"created":1744000000,"id":"gpt-4.1-mini-2025-04-14","object":"model","owned_by":"system","shutdown_date":"2027-04-14"},"derived":{"project_ids":["proj_1"]}}`,
			`{"id":"gpt-x@org-test","config":{"created":3,"id":"gpt-x","object":"model","owned_by":"openai"},"derived":{"project_ids":["proj_1"]}}`,
			`{"id":"o3@org-test","config":{"created":1744000001,"id":"o3","object":"model","owned_by":"openai-internal"},"derived":{"project_ids":["proj_1","proj_3"]}}`},
		"openai_fine_tuned_model": {`{"id":"ft:gpt-4.1-mini-2025-04-14:example::a1","config":{"created":1750000000,"id":"ft:gpt-4.1-mini-2025-04-14:example::a1","object":"model","owned_by":"openai"},"derived":{"project_ids":["proj_1"]}}`,
			`{"id":"own","config":{"created":1,"id":"own","object":"model","owned_by":"example-abc123"},"derived":{"project_ids":["proj_1"]}}`,
			`{"id":"whose","config":{"created":2,"id":"whose","object":"model"},"derived":{"project_ids":["proj_1"]}}`},
		"openai_file": {`{"id":"file-1","config":{"bytes":10,"created_at":7,"filename":"train.jsonl","id":"file-1","object":"file","purpose":"fine-tune","status":"processed"},"derived":{"project_ids":["proj_1"]}}`,
			`{"id":"file-2","config":{"bytes":10,"created_at":8,"expires_at":9,"filename":"terms.pdf","id":"file-2","object":"file","purpose":"assistants","status":"processed"},"derived":{"project_ids":["proj_1"]}}`},
		"openai_vector_store": {`{"id":"vs_1","name":"terms","config":{"created_at":4,"expires_after":{"anchor":"last_active_at","days":30},"expires_at":99,"file_counts":{"cancelled":0,"completed":1,"failed":0,"in_progress":0,"total":1},` +
			`"id":"vs_1","last_active_at":6,"metadata":{"team":"search"},"name":"terms","object":"vector_store","status":"completed","usage_bytes":3},"derived":{"project_ids":["proj_1","proj_3"]}}`},
		"openai_fine_tuning_job": {`{"id":"ftjob-1","config":{"created_at":5,"fine_tuned_model":"ft:gpt-4.1-mini-2025-04-14:example::a1","id":"ftjob-1","model":"gpt-4.1-mini-2025-04-14","object":"fine_tuning.job",` +
			`"organization_id":"org-test","result_files":["file-9"],"status":"succeeded","training_file":"file-1"},"derived":{"project_ids":["proj_1"]}}`},
	}
	have := map[string][]string{}
	for kind, resources := range got.resources {
		for _, r := range resources {
			have[kind] = append(have[kind], whole(t, r))
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(want)) {
		if !reflect.DeepEqual(have[kind], want[kind]) {
			t.Errorf("%s:\ngot  %s\nwant %s", kind, strings.Join(have[kind], "\n     "), strings.Join(want[kind], "\n     "))
		}
	}
	for operation, calls := range map[string]int{opOffered: 2, opFiles: 3, opVectorStores: 2, opFineTuning: 2} {
		if r := got.reads[operation]; len(r) != 1 || r[0].Outcome != evidence.OK || r[0].Calls != calls {
			t.Errorf("%s: %+v", operation, r)
		}
	}
	for _, h := range a.asked {
		if h.Get("Authorization") == "Bearer "+key {
			t.Error("the admin key was sent for what lies inside a project")
		}
	}
	for _, asked := range a.paths {
		if !slices.Contains([]string{"GET /v1/models", "GET /v1/files?limit=1000", "GET /v1/files?after=file-1&limit=1000", "GET /v1/vector_stores?limit=100", "GET /v1/fine_tuning/jobs?limit=100"}, asked) {
			t.Errorf("asked %s", asked)
		}
	}
}

// Projects without a key are a gap of every list, which names them and says how to give one; the projects with a key are read.
func TestProjectsWithoutAKey(t *testing.T) {
	a := &insideAPI{replies: map[string]map[string]http.HandlerFunc{"proj_1": {"vector_stores": list(`{"id": "vs_1", "status": "completed"}`)}}}
	got := collectInsideOf(t, a, &Settings{ProjectKeys: map[string]string{"proj_1": "K1", "proj_4": "K4", "proj_5": "K1"}}, map[string]string{"K1": keyOf1}, "proj_1", "proj_9", "proj_3", "proj_4", "proj_5", "proj_2x", "proj_8", "proj_7", "proj_6")
	if have := ids(got.resources["openai_vector_store"]); !reflect.DeepEqual(have, []string{"vs_1"}) {
		t.Errorf("seen %v", have)
	}
	for operation, scope := range map[string]string{opOffered: scopeModels, opFiles: scopeFiles, opVectorStores: scopeVectorStores, opFineTuning: scopeFineTuning} {
		type short struct {
			outcome    evidence.Outcome
			permission string
			message    string
		}
		have := []short{}
		for _, r := range got.reads[operation] {
			have = append(have, short{r.Outcome, r.Permission, r.Message})
		}
		want := []short{
			{evidence.Denied, scope, "project proj_5: OpenAI-Project header should match project for API key (HTTP 401)"},
			{evidence.OK, "", ""},
			{evidence.Skipped, scope, "an admin API key cannot read this, and no key of its own is given for proj_2x, proj_3, proj_6, proj_7, proj_8 and 1 more: create a read-only key in each project and name the environment variable that " +
				"holds it under providers.openai.project_keys; not set: K4 (project proj_4)"},
		}
		if !reflect.DeepEqual(have, want) {
			t.Errorf("%s:\ngot  %+v\nwant %+v", operation, have, want)
		}
	}
}

// A broken list of one project is a gap that names it; what was seen before it broke stays.
func TestBrokenListsInside(t *testing.T) {
	for name, tc := range map[string]struct {
		path, operation, kind string
		reply                 http.HandlerFunc
		outcome               evidence.Outcome
		message               string
		seen                  []string
	}{
		"models without data":  {"models", opOffered, "openai_model", ok(`{"object": "list"}`), evidence.Failed, "project proj_1: the reply is not a list: it lacks data or has_more", []string{}},
		"models null":          {"models", opOffered, "openai_model", ok(`null`), evidence.Failed, "project proj_1: the reply is null", []string{}},
		"a model without id":   {"models", opOffered, "openai_model", ok(`{"object": "list", "data": [{"owned_by": "openai"}]}`), evidence.Failed, "project proj_1: the reply lists an object without an id", []string{}},
		"no scope for models":  {"models", opOffered, "openai_model", reply(http.StatusForbidden, `{"error": {"message": "Missing scopes: api.model.read."}}`), evidence.Denied, "project proj_1: Missing scopes: api.model.read. (HTTP 403)", []string{}},
		"files that break off": {"files", opFiles, "openai_file", pages(map[string]string{"": `{"data": [{"id": "file-1"}], "has_more": true}`}), evidence.Failed, "project proj_1: no such cursor (HTTP 400)", []string{"file-1"}},
		"jobs null":            {"fine_tuning/jobs", opFineTuning, "openai_fine_tuning_job", ok(`null`), evidence.Failed, "project proj_1: the reply is null", []string{}},
		"stores without more":  {"vector_stores", opVectorStores, "openai_vector_store", ok(`{"data": []}`), evidence.Failed, "project proj_1: the reply is not a list: it lacks data or has_more", []string{}},
	} {
		t.Run(name, func(t *testing.T) {
			a := &insideAPI{replies: map[string]map[string]http.HandlerFunc{"proj_1": {tc.path: tc.reply}}}
			got := collectInsideOf(t, a, &Settings{ProjectKeys: map[string]string{"proj_1": "K1"}}, map[string]string{"K1": keyOf1}, "proj_1")
			r := got.reads[tc.operation]
			if len(r) != 1 || r[0].Outcome != tc.outcome || r[0].Message != tc.message || r[0].Resources != len(tc.seen) {
				t.Errorf("got %+v", r)
			}
			if have := ids(got.resources[tc.kind]); !reflect.DeepEqual(have, tc.seen) {
				t.Errorf("seen %v", have)
			}
		})
	}
}

// With no active project there is nothing inside any, and nothing is asked.
func TestNothingInsideNoProject(t *testing.T) {
	a := &insideAPI{}
	got := collectInsideOf(t, a, &Settings{}, nil, "proj_2")
	for _, operation := range []string{opOffered, opFiles, opVectorStores, opFineTuning} {
		if r := got.reads[operation]; len(r) != 1 || r[0].Outcome != evidence.OK || r[0].Calls != 0 {
			t.Errorf("%s: %+v", operation, r)
		}
	}
	if len(a.paths) != 0 {
		t.Errorf("asked %v", a.paths)
	}
}

// Several organizations are several scopes with their own keys. One that cannot be entered is listed with its reason.
func TestSeveralOrganizations(t *testing.T) {
	a := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		organization := map[string]string{"Bearer key-a": "org-a", "Bearer key-b": "org-b"}[r.Header.Get("Authorization")]
		if organization == "" || r.Header.Get("OpenAI-Organization") != organization {
			reply(http.StatusUnauthorized, `{"error": {"message": "No such organization for this key."}}`)(w, r)
			return
		}
		w.Header().Set(organizationHeader, organization)
		list()(w, r)
	})
	both := []Organization{{Organization: "org-a", AdminKeyEnv: "A"}, {Organization: "org-b", AdminKeyEnv: "B", ProjectKeys: map[string]string{"proj_b": "PB"}}}
	c, err := connectTo(t, a, &Settings{Organizations: both}, map[string]string{"A": "key-a", "B": "key-b", "PB": "key-of-b", "OPENAI_ORG_ID": "org-ignored"})
	if err != nil {
		t.Fatal(err)
	}
	if c.Identity() != "org-a/an admin API key, org-b/an admin API key" {
		t.Errorf("identity %q", c.Identity())
	}
	scope := func(id string) evidence.Scope {
		s := evidence.NewScope("openai", id, "")
		s.Name = id
		return s
	}
	want := []collectors.Expected{{Scope: scope("org-a"), Identity: "org-a/an admin API key"}, {Scope: scope("org-b"), Identity: "org-b/an admin API key"}}
	if got := c.Scopes(); !reflect.DeepEqual(got, want) {
		t.Errorf("scopes %+v", got)
	}
	s, err := c.Session(t.Context(), scope("org-b"))
	if err != nil || s.(*session).organization != "org-b" || len(s.(*session).projects) != 1 {
		t.Errorf("session %+v, %v", s, err)
	}

	c, err = connectTo(t, a, &Settings{Organizations: both}, map[string]string{"A": "key-a", "B": "key-a"})
	if err != nil {
		t.Fatal(err)
	}
	want[1] = collectors.Expected{Scope: scope("org-b"), Outcome: evidence.Denied,
		Reason: "the key in B was refused: No such organization for this key. (HTTP 401); use an admin API key of an organization owner, not a project key, and check that it has not expired"}
	if got := c.Scopes(); !reflect.DeepEqual(got, want) || c.Identity() != "org-a/an admin API key" {
		t.Errorf("scopes %+v, identity %s", got, c.Identity())
	}
	if _, err := c.Session(t.Context(), scope("org-b")); err == nil {
		t.Error("a session in an organization that could not be entered")
	}

	_, err = connectTo(t, a, &Settings{Organizations: both}, nil)
	const missing = " is not set; put an admin API key there (an organization owner creates one at platform.openai.com/settings/organization/admin-keys)"
	if err == nil || err.Error() != "connect to openai: org-a: the environment variable A"+missing+"\norg-b: the environment variable B"+missing {
		t.Errorf("got %v", err)
	}
}

func TestCheck(t *testing.T) {
	for name, tc := range map[string]struct {
		settings any
		want     string
	}{
		"nothing":     {&Settings{}, ""},
		"one":         {&Settings{AdminKeyEnv: "HALDEN_KEY", ProjectKeys: map[string]string{"proj_1": "K1"}}, ""},
		"two":         {&Settings{Organizations: []Organization{{Organization: "org-a", AdminKeyEnv: "A"}, {Organization: "org-b", AdminKeyEnv: "B", ProjectKeys: map[string]string{"proj_1": "K1"}}}}, ""},
		"no settings": {nil, ""},
		"keys in the file": {&Settings{AdminKeyEnv: "a-key-itself", ProjectKeys: map[string]string{"proj_1": "another-key", "proj_0": ""}},
			"providers.openai.admin_key_env is no name of an environment variable; name one, and put the key into it: keys never stand in the configuration\n" +
				"providers.openai.project_keys.proj_0 is no name of an environment variable; name one, and put the key into it: keys never stand in the configuration\n" +
				"providers.openai.project_keys.proj_1 is no name of an environment variable; name one, and put the key into it: keys never stand in the configuration"},
		"one and several": {&Settings{Organization: "org-a", Organizations: []Organization{{Organization: "org-b", AdminKeyEnv: "B"}}},
			"providers.openai.organizations is set beside admin_key_env, organization or project_keys; say those of each organization, below its id"},
		"several that say too little": {&Settings{Organizations: []Organization{{AdminKeyEnv: "A"}, {Organization: "org-b"}, {Organization: "org-b", AdminKeyEnv: "B", ProjectKeys: map[string]string{"proj_1": "a-key"}}}},
			"providers.openai.organizations[0].organization is missing; it is the id shown at platform.openai.com/settings/organization/general\n" +
				"providers.openai.organizations[1].admin_key_env is no name of an environment variable; name one, and put the key into it: keys never stand in the configuration\n" +
				"providers.openai.organizations[2].organization is org-b, which is listed already\n" +
				"providers.openai.organizations[2].project_keys.proj_1 is no name of an environment variable; name one, and put the key into it: keys never stand in the configuration"},
	} {
		t.Run(name, func(t *testing.T) {
			got := ""
			if err := check(collectors.ConnectOptions{Settings: tc.settings}); err != nil {
				got = err.Error()
			}
			if got != tc.want {
				t.Errorf("got  %s\nwant %s", got, tc.want)
			}
		})
	}
}
