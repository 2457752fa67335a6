package aws

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

// bucketRead is one setting of a bucket. Absent are the codes by which S3 says that the bucket has no such setting, from the
// operation's reference.
type bucketRead struct {
	operation, permission string
	absent                string
	read                  func(context.Context, *s3.Client, *string) (map[string]any, error)
}

var bucketReads = []bucketRead{
	{"GetBucketEncryption", "s3:GetEncryptionConfiguration", "ServerSideEncryptionConfigurationNotFoundError",
		func(ctx context.Context, c *s3.Client, bucket *string) (map[string]any, error) {
			return replied(c.GetBucketEncryption(ctx, &s3.GetBucketEncryptionInput{Bucket: bucket}))
		}},
	{"GetPublicAccessBlock", "s3:GetBucketPublicAccessBlock", "NoSuchPublicAccessBlockConfiguration",
		func(ctx context.Context, c *s3.Client, bucket *string) (map[string]any, error) {
			return replied(c.GetPublicAccessBlock(ctx, &s3.GetPublicAccessBlockInput{Bucket: bucket}))
		}},
	{"GetBucketPolicyStatus", "s3:GetBucketPolicyStatus", "NoSuchBucketPolicy",
		func(ctx context.Context, c *s3.Client, bucket *string) (map[string]any, error) {
			return replied(c.GetBucketPolicyStatus(ctx, &s3.GetBucketPolicyStatusInput{Bucket: bucket}))
		}},
	{"GetBucketPolicy", "s3:GetBucketPolicy", "NoSuchBucketPolicy",
		func(ctx context.Context, c *s3.Client, bucket *string) (map[string]any, error) {
			part, err := replied(c.GetBucketPolicy(ctx, &s3.GetBucketPolicyInput{Bucket: bucket}))
			if err != nil {
				return nil, err
			}
			return part, decodeMember(part, "Policy")
		}},
	{"GetBucketVersioning", "s3:GetBucketVersioning", "",
		func(ctx context.Context, c *s3.Client, bucket *string) (map[string]any, error) {
			return replied(c.GetBucketVersioning(ctx, &s3.GetBucketVersioningInput{Bucket: bucket}))
		}},
	{"GetBucketTagging", "s3:GetBucketTagging", "NoSuchTagSet",
		func(ctx context.Context, c *s3.Client, bucket *string) (map[string]any, error) {
			return replied(c.GetBucketTagging(ctx, &s3.GetBucketTaggingInput{Bucket: bucket}))
		}},
	{"GetObjectLockConfiguration", "s3:GetBucketObjectLockConfiguration", "ObjectLockConfigurationNotFoundError",
		func(ctx context.Context, c *s3.Client, bucket *string) (map[string]any, error) {
			return replied(c.GetObjectLockConfiguration(ctx, &s3.GetObjectLockConfigurationInput{Bucket: bucket}))
		}},
	{"GetBucketReplication", "s3:GetReplicationConfiguration", "ReplicationConfigurationNotFoundError",
		func(ctx context.Context, c *s3.Client, bucket *string) (map[string]any, error) {
			return replied(c.GetBucketReplication(ctx, &s3.GetBucketReplicationInput{Bucket: bucket}))
		}},
}

// into reads the setting, and keeps it with the bucket's; where the bucket has no such setting, there is nothing to keep.
func (r bucketRead) into(ctx context.Context, client *s3.Client, bucket *evidence.Resource) error {
	part, err := r.read(ctx, client, &bucket.Name)
	absent := r.absent != "" && hasCode(err, r.absent)
	switch {
	case err != nil && !absent:
		return err
	case r.operation == "GetBucketTagging":
		bucket.Tags = pairs(objects(part, "TagSet"), "Key", "Value")
	case !absent:
		bucket.Parts[r.operation] = part
	}
	return nil
}

// replied turns the result of a call into JSON.
func replied[O any](output *O, err error) (map[string]any, error) {
	if err != nil {
		return nil, err
	}
	return reply(output, pascal), nil
}

func collectBuckets(ctx context.Context, session any, rec *collectors.Recorder) {
	s := session.(*Session)
	named := namedBuckets(ctx, rec)
	var own map[string]map[string]any
	listed := rec.List(ctx, "s3:ListBuckets", func(ctx context.Context) (int, error) {
		// With a limit given, the reply says where each bucket lies.
		found, err := items(ctx, s3.NewListBucketsPaginator(newS3(s.Config), &s3.ListBucketsInput{MaxBuckets: aws.Int32(1000)}), pascal, "Buckets")
		own = by(found, "Name")
		n := 0
		for name := range named {
			if own[name] != nil {
				n++
			}
		}
		return n, err
	})
	account := once(func(ctx context.Context) (map[string]any, error) { return accountBlock(ctx, s) })
	each(ctx, slices.Sorted(maps.Keys(named)), func(ctx context.Context, name string) {
		res := &evidence.Resource{ID: bucketARN(s.Partition, name), Name: name, Config: map[string]any{"Name": name}, Parts: map[string]any{},
			Derived: map[string]any{"named_by": named[name]}}
		b := &bucketReader{session: s, rec: rec, bucket: res, account: account}
		bucket := own[name]
		if bucket == nil {
			// Another account's scan may hold the same bucket, and ids are unique in a bundle.
			res.ID += "@" + s.Account
		}
		switch {
		case bucket != nil:
			b.owned = true
			res.Config, res.Derived["owned"], res.Derived["owner"] = bucket, true, s.Account
			if region := text(bucket, "BucketRegion"); region != "" {
				res.Derived["region"] = region
			}
		case listed:
			res.Derived["owned"] = false
			b.readElsewhere(ctx)
			return
		}
		b.read(ctx)
	})
}

// namedBuckets says which buckets the resources of other kinds name, and by which of them each is named.
func namedBuckets(ctx context.Context, rec *collectors.Recorder) map[string][]any {
	named := map[string][]any{}
	for _, kind := range bucketNamers {
		resources := rec.Seen(kind)
		for _, res := range resources {
			found := map[string]bool{}
			findBuckets(res.Config, "", found)
			findBuckets(res.Parts, "", found)
			for name := range found {
				named[name] = append(named[name], kind+" "+res.ID)
			}
		}
		unnamed(ctx, rec, kind, resources, namesBuckets, "buckets", "s3:ListBuckets")
	}
	for _, namers := range named {
		slices.SortFunc(namers, func(a, b any) int { return strings.Compare(a.(string), b.(string)) })
	}
	return named
}

// namesBuckets reports the detail reads in whose replies buckets are named. What a list gives already, such as a trail's bucket, needs none.
func namesBuckets(res *evidence.Resource, operation string) bool {
	switch operation {
	case "bedrock-agent:GetAgentActionGroup", "bedrock-agent:GetDataSource", "bedrock-agent:GetFlow", "bedrock-agent:GetFlowVersion", "bedrock-agent:GetKnowledgeBase",
		"bedrock-agent:ListFlowAliases", "bedrock-agentcore:GetAgentRuntime", "bedrock-agentcore:GetBrowser", "bedrock-agentcore:GetGatewayTarget", "bedrock-agentcore:GetMemory",
		"bedrock:GetCustomModel", "bedrock:GetEvaluationJob", "bedrock:GetImportedModel", "bedrock:GetModelCustomizationJob", "comprehend:DescribeFlywheel", "lex:DescribeBotAlias":
		return true
	case "logs:DescribeDeliveryDestinations":
		to := text(res.Config, "deliveryDestinationType")
		return to == "" || to == "S3"
	}
	return strings.HasPrefix(operation, "sagemaker:Describe")
}

// findBuckets walks a reply and notes the buckets in URIs, in ARNs, and in members that hold a bucket's bare name. SageMaker lets a
// URI leave the bucket's name to a variable; such text names none.
func findBuckets(v any, member string, found map[string]bool) {
	switch v := v.(type) {
	case map[string]any:
		for name, below := range v {
			findBuckets(below, name, found)
		}
	case []any:
		for _, below := range v {
			findBuckets(below, member, found)
		}
	case string:
		name := bucketName(v)
		if plain := strings.ToLower(member); name == "" && (plain == "bucket" || strings.HasSuffix(plain, "bucketname")) {
			name = v
		}
		if name != "" && !strings.ContainsAny(name, "{}$*:") {
			found[name] = true
		}
	}
}

type bucketReader struct {
	session *Session
	rec     *collectors.Recorder
	bucket  *evidence.Resource
	owned   bool
	account func(context.Context) (map[string]any, error)
}

func (b *bucketReader) read(ctx context.Context) {
	if region, _ := b.bucket.Derived["region"].(string); region == "" && !b.exists(ctx) {
		return
	}
	b.rec.Add(kindBucket, b.bucket)
	b.rec.Detail(ctx, "s3control:GetPublicAccessBlock", b.bucket, func(ctx context.Context) error {
		if !b.owned {
			return incomplete{"whose the bucket is, and so whose setting counts, is not known"}
		}
		block, err := b.account(ctx)
		if errors.Is(err, errNoSetting) {
			return nil
		}
		if err == nil {
			b.bucket.Parts["GetAccountPublicAccessBlock"] = withoutNulls(block)
		}
		return err
	})
	region, _ := b.bucket.Derived["region"].(string)
	client := newS3(b.session.In(cmp.Or(region, b.session.MainRegion)))
	for _, r := range bucketReads {
		b.rec.Detail(ctx, "s3:"+r.operation, b.bucket, func(ctx context.Context) error { return r.into(ctx, client, b.bucket) })
	}
}

// readElsewhere reads a bucket that another account owns.
func (b *bucketReader) readElsewhere(ctx context.Context) {
	if err := b.session.Others.bucket(ctx, b.bucket); err != nil {
		if !b.exists(ctx) {
			return
		}
		b.bucket.Derived["unread"] = err.Error()
		b.rec.Add(kindBucket, b.bucket)
		// A refusal belongs to the owner's account. What may succeed another time is a gap here too.
		var failed *ownerError
		if outcome, _ := classify(err); errors.As(err, &failed) && outcome.Gap() && outcome != evidence.Denied {
			operation := failed.operation
			if operation == "s3:ListBuckets" { // in which the bucket was no longer found
				operation = "s3:HeadBucket"
			}
			b.rec.Detail(ctx, operation, b.bucket, func(context.Context) error { return failed })
		}
		return
	}
	b.rec.Add(kindBucket, b.bucket)
	done := func(context.Context) error { return nil }
	b.rec.Detail(ctx, "s3control:GetPublicAccessBlock", b.bucket, done)
	for _, r := range bucketReads {
		b.rec.Detail(ctx, "s3:"+r.operation, b.bucket, done)
	}
}

// exists asks where a bucket lies. A name that no bucket has needs no resource: what names it says so already.
func (b *bucketReader) exists(ctx context.Context) bool {
	exists := true
	b.rec.Detail(ctx, "s3:HeadBucket", b.bucket, func(ctx context.Context) error {
		region, err := b.locate(ctx)
		if region != "" {
			b.bucket.Derived["region"] = region
		}
		switch {
		case status(err) == http.StatusNotFound:
			exists = false
			return nil
		case status(err) == http.StatusForbidden && b.bucket.Derived["owned"] == false:
			return nil // it is there, and belongs to others
		}
		return err
	})
	return exists
}

// locate asks where a bucket lies. The answer is in a header, also of a refusal and of a redirection.
func (b *bucketReader) locate(ctx context.Context) (string, error) {
	out, err := newS3(b.session.Config).HeadBucket(ctx, &s3.HeadBucketInput{Bucket: &b.bucket.Name})
	if err == nil {
		return aws.ToString(out.BucketRegion), nil
	}
	var response *awshttp.ResponseError
	if errors.As(err, &response) && response.Response != nil {
		if region := response.Response.Header.Get("X-Amz-Bucket-Region"); region != "" {
			return region, nil
		}
	}
	return "", err
}
