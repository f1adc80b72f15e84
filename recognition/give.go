package recognition

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
)

// NewRecognition is what somebody thanks a colleague for, as a phone sends it.
type NewRecognition struct {
	Key        string     `json:"key"        validate:"required,uuid"` // chosen by the phone; sending again changes nothing
	EmployeeID int64      `json:"employeeId" validate:"required,min=1"`
	Words      string     `json:"words"      validate:"required,max=500"`
	Standard   string     `json:"standard,omitempty" validate:"max=60"` // a code
	At         time.Time  `json:"at"         validate:"required"`       // by the phone's clock
	SentAt     *time.Time `json:"sentAt,omitempty"`                     // the phone's clock now: shows how far it is off
}

// The limits of what a phone's clock may say.
const (
	futureAllowed = 10 * time.Minute    // ahead of the server, once put right
	oldestAllowed = 90 * 24 * time.Hour // a phone may have been without a network for long
)

// Give thanks a colleague within the actor's reach, who sees from whom. Sent again
// with the same key and content, it answers with what is stored; with the same key
// and other content, it is a Conflict. What is refused has one of the Reasons.
func (s *Service) Give(ctx context.Context, actor accounts.Actor, in NewRecognition) (Recognition, error) {
	if actor.EmployeeID == 0 {
		return Recognition{}, fault.Because(ReasonNotOnRoster,
			fault.Errorf(fault.Forbidden, "only somebody on the roster can thank others; your account belongs to nobody there"))
	}
	if actor.Is(in.EmployeeID) {
		return Recognition{}, fault.Because(ReasonSelf, fault.Errorf(fault.Forbidden, "nobody thanks themselves"))
	}
	in = in.tidied()
	hash, err := in.hash()
	if err != nil {
		return Recognition{}, err
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (Recognition, error) {
		if r, found, err := sentBefore(ctx, tx, actor.EmployeeID, in.Key, hash); err != nil || found {
			return r, err
		}
		n, err := s.examine(ctx, tx, actor, in)
		if err != nil {
			return Recognition{}, err
		}
		n.hash = hash
		id, err := insert(ctx, tx, n)
		if err != nil {
			return Recognition{}, err
		}
		if id == 0 { // the same key was committed while this one was examined
			r, _, err := sentBefore(ctx, tx, actor.EmployeeID, in.Key, hash)
			return r, err
		}
		r, err := read(ctx, tx, id)
		if err != nil {
			return Recognition{}, err
		}
		return r, journal.Record(ctx, tx, actor.AccountID, n.recorded, journal.Entry{
			Action: "give", Object: "recognition", ObjectID: id,
			After: given{r.Key, r.EmployeeID, r.Words, r.Standard},
		})
	})
}

// given is what the journal keeps of thanks.
type given struct {
	Key        string `json:"key"`
	EmployeeID int64  `json:"employeeId"`
	Words      string `json:"words"`
	Standard   string `json:"standard,omitempty"`
}

// tidied returns in as it is stored and compared.
func (in NewRecognition) tidied() NewRecognition {
	in.Key = strings.ToLower(in.Key)
	in.Words, in.Standard = strings.TrimSpace(in.Words), strings.TrimSpace(in.Standard)
	in.At = in.At.UTC().Truncate(time.Microsecond)
	return in
}

// hash identifies what is said of whom, however often it is sent.
func (in NewRecognition) hash() ([]byte, error) {
	in.Key, in.SentAt = "", nil
	b, err := json.Marshal(in)
	if err != nil {
		return nil, fmt.Errorf("encode recognition: %w", err)
	}
	sum := sha256.Sum256(b)
	return sum[:], nil
}

// record is what may be stored.
type record struct {
	NewRecognition
	hash         []byte
	from         int64
	posting      people.Posting
	version      *int64 // of the standard
	at, recorded time.Time
}

// examine decides whether in may be stored, and with what.
func (s *Service) examine(ctx context.Context, tx *sqlx.Tx, actor accounts.Actor, in NewRecognition) (n record, err error) {
	now := s.Now().UTC().Truncate(time.Microsecond)
	n = record{NewRecognition: in, from: actor.EmployeeID, recorded: now, at: worktime.PutRight(in.At, in.SentAt, now)}
	switch {
	case in.Words == "" || !utf8.ValidString(in.Words) || strings.ContainsRune(in.Words, 0):
		return record{}, fault.Because(ReasonInvalid, fault.Field("words", "say what you thank them for"))
	case n.at.After(now.Add(futureAllowed)):
		return record{}, fault.Because(ReasonClockAhead, fault.Field("at", "lies in the future: is the phone's clock right?"))
	case n.at.Before(now.Add(-oldestAllowed)):
		return record{}, fault.Because(ReasonTooOld, fault.Field("at", "more than 90 days ago: too late to be entered"))
	}
	zone, err := people.Location(ctx, tx)
	if err != nil {
		return record{}, err
	}
	day := worktime.DayOf(n.at, zone)
	if n.posting, err = postingOn(ctx, tx, actor.Reach, in.EmployeeID, day); err != nil {
		return record{}, err
	}
	n.version, err = inForce(ctx, tx, in.Standard, day)
	return n, err
}

// stored is what is under a key already.
type stored struct {
	ID   int64  `db:"id"`
	Hash []byte `db:"content_hash"`
}

// answer returns what is stored, if it is what was sent again.
func (b stored) answer(ctx context.Context, tx *sqlx.Tx, hash []byte) (Recognition, error) {
	if !bytes.Equal(b.Hash, hash) {
		return Recognition{}, fault.Because(ReasonSentBefore,
			fault.Errorf(fault.Conflict, "these thanks have been sent before with other words; nothing was changed"))
	}
	return read(ctx, tx, b.ID)
}
