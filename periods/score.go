package periods

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/texts"
)

// ScoreExplanation is a person's score, down to each piece of evidence. Score,
// interval and SD are ten-thousandths of a point; they are absent, and the
// lists empty, where there are too few ratings for the reader to see them.
type ScoreExplanation struct {
	Period      string      `json:"period"`
	ComputedAt  time.Time   `json:"computedAt"`
	Employee    Scored      `json:"employee"`
	Shown       bool        `json:"shown"`
	Score       *int        `json:"score,omitempty"`
	Low         *int        `json:"low,omitempty"` // 95 % interval
	High        *int        `json:"high,omitempty"`
	SD          *int        `json:"sd,omitempty"`
	Reliability *int        `json:"reliability,omitempty"` // ten-thousandths
	Established bool        `json:"established"`           // enough evidence to be paid by
	StarTier    string      `json:"starTier"`              // empty: none
	Lines       []Line      `json:"lines"`                 // sum to the score exactly
	Components  []Component `json:"components"`
	Gates       Gates       `json:"gates"`
	Moves       []Move      `json:"moves"`   // what would have moved it most
	Replies     []Reply     `json:"replies"` // of the person, to their evidence
}

// Scored is whom a score is about.
type Scored struct {
	ID         int64           `json:"id"         db:"id"`
	Number     string          `json:"number"     db:"number"`
	Name       string          `json:"name"       db:"name"`
	LatinName  string          `json:"latinName"  db:"latin_name"`
	Department texts.Localized `json:"department" db:"department"`
	Post       texts.Localized `json:"post"       db:"post"`
}

// AskScore says whose score of which period.
type AskScore struct {
	Name       string `params:"name"       validate:"required,len=7"`
	EmployeeID int64  `params:"employeeId" validate:"required,min=1"`
}

// Score explains a person's score, as last computed. A person out of the
// actor's reach is not found.
func (s *Service) Score(ctx context.Context, actor accounts.Actor, in AskScore) (ScoreExplanation, error) {
	p, c, err := latest(ctx, s.DB, in.Name)
	if err != nil {
		return ScoreExplanation{}, err
	}
	r, err := scored(ctx, s.DB, c.ID, actor.Reach, in)
	if err != nil {
		return ScoreExplanation{}, err
	}
	out := ScoreExplanation{
		Period: p.Name, ComputedAt: c.ComputedAt, Employee: r.Scored,
		Lines: []Line{}, Components: []Component{}, Gates: Gates{}, Moves: []Move{}, Replies: []Reply{},
	}
	if !r.shownTo(actor) {
		return out, nil
	}
	out.Shown, out.Score, out.Low, out.High, out.SD, out.Reliability = true, &r.Score, &r.Low, &r.High, &r.SD, &r.Reliability
	out.Established, out.StarTier, out.Gates = r.Established, r.StarTier, r.Gates
	if out.Lines, err = linesOf(ctx, s.DB, c.ID, in.EmployeeID); err != nil {
		return ScoreExplanation{}, err
	}
	o, err := s.reopen(ctx, basis{p.Name, c.Scheme.ID, c.ID, c.Zone}, r)
	if err != nil {
		return ScoreExplanation{}, err
	}
	if out.Components, err = s.explained(ctx, o, r); err != nil {
		return ScoreExplanation{}, err
	}
	if out.Moves, err = s.moves(ctx, o, r.Gates); err != nil {
		return ScoreExplanation{}, err
	}
	out.Replies, err = repliesOf(ctx, s.DB, p.ID, in.EmployeeID)
	return out, err
}

// storedScore is a row of scores with whom it is about.
type storedScore struct {
	Scored
	Score       int           `db:"score"`
	Low         int           `db:"low"`
	High        int           `db:"high"`
	SD          int           `db:"sd"`
	Reliability int           `db:"reliability"`
	Established bool          `db:"established"`
	StarTier    string        `db:"tier"`
	Ratings     int           `db:"ratings"`
	Ranked      bool          `db:"ranked"`
	Parts       storedParts   `db:"components"`
	Gates       Gates         `db:"gates"`
	RatingIDs   pq.Int64Array `db:"rating_ids"`
	FindingIDs  pq.Int64Array `db:"finding_ids"`
}

type storedParts []part

// Scan reads a jsonb column.
func (p *storedParts) Scan(src any) error { return scanJSON(src, p) }

// shownTo decides whether the actor may see the figures: others from the
// scheme's threshold, oneself always, but with one to four ratings, which
// would tell what a single patient said (settle lets no so few count).
func (r storedScore) shownTo(actor accounts.Actor) bool {
	if actor.EmployeeID == r.ID && actor.EmployeeID != 0 {
		return r.Ratings == 0 || r.Ratings >= countedFrom
	}
	return r.Ranked
}

func scored(ctx context.Context, q sqlx.ExtContext, computation int64, who accounts.Reach, in AskScore) (r storedScore, err error) {
	err = sqlx.GetContext(ctx, q, &r, `
		SELECT e.id, e.number, e.name, e.latin_name, d.name AS department, o.name AS post,
		       s.score, s.low, s.high, s.sd, s.reliability, s.established, s.tier, s.ratings, s.ranked,
		       s.components, s.gates, s.rating_ids, s.finding_ids
		FROM scores s
		JOIN employees e ON e.id = s.employee_id
		JOIN departments d ON d.id = s.department_id
		JOIN posts o ON o.id = s.post_id
		WHERE s.computation_id = $1 AND s.employee_id = $2
		  AND ($3 OR s.department_id = ANY($4) OR s.employee_id = $5)`,
		computation, in.EmployeeID, who.Hospital, pq.Array(who.Departments), who.EmployeeID)
	if errors.Is(err, sql.ErrNoRows) {
		return storedScore{}, fault.Errorf(fault.NotFound, "there is no score of employee %d in %s", in.EmployeeID, in.Name)
	}
	if err != nil {
		return storedScore{}, fmt.Errorf("score of employee %d in %s: %w", in.EmployeeID, in.Name, err)
	}
	return r, nil
}

func linesOf(ctx context.Context, q sqlx.ExtContext, computation, employee int64) ([]Line, error) {
	lines := []Line{}
	err := sqlx.SelectContext(ctx, q, &lines, `
		SELECT code, component, value, reason FROM score_lines
		WHERE computation_id = $1 AND employee_id = $2 ORDER BY ordinal`, computation, employee)
	if err != nil {
		return nil, fmt.Errorf("lines of employee %d: %w", employee, err)
	}
	return lines, nil
}
