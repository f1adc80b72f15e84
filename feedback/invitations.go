package feedback

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/worktime"
)

// ReportVisit is a visit that a queue system has seen. What it calls it is kept
// as a keyed hash only, and should say nothing of the patient.
type ReportVisit struct {
	Visit        string `json:"visit"        validate:"required,max=100"` // the system's own id, the same for the same visit
	DepartmentID int64  `json:"departmentId" validate:"required,min=1"`   // where it was
	EmployeeID   int64  `json:"employeeId"   validate:"omitempty,min=1"`  // whom it was to; the patient chooses if not given
}

// Invitation says whether to ask the patient, and where to.
type Invitation struct {
	Invited   bool       `json:"invited"`
	Token     string     `json:"token,omitempty"` // in groups, to be read and typed
	URL       string     `json:"url,omitempty"`
	ExpiresAt *time.Time `json:"expiresAt,omitempty"`
}

// ReportVisit decides whether a visit's patient is invited to rate it. The same
// visit gets the same answer. Chance decides, by a keyed hash of the id and the
// department's rate: neither staff nor the system can tell beforehand.
func (s *Service) ReportVisit(ctx context.Context, actor accounts.Actor, in ReportVisit) (Invitation, error) {
	if in.Visit = strings.TrimSpace(in.Visit); in.Visit == "" {
		return Invitation{}, fault.Field("visit", "required")
	}
	v, err := s.visitOf(ctx, in)
	if err != nil {
		return Invitation{}, err
	}
	for range 3 { // the same visit may be reported twice at once
		known, err := s.decided(ctx, v.hashes)
		if known != nil || err != nil {
			return s.answer(known), err
		}
		out, err := database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (*invitation, error) { return s.invite(ctx, tx, actor, in, v) })
		if !errors.Is(err, errReportedTwice) {
			return s.answer(out), err
		}
	}
	return Invitation{}, fault.Errorf(fault.Unavailable, "this visit is being reported from elsewhere; try again in a moment")
}

var errReportedTwice = errors.New("the visit was reported twice at once")

// reported is a visit as it is kept.
type reported struct {
	hashes [][]byte // of this month, with which it is stored, and of the last
	month  worktime.Day
	today  worktime.Day
	draw   uint64 // by chance
}

// visitOf hashes a visit with the salts of this month and of the last, in which
// it may have been reported before.
func (s *Service) visitOf(ctx context.Context, in ReportVisit) (v reported, err error) {
	if v.today, err = s.today(ctx); err != nil {
		return v, err
	}
	v.month = worktime.Date(v.today.Year(), v.today.Month(), 1)
	salt, err := s.salt(ctx, v.today)
	if err != nil {
		return v, err
	}
	sum := s.signer.invitation(salt, []byte(in.Visit))
	v.hashes, v.draw = [][]byte{sum[:16]}, binary.BigEndian.Uint64(sum[16:])
	var before []byte
	err = s.DB.GetContext(ctx, &before, `SELECT salt FROM ballot_salts WHERE month = $1 AND salt IS NOT NULL`, previousMonth(v.month))
	if errors.Is(err, sql.ErrNoRows) {
		return v, nil
	}
	if err != nil {
		return v, fmt.Errorf("last month's salt: %w", err)
	}
	v.hashes = append(v.hashes, s.signer.invitation(before, []byte(in.Visit))[:16])
	return v, nil
}

func previousMonth(first worktime.Day) worktime.Day {
	last := first.AddDays(-1)
	return worktime.Date(last.Year(), last.Month(), 1)
}

// invitation is what was decided about a visit.
type invitation struct {
	Batch     sql.Null[int32]     `db:"batch_id"` // null: not invited
	Number    sql.Null[int16]     `db:"number"`
	Key       sql.Null[uint8]     `db:"key_id"`
	ExpiresAt sql.Null[time.Time] `db:"expires_at"`
}

// decided returns what was decided before, nil if nothing was.
func (s *Service) decided(ctx context.Context, hashes [][]byte) (*invitation, error) {
	var i invitation
	err := s.DB.GetContext(ctx, &i, `
		SELECT i.batch_id, i.number, i.expires_at, b.key_id
		FROM invitations i LEFT JOIN token_batches b ON b.id = i.batch_id
		WHERE i.visit = ANY($1) ORDER BY i.month DESC LIMIT 1`, pq.ByteaArray(hashes))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("look for a visit: %w", err)
	}
	return &i, nil
}

// answer writes out the token. The URL is for the handlers, who know the address.
func (s *Service) answer(i *invitation) Invitation {
	if i == nil || !i.Batch.Valid {
		return Invitation{}
	}
	text := s.signer.token.encode(token{key: i.Key.V, batch: i.Batch.V, number: i.Number.V})
	at := i.ExpiresAt.V.UTC()
	return Invitation{Invited: true, Token: grouped(text), ExpiresAt: &at}
}

// invite draws, and keeps what was drawn.
func (s *Service) invite(ctx context.Context, tx *sqlx.Tx, actor accounts.Actor, in ReportVisit, v reported) (*invitation, error) {
	if err := s.ready(ctx, tx, actor, in.DepartmentID, in.EmployeeID); err != nil {
		return nil, err
	}
	perMille, days, err := rateOf(ctx, tx, in.DepartmentID)
	if err != nil {
		return nil, err
	}
	i := new(invitation)
	if v.draw%1000 < uint64(perMille) {
		if *i, err = s.nextInvitation(ctx, tx, in.DepartmentID, v.month); err != nil {
			return nil, err
		}
		loc, err := s.location(ctx)
		if err != nil {
			return nil, err
		}
		// At a midnight: the exact time would say which visit it was.
		i.ExpiresAt = sql.Null[time.Time]{V: v.today.AddDays(days + 1).In(loc), Valid: true}
	}
	result, err := tx.ExecContext(ctx, `
		INSERT INTO invitations (visit, month, department_id, employee_id, batch_id, number, expires_at)
		VALUES ($1, $2, $3, nullif($4::bigint, 0), $5, $6, $7) ON CONFLICT (visit) DO NOTHING`,
		v.hashes[0], v.month, in.DepartmentID, in.EmployeeID, i.Batch, i.Number, i.ExpiresAt)
	if err != nil {
		return nil, fmt.Errorf("insert invitation: %w", err)
	}
	if n, err := result.RowsAffected(); err != nil || n == 1 {
		return i, err
	}
	return nil, errReportedTwice
}

// nextInvitation takes the next token of the department's batch of the month, or
// begins one: under the newest key, and as long as there is room.
func (s *Service) nextInvitation(ctx context.Context, tx *sqlx.Tx, departmentID int64, month worktime.Day) (invitation, error) {
	key, err := s.signingKey(ctx, tx) // and one at a time
	if err != nil {
		return invitation{}, err
	}
	loc, err := s.location(ctx)
	if err != nil {
		return invitation{}, err
	}
	out := invitation{Key: sql.Null[uint8]{V: key, Valid: true}, Batch: sql.Null[int32]{Valid: true}, Number: sql.Null[int16]{Valid: true}}
	from := month.In(loc)
	err = tx.QueryRowxContext(ctx, `
		UPDATE token_batches SET tokens = tokens + 1
		WHERE id = (SELECT max(id) FROM token_batches WHERE kind = 'invitation' AND department_id = $1 AND key_id = $2 AND issued_at >= $3)
		  AND revoked_at IS NULL AND tokens < $4
		RETURNING id, tokens - 1`, departmentID, key, from, mostTokens).Scan(&out.Batch.V, &out.Number.V)
	if !errors.Is(err, sql.ErrNoRows) {
		if err != nil {
			err = fmt.Errorf("next invitation of department %d: %w", departmentID, err)
		}
		return out, err
	}
	now := s.Now().UTC()
	out.Batch.V, err = s.insertTokenBatch(ctx, tx, TokenBatch{
		Kind: "invitation", DepartmentID: departmentID, Tokens: 1, IssuedAt: now, ExpiresAt: from.AddDate(0, 1, mostDays+1).UTC(),
	}, 0)
	return out, err
}
