package people

import (
	"context"
	"fmt"
	"unicode/utf8"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/documents"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/tables"
	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/internal/worktime"
)

// ExportRoster says how the roster is to be written.
type ExportRoster struct {
	Format   string `query:"format"  validate:"omitempty,oneof=csv xlsx"` // xlsx if absent
	Leavers  bool   `query:"leavers"`                                     // with those who have left
	Language string `query:"lang"    validate:"omitempty,oneof=zh-CN zh-TW ko en"`
}

// ExportRoster writes who is employed today or later, where and as what, such that
// importing the file changes nothing, and notes in the journal that it was taken.
func (s *Service) ExportRoster(ctx context.Context, actor accounts.Actor, in ExportRoster) (documents.File, error) {
	if !actor.Reach.Hospital {
		return documents.File{}, fault.Errorf(fault.Forbidden, "a roster is of the whole hospital")
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (documents.File, error) {
		// One moment of the roster, not its people before and their postings after a change.
		if _, err := tx.ExecContext(ctx, `SET TRANSACTION ISOLATION LEVEL REPEATABLE READ`); err != nil {
			return documents.File{}, fmt.Errorf("export roster: %w", err)
		}
		day, err := LocalDay(ctx, tx, s.now())
		if err != nil {
			return documents.File{}, err
		}
		sheet, err := rosterSheet(ctx, tx, in, day)
		if err != nil {
			return documents.File{}, err
		}
		if in.Format == documents.CSV {
			sheet = safeInCSV(sheet)
		}
		out, err := documents.NewFile("roster-"+string(day), in.Format, documents.Properties{Title: sheet.Name, Created: s.now()}, sheet)
		if err != nil {
			return documents.File{}, err
		}
		return out, journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: "export", Object: "roster", After: map[string]any{"file": out.Name, "rows": len(sheet.Rows), "leavers": in.Leavers},
		})
	})
}

// rosterFormats are the columns that are written, by their keys.
var rosterFormats = []struct {
	key    string
	format documents.Format
}{
	{"number", documents.Text}, {"name", documents.Text}, {"latin", documents.Text}, {"department", documents.Text}, {"post", documents.Text},
	{"hired", documents.Date}, {"left", documents.Date}, {"from", documents.Date}, {"fte", documents.Share}, {"email", documents.Text},
}

func rosterSheet(ctx context.Context, tx *sqlx.Tx, in ExportRoster, day worktime.Day) (documents.Sheet, error) {
	n, err := readNames(ctx, tx)
	if err != nil {
		return documents.Sheet{}, err
	}
	lang := in.Language
	if lang == "" {
		lang = n.language
	}
	list, err := exported(ctx, tx, in.Leavers, day)
	if err != nil {
		return documents.Sheet{}, err
	}
	sheet := documents.Sheet{Name: texts.Text(lang, "roster.title"), Rows: [][]any{}}
	for _, c := range rosterFormats {
		sheet.Columns = append(sheet.Columns, documents.Column{Heading: texts.Text(lang, "roster."+c.key), Format: c.format})
	}
	for _, e := range list {
		if len(e.Postings) == 0 {
			e.Postings = []Posting{{}}
		}
		for _, p := range e.Postings {
			sheet.Rows = append(sheet.Rows, n.line(e, p, lang))
		}
	}
	return sheet, nil
}

// line is a row of the file. Without a posting its cells are blank, which leaves
// what there is as it is.
func (n *names) line(e Employee, p Posting, lang string) []any {
	text := tables.Clean // a workbook holds no control characters
	row := []any{text(e.Number), text(e.Name), text(e.LatinName), nil, nil, dayCell(e.HiredOn), dayCell(e.LeftOn), dayCell(p.From), nil, text(e.Email)}
	if u, j := n.unitsByID[p.DepartmentID], n.jobsByID[p.PostID]; u != nil && j != nil {
		row[3], row[4] = n.unitCell(u, lang), n.jobCell(j, lang)
		row[8] = documents.Fixed(p.FTE * 10)
	}
	return row
}

func dayCell(d worktime.Day) any {
	if d == "" {
		return nil
	}
	return documents.Day(d)
}

// unitCell is what a department can be written as for a file to find it again: its
// name, or the path to it, or its code, which always does.
func (n *names) unitCell(u *unit, lang string) string {
	for _, text := range []string{u.Name.In(lang), u.path(lang)} {
		found, missing, reason := n.find(nil, text)
		if found == u && len(missing) == 0 && reason == "" && comesBack(text, 400) {
			return text
		}
	}
	return u.Code
}

func (n *names) jobCell(j *job, lang string) string {
	text := j.Name.In(lang)
	if found, _ := n.findPost(text); found == j && comesBack(text, 100) {
		return text
	}
	return j.Code
}

// comesBack reports whether a cell is read as the text that was written to it.
func comesBack(text string, most int) bool {
	return tables.Clean(text) == text && !isNone(text) && utf8.RuneCountInString(text) <= most
}

// safeInCSV makes texts come back that begin with an apostrophe and a formula.
func safeInCSV(sheet documents.Sheet) documents.Sheet {
	for _, row := range sheet.Rows {
		for i, cell := range row {
			if text, ok := cell.(string); ok {
				row[i] = tables.Quoted(text)
			}
		}
	}
	return sheet
}

// exported returns those to be written, by their numbers, with the postings of the
// day and later or, of those who have left, their last.
func exported(ctx context.Context, tx *sqlx.Tx, leavers bool, day worktime.Day) ([]Employee, error) {
	var list []Employee
	if err := tx.SelectContext(ctx, &list, `
		SELECT `+employeeColumns+` FROM employees WHERE $1 OR left_on IS NULL OR left_on > $2 ORDER BY number`, leavers, day); err != nil {
		return nil, fmt.Errorf("employees to export: %w", err)
	}
	at, ids := map[int64]*Employee{}, make([]int64, len(list))
	for i := range list {
		at[list[i].ID], ids[i] = &list[i], list[i].ID
	}
	var postings []Posting
	if err := tx.SelectContext(ctx, &postings, `
		SELECT p.id, p.employee_id, p.department_id, p.post_id, p.fte, p.from_day, p.to_day
		FROM postings p JOIN employees e ON e.id = p.employee_id
		WHERE e.id = ANY($1) AND (p.to_day IS NULL OR p.to_day > p.from_day AND (p.to_day > $2 OR p.to_day = e.left_on))
		ORDER BY p.from_day, p.id`, pq.Array(ids), day); err != nil {
		return nil, fmt.Errorf("postings to export: %w", err)
	}
	for _, p := range postings {
		at[p.EmployeeID].Postings = append(at[p.EmployeeID].Postings, p)
	}
	return list, nil
}
