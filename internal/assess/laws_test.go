package assess

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/aismm/aismm/internal/verdict"
	"github.com/aismm/aismm/internal/waiver"
	"github.com/aismm/aismm/model"
)

// anyInput draws checks of two policies in two boundaries over a handful of subjects, some seen from both.
func anyInput(tb testing.TB, t *rapid.T) Input {
	var checks []verdict.Check
	for _, boundary := range []string{prod, dev} {
		for _, judges := range [][2]string{{trailAWS, "MON-L2-1"}, {promptsAWS, "MON-L2-2"}} {
			var subjects []verdict.Subject
			for i := range 5 {
				if rapid.Bool().Draw(t, "there") {
					v := rapid.SampledFrom([]verdict.Verdict{verdict.Pass, verdict.Fail, verdict.Unknown}).Draw(t, "verdict")
					d := rapid.SampledFrom([]model.Deployment{model.PaaS, model.SelfHosted, model.Program}).Draw(t, "deployment")
					subjects = append(subjects, subject(v, "aws_sagemaker_endpoint", fmt.Sprint("e", i), d))
				}
			}
			c := check(judges[0], judges[1], boundary, subjects...)
			if rapid.IntRange(0, 3).Draw(t, "open") == 0 {
				c = open(c, denied(rapid.SampledFrom([]string{"aws_sagemaker_endpoint", "aws_other"}).Draw(t, "kind"), "x:List", boundary))
			}
			checks = append(checks, c)
		}
	}
	if rapid.Bool().Draw(t, "organization") {
		here, there := subject(verdict.Pass, "aws_iam_user", "u", model.PaaS), subject(verdict.Fail, "aws_iam_user", "v", model.PaaS)
		here.Boundary, there.Boundary = prod, dev
		c := check(peopleAWS, "IAM-L2-1", org, here, there)
		if rapid.Bool().Draw(t, "open") {
			c = open(c, denied("aws_iam_user", "x:List", org))
		}
		checks = append(checks, c)
	}
	in := input(tb, checks...)
	if rapid.Bool().Draw(t, "attested") {
		in.Attestations = []AttestationSource{signedFor("p", "MON-L2-2", map[string]any{"measured": map[string]any{"passed": rapid.IntRange(0, 9).Draw(t, "passed"), "of": 9}})}
	}
	for i := range rapid.IntRange(0, 2).Draw(t, "waivers") {
		in.Waivers = append(in.Waivers, accepted(tb, fmt.Sprint("w", i), "MON-L2-1", waiver.Selector{IDs: []string{fmt.Sprint("e", i)}}))
	}
	return in
}

func bytesOf(tb testing.TB, in Input) []byte {
	tb.Helper()
	out, err := Encode(assess(tb, in))
	if err != nil {
		tb.Fatal(err)
	}
	return out
}

func TestOrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		in := anyInput(t, r)
		want := bytesOf(t, in)
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(r, "seed"), 1))
		mix(rng, in.Checks)
		mix(rng, in.Policies)
		mix(rng, in.Waivers)
		for i := range in.Checks {
			mix(rng, in.Checks[i].Subjects)
			mix(rng, in.Checks[i].Gaps)
		}
		if got := bytesOf(t, in); !bytes.Equal(got, want) {
			r.Fatalf("the order of the input changes the assessment")
		}
	})
}

func mix[T any](r *rand.Rand, list []T) {
	r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
}

func TestCuttingByEverythingIsNotCutting(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		in := anyInput(t, r)
		want := bytesOf(t, in)
		in.Cut = Cut{Deployments: model.Deployments(), Providers: []string{"records", "aws"}, Boundaries: []string{org, prod, dev, Programme}}
		if got := bytesOf(t, in); !bytes.Equal(got, want) {
			r.Fatalf("a cut by everything changes the assessment")
		}
	})
}

// A cut that is drawn from the whole assessment, as it was written and read again, is the one that is drawn from the bundle.
func TestACutOfTheAssessmentIsThatOfTheBundle(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		in := anyInput(t, r)
		in.Problems = []Problem{{Policy: promptsAWS, Dropped: true, File: "p.rego", Line: 1, Message: "m"}, {File: "q.rego", Line: 2, Message: "m"}}
		whole, err := Parse(bytesOf(t, in))
		if err != nil {
			r.Fatal(err)
		}
		in.Cut = Cut{Deployments: some(r, "deployments", model.Deployments()), Providers: some(r, "providers", []string{"records", "aws"}),
			Boundaries: some(r, "boundaries", []string{org, prod, dev, Programme}), Categories: some(r, "categories", []model.Category{"GOV", "IAM", "MON", "INF"})}
		want := bytesOf(t, in)
		cut, err := whole.Recut(in.Cut)
		if err != nil {
			r.Fatal(err)
		}
		got, err := Encode(cut)
		if err != nil {
			r.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			r.Fatalf("cut to %+v the assessment says\n%s\nand the bundle\n%s", in.Cut, got, want)
		}
		if _, err := Parse(got); err != nil {
			r.Fatalf("the cut cannot be read again: %v", err)
		}
	})
}

func some[T comparable](r *rapid.T, name string, all []T) []T {
	return rapid.SliceOfNDistinct(rapid.SampledFrom(all), 0, len(all), rapid.ID).Draw(r, name)
}

// A cut counts just what the parts of the whole count.
func TestACutAgreesWithThePartsOfTheWhole(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		in := anyInput(t, r)
		whole := assess(t, in)
		cuts := []Cut{{Providers: []string{"aws"}}, {Boundaries: []string{rapid.SampledFrom([]string{org, prod, dev}).Draw(r, "boundary")}},
			{Deployments: []model.Deployment{rapid.SampledFrom(model.Deployments()).Draw(r, "deployment")}}}
		for _, in.Cut = range cuts {
			cut := assess(t, in)
			for _, o := range whole.Objectives {
				for _, p := range o.ByBoundary {
					if within(in.Cut.Boundaries, p.Boundary) && len(in.Cut.Boundaries) > 0 {
						samePart(t, r, cut, o, p.Boundary, p.Part)
					}
				}
				for _, p := range o.ByDeployment {
					if within(in.Cut.Deployments, p.Deployment) && len(in.Cut.Deployments) > 0 {
						samePart(t, r, cut, o, string(p.Deployment), p.Part)
					}
				}
				for _, p := range o.ByProvider {
					if within(in.Cut.Providers, p.Provider) && len(in.Cut.Providers) > 0 {
						samePart(t, r, cut, o, p.Provider, p.Part)
					}
				}
			}
			for _, d := range whole.Score.ByDeployment {
				if len(in.Cut.Deployments) == 1 && in.Cut.Deployments[0] == d.Deployment && !sameLevels(cut.Score.Score, d.Score) {
					r.Fatalf("%s: the score of the cut differs from that of the whole's part", d.Deployment)
				}
			}
		}
	})
}

func samePart(t *testing.T, r *rapid.T, cut *Assessment, o Objective, name string, p Part) {
	c := result(t, cut, o.ID.String())
	if c.Tally != p.Tally || (!o.AlwaysApplies && (c.Standing != p.Standing || c.Net != p.Net)) {
		r.Fatalf("%s cut to %s is %s; the whole says %+v", o.ID, name, brief(c), p)
	}
}

func sameLevels(a, b model.Score) bool {
	return slices.EqualFunc(a.Categories, b.Categories, func(x, y model.CategoryScore) bool {
		return x.Gross.Interval == y.Gross.Interval && x.Net.Interval == y.Net.Interval && x.Coverage == y.Coverage && slices.Equal(x.Gross.Levels, y.Gross.Levels)
	})
}

func TestWaiversNeverChangeGross(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		in := anyInput(t, r)
		with := assess(t, in)
		in.Waivers = nil
		without := assess(t, in)
		for i, o := range with.Objectives {
			w := without.Objectives[i]
			if o.Standing != w.Standing || o.Passed != w.Passed || o.Failed != w.Failed || o.Unknown != w.Unknown {
				r.Fatalf("%s with waivers is %s, without %s", o.ID, brief(&o), brief(&w))
			}
		}
	})
}

func TestAttestationsNeverTouchAVerdict(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		in := anyInput(t, r)
		with := assess(t, in)
		in.Attestations = nil
		without := assess(t, in)
		for i, o := range with.Objectives {
			if w := without.Objectives[i]; o.Failed < w.Failed || o.Passed < w.Passed {
				r.Fatalf("%s with attestations is %s, without %s", o.ID, brief(&o), brief(&w))
			}
		}
	})
}

// Whatever an unknown subject turns out to be, each objective and each level stays inside what was said before.
func TestUnknownTurnsOutInsideTheInterval(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		in := anyInput(t, r)
		in.Attestations = nil
		before := assess(t, in)
		for i := range in.Checks {
			for j := range in.Checks[i].Subjects {
				if s := &in.Checks[i].Subjects[j]; s.Verdict == verdict.Unknown && rapid.Bool().Draw(r, "settled") {
					s.Verdict = rapid.SampledFrom([]verdict.Verdict{verdict.Pass, verdict.Fail}).Draw(r, "as")
				}
			}
		}
		after := assess(t, in)
		for i, o := range before.Objectives {
			n := after.Objectives[i]
			if n.Lower < o.Lower || n.Upper > o.Upper || (o.Status.Decided() && n.Status != o.Status) {
				r.Fatalf("%s went from %s to %s", o.ID, brief(&o), brief(&n))
			}
		}
		for i, c := range before.Score.Categories {
			n := after.Score.Categories[i]
			if n.Gross.Confirmed < c.Gross.Confirmed || n.Gross.Possible > c.Gross.Possible {
				r.Fatalf("%s went from %v to %v", c.Category, c.Gross.Interval, n.Gross.Interval)
			}
		}
	})
}

func TestTheInputIsLeftAsItIs(t *testing.T) {
	in := wholeInput(t)
	before := fmt.Sprintf("%#v", in.Checks)
	assess(t, in)
	if after := fmt.Sprintf("%#v", in.Checks); after != before {
		t.Error("Assess changed the checks that it was given")
	}
	for _, c := range in.Checks {
		for _, s := range c.Subjects {
			if s.Waiver != nil {
				t.Errorf("subject %s of the input carries a waiver", s.ID)
			}
		}
	}
}
