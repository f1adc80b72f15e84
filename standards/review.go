package standards

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
)

// reviewEvery is after how many months a standard is reviewed at the latest.
const reviewEvery = 6

// The kinds of reviews.
const (
	Internal = "internal"
	External = "external" // by an accreditation body or another hospital [外部评审]
)

// Review says what came of looking at a standard anew.
type Review struct {
	ID           int64          `json:"id"                     db:"id"`
	Standard     string         `json:"standard"               db:"standard"`
	Kind         string         `json:"kind"                   db:"kind"`
	Organisation string         `json:"organisation,omitempty" db:"organisation"` // of an external one
	ReviewedOn   worktime.Day   `json:"reviewedOn"             db:"reviewed_on"`
	Grounds      pq.StringArray `json:"grounds"                db:"grounds"`
	Findings     string         `json:"findings"               db:"findings"`
	Outcome      string         `json:"outcome"                db:"outcome"`
	NextReviewOn worktime.Day   `json:"nextReviewOn,omitempty" db:"next_review_on"` // of an internal one
	Author       string         `json:"author"                 db:"author"`
	CreatedAt    time.Time      `json:"createdAt"              db:"created_at"`
}

// NewReview is what a reviewer fills in.
type NewReview struct {
	Code         string       `params:"code"       json:"-" validate:"required,max=60"`
	Kind         string       `json:"kind"         validate:"required,oneof=internal external"`
	Organisation string       `json:"organisation,omitempty" validate:"max=200"`
	ReviewedOn   worktime.Day `json:"reviewedOn"   validate:"required"`
	Grounds      []string     `json:"grounds"      validate:"max=4,unique,dive,oneof=data peer-practice staff-proposals patient-interviews"`
	Findings     string       `json:"findings"     validate:"required,max=4000"`
	Outcome      string       `json:"outcome"      validate:"required,oneof=keep change retire"`
	NextReviewOn worktime.Day `json:"nextReviewOn,omitempty"` // of an internal one; half a year later unless given
}

// problems returns what is wrong with a review on a day.
func (in NewReview) problems(today worktime.Day) map[string]string {
	out := map[string]string{}
	if err := in.ReviewedOn.Validate(); err != nil {
		out["reviewedOn"] = err.Error()
		return out
	}
	if in.ReviewedOn > today {
		out["reviewedOn"] = "that day is still to come"
	}
	if strings.TrimSpace(in.Findings) == "" {
		out["findings"] = "say what was found"
	}
	switch organisation := strings.TrimSpace(in.Organisation); {
	case in.Kind == External && organisation == "":
		out["organisation"] = "say who has reviewed it"
	case in.Kind == Internal && organisation != "":
		out["organisation"] = "only an external review has one"
	}
	if in.Kind == Internal && len(in.Grounds) == 0 {
		out["grounds"] = "say what it rests on: data, peer-practice, staff-proposals or patient-interviews"
	}
	in.checkNext(out)
	return out
}

func (in NewReview) checkNext(out map[string]string) {
	latest := addMonths(in.ReviewedOn, reviewEvery)
	switch err := in.NextReviewOn.Validate(); {
	case in.NextReviewOn == "":
	case in.Kind == External:
		out["nextReviewOn"] = "an external review does not stand in for the hospital's own"
	case err != nil:
		out["nextReviewOn"] = err.Error()
	case in.NextReviewOn <= in.ReviewedOn || in.NextReviewOn > latest:
		out["nextReviewOn"] = fmt.Sprintf("after the review, and half a year later at the latest: %s", latest)
	}
}

// addMonths returns the same day of a later month or, where it has no such
// day, its last.
func addMonths(day worktime.Day, months int) worktime.Day {
	t := day.In(time.UTC)
	last := time.Date(t.Year(), t.Month()+time.Month(months)+1, 0, 0, 0, 0, 0, time.UTC).Day()
	return worktime.Date(t.Year(), t.Month()+time.Month(months), min(t.Day(), last))
}

// Review records a review of a standard. The suggestions of staff that wait
// for one are considered in it, if it is the hospital's own.
func (s *Service) Review(ctx context.Context, actor accounts.Actor, in NewReview) (StandardReviews, error) {
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (StandardReviews, error) {
		today, err := people.LocalDay(ctx, tx, s.Now())
		if err != nil {
			return StandardReviews{}, err
		}
		if err := invalid(in.problems(today)); err != nil {
			return StandardReviews{}, err
		}
		standard, err := standardID(ctx, tx, in.Code)
		if err != nil {
			return StandardReviews{}, err
		}
		if in.Kind == Internal && in.NextReviewOn == "" {
			in.NextReviewOn = addMonths(in.ReviewedOn, reviewEvery)
		}
		slices.Sort(in.Grounds)
		var id int64
		if err := tx.GetContext(ctx, &id, `
			INSERT INTO standard_reviews (standard_id, kind, organisation, reviewed_on, grounds, findings, outcome, next_review_on, author_id, created_at)
			VALUES ($1, $2, $3, $4, coalesce($5::text[], '{}'), $6, $7, $8, $9, $10) RETURNING id`,
			standard, in.Kind, strings.TrimSpace(in.Organisation), in.ReviewedOn, pq.Array(in.Grounds), strings.TrimSpace(in.Findings),
			in.Outcome, in.NextReviewOn, actor.AccountID, s.now()); err != nil {
			return StandardReviews{}, fmt.Errorf("insert review of %s: %w", in.Code, err)
		}
		if in.Kind == Internal {
			if _, err := tx.ExecContext(ctx, `UPDATE suggestions SET considered_in = $1 WHERE standard_id = $2 AND considered_in IS NULL`, id, standard); err != nil {
				return StandardReviews{}, fmt.Errorf("consider suggestions: %w", err)
			}
		}
		out, err := reviewsOf(ctx, tx, standard)
		if err != nil {
			return StandardReviews{}, err
		}
		return out, journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: "review", Object: "standard", ObjectID: standard, After: in})
	})
}

// StandardReviews is what has been found about a standard: the hospital's own
// reviews and others' side by side, and what staff suggest.
type StandardReviews struct {
	Reviews     []Review     `json:"reviews"`     // the latest first
	Suggestions []Suggestion `json:"suggestions"` // that no review has considered yet, the oldest first; at most 200
}

// Reviews returns what has been found about a standard.
func (s *Service) Reviews(ctx context.Context, _ accounts.Actor, in GetStandard) (StandardReviews, error) {
	standard, err := standardID(ctx, s.DB, in.Code)
	if err != nil {
		return StandardReviews{}, err
	}
	return reviewsOf(ctx, s.DB, standard)
}

func reviewsOf(ctx context.Context, q sqlx.ExtContext, standard int64) (StandardReviews, error) {
	out := StandardReviews{Reviews: []Review{}, Suggestions: []Suggestion{}}
	if err := sqlx.SelectContext(ctx, q, &out.Reviews, `
		SELECT r.id, s.code AS standard, r.kind, r.organisation, r.reviewed_on, r.grounds, r.findings, r.outcome, r.next_review_on,
			a.name AS author, r.created_at
		FROM standard_reviews r JOIN standards s ON s.id = r.standard_id JOIN accounts a ON a.id = r.author_id
		WHERE r.standard_id = $1 ORDER BY r.reviewed_on DESC, r.id DESC LIMIT 200`, standard); err != nil {
		return StandardReviews{}, fmt.Errorf("reviews of standard %d: %w", standard, err)
	}
	if err := sqlx.SelectContext(ctx, q, &out.Suggestions, suggestionColumns+`
		WHERE g.standard_id = $1 AND g.considered_in IS NULL ORDER BY g.id LIMIT 200`, standard); err != nil {
		return StandardReviews{}, fmt.Errorf("suggestions about standard %d: %w", standard, err)
	}
	return out, nil
}

func standardID(ctx context.Context, q sqlx.ExtContext, code string) (id int64, err error) {
	err = sqlx.GetContext(ctx, q, &id, `SELECT id FROM standards WHERE code = $1`, code)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, fault.Errorf(fault.NotFound, "there is no standard %q", code)
	}
	if err != nil {
		return 0, fmt.Errorf("standard %s: %w", code, err)
	}
	return id, nil
}
