package aws

import (
	"cmp"
	"context"

	"github.com/aws/aws-sdk-go-v2/service/configservice"
	configtypes "github.com/aws/aws-sdk-go-v2/service/configservice/types"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

const (
	kindRecorder    = "aws_config_recorder"
	kindCompliance  = "aws_config_compliance"
	kindRemediation = "aws_config_remediation"
)

var configKinds = []evidence.Kind{
	{
		Name: kindRecorder, Title: "AWS Config recorder", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
		Required: []string{"config.name"},
		Schema: resourceSchema(schemaOf[configtypes.ConfigurationRecorder](camel),
			members{"DescribeConfigurationRecorderStatus": schemaOf[configtypes.ConfigurationRecorderStatus](camel)}, nil),
	},
	{
		// One for each rule on AI resource types.
		Name: kindCompliance, Title: "Compliance with an AWS Config rule on AI resources", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
		Required: []string{"config.ConfigRuleName"},
		Schema: resourceSchema(schemaWith(schemaOf[configtypes.ConfigRule](pascal), members{"InputParameters": schemaOpen()}), members{
			"DescribeComplianceByConfigRule": schemaOf[configtypes.ComplianceByConfigRule](pascal),
			// Results of resources that do not comply, and no others.
			"GetComplianceDetailsByConfigRule": schemaOf[configservice.GetComplianceDetailsByConfigRuleOutput](pascal),
		}, nil),
	},
	{
		Name: kindRemediation, Title: "Remediation of an AWS Config rule on AI resources", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
		Required: []string{"config.ConfigRuleName"},
		Schema:   resourceSchema(schemaOf[configtypes.RemediationConfiguration](pascal), nil, nil),
	},
}

var configCollector = &collectors.Collector{
	Name: "aws/config", Provider: providerName, Level: evidence.Region, Kinds: configKinds,
	Operations: []collectors.Operation{
		{Name: "config:DescribeConfigurationRecorders", Form: evidence.List, Kinds: []string{kindRecorder}},
		{Name: "config:DescribeConfigurationRecorderStatus", Form: evidence.Detail, Kinds: []string{kindRecorder}},
		{Name: "config:DescribeConfigRules", Form: evidence.List, Kinds: []string{kindCompliance, kindRemediation}},
		{Name: "config:DescribeComplianceByConfigRule", Form: evidence.Detail, Kinds: []string{kindCompliance}},
		{Name: "config:GetComplianceDetailsByConfigRule", Form: evidence.Detail, Kinds: []string{kindCompliance}},
		{Name: "config:DescribeRemediationConfigurations", Form: evidence.List, Kinds: []string{kindRemediation}, After: "config:DescribeConfigRules"},
	},
	Collect: func(ctx context.Context, session any, rec *collectors.Recorder) {
		s := session.(*Session)
		r := &configReader{client: configservice.NewFromConfig(s.Config), rec: rec, session: s}
		r.recorders(ctx)
		rules := r.rules(ctx)
		r.compliance(ctx, rules)
		r.remediations(ctx, rules)
	},
}

func init() { collectors.Register(configCollector) }

type configReader struct {
	client  *configservice.Client
	rec     *collectors.Recorder
	session *Session
}

func (r *configReader) recorders(ctx context.Context) {
	read := reader{r.rec, camel}
	all := read.list(ctx, "config:DescribeConfigurationRecorders", kindRecorder, func(ctx context.Context) ([]map[string]any, error) {
		out, err := get(ctx, r.client.DescribeConfigurationRecorders, &configservice.DescribeConfigurationRecordersInput{}, camel)
		return objects(out, "configurationRecorders"), err
	}, func(c map[string]any) *evidence.Resource {
		name := text(c, "name")
		return &evidence.Resource{ID: cmp.Or(text(c, "arn"), r.session.ARN("config", r.session.Region, "configuration-recorder/"+name)), Name: name, Config: c}
	})
	status := once(func(ctx context.Context) (map[string]map[string]any, error) {
		out, err := get(ctx, r.client.DescribeConfigurationRecorderStatus, &configservice.DescribeConfigurationRecorderStatusInput{}, camel)
		return by(objects(out, "configurationRecordersStatus"), "name"), err
	})
	for _, res := range all {
		read.part(ctx, "config:DescribeConfigurationRecorderStatus", "DescribeConfigurationRecorderStatus", res, func(ctx context.Context) (any, error) {
			byName, err := status(ctx)
			if err != nil {
				return nil, err
			}
			return entry(byName, res.Name)
		})
	}
}
