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
	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/people"
)

// ListTokenBatches narrows a list of batches.
type ListTokenBatches struct {
	DepartmentID int64 `query:"departmentId" validate:"omitempty,min=1"` // and all below it
	All          bool  `query:"all"`                                     // those expired or revoked, too
	Before       int32 `query:"before"       validate:"omitempty,min=1"`
	Limit        int   `query:"limit"        validate:"omitempty,min=1,max=200"`
}

// TokenBatches lists batches within reach, the newest first. The next page begins
// before the last id of this one.
func (s *Service) TokenBatches(ctx context.Context, actor accounts.Actor, in ListTokenBatches) ([]TokenBatch, error) {
	day, err := s.today(ctx)
	if err != nil {
		return nil, err
	}
	if in.Limit == 0 {
		in.Limit = 50
	}
	list := []TokenBatch{}
	err = s.DB.SelectContext(ctx, &list, people.Below("$5")+selectTokenBatch+`
		  AND ($5::bigint = 0 OR b.department_id IN (SELECT id FROM below)) AND ($6 = 0 OR b.id < $6)
		  AND ($7 OR b.revoked_at IS NULL AND b.expires_at > $8)
		ORDER BY b.id DESC LIMIT $9`,
		actor.Reach.Hospital, pq.Array(actor.Reach.Departments), day, fewestCounted,
		in.DepartmentID, in.Before, in.All, s.Now(), in.Limit)
	if err != nil {
		return nil, fmt.Errorf("list token batches: %w", err)
	}
	return list, nil
}

// RevokeTokenBatch names a batch to call back, and why.
type RevokeTokenBatch struct {
	ID     int32  `params:"batch" validate:"required,min=1"`
	Reason string `json:"reason"  validate:"required,max=500"`
}

// RevokeTokenBatch refuses the tokens of a batch from now on; ratings that were
// given with them stay. Doing it again changes nothing.
func (s *Service) RevokeTokenBatch(ctx context.Context, actor accounts.Actor, in RevokeTokenBatch) (TokenBatch, error) {
	if in.Reason = strings.TrimSpace(in.Reason); in.Reason == "" {
		return TokenBatch{}, fault.Field("reason", "say why")
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (TokenBatch, error) {
		b, err := s.tokenBatch(ctx, tx, actor, in.ID, `FOR NO KEY UPDATE OF b`) // ratings go on meanwhile
		if err != nil || b.RevokedAt != nil {
			return b, err
		}
		now := s.Now().UTC().Truncate(time.Microsecond)
		if _, err := tx.ExecContext(ctx, `UPDATE token_batches SET revoked_at = $2 WHERE id = $1`, b.ID, now); err != nil {
			return TokenBatch{}, fmt.Errorf("revoke token batch %d: %w", b.ID, err)
		}
		b.RevokedAt = &now
		return b, journal.Record(ctx, tx, actor.AccountID, now, journal.Entry{
			Action: "revoke", Object: "visit-token", ObjectID: int64(b.ID), After: map[string]any{"reason": in.Reason},
		})
	})
}

// WriteTokens says which tokens of a batch to write out.
type WriteTokens struct {
	ID    int32 `params:"batch" validate:"required,min=1"`
	After int   `query:"after"  validate:"omitempty,min=1"` // the last number of the part before
	Limit int   `query:"limit"  validate:"omitempty,min=1,max=20000"`
}

// VisitToken is a token as it is handed out.
type VisitToken struct {
	Number int    `json:"number"` // within the batch, from 1
	Token  string `json:"token"`  // in groups, to be read and typed
	URL    string `json:"url"`    // what its QR code says
}

// WrittenTokens are tokens of a batch with what is printed beside them.
type WrittenTokens struct {
	Batch      TokenBatch
	Hospital   people.Hospital
	Department texts.Localized
	Tokens     []VisitToken // without their URL
	Next       int          // the After of the next part; 0: this is the last
}

// WriteTokens writes tokens out. Each time is journalled: whoever has tokens could
// vote with them.
func (s *Service) WriteTokens(ctx context.Context, actor accounts.Actor, in WriteTokens) (WrittenTokens, error) {
	out, err := database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (out WrittenTokens, err error) {
		if out.Hospital, err = people.ReadHospital(ctx, tx); err != nil {
			return out, err
		}
		b, err := s.tokenBatch(ctx, tx, actor, in.ID, "")
		if err != nil {
			return out, err
		}
		if err := mayProve(actor, b.EmployeeID); err != nil {
			return out, err
		}
		now := s.Now()
		if b.Kind != "slip" || b.RevokedAt != nil || !now.Before(b.ExpiresAt) {
			return out, fault.Errorf(fault.Gone, "these tokens are expired or revoked, or not made to be handed out; make others")
		}
		out.Batch = b
		if err := tx.GetContext(ctx, &out.Department, `SELECT name FROM departments WHERE id = $1`, b.DepartmentID); err != nil {
			return out, fmt.Errorf("name of department %d: %w", b.DepartmentID, err)
		}
		return out, journal.Record(ctx, tx, actor.AccountID, now, journal.Entry{
			Action: "write", Object: "visit-token", ObjectID: int64(b.ID), After: map[string]int{"after": in.After, "limit": in.Limit},
		})
	})
	if err != nil {
		return out, err
	}
	last := out.Batch.Tokens
	if in.Limit > 0 && in.After+in.Limit < last {
		last = in.After + in.Limit
		out.Next = last
	}
	for n := in.After + 1; n <= last; n++ {
		t := token{key: uint8(out.Batch.KeyID), batch: out.Batch.ID, number: int16(n - 1)}
		out.Tokens = append(out.Tokens, VisitToken{Number: n, Token: grouped(s.signer.token.encode(t))})
	}
	if len(out.Tokens) == 0 {
		return out, fault.Errorf(fault.NotFound, "the batch has %d tokens", out.Batch.Tokens)
	}
	return out, nil
}
