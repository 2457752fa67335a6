package report

import (
	"embed"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/aismm/aismm/internal/assess"
	"github.com/aismm/aismm/internal/verdict"
	"github.com/aismm/aismm/model"
)

// whyShown is how many of a subject's conditions are named before it is opened.
const whyShown = 3

// printed is how many failed and unknown subjects of one objective stand on paper; style.css leaves out the others.
const printed = 30

//go:embed html
var assets embed.FS

// HTMLOptions bound the page.
type HTMLOptions struct {
	// Passing is how many passing subjects of one objective are shown; 0 means 100. Failed and unknown ones are bounded to
	// ten times as many. What is left out is counted, and stands in the assessment.
	Passing int
	// Became says what has become of objectives in the model at hand, where that is a later one.
	Became []assess.Became
}

// HTML writes the report as one page that needs nothing else: no script, style, font or picture from anywhere.
func HTML(w io.Writer, a *assess.Assessment, o HTMLOptions) error {
	t, err := pageTemplate()
	if err != nil {
		return err
	}
	if o.Passing <= 0 {
		o.Passing = 100
	}
	return t.Execute(w, view(a, o))
}

var pageTemplate = sync.OnceValues(func() (*template.Template, error) {
	read := func(name string) (string, error) {
		data, err := assets.ReadFile("html/" + name)
		return string(data), err
	}
	style, err := read("style.css")
	if err != nil {
		return nil, err
	}
	script, err := read("script.js")
	if err != nil {
		return nil, err
	}
	page, err := read("page.gohtml")
	if err != nil {
		return nil, err
	}
	return template.New("page").Funcs(template.FuncMap{
		// The two files are ours and embedded; nothing from outside is ever passed through these.
		"style":  func() template.CSS { return template.CSS(style) },
		"script": func() template.JS { return template.JS(script) },
		"clean":  clean, "passage": passage, "life": lifeOf, "short": short, "became": became, "speaksOf": speaksOf, "signatures": signatures, "bytes": bytesOf, "json": shown, "less": func(a, b int) int { return a - b }, "distinct": distinct, "levels": levelRange, "mean": meanRange, "status": statusName, "plural": Plural,
		"togo": func(d *model.Distance) string { return toGo(d, "") },
		"join": func(s []string) string { return strings.Join(s, " ") },
	}).Parse(page)
})

type pageView struct {
	A            *assess.Assessment
	Title        string
	Cut          string
	Counts       []countView
	Domains      []domainView
	Categories   []categoryView
	Settling     []settleGroup
	NotConnected []assess.Provider
	Providers    []string
	Unassessed   []unassessedView
	// Model and Version name the model.
	Model, Version string
	Levels         []model.LevelFacts
	// Columns is how wide the table of levels is.
	Columns int
	Later   []*assess.Objective
	Became  []assess.Became
}

type unassessedView struct {
	model.CategoryScore
	Covers string
}

type countView struct {
	Status model.Status
	N      int
}

type domainView struct {
	Score model.DomainScore
	Rows  []rowView
}

type rowView struct {
	model.CategoryScore
	Cells []cellView
}

// cellView is one cell of the overview: category by level.
type cellView struct {
	Level model.Level
	// State is "confirmed", "possible", "open" or "none" (not assessed).
	State  string
	Target bool
	Text   string
	Label  string
}

type categoryView struct {
	model.CategoryScore
	Levels []levelView
}

type levelView struct {
	Level      model.Level
	Name       string
	Objectives []objectiveView
}

type objectiveView struct {
	*assess.Objective
	Arithmetic  string
	Deployments string
	Providers   string
	Subjects    []subjectView
	Left        int
	// Unprinted is how many of Subjects paper leaves out: all that pass, and those beyond the first that do not.
	Unprinted int
	Errors    []errorView
	// Nothing is the proof that the objective does not apply.
	Nothing    []string
	NetDiffers bool
	// Overlays are those whose policies judged it.
	Overlays []string
	// Claims are the attestations about the objective.
	Claims []*assess.Attestation
}

type errorView struct{ Policy, Boundary, Message string }

type subjectView struct {
	assess.Subject
	Where string
	// Why are the messages of the conditions that do not pass, at most three.
	Why        []string
	Conditions []conditionView
	Waiver     *verdict.Waiver
}

type conditionView struct {
	verdict.Condition
	Observed []evidenceView
}

type evidenceView struct {
	verdict.Evidence
	Shown string
}

func view(a *assess.Assessment, o HTMLOptions) pageView {
	v := pageView{A: a, Title: clean(a.Organization), Cut: describeCut(a.Cut), Settling: settling(a),
		Model: modelName(a), Version: modelVersion(a), Levels: a.Model.Levels, Columns: len(a.Model.Levels) + 2, Later: later(a), Became: o.Became}
	if v.Title == "" {
		v.Title = "AI security programme"
	}
	n := counts(a)
	for _, s := range model.Statuses() {
		v.Counts = append(v.Counts, countView{s, n[s]})
	}
	for _, p := range a.Ledger.Providers {
		v.Providers = append(v.Providers, p.Name)
		if !p.Connected {
			v.NotConnected = append(v.NotConnected, p)
		}
	}
	for _, d := range a.Score.Domains {
		dv := domainView{Score: d}
		for _, c := range a.Score.Categories {
			if c.Domain == d.Domain {
				dv.Rows = append(dv.Rows, rowView{c, cells(a, c)})
			}
		}
		v.Domains = append(v.Domains, dv)
	}
	for _, c := range a.Score.Categories {
		if !c.Assessed {
			facts, _ := a.Model.Category(c.Category)
			v.Unassessed = append(v.Unassessed, unassessedView{c, facts.Covers})
			continue
		}
		v.Categories = append(v.Categories, category(a, c, o))
	}
	return v
}

func cells(a *assess.Assessment, c model.CategoryScore) []cellView {
	var list []cellView
	for _, level := range a.Model.Levels {
		l := level.Level
		cv := cellView{Level: l, Target: c.Target == l, State: "open"}
		for _, n := range c.Gross.Levels {
			if n.Level == l {
				cv.Text = fmt.Sprintf("%d/%d", n.Met, n.Objectives-n.NotApplicable)
				cv.Label = fmt.Sprintf("level %s: %d of %d met, %d not met, %d unknown", l, n.Met, n.Objectives-n.NotApplicable, n.NotMet, n.Unknown+n.NotAssessed)
			}
		}
		switch {
		case !c.Assessed:
			cv.State, cv.Text, cv.Label = "none", "", "not assessed"
		case l <= c.Gross.Confirmed:
			cv.State = "confirmed"
		case l <= c.Gross.Possible:
			cv.State = "possible"
		}
		if l == model.Initial && c.Assessed {
			cv.Label = "level 1 holds by definition"
		}
		list = append(list, cv)
	}
	return list
}

func category(a *assess.Assessment, c model.CategoryScore, o HTMLOptions) categoryView {
	cv := categoryView{CategoryScore: c}
	for _, l := range a.Model.Climb() {
		lv := levelView{Level: l.Level, Name: l.Name}
		for i := range a.Objectives {
			if ob := &a.Objectives[i]; ob.Category == c.Category && ob.Level == l.Level {
				lv.Objectives = append(lv.Objectives, objectiveOf(a, ob, o))
			}
		}
		if len(lv.Objectives) > 0 {
			cv.Levels = append(cv.Levels, lv)
		}
	}
	return cv
}

func objectiveOf(a *assess.Assessment, ob *assess.Objective, o HTMLOptions) objectiveView {
	v := objectiveView{Objective: ob, Arithmetic: arithmetic(ob), NetDiffers: ob.Net != ob.Standing, Claims: attestationsOf(a, ob.ID), Nothing: nothing(a, ob), Overlays: deciders(a, ob)}
	var deployments, providers []string
	for _, d := range ob.ByDeployment {
		deployments = append(deployments, d.Deployment.String())
	}
	for _, p := range ob.ByProvider {
		providers = append(providers, p.Provider)
	}
	v.Deployments, v.Providers = strings.Join(deployments, " "), strings.Join(providers, " ")
	for _, c := range a.ChecksOf(ob.ID) {
		if c.Error != nil {
			v.Errors = append(v.Errors, errorView{c.Policy, c.Boundary, clean(c.Error.Message)})
		}
	}
	shown := map[verdict.Verdict]int{}
	for _, s := range a.SubjectsOf(ob.ID) {
		most := o.Passing
		if s.Verdict != verdict.Pass {
			most *= 10
		}
		if shown[s.Verdict]++; shown[s.Verdict] > most {
			v.Left++
			continue
		}
		v.Subjects = append(v.Subjects, subjectOf(s))
		if s.Verdict == verdict.Pass || len(v.Subjects) > printed {
			v.Unprinted++
		}
	}
	return v
}

func subjectOf(s assess.Subject) subjectView {
	v := subjectView{Subject: s}
	var where []string
	for _, j := range s.Judgements {
		place := j.Subject.Boundary
		if j.Subject.Region != "" {
			place += " " + j.Subject.Region
		}
		if place != "" && !slices.Contains(where, place) {
			where = append(where, place)
		}
		if j.Subject.Waiver != nil {
			v.Waiver = j.Subject.Waiver
		}
		for _, c := range j.Subject.Conditions {
			cv := conditionView{Condition: c}
			for i, e := range c.Evidence {
				if i == 5 {
					break // the others stand in the assessment
				}
				cv.Observed = append(cv.Observed, evidenceView{e, observed(e)})
			}
			v.Conditions = append(v.Conditions, cv)
			if c.Verdict == s.Verdict && s.Verdict != verdict.Pass && len(v.Why) < whyShown && !slices.Contains(v.Why, c.Message) {
				v.Why = append(v.Why, c.Message)
			}
		}
	}
	v.Where = strings.Join(where, ", ")
	return v
}
