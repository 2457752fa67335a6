package evidence

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// ManifestSchema names the form of a bundle's manifest.
const ManifestSchema = "aismm/manifest/v1"

// Manifest lists all that a bundle holds, and all that it should hold. The digest of its file is the bundle's identity.
type Manifest struct {
	Schema string `json:"schema"`
	// Tool is the version of aismm that collected.
	Tool string `json:"tool"`
	// Model and Policies are digests of what the scan was made for; empty when they were not chosen yet.
	Model     string    `json:"model,omitempty"`
	Policies  string    `json:"policies,omitempty"`
	StartedAt time.Time `json:"started_at"`
	EndedAt   time.Time `json:"ended_at"`
	// Invented is set for simulated estates, so that nobody takes a demonstration for evidence.
	Invented bool     `json:"invented,omitempty"`
	Notes    []string `json:"notes,omitempty"`
	// Redaction says how secrets were replaced: "random" when fingerprints compare only inside this bundle, "given" when
	// they compare with other bundles of the same key.
	Redaction string          `json:"redaction"`
	Providers []ProviderEntry `json:"providers"`
	Documents []DocumentEntry `json:"documents"`
	Ledger    []LedgerEntry   `json:"ledger"`
}

// ProviderEntry says how a provider was met.
type ProviderEntry struct {
	Name string `json:"name"`
	// Connected is false when signing in failed; Reason then says why.
	Connected bool   `json:"connected"`
	Identity  string `json:"identity,omitempty"`
	Reason    string `json:"reason,omitempty"`
	// Calls counts requests on the wire, retries and signing in included.
	Calls int64 `json:"calls"`
}

// DocumentEntry pins one document of the bundle.
type DocumentEntry struct {
	// Path is relative to the bundle, with forward slashes.
	Path string `json:"path"`
	// SHA256 is the digest of the file's bytes, in hex; Size is their number.
	SHA256      string    `json:"sha256"`
	Size        int64     `json:"size"`
	Collector   string    `json:"collector"`
	Scope       Scope     `json:"scope"`
	CollectedAt time.Time `json:"collected_at"`
	// Resources counts resources by kind; kinds that were read and have none are listed with 0.
	Resources map[string]int `json:"resources"`
	// Gaps counts the reads that left something unknown.
	Gaps  int `json:"gaps"`
	Calls int `json:"calls"`
	// Drift is how what was read differs from the schemas of the kinds.
	Drift []Drift `json:"drift,omitempty"`
}

// ScopeStatus says how far a scope was read.
type ScopeStatus string

// The statuses of a scope in the ledger.
const (
	// Collected: every collector has a document, and no read is a gap.
	Collected ScopeStatus = "collected"
	// Partial: there are documents, and something is missing.
	Partial ScopeStatus = "partial"
	// ScopeFailed: the scope could not be entered. There are no documents.
	ScopeFailed ScopeStatus = "failed"
	// ScopeSkipped: left out on purpose, with the reason.
	ScopeSkipped ScopeStatus = "skipped"
)

// AnyAccount stands for all boundaries of a provider whose boundaries could not be listed: the ledger then has the scopes
// "<provider>:*" and, where the provider has kinds of regions, "<provider>:*/*", both failed.
const AnyAccount = "*"

// LedgerEntry accounts for one scope that the scan was expected to reach.
type LedgerEntry struct {
	Scope  Scope       `json:"scope"`
	Status ScopeStatus `json:"status"`
	// Outcome and Reason say why a scope was not entered, or not read to its end.
	Outcome Outcome `json:"outcome,omitempty"`
	Reason  string  `json:"reason,omitempty"`
	// Identity is who read there, where it differs from the provider's.
	Identity string `json:"identity,omitempty"`
	// Expected are the collectors that were to read there; a document is due from each unless the scope failed or was skipped.
	Expected []string `json:"expected"`
	// Gaps counts the gaps of the scope's documents, and one for each document that is missing.
	Gaps int `json:"gaps"`
	// LastRead is when the newest document of the scope was collected.
	LastRead *time.Time `json:"last_read,omitempty"`
}

type scopeKey struct {
	id    string
	level Level
}

func (s Scope) key() scopeKey { return scopeKey{s.ID, s.Level} }

func byScope(documents []DocumentEntry) map[scopeKey][]DocumentEntry {
	grouped := map[scopeKey][]DocumentEntry{}
	for _, d := range documents {
		grouped[d.Scope.key()] = append(grouped[d.Scope.key()], d)
	}
	return grouped
}

// settled works out what a ledger's entry says from the documents that there are of its scope.
func (l LedgerEntry) settled(documents []DocumentEntry) LedgerEntry {
	here := map[string]bool{}
	l.Gaps, l.LastRead = 0, nil
	for _, d := range documents {
		here[d.Collector] = true
		l.Gaps += d.Gaps
		if l.LastRead == nil || d.CollectedAt.After(*l.LastRead) {
			l.LastRead = &d.CollectedAt
		}
	}
	if len(here) == 0 && l.Status == ScopeSkipped {
		return l
	}
	for _, c := range l.Expected {
		if !here[c] {
			l.Gaps++
		}
	}
	switch {
	case len(here) == 0 && (l.Status == ScopeFailed || len(l.Expected) > 0):
		l.Status = ScopeFailed
		if l.Outcome == "" {
			l.Outcome = Failed
		}
	case l.Gaps > 0:
		l.Status = Partial
	default:
		l.Status, l.Outcome, l.Reason = Collected, "", ""
	}
	return l
}

// sortManifest brings everything into one fixed order, so that equal scans give equal bytes.
func sortManifest(m *Manifest) {
	slices.SortFunc(m.Providers, func(a, b ProviderEntry) int { return strings.Compare(a.Name, b.Name) })
	slices.SortFunc(m.Documents, func(a, b DocumentEntry) int { return strings.Compare(a.Path, b.Path) })
	slices.SortFunc(m.Ledger, func(a, b LedgerEntry) int {
		if c := strings.Compare(a.Scope.ID, b.Scope.ID); c != 0 {
			return c
		}
		return strings.Compare(string(a.Scope.Level), string(b.Scope.Level))
	})
	for i := range m.Ledger {
		slices.Sort(m.Ledger[i].Expected)
	}
}

// check reports everything about a manifest's content that contradicts itself.
func (m *Manifest) check() []string {
	var faults []string
	add := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	if m.Schema != ManifestSchema {
		add("%s", otherSchema(m.Schema, ManifestSchema))
	}
	if m.StartedAt.IsZero() || m.EndedAt.IsZero() {
		add("started_at and ended_at are needed")
	} else if m.EndedAt.Before(m.StartedAt) {
		add("ended_at lies before started_at")
	}
	paths := map[string]bool{}
	for i, d := range m.Documents {
		if err := checkDocumentPath(d.Path); err != nil {
			add("documents[%d]: %v", i, err)
			continue
		}
		if paths[d.Path] {
			add("documents[%d]: %q is listed twice", i, d.Path)
		}
		paths[d.Path] = true
		if !isSHA256(d.SHA256) || d.Size < 0 {
			add("documents[%d]: %q needs a SHA-256 digest in lower-case hex and a size", i, d.Path)
		}
		if err := d.Scope.Validate(); err != nil {
			add("documents[%d]: %v", i, err)
		} else if want := DocumentPath(d.Collector, d.Scope); d.Path != want {
			add("documents[%d]: %q should lie at %q", i, d.Path, want)
		}
	}
	providers := map[string]bool{}
	for i, p := range m.Providers {
		if p.Name == "" || providers[p.Name] || p.Calls < 0 {
			add("providers[%d]: %q needs a name of its own, and calls that are not negative", i, p.Name)
		}
		providers[p.Name] = true
	}
	if m.Redaction != "given" && m.Redaction != "random" {
		add("redaction is %q (given or random)", m.Redaction)
	}
	scopes, documents := map[scopeKey]bool{}, byScope(m.Documents)
	for i, l := range m.Ledger {
		if err := l.Scope.Validate(); err != nil {
			add("ledger[%d]: %v", i, err)
		}
		if scopes[l.Scope.key()] {
			add("ledger[%d]: scope %q is listed twice", i, l.Scope.ID)
		}
		scopes[l.Scope.key()] = true
		switch l.Status {
		case Collected, Partial, ScopeFailed, ScopeSkipped:
		default:
			add("ledger[%d]: unknown status %q (collected, partial, failed or skipped)", i, l.Status)
			continue
		}
		if want := l.settled(documents[l.Scope.key()]); l.Status != want.Status || l.Gaps != want.Gaps {
			add("ledger[%d]: scope %q is said to be %s with %d gaps, but the documents make it %s with %d", i, l.Scope.ID, l.Status, l.Gaps, want.Status, want.Gaps)
		}
	}
	for i, d := range m.Documents {
		if !scopes[d.Scope.key()] {
			add("documents[%d]: the ledger does not account for scope %q", i, d.Scope.ID)
		}
	}
	return faults
}

func isSHA256(s string) bool {
	return len(s) == 64 && strings.Trim(s, "0123456789abcdef") == ""
}
