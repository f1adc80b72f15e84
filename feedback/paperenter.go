package feedback

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/internal/worktime"
)

const (
	checkOneOf  = 20             // forms is entered twice
	undoWithin  = time.Minute    // of entering
	smallTeam   = 12             // people who know each other
	paperOldest = 31             // days that a form may lie
	paperMidday = 12 * time.Hour // the time of day that a form says nothing about
	misread     = "these are not what was printed on a form of ours"
)

// EnterPaper is what somebody reads off a form.
type EnterPaper struct {
	Number string       `json:"number" validate:"required,max=20"`
	Score  int          `json:"score"  validate:"required,min=1,max=5"`
	Tags   []string     `json:"tags"   validate:"max=12,dive,max=60"`
	Words  string       `json:"words"  validate:"max=500"`
	On     worktime.Day `json:"on"` // when the patient was here; today unless given
}

// PaperEntry is what was entered.
type PaperEntry struct {
	ID        int64           `json:"id"        db:"id"`
	Number    int64           `json:"number"    db:"number"`
	Score     int             `json:"score"     db:"score"`
	Tags      pq.StringArray  `json:"tags"      db:"tags"`
	On        worktime.Day    `json:"on"        db:"served_on"`
	Again     bool            `json:"again"     db:"again"` // it compares with what somebody else has entered
	Check     bool            `json:"check"     db:"-"`     // somebody else has to enter it once more
	EnteredAt time.Time       `json:"enteredAt" db:"entered_at"`
	About     texts.Localized `json:"about"     db:"-"` // the place's name
	Name      string          `json:"name"      db:"-"` // the person's
	by        int64
	vote      [16]byte
	colleague bool
}

// paperForm is a form, and what it is about on a day.
type paperForm struct {
	number  int64
	subject subject
}

// FindForm returns whom or what a form is about, to whoever may enter it.
func (s *Service) FindForm(ctx context.Context, actor accounts.Actor, number string) (Subject, error) {
	day, err := s.today(ctx)
	if err != nil {
		return Subject{}, err
	}
	f, err := s.paperForm(ctx, actor, number, day)
	return f.subject.Subject, err
}

// paperForm finds a form. Whoever it is about may not enter it, and is told so.
func (s *Service) paperForm(ctx context.Context, actor accounts.Actor, digits string, day worktime.Day) (f paperForm, err error) {
	number, ok := ParseFormNumber(digits)
	if !ok {
		return f, fault.Field("number", "%s", misread)
	}
	var code string
	err = s.DB.GetContext(ctx, &code, `
		SELECT coalesce(n.code, t.code) FROM paper_forms f JOIN touchpoints t ON t.id = f.touchpoint_id
		LEFT JOIN LATERAL (SELECT code FROM touchpoints WHERE employee_id = t.employee_id AND revoked_at IS NULL ORDER BY id DESC LIMIT 1) n ON true
		WHERE f.number = $1`, number)
	if errors.Is(err, sql.ErrNoRows) {
		return f, fault.Errorf(fault.NotFound, "there is no form with this number")
	}
	if err != nil {
		return f, fmt.Errorf("look up form %d: %w", number, err)
	}
	f.number = number
	if f.subject, err = s.resolve(ctx, code, day); err != nil {
		return f, err
	}
	if actor.Is(f.subject.employeeID) {
		return f, fault.Errorf(fault.Forbidden, "this form is about you; somebody else enters it")
	}
	if !actor.Reach.Hospital && !slices.Contains(actor.Reach.Departments, f.subject.departmentID) {
		return f, fault.Errorf(fault.NotFound, "there is no form with this number")
	}
	return f, nil
}

// EnterPaper stores what a form says, once: the same again by the same person is the
// first answer. Some forms, which the number decides, are entered again by somebody
// else: that is compared, and stored no second time.
func (s *Service) EnterPaper(ctx context.Context, actor accounts.Actor, in EnterPaper) (PaperEntry, error) {
	tags, words, _, err := s.checkRemark(NewRemark{Tags: in.Tags, Words: in.Words})
	if err != nil {
		return PaperEntry{}, err
	}
	if in.Score < 1 || in.Score > 5 {
		return PaperEntry{}, fault.Field("score", "1 to 5")
	}
	today, err := s.today(ctx)
	if err != nil {
		return PaperEntry{}, err
	}
	if in.On == "" {
		in.On = today
	}
	if err := in.On.Validate(); err != nil || in.On > today || in.On < today.AddDays(-paperOldest) {
		return PaperEntry{}, fault.Field("on", "a day of the last month")
	}
	f, err := s.paperForm(ctx, actor, in.Number, in.On)
	if err != nil {
		return PaperEntry{}, err
	}
	entry := PaperEntry{Number: f.number, Score: in.Score, Tags: tags, On: in.On, Name: f.subject.Name, About: f.subject.Label}
	entry, err = database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (PaperEntry, error) { return s.storeEntry(ctx, tx, actor, f, entry) })
	if err != nil || entry.Again || len(tags) == 0 && words == "" {
		return entry, err
	}
	return entry, s.remarkOnce(ctx, entry.vote, tags, words)
}

// storeEntry decides whether this is the first entry of a form, the second, or one too
// many. The lock makes two people with the same form wait for each other.
func (s *Service) storeEntry(ctx context.Context, tx *sqlx.Tx, actor accounts.Actor, f paperForm, e PaperEntry) (PaperEntry, error) {
	if err := lockForm(ctx, tx, f.number); err != nil {
		return e, err
	}
	before, undone, err := entriesOf(ctx, tx, f.number)
	if err != nil {
		return e, err
	}
	for _, b := range before {
		if b.by == actor.AccountID && b.Score == e.Score && b.On == e.On && slices.Equal(b.Tags, e.Tags) {
			b.Name, b.About, b.Check = e.Name, e.About, !b.Again && s.checked(f.number)
			return b, nil
		}
		if b.by == actor.AccountID || b.Again || !s.checked(f.number) {
			return e, fault.Errorf(fault.Conflict, "this form was entered already")
		}
	}
	if e.colleague, err = colleague(ctx, tx, actor, f.subject); err != nil {
		return e, err
	}
	if len(before) == 1 {
		e.Again, e.vote = true, before[0].vote
		if before[0].Score != e.Score {
			if err := s.holdPaper(ctx, tx, e.vote, before[0].Score, e.Score); err != nil {
				return e, err
			}
		}
	} else {
		r, err := s.paperRow(ctx, f, e, undone)
		if err != nil {
			return e, err
		}
		if err := insertInTx(ctx, tx, r); err != nil {
			return e, err
		}
		e.vote, e.Check = r.vote, s.checked(f.number)
	}
	return s.insertEntry(ctx, tx, actor, e)
}

func (s *Service) insertEntry(ctx context.Context, tx *sqlx.Tx, actor accounts.Actor, e PaperEntry) (PaperEntry, error) {
	e.EnteredAt, e.by = s.Now(), actor.AccountID
	if err := tx.GetContext(ctx, &e.ID, `
		INSERT INTO paper_entries (number, again, vote, score, tags, served_on, colleague, entered_at, entered_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`,
		e.Number, e.Again, e.vote[:], e.Score, pq.StringArray(e.Tags), e.On, e.colleague, e.EnteredAt, actor.AccountID); err != nil {
		return e, fmt.Errorf("enter form %d: %w", e.Number, err)
	}
	return e, journal.Record(ctx, tx, actor.AccountID, s.Now(), journal.Entry{
		Action: "enter", Object: "paper-form", ObjectID: e.ID, After: map[string]any{"number": e.Number, "again": e.Again, "colleague": e.colleague},
	})
}

// checked tells whether a form is entered twice. A key decides, so that nobody knows
// before they have entered it.
func (s *Service) checked(number int64) bool {
	hash := s.Keys.MAC("paper check")(binary.BigEndian.AppendUint64(nil, uint64(number)))
	return binary.BigEndian.Uint64(hash)%checkOneOf == 0
}

// paperRow fills in what a form's rating is stamped with: the day is what is known.
func (s *Service) paperRow(ctx context.Context, f paperForm, e PaperEntry, undone int) (row, error) {
	loc, err := s.location(ctx)
	if err != nil {
		return row{}, err
	}
	salt, err := s.salt(ctx, e.On)
	if err != nil {
		return row{}, err
	}
	at := e.On.In(loc).Add(paperMidday)
	if now := s.Now(); at.After(now) {
		at = now
	}
	who := fmt.Appendf(nil, "paper %d %d", f.number, undone)
	return row{
		ballot: s.signer.ballot(who, e.On, f.subject.identity(), salt), version: 1, subject: f.subject, score: e.Score,
		language: f.subject.Language, channel: "paper", shift: worktime.ShiftAt(at.In(loc)), at: at.UTC(),
	}, nil
}

// colleague tells whether somebody who enters a form works in the same small team as
// whoever it is about.
func colleague(ctx context.Context, tx *sqlx.Tx, actor accounts.Actor, b subject) (is bool, err error) {
	if actor.EmployeeID == 0 || b.employeeID == 0 {
		return false, nil
	}
	err = tx.GetContext(ctx, &is, `
		SELECT EXISTS (SELECT FROM postings WHERE employee_id = $1 AND department_id = $2 AND from_day <= $3 AND coalesce(to_day, 'infinity') > $3)
			AND (SELECT count(DISTINCT employee_id) FROM postings WHERE department_id = $2 AND from_day <= $3 AND coalesce(to_day, 'infinity') > $3) <= $4`,
		actor.EmployeeID, b.departmentID, b.day, smallTeam)
	if err != nil {
		return false, fmt.Errorf("whether %d works in department %d: %w", actor.EmployeeID, b.departmentID, err)
	}
	return is, nil
}
