package collect_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"testing"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

// follower records, once per account, what it sees of the disks of all regions.
func follower(from bool) *collectors.Collector {
	o := collectors.Operation{Name: "role:Get", Form: evidence.List, Kinds: []string{"toy_role"}}
	if from {
		o.From = []string{"toy_disk"}
	}
	return &collectors.Collector{
		Name: "toy/role", Provider: "toy", Level: evidence.Boundary, Needs: []string{"toy_disk"},
		Kinds:      []evidence.Kind{{Name: "toy_role", Title: "role", Provider: "toy", Deployment: evidence.Program, Level: evidence.Boundary}},
		Operations: []collectors.Operation{o, {Name: "role:ListAll", Form: evidence.List, Kinds: []string{"toy_role"}}},
		Collect: func(ctx context.Context, _ any, rec *collectors.Recorder) {
			rec.List(ctx, "role:ListAll", func(context.Context) (int, error) { return 0, nil })
			for _, disk := range rec.Seen("toy_disk") {
				rec.List(ctx, "role:Get", func(context.Context) (int, error) {
					rec.Add("toy_role", &evidence.Resource{ID: "role of " + disk.ID, Config: map[string]any{"config": disk.Config, "parts": disk.Parts}})
					return 1, nil
				})
			}
		},
	}
}

func TestNeedsAreReadFirstInAllRegions(t *testing.T) {
	e := newEstate(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/one/west/disk/a" {
			fmt.Fprint(w, `{"password":"hunter2-hunter2","size":12345678901234567890}`)
			return
		}
		twoThings(w, r)
	}, []string{"one", "two"}, "east", "west")
	o := options(t, e, follower(true), lister("disk"))
	o.Concurrency = 2
	r := run(t, o)
	if r.Incomplete {
		t.Errorf("gaps: %+v", r.Gaps)
	}
	d := document(t, o.Dir, "documents/toy/one/_/role.json")
	var ids []string
	for _, res := range d.Resources["toy_role"] {
		ids = append(ids, res.ID)
	}
	if want := []string{"role of toy:one/east/a", "role of toy:one/east/b", "role of toy:one/west/a", "role of toy:one/west/b"}; !slices.Equal(ids, want) {
		t.Errorf("saw %v", ids)
	}
	// What is seen is what is on disk: without secrets, with every digit.
	part := d.Resources["toy_role"][2].Config["parts"].(map[string]any)["Get"].(map[string]any)
	if part["size"] != json.Number("12345678901234567890") || part["password"] != evidence.NewRedactor([]byte("0123456789abcdef"), nil).Fingerprint("hunter2-hunter2") {
		t.Errorf("part: %v", part)
	}
}

// Where a needed kind could not be listed, what it would have named is not known either.
func TestGapsOfNeedsAreCarriedOn(t *testing.T) {
	because := "not known to be complete, because toy_disk was not: "
	for name, tt := range map[string]struct {
		from    bool
		session error
		reason  string
		want    []string
	}{
		"named":       {true, nil, because + "disk:List in toy:one/west: no", []string{"role:Get"}},
		"by default":  {false, nil, because + "disk:List in toy:one/west: no", []string{"role:Get", "role:ListAll"}},
		"not entered": {true, &statusError{403, "closed"}, because + "toy:one/west was not read: closed", []string{"role:Get"}},
	} {
		t.Run(name, func(t *testing.T) {
			e := newEstate(t, func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/one/west/disk" {
					status(403, "no")(w, r)
					return
				}
				twoThings(w, r)
			}, []string{"one"}, "east", "west")
			e.sessionErrs["toy:one/west"] = tt.session
			o := options(t, e, follower(tt.from), lister("disk"))
			run(t, o)
			d := document(t, o.Dir, "documents/toy/one/_/role.json")
			var skipped []string
			for _, read := range d.Reads {
				if read.Outcome == evidence.Skipped {
					skipped = append(skipped, read.Operation)
					if read.Message != tt.reason {
						t.Errorf("message: %s", read.Message)
					}
				}
			}
			if !reflect.DeepEqual(skipped, tt.want) || len(d.Resources["toy_role"]) != 2 {
				t.Errorf("skipped %v, resources %d", skipped, len(d.Resources["toy_role"]))
			}
		})
	}
}

func TestNothingSeenIsNoGap(t *testing.T) {
	e := newEstate(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `[]`) }, []string{"one"}, "east")
	o := options(t, e, follower(true), lister("disk"))
	if r := run(t, o); r.Incomplete {
		t.Errorf("gaps: %+v", r.Gaps)
	}
}
