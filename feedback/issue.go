package feedback

import (
	"context"
	"fmt"
	"strings"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/people"
)

// IssueBadges says whom to give a badge.
type IssueBadges struct {
	DepartmentID int64 `json:"departmentId" validate:"min=0"` // and all below it; 0: all within reach
}

// Issued says how many codes were made, or revoked.
type Issued struct {
	Codes int `json:"codes"`
}

// IssueBadges makes a badge's code for everybody posted today who has none that
// holds. Doing it again makes none.
func (s *Service) IssueBadges(ctx context.Context, actor accounts.Actor, in IssueBadges) (Issued, error) {
	day, err := s.today(ctx)
	if err != nil {
		return Issued{}, err
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (Issued, error) {
		// Two at once would give everybody two.
		if _, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock(hashtext(current_schema() || '.issue badges'))`); err != nil {
			return Issued{}, fmt.Errorf("lock the issue of badges: %w", err)
		}
		var without []int64
		if err := tx.SelectContext(ctx, &without, people.Below("$4")+`
			SELECT DISTINCT p.employee_id FROM postings p JOIN employees e ON e.id = p.employee_id AND coalesce(e.left_on, 'infinity') > $1
			WHERE p.from_day <= $1 AND coalesce(p.to_day, 'infinity') > $1 AND ($2 OR p.department_id = ANY($3))
			  AND ($4::bigint = 0 OR p.department_id IN (SELECT id FROM below))
			  AND NOT EXISTS (SELECT FROM touchpoints t WHERE t.employee_id = p.employee_id AND t.revoked_at IS NULL)
			ORDER BY p.employee_id`,
			day, actor.Reach.Hospital, pq.Array(actor.Reach.Departments), in.DepartmentID); err != nil {
			return Issued{}, fmt.Errorf("find whoever has no badge: %w", err)
		}
		n, err := s.insertBadges(ctx, tx, without)
		if err != nil || n == 0 {
			return Issued{}, err
		}
		return Issued{n}, journal.Record(ctx, tx, actor.AccountID, s.Now(), journal.Entry{
			Action: "issue", Object: "touchpoint", After: map[string]any{"departmentId": in.DepartmentID, "employees": without},
		})
	})
}

// insertBadges makes a code for each. Of 40 bits, one in millions is taken: those
// whose code is taken are given another.
func (s *Service) insertBadges(ctx context.Context, tx *sqlx.Tx, employees []int64) (n int, err error) {
	for left := employees; len(left) > 0; {
		codes := make([]string, len(left))
		for i := range codes {
			codes[i] = newCode()
		}
		var done []int64
		if err := tx.SelectContext(ctx, &done, `
			INSERT INTO touchpoints (code, kind, employee_id, created_at)
			SELECT c.code, 'badge', c.employee, $3 FROM unnest($1::text[], $2::bigint[]) AS c (code, employee)
			ON CONFLICT (code) DO NOTHING RETURNING employee_id`, pq.Array(codes), pq.Array(left), s.Now()); err != nil {
			return 0, fmt.Errorf("issue %d badges: %w", len(left), err)
		}
		n += len(done)
		has := make(map[int64]bool, len(done))
		for _, id := range done {
			has[id] = true
		}
		var rest []int64
		for _, id := range left {
			if !has[id] {
				rest = append(rest, id)
			}
		}
		left = rest
	}
	return n, nil
}

// RevokeTouchpoints says which codes to withdraw at once.
type RevokeTouchpoints struct {
	IDs    []int64 `json:"ids"    validate:"required,min=1,max=5000,unique,dive,min=1"`
	Reason string  `json:"reason" validate:"required,max=500"`
}

// RevokeTouchpoints withdraws many codes, or none: if one of them is out of reach,
// nothing is done. Those that were revoked before stay so.
func (s *Service) RevokeTouchpoints(ctx context.Context, actor accounts.Actor, in RevokeTouchpoints) (Issued, error) {
	if in.Reason = strings.TrimSpace(in.Reason); in.Reason == "" {
		return Issued{}, fault.Field("reason", "say why")
	}
	day, err := s.today(ctx)
	if err != nil {
		return Issued{}, err
	}
	var codes []string
	out, err := database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (Issued, error) {
		var found []int64
		if err := tx.SelectContext(ctx, &found, `
			SELECT t.id FROM touchpoints t WHERE `+reachable+` AND t.id = ANY($5) ORDER BY t.id FOR NO KEY UPDATE`,
			actor.Reach.Hospital, pq.Array(actor.Reach.Departments), actor.Reach.EmployeeID, day, pq.Array(in.IDs)); err != nil {
			return Issued{}, fmt.Errorf("lock %d touchpoints: %w", len(in.IDs), err)
		}
		if len(found) != len(in.IDs) {
			return Issued{}, fault.Errorf(fault.NotFound, "%d of these codes do not exist; nothing was revoked", len(in.IDs)-len(found))
		}
		now := s.Now()
		if err := tx.SelectContext(ctx, &codes, `
			UPDATE touchpoints SET revoked_at = $2 WHERE id = ANY($1) AND revoked_at IS NULL RETURNING code`, pq.Array(found), now); err != nil {
			return Issued{}, fmt.Errorf("revoke %d touchpoints: %w", len(found), err)
		}
		return Issued{len(codes)}, journal.Record(ctx, tx, actor.AccountID, now, journal.Entry{
			Action: "revoke", Object: "touchpoint", After: map[string]any{"ids": found, "reason": in.Reason},
		})
	})
	if err == nil {
		for _, code := range codes {
			s.subjects.forget(code)
		}
	}
	return out, err
}

// ReissueTouchpoint replaces a code by another for the same person or place: the
// old one was lost, worn or misused.
func (s *Service) ReissueTouchpoint(ctx context.Context, actor accounts.Actor, in RevokeTouchpoint) (Touchpoint, error) {
	day, err := s.today(ctx)
	if err != nil {
		return Touchpoint{}, err
	}
	var old string
	t, err := database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (Touchpoint, error) {
		before, err := reachableTouchpoint(ctx, tx, actor.Reach, day, in.ID, `FOR NO KEY UPDATE OF t`)
		if err != nil {
			return Touchpoint{}, err
		}
		if before.RevokedAt != nil {
			return Touchpoint{}, fault.Errorf(fault.Conflict, "this code was revoked already; create another")
		}
		old = before.Code
		if _, err := s.revoke(ctx, tx, actor, before); err != nil {
			return Touchpoint{}, err
		}
		t, err := s.insertTouchpoint(ctx, tx, NewTouchpoint{Kind: before.Kind, EmployeeID: before.EmployeeID, DepartmentID: before.DepartmentID, Label: before.Label})
		if err != nil {
			return Touchpoint{}, err
		}
		return t, journal.Record(ctx, tx, actor.AccountID, s.Now(), journal.Entry{
			Action: "reissue", Object: "touchpoint", ObjectID: t.ID, Before: map[string]int64{"id": before.ID}, After: t.journalled(),
		})
	})
	if err == nil {
		s.subjects.forget(old)
	}
	return t, err
}
