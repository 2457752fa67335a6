package collectors

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/aismm/aismm/internal/evidence"
)

// emptyRegistry gives the test a registry of its own.
func emptyRegistry(t *testing.T) {
	t.Helper()
	p, r, k := providers, registered, kinds
	providers, registered, kinds = map[string]*Provider{}, map[string]*Collector{}, map[string]string{}
	t.Cleanup(func() { providers, registered, kinds = p, r, k })
}

func toyProvider(name string) *Provider {
	return &Provider{Name: name, NewSettings: func() any { return nil }, Detect: func(func(string) string) (string, bool) { return "", false },
		Connect: func(context.Context, ConnectOptions) (Connection, error) { return nil, errors.New("no way in") }}
}

func toyKind(name string) evidence.Kind {
	return evidence.Kind{Name: name, Title: name, Provider: "toy", Deployment: evidence.PaaS, Level: evidence.Region}
}

// toy lists disks, each with its settings, and then the rules of the disks.
func toy() *Collector {
	return &Collector{
		Name: "toy/disk", Provider: "toy", Level: evidence.Region, Kinds: []evidence.Kind{toyKind("toy_disk"), toyKind("toy_rule")},
		Operations: []Operation{
			{Name: "disk:List", Form: evidence.List, Kinds: []string{"toy_disk"}},
			{Name: "disk:Get", Form: evidence.Detail, Kinds: []string{"toy_disk"}, Permissions: []string{"disk:Get", "key:Use"}},
			{Name: "disk:ListRules", Form: evidence.List, Kinds: []string{"toy_rule"}, After: "disk:List"},
		},
		Collect: func(context.Context, any, *Recorder) {},
	}
}

func panicOf(do func()) (message string) {
	defer func() {
		if v := recover(); v != nil {
			message = fmt.Sprint(v)
		}
	}()
	do()
	return ""
}

func TestRegistryListsSorted(t *testing.T) {
	emptyRegistry(t)
	b := toy()
	b.Name, b.Kinds = "toy/b", []evidence.Kind{toyKind("toy_b")}
	b.Operations = []Operation{{Name: "b:List", Form: evidence.List, Kinds: []string{"toy_b"}}}
	Register(toy())
	Register(b)
	RegisterProvider(toyProvider("toy"))
	RegisterProvider(toyProvider("another"))
	var got []string
	for _, c := range All() {
		got = append(got, c.Name)
	}
	for _, p := range Providers() {
		got = append(got, p.Name)
	}
	for _, k := range Kinds() {
		got = append(got, k.Name)
	}
	if want := []string{"toy/b", "toy/disk", "another", "toy", "toy_b", "toy_disk", "toy_rule"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if c, ok := ForKind("toy_rule"); !ok || c.Name != "toy/disk" {
		t.Errorf("collector of toy_rule: %v", c)
	}
	if c, ok := ForKind("toy_none"); ok {
		t.Errorf("collector of an unknown kind: %v", c)
	}
	if p, ok := LookupProvider("toy"); !ok || p.Name != "toy" {
		t.Errorf("provider toy: %v", p)
	}
	if _, ok := LookupProvider("toi"); ok {
		t.Error("an unknown provider was found")
	}
}

func TestRegisterRefuses(t *testing.T) {
	for name, tt := range map[string]struct {
		spoil func(*Collector)
		want  string
	}{
		"other provider":     {func(c *Collector) { c.Provider = "other" }, `collector "toy/disk" is incomplete: it needs a name under its provider, a level and Collect`},
		"no level":           {func(c *Collector) { c.Level = "" }, `collector "toy/disk" is incomplete: it needs a name under its provider, a level and Collect`},
		"no Collect":         {func(c *Collector) { c.Collect = nil }, `collector "toy/disk" is incomplete: it needs a name under its provider, a level and Collect`},
		"kind without title": {func(c *Collector) { c.Kinds[0].Title = "" }, `collector "toy/disk": kind "toy_disk" is incomplete`},
		"kind elsewhere":     {func(c *Collector) { c.Kinds[0].Level = evidence.Boundary }, `collector "toy/disk": kind "toy_disk" is incomplete`},
		"unlisted kind":      {func(c *Collector) { c.Operations[0].Kinds = []string{"toy_rule"} }, `collector "toy/disk": no list operation establishes which "toy_disk" exist`},
		"unknown kind":       {func(c *Collector) { c.Operations[1].Kinds = []string{"toy_x"} }, `collector "toy/disk": operation "disk:Get" serves kind "toy_x", which it does not declare`},
		"no kinds":           {func(c *Collector) { c.Operations[1].Kinds = nil }, `collector "toy/disk": operation "disk:Get" is incomplete: it needs a name, a form and kinds`},
		"no form":            {func(c *Collector) { c.Operations[1].Form = "" }, `collector "toy/disk": operation "disk:Get" is incomplete: it needs a name, a form and kinds`},
		"operation twice":    {func(c *Collector) { c.Operations[1].Name = "disk:List" }, `collector "toy/disk" declares operation "disk:List" twice`},
		"after unknown":      {func(c *Collector) { c.Operations[2].After = "disk:Lst" }, `collector "toy/disk": operation "disk:ListRules" comes after "disk:Lst", which it does not declare`},
		"from unneeded":      {func(c *Collector) { c.Operations[0].From = []string{"toy_net"} }, `collector "toy/disk": operation "disk:List" is made from kind "toy_net", which is not among its needs`},
		"needs itself":       {func(c *Collector) { c.Needs = []string{"toy_rule"} }, `collector "toy/disk" needs its own kind "toy_rule"`},
	} {
		emptyRegistry(t)
		c := toy()
		tt.spoil(c)
		if got := panicOf(func() { Register(c) }); got != "collectors: "+tt.want {
			t.Errorf("%s: %s", name, got)
		}
		if len(registered) != 0 || len(kinds) != 0 {
			t.Errorf("%s: something was registered", name)
		}
	}
}

func TestRegisterRefusesDuplicates(t *testing.T) {
	emptyRegistry(t)
	Register(toy())
	RegisterProvider(toyProvider("toy"))
	if got := panicOf(func() { Register(toy()) }); got != `collectors: collector "toy/disk" registered twice` {
		t.Error(got)
	}
	c := toy()
	c.Name = "toy/again"
	if got := panicOf(func() { Register(c) }); got != `collectors: kind "toy_disk" of "toy/again" belongs to "toy/disk"` {
		t.Error(got)
	}
	if got := panicOf(func() { RegisterProvider(toyProvider("toy")) }); got != `collectors: provider "toy" registered twice` {
		t.Error(got)
	}
	if got := panicOf(func() { RegisterProvider(&Provider{Name: "x"}) }); !strings.Contains(got, `provider "x" is incomplete`) {
		t.Error(got)
	}
}
