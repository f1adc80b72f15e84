package people

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/texts"
)

// What a source has.
const (
	SourceOfRatings    = "ratings"
	SourceOfSpotChecks = "spot-checks"
	SourceOfTraining   = "training"
)

// FullWeight is the weight of what the hospital itself has seen.
const FullWeight = 10_000

// Source is a system that others keep and whose figures are taken over.
type Source struct {
	Code      string          `json:"code"      db:"code"`
	Kind      string          `json:"kind"      db:"kind"`
	Name      texts.Localized `json:"name"      db:"name"`
	Note      string          `json:"note"      db:"note"`
	Weight    int             `json:"weight"    db:"weight"` // of what comes from now on, ten-thousandths; 0: kept, but no evidence
	Low       int             `json:"low"       db:"low"`    // the worst value of its scale
	High      int             `json:"high"      db:"high"`   // the best one
	CreatedAt time.Time       `json:"createdAt" db:"created_at"`
}

const sourceColumns = `code, kind, name, note, weight, low, high, created_at`

// ListSources returns all sources, ordered by their codes.
func (s *Service) ListSources(ctx context.Context, _ accounts.Actor, _ struct{}) ([]Source, error) {
	list := []Source{}
	if err := s.DB.SelectContext(ctx, &list, `SELECT `+sourceColumns+` FROM sources ORDER BY code`); err != nil {
		return nil, fmt.Errorf("list sources: %w", err)
	}
	return list, nil
}

// SourceOf returns the source with a code, if it is of that kind.
func SourceOf(ctx context.Context, q sqlx.QueryerContext, kind, code string) (c Source, err error) {
	err = sqlx.GetContext(ctx, q, &c, `SELECT `+sourceColumns+` FROM sources WHERE code = $1 AND kind = $2`, code, kind)
	if errors.Is(err, sql.ErrNoRows) {
		return c, fault.Field("source", "there is no source %s of %s: register it first, with its scale and weight", code, kind)
	}
	if err != nil {
		return c, fmt.Errorf("source %s: %w", code, err)
	}
	return c, nil
}

// Points returns what a value on the source's scale is from 0 to 100.
func (c Source) Points(value float64) (int, error) {
	if !(value >= float64(c.Low) && value <= float64(c.High)) { // also what is no number
		return 0, fault.Errorf(fault.Invalid, "%g is not between %d and %d, which is the scale of %s", value, c.Low, c.High, c.Code)
	}
	return int((value-float64(c.Low))*100/float64(c.High-c.Low) + 0.5), nil
}

// SaveSource describes a source.
type SaveSource struct {
	Code   string          `params:"code" json:"-" validate:"required,max=40"`
	Kind   string          `json:"kind"   validate:"required,oneof=ratings spot-checks training"`
	Name   texts.Localized `json:"name"   validate:"required"`
	Note   string          `json:"note"   validate:"max=2000"` // what it is, and why it weighs what it does
	Weight int             `json:"weight" validate:"min=0,max=10000"`
	Low    int             `json:"low"    validate:"min=-1000000,max=1000000"` // of ratings; 1 to 5 unless given
	High   int             `json:"high"   validate:"min=-1000000,max=1000000"`
}

// SaveSource registers a source, or changes its name, its note or its weight. A
// weight holds for what comes afterwards; what has come keeps the one it came
// with. What a source has and its scale stay what they are.
func (s *Service) SaveSource(ctx context.Context, actor accounts.Actor, in SaveSource) (Source, error) {
	if in.Low == 0 && in.High == 0 {
		in.Low, in.High = 1, 5
	}
	if err := in.check(); err != nil {
		return Source{}, err
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (Source, error) {
		var after Source
		before, err := lockSource(ctx, tx, in.Code)
		switch {
		case err != nil:
			return after, err
		case before == nil:
			err = tx.GetContext(ctx, &after, `
				INSERT INTO sources (code, kind, name, note, weight, low, high, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
				RETURNING `+sourceColumns, in.Code, in.Kind, in.Name, in.Note, in.Weight, in.Low, in.High, s.now())
		case before.Kind != in.Kind || before.Low != in.Low || before.High != in.High:
			return after, fault.Errorf(fault.Conflict, "%s has %s from %d to %d: register another scale as another source", in.Code, before.Kind, before.Low, before.High)
		default:
			err = tx.GetContext(ctx, &after, `UPDATE sources SET name = $2, note = $3, weight = $4 WHERE code = $1 RETURNING `+sourceColumns,
				in.Code, in.Name, in.Note, in.Weight)
		}
		if database.Violates(err, "sources_pkey") {
			return after, fault.Errorf(fault.Conflict, "%s was registered in this moment by somebody else", in.Code)
		}
		if err != nil {
			return after, fmt.Errorf("save source %s: %w", in.Code, err)
		}
		entry := journal.Entry{Action: "create", Object: "source", After: after}
		if before != nil {
			entry.Action, entry.Before = "update", before
		}
		return after, journal.Record(ctx, tx, actor.AccountID, s.now(), entry)
	})
}

func (in SaveSource) check() error {
	switch {
	case !isCode(in.Code):
		return badCode()
	case in.Low >= in.High:
		return fault.Field("high", "more than the worst value")
	case in.Kind == SourceOfTraining && in.Weight != FullWeight:
		return fault.Field("weight", "an hour of training is an hour: %d", FullWeight)
	case strings.ContainsRune(in.Note, 0):
		return fault.Field("note", "not a text")
	}
	return checkName(in.Name)
}

// lockSource returns the source with a code, or nil.
func lockSource(ctx context.Context, tx *sqlx.Tx, code string) (*Source, error) {
	var c Source
	err := tx.GetContext(ctx, &c, `SELECT `+sourceColumns+` FROM sources WHERE code = $1 FOR NO KEY UPDATE`, code)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("lock source %s: %w", code, err)
	}
	return &c, nil
}
