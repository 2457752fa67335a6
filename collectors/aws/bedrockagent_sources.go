package aws

import (
	"context"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/bedrockagent"
	agenttypes "github.com/aws/aws-sdk-go-v2/service/bedrockagent/types"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

const (
	kindDataSource   = "aws_bedrock_data_source"
	kindIngestionJob = "aws_bedrock_ingestion_job"
)

var bedrockSourceKinds = []evidence.Kind{
	{
		Name: kindDataSource, Title: "Data source of an Amazon Bedrock knowledge base", Provider: providerName, Deployment: evidence.PaaS,
		Level: evidence.Region, Required: []string{"config.dataSourceId", "config.knowledgeBaseId", "config.dataSourceConfiguration"},
		Redact: []string{
			"config.vectorIngestionConfiguration.parsingConfiguration.bedrockFoundationModelConfiguration.parsingPrompt",
			"config.vectorIngestionConfiguration.contextEnrichmentConfiguration",
		},
		Schema: resourceSchema(schemaOf[agenttypes.DataSource](camel), nil, members{"knowledge_base_arn": schemaText()}),
	},
	{
		// The latest job of each data source that has ended, or that runs where none has. A source that was never synchronized has none.
		Name: kindIngestionJob, Title: "Latest ingestion job of a data source in Amazon Bedrock", Provider: providerName, Deployment: evidence.PaaS,
		Level: evidence.Region, Required: []string{"config.ingestionJobId", "config.startedAt", "config.status"},
		Schema: resourceSchema(schemaOf[agenttypes.IngestionJobSummary](camel), nil, members{
			"data_source_id": schemaText(), // the id of the resource of kind aws_bedrock_data_source
		}),
	},
}

var bedrockSourceOperations = []collectors.Operation{
	bedrockAgentOperation("ListDataSources", evidence.List, "bedrock-agent:ListKnowledgeBases", kindDataSource),
	bedrockAgentOperation("GetDataSource", evidence.Detail, "", kindDataSource),
	bedrockAgentOperation("ListIngestionJobs", evidence.List, "bedrock-agent:ListDataSources", kindIngestionJob),
}

func (a *agentReader) dataSources(ctx context.Context, base *evidence.Resource, id string) {
	found := a.list(ctx, "bedrock-agent:ListDataSources", kindDataSource, func(ctx context.Context) ([]map[string]any, error) {
		in := &bedrockagent.ListDataSourcesInput{KnowledgeBaseId: &id}
		return items(ctx, bedrockagent.NewListDataSourcesPaginator(a.client, in), camel, "dataSourceSummaries")
	}, func(d map[string]any) *evidence.Resource {
		res := &evidence.Resource{Name: text(d, "name"), Config: partial[agenttypes.DataSource](d, camel, nil),
			Derived: map[string]any{"knowledge_base_arn": base.ID}}
		if source := text(d, "dataSourceId"); source != "" {
			res.ID = base.ID + "/data-source/" + source // data sources have no ARN
		}
		return res
	})
	for _, res := range found {
		source := text(res.Config, "dataSourceId")
		a.main(ctx, "bedrock-agent:GetDataSource", res, func(ctx context.Context) (map[string]any, error) {
			in := &bedrockagent.GetDataSourceInput{KnowledgeBaseId: &id, DataSourceId: &source}
			out, err := get(ctx, a.client.GetDataSource, in, camel)
			return inside(out, err, "dataSource")
		})
		a.latestIngestion(ctx, res, id, source)
	}
}

// ingestionsAsked is how many of the newest jobs are asked for: more than can run at a time, so that one that has ended is among them.
const ingestionsAsked = 10

// latestIngestion reads the newest job that has ended, or that runs where none has: a scan that meets a job half way learns nothing of its
// result.
func (a *agentReader) latestIngestion(ctx context.Context, source *evidence.Resource, base, id string) {
	a.list(ctx, "bedrock-agent:ListIngestionJobs", kindIngestionJob, func(ctx context.Context) ([]map[string]any, error) {
		in := &bedrockagent.ListIngestionJobsInput{KnowledgeBaseId: &base, DataSourceId: &id, MaxResults: aws.Int32(ingestionsAsked),
			SortBy: &agenttypes.IngestionJobSortBy{Attribute: agenttypes.IngestionJobSortByAttributeStartedAt, Order: agenttypes.SortOrderDescending}}
		out, err := get(ctx, a.client.ListIngestionJobs, in, camel)
		jobs := objects(out, "ingestionJobSummaries")
		latest := max(0, slices.IndexFunc(jobs, hasEnded))
		return jobs[min(latest, len(jobs)):min(latest+1, len(jobs))], err
	}, func(j map[string]any) *evidence.Resource {
		res := &evidence.Resource{Config: j, Derived: map[string]any{"data_source_id": source.ID}}
		if job := text(j, "ingestionJobId"); job != "" {
			res.ID = source.ID + "/ingestion-job/" + job // ingestion jobs have no ARN
		}
		return res
	})
}

func hasEnded(job map[string]any) bool {
	switch agenttypes.IngestionJobStatus(text(job, "status")) {
	case agenttypes.IngestionJobStatusStarting, agenttypes.IngestionJobStatusInProgress, agenttypes.IngestionJobStatusStopping:
		return false
	}
	return true
}
