package aws

import (
	"context"
	"encoding/base64"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker"
	sagemakertypes "github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/aismm/aismm/internal/evidence"
)

const (
	kindCodeRepository    = "aws_sagemaker_code_repository"
	kindNotebookLifecycle = "aws_sagemaker_notebook_lifecycle"
)

// sagemakerCodeKinds are code that runs in notebooks and where it comes from.
var sagemakerCodeKinds = []evidence.Kind{
	{
		Name: kindCodeRepository, Title: "SageMaker code repository", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
		Required: []string{"config.CodeRepositoryArn", "config.CodeRepositoryName"},
		Schema:   resourceSchema(schemaOf[sagemakertypes.CodeRepositorySummary](pascal), nil, members{"secret_matches": schemaSecretMatches()}),
	},
	{
		// Scripts of notebook instances (OnCreate, OnStart) and of Studio. Their text is searched for secrets and left out.
		Name: kindNotebookLifecycle, Title: "SageMaker lifecycle script", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
		Schema: resourceSchema(schemaUnited(
			schemaOf[sagemaker.DescribeNotebookInstanceLifecycleConfigOutput](pascal), schemaOf[sagemaker.DescribeStudioLifecycleConfigOutput](pascal),
		), nil, members{"secret_matches": schemaSecretMatches()}),
	},
}

// code lists how each kind of code is read.
func (m *sagemakerReader) code() []sagemakerThing {
	return []sagemakerThing{m.codeRepositories(), m.notebookLifecycles(), m.studioLifecycles()}
}

func (m *sagemakerReader) codeRepositories() sagemakerThing {
	return sagemakerThing{
		kind: kindCodeRepository, list: "ListCodeRepositories", tagged: true,
		searched: []string{"config.GitConfig.RepositoryUrl"},
		summaries: func(ctx context.Context) ([]map[string]any, error) {
			in := &sagemaker.ListCodeRepositoriesInput{}
			return items(ctx, sagemaker.NewListCodeRepositoriesPaginator(m.client, in), pascal, "CodeRepositorySummaryList")
		},
		make: func(r map[string]any) *evidence.Resource {
			return &evidence.Resource{ID: text(r, "CodeRepositoryArn"), Name: text(r, "CodeRepositoryName"), Config: r}
		},
	}
}

func (m *sagemakerReader) notebookLifecycles() sagemakerThing {
	return sagemakerThing{
		kind: kindNotebookLifecycle, list: "ListNotebookInstanceLifecycleConfigs", describe: "DescribeNotebookInstanceLifecycleConfig",
		searched: []string{}, // config searches, and then leaves out
		summaries: func(ctx context.Context) ([]map[string]any, error) {
			in := &sagemaker.ListNotebookInstanceLifecycleConfigsInput{}
			return items(ctx, sagemaker.NewListNotebookInstanceLifecycleConfigsPaginator(m.client, in), pascal, "NotebookInstanceLifecycleConfigs")
		},
		make: named[sagemaker.DescribeNotebookInstanceLifecycleConfigOutput]("NotebookInstanceLifecycleConfigArn", "NotebookInstanceLifecycleConfigName"),
		config: func(ctx context.Context, res *evidence.Resource) (map[string]any, error) {
			in := &sagemaker.DescribeNotebookInstanceLifecycleConfigInput{NotebookInstanceLifecycleConfigName: &res.Name}
			config, err := get(ctx, m.client.DescribeNotebookInstanceLifecycleConfig, in, pascal)
			if err != nil {
				return nil, err
			}
			for _, hook := range []string{"OnCreate", "OnStart"} {
				for i, script := range objects(config, hook) {
					if err := searchScript(res, script, "Content", evidence.BelowIndex("config."+hook, i)); err != nil {
						return nil, err
					}
				}
			}
			return config, nil
		},
	}
}

func (m *sagemakerReader) studioLifecycles() sagemakerThing {
	return sagemakerThing{
		kind: kindNotebookLifecycle, list: "ListStudioLifecycleConfigs", describe: "DescribeStudioLifecycleConfig", tagged: true, searched: []string{},
		summaries: func(ctx context.Context) ([]map[string]any, error) {
			in := &sagemaker.ListStudioLifecycleConfigsInput{}
			return items(ctx, sagemaker.NewListStudioLifecycleConfigsPaginator(m.client, in), pascal, "StudioLifecycleConfigs")
		},
		make: named[sagemaker.DescribeStudioLifecycleConfigOutput]("StudioLifecycleConfigArn", "StudioLifecycleConfigName"),
		config: func(ctx context.Context, res *evidence.Resource) (map[string]any, error) {
			in := &sagemaker.DescribeStudioLifecycleConfigInput{StudioLifecycleConfigName: &res.Name}
			config, err := get(ctx, m.client.DescribeStudioLifecycleConfig, in, pascal)
			if err != nil {
				return nil, err
			}
			return config, searchScript(res, config, "StudioLifecycleConfigContent", "config")
		},
	}
}

// searchScript looks for secrets in a script, which the API gives in base64, and takes it out.
func searchScript(res *evidence.Resource, holder map[string]any, member, path string) error {
	script, err := base64.StdEncoding.DecodeString(text(holder, member))
	if err != nil {
		return fmt.Errorf("decode the script %s: %w", evidence.Below(path, member), err)
	}
	delete(holder, member)
	secretMatchesIn(res, evidence.Below(path, member), string(script))
	return nil
}

// imageVersions reads the versions of an image that can be used.
func (m *sagemakerReader) imageVersions(ctx context.Context, res *evidence.Resource) {
	var versions []int32
	listed := m.rec.Detail(ctx, "sagemaker:ListImageVersions", res, func(ctx context.Context) error {
		in := &sagemaker.ListImageVersionsInput{ImageName: &res.Name}
		return pages(ctx, sagemaker.NewListImageVersionsPaginator(m.client, in), func(page *sagemaker.ListImageVersionsOutput) {
			for _, v := range page.ImageVersions {
				if v.ImageVersionStatus == sagemakertypes.ImageVersionStatusCreated {
					versions = append(versions, aws.ToInt32(v.Version))
				}
			}
		})
	})
	if !listed {
		return
	}
	m.part(ctx, "sagemaker:DescribeImageVersion", "DescribeImageVersion", res, func(ctx context.Context) (any, error) {
		described := []any{}
		for _, v := range versions {
			version, err := get(ctx, m.client.DescribeImageVersion, &sagemaker.DescribeImageVersionInput{ImageName: &res.Name, Version: &v}, pascal)
			if err != nil {
				return nil, err
			}
			described = append(described, version)
		}
		return described, nil
	})
}
