package aws

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"

	"github.com/aws/smithy-go/encoding/cbor"
)

// cborOf is a reply of RPC v2 CBOR, written as JSON.
func cborOf(t *testing.T, text string) answer {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatal(err)
	}
	return answer{status: http.StatusOK, body: string(cbor.Encode(cborValue(v))),
		header: map[string]string{"Content-Type": "application/cbor", "Smithy-Protocol": "rpc-v2-cbor"}}
}

// cborValue turns JSON into CBOR. An object {"epoch": n} is a time.
func cborValue(v any) cbor.Value {
	switch v := v.(type) {
	case map[string]any:
		if epoch, ok := v["epoch"].(float64); ok && len(v) == 1 {
			return &cbor.Tag{ID: 1, Value: cbor.Uint(uint64(epoch))}
		}
		m := cbor.Map{}
		for k, x := range v {
			m[k] = cborValue(x)
		}
		return m
	case []any:
		l := cbor.List{}
		for _, x := range v {
			l = append(l, cborValue(x))
		}
		return l
	case string:
		return cbor.String(v)
	case bool:
		return cbor.Bool(v)
	case float64:
		if v == float64(uint64(v)) {
			return cbor.Uint(uint64(v))
		}
		return cbor.Float64(v)
	}
	panic(fmt.Sprintf("no CBOR for %T", v))
}
