package model

import (
	"encoding"
	"reflect"
	"strings"
	"testing"
)

// Every word is written and read by the same name, and anything else is refused with the words that are known.
func TestWordsAreReadAsTheyAreWritten(t *testing.T) {
	for _, tc := range []struct {
		in   encoding.TextMarshaler
		into encoding.TextUnmarshaler
		want string
	}{
		{Category("GOV"), new(Category), "GOV"}, {Domain("structural"), new(Domain), "structural"}, {SaaS, new(Deployment), "saas"}, {Program, new(Deployment), "program"},
		{Either, new(Mode), "either"}, {Slug("a_b2"), new(Slug), "a_b2"}, {NotApplicable, new(Status), "not_applicable"}, {Level(4), new(Level), "4"},
	} {
		text, err := tc.in.MarshalText()
		if err != nil || string(text) != tc.want {
			t.Errorf("%v is written %s, %v", tc.in, text, err)
		}
		if err := tc.into.UnmarshalText(text); err != nil || !reflect.DeepEqual(reflect.ValueOf(tc.into).Elem().Interface(), tc.in) {
			t.Errorf("%s is read as %v, %v", text, tc.into, err)
		}
		if err := tc.into.UnmarshalText([]byte("Nonsense!")); err == nil || !strings.Contains(err.Error(), "want") {
			t.Errorf("nonsense is read as %v: %v", tc.into, err)
		}
	}
	for _, bad := range []encoding.TextMarshaler{Category("X"), Domain("X"), Deployment(""), Mode("auto"), Slug("A"), Status(""), Level(10), NoLevel, ObjectiveID{}} {
		if text, err := bad.MarshalText(); err == nil {
			t.Errorf("%#v is written %s", bad, text)
		}
	}
}

// structure is that of the model that ships.
var structure = func() *Structure {
	s, err := csa()
	if err != nil {
		panic(err)
	}
	return s
}()

func TestParseObjectiveID(t *testing.T) {
	for _, good := range []string{"MON-L2-1", "IR-L5-9999"} {
		if id, err := ParseObjectiveID(good); err != nil || id.String() != good {
			t.Errorf("%s: %v, %v", good, id, err)
		}
	}
	for _, bad := range []string{"", "MON-L1-1", "MON-L10-1", "MON-L2-0", "MON-L2-01", "mon-L2-1", "MON-L2-1 ", "MON-2.1", "A-L2-1", "ABCDEFG-L2-1", "1AB-L2-1", "MON-L2-10000"} {
		if id, err := ParseObjectiveID(bad); err == nil {
			t.Errorf("%q is read as %v", bad, id)
		}
	}
}

func TestIDsAreOrderedByTheModel(t *testing.T) {
	id := func(s string) ObjectiveID { return objective(t, s, 1, false).ID }
	order := []string{"GOV-L2-1", "GOV-L2-2", "GOV-L2-10", "GOV-L3-1", "ORG-L2-1", "APP-L2-1", "IR-L5-1"}
	for i := range order {
		for j := range order {
			got := structure.CompareIDs(id(order[i]), id(order[j]))
			if (got < 0) != (i < j) || (got == 0) != (i == j) {
				t.Errorf("%s against %s: %d", order[i], order[j], got)
			}
		}
	}
}

func TestTheModelsStructure(t *testing.T) {
	want := map[Domain][]Category{"foundational": {"GOV", "ORG", "IAM", "MON"}, "structural": {"INF", "MOD", "APP", "DAT"}, "procedural": {"RSK", "DEV", "CMP", "IR"}}
	got := map[Domain][]Category{}
	for _, c := range structure.Categories {
		got[c.Domain] = append(got[c.Domain], c.ID)
		if c.Name == "" || c.Covers == "" || c.ID.Dir() != strings.ToLower(c.ID.String()) {
			t.Errorf("%+v, dir %q", c, c.ID.Dir())
		}
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v", got)
	}
	if want := []DomainFacts{{"foundational", "Foundational"}, {"structural", "Structural"}, {"procedural", "Procedural"}}; !reflect.DeepEqual(structure.Domains, want) {
		t.Errorf("got %v", structure.Domains)
	}
	if f, ok := structure.Category("XXX"); ok || f.ID != "XXX" || f.Name != "" {
		t.Errorf("an unknown category: %v, %v", f, ok)
	}
	names := []string{}
	for _, l := range []Level{1, 2, 3, 4, 5, NoLevel, 7} {
		names = append(names, structure.Level(l).Name)
		if structure.Level(l).Meaning == "" {
			t.Errorf("level %s has no meaning", l)
		}
	}
	if want := []string{"Initial", "Repeatable", "Defined", "Capable", "Efficient", "No level", "Level 7"}; !reflect.DeepEqual(names, want) {
		t.Errorf("got %v", names)
	}
}

func TestObjective(t *testing.T) {
	o := objective(t, "MON-L2-1", 9500, false)
	o.Slug, o.Deployment = "trail", []Deployment{PaaS}
	o.Checks = []Check{{Provider: "openai"}, {Provider: "aws", Subject: "s"}}
	if o.Name() != "mon.trail" || !o.AppliesTo(PaaS) || o.AppliesTo(SaaS) || !o.AppliesTo(Program) {
		t.Errorf("name %s", o.Name())
	}
	if got := o.Providers(); !reflect.DeepEqual(got, []string{"aws", "openai"}) {
		t.Errorf("providers %v", got)
	}
	if c, ok := o.Check("aws"); !ok || c.Subject != "s" {
		t.Errorf("check %v, %v", c, ok)
	}
	if c, ok := o.Check("gcp"); ok {
		t.Errorf("check %v", c)
	}
}

func TestNumbersForPeople(t *testing.T) {
	for got, want := range map[string]string{
		Share(9500).String(): "95%", Share(3333).String(): "33.33%", NoShare.String(): "–", Whole.String(): "100%", Share(0).String(): "0%",
		Ratio{3, 4}.String(): "3/4", PaaS.Name(): "PaaS", SaaS.Name(): "API/SaaS", SelfHosted.Name(): "Self-hosted", Program.Name(): "Programme",
		Position{File: "a.yaml", Line: 3}.String(): "a.yaml:3", Position{File: "a.yaml"}.String(): "a.yaml",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if (Ratio{3, 4}).Float() != 0.75 || (Ratio{}).Float() != 0 || Share(9500).Float() != 0.95 {
		t.Error("decimals are wrong")
	}
}
