package evidence_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/aismm/aismm/internal/evidence"
)

// Invented secrets, put together here so that no text of this file looks like a live one.
var (
	letters = strings.Repeat("Ab0", 20)
	hexes   = strings.Repeat("0a", 16)
)

func TestPatterns(t *testing.T) {
	r := testRedactor()
	for name, tt := range map[string]struct{ before, secret, after string }{
		"PEM":                  {"key: ", "-----BEGIN RSA PRIVATE " + "KEY-----\nabc\n-----END RSA PRIVATE KEY-----", " end"},
		"PEM cut off":          {"", "-----BEGIN PRIVATE " + "KEY-----\nabc", ""},
		"sk":                   {"use ", "sk-" + letters, "."},
		"GitHub":               {"", "ghp_" + letters, ""},
		"GitHub fine-grained":  {"", "github_pat_" + letters, ""},
		"GitLab":               {"(", "glpat-" + letters, ")"},
		"Slack":                {"", "xoxb-" + letters, ""},
		"Slack hook":           {"https://hooks.slack.com/services/", "T0/B0/" + letters, " now"},
		"Google":               {"", "AIza" + letters[:35], ""},
		"Google OAuth":         {"", "ya29." + letters, ""},
		"Hugging Face":         {"", "hf_" + letters, ""},
		"Groq":                 {"", "gsk_" + letters, ""},
		"xAI":                  {"", "xai-" + letters, ""},
		"NVIDIA":               {"", "nvapi-" + letters, ""},
		"Replicate":            {"", "r8_" + letters, ""},
		"Databricks":           {"", "dapi" + hexes, ""},
		"Bedrock":              {"", "ABSK" + letters + "==", ""},
		"Bedrock short":        {"", "bedrock-api-key-" + letters, ""},
		"JWT":                  {"t ", "eyJ" + letters[:20] + ".eyJ" + letters[:20] + ".sig-sig", ""},
		"URL":                  {"postgres://app:", "hunter2", "@db.example.com/x"},
		"Bearer":               {"Authorization: Bearer ", letters, ""},
		"Basic":                {"Basic ", "dXNlcjpodW50ZXIyaHVudGVy", ""},
		"connection string":    {"Server=db;Password=", "hunter2", ";Encrypt=true"},
		"quoted":               {`password="`, "correct horse battery", `" x`},
		"single quoted":        {`PASSWORD='`, "correct horse", `'`},
		"command line":         {"serve --api-key=", "hunter22", " --port=80"},
		"environment":          {"OPENAI_API_KEY=", "hunter22", ""},
		"SAS":                  {"https://x.example.com/?sv=1&sig=", "abc%2Bdef", "&se=2"},
		"signed URL":           {"https://s3.example.com/x?X-Amz-Expires=9&X-Amz-Signature=", hexes, ""},
		"signed URL's session": {"https://s3.example.com/x?X-Amz-Security-Token=", letters, "&a=b"},
		"JSON in text":         {`{"user":"x","password": "`, `a\"b c`, `","n":1}`},
		"JSON in JSON":         {`{\"dbPassword\":\"x\",\"db_password\":\"`, "hunter2", `\"}`},
		"AWS":                  {"AKIA" + "IOSFODNN7EXAMPLE ", "wJalrXUtnFEMI/K7MDENG/" + "bPxRfiCYEXAMPLEKEY", " end"},
	} {
		if got, want := r.Text(tt.before+tt.secret+tt.after), tt.before+r.Fingerprint(tt.secret)+tt.after; got != want && name != "JSON in JSON" {
			t.Errorf("%s:\ngot  %s\nwant %s", name, got, want)
		} else if strings.Contains(got, "hunter2") {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestPlainTextStays(t *testing.T) {
	r := testRedactor()
	for _, text := range []string{
		"", "task-Ab0Ab0Ab0Ab0Ab0Ab0Ab0", "risk-assessment-of-2026-and-later", "arn:aws:iam::111122223333:role/service-role/AmazonBedrockExecutionRole",
		"arn:aws:secretsmanager:us-east-1:111122223333:secret:openai-key-AbCdEf", "https://api.example.com:8443/v1/models?limit=20&after=x", "s3://bucket/key@2",
		"AKIA" + "IOSFODNN7EXAMPLE", "The security token included in the request is invalid", "User: arn:aws:sts::111122223333:assumed-role/a/b is not authorized to perform: bedrock:ListGuardrails",
		"sha256:" + evidence.SHA256Hex([]byte("x")), "nextToken=abc", "maxTokens=100", "anthropic.claude-3-5-sonnet-20240620-v1:0", "2026-11-20T12:00:00Z",
		"vpc-0a1b2c3d4e5f67890", "cn=admin,dc=example,dc=com", "a=b", "Basic authentication is off", "bearer of bad news",
	} {
		if got := r.Text(text); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
}

func TestResourceRedaction(t *testing.T) {
	r := evidence.NewRedactor([]byte("0123456789abcdef"), []evidence.Kind{{Name: "k", Redact: []string{"config.hidden.*.text", "parts.Get.body"}}})
	f := r.Fingerprint
	for name, tt := range map[string][2]string{
		"names and ids stay": {`{"id":"password=x-x-x-x","name":"secret","config":{"secretArn":"arn:aws:secretsmanager:x","secret_name":"db","tokenType":"JWT","KmsKeyId":"k","MaxTokens":"100","PasswordLastUsed":"2026"}}`,
			`{"id":"password=x-x-x-x","name":"secret","config":{"secretArn":"arn:aws:secretsmanager:x","secret_name":"db","tokenType":"JWT","KmsKeyId":"k","MaxTokens":"100","PasswordLastUsed":"2026"}}`},
		"by name": {`{"config":{"clientSecret":"a","API_KEY":"b","adminPassword":"c","nested":[{"Token":"d","nextToken":"e"}],"password":"","token":7,"secretKey":"arn:aws:x"}}`,
			`{"config":{"clientSecret":"` + f("a") + `","API_KEY":"` + f("b") + `","adminPassword":"` + f("c") + `","nested":[{"Token":"` + f("d") + `","nextToken":"e"}],"password":"","token":7,"secretKey":"arn:aws:x"}}`},
		"lists of secrets": {`{"config":{"tokens":["x"],"passwords":[["y"]],"secrets":["z"]}}`,
			`{"config":{"tokens":["x"],"passwords":[["y"]],"secrets":["` + f("z") + `"]}}`},
		"map of secrets":  {`{"config":{"secrets":{"db":"x","ref":"y"}}}`, `{"config":{"secrets":{"db":"` + f("x") + `","ref":"` + f("y") + `"}}}`},
		"environment map": {`{"config":{"Environment":{"Variables":{"HOST":"x","EMPTY":""}}}}`, `{"config":{"Environment":{"Variables":{"HOST":"` + f("x") + `","EMPTY":""}}}}`},
		"environment list": {`{"config":{"environmentVariables":[{"name":"HOST","value":"x"},{"name":"N","valueFrom":"arn:aws:x"}]}}`,
			`{"config":{"environmentVariables":[{"name":"HOST","value":"` + f("x") + `"},{"name":"N","valueFrom":"arn:aws:x"}]}}`},
		"environment name": {`{"config":{"environment":"production"}}`, `{"config":{"environment":"production"}}`},
		"pairs":            {`{"config":{"headers":[{"Key":"api_key","Value":"x"},{"Key":"team","Value":"ml"}]}}`, `{"config":{"headers":[{"Key":"api_key","Value":"` + f("x") + `"},{"Key":"team","Value":"ml"}]}}`},
		"prompts": {`{"config":{"instruction":"You are","promptTemplate":{"text":"a","n":1},"prompt":{"id":"p"}},"parts":{"G":{"basePromptTemplate":"b"}}}`,
			`{"config":{"instruction":"` + f("You are") + `","promptTemplate":{"text":"` + f("a") + `","n":1},"prompt":{"id":"p"}},"parts":{"G":{"basePromptTemplate":"` + f("b") + `"}}}`},
		"declared": {`{"config":{"hidden":{"a":{"text":"x","by":"me"},"b":[{"text":"y"}]},"text":"z"},"parts":{"Get":{"body":{"deep":["w",1,true]}}}}`,
			`{"config":{"hidden":{"a":{"text":"` + f("x") + `","by":"me"},"b":[{"text":"` + f("y") + `"}]},"text":"z"},"parts":{"Get":{"body":{"deep":["` + f("w") + `",1,true]}}}}`},
		"tags and derived": {`{"tags":{"password":"x","team":"ml"},"derived":{"api_key":"y"}}`, `{"tags":{"password":"` + f("x") + `","team":"ml"},"derived":{"api_key":"` + f("y") + `"}}`},
	} {
		var got, want map[string]any
		if err := json.Unmarshal([]byte(tt[0]), &got); err != nil {
			t.Fatal(name, err)
		}
		if err := json.Unmarshal([]byte(tt[1]), &want); err != nil {
			t.Fatal(name, err)
		}
		r.Resource("k", got)
		if !reflect.DeepEqual(got, want) {
			text, _ := json.Marshal(got)
			t.Errorf("%s:\ngot  %s\nwant %s", name, text, tt[1])
		}
	}
}

func TestFingerprints(t *testing.T) {
	a, b := evidence.NewRedactor([]byte("0123456789abcdef"), nil), evidence.NewRedactor([]byte("0123456789abcdeg"), nil)
	if a.Fingerprint("x") != "redacted:hmac-sha256:ad5674d3a6f9d4a3" && len(a.Fingerprint("x")) != 37 {
		t.Errorf("form: %s", a.Fingerprint("x"))
	}
	if a.Fingerprint("x") != evidence.NewRedactor([]byte("0123456789abcdef"), nil).Fingerprint("x") || a.Fingerprint("x") == a.Fingerprint("y") {
		t.Error("equal secrets must have equal fingerprints, and others not")
	}
	if a.Fingerprint("x") == b.Fingerprint("x") || evidence.NewRedactor(nil, nil).Fingerprint("x") == evidence.NewRedactor(nil, nil).Fingerprint("x") {
		t.Error("fingerprints of other keys must differ")
	}
	if f := a.Fingerprint("x"); b.Fingerprint(f) != f {
		t.Error("a fingerprint must stay itself")
	}
	if _, err := evidence.RedactorFromEnv(func(string) string { return "short" }, nil); err == nil || !strings.Contains(err.Error(), evidence.RedactionKeyVariable) {
		t.Errorf("a short key: %v", err)
	}
}
