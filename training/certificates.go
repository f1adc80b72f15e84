package training

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
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
)

// soon is how many days before its last one a certificate is expiring, and its
// holder is reminded for the first time.
const soon = 90

// Certificate is one that somebody holds, or says so.
type Certificate struct {
	ID          int64           `json:"id"                    db:"id"`
	KindID      int64           `json:"kindId"                db:"kind_id"`
	Kind        texts.Localized `json:"kind"                  db:"kind"`
	EmployeeID  int64           `json:"employeeId"            db:"employee_id"`
	Name        string          `json:"name"                  db:"name"` // the holder's
	Number      string          `json:"number"                db:"number"`
	IssuedOn    worktime.Day    `json:"issuedOn"              db:"issued_on"`
	ValidUntil  worktime.Day    `json:"validUntil,omitempty"  db:"valid_until"` // the last day; "": for ever
	UploadID    string          `json:"uploadId,omitempty"    db:"upload_id"`
	Status      string          `json:"status"                db:"status"`  // submitted, withdrawn, confirmed, refused or revoked
	State       string          `json:"state"                 db:"state"`   // of a confirmed one today: valid, expiring or expired; otherwise ""
	Renewed     bool            `json:"renewed"               db:"renewed"` // there is a confirmed one that holds for longer
	SubmittedAt time.Time       `json:"submittedAt"           db:"submitted_at"`
	DecidedAt   *time.Time      `json:"decidedAt,omitempty"   db:"decided_at"`
	Words       string          `json:"words,omitempty"       db:"words"` // why it was refused or revoked
	SubmittedBy int64           `json:"-"                     db:"submitted_by"`
}

// selectCertificate reads certificates as c, as they are on the day $1, of
// employees e.
const selectCertificate = `
	SELECT c.id, c.kind_id, k.name AS kind, c.employee_id, e.name, c.number, c.issued_on, c.valid_until,
	       coalesce(c.upload_id::text, '') AS upload_id, c.status, c.submitted_at, c.decided_at, c.words,
	       coalesce(c.submitted_by, 0) AS submitted_by,
	       CASE WHEN c.status <> 'confirmed' THEN '' WHEN c.valid_until < $1 THEN 'expired'
	            WHEN c.valid_until <= $1::date + $2::int THEN 'expiring' ELSE 'valid' END AS state,
	       c.status = 'confirmed' AND c.valid_until IS NOT NULL AND EXISTS (SELECT FROM certificates r
	            WHERE r.kind_id = c.kind_id AND r.employee_id = c.employee_id AND r.status = 'confirmed'
	              AND coalesce(r.valid_until, 'infinity') > c.valid_until) AS renewed
	FROM certificates c JOIN certificate_kinds k ON k.id = c.kind_id JOIN employees e ON e.id = c.employee_id `

// ListCertificates narrows a list of certificates.
type ListCertificates struct {
	EmployeeID   int64  `query:"employeeId"   validate:"min=0"`
	DepartmentID int64  `query:"departmentId" validate:"min=0"` // and all below it
	KindID       int64  `query:"kindId"       validate:"min=0"`
	Status       string `query:"status"       validate:"omitempty,oneof=submitted withdrawn confirmed refused revoked"`
	State        string `query:"state"        validate:"omitempty,oneof=valid expiring expired"` // of those that have not been renewed
	After        int64  `query:"after"        validate:"min=0"`
	Limit        int    `query:"limit"        validate:"min=0,max=200"`
}

// ListCertificates returns certificates of people within reach, in the order of
// their ids, 50 unless told otherwise.
func (s *Service) ListCertificates(ctx context.Context, actor accounts.Actor, in ListCertificates) ([]Certificate, error) {
	today, err := people.LocalDay(ctx, s.DB, s.now())
	if err != nil {
		return nil, err
	}
	if in.Limit == 0 {
		in.Limit = 50
	}
	list := []Certificate{}
	err = s.DB.SelectContext(ctx, &list, people.Below("$7")+`SELECT * FROM (`+selectCertificate+`
		WHERE ($3 OR e.id = $5 OR e.id IN (SELECT p.employee_id FROM postings p WHERE p.department_id = ANY($4)
		           AND p.from_day <= $1 AND (p.to_day IS NULL OR p.to_day > $1)))
		  AND ($6 = 0 OR e.id = $6)
		  AND ($7::bigint = 0 OR e.id IN (SELECT p.employee_id FROM postings p WHERE p.department_id IN (SELECT id FROM below)
		           AND p.from_day <= $1 AND (p.to_day IS NULL OR p.to_day > $1)))
		  AND ($8 = 0 OR c.kind_id = $8) AND ($9 = '' OR c.status = $9) AND c.id > $10) AS list
		WHERE ($11 = '' OR state = $11 AND NOT renewed)
		ORDER BY id LIMIT $12`,
		today, soon, actor.Reach.Hospital, pq.Array(actor.Reach.Departments), actor.Reach.EmployeeID,
		in.EmployeeID, in.DepartmentID, in.KindID, in.Status, in.After, in.State, in.Limit)
	if err != nil {
		return nil, fmt.Errorf("list certificates: %w", err)
	}
	return list, nil
}

// NewCertificate is what a person says of a certificate of theirs, or a trainer
// of somebody's.
type NewCertificate struct {
	EmployeeID int64        `json:"employeeId" validate:"min=0"` // 0: one's own
	KindID     int64        `json:"kindId"     validate:"required,min=1"`
	Number     string       `json:"number"     validate:"max=100"`
	IssuedOn   worktime.Day `json:"issuedOn"   validate:"required"`
	ValidUntil worktime.Day `json:"validUntil"`                           // the last day; "": as long as its kind usually does
	UploadID   string       `json:"uploadId"   validate:"omitempty,uuid"` // a file that the actor has handed in
}

// SubmitCertificate hands in one's own certificate, for somebody else to confirm.
func (s *Service) SubmitCertificate(ctx context.Context, actor accounts.Actor, in NewCertificate) (Certificate, error) {
	if actor.EmployeeID == 0 || in.EmployeeID != 0 && in.EmployeeID != actor.EmployeeID {
		return Certificate{}, fault.Field("employeeId", "hand in certificates of your own")
	}
	in.EmployeeID = actor.EmployeeID
	return s.addCertificate(ctx, actor, in, "submitted")
}

// RecordCertificate stores a certificate that the actor has seen, of somebody else
// within reach. It is confirmed with that.
func (s *Service) RecordCertificate(ctx context.Context, actor accounts.Actor, in NewCertificate) (Certificate, error) {
	if in.EmployeeID == 0 || actor.Is(in.EmployeeID) {
		return Certificate{}, fault.Field("employeeId", "name somebody else: nobody confirms their own")
	}
	return s.addCertificate(ctx, actor, in, "confirmed")
}

func (s *Service) addCertificate(ctx context.Context, actor accounts.Actor, in NewCertificate, status string) (Certificate, error) {
	today, err := people.LocalDay(ctx, s.DB, s.now())
	if err != nil {
		return Certificate{}, err
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (Certificate, error) {
		if err := s.checkCertificate(ctx, tx, actor, &in, today); err != nil {
			return Certificate{}, err
		}
		var id int64
		now := s.now()
		err := tx.GetContext(ctx, &id, `
			INSERT INTO certificates (kind_id, employee_id, number, issued_on, valid_until, upload_id, status, submitted_by, submitted_at, decided_by, decided_at)
			VALUES ($1, $2, $3, $4, nullif($5, '')::date, nullif($6, '')::uuid, $7, nullif($8::bigint, 0), $9,
			        CASE $7 WHEN 'confirmed' THEN nullif($8::bigint, 0) END, CASE $7 WHEN 'confirmed' THEN $9::timestamptz END)
			RETURNING id`,
			in.KindID, in.EmployeeID, in.Number, in.IssuedOn, string(in.ValidUntil), in.UploadID, status, actor.AccountID, now)
		switch {
		case database.Violates(err, "certificates_once"):
			return Certificate{}, fault.Errorf(fault.Conflict, "this certificate of %s is known already", in.IssuedOn)
		case err != nil:
			return Certificate{}, fmt.Errorf("insert certificate: %w", err)
		}
		c, err := certificate(ctx, tx, id, today)
		if err != nil {
			return Certificate{}, err
		}
		return c, journal.Record(ctx, tx, actor.AccountID, now, journal.Entry{
			Action: map[string]string{"submitted": "submit", "confirmed": "record"}[status], Object: "certificate", ObjectID: id, After: c.journalled(),
		})
	})
}

// checkCertificate refuses what can't be true, and fills in how long a
// certificate holds where nobody said.
func (s *Service) checkCertificate(ctx context.Context, tx *sqlx.Tx, actor accounts.Actor, in *NewCertificate, today worktime.Day) error {
	k, err := kind(ctx, tx, in.KindID, `FOR SHARE`)
	if err != nil {
		return err
	}
	if k.RetiredAt != nil {
		return fault.Field("kindId", "certificates of this kind are no longer taken")
	}
	if err := in.IssuedOn.Validate(); err != nil || in.IssuedOn > today {
		return fault.Field("issuedOn", "give a day up to today, as 2026-01-31")
	}
	switch {
	case in.ValidUntil != "":
		if err := in.ValidUntil.Validate(); err != nil || in.ValidUntil < in.IssuedOn {
			return fault.Field("validUntil", "give the last day on which it holds, not before it was issued")
		}
	case k.Months > 0:
		in.ValidUntil = addMonths(in.IssuedOn, k.Months).AddDays(-1)
	}
	var ok bool
	if err := tx.GetContext(ctx, &ok, `
		SELECT EXISTS (SELECT FROM employees e WHERE e.id = $1 AND ($2 OR e.id = $4 OR e.id IN (
			SELECT p.employee_id FROM postings p WHERE p.department_id = ANY($3) AND p.from_day <= $5 AND (p.to_day IS NULL OR p.to_day > $5))))`,
		in.EmployeeID, actor.Reach.Hospital, pq.Array(actor.Reach.Departments), actor.Reach.EmployeeID, today); err != nil {
		return fmt.Errorf("look for employee %d: %w", in.EmployeeID, err)
	}
	if !ok {
		return fault.Field("employeeId", "no such employee")
	}
	if in.UploadID == "" {
		return nil
	}
	if err := tx.GetContext(ctx, &ok, `
		SELECT EXISTS (SELECT FROM uploads WHERE id = $1 AND uploaded_by IS NOT DISTINCT FROM nullif($2::bigint, 0))`, in.UploadID, actor.AccountID); err != nil {
		return fmt.Errorf("look for upload: %w", err)
	}
	if !ok {
		return fault.Field("uploadId", "there is no such file of yours")
	}
	return nil
}

// addMonths returns the same day some months later, or the last of a month that
// is too short.
func addMonths(d worktime.Day, n int) worktime.Day {
	first := worktime.Date(d.Year(), d.Month()+time.Month(n), 1)
	last := worktime.Date(d.Year(), d.Month()+time.Month(n+1), 1).AddDays(-1)
	return min(first.AddDays(d.Sub(worktime.Date(d.Year(), d.Month(), 1))), last)
}

func certificate(ctx context.Context, q sqlx.QueryerContext, id int64, today worktime.Day) (c Certificate, err error) {
	err = sqlx.GetContext(ctx, q, &c, selectCertificate+`WHERE c.id = $3`, today, soon, id)
	if errors.Is(err, sql.ErrNoRows) {
		return c, fault.Errorf(fault.NotFound, "there is no certificate %d", id)
	}
	if err != nil {
		return c, fmt.Errorf("read certificate %d: %w", id, err)
	}
	return c, nil
}

// journalled is what the journal keeps of a certificate: not the holder's name.
func (c Certificate) journalled() any {
	return struct {
		KindID     int64        `json:"kindId"`
		EmployeeID int64        `json:"employeeId"`
		Number     string       `json:"number,omitempty"`
		IssuedOn   worktime.Day `json:"issuedOn"`
		ValidUntil worktime.Day `json:"validUntil,omitempty"`
		UploadID   string       `json:"uploadId,omitempty"`
		Status     string       `json:"status"`
		Words      string       `json:"words,omitempty"`
	}{c.KindID, c.EmployeeID, c.Number, c.IssuedOn, c.ValidUntil, c.UploadID, c.Status, c.Words}
}
