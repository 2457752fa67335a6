package aws

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	trailtypes "github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

const (
	// eventWindow is how far back events are looked up. CloudTrail keeps them for 90 days.
	eventWindow = 30 * 24 * time.Hour
	// eventPages bounds the lookup of one event name: at 50 events a page and two calls a second, 50 pages take 25 seconds.
	eventPages = 50
)

// The names by which events are looked up. CloudTrail logs the calls of Bedrock's runtime as management events ("Monitor Amazon
// Bedrock API calls using CloudTrail", Bedrock user guide).
var (
	elevationEvents   = []string{"CreateAccountAssignment"}
	explorationEvents = []string{"ListFoundationModels", "GetFoundationModelAvailability"}
	invocationEvents  = []string{"InvokeModel", "InvokeModelWithResponseStream", "Converse", "ConverseStream"}
)

// eventKey is what events are counted by.
type eventKey struct{ source, name, principal string }

// eventSummary is what is kept of the events of one key.
type eventSummary struct {
	principalType, readOnly string
	count, failed           int
	first, last             time.Time
	partial                 bool
}

type eventReader struct {
	client    *cloudtrail.Client
	rec       *collectors.Recorder
	since     time.Time
	until     time.Time
	summaries map[eventKey]*eventSummary
}

func summarizeEvents(ctx context.Context, s *Session, rec *collectors.Recorder) {
	r := &eventReader{client: cloudtrail.NewFromConfig(s.Config), rec: rec, since: s.Now.Add(-eventWindow), until: s.Now, summaries: map[eventKey]*eventSummary{}}
	for _, name := range slices.Concat(elevationEvents, explorationEvents) {
		r.lookUp(ctx, name, r.since, false, func(*eventKey) bool { return false })
	}
	r.invocations(ctx)
	for key, sum := range r.summaries {
		rec.Add(kindEventSummary, &evidence.Resource{
			ID:     strings.Join([]string{s.Account, s.Region, key.source, key.name, key.principal}, "/"),
			Name:   key.name,
			Config: map[string]any{"EventName": key.name, "EventSource": key.source, "ReadOnly": sum.readOnly},
			Derived: map[string]any{"principal": key.principal, "principal_type": sum.principalType, "count": sum.count, "failed": sum.failed,
				"first": sum.first.UTC().Format(time.RFC3339), "last": sum.last.UTC().Format(time.RFC3339),
				"window_start": r.since.UTC().Format(time.RFC3339), "partial": sum.partial},
		})
	}
}

// invocations looks for calls of models by those who looked for models before. There may be millions of calls, so reading goes
// back from now and ends as soon as every such principal has been met; without one, nothing is read.
func (r *eventReader) invocations(ctx context.Context) {
	explored := map[string]bool{}
	first := r.until
	for key, sum := range r.summaries {
		if slices.Contains(explorationEvents, key.name) {
			explored[key.principal] = true
			if sum.first.Before(first) {
				first = sum.first
			}
		}
	}
	for _, name := range invocationEvents {
		if len(explored) == 0 {
			return
		}
		r.lookUp(ctx, name, first, true, func(key *eventKey) bool {
			delete(explored, key.principal)
			return len(explored) == 0
		})
	}
}

// lookUp counts the events of one name, newest first, until done says that enough is known.
func (r *eventReader) lookUp(ctx context.Context, name string, since time.Time, partial bool, done func(*eventKey) bool) {
	r.rec.List(ctx, "cloudtrail:LookupEvents", func(ctx context.Context) (int, error) {
		pager := cloudtrail.NewLookupEventsPaginator(r.client, &cloudtrail.LookupEventsInput{
			LookupAttributes: []trailtypes.LookupAttribute{{AttributeKey: trailtypes.LookupAttributeKeyEventName, AttributeValue: &name}},
			StartTime:        &since, EndTime: &r.until, MaxResults: aws.Int32(50),
		})
		n := 0
		for page := 0; pager.HasMorePages(); page++ {
			if page == eventPages {
				return n, incomplete{fmt.Sprintf("more than %d events %s in %d days: the older ones were not read", eventPages*50, name, int(eventWindow.Hours()/24))}
			}
			out, err := pager.NextPage(ctx)
			if err != nil {
				return n, err
			}
			for _, e := range out.Events {
				key, err := r.count(e, partial)
				if err != nil {
					return n, err
				}
				n++
				if done(key) {
					return n, nil
				}
			}
		}
		return n, nil
	})
}

// loggedEvent is what is read of the event's own JSON (CloudTrail user guide, "CloudTrail record contents" and "userIdentity element").
type loggedEvent struct {
	ErrorCode    string `json:"errorCode"`
	UserIdentity struct {
		Type           string `json:"type"`
		ARN            string `json:"arn"`
		PrincipalID    string `json:"principalId"`
		InvokedBy      string `json:"invokedBy"`
		SessionContext struct {
			SessionIssuer struct {
				ARN string `json:"arn"`
			} `json:"sessionIssuer"`
		} `json:"sessionContext"`
	} `json:"userIdentity"`
}

// principal is who acted: the role behind a session, else the identity itself.
func (e *loggedEvent) principal() string {
	id := &e.UserIdentity
	for _, name := range []string{id.SessionContext.SessionIssuer.ARN, id.ARN, id.InvokedBy, id.PrincipalID} {
		if name != "" {
			return name
		}
	}
	return "unknown"
}

func (r *eventReader) count(e trailtypes.Event, partial bool) (*eventKey, error) {
	if e.EventTime == nil {
		return nil, errors.New("an event has no time")
	}
	var logged loggedEvent
	if err := json.Unmarshal([]byte(aws.ToString(e.CloudTrailEvent)), &logged); err != nil {
		return nil, fmt.Errorf("read event %s: %w", aws.ToString(e.EventId), err)
	}
	key := eventKey{aws.ToString(e.EventSource), aws.ToString(e.EventName), logged.principal()}
	sum := r.summaries[key]
	if sum == nil {
		sum = &eventSummary{principalType: logged.UserIdentity.Type, readOnly: aws.ToString(e.ReadOnly), first: *e.EventTime, last: *e.EventTime, partial: partial}
		r.summaries[key] = sum
	}
	sum.count++
	if logged.ErrorCode != "" {
		sum.failed++
	}
	if e.EventTime.Before(sum.first) {
		sum.first = *e.EventTime
	}
	if e.EventTime.After(sum.last) {
		sum.last = *e.EventTime
	}
	return &key, nil
}
