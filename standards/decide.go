package standards

import (
	"context"
	"strings"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/outbox"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
)

// GetChange names a change.
type GetChange struct {
	ID int64 `params:"id" json:"-" validate:"required,min=1"`
}

// Propose hands a draft to somebody else. It must be complete by now.
func (s *Service) Propose(ctx context.Context, actor accounts.Actor, in GetChange) (Change, error) {
	return s.move(ctx, actor, in.ID, "propose", func(tx *sqlx.Tx, c *Change) error {
		if err := c.mayBeWritten(actor, "proposed"); err != nil {
			return err
		}
		if err := s.fit(ctx, tx, *c); err != nil {
			return err
		}
		now := s.now()
		c.Status, c.ProposedAt = Proposed, &now
		return nil
	})
}

// fit refuses what could not become a version of what there is now.
func (s *Service) fit(ctx context.Context, tx *sqlx.Tx, c Change) error {
	hospital, err := people.ReadHospital(ctx, tx)
	if err != nil {
		return err
	}
	if err := invalid(c.Content.check(c.Kind, hospital.Language)); err != nil {
		return err
	}
	st, err := c.subject().stands(ctx, tx)
	if err != nil {
		return err
	}
	if c.BasedOn != st.Version {
		return fault.Errorf(fault.Conflict, "it was written on version %d, and version %d is the newest now; look at that and write it anew",
			c.BasedOn, st.Version)
	}
	if err := s.mayTakeEffect(ctx, tx, c.EffectiveFrom, st.Approval); err != nil {
		return err
	}
	if st.Version == 0 {
		return nil
	}
	if c.Kind == OfStandard && (c.Content.Principal != st.says.Principal || c.Content.Requirement != st.says.Requirement) {
		return fault.Field("content", "whether a standard is principal, and the requirement that it meets, never change: write a new standard")
	}
	if c.Kind == OfStandard && c.Content.Principal && c.Content.Text.Retired {
		return fault.Field("content.text.retired", "a principal standard holds for everyone and is never retired")
	}
	if len(differences(st.says, c.Content)) == 0 {
		return fault.Errorf(fault.Conflict, "version %d says the same", st.Version)
	}
	return nil
}

// ApproveChange names a change and, where its day has come before somebody
// looked at it, a later one.
type ApproveChange struct {
	ID            int64        `params:"id"                    json:"-" validate:"required,min=1"`
	EffectiveFrom worktime.Day `json:"effectiveFrom,omitempty"` // the change's own unless given; not before it
}

// Approve makes a version of what somebody else has proposed. Of two changes
// written on the same version one becomes the next; the other is a Conflict
// until it is written anew.
func (s *Service) Approve(ctx context.Context, actor accounts.Actor, in ApproveChange) (Change, error) {
	return s.move(ctx, actor, in.ID, "approve", func(tx *sqlx.Tx, c *Change) error {
		if err := c.mayBeDecided(actor, "approves"); err != nil {
			return err
		}
		if in.EffectiveFrom != "" {
			if in.EffectiveFrom < c.EffectiveFrom {
				return fault.Field("effectiveFrom", "its author meant %s; choose that or a later day", c.EffectiveFrom)
			}
			c.EffectiveFrom = in.EffectiveFrom
		}
		if err := oneAtATime(ctx, tx); err != nil {
			return err
		}
		if err := s.fit(ctx, tx, *c); err != nil {
			return err
		}
		st, err := c.subject().stands(ctx, tx)
		if err != nil {
			return err
		}
		now, number := s.now(), st.last+1
		c.Status, c.DecidedAt, c.Decision, c.Version = Approved, &now, "", &number
		by := signed{number: number, from: c.EffectiveFrom, author: c.AuthorID, approver: actor.AccountID, at: now}
		if err := c.subject().become(ctx, tx, c.Content, by); err != nil {
			return err
		}
		if err := s.stillConsistent(ctx, tx); err != nil {
			return err
		}
		return outbox.PutEvent(ctx, tx, now, outbox.Event{Type: "standard.version-approved", Data: map[string]any{
			"change": c.ID, "kind": c.Kind, "standard": c.Standard, "post": c.PostID, "version": number, "effectiveFrom": c.EffectiveFrom,
		}})
	})
}

func (s *Service) stillConsistent(ctx context.Context, tx *sqlx.Tx) error {
	today, err := people.LocalDay(ctx, tx, s.Now())
	if err != nil {
		return err
	}
	return consistent(ctx, tx, today)
}

// mayBeDecided refuses the author, machines and what is not proposed.
func (c Change) mayBeDecided(actor accounts.Actor, verb string) error {
	switch {
	case c.Status != Proposed:
		return fault.Errorf(fault.Conflict, "it is %s, not proposed", c.Status)
	case actor.AccountID == 0:
		return fault.Errorf(fault.Forbidden, "only a person %s it", verb)
	case actor.IsAccount(c.AuthorID):
		return fault.Errorf(fault.Forbidden, "nobody %s what they have proposed themselves", verb)
	}
	return nil
}

// DecideChange names a change and says why.
type DecideChange struct {
	ID     int64  `params:"id"   json:"-" validate:"required,min=1"`
	Reason string `json:"reason" validate:"required,max=500"`
}

// Reject gives a change back to its author, with a reason.
func (s *Service) Reject(ctx context.Context, actor accounts.Actor, in DecideChange) (Change, error) {
	return s.move(ctx, actor, in.ID, "reject", func(_ *sqlx.Tx, c *Change) error {
		if err := c.mayBeDecided(actor, "rejects"); err != nil {
			return err
		}
		return c.end(Rejected, in.Reason, s)
	})
}

// Withdraw ends a change that is not a version yet: its author's, or one that
// came from a file or the catalogue. An approved one can be withdrawn until its
// day comes; what was in force before stays in force.
func (s *Service) Withdraw(ctx context.Context, actor accounts.Actor, in DecideChange) (Change, error) {
	return s.move(ctx, actor, in.ID, "withdraw", func(tx *sqlx.Tx, c *Change) error {
		switch {
		case c.Status == Withdrawn:
			return fault.Errorf(fault.Conflict, "it was withdrawn already: %s", c.Decision)
		case actor.AccountID == 0:
			return fault.Errorf(fault.Forbidden, "only a person withdraws it")
		case c.Status != Approved && c.Origin == FromPerson && c.AuthorID != actor.AccountID:
			return fault.Errorf(fault.Forbidden, "it is %s's; reject it instead", c.Author)
		}
		was := c.Status
		if err := c.end(Withdrawn, in.Reason, s); err != nil || was != Approved {
			return err
		}
		if err := s.undo(ctx, tx, actor, *c); err != nil {
			return err
		}
		return s.stillConsistent(ctx, tx)
	})
}

func (c *Change) end(status, reason string, s *Service) error {
	reason = strings.TrimSpace(reason)
	if reason == "" {
		return fault.Field("reason", "say why")
	}
	now := s.now()
	c.Status, c.Decision, c.DecidedAt = status, reason, &now
	return nil
}

// undo marks the version that c became as withdrawn.
func (s *Service) undo(ctx context.Context, tx *sqlx.Tx, actor accounts.Actor, c Change) error {
	if err := oneAtATime(ctx, tx); err != nil {
		return err
	}
	today, err := people.LocalDay(ctx, tx, s.Now())
	if err != nil {
		return err
	}
	if c.EffectiveFrom <= today {
		return fault.Errorf(fault.Conflict, "version %d is in force since %s; propose a new version instead", *c.Version, c.EffectiveFrom)
	}
	return withdrawVersion(ctx, tx, c, actor.AccountID)
}
