package aws

import (
	"regexp"
	"strings"
)

// aiServices are the prefixes of the actions of AI services (Service Authorization Reference: Amazon Bedrock, Amazon Bedrock
// AgentCore, Amazon SageMaker), sorted. They are also the namespaces under which IAM reports their last use.
var aiServices = []string{"bedrock", "bedrock-agentcore", "sagemaker"}

// servicesOf names the AI services of which the documents allow at least one action. Resources, conditions, denials and
// boundaries are not weighed: it says who has rights on AI, not whether a call would succeed.
func servicesOf(documents []any) []any {
	found := []any{}
	for _, service := range aiServices {
		if allowsService(documents, service) {
			found = append(found, service)
		}
	}
	return found
}

func allowsService(documents []any, service string) bool {
	for _, d := range documents {
		document, _ := d.(map[string]any)
		for _, statement := range objects(document, "Statement") {
			if text(statement, "Effect") == "Allow" && coversService(statement, service) {
				return true
			}
		}
	}
	return false
}

// coversService reports whether a statement names an action of the service, or all but some.
func coversService(statement map[string]any, service string) bool {
	if except, ok := statement["NotAction"]; ok {
		for _, pattern := range oneOrMany(except) {
			if prefix, action, _ := strings.Cut(pattern, ":"); pattern == "*" || (action == "*" && wildcard(prefix).MatchString(service)) {
				return false // the whole service is left out
			}
		}
		return true
	}
	for _, pattern := range oneOrMany(statement["Action"]) {
		if prefix, _, _ := strings.Cut(pattern, ":"); wildcard(prefix).MatchString(service) {
			return true
		}
	}
	return false
}

// oneOrMany reads an element that may be a string or a list of strings.
func oneOrMany(element any) []string {
	switch e := element.(type) {
	case string:
		return []string{e}
	case []any:
		var many []string
		for _, item := range e {
			if s, ok := item.(string); ok {
				many = append(many, s)
			}
		}
		return many
	}
	return nil
}

// wildcard matches as IAM does: in any case, * for any text and ? for any character.
func wildcard(pattern string) *regexp.Regexp {
	quoted := strings.NewReplacer(`\*`, ".*", `\?`, ".").Replace(regexp.QuoteMeta(pattern))
	return regexp.MustCompile("(?is)^" + quoted + "$")
}

// ownedByAWS reports a managed policy of AWS's own, whose ARN has the account "aws".
func ownedByAWS(arn string) bool { return strings.Contains(arn, ":iam::aws:policy/") }
