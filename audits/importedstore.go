package audits

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/internal/database"
)

// importedBefore returns the latest version of the same checks, by external id,
// and keeps others from voiding them meanwhile.
func importedBefore(ctx context.Context, tx *sqlx.Tx, source string, list []importedCheck) (map[string]storedImport, error) {
	ids := make([]string, len(list))
	for i, c := range list {
		ids[i] = c.external
	}
	var stored []storedImport
	if err := tx.SelectContext(ctx, &stored, `
		SELECT c.id, i.external_id, i.version, c.content_hash, c.voided_at IS NOT NULL AS voided
		FROM imported_spot_checks i JOIN spot_checks c ON c.id = i.spot_check_id
		WHERE i.source = $1 AND i.external_id = ANY($2)
			AND i.version = (SELECT max(version) FROM imported_spot_checks l WHERE l.source = $1 AND l.external_id = i.external_id)
		ORDER BY c.id FOR UPDATE OF c`, source, pq.Array(ids)); err != nil {
		return nil, fmt.Errorf("checks of %s that were imported before: %w", source, err)
	}
	out := make(map[string]storedImport, len(stored))
	for _, s := range stored {
		out[s.ExternalID] = s
	}
	return out, nil
}

// save voids what is replaced, and stores the checks, where each comes from,
// their findings and what was timed.
func (r *importer) save(ctx context.Context, tx *sqlx.Tx, c checkChange) error {
	if len(c.void) > 0 {
		if _, err := tx.ExecContext(ctx, `
			UPDATE spot_checks SET voided_at = $2, voided_by = nullif($3::bigint, 0), void_reason = $4 WHERE id = ANY($1)`,
			pq.Array(c.void), r.now, r.account, corrected(r.source.Code)); err != nil {
			return fmt.Errorf("void %d checks that are corrected: %w", len(c.void), err)
		}
	}
	if len(c.add) == 0 {
		return nil
	}
	keys := make([]uuid.UUID, len(c.add))
	columns := []string{"key", "content_hash", "observer_id", "employee_id", "posting_id", "department_id", "outside",
		"mode", "shift", "place", "started_at", "finished_at", "recorded_at"}
	if err := database.Copy(ctx, tx, "spot_checks", columns, len(c.add), func(i int) []any {
		n := c.add[i]
		keys[i] = n.key(r.source.Code)
		return []any{keys[i].String(), n.hash, n.observer, n.EmployeeID, n.posting.ID, n.posting.DepartmentID, n.outside,
			n.Mode, n.Shift, n.Place, n.started, n.finished, n.recorded}
	}); err != nil {
		return err
	}
	ids, err := checkIDs(ctx, tx, c.add, keys)
	if err != nil {
		return err
	}
	account := any(r.account)
	if r.account == 0 {
		account = nil
	}
	columns = []string{"spot_check_id", "source", "external_id", "version", "weight", "recorded_by"}
	if err := database.Copy(ctx, tx, "imported_spot_checks", columns, len(c.add), func(i int) []any {
		return []any{ids[keys[i]], r.source.Code, c.add[i].external, c.add[i].version, r.source.Weight, account}
	}); err != nil {
		return err
	}
	return saveFindings(ctx, tx, c.add, func(i int) int64 { return ids[keys[i]] })
}

// checkIDs returns the ids that checks were given, by their keys.
func checkIDs(ctx context.Context, tx *sqlx.Tx, list []importedCheck, keys []uuid.UUID) (map[uuid.UUID]int64, error) {
	observers := make([]int64, len(list))
	for i, c := range list {
		observers[i] = c.observer
	}
	var rows []struct {
		ID  int64     `db:"id"`
		Key uuid.UUID `db:"key"`
	}
	if err := tx.SelectContext(ctx, &rows, `
		SELECT c.id, c.key FROM unnest($1::bigint[], $2::uuid[]) k (observer_id, key) JOIN spot_checks c USING (observer_id, key)`,
		pq.Array(observers), pq.Array(keys)); err != nil {
		return nil, fmt.Errorf("ids of imported checks: %w", err)
	}
	ids := make(map[uuid.UUID]int64, len(rows))
	for _, row := range rows {
		ids[row.Key] = row.ID
	}
	return ids, nil
}

// place is where a finding stands: in which check, as which.
type place struct{ check, finding int }

// saveFindings stores the findings of the checks, and what was timed.
func saveFindings(ctx context.Context, tx *sqlx.Tx, list []importedCheck, id func(i int) int64) error {
	var all, timed []place
	for i, c := range list {
		for n, f := range c.Findings {
			all = append(all, place{i, n})
			if len(f.Attempts) > 0 {
				timed = append(timed, place{i, n})
			}
		}
	}
	columns := []string{"spot_check_id", "standard_version_id", "result", "reason", "note"}
	if err := database.Copy(ctx, tx, "findings", columns, len(all), func(i int) []any {
		c := list[all[i].check]
		f := c.Findings[all[i].finding]
		return []any{id(all[i].check), c.standards[all[i].finding].VersionID, f.Result, f.Reason, f.Note}
	}); err != nil || len(timed) == 0 {
		return err
	}
	var checks, versions, milliseconds pq.Int64Array
	for _, p := range timed {
		c := list[p.check]
		checks, versions = append(checks, id(p.check)), append(versions, c.standards[p.finding].VersionID)
		milliseconds = append(milliseconds, int64(c.Findings[p.finding].Attempts[0].Milliseconds))
	}
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO attempts (finding_id, ordinal, milliseconds)
		SELECT f.id, 1, t.milliseconds FROM unnest($1::bigint[], $2::bigint[], $3::int[]) t (spot_check, version, milliseconds)
		JOIN findings f ON f.spot_check_id = t.spot_check AND f.standard_version_id = t.version`, checks, versions, milliseconds); err != nil {
		return fmt.Errorf("insert attempts of imported checks: %w", err)
	}
	return nil
}
