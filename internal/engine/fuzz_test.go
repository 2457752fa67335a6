package engine

import (
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/aismm/aismm/internal/evidence"
)

// FuzzDecoder holds that the decoder is no more lenient than the package that defines documents: what it takes, evidence takes.
func FuzzDecoder(f *testing.F) {
	b := guardrails(f)
	entry := b.Manifest.Documents[0]
	raw, err := b.Raw(entry)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw)
	f.Add([]byte(`{"resources":{"k":[{"id":"x","config":{},"tags":{"a":"b"}}]}}`))
	f.Add([]byte(`{"schema":"aismm/evidence/v1","resources":{}}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		doc, err := newDecoder().document(raw, entry)
		if err != nil {
			return
		}
		parsed, err := evidence.ParseDocument(raw)
		if err != nil {
			t.Fatalf("taken, although evidence refuses it: %v", err)
		}
		for kind, list := range parsed.Resources {
			for i, r := range list {
				if got := doc.resources[kind][i]; got.id != r.ID || got.name != r.Name {
					t.Errorf("%s %d is %q %q, not %q %q", kind, i, got.id, got.name, r.ID, r.Name)
				}
			}
		}
	})
}

// FuzzMetadata holds that no METADATA makes loading panic.
func FuzzMetadata(f *testing.F) {
	f.Add(goodPolicy)
	f.Add("# METADATA\n# scope: package\n# custom: [\npackage aismm.app.injection_filter_strict.aws\n")
	f.Add("package aismm.app.injection_filter_strict.aws\n# METADATA\n# custom:\n#   of: {a: b}\n#   absent: {x: {y: 1}}\nmet.a contains 1\n")
	f.Fuzz(func(t *testing.T, text string) {
		m, err := ast.ParseModuleWithOpts("f.rego", text, ast.ParserOptions{ProcessAnnotation: true})
		if err != nil || m == nil {
			return
		}
		l := newLoader(LoadOptions{Kinds: testKinds()})
		p := &Policy{Path: "aismm.app.injection_filter_strict.aws", File: "f.rego"}
		l.policies["f.rego"] = p
		l.describe(p, m)
	})
}
