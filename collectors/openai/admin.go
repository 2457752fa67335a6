package openai

import (
	"context"
	"slices"
	"sync"

	sdk "github.com/openai/openai-go/v3"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

// The scopes of a restricted admin API key, as the API's own refusals name them ("Missing scopes: api.management.read").
const (
	scopeManagement = "api.management.read"
	scopeUsage      = "api.usage.read"
	scopeAuditLogs  = "api.audit_logs.read"
)

const (
	opProjects       = "GET /v1/organization/projects"
	opUsers          = "GET /v1/organization/users"
	opInvites        = "GET /v1/organization/invites"
	opAdminKeys      = "GET /v1/organization/admin_api_keys"
	opAuditLogs      = "GET /v1/organization/audit_logs"
	opRetention      = "GET /v1/organization/data_retention"
	opSpendLimit     = "GET /v1/organization/spend_limit"
	opSpendAlerts    = "GET /v1/organization/spend_alerts"
	opUsage          = "GET /v1/organization/usage/completions"
	opIdentity       = "GET /v1/organization/workload_identity_providers"
	opRules          = "GET /v1/organization/workload_identity_providers/{id}/federation_rules"
	opRoles          = "GET /v1/organization/roles"
	opGroups         = "GET /v1/organization/groups"
	opExternalKeys   = "GET /v1/organization/external_keys"
	opAccounts       = "GET /v1/organization/projects/{id}/service_accounts"
	opProjectKeys    = "GET /v1/organization/projects/{id}/api_keys"
	opTools          = "GET /v1/organization/projects/{id}/hosted_tool_permissions"
	opProjRetention  = "GET /v1/organization/projects/{id}/data_retention"
	opProjSpendLimit = "GET /v1/organization/projects/{id}/spend_limit"
	opProjAlerts     = "GET /v1/organization/projects/{id}/spend_alerts"
	opModels         = "GET /v1/organization/projects/{id}/model_permissions"
	opRateLimits     = "GET /v1/organization/projects/{id}/rate_limits"
)

// projectsAtOnce bounds how many projects are read side by side; the paced transport bounds the calls per second.
const projectsAtOnce = 4

func admin() *collectors.Collector {
	list := func(name, kind string) collectors.Operation {
		return collectors.Operation{Name: name, Form: evidence.List, Kinds: []string{kind}, Permissions: []string{scopeManagement}}
	}
	perProject := func(name, kind string) collectors.Operation {
		o := list(name, kind)
		o.After = opProjects
		return o
	}
	var usage []collectors.Operation
	for _, e := range usageEndpoints {
		o := list(e.operation(), "openai_usage")
		o.Permissions = []string{scopeUsage}
		usage = append(usage, o)
	}
	auditLogs := list(opAuditLogs, "openai_audit_log")
	auditLogs.Permissions = []string{scopeAuditLogs}
	return &collectors.Collector{
		Name: "openai/admin", Provider: provider, Level: evidence.Boundary, Kinds: declared(kinds()),
		Operations: slices.Concat([]collectors.Operation{
			list(opProjects, "openai_project"), list(opUsers, "openai_user"), list(opInvites, "openai_invite"),
			list(opAdminKeys, "openai_admin_api_key"), auditLogs, list(opRetention, "openai_data_retention"),
			list(opSpendLimit, "openai_spend_limit"), list(opSpendAlerts, "openai_spend_alert"),
		}, usage, []collectors.Operation{
			list(opIdentity, "openai_workload_identity_provider"),
			{Name: opRules, Form: evidence.Detail, Kinds: []string{"openai_workload_identity_provider"}, Permissions: []string{scopeManagement}, After: opIdentity},
			list(opRoles, "openai_role"), list(opGroups, "openai_group"), list(opExternalKeys, "openai_external_key"),
			perProject(opAccounts, "openai_service_account"), perProject(opProjectKeys, "openai_project_api_key"),
			perProject(opTools, "openai_hosted_tool_permission"), perProject(opProjRetention, "openai_data_retention"),
			perProject(opProjSpendLimit, "openai_spend_limit"), perProject(opProjAlerts, "openai_spend_alert"),
			perProject(opModels, "openai_project_model_permission"), perProject(opRateLimits, "openai_project_rate_limit"),
		}),
		Collect: collect,
	}
}

func collect(ctx context.Context, s any, rec *collectors.Recorder) {
	c := collector{session: s.(*session), rec: rec}
	c.organization(ctx)
	var wait sync.WaitGroup
	slots := make(chan struct{}, projectsAtOnce)
	for _, p := range c.projects(ctx) {
		wait.Add(1)
		slots <- struct{}{}
		go func() {
			defer wait.Done()
			defer func() { <-slots }()
			defer rec.Guard()
			c.project(ctx, p)
		}()
	}
	wait.Wait()
}

// collector reads one organization.
type collector struct {
	*session
	rec *collectors.Recorder
}

// a project as the list of projects has it.
type projectRef struct {
	id     string
	active bool
}

func (c *collector) projects(ctx context.Context) []projectRef {
	var refs []projectRef
	for _, p := range c.list(ctx, opProjects, "openai_project", itself, nil, func(ctx context.Context, after string) (page, error) {
		q := sdk.AdminOrganizationProjectListParams{Limit: limit, After: cursor(after), IncludeArchived: sdk.Bool(true)}
		return conversationPage(c.admin.Organization.Projects.List(ctx, q))
	}) {
		refs = append(refs, projectRef{id: p.ID, active: p.Config["status"] != "archived"})
	}
	return refs
}
