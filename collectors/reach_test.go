package collectors_test

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"syscall"
	"testing"

	"github.com/aismm/aismm/collectors"
)

func TestUnreached(t *testing.T) {
	for name, tc := range map[string]struct {
		err       error
		host, why string
		ok        bool
	}{
		"nobody listens": {fmt.Errorf("list: %w", &url.Error{Op: "Get", URL: "https://api.example.com:8443/v1/x?after=secret", Err: &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}}),
			"api.example.com:8443", "connection refused", true},
		"no address":    {&url.Error{Op: "Get", URL: "/nonsense", Err: errors.New("unsupported protocol scheme")}, "/nonsense", "unsupported protocol scheme", true},
		"cut off":       {&url.Error{Op: "Get", URL: "https://api.example.com/", Err: io.EOF}, "api.example.com", "the connection broke off before an answer", true},
		"another error": {errors.New("not authorized"), "", "", false},
		"nothing":       {nil, "", "", false},
	} {
		host, why, ok := collectors.Unreached(tc.err)
		if host != tc.host || why != tc.why || ok != tc.ok {
			t.Errorf("%s: %q, %q, %v", name, host, why, ok)
		}
	}
}
