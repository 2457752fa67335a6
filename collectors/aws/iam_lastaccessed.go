package aws

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	iamtypes "github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/aismm/aismm/internal/evidence"
)

// A job of IAM takes seconds. The waits between looks double, from firstLook to lastLook, for jobPatience in all.
const (
	lastLook    = 4 * time.Second
	jobPatience = time.Minute
)

var firstLook = 250 * time.Millisecond // a variable, so that tests need not wait

// lastAccessed asks IAM when each principal with rights on AI last used them. Where the policies could not be read, nobody knows
// who has such rights.
func (r *iamReader) lastAccessed(ctx context.Context) {
	if !r.complete {
		return
	}
	ask := func(kind string) func(context.Context, *evidence.Resource) {
		return func(ctx context.Context, principal *evidence.Resource) {
			if services, _ := principal.Derived["ai_services"].([]any); len(services) == 0 {
				return
			}
			res := &evidence.Resource{ID: principal.ID, Name: principal.Name, Config: map[string]any{},
				Derived: map[string]any{"principal_kind": kind, "principal_created": text(principal.Config, "CreateDate")}}
			r.rec.Add(kindLastAccessed, res)
			r.lastAccess(ctx, res)
		}
	}
	each(ctx, r.roles, ask(kindRole))
	each(ctx, r.users, ask(kindUser))
}

func (r *iamReader) lastAccess(ctx context.Context, res *evidence.Resource) {
	var job *string
	started := r.rec.Detail(ctx, "iam:GenerateServiceLastAccessedDetails", res, func(ctx context.Context) error {
		out, err := r.client.GenerateServiceLastAccessedDetails(ctx, &iam.GenerateServiceLastAccessedDetailsInput{Arn: &res.ID})
		if err == nil {
			job = out.JobId
		}
		return err
	})
	if !started {
		return
	}
	r.main(ctx, "iam:GetServiceLastAccessedDetails", res, func(ctx context.Context) (map[string]any, error) { return r.awaitJob(ctx, job) })
}

// awaitJob looks at a job until it has ended, and reads all pages of its result.
func (r *iamReader) awaitJob(ctx context.Context, job *string) (map[string]any, error) {
	deadline := time.Now().Add(jobPatience)
	for wait := firstLook; ; wait = min(2*wait, lastLook) {
		out, err := r.client.GetServiceLastAccessedDetails(ctx, &iam.GetServiceLastAccessedDetailsInput{JobId: job})
		if err != nil {
			return nil, err
		}
		switch out.JobStatus {
		case iamtypes.JobStatusTypeCompleted:
			return r.finishedJob(ctx, job, out)
		case iamtypes.JobStatusTypeFailed:
			failure := iamtypes.ErrorDetails{}
			if out.Error != nil {
				failure = *out.Error
			}
			return nil, fmt.Errorf("the job failed: %s: %s", aws.ToString(failure.Code), aws.ToString(failure.Message))
		}
		if time.Now().Add(wait).After(deadline) {
			return nil, errors.New("the job did not end within a minute")
		}
		select {
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		case <-time.After(wait):
		}
	}
}

func (r *iamReader) finishedJob(ctx context.Context, job *string, first *iam.GetServiceLastAccessedDetailsOutput) (map[string]any, error) {
	config := reply(first, pascal)
	services := objects(config, "ServicesLastAccessed")
	for page := first; page.IsTruncated; {
		if page.Marker == nil {
			return nil, errNoToken
		}
		next, err := r.client.GetServiceLastAccessedDetails(ctx, &iam.GetServiceLastAccessedDetailsInput{JobId: job, Marker: page.Marker})
		if err != nil {
			return nil, err
		}
		services = append(services, objects(reply(next, pascal), "ServicesLastAccessed")...)
		page = next
	}
	config["ServicesLastAccessed"] = listOf(slices.DeleteFunc(services, func(s map[string]any) bool {
		return !slices.Contains(aiServices, text(s, "ServiceNamespace"))
	}))
	config["IsTruncated"] = false
	return config, nil
}
