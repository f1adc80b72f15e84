package periods

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/evaluation"
)

// computation is a run of the evaluation over a period.
type computation struct {
	ID         int64      `db:"id"`
	PeriodID   int64      `db:"period_id"`
	Number     int        `db:"number"`
	Scheme     SchemeName `db:"scheme"`
	Algorithm  string     `db:"algorithm"`
	Ratings    int        `db:"ratings"`
	Findings   int        `db:"findings"`
	Credits    int        `db:"credits"`
	Evidence   []byte     `db:"evidence_sha256"`
	Result     []byte     `db:"result_sha256"`
	ShownFrom  int        `db:"display_ratings"`
	Families   families   `db:"families"`
	Warnings   warnings   `db:"warnings"`
	Zone       zone       `db:"time_zone"` // whose days those were
	ComputedAt time.Time  `db:"computed_at"`
}

type (
	families []family
	warnings []warning
)

// Scan reads a jsonb column.
func (f *families) Scan(src any) error { return scanJSON(src, f) }

// Scan reads a jsonb column.
func (w *warnings) Scan(src any) error { return scanJSON(src, w) }

// told returns the warnings as readers of a ranking get them.
func (w warnings) told() []Warning {
	out := []Warning{}
	for _, x := range w {
		out = append(out, Warning{x.Component, string(x.Code), x.Subject, x.Message})
	}
	return out
}

func scanJSON(src, out any) error {
	b, ok := src.([]byte)
	if !ok {
		return fmt.Errorf("scan json: it is a %T", src)
	}
	return json.Unmarshal(b, out)
}

// newComputation describes what was read and found.
func newComputation(in input, out outcome) (computation, error) {
	c := computation{
		Algorithm: evaluation.Algorithm, Evidence: hashEvidence(in.rows), ShownFrom: in.scheme.DisplayRatings,
		Families: out.families, Warnings: out.warnings,
	}
	for i := range in.rows {
		switch in.rows[i].Kind {
		case ratingKind:
			c.Ratings++
		case findingKind:
			c.Findings++
		case creditKind:
			c.Credits++
		}
	}
	var err error
	c.Result, err = out.hash()
	return c, err
}

// hash returns the SHA-256 of the parameter files and of every person's
// figures, in their order.
func (o outcome) hash() ([]byte, error) {
	h := sha256.New()
	for _, f := range o.files {
		h.Write(f.body)
		h.Write([]byte{'\n'})
	}
	e := json.NewEncoder(h) // a line for each
	if err := e.Encode(o.families); err != nil {
		return nil, fmt.Errorf("hash outcome: %w", err)
	}
	for i := range o.people {
		p := &o.people[i]
		if err := e.Encode([]any{p.figures().values(), p.lines}); err != nil {
			return nil, fmt.Errorf("hash outcome of employee %d: %w", p.id, err)
		}
	}
	return h.Sum(nil), nil
}

// summary is what the journal keeps of a computation. It has its own readers,
// and so leaves out the number of ratings, which a ranking may withhold.
func (c *computation) summary(estimated bool) any {
	return map[string]any{
		"number": c.Number, "estimated": estimated, "algorithm": c.Algorithm, "findings": c.Findings, "credits": c.Credits,
		"evidence": hex.EncodeToString(c.Evidence), "result": hex.EncodeToString(c.Result),
	}
}

// insert adds the computation as the next of its period, whose row the caller
// has locked.
func (c *computation) insert(ctx context.Context, tx *sqlx.Tx, account int64) error {
	families, err := json.Marshal(c.Families)
	if err != nil {
		return err
	}
	warnings, err := json.Marshal(c.Warnings)
	if err != nil {
		return err
	}
	return tx.QueryRowxContext(ctx, `
		INSERT INTO computations (period_id, number, scheme_id, algorithm, ratings, findings, credits, evidence_sha256,
			result_sha256, display_ratings, families, warnings, computed_by, computed_at, time_zone)
		SELECT $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, nullif($12, 0), $13, $14
		FROM computations WHERE period_id = $1
		RETURNING id, number`,
		c.PeriodID, c.Scheme.ID, c.Algorithm, c.Ratings, c.Findings, c.Credits, c.Evidence,
		c.Result, c.ShownFrom, string(families), string(warnings), account, c.ComputedAt, c.Zone).Scan(&c.ID, &c.Number)
}

// latest returns a period and its latest computation.
func latest(ctx context.Context, q sqlx.ExtContext, name string) (Period, computation, error) {
	p, err := period(ctx, q, name)
	if err != nil {
		return Period{}, computation{}, err
	}
	var c computation
	err = sqlx.GetContext(ctx, q, &c, `
		SELECT c.id, c.period_id, c.number, c.algorithm, c.ratings, c.findings, c.credits, c.evidence_sha256, c.result_sha256,
		       c.display_ratings, c.families, c.warnings, c.computed_at, coalesce(c.time_zone, '') AS time_zone,
		       s.id AS "scheme.id", s.name AS "scheme.name", s.version AS "scheme.version"
		FROM computations c JOIN schemes s ON s.id = c.scheme_id
		WHERE c.period_id = $1
		ORDER BY c.number DESC
		LIMIT 1`, p.ID)
	if errors.Is(err, sql.ErrNoRows) {
		return Period{}, computation{}, notComputed(name)
	}
	if err != nil {
		return Period{}, computation{}, fmt.Errorf("latest computation of %s: %w", name, err)
	}
	return p, c, nil
}
