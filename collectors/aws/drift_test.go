package aws

import (
	"slices"
	"strings"
	"testing"

	"github.com/aismm/aismm/internal/evidence"
)

// A member that AWS adds survives the SDK, which does not know it, and one that is gone is noticed: over the wire, with the real client.
func TestDriftOfReplies(t *testing.T) {
	answers := budgetAnswers()
	list := budgetTarget + `DescribeBudgets {"AccountId":"111122223333","ShowFilterExpression":true}`
	changed := strings.NewReplacer(`"BudgetType": "COST", `, ``, `"Unit": "USD"`, `"Unit": "USD", "Scope": "ALL"`).Replace(answers[list][0].body)
	if changed == answers[list][0].body {
		t.Fatal("nothing was changed")
	}
	answers[list] = []answer{ok(changed)}
	got := newWire(t, answers).collect(budgetsCollector, nil)
	const example = "arn:aws:budgets::111122223333:budget/ai"
	want := []evidence.Drift{
		{Kind: kindBudget, Field: "config.BudgetLimit.Scope", Change: evidence.DriftAdded, Count: 1, Example: example},
		{Kind: kindBudget, Field: "config.BudgetType", Change: evidence.DriftMissing, Count: 1, Example: example},
	}
	if drift := evidence.FindDrift(budgetsCollector.Kinds, got.Resources); !slices.Equal(drift, want) {
		t.Errorf("got %+v", drift)
	}
	wantJSON(t, "failed reads", `null`, got.failedReads())
}
