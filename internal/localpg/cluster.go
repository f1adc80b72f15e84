package localpg

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"syscall"
	"time"

	"github.com/lib/pq"
)

// state is what a connection attempt tells about the cluster.
type state int

const (
	absent    state = iota // nobody listens
	busy                   // starting, recovering or shutting down
	answering              // takes queries
)

const cannotConnectNow = "57P03"

// probe asks the socket: only a server that belongs to this cluster can listen in its private folder.
func (s *Server) probe(ctx context.Context) state {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	db, err := sql.Open("postgres", s.DSN(Superuser, "postgres"))
	if err != nil {
		return absent
	}
	defer db.Close()
	err = db.PingContext(ctx)
	var refused *pq.Error
	switch {
	case err == nil:
		return answering
	case errors.As(err, &refused) && refused.Code != cannotConnectNow:
		return answering // "too many connections" comes from a server in good health
	case errors.Is(err, syscall.ENOENT), errors.Is(err, syscall.ECONNREFUSED):
		return absent
	}
	return busy
}

// errEnded is a PostgreSQL that ended before it took queries.
var errEnded = errors.New("PostgreSQL ended while it was starting")

// bringUp starts or joins the cluster, whatever state its last users have left it in. It is called inside the lock.
func (s *Server) bringUp(ctx context.Context) error {
	for failures := 0; ; {
		switch s.probe(ctx) {
		case answering:
			if joined, err := s.join(ctx); joined || err != nil {
				return err
			}
		case absent:
			err := s.launch(ctx)
			failures++
			if failures == 4 || !errors.Is(err, errEnded) {
				return err
			}
			// Killed programs leave processes that need a moment: a server that does not listen yet, or sessions
			// that still hold its shared memory.
			if err := sleep(ctx, 500*time.Millisecond); err != nil {
				return err
			}
		}
		if err := sleep(ctx, pause); err != nil {
			return fmt.Errorf("the database in %s is starting or shutting down for too long: %w", s.dir, err)
		}
	}
}

// launch starts PostgreSQL on a folder where none is running, and makes the cluster first when there is none.
func (s *Server) launch(ctx context.Context) error {
	if err := s.hold(ctx); err != nil {
		return err
	}
	if _, err := os.Stat(s.dataDir() + "/PG_VERSION"); err != nil {
		if err := s.initialise(ctx, "C.UTF-8", "C"); err != nil {
			return fmt.Errorf("make a new database in %s: %w", s.dir, err)
		}
	}
	child, err := startChild(s.account.command(s.binaries.path("postgres"), s.arguments()...), s.options.Log)
	if err != nil {
		return fmt.Errorf("start PostgreSQL as account %s: %w", s.account.name, err)
	}
	for !s.ready(ctx) {
		select {
		case <-child.exited:
			return fmt.Errorf("%w: %s", errEnded, child.lastWords())
		case <-ctx.Done():
			return fmt.Errorf("PostgreSQL is not ready yet: %w", ctx.Err())
		case <-time.After(pause):
		}
	}
	s.child = child
	return nil
}

// ready reads PostgreSQL's note before it asks, because each refused connection leaves a line in the log.
func (s *Server) ready(ctx context.Context) bool {
	note, ok := readPidFile(s.dataDir())
	return ok && note.ready && s.probe(ctx) == answering
}

// supervise brings PostgreSQL, or its keeper, back when something outside has killed it.
func (s *Server) supervise(ctx context.Context) {
	defer close(s.watched)
	for sleep(ctx, time.Second) == nil {
		if s.running() && !keeperGone(s.lifeline.path) {
			continue
		}
		if err := s.revive(ctx); err != nil && ctx.Err() == nil {
			fmt.Fprintf(s.options.Log, "the database in %s is gone and could not be started again: %v\n", s.dir, err)
			_ = sleep(ctx, 10*time.Second) // Stop cuts it short
		}
	}
}

func (s *Server) revive(ctx context.Context) error {
	unlock, err := lockFolder(ctx, s.dir, s.account)
	if err != nil {
		return err
	}
	defer unlock()
	return s.bringUp(ctx)
}
