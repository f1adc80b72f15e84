package periods

import (
	"context"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
)

// Provisional is what a person's score would be if the month were over, or if
// it were computed again: their evidence as it is now, judged by parameters
// frozen before. Nobody is paid or ranked by it. As in a ScoreExplanation, the
// figures are absent where there are too few ratings for the reader.
type Provisional struct {
	Period      string      `json:"period"`
	Provisional bool        `json:"provisional"` // true, always
	AsOf        time.Time   `json:"asOf"`
	Parameters  Frozen      `json:"parameters"`
	Employee    Scored      `json:"employee"`
	Shown       bool        `json:"shown"`
	Score       *int        `json:"score,omitempty"`
	Low         *int        `json:"low,omitempty"` // 95 % interval
	High        *int        `json:"high,omitempty"`
	SD          *int        `json:"sd,omitempty"`
	Reliability *int        `json:"reliability,omitempty"` // ten-thousandths
	Established bool        `json:"established"`           // would be enough evidence to be paid by
	Lines       []Line      `json:"lines"`                 // sum to the score exactly
	Components  []Component `json:"components"`
	Gates       Gates       `json:"gates"`
}

// Frozen says which parameters a provisional score was judged by.
type Frozen struct {
	Period     string    `json:"period"     db:"period"`
	ComputedAt time.Time `json:"computedAt" db:"computed_at"`
}

// Provisional returns a person's provisional score in a month that runs, or in
// one that is over but not signed. A person out of the actor's reach is not
// found.
//
// It moves once a day at most, and counts ratings as a computation would (see
// settle): no two answers, nor an answer and a computation, differ by one to
// four ratings of a person in a post. Whoever asks, all get the same.
func (s *Service) Provisional(ctx context.Context, actor accounts.Actor, in AskScore) (Provisional, error) {
	p, err := period(ctx, s.DB, in.Name)
	if err != nil {
		return Provisional{}, err
	}
	if err := p.moving(); err != nil {
		return Provisional{}, err
	}
	free, err := s.refresh(ctx, actor, p, in)
	if err != nil {
		return Provisional{}, err
	}
	r, err := lastSnapshot(ctx, s.DB, p, actor.Reach, in.EmployeeID)
	switch {
	case err != nil:
		return Provisional{}, err
	case r == nil && !free:
		return Provisional{}, fault.Errorf(fault.Conflict, "%s is being computed; ask again in a minute", p.Name)
	case r == nil:
		return Provisional{}, noProvisional(p, in.EmployeeID)
	}
	out := Provisional{
		Period: p.Name, Provisional: true, AsOf: r.CheckedAt, Parameters: r.Parameters, Employee: r.Scored,
		Lines: []Line{}, Components: []Component{}, Gates: Gates{},
	}
	if !r.shownTo(actor) {
		return out, nil
	}
	out.Shown, out.Score, out.Low, out.High, out.SD, out.Reliability = true, &r.Score, &r.Low, &r.High, &r.SD, &r.Reliability
	out.Established, out.Lines, out.Gates = r.Established, r.Lines.Of, r.Gates
	o, err := s.reopen(ctx, basis{p.Name, p.Scheme.ID, r.ComputationID, r.Zone}, r.storedScore)
	if err != nil {
		return Provisional{}, err
	}
	out.Components, err = s.explained(ctx, o, r.storedScore)
	return out, err
}

// moving returns a Conflict unless the period's figures may still move.
func (p Period) moving() error {
	switch p.Status {
	case Signed, Closed:
		return fault.Errorf(fault.Conflict, "%s is %s: its figures are final", p.Name, p.Status)
	case Draft:
		return fault.Errorf(fault.Conflict, "%s has not been announced yet", p.Name)
	}
	return nil
}

func noProvisional(p Period, employee int64) error {
	return fault.Errorf(fault.NotFound, "there is no provisional score of employee %d in %s", employee, p.Name)
}

// refresh takes today's snapshot of a person's score, unless it was looked at
// today: who asks every minute must not learn when the fifth rating came. It
// reports false, and leaves the one before, while the period is computed: what
// is counted now could differ by a rating or two from what that counts.
func (s *Service) refresh(ctx context.Context, actor accounts.Actor, p Period, in AskScore) (free bool, err error) {
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (bool, error) {
		free, err := tryLock(ctx, tx, keepsFigures, wholeHospital, true)
		if err != nil || !free {
			return false, err
		}
		if err := reached(ctx, tx, p, actor.Reach, in.EmployeeID); err != nil {
			return false, err
		}
		loc, err := people.Location(ctx, tx)
		if err != nil {
			return false, err
		}
		today := worktime.DayOf(s.Now(), loc)
		if today < p.StartsOn {
			return false, fault.Errorf(fault.Conflict, "%s has not begun yet", p.Name)
		}
		last, err := lastSnapshot(ctx, tx, p, accounts.Reach{Hospital: true}, in.EmployeeID)
		if err != nil || last != nil && worktime.DayOf(last.CheckedAt, loc) >= today {
			return true, err
		}
		next, err := s.foresee(ctx, tx, p, in.EmployeeID)
		if err != nil {
			return true, err
		}
		if err := saveRecent(ctx, tx, p.ID, next.before); err != nil {
			return true, err
		}
		if last.same(next) {
			return true, last.confirm(ctx, tx, s.Now())
		}
		return true, next.insert(ctx, tx, p.ID, today, s.Now())
	})
}

// foresee works out a person's score from the newest parameters: the period's
// own or, before it was ever computed, those of the latest month before it.
// It is the arithmetic of a computation without its estimates.
func (s *Service) foresee(ctx context.Context, tx *sqlx.Tx, p Period, employeeID int64) (foreseen, error) {
	newest, err := newestParameters(ctx, tx, p)
	if err != nil {
		return foreseen{}, err
	}
	files, err := s.frozen.files(ctx, tx, newest.ID)
	if err != nil {
		return foreseen{}, err
	}
	in, err := s.read(ctx, tx, p, employee(employeeID))
	if err != nil {
		return foreseen{}, err
	}
	if len(in.roster) == 0 {
		return foreseen{}, noProvisional(p, employeeID)
	}
	found, err := in.score(files, in.roster[0], in.rows, in.before)
	return foreseen{person: found, computation: newest.ID, after: newest.after(p), zone: in.zone(), before: in.before}, err
}
