package feedback

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/texts"
)

// mostDays is how long tokens are good for at most.
const mostDays = 90

// InvitationRate is of how many visits in a thousand patients are invited, in a
// department and those below it that have no rate of their own.
type InvitationRate struct {
	DepartmentID int64           `json:"departmentId" db:"department_id"`
	Department   texts.Localized `json:"department"   db:"department"`
	PerMille     int             `json:"perMille"     db:"per_mille"`
	Days         int             `json:"days"         db:"days"` // that an invitation is good for
}

// InvitationRates lists the rates within reach.
func (s *Service) InvitationRates(ctx context.Context, actor accounts.Actor, _ struct{}) ([]InvitationRate, error) {
	list := []InvitationRate{}
	err := s.DB.SelectContext(ctx, &list, selectRate+` WHERE $1 OR d.id = ANY($2) ORDER BY d.id`,
		actor.Reach.Hospital, pq.Array(actor.Reach.Departments))
	if err != nil {
		return nil, fmt.Errorf("list invitation rates: %w", err)
	}
	return list, nil
}

const selectRate = `
	SELECT r.department_id, d.name AS department, r.per_mille, r.days FROM invitation_rates r JOIN departments d ON d.id = r.department_id`

// SetInvitationRate says of how many visits to ask. Nothing is 0, not unset: it
// keeps a department out that lies below one with a rate.
type SetInvitationRate struct {
	DepartmentID int64 `params:"id"     validate:"required,min=1"`
	PerMille     int   `json:"perMille" validate:"min=0,max=1000"`
	Days         int   `json:"days"     validate:"omitempty,max=90"` // 7 if not given
}

// SetInvitationRate sets a department's rate. It holds for visits that are
// reported from now on.
func (s *Service) SetInvitationRate(ctx context.Context, actor accounts.Actor, in SetInvitationRate) (InvitationRate, error) {
	if in.Days == 0 {
		in.Days = defaultTokenDays
	}
	if in.PerMille < 0 || in.PerMille > 1000 || in.Days < 1 || in.Days > mostDays {
		return InvitationRate{}, fault.Errorf(fault.Invalid, "0 to 1000 of 1000 visits, good for 1 to %d days", mostDays)
	}
	day, err := s.today(ctx)
	if err != nil {
		return InvitationRate{}, err
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (InvitationRate, error) {
		if err := s.mayPlace(ctx, tx, actor.Reach, NewTouchpoint{Kind: "slip", DepartmentID: in.DepartmentID}, day); err != nil {
			return InvitationRate{}, fault.Errorf(fault.NotFound, "no such department")
		}
		before, err := readRate(ctx, tx, in.DepartmentID)
		if err != nil {
			return InvitationRate{}, err
		}
		now := s.Now().UTC().Truncate(time.Microsecond)
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO invitation_rates (department_id, per_mille, days, changed_at) VALUES ($1, $2, $3, $4)
			ON CONFLICT (department_id) DO UPDATE SET per_mille = excluded.per_mille, days = excluded.days, changed_at = excluded.changed_at`,
			in.DepartmentID, in.PerMille, in.Days, now); err != nil {
			return InvitationRate{}, fmt.Errorf("set the invitation rate of department %d: %w", in.DepartmentID, err)
		}
		after, err := readRate(ctx, tx, in.DepartmentID)
		if err != nil {
			return InvitationRate{}, err
		}
		return *after, journal.Record(ctx, tx, actor.AccountID, now, journal.Entry{
			Action: "change", Object: "invitation-rate", ObjectID: in.DepartmentID, Before: before, After: after,
		})
	})
}

// readRate returns a department's own rate, nil if it has none.
func readRate(ctx context.Context, tx *sqlx.Tx, departmentID int64) (*InvitationRate, error) {
	var r InvitationRate
	err := tx.GetContext(ctx, &r, selectRate+` WHERE d.id = $1`, departmentID)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("invitation rate of department %d: %w", departmentID, err)
	}
	return &r, nil
}

// rateOf returns the rate that holds in a department: its own or that of the
// nearest above it. Without one nobody is invited.
func rateOf(ctx context.Context, tx *sqlx.Tx, departmentID int64) (perMille, days int, err error) {
	err = tx.QueryRowxContext(ctx, `
		WITH RECURSIVE above (id, parent_id, steps) AS (
			SELECT id, parent_id, 0 FROM departments WHERE id = $1
			UNION ALL
			SELECT d.id, d.parent_id, a.steps + 1 FROM above a JOIN departments d ON d.id = a.parent_id WHERE a.steps < 50
		)
		SELECT r.per_mille, r.days FROM above a JOIN invitation_rates r ON r.department_id = a.id ORDER BY a.steps LIMIT 1`, departmentID).
		Scan(&perMille, &days)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, 0, nil
	}
	if err != nil {
		return 0, 0, fmt.Errorf("invitation rate in department %d: %w", departmentID, err)
	}
	return perMille, days, nil
}

// InvitationCount is what became of a month's visits in one department.
type InvitationCount struct {
	Month        string          `json:"month"        db:"month"` // 2026-10
	DepartmentID int64           `json:"departmentId" db:"department_id"`
	Department   texts.Localized `json:"department"   db:"department"`
	Visits       int             `json:"visits"       db:"visits"`   // that were reported
	Invited      int             `json:"invited"      db:"invited"`  // by chance
	Answered     *int            `json:"answered"     db:"answered"` // of those, up to yesterday, in whole fives; null: one to four
}

// ListInvitationCounts says of which months.
type ListInvitationCounts struct {
	From         string `query:"from"         validate:"required,len=7"` // the first month, 2026-10
	To           string `query:"to"           validate:"required,len=7"` // the last
	DepartmentID int64  `query:"departmentId" validate:"omitempty,min=1"`
}

// InvitationCounts tells how many were invited and answered, by month and
// department within reach, of two years at most.
func (s *Service) InvitationCounts(ctx context.Context, actor accounts.Actor, in ListInvitationCounts) ([]InvitationCount, error) {
	from, err := time.Parse("2006-01", in.From)
	if err != nil {
		return nil, fault.Field("from", "a month such as 2026-10")
	}
	to, err := time.Parse("2006-01", in.To)
	if err != nil || to.Before(from) || to.After(from.AddDate(2, 0, 0)) {
		return nil, fault.Field("to", "a month such as 2026-10, not before the first and two years after it at most")
	}
	day, err := s.today(ctx)
	if err != nil {
		return nil, err
	}
	list := []InvitationCount{}
	err = s.DB.SelectContext(ctx, &list, `
		SELECT to_char(i.month, 'YYYY-MM') AS month, i.department_id, d.name AS department,
		       count(*) AS visits, count(i.batch_id) AS invited,
		       CASE WHEN count(s.number) NOT BETWEEN 1 AND 4 THEN count(s.number) / 5 * 5 END AS answered
		FROM invitations i JOIN departments d ON d.id = i.department_id
		LEFT JOIN spent_tokens s ON s.batch_id = i.batch_id AND s.number = i.number AND s.spent_on < $3
		WHERE ($1 OR i.department_id = ANY($2)) AND i.month BETWEEN $4 AND $5 AND ($6::bigint = 0 OR i.department_id = $6)
		GROUP BY i.month, i.department_id, d.name ORDER BY i.month DESC, i.department_id`,
		actor.Reach.Hospital, pq.Array(actor.Reach.Departments), day, from, to, in.DepartmentID)
	if err != nil {
		return nil, fmt.Errorf("count invitations: %w", err)
	}
	return list, nil
}
