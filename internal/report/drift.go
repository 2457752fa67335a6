package report

import (
	"fmt"

	"github.com/aismm/aismm/internal/assess"
	"github.com/aismm/aismm/internal/evidence"
)

// drift names the members in which providers' replies differ from what is known of their APIs. It comes last: it decides nothing.
func (p *page) drift(a *assess.Assessment) {
	list := a.Ledger.Drift
	if len(list) == 0 {
		return
	}
	p.heading(fmt.Sprintf("Drift of the providers' APIs: %s", Plural(len(list), "field")))
	p.text("", "What was read differs from the schemas. It decides nothing by itself; a newer aismm may know more.")
	for i, d := range list {
		if i == most {
			p.line("  and %d more; the page and the JSON have them all", len(list)-most)
			break
		}
		p.text("  • ", DriftLine(d))
	}
}

// DriftLine says one difference in a sentence: where, which way, how often, and an example.
func DriftLine(d evidence.Drift) string {
	what := "is new"
	if d.Change == evidence.DriftMissing {
		what = "is missing"
	}
	return fmt.Sprintf("%s %s %s in %s, such as %s", clean(d.Kind), clean(d.Field), what, Plural(d.Count, "resource"), clean(d.Example))
}
