package aws

import (
	"context"
	"regexp"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

const (
	kindSecurityGroup = "aws_ec2_security_group"
	kindVPCEndpoint   = "aws_ec2_vpc_endpoint"
)

// The replies of EC2 are XML with its own names of members; config has those of the SDK and the command line.
var ec2Kinds = []evidence.Kind{
	{
		// Groups that AI resources name. Not inventory: a group is no AI.
		Name: kindSecurityGroup, Title: "Security group of an AI workload", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
		Required: []string{"config.GroupId", "config.VpcId"},
		Schema: resourceSchema(schemaOf[ec2types.SecurityGroup](pascal), nil, members{
			"named_by": schemaList(schemaText()), // "<kind> <id>" of what names it
		}),
	},
	{
		Name: kindVPCEndpoint, Title: "VPC endpoint", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
		Required: []string{"config.VpcEndpointId", "config.VpcEndpointType", "config.VpcId", "config.ServiceName", "config.State"},
		// The policy is decoded. Endpoints that can have none, such as those of gateway load balancers, lack it.
		Schema: resourceSchema(schemaWith(schemaOf[ec2types.VpcEndpoint](pascal), members{"PolicyDocument": schemaPolicy()}), nil, nil),
	},
}

var ec2Collector = &collectors.Collector{
	Name: "aws/ec2", Provider: providerName, Level: evidence.Region, Kinds: ec2Kinds, Needs: aiKinds,
	Operations: []collectors.Operation{
		{Name: "ec2:DescribeSecurityGroups", Form: evidence.List, Kinds: []string{kindSecurityGroup}, From: aiKinds},
		{Name: "ec2:DescribeVpcEndpoints", Form: evidence.List, Kinds: []string{kindVPCEndpoint}},
	},
	Collect: func(ctx context.Context, session any, rec *collectors.Recorder) {
		s := session.(*Session)
		e := &ec2Reader{reader{rec, pascal}, s, ec2.NewFromConfig(s.Config)}
		each(ctx, []func(context.Context){e.securityGroups, e.endpoints}, func(ctx context.Context, read func(context.Context)) { read(ctx) })
	},
}

func init() { collectors.Register(ec2Collector) }

type ec2Reader struct {
	reader
	s      *Session
	client *ec2.Client
}

// groupID is the form of a security group's id; the region tells where it is.
var groupID = regexp.MustCompile(`^sg-[0-9a-f]{8,17}$`)

// groupsAtOnce is how many values a filter of EC2 may have ("Filter", EC2 API reference).
const groupsAtOnce = 200

func (e *ec2Reader) securityGroups(ctx context.Context) {
	named := mentions{things: "security groups", find: func(_, text, region string) string {
		if region != e.s.Region || !groupID.MatchString(text) {
			return ""
		}
		return text
	}}.in(ctx, e.s, e.rec, aiKinds, "ec2:DescribeSecurityGroups")
	// Asked for by a filter and not by their ids, groups that have been deleted are no error.
	each(ctx, chunks(named, groupsAtOnce), func(ctx context.Context, ids []string) {
		e.list(ctx, "ec2:DescribeSecurityGroups", kindSecurityGroup, func(ctx context.Context) ([]map[string]any, error) {
			in := &ec2.DescribeSecurityGroupsInput{Filters: []ec2types.Filter{{Name: aws.String("group-id"), Values: ids}}}
			return items(ctx, ec2.NewDescribeSecurityGroupsPaginator(e.client, in), pascal, "SecurityGroups")
		}, func(g map[string]any) *evidence.Resource {
			id := text(g, "GroupId")
			return &evidence.Resource{ID: e.s.here("ec2", "security-group/", id), Name: text(g, "GroupName"), Config: g,
				Tags: pairs(objects(g, "Tags"), "Key", "Value"), Derived: map[string]any{"named_by": named[id]}}
		})
	})
}

func (e *ec2Reader) endpoints(ctx context.Context) {
	e.list(ctx, "ec2:DescribeVpcEndpoints", kindVPCEndpoint, func(ctx context.Context) ([]map[string]any, error) {
		found, err := items(ctx, ec2.NewDescribeVpcEndpointsPaginator(e.client, &ec2.DescribeVpcEndpointsInput{}), pascal, "VpcEndpoints")
		for _, endpoint := range found {
			if problem := decodeMember(endpoint, "PolicyDocument"); problem != nil && err == nil {
				err = problem
			}
		}
		return found, err
	}, func(v map[string]any) *evidence.Resource {
		return &evidence.Resource{ID: e.s.here("ec2", "vpc-endpoint/", text(v, "VpcEndpointId")), Config: v, Tags: pairs(objects(v, "Tags"), "Key", "Value")}
	})
}
