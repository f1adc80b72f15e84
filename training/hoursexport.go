package training

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/documents"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/people"
)

// ExportHours says whose hours to export, and how.
type ExportHours struct {
	Year         int    `query:"year"         validate:"omitempty,min=2000,max=2200"`
	DepartmentID int64  `query:"departmentId" validate:"min=0"`
	Standing     string `query:"standing"     validate:"omitempty,oneof=done on-course behind none"`
	Missing      string `query:"missing"      validate:"omitempty,oneof=hours onboarding case-review communication"`
	Format       string `query:"format"       validate:"omitempty,oneof=csv xlsx"` // xlsx if absent
	Language     string `query:"lang"         validate:"omitempty,oneof=zh-CN zh-TW ko en"`
}

// ExportHours returns what ListHours lists, all of it, as a file, and notes in the
// journal that it was taken.
func (s *Service) ExportHours(ctx context.Context, actor accounts.Actor, in ExportHours) (documents.File, error) {
	y, err := s.year(ctx, in.Year)
	if err != nil {
		return documents.File{}, err
	}
	sheet, err := s.hoursSheet(ctx, actor, in, y)
	if err != nil {
		return documents.File{}, err
	}
	out, err := documents.NewFile(fmt.Sprintf("training-hours-%d", y.number), in.Format, documents.Properties{Title: sheet.Name, Created: s.now()}, sheet)
	if err != nil {
		return documents.File{}, err
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (documents.File, error) {
		return out, journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: "export", Object: "hours", After: map[string]any{"year": y.number, "departmentId": in.DepartmentID, "people": len(sheet.Rows)},
		})
	})
}

// hoursSheet has a row for each person.
func (s *Service) hoursSheet(ctx context.Context, actor accounts.Actor, in ExportHours, y year) (documents.Sheet, error) {
	hospital, err := people.ReadHospital(ctx, s.DB)
	if err != nil {
		return documents.Sheet{}, err
	}
	lang := in.Language
	if lang == "" {
		lang = hospital.Language
	}
	names, err := s.departmentNames(ctx, lang)
	if err != nil {
		return documents.Sheet{}, err
	}
	say := func(key string) string { return texts.Text(lang, "hours."+key) }
	sheet := documents.Sheet{Name: fmt.Sprintf("%s %d", say("title"), y.number), Columns: hoursColumns(say)}
	filter := ListHours{Year: in.Year, DepartmentID: in.DepartmentID, Standing: in.Standing, Missing: in.Missing}
	err = s.eachHours(ctx, actor, filter, y, func(h Hours) bool {
		if filter.keeps(h) {
			sheet.Rows = append(sheet.Rows, h.row(say, names))
		}
		return true
	})
	return sheet, err
}

func hoursColumns(say func(string) string) []documents.Column {
	columns := []documents.Column{
		{Heading: say("number"), Format: documents.Text, Width: 12}, {Heading: say("name"), Format: documents.Text, Width: 20},
		{Heading: say("department"), Format: documents.Text, Width: 20}, {Heading: say("done"), Format: documents.Points},
		{Heading: say("required"), Format: documents.Points}, {Heading: say("due"), Format: documents.Points},
		{Heading: say("standing"), Format: documents.Text, Width: 14}, {Heading: say("onboarding"), Format: documents.Points},
		{Heading: say("servesAlone"), Format: documents.Text, Width: 12},
	}
	for q := 1; q <= 4; q++ {
		for _, what := range []string{"caseReview", "communication", "sharing"} {
			columns = append(columns, documents.Column{Heading: fmt.Sprintf("Q%d %s", q, say(what)), Format: documents.Text, Width: 12})
		}
	}
	return columns
}

func (h Hours) row(say func(string) string, departments map[int64]string) []any {
	alone := say("yes")
	if !h.MayServeAlone {
		alone = say("no")
	}
	row := []any{h.Number, h.Name, departments[h.DepartmentID], inHours(h.Minutes), inHours(h.Required), inHours(h.Due),
		say(words[h.Standing]), inHours(h.Onboarding), alone}
	for _, q := range h.Quarters {
		row = append(row, say(words[q.CaseReview]), say(words[q.Communication]), fmt.Sprintf("%d / %d", q.SharingWeeks, q.SharingHeld))
	}
	return row
}

// words are the catalogue's keys of standings and of what is done in a quarter.
var words = map[string]string{
	done: "stateDone", onCourse: "stateOnCourse", behind: "stateBehind", none: "stateNone", owed: "stateOwed", later: "stateLater",
}

// inHours returns minutes in hours, rounded to ten-thousandths.
func inHours(minutes int) documents.Fixed { return documents.Fixed((minutes*10000 + 30) / 60) }

func (s *Service) departmentNames(ctx context.Context, lang string) (map[int64]string, error) {
	var list []struct {
		ID   int64           `db:"id"`
		Name texts.Localized `db:"name"`
	}
	if err := s.DB.SelectContext(ctx, &list, `SELECT id, name FROM departments`); err != nil {
		return nil, fmt.Errorf("departments: %w", err)
	}
	names := make(map[int64]string, len(list))
	for _, d := range list {
		names[d.ID] = d.Name.In(lang)
	}
	return names, nil
}
