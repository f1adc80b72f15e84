package training

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
)

// What becomes of a statement.
const (
	credited       = "credited"
	creditedBefore = "credited-before" // that course, in that year
	ignored        = "ignored"         // it completes nothing
	unmatched      = "unmatched"       // of an activity, or of somebody, that is not known
)

// State takes the statements of a learning system, all or none, credits the hours
// of those who are through with a course, and returns the statements' ids in their
// order. Sent again, they change nothing; with the same id and other content, they
// are a Conflict.
//
// A course is worth what the statement says it took, up to what the course is
// worth, or all of that if it does not say; once a year to each person.
func (s *Service) State(ctx context.Context, actor accounts.Actor, body []byte) ([]string, error) {
	list, err := parseStatements(body, s.now())
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(list))
	for i := range list {
		ids[i] = list[i].ID
	}
	slices.SortFunc(list, func(a, b stated) int { return strings.Compare(a.ID, b.ID) }) // or two requests might wait for each other
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) ([]string, error) {
		var fresh []stated
		for _, st := range list {
			isNew, err := s.note(ctx, tx, actor, st)
			if err != nil {
				return nil, err
			}
			if isNew {
				fresh = append(fresh, st)
			}
		}
		if len(fresh) == 0 {
			return ids, nil
		}
		outcomes, err := s.settle(ctx, tx, actor, fresh)
		if err != nil {
			return nil, err
		}
		return ids, journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: "state", Object: "xapi", After: outcomes,
		})
	})
}

// note stores a statement whose outcome is to be decided, unless it is stored.
func (s *Service) note(ctx context.Context, tx *sqlx.Tx, actor accounts.Actor, st stated) (isNew bool, err error) {
	done, err := tx.ExecContext(ctx, `
		INSERT INTO statements (id, content_hash, number, activity, verb, minutes, happened_at, stored_at, stored_by, outcome)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, nullif($9::bigint, 0), 'ignored') ON CONFLICT (id) DO NOTHING`,
		st.ID, st.hash, st.Actor.Account.Name, st.Object.ID, st.Verb.ID, st.minutes, st.at, s.now(), actor.AccountID)
	if err != nil {
		return false, fmt.Errorf("store statement %s: %w", st.ID, err)
	}
	if n, err := done.RowsAffected(); err != nil || n == 1 {
		return n == 1, err
	}
	var stored []byte
	if err := tx.GetContext(ctx, &stored, `SELECT content_hash FROM statements WHERE id = $1`, st.ID); err != nil {
		return false, fmt.Errorf("statement %s: %w", st.ID, err)
	}
	if !bytes.Equal(stored, st.hash) {
		return false, fault.Errorf(fault.Conflict, "the statement %s has been sent before with other content; nothing was changed", st.ID)
	}
	return false, nil
}

// settle decides what becomes of statements, and counts that.
func (s *Service) settle(ctx context.Context, tx *sqlx.Tx, actor accounts.Actor, list []stated) (map[string]int, error) {
	loc, err := people.Location(ctx, tx)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(list, func(a, b stated) int { // two requests that credit the same people do so in the same order
		return cmp.Or(strings.Compare(a.Actor.Account.Name, b.Actor.Account.Name), strings.Compare(a.Object.ID, b.Object.ID), a.at.Compare(b.at))
	})
	outcomes := map[string]int{}
	for _, st := range list {
		outcome, reason, err := s.outcome(ctx, tx, actor, st, loc)
		if err != nil {
			return nil, err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE statements SET outcome = $2, reason = $3 WHERE id = $1`, st.ID, outcome, reason); err != nil {
			return nil, fmt.Errorf("outcome of statement %s: %w", st.ID, err)
		}
		outcomes[outcome]++
	}
	return outcomes, nil
}

// outcome decides what becomes of a statement, and credits its hours if that is it.
func (s *Service) outcome(ctx context.Context, tx *sqlx.Tx, actor accounts.Actor, st stated, loc *time.Location) (outcome, reason string, err error) {
	if reason, ok := st.ends(); !ok {
		return ignored, reason, nil
	}
	var m struct {
		CourseID   sql.NullInt64 `db:"course_id"`
		EmployeeID sql.NullInt64 `db:"employee_id"`
	}
	if err := tx.GetContext(ctx, &m, `
		SELECT (SELECT course_id FROM course_activities WHERE activity = $1) AS course_id, (SELECT id FROM employees WHERE number = $2) AS employee_id`,
		st.Object.ID, st.Actor.Account.Name); err != nil {
		return "", "", fmt.Errorf("match statement %s: %w", st.ID, err)
	}
	switch {
	case !m.CourseID.Valid:
		return unmatched, "no course is this activity", nil
	case !m.EmployeeID.Valid:
		return unmatched, "no employee has this number", nil
	case m.EmployeeID.Int64 == actor.EmployeeID:
		return "", "", fault.Errorf(fault.Forbidden, "nobody credits their own hours")
	}
	c, err := readCourse(ctx, tx, m.CourseID.Int64, "")
	if err != nil {
		return "", "", err
	}
	credit := earned{whatever: true, statement: st.ID, Credit: Credit{EmployeeID: m.EmployeeID.Int64, EarnedOn: worktime.DayOf(st.at, loc), Minutes: c.Minutes, Source: byStatement}}
	if st.minutes != nil {
		credit.Minutes = min(*st.minutes, c.Minutes)
	}
	if credit.Minutes == 0 {
		return ignored, "it took less than a minute", nil
	}
	switch _, isNew, err := s.creditCourse(ctx, tx, actor, c, credit); {
	case fault.Is(err, fault.NotFound):
		return unmatched, err.Error(), nil
	case err != nil:
		return "", "", err
	case !isNew:
		return creditedBefore, "", nil
	}
	return credited, "", nil
}

// creditCourse stores what somebody within reach earned of an online course.
func (s *Service) creditCourse(ctx context.Context, tx *sqlx.Tx, actor accounts.Actor, c Course, e earned) (Credit, bool, error) {
	p, err := postingWithin(ctx, tx, actor.Reach, e.EmployeeID, e.EarnedOn)
	if err != nil {
		return Credit{}, false, err
	}
	e.CourseID, e.PostingID, e.Purpose, e.CreditedAt = c.ID, p.ID, c.purpose(), s.now()
	e.by(actor)
	return store(ctx, tx, e)
}
