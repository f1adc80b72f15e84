package feedback

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
)

// mostForms is how many forms one batch holds.
const mostForms = 600

// PaperBatch is forms that are printed together.
type PaperBatch struct {
	ID           int64     `json:"id"           db:"id"`
	DepartmentID int64     `json:"departmentId" db:"department_id"` // 0: of one code
	Layout       string    `json:"layout"       db:"layout"`
	Forms        int       `json:"forms"        db:"forms"`
	Entered      int       `json:"entered"      db:"entered"` // of them
	PrintedAt    time.Time `json:"printedAt"    db:"printed_at"`
}

const selectPaperBatch = `
	SELECT b.id, coalesce(b.department_id, 0) AS department_id, b.layout, b.forms, b.printed_at,
	       (SELECT count(DISTINCT e.number) FROM paper_forms f JOIN paper_entries e ON e.number = f.number
	        WHERE f.batch_id = b.id AND e.undone_at IS NULL) AS entered
	FROM paper_batches b `

// NewPaperBatch says what forms to make.
type NewPaperBatch struct {
	TouchpointID int64  `json:"touchpointId" validate:"omitempty,min=1"`                // of one badge or place; or
	DepartmentID int64  `json:"departmentId" validate:"omitempty,min=1"`                // of everybody and every place in it, and below
	Each         int    `json:"each"         validate:"required,min=1,max=600"`         // forms of each
	Layout       string `json:"layout"       validate:"required,oneof=forms-2 forms-4"` // to a sheet of A4
}

// CreatePaperBatch makes the numbers of forms to print.
func (s *Service) CreatePaperBatch(ctx context.Context, actor accounts.Actor, in NewPaperBatch) (PaperBatch, error) {
	if (in.TouchpointID == 0) == (in.DepartmentID == 0) {
		return PaperBatch{}, fault.Field("departmentId", "name a department or a code")
	}
	day, err := s.today(ctx)
	if err != nil {
		return PaperBatch{}, err
	}
	found, err := s.aboutWhom(ctx, actor.Reach, in, day)
	if err != nil {
		return PaperBatch{}, err
	}
	if len(found) == 0 {
		return PaperBatch{}, fault.Errorf(fault.NotFound, "there is no code to print forms for; issue some first")
	}
	if n := len(found) * in.Each; n > mostForms {
		return PaperBatch{}, fault.Field("each", "%d forms are too many for one batch; at most %d", n, mostForms)
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (PaperBatch, error) { return s.insertPaperBatch(ctx, tx, actor, in, found) })
}

// aboutWhom returns the codes that forms are made for: the newest of each person's.
func (s *Service) aboutWhom(ctx context.Context, reach accounts.Reach, in NewPaperBatch, day worktime.Day) (ids []int64, err error) {
	err = s.DB.SelectContext(ctx, &ids, people.Below("$5")+`
		SELECT t.id FROM touchpoints t LEFT JOIN employees e ON e.id = t.employee_id
		WHERE `+reachable+` AND t.revoked_at IS NULL AND ($6 = 0 OR t.id = $6)
		  AND coalesce(e.left_on, 'infinity') > $4
		  AND ($5::bigint = 0 OR t.employee_id IS NULL AND t.department_id IN (SELECT id FROM below)
		       OR EXISTS (SELECT FROM postings p WHERE p.employee_id = t.employee_id AND p.department_id IN (SELECT id FROM below)
		                  AND p.from_day <= $4 AND coalesce(p.to_day, 'infinity') > $4))
		  AND NOT EXISTS (SELECT FROM touchpoints n WHERE n.employee_id = t.employee_id AND n.id > t.id AND n.revoked_at IS NULL)
		ORDER BY t.employee_id NULLS FIRST, t.id LIMIT $7`,
		reach.Hospital, pq.Array(reach.Departments), int64(0), day, in.DepartmentID, in.TouchpointID, mostForms+1)
	if err != nil {
		return nil, fmt.Errorf("find whom forms are about: %w", err)
	}
	return ids, nil
}

func (s *Service) insertPaperBatch(ctx context.Context, tx *sqlx.Tx, actor accounts.Actor, in NewPaperBatch, found []int64) (PaperBatch, error) {
	var id int64
	if err := tx.GetContext(ctx, &id, `
		INSERT INTO paper_batches (department_id, layout, forms, printed_at, printed_by)
		VALUES (nullif($1, 0), $2, $3, $4, nullif($5, 0)) RETURNING id`,
		in.DepartmentID, in.Layout, len(found)*in.Each, s.Now(), actor.AccountID); err != nil {
		return PaperBatch{}, fmt.Errorf("insert a batch of forms: %w", err)
	}
	var left []int64
	for _, t := range found {
		for range in.Each {
			left = append(left, t)
		}
	}
	for len(left) > 0 { // of a hundred million numbers, one may be taken
		numbers := make([]int64, len(left))
		for i := range numbers {
			numbers[i] = newFormNumber()
		}
		var done []int64
		if err := tx.SelectContext(ctx, &done, `
			INSERT INTO paper_forms (number, batch_id, touchpoint_id)
			SELECT number, $3, touchpoint FROM unnest($1::bigint[], $2::bigint[]) AS n (number, touchpoint)
			ON CONFLICT DO NOTHING RETURNING touchpoint_id`, pq.Array(numbers), pq.Array(left), id); err != nil {
			return PaperBatch{}, fmt.Errorf("insert %d forms: %w", len(left), err)
		}
		made := map[int64]int{}
		for _, t := range done {
			made[t]++
		}
		var rest []int64
		for _, t := range left {
			if made[t]--; made[t] < 0 {
				rest = append(rest, t)
			}
		}
		left = rest
	}
	return PaperBatch{ID: id, DepartmentID: in.DepartmentID, Layout: in.Layout, Forms: len(found) * in.Each, PrintedAt: s.Now()},
		journal.Record(ctx, tx, actor.AccountID, s.Now(), journal.Entry{Action: "print", Object: "paper-batch", ObjectID: id, After: in})
}

// newFormNumber returns ten digits by chance, the last two of which check the others
// (ISO 7064, MOD 97-10): no wrong digit and no two that are swapped pass.
func newFormNumber() int64 {
	var b [8]byte
	rand.Read(b[:])
	n := int64(10_000_000+binary.BigEndian.Uint64(b[:])%90_000_000) * 100
	return n + 98 - n%97
}

// ParseFormNumber reads a form's number.
func ParseFormNumber(digits string) (int64, bool) {
	n, err := strconv.ParseInt(digits, 10, 64)
	return n, err == nil && len(digits) == 10 && n%97 == 1
}

// ListPaperBatches lists batches, the newest first.
type ListPaperBatches struct {
	Before int64 `query:"before" validate:"omitempty,min=1"`
	Limit  int   `query:"limit"  validate:"omitempty,min=1,max=200"`
}

// paperReach says which batches an actor may see, as b with $1 and $2.
const paperReach = `($1 OR NOT EXISTS (SELECT FROM paper_forms f JOIN touchpoints t ON t.id = f.touchpoint_id WHERE f.batch_id = b.id
	AND NOT (t.employee_id IS NULL AND t.department_id = ANY($2)
		OR EXISTS (SELECT FROM postings p WHERE p.employee_id = t.employee_id AND p.department_id = ANY($2)))))`

// ListPaperBatches lists the batches whose forms are all within reach.
func (s *Service) ListPaperBatches(ctx context.Context, actor accounts.Actor, in ListPaperBatches) ([]PaperBatch, error) {
	if in.Limit == 0 {
		in.Limit = 50
	}
	list := []PaperBatch{}
	err := s.DB.SelectContext(ctx, &list, selectPaperBatch+`WHERE `+paperReach+` AND ($3 = 0 OR b.id < $3) ORDER BY b.id DESC LIMIT $4`,
		actor.Reach.Hospital, pq.Array(actor.Reach.Departments), in.Before, in.Limit)
	if err != nil {
		return nil, fmt.Errorf("list batches of forms: %w", err)
	}
	return list, nil
}

// ChooseBatch names a batch.
type ChooseBatch struct {
	ID int64 `params:"id" validate:"required,min=1"`
}

// FormState is a form, and whether it has come back.
type FormState struct {
	Number  int64 `json:"number"  db:"number"`
	Entered bool  `json:"entered" db:"entered"`
}

// ListPaperForms lists the forms of a batch.
func (s *Service) ListPaperForms(ctx context.Context, actor accounts.Actor, in ChooseBatch) ([]FormState, error) {
	list := []FormState{}
	err := s.DB.SelectContext(ctx, &list, `
		SELECT f.number, EXISTS (SELECT FROM paper_entries e WHERE e.number = f.number AND e.undone_at IS NULL) AS entered
		FROM paper_batches b JOIN paper_forms f ON f.batch_id = b.id
		WHERE `+paperReach+` AND b.id = $3 ORDER BY f.number`, actor.Reach.Hospital, pq.Array(actor.Reach.Departments), in.ID)
	if err != nil {
		return nil, fmt.Errorf("forms of batch %d: %w", in.ID, err)
	}
	if len(list) == 0 { // no batch is without forms
		return nil, fault.Errorf(fault.NotFound, "no such batch of forms")
	}
	return list, nil
}

// PrintableForm is a form with what is printed on it.
type PrintableForm struct {
	Number int64 `db:"number"`
	Printable
}

// PaperForms returns the forms of a batch, to print, in the order of whom they are about.
func (s *Service) PaperForms(ctx context.Context, actor accounts.Actor, in ChooseBatch) (b PaperBatch, list []PrintableForm, err error) {
	day, err := s.today(ctx)
	if err != nil {
		return b, nil, err
	}
	err = s.DB.GetContext(ctx, &b, selectPaperBatch+`WHERE `+paperReach+` AND b.id = $3`, actor.Reach.Hospital, pq.Array(actor.Reach.Departments), in.ID)
	if errors.Is(err, sql.ErrNoRows) {
		return b, nil, fault.Errorf(fault.NotFound, "no such batch of forms")
	}
	if err != nil {
		return b, nil, fmt.Errorf("batch %d of forms: %w", in.ID, err)
	}
	err = s.DB.SelectContext(ctx, &list, `
		SELECT f.number, t.id, '' AS code, coalesce(e.name, '') AS name, t.label, o.name AS post, d.name AS department
		FROM paper_forms f JOIN touchpoints t ON t.id = f.touchpoint_id
		LEFT JOIN employees e ON e.id = t.employee_id
		LEFT JOIN LATERAL (SELECT p.post_id, p.department_id FROM postings p
			WHERE p.employee_id = t.employee_id AND p.from_day <= $2
			ORDER BY p.from_day DESC, p.id LIMIT 1) p ON true
		LEFT JOIN posts o ON o.id = p.post_id
		JOIN departments d ON d.id = coalesce(p.department_id, t.department_id)
		WHERE f.batch_id = $1 ORDER BY t.employee_id NULLS FIRST, t.id, f.number`, in.ID, day)
	if err != nil {
		return b, nil, fmt.Errorf("forms of batch %d: %w", in.ID, err)
	}
	return b, list, nil
}
