package standards

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/internal/worktime"
)

// ExportStandards asks for a day.
type ExportStandards struct {
	On worktime.Day `query:"on"` // today unless given
}

// Exported is a file for another hospital.
type Exported struct {
	Name    string
	Content []byte
}

// Export returns what is in force on a day as YAML, ordered by codes: two
// hospitals that hold to the same give the same bytes.
func (s *Service) Export(ctx context.Context, _ accounts.Actor, in ExportStandards) (Exported, error) {
	day, err := s.orToday(ctx, in.On)
	if err != nil {
		return Exported{}, err
	}
	f, err := s.file(ctx, s.DB, day)
	if err != nil {
		return Exported{}, err
	}
	b, err := f.Encode()
	return Exported{Name: fmt.Sprintf("standards-%s.yaml", day), Content: b}, err
}

// file gathers what is in force on day.
func (s *Service) file(ctx context.Context, q sqlx.ExtContext, day worktime.Day) (f File, err error) {
	held, err := inForce(ctx, q, day)
	if err != nil {
		return File{}, err
	}
	for _, one := range held {
		f.Standards = append(f.Standards, contentOf(one))
	}
	slices.SortFunc(f.Standards, func(a, b ContentStandard) int { return cmp.Compare(a.Code, b.Code) })
	if f.Posts, err = postsOn(ctx, q, day); err != nil {
		return File{}, err
	}
	lists, err := listsOn(ctx, q, day, nil)
	if err != nil {
		return File{}, err
	}
	for _, list := range lists {
		f.Phrases = append(f.Phrases, ContentPhrases{Post: cmp.Or(list.Post, Everyone), Phrases: list.Phrases})
	}
	return f, nil
}

// contentOf writes a standard as the catalogue does.
func contentOf(one Standard) ContentStandard {
	v := one.Version
	c := ContentStandard{
		Code: one.Code, Requirement: one.Requirement, Principal: one.Principal, Dimension: v.Dimension, Measure: v.Measure,
		Title: v.Title, Opportunity: v.Opportunity, Met: v.Met, Partly: v.Partly, NotMet: v.NotMet, NotApplicable: v.NotApplicable,
	}
	if v.TargetMs != nil {
		c.TargetMs = *v.TargetMs
	}
	if v.TargetShare != nil {
		c.TargetShare = float64(*v.TargetShare) / 10000
	}
	return c
}

// postsOn returns the posts that have a set on day, by their codes.
func postsOn(ctx context.Context, q sqlx.ExtContext, day worktime.Day) (out []ContentPost, err error) {
	var posts []struct {
		ID     int64           `db:"id"`
		Code   string          `db:"code"`
		Family string          `db:"family"`
		Name   texts.Localized `db:"name"`
	}
	if err := sqlx.SelectContext(ctx, q, &posts, `SELECT id, code, family, name FROM posts ORDER BY code`); err != nil {
		return nil, fmt.Errorf("list posts: %w", err)
	}
	for _, p := range posts {
		set, err := setOn(ctx, q, p.ID, day)
		if errors.Is(err, sql.ErrNoRows) {
			continue
		}
		if err != nil {
			return nil, err
		}
		c := ContentPost{Code: p.Code, Family: p.Family, Name: p.Name}
		for _, item := range set.Items {
			c.Standards = append(c.Standards, ContentItem{Standard: item.Standard, Weight: item.Weight, Target: float64(item.Target) / 10000})
		}
		slices.SortFunc(c.Standards, func(a, b ContentItem) int {
			return cmp.Or(b.Weight-a.Weight, cmp.Compare(a.Standard, b.Standard))
		})
		out = append(out, c)
	}
	return out, nil
}
