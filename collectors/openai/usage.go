package openai

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	sdk "github.com/openai/openai-go/v3"

	"github.com/aismm/aismm/internal/evidence"
)

// usageDays is how far back use is read; objectives ask for 90 days.
const usageDays = 90

// usageKey is who used what where.
type usageKey struct{ user, project, model string }

type usageSum struct {
	requests, input, output int64
	first, last             int64 // starts of the first and last days with requests, unix seconds
}

// usageResult is the part of a completions usage result that is kept (openai-go, AdminOrganizationUsageCompletionsResponse).
type usageResult struct {
	NumModelRequests *int64 `json:"num_model_requests"`
	InputTokens      int64  `json:"input_tokens"`
	OutputTokens     int64  `json:"output_tokens"`
	UserID           string `json:"user_id"`
	ProjectID        string `json:"project_id"`
	Model            string `json:"model"`
}

// usage adds up the daily use of the last 90 days by user, project and model.
func (c *collector) usage(ctx context.Context) {
	c.rec.List(ctx, opUsage, func(ctx context.Context) (int, error) {
		sums, err := c.sumUsage(ctx)
		for k, s := range sums {
			config := map[string]any{"num_model_requests": number(s.requests), "input_tokens": number(s.input), "output_tokens": number(s.output)}
			for name, v := range map[string]string{"user_id": k.user, "project_id": k.project, "model": k.model} {
				if v != "" {
					config[name] = v
				}
			}
			id := cmp.Or(k.user, "none") + "/" + cmp.Or(k.project, "none") + "/" + cmp.Or(k.model, "none")
			c.rec.Add("openai_usage", &evidence.Resource{ID: id, Config: config, Derived: map[string]any{"first": day(s.first), "last": day(s.last)}})
		}
		return len(sums), err
	})
}

func (c *collector) sumUsage(ctx context.Context) (map[usageKey]*usageSum, error) {
	sums := map[usageKey]*usageSum{}
	start := c.now().UTC().Truncate(24*time.Hour).AddDate(0, 0, -usageDays).Unix()
	seen := map[string]bool{}
	for next := ""; ; {
		p := sdk.AdminOrganizationUsageCompletionsParams{
			StartTime: start, Limit: sdk.Int(31), BucketWidth: sdk.AdminOrganizationUsageCompletionsParamsBucketWidth1d,
			GroupBy: []string{"project_id", "user_id", "model"}, Page: cursor(next),
		}
		reply, err := c.admin.Organization.Usage.Completions(ctx, p)
		if err != nil {
			return sums, err
		}
		if reply == nil || !reply.JSON.Data.Valid() || !reply.JSON.HasMore.Valid() {
			return sums, errNotList
		}
		for _, bucket := range reply.Data {
			for _, r := range bucket.Results {
				if err := sumResult(sums, bucket.StartTime, r.RawJSON()); err != nil {
					return sums, err
				}
			}
		}
		if !reply.HasMore {
			return sums, nil
		}
		if reply.NextPage == "" || seen[reply.NextPage] {
			return sums, errors.New("the reply says that more follows, but gives no new cursor")
		}
		next = reply.NextPage
		seen[next] = true
	}
}

func sumResult(sums map[usageKey]*usageSum, start int64, raw string) error {
	var r usageResult
	if err := json.Unmarshal([]byte(raw), &r); err != nil {
		return fmt.Errorf("decode a usage result: %w", err)
	}
	if r.NumModelRequests == nil {
		return errors.New("a usage result lacks num_model_requests")
	}
	if *r.NumModelRequests == 0 {
		return nil
	}
	k := usageKey{r.UserID, r.ProjectID, r.Model}
	s := sums[k]
	if s == nil {
		s = &usageSum{first: start, last: start}
		sums[k] = s
	}
	s.requests += *r.NumModelRequests
	s.input += r.InputTokens
	s.output += r.OutputTokens
	s.first, s.last = min(s.first, start), max(s.last, start)
	return nil
}

func number(n int64) json.Number { return json.Number(fmt.Sprint(n)) }

func day(unix int64) string { return time.Unix(unix, 0).UTC().Format(time.RFC3339) }
