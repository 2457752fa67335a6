package evidence_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/aismm/aismm/internal/evidence"
)

func seeds(f *testing.F) {
	dir := sampleBundle(f)
	for _, text := range tree(f, dir) {
		f.Add([]byte(text))
	}
	for _, s := range []string{"", "null", "[]", "{}", `{"schema":"aismm/evidence/v1","resources":{"k":[null]}}`, `{"ledger":[{"scope":{"id":"a:b"}}]}`, "\xff", `{"a":1e999}`} {
		f.Add([]byte(s))
	}
}

// What parses is what the schema allows, and is written again as it was read.
func FuzzParseDocument(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, raw []byte) {
		d, err := evidence.ParseDocument(raw)
		if (d == nil) == (err == nil) {
			t.Fatalf("document %v with error %v", d, err)
		}
		if err != nil {
			return
		}
		once, err := evidence.EncodeDocument(d, testRedactor())
		if err != nil {
			return // such as a date beyond the year 9999
		}
		again, err := evidence.ParseDocument(once)
		if err != nil {
			t.Fatalf("what was written does not parse: %v\n%s", err, once)
		}
		if twice, err := evidence.EncodeDocument(again, testRedactor()); err != nil || string(twice) != string(once) {
			t.Fatalf("written twice (%v):\n%s\n%s", err, once, twice)
		}
	})
}

func FuzzParseManifest(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, raw []byte) {
		if m, err := evidence.ParseManifest(raw); (m == nil) == (err == nil) {
			t.Fatalf("manifest %v with error %v", m, err)
		}
	})
}

// Redacting twice is redacting once.
func FuzzRedactText(f *testing.F) {
	for _, s := range []string{"password=a,sk-Ab0Ab0Ab0Ab0Ab0Ab0", "https://u:p@h/?sig=x&token=y", `{"token":"a\"b"}`, "Bearer eyJhbGciOiJI.eyJzdWIiOiIx.x", "AKIA" + "IOSFODNN7EXAMPLE"} {
		f.Add(s)
	}
	r := testRedactor()
	f.Fuzz(func(t *testing.T, text string) {
		once := r.Text(text)
		if twice := r.Text(once); twice != once {
			t.Fatalf("%q\n%q\n%q", text, once, twice)
		}
	})
}

func FuzzRedactResource(f *testing.F) {
	f.Add([]byte(`{"config":{"variables":{"A":"b"},"password":"x","list":[{"name":"TOKEN","value":"y"}]},"parts":{"GetNotes":{"notes":[{"text":"z"}]}}}`))
	r := testRedactor()
	f.Fuzz(func(t *testing.T, raw []byte) {
		var once, twice map[string]any
		if json.Unmarshal(raw, &once) != nil || json.Unmarshal(raw, &twice) != nil {
			return
		}
		r.Resource("toy_disk", once)
		r.Resource("toy_disk", twice)
		r.Resource("toy_disk", twice)
		if !reflect.DeepEqual(once, twice) {
			t.Fatalf("%v\n%v", once, twice)
		}
	})
}
