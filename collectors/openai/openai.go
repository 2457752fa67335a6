// Package openai reads OpenAI organizations through the administration API, and their projects through the lists of the ordinary API,
// with the official client (github.com/openai/openai-go/v3). It makes GET requests only, and none for the content of a file.
package openai

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/aismm/aismm/collectors"
)

const (
	provider   = "openai"
	defaultEnv = "OPENAI_ADMIN_KEY"
)

// Settings is what aismm.yaml may say under providers.openai.
type Settings struct {
	// AdminKeyEnv names the environment variable that holds the admin API key; the default is OPENAI_ADMIN_KEY.
	AdminKeyEnv string `yaml:"admin_key_env" doc:"The environment variable that holds the admin API key (default OPENAI_ADMIN_KEY)."`
	// Organization is the organization's id ("org-..."). It is needed only where the API's replies do not name it; OPENAI_ORG_ID is honoured too.
	Organization string `yaml:"organization" doc:"The id of the organization (org-...), where the replies of the API do not name it."`
	// BaseURLEnv names the environment variable that holds the API's address; the default is OPENAI_BASE_URL, as the official client has it.
	BaseURLEnv string `yaml:"base_url_env" doc:"The environment variable that holds the address of the API (default OPENAI_BASE_URL)."`
	// ProjectKeys names, by project id, the environment variables that hold API keys of projects. An admin API key cannot list models, files, vector
	// stores and fine-tuning jobs; what belongs to a project without a key stays unknown.
	ProjectKeys map[string]string `yaml:"project_keys" doc:"For a project's id, the environment variable that holds a read-only API key of it. Models, files, vector stores and fine-tuning jobs of projects without one stay unknown."`
	// Organizations are read side by side where there are several. The settings above, but for the address, are then said of each.
	Organizations []Organization `yaml:"organizations" doc:"Where there are several organizations: each with its id and its own keys. The settings above, but for the address, are then left out."`
}

// Organization is one of several organizations.
type Organization struct {
	// Organization is the organization's id. It is needed, because an organization that cannot be entered is listed all the same.
	Organization string `yaml:"organization" doc:"The id of the organization (org-...)."`
	// AdminKeyEnv names the environment variable that holds its admin API key.
	AdminKeyEnv string `yaml:"admin_key_env" doc:"The environment variable that holds its admin API key."`
	// ProjectKeys is what Settings.ProjectKeys is, for the projects of this organization.
	ProjectKeys map[string]string `yaml:"project_keys" doc:"For a project's id, the environment variable that holds a read-only API key of it."`
}

func init() {
	collectors.RegisterProvider(&collectors.Provider{
		Name:                provider,
		Title:               "OpenAI",
		NewSettings:         func() any { return &Settings{} },
		Detect:              detect,
		Check:               check,
		Connect:             connect,
		PermissionsDocument: permissionsDocument,
	})
	collectors.Register(admin())
	collectors.Register(projects())
}

func detect(env func(string) string) (string, bool) {
	if env(defaultEnv) == "" {
		return "", false
	}
	return "the environment variable " + defaultEnv, true
}

var environmentName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// check reports settings that cannot be right. What is written where the name of a variable belongs is not repeated: it may be a key.
func check(o collectors.ConnectOptions) error {
	s, ok := o.Settings.(*Settings)
	if !ok || s == nil {
		return nil
	}
	var errs []error
	bad := func(format string, args ...any) { errs = append(errs, fmt.Errorf("providers.openai."+format, args...)) }
	variable := func(place, name string) {
		if !environmentName.MatchString(name) {
			bad("%s is no name of an environment variable; name one, and put the key into it: keys never stand in the configuration", place)
		}
	}
	projectKeys := func(place string, keys map[string]string) {
		for _, id := range slices.Sorted(maps.Keys(keys)) {
			variable(place+"project_keys."+id, keys[id])
		}
	}
	if s.AdminKeyEnv != "" {
		variable("admin_key_env", s.AdminKeyEnv)
	}
	projectKeys("", s.ProjectKeys)
	if len(s.Organizations) == 0 {
		return errors.Join(errs...)
	}
	if s.AdminKeyEnv != "" || s.Organization != "" || len(s.ProjectKeys) > 0 {
		bad("organizations is set beside admin_key_env, organization or project_keys; say those of each organization, below its id")
	}
	seen := map[string]bool{}
	for i, org := range s.Organizations {
		place := fmt.Sprintf("organizations[%d].", i)
		switch {
		case org.Organization == "":
			bad("%sorganization is missing; it is the id shown at platform.openai.com/settings/organization/general", place)
		case seen[org.Organization]:
			bad("%sorganization is %s, which is listed already", place, org.Organization)
		}
		seen[org.Organization] = true
		variable(place+"admin_key_env", org.AdminKeyEnv)
		projectKeys(place, org.ProjectKeys)
	}
	return errors.Join(errs...)
}

// permissionsDocument lists the scopes as text: keys are created by hand, and their scopes are ticked there.
func permissionsDocument(permissions []string) ([]byte, error) {
	admin, project := map[string]bool{}, map[string]bool{}
	for _, p := range permissions {
		for one := range strings.SplitSeq(p, ",") {
			switch one = strings.TrimSpace(one); one {
			case scopeManagement, scopeUsage, scopeAuditLogs:
				admin[one] = true
			case scopeModels, scopeFiles, scopeVectorStores, scopeFineTuning:
				project[one] = true
			default:
				return nil, fmt.Errorf("write the scopes of OpenAI API keys: unknown scope %q", one)
			}
		}
	}
	var b strings.Builder
	b.WriteString("# An OpenAI admin API key for reading: create it as an organization owner at\n" +
		"# platform.openai.com/settings/organization/admin-keys, restricted, with these scopes and nothing that writes.\n")
	for _, s := range slices.Sorted(maps.Keys(admin)) {
		b.WriteString(s + "\n")
	}
	if len(project) > 0 {
		b.WriteString("\n# An admin API key cannot read what lies inside projects. Create one more key in each active project at\n" +
			"# platform.openai.com/api-keys, restricted, with these scopes and nothing that writes, and name the environment variable that\n" +
			"# holds it under providers.openai.project_keys. Without it, what only it can read stays unknown.\n")
		for _, s := range slices.Sorted(maps.Keys(project)) {
			b.WriteString(s + "\n")
		}
	}
	return []byte(b.String()), nil
}
