package standards

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/worktime"
)

// Seed brings the catalogue into the database: its standards and, for the
// posts given by code, their sets, in force from day on. What is there already
// stays as it is, so that Seed can be called again, with a later release's
// catalogue too. Posts that the catalogue does not know are left alone.
func (s *Service) Seed(ctx context.Context, tx *sqlx.Tx, day worktime.Day, posts map[string]int64) error {
	var added struct {
		Standards []string `json:"standards"`
		Posts     []string `json:"posts"`
	}
	ids, err := idsByCode(ctx, tx)
	if err != nil {
		return err
	}
	for _, c := range Catalogue().Standards {
		if ids[c.Code] != 0 {
			continue
		}
		if ids[c.Code], err = s.seedStandard(ctx, tx, day, c); err != nil {
			return err
		}
		added.Standards = append(added.Standards, c.Code)
	}
	for _, p := range Catalogue().Posts {
		id, ok := posts[p.Code]
		if !ok {
			continue
		}
		done, err := s.seedSet(ctx, tx, day, p, id, ids)
		if err != nil {
			return err
		}
		if done {
			added.Posts = append(added.Posts, p.Code)
		}
	}
	if len(added.Standards)+len(added.Posts) == 0 {
		return nil
	}
	return journal.Record(ctx, tx, 0, s.Now(), journal.Entry{Action: "seed", Object: "standard", After: added})
}

func (s *Service) seedStandard(ctx context.Context, tx *sqlx.Tx, day worktime.Day, c ContentStandard) (id int64, err error) {
	if err := tx.GetContext(ctx, &id, `
		INSERT INTO standards (code, requirement, principal) VALUES ($1, $2, $3) RETURNING id`,
		c.Code, c.Requirement, c.Principal); err != nil {
		return 0, fmt.Errorf("insert standard %s: %w", c.Code, err)
	}
	v := c.edit().version(1)
	v.EffectiveFrom = day
	return id, insertVersion(ctx, tx, id, v, 0, s.Now())
}

func (s *Service) seedSet(ctx context.Context, tx *sqlx.Tx, day worktime.Day, p ContentPost, post int64, ids map[string]int64) (bool, error) {
	newest, err := newestSet(ctx, tx, post)
	if err != nil || newest.Version > 0 {
		return false, err
	}
	set := PostSet{Version: 1, EffectiveFrom: day}
	for _, item := range p.edit().Items {
		set.Items = append(set.Items, PostSetItem{
			StandardID: ids[item.Standard], Standard: item.Standard, Weight: item.Weight, Target: item.Target,
		})
	}
	return true, insertSet(ctx, tx, post, set, 0, s.Now())
}

// edit returns c as an editor would have written it.
func (c ContentStandard) edit() NewStandardVersion {
	return NewStandardVersion{
		Code: c.Code, Dimension: c.Dimension, Measure: c.Measure,
		TargetMs: unlessZero(c.TargetMs), TargetShare: unlessZero(tenThousandths(c.TargetShare)),
		Title: c.Title, Opportunity: c.Opportunity, Met: c.Met, Partly: c.Partly, NotMet: c.NotMet,
		NotApplicable: c.NotApplicable,
	}
}

// edit returns p's set as an editor would have written it.
func (p ContentPost) edit() NewPostSet {
	in := NewPostSet{}
	for _, item := range p.Standards {
		in.Items = append(in.Items, NewPostSetItem{
			Standard: item.Standard, Weight: item.Weight, Target: tenThousandths(item.Target),
		})
	}
	return in
}

func unlessZero(n int) *int {
	if n == 0 {
		return nil
	}
	return &n
}
