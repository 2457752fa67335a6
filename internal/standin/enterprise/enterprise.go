// Package enterprise starts one invented enterprise on this machine: Halden Mutual, an insurance group that does not exist, or, for tests,
// another whose files they give. Its clouds answer on loopback in their own wire protocols, its records and its aismm.yaml are files in a
// directory, and the ordinary commands scan it with the environment that Env gives. Nothing else knows that it is invented.
package enterprise

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/aismm/aismm/internal/standin/aws"
	"github.com/aismm/aismm/internal/standin/openai"
	"github.com/aismm/aismm/internal/standin/records"
	"github.com/aismm/aismm/internal/standin/relative"
	"github.com/aismm/aismm/testdata/providers"
)

// Name is the enterprise's name. Nobody has it.
const Name = "Halden Mutual"

const (
	// The key id is one of testdata/providers/aws/estate.yaml. Neither it nor the secret has the form of a real one.
	accessKey  = "INVENTED-KEY-OF-HALDEN"
	secretKey  = "invented-and-worth-nothing"
	region     = "us-east-1"
	configFile = "aismm.yaml"
)

// Options say how the enterprise behaves.
type Options struct {
	// Now is the moment that all its dates count back from; zero is the present.
	Now time.Time
	// Files are those of another enterprise, in the folders of testdata/providers; nil is Halden Mutual. One without a folder aws has no
	// accounts there. The organizations of OpenAI are the same for all.
	Files fs.FS
	// Dir is where its files are written; empty is a temporary directory, which Close removes.
	Dir string
	// Latency delays every answer.
	Latency time.Duration
	// AWS and OpenAI are faults beside those that the enterprise has of its own accord.
	AWS    []aws.Fault
	OpenAI []openai.Fault
}

// Enterprise runs until Close, or until the context that it was started with ends.
type Enterprise struct {
	dir       string
	temporary bool
	env       map[string]string
	servers   []*http.Server
	stop      func() bool
	once      sync.Once
	closing   error
}

// Start writes the files and starts answering. Where it fails, nothing keeps running.
func Start(ctx context.Context, o Options) (*Enterprise, error) {
	if o.Now.IsZero() {
		o.Now = time.Now()
	}
	if o.Files == nil {
		o.Files = providers.FS
	}
	e := &Enterprise{dir: o.Dir, env: map[string]string{}, stop: func() bool { return true }}
	if err := e.start(o); err != nil {
		return nil, errors.Join(fmt.Errorf("start the invented enterprise: %w", err), e.Close())
	}
	e.stop = context.AfterFunc(ctx, func() { _ = e.shut() }) // Close gives the same error to whoever asks
	return e, nil
}

func (e *Enterprise) start(o Options) error {
	if err := e.write(o.Files, o.Now); err != nil {
		return err
	}
	if _, err := fs.Stat(o.Files, "aws"); !errors.Is(err, fs.ErrNotExist) {
		if err := e.startAWS(o); err != nil {
			return err
		}
	}
	models, err := openai.New(o.Now, openai.Options{Latency: o.Latency, Faults: o.OpenAI})
	if err != nil {
		return fmt.Errorf("load the data of OpenAI: %w", err)
	}
	modelsURL, err := e.serve(models)
	if err != nil {
		return err
	}
	e.env["OPENAI_BASE_URL"] = modelsURL + "/v1"
	e.env["OPENAI_ADMIN_KEY"] = openai.AdminKey
	e.env["OPENAI_ADMIN_KEY_NORTHBAY"] = openai.NorthbayAdminKey
	// As its aismm.yaml names them.
	for name, project := range map[string]string{"QUOTES": "proj_haldenquotebot", "SEARCH": "proj_haldendocsearch", "LAB": "proj_haldenlab",
		"LETTERS": "proj_haldenletters2", "CALLS": "proj_haldencalls", "NORTHBAY": "proj_northbaymail"} {
		e.env["OPENAI_KEY_"+name] = openai.ProjectKey(project)
	}
	return nil
}

func (e *Enterprise) startAWS(o Options) error {
	data, err := fs.Sub(o.Files, "aws")
	if err != nil {
		return fmt.Errorf("find the data of AWS: %w", err)
	}
	cloud, err := aws.New(data, o.Now, aws.Options{Latency: o.Latency, Faults: o.AWS})
	if err != nil {
		return fmt.Errorf("load the data of AWS: %w", err)
	}
	url, err := e.serve(cloud)
	if err != nil {
		return err
	}
	nowhere := filepath.Join(e.dir, "no-such-file")
	maps.Copy(e.env, map[string]string{
		"AWS_ENDPOINT_URL": url, "AWS_ACCESS_KEY_ID": accessKey, "AWS_SECRET_ACCESS_KEY": secretKey, "AWS_REGION": region,
		"AWS_CONFIG_FILE": nowhere, "AWS_SHARED_CREDENTIALS_FILE": nowhere, "AWS_EC2_METADATA_DISABLED": "true",
	})
	return nil
}

// write puts the configuration, waivers, attestations and records into the directory.
func (e *Enterprise) write(all fs.FS, now time.Time) error {
	if e.dir == "" {
		dir, err := os.MkdirTemp("", "invented-enterprise-")
		if err != nil {
			return fmt.Errorf("make a directory: %w", err)
		}
		e.dir, e.temporary = dir, true
	}
	files, err := fs.Sub(all, "enterprise")
	if err != nil {
		return fmt.Errorf("find the enterprise's files: %w", err)
	}
	err = fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		target := filepath.Join(e.dir, filepath.FromSlash(name))
		switch {
		case err != nil:
			return err
		case d.IsDir():
			return os.MkdirAll(target, 0o755)
		}
		raw, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		text, err := relative.Render(raw, now)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		return os.WriteFile(target, text, 0o644)
	})
	if err != nil {
		return fmt.Errorf("write the enterprise's files: %w", err)
	}
	exports, err := fs.Sub(all, "records")
	if err != nil {
		return fmt.Errorf("find the records: %w", err)
	}
	if err := records.Write(exports, filepath.Join(e.dir, "records"), now); err != nil {
		return fmt.Errorf("write the records: %w", err)
	}
	return nil
}

// serve answers on a free port of loopback.
func (e *Enterprise) serve(h http.Handler) (string, error) {
	// By its address: below a bare address the SDKs put no names of buckets and accounts, which would not resolve.
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("listen on loopback: %w", err)
	}
	s := &http.Server{Handler: h, ReadHeaderTimeout: time.Minute}
	e.servers = append(e.servers, s)
	go func() { _ = s.Serve(l) }() // it ends with Close, and says so
	return "http://" + l.Addr().String(), nil
}

// Env is the environment in which a scan finds the enterprise and nothing else: settings of AWS and OpenAI that this process has
// inherited are in it with an empty value, which stands for none.
func (e *Enterprise) Env() map[string]string {
	env := map[string]string{}
	for _, v := range os.Environ() {
		if name, _, _ := strings.Cut(v, "="); strings.HasPrefix(name, "AWS_") || strings.HasPrefix(name, "OPENAI_") {
			env[name] = ""
		}
	}
	for name, value := range e.env {
		env[name] = value
	}
	return env
}

// Dir is where the enterprise's files are.
func (e *Enterprise) Dir() string { return e.dir }

// ConfigPath is its aismm.yaml.
func (e *Enterprise) ConfigPath() string { return filepath.Join(e.dir, configFile) }

// Close stops answering, and removes the temporary directory. It may be called more than once.
func (e *Enterprise) Close() error {
	e.stop()
	return e.shut()
}

func (e *Enterprise) shut() error {
	e.once.Do(func() {
		var errs []error
		for _, s := range e.servers {
			errs = append(errs, s.Close())
		}
		if e.temporary {
			errs = append(errs, os.RemoveAll(e.dir))
		}
		e.closing = errors.Join(errs...)
	})
	return e.closing
}
