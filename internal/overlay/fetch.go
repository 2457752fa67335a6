package overlay

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"oras.land/oras-go/v2/registry/remote/retry"

	"github.com/aismm/aismm/internal/config"
)

// fetchDeadline bounds one source, all attempts included.
const fetchDeadline = 5 * time.Minute

// download fetches an archive from a web server, unless the cache has it.
func (p *opener) download(ctx context.Context, s config.Overlay) ([]byte, error) {
	if data, ok := p.cache.get(s.Digest); ok {
		return data, nil
	}
	ctx, cancel := context.WithTimeout(ctx, fetchDeadline)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.URL, nil)
	if err != nil {
		return nil, fmt.Errorf("fetch %s: it is no address", plainURL(s.URL))
	}
	req.Header.Set("Accept-Encoding", "identity") // the digest is of the bytes as they are stored
	if s.TokenEnv != "" {
		token := p.Env(s.TokenEnv)
		if token == "" {
			return nil, fmt.Errorf("fetch %s: the environment variable %s, which token_env names, is empty", plainURL(s.URL), s.TokenEnv)
		}
		req.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := p.HTTP.Do(req)
	if err != nil {
		return nil, &fetchError{fmt.Errorf("fetch %s: %w", plainURL(s.URL), reason(err))}
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, &fetchError{fmt.Errorf("fetch %s: %w", plainURL(s.URL), refusal(resp.StatusCode, s.TokenEnv))}
	}
	data, err := bounded(resp.Body, bounds.archive)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, &fetchError{fmt.Errorf("fetch %s: the answer was cut off after %d bytes; try again", plainURL(s.URL), len(data))}
	}
	if err != nil {
		return nil, &fetchError{fmt.Errorf("fetch %s: %w", plainURL(s.URL), reason(err))}
	}
	if got := digestOf(data); got != s.Digest {
		return nil, mismatch(plainURL(s.URL), got, s.Digest)
	}
	p.cache.put(s.Digest, data)
	return data, nil
}

// refusal says what an answer means that is not the archive.
func refusal(status int, tokenEnv string) error {
	text := fmt.Sprintf("the server answers %d %s", status, http.StatusText(status))
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden:
		if tokenEnv == "" {
			return errors.New(text + "; name a variable that holds a token with token_env")
		}
		return fmt.Errorf("%s; the token in %s is not accepted, or has expired", text, tokenEnv)
	case http.StatusNotFound, http.StatusGone:
		return errors.New(text + "; correct the address")
	}
	return errors.New(text)
}

// reason is what kept a call from being answered, without the address, which the message has already, and which may hold a credential.
func reason(err error) error {
	if e, ok := errors.AsType[*url.Error](err); ok {
		return e.Err
	}
	return err
}

// guarded is a client that speaks to nobody in the clear, but for this machine itself, wherever a server may send it; that asks for bytes as
// they are stored; and that tries again where a server is busy.
func guarded(c *http.Client) *http.Client {
	base := c.Transport
	if base == nil {
		t := http.DefaultTransport.(*http.Transport).Clone()
		t.DisableCompression, t.ResponseHeaderTimeout = true, 30*time.Second
		base = t
	}
	out := *c
	out.Transport = guard{retry.NewTransport(base)}
	out.CheckRedirect = func(req *http.Request, via []*http.Request) error {
		if len(via) >= 5 {
			return errors.New("the server redirects more than 5 times")
		}
		if via[len(via)-1].URL.Scheme == "https" && req.URL.Scheme != "https" {
			return fmt.Errorf("the server redirects to %s://%s, which is not protected", req.URL.Scheme, req.URL.Host)
		}
		return nil
	}
	return &out
}

type guard struct{ next http.RoundTripper }

func (g guard) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.URL.Scheme != "https" && !config.Loopback(req.URL.Host) {
		return nil, fmt.Errorf("%s is asked for in the clear (%s); only https is spoken to other machines", req.URL.Host, req.URL.Scheme)
	}
	return g.next.RoundTrip(req)
}
