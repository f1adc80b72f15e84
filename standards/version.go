package standards

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
)

// NewStandardVersion is what an editor fills in: the whole standard as it
// shall read from a day on.
type NewStandardVersion struct {
	Code          string          `params:"code"        json:"-" validate:"required,max=60"`
	BasedOn       int             `json:"basedOn"       validate:"required,min=1"` // the newest version that the editor has seen
	EffectiveFrom worktime.Day    `json:"effectiveFrom" validate:"required"`
	Dimension     string          `json:"dimension"     validate:"required,oneof=response-speed accuracy process-conformity attitude-communication follow-up qualification privacy emergency-readiness"`
	Measure       string          `json:"measure"       validate:"required,oneof=judged seconds share"`
	TargetMs      *int            `json:"targetMs,omitempty"    validate:"omitempty,min=1,max=86400000"`
	TargetShare   *int            `json:"targetShare,omitempty" validate:"omitempty,min=1,max=10000"` // ten-thousandths
	Title         texts.Localized `json:"title"         validate:"required"`
	Opportunity   texts.Localized `json:"opportunity"   validate:"required"`
	Met           texts.Localized `json:"met"           validate:"required"`
	Partly        texts.Localized `json:"partly"        validate:"required"`
	NotMet        texts.Localized `json:"notMet"        validate:"required"`
	NotApplicable Reasons         `json:"notApplicable" validate:"max=20,dive"`
}

// NewVersion makes a version of a standard and returns its history. It takes
// effect tomorrow at the earliest: what was observed today was observed under
// today's words. It takes effect after the version before, which would come
// back otherwise. An edit that does not know of the newest version is a
// Conflict, so that nobody's work is overwritten unseen.
func (s *Service) NewVersion(ctx context.Context, actor accounts.Actor, in NewStandardVersion) (StandardHistory, error) {
	if err := invalid(in.problems()); err != nil {
		return StandardHistory{}, err
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (StandardHistory, error) {
		h, err := history(ctx, tx, in.Code)
		if err != nil {
			return StandardHistory{}, err
		}
		newest := len(h.Versions)
		if in.BasedOn != newest {
			return StandardHistory{}, edited(newest)
		}
		if err := s.mayTakeEffect(ctx, tx, in.EffectiveFrom, h.Versions[0].Version, h.Versions[0].EffectiveFrom); err != nil {
			return StandardHistory{}, err
		}
		v := in.version(newest + 1)
		if err := insertVersion(ctx, tx, h.ID, v, actor.AccountID, s.Now()); err != nil {
			return StandardHistory{}, err
		}
		before := h
		if h, err = history(ctx, tx, in.Code); err != nil {
			return StandardHistory{}, err
		}
		return h, journal.Record(ctx, tx, actor.AccountID, s.Now(), journal.Entry{
			Action: "edit", Object: "standard", ObjectID: h.ID,
			Before: before.number(newest), After: h.number(newest + 1),
		})
	})
}

func (in NewStandardVersion) version(number int) StandardVersion {
	return StandardVersion{
		Version: number, EffectiveFrom: in.EffectiveFrom, Dimension: in.Dimension, Measure: in.Measure,
		TargetMs: in.TargetMs, TargetShare: in.TargetShare, Title: in.Title, Opportunity: in.Opportunity,
		Met: in.Met, Partly: in.Partly, NotMet: in.NotMet, NotApplicable: in.NotApplicable,
	}
}

// number returns the version with that number, or nil.
func (h StandardHistory) number(n int) any {
	for _, v := range h.Versions {
		if v.Version == n {
			return v
		}
	}
	return nil
}

func insertVersion(ctx context.Context, tx *sqlx.Tx, standard int64, v StandardVersion, author int64, now time.Time) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO standard_versions (standard_id, version, effective_from, dimension, measure, target_ms, target_share,
			title, opportunity, met, partly, not_met, not_applicable, author_id, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, nullif($14, 0), $15)`,
		standard, v.Version, v.EffectiveFrom, v.Dimension, v.Measure, v.TargetMs, v.TargetShare,
		v.Title, v.Opportunity, v.Met, v.Partly, v.NotMet, v.NotApplicable, author, now)
	switch {
	case database.Violates(err, "standard_versions_number"):
		return edited(v.Version)
	case err != nil:
		return fmt.Errorf("insert version %d of standard %d: %w", v.Version, standard, err)
	}
	return nil
}

// mayTakeEffect refuses a day that is over or under way, and one on which a
// newer version would still be to come: on its day, that would replace what
// was written after it.
func (s *Service) mayTakeEffect(ctx context.Context, tx *sqlx.Tx, day worktime.Day, newest int, since worktime.Day) error {
	if err := day.Validate(); err != nil {
		return fault.Field("effectiveFrom", "%v", err)
	}
	today, err := people.LocalDay(ctx, tx, s.Now())
	if err != nil {
		return err
	}
	if day <= today {
		return fault.Field("effectiveFrom", "tomorrow at the earliest: what is observed today counts under today's standards")
	}
	if newest > 0 && day <= since {
		return fault.Field("effectiveFrom", "version %d takes effect on %s and would undo this one; choose a later day", newest, since)
	}
	return nil
}

func edited(newest int) error {
	return fault.Errorf(fault.Conflict, "somebody else has made version %d in the meantime; look at it and try again", newest)
}
