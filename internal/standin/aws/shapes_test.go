package aws

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/url"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/aws/smithy-go/document"
)

// TestEveryReplyReachesTheSDK asks for everything that the data holds through the SDK's real clients, and compares what
// arrives in the SDK's types with what the files say, member by member. A misspelt member or operation, a moment in another service's
// form, a value that the API does not have: each is a difference.
func TestEveryReplyReachesTheSDK(t *testing.T) {
	all, err := services()
	if err != nil {
		t.Fatal(err)
	}
	e, err := loadEstate(os.DirFS("../../../testdata/providers/aws"), testNow, all)
	if err != nil {
		t.Fatal(err)
	}
	h, err := New(os.DirFS("../../../testdata/providers/aws"), testNow, Options{PageSize: 2})
	if err != nil {
		t.Fatal(err)
	}
	h.options.Faults = nil // the estate's own are another test's
	server := serve(t, h)
	checked := 0
	for p, d := range e.places {
		region := p.region
		if region == global {
			region = "us-east-1"
		}
		c := configFor(server, p.account, region)
		for name, w := range d {
			if viaAnotherTest[p.service+":"+name] {
				continue
			}
			for _, key := range w.order {
				checked++
				op := all[p.service].byName[name]
				if p.service == "s3" && name != "ListBuckets" {
					_, c.Region = e.bucket(key, all["s3"])
				}
				got, err := fetchAll(clients(c)[p.service], p, op, key, textsOf(w.byKey[key], "ConfigRuleName"))
				where := fmt.Sprintf("%s/%s/%s.yaml: %s %s", p.account, p.region, p.service, name, key)
				if err != nil {
					t.Errorf("%s: %v", where, err)
					continue
				}
				for _, difference := range compare(replyOf(op, w.byKey[key]), got, all[p.service], "") {
					t.Errorf("%s: %s", where, difference)
				}
			}
		}
	}
	if checked < 250 {
		t.Errorf("only %d replies were checked", checked)
	}
}

func textsOf(list any, member string) []string {
	items, _ := list.([]any)
	out := []string{}
	for _, i := range items {
		out = append(out, text(i, member))
	}
	return out
}

// newerValues are on the wire and not in the SDK: the GuardDuty API reference has AI_PROTECTION (DetectorFeatureConfigurationResult), and EC2
// writes the states of VPC endpoints in lower case (the examples of DescribeVpcEndpoints).
var newerValues = []string{"AI_PROTECTION", "available"}

// viaAnotherTest are operations whose replies are made from the data rather than read from it.
var viaAnotherTest = map[string]bool{
	"iam:GetAccountAuthorizationDetails": true, "iam:GetServiceLastAccessedDetails": true, "cloudwatch:GetMetricData": true,
	"bedrock:GetAccountDataRetention": true, "s3:HeadBucket": true, "s3control:GetPublicAccessBlock": true,
}

// replyOf is the whole reply that the data stands for.
func replyOf(op *operation, v any) any {
	switch {
	case op.tags == "map":
		return map[string]any{op.list: asTags(v.([]any))}
	case op.list != "":
		return map[string]any{strings.Split(op.list, "/")[0]: v}
	case op.wrap == "VersioningConfiguration", op.wrap == "Tagging": // elements that the SDK's outputs leave out
		return v
	case op.wrap != "":
		return map[string]any{op.wrap: v}
	}
	return v
}

// fetchAll calls an operation by its name, and its further pages, and gives the outputs.
func fetchAll(client any, p place, op *operation, key string, rules []string) ([]reflect.Value, error) {
	method := reflect.ValueOf(client).MethodByName(op.name)
	if !method.IsValid() {
		return nil, fmt.Errorf("the SDK has no operation %s", op.name)
	}
	input := reflect.New(method.Type().In(1).Elem())
	rest := key
	for i, member := range op.key {
		value := rest
		if i < len(op.key)-1 {
			cut := strings.LastIndex(rest, "/") // ARNs have slashes of their own, and come first
			if len(op.key) > 2 || !strings.HasPrefix(rest, "arn:") {
				cut = strings.Index(rest, "/")
			}
			value, rest = rest[:cut], rest[cut+1:]
		}
		if err := set(input.Elem(), member, value); err != nil {
			return nil, err
		}
	}
	for member, value := range map[string]string{"AccountId": p.account, "InstanceArn": "arn:aws:sso:::instance/ssoins-hm00000000000001"} {
		if f := input.Elem().FieldByName(member); f.IsValid() && f.IsZero() && !slices.Contains(op.key, member) {
			_ = set(input.Elem(), member, value)
		}
	}
	if f := input.Elem().FieldByName("Filter"); f.IsValid() && f.Kind() == reflect.String {
		f.SetString("SERVICE_CONTROL_POLICY")
	}
	if f := input.Elem().FieldByName("ConfigRuleNames"); f.IsValid() && op.name == "DescribeRemediationConfigurations" {
		f.Set(reflect.ValueOf(rules))
	}
	if f := input.Elem().FieldByName("ServiceNamespace"); f.IsValid() && f.IsZero() {
		f.SetString("sagemaker")
	}
	if f := input.Elem().FieldByName("HubContentType"); f.IsValid() && f.IsZero() {
		f.SetString("Model")
	}
	if f := input.Elem().FieldByName("FindingIds"); f.IsValid() {
		f.Set(reflect.ValueOf([]string{"hmfinding00000000000000000000001"}))
	}
	if f := input.Elem().FieldByName("PolicyType"); f.IsValid() && f.Kind() == reflect.String && f.IsZero() {
		f.SetString("SUBSCRIPTION_FILTER_POLICY")
	}
	var outputs []reflect.Value
	for range 100 {
		result := method.Call([]reflect.Value{reflect.ValueOf(context.Background()), input})
		if err, _ := result[1].Interface().(error); err != nil {
			return nil, err
		}
		outputs = append(outputs, result[0].Elem())
		next := reflect.Value{}
		if op.next != "" {
			next = member(result[0].Elem(), op.next)
		}
		if !next.IsValid() || next.IsNil() {
			return outputs, nil
		}
		if err := set(input.Elem(), op.token, next.Elem().String()); err != nil {
			return nil, err
		}
	}
	return nil, errors.New("the pages do not end")
}

// inputNames are members whose name on the wire is not the SDK's.
var inputNames = map[string]string{"continuation-token": "ContinuationToken"}

func set(input reflect.Value, name, value string) error {
	if better, ok := inputNames[name]; ok {
		name = better
	}
	f := member(input, name)
	switch {
	case !f.IsValid():
		return fmt.Errorf("the SDK's input has no %s", name)
	case f.Kind() == reflect.Pointer && f.Type().Elem().Kind() == reflect.String:
		f.Set(reflect.New(f.Type().Elem()))
		f.Elem().SetString(value)
	case f.Kind() == reflect.String:
		f.SetString(value)
	case f.Type() == reflect.TypeFor[[]string]():
		f.Set(reflect.ValueOf([]string{value}))
	case f.Type() == reflect.TypeFor[*int32]():
		n, err := strconv.ParseInt(value, 10, 32)
		if err != nil {
			return err
		}
		f.Set(reflect.New(f.Type().Elem()))
		f.Elem().SetInt(n)
	case f.Type().String() == "*types.Notification":
		words := strings.Fields(value)
		n := reflect.New(f.Type().Elem())
		threshold, err := strconv.ParseFloat(words[2], 64)
		if err != nil {
			return err
		}
		n.Elem().FieldByName("ComparisonOperator").SetString(words[0])
		n.Elem().FieldByName("NotificationType").SetString(words[1])
		n.Elem().FieldByName("Threshold").SetFloat(threshold)
		n.Elem().FieldByName("ThresholdType").SetString(words[3])
		f.Set(n)
	default:
		return fmt.Errorf("the SDK's input member %s is a %s", name, f.Type())
	}
	return nil
}

func member(v reflect.Value, name string) reflect.Value {
	return v.FieldByNameFunc(func(f string) bool { return strings.EqualFold(f, name) })
}

// compare holds a reply in the data against the outputs that arrived for it, the pages of one list together.
func compare(want any, outputs []reflect.Value, s *service, path string) []string {
	o, _ := want.(map[string]any)
	var out []string
	for _, name := range sortedKeys(o) {
		if items, ok := o[name].([]any); ok && !isDocument(sdkMember(outputs[0], name)) {
			var all []reflect.Value
			for _, output := range outputs {
				f := sdkMember(output, name)
				if !f.IsValid() {
					out = append(out, path+"."+name+": the SDK knows no such member")
					continue
				}
				for i := range f.Len() {
					all = append(all, f.Index(i))
				}
			}
			out = append(out, compareList(items, all, s, path+"."+name)...)
			continue
		}
		f := sdkMember(outputs[0], name)
		if !f.IsValid() {
			out = append(out, path+"."+name+": the SDK knows no such member")
			continue
		}
		out = append(out, compareValue(o[name], f, s, path+"."+name)...)
	}
	return out
}

// sdkNames are members that the SDK calls otherwise than the wire (the flattened lists of S3, and the lists of API Gateway and EC2).
var sdkNames = map[string]string{"Rule": "Rules", "item": "Items", "securityGroupInfo": "SecurityGroups", "vpcEndpointSet": "VpcEndpoints", "tagSet": "Tags",
	"groupDescription": "Description"}

func sdkMember(v reflect.Value, name string) reflect.Value {
	if f := member(v, name); f.IsValid() {
		return f
	}
	if better, ok := sdkNames[name]; ok {
		return member(v, better)
	}
	return reflect.Value{}
}

func compareList(want []any, got []reflect.Value, s *service, path string) []string {
	if len(want) != len(got) {
		return []string{fmt.Sprintf("%s: the file has %d items, %d arrived", path, len(want), len(got))}
	}
	var out []string
	for i := range want {
		out = append(out, compareValue(want[i], got[i], s, fmt.Sprintf("%s[%d]", path, i))...)
	}
	return out
}

func compareValue(want any, got reflect.Value, s *service, path string) []string {
	differs := func() []string {
		return []string{fmt.Sprintf("%s: the file has %v, %v arrived", path, want, shown(got))}
	}
	if isDocument(got) {
		return compareDocument(want, got, path)
	}
	for got.Kind() == reflect.Pointer || got.Kind() == reflect.Interface {
		if got.IsNil() {
			return differs()
		}
		got = got.Elem()
	}
	if moment, ok := got.Interface().(time.Time); ok {
		return compareTime(want, moment, differs)
	}
	switch w := want.(type) {
	case map[string]any:
		return compareObject(w, got, s, path, differs)
	case []any:
		if got.Kind() == reflect.Struct && got.NumField() > 0 && got.Field(0).Kind() == reflect.Slice { // S3's Buckets/Bucket
			got = got.Field(0)
		}
		if got.Kind() != reflect.Slice {
			return differs()
		}
		var items []reflect.Value
		for i := range got.Len() {
			items = append(items, got.Index(i))
		}
		return compareList(w, items, s, path)
	case string:
		if got.Kind() != reflect.String || got.String() != w {
			return differs()
		}
		return unknownValue(got, path)
	case bool:
		if got.Kind() != reflect.Bool || got.Bool() != w {
			return differs()
		}
	case int64, float64:
		if asFloat(got) != asNumber(w) {
			return differs()
		}
	}
	return nil
}

// isDocument reports a member that may hold any JSON.
func isDocument(v reflect.Value) bool {
	return v.IsValid() && v.Kind() == reflect.Interface && !v.IsNil() && v.Type().Implements(reflect.TypeFor[document.Marshaler]())
}

func compareDocument(want any, got reflect.Value, path string) []string {
	arrived, err := got.Interface().(document.Marshaler).MarshalSmithyDocument()
	if err != nil {
		return []string{path + ": " + err.Error()}
	}
	var a, b any
	if err := errors.Join(json.Unmarshal(asJSON(want), &a), json.Unmarshal(arrived, &b)); err != nil {
		return []string{path + ": " + err.Error()}
	}
	if !reflect.DeepEqual(a, b) {
		return []string{fmt.Sprintf("%s: the file has %v, %v arrived", path, a, b)}
	}
	return nil
}

func compareObject(want map[string]any, got reflect.Value, s *service, path string, differs func() []string) []string {
	if got.Kind() == reflect.Map {
		var out []string
		for _, k := range sortedKeys(want) {
			v := got.MapIndex(reflect.ValueOf(k).Convert(got.Type().Key()))
			if !v.IsValid() {
				out = append(out, path+"."+k+": did not arrive")
				continue
			}
			out = append(out, compareValue(want[k], v, s, path+"."+k)...)
		}
		return out
	}
	if got.Kind() == reflect.Slice && len(want) == 1 { // S3's TagSet/Tag
		return compareValue(want[sortedKeys(want)[0]], got, s, path)
	}
	if got.Kind() != reflect.Struct {
		return differs()
	}
	// A union is a struct with the one member Value, whose type says which member of the union it is.
	if f := got.FieldByName("Value"); f.IsValid() && strings.Contains(got.Type().Name(), "Member") && len(want) == 1 {
		name := sortedKeys(want)[0]
		if !strings.HasSuffix(strings.ToLower(got.Type().Name()), "member"+strings.ToLower(name)) {
			return differs()
		}
		return compareValue(want[name], f, s, path+"."+name)
	}
	return compare(want, []reflect.Value{got}, s, path)
}

func compareTime(want any, got time.Time, differs func() []string) []string {
	at := time.Time{}
	switch w := want.(type) {
	case int64:
		at = time.Unix(w, 0)
	case float64:
		at = time.Unix(int64(w), 0)
	case string:
		at, _ = time.Parse(time.RFC3339, w)
	}
	if !at.Equal(got) {
		return differs()
	}
	return nil
}

// unknownValue says when a value is none of those that the SDK lists for its type.
func unknownValue(v reflect.Value, path string) []string {
	values := v.MethodByName("Values")
	if !values.IsValid() {
		return nil
	}
	if slices.Contains(newerValues, v.String()) {
		return nil
	}
	known := values.Call(nil)[0]
	for i := range known.Len() {
		if known.Index(i).String() == v.String() {
			return nil
		}
	}
	return []string{fmt.Sprintf("%s: %q is no %s", path, v.String(), v.Type())}
}

func asFloat(v reflect.Value) float64 {
	switch v.Kind() {
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return float64(v.Int())
	case reflect.Float32, reflect.Float64:
		return v.Float()
	}
	return math.NaN()
}

func shown(v reflect.Value) any {
	if !v.IsValid() || (v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface) && v.IsNil() {
		return "nothing"
	}
	return reflect.Indirect(v).Interface()
}

// TestDocuments: what the files write as mappings arrives as JSON in a string, and IAM's percent-encoded.
func TestDocuments(t *testing.T) {
	s := &service{name: "iam"}
	document := map[string]any{"Statement": []any{map[string]any{"Action": "a b+c"}}}
	encoded := s.document(document)
	decoded, err := url.PathUnescape(encoded)
	if err != nil || strings.ContainsAny(encoded, ` "{`) || decoded != `{"Statement":[{"Action":"a b+c"}]}` {
		t.Errorf("got %q, decoded %q, %v", encoded, decoded, err)
	}
	s.name = "organizations"
	if got := s.document(document); !json.Valid([]byte(got)) {
		t.Errorf("got %q", got)
	}
}
