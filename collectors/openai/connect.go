package openai

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	sdk "github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

// organizationHeader names the organization of the request in every reply
// (API reference, overview, debugging requests: "openai-organization").
const organizationHeader = "openai-organization"

// connection holds the organizations that are read, usually one.
type connection struct {
	tenants []*tenant
	now     func() time.Time
}

// tenant is one organization that was signed in to, or could not be.
type tenant struct {
	admin    sdk.AdminService
	scope    evidence.Scope
	identity string
	projects map[string]projectKey
	outcome  evidence.Outcome // set where it could not be entered, with the reason
	reason   string
}

// projectKey is where the key of a project is, and the key; there is none in an empty variable.
type projectKey struct {
	variable string
	options  []option.RequestOption
}

// session is what the collectors of an organization's one scope work with.
type session struct {
	admin        sdk.AdminService
	organization string
	projects     map[string]projectKey
	now          func() time.Time
}

func connect(ctx context.Context, o collectors.ConnectOptions) (collectors.Connection, error) {
	return connectAt(ctx, o, time.Now)
}

func connectAt(ctx context.Context, o collectors.ConnectOptions, now func() time.Time) (*connection, error) {
	s, ok := o.Settings.(*Settings)
	if !ok {
		return nil, fmt.Errorf("connect to openai: settings are %T, want *openai.Settings", o.Settings)
	}
	// The services are made without the client around them, which would read this process's environment behind the caller's back.
	options := []option.RequestOption{option.WithEnvironmentProduction()}
	if o.HTTP != nil {
		options = append(options, option.WithHTTPClient(o.HTTP))
	}
	if base := o.Env(cmp.Or(s.BaseURLEnv, "OPENAI_BASE_URL")); base != "" {
		options = append(options, option.WithBaseURL(base))
	}
	c := &connection{now: now}
	if len(s.Organizations) == 0 {
		one := Organization{AdminKeyEnv: cmp.Or(s.AdminKeyEnv, defaultEnv), Organization: cmp.Or(s.Organization, o.Env("OPENAI_ORG_ID")), ProjectKeys: s.ProjectKeys}
		t, err := signIn(ctx, one, options, o.Env)
		if err != nil {
			return nil, fmt.Errorf("connect to openai: %w", err)
		}
		c.tenants = []*tenant{t}
		return c, nil
	}
	var errs []error
	for _, one := range s.Organizations {
		t, err := signIn(ctx, one, options, o.Env)
		if err != nil {
			if ctx.Err() != nil {
				return nil, fmt.Errorf("connect to openai: %w", err)
			}
			errs = append(errs, fmt.Errorf("%s: %w", one.Organization, err))
			t = &tenant{scope: scopeOf(one.Organization), outcome: evidence.Failed, reason: err.Error()}
			if refused := (*refusedError)(nil); errors.As(err, &refused) {
				t.outcome = refused.outcome
			}
		}
		c.tenants = append(c.tenants, t)
	}
	if len(errs) == len(c.tenants) {
		return nil, fmt.Errorf("connect to openai: %w", errors.Join(errs...))
	}
	return c, nil
}

// refusedError is the advice on an answer of the API, and the outcome that the answer stands for.
type refusedError struct {
	outcome evidence.Outcome
	advice  string
}

func (e *refusedError) Error() string { return e.advice }

// signIn asks with an organization's admin key, and finds out which organization and which key it is.
func signIn(ctx context.Context, one Organization, options []option.RequestOption, env func(string) string) (*tenant, error) {
	key := strings.TrimSpace(env(one.AdminKeyEnv))
	if key == "" {
		return nil, fmt.Errorf("the environment variable %s is not set; put an admin API key there "+
			"(an organization owner creates one at platform.openai.com/settings/organization/admin-keys)", one.AdminKeyEnv)
	}
	organization := one.Organization
	if organization != "" {
		// A key of another organization is then refused by the API.
		options = append(slices.Clip(options), option.WithOrganization(organization))
	}
	t := &tenant{admin: sdk.NewAdminService(append(slices.Clip(options), option.WithAdminAPIKey(key))...), projects: map[string]projectKey{}}

	var reply *http.Response
	_, err := t.admin.Organization.Projects.List(ctx, sdk.AdminOrganizationProjectListParams{Limit: sdk.Int(1)}, option.WithResponseInto(&reply))
	if err != nil {
		outcome, _ := classify(err)
		return nil, &refusedError{outcome, adviceOn(err, one.AdminKeyEnv)}
	}
	if organization == "" && reply != nil {
		organization = reply.Header.Get(organizationHeader)
	}
	if organization == "" {
		return nil, fmt.Errorf("the reply names no organization (header %s); set providers.openai.organization or OPENAI_ORG_ID "+
			"to the id shown at platform.openai.com/settings/organization/general", organizationHeader)
	}
	for id, variable := range one.ProjectKeys {
		k := projectKey{variable: variable}
		if value := strings.TrimSpace(env(variable)); value != "" {
			// A key of another project is refused by the API, as the project is sent along.
			k.options = append(slices.Clip(options), option.WithAPIKey(value), option.WithProject(id))
		}
		t.projects[id] = k
	}
	t.scope = scopeOf(organization)
	t.identity = organization + "/" + t.keyName(ctx, key)
	return t, nil
}

func scopeOf(organization string) evidence.Scope {
	s := evidence.NewScope(provider, organization, "")
	s.Name = organization
	return s
}

// keyName finds out which admin key is asking, by the visible ends of the redacted values. It never returns any part of the key.
func (t *tenant) keyName(ctx context.Context, key string) string {
	const unknown = "an admin API key"
	found := ""
	keys, err := collectPages(ctx, func(ctx context.Context, after string) (page, error) {
		return cursorPage(t.admin.Organization.AdminAPIKeys.List(ctx, sdk.AdminOrganizationAdminAPIKeyListParams{Limit: limit, After: cursor(after)}))
	})
	if err != nil {
		return unknown // the collector's own read of the keys reports the failure
	}
	for _, k := range keys {
		value, _ := k["redacted_value"].(string)
		head, tail, marked := visibleEnds(value)
		if !marked || tail == "" || !strings.HasPrefix(key, head) || !strings.HasSuffix(key, tail) {
			continue
		}
		if found != "" {
			return unknown
		}
		found, _ = k["id"].(string)
		if name, _ := k["name"].(string); name != "" {
			found += " (" + name + ")"
		}
	}
	if found == "" {
		return unknown
	}
	return found
}

// visibleEnds splits a redacted value such as "sk-admin...def" or "sk-admin****def" into what it shows of the key.
func visibleEnds(redacted string) (head, tail string, marked bool) {
	first, last := strings.IndexAny(redacted, ".*"), strings.LastIndexAny(redacted, ".*")
	if first < 0 || last == first {
		return "", "", false
	}
	return redacted[:first], redacted[last+1:], true
}

// Identity names the admin keys, one for each organization that was entered.
func (c *connection) Identity() string {
	var names []string
	for _, t := range c.tenants {
		if t.identity != "" {
			names = append(names, t.identity)
		}
	}
	return strings.Join(names, ", ")
}

func (c *connection) Scopes() []collectors.Expected {
	var all []collectors.Expected
	for _, t := range c.tenants {
		all = append(all, collectors.Expected{Scope: t.scope, Outcome: t.outcome, Reason: t.reason, Identity: t.identity})
	}
	return all
}

func (c *connection) Session(_ context.Context, s evidence.Scope) (any, error) {
	var known []string
	for _, t := range c.tenants {
		if t.scope.ID == s.ID && t.outcome == "" {
			return &session{admin: t.admin, organization: t.scope.Account, projects: t.projects, now: c.now}, nil
		}
		known = append(known, t.scope.ID)
	}
	return nil, fmt.Errorf("open a session in %s: the admin API key belongs to %s", s.ID, strings.Join(known, ", "))
}

// Classify reads the status of the reply. A missing scope is answered with 401 or 403 by the API, and its message names the scope.
func (c *connection) Classify(err error) (evidence.Outcome, string) { return classify(err) }

func classify(err error) (evidence.Outcome, string) {
	var api *sdk.Error
	if !errors.As(err, &api) {
		if host, why, ok := collectors.Unreached(err); ok {
			return evidence.Failed, fmt.Sprintf("reach %s: %s; check the network, OPENAI_BASE_URL and the proxy", host, why)
		}
		message := err.Error()
		switch {
		case strings.Contains(message, "content-type 'text/html'"): // the SDK's words for a body that it does not decode
			message = "the endpoint answered with a web page; check OPENAI_BASE_URL and the proxy"
		case errors.Is(err, io.ErrUnexpectedEOF):
			message = "the reply broke off half way: " + message
		}
		return evidence.Failed, message
	}
	message := strings.TrimSpace(api.Message)
	if message == "" {
		message = http.StatusText(api.StatusCode)
	}
	var about *aboutError
	if errors.As(err, &about) {
		message = about.subject + ": " + message
	}
	message = fmt.Sprintf("%s (HTTP %d)", message, api.StatusCode)
	switch api.StatusCode {
	case http.StatusUnauthorized, http.StatusForbidden:
		return evidence.Denied, message
	case http.StatusTooManyRequests:
		return evidence.Throttled, message
	}
	return evidence.Failed, message
}

func adviceOn(err error, keyEnv string) string {
	var api *sdk.Error
	_, message := classify(err)
	if !errors.As(err, &api) {
		return message
	}
	switch api.StatusCode {
	case http.StatusUnauthorized:
		return fmt.Sprintf("the key in %s was refused: %s; use an admin API key of an organization owner, not a project key, and check that it has not expired", keyEnv, message)
	case http.StatusForbidden:
		return fmt.Sprintf("the key in %s may not read projects: %s; give the admin API key the scope %s", keyEnv, message, scopeManagement)
	}
	return message
}

// aboutError says which project a failed read was about, and keeps the API's error for Classify.
type aboutError struct {
	subject string
	err     error
}

func (e *aboutError) Error() string { return e.subject + ": " + e.err.Error() }
func (e *aboutError) Unwrap() error { return e.err }

func about(subject string, err error) error {
	if err == nil {
		return nil
	}
	return &aboutError{subject: subject, err: err}
}
