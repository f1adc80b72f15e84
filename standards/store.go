package standards

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/worktime"
)

// inForce returns every standard that has a version in force on day.
func inForce(ctx context.Context, q sqlx.ExtContext, day worktime.Day) ([]Standard, error) {
	out := []Standard{}
	err := sqlx.SelectContext(ctx, q, &out, inForceOn, day)
	if err != nil {
		return nil, fmt.Errorf("standards in force on %s: %w", day, err)
	}
	return out, nil
}

// ofPost returns the standards that a post is held to on day: those of its
// set, with weights, and the principal ones, which hold for everyone.
func ofPost(ctx context.Context, q sqlx.ExtContext, post int64, day worktime.Day) ([]Standard, error) {
	out := []Standard{}
	err := sqlx.SelectContext(ctx, q, &out, `
		SELECT s.id, s.code, s.requirement, s.principal, i.weight, i.target, `+version+`
		FROM standards s
		JOIN LATERAL (`+ofStandardOn+`) v ON NOT v.retired
		`+signers+`
		LEFT JOIN standard_set_items i ON i.standard_id = s.id AND i.set_id = (
			SELECT id FROM standard_sets WHERE post_id = $2 AND effective_from <= $1 AND withdrawn_at IS NULL
			ORDER BY effective_from DESC LIMIT 1)
		WHERE s.principal OR i.set_id IS NOT NULL
		ORDER BY s.principal DESC, i.weight DESC NULLS LAST, s.id`, day, post)
	if err != nil {
		return nil, fmt.Errorf("standards of post %d on %s: %w", post, day, err)
	}
	return out, nil
}

// inForceOn finds the standards in force on day $1.
const inForceOn = `
	SELECT s.id, s.code, s.requirement, s.principal, ` + version + `
	FROM standards s
	JOIN LATERAL (` + ofStandardOn + `) v ON NOT v.retired
	` + signers + `
	ORDER BY s.principal DESC, s.id`

// version lists the columns of a StandardVersion that is a field of a Standard.
const version = `v.id AS "version.id", v.version AS "version.version", v.effective_from AS "version.effective_from",
	v.dimension AS "version.dimension", v.measure AS "version.measure",
	v.target_ms AS "version.target_ms", v.target_share AS "version.target_share",
	v.title AS "version.title", v.opportunity AS "version.opportunity", v.met AS "version.met",
	v.partly AS "version.partly", v.not_met AS "version.not_met", v.not_applicable AS "version.not_applicable",
	coalesce(a.name, '') AS "version.author", coalesce(b.name, '') AS "version.approved_by", v.created_at AS "version.created_at"`

// signers joins who wrote and who approved v; approval lists its columns.
const (
	signers  = `LEFT JOIN accounts a ON a.id = v.author_id LEFT JOIN accounts b ON b.id = v.approved_by`
	approval = `v.id, v.version, v.effective_from, coalesce(a.name, '') AS author, coalesce(b.name, '') AS approved_by, v.created_at,
		v.withdrawn_at, coalesce(v.withdraw_reason, '') AS withdraw_reason`
)

// ofStandardOn finds the version of s that is in force on day $1.
const ofStandardOn = `SELECT * FROM standard_versions WHERE standard_id = s.id AND effective_from <= $1
	AND withdrawn_at IS NULL ORDER BY effective_from DESC LIMIT 1`

func history(ctx context.Context, q sqlx.ExtContext, code string) (h StandardHistory, err error) {
	err = sqlx.GetContext(ctx, q, &h, `SELECT id, code, requirement, principal FROM standards WHERE code = $1`, code)
	if errors.Is(err, sql.ErrNoRows) {
		return StandardHistory{}, fault.Errorf(fault.NotFound, "there is no standard %q", code)
	}
	if err != nil {
		return StandardHistory{}, fmt.Errorf("standard %s: %w", code, err)
	}
	h.Versions = []StandardVersion{}
	err = sqlx.SelectContext(ctx, q, &h.Versions, `
		SELECT `+approval+`, v.dimension, v.measure, v.target_ms, v.target_share, v.title,
			v.opportunity, v.met, v.partly, v.not_met, v.not_applicable, v.retired
		FROM standard_versions v `+signers+`
		WHERE v.standard_id = $1
		ORDER BY v.effective_from DESC, v.version DESC`, h.ID)
	if err != nil {
		return StandardHistory{}, fmt.Errorf("versions of standard %s: %w", code, err)
	}
	return h, nil
}

func postExists(ctx context.Context, q sqlx.ExtContext, id int64) error {
	var exists bool
	if err := sqlx.GetContext(ctx, q, &exists, `SELECT EXISTS (SELECT FROM posts WHERE id = $1)`, id); err != nil {
		return fmt.Errorf("post %d: %w", id, err)
	}
	if !exists {
		return fault.Errorf(fault.NotFound, "there is no post %d", id)
	}
	return nil
}
