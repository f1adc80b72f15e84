package standards

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/internal/worktime"
)

// PostSet is what a post is held to from a day on. It never changes.
type PostSet struct {
	Approval
	PostID int64         `json:"postId" db:"post_id"`
	Items  []PostSetItem `json:"items"  db:"-"`
}

// PostSetItem is a standard in a set.
type PostSetItem struct {
	StandardID int64           `json:"standardId" db:"standard_id"`
	Standard   string          `json:"standard"   db:"standard"` // its code
	Title      texts.Localized `json:"title"      db:"title"`    // on the day from which the set holds
	Weight     int             `json:"weight"     db:"weight"`   // of 100
	Target     int             `json:"target"     db:"target"`   // share of opportunities met, ten-thousandths
}

// GetPostSet names a post and a day.
type GetPostSet struct {
	PostID int64        `params:"id" validate:"required,min=1"`
	On     worktime.Day `query:"on"` // today if absent
}

// PostSet returns the set of a post that is in force on a day.
func (s *Service) PostSet(ctx context.Context, _ accounts.Actor, in GetPostSet) (PostSet, error) {
	day, err := s.orToday(ctx, in.On)
	if err != nil {
		return PostSet{}, err
	}
	if err := postExists(ctx, s.DB, in.PostID); err != nil {
		return PostSet{}, err
	}
	set, err := setOn(ctx, s.DB, in.PostID, day)
	if errors.Is(err, sql.ErrNoRows) {
		return PostSet{}, fault.Errorf(fault.NotFound, "post %d has no standards on %s", in.PostID, day)
	}
	return set, err
}

// ListPostSets names a post.
type ListPostSets struct {
	PostID int64 `params:"id" validate:"required,min=1"`
}

// PostSets returns all the sets that a post has had and will have, newest first.
func (s *Service) PostSets(ctx context.Context, _ accounts.Actor, in ListPostSets) ([]PostSet, error) {
	if err := postExists(ctx, s.DB, in.PostID); err != nil {
		return nil, err
	}
	return setsOf(ctx, s.DB, in.PostID)
}

// SetItem puts a standard into a set.
type SetItem struct {
	Standard string `json:"standard" validate:"required,max=60"` // its code
	Weight   int    `json:"weight"`                              // of 100
	Target   int    `json:"target"`                              // share of opportunities met, ten-thousandths
}

// checkItems notes what is wrong with a set, by JSON name.
func checkItems(out map[string]string, items []SetItem) {
	sum, seen := 0, map[string]bool{}
	for i, item := range items {
		name := fmt.Sprintf("items[%d]", i)
		if seen[item.Standard] {
			out[name+".standard"] = item.Standard + " is in the set already"
		}
		if item.Weight < 1 || item.Weight > 100 {
			out[name+".weight"] = fmt.Sprintf("%s weighs %d; a weight is between 1 and 100", item.Standard, item.Weight)
		}
		if item.Target < 1 || item.Target > 10000 {
			out[name+".target"] = item.Standard + ": the target is a share of opportunities, above 0 % and at most 100 %"
		}
		seen[item.Standard] = true
		sum += item.Weight
	}
	switch {
	case len(items) > 100:
		out["items"] = "at most 100 standards can be watched at once"
	case sum != 100:
		out["items"] = fmt.Sprintf("the weights must sum to 100; they sum to %d", sum)
	}
}

// resolve finds the standards by their codes.
func resolve(ctx context.Context, q sqlx.ExtContext, items []SetItem) ([]PostSetItem, error) {
	ids, err := idsByCode(ctx, q)
	if err != nil {
		return nil, err
	}
	out, unknown := []PostSetItem{}, map[string]string{}
	for i, item := range items {
		id, ok := ids[item.Standard]
		if !ok {
			unknown[fmt.Sprintf("items[%d].standard", i)] = fmt.Sprintf("there is no standard %q", item.Standard)
		}
		out = append(out, PostSetItem{StandardID: id, Standard: item.Standard, Weight: item.Weight, Target: item.Target})
	}
	return out, invalid(unknown)
}
