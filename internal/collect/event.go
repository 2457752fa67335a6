package collect

import (
	"time"

	"github.com/aismm/aismm/internal/evidence"
)

// EventKind says what an event is about.
type EventKind string

// What happens during a run, in about this order.
const (
	// Connecting: a provider is being signed in to.
	Connecting EventKind = "connecting"
	// Connected: Identity and Scopes are known.
	Connected EventKind = "connected"
	// NotConnected: nothing can be read from a provider; Message says why.
	NotConnected EventKind = "not_connected"
	// Planned: Total tasks lie ahead, Done of them were kept from an interrupted run.
	Planned EventKind = "planned"
	// TaskStarted: a collector begins in a scope.
	TaskStarted EventKind = "task_started"
	// TaskFinished: its document is written, or its scope could not be entered, as Message then says.
	TaskFinished EventKind = "task_finished"
	// ScopeFailed: a scope could not be entered; Message says why.
	ScopeFailed EventKind = "scope_failed"
	// Waiting: an API asked for a pause of Duration.
	Waiting EventKind = "waiting"
	// Finished: the bundle is final.
	Finished EventKind = "finished"
)

// Event is one step of a run, with what is known about it.
type Event struct {
	Kind     EventKind
	Provider string
	// Scope and Collector name the task; Scope is the zero value in events about a provider or the run.
	Scope     evidence.Scope
	Collector string
	// API names what is waited for.
	API      string
	Identity string
	// Scopes is how many scopes a provider is expected to have.
	Scopes int
	// Done and Total count the tasks of the whole run.
	Done, Total int
	// Outcomes counts the reads of the task by outcome.
	Outcomes map[evidence.Outcome]int
	// Resources and Calls are the task's; in Finished, the run's.
	Resources, Calls int
	Duration         time.Duration
	Message          string
}
