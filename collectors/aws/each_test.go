package aws

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/aismm/aismm/internal/evidence"
)

func TestEachPassesAPanicOnAfterTheOthersHaveEnded(t *testing.T) {
	var ended atomic.Int64
	defer func() {
		v, _ := recover().(string)
		if !strings.HasPrefix(v, "broken\n") || !strings.Contains(v, "each_test.go") {
			t.Errorf("recovered %q, want the panic with its stack", v)
		}
		if n := ended.Load(); n != 19 {
			t.Errorf("%d of 19 others ended", n)
		}
	}()
	items := make([]int, 20)
	for i := range items {
		items[i] = i
	}
	each(t.Context(), items, func(_ context.Context, i int) {
		if i == 3 {
			panic("broken")
		}
		ended.Add(1)
	})
	t.Error("each returned although one of its calls panicked")
}

// After a panic, those who share the read get an error, and no empty result.
func TestOnceThatPanics(t *testing.T) {
	read := once(func(context.Context) (int, error) { panic("broken") })
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic is lost")
			}
		}()
		_, _ = read(t.Context())
	}()
	if n, err := read(t.Context()); err == nil {
		t.Errorf("the next one got %d without an error", n)
	}
}

// A list that cannot be followed to its end is a gap: what it has not shown is not absent. The SDK's paginators would end, or never end.
func TestListsThatCannotBeFollowedToTheirEnd(t *testing.T) {
	got := newWire(t, map[string][]answer{"GET /detector": {ok(`{"detectorIds": [], "nextToken": "same"}`)}}).collect(guardDutyCollector, nil)
	if o := got.outcomeOf(t, "guardduty:ListDetectors"); o != evidence.Failed {
		t.Errorf("a list that repeats its token is %s, want error", o)
	}
	got = newWire(t, map[string][]answer{
		"iam.GetAccountAuthorizationDetails": {xml(`<GetAccountAuthorizationDetailsResponse><GetAccountAuthorizationDetailsResult><IsTruncated>true</IsTruncated></GetAccountAuthorizationDetailsResult></GetAccountAuthorizationDetailsResponse>`)},
		"iam.ListServiceSpecificCredentials": {xml(`<ListServiceSpecificCredentialsResponse><ListServiceSpecificCredentialsResult><IsTruncated>true</IsTruncated></ListServiceSpecificCredentialsResult></ListServiceSpecificCredentialsResponse>`)},
	}).collect(iamCollector, nil)
	for _, operation := range []string{"iam:GetAccountAuthorizationDetails", "iam:ListServiceSpecificCredentials"} {
		if o := got.outcomeOf(t, operation); o != evidence.Failed {
			t.Errorf("%s, which says that more follows and not where, is %s, want error", operation, o)
		}
	}
}

func TestOnceReadsOnceAndRemembersTheError(t *testing.T) {
	calls := 0
	read := once(func(context.Context) (int, error) { calls++; return calls, context.Canceled })
	for range 3 {
		if v, err := read(t.Context()); v != 1 || err != context.Canceled {
			t.Errorf("got %d, %v", v, err)
		}
	}
}
