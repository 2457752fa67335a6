package model

import "slices"

// Score draws levels from the outcomes of objectives, of the whole catalog or of a cut. All categories are listed, those without
// outcomes as not assessed. Outcomes that do not count yet are left out. Targets are the levels that the organization chose, where it
// chose any.
func (m *Structure) Score(outcomes []Outcome, targets map[Category]Level) Score {
	of := map[Category][]Outcome{}
	for _, o := range outcomes {
		if c := o.Objective.Category(); !o.Upcoming {
			of[c] = append(of[c], o)
		}
	}
	score := Score{Categories: make([]CategoryScore, 0, len(m.Categories)), Domains: make([]DomainScore, 0, len(m.Domains))}
	for _, c := range m.Categories {
		score.Categories = append(score.Categories, m.scoreCategory(c, of[c.ID], targets[c.ID]))
	}
	for _, d := range m.Domains {
		var list []CategoryScore
		for _, c := range score.Categories {
			if c.Domain == d.ID {
				list = append(list, c)
			}
		}
		score.Domains = append(score.Domains, DomainScore{Domain: d.ID, Name: d.Name, Aggregate: aggregate(list)})
	}
	score.Programme = aggregate(score.Categories)
	score.Coverage = score.Programme.Coverage
	return score
}

func (m *Structure) scoreCategory(c CategoryFacts, outcomes []Outcome, target Level) CategoryScore {
	s := CategoryScore{Category: c.ID, Name: c.Name, Domain: c.Domain, Target: target}
	for _, o := range outcomes {
		if o.Gross.Status != NotAssessed {
			s.Assessed = true
		}
	}
	s.Gross = m.climb(outcomes, s.Assessed, func(o Outcome) Status { return o.Gross.Status })
	s.Net = m.climb(outcomes, s.Assessed, func(o Outcome) Status { return o.Net.Status })
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
func (m *Structure) climb(outcomes []Outcome, assessed bool, status func(Outcome) Status) Ladder {
	l := Ladder{Levels: make([]LevelCount, 0, len(m.Levels))}
	for _, level := range m.Climb() {
		n := LevelCount{Level: level.Level}
		for _, o := range outcomes {
			if o.Objective.Level == level.Level {
				n.count(status(o))
			}
		}
		l.Levels = append(l.Levels, n)
	}
	if assessed {
		l.passThrough()
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
	l.Confirmed, l.Possible = l.held(l.Confirmed), l.held(l.Possible)
	for _, n := range l.Levels {
		if n.Level > l.Confirmed && n.applicable() > 0 {
			l.Progress = &Ratio{Part: n.Met, Whole: n.applicable()}
			break
		}
	}
	return l
}

// passThrough marks the levels at which nothing is applicable. One without any objective, as in a cut, is passed through only on the way
// to one that has some: nothing above it could show that it holds.
func (l *Ladder) passThrough() {
	some := false
	for i := len(l.Levels) - 1; i >= 0; i-- {
		n := &l.Levels[i]
		some = some || n.Objectives > 0
		n.PassedThrough = n.NotApplicable == n.Objectives && some
	}
}

// held is the level that a climb ends at: not above the last that has an objective.
func (l *Ladder) held(level Level) Level {
	for level > Initial && l.of(level).Objectives == 0 {
		level--
	}
	return level
}

// of counts at a level; the first of Levels is level 2.
func (l *Ladder) of(level Level) LevelCount { return l.Levels[level-Initial-1] }

func (l *Ladder) top() Level { return Initial + Level(len(l.Levels)) }

// above reports whether anything applies above a level.
func (l *Ladder) above(level Level) bool {
	return slices.ContainsFunc(l.Levels, func(n LevelCount) bool { return n.Level > level && n.applicable() > 0 })
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
