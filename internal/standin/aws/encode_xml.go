package aws

import (
	"bytes"
	"encoding/xml"
	"strings"
)

// queryReply writes <OpResponse><OpResult>…; every list is a list of <member>.
func queryReply(op string, reply any) []byte {
	var b bytes.Buffer
	open(&b, op+"Response")
	open(&b, op+"Result")
	children(&b, reply, "member")
	end(&b, op+"Result")
	open(&b, "ResponseMetadata")
	element(&b, "RequestId", requestID, "member")
	end(&b, "ResponseMetadata")
	end(&b, op+"Response")
	return b.Bytes()
}

// ec2Reply writes <OpResponse>…; every list is a list of <item>.
func ec2Reply(op string, reply any) []byte {
	var b bytes.Buffer
	open(&b, op+"Response")
	element(&b, "requestId", requestID, "item")
	children(&b, reply, "item")
	end(&b, op+"Response")
	return b.Bytes()
}

func ec2Error(e *apiError) []byte {
	var b bytes.Buffer
	element(&b, "Response", map[string]any{
		"Errors":    map[string]any{"Error": map[string]any{"Code": e.Code, "Message": e.Message}},
		"RequestID": requestID,
	}, "item")
	return b.Bytes()
}

// encodeRESTXML writes S3's replies: lists are repeated elements, a few replies are a body or headers.
func encodeRESTXML(r *request, reply any) encoded {
	var b bytes.Buffer
	switch r.op.root {
	case "raw":
		return whole("application/json", []byte(text(reply, r.op.name[len("GetBucket"):])))
	case "head":
		e := whole("application/xml", nil)
		e.header = map[string]string{"X-Amz-Bucket-Region": text(reply, "BucketRegion")}
		return e
	case "text":
		b.WriteString(xml.Header)
		element(&b, "LocationConstraint", text(reply, "LocationConstraint"), "")
		return whole("application/xml", b.Bytes())
	}
	b.WriteString(xml.Header)
	root, content := r.op.name+"Result", reply
	if o, _ := reply.(map[string]any); r.op.wrap != "" {
		root, content = r.op.wrap, o[r.op.wrap]
	}
	open(&b, root)
	children(&b, content, "")
	end(&b, root)
	return whole("application/xml", b.Bytes())
}

// children writes the members of an object in the order of their names. Item is the element of a list; without it
// the list's own name is repeated.
func children(b *bytes.Buffer, v any, item string) {
	o, _ := v.(map[string]any)
	for _, name := range sortedKeys(o) {
		element(b, name, o[name], item)
	}
}

func element(b *bytes.Buffer, name string, v any, item string) {
	list, isList := v.([]any)
	if isList && item == "" {
		for _, x := range list {
			element(b, name, x, item)
		}
		return
	}
	open(b, name)
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			element(b, item, x, item)
		}
	case map[string]any:
		children(b, v, item)
	default:
		_ = xml.EscapeText(b, []byte(asText(v))) // a buffer takes everything
	}
	end(b, name)
}

func open(b *bytes.Buffer, name string) { b.WriteString("<" + name + ">") }
func end(b *bytes.Buffer, name string)  { b.WriteString("</" + name + ">") }

func plainError(e *apiError) []byte {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	element(&b, "Error", map[string]any{"Code": e.Code, "Message": e.Message, "RequestId": requestID}, "")
	return b.Bytes()
}

func wrappedError(e *apiError) []byte {
	kind := "Sender"
	if e.Status >= 500 {
		kind = "Receiver"
	}
	var b bytes.Buffer
	element(&b, "ErrorResponse", map[string]any{
		"Error":     map[string]any{"Type": kind, "Code": e.Code, "Message": strings.TrimSpace(e.Message)},
		"RequestId": requestID,
	}, "member")
	return b.Bytes()
}
