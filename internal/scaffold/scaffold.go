// Package scaffold writes the first form of a policy and of its tests: one condition for each kind that it judges, on one field, with an
// example that passes and others that fail. It only writes text, which holds as it stands and is there to be changed.
package scaffold

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/template"

	"github.com/aismm/aismm/internal/evidence"
	"github.com/aismm/aismm/model"
)

// Subject is one kind of thing that the policy is to judge.
type Subject struct {
	Kind evidence.Kind
	// Example is a thing of this kind as it was collected; nil where there is none, and one is made up from the schema.
	Example *evidence.Resource
	// Origin says where the example comes from.
	Origin string
}

// Policy is what to write a policy for. Subjects are of the provider, and all of organizations or none.
type Policy struct {
	Objective *model.Objective
	Provider  string
	Subjects  []Subject
}

// Path is where the policy belongs below a folder of policies, without its suffix: "mon/spend_alerts/aws".
func (p Policy) Path() string {
	return p.Objective.Category().Dir() + "/" + string(p.Objective.Slug) + "/" + p.Provider
}

// Package is the policy's package.
func (p Policy) Package() string { return "aismm." + strings.ReplaceAll(p.Path(), "/", ".") }

//go:embed policy.rego.tmpl
var policyText string

//go:embed tests.rego.tmpl
var testsText string

var templates = template.Must(template.Must(template.New("policy").Parse(policyText)).New("tests").Parse(testsText))

// subject is what the templates know of one kind.
type subject struct {
	Var, Kind, Where, Condition, Title, Field, Origin string
	Ref, Row, Pointer                                 string
	Value, Other, Example                             string
}

type view struct {
	Policy
	Name, Title, Indicator string
	Organization           bool
	Records                bool
	Subjects               []subject
}

// Files writes the policy and its tests. They are not in the form of `opa fmt` yet.
func (p Policy) Files() (policy, tests []byte, err error) {
	v := view{Policy: p, Name: p.Package(), Title: yamlText(p.Objective.Title), Indicator: yamlText(p.Objective.Indicator), Records: p.Provider == "records"}
	taken := map[string]bool{}
	for i, s := range p.Subjects {
		v.Organization = s.Kind.Level == evidence.Organization && !v.Records
		one, err := s.view(v.Records, i)
		if err != nil {
			return nil, nil, err
		}
		for taken[one.Condition] {
			one.Condition += "_too"
		}
		taken[one.Condition] = true
		v.Subjects = append(v.Subjects, one)
	}
	var a, b bytes.Buffer
	if err := templates.ExecuteTemplate(&a, "policy", v); err != nil {
		return nil, nil, fmt.Errorf("write the policy: %w", err)
	}
	if err := templates.ExecuteTemplate(&b, "tests", v); err != nil {
		return nil, nil, fmt.Errorf("write the tests: %w", err)
	}
	return a.Bytes(), b.Bytes(), nil
}

func (s Subject) view(records bool, n int) (subject, error) {
	f := s.choose()
	where := "input.resources."
	if records {
		where = "input.records."
	}
	example, err := s.example(f)
	if err != nil {
		return subject{}, err
	}
	name := "good"
	if n > 0 {
		name = fmt.Sprintf("good_%d", n+1)
	}
	last := snake(f.path[len(f.path)-1])
	pointer := ""
	for _, step := range f.path {
		pointer += "/" + pointerEscapes.Replace(step)
	}
	return subject{Var: name, Kind: s.Kind.Name, Where: where + s.Kind.Name, Condition: last, Title: yamlText(fmt.Sprintf("%s is %v", f.path[len(f.path)-1], f.value)),
		Field: strings.Join(f.path, "."), Origin: s.Origin, Ref: "x" + refSteps(f.path), Row: literal(f.path), Pointer: pointer, Value: literal(f.value),
		Other: literal(f.other), Example: example}, nil
}

// pointerEscapes are those of RFC 6901.
var pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1")

// example is the call that makes the thing in tests. What the schema does not have stays out, and so does what is long.
func (s Subject) example(f field) (string, error) {
	config := map[string]any{}
	id, name := "example-1", ""
	var tags map[string]string
	if s.Example != nil {
		id, name, tags = s.Example.ID, s.Example.Name, s.Example.Tags
		config, _ = prune(s.Example.Config, configSchema(s.Kind)).(map[string]any)
		if raw, err := json.Marshal(config); err != nil || len(raw) > longest {
			config = map[string]any{}
		}
	}
	fields := map[string]any{"config": config}
	if name != "" {
		fields["name"] = name
	}
	if len(tags) > 0 {
		fields["tags"] = tags
	}
	fields = with(fields, f.path, f.value)
	if s.Kind.Provider == "records" {
		config, _ := fields["config"].(map[string]any)
		delete(config, "id") // fixture.record writes it
		return fmt.Sprintf("fixture.record(%s, %s, %s)", literal(s.Kind.Name), literal(id), inLines(config)), nil
	}
	return fmt.Sprintf("fixture.resource(%s, %s, %s)", literal(s.Kind.Name), literal(id), inLines(fields)), nil
}

// longest is the size in bytes up to which the configuration of an example is taken over whole.
const longest = 2000

// with puts a value at a path, without changing what it is given.
func with(config map[string]any, path []string, value any) map[string]any {
	out := maps.Clone(config)
	if out == nil {
		out = map[string]any{}
	}
	if len(path) == 1 {
		out[path[0]] = value
		return out
	}
	below, _ := out[path[0]].(map[string]any)
	out[path[0]] = with(below, path[1:], value)
	return out
}

// prune keeps what a schema has.
func prune(v any, schema map[string]any) any {
	switch v := v.(type) {
	case map[string]any:
		properties, _ := schema["properties"].(map[string]any)
		if len(properties) == 0 {
			return v
		}
		out := map[string]any{}
		for name, below := range v {
			if sub, ok := properties[name].(map[string]any); ok {
				out[name] = prune(below, sub)
			}
		}
		return out
	case []any:
		items, ok := schema["items"].(map[string]any)
		if !ok {
			return v
		}
		out := make([]any, len(v))
		for i, below := range v {
			out[i] = prune(below, items)
		}
		return out
	}
	return v
}

func configSchema(k evidence.Kind) map[string]any {
	own, _ := k.Schema["properties"].(map[string]any)
	config, _ := own["config"].(map[string]any)
	return config
}

// literal is a value in Rego, which reads JSON. Members are sorted.
func literal(v any) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(v) // what was decoded from JSON can be encoded
	return strings.TrimSpace(b.String())
}

// inLines is the same with a line for each member, for what is long.
func inLines(v any) string {
	short := literal(v)
	if len(short) < 80 {
		return short
	}
	var b bytes.Buffer
	if err := json.Indent(&b, []byte(short), "", "\t"); err != nil {
		return short
	}
	return b.String()
}

func refSteps(steps []string) string {
	var b strings.Builder
	for _, s := range steps {
		if identifier(s) {
			b.WriteString("." + s)
		} else {
			b.WriteString("[" + literal(s) + "]")
		}
	}
	return b.String()
}

func identifier(s string) bool {
	for i, r := range s {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '_'
		if !letter && (i == 0 || r < '0' || r > '9') {
			return false
		}
	}
	return s != "" && !slices.Contains(keywords, s)
}

var keywords = []string{"as", "contains", "data", "default", "else", "every", "false", "if", "import", "in", "input", "not", "null", "package", "some",
	"true", "with"}

// snake writes a provider's name of a field as the name of a condition.
func snake(s string) string {
	var b strings.Builder
	var last rune
	for _, r := range s {
		switch {
		case r >= 'A' && r <= 'Z':
			if last != 0 && (last < 'A' || last > 'Z') && last != '_' {
				b.WriteByte('_')
			}
			b.WriteRune(r + 'a' - 'A')
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9' && last != 0:
			b.WriteRune(r)
		default:
			if last != 0 && last != '_' {
				b.WriteByte('_')
			}
			r = '_'
		}
		last = r
	}
	name := strings.Trim(b.String(), "_")
	if !identifier(name) {
		return "field_" + name
	}
	return name
}

// yamlText writes a text as a value of METADATA: plain where YAML reads it as it is.
func yamlText(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if strings.ContainsAny(s, ":#{}[]&*!|>'\"%@`,") || strings.HasPrefix(s, "-") || strings.HasPrefix(s, "?") {
		return literal(s)
	}
	return s
}
