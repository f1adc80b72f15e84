package training

import (
	"context"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/internal/texts"
)

// asked returns the questions of the paper by their ids.
func (t storedAttempt) asked(ctx context.Context, q sqlx.QueryerContext) (map[int64]Question, error) {
	ids := make([]int64, len(t.paper.Questions))
	for i, a := range t.paper.Questions {
		ids[i] = a.ID
	}
	list, err := questions(ctx, q, `WHERE id = ANY($1)`, pq.Array(ids))
	if err != nil {
		return nil, err
	}
	byID := map[int64]Question{}
	for _, one := range list {
		byID[one.ID] = one
	}
	return byID, nil
}

// sheet is an attempt as the person examined sees it: with what was right once it
// is handed in, and never with what would have been.
func (s *Service) sheet(ctx context.Context, q sqlx.QueryerContext, a Assessment, t storedAttempt) (Sheet, error) {
	byID, err := t.asked(ctx, q)
	if err != nil {
		return Sheet{}, err
	}
	out := Sheet{
		ID: t.ID, AssessmentID: a.ID, Title: a.Title, StartedAt: t.StartedAt, EndsAt: t.EndsAt,
		Questions: []SheetQuestion{}, Answers: t.Answers,
	}
	correct := map[int64][]int{}
	for _, shown := range t.paper.Questions {
		one := byID[shown.ID]
		correct[shown.ID] = one.Correct
		options := make([]texts.Localized, len(shown.Order))
		for i, k := range shown.Order {
			options[i] = one.Options[k]
		}
		out.Questions = append(out.Questions, SheetQuestion{Prompt: one.Prompt, Options: options, Multiple: len(one.Correct) > 1})
	}
	if t.FinishedAt != nil {
		out.Result = &Result{Percent: t.Percent, PassMark: t.paper.PassMark, Passed: t.Passed, Right: t.paper.mark(correct, t.Answers)}
	}
	return out, nil
}
