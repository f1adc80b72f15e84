package standards

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
)

// FieldStandards is what a phone has to know of the standards in force today, to
// observe where there is no network.
type FieldStandards struct {
	AsOf      time.Time       `json:"asOf"`
	Day       worktime.Day    `json:"day"` // at the hospital
	Standards []FieldStandard `json:"standards"`
	Posts     []FieldPost     `json:"posts"` // those that have a set
}

// Undated returns the standards without the time at which they were asked for.
func (f FieldStandards) Undated() any {
	f.AsOf = time.Time{}
	return f
}

// FieldStandard is a standard in all languages: whoever observes may not read
// that of the hospital.
type FieldStandard struct {
	ID            int64           `json:"id"`
	Code          string          `json:"code"`
	Principal     bool            `json:"principal"` // holds for everyone, also for posts without a set
	Version       int             `json:"version"`
	Dimension     string          `json:"dimension"`
	Measure       string          `json:"measure"`
	TargetMs      *int            `json:"targetMs,omitempty"`
	Title         texts.Localized `json:"title"`
	Opportunity   texts.Localized `json:"opportunity"`
	Met           texts.Localized `json:"met"`
	Partly        texts.Localized `json:"partly"`
	NotMet        texts.Localized `json:"notMet"`
	NotApplicable Reasons         `json:"notApplicable"`
}

// FieldPost says what a post is held to: the principal standards, then those of
// its set by their weight.
type FieldPost struct {
	PostID    int64   `json:"postId"`
	Standards []int64 `json:"standards"`
}

// Field returns the standards in force today, for every post that has a set.
func (s *Service) Field(ctx context.Context, _ accounts.Actor, _ struct{}) (FieldStandards, error) {
	now := s.Now().UTC()
	day, err := people.LocalDay(ctx, s.DB, now)
	if err != nil {
		return FieldStandards{}, err
	}
	list, err := inForce(ctx, s.DB, day)
	if err != nil {
		return FieldStandards{}, err
	}
	out := FieldStandards{AsOf: now, Day: day, Standards: make([]FieldStandard, len(list))}
	ids := make([]int64, len(list))
	for i, one := range list {
		v := one.Version
		ids[i] = one.ID
		out.Standards[i] = FieldStandard{
			ID: one.ID, Code: one.Code, Principal: one.Principal, Version: v.Version, Dimension: v.Dimension, Measure: v.Measure, TargetMs: v.TargetMs,
			Title: v.Title, Opportunity: v.Opportunity, Met: v.Met, Partly: v.Partly, NotMet: v.NotMet, NotApplicable: v.NotApplicable,
		}
	}
	out.Posts, err = fieldPosts(ctx, s.DB, day, ids)
	return out, err
}

// fieldPosts returns which of the standards each post with a set is held to on day.
func fieldPosts(ctx context.Context, q sqlx.QueryerContext, day worktime.Day, standards []int64) ([]FieldPost, error) {
	var rows []struct {
		PostID    int64         `db:"post_id"`
		Standards pq.Int64Array `db:"standards"`
	}
	if err := sqlx.SelectContext(ctx, q, &rows, `
		WITH sets AS (
			SELECT DISTINCT ON (post_id) id, post_id FROM standard_sets
			WHERE effective_from <= $1 AND withdrawn_at IS NULL ORDER BY post_id, effective_from DESC
		)
		SELECT t.post_id, array_agg(s.id ORDER BY s.principal DESC, i.weight DESC NULLS LAST, s.id) AS standards
		FROM sets t
		CROSS JOIN standards s
		LEFT JOIN standard_set_items i ON i.set_id = t.id AND i.standard_id = s.id
		WHERE s.id = ANY($2) AND (s.principal OR i.set_id IS NOT NULL)
		GROUP BY t.post_id ORDER BY t.post_id`, day, pq.Array(standards)); err != nil {
		return nil, fmt.Errorf("standards of posts on %s: %w", day, err)
	}
	out := make([]FieldPost, len(rows))
	for i, r := range rows {
		out[i] = FieldPost{r.PostID, r.Standards}
	}
	return out, nil
}
