package standards

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
)

// openSuggestions is how many of a person's suggestions may wait for a review.
const openSuggestions = 20

// Suggestion is what somebody on the staff would have otherwise about a standard.
type Suggestion struct {
	ID         int64     `json:"id"                   db:"id"`
	Standard   string    `json:"standard"             db:"standard"` // its code
	Employee   string    `json:"employee"             db:"employee"` // who made it
	Words      string    `json:"words"                db:"words"`
	CreatedAt  time.Time `json:"createdAt"            db:"created_at"`
	Considered bool      `json:"considered"           db:"considered"` // in a review
	Outcome    string    `json:"outcome,omitempty"    db:"outcome"`    // of that
}

const suggestionColumns = `
	SELECT g.id, s.code AS standard, e.name AS employee, g.words, g.created_at,
		g.considered_in IS NOT NULL AS considered, coalesce(r.outcome, '') AS outcome
	FROM suggestions g JOIN standards s ON s.id = g.standard_id JOIN employees e ON e.id = g.employee_id
	LEFT JOIN standard_reviews r ON r.id = g.considered_in `

// NewSuggestion is what somebody suggests.
type NewSuggestion struct {
	Code  string `params:"code" json:"-" validate:"required,max=60"`
	Words string `json:"words"  validate:"required,max=1000"`
}

// Suggest keeps what somebody on the staff suggests until a review considers
// it. Sent again, the same words are one suggestion.
func (s *Service) Suggest(ctx context.Context, actor accounts.Actor, in NewSuggestion) (Suggestion, error) {
	in.Words = strings.TrimSpace(in.Words)
	if in.Words == "" {
		return Suggestion{}, fault.Field("words", "say what should be otherwise")
	}
	if actor.EmployeeID == 0 {
		return Suggestion{}, fault.Errorf(fault.Forbidden, "this account belongs to nobody on the roster")
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (out Suggestion, err error) {
		standard, err := standardID(ctx, tx, in.Code)
		if err != nil {
			return Suggestion{}, err
		}
		if _, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock(hashtext(current_schema() || '.suggestions'), $1)`,
			int32(actor.EmployeeID)); err != nil { // two of one person count one after the other
			return Suggestion{}, fmt.Errorf("wait for suggestions: %w", err)
		}
		var waiting []Suggestion
		if err := tx.SelectContext(ctx, &waiting, suggestionColumns+`WHERE g.employee_id = $1 AND g.considered_in IS NULL`, actor.EmployeeID); err != nil {
			return Suggestion{}, fmt.Errorf("suggestions of employee %d: %w", actor.EmployeeID, err)
		}
		for _, one := range waiting {
			if one.Standard == in.Code && one.Words == in.Words {
				return one, nil
			}
		}
		if len(waiting) >= openSuggestions {
			return Suggestion{}, fault.Errorf(fault.TooMany, "%d of your suggestions wait for a review; let them be considered first", len(waiting))
		}
		var id int64
		if err := tx.GetContext(ctx, &id, `
			INSERT INTO suggestions (standard_id, employee_id, words, created_at) VALUES ($1, $2, $3, $4) RETURNING id`,
			standard, actor.EmployeeID, in.Words, s.now()); err != nil {
			return Suggestion{}, fmt.Errorf("insert suggestion: %w", err)
		}
		if err := tx.GetContext(ctx, &out, suggestionColumns+`WHERE g.id = $1`, id); err != nil {
			return Suggestion{}, fmt.Errorf("suggestion %d: %w", id, err)
		}
		return out, journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: "suggest", Object: "standard", ObjectID: standard, After: map[string]string{"words": in.Words}})
	})
}

// MySuggestions asks for a page.
type MySuggestions struct {
	Before int64 `query:"before" validate:"min=0"` // the last id of the page before
	Limit  int   `query:"limit"  validate:"min=0,max=200"`
}

// MySuggestions returns the caller's own suggestions and what came of them,
// the newest first, 50 unless told otherwise.
func (s *Service) MySuggestions(ctx context.Context, actor accounts.Actor, in MySuggestions) ([]Suggestion, error) {
	if in.Limit == 0 {
		in.Limit = 50
	}
	list := []Suggestion{}
	if err := s.DB.SelectContext(ctx, &list, suggestionColumns+`
		WHERE g.employee_id = $1 AND ($2::bigint = 0 OR g.id < $2) ORDER BY g.id DESC LIMIT $3`,
		actor.EmployeeID, in.Before, in.Limit); err != nil {
		return nil, fmt.Errorf("suggestions of employee %d: %w", actor.EmployeeID, err)
	}
	return list, nil
}
