package model

// Status is where an objective stands.
type Status string

// The statuses of an objective.
const (
	// Met: the lower bound reaches the target.
	Met Status = "met"
	// NotMet: even the upper bound does not reach the target.
	NotMet Status = "not_met"
	// Unknown: what was seen decides neither; what would settle it is listed.
	Unknown Status = "unknown"
	// NotApplicable: every read succeeded, and there was nothing to judge.
	NotApplicable Status = "not_applicable"
	// NotAssessed: nothing judged it, neither a policy nor an attestation. For a level it counts as unknown does.
	NotAssessed Status = "not_assessed"
)

// Statuses lists the statuses in the order in which reports show them: what needs work first.
func Statuses() []Status { return []Status{NotMet, Unknown, NotAssessed, Met, NotApplicable} }

// ParseStatus reads a status.
func ParseStatus(s string) (Status, error) { return parseWord("status", s, Statuses()) }

// String is the status's word.
func (s Status) String() string { return string(s) }

// Decided reports whether the evidence answers the question: met or not met.
func (s Status) Decided() bool { return s == Met || s == NotMet }

// Applies reports whether the objective counts for a level; what is not known to be empty does.
func (s Status) Applies() bool { return s != NotApplicable }

// MarshalText writes the status's word.
func (s Status) MarshalText() ([]byte, error) { return marshalWord(ParseStatus, s) }

// UnmarshalText reads what MarshalText writes.
func (s *Status) UnmarshalText(text []byte) error { return unmarshalWord(ParseStatus, s, text) }

// Tally counts the subjects of one objective, each once.
type Tally struct {
	Passed int `json:"passed"`
	// Failed counts failed subjects, waived ones included: a waived subject still failed.
	Failed  int `json:"failed"`
	Unknown int `json:"unknown"`
	// Waived counts the failed subjects that a waiver in force covers.
	Waived int `json:"waived"`
	// Open is set while subjects may exist that nothing judged. The counts are then of what was seen.
	Open bool `json:"open"`
}

// All counts every subject.
func (t Tally) All() int { return t.Passed + t.Failed + t.Unknown }

// Net is the tally without the waived subjects, which leave the population.
func (t Tally) Net() Tally {
	t.Failed -= t.Waived
	t.Waived = 0
	return t
}

// Bounds are the least and the greatest share of subjects that pass, however the unknown ones turn out, cut to four
// decimal places. Targets have no more places, so nothing is lost in comparing. Of no subjects there are no bounds: NoShare.
func (t Tally) Bounds() (lower, upper Share) {
	return shareOf(t.Passed, t.All()), shareOf(t.Passed+t.Unknown, t.All())
}

// Standing is a status with the bounds behind it.
type Standing struct {
	Status Status `json:"status"`
	// Lower and Upper bound the share of subjects that pass, as Tally.Bounds gives them; null when there are none.
	Lower Share `json:"lower"`
	Upper Share `json:"upper"`
}

// Judge draws the status of an objective from a tally of all its subjects, waived failures counted as failures. While the
// population is open it cannot be met, and is not met only where every subject must pass and one failed.
func (o *Objective) Judge(t Tally) Standing {
	return judge(t, o.Target, o.AlwaysApplies)
}

// JudgeNet does the same with the waived subjects left out. Where waivers leave nobody in a closed population, the objective
// does not apply, net, even one that otherwise always does.
func (o *Objective) JudgeNet(t Tally) Standing {
	return judge(t.Net(), o.Target, o.AlwaysApplies && t.Waived == 0)
}

func judge(t Tally, target Share, always bool) Standing {
	s := Standing{Status: Unknown}
	s.Lower, s.Upper = t.Bounds()
	switch {
	case t.Open:
		if target == Whole && t.Failed > 0 {
			s.Status = NotMet
		}
	case t.All() == 0:
		if !always {
			s.Status = NotApplicable
		}
	case target.ReachedBy(t.Passed, t.All()):
		s.Status = Met
	case !target.ReachedBy(t.Passed+t.Unknown, t.All()):
		s.Status = NotMet
	}
	return s
}

// Outcome is what an assessment knows about one objective: what Score and Plan start from.
type Outcome struct {
	Objective *Objective
	Tally     Tally
	Gross     Standing
	Net       Standing
	// Upcoming is set before the objective takes effect: the outcome is shown, and counts nowhere.
	Upcoming bool
}

// OutcomeOf judges a tally, gross and net.
func OutcomeOf(o *Objective, t Tally) Outcome {
	return Outcome{Objective: o, Tally: t, Gross: o.Judge(t), Net: o.JudgeNet(t)}
}

// Unassessed is the outcome of an objective that nothing judged.
func Unassessed(o *Objective) Outcome {
	s := Standing{Status: NotAssessed, Lower: NoShare, Upper: NoShare}
	return Outcome{Objective: o, Gross: s, Net: s}
}
