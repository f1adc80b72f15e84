package feedback

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/people"
)

// TokenBatch is a number of visit tokens that were made together. Which of them
// are spent nobody is told.
type TokenBatch struct {
	ID           int32      `json:"id"           db:"id"`
	Kind         string     `json:"kind"         db:"kind"` // slip or invitation
	DepartmentID int64      `json:"departmentId" db:"department_id"`
	EmployeeID   int64      `json:"employeeId"   db:"employee_id"` // 0: patients say whom they met
	Name         string     `json:"name"         db:"name"`        // of the employee
	Tokens       int        `json:"tokens"       db:"tokens"`
	Spent        *int       `json:"spent,omitempty" db:"spent"` // up to and with yesterday; not said of fewer than five tokens
	KeyID        int        `json:"keyId"        db:"key_id"`
	IssuedAt     time.Time  `json:"issuedAt"     db:"issued_at"`
	ExpiresAt    time.Time  `json:"expiresAt"    db:"expires_at"`
	RevokedAt    *time.Time `json:"revokedAt"    db:"revoked_at"`
	Note         string     `json:"note"         db:"note"`
}

// fewestCounted is how many tokens a batch has at least before it is told how
// many were spent: of one token it would say whether that patient has answered.
const fewestCounted = 5

// NewTokenBatch says for which visits to make tokens.
type NewTokenBatch struct {
	DepartmentID int64  `json:"departmentId" validate:"required,min=1"`   // where the visits are
	EmployeeID   int64  `json:"employeeId"   validate:"omitempty,min=1"`  // whom they are to; patients choose if not given
	Tokens       int    `json:"tokens"       validate:"min=1,max=20000"`  // how many
	Days         int    `json:"days"         validate:"omitempty,max=90"` // that they are good for: 7 if not given
	Note         string `json:"note"         validate:"max=200"`          // what for
}

const defaultTokenDays = 7

// IssueTokens makes a batch of visit tokens. Nothing of them is stored: they are
// written out, as often as need be, from the batch and the installation's key.
//
// Nobody makes tokens that lead to themselves.
func (s *Service) IssueTokens(ctx context.Context, actor accounts.Actor, in NewTokenBatch) (TokenBatch, error) {
	if err := mayProve(actor, in.EmployeeID); err != nil {
		return TokenBatch{}, err
	}
	days := in.Days
	if days == 0 {
		days = defaultTokenDays
	}
	if in.Tokens < 1 || in.Tokens > 20_000 || days < 1 || days > 90 {
		return TokenBatch{}, fault.Errorf(fault.Invalid, "1 to 20,000 tokens, good for 1 to 90 days")
	}
	now := s.Now().UTC().Truncate(time.Microsecond)
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (TokenBatch, error) {
		if err := s.ready(ctx, tx, actor, in.DepartmentID, in.EmployeeID); err != nil {
			return TokenBatch{}, err
		}
		id, err := s.insertTokenBatch(ctx, tx, TokenBatch{
			Kind: "slip", DepartmentID: in.DepartmentID, EmployeeID: in.EmployeeID, Tokens: in.Tokens,
			IssuedAt: now, ExpiresAt: now.AddDate(0, 0, days), Note: strings.TrimSpace(in.Note),
		}, actor.AccountID)
		if err != nil {
			return TokenBatch{}, err
		}
		b, err := s.tokenBatch(ctx, tx, actor, id, "")
		if err != nil {
			return TokenBatch{}, err
		}
		return b, journal.Record(ctx, tx, actor.AccountID, now, journal.Entry{Action: "issue", Object: "visit-token", ObjectID: int64(id), After: b})
	})
}

// mayProve refuses those who would vote about themselves, or in place of somebody
// about that person.
func mayProve(actor accounts.Actor, employeeID int64) error {
	if actor.Is(employeeID) {
		return fault.Errorf(fault.Forbidden, "visit tokens that lead to yourself are for somebody else to make and print")
	}
	return nil
}

// ready checks that visits can be there, within reach, and that what tokens lead
// to has a code: a place to rate for the department, a badge for the employee.
func (s *Service) ready(ctx context.Context, tx *sqlx.Tx, actor accounts.Actor, departmentID, employeeID int64) error {
	day, err := s.today(ctx)
	if err != nil {
		return err
	}
	place := NewTouchpoint{Kind: "slip", DepartmentID: departmentID}
	if err := s.mayPlace(ctx, tx, actor.Reach, place, day); err != nil {
		return err
	}
	if employeeID != 0 {
		if _, err := people.PostingOn(ctx, tx, employeeID, day, departmentID); fault.Is(err, fault.NotFound) {
			return fault.Field("employeeId", "no such employee, or not posted anywhere today")
		} else if err != nil {
			return err
		}
		if err := s.mayPlace(ctx, tx, actor.Reach, NewTouchpoint{Kind: "badge", EmployeeID: employeeID}, day); err != nil {
			return err
		}
	}
	// Two at once would make two codes.
	if _, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock(hashtext(current_schema() || '.issue badges'))`); err != nil {
		return fmt.Errorf("lock the issue of badges: %w", err)
	}
	var missing struct {
		Place bool `db:"place"`
		Badge bool `db:"badge"`
	}
	if err := tx.GetContext(ctx, &missing, `
		SELECT NOT EXISTS (SELECT FROM touchpoints WHERE department_id = $1 AND employee_id IS NULL AND revoked_at IS NULL) AS place,
		       $2 <> 0 AND NOT EXISTS (SELECT FROM touchpoints WHERE employee_id = $2 AND revoked_at IS NULL) AS badge`,
		departmentID, employeeID); err != nil {
		return fmt.Errorf("look for what visits to department %d lead to: %w", departmentID, err)
	}
	if missing.Badge {
		if _, err := s.insertBadges(ctx, tx, []int64{employeeID}); err != nil {
			return err
		}
	}
	if !missing.Place {
		return nil
	}
	if err := tx.GetContext(ctx, &place.Label, `SELECT name FROM departments WHERE id = $1`, departmentID); err != nil {
		return fmt.Errorf("name of department %d: %w", departmentID, err)
	}
	_, err = s.insertTouchpoint(ctx, tx, place)
	return err
}

// insertTokenBatch stores a batch under the newest key.
func (s *Service) insertTokenBatch(ctx context.Context, tx *sqlx.Tx, b TokenBatch, by int64) (id int32, err error) {
	key, err := s.signingKey(ctx, tx)
	if err != nil {
		return 0, err
	}
	err = tx.GetContext(ctx, &id, `
		INSERT INTO token_batches (kind, key_id, tokens, department_id, employee_id, issued_at, issued_by, expires_at, note)
		VALUES ($1, $2, $3, $4, nullif($5::bigint, 0), $6, nullif($7::bigint, 0), $8, $9) RETURNING id`,
		b.Kind, key, b.Tokens, b.DepartmentID, b.EmployeeID, b.IssuedAt, by, b.ExpiresAt, b.Note)
	if err != nil {
		return 0, fmt.Errorf("insert a batch of %d tokens: %w", b.Tokens, err)
	}
	return id, nil
}

// batchWithin says which batches an actor may see, as b with $1 and $2.
const batchWithin = `($1 OR b.department_id = ANY($2))`

const selectTokenBatch = `
	SELECT b.id, b.kind, b.department_id, coalesce(b.employee_id, 0) AS employee_id, coalesce(e.name, '') AS name, b.tokens,
	       CASE WHEN b.tokens >= $4 THEN (SELECT count(*) FROM spent_tokens s WHERE s.batch_id = b.id AND s.spent_on < $3) END AS spent,
	       b.key_id, b.issued_at, b.expires_at, b.revoked_at, b.note
	FROM token_batches b LEFT JOIN employees e ON e.id = b.employee_id
	WHERE ` + batchWithin

// tokenBatch returns one within reach, locked or not.
func (s *Service) tokenBatch(ctx context.Context, q sqlx.ExtContext, actor accounts.Actor, id int32, lock string) (TokenBatch, error) {
	day, err := s.today(ctx)
	if err != nil {
		return TokenBatch{}, err
	}
	var found []TokenBatch
	if err := sqlx.SelectContext(ctx, q, &found, selectTokenBatch+` AND b.id = $5 `+lock,
		actor.Reach.Hospital, pq.Array(actor.Reach.Departments), day, fewestCounted, id); err != nil {
		return TokenBatch{}, fmt.Errorf("token batch %d: %w", id, err)
	}
	if len(found) == 0 {
		return TokenBatch{}, fault.Errorf(fault.NotFound, "there is no batch of visit tokens %d", id)
	}
	return found[0], nil
}
