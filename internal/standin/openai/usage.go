package openai

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

const day = 24 * time.Hour

// usageAmounts are, by endpoint, the members of its results that say how much was used; the data have each as "<member>_per_request".
var usageAmounts = map[string][]string{
	"completions": {"input_tokens", "output_tokens"}, "embeddings": {"input_tokens"}, "images": {"images"}, "audio_speeches": {"characters"},
	"audio_transcriptions": {"seconds"}, "moderations": {"input_tokens"}, "decisions": {"input_tokens", "output_tokens"},
}

// endpoint is what tells of the use: that of completions, unless the data say another.
func endpoint(use object) string {
	if name, ok := use["endpoint"].(string); ok {
		return name
	}
	return "completions"
}

// checkUsage reports data that no endpoint could tell.
func checkUsage(file string, uses []object) error {
	for i, u := range uses {
		amounts, ok := usageAmounts[endpoint(u)]
		if !ok {
			return fmt.Errorf("load %s: usage[%d] is of the endpoint %q, which is none of %s", file, i, endpoint(u), strings.Join(slices.Sorted(maps.Keys(usageAmounts)), ", "))
		}
		for _, name := range amounts {
			if u[name+"_per_request"] == nil {
				return fmt.Errorf("load %s: usage[%d] lacks %s_per_request", file, i, name)
			}
		}
	}
	return nil
}

// usage answers with daily buckets, newest last: start_time, end_time, limit (7, at most 31), page, group_by.
func (c caller) usage(w http.ResponseWriter, r *http.Request, endpoint string) {
	q := r.URL.Query()
	start, err := strconv.ParseInt(q.Get("start_time"), 10, 64)
	if err != nil {
		fail(w, http.StatusBadRequest, "invalid_value", "start_time is needed, in Unix seconds")
		return
	}
	if width := q.Get("bucket_width"); width != "" && width != "1d" {
		fail(w, http.StatusBadRequest, "invalid_value", "the stand-in knows only buckets of 1d")
		return
	}
	limit := 7
	if text := q.Get("limit"); text != "" {
		if limit, err = strconv.Atoi(text); err != nil || limit < 1 || limit > 31 {
			fail(w, http.StatusBadRequest, "invalid_value", fmt.Sprintf("limit is %q; it lies between 1 and 31 for buckets of 1d", text))
			return
		}
	}
	first := time.Unix(start, 0).UTC().Truncate(day)
	if text := q.Get("page"); text != "" {
		digits, ok := strings.CutPrefix(text, "page_")
		at, err := strconv.ParseInt(digits, 10, 64)
		if !ok || err != nil {
			fail(w, http.StatusBadRequest, "invalid_value", "page is no cursor of this list")
			return
		}
		first = time.Unix(at, 0).UTC()
	}
	end := c.server.now
	if text := q.Get("end_time"); text != "" {
		at, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			fail(w, http.StatusBadRequest, "invalid_value", "end_time is a time in Unix seconds")
			return
		}
		end = time.Unix(at, 0)
	}
	groups := slices.Concat(q["group_by"], q["group_by[]"])
	buckets := []object{}
	at := first
	for ; at.Before(end) && len(buckets) < limit; at = at.Add(day) {
		buckets = append(buckets, object{"object": "bucket", "start_time": at.Unix(), "end_time": at.Add(day).Unix(), "results": c.results(endpoint, at, groups)})
	}
	out := object{"object": "page", "data": buckets, "has_more": at.Before(end), "next_page": nil}
	if at.Before(end) {
		out["next_page"] = "page_" + strconv.FormatInt(at.Unix(), 10)
	}
	reply(w, http.StatusOK, out)
}

// results adds up one day by the groups that were asked for; what was not asked for is null, as the API has it.
func (c caller) results(of string, at time.Time, groups []string) []object {
	out := []object{}
	byKey := map[string]object{}
	for _, u := range c.estate.usage {
		ago := int64(c.server.now.Truncate(day).Sub(at) / day)
		if endpoint(u) != of || ago > u.int("from_days_ago") || ago < u.int("to_days_ago") {
			continue
		}
		o := object{"object": "organization.usage." + of + ".result", "num_model_requests": int64(0)}
		for _, name := range usageAmounts[of] {
			o[name] = int64(0)
		}
		key := ""
		for _, g := range []string{"project_id", "user_id", "api_key_id", "model"} {
			o[g] = nil
			if slices.Contains(groups, g) && u[g] != nil {
				o[g] = u[g]
				key += fmt.Sprint(u[g])
			}
			key += "\x00"
		}
		if known := byKey[key]; known != nil {
			o = known
		} else {
			byKey[key] = o
			out = append(out, o)
		}
		requests := u.int("requests_per_day")
		o["num_model_requests"] = o["num_model_requests"].(int64) + requests
		for _, name := range usageAmounts[of] {
			o[name] = o[name].(int64) + requests*u.int(name+"_per_request")
		}
	}
	return out
}
