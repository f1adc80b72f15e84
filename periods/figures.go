package periods

import (
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"reflect"

	"github.com/lib/pq"

	"github.com/wardstar/wardstar/evaluation"
)

// figures is a row of scores, the computation left out: what is stored of a
// person, and what a verification must find again.
type figures struct {
	EmployeeID   int64                             `db:"employee_id"`
	PostingID    int64                             `db:"posting_id"`
	DepartmentID int64                             `db:"department_id"`
	PostID       int64                             `db:"post_id"`
	Family       string                            `db:"family"`
	Posts        document[[]post]                  `db:"posts"`
	Score        int64                             `db:"score"`
	Low          int64                             `db:"low"`
	High         int64                             `db:"high"`
	SD           int64                             `db:"sd"`
	Reliability  int64                             `db:"reliability"`
	Components   document[[]part]                  `db:"components"`
	Facts        document[evaluation.Facts]        `db:"facts"`
	Tables       document[[]evaluation.TableValue] `db:"tables"`
	Gates        document[[]evaluation.Gate]       `db:"gates"`
	Stars        document[[]evaluation.Star]       `db:"stars"`
	Ratings      int                               `db:"ratings"`
	Visits       int                               `db:"visits"`
	Findings     int                               `db:"findings"`
	SpotChecks   int                               `db:"spot_checks"`
	Observers    int                               `db:"observers"`
	Training     int                               `db:"training_minutes"`
	Established  bool                              `db:"established"`
	Tier         string                            `db:"tier"`
	Ranked       bool                              `db:"ranked"`
	RankLow      sql.Null[int64]                   `db:"rank_low"`
	RankHigh     sql.Null[int64]                   `db:"rank_high"`
	Band         sql.Null[int64]                   `db:"band"`
	Position     sql.Null[string]                  `db:"position"`
	Top          sql.Null[int64]                   `db:"top_probability"`
	RatingIDs    pq.Int64Array                     `db:"rating_ids"`
	FindingIDs   pq.Int64Array                     `db:"finding_ids"`
	CreditIDs    pq.Int64Array                     `db:"credit_ids"`
}

// document is kept as JSON.
type document[T any] struct{ Of T }

// Scan reads a jsonb column.
func (d *document[T]) Scan(src any) error { return scanJSON(src, &d.Of) }

// Value writes a jsonb column.
func (d document[T]) Value() (driver.Value, error) {
	b, err := json.Marshal(d.Of)
	return string(b), err
}

// figures returns what is stored of the person.
func (p *person) figures() figures {
	h := &p.held
	f := figures{
		EmployeeID: p.id, PostingID: p.main.ID, DepartmentID: p.main.DepartmentID, PostID: p.main.PostID, Family: p.peers,
		Posts: document[[]post]{p.posts}, Score: p.total, Low: p.low, High: p.high, SD: p.sd, Reliability: p.reliability,
		Components: document[[]part]{p.parts}, Facts: document[evaluation.Facts]{p.facts},
		Tables: document[[]evaluation.TableValue]{p.tables}, Gates: document[[]evaluation.Gate]{p.gates}, Stars: document[[]evaluation.Star]{p.stars},
		Ratings: h.ratings, Visits: h.visits, Findings: h.findings, SpotChecks: h.spotChecks, Observers: h.observers,
		Training: h.training, Established: p.established, Tier: p.star, Ranked: p.ranked,
		RatingIDs: h.ratingIDs, FindingIDs: h.findingIDs, CreditIDs: h.creditIDs,
	}
	if s := p.standing; p.ranked {
		f.RankLow, f.RankHigh, f.Band = known(int64(s.Highest)), known(int64(s.Lowest)), known(int64(s.Band))
		f.Position, f.Top = known(position(s.Group)), known(s.Top/100)
	}
	return f
}

func known[T any](v T) sql.Null[T] { return sql.Null[T]{V: v, Valid: true} }

// figureColumns are the columns of figures, in its order.
func figureColumns() (names []string) {
	t := reflect.TypeFor[figures]()
	for i := range t.NumField() {
		names = append(names, t.Field(i).Tag.Get("db"))
	}
	return names
}

// values returns the figures in the order of the columns.
func (f figures) values() (out []any) {
	v := reflect.ValueOf(f)
	for i := range v.NumField() {
		out = append(out, v.Field(i).Interface())
	}
	return out
}

// differences names the columns in which two rows are not the same.
func (f figures) differences(g figures) (columns []string) {
	mine, others := f.values(), g.values()
	for i, name := range figureColumns() {
		if !reflect.DeepEqual(mine[i], others[i]) {
			columns = append(columns, name)
		}
	}
	return columns
}
