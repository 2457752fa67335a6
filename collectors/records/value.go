package records

import (
	stdjson "encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// The first and the last year of a time. Others, such as 9999 for "never", are outside what policies can compute with.
const firstYear, lastYear = 1900, 2200

// converter turns cells into the values of fields.
type converter struct {
	// values are the words of the file and what they mean, by field.
	values map[string]map[string]string
	// left are the members of objects that the kind does not know, as "findings.title".
	left map[string]bool
}

// nothing is what a cell holds that says nothing.
type nothing struct{}

// value converts one cell, to nothing when it says nothing.
func (c converter) value(f Field, v any) (any, error) {
	switch f.Type {
	case Texts:
		return c.texts(f, v)
	case Objects:
		return c.objects(f, v)
	}
	s, err := c.scalar(f, v)
	if err != nil {
		return nil, err
	}
	if s == "" || f.free() && placeholder(s) {
		return nothing{}, nil
	}
	switch f.Type {
	case Number:
		return numberOf(f, s)
	case Boolean:
		return booleanOf(f, s)
	case Time:
		return timeOf(f, s)
	}
	return textOf(f, s)
}

// scalar is the text of a single value, translated as the configuration says.
func (c converter) scalar(f Field, v any) (string, error) {
	var s string
	switch v := v.(type) {
	case nil, nothing:
	case string:
		s = strings.TrimSpace(v)
	case stdjson.Number:
		s = v.String()
	case bool:
		s = fmt.Sprint(v)
	default:
		return "", fmt.Errorf("%s holds a list or an object; %s is expected", f.Name, f.noun())
	}
	for word, meaning := range c.values[f.Name] {
		if strings.EqualFold(strings.TrimSpace(word), s) {
			return meaning, nil
		}
	}
	return s, nil
}

// free reports whether a field holds text of people's own.
func (f Field) free() bool { return f.Type == Text && len(f.Enum) == 0 }

// placeholder reports whether a text stands where there is none: an owner "TBD" is nobody. That something is "none" or "unknown" is said.
func placeholder(s string) bool {
	switch strings.ToLower(s) {
	case "-", "--", "–", "—", "?", "??", "???", "n/a", "#n/a", "n.a.", "tbd", "t.b.d.", "tba", "todo", "null":
		return true
	}
	return false
}

func (f Field) noun() string {
	switch f.Type {
	case Number:
		return "a number"
	case Boolean:
		return "true or false"
	case Time:
		return "a date or time"
	case Texts:
		return "a list of texts"
	case Objects:
		return "a list of objects"
	}
	return "a single text"
}

func textOf(f Field, s string) (any, error) {
	if f.Lower {
		s = strings.ToLower(s)
	}
	if len(f.Enum) == 0 {
		return s, nil
	}
	plain := plainHeader(s)
	for _, e := range f.Enum {
		if plainHeader(e) == plain {
			return e, nil
		}
	}
	return nil, fmt.Errorf("%s is %s; it is one of %s (the configuration can translate: values)", f.Name, shown(s), strings.Join(f.Enum, ", "))
}

func numberOf(f Field, s string) (any, error) {
	if !plainNumber.MatchString(s) {
		return nil, fmt.Errorf("%s is %s; write a number such as 12 or 0.5", f.Name, shown(s))
	}
	return stdjson.Number(s), nil
}

func booleanOf(f Field, s string) (any, error) {
	switch strings.ToLower(s) {
	case "true", "yes", "1":
		return true, nil
	case "false", "no", "0":
		return false, nil
	}
	return nil, fmt.Errorf("%s is %s; write true or false, yes or no, 1 or 0", f.Name, shown(s))
}

func timeOf(f Field, s string) (any, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		t, err = time.Parse(time.RFC3339Nano, s)
	}
	if err != nil {
		return nil, fmt.Errorf("%s is %s; write 2026-11-20 or 2026-11-20T09:00:00Z", f.Name, shown(s))
	}
	t = t.UTC()
	if t.Year() < firstYear || t.Year() > lastYear {
		return nil, fmt.Errorf("%s is %s, outside the years %d to %d; leave it empty where there is no date", f.Name, shown(s), firstYear, lastYear)
	}
	return t.Format(time.RFC3339Nano), nil
}

// texts reads a list, a JSON list in a cell, or values separated by ";". A cell that is there and empty is an empty list.
func (c converter) texts(f Field, v any) (any, error) {
	one := f
	one.Type = Text
	var list []any
	switch v := v.(type) {
	case nil, nothing:
		return nothing{}, nil
	case []any:
		list = v
	case string:
		if text := strings.TrimSpace(v); strings.HasPrefix(text, "[") && stdjson.Unmarshal([]byte(text), &list) == nil {
			break
		}
		for _, s := range splitList(v) {
			list = append(list, s)
		}
	default:
		list = []any{v}
	}
	out := []any{}
	for _, e := range list {
		s, err := c.scalar(one, e)
		if err != nil {
			return nil, err
		}
		if s != "" && !placeholder(s) {
			out = append(out, s)
		}
	}
	return out, nil
}

func splitList(s string) []string {
	parts := strings.Split(s, ";")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return slices.DeleteFunc(parts, func(p string) bool { return p == "" })
}

// objects reads a list of objects, or JSON of it in a cell.
func (c converter) objects(f Field, v any) (any, error) {
	if text, ok := v.(string); ok {
		if text = strings.TrimSpace(text); text == "" {
			return []any{}, nil
		}
		d := stdjson.NewDecoder(strings.NewReader(text))
		d.UseNumber()
		var decoded any
		if err := d.Decode(&decoded); err != nil || d.More() {
			return nil, fmt.Errorf("%s is %s; write a list of objects as JSON: %s", f.Name, shown(text), f.sample())
		}
		v = decoded
	}
	var list []any
	switch v := v.(type) {
	case nil, nothing:
		return nothing{}, nil
	case []any:
		list = v
	case map[string]any:
		list = []any{v}
	default:
		return nil, fmt.Errorf("%s holds a single value; a list of objects is expected", f.Name)
	}
	out := []any{}
	for i, e := range list {
		members, ok := e.(map[string]any)
		if !ok {
			return nil, fmt.Errorf("%s[%d] is no object", f.Name, i)
		}
		o, err := c.object(f, members)
		if err != nil {
			return nil, fmt.Errorf("%s[%d]: %w", f.Name, i, err)
		}
		out = append(out, o)
	}
	return out, nil
}

// object reads the members that the kind knows, and leaves the others out.
func (c converter) object(f Field, members map[string]any) (map[string]any, error) {
	o := map[string]any{}
	for _, name := range sortedKeys(members) {
		i := slices.IndexFunc(f.Fields, func(g Field) bool { return plainHeader(g.Name) == plainHeader(name) })
		if i < 0 {
			c.left[f.Name+"."+name] = true
			continue
		}
		g := f.Fields[i]
		if _, twice := o[g.Name]; twice {
			return nil, fmt.Errorf("%s is there twice", g.Name)
		}
		v, err := c.value(g, members[name])
		if err != nil {
			return nil, err
		}
		if v != (nothing{}) {
			o[g.Name] = v
		}
	}
	return o, nil
}

// shown bounds what an error repeats of a file.
func shown(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	return fmt.Sprintf("%q", s)
}
