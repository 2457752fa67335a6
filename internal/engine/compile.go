package engine

import (
	"fmt"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/aismm/aismm/internal/strictyaml"
)

// capabilities are those of OPA less everything that would let a verdict depend on more than the evidence: the network, the
// environment, randomness, the clock.
func capabilities() *ast.Capabilities {
	c := ast.CapabilitiesForThisVersion()
	kept := make([]*ast.Builtin, 0, len(c.Builtins))
	for _, b := range c.Builtins {
		if !b.Nondeterministic {
			kept = append(kept, b)
		}
	}
	c.Builtins = kept
	c.AllowNet = []string{}
	return c
}

// newCompiler prepares the one way in which modules are compiled, policies and tests alike. Without a schema, input may be anything.
func newCompiler(schema map[string]any) *ast.Compiler {
	c := ast.NewCompiler().WithStrict(true).WithCapabilities(capabilities()).WithUseTypeCheckAnnotations(true).
		WithEnablePrintStatements(true).SetErrorLimit(0)
	if schema == nil {
		return c
	}
	schemas := ast.NewSchemaSet()
	schemas.Put(ast.SchemaRootRef, schema)
	c.WithSchemas(schemas)
	looks := &lookupTypes{schema: schema}
	c.WithStageAfterID(ast.StageCheckRecursion, ast.CompilerStageDefinition{Name: "TypeLookups", MetricName: "type_lookups", Stage: looks.replace})
	c.WithStageAfterID(ast.StageCheckTypes, ast.CompilerStageDefinition{Name: "RestoreLookups", MetricName: "restore_lookups", Stage: looks.restore})
	return c
}

// lookupTypes gives input.lookup.<kind>.<field>[value] a type. OPA's checker takes the values of an object with arbitrary keys for
// anything, so that a typo behind a lookup would go unseen. While types are checked, the lookup is therefore written as the list of all
// resources of the kind, which has the same type; a field that cannot be looked up by stays as it is, and is refused.
type lookupTypes struct {
	schema   map[string]any
	replaced []*ast.Term
	refs     []ast.Ref
}

func (l *lookupTypes) replace(c *ast.Compiler) *ast.Error {
	for _, name := range sortedKeys(c.Modules) {
		ast.WalkTerms(c.Modules[name], func(t *ast.Term) bool {
			ref, ok := t.Value.(ast.Ref)
			if !ok || len(ref) < 5 || !ref.HasPrefix(lookupRoot) {
				return false
			}
			kind, isWord := ref[2].Value.(ast.String)
			field, isField := ref[3].Value.(ast.String)
			if !isWord || !isField || !l.known(string(kind), string(field)) {
				return false
			}
			member := "resources"
			if strings.HasPrefix(string(kind), "record_") {
				member = "records"
			}
			plain := ast.Ref{ref[0], ast.StringTerm(member), ref[2]}
			l.replaced = append(l.replaced, t)
			l.refs = append(l.refs, ref)
			t.Value = append(plain, ref[5:]...)
			return false
		})
	}
	return nil
}

func (l *lookupTypes) known(path ...string) bool {
	at := l.schema
	for _, step := range append([]string{"lookup"}, path...) {
		properties, _ := at["properties"].(map[string]any)
		if at, _ = properties[step].(map[string]any); at == nil {
			return false
		}
	}
	return true
}

func (l *lookupTypes) restore(*ast.Compiler) *ast.Error {
	for i, t := range l.replaced {
		t.Value = l.refs[i]
	}
	l.replaced, l.refs = nil, nil
	return nil
}

var lookupRoot = ast.MustParseRef("input.lookup")

// compileAll compiles the modules that compile. Each one that does not is dropped with its errors, and the rest is compiled again.
// Modules are by file.
func compileAll(modules map[string]*ast.Module, schema map[string]any, drop func(file string, err *ast.Error)) *ast.Compiler {
	rest := make(map[string]*ast.Module, len(modules))
	for file, m := range modules {
		rest[file] = m
	}
	for {
		c := newCompiler(schema)
		c.Compile(rest)
		if !c.Failed() {
			return c
		}
		failed := map[string]bool{}
		for _, e := range c.Errors {
			file := ""
			if e.Location != nil {
				file = e.Location.File
			}
			if _, ok := rest[file]; ok {
				failed[file] = true
				drop(file, e)
			}
		}
		if len(failed) == 0 { // the errors name no file of ours: find out one by one
			failed = alone(rest, schema, drop)
		}
		for file := range failed {
			delete(rest, file)
		}
	}
}

// alone compiles each module with the libraries only, and drops those that fail; if all hold, it drops all, with the errors of the whole.
func alone(rest map[string]*ast.Module, schema map[string]any, drop func(file string, err *ast.Error)) map[string]bool {
	failed := map[string]bool{}
	for _, file := range sortedKeys(rest) {
		some := map[string]*ast.Module{file: rest[file]}
		for other, m := range rest {
			if isLib(m) {
				some[other] = m
			}
		}
		c := newCompiler(schema)
		c.Compile(some)
		if c.Failed() {
			failed[file] = true
			drop(file, c.Errors[0])
		}
	}
	if len(failed) > 0 {
		return failed
	}
	for file := range rest {
		failed[file] = true
		drop(file, &ast.Error{Code: ast.CompileErr, Message: "the modules do not compile together"})
	}
	return failed
}

var libRoot = ast.MustParseRef("data.aismm.lib")

func isLib(m *ast.Module) bool { return m.Package.Path.HasPrefix(libRoot) }

// compileCode tells what the schemas refuse from what OPA refuses anyway.
func compileCode(e *ast.Error) string {
	if e.Code == ast.TypeErr && !strings.HasPrefix(e.Message, undefinedFunction) {
		return CodeSchema
	}
	return CodeCompile
}

// undefinedFunction begins what OPA says of a function that does not exist, or that the engine removed.
const undefinedFunction = "undefined function "

// compileMessage says an error of the compiler in one line.
func compileMessage(e *ast.Error) string {
	if d, ok := e.Details.(*ast.RefErrInvalidDetail); ok && d.Pos < len(d.Ref) && len(d.OneOf) > 0 {
		if have, ok := d.Ref[d.Pos].Value.(ast.String); ok {
			var known []string
			for _, v := range d.OneOf {
				if s, ok := v.(ast.String); ok {
					known = append(known, string(s))
				}
			}
			return fmt.Sprintf("%s: there is no %q%s", d.Ref[:d.Pos+1], string(have), strictyaml.Nearest(string(have), known))
		}
	}
	message := e.Message
	if e.Details != nil {
		var lines []string
		for _, l := range e.Details.Lines() {
			if l = strings.TrimSpace(l); l != "" && strings.Trim(l, "^") != "" {
				lines = append(lines, l)
			}
		}
		message += ": " + strings.Join(lines, "; ")
	}
	return strings.TrimSuffix(message, ": ")
}
