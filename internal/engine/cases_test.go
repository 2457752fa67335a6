package engine

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/aismm/aismm/internal/evidence"
	"github.com/aismm/aismm/internal/verdict"
	"github.com/aismm/aismm/policies"
)

var update = flag.Bool("update", false, "write what the cases give as what they should give")

// The kinds of the cases. Their schemas are closed, as those of real kinds are.
func testKinds() []evidence.Kind {
	text, number, truth := map[string]any{"type": "string"}, map[string]any{"type": "number"}, map[string]any{"type": "boolean"}
	of := func(config map[string]any, parts ...string) map[string]any {
		p := map[string]any{"id": text, "config": object(config)}
		if len(parts) > 0 {
			members := map[string]any{}
			for _, name := range parts {
				members[name] = object(map[string]any{"On": truth})
			}
			p["parts"] = object(members)
		}
		return object(p)
	}
	return []evidence.Kind{
		{Name: "aws_bedrock_guardrail", Title: "Guardrail", Provider: "aws", Deployment: evidence.PaaS, Level: evidence.Region, Inventory: true,
			Required: []string{"config.status"}, Schema: of(map[string]any{"status": text, "size": number, "contentPolicy": object(map[string]any{
				"filters": list(object(map[string]any{"type": text, "inputStrength": text, "inputAction": text, "inputEnabled": truth}))})}, "GetPolicy")},
		{Name: "aws_bedrock_agent", Title: "Agent", Provider: "aws", Deployment: evidence.PaaS, Level: evidence.Region, Inventory: true,
			Schema: of(map[string]any{"agentResourceRoleArn": text, "foundationModel": text})},
		{Name: "aws_bedrock_usage", Title: "Use", Provider: "aws", Deployment: evidence.PaaS, Level: evidence.Region, ShowsUse: true, Schema: of(map[string]any{"n": number})},
		{Name: "aws_bedrock_invocation_logging", Title: "Logging", Provider: "aws", Deployment: evidence.PaaS, Level: evidence.Region,
			Schema: of(map[string]any{"loggingConfig": object(map[string]any{"textDataDeliveryEnabled": truth})})},
		{Name: "aws_iam_role", Title: "Role", Provider: "aws", Deployment: evidence.Program, Level: evidence.Boundary,
			Schema: of(map[string]any{"AttachedManagedPolicies": list(object(map[string]any{"PolicyArn": text}))})},
		{Name: "aws_iam_policy", Title: "Policy", Provider: "aws", Deployment: evidence.Program, Level: evidence.Boundary,
			Required: []string{"config.Document.Statement.Effect"}, Schema: of(map[string]any{"Document": open()})},
		{Name: "aws_organizations_account", Title: "Account", Provider: "aws", Deployment: evidence.Program, Level: evidence.Organization,
			Schema: of(map[string]any{"Id": text, "ManagementAccountId": text, "Ancestors": list(text)})},
		{Name: "aws_organizations_policy", Title: "Policy of an organization", Provider: "aws", Deployment: evidence.Program, Level: evidence.Organization,
			Schema: of(map[string]any{"Targets": list(object(map[string]any{"TargetId": text})), "Content": open()})},
		{Name: "openai_project", Title: "Project", Provider: "openai", Deployment: evidence.SaaS, Level: evidence.Boundary, Inventory: true, Schema: of(map[string]any{"x": text})},
		{Name: "record_person", Title: "Person", Provider: "records", Deployment: evidence.Program, Level: evidence.Boundary,
			Schema: of(map[string]any{"status": text, "signed_at": text})},
		{Name: "record_ai_system", Title: "AI system", Provider: "records", Deployment: evidence.Program, Level: evidence.Boundary,
			Schema: of(map[string]any{"status": text, "owner_id": text, "resource_ids": list(text)})},
	}
}

var testObjectives = []ObjectiveRef{{"APP-L3-1", "app.injection_filter_strict"}, {"MON-L2-2", "mon.prompts_and_responses_logged"}, {"IAM-L3-1", "iam.no_broad_ai_permissions"},
	{"ORG-L3-2", "org.no_unregistered_ai_resources"}, {"ORG-L4-1", "org.ai_service_boundary_enforced"}, {"GOV-L2-1", "gov.acceptable_use_signed"}}

// lib are the libraries that ship.
func lib(t testing.TB) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	for _, name := range []string{"lib/evidence.rego", "lib/when.rego"} {
		data, err := policies.FS().(interface{ ReadFile(string) ([]byte, error) }).ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: data}
	}
	return files
}

func memory(files map[string]string) fstest.MapFS {
	own := fstest.MapFS{}
	for name, text := range files {
		own[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return own
}

func loadFiles(t testing.TB, files map[string]string) *Set {
	t.Helper()
	own := memory(files)
	s, err := Load(context.Background(), LoadOptions{Sources: []Source{{Name: "embedded", FS: lib(t)}, {Name: "own", FS: own}}, Kinds: testKinds(), Objectives: testObjectives})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func fromYAML(t testing.TB, text string, into any) {
	t.Helper()
	raw, err := yaml.YAMLToJSON([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, into); err != nil {
		t.Fatalf("%v in\n%s", err, raw)
	}
}

// testScope makes a scope of its id: aws:o-example is an organization, and encloses the accounts whose ids begin with 1.
func testScope(id string) evidence.Scope {
	provider, rest, _ := strings.Cut(id, ":")
	account, region, _ := strings.Cut(rest, "/")
	if strings.HasPrefix(account, "o-") {
		return evidence.NewOrganization(provider, account)
	}
	s := evidence.NewScope(provider, account, region)
	if provider == "aws" && strings.HasPrefix(account, "1") {
		s.Organization = "aws:o-example"
	}
	return s
}

type testDocument struct {
	Scope     string
	Collector string
	Reads     []evidence.Read
	Resources map[string][]*evidence.Resource
}

type testLedger struct {
	Scope  string
	Status evidence.ScopeStatus
	Reason string
}

var testTime = time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)

// writeBundle writes a bundle. Each document lists what it holds with a read that succeeded, unless it has reads of its own for the kind. Every
// scope of the documents is in the ledger, and what else is given.
func writeBundle(t testing.TB, documents []testDocument, ledger []testLedger) *evidence.Bundle {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "bundle")
	w, err := evidence.Create(dir, evidence.Meta{Tool: "test", StartedAt: testTime})
	if err != nil {
		t.Fatal(err)
	}
	entries := map[string]evidence.LedgerEntry{}
	for _, d := range documents {
		scope := testScope(d.Scope)
		entries[scopeKey(scope)] = evidence.LedgerEntry{Scope: scope, Status: evidence.Collected, Expected: []string{d.Collector}}
		doc := &evidence.Document{Collector: d.Collector, Scope: scope, CollectedAt: testTime, Identity: "arn:aws:sts::" + scope.Account + ":assumed-role/aismm/scan",
			Reads: d.Reads, Resources: d.Resources}
		if doc.Resources == nil {
			doc.Resources = map[string][]*evidence.Resource{}
		}
		for _, kind := range sortedKeys(doc.Resources) {
			if !slices.ContainsFunc(d.Reads, func(r evidence.Read) bool { return r.Form == evidence.List && slices.Contains(r.Kinds, kind) }) {
				doc.Reads = append(doc.Reads, evidence.Read{Operation: "test:List_" + kind, Kinds: []string{kind}, Form: evidence.List, Outcome: evidence.OK,
					Calls: 1, Resources: len(doc.Resources[kind])})
			}
		}
		if _, _, err := w.WriteDocument(doc); err != nil {
			t.Fatal(err)
		}
	}
	for _, l := range ledger {
		scope := testScope(l.Scope)
		entries[scopeKey(scope)] = evidence.LedgerEntry{Scope: scope, Status: l.Status, Reason: l.Reason, Expected: []string{}}
	}
	closing := evidence.Closing{EndedAt: testTime.Add(time.Minute)}
	for _, key := range sortedKeys(entries) {
		closing.Ledger = append(closing.Ledger, entries[key])
	}
	if _, _, err := w.Finish(closing); err != nil {
		t.Fatal(err)
	}
	b, err := evidence.OpenRaw(dir)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestCases evaluates each file of testdata/cases: policies over documents, and the whole checks that should come of it.
func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/cases/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) { runCase(t, file) })
	}
}

func runCase(t *testing.T, file string) {
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var documents []testDocument
	var ledger []testLedger
	settings := map[string]any{}
	own := map[string]string{}
	want := ""
	for _, f := range archive.Files {
		switch text := string(f.Data); f.Name {
		case "documents.yaml":
			fromYAML(t, text, &documents)
		case "ledger.yaml":
			fromYAML(t, text, &ledger)
		case "settings.yaml":
			fromYAML(t, text, &settings)
		case "want.json":
			want = text
		default:
			own[f.Name] = text
		}
	}
	set := loadFiles(t, own)
	for _, p := range set.Problems() {
		t.Error(p)
	}
	b := writeBundle(t, documents, ledger)
	result, err := set.Evaluate(context.Background(), b, EvalOptions{Settings: settings})
	if err != nil {
		t.Fatal(err)
	}
	checkEvidence(t, b, result.Checks)
	raw, err := evidence.CanonicalJSON(result.Checks)
	if err != nil {
		t.Fatal(err)
	}
	got := hideDigests(b, string(raw))
	if *update {
		archive.Files = slices.DeleteFunc(archive.Files, func(f txtar.File) bool { return f.Name == "want.json" })
		archive.Files = append(archive.Files, txtar.File{Name: "want.json", Data: []byte(got)})
		if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// hideDigests takes the digests out, which checkEvidence has compared with the bundle.
func hideDigests(b *evidence.Bundle, text string) string {
	pairs := []string{strings.TrimPrefix(b.Digest(), "sha256:"), "(manifest)"}
	for _, e := range b.Manifest.Documents {
		pairs = append(pairs, e.SHA256, "(document)")
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// checkEvidence follows every pointer into the bytes on disk: what it says was observed must be there, and what it says is absent must not be.
func checkEvidence(t *testing.T, b *evidence.Bundle, checks []verdict.Check) {
	t.Helper()
	for _, c := range checks {
		for _, s := range c.Subjects {
			for _, cond := range s.Conditions {
				if len(cond.Evidence) == 0 {
					t.Errorf("%s %s %s has no evidence", c.Policy, s.ID, cond.ID)
				}
				for _, e := range cond.Evidence {
					if err := followPointer(b, e); err != nil {
						t.Errorf("%s %s %s: %v", c.Policy, s.ID, cond.ID, err)
					}
				}
			}
		}
	}
}

func followPointer(b *evidence.Bundle, e verdict.Evidence) error {
	raw, err := os.ReadFile(filepath.Join(b.Dir, filepath.FromSlash(e.Document)))
	if err != nil {
		return err
	}
	if got := evidence.SHA256Hex(raw); got != e.SHA256 {
		return fmt.Errorf("%s has digest %s, not %s", e.Document, got, e.SHA256)
	}
	var at any
	if err := json.Unmarshal(raw, &at); err != nil {
		return err
	}
	found := true
	for step := range strings.SplitSeq(strings.TrimPrefix(e.Pointer, "/"), "/") {
		step = strings.NewReplacer("~1", "/", "~0", "~").Replace(step)
		switch v := at.(type) {
		case map[string]any:
			at, found = v[step]
		case []any:
			i, err := strconv.Atoi(step)
			if found = err == nil && i < len(v); found {
				at = v[i]
			}
		default:
			found = false
		}
		if !found {
			break
		}
	}
	if found == e.Absent {
		return fmt.Errorf("%s of %s: found %v, absent %v", e.Pointer, e.Document, found, e.Absent)
	}
	there, err1 := json.Marshal(at)
	observed, err2 := json.Marshal(e.Value)
	if err1 != nil || err2 != nil {
		return fmt.Errorf("%v %v", err1, err2)
	}
	if found && string(there) != string(observed) && len(there) <= valueShown {
		return fmt.Errorf("%s of %s: observed %s, but there is %s", e.Pointer, e.Document, observed, there)
	}
	return nil
}

// TestRepeatedAndParallel holds that nothing depends on the order in which policies are evaluated.
func TestRepeatedAndParallel(t *testing.T) {
	set, b := exampleSet(t), exampleBundle(t)
	var first string
	for i, parallel := range []int{1, 4, 4, 2} {
		r, err := set.Evaluate(context.Background(), b, EvalOptions{Parallel: parallel, Settings: map[string]any{"approved_ai_regions": []string{"eu-central-1"}}})
		if err != nil {
			t.Fatal(err)
		}
		raw, err := evidence.CanonicalJSON(r.Checks)
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			first = string(raw)
		} else if string(raw) != first {
			t.Errorf("run %d gives other bytes", i)
		}
	}
	if strings.Count(first, `"policy"`) < 5 {
		t.Errorf("the examples gave only\n%s", first)
	}
}

// exampleSet and exampleBundle are those of the five examples together.
func exampleSet(t testing.TB) *Set {
	files := map[string]string{}
	eachExample(t, func(a *txtar.Archive) {
		for _, f := range a.Files {
			if strings.HasSuffix(f.Name, ".rego") || strings.HasPrefix(f.Name, "settings/") {
				files[f.Name] = string(f.Data)
			}
		}
	})
	return loadFiles(t, files)
}

func exampleBundle(t testing.TB) *evidence.Bundle {
	var all []testDocument
	eachExample(t, func(a *txtar.Archive) {
		for _, f := range a.Files {
			var documents []testDocument
			if f.Name == "documents.yaml" {
				fromYAML(t, string(f.Data), &documents)
			}
			for _, d := range documents {
				i := slices.IndexFunc(all, func(o testDocument) bool { return o.Scope == d.Scope && o.Collector == d.Collector })
				if i < 0 {
					all = append(all, d)
					continue
				}
				maps.Copy(all[i].Resources, d.Resources)
				all[i].Reads = append(all[i].Reads, d.Reads...)
			}
		}
	})
	return writeBundle(t, all, nil)
}

func eachExample(t testing.TB, do func(*txtar.Archive)) {
	t.Helper()
	files, err := filepath.Glob("testdata/cases/example_*.txtar")
	if err != nil || len(files) < 5 {
		t.Fatal("the examples are missing", err)
	}
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		do(a)
	}
}
