package openai

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	sdk "github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/packages/param"

	"github.com/aismm/aismm/internal/evidence"
)

// usageDays is how far back use is read; objectives ask for 90 days.
const usageDays = 90

// usageKey is who used what where.
type usageKey struct{ user, project, model string }

type usageSum struct {
	object      string // the object of the results, as the API has it
	requests    int64
	amounts     map[string]int64
	first, last int64 // starts of the first and last days with requests, unix seconds
}

// usageReply is what the replies of all usage endpoints share (openai-go, AdminOrganizationUsage…Response).
type usageReply struct {
	Data *[]struct {
		StartTime int64         `json:"start_time"`
		Results   []usageResult `json:"results"`
	} `json:"data"`
	HasMore  *bool  `json:"has_more"`
	NextPage string `json:"next_page"`
}

// usageResult is the part of a usage result that is kept (openai-go, AdminOrganizationUsage…ResponseDataResult…). What was used is told
// in tokens, images, characters or seconds, by endpoint.
type usageResult struct {
	Object           string `json:"object"`
	NumModelRequests *int64 `json:"num_model_requests"`
	InputTokens      int64  `json:"input_tokens"`
	OutputTokens     int64  `json:"output_tokens"`
	Images           int64  `json:"images"`
	Characters       int64  `json:"characters"`
	Seconds          int64  `json:"seconds"`
	UserID           string `json:"user_id"`
	ProjectID        string `json:"project_id"`
	Model            string `json:"model"`
}

func (r *usageResult) amount(name string) int64 {
	return map[string]int64{"input_tokens": r.InputTokens, "output_tokens": r.OutputTokens, "images": r.Images, "characters": r.Characters, "seconds": r.Seconds}[name]
}

// usageEndpoint tells of the use of some models: no endpoint tells of all.
type usageEndpoint struct {
	name    string
	amounts []string // the members of its results that say how much was used
	read    func(ctx context.Context, api *sdk.AdminOrganizationUsageService, q usageQuery) (rawObject, error)
}

func (e *usageEndpoint) operation() string { return "GET /v1/organization/usage/" + e.name }

// id is unique over the endpoints: all but completions stand before the user, whose id is no endpoint's name.
func (e *usageEndpoint) id(k usageKey) string {
	id := cmp.Or(k.user, "none") + "/" + cmp.Or(k.project, "none") + "/" + cmp.Or(k.model, "none")
	if e.operation() == opUsage {
		return id
	}
	return e.name + "/" + id
}

// usageQuery asks for days, by project, user and model.
type usageQuery struct {
	start int64
	page  param.Opt[string]
}

var (
	usageLimit  = sdk.Int(31) // the most days in one page
	usageGroups = []string{"project_id", "user_id", "model"}
)

// usageEndpoints are those that tell requests to models by model and project. The others tell what is stored, and the calls of tools:
// searches in files and in the web, and sessions of the code interpreter.
var usageEndpoints = []usageEndpoint{
	{"completions", []string{"input_tokens", "output_tokens"}, func(ctx context.Context, api *sdk.AdminOrganizationUsageService, q usageQuery) (rawObject, error) {
		return single(api.Completions(ctx, sdk.AdminOrganizationUsageCompletionsParams{StartTime: q.start, Limit: usageLimit, BucketWidth: "1d", GroupBy: usageGroups, Page: q.page}))
	}},
	{"embeddings", []string{"input_tokens"}, func(ctx context.Context, api *sdk.AdminOrganizationUsageService, q usageQuery) (rawObject, error) {
		return single(api.Embeddings(ctx, sdk.AdminOrganizationUsageEmbeddingsParams{StartTime: q.start, Limit: usageLimit, BucketWidth: "1d", GroupBy: usageGroups, Page: q.page}))
	}},
	{"images", []string{"images"}, func(ctx context.Context, api *sdk.AdminOrganizationUsageService, q usageQuery) (rawObject, error) {
		return single(api.Images(ctx, sdk.AdminOrganizationUsageImagesParams{StartTime: q.start, Limit: usageLimit, BucketWidth: "1d", GroupBy: usageGroups, Page: q.page}))
	}},
	{"audio_speeches", []string{"characters"}, func(ctx context.Context, api *sdk.AdminOrganizationUsageService, q usageQuery) (rawObject, error) {
		return single(api.AudioSpeeches(ctx, sdk.AdminOrganizationUsageAudioSpeechesParams{StartTime: q.start, Limit: usageLimit, BucketWidth: "1d", GroupBy: usageGroups, Page: q.page}))
	}},
	{"audio_transcriptions", []string{"seconds"}, func(ctx context.Context, api *sdk.AdminOrganizationUsageService, q usageQuery) (rawObject, error) {
		return single(api.AudioTranscriptions(ctx, sdk.AdminOrganizationUsageAudioTranscriptionsParams{StartTime: q.start, Limit: usageLimit, BucketWidth: "1d", GroupBy: usageGroups, Page: q.page}))
	}},
	{"moderations", []string{"input_tokens"}, func(ctx context.Context, api *sdk.AdminOrganizationUsageService, q usageQuery) (rawObject, error) {
		return single(api.Moderations(ctx, sdk.AdminOrganizationUsageModerationsParams{StartTime: q.start, Limit: usageLimit, BucketWidth: "1d", GroupBy: usageGroups, Page: q.page}))
	}},
	{"decisions", []string{"input_tokens", "output_tokens"}, func(ctx context.Context, api *sdk.AdminOrganizationUsageService, q usageQuery) (rawObject, error) {
		return single(api.Decisions(ctx, sdk.AdminOrganizationUsageDecisionsParams{StartTime: q.start, Limit: usageLimit, BucketWidth: "1d", GroupBy: usageGroups, Page: q.page}))
	}},
}

// usage adds up the daily use of the last 90 days by endpoint, user, project and model.
func (c *collector) usage(ctx context.Context) {
	for i := range usageEndpoints {
		e := &usageEndpoints[i]
		c.rec.List(ctx, e.operation(), func(ctx context.Context) (int, error) {
			sums, err := c.sumUsage(ctx, e)
			for k, s := range sums {
				config := map[string]any{"num_model_requests": number(s.requests)}
				for _, name := range e.amounts {
					config[name] = number(s.amounts[name])
				}
				for name, v := range map[string]string{"object": s.object, "user_id": k.user, "project_id": k.project, "model": k.model} {
					if v != "" {
						config[name] = v
					}
				}
				c.rec.Add("openai_usage", &evidence.Resource{ID: e.id(k), Config: config, Derived: map[string]any{"first": day(s.first), "last": day(s.last)}})
			}
			return len(sums), err
		})
	}
}

func (c *collector) sumUsage(ctx context.Context, e *usageEndpoint) (map[usageKey]*usageSum, error) {
	sums := map[usageKey]*usageSum{}
	start := c.now().UTC().Truncate(24*time.Hour).AddDate(0, 0, -usageDays).Unix()
	seen := map[string]bool{}
	for next := ""; ; {
		o, err := e.read(ctx, &c.admin.Organization.Usage, usageQuery{start, cursor(next)})
		if err != nil {
			return sums, err
		}
		var reply usageReply
		if err := json.Unmarshal([]byte(o.RawJSON()), &reply); err != nil {
			return sums, fmt.Errorf("decode a page of usage: %w", err)
		}
		if reply.Data == nil || reply.HasMore == nil {
			return sums, errNotList
		}
		for _, bucket := range *reply.Data {
			for _, r := range bucket.Results {
				if err := e.add(sums, bucket.StartTime, &r); err != nil {
					return sums, err
				}
			}
		}
		if !*reply.HasMore {
			return sums, nil
		}
		if reply.NextPage == "" || seen[reply.NextPage] {
			return sums, errors.New("the reply says that more follows, but gives no new cursor")
		}
		next = reply.NextPage
		seen[next] = true
	}
}

func (e *usageEndpoint) add(sums map[usageKey]*usageSum, start int64, r *usageResult) error {
	if r.NumModelRequests == nil {
		return errors.New("a usage result lacks num_model_requests")
	}
	if *r.NumModelRequests == 0 {
		return nil
	}
	k := usageKey{r.UserID, r.ProjectID, r.Model}
	s := sums[k]
	if s == nil {
		s = &usageSum{amounts: map[string]int64{}, first: start, last: start}
		sums[k] = s
	}
	s.object = cmp.Or(s.object, r.Object)
	s.requests += *r.NumModelRequests
	for _, name := range e.amounts {
		s.amounts[name] += r.amount(name)
	}
	s.first, s.last = min(s.first, start), max(s.last, start)
	return nil
}

func number(n int64) json.Number { return json.Number(fmt.Sprint(n)) }

func day(unix int64) string { return time.Unix(unix, 0).UTC().Format(time.RFC3339) }
