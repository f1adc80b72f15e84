package standards

import (
	"context"
	"crypto/sha256"
	"fmt"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/people"
)

// offered is one entry of the catalogue or of a file: what a subject should say.
type offered struct {
	subject
	of   string // the post's code, or Everyone; "" of a standard
	says Wording
}

// offer proposes what a later release's catalogue says otherwise.
func (s *Service) offer(ctx context.Context, tx *sqlx.Tx, posts map[string]int64) error {
	proposed := []string{}
	for _, o := range Catalogue().offers(posts) {
		done, err := s.offerOne(ctx, tx, o)
		if err != nil {
			return err
		}
		if done {
			proposed = append(proposed, o.name())
		}
	}
	if len(proposed) == 0 {
		return nil
	}
	return journal.Record(ctx, tx, 0, s.now(), journal.Entry{Action: "propose", Object: "standard-change",
		After: map[string]any{"catalogue": proposed}})
}

// offers lists what c says about the posts given by code, standards first:
// sets and phrases name them.
func (c Content) offers(posts map[string]int64) (out []offered) {
	for _, one := range c.Standards {
		text := one.text()
		out = append(out, offered{subject{kind: OfStandard, code: one.Code}, "",
			Wording{Requirement: one.Requirement, Principal: one.Principal, Text: &text}})
	}
	for _, p := range c.Posts {
		if id, ok := posts[p.Code]; ok {
			out = append(out, offered{subject{kind: OfSet, post: id}, p.Code, Wording{Items: p.items()}})
		}
	}
	for _, list := range c.Phrases {
		if id, ok := posts[list.Post]; ok || list.Post == Everyone {
			out = append(out, offered{subject{kind: OfPhrases, post: id}, list.Post, Wording{Phrases: list.Phrases}})
		}
	}
	return out
}

// name says what o is about.
func (o offered) name() string {
	switch o.kind {
	case OfStandard:
		return "standard " + o.code
	case OfSet:
		return "set of " + o.of
	default:
		return "phrases of " + o.of
	}
}

// offerOne proposes o unless the subject says so already, the hospital has
// written something of its own, or the same has been proposed before.
func (s *Service) offerOne(ctx context.Context, tx *sqlx.Tx, o offered) (bool, error) {
	st, err := o.stands(ctx, tx)
	if err != nil || len(differences(st.says, o.says)) == 0 {
		return false, err
	}
	ours, err := fromCatalogue(ctx, tx, o.subject, st)
	if err != nil || !ours {
		return false, err
	}
	c, err := s.proposal(ctx, tx, o, st)
	if err != nil {
		return false, err
	}
	c.Origin, c.Words = FromCatalogue, "New in the catalogue of this release"
	digest := sha256.Sum256(fmt.Append(nil, o.name(), o.says.all()))
	id, err := insertChange(ctx, tx, c, digest[:])
	return id != 0, err
}

// proposal is a change to o, from tomorrow or, where that would undo something,
// the day after the newest version.
func (s *Service) proposal(ctx context.Context, tx *sqlx.Tx, o offered, st standing) (c Change, err error) {
	today, err := people.LocalDay(ctx, tx, s.Now())
	if err != nil {
		return Change{}, err
	}
	now := s.now()
	c.Content = o.says
	c.Kind, c.Standard, c.BasedOn, c.Status = o.kind, o.code, st.Version, Proposed
	c.EffectiveFrom, c.CreatedAt, c.ProposedAt = today.AddDays(1), now, &now
	if st.Version > 0 && st.EffectiveFrom > today {
		c.EffectiveFrom = st.EffectiveFrom.AddDays(1)
	}
	if o.subject.post != 0 {
		c.PostID = &o.subject.post
	}
	return c, nil
}

// fromCatalogue reports whether what stands came with the product, so that a
// newer catalogue has something to say about it.
func fromCatalogue(ctx context.Context, q sqlx.ExtContext, sub subject, st standing) (ours bool, err error) {
	if st.Version == 0 || st.Author == "" && st.ApprovedBy == "" {
		return true, nil
	}
	err = sqlx.GetContext(ctx, q, &ours, `
		SELECT EXISTS (SELECT FROM standard_changes WHERE status = 'approved' AND origin = 'catalogue'
			AND kind = $1 AND code = $2 AND post_id IS NOT DISTINCT FROM nullif($3::bigint, 0) AND version = $4)`,
		sub.kind, sub.code, sub.post, st.Version)
	if err != nil {
		return false, fmt.Errorf("origin of %s %d: %w", sub.kind, st.Version, err)
	}
	return ours, nil
}
