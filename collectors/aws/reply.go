package aws

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/aws/smithy-go/document"
	"github.com/aws/smithy-go/middleware"
)

// nameCase is how a service writes its members on the wire.
type nameCase bool

const (
	// camel services write "logGroupName".
	camel nameCase = false
	// pascal services write "LogGroupName".
	pascal nameCase = true
)

// member is the name on the wire of a field of an SDK type. The SDK only ever raises the first letter.
func (c nameCase) member(field string) string {
	if c == pascal {
		return field
	}
	r, n := utf8.DecodeRuneInString(field)
	return string(unicode.ToLower(r)) + field[n:]
}

// reply turns the output of an SDK call into the JSON of the API: pointers that are nil and empty enumerations are left
// out, and so are numbers and booleans that a JSON reply does not have; lists are always written, times are RFC 3339 in
// UTC, a union is an object with its one member, a document is the JSON that it holds. Pagination tokens and the SDK's
// own metadata are dropped. What a JSON reply had beyond the SDK's types is merged in.
func reply(output any, c nameCase) map[string]any {
	v := reflect.Indirect(reflect.ValueOf(output))
	if !v.IsValid() || v.Kind() != reflect.Struct {
		panic(fmt.Sprintf("aws: reply of %T, which is not an SDK structure", output))
	}
	return encoder{c}.object(v, rawOf(v), true)
}

// replies turns a list of SDK structures into JSON, where the list does not come out of one output's reply.
func replies[T any](list []T, c nameCase) []any {
	out := make([]any, 0, len(list))
	for _, item := range list {
		out = append(out, reply(item, c))
	}
	return out
}

// objects gives the objects of a list member of a reply.
func objects(r map[string]any, member string) []map[string]any {
	list, _ := r[member].([]any)
	out := make([]map[string]any, 0, len(list))
	for _, item := range list {
		if o, ok := item.(map[string]any); ok {
			out = append(out, o)
		}
	}
	return out
}

// object gives an object member of a reply; an absent one is empty.
func object(r map[string]any, member string) map[string]any {
	if o, ok := r[member].(map[string]any); ok {
		return o
	}
	return map[string]any{}
}

// text gives a string member of a reply; an absent one is empty.
func text(r map[string]any, member string) string {
	s, _ := r[member].(string)
	return s
}

var (
	typeTime     = reflect.TypeFor[time.Time]()
	typeMetadata = reflect.TypeFor[middleware.Metadata]()
	typeDocument = reflect.TypeFor[document.Marshaler]()
	typeNoSerde  = reflect.TypeFor[document.NoSerde]()
	// tokens are the members by which the API pages. They say nothing about the thing.
	tokens = []string{"NextToken", "NextMarker", "Marker"}
)

type encoder struct{ nameCase }

// object writes a structure. Raw is the same object as it came over the wire, or nil.
func (e encoder) object(v reflect.Value, raw map[string]any, top bool) map[string]any {
	out := map[string]any{}
	known := map[string]bool{}
	rawKeys := make(map[string]string, len(raw))
	for k := range raw {
		rawKeys[strings.ToLower(k)] = k
	}
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if !kept(f) {
			continue
		}
		known[strings.ToLower(f.Name)] = true
		if top && slices.Contains(tokens, f.Name) {
			continue
		}
		k, sent := rawKeys[strings.ToLower(f.Name)]
		if raw != nil && !sent && bare(f.Type) {
			continue // its zero is the SDK's and not the API's
		}
		var below any
		if sent {
			below = raw[k]
		}
		if value, ok := e.value(v.Field(i), below); ok {
			out[e.member(f.Name)] = value
		}
	}
	for lower, k := range rawKeys {
		if !known[lower] && raw[k] != nil {
			out[k] = withoutNulls(raw[k])
		}
	}
	return out
}

// kept reports whether a field of an SDK structure is a member of the API's.
func kept(f reflect.StructField) bool {
	return f.IsExported() && f.Type != typeMetadata && f.Type != typeNoSerde
}

// bare reports types that cannot say that a member was absent.
func bare(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Bool, reflect.Float32, reflect.Float64, reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return true
	}
	return false
}

// value writes one value; false means that it is left out.
func (e encoder) value(v reflect.Value, raw any) (any, bool) {
	if v.Type() == typeTime {
		t, _ := v.Interface().(time.Time)
		return t.UTC().Truncate(time.Second).Format(time.RFC3339), true
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return nil, false
		}
		if v.Elem().Kind() == reflect.String {
			return v.Elem().String(), true // an empty string that was sent is kept
		}
		return e.value(v.Elem(), raw)
	case reflect.Interface:
		if v.IsNil() {
			return nil, false
		}
		if v.Type().Implements(typeDocument) {
			return e.document(v)
		}
		return e.union(v, raw), true
	case reflect.Struct:
		o, _ := raw.(map[string]any)
		return e.object(v, o, false), true
	case reflect.Slice:
		return e.list(v, raw)
	case reflect.Map:
		if v.IsNil() {
			return nil, false
		}
		return e.mapping(v, raw), true
	case reflect.String:
		return v.String(), v.String() != ""
	case reflect.Bool:
		return v.Bool(), true
	case reflect.Float32, reflect.Float64:
		return v.Float(), true
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return v.Int(), true
	default:
		panic(fmt.Sprintf("aws: reply has a %s, which no SDK type should have", v.Type()))
	}
}

func (e encoder) list(v reflect.Value, raw any) (any, bool) {
	if v.Type().Elem().Kind() == reflect.Uint8 {
		return base64.StdEncoding.EncodeToString(v.Bytes()), !v.IsNil()
	}
	rawList, _ := raw.([]any)
	if len(rawList) != v.Len() {
		rawList = nil // the two do not correspond
	}
	out := make([]any, 0, v.Len())
	for i := range v.Len() {
		var below any
		if rawList != nil {
			below = rawList[i]
		}
		item, ok := e.value(v.Index(i), below)
		if !ok {
			item = ""
		}
		out = append(out, item)
	}
	return out, true
}

func (e encoder) mapping(v reflect.Value, raw any) map[string]any {
	rawMap, _ := raw.(map[string]any)
	out := map[string]any{}
	for entries := v.MapRange(); entries.Next(); {
		key := entries.Key().String()
		if item, ok := e.value(entries.Value(), rawMap[key]); ok {
			out[key] = item
		} else if entries.Value().Kind() == reflect.String {
			out[key] = ""
		}
	}
	return out
}

// union writes a member of a union as {"memberName": value}, after the names that the SDK generates for unions. A member
// that the SDK does not know stays as it came.
func (e encoder) union(v reflect.Value, raw any) map[string]any {
	rawObject, _ := raw.(map[string]any)
	inner := reflect.Indirect(v.Elem())
	field, ok := strings.CutPrefix(inner.Type().Name(), v.Type().Name()+"Member")
	if !ok {
		out := map[string]any{}
		for k, x := range rawObject {
			out[k] = withoutNulls(x)
		}
		return out
	}
	var below any
	for k, x := range rawObject {
		if strings.EqualFold(k, field) {
			below = x
		}
	}
	value, kept := e.value(inner.FieldByName("Value"), below)
	if !kept {
		value = map[string]any{}
	}
	return map[string]any{e.member(field): value}
}

func (e encoder) document(v reflect.Value) (any, bool) {
	m, _ := v.Interface().(document.Marshaler)
	data, err := m.MarshalSmithyDocument()
	if err != nil {
		return nil, false
	}
	value, err := decodeJSON(data)
	if err != nil {
		return nil, false
	}
	return withoutNulls(value), value != nil
}

// decodeJSON reads one JSON value and keeps numbers as they are written.
func decodeJSON(data []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, fmt.Errorf("decode JSON: %w", err)
	}
	if d.More() {
		return nil, fmt.Errorf("decode JSON: more than one value")
	}
	return v, nil
}

// withoutNulls copies JSON and drops members that are null: absent and null mean the same in these APIs, and policies test for presence.
func withoutNulls(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for k, x := range v {
			if x != nil {
				out[k] = withoutNulls(x)
			}
		}
		return out
	case []any:
		out := make([]any, 0, len(v))
		for _, x := range v {
			out = append(out, withoutNulls(x))
		}
		return out
	}
	return v
}
