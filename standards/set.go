package standards

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/internal/worktime"
)

// PostSet is what a post is held to from a day on. It never changes.
type PostSet struct {
	ID            int64         `json:"id"               db:"id"`
	PostID        int64         `json:"postId"           db:"post_id"`
	Version       int           `json:"version"          db:"version"`
	EffectiveFrom worktime.Day  `json:"effectiveFrom"    db:"effective_from"`
	Author        string        `json:"author,omitempty" db:"author"` // an account's name; none: it came with the product
	CreatedAt     time.Time     `json:"createdAt"        db:"created_at"`
	Items         []PostSetItem `json:"items"            db:"-"`
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

// NewPostSet is what an editor fills in: all the standards of a post from a
// day on.
type NewPostSet struct {
	PostID        int64            `params:"id"           json:"-" validate:"required,min=1"`
	BasedOn       int              `json:"basedOn"        validate:"min=0"` // the newest version that the editor has seen; 0: none
	EffectiveFrom worktime.Day     `json:"effectiveFrom"  validate:"required"`
	Items         []NewPostSetItem `json:"items"          validate:"required,min=1,max=100,dive"`
}

// NewPostSetItem puts a standard into a set.
type NewPostSetItem struct {
	Standard string `json:"standard" validate:"required,max=60"`          // its code
	Weight   int    `json:"weight"   validate:"required,min=1,max=100"`   // of 100
	Target   int    `json:"target"   validate:"required,min=1,max=10000"` // share of opportunities met, ten-thousandths
}

// NewPostSet makes a version of a post's set, from tomorrow at the
// earliest and after the version before.
func (s *Service) NewPostSet(ctx context.Context, actor accounts.Actor, in NewPostSet) (PostSet, error) {
	if err := invalid(in.problems()); err != nil {
		return PostSet{}, err
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (PostSet, error) {
		if err := postExists(ctx, tx, in.PostID); err != nil {
			return PostSet{}, err
		}
		newest, err := newestSet(ctx, tx, in.PostID)
		if err != nil {
			return PostSet{}, err
		}
		if in.BasedOn != newest.Version {
			return PostSet{}, edited(newest.Version)
		}
		if err := s.mayTakeEffect(ctx, tx, in.EffectiveFrom, newest.Version, newest.EffectiveFrom); err != nil {
			return PostSet{}, err
		}
		set := PostSet{Version: newest.Version + 1, EffectiveFrom: in.EffectiveFrom}
		if set.Items, err = resolve(ctx, tx, in.Items); err != nil {
			return PostSet{}, err
		}
		if err := insertSet(ctx, tx, in.PostID, set, actor.AccountID, s.Now()); err != nil {
			return PostSet{}, err
		}
		if set, err = newestSet(ctx, tx, in.PostID); err != nil {
			return PostSet{}, err
		}
		return set, journal.Record(ctx, tx, actor.AccountID, s.Now(), journal.Entry{
			Action: "edit", Object: "post-set", ObjectID: set.ID, Before: beforeOf(newest), After: set,
		})
	})
}

func beforeOf(set PostSet) any {
	if set.Version == 0 {
		return nil
	}
	return set
}

// problems returns what is wrong with a set, by JSON name.
func (in NewPostSet) problems() map[string]string {
	out := map[string]string{}
	sum, seen := 0, map[string]bool{}
	for i, item := range in.Items {
		if seen[item.Standard] {
			out[fmt.Sprintf("items[%d].standard", i)] = item.Standard + " is in the set already"
		}
		seen[item.Standard] = true
		sum += item.Weight
	}
	if sum != 100 {
		out["items"] = fmt.Sprintf("the weights must sum to 100; they sum to %d", sum)
	}
	return out
}

// resolve finds the standards by their codes.
func resolve(ctx context.Context, q sqlx.ExtContext, items []NewPostSetItem) ([]PostSetItem, error) {
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
