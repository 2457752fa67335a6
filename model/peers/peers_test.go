package peers

import (
	"reflect"
	"strings"
	"testing"
)

const (
	threeChecks = "check,provider,service\nb:two,aws,s3\na:one,aws,bedrock\nc:three,endpoint,processes\nd:four,azure,x\n"
	noReasons   = "check,standing,reason\n"
)

func claim(check, policy, condition, provider string) Claim {
	return Claim{Check: check, Objective: "MON-L2-1", Policy: policy, Condition: condition, Provider: provider}
}

func TestTheListThatShipsIsSound(t *testing.T) {
	l, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	if len(l.Checks) < 800 {
		t.Errorf("only %d checks", len(l.Checks))
	}
}

func TestParseSaysWhatIsWrong(t *testing.T) {
	_, err := parse([]byte("check,provider,service\na:one,aws,x\na:one,aws,x\nnothing,aws,x\n"),
		[]byte("check,standing,reason\nz:none,not_covered,r\na:one,perhaps,r\na:one,shared,\n"))
	want := []string{"checks.csv:3: a:one is there twice", `checks.csv:4: want tool:check and a provider, have "nothing,aws,x"`, "reasons.csv:2: z:none is no check that is known",
		`reasons.csv:3: a:one: the standing is "perhaps"; it is not_covered or shared`, "reasons.csv:4: a:one has no reason"}
	if err == nil || err.Error() != strings.Join(want, "\n") {
		t.Errorf("got %v", err)
	}
	if _, err := parse([]byte("check,provider\n"), []byte(noReasons)); err == nil || !strings.Contains(err.Error(), "read checks.csv: ") {
		t.Errorf("got %v", err)
	}
}

func TestFaults(t *testing.T) {
	one, two := claim("a:one", "p", "x", "aws"), claim("b:two", "p", "y", "aws")
	three := claim("c:three", "r", "z", "records")
	for name, c := range map[string]struct {
		reasons string
		claims  []Claim
		want    []string
	}{
		"each claimed once":           {"", []Claim{one, two, three}, nil},
		"one is not, and nobody says": {"", []Claim{one, three}, []string{"b:two is covered by no condition, and reasons.csv does not say why"}},
		"one is not, with a reason":   {"b:two,not_covered,the API has no such field\n", []Claim{one, three}, nil},
		"a reason that fell away":     {"b:two,not_covered,r\n", []Claim{one, two, three}, []string{"reasons.csv says that b:two is not covered; p.y claims it"}},
		"claimed twice":               {"", []Claim{one, two, three, claim("a:one", "q", "x", "aws")}, []string{"a:one is claimed by p.x and q.x, and reasons.csv does not say why"}},
		"claimed twice, with reason":  {"a:one,shared,one half each\n", []Claim{one, two, three, claim("a:one", "q", "x", "aws")}, nil},
		"shared by one":               {"a:one,shared,r\n", []Claim{one, two, three}, []string{"reasons.csv says that a:one is shared; only p.x claims it"}},
		"unknown, and of another":     {"", []Claim{one, two, three, claim("x:y", "q", "x", "aws"), claim("d:four", "q", "z", "aws")}, []string{"q.x covers x:y, which is no check that is known", "q.z covers d:four, which looks at azure"}},
		"answered from records":       {"", []Claim{claim("a:one", "r", "x", "records"), two, three}, nil},
		"not covered is not shared":   {"b:two,shared,r\n", []Claim{one, three}, []string{"b:two is covered by no condition, and reasons.csv does not say why"}},
	} {
		t.Run(name, func(t *testing.T) {
			l, err := parse([]byte(threeChecks), []byte(noReasons+c.reasons))
			if err != nil {
				t.Fatal(err)
			}
			if got := l.Faults(c.claims, []string{"aws", "openai", "records"}); !reflect.DeepEqual(got, c.want) {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

func TestJoin(t *testing.T) {
	l, err := parse([]byte(threeChecks), []byte(noReasons+"b:two,not_covered,r\n"))
	if err != nil {
		t.Fatal(err)
	}
	second, first := claim("a:one", "q", "x", "aws"), claim("a:one", "p", "x", "aws")
	want := []Row{{Check{"a:one", "aws", "bedrock"}, []Claim{first, second}, nil}, {Check{"b:two", "aws", "s3"}, []Claim{}, &Reason{"b:two", NotCovered, "r"}},
		{Check{"c:three", "endpoint", "processes"}, []Claim{}, nil}, {Check{"d:four", "azure", "x"}, []Claim{}, nil}}
	if got := l.Join([]Claim{second, first}); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}
