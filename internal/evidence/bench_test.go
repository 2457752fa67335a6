package evidence_test

import (
	"fmt"
	"testing"

	"github.com/aismm/aismm/internal/evidence"
)

// bigDocument has about 20 MB of the kind of JSON that providers send.
func bigDocument() *evidence.Document {
	d := sampleDocuments()[0]
	for i := range 20000 {
		d.Resources["toy_disk"] = append(d.Resources["toy_disk"], &evidence.Resource{
			ID: fmt.Sprintf("arn:aws:bedrock:us-east-1:111122223333:agent/%08d", i), Name: fmt.Sprintf("agent-%d", i), Tags: map[string]string{"team": "ml", "cost-center": "42"},
			Config: map[string]any{"agentArn": fmt.Sprintf("arn:aws:bedrock:us-east-1:111122223333:agent/%08d", i), "agentStatus": "PREPARED", "idleSessionTTLInSeconds": 600,
				"agentResourceRoleArn": "arn:aws:iam::111122223333:role/service-role/AmazonBedrockExecutionRoleForAgents", "createdAt": "2026-11-20T12:00:00Z", "foundationModel": "example.model-v1:0",
				"policy": map[string]any{"Version": "2012-10-17", "Statement": []any{map[string]any{"Effect": "Allow", "Action": []any{"bedrock:InvokeModel"}, "Resource": "*"}}}},
			Parts: map[string]any{"GetAgent": map[string]any{"instruction": "Answer the customer in one sentence.", "environment": map[string]any{"HOST": "db.example.com", "MODE": "fast"}}},
		})
	}
	return d
}

func BenchmarkEncodeDocument(b *testing.B) {
	d, r := bigDocument(), testRedactor()
	b.ReportAllocs()
	for b.Loop() {
		raw, err := evidence.EncodeDocument(d, r)
		if err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(len(raw)))
	}
}

func BenchmarkParseDocument(b *testing.B) {
	raw, err := evidence.EncodeDocument(bigDocument(), testRedactor())
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := evidence.ParseDocument(raw); err != nil {
			b.Fatal(err)
		}
	}
}
