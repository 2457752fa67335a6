package records

import (
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/collectors/records"
	"github.com/aismm/aismm/internal/evidence"
	"github.com/aismm/aismm/testdata/providers"
)

var now = time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)

func halden(t *testing.T) fs.FS {
	t.Helper()
	exports, err := fs.Sub(providers.FS, "records")
	if err != nil {
		t.Fatal(err)
	}
	return exports
}

// The real collectors read every export, and what is wrong in them is what is meant to be wrong.
func TestTheCollectorsReadTheExports(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "exports")
	if err := Write(halden(t), dir, now); err != nil {
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
	want := map[string]int{"acceptable_use_signoff": 111, "ai_system": 20, "assessment_result": 24, "approved_tool": 11, "contract": 7, "council_decision": 19, "dataset": 5, "detection_rule": 9,
		"detection_test": 20, "deviation": 9, "endpoint_software": 50, "evaluation": 11, "exception": 7, "exercise": 22, "incident": 7, "log_source": 27, "model": 13, "model_scan": 5, "model_signature": 3, "person": 62,
		"policy": 7, "provider": 11, "risk_assessment": 45, "threat_profile": 13, "training_completion": 52,
		"aibom": 5, "audit": 2, "model_release": 6, "playbook": 6, "privacy_assessment": 12, "privacy_request": 4, "risk": 10, "threat_intel": 6}
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
		if err := Write(halden(t), dir, now); err != nil {
			t.Fatal(err)
		}
	}
	written := 0
	err := fs.WalkDir(providers.FS, "records", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || strings.HasSuffix(name, ".md") {
			return err
		}
		written++
		name = filepath.FromSlash(strings.TrimPrefix(name, "records/"))
		x, errX := os.ReadFile(filepath.Join(a, name))
		y, errY := os.ReadFile(filepath.Join(b, name))
		if errX != nil || errY != nil || string(x) != string(y) || strings.Contains(string(x), "{{") {
			t.Errorf("%s differs or holds a mark", name)
		}
		return nil
	})
	if err != nil || written < 22 {
		t.Errorf("%d files, %v", written, err)
	}
	blocked := filepath.Join(a, "person.csv")
	if err := Write(halden(t), blocked, now); err == nil || !strings.Contains(err.Error(), "make the folder of the invented exports") {
		t.Errorf("a file in the way: %v", err)
	}
}
