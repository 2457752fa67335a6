package jsonschema

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"strconv"
	"strings"
)

// Source is what the Go source of a package says about its types: comments, and the constants of string types.
type Source struct {
	docs   map[string]string
	consts map[string][]any
}

// ParseSource reads the Go files of file systems, which packages embed of themselves.
func ParseSource(packages ...fs.FS) (*Source, error) {
	s := &Source{docs: map[string]string{}, consts: map[string][]any{}}
	for _, files := range packages {
		if err := s.parse(files); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func (s *Source) parse(files fs.FS) error {
	names, err := fs.Glob(files, "*.go")
	if err != nil {
		return fmt.Errorf("read Go source: %w", err)
	}
	if len(names) == 0 {
		return errors.New("read Go source: there are no Go files")
	}
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return fmt.Errorf("read Go source: %w", err)
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return fmt.Errorf("read Go source: %w", err)
		}
		for _, d := range f.Decls {
			if g, ok := d.(*ast.GenDecl); ok {
				s.declaration(g)
			}
		}
	}
	return nil
}

func (s *Source) declaration(g *ast.GenDecl) {
	for _, spec := range g.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			doc := spec.Doc
			if doc == nil {
				doc = g.Doc
			}
			s.docs[spec.Name.Name] = plain(doc)
			if st, ok := spec.Type.(*ast.StructType); ok {
				for _, f := range st.Fields.List {
					for _, n := range f.Names {
						s.docs[spec.Name.Name+"."+n.Name] = plain(f.Doc)
					}
				}
			}
		case *ast.ValueSpec:
			t, ok := spec.Type.(*ast.Ident)
			if g.Tok != token.CONST || !ok {
				continue
			}
			for _, v := range spec.Values {
				if lit, ok := v.(*ast.BasicLit); ok && lit.Kind == token.STRING {
					if value, err := strconv.Unquote(lit.Value); err == nil {
						s.consts[t.Name] = append(s.consts[t.Name], value)
					}
				}
			}
		}
	}
}

// plain is a comment in one line.
func plain(c *ast.CommentGroup) string { return strings.Join(strings.Fields(c.Text()), " ") }

func (s *Source) doc(name string) string {
	if s == nil {
		return ""
	}
	return s.docs[name]
}

func (s *Source) values(name string) []any {
	if s == nil {
		return nil
	}
	return s.consts[name]
}
