package standards

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
)

// signed is what a new version gets beside its words.
type signed struct {
	number           int
	from             worktime.Day
	author, approver int64 // accounts; 0: it came with the product
	at               time.Time
}

func insertVersion(ctx context.Context, tx *sqlx.Tx, standard int64, t StandardText, by signed) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO standard_versions (standard_id, version, effective_from, dimension, measure, target_ms, target_share,
			title, opportunity, met, partly, not_met, not_applicable, retired, author_id, approved_by, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, nullif($15::bigint, 0), nullif($16::bigint, 0), $17)`,
		standard, by.number, by.from, t.Dimension, t.Measure, t.TargetMs, t.TargetShare,
		t.Title, t.Opportunity, t.Met, t.Partly, t.NotMet, t.NotApplicable, t.Retired, by.author, by.approver, by.at)
	switch {
	case database.Violates(err, "standard_versions_number"):
		return edited(by.number)
	case err != nil:
		return fmt.Errorf("insert version %d of standard %d: %w", by.number, standard, err)
	}
	return nil
}

// mayTakeEffect refuses a day that is over or under way, and one on which a
// newer version would still be to come: on its day, that would replace what
// was written after it.
func (s *Service) mayTakeEffect(ctx context.Context, q sqlx.QueryerContext, day worktime.Day, newest Approval) error {
	if err := day.Validate(); err != nil {
		return fault.Field("effectiveFrom", "%v", err)
	}
	today, err := people.LocalDay(ctx, q, s.Now())
	if err != nil {
		return err
	}
	if day <= today {
		return fault.Field("effectiveFrom", "tomorrow at the earliest: what is observed today counts under today's standards")
	}
	if newest.Version > 0 && day <= newest.EffectiveFrom {
		return fault.Field("effectiveFrom", "version %d takes effect on %s and would undo this one; choose a later day",
			newest.Version, newest.EffectiveFrom)
	}
	return nil
}

func edited(newest int) error {
	return fault.Errorf(fault.Conflict, "somebody else has made version %d in the meantime; look at it and try again", newest)
}
