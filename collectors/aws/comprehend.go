package aws

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/comprehend"
	comprehendtypes "github.com/aws/aws-sdk-go-v2/service/comprehend/types"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

const (
	kindComprehendJob        = "aws_comprehend_job"
	kindComprehendFlywheel   = "aws_comprehend_flywheel"
	kindComprehendRecognizer = "aws_comprehend_recognizer"
)

// languageJobWindow is how far back the jobs of Comprehend and Translate are read, by their start: jobs that ran earlier are judged by no
// objective.
const languageJobWindow = 90 * 24 * time.Hour

var comprehendKinds = []evidence.Kind{
	{
		// Jobs of all nine types that were started in the last languageJobWindow.
		Name: kindComprehendJob, Title: "Analysis job of Amazon Comprehend", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
		ShowsUse: true, Required: []string{"config.JobArn", "config.SubmitTime", "config.JobStatus"},
		// What all types have, and what one of them alone has. Jobs that find personal data have neither VpcConfig nor VolumeKmsKeyId.
		Schema: resourceSchema(schemaWith(schemaOf[comprehendtypes.EntitiesDetectionJobProperties](pascal), members{
			"DocumentClassifierArn": schemaText(), "NumberOfTopics": schemaInteger(), "Mode": schemaText(),
			"RedactionConfig": schemaOf[comprehendtypes.RedactionConfig](pascal), "TargetEventTypes": schemaList(schemaText()),
		}), nil, members{
			"type": schemaText(), // as in the operation's name: "EntitiesDetection", "DocumentClassification", …
		}),
	},
	{
		Name: kindComprehendFlywheel, Title: "Flywheel of Amazon Comprehend", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
		Inventory: true, Required: []string{"config.FlywheelArn", "config.CreationTime", "config.DataAccessRoleArn"},
		Schema: resourceSchema(schemaOf[comprehendtypes.FlywheelProperties](pascal), nil, nil),
	},
	{
		Name: kindComprehendRecognizer, Title: "Custom entity recognizer of Amazon Comprehend", Provider: providerName, Deployment: evidence.PaaS,
		Level: evidence.Region, Inventory: true, Required: []string{"config.EntityRecognizerArn", "config.SubmitTime"},
		Schema: resourceSchema(schemaOf[comprehendtypes.EntityRecognizerProperties](pascal), nil, nil),
	},
}

var comprehendCollector = &collectors.Collector{
	Name: "aws/comprehend", Provider: providerName, Level: evidence.Region, Kinds: comprehendKinds,
	Operations: comprehendOperations(),
	Collect: func(ctx context.Context, session any, rec *collectors.Recorder) {
		s := session.(*Session)
		c := &comprehendReader{reader{rec, pascal}, s, comprehend.NewFromConfig(s.Config)}
		each(ctx, []func(context.Context){c.jobs, c.flywheels, c.recognizers}, func(ctx context.Context, read func(context.Context)) { read(ctx) })
	},
}

func comprehendOperations() []collectors.Operation {
	operations := []collectors.Operation{
		{Name: "comprehend:ListFlywheels", Form: evidence.List, Kinds: []string{kindComprehendFlywheel}},
		{Name: "comprehend:DescribeFlywheel", Form: evidence.Detail, Kinds: []string{kindComprehendFlywheel}},
		{Name: "comprehend:ListEntityRecognizers", Form: evidence.List, Kinds: []string{kindComprehendRecognizer}},
		{Name: "comprehend:ListTagsForResource", Form: evidence.Detail, Kinds: []string{kindComprehendFlywheel, kindComprehendRecognizer}},
	}
	for _, j := range comprehendJobs {
		operations = append(operations, collectors.Operation{Name: j.operation(), Form: evidence.List, Kinds: []string{kindComprehendJob}})
	}
	return operations
}

func init() { collectors.Register(comprehendCollector) }

type comprehendReader struct {
	reader
	s      *Session
	client *comprehend.Client
}

// comprehendJobType is one of the types of jobs, each with a list of its own in which everything about the job stands.
type comprehendJobType struct {
	name string
	list func(ctx context.Context, c *comprehend.Client, since *time.Time) ([]map[string]any, error)
}

func (j comprehendJobType) operation() string { return "comprehend:List" + j.name + "Jobs" }

var comprehendJobs = []comprehendJobType{
	{"DocumentClassification", func(ctx context.Context, c *comprehend.Client, since *time.Time) ([]map[string]any, error) {
		in := &comprehend.ListDocumentClassificationJobsInput{Filter: &comprehendtypes.DocumentClassificationJobFilter{SubmitTimeAfter: since}}
		return items(ctx, comprehend.NewListDocumentClassificationJobsPaginator(c, in), pascal, "DocumentClassificationJobPropertiesList")
	}},
	{"DominantLanguageDetection", func(ctx context.Context, c *comprehend.Client, since *time.Time) ([]map[string]any, error) {
		in := &comprehend.ListDominantLanguageDetectionJobsInput{Filter: &comprehendtypes.DominantLanguageDetectionJobFilter{SubmitTimeAfter: since}}
		return items(ctx, comprehend.NewListDominantLanguageDetectionJobsPaginator(c, in), pascal, "DominantLanguageDetectionJobPropertiesList")
	}},
	{"EntitiesDetection", func(ctx context.Context, c *comprehend.Client, since *time.Time) ([]map[string]any, error) {
		in := &comprehend.ListEntitiesDetectionJobsInput{Filter: &comprehendtypes.EntitiesDetectionJobFilter{SubmitTimeAfter: since}}
		return items(ctx, comprehend.NewListEntitiesDetectionJobsPaginator(c, in), pascal, "EntitiesDetectionJobPropertiesList")
	}},
	{"EventsDetection", func(ctx context.Context, c *comprehend.Client, since *time.Time) ([]map[string]any, error) {
		in := &comprehend.ListEventsDetectionJobsInput{Filter: &comprehendtypes.EventsDetectionJobFilter{SubmitTimeAfter: since}}
		return items(ctx, comprehend.NewListEventsDetectionJobsPaginator(c, in), pascal, "EventsDetectionJobPropertiesList")
	}},
	{"KeyPhrasesDetection", func(ctx context.Context, c *comprehend.Client, since *time.Time) ([]map[string]any, error) {
		in := &comprehend.ListKeyPhrasesDetectionJobsInput{Filter: &comprehendtypes.KeyPhrasesDetectionJobFilter{SubmitTimeAfter: since}}
		return items(ctx, comprehend.NewListKeyPhrasesDetectionJobsPaginator(c, in), pascal, "KeyPhrasesDetectionJobPropertiesList")
	}},
	{"PiiEntitiesDetection", func(ctx context.Context, c *comprehend.Client, since *time.Time) ([]map[string]any, error) {
		in := &comprehend.ListPiiEntitiesDetectionJobsInput{Filter: &comprehendtypes.PiiEntitiesDetectionJobFilter{SubmitTimeAfter: since}}
		return items(ctx, comprehend.NewListPiiEntitiesDetectionJobsPaginator(c, in), pascal, "PiiEntitiesDetectionJobPropertiesList")
	}},
	{"SentimentDetection", func(ctx context.Context, c *comprehend.Client, since *time.Time) ([]map[string]any, error) {
		in := &comprehend.ListSentimentDetectionJobsInput{Filter: &comprehendtypes.SentimentDetectionJobFilter{SubmitTimeAfter: since}}
		return items(ctx, comprehend.NewListSentimentDetectionJobsPaginator(c, in), pascal, "SentimentDetectionJobPropertiesList")
	}},
	{"TargetedSentimentDetection", func(ctx context.Context, c *comprehend.Client, since *time.Time) ([]map[string]any, error) {
		in := &comprehend.ListTargetedSentimentDetectionJobsInput{Filter: &comprehendtypes.TargetedSentimentDetectionJobFilter{SubmitTimeAfter: since}}
		return items(ctx, comprehend.NewListTargetedSentimentDetectionJobsPaginator(c, in), pascal, "TargetedSentimentDetectionJobPropertiesList")
	}},
	{"TopicsDetection", func(ctx context.Context, c *comprehend.Client, since *time.Time) ([]map[string]any, error) {
		in := &comprehend.ListTopicsDetectionJobsInput{Filter: &comprehendtypes.TopicsDetectionJobFilter{SubmitTimeAfter: since}}
		return items(ctx, comprehend.NewListTopicsDetectionJobsPaginator(c, in), pascal, "TopicsDetectionJobPropertiesList")
	}},
}

func (c *comprehendReader) jobs(ctx context.Context) {
	each(ctx, comprehendJobs, func(ctx context.Context, j comprehendJobType) {
		c.list(ctx, j.operation(), kindComprehendJob, func(ctx context.Context) ([]map[string]any, error) {
			return j.list(ctx, c.client, aws.Time(c.s.Now.Add(-languageJobWindow)))
		}, func(job map[string]any) *evidence.Resource {
			return &evidence.Resource{ID: text(job, "JobArn"), Name: text(job, "JobName"), Config: job, Derived: map[string]any{"type": j.name}}
		})
	})
}

func (c *comprehendReader) flywheels(ctx context.Context) {
	found := c.list(ctx, "comprehend:ListFlywheels", kindComprehendFlywheel, func(ctx context.Context) ([]map[string]any, error) {
		return items(ctx, comprehend.NewListFlywheelsPaginator(c.client, &comprehend.ListFlywheelsInput{}), pascal, "FlywheelSummaryList")
	}, func(f map[string]any) *evidence.Resource {
		return &evidence.Resource{ID: text(f, "FlywheelArn"), Config: partial[comprehendtypes.FlywheelProperties](f, pascal, nil)}
	})
	each(ctx, found, func(ctx context.Context, res *evidence.Resource) {
		c.main(ctx, "comprehend:DescribeFlywheel", res, func(ctx context.Context) (map[string]any, error) {
			out, err := get(ctx, c.client.DescribeFlywheel, &comprehend.DescribeFlywheelInput{FlywheelArn: &res.ID}, pascal)
			return inside(out, err, "FlywheelProperties")
		})
		c.tagged(ctx, res)
	})
}

func (c *comprehendReader) recognizers(ctx context.Context) {
	found := c.list(ctx, "comprehend:ListEntityRecognizers", kindComprehendRecognizer, func(ctx context.Context) ([]map[string]any, error) {
		return items(ctx, comprehend.NewListEntityRecognizersPaginator(c.client, &comprehend.ListEntityRecognizersInput{}), pascal, "EntityRecognizerPropertiesList")
	}, func(r map[string]any) *evidence.Resource {
		return &evidence.Resource{ID: text(r, "EntityRecognizerArn"), Config: r}
	})
	each(ctx, found, c.tagged)
}

func (c *comprehendReader) tagged(ctx context.Context, res *evidence.Resource) {
	c.tags(ctx, "comprehend:ListTagsForResource", res, func(ctx context.Context) (map[string]string, error) {
		out, err := get(ctx, c.client.ListTagsForResource, &comprehend.ListTagsForResourceInput{ResourceArn: &res.ID}, pascal)
		return pairs(objects(out, "Tags"), "Key", "Value"), err
	})
}
