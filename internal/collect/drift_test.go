package collect_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/aismm/aismm/internal/collect"
	"github.com/aismm/aismm/internal/evidence"
)

// A member that appeared and one that is gone are drift of the provider's API: told by the document, the manifest and a probe, and no gap.
func TestDriftIsRecorded(t *testing.T) {
	reply := `{"encrypted":true}`
	e := newEstate(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/east/disk/b") {
			fmt.Fprint(w, reply)
			return
		}
		twoThings(w, r)
	}, []string{"one"}, "east", "west")
	disk := lister("disk")
	properties := func(schemas map[string]any) map[string]any {
		return map[string]any{"type": "object", "properties": schemas}
	}
	get := properties(map[string]any{"encrypted": map[string]any{"type": "boolean"}})
	disk.Kinds[0].Schema = properties(map[string]any{"config": properties(map[string]any{"id": map[string]any{"type": "string"}}), "parts": properties(map[string]any{"Get": get})})
	disk.Kinds[0].Required = []string{"parts.Get.encrypted"}
	for name, c := range map[string]struct {
		reply string
		want  []evidence.Drift
	}{
		"none":    {`{"encrypted":false}`, nil},
		"renamed": {`{"encryption":{"on":true}}`, []evidence.Drift{{Kind: "toy_disk", Field: "parts.Get.encrypted", Change: evidence.DriftMissing, Count: 1, Example: "toy:one/east/b"}, {Kind: "toy_disk", Field: "parts.Get.encryption", Change: evidence.DriftAdded, Count: 1, Example: "toy:one/east/b"}}},
	} {
		reply = c.reply
		o := options(t, e, disk)
		r := run(t, o)
		if got := document(t, o.Dir, "documents/toy/one/east/disk.json").Drift; !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: the document has %+v", name, got)
		}
		if got := r.Manifest.Drift(); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: the manifest has %+v", name, got)
		}
		if r.Incomplete || len(r.Gaps) != 0 {
			t.Errorf("%s: drift is no gap: %+v", name, r.Gaps)
		}
		if other := document(t, o.Dir, "documents/toy/one/west/disk.json").Drift; other != nil {
			t.Errorf("%s: the other region has %+v", name, other)
		}
		raw, err := json.Marshal(r.Manifest)
		if err != nil || strings.Contains(string(raw), `"drift"`) != (c.want != nil) {
			t.Errorf("%s: the manifest is %s, %v", name, raw, err)
		}
		probe, err := collect.Probe(t.Context(), options(t, e, disk))
		if err != nil {
			t.Fatal(err)
		}
		if got := probe.Providers[0].Drift; !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: a probe has %+v", name, got)
		}
	}
}
