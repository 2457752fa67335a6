package aws

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/configservice"
	configtypes "github.com/aws/aws-sdk-go-v2/service/configservice/types"

	"github.com/aismm/aismm/internal/evidence"
)

// aiNames find the AI services in the names of rules and in the identifiers of AWS's own: "sagemaker-notebook-no-direct-internet-access",
// "securityhub-bedrock-…", SAGEMAKER_ENDPOINT_CONFIGURATION_KMS_KEY_CONFIGURED.
var aiNames = regexp.MustCompile(`(?i)(sagemaker|bedrock)`)

// isAIRule reports whether a rule judges AI resources: by the types that it is limited to, or, where it has no such limit, by its
// name or what it is made from.
func isAIRule(rule map[string]any) bool {
	types, _ := object(rule, "Scope")["ComplianceResourceTypes"].([]any)
	if len(types) > 0 {
		return slices.ContainsFunc(types, func(t any) bool {
			s, _ := t.(string)
			return strings.HasPrefix(s, "AWS::SageMaker::") || strings.HasPrefix(s, "AWS::Bedrock")
		})
	}
	return aiNames.MatchString(text(rule, "ConfigRuleName")) || aiNames.MatchString(text(object(rule, "Source"), "SourceIdentifier"))
}

// rules lists the rules on AI resources.
func (r *configReader) rules(ctx context.Context) []*evidence.Resource {
	return reader{r.rec, pascal}.list(ctx, "config:DescribeConfigRules", kindCompliance, func(ctx context.Context) ([]map[string]any, error) {
		found, failed := items(ctx, configservice.NewDescribeConfigRulesPaginator(r.client, &configservice.DescribeConfigRulesInput{}), pascal, "ConfigRules")
		found = slices.DeleteFunc(found, func(rule map[string]any) bool { return !isAIRule(rule) })
		for _, rule := range found {
			if err := decodeMember(rule, "InputParameters"); err != nil {
				return found, fmt.Errorf("read rule %s: %w", text(rule, "ConfigRuleName"), err)
			}
		}
		return found, failed
	}, func(rule map[string]any) *evidence.Resource {
		return &evidence.Resource{ID: text(rule, "ConfigRuleArn"), Name: text(rule, "ConfigRuleName"), Config: rule}
	})
}

func (r *configReader) compliance(ctx context.Context, rules []*evidence.Resource) {
	read := reader{r.rec, pascal}
	each(ctx, rules, func(ctx context.Context, res *evidence.Resource) {
		read.part(ctx, "config:DescribeComplianceByConfigRule", "DescribeComplianceByConfigRule", res, func(ctx context.Context) (any, error) {
			found, err := items(ctx, configservice.NewDescribeComplianceByConfigRulePaginator(r.client,
				&configservice.DescribeComplianceByConfigRuleInput{ConfigRuleNames: []string{res.Name}}), pascal, "ComplianceByConfigRules")
			if err != nil {
				return nil, err
			}
			return entry(by(found, "ConfigRuleName"), res.Name)
		})
		read.part(ctx, "config:GetComplianceDetailsByConfigRule", "GetComplianceDetailsByConfigRule", res, func(ctx context.Context) (any, error) {
			return listed(ctx, configservice.NewGetComplianceDetailsByConfigRulePaginator(r.client, &configservice.GetComplianceDetailsByConfigRuleInput{
				ConfigRuleName: &res.Name, ComplianceTypes: []configtypes.ComplianceType{configtypes.ComplianceTypeNonCompliant}}), pascal, "EvaluationResults")
		})
	})
}

// rulesAtOnce is how many rules DescribeRemediationConfigurations takes.
const rulesAtOnce = 25

func (r *configReader) remediations(ctx context.Context, rules []*evidence.Resource) {
	for some := range slices.Chunk(rules, rulesAtOnce) {
		var names []string
		for _, rule := range some {
			names = append(names, rule.Name)
		}
		reader{r.rec, pascal}.list(ctx, "config:DescribeRemediationConfigurations", kindRemediation, func(ctx context.Context) ([]map[string]any, error) {
			out, err := get(ctx, r.client.DescribeRemediationConfigurations, &configservice.DescribeRemediationConfigurationsInput{ConfigRuleNames: names}, pascal)
			return objects(out, "RemediationConfigurations"), err
		}, func(c map[string]any) *evidence.Resource {
			rule := text(c, "ConfigRuleName")
			return &evidence.Resource{ID: cmp.Or(text(c, "Arn"), r.session.ARN("config", r.session.Region, "remediation-configuration/"+rule+"/"+text(c, "ResourceType"))),
				Name: rule, Config: c}
		})
	}
}
