// Package assess draws an assessment from verdicts: it merges what policies judged with waivers and attestations, judges
// every objective of the model, and scores. An assessment is one JSON document, and every report is drawn from it alone.
//
// The package decides nothing that a policy decides, and knows no provider.
package assess

import (
	"time"

	"github.com/aismm/aismm/internal/evidence"
	"github.com/aismm/aismm/internal/verdict"
	"github.com/aismm/aismm/model"
)

// SchemaName names the form of an assessment.
const SchemaName = "aismm/assessment/v1"

// Assessment is all that one bundle says about the programme. The same bundle, policies, model, settings, waivers and targets
// give the same bytes.
type Assessment struct {
	Schema string `json:"schema"`
	// Bundle is the digest of the bundle's manifest, "sha256:<hex>".
	Bundle   string      `json:"bundle"`
	Model    ModelRef    `json:"model"`
	Policies PoliciesRef `json:"policies"`
	// Overlays are what was laid over the policies, objectives, kinds, settings and records that ship, by name.
	Overlays []Overlay `json:"overlays"`
	// AsOf is the clock by which ages, waivers and attestations are judged: the end of the scan unless asked otherwise.
	AsOf         time.Time `json:"as_of"`
	Organization string    `json:"organization,omitempty"`
	// Invented is set for simulated estates: nothing in it is evidence about anybody.
	Invented bool     `json:"invented"`
	Notes    []string `json:"notes"`
	// Cut says what was left out on purpose; empty lists stand for everything.
	Cut Cut `json:"cut"`
	// Targets are the levels that the organization chose, in the model's order.
	Targets  []Target  `json:"targets"`
	Settings []Setting `json:"settings"`
	Ledger   Ledger    `json:"ledger"`
	// Problems are policies and files that could not be used.
	Problems     []Problem       `json:"problems"`
	Checks       []verdict.Check `json:"checks"`
	Objectives   []Objective     `json:"objectives"`
	Attestations []Attestation   `json:"attestations"`
	Waivers      []Waiver        `json:"waivers"`
	Score        Score           `json:"score"`
}

// ModelRef names the model that was used, and says what it is made of.
type ModelRef struct {
	model.Structure
	// Version and Digest are the catalog's; the digest is that of its overlays too.
	Version string `json:"version"`
	Digest  string `json:"digest"`
	// Overlays were laid over the catalog, in this order.
	Overlays []model.Layer `json:"overlays"`
	// Objectives counts the objectives in force.
	Objectives int `json:"objectives"`
	// Copy names the organization's own copy of the model's texts, where it has bound one; null where it has not.
	Copy *Copy `json:"copy"`
}

// Copy is the organization's own copy of a licensed model.
type Copy struct {
	// Name is the file that it was imported from, SHA256 that file's digest.
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	// Notice is the licence notice that goes with the texts.
	Notice string `json:"notice"`
}

// Bound is one entry of the organization's own copy that is bound to an objective.
type Bound struct {
	// ID is the entry's id there.
	ID   string `json:"id"`
	Text string `json:"text"`
}

// PoliciesRef names the policies that were used.
type PoliciesRef struct {
	Digest string   `json:"digest"`
	Used   []Policy `json:"used"`
	// Kinds are the kinds of evidence that they read, with the deployment type of each.
	Kinds []KindRef `json:"kinds"`
}

// KindRef is a kind of evidence.
type KindRef struct {
	Name       string           `json:"name"`
	Deployment model.Deployment `json:"deployment"`
}

// Overlay is one source that was laid over what ships.
type Overlay struct {
	Name string `json:"name"`
	// Origin is where it came from: a path, an address, or a reference in a registry.
	Origin string `json:"origin"`
	// Digest is "sha256:<hex>": of an archive, of a manifest in a registry, or over the files of a directory.
	Digest string `json:"digest"`
	// Revision is what the bundle calls itself; Signed is set when its signature was verified.
	Revision string `json:"revision,omitempty"`
	Signed   bool   `json:"signed"`
}

// Policy describes one policy, so that a report can explain its verdicts.
type Policy struct {
	// ID is the package: "aismm.mon.admin_audit_trail.aws".
	ID          string `json:"id"`
	Objective   string `json:"objective"`
	Provider    string `json:"provider"`
	Title       string `json:"title"`
	Remediation string `json:"remediation"`
	// Source says whose policy it is: "aismm" for those that ship, else the name of an overlay. Digest is that of the policy's file, File and
	// Line its place.
	Source     string      `json:"source"`
	Digest     string      `json:"digest"`
	File       string      `json:"file"`
	Line       int         `json:"line"`
	Conditions []Condition `json:"conditions"`
	// Reads are the kinds of evidence that it reads, Settings the settings.
	Reads    []string `json:"reads"`
	Settings []string `json:"settings"`
}

// Condition describes one condition of a policy.
type Condition struct {
	ID    string   `json:"id"`
	Title string   `json:"title"`
	Of    []string `json:"of"`
	Field string   `json:"field"`
	// Covers lists other tools' checks, "tool:check", that judge the same fact.
	Covers []string `json:"covers"`
	File   string   `json:"file"`
	Line   int      `json:"line"`
}

// Cut limits an assessment. An empty list stands for everything.
type Cut struct {
	Deployments []model.Deployment `json:"deployments"`
	Providers   []string           `json:"providers"`
	Boundaries  []string           `json:"boundaries"`
	Categories  []model.Category   `json:"categories"`
}

// Target is the level that the organization chose for a category.
type Target struct {
	Category model.Category `json:"category"`
	Level    model.Level    `json:"level"`
}

// Setting is one setting that policies read, with its value in this run.
type Setting struct {
	Name  string `json:"name"`
	Value any    `json:"value"`
	// Origin is "configured", "default", or "unset"; verdicts that need an unset one are unknown.
	Origin string `json:"origin"`
}

// Problem is a policy or file that could not be used, or not fully.
type Problem struct {
	// Policy is the package, where one is concerned. Dropped is set when it did not run at all: its objective is then open.
	Policy  string `json:"policy,omitempty"`
	Dropped bool   `json:"dropped"`
	File    string `json:"file,omitempty"`
	Line    int    `json:"line,omitempty"`
	Message string `json:"message"`
}

// Ledger sums up which scopes were expected and how far they were read.
type Ledger struct {
	StartedAt time.Time `json:"started_at"`
	EndedAt   time.Time `json:"ended_at"`
	Expected  int       `json:"expected"`
	Collected int       `json:"collected"`
	Partial   int       `json:"partial"`
	Failed    int       `json:"failed"`
	Skipped   int       `json:"skipped"`
	// Gaps counts the reads that left something unknown, and the documents that are missing.
	Gaps      int        `json:"gaps"`
	Providers []Provider `json:"providers"`
	// Boundaries are all boundaries and organizations that were expected, by id.
	Boundaries []Boundary `json:"boundaries"`
	// Incomplete are the scopes that were not read to their end, with the reason.
	Incomplete []ScopeState `json:"incomplete"`
	// Drift is how what was read differs from what is known of the providers' APIs. It decides nothing.
	Drift []evidence.Drift `json:"drift"`
}

// Provider says how a provider was met.
type Provider struct {
	Name      string `json:"name"`
	Connected bool   `json:"connected"`
	Identity  string `json:"identity,omitempty"`
	Reason    string `json:"reason,omitempty"`
}

// Boundary is a boundary or organization of the estate.
type Boundary struct {
	ID       string         `json:"id"`
	Level    evidence.Level `json:"level"`
	Provider string         `json:"provider"`
	Account  string         `json:"account"`
	Name     string         `json:"name,omitempty"`
	// Organization is the id of the enclosing organization.
	Organization string `json:"organization,omitempty"`
	// Scopes counts the boundary's scopes, its regions included: those that were read to their end, in part, not at all, and those that
	// were left out on purpose. Gaps counts what they left unknown.
	Scopes    int `json:"scopes"`
	Collected int `json:"collected"`
	Partial   int `json:"partial"`
	Failed    int `json:"failed"`
	Skipped   int `json:"skipped"`
	Gaps      int `json:"gaps"`
}

// ScopeState is a scope that was not read to its end.
type ScopeState struct {
	ID      string               `json:"id"`
	Level   evidence.Level       `json:"level"`
	Name    string               `json:"name,omitempty"`
	Status  evidence.ScopeStatus `json:"status"`
	Outcome evidence.Outcome     `json:"outcome,omitempty"`
	Reason  string               `json:"reason,omitempty"`
	Gaps    int                  `json:"gaps"`
}

// Basis says what an objective's result rests on.
type Basis string

// The bases.
const (
	Automated Basis = "automated"
	Attested  Basis = "attested"
	// Mixed: policies judged a part, and an attestation filled what they left unknown.
	Mixed Basis = "mixed"
	// None: nothing judged it.
	None Basis = "none"
)

// Objective is the result of one objective. Its status and bounds at the top are gross: waived subjects count as failed.
type Objective struct {
	ID       model.ObjectiveID `json:"id"`
	Slug     model.Slug        `json:"slug"`
	Title    string            `json:"title"`
	Category model.Category    `json:"category"`
	Level    model.Level       `json:"level"`
	// Deployment lists the deployment types that the objective concerns.
	Deployment    []model.Deployment `json:"deployment"`
	Mode          model.Mode         `json:"mode"`
	AlwaysApplies bool               `json:"always_applies"`
	Indicator     string             `json:"indicator"`
	// Rationale says what meeting the objective shows.
	Rationale string `json:"rationale"`
	// Evidence says what it is judged from.
	Evidence string `json:"evidence"`
	model.Standing
	model.Tally
	Target model.Share `json:"target"`
	// Net is the standing with waived subjects left out of the population.
	Net   model.Standing `json:"net"`
	Basis Basis          `json:"basis"`
	// Attested counts the subjects above that stand on an attestation.
	Attested     int              `json:"attested"`
	ByDeployment []DeploymentPart `json:"by_deployment"`
	ByProvider   []ProviderPart   `json:"by_provider"`
	ByBoundary   []BoundaryPart   `json:"by_boundary"`
	// Settle lists what would settle what is unknown, the most effective first.
	Settle []Settle `json:"settle"`
	// Attestations are the ids of the attestations that filled something.
	Attestations []string `json:"attestations"`
	// Checks are the policies that judged the objective.
	Checks      []string       `json:"checks"`
	AICM        model.AICM     `json:"aicm"`
	Mappings    model.Mappings `json:"mappings"`
	Remediation string         `json:"remediation"`
	// Upcoming is set before the objective takes effect: the result is a warning, and counts in no level, coverage or exit code.
	Upcoming bool `json:"upcoming"`
	// Effective, Removed, SupersededBy and History are what the model says about the objective's life.
	Effective    model.Date     `json:"effective"`
	Removed      model.Date     `json:"removed"`
	SupersededBy string         `json:"superseded_by"`
	History      []model.Change `json:"history"`
	// Source is where the model defines the objective, Overlay where an overlay changes it.
	Source  model.Position `json:"source"`
	Overlay *model.Overlay `json:"overlay"`
	// Bound are the entries of the organization's own copy of the model.
	Bound []Bound `json:"bound"`
}

// Part is the share that one deployment type, provider or boundary has in an objective's result.
type Part struct {
	model.Standing
	model.Tally
	Net model.Standing `json:"net"`
}

// DeploymentPart is the part of one deployment type; subjects of the programme as a whole count in each.
type DeploymentPart struct {
	Deployment model.Deployment `json:"deployment"`
	Part
}

// ProviderPart is the part of one provider.
type ProviderPart struct {
	Provider string `json:"provider"`
	Part
}

// BoundaryPart is the part of one boundary.
type BoundaryPart struct {
	Boundary string `json:"boundary"`
	Part
}

// Settle is one thing that would settle an unknown, with how many holes it closes.
type Settle struct {
	verdict.Gap
	// Subjects counts the objective's subjects that are unknown because of it; 0 where it keeps the population open.
	Subjects int `json:"subjects"`
	// Scopes are the scopes or boundaries where it occurs, when there is more than the gap names.
	Scopes []string `json:"scopes"`
}

// AttestationState says what became of an attestation.
type AttestationState string

// The states of an attestation.
const (
	// AttestationUsed: it filled something that automation left unknown.
	AttestationUsed AttestationState = "used"
	// AttestationUnneeded: it is in force, and policies had decided everything that it speaks of.
	AttestationUnneeded AttestationState = "unneeded"
	// AttestationSuperseded: a later one speaks of the same.
	AttestationSuperseded AttestationState = "superseded"
	// AttestationExpired: its date has passed, so that it says nothing any more.
	AttestationExpired AttestationState = "expired"
	// AttestationFuture: it is signed for a date that has not come.
	AttestationFuture AttestationState = "future"
	// AttestationRefused: it breaks a rule; the message says which.
	AttestationRefused AttestationState = "refused"
)

// Attestation is one attestation of the bundle, and what became of it.
type Attestation struct {
	ID         string           `json:"id"`
	Objective  string           `json:"objective"`
	State      AttestationState `json:"state"`
	Message    string           `json:"message"`
	Statement  string           `json:"statement"`
	Owner      string           `json:"owner"`
	Reviewer   string           `json:"reviewer"`
	SignedAt   string           `json:"signed_at"`
	ExpiresAt  string           `json:"expires_at"`
	Provider   string           `json:"provider,omitempty"`
	Boundaries []string         `json:"boundaries"`
	Measured   *Measured        `json:"measured"`
	Files      []AttestedFile   `json:"files"`
	// Document, SHA256 and Pointer say where in the bundle it lies.
	Document string `json:"document"`
	SHA256   string `json:"sha256"`
	Pointer  string `json:"pointer"`
}

// Measured is what an attestation counted.
type Measured struct {
	Passed int `json:"passed"`
	Of     int `json:"of"`
}

// AttestedFile is a file behind an attestation, as the scan found it.
type AttestedFile struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"`
	// SignedSHA256 is the digest that was signed, where the signer pinned it. Another one refuses the attestation.
	SignedSHA256 string `json:"signed_sha256,omitempty"`
}

// WaiverState says what became of a waiver.
type WaiverState string

// The states of a waiver.
const (
	WaiverUsed WaiverState = "used"
	// WaiverUnused: it is in force, and no failed subject matches.
	WaiverUnused  WaiverState = "unused"
	WaiverExpired WaiverState = "expired"
	// WaiverFuture: it has not started yet.
	WaiverFuture WaiverState = "future"
	// WaiverRefused: it breaks a rule; the message says which.
	WaiverRefused WaiverState = "refused"
)

// Waiver is one waiver, and what became of it.
type Waiver struct {
	ID        string      `json:"id"`
	Objective string      `json:"objective"`
	State     WaiverState `json:"state"`
	Message   string      `json:"message"`
	Owner     string      `json:"owner"`
	Ticket    string      `json:"ticket"`
	Reason    string      `json:"reason"`
	Starts    string      `json:"starts"`
	Expires   string      `json:"expires"`
	File      string      `json:"file"`
	Line      int         `json:"line"`
	// Broad is set when the selector is wider than a waiver should be.
	Broad bool `json:"broad"`
	// Subjects counts the failed subjects that it covers.
	Subjects int `json:"subjects"`
}

// Score is the level arithmetic, whole and by deployment type.
type Score struct {
	model.Score
	ByDeployment []DeploymentScore `json:"by_deployment"`
}

// DeploymentScore is the score of one deployment type.
type DeploymentScore struct {
	Deployment model.Deployment `json:"deployment"`
	model.Score
}
