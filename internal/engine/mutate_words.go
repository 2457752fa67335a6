package engine

import (
	"fmt"
	"strings"
)

// Survival is an entry of custom.survives in METADATA: survivors that a policy accepts.
type Survival struct {
	// Path is the target of the mutants: a field such as "config.Status", with its kind before it if need be, or a kind alone.
	Path string `yaml:"path"`
	// Reason says why nothing is wrong.
	Reason string `yaml:"reason"`
}

// survivals checks what METADATA accepts.
func (l *loader) survivals(p *Policy, owner string, line int, all []Survival) []Survival {
	byLine, _ := l.faults(p)
	for _, s := range all {
		if s.Path == "" || s.Reason == "" {
			byLine(line, CodeMetadata, "%s: an entry of custom.survives needs the path of what survives, and a reason", owner)
		}
	}
	return all
}

// accepts finds the entry by which a policy accepts a survivor.
func (p *Policy) accepts(key mutantKey) *Survival {
	var found *Survival
	p.eachSurvival(func(owner string, s *Survival) {
		plain := func(path string) string { return strings.ReplaceAll(path, "[*]", "") }
		_, field, _ := strings.Cut(key.target, " ")
		if owner == key.owner && (plain(s.Path) == plain(key.target) || plain(s.Path) == plain(field)) && found == nil {
			found = s
		}
	})
	return found
}

func (p *Policy) eachSurvival(do func(owner string, s *Survival)) {
	for i := range p.survives {
		do(Population, &p.survives[i])
	}
	for i := range p.Conditions {
		c := &p.Conditions[i]
		for n := range c.survives {
			do(c.ID, &c.survives[n])
		}
	}
}

// survivor says what is wrong with a mutant; nil means that it was killed.
func (m *mutant) survivor(pr *proof, key mutantKey) *Survivor {
	s := &Survivor{Policy: pr.policy.Path, Condition: key.owner, Operation: key.op, Target: key.target, File: pr.policy.File, Line: pr.policy.Line}
	for _, c := range pr.policy.Conditions {
		if c.ID == key.owner {
			s.Line = c.Line
		}
	}
	of := key.owner
	switch {
	case m.wrong != nil:
		r := m.wrong
		s.Mutant, s.Kill, s.Subject, s.Before, s.After, s.Examples = r.mutant, r.kill, r.subject, r.before, r.after, m.times
		s.Example, s.TestFile, s.TestLine = r.trial.String(), r.trial.file, r.trial.line
	case key.op == Show && !m.effect:
		s.Mutant = fmt.Sprintf("no example has a subject that %s fails", of)
		s.Kill = fmt.Sprintf("add a case to the tests in which %s is not met", of)
		if key.target == passes {
			s.Mutant = fmt.Sprintf("no example has a subject that %s passes", of)
			s.Kill = fmt.Sprintf("add a case to the tests in which %s is met", of)
		}
	case key.op == Show, !m.wants, m.effect:
		return nil
	case m.tried == 0 && of == Population:
		s.Mutant = fmt.Sprintf("no example has %s, which decides what subjects there are", inWords(key.target))
		s.Kill = fmt.Sprintf("add a case to the tests with %s, or stop reading it", inWords(key.target))
	case m.tried == 0:
		s.Mutant = fmt.Sprintf("no example has %s, which %s reads", inWords(key.target), of)
		s.Kill = fmt.Sprintf("add a case to the tests in which %s decides, or stop reading it", inWords(key.target))
	case m.loose:
		s.Mutant = fmt.Sprintf("only the absence of %s changes %s, no value of it does", inWords(key.target), whose(of))
		s.Kill = "compare the value (an empty text is there, too), or add a case in which another value does not pass"
	case key.op == Remove:
		s.Mutant = fmt.Sprintf("remove each %s: nothing changes in %s, in no example", inWords(key.target), whose(of))
		s.Kill = fmt.Sprintf("add a case to the tests in which a %s decides, or stop reading it: what is read and does not matter makes verdicts unknown", inWords(key.target))
	default:
		s.Mutant = fmt.Sprintf("change %s: nothing changes in %s, in no example", inWords(key.target), whose(of))
		s.Kill = fmt.Sprintf("add a case to the tests in which nothing but %s decides, or stop reading it", inWords(key.target))
	}
	return s
}

// inWords names a target in a sentence: "config.Status of aws_iam_access_key".
func inWords(target string) string {
	switch kind, field, ok := strings.Cut(target, " "); {
	case target == useTarget:
		return "whether AI is in use (ai)"
	case target == clockTarget:
		return "the time of judgement (input.as_of)"
	case !ok:
		return target
	case kind == anyKind:
		return field + " of a resource"
	case kind == "setting":
		return "the setting " + field
	default:
		return field + " of " + kind
	}
}

func whose(owner string) string {
	if owner == Population {
		return "the subjects or their verdicts"
	}
	return owner
}

func killAbsence(condition, where string) string {
	return fmt.Sprintf("let met.%s ask for what must be there, not for what must not; or document the provider's default of %s under custom.absent; or make it a required field of the kind",
		condition, inWords(where))
}

func killVanish(where string) string {
	return fmt.Sprintf("leave things out by what they say, never by what is missing; or make %s a required field of the kind", inWords(where))
}

func killRefused(c *Condition, kind string) string {
	if c.judges(kind) && !c.Compares {
		return fmt.Sprintf("say `compares: true` in the METADATA of %s, if it compares its subjects with each other", c.ID)
	}
	return fmt.Sprintf("point a row of met.%s at a %s only where that one alone decides, and at the subject where all of them do; where there is unclear.%s, give it a row for each %s with something in missing",
		c.ID, kind, c.ID, kind)
}
