package engine

import (
	"cmp"
	"fmt"
	"path"
	"strings"

	"github.com/aismm/aismm/internal/evidence"
	"github.com/aismm/aismm/internal/verdict"
)

// The types of gaps, as verdict.Gap documents them.
const (
	gapRead       = "read"
	gapUnread     = "unread"
	gapExport     = "export"
	gapSetting    = "setting"
	gapIncomplete = "incomplete"
	gapRow        = "row"
	gapUnclear    = "unclear"
	gapPolicy     = "policy"
)

// gap is a hole in the evidence, and where it lies.
type gap struct {
	verdict.Gap
	scope evidence.Scope
	// resource is set for gaps of one resource; operation is then the part that failed, or empty where all of it is in doubt.
	resource *resource
	part     string
}

// listGaps are the holes in what is known to exist of a kind in a group: scopes in which a list of it failed or was never made.
func (e *estate) listGaps(g *group, kind string) []gap {
	key := g.id + " " + kind
	e.mu.Lock()
	gaps, done := e.gaps[key]
	e.mu.Unlock()
	if done {
		return gaps
	}
	gaps = e.findListGaps(g, kind)
	e.mu.Lock()
	defer e.mu.Unlock()
	e.gaps[key] = gaps
	return gaps
}

func (e *estate) findListGaps(g *group, kind string) []gap {
	k, registered := e.kinds[kind]
	var gaps []gap
	expected := false
	for _, l := range g.scopes {
		if registered && (l.Scope.Level != k.Level || l.Scope.Provider != k.Provider) {
			continue
		}
		reads := e.lists(l.Scope, kind)
		if !registered && len(reads) == 0 {
			continue
		}
		expected = true
		if len(reads) == 0 {
			gaps = append(gaps, e.unread(kind, l))
		}
		for _, r := range reads {
			if r.Outcome.Gap() {
				gaps = append(gaps, e.failed(kind, r.Read, l))
			}
		}
	}
	if !expected {
		scope := evidence.Scope{ID: g.id, Level: g.level, Provider: g.provider, Account: g.account}
		gaps = append(gaps, e.unread(kind, evidence.LedgerEntry{Scope: scope}))
	}
	return gaps
}

// listRead is a read that establishes which resources of a kind exist, and where it is written down.
type listRead struct {
	evidence.Read
	doc   *document
	index int
}

func (e *estate) lists(s evidence.Scope, kind string) []listRead {
	var all []listRead
	for _, doc := range e.documents[scopeKey(s)] {
		for _, i := range doc.lists[kind] {
			all = append(all, listRead{doc.header.Reads[i], doc, i})
		}
	}
	return all
}

// unread is the gap of a kind that nothing accounts for in a scope.
func (e *estate) unread(kind string, l evidence.LedgerEntry) gap {
	g := gap{scope: l.Scope, Gap: verdict.Gap{Type: gapUnread, Kind: kind, Scope: l.Scope.ID, Outcome: string(l.Outcome), Message: l.Reason}}
	switch {
	case isRecord(kind):
		g.Type = gapExport
		g.Settle = settleExport(kind)
	case l.Status == evidence.ScopeFailed && l.Scope.Account == evidence.AnyAccount:
		g.Settle = fmt.Sprintf("sign in to %s, or list its accounts (`aismm doctor` says what is missing)", l.Scope.Provider)
	case l.Status == evidence.ScopeFailed:
		g.Settle = fmt.Sprintf("make %s readable (`aismm doctor` says what is missing), or leave it out of the scan", l.Scope.ID)
	default:
		g.Settle = fmt.Sprintf("collect %s in %s: no document of the scan accounts for it", kind, l.Scope.ID)
	}
	return g
}

// noOrganization is the gap of a kind of organizations where none was read.
func (e *estate) noOrganization(kind string, provider string) gap {
	return gap{Gap: verdict.Gap{Type: gapUnread, Kind: kind, Scope: provider + ":" + evidence.AnyAccount, Message: "no organization was read",
		Settle: fmt.Sprintf("read the organization of %s: sign in where it can be listed", provider)},
		scope: evidence.Scope{Level: evidence.Organization, Provider: provider}}
}

// failed is the gap of a read that did not succeed.
func (e *estate) failed(kind string, r evidence.Read, l evidence.LedgerEntry) gap {
	g := gap{scope: l.Scope, Gap: verdict.Gap{Type: gapRead, Kind: kind, Scope: l.Scope.ID, Operation: r.Operation, Outcome: string(r.Outcome),
		Permission: r.Permission, Resource: r.Resource, Message: r.Message}}
	record := isRecord(kind)
	switch {
	case record && r.Resource != "":
		g.Type = gapRow
		g.Settle = fmt.Sprintf("correct the row %s of %s: %s", r.Resource, kind, r.Message)
	case record && r.Outcome == evidence.Skipped:
		g.Type = gapExport
		g.Settle = settleExport(kind)
	case record:
		g.Settle = fmt.Sprintf("correct the export of %s: %s", kind, r.Message)
	case r.Outcome == evidence.Denied && strings.HasPrefix(r.Message, evidence.RefusedByPolicy):
		g.Settle = fmt.Sprintf("exempt %s from the organization policy that refuses %s in %s, or leave %s out of the scan", e.identity(l), r.Operation, l.Scope.ID, l.Scope.ID)
	case r.Outcome == evidence.Denied:
		permission := r.Permission
		if permission == "" {
			permission = r.Operation
		}
		g.Settle = fmt.Sprintf("grant %s to %s in %s", permission, e.identity(l), l.Scope.ID)
	case r.Outcome == evidence.Throttled:
		g.Settle = fmt.Sprintf("scan %s again with a lower rate for %s (scan.rates in aismm.yaml)", l.Scope.ID, l.Scope.Provider)
	case r.Outcome == evidence.Skipped:
		g.Settle = fmt.Sprintf("settle the cause, and scan %s again: %s was %s", l.Scope.ID, r.Operation, cmp.Or(r.Message, "not attempted"))
	default:
		g.Settle = fmt.Sprintf("scan %s again: %s failed", l.Scope.ID, r.Operation)
	}
	return g
}

func settleExport(kind string) string {
	if kind == "record_assessment_result" {
		return "name an earlier assessment, which a second scan has (providers.records.files.assessment_result.path in aismm.yaml)"
	}
	return fmt.Sprintf("export %s (providers.records in aismm.yaml)", kind)
}

func (e *estate) identity(l evidence.LedgerEntry) string {
	if l.Identity != "" {
		return l.Identity
	}
	for _, doc := range e.documents[scopeKey(l.Scope)] {
		if doc.header.Identity != "" {
			return doc.header.Identity
		}
	}
	for _, p := range e.manifest.Providers {
		if p.Name == l.Scope.Provider && p.Identity != "" {
			return p.Identity
		}
	}
	return "the identity that scans"
}

// resourceGaps are the holes in one resource: details that failed, fields that should be there and are not.
func (e *estate) resourceGaps(r *resource) []gap {
	var gaps []gap
	scope := r.doc.header.Scope
	for _, op := range r.missing {
		g := gap{scope: scope, resource: r}
		if part := partOf(op); hasPart(e.kinds[r.kind], part) {
			g.part = part
		}
		g.Gap = e.failed(r.kind, e.detail(r, op), e.entry(scope)).Gap
		gaps = append(gaps, g)
	}
	for _, field := range r.lacks {
		gaps = append(gaps, gap{scope: scope, resource: r, Gap: verdict.Gap{Type: gapIncomplete, Kind: r.kind, Scope: scope.ID, Resource: r.id,
			Message: fmt.Sprintf("%s is missing, which every %s should have", field, r.kind),
			Settle:  fmt.Sprintf("find out why %s %s has no %s: the provider may have changed its API; a newer aismm may know", r.kind, r.id, field)}})
	}
	return gaps
}

// partOf is the name under which an operation's reply lies in parts.
func partOf(operation string) string {
	_, name, found := strings.Cut(operation, ":")
	if !found {
		return operation
	}
	return name
}

// detail finds the failed read behind a missing operation.
func (e *estate) detail(r *resource, operation string) evidence.Read {
	if i, ok := r.doc.details[detailOf{operation, r.id}]; ok {
		return r.doc.header.Reads[i]
	}
	return evidence.Read{Operation: operation, Form: evidence.Detail, Outcome: evidence.Failed, Resource: r.id, Message: "no read says why it is missing"}
}

func (e *estate) entry(s evidence.Scope) evidence.LedgerEntry {
	if g := e.groups[s.Boundary()]; g != nil {
		for _, l := range g.scopes {
			if l.Scope.ID == s.ID && l.Scope.Level == s.Level {
				return l
			}
		}
	}
	return evidence.LedgerEntry{Scope: s}
}

// settingGap is the gap of a setting that nobody has set.
func settingGap(name string) gap {
	return gap{Gap: verdict.Gap{Type: gapSetting, Setting: name, Message: "nobody has set it", Settle: fmt.Sprintf("set %s in aismm.yaml (settings)", name)}}
}

// policyGap is the gap of a policy that failed.
func policyGap(p *Policy, f *verdict.Fault) gap {
	return gap{Gap: verdict.Gap{Type: gapPolicy, Message: f.Message, Settle: fmt.Sprintf("correct the policy %s (%s)", p.Path, path.Clean(p.File))}}
}
