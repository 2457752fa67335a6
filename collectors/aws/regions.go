package aws

import (
	"fmt"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
)

// regionsWithAI are the regions in which Bedrock or SageMaker exists, by partition: from the SDK's tables of endpoints
// (bedrock v1.63.0, sagemaker v1.287.1).
var regionsWithAI = map[string][]string{
	"aws": {"af-south-1", "ap-east-1", "ap-east-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-south-2",
		"ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ap-southeast-6", "ap-southeast-7",
		"ca-central-1", "ca-west-1", "eu-central-1", "eu-central-2", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1",
		"eu-west-2", "eu-west-3", "il-central-1", "me-central-1", "me-south-1", "mx-central-1", "sa-east-1", "us-east-1",
		"us-east-2", "us-west-1", "us-west-2"},
	"aws-cn":     {"cn-north-1", "cn-northwest-1"},
	"aws-us-gov": {"us-gov-east-1", "us-gov-west-1"},
	"aws-eusc":   {"eusc-de-east-1"},
	"aws-iso":    {"us-iso-east-1"},
	"aws-iso-b":  {"us-isob-east-1"},
	"aws-iso-e":  {"eu-isoe-west-1"},
	"aws-iso-f":  {"us-isof-east-1", "us-isof-south-1"},
}

// optInRegions are disabled in an account until somebody enables them ("Enable or disable AWS Regions in your account", AWS
// Account Management reference guide). There, no token of the account is valid.
var optInRegions = []string{"af-south-1", "ap-east-1", "ap-east-2", "ap-south-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5",
	"ap-southeast-6", "ap-southeast-7", "ca-west-1", "eu-central-2", "eu-south-1", "eu-south-2", "il-central-1", "me-central-1",
	"me-south-1", "mx-central-1"}

// mainRegions is where a partition's account-wide services are called unless the settings say otherwise.
var mainRegions = map[string]string{"aws": "us-east-1", "aws-cn": "cn-north-1", "aws-us-gov": "us-gov-west-1", "aws-eusc": "eusc-de-east-1",
	"aws-iso": "us-iso-east-1", "aws-iso-b": "us-isob-east-1", "aws-iso-e": "eu-isoe-west-1", "aws-iso-f": "us-isof-south-1"}

// serviceRegions lists where a service exists, by the first label of its endpoints, for services that are not in all of
// regionsWithAI. A host name that does not exist proves absence only outside this list.
var serviceRegions = map[string][]string{
	// SDK table of bedrock v1.63.0: all but Hong Kong, and neither China.
	"bedrock": slices.DeleteFunc(allRegions(), func(r string) bool {
		return r == "ap-east-1" || strings.HasPrefix(r, "cn-") || r == "eu-isoe-west-1"
	}),
	// Bedrock user guide, "Supported Regions for Amazon Bedrock Agents"; knowledge bases and prompts share the endpoint.
	"bedrock-agent": slices.DeleteFunc(allRegions(), func(r string) bool {
		return r == "ap-east-1" || strings.HasPrefix(r, "cn-") || r == "eu-isoe-west-1"
	}),
	// "Supported AWS Regions", AgentCore developer guide, read in November 2026: every region with at least one of its parts. The table of
	// endpoints in the general reference lags behind.
	"bedrock-agentcore-control": {"ap-northeast-1", "ap-northeast-2", "ap-south-1", "ap-south-2", "ap-southeast-1", "ap-southeast-2", "ap-southeast-5",
		"ap-southeast-7", "ca-central-1", "eu-central-1", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-2", "eu-west-3",
		"sa-east-1", "us-east-1", "us-east-2", "us-gov-west-1", "us-west-1", "us-west-2"},
	// SDK tables of costexplorer and budgets: one endpoint for a partition, and none in GovCloud, whose costs are those of the account that
	// it is paired with.
	"ce":      {"cn-northwest-1", "eusc-de-east-1", "us-east-1", "us-iso-east-1", "us-isob-east-1", "us-isof-south-1"},
	"budgets": {"cn-northwest-1", "eu-isoe-west-1", "eusc-de-east-1", "us-east-1", "us-iso-east-1", "us-isob-east-1", "us-isof-south-1"},
	// SDK tables of comprehend v1.41.2, translate v1.28.17, lexmodelsv2 v1.62.0, kendra v1.60.25, opensearchserverless v1.31.1 and macie2 v1.51.4.
	"comprehend": {"ap-northeast-1", "ap-northeast-2", "ap-south-1", "ap-southeast-1", "ap-southeast-2", "ca-central-1", "eu-central-1", "eu-west-1",
		"eu-west-2", "us-east-1", "us-east-2", "us-gov-west-1", "us-iso-east-1", "us-isof-east-1", "us-isof-south-1", "us-west-2"},
	"translate": {"ap-east-1", "ap-northeast-1", "ap-northeast-2", "ap-south-1", "ap-southeast-1", "ap-southeast-2", "ca-central-1", "eu-central-1",
		"eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3", "us-east-1", "us-east-2", "us-gov-west-1", "us-iso-east-1", "us-isof-east-1",
		"us-isof-south-1", "us-west-1", "us-west-2"},
	"models-v2-lex": {"af-south-1", "ap-northeast-1", "ap-northeast-2", "ap-southeast-1", "ap-southeast-2", "ca-central-1", "eu-central-1", "eu-west-1",
		"eu-west-2", "us-east-1", "us-gov-west-1", "us-west-2"},
	"kendra": {"ap-northeast-1", "ap-south-1", "ap-southeast-1", "ap-southeast-2", "ca-central-1", "eu-west-1", "eu-west-2", "us-east-1", "us-east-2",
		"us-gov-west-1", "us-west-2"},
	"aoss": {"ap-east-1", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-south-2", "ap-southeast-1", "ap-southeast-2",
		"ca-central-1", "eu-central-1", "eu-central-2", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1",
		"us-east-1", "us-east-2", "us-gov-east-1", "us-gov-west-1", "us-west-1", "us-west-2"},
	"macie2": {"af-south-1", "ap-east-1", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2",
		"ca-central-1", "eu-central-1", "eu-north-1", "eu-south-1", "eu-west-1", "eu-west-2", "eu-west-3", "il-central-1", "me-south-1", "sa-east-1",
		"us-east-1", "us-east-2", "us-west-1", "us-west-2"},
	// "Amazon Q Business endpoints and quotas", AWS General Reference; the SDK's table lists a name for every region.
	"qbusiness": {"ap-southeast-2", "eu-west-1", "us-east-1", "us-west-2"},
	// SDK table of inspector2 v1.48.2.
	"inspector2": slices.DeleteFunc(allRegions(), func(r string) bool {
		return r == "ap-southeast-6" || strings.HasPrefix(r, "us-iso") || strings.HasPrefix(r, "eu-iso") || strings.HasPrefix(r, "eusc-")
	}),
	// SDK table of networkfirewall v1.61.2.
	"network-firewall": slices.DeleteFunc(allRegions(), func(r string) bool { return strings.HasPrefix(r, "eu-isoe-") || strings.HasPrefix(r, "us-isof-") }),
	// SDK table of ssmincidents v1.40.1.
	"ssm-incidents": {"ap-northeast-1", "ap-northeast-2", "ap-south-1", "ap-southeast-1", "ap-southeast-2", "ca-central-1", "eu-central-1", "eu-north-1",
		"eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1", "us-east-1", "us-east-2", "us-west-1", "us-west-2"},
}

func allRegions() []string {
	var all []string
	for _, list := range regionsWithAI {
		all = append(all, list...)
	}
	slices.Sort(all)
	return all
}

// chooseRegions resolves the regions asked for against those of the partition. A name that does not exist is an error with the
// nearest name that does.
func chooseRegions(partition string, asked []string) ([]string, error) {
	known := regionsWithAI[partition]
	var chosen []string
	for _, r := range asked {
		switch r = strings.ToLower(strings.TrimSpace(r)); {
		case r == "" || r == "all":
			chosen = append(chosen, known...)
		case slices.Contains(known, r):
			chosen = append(chosen, r)
		default:
			return nil, unknownRegion(partition, r, known)
		}
	}
	if len(asked) == 0 {
		chosen = append(chosen, known...)
	}
	slices.Sort(chosen)
	return slices.Compact(chosen), nil
}

func unknownRegion(partition, region string, known []string) error {
	if slices.Contains(allRegions(), region) {
		return fmt.Errorf("choose regions: %s is not in partition %s, to which the credentials belong", region, partition)
	}
	nearest, best := "", 1<<30
	for _, k := range known {
		if d := levenshtein.ComputeDistance(region, k); d < best {
			nearest, best = k, d
		}
	}
	if nearest == "" {
		return fmt.Errorf("choose regions: no regions are known in partition %s; name a main_region", partition)
	}
	return fmt.Errorf("choose regions: there is no region %q with AI services; did you mean %q?", region, nearest)
}
