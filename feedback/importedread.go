package feedback

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
)

// importer is all that reading imported ratings needs.
type importer struct {
	*Service
	source               people.Source
	lookup               *people.Lookup
	reach                accounts.Reach
	self                 int64 // the importing employee; or 0
	places               map[string]place
	language             string // the hospital's
	now                  time.Time
	vote, visit, content func(parts ...[]byte) []byte
}

// place is a touchpoint that ratings name, revoked or not.
type place struct {
	ID         int64  `db:"id"`
	Code       string `db:"code"`
	Number     string `db:"number"` // of the badge's bearer; "" of a place
	Department int64  `db:"department_id"`
}

// importer reads what the rows name.
func (s *Service) importer(ctx context.Context, tx *sqlx.Tx, actor accounts.Actor, source people.Source, rows []ImportedRating) (*importer, error) {
	r := &importer{Service: s, source: source, reach: actor.Reach, self: actor.EmployeeID, places: map[string]place{}, now: s.Now(),
		vote: s.Keys.MAC("imported rating"), visit: s.Keys.MAC("imported visit"), content: s.Keys.MAC("imported content")}
	var codes, numbers []string
	for i := range rows {
		rows[i] = rows[i].tidied()
		codes, numbers = append(codes, rows[i].Touchpoint), append(numbers, rows[i].Number)
	}
	var places []place
	if err := tx.SelectContext(ctx, &places, `
		SELECT t.id, t.code, coalesce(e.number, '') AS number, coalesce(t.department_id, 0) AS department_id
		FROM touchpoints t LEFT JOIN employees e ON e.id = t.employee_id WHERE t.code = ANY($1)`, pq.Array(codes)); err != nil {
		return nil, fmt.Errorf("touchpoints of imported ratings: %w", err)
	}
	for _, p := range places {
		r.places[p.Code] = p
		numbers = append(numbers, p.Number)
	}
	h, err := people.ReadHospital(ctx, tx)
	if err != nil {
		return nil, err
	}
	r.language = h.Language
	r.lookup, err = people.NewLookup(ctx, tx, actor.Reach, numbers)
	return r, err
}

// read returns the rows that nothing is wrong with.
func (r *importer) read(rows []ImportedRating, wrong *fault.Rows) []importedRow {
	out := make([]importedRow, 0, len(rows))
	seen := map[string]bool{}
	for i, in := range rows {
		row := importedRow{ImportedRating: in, at: i}
		ok := r.check(in, i, wrong) && r.stamp(&row, wrong)
		if in.ExternalID != "" && seen[in.ExternalID] {
			wrong.Add(i, "externalId", "%s is there twice", in.ExternalID)
			ok = false
		}
		if seen[in.ExternalID] = true; ok {
			out = append(out, row)
		}
	}
	slices.SortFunc(out, func(a, b importedRow) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.at, b.at)) })
	return out
}

// check refuses what cannot be stored of a row, whomever it is about.
func (r *importer) check(in ImportedRating, i int, wrong *fault.Rows) bool {
	switch {
	case in.ExternalID == "":
		wrong.Add(i, "externalId", "required")
	case utf8.RuneCountInString(in.ExternalID) > 100 || !utf8.ValidString(in.ExternalID):
		wrong.Add(i, "externalId", "at most 100 characters")
	case in.At.IsZero():
		wrong.Add(i, "at", "required")
	case in.At.After(r.now):
		wrong.Add(i, "at", "lies in the future")
	case in.At.Year() < 1990:
		wrong.Add(i, "at", "before 1990")
	case in.Shift != "" && !slices.Contains([]string{"day", "evening", "night"}, in.Shift):
		wrong.Add(i, "shift", "one of day, evening, night")
	case in.Language != "" && texts.Name(in.Language) == "":
		wrong.Add(i, "language", "one of zh-CN, zh-TW, ko, en")
	case len(in.Tags) > mostTags || slices.ContainsFunc(in.Tags, func(t string) bool { return !r.Tags[t] }):
		wrong.Add(i, "tags", "at most %d of those that patients may tick", mostTags)
	case utf8.RuneCountInString(in.Comment) > mostWords:
		wrong.Add(i, "comment", "at most %d characters", mostWords)
	default:
		return true
	}
	return false
}

// stamp fills in what a rating is stamped with, as it was on its day.
func (r *importer) stamp(row *importedRow, wrong *fault.Rows) bool {
	var err error
	if row.points, err = r.source.Points(row.Value); err != nil {
		wrong.Add(row.at, "value", "%v", err)
		return false
	}
	row.score = 1 + (row.points+12)/25
	if !r.subject(row, wrong) {
		return false
	}
	row.Language = cmp.Or(row.Language, r.language)
	row.Shift = cmp.Or(row.Shift, worktime.ShiftAt(row.At.In(r.lookup.Zone)))
	row.vote = r.vote([]byte(r.source.Code), []byte(row.ExternalID))[:16]
	row.visit = row.vote // of its own
	if row.Visit != "" {
		row.visit = r.visit([]byte(r.source.Code), []byte(row.Visit), []byte(worktime.DayOf(row.At, r.lookup.Zone)))[:16]
	}
	b, err := json.Marshal(row.ImportedRating)
	if err != nil {
		wrong.Add(row.at, "", "%v", err)
		return false
	}
	row.hash = r.content(b)
	return true
}

// subject fills in whom or what the rating is about.
func (r *importer) subject(row *importedRow, wrong *fault.Rows) bool {
	number, field := row.Number, "number"
	p, known := r.places[row.Touchpoint]
	switch {
	case row.Number == "" && row.Touchpoint == "":
		wrong.Add(row.at, "number", "write a number, or a touchpoint")
		return false
	case row.Touchpoint != "" && !known, known && p.Number == "" && !r.reaches(p.Department):
		wrong.Add(row.at, "touchpoint", "there is no touchpoint %s", row.Touchpoint)
		return false
	case known && p.Number != "" && row.Number != "" && row.Number != p.Number:
		wrong.Add(row.at, "touchpoint", "%s is the badge of somebody else", row.Touchpoint)
		return false
	case known && p.Number == "" && row.Number == "":
		row.touchpoint, row.department = p.ID, p.Department
		return true
	case known && row.Number == "":
		number, field = p.Number, "touchpoint"
	}
	o, err := r.lookup.PostingOn(number, worktime.DayOf(row.At, r.lookup.Zone), p.Department)
	if err != nil {
		wrong.Add(row.at, field, "%v", err)
		return false
	}
	if o.EmployeeID == r.self {
		wrong.Add(row.at, field, "nobody imports ratings of themselves")
		return false
	}
	row.touchpoint, row.employee, row.posting, row.department = p.ID, o.EmployeeID, o.ID, o.DepartmentID
	return true
}

func (r *importer) reaches(department int64) bool {
	return r.reach.Hospital || slices.Contains(r.reach.Departments, department)
}
