package periods

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/people"
)

// monthlyReplies is how often a person may reply to the evidence of a month.
const monthlyReplies = 20

// Reply is what a person has said to a piece of evidence about themselves. It
// moves no score and is never changed: whoever decides an appeal reads it.
type Reply struct {
	ID    int64     `json:"id"    db:"id"`
	Item  string    `json:"item"  db:"item"` // finding-123; or ratings, of the month together
	Words string    `json:"words" db:"words"`
	At    time.Time `json:"at"    db:"replied_at"`
}

// NewReply is what somebody says, and to what.
type NewReply struct {
	Key    string `json:"key"    validate:"required,uuid"` // chosen by the phone: a repeat answers the first result
	Period string `json:"period" validate:"required,len=7"`
	Item   string `json:"item"   validate:"required,max=40"`
	Words  string `json:"words"  validate:"required,max=2000"`
}

// repliedTo is a reply about to be kept.
type repliedTo struct {
	NewReply
	period  Period
	finding sql.NullInt64 // null: the ratings
}

// Reply keeps what the actor says to an item of their own evidence of a month,
// until the month is closed.
func (s *Service) Reply(ctx context.Context, actor accounts.Actor, in NewReply) (Reply, error) {
	r := repliedTo{NewReply: in}
	r.Key, r.Words = strings.ToLower(in.Key), strings.TrimSpace(in.Words)
	if r.Words == "" {
		return Reply{}, fault.Field("words", "say what you want to be known")
	}
	if actor.EmployeeID == 0 {
		return Reply{}, fault.Errorf(fault.Forbidden, "this account belongs to nobody on the roster")
	}
	if err := r.read(); err != nil {
		return Reply{}, err
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (out Reply, err error) {
		if r.period, err = period(ctx, tx, in.Period); err != nil {
			return Reply{}, err
		}
		if _, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock(hashtext(current_schema() || '.replies'), $1)`,
			int32(actor.EmployeeID)); err != nil { // two of one person count one after the other
			return Reply{}, fmt.Errorf("wait for replies: %w", err)
		}
		out, err = r.sentBefore(ctx, tx, actor)
		if err != nil || out.ID != 0 {
			return out, err
		}
		if err := r.allowed(ctx, tx, actor); err != nil {
			return Reply{}, err
		}
		return s.keepReply(ctx, tx, actor, r)
	})
}

// read finds out which evidence is meant.
func (r *repliedTo) read() error {
	if r.Item == ratings {
		return nil
	}
	number, ok := strings.CutPrefix(r.Item, findingKind+"-")
	id, err := strconv.ParseInt(number, 10, 64)
	if !ok || err != nil || id < 1 || strconv.FormatInt(id, 10) != number {
		return fault.Field("item", "name a finding, as in finding-123, or ratings")
	}
	r.finding = sql.NullInt64{Int64: id, Valid: true}
	return nil
}

const replyColumns = `
	SELECT r.id, coalesce('finding-' || r.finding_id, 'ratings') AS item, r.words, r.replied_at FROM replies r `

// sentBefore returns the reply of that key, if there is one.
func (r *repliedTo) sentBefore(ctx context.Context, tx *sqlx.Tx, actor accounts.Actor) (Reply, error) {
	var before struct {
		Reply
		PeriodID int64 `db:"period_id"`
	}
	err := tx.GetContext(ctx, &before, `
		SELECT b.*, r.period_id FROM (`+replyColumns+`) b JOIN replies r USING (id)
		WHERE r.employee_id = $1 AND r.key = $2`, actor.EmployeeID, r.Key)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return Reply{}, nil
	case err != nil:
		return Reply{}, fmt.Errorf("reply %s: %w", r.Key, err)
	case before.PeriodID != r.period.ID || before.Item != r.Item || before.Words != r.Words:
		return Reply{}, fault.Because("sent-before", fault.Errorf(fault.Conflict, "another reply was sent under this key"))
	}
	return before.Reply, nil
}

// allowed returns why the reply can't be kept, if it can't.
func (r *repliedTo) allowed(ctx context.Context, tx *sqlx.Tx, actor accounts.Actor) error {
	// FOR SHARE makes it wait for a month being closed, and then find it closed.
	if err := tx.GetContext(ctx, &r.period.Status, `SELECT status FROM periods WHERE id = $1 FOR SHARE`, r.period.ID); err != nil {
		return fmt.Errorf("period %s: %w", r.period.Name, err)
	}
	if r.period.Status == Closed {
		return fault.Because("period-closed", fault.Errorf(fault.Conflict, "%s is closed: nothing can be said to its evidence any more", r.period.Name))
	}
	known, err := r.known(ctx, tx, actor)
	if err != nil {
		return err
	}
	if !known {
		return fault.Errorf(fault.NotFound, "there is no such evidence of yours in %s: %s", r.period.Name, r.Item)
	}
	var n int
	if err := tx.GetContext(ctx, &n, `SELECT count(*) FROM replies WHERE employee_id = $1 AND period_id = $2`,
		actor.EmployeeID, r.period.ID); err != nil {
		return fmt.Errorf("count replies: %w", err)
	}
	if n >= monthlyReplies {
		return fault.Because("too-many-replies", fault.Errorf(fault.Conflict,
			"you have replied %d times to the evidence of %s: that is as often as one can", n, r.period.Name))
	}
	return nil
}

// known reports whether the evidence is the actor's own, and of the month.
// Ratings are known once a score has counted some: that is told anyway.
func (r *repliedTo) known(ctx context.Context, tx *sqlx.Tx, actor accounts.Actor) (ok bool, err error) {
	if !r.finding.Valid {
		err = tx.GetContext(ctx, &ok, `
			SELECT EXISTS (SELECT FROM scores s JOIN computations c ON c.id = s.computation_id
			               WHERE c.period_id = $1 AND s.employee_id = $2 AND s.ratings > 0)
			    OR EXISTS (SELECT FROM provisional_scores WHERE period_id = $1 AND employee_id = $2 AND ratings > 0)`,
			r.period.ID, actor.EmployeeID)
	} else {
		loc, zoneErr := people.Location(ctx, tx)
		if zoneErr != nil {
			return false, zoneErr
		}
		s := span{r.period.StartsOn, r.period.EndsOn, loc}
		err = tx.GetContext(ctx, &ok, `
			SELECT EXISTS (SELECT FROM evidence_sources WHERE kind = 'finding' AND source_id = $1 AND employee_id = $2
			               AND occurred_at >= $3 AND occurred_at < $4)`,
			r.finding.Int64, actor.EmployeeID, s.start(), s.end())
	}
	if err != nil {
		return false, fmt.Errorf("evidence %s of employee %d: %w", r.Item, actor.EmployeeID, err)
	}
	return ok, nil
}

func (s *Service) keepReply(ctx context.Context, tx *sqlx.Tx, actor accounts.Actor, r repliedTo) (Reply, error) {
	out := Reply{Item: r.Item, Words: r.Words, At: s.Now().UTC().Truncate(time.Microsecond)}
	if err := tx.GetContext(ctx, &out.ID, `
		INSERT INTO replies (key, employee_id, period_id, finding_id, words, account_id, replied_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
		r.Key, actor.EmployeeID, r.period.ID, r.finding, r.Words, actor.AccountID, out.At); err != nil {
		return Reply{}, fmt.Errorf("insert reply: %w", err)
	}
	// The words stay where they are kept: they may tell of a patient.
	return out, journal.Record(ctx, tx, actor.AccountID, s.Now(), journal.Entry{
		Action: "reply", Object: "evidence", ObjectID: out.ID, After: map[string]string{"period": r.period.Name, "item": r.Item},
	})
}

// repliesOf returns what a person has replied to their evidence of a month, in order.
func repliesOf(ctx context.Context, q sqlx.ExtContext, period, employee int64) ([]Reply, error) {
	out := []Reply{}
	if err := sqlx.SelectContext(ctx, q, &out, replyColumns+`WHERE r.period_id = $1 AND r.employee_id = $2 ORDER BY r.id`, period, employee); err != nil {
		return nil, fmt.Errorf("replies of employee %d: %w", employee, err)
	}
	return out, nil
}
