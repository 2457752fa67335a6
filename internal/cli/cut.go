package cli

import (
	"strings"

	"github.com/spf13/pflag"

	"github.com/aismm/aismm/internal/assess"
	"github.com/aismm/aismm/model"
)

// cutting are the flags that leave parts of an estate or a model out of an assessment.
type cutting struct {
	deployments, providers, boundaries, categories []string
}

// flags declares all of them but --provider, which says what to read where a command reads.
func (k *cutting) flags(f *pflag.FlagSet) {
	f.StringSliceVar(&k.deployments, "deployment", nil, "count only this deployment type: self_hosted, paas or saas; may be repeated")
	f.StringSliceVar(&k.boundaries, "boundary", nil, "count only this boundary, such as aws:111122223333; may be repeated")
	f.StringSliceVar(&k.categories, "category", nil, "count only this category, such as MON; may be repeated")
}

func (k *cutting) providerFlag(f *pflag.FlagSet) {
	f.StringSliceVar(&k.providers, "provider", nil, "count only this provider; may be repeated")
}

func (k *cutting) cut() (assess.Cut, error) {
	c := assess.Cut{Providers: k.providers, Boundaries: k.boundaries}
	for _, d := range k.deployments {
		t, err := model.ParseDeployment(d)
		if err != nil || t == model.Program {
			return c, usagef("--deployment is %q; it is self_hosted, paas or saas", d)
		}
		c.Deployments = append(c.Deployments, t)
	}
	for _, name := range k.categories {
		c.Categories = append(c.Categories, model.Category(strings.ToUpper(name)))
	}
	return c, nil
}

// of draws the part that the flags ask for.
func (k *cutting) of(as *assess.Assessment) (*assess.Assessment, error) {
	cut, err := k.cut()
	if err != nil {
		return nil, err
	}
	part, err := as.Recut(cut)
	return part, usage(err)
}
