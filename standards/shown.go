package standards

import (
	"context"
	"fmt"
	"slices"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/internal/worktime"
)

// Shown is a text as one reader sees it.
type Shown struct {
	Text     string `json:"text"`
	Language string `json:"language"`           // that it is in
	Fallback bool   `json:"fallback,omitempty"` // it is missing in the reader's own
}

// show returns text for a reader of lang.
func show(text texts.Localized, lang string) Shown {
	words := text.In(lang)
	if words == "" {
		return Shown{}
	}
	for _, next := range append([]string{lang}, texts.Languages...) {
		if text[next] == words {
			return Shown{Text: words, Language: next, Fallback: next != lang}
		}
	}
	return Shown{Text: words}
}

// showAny is show, but nil for no text.
func showAny(text texts.Localized, lang string) *Shown {
	if len(text) == 0 {
		return nil
	}
	shown := show(text, lang)
	return &shown
}

// ShownPhrase is a phrase as staff read it.
type ShownPhrase struct {
	Post      string `json:"post,omitempty"` // code of the post; none: everyone's
	Code      string `json:"code"`
	Situation string `json:"situation"`
	Kind      string `json:"kind"`
	Standard  string `json:"standard,omitempty"`
	Text      Shown  `json:"text"`
	Instead   *Shown `json:"instead,omitempty"` // of a forbidden phrase
	Note      *Shown `json:"note,omitempty"`
}

// ListPhrases narrows the phrases in force.
type ListPhrases struct {
	Post      string       `query:"post"      validate:"max=60"` // its code; everyone's come first; all posts unless given
	Situation string       `query:"situation" validate:"max=20"`
	Kind      string       `query:"kind"      validate:"omitempty,oneof=spoken forbidden signage"`
	Language  string       `query:"language"  validate:"omitempty,oneof=zh-CN zh-TW ko en"` // the account's unless given
	On        worktime.Day `query:"on"`                                                     // today unless given
}

// Phrases returns the phrases in force: by situation in the order in which a
// service goes, everyone's before a post's own, in the order of their lists.
func (s *Service) Phrases(ctx context.Context, actor accounts.Actor, in ListPhrases) ([]ShownPhrase, error) {
	if in.Situation != "" && !slices.Contains(Situations, in.Situation) {
		return nil, fault.Field("situation", "there is no such situation")
	}
	day, err := s.orToday(ctx, in.On)
	if err != nil {
		return nil, err
	}
	lang, err := s.languageOf(ctx, actor, in.Language)
	if err != nil {
		return nil, err
	}
	var posts []string
	if in.Post != "" {
		posts = []string{in.Post}
		if err := postKnown(ctx, s.DB, in.Post); err != nil {
			return nil, err
		}
	}
	lists, err := listsOn(ctx, s.DB, day, posts)
	if err != nil {
		return nil, err
	}
	return showPhrases(lists, lang, func(p Phrase) bool {
		return (in.Situation == "" || p.Situation == in.Situation) && (in.Kind == "" || p.Kind == in.Kind)
	}), nil
}

// showPhrases merges lists by situation for a reader of lang.
func showPhrases(lists []postList, lang string, wanted func(Phrase) bool) []ShownPhrase {
	out := []ShownPhrase{}
	for _, list := range lists {
		for _, p := range list.Phrases {
			if wanted(p) {
				out = append(out, ShownPhrase{
					Post: list.Post, Code: p.Code, Situation: p.Situation, Kind: p.Kind, Standard: p.Standard,
					Text: show(p.Text, lang), Instead: showAny(p.Instead, lang), Note: showAny(p.Note, lang),
				})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b ShownPhrase) int {
		return slices.Index(Situations, a.Situation) - slices.Index(Situations, b.Situation)
	})
	return out
}

// languageOf returns the language asked for, or the account's, or the hospital's.
func (s *Service) languageOf(ctx context.Context, actor accounts.Actor, asked string) (lang string, err error) {
	if asked != "" {
		return asked, nil
	}
	err = s.DB.GetContext(ctx, &lang, `
		SELECT coalesce(nullif((SELECT language FROM accounts WHERE id = $1), ''), (SELECT language FROM hospital), 'en')`, actor.AccountID)
	if err != nil {
		return "", fmt.Errorf("language of account %d: %w", actor.AccountID, err)
	}
	return lang, nil
}

func postKnown(ctx context.Context, q sqlx.ExtContext, code string) error {
	var exists bool
	if err := sqlx.GetContext(ctx, q, &exists, `SELECT EXISTS (SELECT FROM posts WHERE code = $1)`, code); err != nil {
		return fmt.Errorf("post %s: %w", code, err)
	}
	if !exists {
		return fault.Errorf(fault.NotFound, "there is no post %q", code)
	}
	return nil
}

// ListPhraseLists names a post by its code, or everyone.
type ListPhraseLists struct {
	Post string `params:"post" validate:"required,max=60"`
}

// PhraseLists returns all lists of phrases that a post, or everyone, has had
// and will have, those of the latest day first.
func (s *Service) PhraseLists(ctx context.Context, _ accounts.Actor, in ListPhraseLists) ([]PhraseList, error) {
	if in.Post == Everyone {
		return listsOf(ctx, s.DB, 0)
	}
	if err := postKnown(ctx, s.DB, in.Post); err != nil {
		return nil, err
	}
	var id int64
	if err := s.DB.GetContext(ctx, &id, `SELECT id FROM posts WHERE code = $1`, in.Post); err != nil {
		return nil, fmt.Errorf("post %s: %w", in.Post, err)
	}
	return listsOf(ctx, s.DB, id)
}
