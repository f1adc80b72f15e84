package feedback

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
)

// storedImport is what counts of a rating that was imported before.
type storedImport struct {
	ExternalID string `db:"external_id"`
	Hash       []byte `db:"content_hash"`
	Version    int    `db:"version"`
	Standing   string `db:"standing"`
}

// importedBefore returns what is stored of the same ratings, by external id. FOR
// SHARE makes it wait for whoever is deciding on their standing.
func importedBefore(ctx context.Context, tx *sqlx.Tx, source string, list []importedRow) (map[string]storedImport, error) {
	ids := make([]string, len(list))
	for i, r := range list {
		ids[i] = r.ExternalID
	}
	var stored []storedImport
	if err := tx.SelectContext(ctx, &stored, `
		SELECT i.external_id, i.content_hash, r.version, r.standing
		FROM imported_ratings i JOIN ratings r ON r.id = i.rating_id
		WHERE i.source = $1 AND i.external_id = ANY($2)
			AND NOT EXISTS (SELECT FROM ratings later WHERE later.vote = r.vote AND later.version > r.version)
		FOR SHARE OF r`, source, pq.Array(ids)); err != nil {
		return nil, fmt.Errorf("ratings of %s that were imported before: %w", source, err)
	}
	out := make(map[string]storedImport, len(stored))
	for _, s := range stored {
		out[s.ExternalID] = s
	}
	return out, nil
}

// save stores the rows as ratings, where each comes from, and what was said.
func (r *importer) save(ctx context.Context, tx *sqlx.Tx, actor accounts.Actor, list []importedRow) error {
	if len(list) == 0 {
		return nil
	}
	columns := []string{"vote", "version", "visit", "touchpoint_id", "employee_id", "posting_id", "department_id",
		"score", "language", "channel", "shift", "standing", "occurred_at"}
	if err := database.Copy(ctx, tx, "ratings", columns, len(list), func(i int) []any {
		m := list[i]
		return []any{m.vote, m.version, m.visit, orNull(m.touchpoint), orNull(m.employee), orNull(m.posting), m.department,
			m.score, m.Language, "import", m.Shift, m.standing, m.At}
	}); err != nil {
		return err
	}
	ids, err := ratingIDs(ctx, tx, list)
	if err != nil {
		return err
	}
	columns = []string{"rating_id", "source", "external_id", "content_hash", "value", "weight", "recorded_at", "recorded_by"}
	if err := database.Copy(ctx, tx, "imported_ratings", columns, len(list), func(i int) []any {
		m := list[i]
		return []any{ids[[16]byte(m.vote)], r.source.Code, m.ExternalID, m.hash, m.points, r.source.Weight, r.now.UTC(), orNull(actor.AccountID)}
	}); err != nil {
		return err
	}
	return saveRemarks(ctx, tx, list)
}

// ratingIDs returns the ids that ratings were given, by their votes.
func ratingIDs(ctx context.Context, tx *sqlx.Tx, list []importedRow) (map[[16]byte]int64, error) {
	votes := make(pq.ByteaArray, len(list))
	for i, r := range list {
		votes[i] = r.vote
	}
	var rows []struct {
		ID   int64  `db:"id"`
		Vote []byte `db:"vote"`
	}
	if err := tx.SelectContext(ctx, &rows, `SELECT DISTINCT ON (vote) vote, id FROM ratings WHERE vote = ANY($1) ORDER BY vote, version DESC`, votes); err != nil {
		return nil, fmt.Errorf("ids of imported ratings: %w", err)
	}
	ids := make(map[[16]byte]int64, len(rows))
	for _, row := range rows {
		ids[[16]byte(row.Vote)] = row.ID
	}
	return ids, nil
}

func saveRemarks(ctx context.Context, tx *sqlx.Tx, list []importedRow) error {
	var said []importedRow
	for _, r := range list {
		if r.remarked() {
			said = append(said, r)
		}
	}
	if len(said) == 0 {
		return nil
	}
	return database.Copy(ctx, tx, "remarks", []string{"vote", "version", "tags", "words"}, len(said), func(i int) []any {
		return []any{said[i].vote, said[i].version, append(pq.StringArray{}, said[i].Tags...), said[i].Comment} // nil would be NULL
	})
}

// orNull returns NULL for no id.
func orNull(id int64) any {
	if id == 0 {
		return nil
	}
	return id
}
