package periods

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/evaluation"
)

// stored is a person's row of scores, with what is needed to work it out again.
type stored struct {
	EmployeeID  int64         `db:"employee_id"`
	Post        string        `db:"post"` // the code of the main one
	Score       int64         `db:"score"`
	SD          int64         `db:"sd"`
	Reliability int64         `db:"reliability"`
	Star        string        `db:"tier"`
	Established bool          `db:"established"`
	Parts       storedParts   `db:"components"`
	Facts       storedFacts   `db:"facts"`
	RatingIDs   pq.Int64Array `db:"rating_ids"`
	FindingIDs  pq.Int64Array `db:"finding_ids"`
}

type storedFacts evaluation.Facts

// Scan reads a jsonb column.
func (f *storedFacts) Scan(src any) error { return scanJSON(src, f) }

// Verify works every score of a period's latest computation out again, from
// the frozen parameters and the evidence that was read, in integers. It
// returns an error that names each person whose stored figures do not follow.
func (s *Service) Verify(ctx context.Context, name string) error {
	_, c, err := latest(ctx, s.DB, name)
	if err != nil {
		return err
	}
	a, err := s.openArchive(ctx, c)
	if err != nil {
		return err
	}
	var wrong []error
	for _, r := range a.scores {
		if err := a.verify(r); err != nil {
			wrong = append(wrong, fmt.Errorf("employee %d: %w", r.EmployeeID, err))
		}
	}
	return errors.Join(wrong...)
}

// archive is all that is kept of a computation.
type archive struct {
	scheme evaluation.Scheme
	files  []file
	posts  map[int64]string // codes
	scores []stored
	lines  map[int64][]Line
	rows   map[int64][]evidence
}

func (s *Service) openArchive(ctx context.Context, c computation) (a archive, err error) {
	if a.scheme, err = schemeOf(ctx, s.DB, c.Scheme.ID); err != nil {
		return archive{}, err
	}
	for _, m := range models() {
		p, err := s.frozen.parameters(ctx, s.DB, frozenKey{c.ID, m.spec.Code})
		if err != nil {
			return archive{}, err
		}
		a.files = append(a.files, file{component: m.spec.Code, parameters: *p})
	}
	if err := s.DB.SelectContext(ctx, &a.scores, `
		SELECT s.employee_id, o.code AS post, s.score, s.sd, s.reliability, s.tier, s.established, s.components, s.facts,
		       s.rating_ids, s.finding_ids
		FROM scores s JOIN posts o ON o.id = s.post_id
		WHERE s.computation_id = $1 ORDER BY s.employee_id`, c.ID); err != nil {
		return archive{}, fmt.Errorf("stored scores: %w", err)
	}
	return a, a.read(ctx, s.DB, c.ID)
}

// read adds what belongs to the scores.
func (a *archive) read(ctx context.Context, q sqlx.ExtContext, computation int64) error {
	var lines []struct {
		EmployeeID int64 `db:"employee_id"`
		Line
	}
	if err := sqlx.SelectContext(ctx, q, &lines, `
		SELECT employee_id, code, component, value, reason FROM score_lines
		WHERE computation_id = $1 ORDER BY employee_id, ordinal`, computation); err != nil {
		return fmt.Errorf("stored lines: %w", err)
	}
	a.lines = map[int64][]Line{}
	for _, l := range lines {
		a.lines[l.EmployeeID] = append(a.lines[l.EmployeeID], l.Line)
	}
	var posts []struct {
		ID   int64  `db:"id"`
		Code string `db:"code"`
	}
	if err := sqlx.SelectContext(ctx, q, &posts, `SELECT id, code FROM posts`); err != nil {
		return fmt.Errorf("posts: %w", err)
	}
	a.posts = map[int64]string{}
	for _, p := range posts {
		a.posts[p.ID] = p.Code
	}
	var ratingIDs, findingIDs pq.Int64Array
	for _, r := range a.scores {
		ratingIDs, findingIDs = append(ratingIDs, r.RatingIDs...), append(findingIDs, r.FindingIDs...)
	}
	var rows []evidence
	if err := sqlx.SelectContext(ctx, q, &rows, evidenceColumns+`
		FROM evidence_sources WHERE kind = 'rating' AND source_id = ANY($1) OR kind = 'finding' AND source_id = ANY($2)
		ORDER BY kind COLLATE "C", source_id`, ratingIDs, findingIDs); err != nil {
		return fmt.Errorf("evidence: %w", err)
	}
	a.rows = byEmployee(rows)
	return nil
}

// verify returns an error unless the person's figures follow from what is kept.
func (a *archive) verify(r stored) error {
	w := worker{id: r.EmployeeID, main: posting{Post: r.Post}}
	for _, p := range r.Parts {
		if !slices.ContainsFunc(w.posts, func(o post) bool { return o.id == p.PostID }) {
			w.posts = append(w.posts, post{id: p.PostID, code: a.posts[p.PostID], days: p.Days})
		}
	}
	p, err := score(a.scheme, a.files, w, evaluation.Facts(r.Facts), a.rows[r.EmployeeID])
	if err != nil {
		return err
	}
	switch {
	case p.total != r.Score || p.sd != r.SD || p.reliability != r.Reliability:
		return fmt.Errorf("the evidence gives %d with standard deviation %d and reliability %d, stored are %d, %d and %d",
			p.total, p.sd, p.reliability, r.Score, r.SD, r.Reliability)
	case p.star != r.Star || p.established != r.Established:
		return errors.New("the evidence gives another star, or another standing for pay")
	case !slices.Equal(p.lines, a.lines[r.EmployeeID]):
		return errors.New("the evidence gives other lines")
	}
	return nil
}
