package aws

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/aismm/aismm/internal/standin/relative"
	"github.com/aismm/aismm/internal/strictyaml"
)

// global is the folder of the services that an account has once, in no region.
const global = "global"

// place is where data lies.
type place struct{ account, region, service string }

// estate is all the data, ready to answer from.
type estate struct {
	Access
	places   map[place]data
	accounts []string
	faults   []Fault
}

// Access is estate.yaml: who may come in, and what goes wrong there of its own accord.
type Access struct {
	// Management is the organization's management account.
	Management string `yaml:"management"`
	// Callers are the access keys that are accepted, with the ARN of the user each belongs to. Secrets are not compared.
	Callers map[string]string `yaml:"callers"`
	// Roles are the ARNs of the roles that any caller may assume.
	Roles []string `yaml:"roles"`
	// Regions are those that need no opting in, and Enabled those that an account has opted in to.
	Regions []string            `yaml:"regions"`
	Enabled map[string][]string `yaml:"enabled"`
	Faults  []Fault             `yaml:"faults"`
}

var (
	accountID  = regexp.MustCompile(`^[0-9]{12}$`)
	regionName = regexp.MustCompile(`^[a-z]{2,4}(-[a-z]+)+-[0-9]$`)
)

const estateFile = "estate.yaml"

func loadEstate(root fs.FS, now time.Time, all map[string]*service) (*estate, error) {
	e := &estate{places: map[place]data{}}
	text, err := render(root, estateFile, now)
	if err != nil {
		return nil, err
	}
	if err := strictyaml.Decode(estateFile, text, &e.Access); err != nil {
		return nil, err
	}
	e.faults = e.Access.Faults
	files, err := fs.Glob(root, "*/*/*.yaml")
	if err != nil {
		return nil, fmt.Errorf("list the estate: %w", err)
	}
	var errs []error
	for _, file := range files {
		errs = append(errs, e.load(root, file, now, all))
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	if !slices.Contains(e.accounts, e.Management) {
		return nil, fmt.Errorf("%s: management account %q has no data", estateFile, e.Management)
	}
	for _, key := range sortedKeys(e.Callers) {
		if accountOf(e.Callers[key]) == "" {
			return nil, fmt.Errorf("%s: caller %s has no ARN of a user: %q", estateFile, key, e.Callers[key])
		}
	}
	return e, nil
}

func render(root fs.FS, file string, now time.Time) ([]byte, error) {
	raw, err := fs.ReadFile(root, file)
	if err != nil {
		return nil, fmt.Errorf("read the estate: %w", err)
	}
	text, err := relative.Render(raw, now)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return text, nil
}

// load reads one file into its place.
func (e *estate) load(root fs.FS, file string, now time.Time, all map[string]*service) error {
	folders := strings.Split(file, "/")
	p := place{folders[0], folders[1], strings.TrimSuffix(path.Base(file), ".yaml")}
	s := all[p.service]
	switch {
	case !accountID.MatchString(p.account):
		return fmt.Errorf("%s: %q is no account id", file, p.account)
	case s == nil:
		return fmt.Errorf("%s: unknown service %q%s", file, p.service, strictyaml.Nearest(p.service, sortedKeys(all)))
	case s.global && p.region != global:
		return fmt.Errorf("%s: an account has %s once, in folder %q", file, p.service, global)
	case !s.global && p.region == global:
		return fmt.Errorf("%s: %s is in each region, and never in folder %q", file, p.service, global)
	case p.region != global && !regionName.MatchString(p.region):
		return fmt.Errorf("%s: %q is no region", file, p.region)
	}
	text, err := render(root, file, now)
	if err != nil {
		return err
	}
	d, err := parseData(file, text, s)
	if err != nil {
		return err
	}
	e.places[p] = d
	if !slices.Contains(e.accounts, p.account) {
		e.accounts = append(e.accounts, p.account)
	}
	return nil
}

// at is the data that a request asks about.
func (e *estate) at(r *request) data { return e.in(r.account, r.region, r.service) }

func (e *estate) in(account, region string, s *service) data {
	if s.global {
		region = global
	}
	return e.places[place{account, region, s.name}]
}

// regionsOf are the regions in which the account has data of the service, sorted.
func (e *estate) regionsOf(account, service string) []string {
	var regions []string
	for p := range e.places {
		if p.account == account && p.service == service {
			regions = append(regions, p.region)
		}
	}
	slices.Sort(regions)
	return regions
}

// opted reports whether the account's credentials are valid in the region.
func (e *estate) opted(account, region string) bool {
	return slices.Contains(e.Regions, region) || slices.Contains(e.Enabled[account], region)
}
