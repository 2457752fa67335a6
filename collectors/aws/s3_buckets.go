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
	"github.com/aws/aws-sdk-go-v2/service/s3control"

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

// replied turns the result of a call into JSON.
func replied[O any](output *O, err error) (map[string]any, error) {
	if err != nil {
		return nil, err
	}
	return reply(output, pascal), nil
}

func collectBuckets(ctx context.Context, session any, rec *collectors.Recorder) {
	s := session.(*Session)
	named := namedBuckets(rec)
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
	account := once(func(ctx context.Context) (map[string]any, error) {
		return replied(newS3Control(s.Config).GetPublicAccessBlock(ctx, &s3control.GetPublicAccessBlockInput{AccountId: &s.Account}))
	})
	each(ctx, slices.Sorted(maps.Keys(named)), func(ctx context.Context, name string) {
		res := &evidence.Resource{ID: bucketARN(s.Partition, name), Name: name, Config: map[string]any{"Name": name}, Parts: map[string]any{},
			Derived: map[string]any{"named_by": named[name]}}
		b := &bucketReader{session: s, rec: rec, bucket: res, account: account}
		switch bucket := own[name]; {
		case bucket != nil:
			b.owned = true
			res.Config, res.Derived["owned"] = bucket, true
			if region := text(bucket, "BucketRegion"); region != "" {
				res.Derived["region"] = region
			}
		case listed:
			res.Derived["owned"] = false
		}
		if !b.owned {
			// Another account's scan may hold the same bucket, and ids are unique in a bundle.
			res.ID += "@" + s.Account
		}
		b.read(ctx)
	})
}

// namedBuckets says which buckets the resources of other kinds name, and by which of them each is named.
func namedBuckets(rec *collectors.Recorder) map[string][]any {
	named := map[string][]any{}
	for _, kind := range bucketNamers {
		for _, res := range rec.Seen(kind) {
			found := map[string]bool{}
			findBuckets(res.Config, "", found)
			findBuckets(res.Parts, "", found)
			for name := range found {
				named[name] = append(named[name], kind+" "+res.ID)
			}
		}
	}
	for _, namers := range named {
		slices.SortFunc(namers, func(a, b any) int { return strings.Compare(a.(string), b.(string)) })
	}
	return named
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
		if plain := strings.ToLower(member); name == "" && (plain == "bucketname" || plain == "s3bucketname" || plain == "bucket") {
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
	if region, _ := b.bucket.Derived["region"].(string); region == "" {
		exists := true
		b.rec.Detail(ctx, "s3:HeadBucket", b.bucket, func(ctx context.Context) error {
			region, err := b.locate(ctx)
			if status(err) == http.StatusNotFound {
				exists = false // a name that nothing has: what names it says so already
				return nil
			}
			if region != "" {
				b.bucket.Derived["region"] = region
			}
			return err
		})
		if !exists {
			return
		}
	}
	b.rec.Add(kindBucket, b.bucket)
	b.rec.Detail(ctx, "s3control:GetPublicAccessBlock", b.bucket, func(ctx context.Context) error {
		if !b.owned {
			return incomplete{"the bucket belongs to another account, whose settings are not read from here"}
		}
		block, err := b.account(ctx)
		if hasCode(err, "NoSuchPublicAccessBlockConfiguration") {
			return nil
		}
		if err == nil {
			b.bucket.Parts["GetAccountPublicAccessBlock"] = block
		}
		return err
	})
	region, _ := b.bucket.Derived["region"].(string)
	client := newS3(b.session.In(cmp.Or(region, b.session.MainRegion)))
	for _, r := range bucketReads {
		b.rec.Detail(ctx, "s3:"+r.operation, b.bucket, func(ctx context.Context) error {
			part, err := r.read(ctx, client, &b.bucket.Name)
			switch {
			case err == nil && r.operation == "GetBucketTagging":
				b.bucket.Tags = pairs(objects(part, "TagSet"), "Key", "Value")
			case err == nil:
				b.bucket.Parts[r.operation] = part
			case r.absent != "" && hasCode(err, r.absent):
				if r.operation == "GetBucketTagging" {
					b.bucket.Tags = map[string]string{}
				}
				return nil
			}
			return err
		})
	}
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
