package openai

import (
	"context"
	"errors"
	"net/http"
	"time"

	sdk "github.com/openai/openai-go/v3"

	"github.com/aismm/aismm/internal/evidence"
)

// organization reads what belongs to the organization as a whole.
func (c *collector) organization(ctx context.Context) {
	api := &c.admin.Organization
	c.list(ctx, opUsers, "openai_user", itself, nil, func(ctx context.Context, after string) (page, error) {
		return conversationPage(api.Users.List(ctx, sdk.AdminOrganizationUserListParams{Limit: limit, After: cursor(after)}))
	})
	c.list(ctx, opInvites, "openai_invite", itself, nil, func(ctx context.Context, after string) (page, error) {
		return conversationPage(api.Invites.List(ctx, sdk.AdminOrganizationInviteListParams{Limit: limit, After: cursor(after)}))
	})
	c.list(ctx, opAdminKeys, "openai_admin_api_key", itself, nil, func(ctx context.Context, after string) (page, error) {
		p := sdk.AdminOrganizationAdminAPIKeyListParams{Limit: limit, After: cursor(after)}
		out, err := cursorPage(api.AdminAPIKeys.List(ctx, p))
		for _, k := range out.items {
			withoutSecrets(k)
		}
		return out, err
	})
	c.list(ctx, opRoles, "openai_role", itself, nil, func(ctx context.Context, after string) (page, error) {
		return nextPage(api.Roles.List(ctx, sdk.AdminOrganizationRoleListParams{Limit: limit, After: cursor(after)}))
	})
	c.list(ctx, opGroups, "openai_group", itself, nil, func(ctx context.Context, after string) (page, error) {
		return nextPage(api.Groups.List(ctx, sdk.AdminOrganizationGroupListParams{Limit: limit, After: cursor(after)}))
	})
	c.list(ctx, opExternalKeys, "openai_external_key", itself, nil, func(ctx context.Context, after string) (page, error) {
		return cursorPage(api.ExternalKeys.List(ctx, sdk.AdminOrganizationExternalKeyListParams{Limit: limit, After: cursor(after)}))
	})
	level := map[string]any{"level": "organization"}
	c.list(ctx, opSpendAlerts, "openai_spend_alert", itself, level, func(ctx context.Context, after string) (page, error) {
		return conversationPage(api.SpendAlerts.List(ctx, sdk.AdminOrganizationSpendAlertListParams{Limit: limit, After: cursor(after)}))
	})
	c.one(ctx, opRetention, "openai_data_retention", c.session.organization+"/data_retention", "type", level, func(ctx context.Context) (rawObject, error) {
		return single(api.DataRetention.Get(ctx))
	})
	c.one(ctx, opSpendLimit, "openai_spend_limit", c.session.organization+"/spend_limit", "threshold_amount", level, func(ctx context.Context) (rawObject, error) {
		o, err := api.SpendLimit.Get(ctx)
		return unlessNotSet(o, err)
	})
	c.newestEvent(ctx)
	c.identityProviders(ctx)
	c.usage(ctx)
}

// list reads a whole list, records each object under the id that key makes of its own, and gives the resources.
func (c *collector) list(ctx context.Context, operation, kind string, key func(id string) string, derived map[string]any, fetch fetcher) []*evidence.Resource {
	var found []*evidence.Resource
	c.rec.List(ctx, operation, func(ctx context.Context) (int, error) {
		items, err := collectPages(ctx, fetch)
		for _, o := range items {
			name, _ := o["name"].(string)
			res := &evidence.Resource{ID: key(o["id"].(string)), Name: name, Config: o, Derived: derived}
			found = append(found, res)
			c.rec.Add(kind, res)
		}
		return len(items), aboutProject(derived, err)
	})
	return found
}

// itself is the key of lists whose ids are unique in the organization.
func itself(id string) string { return id }

// within is the key of a project's lists, whose ids are unique in the project only.
func within(project string) func(id string) string {
	return func(id string) string { return project + "/" + id }
}

// one reads a single object; errNotSet is the API's statement that there is none. Without the member that makes the object what it is,
// the reply is malformed.
func (c *collector) one(ctx context.Context, operation, kind, id, member string, derived map[string]any, get func(ctx context.Context) (rawObject, error)) {
	c.rec.List(ctx, operation, func(ctx context.Context) (int, error) {
		o, err := get(ctx)
		if errors.Is(err, errNotSet) {
			return 0, nil
		}
		if err != nil {
			return 0, aboutProject(derived, err)
		}
		config, err := decode(o.RawJSON())
		if err == nil && config[member] == nil {
			err = errors.New("the reply lacks " + member)
		}
		if err != nil {
			return 0, aboutProject(derived, err)
		}
		c.rec.Add(kind, &evidence.Resource{ID: id, Config: config, Derived: derived})
		return 1, nil
	})
}

func aboutProject(derived map[string]any, err error) error {
	if id, ok := derived["project_id"].(string); ok {
		return about("project "+id, err)
	}
	return err
}

var errNotSet = errors.New("none is set")

// unlessNotSet turns "no hard spend limit" into errNotSet: both spend limit endpoints answer 404, in the API's own error form, when none is set (observed
// by several clients of the published specification, which has no other reply for that state). A 404 of any other form is an error,
// and so is the one that says that there is no such endpoint.
func unlessNotSet[T any, P pointer[T]](o P, err error) (rawObject, error) {
	var api *sdk.Error
	if errors.As(err, &api) && api.StatusCode == http.StatusNotFound && api.Message != "" && api.Code != "unknown_url" {
		return o, errNotSet
	}
	return single[T](o, err)
}

// newestEvent reads the newest event of the audit log. The order of the list is not documented, so narrow windows are tried first: within the first one that holds
// anything, the newest event of its first page is at most a window away from the newest of all.
func (c *collector) newestEvent(ctx context.Context) {
	c.rec.List(ctx, opAuditLogs, func(ctx context.Context) (int, error) {
		now := c.now()
		for _, days := range []int{1, 30, 0} {
			p := sdk.AdminOrganizationAuditLogListParams{Limit: limit}
			if days > 0 {
				p.EffectiveAt.Gte = sdk.Int(now.Add(-time.Duration(days) * 24 * time.Hour).Unix())
			}
			reply, err := c.admin.Organization.AuditLogs.List(ctx, p)
			if err != nil {
				return 0, err
			}
			if reply == nil || !reply.JSON.Data.Valid() {
				return 0, errors.New("the reply is not a list: it lacks data")
			}
			var newest *sdk.AdminOrganizationAuditLogListResponse
			for i := range reply.Data {
				e := &reply.Data[i]
				if e.ID == "" || e.EffectiveAt == 0 {
					return 0, errors.New("the reply lists an event without id or effective_at")
				}
				if newest == nil || e.EffectiveAt > newest.EffectiveAt || e.EffectiveAt == newest.EffectiveAt && e.ID < newest.ID {
					newest = e
				}
			}
			if newest == nil {
				continue
			}
			event, err := decode(newest.RawJSON())
			if err != nil {
				return 0, err
			}
			config := map[string]any{} // actors and details hold addresses and names, and no policy needs them
			for _, k := range []string{"id", "type", "effective_at"} {
				if v, ok := event[k]; ok {
					config[k] = v
				}
			}
			c.rec.Add("openai_audit_log", &evidence.Resource{ID: newest.ID, Config: config})
			return 1, nil
		}
		return 0, nil
	})
}

func (c *collector) identityProviders(ctx context.Context) {
	api := &c.admin.Organization.WorkloadIdentityProviders
	providers := c.list(ctx, opIdentity, "openai_workload_identity_provider", itself, nil, func(ctx context.Context, after string) (page, error) {
		return cursorPage(api.List(ctx, sdk.AdminOrganizationWorkloadIdentityProviderListParams{Limit: limit, After: cursor(after)}))
	})
	for _, r := range providers {
		c.rec.Detail(ctx, opRules, r, func(ctx context.Context) error {
			items, err := collectPages(ctx, func(ctx context.Context, after string) (page, error) {
				return cursorPage(api.FederationRules.List(ctx, r.ID, sdk.AdminOrganizationWorkloadIdentityProviderFederationRuleListParams{Limit: limit, After: cursor(after)}))
			})
			if err != nil {
				return err // half a list of rules would read as the whole
			}
			rules := []any{}
			for _, o := range items {
				rules = append(rules, o)
			}
			r.Parts = map[string]any{"federation_rules": rules}
			return nil
		})
	}
}
