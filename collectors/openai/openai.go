// Package openai reads an OpenAI organization through its administration API, with the official client
// (github.com/openai/openai-go/v3, client.Admin.Organization). It makes GET requests only.
package openai

import (
	"fmt"
	"maps"
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
}

func init() {
	collectors.RegisterProvider(&collectors.Provider{
		Name:                provider,
		Title:               "OpenAI",
		NewSettings:         func() any { return &Settings{} },
		Detect:              detect,
		Connect:             connect,
		PermissionsDocument: permissionsDocument,
	})
	collectors.Register(admin())
}

func detect(env func(string) string) (string, bool) {
	if env(defaultEnv) == "" {
		return "", false
	}
	return "the environment variable " + defaultEnv, true
}

// permissionsDocument lists the scopes as text: an admin API key is created by hand, and its scopes are ticked there.
func permissionsDocument(permissions []string) ([]byte, error) {
	scopes := map[string]bool{}
	for _, p := range permissions {
		for one := range strings.SplitSeq(p, ",") {
			one = strings.TrimSpace(one)
			if one != scopeManagement && one != scopeUsage && one != scopeAuditLogs {
				return nil, fmt.Errorf("write the scopes of an OpenAI admin API key: unknown scope %q", one)
			}
			scopes[one] = true
		}
	}
	var b strings.Builder
	b.WriteString("# An OpenAI admin API key for reading: create it as an organization owner at\n" +
		"# platform.openai.com/settings/organization/admin-keys, restricted, with these scopes and nothing that writes.\n")
	for _, s := range slices.Sorted(maps.Keys(scopes)) {
		b.WriteString(s + "\n")
	}
	return []byte(b.String()), nil
}
