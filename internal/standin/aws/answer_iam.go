package aws

import (
	"encoding/base64"
	"maps"
	"net/http"
	"slices"
)

// details are the lists of GetAccountAuthorizationDetails, with the filter that asks for each.
var details = []struct{ filter, list string }{{"User", "UserDetailList"}, {"Role", "RoleDetailList"}, {"Group", "GroupDetailList"},
	{"LocalManagedPolicy", "Policies"}, {"AWSManagedPolicy", "Policies"}}

// beyondDetails are members that the lists of principals have and the authorization details have not.
var beyondDetails = []string{"MaxSessionDuration", "PasswordLastUsed", "Description"}

// authorizationDetails pages through users, roles, groups and policies as one list, as IAM does.
func authorizationDetails(h *Handler, r *request) (any, error) {
	all, _ := h.estate.at(r).lookup("GetAccountAuthorizationDetails", "")
	filters := r.list("Filter")
	type entry struct {
		list string
		item any
	}
	var entries []any
	for _, d := range details {
		if len(filters) > 0 && !slices.Contains(filters, d.filter) {
			continue
		}
		list, _ := at(all, d.list)
		items, _ := list.([]any)
		for _, i := range items {
			if d.list == "Policies" && managedByAWS(i) != (d.filter == "AWSManagedPolicy") {
				continue
			}
			if d.list != "Policies" {
				i = without(i, beyondDetails...)
			}
			entries = append(entries, entry{d.list, i})
		}
	}
	op := *r.op
	op.list = "entries"
	paged := *r
	paged.op = &op
	out, err := h.page(&paged, entries)
	if err != nil {
		return out, err
	}
	shown, _ := out["entries"].([]any)
	delete(out, "entries")
	for _, d := range details {
		out[d.list] = []any{}
	}
	for _, e := range shown {
		if e, ok := e.(entry); ok {
			list, _ := out[e.list].([]any)
			out[e.list] = append(list, e.item)
		}
	}
	return out, nil
}

func managedByAWS(policy any) bool {
	return accountOf(text(policy, "Arn")) == ""
}

func without(item any, members ...string) map[string]any {
	o, _ := item.(map[string]any)
	o = maps.Clone(o)
	for _, m := range members {
		delete(o, m)
	}
	return o
}

// listPrincipals draws ListRoles and ListUsers from the authorization details, without what those lists do not show.
func listPrincipals(list string, hidden ...string) func(*Handler, *request) (any, error) {
	return func(h *Handler, r *request) (any, error) {
		all, _ := h.estate.at(r).lookup("GetAccountAuthorizationDetails", "")
		members, _ := at(all, list)
		items, _ := members.([]any)
		var shown []any
		for _, i := range items {
			shown = append(shown, without(i, hidden...))
		}
		return h.page(r, shown)
	}
}

// serviceCredentials are one user's, or with AllUsers everybody's, for the service asked for.
func serviceCredentials(h *Handler, r *request) (any, error) {
	users := []string{r.thing()}
	here := h.estate.at(r)
	if w := here[r.op.name]; w != nil && r.param("AllUsers") == "true" {
		users = w.order
	}
	shown := []any{}
	for _, user := range users {
		items, _ := here.list(r.op.name, user)
		for _, i := range items {
			if s := r.param("ServiceName"); s == "" || s == text(i, "ServiceName") {
				shown = append(shown, i)
			}
		}
	}
	return h.page(r, shown)
}

// generateLastAccessed starts a report whose job id is the ARN that it is about.
func generateLastAccessed(_ *Handler, r *request) (any, error) {
	arn := r.param("Arn")
	if accountOf(arn) == "" {
		return map[string]any{}, &apiError{Status: http.StatusBadRequest, Code: "InvalidInput", Message: "The ARN is not valid."}
	}
	return map[string]any{"JobId": base64.RawURLEncoding.EncodeToString([]byte(arn))}, nil
}

// lastAccessed is the report, which is ready at once. The data has the services of each ARN; where it has none, nothing was used.
func lastAccessed(h *Handler, r *request) (any, error) {
	arn, err := base64.RawURLEncoding.DecodeString(r.param("JobId"))
	if err != nil || accountOf(string(arn)) != r.account {
		return map[string]any{}, &apiError{Status: http.StatusNotFound, Code: "NoSuchEntity", Message: "There is no such job."}
	}
	items, _ := h.estate.at(r).list("GetServiceLastAccessedDetails", string(arn))
	out, refused := h.page(r, items)
	if refused != nil {
		return out, refused
	}
	created := h.now.Format("2006-01-02T15:04:05Z")
	out["JobStatus"], out["JobType"], out["JobCreationDate"], out["JobCompletionDate"] = "COMPLETED", "SERVICE_LEVEL", created, created
	return out, nil
}
