package overlay

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"

	"github.com/opencontainers/go-digest"
	ocispec "github.com/opencontainers/image-spec/specs-go/v1"
	"oras.land/oras-go/v2/errdef"
	"oras.land/oras-go/v2/registry/remote"
	"oras.land/oras-go/v2/registry/remote/auth"
	"oras.land/oras-go/v2/registry/remote/credentials"
	"oras.land/oras-go/v2/registry/remote/errcode"

	"github.com/aismm/aismm/internal/config"
)

const maxManifest = 4 << 20

// pull fetches the archive of an OPA bundle from a registry: the one layer of the manifest that the configuration pins. Manifest and layer are
// kept by their digests.
func (p *opener) pull(ctx context.Context, s config.Overlay) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, fetchDeadline)
	defer cancel()
	repository, err := p.repository(s)
	if err != nil {
		return nil, err
	}
	raw, err := p.content(s.Digest, func() (io.ReadCloser, error) {
		_, r, err := repository.Manifests().FetchReference(ctx, s.Digest)
		return r, err
	}, maxManifest)
	if err != nil {
		return nil, pulling(s, "the manifest", err)
	}
	layer, err := layerOf(raw)
	if err != nil {
		return nil, pulling(s, "the manifest", err)
	}
	data, err := p.content(layer.Digest.String(), func() (io.ReadCloser, error) { return repository.Blobs().Fetch(ctx, layer) }, bounds.archive)
	if err != nil {
		return nil, pulling(s, "the layer "+layer.Digest.String(), err)
	}
	return data, nil
}

// repository is the place in the registry, with the credentials that docker login or its like have left for it.
func (p *opener) repository(s config.Overlay) (*remote.Repository, error) {
	repository, err := remote.NewRepository(s.OCI)
	if err != nil {
		return nil, fmt.Errorf("%s is no reference in a registry; write it as registry.example.com/team/name:tag", s.OCI)
	}
	store, err := credentials.NewStoreFromDocker(credentials.StoreOptions{})
	if err != nil {
		return nil, fmt.Errorf("read the credentials of registries: %w", err)
	}
	repository.PlainHTTP = config.Loopback(repository.Reference.Registry)
	repository.Client = &auth.Client{Client: p.HTTP, Cache: auth.NewCache(), Credential: credentials.Credential(store), Header: http.Header{"User-Agent": {"aismm"}}}
	return repository, nil
}

// content gives what has a digest: from the cache or, verified, from where open finds it.
func (p *opener) content(digest string, open func() (io.ReadCloser, error), most int64) ([]byte, error) {
	if data, ok := p.cache.get(digest); ok {
		return data, nil
	}
	r, err := open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	data, err := bounded(r, most)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, fmt.Errorf("the answer was cut off after %d bytes; try again", len(data))
	}
	if err != nil {
		return nil, reason(err)
	}
	if got := digestOf(data); got != digest {
		return nil, fmt.Errorf("its digest is %s, not %s", got, digest)
	}
	p.cache.put(digest, data)
	return data, nil
}

// layerOf is the layer that holds the archive, as `opa build` and `oras push` make it.
func layerOf(raw []byte) (ocispec.Descriptor, error) {
	var m ocispec.Manifest
	if err := json.Unmarshal(raw, &m); err != nil {
		return ocispec.Descriptor{}, fmt.Errorf("read it: %w", err)
	}
	if m.MediaType == ocispec.MediaTypeImageIndex {
		return ocispec.Descriptor{}, errors.New("it is an index of several manifests; pin the digest of the one that is meant")
	}
	layers := slices.DeleteFunc(m.Layers, func(l ocispec.Descriptor) bool { return l.MediaType != ocispec.MediaTypeImageLayerGzip })
	if len(layers) != 1 {
		return ocispec.Descriptor{}, fmt.Errorf("it has %d layers of type %s; a bundle is one (oras push REFERENCE --config config.json:%s bundle.tar.gz:%s)",
			len(layers), ocispec.MediaTypeImageLayerGzip, ocispec.MediaTypeImageConfig, ocispec.MediaTypeImageLayerGzip)
	}
	if l := layers[0]; l.Digest.Validate() != nil || l.Digest.Algorithm() != digest.SHA256 || l.Size > bounds.archive {
		return ocispec.Descriptor{}, fmt.Errorf("its layer has the digest %q and %d bytes; want a sha256 digest and at most %d MiB", l.Digest, l.Size, bounds.archive>>20)
	}
	return layers[0], nil
}

// pulling says what failed, and what helps.
func pulling(s config.Overlay, what string, err error) error {
	hint := ""
	if e, ok := errors.AsType[*errcode.ErrorResponse](err); ok {
		switch e.StatusCode {
		case http.StatusUnauthorized, http.StatusForbidden:
			hint = "; sign in to the registry with `docker login` or `oras login`"
		case http.StatusNotFound:
			hint = "; correct the reference or the digest"
		}
	} else if errors.Is(err, errdef.ErrNotFound) {
		hint = "; correct the reference or the digest"
	} else if errors.Is(err, auth.ErrBasicCredentialNotFound) {
		hint = "; sign in to the registry with `docker login` or `oras login`"
	}
	return &fetchError{fmt.Errorf("pull %s: %s: %w%s", s.OCI, what, reason(err), hint)}
}
