package audits

import (
	"bytes"
	"context"
	"encoding/hex"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
)

// Log records a spot check of somebody else within the actor's reach.
//
// Sent again with the same key and content, it answers with the check that is
// stored; with the same key and other content, it is a Conflict. The standards
// and the posting are those of the day of the observation, however late the
// phone finds a network; after 90 days it is too late. What is refused has one
// of the Reasons.
func (s *Service) Log(ctx context.Context, actor accounts.Actor, in NewSpotCheck) (SpotCheck, error) {
	if err := onRoster(actor); err != nil {
		return SpotCheck{}, err
	}
	if actor.Is(in.EmployeeID) {
		return SpotCheck{}, fault.Because(ReasonSelf, fault.Errorf(fault.Forbidden, "nobody observes themselves"))
	}
	in = in.tidied()
	hash, err := in.hash()
	if err != nil {
		return SpotCheck{}, err
	}
	check, err := database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (SpotCheck, error) {
		if before, err := sentBefore(ctx, tx, actor.EmployeeID, in.Key); err != nil || before.ID != 0 {
			return before.answer(ctx, tx, hash, err)
		}
		r, err := s.examine(ctx, tx, actor, in)
		if err != nil {
			return SpotCheck{}, err
		}
		r.hash = hash
		id, err := insert(ctx, tx, r)
		if err != nil {
			return SpotCheck{}, err
		}
		if id == 0 { // the same key was committed while this one was examined
			before, err := sentBefore(ctx, tx, actor.EmployeeID, in.Key)
			return before.answer(ctx, tx, hash, err)
		}
		if err := insertFindings(ctx, tx, id, in.Findings, r.standards); err != nil {
			return SpotCheck{}, err
		}
		check, err := read(ctx, tx, id)
		if err != nil {
			return SpotCheck{}, err
		}
		return check, journal.Record(ctx, tx, actor.AccountID, s.Now(), journal.Entry{
			Action: "log", Object: "spot-check", ObjectID: id, After: logged{check.Key, check.EmployeeID, hex.EncodeToString(hash)},
		})
	})
	check.allow(actor, s.Now())
	return check, err
}

// logged is what the journal keeps of a spot check: enough to prove which one
// it was, and no word of what was seen of whom.
type logged struct {
	Key         string `json:"key"`
	EmployeeID  int64  `json:"employeeId"`
	ContentHash string `json:"contentHash"`
}

// record is a spot check that may be stored.
type record struct {
	NewSpotCheck
	hash              []byte
	observer          int64
	posting           people.Posting
	outside           bool
	started, finished time.Time
	recorded          time.Time
	standards         []*standard // of each finding
}

// examine decides whether in may be stored, and with what.
func (s *Service) examine(ctx context.Context, tx *sqlx.Tx, actor accounts.Actor, in NewSpotCheck) (r record, err error) {
	now := s.Now().UTC().Truncate(time.Microsecond)
	r = record{NewSpotCheck: in, observer: actor.EmployeeID, recorded: now}
	r.started, r.finished = in.times(now)
	var wrong problems
	wrong.checkTimes(r.started, r.finished, now)
	if !storable(in.Place) {
		wrong.add(ReasonInvalid, "place", "not a text")
	}
	if err := wrong.fault(); err != nil {
		return record{}, err
	}
	zone, err := people.Location(ctx, tx)
	if err != nil {
		return record{}, err
	}
	day := worktime.DayOf(r.started, zone)
	if r.posting, err = postingOn(ctx, tx, actor.Reach, in, day); err != nil {
		return record{}, err
	}
	if r.outside, err = isOutside(ctx, tx, actor.EmployeeID, r.posting.DepartmentID, day); err != nil {
		return record{}, err
	}
	if r.standards, err = inForce(ctx, tx, in.Findings, day); err != nil {
		return record{}, err
	}
	wrong.checkFindings(in.Findings, r.standards, string(day))
	return r, wrong.fault()
}

// sent is a check that is stored under the key of another.
type sent struct {
	ID   int64  `db:"id"`
	Hash []byte `db:"content_hash"`
}

// answer returns the stored check, if it is the one that was sent again.
func (b sent) answer(ctx context.Context, tx *sqlx.Tx, hash []byte, err error) (SpotCheck, error) {
	if err != nil {
		return SpotCheck{}, err
	}
	if !bytes.Equal(b.Hash, hash) {
		return SpotCheck{}, fault.Because(ReasonSentBefore, fault.Errorf(fault.Conflict,
			"this check has been sent before with other content; nothing was changed"))
	}
	return read(ctx, tx, b.ID)
}
