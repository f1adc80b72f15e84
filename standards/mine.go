package standards

import (
	"context"
	"fmt"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
)

// MyStandards asks in what language.
type MyStandards struct {
	Language string `query:"language" validate:"omitempty,oneof=zh-CN zh-TW ko en"` // the account's unless given
}

// Mine is what the caller is held to today.
type Mine struct {
	Day      worktime.Day `json:"day"`
	Language string       `json:"language"`
	Posts    []MyPost     `json:"posts"` // that they hold today
}

// MyPost is a post of the caller's, with what it is held to and what it says.
type MyPost struct {
	ID        int64           `json:"id"`
	Code      string          `json:"code"`
	Name      Shown           `json:"name"`
	Standards []ShownStandard `json:"standards"`
	Phrases   []ShownPhrase   `json:"phrases"` // everyone's among them
}

// ShownStandard is a standard as staff read it.
type ShownStandard struct {
	Code        string `json:"code"`
	Principal   bool   `json:"principal"`
	Version     int    `json:"version"`
	Dimension   string `json:"dimension"`
	Measure     string `json:"measure"`
	TargetMs    *int   `json:"targetMs,omitempty"`
	Weight      *int   `json:"weight,omitempty"`
	Target      *int   `json:"target,omitempty"`
	Title       Shown  `json:"title"`
	Opportunity Shown  `json:"opportunity"`
	Met         Shown  `json:"met"`
	Partly      Shown  `json:"partly"`
	NotMet      Shown  `json:"notMet"`
}

// Mine returns the standards and phrases of the caller's own posts today. A
// person without a posting has none.
func (s *Service) Mine(ctx context.Context, actor accounts.Actor, in MyStandards) (Mine, error) {
	lang, err := s.languageOf(ctx, actor, in.Language)
	if err != nil {
		return Mine{}, err
	}
	day, err := people.LocalDay(ctx, s.DB, s.Now())
	if err != nil {
		return Mine{}, err
	}
	var posts []struct {
		ID   int64           `db:"id"`
		Code string          `db:"code"`
		Name texts.Localized `db:"name"`
	}
	if err := s.DB.SelectContext(ctx, &posts, `
		SELECT id, code, name FROM posts WHERE id IN (
			SELECT post_id FROM postings WHERE employee_id = $1 AND from_day <= $2 AND (to_day IS NULL OR to_day > $2))
		ORDER BY id`, actor.EmployeeID, day); err != nil {
		return Mine{}, fmt.Errorf("posts of employee %d: %w", actor.EmployeeID, err)
	}
	out := Mine{Day: day, Language: lang, Posts: []MyPost{}}
	for _, p := range posts {
		mine := MyPost{ID: p.ID, Code: p.Code, Name: show(p.Name, lang)}
		if mine.Standards, err = s.shownStandards(ctx, p.ID, day, lang); err != nil {
			return Mine{}, err
		}
		lists, err := listsOn(ctx, s.DB, day, []string{p.Code})
		if err != nil {
			return Mine{}, err
		}
		mine.Phrases = showPhrases(lists, lang, func(Phrase) bool { return true })
		out.Posts = append(out.Posts, mine)
	}
	return out, nil
}

func (s *Service) shownStandards(ctx context.Context, post int64, day worktime.Day, lang string) ([]ShownStandard, error) {
	list, err := ofPost(ctx, s.DB, post, day)
	if err != nil {
		return nil, err
	}
	out := make([]ShownStandard, len(list))
	for i, one := range list {
		v := one.Version
		out[i] = ShownStandard{
			Code: one.Code, Principal: one.Principal, Version: v.Version, Dimension: v.Dimension, Measure: v.Measure,
			TargetMs: v.TargetMs, Weight: one.Weight, Target: one.Target, Title: show(v.Title, lang),
			Opportunity: show(v.Opportunity, lang), Met: show(v.Met, lang), Partly: show(v.Partly, lang), NotMet: show(v.NotMet, lang),
		}
	}
	return out, nil
}
