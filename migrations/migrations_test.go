package migrations_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/database/dbtest"
	"github.com/wardstar/wardstar/migrations"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestPrivileges shows what the server may do with each table; a reviewer
// reads the golden file.
func TestPrivileges(t *testing.T) {
	t.Parallel()
	db := dbtest.Owner(t, dbtest.Create(t))
	var lines []struct{ Table, May string }
	err := db.Select(&lines, `
		SELECT c.relname AS "table", concat_ws(' ',
			CASE WHEN has_table_privilege($1, c.oid, 'SELECT') THEN 'select' END,
			CASE WHEN has_table_privilege($1, c.oid, 'INSERT') THEN 'insert' END,
			CASE WHEN has_table_privilege($1, c.oid, 'UPDATE') THEN 'update'
			     ELSE (SELECT 'update(' || string_agg(a.attname, ', ' ORDER BY a.attnum) || ')' FROM pg_attribute a
			           WHERE a.attrelid = c.oid AND a.attnum > 0 AND has_column_privilege($1, c.oid, a.attnum, 'UPDATE')) END,
			CASE WHEN has_table_privilege($1, c.oid, 'DELETE') THEN 'delete' END,
			CASE WHEN has_table_privilege($1, c.oid, 'TRUNCATE') THEN 'truncate' END) AS may
		FROM pg_class c
		WHERE c.relkind IN ('r', 'v', 'm') AND c.relnamespace = current_schema()::regnamespace
		ORDER BY c.relname`, database.Runtime)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, l := range lines {
		fmt.Fprintf(&b, "%-22s %s\n", l.Table, l.May)
	}
	const path = "testdata/privileges.txt"
	if *update {
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("%s (-want +got; run go test -update to accept):\n%s", path, diff)
	}
}

func TestUpTogetherAndAgain(t *testing.T) {
	t.Parallel()
	dsn := dbtest.Create(t)
	owner := dbtest.Owner(t, dsn)
	owner.MustExec(`DROP SCHEMA public CASCADE; CREATE SCHEMA public; GRANT USAGE ON SCHEMA public TO PUBLIC`)
	var wg sync.WaitGroup
	for range 3 {
		db := dbtest.Owner(t, dsn)
		wg.Go(func() {
			if err := migrations.Up(t.Context(), db); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if pending, err := migrations.Pending(t.Context(), owner); err != nil || pending {
		t.Errorf("after Up: pending %v, %v", pending, err)
	}
	owner.MustExec(`DELETE FROM goose_db_version WHERE version_id = (SELECT max(version_id) FROM goose_db_version)`)
	if pending, err := migrations.Pending(t.Context(), owner); err != nil || !pending {
		t.Errorf("one short: pending %v, %v", pending, err)
	}
}

func TestTheRuntimeRoleCannotRewriteHistory(t *testing.T) {
	t.Parallel()
	db := dbtest.New(t)
	for _, query := range []string{
		`DELETE FROM ratings`, `UPDATE ratings SET score = 5`, `DELETE FROM journal`, `UPDATE findings SET result = 'met'`,
		`UPDATE credits SET minutes = 1`, `TRUNCATE spot_checks`, `CREATE TABLE mine (id int)`, `DROP TABLE ratings`,
	} {
		if _, err := db.Exec(query); err == nil || !strings.Contains(err.Error(), "denied") && !strings.Contains(err.Error(), "owner") {
			t.Errorf("%s: %v", query, err)
		}
	}
}
