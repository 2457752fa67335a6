package aws

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws/arn"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	kmstypes "github.com/aws/aws-sdk-go-v2/service/kms/types"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

const kindKey = "aws_kms_key"

var kmsKinds = []evidence.Kind{{
	// Keys that AI resources name, by key or by alias: the id is the ARN of what they name, and config.Arn that of the key. A key of another
	// account has "@" and the naming account behind its id, and is read where the scan has entered its account.
	Name: kindKey, Title: "KMS key that AI resources use", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
	Required: []string{"config.Arn", "config.KeyId", "derived.named_by"},
	Schema: resourceSchema(schemaOf[kmstypes.KeyMetadata](pascal), members{
		"GetKeyRotationStatus": schemaOf[kms.GetKeyRotationStatusOutput](pascal), // of symmetric keys; others are never rotated by themselves
	}, members{
		"unread":   schemaText(),             // why nothing is known of a key that is not the account's own; absent where there is
		"named_by": schemaList(schemaText()), // "<kind> <id>" of what names it
	}),
}}

// keyNamers are the kinds whose resources may name keys.
var keyNamers = slices.Concat(aiKinds, []string{kindRepository})

var kmsCollector = &collectors.Collector{
	Name: "aws/kms", Provider: providerName, Level: evidence.Region, Kinds: kmsKinds, Needs: keyNamers,
	Operations: []collectors.Operation{
		// Proves that the key exists.
		{Name: "kms:DescribeKey", Form: evidence.List, Kinds: []string{kindKey}, From: keyNamers},
		{Name: "kms:GetKeyRotationStatus", Form: evidence.Detail, Kinds: []string{kindKey}},
	},
	Collect: func(ctx context.Context, session any, rec *collectors.Recorder) {
		s := session.(*Session)
		k := &kmsReader{reader{rec, pascal}, s, kms.NewFromConfig(s.Config)}
		named := mentions{things: "keys", find: k.named}.in(ctx, s, rec, keyNamers, "kms:DescribeKey")
		each(ctx, slices.Sorted(maps.Keys(named)), func(ctx context.Context, key string) { k.key(ctx, key, named[key]) })
	},
}

func init() { collectors.Register(kmsCollector) }

type kmsReader struct {
	reader
	s      *Session
	client *kms.Client
}

// bareKey is a key's id without its ARN: a UUID, or that of a key in several regions.
var bareKey = regexp.MustCompile(`^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|mrk-[0-9a-f]{32})$`)

// named reads a key's name where a text may hold one: an ARN anywhere, an alias or a bare id where the member is one of keys. It gives the ARN,
// of names of this region alone.
func (k *kmsReader) named(member, text, region string) string {
	if parsed, err := arn.Parse(text); err == nil {
		of := strings.HasPrefix(parsed.Resource, "key/") || strings.HasPrefix(parsed.Resource, "alias/")
		if parsed.Service != "kms" || parsed.Region != k.s.Region || !of || strings.ContainsAny(text, "*?$") {
			return ""
		}
		return text
	}
	member = strings.ToLower(member)
	if region != k.s.Region || !strings.Contains(member, "kms") && !strings.Contains(member, "encryptionkey") {
		return ""
	}
	switch {
	case strings.HasPrefix(text, "alias/"):
		return k.s.ARN("kms", region, text)
	case bareKey.MatchString(text):
		return k.s.ARN("kms", region, "key/"+text)
	}
	return ""
}

// key reads one key. One that does not exist is none: what names it says so already.
func (k *kmsReader) key(ctx context.Context, name string, namedBy []any) {
	res := &evidence.Resource{ID: name, Config: map[string]any{}, Derived: map[string]any{"named_by": namedBy}}
	parsed, _ := arn.Parse(name)
	client, owner := k.client, k.s
	if parsed.AccountID != k.s.Account {
		res.ID += "@" + k.s.Account // another account's scan may hold the same key, and ids are unique in a bundle
		entered, ok := k.s.Others.session(parsed.AccountID)
		if !ok {
			res.Config["Arn"], res.Config["KeyId"] = name, strings.TrimPrefix(parsed.Resource, "key/")
			res.Derived["unread"] = fmt.Sprintf("the key belongs to %s, an account that the scan has not entered", parsed.AccountID)
			k.rec.List(ctx, "kms:DescribeKey", func(context.Context) (int, error) {
				k.rec.Add(kindKey, res)
				return 1, nil
			})
			return
		}
		owner = entered
		client = kms.NewFromConfig(entered.In(k.s.Region))
	}
	found := false
	k.rec.List(ctx, "kms:DescribeKey", func(ctx context.Context) (int, error) {
		out, err := get(ctx, client.DescribeKey, &kms.DescribeKeyInput{KeyId: &name}, pascal)
		if hasCode(err, "NotFoundException") {
			return 0, nil
		}
		config, err := inside(out, err, "KeyMetadata")
		if err != nil {
			return 0, elsewhere(owner, k.s, name, err)
		}
		found, res.Config = true, config
		k.rec.Add(kindKey, res)
		return 1, nil
	})
	if !found || text(res.Config, "KeySpec") != string(kmstypes.KeySpecSymmetricDefault) {
		return
	}
	arn := cmp.Or(text(res.Config, "Arn"), name) // this read takes no alias
	k.part(ctx, "kms:GetKeyRotationStatus", "GetKeyRotationStatus", res, func(ctx context.Context) (any, error) {
		out, err := get(ctx, client.GetKeyRotationStatus, &kms.GetKeyRotationStatusInput{KeyId: &arn}, pascal)
		return out, elsewhere(owner, k.s, name, err)
	})
}

// elsewhere says of an error that it was another account which refused.
func elsewhere(owner, s *Session, name string, err error) error {
	if err == nil || owner == s {
		return err
	}
	return &keyError{owner.Account, name, err}
}

// keyError is the failure of a read in the account that owns a key.
type keyError struct {
	account, key string
	err          error
}

// Error says in which account the read failed.
func (e *keyError) Error() string {
	return fmt.Sprintf("read %s in account %s, to which it belongs: %v", e.key, e.account, e.err)
}

// Unwrap keeps the provider's error for classify.
func (e *keyError) Unwrap() error { return e.err }
