package periods

import (
	"database/sql"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/wardstar/wardstar/evaluation"
)

var seoul = time.FixedZone("Seoul", 9*60*60)

// rated are ratings of a person by a channel, n each hour from a time.
func rated(employee int64, channel string, n int, at time.Time) (rows []evidence) {
	for range n {
		rows = append(rows, evidence{Kind: ratingKind, EmployeeID: employee, Weight: fullWeight,
			Channel: sql.NullString{String: channel, Valid: true}, OccurredAt: at})
	}
	return rows
}

func TestWeigh(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 10, 5, 12, 0, 0, 0, seoul)
	halved := evaluation.Scheme{Channels: []evaluation.ChannelRule{{Channel: "qr", Weight: 5000, DailyCap: 20}}}
	for _, c := range []struct {
		name   string
		rows   []evidence
		scheme evaluation.Scheme
		want   int64 // of the first row
	}{
		{"twenty of a day", rated(1, "qr", 20, noon), evaluation.DefaultScheme(), evaluation.Unit},
		{"forty of a day", rated(1, "qr", 40, noon), evaluation.DefaultScheme(), evaluation.Unit / 2},
		{"forty by invitations", rated(1, "invitation", 40, noon), evaluation.DefaultScheme(), evaluation.Unit},
		{"forty of two people", append(rated(1, "qr", 20, noon), rated(2, "qr", 20, noon)...), evaluation.DefaultScheme(), evaluation.Unit},
		{"forty by two channels", append(rated(1, "qr", 20, noon), rated(1, "kiosk", 20, noon)...), evaluation.DefaultScheme(), evaluation.Unit},
		{"forty on both sides of the hospital's midnight", append(rated(1, "qr", 20, noon.Add(11*time.Hour)), rated(1, "qr", 20, noon.Add(12*time.Hour))...), evaluation.DefaultScheme(), evaluation.Unit},
		{"forty on both sides of Greenwich's midnight", append(rated(1, "qr", 20, noon.Add(-4*time.Hour)), rated(1, "qr", 20, noon.Add(-2*time.Hour))...), evaluation.DefaultScheme(), evaluation.Unit / 2},
		{"half the weight", rated(1, "qr", 1, noon), halved, evaluation.Unit / 2},
		{"half the weight of forty", rated(1, "qr", 40, noon), halved, evaluation.Unit / 4},
		{"another system's keep their source's weight", rated(1, "import:survey", 90, noon), evaluation.DefaultScheme(), evaluation.Unit},
		{"a scheme without rules", rated(1, "qr", 90, noon), evaluation.Scheme{}, evaluation.Unit},
	} {
		weigh(c.rows, c.scheme, seoul)
		if got := c.rows[0].weight(); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
		weigh(c.rows, c.scheme, seoul)
		if got := c.rows[0].weight(); got != c.want {
			t.Errorf("%s, again: %d, want %d", c.name, got, c.want)
		}
	}
}

// TestWeighingKnowsNoOrder shuffles the rows of several people and days: each
// weighs what it did, and none of a crowd more than another.
func TestWeighingKnowsNoOrder(t *testing.T) {
	t.Parallel()
	first := time.Date(2026, 10, 1, 0, 0, 0, 0, seoul)
	rapid.Check(t, func(t *rapid.T) {
		var rows []evidence
		for i := range rapid.IntRange(1, 150).Draw(t, "ratings") {
			at := first.Add(time.Duration(rapid.IntRange(0, 71).Draw(t, "hour")) * time.Hour)
			e := rated(rapid.Int64Range(1, 2).Draw(t, "employee"), rapid.SampledFrom([]string{"qr", "kiosk"}).Draw(t, "channel"), 1, at)[0]
			e.SourceID = int64(i)
			rows = append(rows, e)
		}
		shuffled := rapid.Permutation(rows).Draw(t, "order")
		weigh(rows, evaluation.DefaultScheme(), seoul)
		weigh(shuffled, evaluation.DefaultScheme(), seoul)
		weights, byDay := map[int64]int64{}, map[dayOf]int64{}
		for _, e := range rows {
			weights[e.SourceID] = e.weight()
			byDay[e.dayOf(seoul)] += e.weight()
			if e.Channel.String == "qr" && byDay[e.dayOf(seoul)] > 20*evaluation.Unit {
				t.Fatalf("a day weighs %d", byDay[e.dayOf(seoul)])
			}
		}
		for _, e := range shuffled {
			if e.weight() != weights[e.SourceID] {
				t.Fatalf("rating %d weighs %d, in another order %d", e.SourceID, weights[e.SourceID], e.weight())
			}
		}
	})
}

func TestCappedOf(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 10, 5, 12, 0, 0, 0, seoul)
	rows := append(rated(1, "qr", 33, noon), rated(1, "qr", 20, noon.AddDate(0, 0, 1))...)
	rows = append(rows, rated(1, "qr", 24, noon.AddDate(0, 0, 2))...)
	want := []Capped{{Channel: "qr", Days: 2, Answers: 55, Counted: 40, DailyCap: 20}}
	if diff := cmp.Diff(want, cappedOf(rows, evaluation.DefaultScheme(), seoul)); diff != "" {
		t.Errorf("57 answers on two days (-want +got):\n%s", diff)
	}
	if got := cappedOf(rows[33:53], evaluation.DefaultScheme(), seoul); got != nil {
		t.Errorf("twenty on a day: %+v", got)
	}
}

// TestACrowdedDayMovesByFives: a single answer of a crowded day that comes with
// four of others waits for four more of that day. Weighing less than those, it
// could be solved for.
func TestACrowdedDayMovesByFives(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 10, 5, 12, 0, 0, 0, seoul)
	numbered := func(rows []evidence) []evidence {
		for i := range rows {
			rows[i].SourceID = int64(i + 1)
		}
		return rows
	}
	counted := func(rows []evidence, past []earlier) (ids []int64) {
		crowd(rows, nil, evaluation.DefaultScheme(), seoul)
		for _, e := range settle(rows, nil, past) {
			ids = append(ids, e.SourceID)
		}
		return ids
	}
	rows := append(rated(1, "qr", 25, noon), rated(1, "qr", 10, noon.AddDate(0, 0, 1))...)
	first := counted(numbered(rows), nil)
	rows = append(append(rows, rated(1, "qr", 1, noon)...), rated(1, "qr", 4, noon.AddDate(0, 0, 2))...)
	if got := counted(numbered(rows), []earlier{{1, first}}); len(first) != 35 || len(got) != 35 {
		t.Errorf("%d count, then %d; want 35 both times", len(first), len(got))
	}
	rows = append(rows, rated(1, "qr", 1, noon.AddDate(0, 0, 3))...)
	if got := counted(numbered(rows), []earlier{{1, first}}); len(got) != 40 {
		t.Errorf("a fifth of other days: %d count, want 40", len(got))
	}
	rows = append(rows, rated(1, "qr", 4, noon)...)
	if got := counted(numbered(rows), []earlier{{1, first}}); len(got) != 45 {
		t.Errorf("five of the crowded day: %d count, want 45", len(got))
	}
}
