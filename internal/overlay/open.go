package overlay

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"github.com/aismm/aismm/internal/config"
	"github.com/aismm/aismm/internal/engine"
)

type opener struct {
	Options
	cache cache
}

func newOpener(o Options) *opener {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Env == nil {
		o.Env = os.Getenv
	}
	o.HTTP = guarded(cmp.Or(o.HTTP, &http.Client{}))
	return &opener{Options: o, cache: cache{dir: o.CacheDir, log: o.Log}}
}

func (p *opener) open(ctx context.Context, s config.Overlay) (*Overlay, error) {
	o := &Overlay{Name: s.Name, place: s.Name}
	var files tree
	var err error
	switch {
	case s.Path != "":
		o.Origin = filepath.ToSlash(s.Path)
		files, err = p.local(s, o)
	case s.URL != "":
		o.Origin = plainURL(s.URL)
		files, err = p.fetched(ctx, s, o, p.download)
	case s.OCI != "":
		o.Origin = s.OCI
		files, err = p.fetched(ctx, s, o, p.pull)
	default:
		err = errors.New("it has neither path nor url nor oci; name where it is")
	}
	if err != nil {
		return nil, err
	}
	if s.Verify != nil {
		if err := p.verify(s, files); err != nil {
			return nil, err
		}
		o.Signed = true
	}
	return o, o.take(files)
}

func (p *opener) resolve(path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(p.Dir, path)
}

// local reads a directory or an archive.
func (p *opener) local(s config.Overlay, o *Overlay) (tree, error) {
	at := cmp.Or(s.At, p.resolve(s.Path))
	info, err := os.Stat(at)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		where := ", relative to the configuration file"
		if s.At != "" {
			where = ""
		}
		return nil, fmt.Errorf("there is no %s; name a directory or an archive%s", o.Origin, where)
	case err != nil:
		return nil, fmt.Errorf("open %s: %w", o.Origin, plain(err))
	case info.IsDir() && s.Digest != "":
		return nil, fmt.Errorf("%s is a directory, which has no digest to pin; leave digest out, or pack it: tar czf %s.tar.gz -C %s .", o.Origin, s.Name, o.Origin)
	case info.IsDir():
		o.place = o.Origin
		return readDir(at, o.Origin, s.Verify != nil)
	}
	data, err := readArchiveFile(at, o.Origin)
	if err != nil {
		return nil, err
	}
	if o.Digest = digestOf(data); s.Digest != "" && s.Digest != o.Digest {
		return nil, mismatch(o.Origin, o.Digest, s.Digest)
	}
	return readArchive(data, bounds)
}

// fetched reads an archive that is somewhere else, from the cache if it was there before.
func (p *opener) fetched(ctx context.Context, s config.Overlay, o *Overlay, fetch func(context.Context, config.Overlay) ([]byte, error)) (tree, error) {
	o.Digest = s.Digest
	data, err := fetch(ctx, s)
	if err != nil {
		return nil, err
	}
	return readArchive(data, bounds)
}

func (p *opener) verify(s config.Overlay, files tree) error {
	pem, err := os.ReadFile(p.resolve(s.Verify.Key))
	if err != nil {
		return fmt.Errorf("read the key %s: %w", filepath.ToSlash(s.Verify.Key), plain(err))
	}
	if err := engine.CheckBundleKey(pem); err != nil {
		return fmt.Errorf("the key %s: %w", filepath.ToSlash(s.Verify.Key), err)
	}
	all := map[string][]byte{}
	for _, f := range files {
		all[f.name] = f.data
	}
	if err := engine.VerifyBundle(all, engine.BundleKey{PEM: pem, ID: s.Verify.KeyID, Scope: s.Verify.Scope}); err != nil {
		return fmt.Errorf("verify with the key %s: %w", filepath.ToSlash(s.Verify.Key), err)
	}
	return nil
}

func digestOf(data []byte) string {
	sum := sha256.Sum256(data)
	return "sha256:" + hex.EncodeToString(sum[:])
}

func mismatch(origin, got, want string) error {
	return fmt.Errorf("the digest of %s is %s, but the configuration pins %s; if the change is wanted, look at what changed, and pin the new digest", origin, got, want)
}

// plain leaves the path of this machine out of an error: the message has the one that people wrote.
func plain(err error) error {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err
	}
	return err
}

// plainURL is an address without what may be a credential.
func plainURL(address string) string {
	address, _, _ = strings.Cut(address, "#")
	address, _, _ = strings.Cut(address, "?")
	return address
}
