package aws

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/aws/smithy-go/encoding/cbor"
)

// requestID stands in every answer; the same, so that answers can be compared.
const requestID = "00000000-0000-4000-8000-000000000000"

// encoded is an answer's body.
type encoded struct {
	contentType string
	body        []byte
	length      int
	header      map[string]string
}

// encode writes a reply in the service's protocol.
func encode(r *request, reply any) encoded {
	switch r.service.protocol {
	case restJSON:
		return whole("application/json", asJSON(reply))
	case jsonRPC:
		return whole("application/x-amz-json-1.1", asJSON(reply))
	case cborRPC:
		return whole("application/cbor", cbor.Encode(asCBOR(reply, r.service.times, false)))
	case query:
		return whole("text/xml", queryReply(r.op.name, reply))
	case ec2Query:
		return whole("text/xml", ec2Reply(r.op.name, reply))
	}
	return encodeRESTXML(r, reply)
}

func whole(contentType string, body []byte) encoded {
	return encoded{contentType: contentType, body: body, length: len(body)}
}

func asJSON(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("standin: encode a reply: %v", err)) // replies are trees of data, never cyclic, never NaN
	}
	return b
}

func write(w http.ResponseWriter, r *request, status int, e encoded) {
	h := w.Header()
	h.Set("Content-Type", e.contentType)
	h.Set("Content-Length", strconv.Itoa(e.length))
	h.Set("X-Amzn-RequestId", requestID)
	if r.service.protocol == cborRPC {
		h.Set("Smithy-Protocol", "rpc-v2-cbor")
	}
	for _, name := range sortedKeys(e.header) {
		h.Set(name, e.header[name])
	}
	w.WriteHeader(status)
	if r.http.Method != http.MethodHead {
		_, _ = w.Write(e.body) // a caller that has gone needs no answer
	}
}

func writeError(w http.ResponseWriter, r *request, e *apiError) {
	var out encoded
	switch r.service.protocol {
	case restJSON:
		out = whole("application/json", asJSON(map[string]any{"message": e.Message}))
		out.header = map[string]string{"X-Amzn-ErrorType": e.Code}
	case jsonRPC:
		out = whole("application/x-amz-json-1.1", asJSON(map[string]any{"__type": e.Code, "message": e.Message}))
	case cborRPC:
		out = whole("application/cbor", cbor.Encode(cbor.Map{"__type": cbor.String("com.amazonaws.cloudwatch#" + e.Code), "message": cbor.String(e.Message)}))
	case query:
		out = whole("text/xml", wrappedError(e))
	case ec2Query:
		out = whole("text/xml", ec2Error(e))
	case restXML:
		out = whole("application/xml", plainError(e))
		if r.service.name == "s3control" {
			out = whole("application/xml", wrappedError(e))
		}
	}
	if e.region != "" {
		out.header = map[string]string{"X-Amz-Bucket-Region": e.region}
	}
	write(w, r, e.Status, out)
}

// asCBOR writes a tree. Members that are moments are tagged as such; the data has them in unix seconds.
func asCBOR(v any, times []string, moment bool) cbor.Value {
	switch v := v.(type) {
	case map[string]any:
		m := cbor.Map{}
		for k, x := range v {
			m[k] = asCBOR(x, times, slices.Contains(times, k))
		}
		return m
	case []any:
		l := make(cbor.List, 0, len(v))
		for _, x := range v {
			l = append(l, asCBOR(x, times, moment))
		}
		return l
	case string:
		return cbor.String(v)
	case bool:
		return cbor.Bool(v)
	case int64:
		if moment {
			return &cbor.Tag{ID: 1, Value: cbor.Float64(float64(v))}
		}
		if v < 0 {
			return cbor.NegInt(uint64(-v))
		}
		return cbor.Uint(uint64(v))
	case float64:
		if moment {
			return &cbor.Tag{ID: 1, Value: cbor.Float64(v)}
		}
		return cbor.Float64(v)
	}
	panic(fmt.Sprintf("standin: encode a %T as CBOR", v))
}

// plain is the tree behind CBOR, with moments in unix seconds.
func plain(v cbor.Value) any {
	switch v := v.(type) {
	case cbor.Map:
		m := make(map[string]any, len(v))
		for k, x := range v {
			m[k] = plain(x)
		}
		return m
	case cbor.List:
		l := make([]any, 0, len(v))
		for _, x := range v {
			l = append(l, plain(x))
		}
		return l
	case *cbor.Tag:
		return plain(v.Value)
	case cbor.String:
		return string(v)
	case cbor.Bool:
		return bool(v)
	case cbor.Uint:
		return float64(v)
	case cbor.NegInt:
		return -float64(v)
	case cbor.Float32:
		return float64(v)
	case cbor.Float64:
		return float64(v)
	}
	return nil
}
