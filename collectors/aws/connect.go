package aws

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/arn"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

// signInTimeout bounds the search for credentials, of which the last step asks an instance metadata service that most
// machines do not have.
const signInTimeout = 30 * time.Second

const signInAttempts = 3

// connection is the estate that one identity can reach.
type connection struct {
	identity   string
	partition  string
	account    string // the caller's own
	mainRegion string
	regions    []string
	expected   []collectors.Expected
	configs    map[string]aws.Config // by account that can be entered
	others     *otherAccounts        // nil where the scan enters one account only
	now        func() time.Time
}

func connect(ctx context.Context, o collectors.ConnectOptions) (collectors.Connection, error) {
	settings, ok := o.Settings.(*Settings)
	if !ok || settings == nil {
		settings = &Settings{}
	}
	base, err := loadConfig(ctx, o, settings)
	if err != nil {
		return nil, err
	}
	c := &connection{configs: map[string]aws.Config{}, now: time.Now}
	if err := c.signIn(ctx, base, settings); err != nil {
		return nil, err
	}
	asked := o.Regions
	if len(asked) == 0 {
		asked = settings.Regions
	}
	all, err := chooseRegions(c.partition, asked)
	if err != nil {
		return nil, err
	}
	var left []string
	if len(settings.ExcludeRegions) > 0 {
		if left, err = chooseRegions(c.partition, settings.ExcludeRegions); err != nil {
			return nil, err
		}
	}
	c.regions = slices.DeleteFunc(slices.Clone(all), func(r string) bool { return slices.Contains(left, r) })
	s := &survey{connection: c, settings: settings, accounts: settings.Accounts, left: slices.DeleteFunc(all, func(r string) bool { return !slices.Contains(left, r) }),
		named: len(asked) > 0 && !slices.Contains(asked, "all")}
	if len(o.Accounts) > 0 {
		s.accounts = o.Accounts
	}
	if err := s.run(ctx); err != nil {
		return nil, err
	}
	return c, nil
}

// loadConfig follows the SDK's own chain: environment, shared files, single sign-on, web identity, containers, instances.
func loadConfig(ctx context.Context, o collectors.ConnectOptions, s *Settings) (aws.Config, error) {
	options := []func(*config.LoadOptions) error{
		config.WithRetryer(newRetryer),
		config.WithAppID("aismm"),
		config.WithAPIOptions(apiOptions),
	}
	if o.HTTP != nil {
		options = append(options, config.WithHTTPClient(o.HTTP))
	}
	if s.Profile != "" {
		options = append(options, config.WithSharedConfigProfile(s.Profile))
	}
	c, err := config.LoadDefaultConfig(ctx, options...)
	if err != nil {
		return aws.Config{}, fmt.Errorf("load the AWS configuration: %w; check AWS_PROFILE, providers.aws.profile and the files of ~/.aws", err)
	}
	if s.MainRegion != "" {
		c.Region = s.MainRegion
	}
	return c, nil
}

// signIn finds out who is asking, and thereby the account and the partition.
func (c *connection) signIn(ctx context.Context, base aws.Config, s *Settings) error {
	ctx, cancel := context.WithTimeout(ctx, signInTimeout)
	defer cancel()
	if base.Region == "" {
		base.Region = mainRegions["aws"]
		for _, asked := range s.Regions {
			if p := partitionOf(asked); p != "" {
				base.Region = mainRegions[p]
			}
		}
	}
	if base.Credentials == nil {
		return errors.New("sign in to AWS: no credentials; set AWS_PROFILE or AWS_ACCESS_KEY_ID, or give a profile in the configuration")
	}
	if _, err := base.Credentials.Retrieve(ctx); err != nil {
		return fmt.Errorf("sign in to AWS: no credentials were found; set AWS_PROFILE or AWS_ACCESS_KEY_ID, or renew the session with aws sso login (%w)", err)
	}
	// Somebody waits for this one call: an endpoint that nobody listens at should be told in seconds.
	client := sts.NewFromConfig(base, func(o *sts.Options) { o.RetryMaxAttempts = signInAttempts })
	who, err := client.GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	if err != nil {
		return &signInError{err}
	}
	c.identity, c.account = aws.ToString(who.Arn), aws.ToString(who.Account)
	parsed, err := arn.Parse(c.identity)
	if err != nil {
		return fmt.Errorf("sign in to AWS: read the caller's ARN %q: %w", c.identity, err)
	}
	c.partition = parsed.Partition
	// The SDK's region is the user's habit; account-wide services are called there unless it is of another partition.
	c.mainRegion = cmp.Or(s.MainRegion, base.Region)
	if p := partitionOf(c.mainRegion); p != "" && p != c.partition {
		c.mainRegion = mainRegions[c.partition]
	}
	base.Region = c.mainRegion
	c.configs[c.account] = base
	return nil
}

// signInError says for people why the provider did not say who is asking.
type signInError struct{ err error }

// Error leaves the SDK's own account out, which says the same again.
func (e *signInError) Error() string {
	_, message := classify(e.err)
	return "sign in to AWS: " + message
}

func (e *signInError) Unwrap() error { return e.err }

func partitionOf(region string) string {
	for partition, regions := range regionsWithAI {
		if slices.Contains(regions, region) {
			return partition
		}
	}
	return ""
}

// Identity is the caller's ARN.
func (c *connection) Identity() string { return c.identity }

// Scopes lists the organization, then every account with its regions.
func (c *connection) Scopes() []collectors.Expected { return slices.Clone(c.expected) }

// Classify judges an error of the SDK.
func (c *connection) Classify(err error) (evidence.Outcome, string) { return classify(err) }

// Session signs for the scope's account in the scope's region.
func (c *connection) Session(_ context.Context, scope evidence.Scope) (any, error) {
	account := scope.Account
	if scope.Level == evidence.Organization {
		account = c.account
	}
	base, ok := c.configs[account]
	if !ok {
		return nil, fmt.Errorf("open %s: the account cannot be entered", scope.ID)
	}
	return c.session(base, scope, account), nil
}

func (c *connection) session(base aws.Config, scope evidence.Scope, account string) *Session {
	s := &Session{Config: base.Copy(), Scope: scope, Partition: c.partition, Account: account, Region: cmp.Or(scope.Region, c.mainRegion),
		MainRegion: c.mainRegion, Regions: c.regions, Others: c.others, Now: c.now().UTC()}
	s.Config.Region = s.Region
	return s
}

// together are the accounts that the scan enters.
func (c *connection) together(accounts []string) *otherAccounts {
	if len(accounts) < 2 {
		return nil
	}
	var sessions []*Session
	for _, account := range accounts {
		sessions = append(sessions, c.session(c.configs[account], evidence.NewScope(providerName, account, ""), account))
	}
	return newOtherAccounts(sessions)
}

// roleARN names the role that is assumed in an account; the configured name may carry a path.
func (c *connection) roleARN(account, role string) string {
	return "arn:" + c.partition + ":iam::" + account + ":role/" + strings.TrimPrefix(role, "/")
}
