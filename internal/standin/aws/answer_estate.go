package aws

import (
	"net/http"
	"slices"
)

// fromManagement answers for the organization. Its management account has the data; of the others, any may ask which
// organization it belongs to, and none may ask more (there is no delegated administrator).
func fromManagement(h *Handler, r *request) (any, error) {
	member := r.account != h.estate.Management
	if member && (r.op.name != "DescribeOrganization" || !h.estate.belongs(r.account)) {
		if r.op.name == "DescribeOrganization" {
			return map[string]any{}, r.op.absent
		}
		return map[string]any{}, refusal("AccessDeniedException", "You don't have permissions to access this resource.")
	}
	plain := *r
	op := *r.op
	op.answer = nil
	plain.op, plain.account = &op, h.estate.Management
	return h.answer(&plain)
}

// belongs reports whether the account is a member of the organization.
func (e *estate) belongs(account string) bool {
	items, _ := e.places[place{e.Management, global, "organizations"}].list("ListAccounts", "")
	return slices.ContainsFunc(items, func(i any) bool { return text(i, "Id") == account })
}

// describeTrails shows the region's own trails and, unless the request leaves shadows out, those of other regions that cover all.
func describeTrails(h *Handler, r *request) (any, error) {
	shadows := r.params["includeShadowTrails"] != false
	asked := r.list("trailNameList")
	shown := []any{}
	for _, region := range h.estate.regionsOf(r.account, r.service.name) {
		trails, _ := h.estate.in(r.account, region, r.service).list(r.op.name, "")
		for _, t := range trails {
			o, _ := t.(map[string]any)
			if region != r.region && !(shadows && o["IsMultiRegionTrail"] == true) {
				continue
			}
			if len(asked) > 0 && !slices.Contains(asked, text(t, "Name")) && !slices.Contains(asked, text(t, "TrailARN")) {
				continue
			}
			shown = append(shown, t)
		}
	}
	return h.page(r, shown)
}

// ofTrail answers about a trail in any region, where it is named by its ARN; by its name only at home.
func ofTrail(h *Handler, r *request) (any, error) {
	for _, region := range h.estate.regionsOf(r.account, r.service.name) {
		if v, found := h.estate.in(r.account, region, r.service).lookup(r.op.name, r.thing()); found {
			return v, nil
		}
	}
	return map[string]any{}, &r.service.notFound
}

// ofBucket answers about one bucket. Their names are global: another account's is refused, and one in another region sends the
// client there.
func ofBucket(h *Handler, r *request) (any, error) {
	owner, home := h.estate.bucket(r.param("Bucket"), r.service)
	switch {
	case owner == "":
		return map[string]any{}, &r.service.notFound
	case owner != r.account:
		return map[string]any{}, &apiError{Status: http.StatusForbidden, Code: "AccessDenied", Message: "Access Denied", region: home}
	case home != r.region && r.op.name != "GetBucketLocation":
		return map[string]any{}, &apiError{Status: http.StatusMovedPermanently, Code: "PermanentRedirect", region: home,
			Message: "The bucket you are attempting to access must be addressed using the specified endpoint."}
	}
	plain := *r
	op := *r.op
	op.answer = nil
	plain.op = &op
	return h.answer(&plain)
}

// bucket finds a bucket's account and region.
func (e *estate) bucket(name string, s *service) (owner, region string) {
	for _, account := range e.accounts {
		if v, found := e.in(account, global, s).lookup("HeadBucket", name); found {
			return account, text(v, "BucketRegion")
		}
	}
	return "", ""
}
