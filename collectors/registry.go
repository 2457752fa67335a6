package collectors

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/aismm/aismm/internal/evidence"
)

var (
	providers  = map[string]*Provider{}
	registered = map[string]*Collector{}
	kinds      = map[string]string{} // kind name to the collector that owns it
)

// RegisterProvider adds a provider. It panics on a duplicate or an incomplete declaration: that is a programming error.
func RegisterProvider(p *Provider) {
	if p.Name == "" || p.Connect == nil || p.NewSettings == nil || p.Detect == nil {
		panic(fmt.Sprintf("collectors: provider %q is incomplete", p.Name))
	}
	if _, dup := providers[p.Name]; dup {
		panic(fmt.Sprintf("collectors: provider %q registered twice", p.Name))
	}
	providers[p.Name] = p
}

// Register adds a collector. It panics on what Check refuses, and on a name or kind that another collector has.
func Register(c *Collector) {
	if err := Check(c); err != nil {
		panic("collectors: " + err.Error())
	}
	if _, dup := registered[c.Name]; dup {
		panic(fmt.Sprintf("collectors: collector %q registered twice", c.Name))
	}
	for _, k := range c.Kinds {
		if owner, dup := kinds[k.Name]; dup {
			panic(fmt.Sprintf("collectors: kind %q of %q belongs to %q", k.Name, c.Name, owner))
		}
		kinds[k.Name] = c.Name
	}
	registered[c.Name] = c
}

// Check reports the first thing in a collector's declaration that contradicts itself: a kind without a list read, an operation that serves
// a kind which the collector does not declare, an order that cannot be.
func Check(c *Collector) error {
	if !strings.HasPrefix(c.Name, c.Provider+"/") || c.Collect == nil || c.Level == "" {
		return fmt.Errorf("collector %q is incomplete: it needs a name under its provider, a level and Collect", c.Name)
	}
	own := map[string]bool{}
	for _, k := range c.Kinds {
		if k.Name == "" || k.Title == "" || k.Provider != c.Provider || k.Deployment == "" || k.Level != c.Level {
			return fmt.Errorf("collector %q: kind %q is incomplete", c.Name, k.Name)
		}
		own[k.Name] = false
	}
	ops := map[string]bool{}
	for _, o := range c.Operations {
		if o.Name == "" || (o.Form != evidence.List && o.Form != evidence.Detail) || len(o.Kinds) == 0 {
			return fmt.Errorf("collector %q: operation %q is incomplete: it needs a name, a form and kinds", c.Name, o.Name)
		}
		if ops[o.Name] {
			return fmt.Errorf("collector %q declares operation %q twice", c.Name, o.Name)
		}
		ops[o.Name] = true
		for _, k := range o.Kinds {
			if _, ok := own[k]; !ok {
				return fmt.Errorf("collector %q: operation %q serves kind %q, which it does not declare", c.Name, o.Name, k)
			}
			if o.Form == evidence.List {
				own[k] = true
			}
		}
	}
	for k, listed := range own {
		if !listed {
			return fmt.Errorf("collector %q: no list operation establishes which %q exist", c.Name, k)
		}
	}
	for _, o := range c.Operations {
		if o.After != "" && !ops[o.After] {
			return fmt.Errorf("collector %q: operation %q comes after %q, which it does not declare", c.Name, o.Name, o.After)
		}
		for _, k := range o.From {
			if !slices.Contains(c.Needs, k) {
				return fmt.Errorf("collector %q: operation %q is made from kind %q, which is not among its needs", c.Name, o.Name, k)
			}
		}
	}
	for _, k := range c.Needs {
		if _, itself := own[k]; itself {
			return fmt.Errorf("collector %q needs its own kind %q", c.Name, k)
		}
	}
	return nil
}

// Providers lists the registered providers by name.
func Providers() []*Provider {
	return slices.SortedFunc(maps.Values(providers), func(a, b *Provider) int { return strings.Compare(a.Name, b.Name) })
}

// LookupProvider finds a provider by name.
func LookupProvider(name string) (*Provider, bool) {
	p, ok := providers[name]
	return p, ok
}

// All lists the registered collectors by name.
func All() []*Collector {
	return slices.SortedFunc(maps.Values(registered), func(a, b *Collector) int { return strings.Compare(a.Name, b.Name) })
}

// Kinds lists the kinds of all registered collectors by name.
func Kinds() []evidence.Kind {
	var all []evidence.Kind
	for _, c := range All() {
		all = append(all, c.Kinds...)
	}
	slices.SortFunc(all, func(a, b evidence.Kind) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// ForKind finds the collector that owns a kind.
func ForKind(kind string) (*Collector, bool) {
	c, ok := registered[kinds[kind]]
	return c, ok
}
