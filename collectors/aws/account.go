package aws

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/account"
	accounttypes "github.com/aws/aws-sdk-go-v2/service/account/types"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

const kindAlternateContact = "aws_account_alternate_contact"

var accountKinds = []evidence.Kind{{
	// The contact for security, where the account has one. Its id is that of the account's scope.
	Name: kindAlternateContact, Title: "Security contact of an AWS account", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Boundary,
	Required: []string{"config.AlternateContactType", "config.EmailAddress"},
	Redact:   []string{"config.Name", "config.PhoneNumber"},
	Schema:   resourceSchema(schemaOf[accounttypes.AlternateContact](pascal), nil, nil),
}}

var accountCollector = &collectors.Collector{
	Name: "aws/account", Provider: providerName, Level: evidence.Boundary, Kinds: accountKinds,
	Operations: []collectors.Operation{{Name: "account:GetAlternateContact", Form: evidence.List, Kinds: []string{kindAlternateContact}}},
	Collect: func(ctx context.Context, session any, rec *collectors.Recorder) {
		s := session.(*Session)
		client := account.NewFromConfig(s.Config)
		rec.List(ctx, "account:GetAlternateContact", func(ctx context.Context) (int, error) {
			in := &account.GetAlternateContactInput{AlternateContactType: accounttypes.AlternateContactTypeSecurity}
			out, err := get(ctx, client.GetAlternateContact, in, pascal)
			if hasCode(err, "ResourceNotFoundException") {
				return 0, nil // the answer where there is none, by the operation's reference
			}
			contact, err := inside(out, err, "AlternateContact")
			if err != nil {
				return 0, err
			}
			rec.Add(kindAlternateContact, &evidence.Resource{ID: s.Scope.ID, Config: contact})
			return 1, nil
		})
	},
}

func init() { collectors.Register(accountCollector) }
