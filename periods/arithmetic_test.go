package periods

import (
	"database/sql"
	"encoding/binary"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/wardstar/wardstar/evaluation"
)

// month30 is the evidence of a month about so many people: 30 ratings and four
// checks of six items each, with the roster, as a computation reads it.
func month30(people int) input {
	rng := rand.New(rand.NewPCG(30, 4))
	in := input{
		span:   span{"2026-10-01", "2026-11-01", time.UTC},
		scheme: evaluation.DefaultScheme().WithTau(ratings, plausibleRatings).WithTau(audits, plausibleAudits),
		counts: map[int64]counted{},
	}
	answer := func(spread float64) int { return 25 * min(4, max(0, int(math.Round(3+spread*rng.NormFloat64())))) }
	text := func(s string) sql.NullString { return sql.NullString{String: s, Valid: true} }
	number := func(n int) sql.NullInt64 { return sql.NullInt64{Int64: int64(n), Valid: true} }
	id := int64(0)
	row := func(kind string, person, value int) evidence {
		id++
		return evidence{Kind: kind, SourceID: id, EmployeeID: int64(person), PostingID: int64(person), DepartmentID: int64(person%12 + 1),
			PostID: int64(person%5 + 1), Value: value, Weight: 1}
	}
	for p := 1; p <= people; p++ {
		for range 24 {
			e := row(findingKind, p, answer(1.2))
			e.StandardVersion, e.SpotCheckID, e.ObserverID = number(int(id)%6+1), number(p*10+int(id)%24/6), number(rng.IntN(30)+1)
			in.rows = append(in.rows, e)
		}
	}
	for p := 1; p <= people; p++ {
		for range 30 {
			e := row(ratingKind, p, answer(1))
			e.Rater = binary.BigEndian.AppendUint64(nil, uint64(rng.IntN(people*20))<<8)
			e.Shift, e.Channel, e.Language = text([]string{"day", "night"}[rng.IntN(2)]), text("qr"), text([]string{"zh-CN", "ko"}[rng.IntN(2)])
			e.TouchpointKind = text("badge")
			in.rows = append(in.rows, e)
		}
		postID := int64(p%5 + 1)
		in.roster = append(in.roster, worker{
			id: int64(p), main: posting{EmployeeID: int64(p), PostID: postID, Post: "nurse", Days: 31},
			posts: []post{{ID: postID, Code: "nurse", Days: 31}},
		})
	}
	return in
}

// TestAPersonCostsLittleOfAMonth: with the parameters there, one person's
// score takes well under a hundredth of the computation of 400 people's (in
// truth a three-thousandth), so that it can be worked out while they wait.
func TestAPersonCostsLittleOfAMonth(t *testing.T) {
	in := month30(400)
	began := time.Now()
	out, err := evaluate(in)
	if err != nil {
		t.Fatal(err)
	}
	month := time.Since(began)
	rows, one := byEmployee(in.rows), time.Duration(math.MaxInt64)
	for _, w := range in.roster[:20] { // the quickest: the machine has other work, too
		began := time.Now()
		p, err := in.score(out.files, w, rows[w.id], nil)
		if one = min(one, time.Since(began)); err != nil || p.total != out.people[w.id-1].total {
			t.Fatalf("%d: %d apart from the others, %d with them, %v", w.id, p.total, out.people[w.id-1].total, err)
		}
	}
	t.Logf("a month %v, a person %v", month, one)
	if one*100 > month {
		t.Errorf("a month of 400 people takes %v, one person's score %v", month, one)
	}
}

// BenchmarkPerson is the arithmetic of one provisional score.
func BenchmarkPerson(b *testing.B) {
	in := month30(400)
	files, err := fit(in.rows)
	if err != nil {
		b.Fatal(err)
	}
	w := in.roster[17]
	rows := byEmployee(in.rows)[w.id]
	for b.Loop() {
		if _, err := in.score(files, w, rows, nil); err != nil {
			b.Fatal(err)
		}
	}
}
