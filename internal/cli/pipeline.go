package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/aismm/aismm/internal/assess"
	"github.com/aismm/aismm/internal/config"
	"github.com/aismm/aismm/internal/engine"
	"github.com/aismm/aismm/internal/evidence"
	"github.com/aismm/aismm/internal/waiver"
)

// judging are the flags of commands that judge a bundle.
type judging struct {
	cutting
	asOf      string
	noWaivers bool
}

func (j *judging) flags(f *pflag.FlagSet) {
	f.StringVar(&j.asOf, "as-of", "", "the moment by which ages, waivers and attestations are judged (RFC 3339; default: the end of the scan)")
	j.cutting.flags(f)
	f.BoolVar(&j.noWaivers, "no-waivers", false, "judge as if nothing had been waived")
}

func (j *judging) moment() (time.Time, error) {
	if j.asOf == "" {
		return time.Time{}, nil
	}
	for _, form := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(form, j.asOf); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, usagef("--as-of is %q; write it as 2026-11-20T09:00:00Z or 2026-11-20", j.asOf)
}

// policies loads the policies that ship. They are loaded once.
func (a *app) policies() (*engine.Set, error) {
	if a.set != nil {
		return a.set, nil
	}
	sources, err := a.shippedSources()
	if err != nil {
		return nil, err
	}
	b, err := a.basis()
	if err != nil {
		return nil, err
	}
	set, err := a.loadPolicies(a.ctx, append(sources, b.layeredSources()...))
	if err != nil {
		return nil, err
	}
	a.set = set
	return set, nil
}

// loadPolicies loads policies for the objectives of the model in effect. A model of the organization's own may have none yet: people
// decide it then.
func (a *app) loadPolicies(ctx context.Context, sources []engine.Source) (*engine.Set, error) {
	defer a.passing("loading policies")()
	objectives, err := a.objectiveRefs()
	if err != nil {
		return nil, err
	}
	cfg, err := a.loadConfig()
	if err != nil {
		return nil, err
	}
	b, err := a.basis()
	if err != nil {
		return nil, err
	}
	own, _ := a.ownModel(cfg)
	return engine.Load(ctx, engine.LoadOptions{Sources: sources, Kinds: b.kinds(), Objectives: objectives, MayBeEmpty: own != ""})
}

// judge evaluates a bundle and draws the assessment.
func (a *app) judge(ctx context.Context, cfg *config.Config, dir string, j *judging) (*assess.Assessment, error) {
	as, err := a.judged(ctx, cfg, dir, j)
	if err != nil && ctx.Err() != nil {
		return nil, incomplete(fmt.Errorf("interrupted while judging; the evidence in %s is whole: judge it with `aismm check %s`", dir, dir))
	}
	return as, err
}

func (a *app) judged(ctx context.Context, cfg *config.Config, dir string, j *judging) (*assess.Assessment, error) {
	cut, err := j.cut()
	if err != nil {
		return nil, err
	}
	asOf, err := j.moment()
	if err != nil {
		return nil, err
	}
	waivers, err := loadWaivers(cfg)
	if err != nil {
		return nil, err
	}
	if j.noWaivers {
		waivers = nil
	}
	bundle, err := openBundle(dir)
	if err != nil {
		return nil, err
	}
	set, err := a.policies()
	if err != nil {
		return nil, err
	}
	if err := a.checkNames(cfg); err != nil {
		return nil, err
	}
	if asOf.IsZero() {
		asOf = bundle.Manifest.EndedAt
	}
	result, err := set.Evaluate(ctx, bundle, engine.EvalOptions{Settings: cfg.Settings, AsOf: asOf, Timeout: a.policyDeadline})
	if err != nil {
		return nil, usage(err)
	}
	return a.draw(cfg, bundle, set, result, waivers, cut, asOf)
}

func (a *app) draw(cfg *config.Config, bundle *evidence.Bundle, set *engine.Set, result *engine.Result, waivers []*waiver.Waiver, cut assess.Cut, asOf time.Time) (*assess.Assessment, error) {
	catalog, err := a.catalog()
	if err != nil {
		return nil, err
	}
	attestations, err := assess.AttestationsOf(bundle)
	if err != nil {
		return nil, incomplete(err)
	}
	targets, err := assess.Targets(catalog, cfg.Targets)
	if err != nil {
		return nil, usage(fmt.Errorf("%s: %w", cfg.Path, err))
	}
	own, bound, err := a.ownCopy(cfg)
	if err != nil {
		return nil, err
	}
	b, err := a.basis()
	if err != nil {
		return nil, err
	}
	settings, err := settingsInEffect(set, cfg)
	if err != nil {
		return nil, usage(err)
	}
	as, err := assess.Assess(assess.Input{
		Bundle: bundle.Digest(), Manifest: bundle.Manifest, Catalog: catalog, PoliciesDigest: set.Digest(), Policies: policyInfos(set), Problems: problemInfos(set),
		Checks: result.Checks, Attestations: attestations, Waivers: waivers, MaxWaiverDays: cfg.Waivers.MaxDays, Targets: targets, Copy: own, Bound: bound, Settings: settings,
		Kinds: b.kinds(), Overlays: b.infos(), Organization: cfg.Organization, AsOf: asOf, Cut: cut,
	})
	if _, misnamed := errors.AsType[*assess.CutError](err); misnamed {
		return nil, usage(err)
	}
	return as, err
}

// settingsInEffect are the settings that policies read, with where each value came from.
func settingsInEffect(set *engine.Set, cfg *config.Config) ([]assess.Setting, error) {
	declared := set.Settings()
	var list []assess.Setting
	for _, name := range sortedKeys(declared) {
		s := assess.Setting{Name: name, Origin: "unset"}
		if v, ok := cfg.Settings[name]; ok && v != nil {
			s.Value, s.Origin = v, "configured"
		} else if d := declared[name].Default; d != nil {
			s.Value, s.Origin = d, "default"
		}
		list = append(list, s)
	}
	return list, nil
}

func policyInfos(set *engine.Set) []assess.Policy {
	var list []assess.Policy
	for _, p := range set.Policies() {
		info := assess.Policy{ID: p.Path, Objective: p.Objective, Provider: p.Provider, Title: p.Title, Remediation: p.Remediation, Source: p.Source,
			Digest: p.Digest, File: p.File, Line: p.Line, Reads: slices.Clone(p.Kinds), Settings: slices.Clone(p.SettingsRead)}
		for _, c := range p.Conditions {
			info.Conditions = append(info.Conditions, assess.Condition{ID: c.ID, Title: c.Title, Of: c.Of, Field: c.Field, Covers: c.Covers, File: c.File, Line: c.Line})
		}
		list = append(list, info)
	}
	return list
}

func problemInfos(set *engine.Set) []assess.Problem {
	var list []assess.Problem
	for _, p := range set.Problems() {
		list = append(list, assess.Problem{Policy: p.Policy, Dropped: p.Severity == engine.SeverityError, File: p.File, Line: p.Line, Message: p.Message})
	}
	return list
}

const (
	bundleName     = "bundle"
	assessmentName = "assessment.json"
	htmlName       = "report.html"
	resultsDir     = "aismm-out"
)

// saveAssessment writes the assessment as the one document that every report is drawn from.
func saveAssessment(file string, as *assess.Assessment, force bool) error {
	data, err := assess.Encode(as)
	if err != nil {
		return err
	}
	return writeWithMode(file, data, force, modeOf(as))
}

// modeOf is who may read what is drawn from an assessment: texts of the organization's own copy of the model are for nobody else.
func modeOf(as *assess.Assessment) fs.FileMode {
	if as.Model.Copy != nil {
		return 0o600
	}
	return 0o644
}

// loadAssessment reads an assessment: the file, or the one in the folder of a scan, or that of the newest scan.
func (a *app) loadAssessment(cfg *config.Config, args []string) (*assess.Assessment, string, error) {
	where := ""
	if len(args) > 0 {
		where = args[0]
	} else if cfg.Output.Dir != "" {
		where = cfg.Resolve(cfg.Output.Dir)
	} else {
		newest, err := newestResult(resultsDir)
		if err != nil {
			return nil, "", err
		}
		where = newest
	}
	if info, err := os.Stat(where); err == nil && info.IsDir() {
		where = filepath.Join(where, assessmentName)
	}
	data, err := os.ReadFile(where)
	if err != nil {
		return nil, "", usagef("read the assessment: %w; name the folder of a scan, or an assessment.json", err)
	}
	as, err := assess.Parse(data)
	if err != nil {
		return nil, "", incomplete(fmt.Errorf("%s: %w", where, err))
	}
	return as, where, nil
}

// newestResult is the folder of the newest scan: their names sort by time.
func newestResult(dir string) (string, error) {
	found, err := filepath.Glob(filepath.Join(dir, "*", assessmentName))
	if err != nil || len(found) == 0 {
		return "", usagef("there is no scan in %s yet; run `aismm scan`, or name an assessment.json", dir)
	}
	slices.Sort(found)
	return filepath.Dir(found[len(found)-1]), nil
}

// embeddedRoot is what stands before the files of the policies that ship.
const embeddedRoot = "embedded"

// sourceOf gives the text of a policy, for explanations: of those that ship and of the overlays.
func (a *app) sourceOf(file string) string {
	b, err := a.basis()
	if err != nil {
		return ""
	}
	for _, s := range append(slices.Clone(a.sources), b.layeredSources()...) {
		if name, ok := strings.CutPrefix(file, cmp.Or(s.Root, s.Name)+"/"); ok {
			if data, err := fs.ReadFile(s.FS, name); err == nil {
				return string(data)
			}
		}
	}
	return ""
}
