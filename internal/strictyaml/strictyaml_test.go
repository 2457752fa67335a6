package strictyaml

import (
	"reflect"
	"testing"
)

type provider struct {
	Regions []string          `yaml:"regions"`
	Role    string            `yaml:"role_name"`
	Columns map[string]string `yaml:"columns"`
}

type file struct {
	Version   int                 `yaml:"version"`
	Providers map[string]provider `yaml:"providers"`
	Free      any                 `yaml:"free"`
	List      []provider          `yaml:"list"`
}

func TestDecode(t *testing.T) {
	var got file
	err := Decode("a.yaml", []byte("version: 1\nproviders:\n  aws:\n    regions: [us-east-1]\n    columns: {id: Person}\nfree: {x: [1]}\nlist:\n- role_name: r\n"), &got)
	if err != nil {
		t.Fatal(err)
	}
	want := file{Version: 1, Providers: map[string]provider{"aws": {Regions: []string{"us-east-1"}, Columns: map[string]string{"id": "Person"}}},
		Free: map[string]any{"x": []any{uint64(1)}}, List: []provider{{Role: "r"}}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %#v\nwant %#v", got, want)
	}
}

func TestDecodeSaysWhatIsWrong(t *testing.T) {
	for name, tc := range map[string]struct{ in, want string }{
		"unknown key, near":   {"version: 1\nproviders:\n  aws:\n    regoins: [a]\n", `a.yaml:4:5: unknown key "regoins" under providers.aws; did you mean "regions"?`},
		"unknown key, far":    {"zzzzzzzzzzzz: 1\n", `a.yaml:1:1: unknown key "zzzzzzzzzzzz"; known: free, list, providers, version`},
		"all at once":         {"versoin: 1\nlits: []\n", "a.yaml:1:1: unknown key \"versoin\"; did you mean \"version\"?\na.yaml:2:1: unknown key \"lits\"; did you mean \"list\"?"},
		"in a list":           {"list:\n- rolename: r\n", `a.yaml:2:3: unknown key "rolename" under list[0]; did you mean "role_name"?`},
		"value for mapping":   {"providers: aws\n", `a.yaml:1:12: providers is a single value; a mapping is expected`},
		"list for mapping":    {"providers: [aws]\n", `a.yaml:1:12: providers is a list; a mapping is expected`},
		"value for list":      {"list: 3\n", `a.yaml:1:7: list is a single value; a list is expected`},
		"mapping for a value": {"version: {a: 1}\n", `a.yaml:1:10: version is a mapping; a number is expected`},
		"text for a number":   {"version: one\n", `a.yaml:1:10: version is the text "one"; a number is expected`},
		"two documents":       {"version: 1\n---\nversion: 2\n", `a.yaml:1:1: has 2 YAML documents; one is expected`},
	} {
		t.Run(name, func(t *testing.T) {
			var f file
			err := Decode("a.yaml", []byte(tc.in), &f)
			if err == nil || err.Error() != tc.want {
				t.Errorf("got  %v\nwant %s", err, tc.want)
			}
		})
	}
}

func TestDecodeNamesTheLineOfASyntaxError(t *testing.T) {
	var f file
	err := Decode("a.yaml", []byte("version: 1\nlist: [1, 2\n"), &f)
	if err == nil || err.Error()[:9] != "a.yaml:2:" {
		t.Errorf("got %v", err)
	}
	if err := Decode("a.yaml", nil, &f); err != nil {
		t.Errorf("an empty file: %v", err)
	}
	if err := Decode("a.yaml", []byte("version: x\n"), &f); err == nil || err.Error()[:9] != "a.yaml:1:" {
		t.Errorf("wrong type: %v", err)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte("version: 1\nproviders: {aws: {regions: [a]}}\n"))
	f.Add([]byte("&a [*a]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var v file
		_ = Decode("a.yaml", data, &v)
	})
}
