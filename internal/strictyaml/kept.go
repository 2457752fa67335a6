package strictyaml

import "github.com/goccy/go-yaml/ast"

// Kept is a part of a file that is decoded later, with its position: a list of Kept lets one bad entry leave the others alone.
type Kept struct{ Node ast.Node }

// UnmarshalYAML keeps the node.
func (k *Kept) UnmarshalYAML(node ast.Node) error {
	k.Node = node
	return nil
}

// IsMapping reports whether the part is a mapping.
func (k Kept) IsMapping() bool {
	return k.Node != nil && (k.Node.Type() == ast.MappingType || k.Node.Type() == ast.MappingValueType)
}

// Keys lists the keys of the mapping in their order; of anything else there are none.
func (k Kept) Keys() []string {
	var keys []string
	for _, v := range k.values() {
		keys = append(keys, v.Key.GetToken().Value)
	}
	return keys
}

func (k Kept) values() []*ast.MappingValueNode {
	switch v := k.Node.(type) {
	case *ast.MappingNode:
		return v.Values
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{v}
	}
	return nil
}

// Position is where a key of the mapping stands; where the mapping begins, when key is empty or not there.
func (k Kept) Position(key string) (line, column int) {
	n := k.Node
	for i, v := range k.values() {
		if i == 0 || (key != "" && v.Key.GetToken().Value == key) {
			n = v.Key
		}
	}
	if n == nil || n.GetToken() == nil || n.GetToken().Position == nil {
		return 0, 0
	}
	return n.GetToken().Position.Line, n.GetToken().Position.Column
}
