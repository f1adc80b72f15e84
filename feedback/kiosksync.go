package feedback

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/outbox"
)

// kioskVotesKept is how long it is known what a tablet has sent: longer than it may
// send it again.
const kioskVotesKept = 2 * kioskPatience

// SyncKiosk takes what a tablet has gathered and returns, for each vote, why it will
// never be taken: "" means that it is stored. Any other trouble is an error, and
// the tablet sends all of it again. It notes that the tablet was seen, and how many
// votes it keeps still.
func (s *Service) SyncKiosk(ctx context.Context, token string, votes []KioskVote, waiting int) ([]string, error) {
	k, err := s.tablet(ctx, token)
	if err != nil {
		return nil, err
	}
	refused := 0
	answers := make([]string, len(votes))
	for i, v := range votes {
		err := s.VoteAtKiosk(ctx, token, v)
		switch {
		case fault.Is(err, fault.Invalid), fault.Is(err, fault.Gone):
			answers[i] = fault.As(err).Message
			refused++
			s.Log.WarnContext(ctx, "an answer from a kiosk was refused", "kiosk", k.ID, "why", err)
		case err != nil:
			return nil, err
		}
	}
	if _, err := s.DB.ExecContext(ctx, `UPDATE kiosks SET seen_at = $2, waiting = $3, refused = refused + $4 WHERE id = $1`,
		k.ID, s.Now().Truncate(time.Minute), max(0, waiting-len(votes)), refused); err != nil {
		return nil, fmt.Errorf("note that kiosk %d was seen: %w", k.ID, err)
	}
	return answers, nil
}

// tagsWithin is how long after the tap a form without scripts may add tags: its key
// stays in the browser's history, where the next person finds it.
const tagsWithin = time.Minute

// TagKioskVote adds tags to a vote that was given just now and has none.
func (s *Service) TagKioskVote(ctx context.Context, token, key string, tags []string) error {
	tags, _, _, err := s.checkRemark(NewRemark{Tags: tags})
	if err != nil {
		return err
	}
	k, err := s.tablet(ctx, token)
	if err != nil {
		return err
	}
	var votes [][]byte
	if err := s.DB.SelectContext(ctx, &votes, `SELECT vote FROM kiosk_votes WHERE kiosk_id = $1 AND key = $2 AND tapped_at > $3`,
		k.ID, phoneOf(key), s.Now().Add(-tagsWithin)); err != nil {
		return fmt.Errorf("look up a vote of kiosk %d: %w", k.ID, err)
	}
	if len(votes) == 0 {
		return fault.Field("k", "this turn is over")
	}
	if len(tags) == 0 {
		return nil
	}
	return s.remarkOnce(ctx, [16]byte(votes[0]), tags, "")
}

// forgetKioskTaps is due by the clock: exact times go after a day.
func forgetKioskTaps() outbox.Scheduled {
	return outbox.Scheduled{Name: "feedback.kiosks", Spec: "*/15 * * * *", Run: func(ctx context.Context, tx *sqlx.Tx, at time.Time) error {
		if _, err := tx.ExecContext(ctx, `UPDATE kiosk_votes SET tapped_at = NULL WHERE tapped_at < $1`, at.Add(-tapKept)); err != nil {
			return fmt.Errorf("forget exact times at kiosks: %w", err)
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM kiosk_votes WHERE hour < $1`, at.Add(-kioskVotesKept)); err != nil {
			return fmt.Errorf("forget what kiosks have sent: %w", err)
		}
		return nil
	}}
}
