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

// DecideIncident releases or rejects the votes of an incident.
type DecideIncident struct {
	Key      string   `json:"key"      validate:"required,max=40"`
	UpTo     int64    `json:"upTo"     validate:"required,min=1"` // the incident's, as it was seen
	Decision string   `json:"decision" validate:"required,oneof=released rejected"`
	Note     string   `json:"note"     validate:"required,max=500"`
	Reasons  []string `json:"reasons"  validate:"omitempty,max=11,dive,max=20"` // only what was held for these; none: all
}

// DecidedIncident says what a decision was about.
type DecidedIncident struct {
	Key      string `json:"key"`
	Decision string `json:"decision"`
	Votes    int    `json:"votes"`
}

// Decide ends what waits of an incident, as it was seen: what came later waits on.
// Nobody decides about votes on themselves, nor on what they have set aside by hand.
// The same decision once more changes nothing.
func (s *Service) Decide(ctx context.Context, actor accounts.Actor, in DecideIncident) (DecidedIncident, error) {
	if in.Note = strings.TrimSpace(in.Note); in.Note == "" {
		return DecidedIncident{}, fault.Field("note", "say why")
	}
	loc, err := s.location(ctx)
	if err != nil {
		return DecidedIncident{}, err
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (out DecidedIncident, err error) {
		seen, err := s.seen(ctx, tx, actor, in, loc)
		if err != nil {
			return out, err
		}
		var votes pq.ByteaArray
		for _, h := range seen {
			votes = append(votes, h.Vote)
		}
		if err := lockVotes(ctx, tx, votes); err != nil {
			return out, err
		}
		// Whoever decided at the same time has done so by now.
		if seen, err = s.seen(ctx, tx, actor, in, loc); err != nil {
			return out, err
		}
		open, err := openHolds(seen, actor, in)
		if err != nil || len(open) == 0 {
			return DecidedIncident{in.Key, in.Decision, votesOf(seen)}, err
		}
		return s.settleIncident(ctx, tx, actor, in, open, votes)
	})
}

// seenHold is a hold that the decision is about.
type seenHold struct {
	ID         int64  `db:"id"`
	Vote       []byte `db:"vote"`
	HeldBy     int64  `db:"held_by"`
	Decision   string `db:"decision"`
	EmployeeID int64  `db:"employee_id"`
}

func (s *Service) seen(ctx context.Context, tx *sqlx.Tx, actor accounts.Actor, in DecideIncident, loc *time.Location) (list []seenHold, err error) {
	if err := tx.SelectContext(ctx, &list, `
		SELECT id, vote, coalesce(held_by, 0) AS held_by, coalesce(decision, '') AS decision, coalesce(employee_id, 0) AS employee_id
		FROM (`+heldVotes+`WHERE ($2 OR r.department_id = ANY($3)) AND h.id <= $4) x
		WHERE key = $5 AND (cardinality($6::text[]) = 0 OR reason = ANY($6)) ORDER BY id`,
		loc.String(), actor.Reach.Hospital, pq.Array(actor.Reach.Departments), in.UpTo, in.Key, pq.Array(append([]string{}, in.Reasons...))); err != nil {
		return nil, fmt.Errorf("holds of %s: %w", in.Key, err)
	}
	if len(list) == 0 {
		return nil, fault.Errorf(fault.NotFound, "no such incident")
	}
	for _, h := range list {
		if h.EmployeeID != 0 && actor.Is(h.EmployeeID) {
			return nil, fault.Errorf(fault.NotFound, "no such incident") // as in the list
		}
	}
	return list, nil
}

// openHolds returns what is undecided, provided that the actor may decide it. When
// nothing is, the last decision has to be the one that is asked for.
func openHolds(list []seenHold, actor accounts.Actor, in DecideIncident) (open []seenHold, err error) {
	for _, h := range list {
		if h.Decision != "" {
			continue
		}
		if h.HeldBy != 0 && actor.IsAccount(h.HeldBy) {
			return nil, fault.Errorf(fault.Forbidden, "somebody else has to decide: you have set these votes aside")
		}
		open = append(open, h)
	}
	if last := list[len(list)-1]; len(open) == 0 && last.Decision != in.Decision {
		return nil, fault.Errorf(fault.Conflict, "these votes were %s already", last.Decision)
	}
	return open, nil
}

func votesOf(list []seenHold) int {
	votes := map[string]bool{}
	for _, h := range list {
		votes[string(h.Vote)] = true
	}
	return len(votes)
}

func (s *Service) settleIncident(ctx context.Context, tx *sqlx.Tx, actor accounts.Actor, in DecideIncident, open []seenHold, votes pq.ByteaArray) (DecidedIncident, error) {
	ids := make([]int64, len(open))
	for i, h := range open {
		ids[i] = h.ID
	}
	now := s.Now()
	if _, err := tx.ExecContext(ctx, `
		UPDATE holds SET decision = $2, decided_at = $3, decided_by = nullif($4::bigint, 0), note = $5
		WHERE id = ANY($1) AND decision IS NULL`, pq.Array(ids), in.Decision, now, actor.AccountID, in.Note); err != nil {
		return DecidedIncident{}, fmt.Errorf("decide on %s: %w", in.Key, err)
	}
	if err := restand(ctx, tx, votes); err != nil {
		return DecidedIncident{}, err
	}
	out := DecidedIncident{in.Key, in.Decision, votesOf(open)}
	type state struct {
		Key      string  `json:"key"`
		Holds    []int64 `json:"holds"`
		Decision string  `json:"decision"`
		Note     string  `json:"note,omitempty"`
	}
	return out, journal.Record(ctx, tx, actor.AccountID, now, journal.Entry{
		Action: "decide", Object: "ballot", ObjectID: open[0].EmployeeID,
		Before: state{Key: in.Key, Holds: ids, Decision: "held"}, After: state{in.Key, ids, in.Decision, in.Note},
	})
}
