package evidence

import "strings"

// plainName brings "client_secret", "Client-Secret" and "clientSecret" to one form.
func plainName(name string) string {
	return strings.NewReplacer("_", "", "-", "", ".", "", " ", "").Replace(strings.ToLower(name))
}

// secretNames are fields whose text is a secret.
var secretNames = set(
	"authorization", "proxyauthorization", "cookie", "setcookie", "credentials",
	"secret", "secrets", "secretstring", "secretbinary", "secretvalue", "secretkey", "userdata",
	"token", "tokenvalue", "tokensecret", "sas", "sharedaccesskey", "sharedaccesssignature",
	"accountkey", "storagekey", "signingkey", "hmackey", "masterkey", "subscriptionkey", "functionkey",
	"pwd", "passphrase", "passcode", "connstr", "dsn",
)

// secretEndings catch compound names: adminPassword, OPENAI_API_KEY, dbConnectionString.
var secretEndings = []string{
	"password", "passwd", "passphrase", "secret", "secretkey", "secretaccesskey", "privatekey", "apikey",
	"token", "connectionstring", "connectionuri", "sharedaccesskey", "accountkey",
}

// harmlessNames end like secrets and are none: positions in lists, names of requests, and descriptions.
var harmlessNames = set(
	"nexttoken", "continuationtoken", "nextcontinuationtoken", "paginationtoken", "pagetoken", "nextpagetoken",
	"clienttoken", "clientrequesttoken", "idempotencytoken", "startingtoken", "synctoken", "changetoken",
	"nextforwardtoken", "nextbackwardtoken", "uploadsequencetoken", "updatetoken", "locktoken",
)

// secretName reports whether the text of a field of this name is a secret. Names that end otherwise (secretArn, tokenVault,
// kmsKeyId, AccessKeyId, authorizationUrl) are metadata.
func secretName(name string) bool {
	plain := plainName(name)
	if harmlessNames[plain] {
		return false
	}
	if secretNames[plain] {
		return true
	}
	for _, ending := range secretEndings {
		if strings.HasSuffix(plain, ending) {
			return true
		}
	}
	return false
}

// environmentName reports fields that hold a process's environment, whose values often are secrets.
func environmentName(name string) bool {
	switch plainName(name) {
	case "environment", "environmentvariables", "environmentvars", "envvars", "env", "variables":
		return true
	}
	return false
}

// promptName reports fields that hold the text of prompts or completions, whatever its structure.
func promptName(name string) bool {
	switch plainName(name) {
	case "templateconfiguration", "prompttemplate", "baseprompttemplate", "prompttext", "systemprompt", "completion",
		"completiontext", "textprompttemplate", "inputtext", "outputtext":
		return true
	}
	return false
}

// reference reports values that only say where a secret is, or that there is none.
func reference(value string) bool {
	return value == "" || strings.HasPrefix(value, "arn:") || strings.HasPrefix(value, "{{resolve:") || isFingerprint(value)
}

func set(names ...string) map[string]bool {
	m := make(map[string]bool, len(names))
	for _, n := range names {
		m[n] = true
	}
	return m
}
