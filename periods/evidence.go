package periods

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"strconv"
	"time"

	"github.com/jmoiron/sqlx"
)

// The kinds of evidence.
const (
	ratingKind  = "rating"
	findingKind = "finding"
	creditKind  = "credit"
)

// fullWeight is that of what the hospital itself has seen.
const fullWeight = 10_000

// evidence is a row of the view of that name.
type evidence struct {
	Kind            string         `db:"kind"`
	SourceID        int64          `db:"source_id"`
	EmployeeID      int64          `db:"employee_id"`
	PostingID       int64          `db:"posting_id"`
	DepartmentID    int64          `db:"department_id"`
	PostID          int64          `db:"post_id"`
	StandardVersion sql.NullInt64  `db:"standard_version_id"`
	Rater           []byte         `db:"rater"`
	SpotCheckID     sql.NullInt64  `db:"spot_check_id"`
	ObserverID      sql.NullInt64  `db:"observer_id"`
	Outside         sql.NullBool   `db:"outside"`
	Value           int            `db:"value"`  // 0 to 100; for credits, minutes
	Weight          int            `db:"weight"` // ten-thousandths
	Shift           sql.NullString `db:"shift"`
	Channel         sql.NullString `db:"channel"`
	Language        sql.NullString `db:"language"`
	TouchpointID    sql.NullInt64  `db:"touchpoint_id"`
	TouchpointKind  sql.NullString `db:"touchpoint_kind"`
	Purpose         sql.NullString `db:"purpose"`
	OccurredAt      time.Time      `db:"occurred_at"`

	crowd  dayOf           // on which more came than count in full, if there were (see crowd)
	level  sql.Null[int64] // micro-points to score instead of the value (see level)
	weighs int64           // under the scheme, in micro-units (see weigh); 0: what its source weighs
}

const evidenceColumns = `
	SELECT kind, source_id, employee_id, posting_id, department_id, post_id, standard_version_id, rater, spot_check_id,
	       observer_id, outside, value, weight, shift, channel, language, touchpoint_id, touchpoint_kind, purpose, occurred_at`

// employee is whose evidence is read.
type employee int64

// everybody is the whole staff.
const everybody employee = 0

// readEvidence returns what counts of a span, in the order in which it is hashed.
func readEvidence(ctx context.Context, q sqlx.ExtContext, s span, whose employee) (rows []evidence, err error) {
	err = sqlx.SelectContext(ctx, q, &rows, evidenceColumns+`
		FROM evidence WHERE occurred_at >= $1 AND occurred_at < $2 AND ($3 = 0 OR employee_id = $3)
		ORDER BY kind COLLATE "C", source_id`, s.start(), s.end(), int64(whose))
	if err != nil {
		return nil, fmt.Errorf("read evidence from %s to %s: %w", s.from, s.to, err)
	}
	return rows, nil
}

// hashEvidence returns the SHA-256 of the rows: a line for each, its columns
// in the order of the view, separated by tabs, null as \N.
func hashEvidence(rows []evidence) []byte {
	h := sha256.New()
	line := make([]byte, 0, 256)
	for i := range rows {
		line = rows[i].line(line[:0])
		h.Write(line)
	}
	return h.Sum(nil)
}

func (e *evidence) line(b []byte) []byte {
	b = append(b, e.Kind...)
	for _, v := range [...]int64{e.SourceID, e.EmployeeID, e.PostingID, e.DepartmentID, e.PostID} {
		b = strconv.AppendInt(append(b, '\t'), v, 10)
	}
	b = appendInt(b, e.StandardVersion)
	if b = append(b, '\t'); e.Rater == nil {
		b = append(b, null...)
	} else {
		b = hex.AppendEncode(b, e.Rater)
	}
	b = appendInt(appendInt(b, e.SpotCheckID), e.ObserverID)
	if b = append(b, '\t'); e.Outside.Valid {
		b = strconv.AppendBool(b, e.Outside.Bool)
	} else {
		b = append(b, null...)
	}
	b = strconv.AppendInt(append(b, '\t'), int64(e.Value), 10)
	b = strconv.AppendFloat(append(b, '\t'), float64(e.Weight)/fullWeight, 'f', -1, 64) // 1, 0.5
	b = appendText(appendText(appendText(b, e.Shift), e.Channel), e.Language)
	b = appendText(appendInt(b, e.TouchpointID), e.TouchpointKind)
	b = appendText(b, e.Purpose)
	b = append(e.OccurredAt.UTC().AppendFormat(append(b, '\t'), "2006-01-02T15:04:05.000000Z"), '\n')
	return b
}

const null = `\N`

func appendInt(b []byte, v sql.NullInt64) []byte {
	if b = append(b, '\t'); !v.Valid {
		return append(b, null...)
	}
	return strconv.AppendInt(b, v.Int64, 10)
}

func appendText(b []byte, v sql.NullString) []byte {
	if b = append(b, '\t'); !v.Valid {
		return append(b, null...)
	}
	return append(b, v.String...) // codes of the schema's lists: no tabs
}
