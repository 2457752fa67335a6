package openai

import (
	"context"

	sdk "github.com/openai/openai-go/v3"
)

// project reads one project. Of an archived one, which cannot be used or changed any more, only the credentials are read.
func (c *collector) project(ctx context.Context, p projectRef) {
	api := &c.admin.Organization.Projects
	of := map[string]any{"project_id": p.id}
	c.list(ctx, opAccounts, "openai_service_account", within(p.id), of, func(ctx context.Context, after string) (page, error) {
		return conversationPage(api.ServiceAccounts.List(ctx, p.id, sdk.AdminOrganizationProjectServiceAccountListParams{Limit: limit, After: cursor(after)}))
	})
	c.list(ctx, opProjectKeys, "openai_project_api_key", within(p.id), of, func(ctx context.Context, after string) (page, error) {
		// Without "any" the endpoint may leave out enabled keys whose owner has left the project.
		q := sdk.AdminOrganizationProjectAPIKeyListParams{Limit: limit, After: cursor(after), OwnerProjectAccess: sdk.AdminOrganizationProjectAPIKeyListParamsOwnerProjectAccessAny}
		out, err := conversationPage(api.APIKeys.List(ctx, p.id, q))
		for _, k := range out.items {
			withoutSecrets(k)
		}
		return out, err
	})
	if !p.active {
		return
	}
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
	c.list(ctx, opProjAlerts, "openai_spend_alert", itself, level, func(ctx context.Context, after string) (page, error) {
		return conversationPage(api.SpendAlerts.List(ctx, p.id, sdk.AdminOrganizationProjectSpendAlertListParams{Limit: limit, After: cursor(after)}))
	})
	c.list(ctx, opRateLimits, "openai_project_rate_limit", within(p.id), of, func(ctx context.Context, after string) (page, error) {
		return conversationPage(api.RateLimits.ListRateLimits(ctx, p.id, sdk.AdminOrganizationProjectRateLimitListRateLimitsParams{Limit: limit, After: cursor(after)}))
	})
}
