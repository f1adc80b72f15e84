package changes_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/changes"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/database/dbtest"
	"github.com/wardstar/wardstar/internal/journal"
)

var at = time.Date(2026, 11, 2, 3, 4, 5, 0, time.UTC)

// office is a database with a feed on it, and somebody who listens.
type office struct {
	*testing.T
	dsn  string
	db   *sqlx.DB
	feed *changes.Feed
	*changes.Subscription
	stop func()
}

func open(t *testing.T) *office {
	t.Helper()
	dsn := dbtest.Create(t)
	db, err := database.OpenAsRuntime(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	ctx, stop := context.WithCancel(t.Context())
	o := &office{T: t, dsn: dsn, db: db, feed: changes.NewFeed(), stop: stop}
	t.Cleanup(func() { stop(); <-o.feed.Ended() })
	if _, err := db.Exec(`INSERT INTO accounts (name, password_hash, created_at) VALUES ('kim', '', $1), ('li', '', $1)`, at); err != nil {
		t.Fatal(err)
	}
	o.Subscription = o.feed.Subscribe(1)
	go o.feed.Run(ctx, db, dsn, slog.New(slog.DiscardHandler))
	o.hears(changes.Change{Object: changes.Everything}) // from when it listens on
	return o
}

func (o *office) record(account int64, objects ...string) {
	o.Helper()
	_, err := database.InTx(o.Context(), o.db, func(tx *sqlx.Tx) (none struct{}, err error) {
		for _, object := range objects {
			if err := journal.Record(o.Context(), tx, account, at, journal.Entry{Action: "change", Object: object}); err != nil {
				return none, err
			}
		}
		return none, nil
	})
	if err != nil {
		o.Fatal(err)
	}
}

// hears waits for the changes that it wants, and fails at others.
func (o *office) hears(want ...changes.Change) {
	o.Helper()
	var got []changes.Change
	for len(got) < len(want) {
		select {
		case <-o.Changed():
			got = append(got, o.Take()...)
		case <-time.After(10 * time.Second):
			o.Fatalf("heard %v, want %v", got, want)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		o.Error(diff)
	}
}

func TestWhatIsJournalledIsHeardOf(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.record(1, "period")
	o.hears(changes.Change{Object: "period", Mine: true})
	o.record(2, "course")
	o.hears(changes.Change{Object: "course"})
	o.record(0, "settings", "settings")
	o.hears(changes.Change{Object: "settings"})
	if err := journal.RecordAll(t.Context(), o.db, 1, at, []journal.Entry{{Action: "end", Object: "posting"}, {Action: "end", Object: "posting"}}); err != nil {
		t.Fatal(err)
	}
	o.hears(changes.Change{Object: "posting", Mine: true})
}

func TestWhatIsTakenBackIsNotHeardOf(t *testing.T) {
	t.Parallel()
	o := open(t)
	tx := o.db.MustBegin()
	if err := journal.Record(t.Context(), tx, 1, at, journal.Entry{Action: "close", Object: "period"}); err != nil {
		t.Fatal(err)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	o.record(2, "course")
	o.hears(changes.Change{Object: "course"})
}

func TestAnotherHospitalInTheDatabaseIsNotHeard(t *testing.T) {
	t.Parallel()
	o := open(t)
	if _, err := o.db.Exec(`SELECT pg_notify($1, '1 period elsewhere'), pg_notify($1, 'nonsense'), pg_notify($1, 'x y public')`, changes.Channel); err != nil {
		t.Fatal(err)
	}
	o.record(2, "course")
	o.hears(changes.Change{Object: "course"})
}

func TestWhoIsSlowHearsOfEachKindOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	for range 200 { // more than any buffer holds
		o.record(2, "course")
	}
	quick := o.feed.Subscribe(1)
	o.record(2, "period")
	for end := time.After(10 * time.Second); ; {
		select {
		case <-quick.Changed():
		case <-end:
			t.Fatal("the last announcement did not come")
		}
		if got := quick.Take(); len(got) > 0 && got[len(got)-1].Object == "period" {
			break
		}
	}
	o.hears(changes.Change{Object: "course"}, changes.Change{Object: "period"})
	o.Subscription.Close()
	o.record(2, "course")
	quick.Close()
}

func TestALostConnectionIsMadeUpFor(t *testing.T) {
	t.Parallel()
	o := open(t)
	if _, err := dbtest.Owner(t, o.dsn).Exec(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'`); err != nil {
		t.Fatal(err)
	}
	o.hears(changes.Change{Object: changes.Everything})
	o.record(2, "course")
	o.hears(changes.Change{Object: "course"})
}

func TestItEndsAtOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.stop()
	select {
	case <-o.feed.Ended():
	case <-time.After(2 * time.Second):
		t.Error("it goes on")
	}
}
