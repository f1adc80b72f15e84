package periods

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/evaluation"
)

// Effective is how much each component of a scheme really decided about the
// differences between people, in the latest month that was computed by it,
// beside its nominal weight: a component in which people hardly differ decides
// little whatever it weighs.
type Effective struct {
	Period  string                       `json:"period"`
	People  int                          `json:"people"`
	Weights []evaluation.EffectiveWeight `json:"weights"`
}

// fewestMeasured is the number of people below which nothing is said about
// their differences.
const fewestMeasured = 10

// effectiveWeights measures a scheme on those who were ranked by it. It returns
// nil if they are too few.
func effectiveWeights(ctx context.Context, q sqlx.ExtContext, id int64, scheme evaluation.Scheme) (*Effective, error) {
	var rows []struct {
		Period string      `db:"period"`
		PostID int64       `db:"post_id"`
		Parts  storedParts `db:"components"`
	}
	if err := sqlx.SelectContext(ctx, q, &rows, `
		SELECT p.name AS period, s.post_id, s.components
		FROM scores s
		JOIN computations c ON c.id = s.computation_id
		JOIN periods p ON p.id = c.period_id
		WHERE s.ranked AND c.id = (
			SELECT l.id FROM computations l JOIN periods m ON m.id = l.period_id WHERE l.scheme_id = $1
			ORDER BY m.starts_on DESC, l.number DESC LIMIT 1)
		ORDER BY s.employee_id`, id); err != nil {
		return nil, fmt.Errorf("effective weights of scheme %d: %w", id, err)
	}
	if len(rows) < fewestMeasured {
		return nil, nil
	}
	scores := make([]evaluation.Score, len(rows))
	for i, r := range rows {
		scores[i].Components = mainParts(scheme, r.PostID, r.Parts)
	}
	return &Effective{Period: rows[0].Period, People: len(rows), Weights: evaluation.EffectiveWeights(scores)}, nil
}

// mainParts returns what each component of the scheme gave in a person's main
// post, with the weight that it has in any post.
func mainParts(scheme evaluation.Scheme, post int64, parts []part) []evaluation.ComponentScore {
	out := make([]evaluation.ComponentScore, len(scheme.Components))
	for i, c := range scheme.Components {
		out[i] = evaluation.ComponentScore{Code: c.Code, Weight: weightOf(scheme, c.Code)}
		for _, p := range parts {
			if p.PostID == post && p.Component == c.Code {
				out[i].Points = p.Points
			}
		}
	}
	return out
}

// weightOf is the weight of a component for any post.
func weightOf(scheme evaluation.Scheme, component string) int64 {
	for _, p := range scheme.Posts {
		for _, w := range p.Weights {
			if p.Post == evaluation.AnyPost && w.Component == component {
				return w.Weight
			}
		}
	}
	return 0
}
