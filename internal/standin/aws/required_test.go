package aws

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// mayBeMissing are members that the documentation calls required, and that replies do not have.
var mayBeMissing = map[string]bool{
	// The token of the next page of features, of which there is none.
	// The error of a state, where there is none.
	"github.com/aws/aws-sdk-go-v2/service/inspector2/types.State.ErrorCode":               true,
	"github.com/aws/aws-sdk-go-v2/service/inspector2/types.State.ErrorMessage":            true,
	"github.com/aws/aws-sdk-go-v2/service/sagemaker.DescribeFeatureGroupOutput.NextToken": true,
}

// TestRepliesHaveWhatTheAPIRequires reads everything that the data holds, and the lists that are drawn from it, through the SDK, and looks for
// members that the SDK's documentation calls required. A policy that runs here must not meet a shape that the service never gives.
func TestRepliesHaveWhatTheAPIRequires(t *testing.T) {
	all, err := services()
	if err != nil {
		t.Fatal(err)
	}
	h, err := New(os.DirFS("../../../testdata/providers/aws"), testNow, Options{})
	if err != nil {
		t.Fatal(err)
	}
	h.options.Faults = nil // the estate's own are another test's
	server := serve(t, h)
	docs, missing := requirements{}, map[string]bool{}
	docs.read(t, clients(configFor(server, management, "us-east-1")))
	asked := 0
	for p, d := range h.estate.places {
		region := p.region
		if region == global {
			region = "us-east-1"
		}
		for _, op := range all[p.service].operations {
			if viaAnotherTest[p.service+":"+op.name] {
				continue
			}
			for _, key := range d.keys(op) {
				c := configFor(server, p.account, region)
				if p.service == "s3" && op.name != "ListBuckets" {
					_, c.Region = h.estate.bucket(key, all["s3"])
				}
				var rules []string
				if w := d[op.name]; w != nil {
					rules = textsOf(w.byKey[key], "ConfigRuleName")
				}
				outputs, err := fetchAll(clients(c)[p.service], p, op, key, rules)
				if err != nil {
					t.Errorf("%s/%s %s:%s %s: %v", p.account, p.region, p.service, op.name, key, err)
				}
				for _, output := range outputs {
					asked++
					docs.check(output, missing)
				}
			}
		}
	}
	for _, m := range sortedKeys(missing) {
		if !mayBeMissing[m] {
			t.Errorf("%s is required, and a reply lacks it", m)
		}
	}
	for m := range mayBeMissing {
		if !missing[m] {
			t.Errorf("no reply lacks %s any more", m)
		}
	}
	if asked < 250 {
		t.Errorf("only %d replies were looked at", asked)
	}
}

// keys are those by which the data answers an operation: what the file writes of it, or of the details that its list is drawn from.
func (d data) keys(op *operation) []string {
	if w := d[op.name]; w != nil {
		return w.order
	}
	if op.drawn == nil || d[op.drawn.from] == nil {
		return []string{}
	}
	if len(op.key) == 0 {
		return []string{""}
	}
	var keys []string
	for _, k := range d[op.drawn.from].order {
		if parts := strings.Split(k, "/"); len(parts) >= len(op.key) {
			keys = append(keys, strings.Join(parts[:len(op.key)], "/"))
		}
	}
	return keys
}

// requirements are the members of the SDK's types that must be there, by package, type and name.
type requirements map[string]bool

// read takes them from the comments of the packages that the clients and their types come from.
func (r requirements) read(t *testing.T, clients map[string]any) {
	t.Helper()
	args := []string{"list", "-f", "{{.ImportPath}} {{.Dir}}"}
	for _, service := range sortedKeys(clients) {
		path := reflect.TypeOf(clients[service]).Elem().PkgPath()
		args = append(args, path, path+"/types")
	}
	out, err := exec.Command("go", args...).Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	for line := range strings.Lines(string(out)) {
		path, dir, _ := strings.Cut(strings.TrimSpace(line), " ")
		for _, pattern := range []string{"api_op_*.go", "types.go"} {
			files, err := filepath.Glob(filepath.Join(dir, pattern))
			if err != nil {
				t.Fatal(err)
			}
			for _, file := range files {
				r.parse(t, path, file)
			}
		}
	}
	if len(r) < 1000 {
		t.Fatalf("found only %d required members", len(r))
	}
}

func (r requirements) parse(t *testing.T, path, file string) {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(parsed, func(n ast.Node) bool {
		spec, ok := n.(*ast.TypeSpec)
		if !ok {
			return true
		}
		if s, ok := spec.Type.(*ast.StructType); ok {
			for _, f := range s.Fields.List {
				if strings.Contains(f.Doc.Text(), "This member is required.") {
					r[path+"."+spec.Name.Name+"."+f.Names[0].Name] = true
				}
			}
		}
		return false
	})
}

// check notes the required members that an output lacks, at every depth.
func (r requirements) check(v reflect.Value, missing map[string]bool) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			r.check(v.Elem(), missing)
		}
	case reflect.Slice:
		for i := range v.Len() {
			r.check(v.Index(i), missing)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if !f.IsExported() || f.Name == "ResultMetadata" {
				continue
			}
			if name := v.Type().PkgPath() + "." + v.Type().Name() + "." + f.Name; r[name] && absent(v.Field(i)) {
				missing[name] = true
			}
			r.check(v.Field(i), missing)
		}
	}
}

// absent: what has no pointer is told by its value where no value that a reply has is empty.
func absent(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map, reflect.Interface:
		return v.IsNil()
	case reflect.String:
		return v.Len() == 0
	}
	return false
}
