package evidence

import (
	"regexp"
	"strings"
)

// secretPattern finds one well-known form of secret; its group "s" is what is replaced.
type secretPattern struct {
	// form names it where only its place is told.
	form string
	// hint must be in a text for the expression to be worth trying: most text has none.
	hint       string
	expression *regexp.Regexp
}

// The forms are the issuers' own published ones; each needs a left border, so that "task-…" is not taken for "sk-…".
var secretPatterns = []secretPattern{
	// PEM (RFC 7468). One that was cut off is a secret too.
	{"private_key", "PRIVATE KEY-----", regexp.MustCompile(`(?s)(?P<s>-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----.*?(?:-----END [A-Z0-9 ]*PRIVATE KEY-----|$))`)},
	// OpenAI and Anthropic keys, and those of other model providers and registries.
	{"model_provider_key", "sk-", regexp.MustCompile(`(?:^|[^A-Za-z0-9_-])(?P<s>sk-[A-Za-z0-9_-]{16,})`)},
	{"groq_key", "gsk_", prefixed("gsk_")},         // Groq
	{"xai_key", "xai-", prefixed("xai-")},          // xAI
	{"nvidia_key", "nvapi-", prefixed("nvapi-")},   // NVIDIA
	{"perplexity_key", "pplx-", prefixed("pplx-")}, // Perplexity
	{"replicate_token", "r8_", prefixed("r8_")},    // Replicate
	{"pinecone_key", "pcsk_", prefixed("pcsk_")},   // Pinecone
	{"langsmith_key", "lsv2_", prefixed("lsv2_")},  // LangSmith
	{"databricks_token", "dapi", regexp.MustCompile(`(?:^|[^A-Za-z0-9_])(?P<s>dapi[0-9a-f]{32}(?:-[0-9])?)`)},
	// Long-term and short-term API keys of Amazon Bedrock.
	{"bedrock_api_key", "ABSK", regexp.MustCompile(`(?:^|[^A-Za-z0-9+/])(?P<s>ABSK[A-Za-z0-9+/]{40,}={0,2})`)},
	{"bedrock_api_key", "bedrock-api-key-", regexp.MustCompile(`(?P<s>bedrock-api-key-[A-Za-z0-9+/=_-]{20,})`)},
	// GitHub tokens.
	{"github_token", "gh", regexp.MustCompile(`(?:^|[^A-Za-z0-9_])(?P<s>gh[pousr]_[A-Za-z0-9]{20,})`)},
	{"github_token", "github_pat_", regexp.MustCompile(`(?P<s>github_pat_[A-Za-z0-9_]{20,})`)},
	{"gitlab_token", "glpat-", regexp.MustCompile(`(?P<s>glpat-[A-Za-z0-9_-]{16,})`)},
	{"slack_token", "xox", regexp.MustCompile(`(?:^|[^A-Za-z0-9])(?P<s>xox[abeprs]-[A-Za-z0-9-]{10,})`)},
	{"google_api_key", "AIza", regexp.MustCompile(`(?:^|[^A-Za-z0-9_-])(?P<s>AIza[A-Za-z0-9_-]{35})`)},
	{"google_oauth_token", "ya29.", regexp.MustCompile(`(?:^|[^A-Za-z0-9_.-])(?P<s>ya29\.[A-Za-z0-9_.-]{20,})`)},
	{"slack_webhook", "hooks.slack.com/", regexp.MustCompile(`hooks\.slack\.com/(?:services|workflows|triggers)/(?P<s>[^\s"'<>]+)`)},
	{"hugging_face_token", "hf_", regexp.MustCompile(`(?:^|[^A-Za-z0-9_])(?P<s>hf_[A-Za-z0-9]{20,})`)},
	// JSON Web Tokens (RFC 7519): both parts are objects, which begin with {" in base64url.
	{"json_web_token", "eyJ", regexp.MustCompile(`(?:^|[^A-Za-z0-9_-])(?P<s>eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)?)`)},
	// Userinfo with a password in a URL (RFC 3986, section 3.2.1).
	{"password_in_url", "://", regexp.MustCompile(`[A-Za-z][A-Za-z0-9+.-]*://[^\s:/?#@]*:(?P<s>[^\s/?#]+)@`)},
	{"bearer_token", "earer ", regexp.MustCompile(`[Bb]earer (?P<s>[A-Za-z0-9._~+/=-]{12,})`)},
	// Base64 without a digit, a capital behind a small letter or padding is taken for a word: "Basic authentication".
	{"basic_credentials", "asic ", regexp.MustCompile(`[Bb]asic (?P<s>[A-Za-z0-9+/]*(?:[0-9+/]|[a-z][A-Z])[A-Za-z0-9+/]{8,}={0,2}|[A-Za-z]{10,}={1,2})(?:$|[^A-Za-z0-9+/=])`)},
	// Members of connection strings, of signed URLs (Azure, AWS), of command lines and environments.
	{"assigned_secret", "=", regexp.MustCompile(secretMember + `\s*=\s*(?P<s>[^;&\s"']+)`)},
	{"assigned_secret", "=", regexp.MustCompile(secretMember + `\s*=\s*"(?P<s>[^"]+)`)},
	{"assigned_secret", "=", regexp.MustCompile(secretMember + `\s*=\s*'(?P<s>[^']+)`)},
	// Members of JSON inside a text, and of JSON inside JSON.
	{"assigned_secret", `":`, regexp.MustCompile(secretMember + `"\s*:\s*"(?P<s>(?:[^"\\]|\\.)+)`)},
	{"assigned_secret", `\":`, regexp.MustCompile(secretMember + `\\"\s*:\s*\\"(?P<s>(?:[^"\\]|\\[^"])+)`)},
}

// secretMember ends with a name that says that a secret follows.
const secretMember = `(?i)(?:^|[^A-Za-z0-9])(?:[A-Za-z0-9]+[_.-])*(?:password|passwd|pwd|passphrase|secret|secret_?access_?key|accountkey|sharedaccesskey|` +
	`api[_-]?key|access[_-]?key|client[_-]?secret|access[_-]?token|security[_-]?token|auth[_-]?token|token|signature|sig)`

func prefixed(prefix string) *regexp.Regexp {
	return regexp.MustCompile(`(?:^|[^A-Za-z0-9_-])(?P<s>` + prefix + `[A-Za-z0-9_-]{20,})`)
}

// An AWS access key id is metadata; the secret key beside one is not.
var (
	accessKeyID     = regexp.MustCompile(`(?:^|[^A-Z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?:$|[^A-Z0-9])`)
	secretAccessKey = regexp.MustCompile(`(?:^|[^A-Za-z0-9/+=])(?P<s>[A-Za-z0-9/+]{40})(?:$|[^A-Za-z0-9/+=])`)
)

// redactPatterns replaces every secret that it recognizes within a text, and keeps the rest.
func redactPatterns(text string, fingerprint func(string) string) string {
	if len(text) < 8 {
		return text
	}
	for _, p := range secretPatterns {
		if strings.Contains(text, p.hint) {
			text = replaceGroup(p.expression, text, fingerprint)
		}
	}
	if (strings.Contains(text, "AKIA") || strings.Contains(text, "ASIA")) && accessKeyID.MatchString(text) {
		text = replaceGroup(secretAccessKey, text, fingerprint)
	}
	return text
}

func replaceGroup(re *regexp.Regexp, text string, replace func(string) string) string {
	group := re.SubexpIndex("s")
	var b strings.Builder
	last := 0
	for _, m := range re.FindAllStringSubmatchIndex(text, -1) {
		from, to := m[2*group], m[2*group+1]
		b.WriteString(text[last:from])
		b.WriteString(replace(text[from:to]))
		last = to
	}
	if last == 0 {
		return text
	}
	b.WriteString(text[last:])
	return b.String()
}
