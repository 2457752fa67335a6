package aws

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/aws/aws-sdk-go-v2/service/networkfirewall"
	firewalltypes "github.com/aws/aws-sdk-go-v2/service/networkfirewall/types"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

const kindFirewallPolicy = "aws_network_firewall_policy"

var networkFirewallKinds = []evidence.Kind{{
	// Policies that a firewall of the region has.
	Name: kindFirewallPolicy, Title: "Policy of AWS Network Firewall", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
	Required: []string{"config.FirewallPolicyResponse.FirewallPolicyArn", "config.FirewallPolicy", "derived.vpc_ids"},
	Schema: resourceSchema(schemaOf[networkfirewall.DescribeFirewallPolicyOutput](pascal), members{
		"DescribeFirewall":  schemaList(schemaOf[firewalltypes.Firewall](pascal)),                  // the firewalls that have it
		"DescribeRuleGroup": schemaList(schemaOf[networkfirewall.DescribeRuleGroupOutput](pascal)), // its stateful rule groups
	}, members{
		"vpc_ids": schemaList(schemaText()), // the VPCs of those firewalls, sorted; a firewall of a transit gateway has none
	}),
}}

var networkFirewallCollector = &collectors.Collector{
	Name: "aws/network-firewall", Provider: providerName, Level: evidence.Region, Kinds: networkFirewallKinds,
	Operations: []collectors.Operation{
		{Name: "network-firewall:ListFirewalls", Form: evidence.List, Kinds: []string{kindFirewallPolicy}},
		// Says which policy a firewall has, and in which VPC it is.
		{Name: "network-firewall:DescribeFirewall", Form: evidence.List, Kinds: []string{kindFirewallPolicy}, After: "network-firewall:ListFirewalls"},
		{Name: "network-firewall:DescribeFirewallPolicy", Form: evidence.Detail, Kinds: []string{kindFirewallPolicy}},
		{Name: "network-firewall:DescribeRuleGroup", Form: evidence.Detail, Kinds: []string{kindFirewallPolicy}, After: "network-firewall:DescribeFirewallPolicy"},
	},
	Collect: func(ctx context.Context, session any, rec *collectors.Recorder) {
		s := session.(*Session)
		n := &firewallReader{reader: reader{rec, pascal}, client: networkfirewall.NewFromConfig(s.Config), policies: map[string]*evidence.Resource{}}
		n.firewalls(ctx)
	},
}

func init() { collectors.Register(networkFirewallCollector) }

type firewallReader struct {
	reader
	client *networkfirewall.Client

	mu       sync.Mutex
	policies map[string]*evidence.Resource // by ARN
}

func (n *firewallReader) firewalls(ctx context.Context) {
	var arns []string
	n.rec.List(ctx, "network-firewall:ListFirewalls", func(ctx context.Context) (int, error) {
		pager := networkfirewall.NewListFirewallsPaginator(n.client, &networkfirewall.ListFirewallsInput{})
		found, err := items(ctx, pager, pascal, "Firewalls")
		for _, f := range found {
			arns = append(arns, text(f, "FirewallArn"))
		}
		return len(found), err
	})
	each(ctx, arns, n.firewall)
	policies := make([]*evidence.Resource, 0, len(n.policies))
	for _, policy := range n.policies {
		tidyFirewalls(policy)
		policies = append(policies, policy)
	}
	slices.SortFunc(policies, func(a, b *evidence.Resource) int { return strings.Compare(a.ID, b.ID) })
	each(ctx, policies, n.policy)
}

// firewall reads one firewall, and notes its policy.
func (n *firewallReader) firewall(ctx context.Context, arn string) {
	n.rec.List(ctx, "network-firewall:DescribeFirewall", func(ctx context.Context) (int, error) {
		out, err := get(ctx, n.client.DescribeFirewall, &networkfirewall.DescribeFirewallInput{FirewallArn: &arn}, pascal)
		if hasCode(err, "ResourceNotFoundException") {
			return 0, nil // gone since it was listed
		}
		firewall, err := inside(out, err, "Firewall")
		if err != nil {
			return 0, err
		}
		id := text(firewall, "FirewallPolicyArn")
		if id == "" {
			return 0, fmt.Errorf("the reply on %s names no policy", arn)
		}
		n.mu.Lock()
		defer n.mu.Unlock()
		policy := n.policies[id]
		if policy == nil {
			policy = &evidence.Resource{ID: id, Config: map[string]any{"FirewallPolicyResponse": map[string]any{"FirewallPolicyArn": id}},
				Parts: map[string]any{"DescribeFirewall": []any{}}}
			n.policies[id] = policy
			n.rec.Add(kindFirewallPolicy, policy)
		}
		policy.Parts["DescribeFirewall"] = append(policy.Parts["DescribeFirewall"].([]any), firewall)
		return 1, nil
	})
}

// tidyFirewalls puts a policy's firewalls, which were read in any order, into one, and lists their VPCs.
func tidyFirewalls(policy *evidence.Resource) {
	firewalls := objects(policy.Parts, "DescribeFirewall")
	slices.SortFunc(firewalls, func(a, b map[string]any) int { return strings.Compare(text(a, "FirewallArn"), text(b, "FirewallArn")) })
	vpcs := []string{}
	for _, f := range firewalls {
		if id := text(f, "VpcId"); id != "" {
			vpcs = append(vpcs, id)
		}
	}
	slices.Sort(vpcs)
	ids := []any{}
	for _, id := range slices.Compact(vpcs) {
		ids = append(ids, id)
	}
	policy.Parts["DescribeFirewall"] = listOf(firewalls)
	policy.Derived = map[string]any{"vpc_ids": ids}
}

func (n *firewallReader) policy(ctx context.Context, policy *evidence.Resource) {
	read := n.main(ctx, "network-firewall:DescribeFirewallPolicy", policy, func(ctx context.Context) (map[string]any, error) {
		return get(ctx, n.client.DescribeFirewallPolicy, &networkfirewall.DescribeFirewallPolicyInput{FirewallPolicyArn: &policy.ID}, pascal)
	})
	if !read {
		return
	}
	policy.Name = text(object(policy.Config, "FirewallPolicyResponse"), "FirewallPolicyName")
	n.part(ctx, "network-firewall:DescribeRuleGroup", "DescribeRuleGroup", policy, func(ctx context.Context) (any, error) {
		groups := []any{}
		for _, reference := range objects(object(policy.Config, "FirewallPolicy"), "StatefulRuleGroupReferences") {
			arn := text(reference, "ResourceArn")
			group, err := get(ctx, n.client.DescribeRuleGroup, &networkfirewall.DescribeRuleGroupInput{RuleGroupArn: &arn}, pascal)
			if err != nil {
				return nil, err
			}
			groups = append(groups, group)
		}
		return groups, nil
	})
}
