package accounts

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/documents"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
)

// How much of the journal fits into a file, and how much into a cell: a spreadsheet
// takes no more than 32,767 characters.
const (
	maxExport = 50_000
	maxCell   = 32_000
)

// ExportJournal says which entries to export, and how.
type ExportJournal struct {
	JournalFilter
	Format string `query:"format" validate:"omitempty,oneof=csv xlsx"` // xlsx unless given
}

// ExportJournal returns entries as a file, those that ListJournal shows to the same
// reader, and notes in the journal that they were taken.
func (s *Service) ExportJournal(ctx context.Context, actor Actor, in ExportJournal) (documents.File, error) {
	if in.Format == "" {
		in.Format = "xlsx"
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (documents.File, error) {
		entries, err := s.journal(ctx, tx, actor, ListJournal{JournalFilter: in.JournalFilter, Limit: maxExport + 1})
		if err != nil {
			return documents.File{}, err
		}
		if len(entries) > maxExport {
			return documents.File{}, fault.Errorf(fault.Invalid, "more than %d entries; ask for fewer days", maxExport)
		}
		file, err := s.writeJournal(ctx, tx, in.Format, entries)
		if err != nil {
			return documents.File{}, err
		}
		return file, journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: "export", Object: "journal", After: taken{in.Format, len(entries), in.JournalFilter},
		})
	})
}

// taken is what the journal keeps of an export: which entries, not what they say.
type taken struct {
	Format  string        `json:"format"`
	Entries int           `json:"entries"`
	Filter  JournalFilter `json:"filter"`
}

func (s *Service) writeJournal(ctx context.Context, q sqlx.ExtContext, format string, entries []JournalEntry) (documents.File, error) {
	loc, err := location(ctx, q)
	if err != nil {
		return documents.File{}, err
	}
	now := s.now()
	return documents.NewFile("journal-"+now.In(loc).Format("2006-01-02"), format, documents.Properties{Title: "Journal", Created: now}, journalSheet(entries, loc))
}

func journalSheet(entries []JournalEntry, loc *time.Location) documents.Sheet {
	sheet := documents.Sheet{Name: "Journal", Columns: []documents.Column{
		{Heading: "id", Format: documents.Integer}, {Heading: "at", Format: documents.Instant}, {Heading: "who", Width: 20},
		{Heading: "in place of", Width: 20}, {Heading: "api key", Width: 20}, {Heading: "action", Width: 24}, {Heading: "object", Width: 16},
		{Heading: "object id", Format: documents.Integer}, {Heading: "before", Width: 60}, {Heading: "after", Width: 60},
	}}
	for _, e := range entries {
		var object any
		if e.ObjectID != nil {
			object = *e.ObjectID
		}
		sheet.Rows = append(sheet.Rows, []any{
			e.ID, e.At.In(loc), e.AccountName, e.InPlaceOf, e.APIKeyName, e.Action, e.Object, object, cell(e.Before), cell(e.After),
		})
	}
	return sheet
}

// cell shortens what no cell holds; the journal itself has it in full.
func cell(v *json.RawMessage) string {
	if v == nil {
		return ""
	}
	text := []rune(strings.TrimSpace(string(*v)))
	if len(text) > maxCell {
		return string(text[:maxCell]) + "…"
	}
	return string(text)
}
