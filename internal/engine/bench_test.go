package engine

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
	"time"

	"github.com/aismm/aismm/internal/evidence"
)

const (
	benchPolicies = 100
	benchKinds    = 20
)

// benchSet is 100 policies over 20 kinds: five policies judge each kind.
func benchSet(b *testing.B) (*Set, map[string]string) {
	b.Helper()
	files := map[string]string{}
	var kinds []evidence.Kind
	text, truth := map[string]any{"type": "string"}, map[string]any{"type": "boolean"}
	for k := range benchKinds {
		kinds = append(kinds, evidence.Kind{Name: fmt.Sprintf("aws_bench_k%d", k), Title: "k", Provider: "aws", Deployment: evidence.PaaS, Level: evidence.Region,
			Schema: object(map[string]any{"id": text, "config": object(map[string]any{"encrypted": truth, "size": text, "owner": text,
				"logging": object(map[string]any{"enabled": truth, "bucket": text}), "tags": list(object(map[string]any{"Key": text, "Value": text}))})})})
	}
	bodies := []string{"r.config.encrypted == true", "r.config.logging.enabled == true", "r.config.size in {\"small\", \"medium\"}",
		"some t in r.config.tags\n\tt.Key == \"team\"\n\tt.Value != \"\"", "startswith(r.config.owner, \"team-\")"}
	for i := range benchPolicies {
		kind := fmt.Sprintf("aws_bench_k%d", i%benchKinds)
		files[fmt.Sprintf("bench/p%d/aws.rego", i)] = fmt.Sprintf("# METADATA\n# scope: package\n# title: p\n# custom:\n#   remediation: r\npackage aismm.bench.p%d.aws\n\nimport data.aismm.lib.evidence\n\n"+
			"subjects contains evidence.subject(r) if some r in input.resources.%s\n\n# METADATA\n# scope: document\n# title: c\n# custom:\n#   of: %s\n#   field: config\n"+
			"met.c contains evidence.at(r, [\"config\"]) if {\n\tsome r in input.resources.%s\n\t%s\n}\n", i, kind, kind, kind, bodies[i/benchKinds])
	}
	own := memory(files)
	s, err := Load(context.Background(), LoadOptions{Sources: []Source{{Name: "embedded", FS: lib(b)}, {Name: "bench", FS: own}}, Kinds: kinds})
	if err != nil || len(s.Problems()) > 0 {
		b.Fatal(err, s.Problems())
	}
	return s, files
}

// benchBundle holds n resources of about 330 bytes in one document for each of four regions.
func benchBundle(b *testing.B, n int) *evidence.Bundle {
	b.Helper()
	regions := []string{"us-east-1", "us-west-2", "eu-central-1", "eu-west-1"}
	var documents []testDocument
	for r, region := range regions {
		d := testDocument{Scope: "aws:111122223333/" + region, Collector: "aws/bench", Resources: map[string][]*evidence.Resource{}}
		for i := r; i < n; i += len(regions) {
			kind := fmt.Sprintf("aws_bench_k%d", i/len(regions)%benchKinds)
			d.Resources[kind] = append(d.Resources[kind], &evidence.Resource{ID: fmt.Sprintf("arn:aws:bench:%s:111122223333:thing/%d", region, i), Name: fmt.Sprintf("thing-%d", i),
				Config: map[string]any{"encrypted": i%3 != 0, "size": []string{"small", "medium", "large"}[i%3], "owner": fmt.Sprintf("team-%d", i%50),
					"logging": map[string]any{"enabled": i%4 != 0, "bucket": fmt.Sprintf("logs-%d", i%10)},
					"tags":    []any{map[string]any{"Key": "team", "Value": fmt.Sprintf("t%d", i%20)}, map[string]any{"Key": "stage", "Value": "prod"}}}})
		}
		documents = append(documents, d)
	}
	return writeBundle(b, documents, nil)
}

// BenchmarkEvaluate judges with 100 policies; the time to decode the bundle is reported apart.
func BenchmarkEvaluate(b *testing.B) {
	for _, n := range []int{1_000, 100_000} {
		b.Run(fmt.Sprintf("resources=%d", n), func(b *testing.B) {
			set, _ := benchSet(b)
			bundle := benchBundle(b, n)
			var decoding, total time.Duration
			before := cpu(b, syscall.RUSAGE_SELF)
			for b.Loop() {
				started := time.Now()
				r, err := set.Evaluate(context.Background(), bundle, EvalOptions{})
				if err != nil || len(r.Checks) != benchPolicies || r.Checks[0].Error != nil {
					b.Fatal(err)
				}
				total += time.Since(started)
				decoding += r.Decoding
			}
			b.ReportMetric(float64((cpu(b, syscall.RUSAGE_SELF)-before).Milliseconds())/float64(b.N), "cpu-ms/op")
			b.ReportMetric(float64(decoding.Milliseconds())/float64(b.N), "decode-ms/op")
			b.ReportMetric(float64((total-decoding).Milliseconds())/float64(b.N), "evaluate-ms/op")
		})
	}
}

// BenchmarkDecode reads a bundle of 100,000 resources, and reports what stays in memory.
func BenchmarkDecode(b *testing.B) {
	bundle := benchBundle(b, 100_000)
	var before, after runtime.MemStats
	for b.Loop() {
		runtime.GC()
		runtime.ReadMemStats(&before)
		e, err := newEstate(context.Background(), bundle, nil)
		if err != nil {
			b.Fatal(err)
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		runtime.KeepAlive(e)
	}
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/1e6, "MB-held")
}

// BenchmarkOPA judges the same policies and evidence with `opa eval`, where OPA_BINARY names the binary. It reads the input that Inputs writes,
// and gives rows: no verdicts, gaps or evidence.
func BenchmarkOPA(b *testing.B) {
	binary := os.Getenv("OPA_BINARY")
	if binary == "" {
		b.Skip("OPA_BINARY names no binary")
	}
	for _, n := range []int{1_000, 100_000} {
		b.Run(fmt.Sprintf("resources=%d", n), func(b *testing.B) {
			set, files := benchSet(b)
			dir := b.TempDir()
			for name, text := range files {
				write(b, filepath.Join(dir, "policies", name), []byte(text))
			}
			for name, f := range lib(b) {
				write(b, filepath.Join(dir, "policies", name), f.Data)
			}
			err := set.Inputs(context.Background(), benchBundle(b, n), EvalOptions{Only: func(p *Policy) bool { return p.Slug == "p0" }}, func(_, _ string, input []byte) error {
				write(b, filepath.Join(dir, "input.json"), input)
				return nil
			})
			if err != nil {
				b.Fatal(err)
			}
			before := cpu(b, syscall.RUSAGE_CHILDREN)
			for b.Loop() {
				var out bytes.Buffer
				cmd := exec.Command(binary, "eval", "-d", filepath.Join(dir, "policies"), "-i", filepath.Join(dir, "input.json"), "data.aismm.bench")
				cmd.Stdout, cmd.Stderr = &out, &out
				if err := cmd.Run(); err != nil {
					b.Fatalf("%v: %s", err, out.String()[:min(out.Len(), 500)])
				}
			}
			b.ReportMetric(float64((cpu(b, syscall.RUSAGE_CHILDREN)-before).Milliseconds())/float64(b.N), "cpu-ms/op")
		})
	}
}

// cpu is the time that was really computed, which a busy machine does not stretch.
func cpu(b *testing.B, who int) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(who, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func write(b *testing.B, name string, data []byte) {
	b.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(name, data, 0o644); err != nil {
		b.Fatal(err)
	}
}
