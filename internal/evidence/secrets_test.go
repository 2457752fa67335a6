package evidence_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"

	"github.com/aismm/aismm/internal/evidence"
)

func TestFindSecrets(t *testing.T) {
	for name, tc := range map[string]struct {
		value string
		want  []evidence.SecretMatch
	}{
		"plain text":         {`"You help policyholders. Never tell the password of anybody."`, nil},
		"empty":              {`""`, nil},
		"a key in a prompt":  {`"Call the service with sk-` + letters + ` and be polite."`, []evidence.SecretMatch{{"config.x", "model_provider_key"}}},
		"an assignment":      {`"Sign in with password=correct-horse first."`, []evidence.SecretMatch{{"config.x", "assigned_secret"}}},
		"JSON in a text":     {`"{\"api_key\": \"correct-horse\"}"`, []evidence.SecretMatch{{"config.x", "assigned_secret"}}},
		"two forms":          {`"glpat-` + letters + ` token=correct-horse"`, []evidence.SecretMatch{{"config.x", "gitlab_token"}, {"config.x", "assigned_secret"}}},
		"two of one form":    {`"ghp_` + letters + ` github_pat_` + letters + `"`, []evidence.SecretMatch{{"config.x", "github_token"}}},
		"an AWS key":         {`"AKIA` + `IOSFODNN7EXAMPLE wJalrXUtnFEMI/K7MDENG/` + `bPxRfiCYEXAMPLEKEY"`, []evidence.SecretMatch{{"config.x", "aws_secret_access_key"}}},
		"an AWS key id only": {`"AKIA` + `IOSFODNN7EXAMPLE"`, nil},
		"a URL":              {`"postgres://app:correct-horse@db.example.com/x"`, []evidence.SecretMatch{{"config.x", "password_in_url"}}},
		"by name":            {`{"DB_PASSWORD": "correct-horse", "HOST": "db"}`, []evidence.SecretMatch{{"config.x.DB_PASSWORD", "named_secret"}}},
		"by name and form":   {`{"API_KEY": "hf_` + letters + `"}`, []evidence.SecretMatch{{"config.x.API_KEY", "hugging_face_token"}}},
		"by the pair's name": {`[{"name": "HOST", "value": "db"}, {"name": "DB_PASSWORD", "value": "correct-horse"}]`,
			[]evidence.SecretMatch{{"config.x.1.value", "named_secret"}}},
		"deep":              {`{"a": [{"b": ["x", "Bearer abcdefghijklmnop"]}]}`, []evidence.SecretMatch{{"config.x.a.0.b.1", "bearer_token"}}},
		"in order":          {`{"b_token": "correct-horse", "a_token": "correct-horse"}`, []evidence.SecretMatch{{"config.x.a_token", "named_secret"}, {"config.x.b_token", "named_secret"}}},
		"references":        {`{"token": "arn:aws:secretsmanager:us-east-1:111122223333:secret:x", "api_key": "{{resolve:ssm:x}}", "password": ""}`, nil},
		"variables":         {`"export TOKEN=$(aws secretsmanager get-secret-value); curl -H \"Authorization: Bearer $TOKEN_OF_THE_DAY\" password=<fill-in>"`, nil},
		"calls":             {`"token = os.environ['HF_TOKEN']\npassword=getpass()"`, nil},
		"special tokens":    {`{"pad_token": "<pad>", "mask_token": "[MASK]", "use_auth_token": "True", "eos_token": "50256"}`, nil},
		"a second one":      {`"password=$PASSWORD password=correct-horse"`, []evidence.SecretMatch{{"config.x", "assigned_secret"}}},
		"numbers and flags": {`{"token": 7, "secret": true, "password": null}`, nil},
		"fingerprints":      {`{"token": "redacted:hmac-sha256:0123456789abcdef"}`, nil},
	} {
		var value any
		if err := json.Unmarshal([]byte(tc.value), &value); err != nil {
			t.Fatal(name, err)
		}
		if got := evidence.FindSecrets(value, "config.x"); !slices.Equal(got, tc.want) {
			t.Errorf("%s: got %v, want %v", name, got, tc.want)
		}
	}
}

// The name that a value goes by is the last of the path, where the value is a text itself.
func TestFindSecretsByTheNameOfThePath(t *testing.T) {
	want := []evidence.SecretMatch{{"parts.Get.client_secret", "named_secret"}}
	if got := evidence.FindSecrets("correct-horse", "parts.Get.client_secret"); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := evidence.FindSecrets(map[string]any{"token": "correct-horse"}, ""); !reflect.DeepEqual(got, []evidence.SecretMatch{{"token", "named_secret"}}) {
		t.Errorf("without a path: %v", got)
	}
}

// What is found is what redaction replaces: a form that only one of them knew would be kept, or would be blamed for nothing.
func TestWhatIsFoundIsRedacted(t *testing.T) {
	r := testRedactor()
	for _, text := range []string{"sk-" + letters, "password=correct-horse", "postgres://app:correct-horse@db.example.com/x", "Bearer abcdefghijklmnop"} {
		if len(evidence.FindSecrets(text, "x")) == 0 || r.Text(text) == text {
			t.Errorf("%q: found %v, redacted to %q", text, evidence.FindSecrets(text, "x"), r.Text(text))
		}
	}
}
