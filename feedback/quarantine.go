package feedback

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
)

// newHold sets one vote aside.
type newHold struct {
	vote    [16]byte
	reason  string
	numbers numbers
}

// numbers are what made a vote stand out. Those that a reason does not use are 0.
type numbers struct {
	Observed    int     `json:"observed,omitempty"`    // votes that were seen …
	Expected    float64 `json:"expected,omitempty"`    // … and how many are usual
	Probability float64 `json:"probability,omitempty"` // of as many by chance
	Minutes     int     `json:"minutes,omitempty"`     // within which they came
	Days        int     `json:"days,omitempty"`        // on which they came
	Sources     int     `json:"sources,omitempty"`     // phones or networks they came from
	People      int     `json:"people,omitempty"`      // whom they are about
	Words       string  `json:"words,omitempty"`       // of whoever set them aside by hand
}

// outgrown is how many times as large a pattern has to be as the one that somebody
// released before its votes are set aside again: what was looked at stays decided,
// and a crowd that comes afterwards does not hide behind it.
const outgrown = 2

// hold sets votes aside, for a program (account 0) or a person, and returns how many
// holds are new. What is undecided already, was rejected, or was released as the same
// pattern stays as it is.
func hold(ctx context.Context, tx *sqlx.Tx, now time.Time, account int64, holds []newHold) (int, error) {
	if len(holds) == 0 {
		return 0, nil
	}
	var votes pq.ByteaArray
	for i := range holds {
		votes = append(votes, holds[i].vote[:])
	}
	if err := lockVotes(ctx, tx, votes); err != nil {
		return 0, err
	}
	var reasons, figures pq.StringArray
	for _, h := range holds {
		b, err := json.Marshal(h.numbers)
		if err != nil {
			return 0, fmt.Errorf("numbers of a hold: %w", err)
		}
		reasons, figures = append(reasons, h.reason), append(figures, string(b))
	}
	r, err := tx.ExecContext(ctx, `
		INSERT INTO holds (vote, reason, numbers, held_at, held_by)
		SELECT n.vote, n.reason, n.numbers, $4, nullif($5::bigint, 0)
		FROM unnest($1::bytea[], $2::text[], $3::jsonb[]) AS n (vote, reason, numbers)
		WHERE NOT EXISTS (SELECT FROM holds h WHERE h.vote = n.vote AND h.decision = 'rejected')
		  AND NOT EXISTS (SELECT FROM holds h WHERE h.vote = n.vote AND h.decision = 'released' AND h.reason = n.reason AND $5 = 0
		      AND coalesce((n.numbers->>'observed')::numeric, 1) < $6 * coalesce((h.numbers->>'observed')::numeric, 1))
		ON CONFLICT (vote, reason) WHERE decision IS NULL DO NOTHING`,
		votes, reasons, figures, now, account, outgrown)
	if err != nil {
		return 0, fmt.Errorf("set %d votes aside: %w", len(holds), err)
	}
	n, err := r.RowsAffected()
	if err != nil {
		return 0, fmt.Errorf("set %d votes aside: %w", len(holds), err)
	}
	return int(n), restand(ctx, tx, votes)
}

// lockVotes locks the last version of each vote, which whoever appends another waits
// for, and returns when no version was appended meanwhile: until the transaction
// ends, these votes have no other versions than those it sees. It locks in the order
// of the votes, as the writer does: nobody waits in a circle.
func lockVotes(ctx context.Context, tx *sqlx.Tx, votes pq.ByteaArray) error {
	seen := -1
	for {
		var locked []int64
		if err := tx.SelectContext(ctx, &locked, `
			SELECT r.id FROM ratings r
			WHERE r.vote = ANY($1) AND NOT EXISTS (SELECT FROM ratings l WHERE l.vote = r.vote AND l.version > r.version)
			ORDER BY r.vote FOR NO KEY UPDATE`, votes); err != nil {
			return fmt.Errorf("lock %d votes: %w", len(votes), err)
		}
		// A version that was on its way is seen only now, by another statement.
		var versions int
		if err := tx.GetContext(ctx, &versions, `SELECT count(*) FROM ratings WHERE vote = ANY($1)`, votes); err != nil {
			return fmt.Errorf("lock %d votes: %w", len(votes), err)
		}
		if versions == seen {
			return nil
		}
		seen = versions
	}
}

// restand makes the standing of votes follow from what is decided about them.
func restand(ctx context.Context, tx *sqlx.Tx, votes pq.ByteaArray) error {
	if _, err := tx.ExecContext(ctx, `
		UPDATE ratings r SET standing = s.standing
		FROM (SELECT vote, CASE WHEN bool_or(decision = 'rejected') THEN 'rejected'
		                        WHEN bool_or(decision IS NULL) THEN 'held' ELSE 'counted' END AS standing
		      FROM holds WHERE vote = ANY($1) GROUP BY vote) s
		WHERE r.vote = s.vote AND r.standing <> s.standing`, votes); err != nil {
		return fmt.Errorf("standing of %d votes: %w", len(votes), err)
	}
	return nil
}
