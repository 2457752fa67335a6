package model

import (
	"embed"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/aismm/aismm/internal/strictyaml"
)

var (
	wordForm  = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)
	kindForm  = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)+$`)
	coverForm = regexp.MustCompile(`^[a-z0-9][a-z0-9_/-]*:\S(.*\S)?$`)
)

// The forms of other frameworks' ids. Whether a framework has just this id is not known here, except for AICM.
var mappingForms = map[string]struct {
	form *regexp.Regexp
	like string
}{
	"nist_ai_rmf":    {regexp.MustCompile(`^(GOVERN|MAP|MEASURE|MANAGE) [1-9]\.[1-9][0-9]?$`), "a subcategory of NIST AI RMF 1.0, such as GOVERN 1.2"},
	"iso_42001":      {regexp.MustCompile(`^A\.[1-9][0-9]?(\.[1-9][0-9]?){1,2}$`), "a control of ISO/IEC 42001 Annex A, such as A.6.2.4"},
	"owasp_llm_2025": {regexp.MustCompile(`^LLM(0[1-9]|10):2025$`), "an entry of OWASP's LLM Top 10 of 2025, such as LLM01:2025"},
	"owasp_agentic":  {regexp.MustCompile(`^ASI(0[1-9]|10)$`), "an entry of OWASP's Agentic Top 10, such as ASI03"},
	"mitre_atlas":    {regexp.MustCompile(`^AML\.(TA[0-9]{4}|M[0-9]{4}|T[0-9]{4}(\.[0-9]{3})?)$`), "a tactic, technique or mitigation of MITRE ATLAS, such as AML.T0051"},
	"eu_ai_act":      {regexp.MustCompile(`^(Art\. [1-9][0-9]{0,2}|Annex (I|II|III|IV|V|VI|VII|VIII|IX|X|XI|XII|XIII))$`), "an article or annex of the EU AI Act, such as Art. 26"},
}

//go:embed aicm
var aicmLists embed.FS

// aicmIDs are the ids of CSA's AI Controls Matrix by version: ids alone, as published. 54 of them changed their meaning from
// 1.0.3 to 1.1.0, which is why an id never goes without its version.
var aicmIDs = sync.OnceValue(func() map[string][]string {
	lists := map[string][]string{}
	for _, v := range []string{"1.0.3", "1.1.0"} {
		data, err := aicmLists.ReadFile("aicm/" + v + ".txt")
		if err != nil {
			panic("read the embedded list of AICM ids: " + err.Error())
		}
		lists[v] = strings.Fields(string(data))
	}
	return lists
})

func (e *entry) aicm(a AICM) AICM {
	known, ok := aicmIDs()[a.Version]
	if !ok {
		e.fail("aicm", "version is %q; want 1.1.0 or 1.0.3, because ids changed their meaning between them", a.Version)
		return a
	}
	seen := map[string]bool{}
	for _, id := range a.IDs {
		switch {
		case !slices.Contains(known, id):
			e.fail("aicm", "AICM %s has no control %q%s", a.Version, id, strictyaml.Nearest(id, known))
		case seen[id]:
			e.fail("aicm", "%s is listed twice", id)
		}
		seen[id] = true
	}
	a.IDs = listed(a.IDs)
	return a
}

func (e *entry) mappings(m Mappings) Mappings {
	for _, f := range m.All() {
		want := mappingForms[f.Name]
		e.ids("mappings", f.Name, f.IDs, want.form, want.like)
	}
	for _, list := range []*[]string{&m.NISTAIRMF, &m.ISO42001, &m.OWASPLLM2025, &m.OWASPAgentic, &m.MITREATLAS, &m.EUAIAct} {
		*list = listed(*list)
	}
	return m
}

// ids checks the form of every word of a list, and that none is there twice.
func (e *entry) ids(field, under string, list []string, form *regexp.Regexp, like string) {
	if under != "" {
		under += " "
	}
	seen := map[string]bool{}
	for _, s := range list {
		switch {
		case !form.MatchString(s):
			e.fail(field, "%shas %q; want %s", under, s, like)
		case seen[s]:
			e.fail(field, "%s%s is listed twice", under, s)
		}
		seen[s] = true
	}
}

// nearest is the tail of an error about an unknown objective.
func (c *Catalog) nearest(word string) string {
	var known []string
	for _, o := range c.objectives {
		known = append(known, o.ID.String(), string(o.Slug), o.Name())
	}
	return strictyaml.Nearest(word, known)
}
