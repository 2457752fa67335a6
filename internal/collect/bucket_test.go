package collect

import (
	"net/http"
	"testing"
	"time"
)

func TestAPIOf(t *testing.T) {
	const key = "AWS4-HMAC-SHA256 Credential=KEYOFTESTS/20261120/"
	for _, tt := range []struct{ url, authorization, key, api string }{
		{"https://bedrock.us-east-1.amazonaws.com/guardrails", key + "us-east-1/bedrock/aws4_request, SignedHeaders=host, Signature=x", "KEYOFTESTS us-east-1 bedrock", "bedrock"},
		{"https://bedrock.us-east-1.amazonaws.com/guardrails", "AWS4-HMAC-SHA256 Credential=KEYOFTESTS/20261121/us-east-1/bedrock/aws4_request,SignedHeaders=host", "KEYOFTESTS us-east-1 bedrock", "bedrock"},
		{"https://b.mrap.s3-global.amazonaws.com/", "AWS4-ECDSA-P256-SHA256 Credential=KEYOFTESTS/20261120/s3/aws4_request, Signature=x", "KEYOFTESTS s3", "s3"},
		{"https://api.example.com/v1/organization/users?limit=1", "Bearer x", "api.example.com/v1", "api.example.com"},
		{"http://127.0.0.1:8080/", "", "127.0.0.1:8080/", "127.0.0.1"},
		{"https://api.example.com/a", "Credential=broken", "api.example.com/a", "api.example.com"},
	} {
		r, err := http.NewRequest(http.MethodGet, tt.url, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", tt.authorization)
		if key, api := apiOf(r); key != tt.key || api != tt.api {
			t.Errorf("%s: %q %q", tt.url, key, api)
		}
	}
}

func TestRateOf(t *testing.T) {
	for _, tt := range []struct {
		given         map[string]float64
		provider, api string
		want          float64
	}{
		{nil, "aws", "bedrock", 10},
		{nil, "aws", "cloudtrail", 2},
		{nil, "other", "x", defaultRate},
		{map[string]float64{"aws": 50}, "aws", "bedrock", 50},
		{map[string]float64{"aws": 50}, "aws", "cloudtrail", 2},
		{map[string]float64{"aws": 1}, "aws", "cloudtrail", 1},
		{map[string]float64{"aws/cloudtrail": 7, "aws": 1}, "aws", "cloudtrail", 7},
	} {
		if got := rateOf(tt.given, tt.provider, tt.api); got != tt.want {
			t.Errorf("rateOf(%v, %s, %s) = %v, want %v", tt.given, tt.provider, tt.api, got, tt.want)
		}
	}
}

func TestPauseOf(t *testing.T) {
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		status int
		value  string
		want   time.Duration
	}{
		{429, "7", 7 * time.Second}, {503, "0.5", 500 * time.Millisecond}, {429, " 3 ", 3 * time.Second}, {200, "7", 0}, {429, "", 0}, {429, "soon", 0},
		{429, "-5", 0}, {429, "NaN", 0}, {429, "Inf", maxPause}, {429, "99999999999999999999", maxPause},
		{429, "Fri, 20 Nov 2026 12:00:30 GMT", 30 * time.Second}, {429, "Fri, 20 Nov 2026 11:00:00 GMT", 0}, {429, "Fri, 20 Nov 2099 12:00:00 GMT", maxPause},
	} {
		reply := &http.Response{StatusCode: tt.status, Header: http.Header{"Retry-After": {tt.value}}}
		if got := pauseOf(reply, now); got != tt.want {
			t.Errorf("%d %q: %s, want %s", tt.status, tt.value, got, tt.want)
		}
	}
}
