package model

// ScoreOutcomes draws levels from the outcomes of objectives, of the whole catalog or of a cut. All twelve categories are
// listed, those without outcomes as not assessed. Targets are the levels that the organization chose, where it chose any.
func ScoreOutcomes(outcomes []Outcome, targets map[Category]Level) Score {
	of := map[Category][]Outcome{}
	for _, o := range outcomes {
		c := o.Objective.Category()
		of[c] = append(of[c], o)
	}
	s := Score{Categories: make([]CategoryScore, 0, len(categories)), Domains: make([]DomainScore, 0, 3)}
	for _, c := range Categories() {
		s.Categories = append(s.Categories, scoreCategory(c, of[c], targets[c]))
	}
	for _, d := range Domains() {
		var list []CategoryScore
		for _, c := range s.Categories {
			if c.Domain == d {
				list = append(list, c)
			}
		}
		s.Domains = append(s.Domains, DomainScore{Domain: d, Aggregate: aggregate(list)})
	}
	s.Programme = aggregate(s.Categories)
	s.Coverage = s.Programme.Coverage
	return s
}

func scoreCategory(c Category, outcomes []Outcome, target Level) CategoryScore {
	s := CategoryScore{Category: c, Name: c.Name(), Domain: c.Domain(), Target: target}
	for _, o := range outcomes {
		if o.Gross.Status != NotAssessed {
			s.Assessed = true
		}
	}
	s.Gross = climb(outcomes, s.Assessed, func(o Outcome) Status { return o.Gross.Status })
	s.Net = climb(outcomes, s.Assessed, func(o Outcome) Status { return o.Net.Status })
	if !s.Assessed {
		return s
	}
	for _, o := range outcomes {
		if o.Gross.Status.Applies() {
			s.Coverage.Whole++
		}
		if o.Gross.Status.Decided() {
			s.Coverage.Part++
		}
	}
	if target != NoLevel && s.Gross.Confirmed != NoLevel {
		s.Distance = &Distance{Least: max(0, int(target-s.Gross.Possible)), Most: max(0, int(target-s.Gross.Confirmed))}
	}
	return s
}

// climb goes up the levels for as long as nothing applicable stands in the way.
func climb(outcomes []Outcome, assessed bool, status func(Outcome) Status) Ladder {
	l := Ladder{Levels: make([]LevelCount, 0, 4)}
	for level := Repeatable; level <= Efficient; level++ {
		n := LevelCount{Level: level}
		for _, o := range outcomes {
			if o.Objective.Level == level {
				n.count(status(o))
			}
		}
		n.PassedThrough = assessed && n.NotApplicable == n.Objectives
		l.Levels = append(l.Levels, n)
	}
	applicable := 0
	for _, n := range l.Levels {
		applicable += n.applicable()
	}
	if !assessed || applicable == 0 {
		return l
	}
	l.Confirmed, l.Possible = Initial, Initial
	for _, n := range l.Levels {
		if l.Confirmed == n.Level-1 && n.Met == n.applicable() {
			l.Confirmed = n.Level
		}
		if l.Possible == n.Level-1 && n.NotMet == 0 {
			l.Possible = n.Level
		}
	}
	if l.Confirmed < Efficient {
		next := l.Levels[l.Confirmed-1] // the first of Levels is level 2
		l.Progress = &Ratio{Part: next.Met, Whole: next.applicable()}
	}
	return l
}

func (n *LevelCount) count(s Status) {
	n.Objectives++
	switch s {
	case Met:
		n.Met++
	case NotMet:
		n.NotMet++
	case NotApplicable:
		n.NotApplicable++
	case NotAssessed:
		n.NotAssessed++
	default:
		n.Unknown++
	}
}

func (n LevelCount) applicable() int { return n.Objectives - n.NotApplicable }

func aggregate(list []CategoryScore) Aggregate {
	a := Aggregate{Categories: len(list)}
	for _, c := range list {
		if !c.Assessed {
			continue
		}
		a.Assessed++
		a.Coverage.Part += c.Coverage.Part
		a.Coverage.Whole += c.Coverage.Whole
		a.Gross.add(c.Gross.Interval)
		a.Net.add(c.Net.Interval)
	}
	for _, c := range list {
		if c.Target == NoLevel {
			continue
		}
		a.Targets++
		switch {
		case c.Distance == nil:
		case c.Distance.Most == 0:
			a.TargetsReached++
		case c.Distance.Least > 0:
			a.TargetsMissed++
		}
	}
	return a
}

func (s *Summary) add(i Interval) {
	if i.Confirmed == NoLevel {
		return
	}
	if s.Minimum.Confirmed == NoLevel || i.Confirmed < s.Minimum.Confirmed {
		s.Minimum.Confirmed = i.Confirmed
	}
	if s.Minimum.Possible == NoLevel || i.Possible < s.Minimum.Possible {
		s.Minimum.Possible = i.Possible
	}
	s.Mean.Confirmed.Part += int(i.Confirmed)
	s.Mean.Confirmed.Whole++
	s.Mean.Possible.Part += int(i.Possible)
	s.Mean.Possible.Whole++
}
