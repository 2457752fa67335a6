package records

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/collectors/records"
	"github.com/aismm/aismm/internal/evidence"
)

var now = time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)

// The real collectors read every export, and what is wrong in them is what is meant to be wrong.
func TestTheCollectorsReadTheExports(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "exports")
	if err := Write(dir, now); err != nil {
		t.Fatal(err)
	}
	p, ok := collectors.LookupProvider("records")
	if !ok {
		t.Fatal("the provider is not registered")
	}
	c, err := p.Connect(t.Context(), collectors.ConnectOptions{Settings: &records.Settings{Dir: dir}})
	if err != nil {
		t.Fatal(err)
	}
	session, err := c.Session(t.Context(), c.Scopes()[0].Scope)
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]int{}
	gaps := map[string]string{}
	for _, collector := range collectors.All() {
		rec := collectors.NewRecorder(collector, c.Scopes()[0].Scope, c.Classify, nil)
		collector.Collect(t.Context(), session, rec)
		reads, resources := rec.Finish()
		for kind, list := range resources {
			if len(list) > 0 {
				counts[strings.TrimPrefix(kind, "record_")] = len(list)
			}
		}
		for _, r := range reads {
			switch {
			case r.Outcome == evidence.Skipped && strings.HasPrefix(r.Message, "nobody exports "):
				counts[strings.TrimPrefix(r.Operation, "records:")] = -1
			case r.Outcome.Gap():
				gaps[r.Operation+" "+r.Resource] = r.Message
			case r.Message != "" && !strings.HasSuffix(r.Message, " days old") && !strings.HasPrefix(r.Message, "the export is dated in the future"):
				t.Errorf("%s: %s", r.Operation, r.Message)
			}
		}
	}
	want := map[string]int{"acceptable_use_signoff": 111, "ai_system": 20, "approved_tool": 5, "contract": 4, "council_decision": 19, "dataset": 2, "detection_rule": 9,
		"detection_test": 17, "deviation": 6, "endpoint_software": 44, "evaluation": 5, "exception": 7, "exercise": 3, "incident": 3, "log_source": 27, "model": 6, "person": 62,
		"policy": 7, "provider": 7, "risk_assessment": 12, "threat_profile": 13, "training_completion": 52,
		"aibom": -1, "audit": -1, "model_release": -1, "model_scan": -1, "model_signature": -1, "playbook": -1, "privacy_assessment": -1, "privacy_request": -1, "risk": -1, "threat_intel": -1}
	if !reflect.DeepEqual(counts, want) {
		t.Errorf("got  %v\nwant %v", counts, want)
	}
	file := filepath.ToSlash(filepath.Join(dir, "deviation.csv"))
	if want := map[string]string{"records:deviation/row dvn-06": file + `:7: detected_at is "last Tuesday"; write 2026-11-20 or 2026-11-20T09:00:00Z`}; !reflect.DeepEqual(gaps, want) {
		t.Errorf("gaps: %v", gaps)
	}
}

func TestWriteIsRepeatable(t *testing.T) {
	a, b := t.TempDir(), t.TempDir()
	for _, dir := range []string{a, b} {
		if err := Write(dir, now); err != nil {
			t.Fatal(err)
		}
	}
	entries, err := os.ReadDir(a)
	if err != nil || len(entries) != 22 {
		t.Fatalf("%d files, %v", len(entries), err)
	}
	for _, e := range entries {
		x, errX := os.ReadFile(filepath.Join(a, e.Name()))
		y, errY := os.ReadFile(filepath.Join(b, e.Name()))
		if errX != nil || errY != nil || string(x) != string(y) || strings.Contains(string(x), "{{") {
			t.Errorf("%s differs or holds a mark", e.Name())
		}
	}
	blocked := filepath.Join(a, "person.csv")
	if err := Write(blocked, now); err == nil || !strings.Contains(err.Error(), "make the folder of the invented exports") {
		t.Errorf("a file in the way: %v", err)
	}
}
