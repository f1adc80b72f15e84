// Command with runs a command beside a throw-away PostgreSQL and tells it the way in TEST_DATABASE_URL:
//
//	go run ./internal/database/dbtest/with -- go test ./...
//
// The cluster lives in a temporary folder, forgets everything at the end and does not wait for the disk. TEST_DATABASE_URL
// is a connection string with %s for the name of the database:
//
//	host=/tmp/wardstar-with-123/pg/run port=5432 user=wardstar dbname=%s sslmode=disable
//
// It passes on input, output, SIGINT and SIGTERM, and exits with the command's status: 128 and the signal's number when a
// signal ended the command, as a shell does. (Under "go run" every failure becomes status 1; "go build" it for the number.)
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/wardstar/wardstar/internal/localpg"
)

func main() {
	command := os.Args[1:]
	if len(command) > 0 && command[0] == "--" {
		command = command[1:]
	}
	if len(command) == 0 {
		fmt.Fprintln(os.Stderr, "usage: with -- command [argument ...]")
		os.Exit(2)
	}
	status, err := with(command)
	if err != nil {
		fmt.Fprintln(os.Stderr, "with:", err)
	}
	os.Exit(status)
}

// with runs the command on a cluster of its own, and leaves nothing behind.
func with(command []string) (status int, err error) {
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	dir, err := temporaryFolder()
	if err != nil {
		return 1, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	server, err := start(filepath.Join(dir, "pg"), signals)
	if err != nil {
		return 1, err
	}
	defer func() { err = errors.Join(err, server.Stop()) }()
	return run(command, "TEST_DATABASE_URL="+server.DSN(localpg.Superuser, "%s"), signals)
}

// temporaryFolder can be entered by the account that PostgreSQL drops to when we are root.
func temporaryFolder() (string, error) {
	dir, err := os.MkdirTemp("", "wardstar-with-")
	if err != nil {
		return "", err
	}
	return dir, os.Chmod(dir, 0o755)
}

// start gives up when a signal arrives.
func start(dir string, signals chan os.Signal) (*localpg.Server, error) {
	ctx, cancel := context.WithCancel(context.Background())
	started := make(chan struct{})
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		select {
		case <-signals:
			cancel()
		case <-started:
		}
	}()
	server, err := localpg.Start(ctx, localpg.Options{Dir: dir, Unsafe: true, Settings: map[string]string{
		"max_connections":  "300",   // test packages run side by side, each with its pools
		"log_min_messages": "fatal", // tests provoke errors on purpose
	}})
	close(started)
	<-watched
	if err == nil && ctx.Err() != nil {
		err = errors.Join(ctx.Err(), server.Stop())
	}
	cancel()
	return server, err
}

func run(command []string, variable string, signals <-chan os.Signal) (int, error) {
	c := exec.Command(command[0], command[1:]...)
	c.Env = append(os.Environ(), variable)
	c.Stdin, c.Stdout, c.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := c.Start(); err != nil {
		return 127, err
	}
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	for {
		select {
		case s := <-signals:
			_ = c.Process.Signal(s) // it may have ended by itself
		case err := <-ended:
			return statusOf(c.ProcessState, err)
		}
	}
}

func statusOf(state *os.ProcessState, err error) (int, error) {
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return 1, err
	}
	if wait := state.Sys().(syscall.WaitStatus); wait.Signaled() {
		return 128 + int(wait.Signal()), nil
	}
	return state.ExitCode(), nil
}
