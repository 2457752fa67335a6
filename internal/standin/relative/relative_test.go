package relative

import (
	"testing"
	"time"
)

func TestRender(t *testing.T) {
	now := time.Date(2026, 11, 25, 10, 0, 0, 999, time.FixedZone("CET", 3600))
	for _, c := range []struct{ name, in, want, err string }{
		{"plain text stays", `{"a": {"b": 1}}`, `{"a": {"b": 1}}`, ""},
		{"unix seconds", `{{now}} {{days_ago 1}} {{hours_ago 2}} {{minutes_ago 3}}`, "1795597200 1795510800 1795590000 1795597020", ""},
		{"dates", `{{date_days_ago 30}},{{date_days_ago -1}}`, "2026-10-26,2026-11-26", ""},
		{"times", `{{time_days_ago 0}} {{ time_hours_ago 5 }} {{time_minutes_ago 90}}`, "2026-11-25T09:00:00Z 2026-11-25T04:00:00Z 2026-11-25T07:30:00Z", ""},
		{"same mark twice", `{{days_ago 1}}{{days_ago 1}}`, "17955108001795510800", ""},
		{"unknown", "a\nb {{weeks_ago 2}}", "", "render line 2: unknown mark {{weeks_ago 2}}"},
		{"no number", "{{days_ago}}", "", "render line 1: unknown mark {{days_ago}}"},
		{"malformed", "{{days_ago x}}", "", "render line 1: malformed mark {{days_ago x}}"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Render([]byte(c.in), now)
			text := ""
			if err != nil {
				text = err.Error()
			}
			if string(got) != c.want || text != c.err {
				t.Errorf("got %q, error %q; want %q, error %q", got, text, c.want, c.err)
			}
		})
	}
}
