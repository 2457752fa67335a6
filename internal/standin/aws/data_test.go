package aws

import (
	"context"
	"maps"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/bedrockagent"
)

const smallEstate = `management: "111122223333"
callers: {INVENTED-KEY-OF-HALDEN: "arn:aws:iam::111122223333:user/x"}
regions: [us-east-1, eu-central-1]
`

// estateWith is a small estate with one file more.
func estateWith(file, text string) fstest.MapFS {
	files := fstest.MapFS{
		"estate.yaml":                  {Data: []byte(smallEstate)},
		"111122223333/global/iam.yaml": {Data: []byte("ListAccountAliases: [halden]\n")},
	}
	maps.Copy(files, fstest.MapFS{file: {Data: []byte(text)}})
	return files
}

// TestWrongData: whatever is wrong with a file is an error that names the file and the line, and what was meant.
func TestWrongData(t *testing.T) {
	const bedrock = "111122223333/us-east-1/bedrock.yaml"
	for _, c := range []struct{ name, file, text, want string }{
		{"unknown service", "111122223333/us-east-1/bedrok.yaml", "A: {}", `111122223333/us-east-1/bedrok.yaml: unknown service "bedrok"; did you mean "bedrock"?`},
		{"no account", "11112222333/us-east-1/bedrock.yaml", "A: {}", `11112222333/us-east-1/bedrock.yaml: "11112222333" is no account id`},
		{"no region", "111122223333/virginia/bedrock.yaml", "A: {}", `111122223333/virginia/bedrock.yaml: "virginia" is no region`},
		{"a global service in a region", "111122223333/us-east-1/iam.yaml", "A: {}", `111122223333/us-east-1/iam.yaml: an account has iam once, in folder "global"`},
		{"a regional service in none", "111122223333/global/bedrock.yaml", "A: {}", `111122223333/global/bedrock.yaml: bedrock is in each region, and never in folder "global"`},
		{"unknown operation", bedrock, "# x\n\nGetGuardrial:\n  a/DRAFT: {}\n", bedrock + `:3: unknown operation bedrock:GetGuardrial; did you mean "GetGuardrail"?`},
		{"several at once", bedrock, "GetGuardrai: {}\nListGuardrail: []\n", bedrock + ":1: unknown operation bedrock:GetGuardrai; did you mean \"GetGuardrail\"?\n" + bedrock + ":2: unknown operation bedrock:ListGuardrail; did you mean \"ListGuardrails\"?"},
		{"worked out", "111122223333/global/iam.yaml", "ListRoles: []", `111122223333/global/iam.yaml:1: the stand-in works out iam:ListRoles; it is not written`},
		{"key with too few parts", bedrock, "GetGuardrail:\n  hm1: {version: DRAFT}\n", bedrock + `:2: GetGuardrail is written by guardrailIdentifier/guardrailVersion; "hm1" has too few parts`},
		{"no keys", bedrock, "GetGuardrail: [a]\n", bedrock + `:1: GetGuardrail is written by guardrailIdentifier/guardrailVersion: want a mapping`},
		{"a list that is none", bedrock, "ListInferenceProfiles: {a: 1}\n", bedrock + `:1: ListInferenceProfiles  is no list`},
		{"a reply that is none", bedrock, "GetModelInvocationLoggingConfiguration: [1]\n", bedrock + `:1: GetModelInvocationLoggingConfiguration  is no mapping`},
		{"tags that are none", bedrock, "ListTagsForResource:\n  arn:x: [a]\n", bedrock + `:2: ListTagsForResource is a mapping from the name of a tag to its value`},
		{"a value that is missing", bedrock, "GetGuardrail:\n  a/DRAFT:\n    name:\n", bedrock + `:3: a value is missing`},
		{"no YAML", bedrock, "a: [", bedrock + ": "},
		{"twice the same key", bedrock, "GetGuardrail:\n  a/1: {name: a}\n  a/1: {name: b}\n", bedrock + ": "},
		{"an unknown anchor", bedrock, "GetGuardrail:\n  a/1: *b\n", bedrock + ":"},
		{"empty", bedrock, "", bedrock + ": want "},
		{"two documents", bedrock, "a: 1\n---\nb: 1\n", bedrock + ": want one YAML document, got 2"},
		{"an unknown mark", bedrock, "GetGuardrail:\n  a/1: {createdAt: \"{{weeks_ago 2}}\"}\n", bedrock + ": render line 2: unknown mark {{weeks_ago 2}}"},
		{"an unknown key of the estate", "estate.yaml", smallEstate + "regoins: []\n", `estate.yaml:4:1: unknown key "regoins"; did you mean "regions"?`},
		{"a management account without data", "estate.yaml", strings.Replace(smallEstate, "111122223333", "111122223334", 1), `estate.yaml: management account "111122223334" has no data`},
		{"a caller who is nobody", "estate.yaml", strings.Replace(smallEstate, "arn:aws:iam::111122223333:user/x", "x", 1), `estate.yaml: caller INVENTED-KEY-OF-HALDEN has no ARN of a user: "x"`},
		{"a fault that cannot be", "estate.yaml", smallEstate + "faults: [{service: iam, operation: Nope, kind: deny}]\n", "fault on unknown operation iam:Nope"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := New(estateWith(c.file, c.text), testNow, Options{})
			if err == nil || !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("got  %v\nwant %s", err, c.want)
			}
		})
	}
	if _, err := New(fstest.MapFS{}, testNow, Options{}); err == nil || !strings.Contains(err.Error(), "estate.yaml") {
		t.Errorf("an empty estate: %v", err)
	}
}

// TestPagesAndOrder: items come in the order of the file, whatever the size of the page, and the token leads on.
func TestPagesAndOrder(t *testing.T) {
	agent := func(id string) string {
		return "  " + id + ": {agentId: " + id + ", agentName: n" + id + ", agentStatus: PREPARED, updatedAt: \"{{time_days_ago 1}}\"}\n"
	}
	files := estateWith("111122223333/us-east-1/bedrock-agent.yaml", "GetAgent:\n"+agent("ZZZZZZZZZ1")+agent("AAAAAAAAA2")+agent("MMMMMMMMM3"))
	h, err := New(files, testNow, Options{})
	if err != nil {
		t.Fatal(err)
	}
	client := bedrockagent.NewFromConfig(configFor(serve(t, h), management, "us-east-1"))
	for size, want := range map[int32]string{1: "ZZZZZZZZZ1 | AAAAAAAAA2 | MMMMMMMMM3", 2: "ZZZZZZZZZ1 AAAAAAAAA2 | MMMMMMMMM3", 3: "ZZZZZZZZZ1 AAAAAAAAA2 MMMMMMMMM3"} {
		var pages []string
		pager := bedrockagent.NewListAgentsPaginator(client, &bedrockagent.ListAgentsInput{MaxResults: aws.Int32(size)})
		for pager.HasMorePages() {
			page, err := pager.NextPage(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			var ids []string
			for _, a := range page.AgentSummaries {
				ids = append(ids, *a.AgentId)
			}
			pages = append(pages, strings.Join(ids, " "))
		}
		if got := strings.Join(pages, " | "); got != want {
			t.Errorf("pages of %d: %s, want %s", size, got, want)
		}
	}
}

// TestDatesCountBack: the same moment gives the same estate, another one an estate of the same age.
func TestDatesCountBack(t *testing.T) {
	updated := func(now time.Time) time.Time {
		h, err := New(os.DirFS("../../../testdata/providers/aws"), now, Options{})
		if err != nil {
			t.Fatal(err)
		}
		out, err := bedrockagent.NewFromConfig(configFor(serve(t, h), production, "us-east-1")).GetAgent(context.Background(), &bedrockagent.GetAgentInput{AgentId: aws.String("HMCLAIMS01")})
		if err != nil {
			t.Fatal(err)
		}
		return *out.Agent.UpdatedAt
	}
	for _, now := range []time.Time{testNow, testNow.AddDate(1, 2, 3)} {
		if got, want := updated(now), now.AddDate(0, 0, -12); !got.Equal(want) {
			t.Errorf("at %v: updated %v, want %v", now, got, want)
		}
	}
}

// BenchmarkLoad is what the demonstration waits for before it begins.
func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := New(os.DirFS("../../../testdata/providers/aws"), testNow, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
