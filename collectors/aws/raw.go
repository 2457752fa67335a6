package aws

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"

	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

type rawKey struct{}

var errWebPage = errors.New("the endpoint answered with a web page; check AWS_ENDPOINT_URL and the proxy")

// captureRaw keeps the JSON body of every reply beside the SDK's typed output, so that members which the SDK does not know are
// not lost. Other protocols (query, XML, CBOR) pass untouched. A web page is an error: the SDK would read one, where it waits for
// XML, as a reply without content, which is how a proxy's page would become proof that nothing exists.
func captureRaw(stack *middleware.Stack) error {
	return stack.Deserialize.Add(middleware.DeserializeMiddlewareFunc("aismm:captureRaw", func(
		ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler,
	) (middleware.DeserializeOutput, middleware.Metadata, error) {
		out, metadata, err := next.HandleDeserialize(ctx, in)
		response, ok := out.RawResponse.(*smithyhttp.Response)
		if err != nil || !ok || response.Body == nil {
			return out, metadata, err
		}
		if strings.HasPrefix(response.Header.Get("Content-Type"), "text/html") {
			return out, metadata, errWebPage
		}
		if response.StatusCode/100 != 2 || !isJSON(response.Header.Get("Content-Type")) {
			return out, metadata, nil
		}
		body, err := io.ReadAll(response.Body)
		if closing := response.Body.Close(); err == nil {
			err = closing
		}
		if err != nil {
			return out, metadata, fmt.Errorf("read the reply: %w", err)
		}
		response.Body = io.NopCloser(bytes.NewReader(body))
		metadata.Set(rawKey{}, body)
		return out, metadata, nil
	}), middleware.After)
}

func isJSON(contentType string) bool {
	return strings.HasPrefix(contentType, "application/json") || strings.HasPrefix(contentType, "application/x-amz-json")
}

// rawOf gives the JSON object behind an SDK output, or nil where there is none or it is not of the output's own shape.
func rawOf(output reflect.Value) map[string]any {
	field := output.FieldByName("ResultMetadata")
	if !field.IsValid() || field.Type() != typeMetadata {
		return nil
	}
	metadata, _ := field.Interface().(middleware.Metadata)
	body, _ := metadata.Get(rawKey{}).([]byte)
	if len(body) == 0 {
		return nil
	}
	value, err := decodeJSON(body)
	if err != nil {
		return nil // the SDK has already accepted the reply; there is nothing to add to it
	}
	object, _ := value.(map[string]any)
	for k := range object {
		if _, ok := output.Type().FieldByNameFunc(func(name string) bool { return strings.EqualFold(name, k) }); ok {
			return object
		}
	}
	return nil // the body is the payload of one member, not the output
}
