package openai

import (
	"reflect"
	"strings"

	sdk "github.com/openai/openai-go/v3"

	"github.com/aismm/aismm/internal/evidence"
)

func kinds() []evidence.Kind {
	number := map[string]any{"type": "number"}
	text := map[string]any{"type": "string"}
	ofProject := properties{"project_id": text}
	levels := properties{"level": text, "project_id": text}
	return []evidence.Kind{
		{Name: "openai_project", Title: "OpenAI project", Inventory: true, Required: []string{"config.created_at"}, Schema: resource(of[sdk.Project](), nil, nil)},
		{Name: "openai_user", Title: "User of an OpenAI organization", Schema: resource(of[sdk.OrganizationUser](), nil, nil)},
		{Name: "openai_invite", Title: "Invitation to an OpenAI organization", Required: []string{"config.status", "config.role"}, Schema: resource(of[sdk.Invite](), nil, nil)},
		{Name: "openai_service_account", Title: "Service account of an OpenAI project", Required: []string{"config.role", "derived.project_id"}, Schema: resource(of[sdk.ProjectServiceAccount](), nil, ofProject)},
		{Name: "openai_project_api_key", Title: "API key of an OpenAI project", Required: []string{"config.created_at", "config.owner", "derived.project_id"}, Schema: resource(of[sdk.ProjectAPIKey](), nil, ofProject)},
		{Name: "openai_admin_api_key", Title: "Admin API key of an OpenAI organization", Required: []string{"config.created_at"}, Schema: resource(of[sdk.AdminAPIKey](), nil, nil)},
		{Name: "openai_audit_log", Title: "Newest event of an OpenAI audit log", Required: []string{"config.effective_at"},
			Schema: resource(object(properties{"id": text, "type": text, "effective_at": number}), nil, nil)},
		{Name: "openai_hosted_tool_permission", Title: "Hosted tools of an OpenAI project", Required: []string{"derived.project_id"}, Schema: resource(of[sdk.ProjectHostedToolPermissions](), nil, ofProject)},
		{Name: "openai_data_retention", Title: "Data retention control of an OpenAI organization or project", Required: []string{"config.type"},
			Schema: resource(of[sdk.ProjectDataRetention](), nil, levels)},
		{Name: "openai_spend_limit", Title: "Hard spend limit of an OpenAI organization or project", Required: []string{"config.threshold_amount"}, Schema: resource(of[sdk.ProjectSpendLimit](), nil, levels)},
		{Name: "openai_spend_alert", Title: "Spend alert of an OpenAI organization or project", Schema: resource(of[sdk.ProjectSpendAlert](), nil, levels)},
		{Name: "openai_usage", Title: "Use of an OpenAI model by one user in one project", ShowsUse: true,
			// The object says which endpoint told it, and so which of the numbers beside the requests there are ("organization.usage.images.result" has images).
			Schema: resource(object(properties{"object": text, "user_id": text, "project_id": text, "model": text, "num_model_requests": number,
				"input_tokens": number, "output_tokens": number, "images": number, "characters": number, "seconds": number}),
				nil, properties{"first": text, "last": text})},
		{Name: "openai_workload_identity_provider", Title: "Workload identity provider of an OpenAI organization", Required: []string{"config.enabled"},
			Schema: resource(of[sdk.WorkloadIdentityProvider](), properties{"federation_rules": map[string]any{"type": "array", "items": of[sdk.FederationRule]()}}, nil)},
		// In the client, and not in the published specification: fields are as the client has them.
		{Name: "openai_external_key", Title: "Encryption key of the organization's own, registered at OpenAI", Schema: resource(of[sdk.ExternalKey](), nil, nil)},
		{Name: "openai_role", Title: "Role of an OpenAI organization", Schema: resource(of[sdk.Role](), nil, nil)},
		{Name: "openai_group", Title: "Group of an OpenAI organization", Schema: resource(of[sdk.Group](), nil, nil)},
		{Name: "openai_project_model_permission", Title: "Models that an OpenAI project may use", Required: []string{"config.mode", "derived.project_id"}, Schema: resource(of[sdk.ProjectModelPermissions](), nil, ofProject)},
		{Name: "openai_project_rate_limit", Title: "Rate limit of one model in an OpenAI project", Required: []string{"config.model", "derived.project_id"}, Schema: resource(of[sdk.ProjectRateLimit](), nil, ofProject)},
	}
}

// kindsInProjects are what only a key of the project itself can list. None is in the inventory: the project that holds them is.
func kindsInProjects() []evidence.Kind {
	text, number := map[string]any{"type": "string"}, map[string]any{"type": "number"}
	held := properties{"project_ids": map[string]any{"type": "array", "items": text}}
	return []evidence.Kind{
		{Name: "openai_model", Title: "Model that OpenAI offers to a project", Required: []string{"config.id", "config.created", "derived.project_ids"}, Schema: resource(of[sdk.Model](), nil, held)},
		{Name: "openai_fine_tuned_model", Title: "Model of the organization's own at OpenAI", Required: []string{"config.owned_by", "derived.project_ids"}, Schema: resource(of[sdk.Model](), nil, held)},
		{Name: "openai_fine_tuning_job", Title: "Fine-tuning job of an OpenAI project", Required: []string{"config.status", "config.training_file", "derived.project_ids"},
			Schema: resource(object(properties{"id": text, "object": text, "created_at": number, "finished_at": number, "status": text, "model": text, "fine_tuned_model": text,
				"organization_id": text, "training_file": text, "validation_file": text, "result_files": map[string]any{"type": "array", "items": text}}), nil, held)},
		{Name: "openai_vector_store", Title: "Vector store of an OpenAI project", Required: []string{"config.status", "derived.project_ids"}, Schema: resource(of[sdk.VectorStore](), nil, held)},
		{Name: "openai_file", Title: "File of an OpenAI project", Required: []string{"config.created_at", "config.purpose", "derived.project_ids"}, Schema: resource(of[sdk.FileObject](), nil, held)},
	}
}

// declared completes kinds with what all of this provider share.
func declared(kinds []evidence.Kind) []evidence.Kind {
	for i := range kinds {
		kinds[i].Provider, kinds[i].Deployment, kinds[i].Level = provider, evidence.SaaS, evidence.Boundary
	}
	return kinds
}

type properties map[string]any

func object(p properties) map[string]any {
	return map[string]any{"type": "object", "properties": map[string]any(p)}
}

// resource is the schema of one resource in a document: OPA's type checker treats an object that lists properties as closed.
func resource(config map[string]any, parts, derived properties) map[string]any {
	text := map[string]any{"type": "string"}
	p := properties{"id": text, "name": text, "config": config, "missing": map[string]any{"type": "array", "items": text}}
	if parts != nil {
		p["parts"] = object(parts)
	}
	if derived != nil {
		p["derived"] = object(derived)
	}
	return object(p)
}

func of[T any]() map[string]any { return schemaOf(reflect.TypeFor[T]()) }

// schemaOf describes what the client's type says about an object of the API. Unions are merged: all members of all variants.
func schemaOf(t reflect.Type) map[string]any {
	switch t.Kind() {
	case reflect.Pointer:
		return schemaOf(t.Elem())
	case reflect.String:
		return map[string]any{"type": "string"}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Int, reflect.Int64, reflect.Int32, reflect.Float64, reflect.Float32:
		return map[string]any{"type": "number"}
	case reflect.Slice:
		return map[string]any{"type": "array", "items": schemaOf(t.Elem())}
	case reflect.Map:
		return map[string]any{"type": "object", "additionalProperties": schemaOf(t.Elem())}
	case reflect.Struct:
		p := properties{}
		for f := range t.Fields() {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if f.IsExported() && name != "" && name != "-" {
				p[name] = schemaOf(f.Type)
			}
		}
		if len(p) == 0 {
			return map[string]any{} // a union of plain values: anything
		}
		return object(p)
	}
	return map[string]any{}
}
