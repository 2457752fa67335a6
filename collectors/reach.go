package collectors

import (
	"errors"
	"io"
	"net/url"
)

// Unreached tells of a request that found no server, or whose answer did not begin: the host, and why.
func Unreached(err error) (host, why string, ok bool) {
	var u *url.Error
	if !errors.As(err, &u) {
		return "", "", false
	}
	host = u.URL
	if parsed, err := url.Parse(u.URL); err == nil && parsed.Host != "" {
		host = parsed.Host
	}
	if errors.Is(u.Err, io.EOF) {
		return host, "the connection broke off before an answer", true
	}
	cause := u.Err
	for next := cause; next != nil; next = errors.Unwrap(next) {
		cause = next
	}
	return host, cause.Error(), true
}
