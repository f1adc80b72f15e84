package changes

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
)

// How soon a connection that was lost is tried again.
const (
	soonest = time.Second
	latest  = 30 * time.Second
)

// Run listens on a connection of its own, besides the pool's, until ctx is done,
// and then ends the feed. While the database is away it says nothing; once it is
// back, that everything may have changed. It listens to what is announced in the
// schema of db: several hospitals can share a database.
func (f *Feed) Run(ctx context.Context, db *sqlx.DB, dsn string, log *slog.Logger) {
	defer close(f.ended)
	for ctx.Err() == nil {
		if err := f.listen(ctx, db, dsn, log); err != nil && ctx.Err() == nil {
			log.Warn("live updates pause", "error", err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(soonest):
		}
	}
}

func (f *Feed) listen(ctx context.Context, db *sqlx.DB, dsn string, log *slog.Logger) error {
	var schema string
	if err := db.GetContext(ctx, &schema, `SELECT current_schema()`); err != nil {
		return fmt.Errorf("look for the schema: %w", err)
	}
	l := pq.NewListener(dsn, soonest, latest, func(event pq.ListenerEventType, err error) {
		if event == pq.ListenerEventDisconnected && ctx.Err() == nil {
			log.Warn("live updates pause", "error", err)
		}
	})
	defer func() { go hangUp(l) }() // it waits for a connection being made, and a server that stops doesn't
	listens := make(chan error, 1)
	go func() { listens <- l.Listen(Channel) }()
	for {
		select {
		case <-ctx.Done():
			return nil
		case err := <-listens:
			if err != nil {
				return fmt.Errorf("listen: %w", err)
			}
			f.publish(announcement{object: Everything}) // nobody heard what was announced before
		case n, open := <-l.Notify:
			if !open {
				return nil
			}
			f.hear(n, schema, log)
		}
	}
}

// hangUp ends a listener, which may be about to say something.
func hangUp(l *pq.Listener) {
	l.Close()
	for range l.Notify {
	}
}

// hear hands on what was announced in a schema; nil says that the connection was
// lost and is back.
func (f *Feed) hear(n *pq.Notification, schema string, log *slog.Logger) {
	if n == nil {
		f.publish(announcement{object: Everything})
		return
	}
	a, err := parse(n.Extra)
	switch {
	case err != nil:
		log.Warn("live update", "error", err)
	case a.schema == schema:
		f.publish(a)
	}
}
