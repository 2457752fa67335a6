package openai

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
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

type connection struct {
	admin    sdk.AdminService
	scope    evidence.Scope
	identity string
	now      func() time.Time
}

// session is what the collectors of the organization's one scope work with.
type session struct {
	admin        sdk.AdminService
	organization string
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
	keyEnv, urlEnv := s.AdminKeyEnv, s.BaseURLEnv
	if keyEnv == "" {
		keyEnv = defaultEnv
	}
	if urlEnv == "" {
		urlEnv = "OPENAI_BASE_URL"
	}
	key := strings.TrimSpace(o.Env(keyEnv))
	if key == "" {
		return nil, fmt.Errorf("connect to openai: the environment variable %s is not set; put an admin API key there "+
			"(an organization owner creates one at platform.openai.com/settings/organization/admin-keys)", keyEnv)
	}
	// The service is made without the client around it, which would read this process's environment behind the caller's back.
	options := []option.RequestOption{option.WithEnvironmentProduction(), option.WithAdminAPIKey(key)}
	if o.HTTP != nil {
		options = append(options, option.WithHTTPClient(o.HTTP))
	}
	if base := o.Env(urlEnv); base != "" {
		options = append(options, option.WithBaseURL(base))
	}
	organization := s.Organization
	if organization == "" {
		organization = o.Env("OPENAI_ORG_ID")
	}
	if organization != "" {
		// A key of another organization is then refused by the API.
		options = append(options, option.WithOrganization(organization))
	}
	c := &connection{admin: sdk.NewAdminService(options...), now: now}

	var reply *http.Response
	_, err := c.admin.Organization.Projects.List(ctx, sdk.AdminOrganizationProjectListParams{Limit: sdk.Int(1)}, option.WithResponseInto(&reply))
	if err != nil {
		return nil, fmt.Errorf("connect to openai: %s", adviceOn(err, keyEnv))
	}
	if organization == "" && reply != nil {
		organization = reply.Header.Get(organizationHeader)
	}
	if organization == "" {
		return nil, fmt.Errorf("connect to openai: the reply names no organization (header %s); set providers.openai.organization or OPENAI_ORG_ID "+
			"to the id shown at platform.openai.com/settings/organization/general", organizationHeader)
	}
	c.scope = evidence.NewScope(provider, organization, "")
	c.scope.Name = organization
	c.identity = organization + "/" + c.keyName(ctx, key)
	return c, nil
}

// keyName finds out which admin key is asking, by the visible ends of the redacted values. It never returns any part of the key.
func (c *connection) keyName(ctx context.Context, key string) string {
	const unknown = "an admin API key"
	found := ""
	keys, err := collectPages(ctx, func(ctx context.Context, after string) (page, error) {
		return cursorPage(c.admin.Organization.AdminAPIKeys.List(ctx, sdk.AdminOrganizationAdminAPIKeyListParams{Limit: limit, After: cursor(after)}))
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

func (c *connection) Identity() string { return c.identity }

func (c *connection) Scopes() []collectors.Expected {
	return []collectors.Expected{{Scope: c.scope}}
}

func (c *connection) Session(_ context.Context, s evidence.Scope) (any, error) {
	if s.ID != c.scope.ID {
		return nil, fmt.Errorf("open a session in %s: the admin API key belongs to %s", s.ID, c.scope.ID)
	}
	return &session{admin: c.admin, organization: c.scope.Account, now: c.now}, nil
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
