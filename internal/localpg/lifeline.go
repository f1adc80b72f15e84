package localpg

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// lifeline is one user's hold on the running cluster: the writing end of the named pipe, with a shared lock on it. The pipe
// tells the keeper when nobody is left; the lock tells a user who leaves whether it is the last.
type lifeline struct {
	path string
	file *os.File
}

// keeper answers each ticket, so that whoever joins knows it is still listening; at the end of the pipe it shuts the
// cluster down. It keeps the pipe open until that is done: a pipe without a reader means that no keeper is at work.
const keeper = `trap '' HUP INT QUIT TERM
while read -r ticket; do : > "$0/$ticket"; done
"$1" stop -D "$0/data" -m fast -w -t 60 || "$1" stop -D "$0/data" -m immediate -w -t 10`

// hold makes sure that we hold the lifeline and that a keeper listens at its other end. It is called inside the lock, with
// no PostgreSQL running or with one whose keeper was killed.
func (s *Server) hold(ctx context.Context) error {
	path := filepath.Join(s.dir, "lifeline")
	if s.lifeline != nil {
		if keeperGone(path) {
			return s.startKeeper()
		}
		return nil
	}
	// Another program may live on whose PostgreSQL was killed: we hold the lifeline together. To wait until it leaves
	// would be for ever, since it waits for the folder's lock, which is ours, to start PostgreSQL again.
	if joined, err := s.joinKeeper(ctx, path); joined || err != nil {
		return err
	}
	line, err := newLifeline(ctx, path, s.account)
	if err != nil {
		return fmt.Errorf("make the lifeline of the database: %w", err)
	}
	s.lifeline = line
	if line.alone() {
		s.dropStalePidFile()
	}
	if err := line.share(); err != nil {
		return err
	}
	return s.startKeeper()
}

// newLifeline waits until the last keeper has finished: it would shut down the PostgreSQL we are about to start.
func newLifeline(ctx context.Context, path string, who account) (*lifeline, error) {
	line := &lifeline{path: path}
	if err := line.waitForKeeper(ctx); err != nil {
		return nil, err
	}
	if err := syscall.Mkfifo(path, 0o600); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	if err := who.own(path); err != nil {
		return nil, err
	}
	both, err := syscall.Open(path, syscall.O_RDWR|syscall.O_CLOEXEC|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	defer syscall.Close(both) // a pipe without a reader cannot be opened for writing
	return line, line.open()
}

func (l *lifeline) open() error {
	fd, err := syscall.Open(l.path, syscall.O_WRONLY|syscall.O_CLOEXEC|syscall.O_NONBLOCK, 0)
	if err == nil {
		l.file = os.NewFile(uintptr(fd), l.path)
	}
	return err
}

// startKeeper needs the writing end to be open: a pipe without a writer blocks its reader.
func (s *Server) startKeeper() error {
	fd, err := syscall.Open(s.lifeline.path, syscall.O_RDONLY|syscall.O_CLOEXEC, 0)
	if err != nil {
		return fmt.Errorf("open the lifeline for the keeper: %w", err)
	}
	pipe := os.NewFile(uintptr(fd), s.lifeline.path)
	defer pipe.Close()
	c := s.account.command("/bin/sh", "-c", keeper, s.dir, s.binaries.path("pg_ctl"))
	c.Stdin = pipe
	if err := c.Start(); err != nil {
		return fmt.Errorf("start the keeper of the database: %w", err)
	}
	go func() { _ = c.Wait() }() // reaped; how it ended shows in whether PostgreSQL runs
	return nil
}

// join takes hold of the cluster that another program started. False means that the keeper has seen the end of the pipe
// before we came, and that PostgreSQL is about to shut down.
func (s *Server) join(ctx context.Context) (bool, error) {
	path := filepath.Join(s.dir, "lifeline")
	if s.lifeline != nil || keeperGone(path) {
		return true, s.hold(ctx)
	}
	return s.joinKeeper(ctx, path)
}

// joinKeeper holds the lifeline of a keeper that lives and answers; false if there is none.
func (s *Server) joinKeeper(ctx context.Context, path string) (bool, error) {
	line := &lifeline{path: path}
	if err := line.open(); err != nil {
		return false, nil // gone in between
	}
	if err := line.share(); err != nil {
		return false, errors.Join(err, line.file.Close())
	}
	if !line.answered(ctx) {
		return false, line.file.Close()
	}
	s.lifeline = line
	return true, nil
}

// answered hands the keeper a ticket and waits for it to appear as a file.
func (l *lifeline) answered(ctx context.Context) bool {
	ticket := "ticket-" + rand.Text()
	if _, err := l.file.WriteString(ticket + "\n"); err != nil {
		return false
	}
	path := filepath.Join(filepath.Dir(l.path), ticket)
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	for {
		if err := os.Remove(path); err == nil {
			return true
		}
		if keeperGone(l.path) || sleep(ctx, pause) != nil {
			return false
		}
	}
}

func (l *lifeline) share() error {
	return syscall.Flock(int(l.file.Fd()), syscall.LOCK_SH)
}

// alone says whether no other program holds the lifeline. The shared lock may be lost by asking.
func (l *lifeline) alone() bool {
	return syscall.Flock(int(l.file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil
}

func (l *lifeline) release() {
	if l != nil {
		_ = l.file.Close() // nothing was written that could be lost
	}
}

// waitForKeeper waits for the end of the keeper's work, which is a shutdown when nobody holds the lifeline.
func (l *lifeline) waitForKeeper(ctx context.Context) error {
	for !keeperGone(l.path) {
		if err := sleep(ctx, pause); err != nil {
			return fmt.Errorf("wait for the database to shut down: %w", err)
		}
	}
	return nil
}

// keeperGone says whether the pipe has no reader.
func keeperGone(path string) bool {
	fd, err := syscall.Open(path, syscall.O_WRONLY|syscall.O_CLOEXEC|syscall.O_NONBLOCK, 0)
	if err != nil {
		return true
	}
	_ = syscall.Close(fd)
	return false
}
