package evidence

import (
	"strings"
	"sync"
)

// meaning is what a field's name says about its content.
type meaning struct {
	secret, environment, secrets, prompt, promptText bool
}

// meanings remembers names: documents repeat the same few very often. Names that come from data, such as the keys of tags, are
// remembered up to a bound.
var meanings struct {
	sync.RWMutex
	byName map[string]meaning
}

const maxMeanings = 1 << 14

func meaningOf(name string) meaning {
	meanings.RLock()
	m, ok := meanings.byName[name]
	meanings.RUnlock()
	if ok {
		return m
	}
	plain := plainName(name)
	m = meaning{secret: secretName(plain), environment: environmentName(plain), secrets: plain == "secrets", prompt: promptName(plain), promptText: promptText(plain)}
	meanings.Lock()
	defer meanings.Unlock()
	if meanings.byName == nil || len(meanings.byName) >= maxMeanings {
		meanings.byName = map[string]meaning{}
	}
	meanings.byName[name] = m
	return m
}

var separators = strings.NewReplacer("_", "", "-", "", ".", "", " ", "")

// plainName brings "client_secret", "Client-Secret" and "clientSecret" to one form.
func plainName(name string) string { return separators.Replace(strings.ToLower(name)) }

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

// secretName reports whether the text of a field of this plain name is a secret. Names that end otherwise (secretArn, tokenVault,
// kmsKeyId, AccessKeyId, authorizationUrl) are metadata.
func secretName(plain string) bool {
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
func environmentName(plain string) bool {
	switch plain {
	case "environment", "environmentvariables", "environmentvars", "envvars", "env", "variables":
		return true
	}
	return false
}

// promptName reports fields that hold the text of prompts or completions, whatever its structure.
func promptName(plain string) bool {
	switch plain {
	case "templateconfiguration", "prompttemplate", "baseprompttemplate", "prompttext", "systemprompt", "completion",
		"completiontext", "textprompttemplate", "inputtext", "outputtext":
		return true
	}
	return false
}

// promptText reports fields whose plain text is a prompt; structures under the same names are settings.
func promptText(plain string) bool {
	switch plain {
	case "prompt", "instruction", "instructions", "systeminstruction", "systeminstructions":
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
