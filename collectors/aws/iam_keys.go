package aws

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"

	"github.com/aismm/aismm/internal/evidence"
)

// bedrockService is the name of Amazon Bedrock among the services that have credentials of their own: such a credential is a
// long-lived API key ("API keys for Amazon Bedrock", IAM user guide).
const bedrockService = "bedrock.amazonaws.com"

func (r *iamReader) accessKeys(ctx context.Context) {
	each(ctx, r.users, func(ctx context.Context, user *evidence.Resource) {
		keys := r.list(ctx, "iam:ListAccessKeys", kindAccessKey, func(ctx context.Context) ([]map[string]any, error) {
			found, err := items(ctx, iam.NewListAccessKeysPaginator(r.client, &iam.ListAccessKeysInput{UserName: &user.Name}), pascal, "AccessKeyMetadata")
			if hasCode(err, "NoSuchEntity") {
				err = nil // the user has been deleted since, and its keys with it
			}
			return found, err
		}, func(key map[string]any) *evidence.Resource {
			return &evidence.Resource{ID: text(key, "AccessKeyId"), Config: key, Derived: map[string]any{"user_arn": user.ID}}
		})
		for _, key := range keys {
			r.part(ctx, "iam:GetAccessKeyLastUsed", "GetAccessKeyLastUsed", key, func(ctx context.Context) (any, error) {
				return get(ctx, r.client.GetAccessKeyLastUsed, &iam.GetAccessKeyLastUsedInput{AccessKeyId: &key.ID}, pascal)
			})
		}
	})
}

func (r *iamReader) bedrockKeys(ctx context.Context) {
	arns := map[string]string{}
	for _, user := range r.users {
		arns[user.Name] = user.ID
	}
	r.list(ctx, "iam:ListServiceSpecificCredentials", kindBedrockKey, func(ctx context.Context) ([]map[string]any, error) {
		all := []map[string]any{}
		err := follow(func(token *string) (*string, error) {
			out, err := r.client.ListServiceSpecificCredentials(ctx,
				&iam.ListServiceSpecificCredentialsInput{AllUsers: aws.Bool(true), ServiceName: aws.String(bedrockService), Marker: token})
			if err != nil {
				return nil, err
			}
			all = append(all, objects(reply(out, pascal), "ServiceSpecificCredentials")...)
			if out.IsTruncated && aws.ToString(out.Marker) == "" {
				return nil, errNoToken
			}
			return out.Marker, nil
		})
		return all, err
	}, func(key map[string]any) *evidence.Resource {
		res := &evidence.Resource{ID: text(key, "ServiceSpecificCredentialId"), Name: text(key, "ServiceCredentialAlias"), Config: key}
		if arn, ok := arns[text(key, "UserName")]; ok {
			res.Derived = map[string]any{"user_arn": arn}
		}
		return res
	})
}
