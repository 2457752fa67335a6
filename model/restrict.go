package model

import "slices"

// Only is the structure with these categories alone, and the domains that they lie in; of none given, the whole.
func (m *Structure) Only(categories []Category) *Structure {
	if len(categories) == 0 {
		return m
	}
	only := *m
	only.Categories = slices.DeleteFunc(slices.Clone(m.Categories), func(c CategoryFacts) bool { return !slices.Contains(categories, c.ID) })
	only.Domains = slices.DeleteFunc(slices.Clone(m.Domains), func(d DomainFacts) bool {
		return !slices.ContainsFunc(only.Categories, func(c CategoryFacts) bool { return c.Domain == d.ID })
	})
	return &only
}

// Restore makes a catalog of what was loaded before and is carried elsewhere, such as in an assessment. It has what is given and no more.
func Restore(structure Structure, digest string, layers []Layer, objectives []*Objective) *Catalog {
	c := &Catalog{structure: &structure, layers: layers, digest: digest, targets: map[Category]Level{}, objectives: slices.Clone(objectives),
		byID: map[ObjectiveID]*Objective{}, byName: map[string]*Objective{}}
	for _, o := range c.objectives {
		c.byID[o.ID], c.byName[o.Name()] = o, o
	}
	slices.SortFunc(c.objectives, func(a, b *Objective) int { return c.structure.CompareIDs(a.ID, b.ID) })
	return c
}
