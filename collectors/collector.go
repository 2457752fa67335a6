// Package collectors defines what a collector is and keeps the one registry of them. Each provider is a package below
// this one; `all` imports every provider that ships.
//
// A collector only reads. It never turns an error into absence, never stops the others, and accounts for every
// read through its Recorder. It imports neither the engine nor another provider.
package collectors

import (
	"context"
	"net/http"

	"github.com/aismm/aismm/internal/evidence"
)

// Provider is a platform that can be read: an estate of scopes behind one way of signing in.
type Provider struct {
	// Name is the provider's id, such as "aws".
	Name  string
	Title string
	// NewSettings returns a pointer to a zero struct with yaml tags: what aismm.yaml may say under providers.<name>.
	NewSettings func() any
	// Detect reports whether the environment holds credentials, so that a bare scan knows what to try, and names what it saw.
	Detect func(env func(string) string) (what string, ok bool)
	// Check reports what in the settings and in the names asked for cannot be right, without asking anybody. Nil checks nothing.
	Check func(o ConnectOptions) error
	// Connect signs in and lists the scopes that a scan is expected to reach. An error means that nothing can be
	// read, and says what to do about it.
	Connect func(ctx context.Context, o ConnectOptions) (Connection, error)
	// PermissionsDocument renders the least privilege for the permissions given, in the provider's own form.
	PermissionsDocument func(permissions []string) ([]byte, error)
	// PermissionsNote says what to mind when such a document is used, such as a limit of the provider that it exceeds; empty where there is
	// nothing to say. It may be nil.
	PermissionsNote func(document []byte) string
}

// ConnectOptions is what a provider is given to connect with.
type ConnectOptions struct {
	// Settings is what NewSettings returned, filled from the configuration.
	Settings any
	// HTTP is paced, counted and capped. Providers' clients make every call through it.
	HTTP *http.Client
	// Env looks a variable up in the environment.
	Env func(string) string
	// Regions are the regions asked for on the command line; empty means the configured ones or all.
	Regions []string
	// Accounts are the boundaries asked for on the command line; empty means the configured ones or all.
	Accounts []string
	// Dir is the directory that relative paths in Settings start from.
	Dir string
	// Kinds are the records' kinds and other declarations that a provider may need: those registered.
	Kinds []evidence.Kind
}

// Connection is a provider that has been signed in to.
type Connection interface {
	// Identity is who the provider says is asking.
	Identity() string
	// Scopes are all that a scan is expected to reach, organization first. One that cannot be reached is listed with its reason.
	Scopes() []Expected
	// Session prepares a scope for its collectors. The error is classified with Classify.
	Session(ctx context.Context, s evidence.Scope) (any, error)
	// Classify turns an error of this provider's client into an outcome and a message fit for people.
	Classify(err error) (evidence.Outcome, string)
}

// Expected is one scope that the ledger accounts for.
type Expected struct {
	Scope evidence.Scope
	// Skip is set for scopes that exist and are left out on purpose, with the reason.
	Skip string
	// Outcome and Reason are set for scopes that could not be entered at all, such as an account whose role cannot be assumed.
	Outcome evidence.Outcome
	Reason  string
	// Identity is who reads in this scope, where it differs from the connection's.
	Identity string
}

// Collector reads one service in one scope.
type Collector struct {
	// Name is "<provider>/<service>", for example "aws/bedrock".
	Name     string
	Provider string
	// Level is the level of the scopes that it runs in.
	Level evidence.Level
	Kinds []evidence.Kind
	// Operations are all API operations that it makes, each with what it establishes and what it needs.
	Operations []Operation
	// Needs are kinds of other collectors of the same boundary that must be read first; Recorder.Seen gives them. What cannot be
	// known because one of them was not read is a gap here too: see Operation.From.
	Needs []string
	// Collect reads. Everything it has to say goes to the recorder. It returns soon after its context ends, and waits for
	// every goroutine that it starts, each of which defers Recorder.Guard.
	Collect func(ctx context.Context, session any, rec *Recorder)
}

// Operation declares one API operation of a collector.
type Operation struct {
	// Name is "<service>:<Operation>", as in evidence.Read.
	Name  string
	Form  evidence.Form
	Kinds []string
	// Permissions are what the identity needs. Empty means that the name itself is the permission.
	Permissions []string
	// After is the operation whose results this one is made for, thing by thing. When After succeeded and yielded
	// nothing, this one holds too, with no call made; when After failed, this one is a gap, also where it was made for some things.
	After string
	// From are the kinds among Collector.Needs that say what to ask for here. Where they could not be listed, this operation is a gap
	// as well. A need that no operation names counts for every list that comes after no other.
	From []string
}
