package aws

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/aws/smithy-go/encoding/cbor"
)

// request is one API call, whatever the protocol it came by.
type request struct {
	service *service
	op      *operation
	// account, region and caller (an ARN) are those that the signature speaks for.
	key, account, region, caller string
	// params are the request's members by their names on the wire.
	params map[string]any
	http   *http.Request
}

// param is a member as text; an absent one is empty.
func (r *request) param(name string) string { return asText(r.params[name]) }

// list is a member that holds several texts.
func (r *request) list(name string) []string {
	items, _ := r.params[name].([]any)
	out := make([]string, 0, len(items))
	for _, i := range items {
		out = append(out, asText(i))
	}
	return out
}

func asText(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case map[string]any:
		// A thing named by an object, such as the notification of a budget: its members in the order of their names, without its state.
		var parts []string
		for _, name := range sortedKeys(v) {
			if !strings.HasSuffix(name, "State") {
				parts = append(parts, asText(v[name]))
			}
		}
		return strings.Join(parts, " ")
	case []any:
		if len(v) == 1 { // a list of things of which one is meant
			return asText(v[0])
		}
	}
	return fmt.Sprint(v)
}

// credential is the scope in the header of a signed request: key id, date, region and service.
var credential = regexp.MustCompile(`^AWS4-HMAC-SHA256 Credential=([^/,]+)/[0-9]{8}/([a-z0-9-]+)/([a-z0-9-]+)/aws4_request,`)

// routes finds the operation that a request asks for.
type routes struct {
	// signing has the services by the name in the credential scope.
	signing map[string][]*service
	rest    map[string][]route
}

type route struct {
	service  *service
	op       *operation
	segments []string
	literals int
	query    string
}

func newRoutes(all map[string]*service) *routes {
	rs := &routes{signing: map[string][]*service{}, rest: map[string][]route{}}
	for _, name := range sortedKeys(all) {
		s := all[name]
		rs.signing[s.signing] = append(rs.signing[s.signing], s)
		for _, o := range s.operations {
			if o.method == "" {
				continue
			}
			path, query, _ := strings.Cut(o.path, "?")
			rt := route{service: s, op: o, segments: split(path), query: query}
			for _, seg := range rt.segments {
				if !strings.HasPrefix(seg, "{") {
					rt.literals++
				}
			}
			rs.rest[s.signing+" "+o.method] = append(rs.rest[s.signing+" "+o.method], rt)
		}
	}
	for _, list := range rs.rest {
		// What is written out comes before what a label catches, and a query before none.
		slices.SortStableFunc(list, func(a, b route) int {
			if a.literals != b.literals {
				return b.literals - a.literals
			}
			return len(b.query) - len(a.query)
		})
	}
	return rs
}

func split(path string) []string { return strings.Split(strings.Trim(path, "/"), "/") }

// parse reads the signature's scope, the operation and its members. On a refusal the request says at least the protocol in
// which to refuse.
func (rs *routes) parse(in *http.Request, body []byte) (*request, *apiError) {
	r := &request{http: in, params: map[string]any{}, service: &service{protocol: guess(in)}}
	scope := credential.FindStringSubmatch(in.Header.Get("Authorization"))
	if scope == nil {
		return r, &apiError{Status: http.StatusForbidden, Code: "MissingAuthenticationToken", Message: "Missing Authentication Token"}
	}
	r.key, r.region = scope[1], scope[2]
	candidates := rs.signing[scope[3]]
	if len(candidates) == 0 {
		return r, unknownOperation(r, "service "+scope[3])
	}
	r.service = candidates[0]
	var refused *apiError
	switch {
	case in.Header.Get("X-Amz-Target") != "":
		refused = r.parseTarget(candidates, in.Header.Get("X-Amz-Target"), body)
	case in.Header.Get("Smithy-Protocol") == "rpc-v2-cbor":
		refused = r.parseCBOR(candidates, body)
	case strings.HasPrefix(in.Header.Get("Content-Type"), "application/x-www-form-urlencoded"):
		refused = r.parseQuery(candidates, body)
	default:
		refused = rs.parseREST(r, scope[3], body)
	}
	return r, refused
}

func guess(in *http.Request) protocol {
	switch {
	case in.Header.Get("X-Amz-Target") != "":
		return jsonRPC
	case in.Header.Get("Smithy-Protocol") != "":
		return cborRPC
	case strings.HasPrefix(in.Header.Get("Content-Type"), "application/x-www-form-urlencoded"):
		return query
	}
	return restJSON
}

func unknownOperation(r *request, what string) *apiError {
	code := "UnknownOperationException"
	if r.service.protocol == query || r.service.protocol == ec2Query {
		code = "InvalidAction"
	}
	return &apiError{Status: http.StatusNotFound, Code: code, Message: "The stand-in does not know " + what + "."}
}

func (r *request) parseTarget(candidates []*service, target string, body []byte) *apiError {
	prefix, name, _ := strings.Cut(target, ".")
	for _, s := range candidates {
		if s.target == prefix && s.byName[name] != nil {
			r.service, r.op = s, s.byName[name]
			return r.parseJSON(body)
		}
	}
	return unknownOperation(r, target)
}

func (r *request) parseJSON(body []byte) *apiError {
	if len(body) == 0 {
		return nil
	}
	if err := json.Unmarshal(body, &r.params); err != nil {
		return refusal("SerializationException", "The request is not a JSON object: %v", err)
	}
	return nil
}

func (r *request) parseCBOR(candidates []*service, body []byte) *apiError {
	segments := split(r.http.URL.Path) // service/<target>/operation/<name>
	if len(segments) == 4 {
		for _, s := range candidates {
			if s.target == segments[1] && s.byName[segments[3]] != nil {
				r.service, r.op = s, s.byName[segments[3]]
				v, err := cbor.Decode(body)
				if err != nil {
					return refusal("SerializationException", "The request is not CBOR: %v", err)
				}
				r.params, _ = plain(v).(map[string]any)
				return nil
			}
		}
	}
	return unknownOperation(r, r.http.URL.Path)
}

var listMember = regexp.MustCompile(`^(\w+)\.member\.[0-9]+$`)

func (r *request) parseQuery(candidates []*service, body []byte) *apiError {
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return refusal("MalformedQueryString", "The request is not a form: %v", err)
	}
	for _, s := range candidates {
		if (s.protocol == query || s.protocol == ec2Query) && s.byName[form.Get("Action")] != nil {
			r.service, r.op = s, s.byName[form.Get("Action")]
			for _, name := range sortedKeys(form) {
				if m := listMember.FindStringSubmatch(name); m != nil {
					before, _ := r.params[m[1]].([]any)
					r.params[m[1]] = append(before, form.Get(name))
					continue
				}
				r.params[name] = form.Get(name)
			}
			return nil
		}
	}
	return unknownOperation(r, "action "+form.Get("Action"))
}

func (rs *routes) parseREST(r *request, signing string, body []byte) *apiError {
	segments := split(r.http.URL.EscapedPath())
	asked := r.http.URL.Query()
	for _, rt := range rs.rest[signing+" "+r.http.Method] {
		if rt.query != "" && !asked.Has(rt.query) {
			continue
		}
		labels, ok := match(rt.segments, segments)
		if !ok {
			continue
		}
		r.service, r.op = rt.service, rt.op
		if rt.service.protocol == restJSON {
			if refused := r.parseJSON(body); refused != nil {
				return refused
			}
		}
		for _, name := range sortedKeys(asked) {
			r.params[name] = asked.Get(name)
		}
		for _, name := range sortedKeys(labels) {
			r.params[name] = labels[name]
		}
		return nil
	}
	return unknownOperation(r, r.http.Method+" "+r.http.URL.Path)
}

func match(pattern, segments []string) (map[string]string, bool) {
	if len(pattern) != len(segments) {
		return map[string]string{}, false
	}
	labels := map[string]string{}
	for i, p := range pattern {
		name, isLabel := strings.CutPrefix(p, "{")
		if !isLabel {
			if p != segments[i] {
				return labels, false
			}
			continue
		}
		value, err := url.PathUnescape(segments[i])
		if err != nil || value == "" {
			return labels, false
		}
		labels[strings.TrimSuffix(name, "}")] = value
	}
	return labels, true
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
