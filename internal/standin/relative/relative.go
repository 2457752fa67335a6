// Package relative renders test data whose dates count back from a given moment, so that the invented enterprise is as old
// today as it was when it was written. The caller gives the moment; the same moment gives the same bytes.
package relative

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"time"
)

// A mark is "{{name N}}" with N a whole number: how long before (or, negative, after) the moment.
var mark = regexp.MustCompile(`\{\{[^{}]*\}\}`)

var parsed = regexp.MustCompile(`^\{\{\s*([a-z_]+)(?:\s+(-?[0-9]+))?\s*\}\}$`)

// Render replaces every mark in data:
//
//	{{now}}               the moment, unix seconds
//	{{days_ago 12}}       unix seconds 12 days earlier; likewise hours_ago and minutes_ago
//	{{date_days_ago 12}}  the date 12 days earlier, in UTC: 2026-01-31
//	{{time_days_ago 12}}  RFC 3339 in UTC, to the second; likewise time_hours_ago and time_minutes_ago
//
// A negative number lies ahead of the moment. Days are 24 hours long. An unknown or malformed mark is an error that names it and its line.
func Render(data []byte, now time.Time) ([]byte, error) {
	now = now.UTC().Truncate(time.Second)
	var failed error
	out := mark.ReplaceAllFunc(data, func(m []byte) []byte {
		text, err := value(m, now)
		if err != nil && failed == nil {
			failed = fmt.Errorf("render line %d: %w", 1+bytes.Count(data[:bytes.Index(data, m)], []byte("\n")), err)
		}
		return []byte(text)
	})
	if failed != nil {
		return nil, failed
	}
	return out, nil
}

func value(m []byte, now time.Time) (string, error) {
	parts := parsed.FindSubmatch(m)
	if parts == nil {
		return "", fmt.Errorf("malformed mark %s", m)
	}
	name, number := string(parts[1]), string(parts[2])
	if name == "now" && number == "" {
		return strconv.FormatInt(now.Unix(), 10), nil
	}
	unit, known := units[name]
	if !known || number == "" {
		return "", fmt.Errorf("unknown mark %s", m)
	}
	n, err := strconv.ParseInt(number, 10, 32)
	if err != nil {
		return "", fmt.Errorf("malformed mark %s: %w", m, err)
	}
	return unit.format(now.Add(-time.Duration(n) * unit.length)), nil
}

type unit struct {
	length time.Duration
	format func(time.Time) string
}

var units = map[string]unit{
	"days_ago":         {24 * time.Hour, seconds},
	"hours_ago":        {time.Hour, seconds},
	"minutes_ago":      {time.Minute, seconds},
	"date_days_ago":    {24 * time.Hour, func(t time.Time) string { return t.Format(time.DateOnly) }},
	"time_days_ago":    {24 * time.Hour, func(t time.Time) string { return t.Format(time.RFC3339) }},
	"time_hours_ago":   {time.Hour, func(t time.Time) string { return t.Format(time.RFC3339) }},
	"time_minutes_ago": {time.Minute, func(t time.Time) string { return t.Format(time.RFC3339) }},
}

func seconds(t time.Time) string { return strconv.FormatInt(t.Unix(), 10) }
