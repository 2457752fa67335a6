package engine

import (
	"errors"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/aismm/aismm/internal/strictyaml"
)

// metaText is a METADATA block. OPA drops keys that it does not know without a word, so the blocks are read here once more, strictly.
type metaText[C any] struct {
	Scope            string `yaml:"scope"`
	Title            string `yaml:"title"`
	Description      string `yaml:"description"`
	RelatedResources []any  `yaml:"related_resources"`
	Custom           C      `yaml:"custom"`
}

type packageCustom struct {
	Remediation string     `yaml:"remediation"`
	Judges      string     `yaml:"judges"`
	Survives    []Survival `yaml:"survives"`
}

type conditionCustom struct {
	Of     words          `yaml:"of"`
	Field  string         `yaml:"field"`
	Absent map[string]any `yaml:"absent"`
	Covers []string       `yaml:"covers"`
	Within string         `yaml:"within"`
	// Compares is set where subjects are compared with each other.
	Compares bool `yaml:"compares"`
	// Survives accepts survivors of mutation.
	Survives []Survival `yaml:"survives"`
}

// words is one word or a list of them.
type words []string

// UnmarshalYAML reads either form.
func (w *words) UnmarshalYAML(unmarshal func(any) error) error {
	var one string
	if unmarshal(&one) == nil {
		*w = words{one}
		return nil
	}
	var list []string
	if unmarshal(&list) != nil {
		return errors.New("a kind or a list of kinds is expected")
	}
	*w = list
	return nil
}

// metaBlock is the text of one METADATA block and where it lies.
type metaBlock struct {
	row  int // of the line "# METADATA"
	text string
}

// metaBlocks finds the METADATA blocks of a module.
func metaBlocks(m *ast.Module) []metaBlock {
	var blocks []metaBlock
	open := false
	last, col := 0, 0
	for _, c := range m.Comments {
		line := strings.TrimSuffix(string(c.Text), "\r")
		switch {
		case strings.TrimSpace(line) == "METADATA":
			blocks = append(blocks, metaBlock{row: c.Location.Row})
			open, last, col = true, c.Location.Row, c.Location.Col
		case open && c.Location.Row == last+1 && c.Location.Col == col:
			b := &blocks[len(blocks)-1]
			b.text += strings.TrimPrefix(line, " ") + "\n"
			last++
		default:
			open = false
		}
	}
	return blocks
}

// metadata is what a policy's METADATA says.
type metadata struct {
	pkg *metaText[packageCustom]
	// conditions are by id.
	conditions map[string]*metaText[conditionCustom]
	lines      map[string]int
}

// readMetadata reads all blocks of a policy strictly.
func readMetadata(file string, m *ast.Module, fault func(line int, code, format string, args ...any)) metadata {
	meta := metadata{conditions: map[string]*metaText[conditionCustom]{}, lines: map[string]int{}}
	targets := map[int]*ast.Annotations{}
	for _, a := range m.Annotations {
		targets[a.Location.Row] = a
	}
	for _, b := range metaBlocks(m) {
		target := targets[b.row]
		if target == nil {
			fault(b.row, CodeMetadata, "this METADATA belongs to nothing: it should stand right above the package or a rule")
			continue
		}
		if target.Scope == "package" {
			meta.pkg = decodeMeta[packageCustom](file, b, fault)
			continue
		}
		rule, ok := targetRule(m, target)
		name, ground := "", false
		if ok {
			name, ground = groundName(rule.Head.Ref())
		}
		if !ok || !ground || string(rule.Head.Ref()[0].Value.(ast.Var)) != ruleMet {
			decodeMeta[map[string]any](file, b, fault)
			continue
		}
		if meta.lines[name] != 0 {
			fault(b.row, CodeMetadata, "condition %s has METADATA already, in line %d; one block with `scope: document` serves all its rules", name, meta.lines[name])
			continue
		}
		meta.conditions[name], meta.lines[name] = decodeMeta[conditionCustom](file, b, fault), b.row
	}
	return meta
}

// lintMetadata reads the blocks of a library, whose custom keys are its own.
func lintMetadata(file string, m *ast.Module, fault func(line int, code, format string, args ...any)) {
	for _, b := range metaBlocks(m) {
		decodeMeta[map[string]any](file, b, fault)
	}
}

func targetRule(m *ast.Module, a *ast.Annotations) (*ast.Rule, bool) {
	path := a.GetTargetPath()
	end := a.EndLoc().Row
	var found *ast.Rule
	for _, r := range m.Rules {
		if r.Loc().Row > end && r.Ref().GroundPrefix().Equal(path) && (found == nil || r.Loc().Row < found.Loc().Row) {
			found = r
		}
	}
	return found, found != nil
}

func decodeMeta[C any](file string, b metaBlock, fault func(line int, code, format string, args ...any)) *metaText[C] {
	var t metaText[C]
	if err := strictyaml.Decode(file, []byte(b.text), &t); err != nil {
		reportYAML(err, b.row, func(line, _ int, message string) {
			if line == 0 {
				line = b.row
			}
			fault(line, CodeMetadata, "METADATA: %s", message)
		})
		// What can be read is read, so that one fault does not draw others after it.
		_ = yaml.Unmarshal([]byte(b.text), &t)
	}
	return &t
}
