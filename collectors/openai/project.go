package openai

import (
	"context"

	sdk "github.com/openai/openai-go/v3"
)

// project reads one project. Of an archived one, which cannot be used or changed any more, only the credentials are read.
func (c *collector) project(ctx context.Context, p projectRef) {
	api := &c.admin.Organization.Projects
	c.perProject(ctx, opAccounts, "openai_service_account", p.id, func(ctx context.Context, after string) (page, error) {
		q := sdk.AdminOrganizationProjectServiceAccountListParams{Limit: sdk.Int(pageSize)}
		if after != "" {
			q.After = sdk.String(after)
		}
		return conversationPage(api.ServiceAccounts.List(ctx, p.id, q))
	})
	c.perProject(ctx, opProjectKeys, "openai_project_api_key", p.id, func(ctx context.Context, after string) (page, error) {
		// Without "any" the endpoint may leave out enabled keys whose owner has left the project.
		q := sdk.AdminOrganizationProjectAPIKeyListParams{Limit: sdk.Int(pageSize), OwnerProjectAccess: sdk.AdminOrganizationProjectAPIKeyListParamsOwnerProjectAccessAny}
		if after != "" {
			q.After = sdk.String(after)
		}
		out, err := conversationPage(api.APIKeys.List(ctx, p.id, q))
		for _, k := range out.items {
			withoutSecrets(k)
		}
		return out, err
	})
	if !p.active {
		return
	}
	of := map[string]any{"project_id": p.id}
	level := map[string]any{"level": "project", "project_id": p.id}
	c.one(ctx, opTools, "openai_hosted_tool_permission", p.id+"/hosted_tool_permissions", "mcp", of, func(ctx context.Context) (rawObject, error) {
		return single(api.HostedToolPermissions.Get(ctx, p.id))
	})
	c.one(ctx, opProjRetention, "openai_data_retention", p.id+"/data_retention", "type", level, func(ctx context.Context) (rawObject, error) {
		return single(api.DataRetention.Get(ctx, p.id))
	})
	c.one(ctx, opProjSpendLimit, "openai_spend_limit", p.id+"/spend_limit", "threshold_amount", level, func(ctx context.Context) (rawObject, error) {
		o, err := api.SpendLimit.Get(ctx, p.id)
		return unlessNotSet(o, err)
	})
	c.one(ctx, opModels, "openai_project_model_permission", p.id+"/model_permissions", "mode", of, func(ctx context.Context) (rawObject, error) {
		return single(api.ModelPermissions.Get(ctx, p.id))
	})
	c.rec.List(ctx, opProjAlerts, func(ctx context.Context) (int, error) {
		items, err := collectPages(ctx, func(ctx context.Context, after string) (page, error) {
			q := sdk.AdminOrganizationProjectSpendAlertListParams{Limit: sdk.Int(pageSize)}
			if after != "" {
				q.After = sdk.String(after)
			}
			return conversationPage(api.SpendAlerts.List(ctx, p.id, q))
		})
		c.add("openai_spend_alert", items, itself, level)
		return len(items), about("project "+p.id, err)
	})
	c.perProject(ctx, opRateLimits, "openai_project_rate_limit", p.id, func(ctx context.Context, after string) (page, error) {
		q := sdk.AdminOrganizationProjectRateLimitListRateLimitsParams{Limit: sdk.Int(pageSize)}
		if after != "" {
			q.After = sdk.String(after)
		}
		return conversationPage(api.RateLimits.ListRateLimits(ctx, p.id, q))
	})
}

// perProject reads a whole list of one project. Ids are unique within their project only, so that the project comes first.
func (c *collector) perProject(ctx context.Context, operation, kind, project string, fetch func(ctx context.Context, after string) (page, error)) {
	c.rec.List(ctx, operation, func(ctx context.Context) (int, error) {
		items, err := collectPages(ctx, fetch)
		c.add(kind, items, func(id string) string { return project + "/" + id }, map[string]any{"project_id": project})
		return len(items), about("project "+project, err)
	})
}
