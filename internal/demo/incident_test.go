package demo_test

import (
	"path/filepath"
	"testing"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/feedback"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/secrets"
)

// findsItsIncident lets the program look for manipulation as it does by the clock, and
// opens the ballot desk.
func findsItsIncident(t *testing.T, db *sqlx.DB) {
	keys, err := secrets.Open(filepath.Join(t.TempDir(), "keys.json"))
	if err != nil {
		t.Fatal(err)
	}
	desk := feedback.New(feedback.Config{DB: db, Now: now, Keys: keys})
	t.Cleanup(desk.Close)
	for _, task := range desk.Schedule() { // the pass of every ten minutes, and that of the night
		if _, err := database.InTx(t.Context(), db, func(tx *sqlx.Tx) (struct{}, error) {
			return struct{}{}, task.Run(t.Context(), tx, now())
		}); err != nil {
			t.Fatal(err)
		}
	}
	list, err := desk.Incidents(t.Context(), accounts.Actor{Reach: accounts.Reach{Hospital: true}}, feedback.ListIncidents{})
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 1 {
		t.Fatalf("%d incidents: %+v", len(list), list)
	}
	i := list[0]
	if i.EmployeeID == 0 || i.Votes < 40 || i.Votes > 42 || i.Means == nil || i.Means.With <= i.Means.Without {
		t.Errorf("%+v", i)
	}
	if n := count(t, db, `SELECT count(*) FROM ratings WHERE standing = 'held' AND network IS NULL`); n > 2 {
		t.Errorf("%d honest votes were set aside", n)
	}
	if n := count(t, db, `SELECT count(*) FROM ratings WHERE standing = 'counted' AND network IS NOT NULL`); n != 0 {
		t.Errorf("%d stuffed votes count", n)
	}
}
