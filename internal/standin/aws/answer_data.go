package aws

import "slices"

// filteredSince keeps what has happened after the moment that a member of the request's Filter gives, where it gives one.
func filteredSince(param, member string) func(*request, any) bool {
	return func(r *request, item any) bool {
		asked, given := at(r.params["Filter"], param)
		o, _ := item.(map[string]any)
		return !given || moment(o[member]) > moment(asked)
	}
}

// meetsCriteria keeps the items that meet every criterion of Macie in a member of the request: a path, and the values that it may have.
func meetsCriteria(param string) func(*request, any) bool {
	return func(r *request, item any) bool {
		criteria, _ := at(any(r.params), param)
		asked, _ := criteria.(map[string]any)
		for _, path := range sortedKeys(asked) {
			value, _ := at(item, path)
			among, _ := at(asked[path], "eq")
			list, _ := among.([]any)
			if !slices.ContainsFunc(list, func(v any) bool { return asText(v) == asText(value) }) {
				return false
			}
		}
		return true
	}
}

// findingIDs are those of the findings that GetFindings has and the request's criteria ask for.
func findingIDs(h *Handler, r *request) (any, error) {
	findings, _ := h.estate.at(r).list("GetFindings", "")
	keep := meetsCriteria("findingCriteria.criterion")
	ids := []any{}
	for _, f := range findings {
		if keep(r, f) {
			ids = append(ids, text(f, "id"))
		}
	}
	return h.page(r, ids)
}

// scheduleSummaries are the schedules of all groups. A list says of the target its ARN alone.
func scheduleSummaries(h *Handler, r *request) (any, error) {
	all := h.estate.at(r).draw(&drawing{from: "GetSchedule", members: [][2]string{{"Arn", "Arn"}, {"Name", "Name"}, {"GroupName", "GroupName"}, {"State", "State"},
		{"CreationDate", "CreationDate"}, {"LastModificationDate", "LastModificationDate"}, {"Target", "Target.Arn"}}}, "")
	for _, s := range all {
		o := s.(map[string]any) // draw makes objects
		o["Target"] = map[string]any{"Arn": o["Target"]}
	}
	return h.page(r, all)
}

// effectivePolicy answers any account of the organization about itself, and the management account about all. Data are by type and account.
func effectivePolicy(h *Handler, r *request) (any, error) {
	target := r.param("TargetId")
	if target == "" {
		target = r.account
	}
	switch {
	case !h.estate.belongs(r.account):
		return map[string]any{}, &apiError{Status: 400, Code: "AWSOrganizationsNotInUseException"}
	case target != r.account && r.account != h.estate.Management:
		return map[string]any{}, refusal("AccessDeniedException", "You don't have permissions to access this resource.")
	}
	policies := h.estate.places[place{h.estate.Management, global, "organizations"}]
	policy, found := policies.lookup(r.op.name, r.param("PolicyType")+"/"+target)
	if !found {
		return map[string]any{}, &apiError{Status: 400, Code: "EffectivePolicyNotFoundException"}
	}
	return map[string]any{"EffectivePolicy": policy}, nil
}
