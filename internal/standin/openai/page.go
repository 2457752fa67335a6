package openai

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
)

// style is how an endpoint says where the next page begins.
type style int

const (
	// lastIDStyle names the first and the last id of the page.
	lastIDStyle style = iota
	// cursorStyle leaves it to the client to take the id of the last object.
	cursorStyle
	// nextStyle names a cursor, which is no id of an object here, so that a client which takes one goes wrong.
	nextStyle
)

const nextPrefix = "cursor_after_"

// page answers with one page of a list: after, limit (20, at most 100), has_more.
func page(w http.ResponseWriter, r *http.Request, list []object, s style) { pageOf(w, r, list, s, 100) }

// pageOf is page with another largest limit.
func pageOf(w http.ResponseWriter, r *http.Request, list []object, s style, most int) {
	q := r.URL.Query()
	limit := 20
	if text := q.Get("limit"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > most {
			fail(w, http.StatusBadRequest, "invalid_value", fmt.Sprintf("limit is %q; it lies between 1 and %d", text, most))
			return
		}
		limit = n
	}
	from := 0
	if after := q.Get("after"); after != "" {
		from = 1 + slices.IndexFunc(list, func(o object) bool {
			return o["id"] == after && s != nextStyle || s == nextStyle && nextPrefix+fmt.Sprint(o["id"]) == after
		})
		if from == 0 {
			fail(w, http.StatusBadRequest, "invalid_value", fmt.Sprintf("after is %q, which is no cursor of this list", after))
			return
		}
	}
	to := min(from+limit, len(list))
	data := list[from:to]
	if data == nil {
		data = []object{}
	}
	out := object{"object": "list", "data": data, "has_more": to < len(list)}
	switch {
	case s == nextStyle && to < len(list):
		out["next"] = nextPrefix + fmt.Sprint(data[len(data)-1]["id"])
	case s == nextStyle:
		out["next"] = nil
	case len(data) > 0:
		out["first_id"], out["last_id"] = data[0]["id"], data[len(data)-1]["id"]
	default:
		out["first_id"], out["last_id"] = nil, nil
	}
	if s == cursorStyle {
		delete(out, "first_id")
		delete(out, "last_id")
	}
	reply(w, http.StatusOK, out)
}

// within filters by effective_at[gte], [gt], [lte] and [lt].
func within(w http.ResponseWriter, r *http.Request, list []object) ([]object, bool) {
	for name, keep := range map[string]func(at, bound int64) bool{
		"gte": func(at, bound int64) bool { return at >= bound }, "gt": func(at, bound int64) bool { return at > bound },
		"lte": func(at, bound int64) bool { return at <= bound }, "lt": func(at, bound int64) bool { return at < bound },
	} {
		text := r.URL.Query().Get("effective_at[" + name + "]")
		if text == "" {
			continue
		}
		bound, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			fail(w, http.StatusBadRequest, "invalid_value", fmt.Sprintf("effective_at[%s] is %q; it is a time in Unix seconds", name, text))
			return nil, false
		}
		list = only(list, func(o object) bool { return keep(o.int("effective_at"), bound) })
	}
	return list, true
}
