package aws

import (
	"context"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/translate"
	translatetypes "github.com/aws/aws-sdk-go-v2/service/translate/types"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

const kindTranslateJob = "aws_translate_job"

var translateKinds = []evidence.Kind{{
	// Jobs that were started in the last languageJobWindow. They have no ARN: the id is "<account>/<region>/<job id>".
	Name: kindTranslateJob, Title: "Batch job of Amazon Translate", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
	ShowsUse: true, Required: []string{"config.JobId", "config.SubmittedTime", "config.JobStatus"},
	Schema: resourceSchema(schemaOf[translatetypes.TextTranslationJobProperties](pascal), nil, nil),
}}

var translateCollector = &collectors.Collector{
	Name: "aws/translate", Provider: providerName, Level: evidence.Region, Kinds: translateKinds,
	Operations: []collectors.Operation{{Name: "translate:ListTextTranslationJobs", Form: evidence.List, Kinds: []string{kindTranslateJob}}},
	Collect: func(ctx context.Context, session any, rec *collectors.Recorder) {
		s := session.(*Session)
		client := translate.NewFromConfig(s.Config)
		reader{rec, pascal}.list(ctx, "translate:ListTextTranslationJobs", kindTranslateJob, func(ctx context.Context) ([]map[string]any, error) {
			in := &translate.ListTextTranslationJobsInput{Filter: &translatetypes.TextTranslationJobFilter{SubmittedAfterTime: aws.Time(s.Now.Add(-languageJobWindow))}}
			return items(ctx, translate.NewListTextTranslationJobsPaginator(client, in), pascal, "TextTranslationJobPropertiesList")
		}, func(job map[string]any) *evidence.Resource {
			res := &evidence.Resource{Name: text(job, "JobName"), Config: job}
			if id := text(job, "JobId"); id != "" {
				res.ID = strings.Join([]string{s.Account, s.Region, id}, "/")
			}
			return res
		})
	},
}

func init() { collectors.Register(translateCollector) }
