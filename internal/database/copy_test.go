package database_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/database/dbtest"
)

func TestCopy(t *testing.T) {
	t.Parallel()
	db := dbtest.New(t)
	for _, test := range []struct {
		name   string
		number func(i int) string
		n      int
		refuse string
		want   string
	}{
		{"none", nil, 0, "", ""},
		{"one that is refused spoils all", func(i int) string { return strings.Repeat("x", i*41) }, 2, "copy into employees", ""},
		{"in their order", func(i int) string { return fmt.Sprint(3 - i) }, 3, "", "3 2 1"},
	} {
		_, err := database.InTx(t.Context(), db, func(tx *sqlx.Tx) (bool, error) {
			return true, database.Copy(t.Context(), tx, "employees", []string{"number", "name", "hired_on"}, test.n,
				func(i int) []any { return []any{test.number(i), "王丽", "2026-01-01"} })
		})
		if test.refuse == "" && err != nil || test.refuse != "" && (err == nil || !strings.Contains(err.Error(), test.refuse)) {
			t.Errorf("%s: %v", test.name, err)
		}
		var got string
		if err := db.Get(&got, `SELECT coalesce(string_agg(number, ' ' ORDER BY id), '') FROM employees`); err != nil || got != test.want {
			t.Errorf("%s: %q, %v, want %q", test.name, got, err, test.want)
		}
	}
}
