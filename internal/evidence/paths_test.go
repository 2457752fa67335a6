package evidence_test

import (
	"strings"
	"testing"

	"github.com/aismm/aismm/internal/evidence"
)

func TestDocumentPaths(t *testing.T) {
	seen := map[string]string{}
	for _, tt := range []struct{ collector, account, region, want string }{
		{"aws/bedrock", "123456789012", "us-east-1", "documents/aws/123456789012/us-east-1/bedrock.json"},
		{"aws/iam", "123456789012", "", "documents/aws/123456789012/_/iam.json"},
		{"aws/iam", "123456789012", "_", "documents/aws/123456789012/_~"},
		{"aws/iam", "ABC", "", "documents/aws/abc~"},
		{"aws/iam", "abc", "", "documents/aws/abc/_/iam.json"},
		{"aws/iam", "..", "", "documents/aws/~"},
		{"aws/iam", "../..", "x", "documents/aws/-~"},
		{"aws/iam", "a/b", "", "documents/aws/a-b~"},
		{"aws/iam", "a", "b", "documents/aws/a/b/iam.json"},
		{"aws/iam", "con", "", "documents/aws/con~"},
		{"aws/iam", "com1.x", "", "documents/aws/com1.x~"},
		{"aws/iam", strings.Repeat("a", 300), "", "documents/aws/" + strings.Repeat("a", 80) + "~"},
		{"gcp/iam", "abc", "", "documents/aws/abc/_/-gcp-iam~"},
	} {
		got := evidence.DocumentPath(tt.collector, evidence.NewScope("aws", tt.account, tt.region))
		if !strings.HasPrefix(got, tt.want) || strings.Contains(got, "..") || strings.Contains(got, "\\") {
			t.Errorf("%q %q %q: %s, want %s…", tt.collector, tt.account, tt.region, got, tt.want)
		}
		if other, dup := seen[strings.ToLower(got)]; dup {
			t.Errorf("%s is the path of %s too", got, other)
		}
		seen[strings.ToLower(got)] = tt.account + "/" + tt.region
	}
}
