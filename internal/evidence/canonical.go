package evidence

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
)

// CanonicalJSON renders a value in the one form in which aismm writes JSON: keys sorted at every depth, indented by
// two spaces, no HTML escapes, one newline at the end. Equal values give equal bytes; numbers keep their digits.
func CanonicalJSON(v any) ([]byte, error) {
	tree, err := jsonTree(v)
	if err != nil {
		return nil, err
	}
	return encodeTree(tree)
}

// jsonTree turns any value that JSON can hold into maps, slices, strings, json.Number, booleans and nil, so that
// structs, raw messages and typed maps are all walked and sorted alike.
func jsonTree(v any) (any, error) {
	raw, err := marshalPlain(v)
	if err != nil {
		return nil, fmt.Errorf("encode as JSON: %w", err)
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	var tree any
	if err := dec.Decode(&tree); err != nil {
		return nil, fmt.Errorf("encode as JSON: %w", err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, fmt.Errorf("encode as JSON: more than one value")
	}
	return tree, nil
}

func marshalPlain(v any) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}

// encodeTree relies on encoding/json writing the keys of maps in sorted order.
func encodeTree(tree any) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(tree); err != nil {
		return nil, fmt.Errorf("encode as JSON: %w", err)
	}
	return buf.Bytes(), nil
}

// SHA256Hex is the SHA-256 digest of data, in lower-case hex.
func SHA256Hex(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Digest is the SHA-256 digest of data in the form "sha256:<hex>", by which bundles are known.
func Digest(data []byte) string { return "sha256:" + SHA256Hex(data) }
