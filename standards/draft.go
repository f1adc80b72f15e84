package standards

import (
	"context"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/people"
)

// NewChange stores a draft. It may be unfinished: what is missing, such as a
// language, is in its Problems.
func (s *Service) NewChange(ctx context.Context, actor accounts.Actor, in NewChange) (Change, error) {
	if err := in.checkSubject(); err != nil {
		return Change{}, err
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (Change, error) {
		c := in.draft(actor, s.now())
		id, err := insertChange(ctx, tx, c, nil)
		if err != nil {
			return Change{}, err
		}
		return s.recorded(ctx, tx, actor, "draft", nil, id)
	})
}

// checkSubject asks for the standard or the post that the change is about.
func (in NewChange) checkSubject() error {
	wrong := map[string]string{}
	switch {
	case in.Kind == OfStandard && !slug.MatchString(in.Standard):
		wrong["standard"] = "the standard's code: small letters, digits and hyphens"
	case in.Kind != OfStandard && in.Standard != "":
		wrong["standard"] = "a change of this kind is about a post"
	}
	switch {
	case in.Kind == OfStandard && in.PostID != 0:
		wrong["postId"] = "a standard is of no one post"
	case in.Kind == OfSet && in.PostID == 0:
		wrong["postId"] = "required"
	}
	if err := in.EffectiveFrom.Validate(); err != nil {
		wrong["effectiveFrom"] = err.Error()
	}
	if strings.TrimSpace(in.Words) == "" {
		wrong["words"] = "say why"
	}
	return invalid(wrong)
}

func (in NewChange) draft(actor accounts.Actor, now time.Time) Change {
	c := Change{Content: in.Content}
	c.Kind, c.Standard, c.BasedOn, c.EffectiveFrom, c.Words = in.Kind, in.Standard, in.BasedOn, in.EffectiveFrom, in.Words
	if in.PostID != 0 {
		c.PostID = &in.PostID
	}
	c.Status, c.Origin, c.AuthorID, c.CreatedAt = Draft, FromPerson, actor.AccountID, now
	return c
}

// EditChange writes a draft anew; one that was rejected becomes a draft again.
// Only its author may: whoever approves must be somebody who has not written it.
func (s *Service) EditChange(ctx context.Context, actor accounts.Actor, in EditChange) (Change, error) {
	return s.move(ctx, actor, in.ID, "edit", func(_ *sqlx.Tx, c *Change) error {
		if err := c.mayBeWritten(actor, "edited"); err != nil {
			return err
		}
		again := NewChange{Kind: c.Kind, Standard: c.Standard, EffectiveFrom: in.EffectiveFrom, Words: in.Words}
		again.PostID = c.subject().post
		if err := again.checkSubject(); err != nil {
			return err
		}
		c.BasedOn, c.EffectiveFrom, c.Words, c.Content, c.Status = in.BasedOn, in.EffectiveFrom, in.Words, in.Content, Draft
		return nil
	})
}

// mayBeWritten refuses all but the author of a draft or of what came back.
func (c Change) mayBeWritten(actor accounts.Actor, what string) error {
	switch {
	case c.Status != Draft && c.Status != Rejected:
		return fault.Errorf(fault.Conflict, "it is %s and can no longer be %s", c.Status, what)
	case c.AuthorID == 0:
		return fault.Errorf(fault.Forbidden, "it came from a %s; write one of your own", c.Origin)
	case c.AuthorID != actor.AccountID:
		return fault.Errorf(fault.Forbidden, "it is %s's draft; write one of your own", c.Author)
	}
	return nil
}

// move changes a change under its lock, saves and journals it.
func (s *Service) move(ctx context.Context, actor accounts.Actor, id int64, action string, fn func(*sqlx.Tx, *Change) error) (Change, error) {
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (Change, error) {
		c, err := readChange(ctx, tx, id, "FOR UPDATE OF c")
		if err != nil {
			return Change{}, err
		}
		before := c
		if err := fn(tx, &c); err != nil {
			return Change{}, err
		}
		decidedBy := actor.AccountID
		if c.Status == Draft || c.Status == Proposed {
			decidedBy, c.DecidedAt, c.Decision = 0, nil, ""
		}
		if err := saveChange(ctx, tx, c, decidedBy); err != nil {
			return Change{}, err
		}
		return s.recorded(ctx, tx, actor, action, &before, id)
	})
}

// recorded journals what became of a change and returns it as callers see it.
func (s *Service) recorded(ctx context.Context, tx *sqlx.Tx, actor accounts.Actor, action string, before *Change, id int64) (Change, error) {
	c, err := s.complete(ctx, tx, id)
	if err != nil {
		return Change{}, err
	}
	entry := journal.Entry{Action: action, Object: "standard-change", ObjectID: id, After: c.told()}
	if before != nil {
		entry.Before = before.told()
	}
	return c, journal.Record(ctx, tx, actor.AccountID, s.Now(), entry)
}

// told is what the journal keeps of a change.
func (c Change) told() any {
	return struct {
		ChangeSummary
		Content Wording `json:"content"`
	}{c.ChangeSummary, c.Content}
}

// complete reads a change with its differences and problems.
func (s *Service) complete(ctx context.Context, q sqlx.ExtContext, id int64) (Change, error) {
	c, err := readChange(ctx, q, id, "")
	if err != nil {
		return Change{}, err
	}
	before, err := c.subject().before(ctx, q, c)
	if err != nil {
		return Change{}, err
	}
	hospital, err := people.ReadHospital(ctx, q)
	if err != nil {
		return Change{}, err
	}
	c.Differences, c.Problems = differences(before, c.Content), c.Content.check(c.Kind, hospital.Language)
	return c, nil
}

// now is the present as the database keeps it.
func (s *Service) now() time.Time { return s.Now().UTC().Truncate(time.Microsecond) }
