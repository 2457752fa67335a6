// Package openai answers OpenAI's administration API on loopback, for tests and the demo, with the replies of one invented
// organization. Paths, members and pagination follow the published specification as openai-go v3.96.0 has it.
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

// AdminKey is the only key that the stand-in accepts. It is invented, and has no form that opens anything anywhere.
const AdminKey = "invented-admin-key-of-halden-mutual"

// Organization is the id of the invented organization.
const Organization = "org-haldenmutual"

// Options change how the stand-in answers.
type Options struct {
	// Latency is how long every reply takes at least.
	Latency time.Duration
	Faults  []Fault
}

// New loads the invented organization, with dates that count back from now, and returns what serves it below /v1/organization.
func New(now time.Time, o Options) (http.Handler, error) {
	e, err := load(providers.FS, now)
	if err != nil {
		return nil, err
	}
	return &server{estate: e, now: now.UTC(), options: o, faults: newFaults(o.Faults)}, nil
}

type server struct {
	estate  *estate
	now     time.Time
	options Options
	faults  *faults
	mu      sync.Mutex
	served  int
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
	if !s.admitted(w, r) {
		return
	}
	w.Header().Set("openai-organization", Organization)
	if s.faults.answer(w, r, s.answer) {
		return
	}
	s.answer(w, r)
}

// admitted checks the key and, where one is named, the organization.
func (s *server) admitted(w http.ResponseWriter, r *http.Request) bool {
	switch key, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); {
	case !ok || key == "":
		fail(w, http.StatusUnauthorized, "missing_api_key", "You didn't provide an API key.")
	case key != AdminKey:
		fail(w, http.StatusUnauthorized, "invalid_api_key", "Incorrect API key provided.")
	case r.Header.Get("OpenAI-Organization") != "" && r.Header.Get("OpenAI-Organization") != Organization:
		fail(w, http.StatusUnauthorized, "mismatched_organization", "OpenAI-Organization header should match organization for API key")
	default:
		return true
	}
	return false
}

// answer routes by method and path.
func (s *server) answer(w http.ResponseWriter, r *http.Request) {
	path, ok := strings.CutPrefix(r.URL.Path, "/v1/organization/")
	if !ok {
		unknown(w, r)
		return
	}
	if r.Method != http.MethodGet {
		fail(w, http.StatusMethodNotAllowed, "method_not_allowed", "The invented organization can be read, not changed.")
		return
	}
	parts := strings.Split(path, "/")
	switch {
	case len(parts) == 1:
		s.ofOrganization(w, r, parts[0])
	case path == "usage/completions":
		s.usage(w, r)
	case parts[0] == "workload_identity_providers" && len(parts) == 3 && parts[2] == "federation_rules":
		rules, ok := s.estate.rules[parts[1]]
		if !ok {
			notFound(w, "workload identity provider", parts[1])
			return
		}
		page(w, r, rules, cursorStyle)
	case parts[0] == "projects" && len(parts) == 3:
		s.ofProject(w, r, parts[1], parts[2])
	default:
		unknown(w, r)
	}
}

func (s *server) ofOrganization(w http.ResponseWriter, r *http.Request, name string) {
	e := s.estate
	switch name {
	case "projects":
		list := e.lists[name]
		if r.URL.Query().Get("include_archived") != "true" {
			list = only(list, func(o object) bool { return o["status"] != "archived" })
		}
		page(w, r, list, lastIDStyle)
	case "users", "invites", "spend_alerts":
		page(w, r, e.lists[name], lastIDStyle)
	case "admin_api_keys", "workload_identity_providers":
		page(w, r, e.lists[name], cursorStyle)
	case "roles", "groups":
		page(w, r, e.lists[name], nextStyle)
	case "audit_logs":
		list, ok := within(w, r, e.lists[name])
		if ok {
			page(w, r, list, lastIDStyle)
		}
	case "data_retention", "spend_limit":
		single(w, e.single[name], name)
	default:
		unknown(w, r)
	}
}

func (s *server) ofProject(w http.ResponseWriter, r *http.Request, id, name string) {
	p, ok := s.estate.projects[id]
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
