package aws

import (
	"context"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/scheduler"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

const kindSchedule = "aws_eventbridge_schedule"

var schedulerKinds = []evidence.Kind{{
	// Schedules that start an ingestion of Amazon Bedrock, a function or a state machine; those of other targets cannot feed a knowledge base.
	Name: kindSchedule, Title: "EventBridge schedule that may feed AI", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
	Required: []string{"config.Arn", "config.State", "config.Target.Arn"},
	// What a target is given may hold anything; what is judged of it is worked out below derived.
	Redact: []string{"config.Target.Input", "config.Target.EventBridgeParameters", "config.Target.SageMakerPipelineParameters"},
	Schema: resourceSchema(schemaOf[scheduler.GetScheduleOutput](pascal), nil, members{
		"knowledge_base_id": schemaText(), // those of the ingestion that is started; absent for other targets
		"data_source_id":    schemaText(),
	}),
}}

var schedulerCollector = &collectors.Collector{
	Name: "aws/scheduler", Provider: providerName, Level: evidence.Region, Kinds: schedulerKinds,
	Operations: []collectors.Operation{
		{Name: "scheduler:ListSchedules", Form: evidence.List, Kinds: []string{kindSchedule}},
		{Name: "scheduler:GetSchedule", Form: evidence.Detail, Kinds: []string{kindSchedule}},
	},
	Collect: collectSchedules,
}

func init() { collectors.Register(schedulerCollector) }

// ingestionTarget ends the ARN of the target by which EventBridge Scheduler calls StartIngestionJob ("Using universal targets", EventBridge
// Scheduler user guide: arn:aws:scheduler:::aws-sdk:<service>:<operation>).
const ingestionTarget = ":aws-sdk:bedrockagent:startIngestionJob"

func collectSchedules(ctx context.Context, session any, rec *collectors.Recorder) {
	s := session.(*Session)
	client := scheduler.NewFromConfig(s.Config)
	read := reader{rec, pascal}
	found := read.list(ctx, "scheduler:ListSchedules", kindSchedule, func(ctx context.Context) ([]map[string]any, error) {
		all, err := items(ctx, scheduler.NewListSchedulesPaginator(client, &scheduler.ListSchedulesInput{}), pascal, "Schedules")
		feeding := []map[string]any{}
		for _, schedule := range all {
			if mayFeed(text(object(schedule, "Target"), "Arn")) {
				feeding = append(feeding, schedule)
			}
		}
		return feeding, err
	}, func(schedule map[string]any) *evidence.Resource {
		return &evidence.Resource{ID: text(schedule, "Arn"), Name: text(schedule, "Name"),
			Config: partial[scheduler.GetScheduleOutput](schedule, pascal, nil), Derived: map[string]any{}}
	})
	each(ctx, found, func(ctx context.Context, res *evidence.Resource) {
		group := text(res.Config, "GroupName")
		read.main(ctx, "scheduler:GetSchedule", res, func(ctx context.Context) (map[string]any, error) {
			return get(ctx, client.GetSchedule, &scheduler.GetScheduleInput{Name: &res.Name, GroupName: &group}, pascal)
		})
		target := object(res.Config, "Target")
		if strings.HasSuffix(text(target, "Arn"), ingestionTarget) {
			noteIngestion(res.Derived, text(target, "Input"))
		}
	})
}

func mayFeed(target string) bool {
	return strings.HasSuffix(target, ingestionTarget) || strings.Contains(target, ":lambda:") || strings.Contains(target, ":states:")
}

// noteIngestion reads which data source is ingested. The members of the input are those of StartIngestionJob, in whatever case.
func noteIngestion(derived map[string]any, input string) {
	value, err := decodeJSON([]byte(input))
	if err != nil {
		return // an input that is not JSON starts nothing
	}
	members, _ := value.(map[string]any)
	for name, to := range map[string]string{"knowledgeBaseId": "knowledge_base_id", "dataSourceId": "data_source_id"} {
		for _, member := range []string{name, strings.ToUpper(name[:1]) + name[1:]} {
			if id := text(members, member); id != "" {
				derived[to] = id
			}
		}
	}
}
