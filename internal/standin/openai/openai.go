// Package openai answers OpenAI's administration API, and the lists of what lies inside projects, on loopback, for tests and the demo, with the
// replies of two invented organizations. Paths, members and pagination follow the published specification as openai-go v3.96.0 has it.
package openai

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/aismm/aismm/testdata/providers"
)

// The admin keys that the stand-in accepts. They are invented, and have no form that opens anything anywhere.
const (
	AdminKey         = "invented-admin-key-of-halden-mutual"
	NorthbayAdminKey = "invented-admin-key-of-northbay-claims"
)

// The ids of the invented organizations: the enterprise's own, and that of a company which it bought.
const (
	Organization         = "org-haldenmutual"
	NorthbayOrganization = "org-northbayclaims"
)

// ProjectKey is the key of a project, as invented as the admin keys.
func ProjectKey(project string) string { return "invented-key-of-" + project }

// Options change how the stand-in answers.
type Options struct {
	// Latency is how long every reply takes at least.
	Latency time.Duration
	Faults  []Fault
}

// New loads the invented organizations, with dates that count back from now, and returns what serves them.
func New(now time.Time, o Options) (http.Handler, error) {
	s := &server{now: now.UTC(), options: o, faults: newFaults(o.Faults), admins: map[string]*estate{}, keys: map[string]projectKey{}}
	for _, org := range []struct{ folder, id, key string }{{"openai", Organization, AdminKey}, {"openai/northbay", NorthbayOrganization, NorthbayAdminKey}} {
		e, err := load(providers.FS, org.folder, org.id, now)
		if err != nil {
			return nil, err
		}
		s.admins[org.key] = e
		for _, p := range e.lists["projects"] {
			if id, _ := p["id"].(string); p["status"] != "archived" {
				s.keys[ProjectKey(id)] = projectKey{e, id}
			}
		}
	}
	return s, nil
}

type server struct {
	admins  map[string]*estate    // by admin key
	keys    map[string]projectKey // by key of a project
	now     time.Time
	options Options
	faults  *faults
	mu      sync.Mutex
	served  int
}

// projectKey is what the key of a project opens.
type projectKey struct {
	*estate
	project string
}

// caller is whose key a request bears: an administrator's, who has no project, or a project's.
type caller struct {
	server *server
	projectKey
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.served++
	id := "req_invented" + strconv.Itoa(s.served)
	s.mu.Unlock()
	if s.options.Latency > 0 && !wait(r, s.options.Latency) {
		return
	}
	w.Header().Set("x-request-id", id)
	c, ok := s.admitted(w, r)
	if !ok {
		return
	}
	w.Header().Set("openai-organization", c.id)
	if s.faults.answer(w, r, c.answer) {
		return
	}
	c.answer(w, r)
}

// admitted checks the key and, where they are named, the organization and the project.
func (s *server) admitted(w http.ResponseWriter, r *http.Request) (caller, bool) {
	key, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	c := caller{server: s}
	if !ok || key == "" {
		fail(w, http.StatusUnauthorized, "missing_api_key", "You didn't provide an API key.")
		return c, false
	}
	if c.estate = s.admins[key]; c.estate == nil {
		c.projectKey = s.keys[key]
	}
	named := func(header, own string) bool { return r.Header.Get(header) != "" && r.Header.Get(header) != own }
	switch {
	case c.estate == nil:
		fail(w, http.StatusUnauthorized, "invalid_api_key", "Incorrect API key provided.")
	case named("OpenAI-Organization", c.id):
		fail(w, http.StatusUnauthorized, "mismatched_organization", "OpenAI-Organization header should match organization for API key")
	case named("OpenAI-Project", c.project):
		fail(w, http.StatusUnauthorized, "mismatched_project", "OpenAI-Project header should match project for API key")
	default:
		return c, true
	}
	return c, false
}

// answer routes by method and path.
func (c caller) answer(w http.ResponseWriter, r *http.Request) {
	path, ok := strings.CutPrefix(r.URL.Path, "/v1/")
	if !ok {
		unknown(w, r)
		return
	}
	if r.Method != http.MethodGet {
		fail(w, http.StatusMethodNotAllowed, "method_not_allowed", "The invented organization can be read, not changed.")
		return
	}
	path, administration := strings.CutPrefix(path, "organization/")
	parts := strings.Split(path, "/")
	switch {
	case !administration:
		c.ofKey(w, r, path)
	case c.project != "":
		missingScope(w, "api.management.read")
	case len(parts) == 1:
		c.ofOrganization(w, r, parts[0])
	case len(parts) == 2 && parts[0] == "usage" && usageAmounts[parts[1]] != nil:
		c.usage(w, r, parts[1])
	case parts[0] == "workload_identity_providers" && len(parts) == 3 && parts[2] == "federation_rules":
		rules, ok := c.rules[parts[1]]
		if !ok {
			notFound(w, "workload identity provider", parts[1])
			return
		}
		page(w, r, rules, cursorStyle)
	case parts[0] == "projects" && len(parts) == 3:
		c.ofProject(w, r, parts[1], parts[2])
	default:
		unknown(w, r)
	}
}

// ofKey answers with what lies inside the project of the key. An admin key opens no project.
func (c caller) ofKey(w http.ResponseWriter, r *http.Request, path string) {
	lists := map[string]struct {
		name, scope string
		most        int
	}{
		"models": {"models", "api.model.read", 0}, "files": {"files", "api.files.read", 10000}, "vector_stores": {"vector_stores", "api.vector_stores.read", 100},
		"fine_tuning/jobs": {"fine_tuning_jobs", "api.fine_tuning.jobs.read", 100},
	}
	list, ok := lists[path]
	switch {
	case !ok:
		unknown(w, r)
	case c.project == "":
		missingScope(w, list.scope)
	case list.most == 0: // all in one page
		reply(w, http.StatusOK, object{"object": "list", "data": append(append([]object{}, c.lists["models"]...), c.projects[c.project].lists["models"]...)})
	default:
		pageOf(w, r, c.projects[c.project].lists[list.name], cursorStyle, list.most)
	}
}

func (c caller) ofOrganization(w http.ResponseWriter, r *http.Request, name string) {
	switch name {
	case "projects":
		list := c.lists[name]
		if r.URL.Query().Get("include_archived") != "true" {
			list = only(list, func(o object) bool { return o["status"] != "archived" })
		}
		page(w, r, list, lastIDStyle)
	case "users", "invites", "spend_alerts":
		page(w, r, c.lists[name], lastIDStyle)
	case "admin_api_keys", "workload_identity_providers", "external_keys":
		page(w, r, c.lists[name], cursorStyle)
	case "roles", "groups":
		page(w, r, c.lists[name], nextStyle)
	case "audit_logs":
		list, ok := within(w, r, c.lists[name])
		if ok {
			page(w, r, list, lastIDStyle)
		}
	case "data_retention", "spend_limit":
		single(w, c.single[name], name)
	default:
		unknown(w, r)
	}
}

func (c caller) ofProject(w http.ResponseWriter, r *http.Request, id, name string) {
	p, ok := c.projects[id]
	if !ok {
		notFound(w, "project", id)
		return
	}
	switch name {
	case "service_accounts", "spend_alerts", "rate_limits":
		page(w, r, p.lists[name], lastIDStyle)
	case "api_keys":
		access := r.URL.Query().Get("owner_project_access")
		switch access {
		case "any", "active", "inactive", "":
		default:
			fail(w, http.StatusBadRequest, "invalid_value", "owner_project_access is none of active, inactive and any")
			return
		}
		page(w, r, only(p.lists[name], func(o object) bool {
			return access == "any" || o["owner_project_access"] == access || (access == "" && o["owner_project_access"] == "active")
		}), lastIDStyle)
	case "hosted_tool_permissions", "data_retention", "spend_limit", "model_permissions":
		single(w, p.single[name], name)
	default:
		unknown(w, r)
	}
}

func only(list []object, keep func(object) bool) []object {
	out := []object{}
	for _, o := range list {
		if keep(o) {
			out = append(out, o)
		}
	}
	return out
}

// single answers with one object, or, as the API does for a spend limit that nobody set, with 404.
func single(w http.ResponseWriter, o object, name string) {
	if o == nil {
		notFound(w, strings.ReplaceAll(name, "_", " "), "")
		return
	}
	reply(w, http.StatusOK, o)
}

func unknown(w http.ResponseWriter, r *http.Request) {
	fail(w, http.StatusNotFound, "unknown_url", "Unknown request URL: "+r.Method+" "+r.URL.Path+". Please check the URL for typos.")
}

// missingScope answers a key that is not made for what it asks.
func missingScope(w http.ResponseWriter, scope string) {
	fail(w, http.StatusForbidden, "missing_scope", "You have insufficient permissions for this operation. Missing scopes: "+scope+".")
}

func notFound(w http.ResponseWriter, what, id string) {
	fail(w, http.StatusNotFound, "not_found", strings.TrimSpace("No such "+what+" "+id)+".")
}

// fail answers in the API's own error form.
func fail(w http.ResponseWriter, status int, code, message string) {
	reply(w, status, object{"error": object{"message": message, "type": "invalid_request_error", "param": nil, "code": code}})
}

func reply(w http.ResponseWriter, status int, v any) {
	body, err := json.Marshal(v)
	if err != nil { // the data are JSON already
		panic("standin: encode a reply: " + err.Error())
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(body) // the client has gone
}
