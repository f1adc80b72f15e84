package periods_test

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/periods"
)

// readEverything reads, of each month that was computed, what the watched, their
// heads and an HR officer may read, and notes every number about ratings.
func (w *watch) readEverything() {
	w.t.Helper()
	for _, month := range []string{"2026-10", "2026-11"} {
		for _, id := range watched {
			head := accounts.Actor{Reach: accounts.Reach{Departments: []int64{int64(department(id)), 3}}}
			for _, actor := range []accounts.Actor{self(int64(id)), head, hr} {
				w.readScore(month, id, actor)
			}
		}
		for _, actor := range []accounts.Actor{{Reach: accounts.Reach{Departments: []int64{1, 3}}}, hr} {
			w.readRanking(month, actor)
		}
		w.readExports(month)
	}
}

func (w *watch) readScore(month string, id int, actor accounts.Actor) {
	w.t.Helper()
	own := actor.EmployeeID == int64(id)
	if x, err := w.s.Score(w.t.Context(), actor, periods.AskScore{Name: month, EmployeeID: int64(id)}); err == nil {
		w.explained(month, id, own, x.Shown, x.Score, x.Low, x.High, x.Components, x.Gates)
	}
	if x, err := w.s.Provisional(w.t.Context(), actor, periods.AskScore{Name: month, EmployeeID: int64(id)}); err == nil {
		w.explained(month, id, own, x.Shown, x.Score, x.Low, x.High, x.Components, x.Gates)
	}
}

func (w *watch) explained(month string, id int, own, shown bool, score, low, high *int, components []periods.Component, gates periods.Gates) {
	w.t.Helper()
	if !shown && own {
		w.t.Errorf("%d is not shown their own figures of %s", id, month)
	}
	if shown && (score == nil || low == nil || high == nil || *low > *score || *score > *high) {
		w.t.Errorf("%d, %s: a score without its interval", id, month)
	}
	n := 0
	for _, c := range components {
		if c.Component != "ratings" {
			continue
		}
		n += c.N
		w.told[telling{employee: id, month: month, post: c.Post["en"], n: c.N}] = true
		answered := 0
		for _, item := range c.Evidence {
			answered += item.Count
			if item.Count < 5 || item.OccurredOn != month {
				w.t.Errorf("%d, %s: %d answers of %s are one item", id, month, item.Count, item.OccurredOn)
			}
		}
		if answered != c.N {
			w.t.Errorf("%d, %s: the items have %d of %d answers", id, month, answered, c.N)
		}
	}
	if !own && shown && n < 30 {
		w.t.Errorf("%d, %s: shown to others with %d ratings", id, month, n)
	}
	if shown {
		w.told[telling{employee: id, month: month, n: n}] = true
	}
	w.gates(month, id, gates)
}

func (w *watch) gates(month string, id int, gates periods.Gates) {
	for _, g := range gates {
		if g.Code == "distinctVisits" {
			w.told[telling{employee: id, month: month, gate: true, n: int(g.Have)}] = true
		}
	}
}

func (w *watch) readRanking(month string, actor accounts.Actor) {
	w.t.Helper()
	r, err := w.s.Ranking(w.t.Context(), actor, periods.AskRanking{Name: month})
	if err != nil {
		return // not computed yet
	}
	for _, g := range r.Groups {
		for _, row := range g.Rows {
			if row.Ratings < 30 {
				w.t.Errorf("%d is ranked with %d ratings", row.EmployeeID, row.Ratings)
			}
			w.told[telling{employee: int(row.EmployeeID), month: month, n: row.Ratings}] = true
			w.told[telling{employee: int(row.EmployeeID), month: month, n: row.Visits}] = true
			w.gates(month, int(row.EmployeeID), row.Gates)
		}
		for _, few := range g.TooFew {
			if few.Ratings != nil {
				w.told[telling{employee: int(few.EmployeeID), month: month, n: *few.Ratings}] = true
			}
		}
	}
}

// readExports reads the workbook's sheet of evidence; the CSV has no numbers of ratings.
func (w *watch) readExports(month string) {
	w.t.Helper()
	for _, format := range []string{periods.CSV, periods.XLSX} {
		file, err := w.s.Export(w.t.Context(), hr, periods.ExportPeriod{Name: month, Format: format, Language: "en"})
		if err != nil {
			return // not computed yet
		}
		if format == periods.CSV {
			if head := readCSV(w.t, file.Content)[0]; slices.Contains(head, "Ratings") {
				w.t.Error("the CSV tells numbers of ratings now: read them here")
			}
			continue
		}
		for _, row := range sheet(w.t, file.Content, "Evidence")[1:] {
			var id int
			if _, err := fmt.Sscanf(row[0], "E%d", &id); err != nil || len(row) < 5 || row[3] == "" {
				continue
			}
			for _, cell := range row[3:5] {
				n, err := strconv.Atoi(cell)
				if err != nil {
					w.t.Errorf("%s: %v", row[0], err)
				}
				w.told[telling{employee: id, month: month, n: n}] = true
			}
		}
	}
}

// counted are the ratings of a person and month that were counted together.
type countedSet struct {
	Employee int           `db:"employee_id"`
	Month    string        `db:"month"`
	Own      bool          `db:"own"` // by the month itself, not by another's gates
	For      string        `db:"for"` // the month whose figures they were
	IDs      pq.Int64Array `db:"ids"`
}

// judge compares what was told with what was counted, and that with each other.
func (w *watch) judge() {
	w.t.Helper()
	var sets []countedSet
	if err := w.owner.Select(&sets, `
		SELECT DISTINCT employee_id, m.name AS month, m.name = c.name AS own, c.name AS for,
			ARRAY(SELECT r.id FROM ratings r WHERE r.id = ANY(rating_ids)
			      AND to_char(r.occurred_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') = m.name ORDER BY 1) AS ids
		FROM (SELECT p.name, s.employee_id, s.rating_ids FROM scores s JOIN computations c ON c.id = s.computation_id JOIN periods p ON p.id = c.period_id
			UNION ALL SELECT p.name, s.employee_id, s.rating_ids FROM provisional_scores s JOIN periods p ON p.id = s.period_id
			UNION ALL SELECT p.name, g.employee_id, g.rating_ids FROM gate_ratings g JOIN periods p ON p.id = g.period_id) c, periods m
		WHERE m.name <= c.name`); err != nil {
		w.t.Fatal(err)
	}
	posts := w.posts()
	sizes := map[telling]bool{}
	for i, a := range sets {
		for _, b := range sets[:i] {
			if a.Employee == b.Employee && a.Month == b.Month {
				w.compare(a, b, posts)
			}
		}
		if !a.Own {
			continue
		}
		sizes[telling{employee: a.Employee, month: a.Month, n: len(a.IDs)}] = true
		for _, post := range []string{"Nurse", "Clerk"} {
			sizes[telling{employee: a.Employee, month: a.Month, post: post, n: len(ofPost(a.IDs, posts, post))}] = true
		}
		sizes[telling{employee: a.Employee, month: a.Month, gate: true, n: len(a.IDs)}] = true
		for _, b := range sets {
			if b.Employee == a.Employee && b.For == a.For && !b.Own {
				sizes[telling{employee: a.Employee, month: a.Month, gate: true, n: len(a.IDs) + len(b.IDs)}] = true
			}
		}
	}
	for told := range w.told {
		if !sizes[told] {
			w.t.Errorf("a number of no set that was counted: %+v", told)
		}
	}
	if len(w.told) < 20 || len(sets) < 20 {
		w.t.Errorf("%d numbers were told, %d sets counted: the test proves little", len(w.told), len(sets))
	}
}

func (w *watch) compare(a, b countedSet, posts map[int64]string) {
	w.t.Helper()
	for _, post := range []string{"", "Nurse", "Clerk"} {
		x, y := ofPost(a.IDs, posts, post), ofPost(b.IDs, posts, post)
		came, went := apart(x, y), apart(y, x)
		if came+went > 0 && max(came, went) < 5 {
			w.t.Errorf("%d, %s, %s: %v counted for %s and %v for %s", a.Employee, a.Month, post, x, a.For, y, b.For)
		}
	}
}

// posts returns in which post each rating was earned.
func (w *watch) posts() map[int64]string {
	var rows []struct {
		ID   int64
		Post string
	}
	if err := w.owner.Select(&rows, `SELECT r.id, o.name->>'en' AS post FROM ratings r JOIN postings p ON p.id = r.posting_id JOIN posts o ON o.id = p.post_id`); err != nil {
		w.t.Fatal(err)
	}
	out := map[int64]string{}
	for _, r := range rows {
		out[r.ID] = r.Post
	}
	return out
}

func ofPost(ids []int64, posts map[int64]string, post string) (out []int64) {
	for _, id := range ids {
		if post == "" || posts[id] == post {
			out = append(out, id)
		}
	}
	return out
}

// apart counts those of a that are not in b.
func apart(a, b []int64) (n int) {
	for _, id := range a {
		if !slices.Contains(b, id) {
			n++
		}
	}
	return n
}
