// Package aws reads Amazon Web Services: one file per service, each with the collectors of that service.
//
// Replies are kept with the member names of the API. The SDK's types say what a policy may rely on; members that the
// API sends and the SDK does not know yet are kept as well, where the protocol is JSON.
package aws

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"github.com/aismm/aismm/collectors"
)

const providerName = "aws"

// Settings is what the configuration may say under providers.aws.
type Settings struct {
	// Regions to collect; empty or "all" means every region in which Bedrock or SageMaker exists.
	Regions regionList `yaml:"regions" json:"regions,omitempty"`
	// Profile of the shared configuration files; empty means the SDK's own choice (AWS_PROFILE, then "default").
	Profile string `yaml:"profile" json:"profile,omitempty"`
	// RoleName is the role that is assumed in every other account of the organization.
	RoleName string `yaml:"role_name" json:"role_name,omitempty"`
	// ExternalID goes with RoleName, where the role's trust policy asks for one.
	ExternalID string `yaml:"external_id" json:"external_id,omitempty"`
	// Accounts to collect; empty means the caller's account, and with RoleName all of the organization.
	Accounts []string `yaml:"accounts" json:"accounts,omitempty"`
	// ExcludeAccounts and ExcludeRegions are left out, and listed as left out.
	ExcludeAccounts []string `yaml:"exclude_accounts" json:"exclude_accounts,omitempty"`
	ExcludeRegions  []string `yaml:"exclude_regions" json:"exclude_regions,omitempty"`
	// Organization is auto (the default), true or false: whether to read AWS Organizations.
	Organization string `yaml:"organization" json:"organization,omitempty"`
	// MainRegion is where account-wide services are called; empty means the SDK's region, then the partition's first.
	MainRegion string `yaml:"main_region" json:"main_region,omitempty"`
}

// regionList is a list of regions that may also be written as one word.
type regionList []string

// UnmarshalYAML accepts a list of regions, one region, or the word "all".
func (l *regionList) UnmarshalYAML(decode func(any) error) error {
	var many []string
	if err := decode(&many); err == nil {
		*l = many
		return nil
	}
	var one string
	if err := decode(&one); err != nil {
		return fmt.Errorf("read regions: want a list of regions or \"all\": %w", err)
	}
	*l = regionList{one}
	return nil
}

func init() {
	collectors.RegisterProvider(&collectors.Provider{
		Name:                providerName,
		Title:               "Amazon Web Services",
		NewSettings:         func() any { return &Settings{} },
		Detect:              detect,
		Check:               check,
		Connect:             connect,
		PermissionsDocument: permissionsDocument,
		PermissionsNote:     permissionsNote,
	})
}

// detect names the first source of credentials that the environment shows, in the order in which the SDK asks them.
func detect(env func(string) string) (string, bool) {
	for _, name := range []string{"AWS_ACCESS_KEY_ID", "AWS_PROFILE", "AWS_WEB_IDENTITY_TOKEN_FILE",
		"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_ENDPOINT_URL"} {
		if env(name) != "" {
			return name, true
		}
	}
	for _, file := range []struct{ variable, name string }{{"AWS_CONFIG_FILE", "config"}, {"AWS_SHARED_CREDENTIALS_FILE", "credentials"}} {
		path := env(file.variable)
		if path == "" && env("HOME") != "" {
			path = filepath.Join(env("HOME"), ".aws", file.name)
		}
		if path == "" {
			continue
		}
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
			return path, true
		}
	}
	return "", false
}

// permissionsDocument renders an identity policy that allows the given actions and nothing else.
func permissionsDocument(permissions []string) ([]byte, error) {
	type statement struct {
		Sid      string
		Effect   string
		Action   []string
		Resource string
	}
	actions := make([]string, 0, len(permissions)+len(connectActions))
	for _, p := range slices.Concat(permissions, connectActions) {
		service, action, ok := strings.Cut(p, ":")
		if !ok || service == "" || action == "" {
			return nil, fmt.Errorf("render the policy: %q is not an IAM action", p)
		}
		actions = append(actions, p)
	}
	slices.Sort(actions)
	actions = slices.Compact(actions)
	document := struct {
		Version   string
		Statement []statement
	}{"2012-10-17", []statement{{"AismmRead", "Allow", actions, "*"}}}
	text, err := json.MarshalIndent(document, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("render the policy: %w", err)
	}
	return append(text, '\n'), nil
}

// connectActions are what signing in needs beside the collectors' own reads. sts:GetCallerIdentity needs no permission;
// sts:AssumeRole is used only where the settings name a role.
var connectActions = []string{"organizations:DescribeOrganization", "organizations:ListAccounts", "sts:AssumeRole"}

// The most characters, without white space, of a managed policy, and of all inline policies of a role together ("IAM and AWS STS quotas", IAM user
// guide).
const (
	managedPolicyCharacters = 6144
	inlinePolicyCharacters  = 10240
)

// permissionsNote says how a policy fits that is too long for the usual way.
func permissionsNote(document []byte) string {
	n := 0
	for _, r := range string(document) {
		if !unicode.IsSpace(r) {
			n++
		}
	}
	switch {
	case n > inlinePolicyCharacters:
		return fmt.Sprintf("the policy has %d characters, more than the %d that IAM lets a role have inline: make several with --category or --objective, each a managed policy of at most %d",
			n, inlinePolicyCharacters, managedPolicyCharacters)
	case n > managedPolicyCharacters:
		return fmt.Sprintf("the policy has %d characters, more than the %d of a managed policy: put it inline into the role (aws iam put-role-policy; at most %d), or make several with --category or --objective",
			n, managedPolicyCharacters, inlinePolicyCharacters)
	}
	return ""
}
