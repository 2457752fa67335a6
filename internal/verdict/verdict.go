// Package verdict holds the words in which policies' judgements are passed on: what the engine produces, what the
// assessment counts, and what reports show. It decides nothing.
package verdict

// Verdict is the judgement of a condition, a subject or a check.
type Verdict string

// The verdicts. Error and NotApplicable are statuses of checks only.
const (
	Pass    Verdict = "pass"
	Fail    Verdict = "fail"
	Unknown Verdict = "unknown"
	// NotApplicable: every read succeeded and there was nothing to judge.
	NotApplicable Verdict = "not_applicable"
	// Error: the policy raised, timed out, or returned something else; its population is open.
	Error Verdict = "error"
)

// Check is the result of one policy in one boundary (or organization, or the programme).
type Check struct {
	Policy    string  `json:"policy"`
	Objective string  `json:"objective"`
	Provider  string  `json:"provider"`
	Boundary  string  `json:"boundary"`
	Status    Verdict `json:"status"`
	// Open is set while things may exist that were not judged: a failed list, an errored policy, an incomplete resource.
	Open bool `json:"open"`
	// Gaps are the holes that keep the population open or left conditions unknown, each once.
	Gaps     []Gap     `json:"gaps"`
	Error    *Fault    `json:"error"`
	Subjects []Subject `json:"subjects"`
	// Proof is set for checks that are not applicable: the reads that show that there was nothing to judge.
	Proof []Look `json:"proof,omitempty"`
}

// Look sums up the successful reads of one operation in all scopes of a boundary: where policies looked for things to judge.
type Look struct {
	// Kind is what was looked for: a kind of evidence, or "scope" for regions in which AI is in use, which any AI resource shows.
	Kind string `json:"kind"`
	// Operation is the read; empty where several kinds were looked for at once.
	Operation string `json:"operation,omitempty"`
	// Reads counts the reads, of which Unsupported say that the service does not exist there; Resources what they found. What was found and
	// not judged is not of the policy's population.
	Reads       int `json:"reads"`
	Unsupported int `json:"unsupported"`
	Resources   int `json:"resources"`
	// Document, SHA256 and Pointer say where the first of the reads is written down.
	Document string `json:"document,omitempty"`
	SHA256   string `json:"sha256,omitempty"`
	Pointer  string `json:"pointer,omitempty"`
}

// Fault is an error of a policy.
type Fault struct {
	Code     string `json:"code"`
	Message  string `json:"message"`
	Location string `json:"location,omitempty"`
}

// Subject is one thing that was judged.
type Subject struct {
	ID         string `json:"id"`
	Kind       string `json:"kind"`
	Name       string `json:"name,omitempty"`
	Deployment string `json:"deployment"`
	Region     string `json:"region,omitempty"`
	// Boundary is the boundary that the subject counts for.
	Boundary   string      `json:"boundary"`
	Verdict    Verdict     `json:"verdict"`
	Waiver     *Waiver     `json:"waiver"`
	Conditions []Condition `json:"conditions"`
}

// Waiver names the waiver that covers a failed subject.
type Waiver struct {
	ID      string `json:"id"`
	Owner   string `json:"owner"`
	Ticket  string `json:"ticket"`
	Expires string `json:"expires"`
}

// Condition is the judgement of one observable fact about one subject.
type Condition struct {
	ID      string  `json:"id"`
	Verdict Verdict `json:"verdict"`
	// Message is the condition's title, an assertion of what should hold.
	Message string `json:"message"`
	// Covers lists peer tools' checks that judge just this fact.
	Covers   []string   `json:"covers"`
	Evidence []Evidence `json:"evidence"`
	// Unknown says why a verdict is unknown, and what would settle it.
	Unknown []Gap `json:"unknown,omitempty"`
}

// Evidence points at the field that decided: a document of the bundle, its digest, a JSON Pointer (RFC 6901) into it,
// and what was there; or the read that proves that nothing is there.
type Evidence struct {
	Document string `json:"document"`
	SHA256   string `json:"sha256"`
	Pointer  string `json:"pointer"`
	// Value is what was observed at the pointer; it is left out when Absent is set.
	Value any `json:"value,omitempty"`
	// Absent is set when the document has nothing at the pointer.
	Absent bool `json:"absent,omitempty"`
	// Default is what the provider documents for a field that is absent, where the policy says so.
	Default any `json:"default,omitempty"`
	// Read is the operation that proves an absence.
	Read string `json:"read,omitempty"`
}

// Gap is one hole in the evidence, and the way to close it.
type Gap struct {
	// Type is "read" (a failed read), "unread" (nothing accounted for the kind), "export" (no export of a record kind),
	// "setting" (nobody has set it), "incomplete" (a required field is missing), "row" (a record that did not validate),
	// "unclear" (the policy cannot judge the subject), or "policy" (the policy failed). An assessment adds "attestation" (one to renew,
	// correct or sign), "provider" (one to connect) and "empty" (there is nothing to judge, but the objective always applies).
	Type       string `json:"type"`
	Kind       string `json:"kind,omitempty"`
	Scope      string `json:"scope,omitempty"`
	Operation  string `json:"operation,omitempty"`
	Outcome    string `json:"outcome,omitempty"`
	Permission string `json:"permission,omitempty"`
	Resource   string `json:"resource,omitempty"`
	Setting    string `json:"setting,omitempty"`
	Message    string `json:"message,omitempty"`
	// Settle says, as an instruction, what would close the gap.
	Settle string `json:"settle"`
}
