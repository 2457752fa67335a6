package aws

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
)

// schema is a JSON Schema in the subset that OPA's type checker understands: an object that lists properties is closed to
// policies, one that lists none is open, and a type is one word.
type schema = map[string]any

// members are the properties of an object.
type members = map[string]schema

func schemaText() schema    { return schema{"type": "string"} }
func schemaBool() schema    { return schema{"type": "boolean"} }
func schemaInteger() schema { return schema{"type": "integer"} }
func schemaNumber() schema  { return schema{"type": "number"} }

// schemaOpen is any object: a policy document, an OpenAPI description.
func schemaOpen() schema { return schema{"type": "object"} }

func schemaList(item schema) schema { return schema{"type": "array", "items": item} }

// schemaMap is an object whose members' names are data: tags, environment variables.
func schemaMap(value schema) schema { return schema{"type": "object", "additionalProperties": value} }

func schemaObject(m members) schema {
	properties := make(map[string]any, len(m))
	for name, s := range m {
		properties[name] = s
	}
	return schema{"type": "object", "properties": properties}
}

// schemaOf describes what reply makes of an SDK structure, down to every member that the SDK knows. A recursive structure is
// open where it meets itself again.
func schemaOf[T any](c nameCase) schema {
	t := reflect.TypeFor[T]()
	if t.Kind() != reflect.Struct {
		panic(fmt.Sprintf("aws: schema of %s, which is not an SDK structure", t))
	}
	return describer{nameCase: c}.object(t, true)
}

// schemaWith is an object schema with members added or replaced. The schema that is given stays as it is.
func schemaWith(s schema, m members) schema {
	old, _ := s["properties"].(map[string]any)
	properties := maps.Clone(old)
	for name, member := range m {
		properties[name] = member
	}
	return schema{"type": "object", "properties": properties}
}

// resourceSchema describes a whole resource. Parts are by operation name, derived by the collector's own names; nil means none.
func resourceSchema(config schema, parts, derived members) schema {
	m := members{"id": schemaText(), "name": schemaText(), "tags": schemaMap(schemaText()), "config": config,
		"missing": schemaList(schemaText())}
	if parts != nil {
		m["parts"] = schemaObject(parts)
	}
	if derived != nil {
		m["derived"] = schemaObject(derived)
	}
	s := schemaObject(m)
	s["required"] = []any{"id", "config"}
	return s
}

// describer walks types as encoder walks values.
type describer struct {
	nameCase
	above []reflect.Type // the structures and unions that the walk is inside of
}

func (d describer) object(t reflect.Type, top bool) schema {
	if slices.Contains(d.above, t) {
		return schemaOpen()
	}
	d.above = append(slices.Clone(d.above), t)
	m := members{}
	for f := range t.Fields() {
		if kept(f) && !(top && slices.Contains(tokens, f.Name)) {
			m[d.member(f.Name)] = d.value(f.Type)
		}
	}
	return schemaObject(m)
}

func (d describer) value(t reflect.Type) schema {
	if t == typeTime {
		return schemaText()
	}
	switch t.Kind() {
	case reflect.Pointer:
		return d.value(t.Elem())
	case reflect.Interface:
		if t.Implements(typeDocument) {
			return schema{} // a document may hold any JSON
		}
		return d.union(t)
	case reflect.Struct:
		return d.object(t, false)
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return schemaText()
		}
		return schemaList(d.value(t.Elem()))
	case reflect.Map:
		return schemaMap(d.value(t.Elem()))
	case reflect.String:
		return schemaText()
	case reflect.Bool:
		return schemaBool()
	case reflect.Float32, reflect.Float64:
		return schemaNumber()
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return schemaInteger()
	default:
		panic(fmt.Sprintf("aws: schema of a %s, which no SDK type should have", t))
	}
}

// union is an object that lists every member of the union, of which a reply holds one. Reflection cannot find the types that
// implement an interface, so unions.go lists them.
func (d describer) union(t reflect.Type) schema {
	variants, listed := unions[t]
	if !listed {
		panic(fmt.Sprintf("aws: schema of %s, whose members unions.go does not list", t))
	}
	if slices.Contains(d.above, t) {
		return schemaOpen()
	}
	d.above = append(slices.Clone(d.above), t)
	m := members{}
	for _, variant := range variants {
		field := variant.Name()[len(t.Name())+len("Member"):]
		value, _ := variant.FieldByName("Value")
		m[d.member(field)] = d.value(value.Type)
	}
	return schemaObject(m)
}
