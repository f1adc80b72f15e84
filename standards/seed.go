package standards

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/worktime"
)

// Seed brings the catalogue into the database: its standards and, for the
// posts given by code, their sets and phrases. In a new hospital they are in
// force from day on. Later, and with a later release's catalogue, what is new or
// reads otherwise is proposed, once; what the hospital has written itself stays
// as it is. Posts that the catalogue does not know are left alone.
func (s *Service) Seed(ctx context.Context, tx *sqlx.Tx, day worktime.Day, posts map[string]int64) error {
	ids, err := idsByCode(ctx, tx)
	if err != nil {
		return err
	}
	if len(ids) > 0 {
		return s.offer(ctx, tx, posts)
	}
	var added struct {
		Standards []string `json:"standards"`
		Posts     []string `json:"posts"`
	}
	for _, c := range Catalogue().Standards {
		if ids[c.Code], err = s.seedStandard(ctx, tx, day, c); err != nil {
			return err
		}
		added.Standards = append(added.Standards, c.Code)
	}
	for _, p := range Catalogue().Posts {
		if id, ok := posts[p.Code]; ok {
			if err := s.seedSet(ctx, tx, day, p, id, ids); err != nil {
				return err
			}
			added.Posts = append(added.Posts, p.Code)
		}
	}
	for _, list := range Catalogue().Phrases {
		if id, ok := posts[list.Post]; ok || list.Post == Everyone {
			if err := insertList(ctx, tx, id, list.Phrases, signed{number: 1, from: day, at: s.now()}); err != nil {
				return err
			}
		}
	}
	return journal.Record(ctx, tx, 0, s.now(), journal.Entry{Action: "seed", Object: "standard", After: added})
}

func (s *Service) seedStandard(ctx context.Context, tx *sqlx.Tx, day worktime.Day, c ContentStandard) (id int64, err error) {
	if err := tx.GetContext(ctx, &id, `
		INSERT INTO standards (code, requirement, principal) VALUES ($1, $2, $3) RETURNING id`,
		c.Code, c.Requirement, c.Principal); err != nil {
		return 0, fmt.Errorf("insert standard %s: %w", c.Code, err)
	}
	return id, insertVersion(ctx, tx, id, c.text(), signed{number: 1, from: day, at: s.now()})
}

func (s *Service) seedSet(ctx context.Context, tx *sqlx.Tx, day worktime.Day, p ContentPost, post int64, ids map[string]int64) error {
	items := []PostSetItem{}
	for _, item := range p.items() {
		items = append(items, PostSetItem{
			StandardID: ids[item.Standard], Standard: item.Standard, Weight: item.Weight, Target: item.Target,
		})
	}
	return insertSet(ctx, tx, post, items, signed{number: 1, from: day, at: s.now()})
}

// text returns c as an editor would have written it.
func (c ContentStandard) text() StandardText {
	return StandardText{
		Dimension: c.Dimension, Measure: c.Measure,
		TargetMs: unlessZero(c.TargetMs), TargetShare: unlessZero(tenThousandths(c.TargetShare)),
		Title: c.Title, Opportunity: c.Opportunity, Met: c.Met, Partly: c.Partly, NotMet: c.NotMet,
		NotApplicable: c.NotApplicable,
	}
}

// items returns p's set as an editor would have written it.
func (p ContentPost) items() []SetItem {
	out := make([]SetItem, len(p.Standards))
	for i, item := range p.Standards {
		out[i] = SetItem{Standard: item.Standard, Weight: item.Weight, Target: tenThousandths(item.Target)}
	}
	return out
}

func unlessZero(n int) *int {
	if n == 0 {
		return nil
	}
	return &n
}
