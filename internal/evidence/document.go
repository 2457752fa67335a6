// Package evidence holds what was seen: documents, the bundle that keeps them, and the digests that pin them.
// It knows nothing about providers, policies or scores.
package evidence

import "time"

// DocumentSchema names the form of an evidence document.
const DocumentSchema = "aismm/evidence/v1"

// Document is what one collector saw in one scope.
type Document struct {
	Schema      string    `json:"schema"`
	Collector   string    `json:"collector"`
	Scope       Scope     `json:"scope"`
	CollectedAt time.Time `json:"collected_at"`
	// Identity is who the provider says was asking: an ARN, an organization and key id, a file's owner.
	Identity string `json:"identity,omitempty"`
	// Source is the origin of records: the system, when it exported, and the file with its digest.
	Source *Source `json:"source,omitempty"`
	Reads  []Read  `json:"reads"`
	// Drift is how what was read differs from the schemas of the kinds.
	Drift []Drift `json:"drift,omitempty"`
	// Resources are grouped by kind, because that is how policies read them.
	Resources map[string][]*Resource `json:"resources"`
}

// Source is where an export of records came from.
type Source struct {
	System     string    `json:"system"`
	ExportedAt time.Time `json:"exported_at"`
	File       string    `json:"file"`
	// SHA256 is the digest of the file as it was read, in hex.
	SHA256 string `json:"sha256"`
}

// Resource is one thing of one kind. Ids are unique within a kind and bundle.
type Resource struct {
	ID   string `json:"id"`
	Name string `json:"name,omitempty"`
	// Tags are the provider's labels in one form. Nil means that they were not read or that the thing has no labels at all.
	Tags map[string]string `json:"tags,omitempty"`
	// Config is the reply of the main read, with the provider's own field names, less what redaction removed.
	Config map[string]any `json:"config"`
	// Parts are further replies about the same thing, by operation name without its service ("GetTrailStatus").
	Parts map[string]any `json:"parts,omitempty"`
	// Derived is what the collector worked out itself, in snake_case.
	Derived map[string]any `json:"derived,omitempty"`
	// Missing names the operations about this thing that failed; the reads say why.
	Missing []string `json:"missing,omitempty"`
}

// Form says what a read establishes.
type Form string

// The two forms of a read.
const (
	// List reads establish which things exist.
	List Form = "list"
	// Detail reads establish one thing's settings.
	Detail Form = "detail"
)

// Outcome says how a read ended.
type Outcome string

// The outcomes. OK and Unsupported establish something; every other one is a gap.
const (
	OK Outcome = "ok"
	// Denied means that the identity lacks the permission, or that an organization policy refuses the call.
	Denied Outcome = "denied"
	// Throttled means that the provider kept refusing for rate, after all retries.
	Throttled Outcome = "throttled"
	// Unsupported means that the service does not exist there; it proves absence.
	Unsupported Outcome = "unsupported"
	// Failed means anything else: a network error, a malformed reply, a deadline.
	Failed Outcome = "error"
	// Skipped means that the read was not attempted: a read before it failed, or the budget of calls ran out.
	Skipped Outcome = "skipped"
)

// RefusedByPolicy begins the message of a denied read that no permission would open: a policy of the organization refuses it.
const RefusedByPolicy = "refused by an organization policy"

// Gap reports whether an outcome leaves something unknown.
func (o Outcome) Gap() bool { return o != OK && o != Unsupported }

// Read is one API operation that a collector made in one scope. Successful detail reads of one operation are one
// entry; a failed detail read is an entry of its own that names its resource.
type Read struct {
	// Operation is "<service>:<Operation>", for example "bedrock:ListGuardrails", or an HTTP method and path template.
	Operation string   `json:"operation"`
	Kinds     []string `json:"kinds"`
	Form      Form     `json:"form"`
	Outcome   Outcome  `json:"outcome"`
	// Permission is what the identity needs for the operation.
	Permission string `json:"permission,omitempty"`
	// Resource is the id of the thing that a failed detail read was about.
	Resource string `json:"resource,omitempty"`
	Message  string `json:"message,omitempty"`
	// Calls counts requests on the wire, retries and pages included.
	Calls int `json:"calls"`
	// Resources counts the things that the read yielded.
	Resources int `json:"resources"`
}
