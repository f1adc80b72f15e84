// Package localpg runs a private PostgreSQL beside the program: the database of a ward that has no database administrator.
//
// It finds the system's server programs (15 or later), makes a cluster in a folder of its own, and starts it on a unix
// socket that only the owning account can reach. There is no TCP port and no password: the folder's permissions are the key.
// A program run by root drops PostgreSQL to the account "postgres", or else "nobody".
//
// # Who keeps it running
//
// PostgreSQL runs as long as any program uses the folder, whichever of them started it:
//
//   - The first Start starts it; a Start beside it (wardstar export next to wardstar serve) adopts it.
//   - Stop leaves. The last one to leave shuts PostgreSQL down and waits for that; anyone else leaves the others undisturbed.
//   - A program killed with SIGKILL counts as having left, also when it was the one that started PostgreSQL: the others
//     keep their connections. When it was the last one, PostgreSQL shuts down within moments.
//   - When PostgreSQL itself is killed (the kernel ran out of memory), the programs still using it start it again within
//     about two seconds; connections break once, as they would with a database on another machine.
//
// This is done with a named pipe, the lifeline: every user holds its writing end, a three-line shell script its reading end,
// and the kernel reports the end of the pipe when the last writer is gone, however it went. A parent-death signal would be
// the obvious alternative, but it belongs to one thread of one process and cannot be handed on to the next user.
//
// Under systemd use KillMode=mixed. The default signals PostgreSQL too, which then refuses new connections while the
// program is still finishing its requests.
package localpg

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// Superuser is the role that owns the cluster.
const Superuser = "wardstar"

// startTimeout bounds Start when the caller's context does not: recovery after a power cut can take a while.
const startTimeout = 5 * time.Minute

// Options say where the cluster lives and how it runs.
type Options struct {
	Dir      string            // a folder of PostgreSQL's own; made when missing
	BinDir   string            // the folder of the server programs; empty: look for them
	Settings map[string]string // configuration parameters on top of the defaults
	Unsafe   bool              // no fsync: much faster, and a power cut loses everything. Tests only
	Log      io.Writer         // PostgreSQL's log, as long as the program that started it lives; nil: discarded
}

// Server is this program's use of a running PostgreSQL. Its methods are safe for concurrent use.
type Server struct {
	options   Options
	dir       string // absolute, without symbolic links
	socketDir string
	account   account
	binaries  binaries

	adopted  bool
	lifeline *lifeline
	child    *child // the PostgreSQL this program started last, nil when it never did

	quit    context.CancelFunc // ends the supervisor
	watched chan struct{}      // closed when it has ended
	leave   sync.Once
	stopErr error
}

// Start brings up the cluster in o.Dir, making it when the folder is new, or adopts the one another program has started.
// It returns when PostgreSQL answers queries. Its errors are sentences for whoever installs the program.
func Start(ctx context.Context, o Options) (*Server, error) {
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	if o.Log == nil {
		o.Log = io.Discard
	}
	if err := checkSettings(o.Settings); err != nil {
		return nil, err
	}
	s := &Server{options: o, watched: make(chan struct{})}
	var err error
	if s.dir, s.account, err = prepareFolder(o.Dir); err != nil {
		return nil, err
	}
	unlock, err := lockFolder(ctx, s.dir, s.account)
	if err != nil {
		return nil, err
	}
	defer unlock()
	if err := s.begin(ctx); err != nil {
		s.lifeline.release()
		return nil, err
	}
	watch, quit := context.WithCancel(context.Background())
	s.quit = quit
	go s.supervise(watch)
	return s, nil
}

// begin is Start inside the lock.
func (s *Server) begin(ctx context.Context) (err error) {
	if s.binaries, err = findBinaries(s.options.BinDir, s.dataDir()); err != nil {
		return err
	}
	if s.socketDir, err = prepareSocketDir(s.dir, s.account); err != nil {
		return err
	}
	if err := s.bringUp(ctx); err != nil {
		return err
	}
	s.adopted = s.child == nil
	return nil
}

// DSN is a lib/pq keyword connection string for a role and a database of this cluster.
func (s *Server) DSN(user, database string) string {
	return "host=" + s.socketDir + " port=5432 user=" + quoteDSN(user) + " dbname=" + quoteDSN(database) + " sslmode=disable"
}

// Adopted says whether another program had started PostgreSQL already.
func (s *Server) Adopted() bool { return s.adopted }

// Stop ends this program's use. The last user shuts PostgreSQL down and returns when its data are at rest; an error says
// that it may still be running. Stopping twice is harmless.
func (s *Server) Stop() error {
	s.leave.Do(func() { s.stopErr = s.stop() })
	return s.stopErr
}

func (s *Server) stop() error {
	s.quit()
	<-s.watched
	ctx, cancel := context.WithTimeout(context.Background(), startTimeout)
	defer cancel()
	unlock, err := lockFolder(ctx, s.dir, s.account)
	if err != nil {
		s.lifeline.release()
		return err
	}
	defer unlock()
	last := s.lifeline.alone()
	s.lifeline.release()
	if !last {
		return nil
	}
	err = s.lifeline.waitForKeeper(ctx)
	if s.running() { // the keeper was killed: do its work
		err = errors.Join(err, s.run(ctx, "pg_ctl", "stop", "-D", s.dataDir(), "-m", "fast", "-w", "-t", "60"))
	}
	if s.child != nil && err == nil {
		<-s.child.exited // and with it the end of the log
	}
	if err == nil {
		s.tidy()
	}
	return err
}

// tidy leaves nothing in the folder that a backup would stumble over, and nothing outside of it.
func (s *Server) tidy() {
	_ = os.Remove(s.lifeline.path) // a leftover does no harm
	if filepath.Dir(s.socketDir) != s.dir {
		_ = os.Remove(s.socketDir)
	}
}

func (s *Server) dataDir() string { return filepath.Join(s.dir, "data") }
