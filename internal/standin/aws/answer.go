package aws

import (
	"encoding/base64"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// most is the size of a page where nobody asks for less.
const most = 100

// answer makes the reply from the data.
func (h *Handler) answer(r *request) (any, error) {
	if r.op.answer != nil {
		return r.op.answer(h, r)
	}
	if r.op.list != "" {
		items, refused := h.items(r)
		if refused != nil {
			return map[string]any{}, refused
		}
		return h.page(r, items)
	}
	value, found := h.estate.at(r).lookup(r.op.name, r.thing())
	switch {
	case found:
	case r.op.absent == nothing:
		return map[string]any{}, nil
	case r.op.absent != nil:
		return map[string]any{}, r.op.absent
	case len(r.op.key) > 0:
		return map[string]any{}, &r.service.notFound
	default:
		return map[string]any{}, nil
	}
	if r.op.wrap != "" {
		value = map[string]any{r.op.wrap: value}
	}
	return value, nil
}

// thing is the key in the data of what the request means: "agent/version". Members that are absent end it.
func (r *request) thing() string {
	var parts []string
	for _, member := range r.op.key {
		v := r.param(member)
		if v == "" {
			v = r.op.fallback[member]
		}
		if v == "" {
			break
		}
		parts = append(parts, v)
	}
	return strings.Join(parts, "/")
}

// items are all that a list has, before paging.
func (h *Handler) items(r *request) ([]any, *apiError) {
	here, thing := h.estate.at(r), r.thing()
	items, written := here.list(r.op.name, thing)
	switch {
	case written:
	case r.op.drawn != nil:
		items = here.draw(r.op.drawn, thing)
	case r.op.absent != nil && r.op.absent != nothing:
		return []any{}, r.op.absent
	}
	if r.op.keep != nil {
		items = slices.DeleteFunc(slices.Clone(items), func(i any) bool { return !r.op.keep(r, i) })
	}
	return items, nil
}

// page cuts out the page that the request asks for and names the next.
func (h *Handler) page(r *request, items []any) (map[string]any, error) {
	from, to := 0, len(items)
	out := map[string]any{}
	if r.op.token != "" {
		var refused *apiError
		if from, refused = r.offset(len(items)); refused != nil {
			return map[string]any{}, refused
		}
		size := most
		if n, err := strconv.Atoi(r.param(r.op.limit)); err == nil && n > 0 {
			size = min(size, n)
		}
		if h.options.PageSize > 0 {
			size = min(size, h.options.PageSize)
		}
		if to = min(from+size, len(items)); to < len(items) {
			out[r.op.next] = base64.RawURLEncoding.EncodeToString([]byte(r.op.name + " " + strconv.Itoa(to)))
		}
		if r.service.name == "iam" {
			out["IsTruncated"] = to < len(items)
		}
	}
	shown := append([]any{}, items[from:to]...)
	if r.op.tags == "map" {
		out[r.op.list] = asTags(shown)
		return out, nil
	}
	// A path, "Buckets/Bucket", is a list inside an element.
	if outer, inner, nested := strings.Cut(r.op.list, "/"); nested {
		out[outer] = map[string]any{inner: shown}
	} else {
		out[r.op.list] = shown
	}
	return out, nil
}

func asTags(items []any) map[string]any {
	tags := map[string]any{}
	for _, i := range items {
		tags[text(i, "key")] = text(i, "value")
	}
	return tags
}

func (r *request) offset(of int) (int, *apiError) {
	token := r.param(r.op.token)
	if token == "" {
		return 0, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(token)
	name, number, _ := strings.Cut(string(raw), " ")
	n, bad := strconv.Atoi(number)
	if err != nil || bad != nil || name != r.op.name || n < 0 || n > of {
		return 0, &apiError{Status: http.StatusBadRequest, Code: "ValidationException", Message: "The pagination token is not valid."}
	}
	return n, nil
}

// text is a member of an object as text; an absent one is empty.
func text(item any, member string) string {
	o, _ := item.(map[string]any)
	return asText(o[member])
}

// number is a member of an object as a number; an absent one is 0.
func number(item any, member string) float64 {
	o, _ := item.(map[string]any)
	return asNumber(o[member])
}

func asNumber(v any) float64 {
	switch v := v.(type) {
	case float64:
		return v
	case int64:
		return float64(v)
	case uint64:
		return float64(v)
	case string:
		f, _ := strconv.ParseFloat(v, 64)
		return f
	}
	return 0
}

// same keeps items whose member is what the request's parameter says, where it says anything.
func same(param, member string) func(*request, any) bool {
	return func(r *request, item any) bool { return r.param(param) == "" || r.param(param) == text(item, member) }
}

// among keeps items whose member is in the request's list, where there is one.
func among(param, member string) func(*request, any) bool {
	return func(r *request, item any) bool {
		asked := r.list(param)
		return len(asked) == 0 || slices.Contains(asked, text(item, member))
	}
}

// filtered keeps items whose member is what the member of the same name in the request's Filter says.
func filtered(member string) func(*request, any) bool {
	return func(r *request, item any) bool {
		asked := text(r.params["Filter"], member)
		return asked == "" || asked == text(item, member)
	}
}

// prefixed keeps items whose member starts as the request's parameter says.
func prefixed(param, member string) func(*request, any) bool {
	return func(r *request, item any) bool { return strings.HasPrefix(text(item, member), r.param(param)) }
}
