package evaluation

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func measured() Scheme {
	return DefaultScheme().WithTau("ratings", 7*Unit).WithTau("audits", 7_350_000)
}

// anyExplanation draws an explanation whose sums hold.
func anyExplanation(t *rapid.T, code string) Explanation {
	e := Explanation{Component: code, Employee: 1, Setting: points(t) - 50*Unit, SD: rapid.Int64Range(1, 9*Unit).Draw(t, "sd"),
		Raw: points(t) - 50*Unit, CaseMix: points(t) - 50*Unit, Strictness: points(t) - 50*Unit, SmallSample: points(t) - 50*Unit}
	e.Effect = e.Raw + e.CaseMix + e.Strictness + e.SmallSample
	e.Observations = rapid.IntRange(1, 30).Draw(t, "n")
	left := e.Effect
	for i := range e.Observations {
		share := left
		if i < e.Observations-1 {
			share = rapid.Int64Range(-5*Unit, 5*Unit).Draw(t, "share")
		}
		left -= share
		e.Shares = append(e.Shares, Share{int64(i + 1), share})
	}
	return e
}

// TestScoreLinesSum: the lines sum to the score and the shares to the component, whatever
// the figures.
func TestScoreLinesSum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := Inputs{Employee: 1, Facts: Facts{UpheldMajorCases: rapid.IntRange(0, 1).Draw(t, "cases")}}
		for _, code := range []string{"ratings", "audits", "clocks"} {
			if rapid.Bool().Draw(t, "has") {
				in.Components = append(in.Components, anyExplanation(t, code))
			}
		}
		if rapid.Bool().Draw(t, "training") {
			in.Tables = append(in.Tables, TableValue{"training", 5000})
		}
		scheme := measured()
		scheme.Components[1].Settings = rapid.Bool().Draw(t, "settings")
		s, err := Compose(scheme, "nurse", in)
		if err != nil {
			t.Fatal(err)
		}
		sum := int64(0)
		byCode := map[string]int64{}
		for _, l := range s.Lines {
			sum += l.Points
			byCode[l.Code] += l.Points
		}
		if sum != s.Total || s.Total < scheme.Minimum || s.Total > scheme.Maximum {
			t.Errorf("lines sum to %d, total is %d", sum, s.Total)
		}
		for _, c := range s.Components {
			shares := int64(0)
			for _, p := range c.Shares {
				shares += p.Points
			}
			if byCode[c.Code] != c.Points+c.Setting || shares != c.Points || c.Setting != 0 && !scheme.Components[1].Settings {
				t.Errorf("%s: lines %d, shares %d, points %d", c.Code, byCode[c.Code], shares, c.Points)
			}
		}
		if in.Facts.UpheldMajorCases > 0 && s.Total > 70*Scale {
			t.Errorf("a major case was upheld, yet the score is %d", s.Total)
		}
	})
}

// TestMissingComponentIsNeutral: two fives and nothing else are not 3.33.
func TestMissingComponentIsNeutral(t *testing.T) {
	ratings := Explanation{Component: "ratings", Employee: 1, Observations: 40, Effect: 7 * Unit, Raw: 7 * Unit, SD: 2 * Unit}
	s, err := Compose(measured(), "nurse", Inputs{Employee: 1, Components: []Explanation{ratings}})
	if err != nil {
		t.Fatal(err)
	}
	if want := int64(75 * Scale); s.Total != want { // 70 + 0.5·10·7/7 + nothing
		t.Errorf("total %d, want %d", s.Total, want)
	}
	audits := s.Components[1]
	if audits.Points != 0 || audits.Neutral == "" || audits.SD != audits.Tau || audits.Reliability != 0 {
		t.Errorf("audits: %+v", audits)
	}
	if s.Established || s.Short[0].Component != "audits" {
		t.Errorf("established %v, short of %v", s.Established, s.Short)
	}
	nothing, err := Compose(measured(), "nurse", Inputs{Employee: 1})
	if err != nil {
		t.Fatal(err)
	}
	if nothing.Total != 70*Scale || nothing.Eligible() || nothing.Reliability != 0 || nothing.SD != 70711-1 {
		t.Errorf("nothing known: %+v", nothing)
	}
}

// TestDepartmentCountsOnlyIfTheSchemeSaysSo, and then on a line of its own.
func TestDepartmentCountsOnlyIfTheSchemeSaysSo(t *testing.T) {
	p := Parameters{Component: "audits", Mean: 60 * Unit, Intercept: 60 * Unit, Residual: 900 * Unit, Variance: 49 * Unit, Lambda: 10 * Unit,
		Random: []RandomFactor{{"department", Setting, 25 * Unit, []RandomLevel{{3, 4 * Unit}}}}}
	e, err := p.Explain(1, []Observation{{ID: 1, Employee: 1, Value: 64 * Unit, Random: []int64{3}}})
	if err != nil {
		t.Fatal(err)
	}
	if e.Setting != 4*Unit || e.Effect != 0 || e.CaseMix != -4*Unit {
		t.Errorf("%+v", e)
	}
	scheme := measured().WithTau("audits", 8*Unit)
	for counts, want := range map[bool]int64{false: 70 * Scale, true: 70*Scale + 5*10*Scale*4/8/10} {
		scheme.Components[1].Settings = counts
		s, err := Compose(scheme, "nurse", Inputs{Employee: 1, Components: []Explanation{e}})
		if err != nil {
			t.Fatal(err)
		}
		if s.Total != want {
			t.Errorf("counted %v: total %d, want %d", counts, s.Total, want)
		}
	}
}

// TestDeletingAllEvidenceNeverPays, whatever the post asks for.
func TestDeletingAllEvidenceNeverPays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		scheme := measured()
		scheme.Posts[0].Minimum = []Required{{"ratings", rapid.IntRange(0, 3).Draw(t, "r")}, {"audits", rapid.IntRange(0, 3).Draw(t, "a")}}
		if scheme.Validate() != nil {
			return // such a scheme can't be announced
		}
		s, err := Compose(scheme, "nurse", Inputs{Employee: 1, Facts: Facts{}})
		if err != nil {
			t.Fatal(err)
		}
		if s.Eligible() {
			t.Errorf("paid without evidence under %v", scheme.Posts[0].Minimum)
		}
	})
}

// TestSmallSpreadIsNeutral: a component in which people hardly differ gives no points.
func TestSmallSpreadIsNeutral(t *testing.T) {
	e := Explanation{Component: "ratings", Employee: 1, Observations: 40, Effect: Unit, Raw: Unit, SD: Unit / 2}
	for _, tau := range []int64{0, Unit - 1} {
		s, err := Compose(measured().WithTau("ratings", tau), "nurse", Inputs{Employee: 1, Components: []Explanation{e}})
		if err != nil {
			t.Fatal(err)
		}
		if s.Total != 70*Scale || s.Components[0].Reliability != 0 || len(s.Warnings) != 1 {
			t.Errorf("τ = %d: total %d, warnings %v", tau, s.Total, s.Warnings)
		}
	}
}

func TestComposeRefuses(t *testing.T) {
	e := Explanation{Component: "ratings", Employee: 1}
	other := Explanation{Component: "ratings", Employee: 2}
	for name, in := range map[string]Inputs{
		"a component twice":         {Employee: 1, Components: []Explanation{e, e}},
		"somebody else's component": {Employee: 1, Components: []Explanation{other}},
		"a table twice":             {Employee: 1, Tables: []TableValue{{"training", 1}, {"training", 2}}},
	} {
		if _, err := Compose(measured(), "nurse", in); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}

// TestSchemeValidate: each change makes the default scheme wrong, and the error names it.
func TestSchemeValidate(t *testing.T) {
	if err := DefaultScheme().Validate(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		want   string
		change func(*Scheme)
	}{
		{"base", func(s *Scheme) { s.Base = 101 * Scale }},
		{"component", func(s *Scheme) { s.Components = nil }},
		{"occurs twice", func(s *Scheme) { s.Components[1].Code = "ratings" }},
		{"floor", func(s *Scheme) { s.Components[0].Floor = 0 }},
		{"spread", func(s *Scheme) { s.Components[0].Tau = -1 }},
		{"steps", func(s *Scheme) { s.Tables[0].Steps = nil }},
		{"step 2", func(s *Scheme) { s.Tables[0].Steps = []Step{{5, 0}, {5, 1}} }},
		{"any post", func(s *Scheme) { s.Posts[0].Post = "nurse" }},
		{"sum to", func(s *Scheme) { s.Posts[0].Weights[0].Weight = 4999 }},
		{"no component", func(s *Scheme) { s.Posts[0].Weights[0].Component = "charm" }},
		{"no evidence", func(s *Scheme) { s.Posts[0].Minimum = nil }},
		{"no fact", func(s *Scheme) { s.Caps[0].Fact = "mood" }},
		{"always apply", func(s *Scheme) { s.Caps[0].AtLeast = 0 }},
		{"higher threshold", func(s *Scheme) { s.Stars[1].Threshold = s.Stars[0].Threshold }},
		{"one half", func(s *Scheme) { s.StarProbability = 5000 }},
		{"recognised", func(s *Scheme) { s.DisplayRatings = 4 }},
		{"gates", func(s *Scheme) { s.Gates.Audits = -1 }},
		{"what happens", func(s *Scheme) { s.BelowMinimum = "guess" }},
	} {
		s := DefaultScheme()
		c.change(&s)
		if err := s.Validate(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("want an error with %q, got %v", c.want, err)
		}
	}
}

// TestGatesAndStars is the table of what a star needs.
func TestGatesAndStars(t *testing.T) {
	enough := Facts{Reliability: 8000, Ratings: 60, DistinctVisits: 10, Audits: 3, AuditSupervisors: 2, OutsideAudits: 1}
	good := Score{Total: 80 * Scale, SD: 3 * Scale, Established: true}
	for _, c := range []struct {
		name   string
		change func(*Facts, *Score)
		failed string // gate
		tier   string
	}{
		{"all well", func(*Facts, *Score) {}, "", "one"},
		{"surely above two", func(_ *Facts, s *Score) { s.Total = 83 * Scale }, "", "two"},
		{"exactly at the threshold is not above it", func(_ *Facts, s *Score) { s.Total, s.SD = 75*Scale, 0 }, "", ""},
		{"unreliable", func(f *Facts, _ *Score) { f.Reliability = 4999 }, "reliability", ""},
		{"nine visits", func(f *Facts, _ *Score) { f.DistinctVisits = 9 }, "distinctVisits", ""},
		{"two audits", func(f *Facts, _ *Score) { f.Audits = 2 }, "audits", ""},
		{"one supervisor", func(f *Facts, _ *Score) { f.AuditSupervisors = 1 }, "auditSupervisors", ""},
		{"none from outside", func(f *Facts, _ *Score) { f.OutsideAudits = 0 }, "outsideAudits", ""},
		{"behind with hours", func(f *Facts, _ *Score) { f.MissingMinutes = 1 }, "hoursOnCourse", ""},
		{"certificate expired", func(f *Facts, _ *Score) { f.ExpiredCertificates = 1 }, "certificatesValid", ""},
		{"major case open", func(f *Facts, _ *Score) { f.OpenMajorCases = 1 }, "noOpenMajorCase", ""},
		{"too little evidence", func(_ *Facts, s *Score) { s.Established = false }, "", ""},
		{"vetoed", func(_ *Facts, s *Score) { s.Vetoes = []string{"x"} }, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			facts, score := enough, good
			c.change(&facts, &score)
			gates := Gates(DefaultScheme(), facts)
			for _, g := range gates {
				if g.Passed == (g.Code == c.failed) {
					t.Errorf("gate %+v", g)
				}
			}
			tier, _ := Highest(Stars(DefaultScheme(), score, gates))
			if tier.Code != c.tier {
				t.Errorf("tier %q, want %q", tier.Code, c.tier)
			}
		})
	}
}

// TestRank holds for any peers: probabilities sum to k, intervals contain the rank, order
// does not matter, more points never mean less.
func TestRank(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 40).Draw(t, "n")
		var peers []Posterior
		for i := range n {
			peers = append(peers, Posterior{int64(i + 1), rapid.Int64Range(50, 90).Draw(t, "mean") * Scale, rapid.Int64Range(0, 9*Scale).Draw(t, "sd")})
		}
		k := rapid.Float64Range(0, float64(n)).Draw(t, "k")
		out := Rank(peers, k)
		sum := int64(0)
		for j, s := range out {
			sum += s.Top
			if s.Highest < 1 || s.Highest > s.Rank || s.Rank > s.Lowest || s.Lowest > n {
				t.Errorf("rank %d outside %d–%d of %d", s.Rank, s.Highest, s.Lowest, n)
			}
			if s.Top < 0 || s.Top > Unit {
				t.Errorf("probability %d", s.Top)
			}
			if j > 0 && (s.Band < out[j-1].Band || s.Rank < out[j-1].Rank) {
				t.Errorf("band or rank falls at %d", j)
			}
		}
		if sum != fixed(k, Unit) {
			t.Errorf("probabilities sum to %d, want %d", sum, fixed(k, Unit))
		}
		rand.New(rand.NewPCG(1, 1)).Shuffle(n, func(i, j int) { peers[i], peers[j] = peers[j], peers[i] })
		if !reflect.DeepEqual(out, Rank(peers, k)) {
			t.Error("the order of the input changed the standings")
		}
	})
}

func TestRankTellsApartOnlyWhatIsApart(t *testing.T) {
	out := Rank([]Posterior{{1, 90 * Scale, Scale}, {2, 89 * Scale, Scale}, {3, 60 * Scale, Scale}}, 1)
	if out[0].Band != out[1].Band || !out[0].Tied || out[1].Tied || out[2].Band != 2 {
		t.Errorf("%+v", out)
	}
	if out[0].Group != ClearlyAbove || out[2].Group != ClearlyBelow || out[2].Highest != 3 || out[0].Lowest != 2 {
		t.Errorf("%+v", out)
	}
	large := make([]Posterior, 3000)
	for i := range large {
		large[i] = Posterior{int64(i + 1), int64(i) * 100, 2 * Scale}
	}
	exact := &ranker{peers: large}
	table := newRanker(large)
	for _, i := range []int{0, 10, 1500, 2999} {
		h1, l1 := exact.interval(large[i])
		h2, l2 := table.interval(large[i])
		if max(h1-h2, h2-h1, l1-l2, l2-l1) > 1 {
			t.Errorf("table gives %d–%d, the sum %d–%d", h2, l2, h1, l1)
		}
	}
}

// TestJoinPosts: two posts are joined by days, and the parts sum to the whole.
func TestJoinPosts(t *testing.T) {
	j, err := JoinPosts([]PostDays{{Score{Employee: 1, Post: "nurse", Total: 800_001, SD: 10}, 20}, {Score{Employee: 1, Post: "midwife", Total: 700_000, SD: 40}, 11}})
	if err != nil {
		t.Fatal(err)
	}
	if j.Total != 764_517 || j.Parts[0].Points+j.Parts[1].Points != j.Total || j.Days != 31 {
		t.Errorf("%+v", j)
	}
	if _, err := JoinPosts(nil); err == nil {
		t.Error("no posts were joined")
	}
}

func TestWideAgreesWithItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.Int64Range(-1e12, 1e12).Draw(t, "a"), rapid.Int64Range(-1e6, 1e6).Draw(t, "b")
		d := rapid.Int64Range(1, 1e15).Draw(t, "d")
		q, r := product(a, b).floor(d)
		if back := product(q, d).add(wide{0, uint64(r)}); back != product(a, b) || r < 0 || r >= d {
			t.Errorf("%d·%d = %d·%d + %d", a, b, q, d, r)
		}
		v := rapid.Int64Range(0, 1<<62).Draw(t, "v")
		if s := rootOf(v); product(s, s).above(v) || !product(s+1, s+1).above(v) {
			t.Errorf("root of %d is %d", v, s)
		}
	})
}
