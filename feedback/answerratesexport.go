package feedback

import (
	"context"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/documents"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/people"
)

// ExportAnswerRates says which answer rates to export, and how.
type ExportAnswerRates struct {
	Month        string `query:"month"        validate:"required,len=7"`
	By           string `query:"by"           validate:"omitempty,oneof=place post shift month"`
	DepartmentID int64  `query:"departmentId" validate:"min=0"`
	Format       string `query:"format"       validate:"omitempty,oneof=csv xlsx"` // xlsx if absent
	Language     string `query:"lang"         validate:"omitempty,oneof=zh-CN zh-TW ko en"`
}

// ExportAnswerRates returns what ListAnswerRates does as a file, and notes in
// the journal that it was taken.
func (s *Service) ExportAnswerRates(ctx context.Context, actor accounts.Actor, in ExportAnswerRates) (documents.File, error) {
	rates, err := s.ListAnswerRates(ctx, actor, ListAnswerRates{Month: in.Month, By: in.By, DepartmentID: in.DepartmentID})
	if err != nil {
		return documents.File{}, err
	}
	if in.Language == "" {
		h, err := people.ReadHospital(ctx, s.DB)
		if err != nil {
			return documents.File{}, err
		}
		in.Language = h.Language
	}
	say := func(key string) string { return texts.Text(in.Language, "answers."+key) }
	out, err := documents.NewFile("answer-rates-"+rates.Month, in.Format, documents.Properties{Title: say("title") + " " + rates.Month, Created: s.Now()},
		rates.sheet(in.Language, say), rates.invitedSheet(say))
	if err != nil {
		return documents.File{}, err
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (documents.File, error) {
		return out, journal.Record(ctx, tx, actor.AccountID, s.Now(), journal.Entry{
			Action: "export", Object: "answer-rates", After: map[string]any{"month": rates.Month, "by": rates.By, "departmentId": in.DepartmentID},
		})
	})
}

// sheet has a row for each place, post, shift or month, and one for all.
func (r *AnswerRates) sheet(lang string, say func(string) string) documents.Sheet {
	out := documents.Sheet{Name: say("title") + " " + r.Month, Columns: []documents.Column{
		{Heading: say("by." + r.By), Format: documents.Text, Width: 24}, {Heading: say("visits"), Format: documents.Integer},
		{Heading: say("answered"), Format: documents.Integer}, {Heading: say("expected"), Format: documents.Integer},
		{Heading: say("rate"), Format: documents.Share}, {Heading: say("low"), Format: documents.Share}, {Heading: say("high"), Format: documents.Share},
	}}
	for _, channel := range answerChannels {
		out.Columns = append(out.Columns, documents.Column{Heading: say("channel." + channel), Format: documents.Integer})
	}
	out.Columns = append(out.Columns, documents.Column{Heading: say("note"), Format: documents.Text, Width: 60})
	for _, row := range r.Rows {
		name := row.Name.In(lang)
		switch r.By {
		case "shift":
			name = say("shift." + row.Key)
		case "month":
			name = row.Key
		}
		out.Rows = append(out.Rows, row.cells(name, say))
	}
	out.Rows = append(out.Rows, r.Total.cells(say("total"), say))
	return out
}

func (r *AnswerRate) cells(name string, say func(string) string) []any {
	row := []any{name, count(r.Visits), count(r.Answered), count(r.Expected), part(r.Rate), part(r.Low), part(r.High)}
	for _, channel := range answerChannels {
		var n any
		for _, c := range r.Channels {
			if c.Channel == channel {
				n = count(c.Answered)
			}
		}
		row = append(row, n)
	}
	return append(row, r.note(say))
}

// note says in words that a place is silent, and why there is no rate.
func (r *AnswerRate) note(say func(string) string) string {
	note := ""
	if r.Silent {
		note = say("silent")
	}
	if r.Missing == "" {
		return note
	}
	if note != "" {
		note += " "
	}
	return note + say("missing."+r.Missing)
}

func (r *AnswerRates) invitedSheet(say func(string) string) documents.Sheet {
	out := documents.Sheet{Name: say("invited"), Columns: []documents.Column{
		{Heading: say("kind"), Format: documents.Text, Width: 24}, {Heading: say("sent"), Format: documents.Integer},
		{Heading: say("answered"), Format: documents.Integer},
		{Heading: say("rate"), Format: documents.Share}, {Heading: say("low"), Format: documents.Share}, {Heading: say("high"), Format: documents.Share},
	}}
	for _, v := range r.Invited {
		out.Rows = append(out.Rows, []any{say("kind." + v.Kind), v.Sent, count(v.Answered), part(v.Rate), part(v.Low), part(v.High)})
	}
	return out
}

// count is a cell with a number, empty if it is not told.
func count[N int | int64](n *N) any {
	if n == nil {
		return nil
	}
	return int64(*n)
}

// part is a cell with a share, empty if it is not told.
func part(n *int) any {
	if n == nil {
		return nil
	}
	return documents.Fixed(*n)
}
