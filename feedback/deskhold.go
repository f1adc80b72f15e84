package feedback

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
)

// HoldVotes sets aside by hand what came in about somebody in a stretch of time. Votes
// are not picked one by one: nobody sees them so.
type HoldVotes struct {
	EmployeeID   int64     `json:"employeeId"   validate:"omitempty,min=1"` // of a person
	TouchpointID int64     `json:"touchpointId" validate:"omitempty,min=1"` // or of a place
	From         time.Time `json:"from"         validate:"required"`        // full hours
	To           time.Time `json:"to"           validate:"required"`        // exclusive
	Words        string    `json:"words"        validate:"required,max=300"`
}

// HeldVotes says how many votes somebody has set aside.
type HeldVotes struct {
	Votes int `json:"votes"`
}

const (
	longestHold = 31 * 24 * time.Hour
	mostHeld    = 5000
)

func (in *HoldVotes) check() error {
	if in.Words = strings.TrimSpace(in.Words); in.Words == "" {
		return fault.Field("words", "say why")
	}
	if (in.EmployeeID == 0) == (in.TouchpointID == 0) {
		return fault.Field("employeeId", "name a person or a place")
	}
	if !in.From.Equal(in.From.Truncate(time.Hour)) {
		return fault.Field("from", "votes are known by the hour: begin with a full one")
	}
	if !in.To.Equal(in.To.Truncate(time.Hour)) {
		return fault.Field("to", "votes are known by the hour: end with a full one")
	}
	if d := in.To.Sub(in.From); d <= 0 || d > longestHold {
		return fault.Field("to", "name an hour after the first, at most 31 days later")
	}
	return nil
}

// HoldVotes sets votes aside until somebody else decides. Doing it again changes
// nothing. Nobody does so with votes on themselves.
func (s *Service) HoldVotes(ctx context.Context, actor accounts.Actor, in HoldVotes) (HeldVotes, error) {
	if err := in.check(); err != nil {
		return HeldVotes{}, err
	}
	if in.EmployeeID != 0 && actor.Is(in.EmployeeID) {
		return HeldVotes{}, fault.Errorf(fault.Forbidden, "somebody else has to look at votes on you")
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (out HeldVotes, err error) {
		var votes [][]byte
		if err := tx.SelectContext(ctx, &votes, `
			SELECT r.vote FROM ratings r
			WHERE r.occurred_at >= $3 AND r.occurred_at < $4 AND r.channel <> 'import' AND r.standing <> 'rejected'
			  AND ($5 <> 0 AND r.employee_id = $5 OR $5 = 0 AND r.employee_id IS NULL AND r.touchpoint_id = $6)
			  AND ($1 OR r.department_id = ANY($2))
			  AND NOT EXISTS (SELECT FROM ratings l WHERE l.vote = r.vote AND l.version > r.version)
			ORDER BY r.vote LIMIT $7`,
			actor.Reach.Hospital, pq.Array(actor.Reach.Departments), in.From, in.To, in.EmployeeID, in.TouchpointID, mostHeld+1); err != nil {
			return out, fmt.Errorf("votes to set aside: %w", err)
		}
		switch {
		case len(votes) == 0:
			return out, fault.Errorf(fault.NotFound, "there are no votes in this time that count")
		case len(votes) > mostHeld:
			return out, fault.Errorf(fault.TooLarge, "these are more than %d votes; name a shorter time", mostHeld)
		}
		holds := make([]newHold, len(votes))
		for i, v := range votes {
			holds[i] = newHold{[16]byte(v), "note", numbers{Observed: len(votes), Words: in.Words}}
		}
		now := s.Now()
		out.Votes = len(votes)
		n, err := hold(ctx, tx, now, actor.AccountID, holds)
		if err != nil || n == 0 {
			return out, err
		}
		return out, journal.Record(ctx, tx, actor.AccountID, now, journal.Entry{Action: "hold", Object: "ballot", ObjectID: in.EmployeeID, After: in})
	})
}
