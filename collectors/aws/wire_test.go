package aws

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/smithy-go/encoding/cbor"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

// wire is an AWS endpoint on loopback with canned answers. What it has no answer for, it refuses and reports as a failure of the test.
//
// A key names the operation as the protocol does: "GET /guardrails" with the query where it matters
// ("GET /guardrails?guardrailIdentifier=g1"), "SageMaker.ListDomains" after X-Amz-Target, "iam.ListUsers" after the Action of the
// query protocol with the service of the signature, or "/service/GraniteServiceVersion20100801/operation/ListMetrics" for RPC v2 CBOR.
type wire struct {
	t *testing.T
	*httptest.Server

	mu      sync.Mutex
	answers map[string][]answer
	bodies  map[string][]string
}

// answer is one reply; of several, the last is repeated.
type answer struct {
	status int
	header map[string]string
	body   string
}

// ok is a reply with a body: JSON as text, or any other text as it is.
func ok(body string) answer { return answer{status: http.StatusOK, body: body} }

// fails is an error of the JSON protocols.
func fails(status int, code, message string) answer {
	text, _ := json.Marshal(map[string]string{"__type": code, "message": message, "Message": message})
	return answer{status: status, body: string(text), header: map[string]string{"X-Amzn-Errortype": code}}
}

// denied is the refusal of a missing permission.
func denied(action string) answer {
	return fails(http.StatusForbidden, "AccessDeniedException", "User: arn:aws:sts::111122223333:assumed-role/aismm/scan is not authorized to perform: "+action)
}

// xml is a reply of the query and REST protocols of XML.
func xml(body string) answer {
	return answer{status: http.StatusOK, body: body, header: map[string]string{"Content-Type": "text/xml"}}
}

// xmlFails is an error of IAM's and of S3's protocols, which read the same elements at different depths.
func xmlFails(status int, code, message string) answer {
	detail := "<Code>" + code + "</Code><Message>" + message + "</Message>"
	return answer{status: status, header: map[string]string{"Content-Type": "text/xml"},
		body: "<ErrorResponse><Error><Type>Sender</Type>" + detail + "</Error><RequestId>example</RequestId></ErrorResponse>"}
}

func s3Fails(status int, code string) answer {
	return answer{status: status, header: map[string]string{"Content-Type": "application/xml"},
		body: "<Error><Code>" + code + "</Code><Message>" + code + "</Message></Error>"}
}

// failIn answers a request with an error in the request's own protocol.
func failIn(rw http.ResponseWriter, r *http.Request, status int, code string) {
	body := `<ErrorResponse><Error><Code>` + code + `</Code><Message>no</Message></Error></ErrorResponse>`
	switch {
	case strings.Contains(r.URL.Path, "/operation/"):
		rw.Header().Set("Content-Type", "application/cbor")
		rw.Header().Set("Smithy-Protocol", "rpc-v2-cbor")
		body = string(cbor.Encode(cbor.Map{"__type": cbor.String("com.amazonaws.cloudwatch#" + code), "message": cbor.String("no")}))
	case serviceOf(r) == "s3":
		rw.Header().Set("Content-Type", "application/xml")
		body = `<Error><Code>` + code + `</Code><Message>no</Message></Error>`
	case serviceOf(r) == "ec2":
		rw.Header().Set("Content-Type", "text/xml")
		body = `<Response><Errors><Error><Code>` + code + `</Code><Message>no</Message></Error></Errors></Response>`
	case serviceOf(r) == "iam", serviceOf(r) == "cloudformation":
		rw.Header().Set("Content-Type", "text/xml")
	default:
		rw.Header().Set("Content-Type", "application/x-amz-json-1.1")
		rw.Header().Set("X-Amzn-Errortype", code)
		body = `{"__type": "` + code + `", "message": "no"}`
	}
	rw.WriteHeader(status)
	fmt.Fprint(rw, body)
}

func newWire(t *testing.T, answers map[string][]answer) *wire {
	t.Helper()
	w := &wire{t: t, answers: answers, bodies: map[string][]string{}}
	w.Server = httptest.NewServer(http.HandlerFunc(w.serve))
	t.Cleanup(w.Close)
	return w
}

func (w *wire) serve(rw http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, key := range keysOf(r, body) {
		list := w.answers[key]
		if len(list) == 0 {
			continue
		}
		w.bodies[key] = append(w.bodies[key], string(body))
		if len(list) > 1 {
			w.answers[key] = list[1:]
		}
		a := list[0]
		contentType := "application/json"
		if strings.HasPrefix(a.body, "<") {
			contentType = "text/xml"
		}
		rw.Header().Set("Content-Type", contentType)
		for _, name := range slices.Sorted(maps.Keys(a.header)) {
			rw.Header().Set(name, a.header[name])
		}
		rw.WriteHeader(a.status)
		_, _ = io.WriteString(rw, a.body)
		return
	}
	w.t.Errorf("the wire has no answer for %s %s, known by the keys %q", r.Method, r.URL, keysOf(r, body))
	rw.Header().Set("Content-Type", "application/json")
	rw.WriteHeader(http.StatusTeapot)
	_, _ = io.WriteString(rw, `{"__type":"NoAnswer"}`)
}

// keysOf names a request, the most particular name first.
func keysOf(r *http.Request, body []byte) []string {
	if target := r.Header.Get("X-Amz-Target"); target != "" {
		var input any
		_ = json.Unmarshal(body, &input)
		text, _ := json.Marshal(input)
		return []string{target + " " + string(text), target}
	}
	if form, err := url.ParseQuery(string(body)); err == nil && form.Get("Action") != "" {
		action := serviceOf(r) + "." + form.Get("Action")
		form.Del("Action")
		form.Del("Version")
		return []string{action + "?" + form.Encode(), action}
	}
	if strings.Contains(r.URL.Path, "/operation/") {
		return []string{r.URL.Path}
	}
	path := r.URL.EscapedPath()
	keys := []string{r.Method + " " + path}
	if r.URL.RawQuery != "" {
		keys = slices.Insert(keys, 0, r.Method+" "+path+"?"+r.URL.Query().Encode())
	}
	if len(body) > 0 {
		keys = slices.Insert(keys, 0, r.Method+" "+path+" "+string(body))
	}
	return keys
}

// serviceOf reads the service that a request is signed for.
func serviceOf(r *http.Request) string {
	_, scope, _ := strings.Cut(r.Header.Get("Authorization"), "Credential=")
	parts := strings.Split(scope, "/")
	if len(parts) < 4 {
		return ""
	}
	return parts[3]
}

// session is what a collector gets, pointed at the wire: account 111122223333, us-east-1, on 25 November 2026 at noon.
func (w *wire) session() *Session {
	scope := evidence.NewScope("aws", "111122223333", "us-east-1")
	return &Session{
		Config: sdk.Config{
			Region: "us-east-1", BaseEndpoint: sdk.String(w.URL), HTTPClient: w.Client(),
			Credentials: credentials.NewStaticCredentialsProvider("EXAMPLE", "example", ""),
			Retryer: func() sdk.Retryer {
				return retry.NewStandard(func(o *retry.StandardOptions) { o.MaxAttempts, o.MaxBackoff = 2, time.Millisecond })
			},
			APIOptions: apiOptions,
		},
		Scope: scope, Partition: "aws", Account: "111122223333", Region: "us-east-1", MainRegion: "us-east-1",
		Regions: []string{"us-east-1"}, Now: time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC),
	}
}

// allCollectors are those of this provider.
func allCollectors() []*collectors.Collector {
	return slices.DeleteFunc(collectors.All(), func(c *collectors.Collector) bool { return c.Provider != providerName })
}

// seen is what one run of a collector left behind.
type seen struct {
	Reads     []evidence.Read
	Resources map[string][]*evidence.Resource
}

// collect runs a collector against the wire. Others are the resources that it needs from other collectors.
func (w *wire) collect(c *collectors.Collector, others map[string][]*evidence.Resource) seen {
	w.t.Helper()
	return w.collectIn(w.session(), c, others)
}

// collectIn runs a collector in a session of the test's own. Unlisted are needed kinds that could not be listed.
func (w *wire) collectIn(s *Session, c *collectors.Collector, others map[string][]*evidence.Resource, unlisted ...string) seen {
	w.t.Helper()
	rec := collectors.NewRecorder(c, s.Scope, classify, func(kind string) []*evidence.Resource { return others[kind] })
	for _, kind := range unlisted {
		rec.Unlisted(kind, "refused")
	}
	c.Collect(w.t.Context(), s, rec)
	reads, resources := rec.Finish()
	for i := range reads {
		reads[i].Calls = 0 // calls are counted by the paced transport, which has tests of its own
	}
	return seen{reads, resources}
}

// failedReads are the reads that ended in anything but OK, one line each.
func (s seen) failedReads() []string {
	var lines []string
	for _, r := range s.Reads {
		if r.Outcome != evidence.OK {
			lines = append(lines, strings.TrimSpace(fmt.Sprintf("%s %s %s", r.Operation, r.Outcome, r.Resource)))
		}
	}
	return lines
}

// outcomeOf is the worst outcome of an operation.
func (s seen) outcomeOf(t *testing.T, operation string) evidence.Outcome {
	t.Helper()
	found := evidence.Outcome("")
	for _, r := range s.Reads {
		if r.Operation == operation && (found == "" || r.Outcome != evidence.OK) {
			found = r.Outcome
		}
	}
	if found == "" {
		t.Fatalf("no read of %s", operation)
	}
	return found
}

// wantResources compares the resources of a kind with JSON, whole.
func (s seen) wantResources(t *testing.T, kind, want string) {
	t.Helper()
	list, listed := s.Resources[kind]
	if !listed {
		t.Fatalf("%s: the collector has no such kind", kind)
	}
	wantJSON(t, kind, want, list)
}

// wantJSON compares a value with JSON, whole, and shows the lines in which they differ.
func wantJSON(t *testing.T, what, want string, got any) {
	t.Helper()
	text, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	wanted, found := strings.Split(indented(t, want), "\n"), strings.Split(indented(t, string(text)), "\n")
	if slices.Equal(wanted, found) {
		return
	}
	var differ strings.Builder
	for i := range max(len(wanted), len(found)) {
		w, f := "", ""
		if i < len(wanted) {
			w = wanted[i]
		}
		if i < len(found) {
			f = found[i]
		}
		if w != f {
			fmt.Fprintf(&differ, "line %d\n  want %s\n  got  %s\n", i+1, w, f)
			break
		}
	}
	t.Errorf("%s differs:\n%sall of it:\n%s", what, differ.String(), strings.Join(found, "\n"))
}

func indented(t *testing.T, text string) string {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader([]byte(text)))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	out, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// disk is what would be written of a collector's resources.
type disk string

func (d disk) has(text string) bool { return strings.Contains(string(d), text) }

// redacted gives the resources as they would be written.
func redacted(t *testing.T, kinds []evidence.Kind, s seen) disk {
	t.Helper()
	redactor := evidence.NewRedactor([]byte("an example key of some length"), kinds)
	text, err := json.Marshal(s.Resources)
	if err != nil {
		t.Fatal(err)
	}
	var byKind map[string][]map[string]any
	if err := json.Unmarshal(text, &byKind); err != nil {
		t.Fatal(err)
	}
	for kind, list := range byKind {
		for _, res := range list {
			redactor.Resource(kind, res)
		}
	}
	if text, err = json.Marshal(byKind); err != nil {
		t.Fatal(err)
	}
	return disk(text)
}
