package training

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
)

// UnmatchedActivity is an activity of a learning system with statements that could
// not be credited yet.
type UnmatchedActivity struct {
	Activity   string    `json:"activity"           db:"activity"`
	CourseID   int64     `json:"courseId,omitempty" db:"course_id"` // if it is known: then it is the people who are not
	Reason     string    `json:"reason"             db:"reason"`    // of one of them
	Statements int       `json:"statements"         db:"statements"`
	People     int       `json:"people"             db:"people"`
	Latest     time.Time `json:"latest"             db:"latest"`
}

// ListUnmatched pages through activities.
type ListUnmatched struct {
	After string `query:"after" validate:"max=500"` // the last activity of the page before
	Limit int    `query:"limit" validate:"min=0,max=200"`
}

// ListUnmatched returns the activities with statements that could not be credited,
// in their order, 50 unless told otherwise.
func (s *Service) ListUnmatched(ctx context.Context, _ accounts.Actor, in ListUnmatched) ([]UnmatchedActivity, error) {
	if in.Limit == 0 {
		in.Limit = 50
	}
	list := []UnmatchedActivity{}
	err := s.DB.SelectContext(ctx, &list, `
		SELECT u.activity, coalesce(max(a.course_id), 0) AS course_id, max(u.reason) AS reason,
			count(*) AS statements, count(DISTINCT u.number) AS people, max(u.happened_at) AS latest
		FROM statements u LEFT JOIN course_activities a ON a.activity = u.activity
		WHERE u.outcome = 'unmatched' AND u.activity > $1
		GROUP BY u.activity ORDER BY u.activity LIMIT $2`, in.After, in.Limit)
	if err != nil {
		return nil, fmt.Errorf("list unmatched activities: %w", err)
	}
	return list, nil
}

// MapActivity says which course an activity of a learning system is.
type MapActivity struct {
	CourseID int64  `params:"id"     json:"-" validate:"required"`
	Activity string `json:"activity" validate:"required,max=500"`
}

// MappedActivity says so, and what became of the statements that waited for it.
type MappedActivity struct {
	CourseID int64          `json:"courseId"`
	Activity string         `json:"activity"`
	Outcomes map[string]int `json:"outcomes"` // how many were credited, credited-before, ignored or stay unmatched
}

// MapActivity makes an activity an online course from now on, and credits the
// statements that waited for that. Done again, it tries those that are left, such
// as of people who have been put on the roster since. Hours that were credited
// while it was another course stay until they are voided.
func (s *Service) MapActivity(ctx context.Context, actor accounts.Actor, in MapActivity) (MappedActivity, error) {
	if err := everywhere(actor, "courses"); err != nil {
		return MappedActivity{}, err
	}
	if in.Activity = strings.TrimSpace(in.Activity); in.Activity == "" {
		return MappedActivity{}, fault.Field("activity", "required")
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (out MappedActivity, err error) {
		c, err := readCourse(ctx, tx, in.CourseID, "FOR SHARE")
		if err != nil {
			return out, err
		}
		if c.Mode != "online" {
			return out, fault.Errorf(fault.Conflict, "the course %s is not online: hours of it are credited by session", c.Code)
		}
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO course_activities (activity, course_id, mapped_by, mapped_at) VALUES ($1, $2, nullif($3::bigint, 0), $4)
			ON CONFLICT (activity) DO UPDATE SET course_id = $2, mapped_by = nullif($3::bigint, 0), mapped_at = $4`,
			in.Activity, c.ID, actor.AccountID, s.now()); err != nil {
			return out, fmt.Errorf("map activity: %w", err)
		}
		waiting, err := waitingFor(ctx, tx, in.Activity)
		if err != nil {
			return out, err
		}
		out = MappedActivity{CourseID: c.ID, Activity: in.Activity}
		// As the program: the learning system said who, the trainer only of what.
		if out.Outcomes, err = s.settle(ctx, tx, accounts.Program(), waiting); err != nil {
			return out, err
		}
		return out, journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: "map-activity", Object: "course", ObjectID: c.ID, After: out,
		})
	})
}

// mostWaiting is how many statements are settled at once; the next time, the rest.
const mostWaiting = 5000

// waitingFor returns the unmatched statements of an activity, the oldest first.
func waitingFor(ctx context.Context, tx *sqlx.Tx, activity string) ([]stated, error) {
	var rows []struct {
		ID         string    `db:"id"`
		Number     string    `db:"number"`
		Activity   string    `db:"activity"`
		Verb       string    `db:"verb"`
		Minutes    *int      `db:"minutes"`
		HappenedAt time.Time `db:"happened_at"`
	}
	if err := tx.SelectContext(ctx, &rows, `
		SELECT id, number, activity, verb, minutes, happened_at FROM statements
		WHERE activity = $1 AND outcome = 'unmatched' ORDER BY stored_at, id LIMIT $2 FOR UPDATE`, activity, mostWaiting); err != nil {
		return nil, fmt.Errorf("statements of %s: %w", activity, err)
	}
	list := make([]stated, len(rows))
	for i, r := range rows {
		st := &list[i]
		st.ID, st.minutes, st.at = r.ID, r.Minutes, r.HappenedAt
		st.Actor.Account.Name, st.Object.ID, st.Verb.ID = r.Number, r.Activity, r.Verb
	}
	return list, nil
}
