package openai

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/aismm/aismm/internal/standin/relative"
)

// object is one object of a reply, with the API's own members.
type object map[string]any

// int is a whole number of the data; 0 where there is none.
func (o object) int(name string) int64 {
	n, ok := o[name].(json.Number)
	if !ok {
		return 0
	}
	v, err := n.Int64()
	if err != nil {
		return 0
	}
	return v
}

// estate is one whole invented organization.
type estate struct {
	id string
	section
	// rules are the federation rules by workload identity provider.
	rules    map[string][]object
	projects map[string]section
	usage    []object
}

// section is what the organization or one project has.
type section struct {
	lists  map[string][]object
	single map[string]object // nil for what is not set
}

// The members of the files organization.json and projects/<id>.json, and the members that an object of each must have.
var (
	organizationLists = map[string][]string{
		"users": {"id", "added_at", "object"}, "invites": {"id", "created_at", "email", "role", "status", "projects", "object"},
		"admin_api_keys": {"id", "created_at", "owner", "redacted_value", "object"}, "roles": {"id", "name", "permissions", "object"},
		"groups": {"id", "name", "created_at"}, "spend_alerts": {"id", "threshold_amount", "notification_channel", "object"},
		"audit_logs":                  {"id", "type", "effective_at"},
		"workload_identity_providers": {"id", "enabled", "issuer", "object"}, "projects": {"id", "created_at", "status", "object"},
		"external_keys": {"id", "api_project_ids", "created_at", "name", "type", "workspace_id", "object"},
		"models":        {"id", "created", "owned_by", "object"},
	}
	organizationSingles = map[string][]string{"data_retention": {"type", "object"}, "spend_limit": {"threshold_amount", "object"}}
	projectLists        = map[string][]string{
		"service_accounts": {"id", "created_at", "name", "role", "object"},
		"api_keys":         {"id", "created_at", "last_used_at", "owner", "owner_project_access", "redacted_value", "object"},
		"spend_alerts":     {"id", "threshold_amount", "notification_channel", "object"},
		"rate_limits":      {"id", "model", "max_requests_per_1_minute", "object"},
		// What only a key of the project lists. The models are those of its own; all that the organization lists are offered as well.
		"models": {"id", "created", "owned_by", "object"}, "files": {"id", "bytes", "created_at", "filename", "purpose", "status", "object"},
		"vector_stores":    {"id", "created_at", "file_counts", "last_active_at", "name", "status", "usage_bytes", "object"},
		"fine_tuning_jobs": {"id", "created_at", "model", "organization_id", "status", "training_file", "object"},
	}
	projectSingles = map[string][]string{
		"hosted_tool_permissions": {"code_interpreter", "file_search", "image_generation", "mcp", "web_search"},
		"data_retention":          {"type", "object"}, "spend_limit": {"threshold_amount", "object"}, "model_permissions": {"mode", "model_ids", "object"},
	}
	usageMembers = []string{"project_id", "model", "from_days_ago", "to_days_ago", "requests_per_day"}
)

// load reads organization.json, usage.json and projects/<id>.json of a folder. What does not fit is an error that names the file.
func load(files fs.FS, folder, id string, now time.Time) (*estate, error) {
	e := &estate{id: id, projects: map[string]section{}, rules: map[string][]object{}}
	file := folder + "/organization.json"
	raw, err := read(files, file, now)
	if err != nil {
		return nil, err
	}
	if e.section, err = sectionOf(file, raw, organizationLists, organizationSingles); err != nil {
		return nil, err
	}
	for _, p := range e.lists["workload_identity_providers"] {
		id, _ := p["id"].(string)
		rules, err := objects(file, id+".federation_rules", p["federation_rules"], []string{"id", "enabled", "project_id", "object"})
		if err != nil {
			return nil, err
		}
		e.rules[id] = rules
		delete(p, "federation_rules")
	}
	for _, p := range e.lists["projects"] {
		id, _ := p["id"].(string)
		file := folder + "/projects/" + id + ".json"
		raw, err := read(files, file, now)
		if err != nil {
			return nil, err
		}
		if e.projects[id], err = sectionOf(file, raw, projectLists, projectSingles); err != nil {
			return nil, err
		}
	}
	file = folder + "/usage.json"
	if raw, err = read(files, file, now); err != nil {
		return nil, err
	}
	if e.usage, err = objects(file, "usage", raw["usage"], usageMembers); err != nil {
		return nil, err
	}
	return e, checkUsage(file, e.usage)
}

func read(files fs.FS, file string, now time.Time) (object, error) {
	data, err := fs.ReadFile(files, file)
	if err != nil {
		return nil, fmt.Errorf("load the invented organization: %w", err)
	}
	if data, err = relative.Render(data, now); err != nil {
		return nil, fmt.Errorf("load %s: %w", file, err)
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var o object
	if err := d.Decode(&o); err != nil {
		line := 1 + bytes.Count(data[:min(int(d.InputOffset()), len(data))], []byte("\n"))
		return nil, fmt.Errorf("load %s:%d: %w", file, line, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("load %s: something follows the object", file)
	}
	return o, nil
}

func sectionOf(file string, raw object, lists, singles map[string][]string) (section, error) {
	s := section{lists: map[string][]object{}, single: map[string]object{}}
	for _, name := range slices.Sorted(maps.Keys(raw)) {
		if lists[name] == nil && singles[name] == nil {
			return s, fmt.Errorf("load %s: unknown member %q", file, name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(lists)) {
		list, err := objects(file, name, raw[name], lists[name])
		if err != nil {
			return s, err
		}
		s.lists[name] = list
	}
	for _, name := range slices.Sorted(maps.Keys(singles)) {
		v, ok := raw[name]
		if !ok {
			return s, fmt.Errorf("load %s: %s is missing; what is not set is null", file, name)
		}
		if v == nil {
			s.single[name] = nil
			continue
		}
		o, err := one(file, name, v, singles[name])
		if err != nil {
			return s, err
		}
		s.single[name] = o
	}
	return s, nil
}

func objects(file, name string, v any, members []string) ([]object, error) {
	values, ok := v.([]any)
	if !ok {
		return nil, fmt.Errorf("load %s: %s is no list", file, name)
	}
	list := []object{}
	for i, v := range values {
		o, err := one(file, fmt.Sprintf("%s[%d]", name, i), v, members)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(list, func(known object) bool { return o["id"] != nil && known["id"] == o["id"] }) {
			return nil, fmt.Errorf("load %s: %s repeats the id %v", file, name, o["id"])
		}
		list = append(list, o)
	}
	return list, nil
}

func one(file, name string, v any, members []string) (object, error) {
	m, ok := v.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("load %s: %s is no object", file, name)
	}
	var missing []string
	for _, member := range members {
		if _, ok := m[member]; !ok {
			missing = append(missing, member)
		}
	}
	if len(missing) > 0 {
		return nil, fmt.Errorf("load %s: %s lacks %s", file, name, strings.Join(missing, ", "))
	}
	return m, nil
}
