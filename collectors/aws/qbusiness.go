package aws

import (
	"context"
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/qbusiness"
	qtypes "github.com/aws/aws-sdk-go-v2/service/qbusiness/types"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

const kindQBusinessApplication = "aws_qbusiness_application"

var qbusinessKinds = []evidence.Kind{{
	Name: kindQBusinessApplication, Title: "Amazon Q Business application", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
	Inventory: true, Required: []string{"config.applicationArn", "config.createdAt", "config.status"},
	Redact: []string{"parts.GetChatControlsConfiguration.topicConfigurations.exampleChatMessages"},
	// A data source's configuration is a document in the form of its connector, with hosts, paths and users; derived.data_sources holds what
	// is judged of it, and the document itself is not kept.
	Schema: resourceSchema(schemaOf[qbusiness.GetApplicationOutput](camel), members{
		"GetChatControlsConfiguration": schemaOf[qbusiness.GetChatControlsConfigurationOutput](camel),
		"ListIndices":                  schemaList(schemaOf[qtypes.Index](camel)),
		"ListDataSources":              schemaList(schemaWith(schemaOf[qtypes.DataSource](camel), members{"indexId": schemaText()})),
	}, members{
		"data_sources": schemaList(schemaObject(members{
			"data_source_id": schemaText(),
			"index_id":       schemaText(),
			"name":           schemaText(),
			"type":           schemaText(),
			"status":         schemaText(),
			"acl_crawled":    schemaBool(), // whether the connector's configuration has the access lists of documents read
		})),
	}),
}}

var qbusinessCollector = &collectors.Collector{
	Name: "aws/qbusiness", Provider: providerName, Level: evidence.Region, Kinds: qbusinessKinds,
	Operations: []collectors.Operation{
		{Name: "qbusiness:ListApplications", Form: evidence.List, Kinds: []string{kindQBusinessApplication}},
		{Name: "qbusiness:GetApplication", Form: evidence.Detail, Kinds: []string{kindQBusinessApplication}},
		{Name: "qbusiness:GetChatControlsConfiguration", Form: evidence.Detail, Kinds: []string{kindQBusinessApplication}},
		{Name: "qbusiness:ListIndices", Form: evidence.Detail, Kinds: []string{kindQBusinessApplication}},
		{Name: "qbusiness:ListDataSources", Form: evidence.Detail, Kinds: []string{kindQBusinessApplication}, After: "qbusiness:ListIndices"},
		{Name: "qbusiness:GetDataSource", Form: evidence.Detail, Kinds: []string{kindQBusinessApplication}, After: "qbusiness:ListDataSources"},
		{Name: "qbusiness:ListTagsForResource", Form: evidence.Detail, Kinds: []string{kindQBusinessApplication}},
	},
	Collect: collectQBusiness,
}

func init() { collectors.Register(qbusinessCollector) }

type qbusinessReader struct {
	reader
	client *qbusiness.Client
}

func collectQBusiness(ctx context.Context, session any, rec *collectors.Recorder) {
	s := session.(*Session)
	q := &qbusinessReader{reader{rec, camel}, qbusiness.NewFromConfig(s.Config)}
	found := q.list(ctx, "qbusiness:ListApplications", kindQBusinessApplication, func(ctx context.Context) ([]map[string]any, error) {
		return items(ctx, qbusiness.NewListApplicationsPaginator(q.client, &qbusiness.ListApplicationsInput{}), camel, "applications")
	}, func(a map[string]any) *evidence.Resource {
		return &evidence.Resource{ID: s.here("qbusiness", "application/", text(a, "applicationId")), Name: text(a, "displayName"),
			Config: partial[qbusiness.GetApplicationOutput](a, camel, nil), Parts: map[string]any{}, Derived: map[string]any{}}
	})
	each(ctx, found, q.application)
}

func (q *qbusinessReader) application(ctx context.Context, res *evidence.Resource) {
	id := text(res.Config, "applicationId")
	q.main(ctx, "qbusiness:GetApplication", res, func(ctx context.Context) (map[string]any, error) {
		return get(ctx, q.client.GetApplication, &qbusiness.GetApplicationInput{ApplicationId: &id}, camel)
	})
	q.part(ctx, "qbusiness:GetChatControlsConfiguration", "GetChatControlsConfiguration", res, func(ctx context.Context) (any, error) {
		return q.chatControls(ctx, id)
	})
	q.dataSources(ctx, res, id)
	q.tags(ctx, "qbusiness:ListTagsForResource", res, func(ctx context.Context) (map[string]string, error) {
		out, err := get(ctx, q.client.ListTagsForResource, &qbusiness.ListTagsForResourceInput{ResourceARN: &res.ID}, camel)
		return pairs(objects(out, "tags"), "key", "value"), err
	})
}

// chatControls is one reply, of which only the topics come in pages.
func (q *qbusinessReader) chatControls(ctx context.Context, id string) (map[string]any, error) {
	var whole map[string]any
	topics := []any{}
	in := &qbusiness.GetChatControlsConfigurationInput{ApplicationId: &id}
	err := pages(ctx, qbusiness.NewGetChatControlsConfigurationPaginator(q.client, in), func(page *qbusiness.GetChatControlsConfigurationOutput) {
		whole = reply(page, camel)
		topics = append(topics, listOf(objects(whole, "topicConfigurations"))...)
		whole["topicConfigurations"] = topics
	})
	return whole, err
}

func (q *qbusinessReader) dataSources(ctx context.Context, res *evidence.Resource, id string) {
	var indices []map[string]any
	if !q.part(ctx, "qbusiness:ListIndices", "ListIndices", res, func(ctx context.Context) (any, error) {
		var err error
		indices, err = items(ctx, qbusiness.NewListIndicesPaginator(q.client, &qbusiness.ListIndicesInput{ApplicationId: &id}), camel, "indices")
		return listOf(indices), err
	}) {
		return
	}
	sources := []map[string]any{}
	for _, index := range indices {
		of := text(index, "indexId")
		q.rec.Detail(ctx, "qbusiness:ListDataSources", res, func(ctx context.Context) error {
			in := &qbusiness.ListDataSourcesInput{ApplicationId: &id, IndexId: &of}
			found, err := items(ctx, qbusiness.NewListDataSourcesPaginator(q.client, in), camel, "dataSources")
			for _, source := range found {
				source["indexId"] = of
			}
			sources = append(sources, found...)
			return err
		})
	}
	res.Parts["ListDataSources"] = listOf(sources)
	crawled := []any{}
	for _, source := range sources {
		index, of := text(source, "indexId"), text(source, "dataSourceId")
		q.rec.Detail(ctx, "qbusiness:GetDataSource", res, func(ctx context.Context) error {
			out, err := get(ctx, q.client.GetDataSource, &qbusiness.GetDataSourceInput{ApplicationId: &id, IndexId: &index, DataSourceId: &of}, camel)
			if err == nil {
				crawled = append(crawled, map[string]any{"data_source_id": of, "index_id": index, "name": text(out, "displayName"),
					"type": text(out, "type"), "status": text(out, "status"), "acl_crawled": crawlsAccessLists(object(out, "configuration"))})
			}
			return err
		})
	}
	res.Derived["data_sources"] = crawled
}

// crawlsAccessLists reports whether a connector's configuration has access lists read with the documents. Connectors call the switch
// isCrawlAcl or crawlAcl, below additionalProperties or accessControlConfiguration, as a boolean or as text; the connectors for S3 name a
// file of access lists instead ("Connector configuration properties" of each connector, Amazon Q Business user guide).
func crawlsAccessLists(configuration map[string]any) bool {
	for _, group := range []string{"additionalProperties", "accessControlConfiguration"} {
		options := object(configuration, group)
		if text(options, "aclConfigurationFilePath") != "" {
			return true
		}
		for _, name := range []string{"isCrawlAcl", "crawlAcl"} {
			if slices.Contains([]any{true, "true"}, options[name]) {
				return true
			}
		}
	}
	return false
}
