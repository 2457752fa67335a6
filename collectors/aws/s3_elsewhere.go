package aws

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3control"

	"github.com/aismm/aismm/internal/evidence"
)

// bucketOwners says which account owns which bucket. No read tells that of a single bucket: HeadBucket names no owner, and answers an
// ExpectedBucketOwner that is wrong as it answers a missing permission (403). So the lists of all accounts are looked through, once.
type bucketOwners struct {
	sessions map[string]*Session // by the bucket's name
	unlisted []string            // accounts whose buckets could not be listed
}

// errElsewhere says that a bucket belongs to an account in which the scan does not read.
var errElsewhere = errors.New("the bucket belongs to an account that the scan has not entered, and only that account may read its settings")

// bucket fills in what the bucket's owner shows of it: the entry of its list, its settings and its tags. On an error, nothing is filled in.
func (o *otherAccounts) bucket(ctx context.Context, bucket *evidence.Resource) error {
	if o == nil {
		return errElsewhere
	}
	owners, err := o.owners.get(ctx, "", o.listBuckets)
	if err != nil {
		return err
	}
	found, err := o.buckets.get(ctx, bucket.Name, func(ctx context.Context) (*evidence.Resource, error) { return owners.read(ctx, bucket.Name) })
	if err != nil {
		return err
	}
	// Each document has a copy of its own, because what is written is redacted in place.
	bucket.Config, _ = withoutNulls(found.Config).(map[string]any)
	bucket.Parts, _ = withoutNulls(found.Parts).(map[string]any)
	bucket.Tags = maps.Clone(found.Tags)
	bucket.Derived["owner"] = found.Derived["owner"]
	if region := text(bucket.Config, "BucketRegion"); region != "" {
		bucket.Derived["region"] = region
	}
	return nil
}

func (o *otherAccounts) listBuckets(ctx context.Context) (*bucketOwners, error) {
	var (
		mu      sync.Mutex
		owners  = &bucketOwners{sessions: map[string]*Session{}}
		stopped error
	)
	each(ctx, o.sessions, func(ctx context.Context, s *Session) {
		names := []string{}
		err := pages(ctx, s3.NewListBucketsPaginator(newS3(s.Config), &s3.ListBucketsInput{MaxBuckets: aws.Int32(1000)}), func(p *s3.ListBucketsOutput) {
			for _, b := range p.Buckets {
				names = append(names, aws.ToString(b.Name))
			}
		})
		mu.Lock()
		defer mu.Unlock()
		for _, name := range names {
			owners.sessions[name] = s
		}
		switch {
		case cutShort(ctx, err):
			stopped = err
		case err != nil:
			owners.unlisted = append(owners.unlisted, s.Account)
		}
	})
	slices.Sort(owners.unlisted)
	return owners, stopped
}

// read reads a bucket in the account that owns it.
func (o *bucketOwners) read(ctx context.Context, name string) (*evidence.Resource, error) {
	s := o.sessions[name]
	switch {
	case s == nil && len(o.unlisted) > 0:
		return nil, fmt.Errorf("%w; it may also be one of %s, whose buckets could not be listed", errElsewhere, strings.Join(o.unlisted, ", "))
	case s == nil:
		return nil, errElsewhere
	}
	listed, err := items(ctx, s3.NewListBucketsPaginator(newS3(s.Config), &s3.ListBucketsInput{MaxBuckets: aws.Int32(1000), Prefix: &name}), pascal, "Buckets")
	if err != nil {
		return nil, &ownerError{s.Account, "s3:ListBuckets", err}
	}
	config, err := entry(by(listed, "Name"), name)
	if err != nil {
		return nil, &ownerError{s.Account, "s3:ListBuckets", err}
	}
	bucket := &evidence.Resource{Name: name, Config: config, Parts: map[string]any{}, Derived: map[string]any{"owner": s.Account}}
	switch block, err := accountBlock(ctx, s); {
	case err == nil:
		bucket.Parts["GetAccountPublicAccessBlock"] = block
	case !errors.Is(err, errNoSetting):
		return nil, &ownerError{s.Account, "s3control:GetPublicAccessBlock", err}
	}
	client := newS3(s.In(cmp.Or(text(config, "BucketRegion"), s.MainRegion)))
	for _, r := range bucketReads {
		if err := r.into(ctx, client, bucket); err != nil {
			return nil, &ownerError{s.Account, "s3:" + r.operation, err}
		}
	}
	return bucket, nil
}

// ownerError is the failure of a read in the account that owns the bucket.
type ownerError struct {
	account, operation string
	err                error
}

// Error says in which account the read failed, and why.
func (e *ownerError) Error() string {
	_, message := classify(e.err)
	return fmt.Sprintf("the bucket belongs to %s, where %s did not succeed: %s", e.account, e.operation, message)
}

// Unwrap keeps the provider's error for classify.
func (e *ownerError) Unwrap() error { return e.err }

// errNoSetting says that nobody has made a setting.
var errNoSetting = errors.New("there is no such setting")

// accountBlock reads what an account allows of public access to any of its buckets.
func accountBlock(ctx context.Context, s *Session) (map[string]any, error) {
	block, err := replied(newS3Control(s.Config).GetPublicAccessBlock(ctx, &s3control.GetPublicAccessBlockInput{AccountId: &s.Account}))
	if hasCode(err, "NoSuchPublicAccessBlockConfiguration") {
		return nil, errNoSetting
	}
	return block, err
}
