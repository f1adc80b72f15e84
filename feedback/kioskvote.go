package feedback

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
)

// What is plausible at one tablet. Above it votes are set aside: it may be a queue of
// quick people, or one person with much time.
const (
	kioskPace   = 4 * time.Second // at least, between two
	kioskHourly = 60              // at most, in an hour of the clock
)

// kioskPatience is how old an answer may be that comes from a tablet without a network.
const kioskPatience = 31 * 24 * time.Hour

// served lists the people with these ids or, without any, those posted on a day in a
// department and below it.
func (s *Service) served(ctx context.Context, departmentID int64, day worktime.Day, ids []int64) ([]Served, error) {
	list := []Served{}
	err := s.DB.SelectContext(ctx, &list, people.Below("$1")+`
		SELECT e.id, '' AS code, e.name, e.latin_name, p.post
		FROM (SELECT DISTINCT ON (p.employee_id) p.employee_id, o.name AS post FROM postings p JOIN posts o ON o.id = p.post_id
		      WHERE p.from_day <= $2 AND coalesce(p.to_day, 'infinity') > $2
		        AND (p.employee_id = ANY($3) OR cardinality($3) = 0 AND p.department_id IN (SELECT id FROM below))
		      ORDER BY p.employee_id, p.department_id IN (SELECT id FROM below) DESC, p.from_day, p.id) p
		JOIN employees e ON e.id = p.employee_id AND coalesce(e.left_on, 'infinity') > $2
		ORDER BY e.name, e.id LIMIT $4`, departmentID, day, pq.Int64Array(ids), mostServed)
	if err != nil {
		return nil, fmt.Errorf("who serves in department %d: %w", departmentID, err)
	}
	return list, nil
}

// KioskVote is one person's turn at a tablet.
type KioskVote struct {
	Key        string        // by chance, of this turn; the same one again is the same vote
	EmployeeID int64         // 0: the place
	Score      int           // 1 to 5
	Tags       []string      //
	Language   string        // in which the page was read
	Age        time.Duration // since the tap, by the tablet's clock: what it shows does not matter
	Staff      Staff         // whoever is signed in in that browser
}

// VoteAtKiosk stores a vote once, however often it is sent. What a second sending
// adds are tags, if there were none. It is Unauthenticated if the token no longer
// holds; what will never be taken is Invalid or Gone.
func (s *Service) VoteAtKiosk(ctx context.Context, token string, in KioskVote) error {
	key := phoneOf(in.Key)
	switch {
	case key == nil:
		return fault.Field("k", "not a key of 16 bytes")
	case in.Score < 1 || in.Score > 5:
		return fault.Field("score", "choose one of the five answers")
	case texts.Name(in.Language) == "":
		return fault.Field("lang", "unknown language")
	}
	tags, _, _, err := s.checkRemark(NewRemark{Tags: in.Tags})
	if err != nil {
		return err
	}
	k, err := s.tablet(ctx, token)
	if err != nil {
		return err
	}
	r, err := s.kioskRow(ctx, k, key, in)
	if err != nil {
		return err
	}
	vote, err := database.InTx(ctx, s.DB, func(tx *sqlx.Tx) ([]byte, error) { return s.storeKioskVote(ctx, tx, k, key, r) })
	if err != nil || len(tags) == 0 {
		return err
	}
	return s.remarkOnce(ctx, [16]byte(vote), tags, "")
}

// kioskRow fills in what a vote at a tablet is stamped with, as of the tap.
func (s *Service) kioskRow(ctx context.Context, k tablet, key []byte, in KioskVote) (row, error) {
	age := max(0, in.Age)
	if age > kioskPatience {
		return row{}, fault.Errorf(fault.Gone, "this answer is too old")
	}
	loc, err := s.location(ctx)
	if err != nil {
		return row{}, err
	}
	at := s.Now().Add(-age)
	day := worktime.DayOf(at, loc)
	salt, err := s.salt(ctx, day)
	if err != nil {
		return row{}, err
	}
	b, err := s.kioskSubject(ctx, k, in.EmployeeID, day)
	if err != nil {
		return row{}, err
	}
	who := append([]byte(fmt.Sprintf("kiosk %d ", k.ID)), key...)
	return row{
		ballot: s.signer.ballot(who, day, b.identity(), salt), suspicion: in.Staff.suspicion(b),
		version: 1, subject: b, score: in.Score, language: in.Language, channel: "kiosk",
		shift: worktime.ShiftAt(at.In(loc)), at: at.UTC(),
	}, nil
}

// kioskSubject returns whom a vote at a tablet is about: its place, or somebody who
// works around it on that day. A tablet that falls into the wrong hands reaches
// nobody else.
func (s *Service) kioskSubject(ctx context.Context, k tablet, employeeID int64, day worktime.Day) (subject, error) {
	b := subject{touchpointID: k.TouchpointID, departmentID: k.DepartmentID, employeeID: employeeID, day: day}
	if employeeID == 0 {
		return b, nil
	}
	var here bool
	if err := s.DB.GetContext(ctx, &here, people.Below("$1")+`
		SELECT EXISTS (SELECT FROM postings p WHERE p.employee_id = $2 AND p.department_id IN (SELECT id FROM below)
				AND p.from_day <= $3 AND coalesce(p.to_day, 'infinity') > $3)
			OR EXISTS (SELECT FROM duties d WHERE d.employee_id = $2 AND d.department_id IN (SELECT id FROM below)
				AND d.day BETWEEN $3::date - 1 AND $3::date)`, k.DepartmentID, employeeID, day); err != nil {
		return subject{}, fmt.Errorf("whether employee %d works at kiosk %d: %w", employeeID, k.ID, err)
	}
	p, err := people.PostingOn(ctx, s.DB, employeeID, day, k.DepartmentID)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return subject{}, err
	}
	if err != nil || !here {
		return subject{}, fault.Errorf(fault.Gone, "this person does not work here on %s", day)
	}
	b.postingID, b.departmentID = p.ID, p.DepartmentID
	return b, nil
}

// storeKioskVote stores a vote unless it is stored already, and returns which it is.
// The lock makes the votes of one tablet wait for each other: its pace is judged by
// all of them.
func (s *Service) storeKioskVote(ctx context.Context, tx *sqlx.Tx, k tablet, key []byte, r row) ([]byte, error) {
	if _, err := tx.ExecContext(ctx, `SELECT FROM kiosks WHERE id = $1 FOR NO KEY UPDATE`, k.ID); err != nil {
		return nil, fmt.Errorf("lock kiosk %d: %w", k.ID, err)
	}
	var sent [][]byte
	if err := tx.SelectContext(ctx, &sent, `SELECT vote FROM kiosk_votes WHERE kiosk_id = $1 AND key = $2`, k.ID, key); err != nil {
		return nil, fmt.Errorf("what kiosk %d has sent: %w", k.ID, err)
	}
	if len(sent) > 0 {
		return sent[0], nil
	}
	hour := r.at.Truncate(time.Hour)
	var hasty bool
	if err := tx.GetContext(ctx, &hasty, `
		SELECT (SELECT count(*) FROM kiosk_votes WHERE kiosk_id = $1 AND hour = $2) >= $3
			OR EXISTS (SELECT FROM kiosk_votes WHERE kiosk_id = $1 AND hour BETWEEN $2 - interval '1 hour' AND $2 + interval '1 hour'
				AND tapped_at > $4 AND tapped_at < $5)`,
		k.ID, hour, kioskHourly, r.at.Add(-kioskPace), r.at.Add(kioskPace)); err != nil {
		return nil, fmt.Errorf("how fast kiosk %d is: %w", k.ID, err)
	}
	if hasty && r.suspicion == "" {
		r.suspicion = "kiosk"
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO kiosk_votes (kiosk_id, key, vote, hour, tapped_at) VALUES ($1, $2, $3, $4, $5)`,
		k.ID, key, r.vote[:], hour, r.at); err != nil {
		return nil, fmt.Errorf("note a vote of kiosk %d: %w", k.ID, err)
	}
	return r.vote[:], insertInTx(ctx, tx, r)
}

// insertInTx inserts one rating that must be new.
func insertInTx(ctx context.Context, tx *sqlx.Tx, r row) error {
	var c columns
	c.add(r)
	var votes [][]byte
	if err := tx.SelectContext(ctx, &votes, insertSQL, c.args()...); err != nil {
		return fmt.Errorf("insert a rating by %s: %w", r.channel, err)
	}
	if len(votes) == 0 {
		return errGone()
	}
	return nil
}

// remarkOnce adds tags and words to a vote that has none.
func (s *Service) remarkOnce(ctx context.Context, vote [16]byte, tags []string, words string) error {
	var has bool
	if err := s.DB.GetContext(ctx, &has, `SELECT EXISTS (SELECT FROM remarks WHERE vote = $1)`, vote[:]); err != nil {
		return fmt.Errorf("whether a vote has a remark: %w", err)
	}
	if has {
		return nil
	}
	return s.insertRemark(ctx, vote, 1, remark{tags: tags, words: words})
}
