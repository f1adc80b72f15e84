package feedback

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/internal/worktime"
)

// NewRating is one tap on one of the five answers.
type NewRating struct {
	Code     string
	Key      string // the page's
	Device   string // the cookie; "" if the browser keeps none
	Network  string // the address it came from; "" is not limited
	Visit    string // the token that proves a visit; "": a code was scanned
	Staff    Staff  // whoever is signed in in that browser
	Score    int    // 1 very dissatisfied … 5 very satisfied
	Language string // in which the page was read
}

// Receipt says what is stored.
type Receipt struct {
	Key     string // opens the thank-you page
	Score   int
	Version int  // of the vote
	Again   bool // the phone had rated this subject today already
}

// mostVersions is how often a phone may change its mind in a day.
const mostVersions = 50

// Submit stores a rating and returns once it is durable. Taps that are
// repeated, on the same page or on another of the same day, are one vote; the
// last score counts.
//
// A page that is not ours or too old is fault.Invalid with the field "k". Why a
// token is not taken says [RefusalOf].
func (s *Service) Submit(ctx context.Context, in NewRating) (Receipt, error) {
	if err := s.taps.allow(in.Network, s.Now()); err != nil {
		return Receipt{}, err
	}
	if in.Score < 1 || in.Score > 5 {
		return Receipt{}, fault.Field("score", "choose one of the five answers")
	}
	if texts.Name(in.Language) == "" {
		return Receipt{}, fault.Field("lang", "unknown language")
	}
	r, err := s.ballotPaper(ctx, in)
	if err != nil {
		return Receipt{}, err
	}
	stored, err := s.writer.write(ctx, r)
	if err == nil && !stored {
		r, err = s.settle(ctx, r)
	}
	if err != nil {
		return Receipt{}, err
	}
	return Receipt{Key: in.Key, Score: in.Score, Version: r.version, Again: !stored}, nil
}

// Staff is who is signed in to Wardstar in the browser that votes. Its zero value
// is nobody.
type Staff struct {
	SignedIn   bool
	EmployeeID int64 // 0: an account of nobody on the roster
	Marked     bool  // somebody was within the last month, whoever it was
}

// suspicion is why a vote is set aside as it comes in: "" if it isn't.
func (f Staff) suspicion(b subject) string {
	switch {
	case !f.SignedIn && f.Marked:
		return "staff-device"
	case !f.SignedIn:
		return ""
	case f.EmployeeID != 0 && f.EmployeeID == b.employeeID:
		return "self"
	}
	return "staff"
}

// ballot says who votes about b: with a token the visit, otherwise the phone by
// the day on which the page was opened.
func (s *Service) ballot(ctx context.Context, b subject, key pageKey, device string, p *proof) (ballot, error) {
	loc, err := s.location(ctx)
	if err != nil {
		return ballot{}, err
	}
	day := worktime.DayOf(key.issued, loc)
	salt, err := s.salt(ctx, day)
	if err != nil {
		return ballot{}, err
	}
	paper := s.signer.ballot(s.signer.who(device, key), day, b.identity(), salt)
	if p == nil {
		return paper, nil
	}
	// Whoever has said it today without the token goes on with that vote.
	if last, err := s.lastVersion(ctx, paper.vote); err != nil || last.Version > 0 {
		return paper, err
	}
	if p.spender == nil { // the visit has no vote yet: none is stored under zeros
		return ballot{}, nil
	}
	if salt, err = s.salt(ctx, p.spentOn); err == nil {
		paper.visited(s.signer, p, b.identity(), salt)
	}
	return paper, err
}

// ballotPaper fills in everything a rating is stamped with: who voted by the
// day on which the page was opened, where and when by the moment of the tap.
func (s *Service) ballotPaper(ctx context.Context, in NewRating) (row, error) {
	b, err := s.find(ctx, in.Code)
	if err != nil {
		return row{}, err
	}
	loc, err := s.location(ctx)
	if err != nil {
		return row{}, err
	}
	p, err := s.proveAt(ctx, b, in.Visit, in.Network)
	if err != nil {
		return row{}, err
	}
	now := s.Now()
	key, err := s.signer.decode(in.Key, p.context(b.Code), now)
	if err != nil {
		return row{}, err
	}
	if err := s.spend(ctx, p, key, in.Device); err != nil {
		return row{}, err
	}
	paper, err := s.ballot(ctx, b, key, in.Device, p)
	if err != nil {
		return row{}, err
	}
	salt, err := s.salt(ctx, worktime.DayOf(now, loc))
	if err != nil {
		return row{}, err
	}
	channel, batch := p.channel()
	return row{
		ballot: paper, batch: batch, network: s.signer.from(s.networkToKeep(ctx, in.Network), salt), suspicion: in.Staff.suspicion(b),
		version: 1, subject: b, score: in.Score, language: in.Language, channel: channel,
		shift: worktime.ShiftAt(now.In(loc)), at: now.UTC(),
	}, nil
}

// settle stores a rating that is not the first of its vote, or whose subject
// is not what was remembered of it.
func (s *Service) settle(ctx context.Context, r row) (row, error) {
	for range 5 { // others may change the same vote at the same time
		last, err := s.lastVersion(ctx, r.vote)
		if err != nil {
			return row{}, err
		}
		if r.version = last.Version + 1; last.Score == r.score {
			r.version = last.Version
			return r, nil
		}
		if last.Version >= mostVersions {
			return row{}, fault.Errorf(fault.TooMany, "this rating has been changed too often today")
		}
		s.subjects.forget(r.subject.Code)
		if r.subject, err = s.find(ctx, r.subject.Code); err != nil {
			return row{}, err
		}
		stored, err := s.writer.rows.insert(ctx, []row{r})
		if err != nil {
			return row{}, err
		}
		if stored[r.vote] {
			return r, nil
		}
	}
	return row{}, fault.Errorf(fault.Unavailable, "this rating is being changed from elsewhere; try again in a moment")
}

type version struct {
	Version int `db:"version"`
	Score   int `db:"score"`
}

// lastVersion returns what counts of a vote, or version 0 if there is none.
func (s *Service) lastVersion(ctx context.Context, vote [16]byte) (v version, err error) {
	err = s.DB.GetContext(ctx, &v, `SELECT version, score FROM ratings WHERE vote = $1 ORDER BY version DESC LIMIT 1`, vote[:])
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return version{}, fmt.Errorf("last version of a vote: %w", err)
	}
	return v, nil
}
