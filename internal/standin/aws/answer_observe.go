package aws

import (
	"slices"
	"strings"
	"time"
)

// since keeps what has happened after the moment that the request's parameter gives, where it gives one.
func since(param, member string) func(*request, any) bool {
	return func(r *request, item any) bool {
		o, _ := item.(map[string]any)
		return r.params[param] == nil || moment(o[member]) > moment(r.params[param])
	}
}

// moment is a time in unix seconds, from any of its forms on the wire.
func moment(v any) float64 {
	if s, ok := v.(string); ok {
		if t, err := time.Parse(time.RFC3339, s); err == nil {
			return float64(t.Unix())
		}
	}
	return asNumber(v)
}

func both(a, b func(*request, any) bool) func(*request, any) bool {
	return func(r *request, item any) bool { return a(r, item) && b(r, item) }
}

// lookedUp keeps the events in the window that have the attribute asked for (LookupEvents takes one).
func lookedUp(r *request, item any) bool {
	when := number(item, "EventTime")
	if start, ok := r.params["StartTime"]; ok && when < asNumber(start) {
		return false
	}
	if finish, ok := r.params["EndTime"]; ok && when > asNumber(finish) {
		return false
	}
	attributes, _ := r.params["LookupAttributes"].([]any)
	for _, a := range attributes {
		if text(item, text(a, "AttributeKey")) != text(a, "AttributeValue") {
			return false
		}
	}
	return true
}

// subscribed keeps the subscriptions asked for by their own ARN or their monitor's.
func subscribed(r *request, item any) bool {
	if asked := r.list("SubscriptionArnList"); len(asked) > 0 && !slices.Contains(asked, text(item, "SubscriptionArn")) {
		return false
	}
	monitors, _ := at(item, "MonitorArnList")
	list, _ := monitors.([]any)
	return r.param("MonitorArn") == "" || slices.Contains(list, any(r.param("MonitorArn")))
}

// metricAsked keeps the metrics of the namespace, name and dimensions asked for.
func metricAsked(r *request, item any) bool {
	if n := r.param("Namespace"); n != "" && n != text(item, "Namespace") {
		return false
	}
	if n := r.param("MetricName"); n != "" && n != text(item, "MetricName") {
		return false
	}
	asked, _ := r.params["Dimensions"].([]any)
	for _, a := range asked {
		if !slices.ContainsFunc(dimensions(item), func(d string) bool {
			return d == text(a, "Name")+"="+text(a, "Value") || text(a, "Value") == "" && strings.HasPrefix(d, text(a, "Name")+"=")
		}) {
			return false
		}
	}
	return true
}

func dimensions(metric any) []string {
	v, _ := at(metric, "Dimensions")
	list, _ := v.([]any)
	out := make([]string, 0, len(list))
	for _, d := range list {
		out = append(out, text(d, "Name")+"="+text(d, "Value"))
	}
	slices.Sort(out)
	return out
}

const day = 24 * 60 * 60

// metricData gives each query its values. The data has, by "<namespace>/<metric>/<dimensions>", what one day adds up to, for the last
// days in turn: the first is the latest day.
func metricData(h *Handler, r *request) (any, error) {
	queries, _ := r.params["MetricDataQueries"].([]any)
	start, finish := asNumber(r.params["StartTime"]), asNumber(r.params["EndTime"])
	out := []any{}
	for _, q := range queries {
		metric, ok := at(q, "MetricStat.Metric")
		if !ok {
			return map[string]any{}, refusal("ValidationError", "The stand-in answers queries of metrics only, not expressions.")
		}
		key := strings.Join([]string{text(metric, "Namespace"), text(metric, "MetricName"), strings.Join(dimensions(metric), ",")}, "/")
		days, _ := h.estate.at(r).list("GetMetricData", key)
		stat, _ := at(q, "MetricStat")
		times, values := series(days, float64(h.now.Unix()), start, finish, max(number(stat, "Period"), 60))
		if r.param("ScanBy") == "TimestampAscending" {
			slices.Reverse(times)
			slices.Reverse(values)
		}
		out = append(out, map[string]any{"Id": text(q, "Id"), "Label": text(metric, "MetricName"), "StatusCode": "Complete",
			"Timestamps": times, "Values": values})
	}
	return map[string]any{"MetricDataResults": out, "Messages": []any{}}, nil
}

// series adds the days up into periods that start at whole multiples of their length, the latest first; periods in which nothing
// happened are left out.
func series(days []any, now, start, finish, period float64) (times, values []any) {
	times, values = []any{}, []any{}
	sums := map[float64]float64{}
	var order []float64
	for i, d := range days {
		moment := now - float64(i)*day
		if moment < start || moment > finish || asNumber(d) == 0 {
			continue
		}
		slot := float64(int64(moment/period)) * period
		if _, seen := sums[slot]; !seen {
			order = append(order, slot)
		}
		sums[slot] += asNumber(d)
	}
	for _, slot := range order {
		times, values = append(times, slot), append(values, sums[slot])
	}
	return times, values
}
